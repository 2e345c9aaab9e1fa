"""Tables of budgets as places print them: which kind each is, and what each of its amounts says."""

import pytest

from styles import Layout, meant, read, said

# ---- 部门收支总表 / the summary of income and expenditure ----

_SUMMARY_LINES = (
    "/general_public//income 一、一般公共预算拨款收入 1000000",
    "//this_year/expenditure 一、一般公共服务支出 900000",
    "/business_income//income 二、事业收入 200000",
    "//this_year/expenditure 二、教育支出 250000",
    "///income 本年收入合计 1200000",
    "/// 本年支出合计 1150000",
    "//carried_in/income 上年结转 50000",
    "//carried_out/expenditure 结转下年 100000",
    "///income 收入总计 1250000",
    "/// 支出总计 1250000",
)
SUMMARIES = (
    Layout(
        "部门收支总表",
        """
        收入|<|支出|<
        项目|预算数|项目|预算数
        一、一般公共预算拨款收入|100.00|一、一般公共服务支出|90.00
        二、事业收入|20.00|二、教育支出|25.00
        本年收入合计|120.00|本年支出合计|115.00
        上年结转|5.00|结转下年|10.00
        收入总计|125.00|支出总计|125.00
        """,
        "department_summary",
        lines=_SUMMARY_LINES,
    ),
    Layout(
        "2026年部门收支总体情况表",
        """
        收    入|<|支    出|<
        项目|2026年预算|项目（按功能分类）|2026年预算
        一、一般公共预算拨款收入|1,000,000.00|一、一般公共服务支出|900,000.00
        二、事业收入|200,000.00|二、教育支出|250,000.00
        本年收入合计|1,200,000.00|本年支出合计|1,150,000.00
        上年结转|50,000.00|结转下年|100,000.00
        收入总计|1,250,000.00|支出总计|1,250,000.00
        """,
        "department_summary",
        lines=_SUMMARY_LINES,
        unit="金额单位：元",
        worth="元",
    ),
    Layout(
        "预算01-1表 部门财务收支预算总表",
        """
        收        入|<|支        出|<
        项      目|本年预算数|项目(按功能分类)|本年预算数
        一、一般公共预算拨款收入|100.0000|一、一般公共服务支出|90.0000
        二、事业收入|20.0000|二、教育支出|25.0000
        本年收入合计|120.0000|本年支出合计|115.0000
        上年结转|5.0000|结转下年|10.0000
        收入总计|125.0000|支出总计|125.0000
        """,
        "department_summary",
        lines=_SUMMARY_LINES,
    ),
    Layout(
        "",
        """
        收入|<|支出|<
        项目|预算数（万元）|项目|预算数（万元）
        一、一般公共预算拨款收入|100.00|一、一般公共服务支出|90.00
        二、事业收入|20.00|二、教育支出|25.00
        本年收入合计|120.00|本年支出合计|115.00
        上年结转|5.00|结转下年|10.00
        收入总计|125.00|支出总计|125.00
        """,
        "department_summary",
        lines=_SUMMARY_LINES,
        unit="",
    ),
    Layout(
        "单位预算收支总表",
        """
        收入|<|支出|<|<|<
        项目|预算数|项目（按功能科目）|预算数|项目（按支出类别）|预算数
        一、一般公共预算财政拨款|100.00|一、一般公共服务支出|100.00|一、基本支出|60.00
        二、其他收入|20.00|二、教育支出|20.00|二、项目支出|60.00
        收入总计|120.00|支出总计|120.00|支出总计|120.00
        """,
        "department_summary",
        lines=(
            "/general_public//income 一、一般公共预算财政拨款 1000000",
            "/// 一、一般公共服务支出 1000000",
            "/// 一、基本支出 600000",
            "/other_income//income 二、其他收入 200000",
            "/// 二、教育支出 200000",
            "/// 二、项目支出 600000",
            "///income 收入总计 1200000",
            "/// 支出总计 1200000",
            "/// 支出总计 1200000",
        ),
    ),
)

# ---- 部门收入总表 / income ----

INCOMES = (
    Layout(
        "部门收入总表",
        """
        部门（单位）代码|部门（单位）名称|合计|本年收入|<|<|<|<|<|上年结转结余|<|<
        ^|^|^|小计|一般公共预算|政府性基金预算|国有资本经营预算|财政专户管理资金|单位资金|小计|一般公共预算|单位资金
        合计|<|130.00|120.00|100.00|5.00|1.00|4.00|10.00|10.00|6.00|4.00
        101001|某市某局本级|130.00|120.00|100.00|5.00|1.00|4.00|10.00|10.00|6.00|4.00
        """,
        "department_income",
        {
            3: "total/all//income",
            4: "total/all//income",
            5: "total/general_public//income",
            6: "total/government_fund//income",
            7: "total/state_capital//income",
            8: "total/special_account//income",
            9: "total/unit_funds//income",
            10: "total/all/carried_in/income",
            11: "total/general_public/carried_in/income",
            12: "total/unit_funds/carried_in/income",
        },
        ("合计", "某市某局本级"),
    ),
    Layout(
        "表1-1 部门收入总表",
        """
        单位代码|单位名称（科目）|合计|上年结转|一般公共预算拨款收入|政府性基金预算拨款收入|国有资本经营预算拨款收入|事业收入|事业单位经营收入|其他收入|上级补助收入|附属单位上缴收入|用事业基金弥补收支差额
        |合    计|100.00|10.00|50.00|5.00|5.00|10.00|4.00|6.00|4.00|3.00|3.00
        301901|某省某厅机关|100.00|10.00|50.00|5.00|5.00|10.00|4.00|6.00|4.00|3.00|3.00
        """,
        "department_income",
        {
            3: "total/all//income",
            4: "total/all/carried_in/income",
            5: "total/general_public//income",
            6: "total/government_fund//income",
            7: "total/state_capital//income",
            8: "total/business_income//income",
            9: "total/operating_income//income",
            10: "total/other_income//income",
            11: "total/superior_subsidy//income",
            12: "total/subordinate_remittance//income",
            13: "total/institution_fund//income",
        },
        ("合计", "某省某厅机关"),
    ),
    Layout(
        "部门收入总体情况表",
        """
        功能分类科目编码|<|<|功能分类科目名称|总计|财政拨款（补助）|<|<|财政专户管理资金|上年结转
        类|款|项|^|^|小计|一般公共预算|政府性基金预算|^|^
        201|||一般公共服务支出|60.00|50.00|45.00|5.00|6.00|4.00
        201|03||政府办公厅（室）及相关机构事务|60.00|50.00|45.00|5.00|6.00|4.00
        201|03|01|行政运行|60.00|50.00|45.00|5.00|6.00|4.00
        合计|<|<|<|60.00|50.00|45.00|5.00|6.00|4.00
        """,
        "department_income",
        {
            5: "total/all//income",
            6: "total/fiscal_appropriation//income",
            7: "total/general_public//income",
            8: "total/government_fund//income",
            9: "total/special_account//income",
            10: "total/all/carried_in/income",
        },
        ("201 一般公共服务支出", "20103 政府办公厅（室）及相关机构事务", "2010301 行政运行", "合计"),
    ),
    Layout(
        "收入预算总表",
        """
        序号|科目|<|收入合计|财政拨款收入|事业收入|其他资金
        ^|编码|名称|^|^|^|^
        1||合计|12,300.00|12,000.00|200.00|100.00
        2|208|社会保障和就业支出|12,300.00|12,000.00|200.00|100.00
        3|20805|  行政事业单位养老支出|12,300.00|12,000.00|200.00|100.00
        """,
        "department_income",
        {
            4: "total/all//income",
            5: "total/fiscal_appropriation//income",
            6: "total/business_income//income",
            7: "total/other_income//income",
        },
        ("合计", "208 社会保障和就业支出", "20805 行政事业单位养老支出"),
        unit="单位:百元",
        worth="百元",
    ),
)

# ---- 部门支出总表 / expenditure ----

_THREE = {3: "total", 4: "basic_expenditure", 5: "project_expenditure"}
EXPENDITURES = (
    Layout(
        "部门支出总表",
        """
        科目编码|科目名称|合计|基本支出|项目支出|上缴上级支出|事业单位经营支出|对附属单位补助支出
        |合计|60.00|40.00|10.00|5.00|3.00|2.00
        213|农林水支出|60.00|40.00|10.00|5.00|3.00|2.00
        21301|农业农村|60.00|40.00|10.00|5.00|3.00|2.00
        2130104|事业运行|60.00|40.00|10.00|5.00|3.00|2.00
        """,
        "department_expenditure",
        {**_THREE, 6: "capital_payments", 7: "operating_expenditure", 8: "subsidies_to_subordinates"},
        ("合计", "213 农林水支出", "21301 农业农村", "2130104 事业运行"),
    ),
    Layout(
        "表1-2 部门支出总表",
        """
        项    目|<|<|<|<|合计|基本支出|项目支出
        科目编码|<|<|单位代码|单位名称（科目）|^|^|^
        类|款|项|^|^|^|^|^
        ||||合    计|5,060.25|4,060.25|1,000.00
        ||||某局机关|5,060.25|4,060.25|1,000.00
        208|05|05|301901|机关事业单位基本养老保险缴费支出|60.25|60.25|
        210|11|01|301901|行政单位医疗|5,000.00|4,000.00|1,000.00
        """,
        "department_expenditure",
        {6: "total", 7: "basic_expenditure", 8: "project_expenditure"},
        ("合计", "某局机关", "2080505 机关事业单位基本养老保险缴费支出", "2101101 行政单位医疗"),
    ),
    Layout(
        "部门支出总体情况表",
        """
        功能分类科目|合计|基本支出|<|<|项目支出
        ^|^|小计|人员经费|日常公用经费|^
        合计|30.00|20.00|15.00|5.00|10.00
        206-科学技术支出|30.00|20.00|15.00|5.00|10.00
        　20601-科学技术管理事务|30.00|20.00|15.00|5.00|10.00
        　　2060101-行政运行|30.00|20.00|15.00|5.00|10.00
        """,
        "department_expenditure",
        {2: "total", 3: "basic_expenditure", 4: "personnel", 5: "office_costs", 6: "project_expenditure"},
        ("合计", "206 科学技术支出", "20601 科学技术管理事务", "2060101 行政运行"),
    ),
    Layout(
        "（三）支出预算总表",
        """
        支出功能分类科目|<|2026年预算|<|<|2025年执行数|2026年预算比2025年执行数|<
        编码|名称|小计|基本支出|项目支出|^|增减额|增减%
        栏次|<|1|2|3|4|5|6
        合计|<|30.00|20.00|10.00|25.00|5.00|20.00
        2110101|行政运行|30.00|20.00|10.00|25.00|5.00|20.00
        """,
        "department_expenditure",
        {
            3: "total",
            4: "basic_expenditure",
            5: "project_expenditure",
            6: "total/all/last_year",
            7: "change",
        },
        ("合计", "2110101 行政运行"),
    ),
    Layout(
        "支出预算分类汇总表（按政府预算经济分类）",
        """
        科目|<|<|单位代码|单位名称（功能分类科目）|总计|机关工资福利支出|机关商品和服务支出|对个人和家庭的补助
        类|款|项|^|^|^|^|^|^
        ||||合计|80.00|50.00|20.00|10.00
        201|03|01|101001|行政运行|80.00|50.00|20.00|10.00
        """,
        "government_economic_expenditure",
        {6: "total", 7: "机关工资福利支出", 8: "机关商品和服务支出", 9: "对个人和家庭的补助"},
        ("合计", "2010301 行政运行"),
    ),
)

# ---- 财政拨款收支总表 / fiscal appropriations ----

FISCAL = (
    Layout(
        "财政拨款收支预算总表",
        """
        收入|<|支出|<|<|<|<
        项目|预算数|项目|合计|一般公共预算|政府性基金预算|国有资本经营预算
        一、本年收入|100.00|一、本年支出|110.00|100.00|7.00|3.00
        一般公共预算拨款收入|90.00|一般公共服务支出|100.00|100.00||
        政府性基金预算拨款收入|7.00|城乡社区支出|7.00||7.00|
        国有资本经营预算拨款收入|3.00|国有资本经营预算支出|3.00|||3.00
        二、上年结转|10.00|二、结转下年||||
        一般公共预算拨款收入|10.00|||||
        收入总计|110.00|支出总计|110.00|100.00|7.00|3.00
        """,
        "fiscal_appropriation_summary",
        lines=(
            "/fiscal_appropriation//income 一、本年收入 1000000",
            "/fiscal_appropriation// 一、本年支出 1100000",
            "/general_public// 一、本年支出 1000000",
            "/government_fund// 一、本年支出 70000",
            "/state_capital// 一、本年支出 30000",
            "/general_public//income 一般公共预算拨款收入 900000",
            "/fiscal_appropriation// 一般公共服务支出 1000000",
            "/general_public// 一般公共服务支出 1000000",
            "/government_fund//income 政府性基金预算拨款收入 70000",
            "/fiscal_appropriation// 城乡社区支出 70000",
            "/government_fund// 城乡社区支出 70000",
            "/state_capital//income 国有资本经营预算拨款收入 30000",
            "/fiscal_appropriation// 国有资本经营预算支出 30000",
            "/state_capital// 国有资本经营预算支出 30000",
            "/fiscal_appropriation/carried_in/income 二、上年结转 100000",
            "/general_public/carried_in/income 一般公共预算拨款收入 100000",
            "/fiscal_appropriation//income 收入总计 1100000",
            "/fiscal_appropriation// 支出总计 1100000",
            "/general_public// 支出总计 1000000",
            "/government_fund// 支出总计 70000",
            "/state_capital// 支出总计 30000",
        ),
    ),
    Layout(
        "表2-1 财政拨款支出预算表（部门经济分类科目）",
        """
        项目|<|<|<|总计|省级当年财政拨款安排|<|<|<|<|上年结转安排
        科目编码|<|单位代码|单位名称（科目）|^|合计|一般公共预算拨款|<|<|政府性基金安排|^
        类|款|^|^|^|^|小计|基本支出|项目支出|^|^
        |||合计|70.00|60.00|55.00|50.00|5.00|5.00|10.00
        301|01|101901|基本工资|70.00|60.00|55.00|50.00|5.00|5.00|10.00
        """,
        "general_public_economic_expenditure",
        {
            5: "total/fiscal_appropriation",
            6: "total/fiscal_appropriation",
            7: "total/general_public",
            8: "basic_expenditure/general_public",
            9: "project_expenditure/general_public",
            10: "total/government_fund",
            11: "total/fiscal_appropriation/carried_in",
        },
        ("合计", "30101 基本工资"),
    ),
)

# ---- 一般公共预算支出 / general public expenditure ----

GENERAL = (
    Layout(
        "一般公共预算支出表",
        """
        功能分类科目|<|2025年执行数|2026年预算数|<|<|2026年预算数比2025年执行数|<
        科目编码|科目名称|^|小计|基本支出|项目支出|增减额|增减%
        合计|<|50.00|60.00|40.00|20.00|10.00|20.00
        20113|商贸事务|50.00|60.00|40.00|20.00|10.00|20.00
        2011301|行政运行|50.00|60.00|40.00|20.00|10.00|20.00
        """,
        "general_public_expenditure",
        {
            3: "total/general_public/last_year",
            4: "total/general_public",
            5: "basic_expenditure/general_public",
            6: "project_expenditure/general_public",
            7: "change/general_public",
        },
        ("合计", "20113 商贸事务", "2011301 行政运行"),
    ),
    Layout(
        "一般公共预算支出预算表（按功能科目分类）",
        """
        部门预算支出功能分类科目|<|2026年预算数|<|<|<|<
        科目编码|科目名称|合计|基本支出|<|<|项目支出
        ^|^|^|小计|人员经费|公用经费|^
        1|2|3=4+7|4=5+6|5|6|7
        207|文化旅游体育与传媒支出|500,000.00|300,000.00|200,000.00|100,000.00|200,000.00
        20701|文化和旅游|500,000.00|300,000.00|200,000.00|100,000.00|200,000.00
        合  计|<|500,000.00|300,000.00|200,000.00|100,000.00|200,000.00
        """,
        "general_public_expenditure",
        {
            3: "total/general_public",
            4: "basic_expenditure/general_public",
            5: "personnel/general_public",
            6: "office_costs/general_public",
            7: "project_expenditure/general_public",
        },
        ("207 文化旅游体育与传媒支出", "20701 文化和旅游", "合计"),
        unit="单位：元",
        worth="元",
    ),
    Layout(
        "表3 一般公共预算支出预算表",
        """
        项目|<|<|<|<|合计|当年财政拨款安排|中央提前通知专项转移支付|上年结转安排
        科目编码|<|<|单位代码|单位名称（科目）|^|^|^|^
        类|款|项|^|^|^|^|^|^
        ||||合计|66.00|50.00|10.00|6.00
        210|11|01|302901|行政单位医疗|66.00|50.00|10.00|6.00
        """,
        "general_public_expenditure",
        {
            6: "total/general_public",
            7: "total/general_public",
            8: "total/transfers",
            9: "total/general_public/carried_in",
        },
        ("合计", "2101101 行政单位医疗"),
    ),
    Layout(
        "一般公共预算财政拨款支出预算表",
        """
        科目名称（类/款/项）|2025年预算数|2026年预算数|增减额|增减幅度（%）|备注
        合计|50.00|60.00|10.00|20.00|
        [205]教育支出|50.00|60.00|10.00|20.00|
        [20502]普通教育|50.00|60.00|10.00|20.00|
        [2050204]高中教育|50.00|60.00|10.00|20.00|新增
        """,
        "general_public_expenditure",
        {
            2: "total/general_public/last_year",
            3: "total/general_public",
            4: "change/general_public",
        },
        ("合计", "205 教育支出", "20502 普通教育", "2050204 高中教育"),
    ),
    Layout(
        "公共财政拨款支出预算表",
        """
        科目编码|科目名称|2026年预算数|<|<
        ^|^|小计|基本支出|项目支出
        201|一般公共服务支出|9.00|6.00|3.00
        20101|人大事务|9.00|6.00|3.00
        2010101|行政运行|6.00|6.00|
        2010104|人大会议|3.00||3.00
        """,
        "general_public_expenditure",
        {3: "total/general_public", 4: "basic_expenditure/general_public", 5: "project_expenditure/general_public"},
        ("201 一般公共服务支出", "20101 人大事务", "2010101 行政运行", "2010104 人大会议"),
    ),
)

# ---- 基本支出 / basic expenditure by economic class ----

_PEOPLE = {3: "total/general_public", 4: "personnel/general_public", 5: "office_costs/general_public"}
BASIC = (
    Layout(
        "一般公共预算基本支出表",
        """
        部门预算支出经济分类科目|<|本年一般公共预算基本支出|<|<
        科目编码|科目名称|合计|人员经费|公用经费
        |合计|30.00|20.00|10.00
        301|工资福利支出|20.00|20.00|
        30101|  基本工资|20.00|20.00|
        302|商品和服务支出|10.00||10.00
        30201|  办公费|10.00||10.00
        """,
        "general_public_basic_expenditure",
        _PEOPLE,
        ("合计", "301 工资福利支出", "30101 基本工资", "302 商品和服务支出", "30201 办公费"),
    ),
    Layout(
        "表3-1 一般公共预算基本支出预算表",
        """
        项目|<|<|<|基本支出|<|<
        科目编码|<|单位代码|单位名称（科目）|合计|人员经费|公用经费
        类|款|^|^|^|^|^
        |||合计|30.00|20.00|10.00
        301||101901|工资福利支出|20.00|20.00|
        301|02|101901|津贴补贴|20.00|20.00|
        302|07|101901|邮电费|10.00||10.00
        """,
        "general_public_basic_expenditure",
        {5: "total/general_public", 6: "personnel/general_public", 7: "office_costs/general_public"},
        ("合计", "301 工资福利支出", "30102 津贴补贴", "30207 邮电费"),
    ),
    Layout(
        "一般公共预算财政拨款基本支出明细表（政府预算支出经济分类）",
        """
        政府预算支出经济分类科目|<|合计|人员经费|公用经费
        科目编码|科目名称|^|^|^
        501|机关工资福利支出|20.00|20.00|
        50101|工资奖金津补贴|20.00|20.00|
        502|机关商品和服务支出|10.00||10.00
        合计|<|30.00|20.00|10.00
        """,
        "government_economic_expenditure",
        _PEOPLE,
        ("501 机关工资福利支出", "50101 工资奖金津补贴", "502 机关商品和服务支出", "合计"),
    ),
    Layout(
        "支出经济分类汇总表",
        """
        部门预算经济分类|<|<|政府预算经济分类|<|<|合计|一般公共预算|政府性基金|专户管理的教育收费|其他资金|上年结转
        类|款|科目名称|类|款|科目名称|^|^|^|^|^|^
        合计|<|<|<|<|<|30.00|20.00|4.00|3.00|2.00|1.00
        301|01|基本工资|501|01|工资奖金津补贴|30.00|20.00|4.00|3.00|2.00|1.00
        """,
        "department_economic_expenditure",
        {
            7: "total",
            8: "total/general_public",
            9: "total/government_fund",
            10: "total/special_account",
            11: "total/other_income",
            12: "total/all/carried_in",
        },
        ("合计", "30101 基本工资"),
    ),
    Layout(
        "一般公共预算基本支出表--人员经费（工资福利支出）",
        """
        科目编码|<|<|单位代码|单位名称（科目）|总计|工资性支出|<|<|社会保障缴费
        类|款|项|^|^|^|小计|基本工资|津贴补贴|^
        ||||合计|80.00|60.00|40.00|20.00|20.00
        201|03|01|101001|行政运行|80.00|60.00|40.00|20.00|20.00
        """,
        "general_public_basic_expenditure",
        {
            6: "total/general_public",
            7: "工资性支出/general_public",
            8: "基本工资/general_public",
            9: "津贴补贴/general_public",
            10: "社会保障缴费/general_public",
        },
        ("合计", "2010301 行政运行"),
    ),
    Layout(
        "部门基本支出预算表（人员类、运转类公用经费项目）",
        """
        单位名称|项目代码|项目名称|功能科目编码|功能科目名称|部门经济科目编码|部门经济科目名称|资金来源|<|<|<
        ^|^|^|^|^|^|^|总计|财政拨款|<|单位资金
        ^|^|^|^|^|^|^|^|小计|一般公共预算资金|^
        某县某局|530000210000000012345|行政人员支出工资|2010301|行政运行|30101|基本工资|90.00|85.00|85.00|5.00
        合计|<|<|<|<|<|<|90.00|85.00|85.00|5.00
        """,
        "department_basic_expenditure",
        {
            8: "total",
            9: "total/fiscal_appropriation",
            10: "total/general_public",
            11: "total/unit_funds",
        },
        ("30101 基本工资", "合计"),
    ),
)

# ---- 三公 / the three public expenses ----

_FIVE = ("total", "overseas_travel", "official_vehicles", "vehicle_purchase", "vehicle_operation", "official_reception")


def _three_public(first, *, period="", fund="general_public"):
    return {first + i: f"{measure}/{fund}/{period}" for i, measure in enumerate(_FIVE)}


PUBLIC = (
    Layout(
        "一般公共预算“三公”经费支出表",
        """
        2025年预算数|<|<|<|<|<|2026年预算数|<|<|<|<|<
        合计|因公出国（境）费|公务用车购置及运行费|<|<|公务接待费|合计|因公出国（境）费|公务用车购置及运行费|<|<|公务接待费
        ^|^|小计|公务用车购置费|公务用车运行费|^|^|^|小计|公务用车购置费|公务用车运行费|^
        9.00|1.00|6.00|2.00|4.00|2.00|8.00|1.00|6.00|2.00|4.00|1.00
        """,
        "three_public",
        {**_three_public(1, period="last_year"), **_three_public(7)},
        ("“三公”经费",),
    ),
    Layout(
        "表3-3 一般公共预算“三公”经费支出预算表",
        """
        单位编码|单位名称|当年财政拨款预算安排|<|<|<|<|<
        ^|^|合计|因公出国（境）费用|公务用车购置及运行费|<|<|公务接待费
        ^|^|^|^|小计|公务用车购置费|公务用车运行费|^
        |合计|9.00|1.00|6.00|2.00|4.00|2.00
        101901|某局机关|9.00|1.00|6.00|2.00|4.00|2.00
        """,
        "three_public",
        _three_public(3),
        ("合计", "某局机关"),
    ),
    Layout(
        "“三公”经费预算财政拨款情况统计表",
        """
        项目|2025年预算数|2026年预算数|比上年增减情况|<|说明
        ^|^|^|增减额|增减比例（%）|^
        合计|9.00|8.00|-1.00|-11.11|
        1.因公出国（境）费用|1.00|1.00|0.00|0.00|无
        2.公务接待费|2.00|1.00|-1.00|-50.00|从紧安排
        3.公务用车购置及运行维护费|6.00|6.00|0.00|0.00|
        其中：（1）公务用车运行维护费|4.00|4.00|0.00|0.00|
        （2）公务用车购置费|2.00|2.00|0.00|0.00|
        """,
        "three_public",
        lines=(
            "/fiscal_appropriation/last_year/ 合计 90000",
            "/fiscal_appropriation// 合计 80000",
            "change/fiscal_appropriation// 合计 -10000",
            "overseas_travel/fiscal_appropriation/last_year/ 1.因公出国（境）费用 10000",
            "overseas_travel/fiscal_appropriation// 1.因公出国（境）费用 10000",
            "change/fiscal_appropriation// 1.因公出国（境）费用 0",
            "official_reception/fiscal_appropriation/last_year/ 2.公务接待费 20000",
            "official_reception/fiscal_appropriation// 2.公务接待费 10000",
            "change/fiscal_appropriation// 2.公务接待费 -10000",
            "official_vehicles/fiscal_appropriation/last_year/ 3.公务用车购置及运行维护费 60000",
            "official_vehicles/fiscal_appropriation// 3.公务用车购置及运行维护费 60000",
            "change/fiscal_appropriation// 3.公务用车购置及运行维护费 0",
            "vehicle_operation/fiscal_appropriation/last_year/ 其中：（1）公务用车运行维护费 40000",
            "vehicle_operation/fiscal_appropriation// 其中：（1）公务用车运行维护费 40000",
            "change/fiscal_appropriation// 其中：（1）公务用车运行维护费 0",
            "vehicle_purchase/fiscal_appropriation/last_year/ （2）公务用车购置费 20000",
            "vehicle_purchase/fiscal_appropriation// （2）公务用车购置费 20000",
            "change/fiscal_appropriation// （2）公务用车购置费 0",
        ),
    ),
    Layout(
        "财政拨款“三公”经费、会议费、培训费和机关运行经费预算表",
        """
        单位名称|“三公”经费|<|<|<|<|<|会议费|培训费|机关运行经费
        ^|合计|因公出国（境）费|公务接待费|公务用车购置及运行维护费|<|<|^|^|^
        ^|^|^|^|小计|公务用车购置费|公务用车运行维护费|^|^|^
        某区某局|9.00|1.00|2.00|6.00|2.00|4.00|3.00|4.00|50.00
        """,
        "three_public",
        {
            2: "total/fiscal_appropriation",
            3: "overseas_travel/fiscal_appropriation",
            4: "official_reception/fiscal_appropriation",
            5: "official_vehicles/fiscal_appropriation",
            6: "vehicle_purchase/fiscal_appropriation",
            7: "vehicle_operation/fiscal_appropriation",
            8: "meetings/fiscal_appropriation",
            9: "training/fiscal_appropriation",
            10: "operating_costs/fiscal_appropriation",
        },
        ("某区某局",),
    ),
)

YEARS = (
    Layout(
        "财政拨款“三公”经费支出表",
        """
        预算单位|年度|总计|因公出国（境）费|公务接待费|公务用车购置及运行维护费
        某局|2025年|9.00|1.00|2.00|6.00
        ^|2026年|8.00|1.00|1.00|6.00
        """,
        "three_public",
        lines=(
            "/fiscal_appropriation/last_year 某局 90000",
            "overseas_travel/fiscal_appropriation/last_year 某局 10000",
            "official_reception/fiscal_appropriation/last_year 某局 20000",
            "official_vehicles/fiscal_appropriation/last_year 某局 60000",
            "/fiscal_appropriation 某局 80000",
            "overseas_travel/fiscal_appropriation 某局 10000",
            "official_reception/fiscal_appropriation 某局 10000",
            "official_vehicles/fiscal_appropriation 某局 60000",
        ),
    ),
    Layout(
        "“三公”经费预算情况表",
        """
        年度|合计|因公出国（境）费|公务接待费|公务用车费
        2025年预算数|9.00|1.00|2.00|6.00
        2026年预算数|8.00|1.00|1.00|6.00
        """,
        "three_public",
        lines=(
            "//last_year 2025年预算数 90000",
            "overseas_travel//last_year 2025年预算数 10000",
            "official_reception//last_year 2025年预算数 20000",
            "official_vehicles//last_year 2025年预算数 60000",
            "/ 2026年预算数 80000",
            "overseas_travel 2026年预算数 10000",
            "official_reception 2026年预算数 10000",
            "official_vehicles 2026年预算数 60000",
        ),
    ),
)

ALL = (*YEARS, *SUMMARIES, *INCOMES, *EXPENDITURES, *FISCAL, *GENERAL, *BASIC, *PUBLIC)


@pytest.mark.parametrize("layout", ALL, ids=lambda layout: layout.title or "no title")
def test_a_layout_comes_out_as_it_is_printed(layout):
    table, facts = read(layout)
    assert table.kind == layout.kind
    assert said(facts.lines) == meant(layout)
