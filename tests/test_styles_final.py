"""Tables of final accounts as places print them: which kind each is, and what each of its amounts says."""

import pytest

from styles import Layout, meant, read, said

SUMMARIES = (
    Layout(
        "收入支出决算总表",
        """
        收入|<|<|支出|<|<
        项目|行次|金额|项目|行次|金额
        栏次||1|栏次||2
        一、一般公共预算财政拨款收入|1|100.00|一、一般公共服务支出|32|90.00
        二、上级补助收入|2|20.00|二、教育支出|33|25.00
        |29||二十九、其他支出|60|
        本年收入合计|30|120.00|本年支出合计|61|115.00
        使用非财政拨款结余|31|4.00|结余分配|62|1.00
        年初结转和结余|32|6.00|年末结转和结余|63|14.00
        总计|33|130.00|总计|64|130.00
        """,
        "department_summary",
        lines=(
            "/general_public//income 一、一般公共预算财政拨款收入 1000000",
            "/// 一、一般公共服务支出 900000",
            "/superior_subsidy//income 二、上级补助收入 200000",
            "/// 二、教育支出 250000",
            "///income 本年收入合计 1200000",
            "/// 本年支出合计 1150000",
            "/non_fiscal_balance//income 使用非财政拨款结余 40000",
            "/// 结余分配 10000",
            "//carried_in/income 年初结转和结余 60000",
            "//carried_out/ 年末结转和结余 140000",
            "///income 总计 1300000",
            "/// 总计 1300000",
        ),
        unit="单位：万元",
        phase="final",
        above=("公开01表", "部门：某市某局"),
    ),
    Layout(
        "收入支出决算总表",
        """
        收入|<|<|<|<|支出|<|<|<|<
        项目|行次|年初预算数|全年预算数|决算数|项目（按功能分类）|行次|年初预算数|全年预算数|决算数
        栏次||1|2|3|栏次||4|5|6
        一、财政拨款收入|1|90.00|95.00|100.00|一、一般公共服务支出|32|80.00|90.00|92.00
        总计|31|90.00|95.00|100.00|总计|62|80.00|90.00|92.00
        """,
        "department_summary",
        lines=(
            "/fiscal_appropriation/initial_budget/income 一、财政拨款收入 900000",
            "/fiscal_appropriation/adjusted_budget/income 一、财政拨款收入 950000",
            "/fiscal_appropriation//income 一、财政拨款收入 1000000",
            "//initial_budget/ 一、一般公共服务支出 800000",
            "//adjusted_budget/ 一、一般公共服务支出 900000",
            "/// 一、一般公共服务支出 920000",
            "//initial_budget/income 总计 900000",
            "//adjusted_budget/income 总计 950000",
            "///income 总计 1000000",
            "//initial_budget/ 总计 800000",
            "//adjusted_budget/ 总计 900000",
            "/// 总计 920000",
        ),
        phase="final",
    ),
    Layout(
        "财政拨款收入支出决算总表",
        """
        收     入|<|<|支     出|<|<|<|<|<
        项    目|行次|金额|项目|行次|合计|一般公共预算财政拨款|政府性基金预算财政拨款|国有资本经营预算财政拨款
        栏    次||1|栏    次||2|3|4|5
        一、一般公共预算财政拨款|1|100.00|一、一般公共服务支出|33|95.00|95.00||
        二、政府性基金预算财政拨款|2|7.00|十一、城乡社区支出|43|7.00||7.00|
        本年收入合计|27|107.00|本年支出合计|59|102.00|95.00|7.00|
        年初财政拨款结转和结余|28|5.00|年末财政拨款结转和结余|60|10.00|10.00||
        一般公共预算财政拨款|29|5.00||61||||
        总计|32|112.00|总计|64|112.00|105.00|7.00|
        """,
        "fiscal_appropriation_summary",
        lines=(
            "/general_public//income 一、一般公共预算财政拨款 1000000",
            "/fiscal_appropriation// 一、一般公共服务支出 950000",
            "/general_public// 一、一般公共服务支出 950000",
            "/government_fund//income 二、政府性基金预算财政拨款 70000",
            "/fiscal_appropriation// 十一、城乡社区支出 70000",
            "/government_fund// 十一、城乡社区支出 70000",
            "/fiscal_appropriation//income 本年收入合计 1070000",
            "/fiscal_appropriation// 本年支出合计 1020000",
            "/general_public// 本年支出合计 950000",
            "/government_fund// 本年支出合计 70000",
            "/fiscal_appropriation/carried_in/income 年初财政拨款结转和结余 50000",
            "/fiscal_appropriation/carried_out/ 年末财政拨款结转和结余 100000",
            "/general_public/carried_out/ 年末财政拨款结转和结余 100000",
            "/general_public/carried_in/income 一般公共预算财政拨款 50000",
            "/fiscal_appropriation//income 总计 1120000",
            "/fiscal_appropriation// 总计 1120000",
            "/general_public// 总计 1050000",
            "/government_fund// 总计 70000",
        ),
        phase="final",
    ),
)

_SOURCES = {
    5: "total/all//income",
    6: "total/fiscal_appropriation//income",
    7: "total/superior_subsidy//income",
    8: "total/business_income//income",
    9: "total/operating_income//income",
    10: "total/subordinate_remittance//income",
    11: "total/other_income//income",
}
ACCOUNTS = (
    Layout(
        "收入决算表",
        """
        项目|<|<|<|本年收入合计|财政拨款收入|上级补助收入|事业收入|经营收入|附属单位上缴收入|其他收入
        功能分类科目编码|<|<|科目名称|^|^|^|^|^|^|^
        类|款|项|栏次|1|2|3|4|5|6|7
        ^|^|^|合计|60.00|40.00|4.00|3.00|2.00|1.00|10.00
        201|<|<|一般公共服务支出|60.00|40.00|4.00|3.00|2.00|1.00|10.00
        20103|<|<|政府办公厅（室）及相关机构事务|60.00|40.00|4.00|3.00|2.00|1.00|10.00
        2010301|<|<|行政运行|60.00|40.00|4.00|3.00|2.00|1.00|10.00
        """,
        "department_income",
        _SOURCES,
        ("合计", "201 一般公共服务支出", "20103 政府办公厅（室）及相关机构事务", "2010301 行政运行"),
        phase="final",
        above=("公开02表",),
    ),
    Layout(
        "支出决算表",
        """
        项目|<|本年支出合计|基本支出|项目支出|上缴上级支出|经营支出|对附属单位补助支出
        科目代码|科目名称|^|^|^|^|^|^
        栏次|<|1|2|3|4|5|6
        合计|<|60.00|40.00|10.00|5.00|3.00|2.00
        2010301|行政运行|60.00|40.00|10.00|5.00|3.00|2.00
        """,
        "department_expenditure",
        {
            3: "total",
            4: "basic_expenditure",
            5: "project_expenditure",
            6: "capital_payments",
            7: "operating_expenditure",
            8: "subsidies_to_subordinates",
        },
        ("合计", "2010301 行政运行"),
        phase="final",
    ),
    Layout(
        "一般公共预算财政拨款支出决算表",
        """
        项目|<|本年支出|<|<
        功能分类科目编码|科目名称|小计|基本支出|项目支出
        栏次|<|1|2|3
        合计|<|60.00|40.00|20.00
        2010301|行政运行|60.00|40.00|20.00
        """,
        "general_public_expenditure",
        {3: "total/general_public", 4: "basic_expenditure/general_public", 5: "project_expenditure/general_public"},
        ("合计", "2010301 行政运行"),
        phase="final",
    ),
    Layout(
        "一般公共预算财政拨款收入支出决算表",
        """
        项目|<|<|<|年初结转和结余|<|<|本年收入|<|<|本年支出|<|<|年末结转和结余|<|<
        支出功能分类科目编码|<|<|科目名称|合计|基本支出结转|项目支出结转和结余|合计|基本支出|项目支出|合计|基本支出|项目支出|合计|基本支出结转|项目支出结转和结余
        类|款|项|栏次|1|2|3|4|5|6|7|8|9|10|11|12
        ^|^|^|合计|5.00|2.00|3.00|60.00|40.00|20.00|58.00|39.00|19.00|7.00|3.00|4.00
        201|03|01|行政运行|5.00|2.00|3.00|60.00|40.00|20.00|58.00|39.00|19.00|7.00|3.00|4.00
        """,
        "general_public_expenditure",
        {
            5: "total/general_public/carried_in/income",
            6: "basic_expenditure/general_public/carried_in/income",
            7: "project_expenditure/general_public/carried_in/income",
            8: "total/general_public//income",
            9: "basic_expenditure/general_public//income",
            10: "project_expenditure/general_public//income",
            11: "total/general_public",
            12: "basic_expenditure/general_public",
            13: "project_expenditure/general_public",
            14: "total/general_public/carried_out",
            15: "basic_expenditure/general_public/carried_out",
            16: "project_expenditure/general_public/carried_out",
        },
        ("合计", "2010301 行政运行"),
        phase="final",
        above=("GK05表",),
    ),
    Layout(
        "一般公共预算财政拨款基本支出决算表",
        """
        人员经费|<|<|公用经费|<|<|<|<|<
        科目编码|科目名称|决算数|科目编码|科目名称|决算数|科目编码|科目名称|决算数
        301|工资福利支出|20.00|302|商品和服务支出|8.00|310|资本性支出|2.00
        30101|  基本工资|20.00|30201|  办公费|8.00|31002|  办公设备购置|2.00
        人员经费合计|<|20.00|公用经费合计|<|<|<|<|10.00
        """,
        "general_public_basic_expenditure",
        lines=(
            "personnel/general_public// 301 工资福利支出 200000",
            "office_costs/general_public// 302 商品和服务支出 80000",
            "office_costs/general_public// 310 资本性支出 20000",
            "personnel/general_public// 30101 基本工资 200000",
            "office_costs/general_public// 30201 办公费 80000",
            "office_costs/general_public// 31002 办公设备购置 20000",
            "personnel/general_public// 人员经费合计 200000",
            "office_costs/general_public// 公用经费合计 100000",
        ),
        phase="final",
        above=("公开06表",),
    ),
    Layout(
        "财政拨款“三公”经费支出决算表",
        """
        预算数|<|<|<|<|<|决算数|<|<|<|<|<
        合计|因公出国（境）费|公务用车购置及运行维护费|<|<|公务接待费|合计|因公出国（境）费|公务用车购置及运行维护费|<|<|公务接待费
        ^|^|小计|公务用车购置费|公务用车运行维护费|^|^|^|小计|公务用车购置费|公务用车运行维护费|^
        1|2|3|4|5|6|7|8|9|10|11|12
        9.00|1.00|6.00|2.00|4.00|2.00|8.00|1.00|6.00|2.00|4.00|1.00
        """,
        "three_public",
        {
            i + 6 * k + 1: f"{measure}/fiscal_appropriation/{period}"
            for k, period in enumerate(("budgeted", ""))
            for i, measure in enumerate(
                (
                    "total",
                    "overseas_travel",
                    "official_vehicles",
                    "vehicle_purchase",
                    "vehicle_operation",
                    "official_reception",
                )
            )
        },
        ("“三公”经费",),
        phase="final",
        above=("公开07表",),
    ),
    Layout(
        "“三公”经费、行政参公单位机关运行经费情况表",
        """
        项目|行次|预算数|决算统计数
        栏次|<|1|2
        一、“三公”经费支出|1|—|—
        （一）支出合计|2|90,000.00|80,000.00
        1．因公出国（境）费|3|10,000.00|10,000.00
        2．公务用车购置及运行维护费|4|60,000.00|60,000.00
        （1）公务用车购置费|5|20,000.00|20,000.00
        （2）公务用车运行维护费|6|40,000.00|40,000.00
        3．公务接待费|7|20,000.00|10,000.00
        （1）国内接待费|8|—|10,000.00
        （二）相关统计数|11|—|—
        1．因公出国（境）团组数（个）|12|—|1200
        2．公务用车保有量（辆）|15|—|1500
        3．国内公务接待人次（人）|17|—|2345
        二、机关运行经费|23|—|500,000.00
        （一）行政单位|24|—|500,000.00
        """,
        "three_public",
        lines=(
            "//budgeted/ （一）支出合计 90000",
            "/// （一）支出合计 80000",
            "overseas_travel//budgeted/ 1．因公出国（境）费 10000",
            "overseas_travel/// 1．因公出国（境）费 10000",
            "official_vehicles//budgeted/ 2．公务用车购置及运行维护费 60000",
            "official_vehicles/// 2．公务用车购置及运行维护费 60000",
            "vehicle_purchase//budgeted/ （1）公务用车购置费 20000",
            "vehicle_purchase/// （1）公务用车购置费 20000",
            "vehicle_operation//budgeted/ （2）公务用车运行维护费 40000",
            "vehicle_operation/// （2）公务用车运行维护费 40000",
            "official_reception//budgeted/ 3．公务接待费 20000",
            "official_reception/// 3．公务接待费 10000",
            "official_reception/// （1）国内接待费 10000",
            "operating_costs/// 二、机关运行经费 500000",
            "operating_costs/// （一）行政单位 500000",
        ),
        unit="金额单位：元",
        phase="final",
    ),
    Layout(
        "政府性基金预算财政拨款收入支出决算表",
        """
        项目|<|年初结转和结余|本年收入|本年支出|<|<|年末结转和结余
        科目代码|科目名称|^|^|小计|基本支出|项目支出|^
        栏次|<|1|2|3|4|5|6
        合计|<|1.00|20.00|18.00|8.00|10.00|3.00
        2120801|征地和拆迁补偿支出|1.00|20.00|18.00|8.00|10.00|3.00
        """,
        "government_fund_expenditure",
        {
            3: "total/government_fund/carried_in/income",
            4: "total/government_fund//income",
            5: "total/government_fund",
            6: "basic_expenditure/government_fund",
            7: "project_expenditure/government_fund",
            8: "total/government_fund/carried_out",
        },
        ("合计", "2120801 征地和拆迁补偿支出"),
        phase="final",
    ),
    Layout(
        "国有资本经营预算财政拨款支出决算表",
        """
        项目|<|本年支出|<|<
        科目代码|科目名称|合计|基本支出|项目支出
        栏次|<|1|2|3
        合计|<|18.00||18.00
        2230105|国有企业退休人员社会化管理补助支出|18.00||18.00
        """,
        "state_capital_expenditure",
        {3: "total/state_capital", 5: "project_expenditure/state_capital"},
        ("合计", "2230105 国有企业退休人员社会化管理补助支出"),
        phase="final",
    ),
    Layout(
        "国有资产使用情况表",
        """
        项目|行次|资产总额|流动资产|固定资产|<|<|<|对外投资和有价证券|在建工程|无形资产|其他资产
        ^|^|^|^|小计|房屋构筑物|汽车|其他固定资产|^|^|^|^
        栏次|<|1|2|3|4|5|6|7|8|9|10
        合计|1|90,000.00|20,000.00|60,000.00|40,000.00|10,000.00|10,000.00|0.00|5,000.00|4,000.00|1,000.00
        """,
        "state_assets",
        {
            3: "total",
            4: "流动资产",
            5: "固定资产",
            6: "房屋构筑物",
            7: "汽车",
            8: "其他固定资产",
            9: "对外投资和有价证券",
            10: "在建工程",
            11: "无形资产",
            12: "其他资产",
        },
        ("合计",),
        unit="金额单位：元",
        worth="元",
        phase="final",
    ),
    Layout(
        "机构运行信息表",
        """
        项目|行次|统计数|项目|行次|统计数
        一、“三公”经费支出（万元）|1|80.00|二、机关运行经费（万元）|11|500.00
        （二）公务用车保有量（辆）|2|1500|三、国有资产占用情况|12|—
        """,
        "operating_information",
        lines=(
            "three_public/// 一、“三公”经费支出（万元） 800000",
            "operating_costs/// 二、机关运行经费（万元） 5000000",
        ),
        unit="",
        phase="final",
    ),
)


@pytest.mark.parametrize("layout", [*SUMMARIES, *ACCOUNTS], ids=lambda layout: layout.title)
def test_a_layout_comes_out_as_it_is_printed(layout):
    table, facts = read(layout)
    assert table.kind == layout.kind
    assert said(facts.lines) == meant(layout)
