"""Other tables of budgets as places print them: funds, projects, procurement, transfers, assets, people."""

import pytest

from styles import Layout, meant, read, said

# ---- 政府性基金、国有资本经营 / government funds, state capital ----

_FUND = ("total/{0}", "basic_expenditure/{0}", "project_expenditure/{0}")


def _of(fund, first):
    return {first + i: said.format(fund) for i, said in enumerate(_FUND)}


FUNDS = (
    Layout(
        "政府性基金预算支出表",
        """
        科目编码|科目名称|本年政府性基金预算支出|<|<
        ^|^|合计|基本支出|项目支出
        合计|<|20.00|5.00|15.00
        212|城乡社区支出|20.00|5.00|15.00
        21208|国有土地使用权出让收入安排的支出|20.00|5.00|15.00
        """,
        "government_fund_expenditure",
        _of("government_fund", 3),
        ("合计", "212 城乡社区支出", "21208 国有土地使用权出让收入安排的支出"),
    ),
    Layout(
        "表4 政府性基金支出预算表",
        """
        项    目|<|<|<|<|本年政府性基金预算支出|<|<
        科目编码|<|<|单位代码|单位名称（科目）|合计|基本支出|项目支出
        类|款|项|^|^|^|^|^
        212|08|04|301901|农村基础设施建设支出|20.00|5.00|15.00
        """,
        "government_fund_expenditure",
        _of("government_fund", 6),
        ("2120804 农村基础设施建设支出",),
    ),
    Layout(
        "部门政府性基金预算支出预算表",
        """
        单位名称|科目编码|科目名称|本年政府性基金预算支出|<|<
        ^|^|^|小计|基本支出|项目支出
        1|2|3|4|5|6
        某县某局|2296002|用于社会福利的彩票公益金支出|20.00||20.00
        """,
        "government_fund_expenditure",
        _of("government_fund", 4),
        ("2296002 用于社会福利的彩票公益金支出",),
    ),
    Layout(
        "国有资本经营预算支出表",
        """
        科目编码|科目名称|本年国有资本经营预算支出|<|<
        ^|^|合计|基本支出|项目支出
        223|国有资本经营预算支出|7.00||7.00
        22301|解决历史遗留问题及改革成本支出|7.00||7.00
        """,
        "state_capital_expenditure",
        _of("state_capital", 3),
        ("223 国有资本经营预算支出", "22301 解决历史遗留问题及改革成本支出"),
    ),
    Layout(
        "国有资本经营预算拨款支出预算表（按功能分类科目）",
        """
        科目（项目）名称|2026年预算数|备注
        合计|7.00|
        22302 国有企业资本金注入|7.00|
        """,
        "state_capital_expenditure",
        {2: "total/state_capital"},
        ("合计", "22302 国有企业资本金注入"),
    ),
)

# ---- 项目支出、专项资金、结转 / projects, special funds, money carried over ----

PROJECTS = (
    Layout(
        "项目支出表",
        """
        类型|项目名称|项目单位|合计|本年拨款|<|<|财政拨款结转结余|<|<|财政专户管理资金|单位资金
        ^|^|^|^|一般公共预算|政府性基金预算|国有资本经营预算|一般公共预算|政府性基金预算|国有资本经营预算|^|^
        合计|<|<|30.00|20.00|3.00||2.00|||1.00|4.00
        特定目标类|数字档案馆建设|某局本级|30.00|20.00|3.00||2.00|||1.00|4.00
        """,
        "project_expenditure",
        {
            4: "total",
            5: "total/general_public",
            6: "total/government_fund",
            7: "total/state_capital",
            8: "total/general_public/carried_in",
            9: "total/government_fund/carried_in",
            10: "total/state_capital/carried_in",
            11: "total/special_account",
            12: "total/unit_funds",
        },
        ("合计", "数字档案馆建设"),
    ),
    Layout(
        "表3-2 一般公共预算项目支出预算表",
        """
        科目编码|<|<|单位代码|单位名称（科目）|金额
        类|款|项|^|^|^
        ||||合计|12.00
        201|03|02|101901|　业务运行维护|12.00
        """,
        "project_expenditure",
        {6: "total/general_public"},
        ("合计", "2010302 业务运行维护"),
    ),
    Layout(
        "项目支出预算表（其他运转类、特定目标类项目）",
        """
        项目分类|项目代码|项目名称|项目单位|功能科目编码|功能科目名称|经济科目编码|经济科目名称|资金来源|<|<|<
        ^|^|^|^|^|^|^|^|合计|本年拨款|<|上年结转
        ^|^|^|^|^|^|^|^|^|小计|一般公共预算|^
        专项业务类|530000200000000001234|水质监测|某县某局|2110399|其他污染防治支出|30227|委托业务费|30.00|25.00|25.00|5.00
        合计|<|<|<|<|<|<|<|30.00|25.00|25.00|5.00
        """,
        "project_expenditure",
        {9: "total", 10: "total", 11: "total/general_public", 12: "total/all/carried_in"},
        ("2110399 其他污染防治支出", "合计"),
    ),
    Layout(
        "2026年部门预算专项资金项目表",
        """
        序号|专项名称|金额（万元）|资金用途
        1|救灾物资储备|200.00|购置帐篷
        |合计|200.00|
        """,
        "special_funds",
        {3: "total"},
        ("救灾物资储备", "合计"),
        unit="",
    ),
    Layout(
        "专项资金预算汇总表",
        """
        单位名称（专项名称）|总计|一般公共预算|<|政府性基金拨款
        ^|^|小计|经费拨款|^
        合计|90.00|80.00|80.00|10.00
        乡村振兴专项|90.00|80.00|80.00|10.00
        """,
        "special_funds",
        {2: "total", 3: "total/general_public", 4: "total/general_public", 5: "total/government_fund"},
        ("合计", "乡村振兴专项"),
    ),
    Layout(
        "上年结转资金支出预算表",
        """
        科目编码|科目名称|项目名称|金额
        2130199|其他农业农村支出|高标准农田|6.00
        """,
        "carry_over",
        {4: "total/all/carried_in"},
        ("2130199 其他农业农村支出",),
    ),
    Layout(
        "部门项目中期规划预算表",
        """
        单位名称|项目类别|项目名称|项目级次|资金来源|<|<
        ^|^|^|^|2026年|2027年|2028年
        某县某局|专项业务类|档案数字化|本级|9.00|8.00|7.00
        合计|<|<|<|9.00|8.00|7.00
        """,
        "medium_term_plan",
        {5: "total", 6: "total/all/2027", 7: "total/all/2028"},
        ("档案数字化", "合计"),
    ),
)

# ---- 采购、购买服务、资产 / procurement, services, assets ----

PURCHASES = (
    Layout(
        "政府采购预算表",
        """
        单位名称|采购项目|采购目录|计量单位|数量|总计|一般公共预算|政府性基金|财政专户管理资金|单位资金
        某局|办公用品|A05040101复印纸|箱|120|3.60|3.60|||
        某局|计算机设备|A02010105台式计算机|台|5|2.50|2.00|||0.50
        """,
        "government_procurement",
        {
            6: "total",
            7: "total/general_public",
            8: "total/government_fund",
            9: "total/special_account",
            10: "total/unit_funds",
        },
        ("办公用品", "计算机设备"),
    ),
    Layout(
        "部门政府采购支出表",
        """
        采购项目|合计|货物类|工程类|服务类
        办公设备购置|8.00|8.00||
        物业管理|4.00|||4.00
        合计|12.00|8.00||4.00
        """,
        "government_procurement",
        {2: "total", 3: "goods", 4: "works", 5: "services"},
        ("办公设备购置", "物业管理", "合计"),
    ),
    Layout(
        "政府采购预算明细表",
        """
        政府采购项目名称|采购品目名称|采购数量|单价|资金来源合计|面向中小企业预留资金
        会议桌|A05010201 办公桌|12|0.15|1.80|1.80
        合计|||0.15|1.80|1.80
        """,
        "government_procurement",
        {4: "单价", 5: "total", 6: "面向中小企业预留资金"},
        ("A05010201办公桌", "合计"),
    ),
    Layout(
        "政府购买服务预算表",
        """
        购买服务项目名称|政府购买服务目录代码|购买服务内容|承接主体类别|预算金额
        法律顾问|B0101|法律咨询|社会力量|2.00
        """,
        "purchase_of_services",
        {5: "total"},
        ("法律咨询",),
    ),
    Layout(
        "新增资产配置预算表",
        """
        单位名称|资产类别|资产分类代码.名称|资产名称|计量单位|财政部门批复数（元）|<|<
        ^|^|^|^|^|数量|单价|金额
        某局|设备|A02010105|台式计算机|台|5|5,000.00|25,000.00
        合计|<|<|<|<|5|5,000.00|25,000.00
        """,
        "asset_purchases",
        {7: "单价", 8: "total"},
        ("台式计算机", "合计"),
        unit="",
        worth="元",
    ),
    Layout(
        "国有资产占有使用情况表",
        """
        项目|数量|账面价值
        一、车辆（辆）|12|360.00
        其中：一般公务用车|10|300.00
        二、单价100万元以上设备（台）|2|250.00
        """,
        "state_assets",
        {3: "total"},
        ("一、车辆（辆）", "其中：一般公务用车", "二、单价100万元以上设备（台）"),
    ),
    Layout(
        "公务用车情况表",
        """
        单位名称|编制数（辆）|实有数（辆）|更新数（辆）
        某局|12|10|2
        某中心|3|3|0
        """,
        "state_assets",
        {},
        (),
    ),
)

# ---- 转移支付、非税收入、机构人员 / transfers, non-tax revenue, organisation ----

OTHERS = (
    Layout(
        "省对下转移支付预算表",
        """
        单位名称（项目）|资金来源|<|<|地区
        ^|合计|一般公共预算|政府性基金|某州
        农村饮水|50.00|50.00||50.00
        """,
        "transfers",
        {2: "total", 3: "total/general_public", 4: "total/government_fund", 5: "某州"},
        ("农村饮水",),
    ),
    Layout(
        "上级补助项目支出预算表",
        """
        项目分类|项目名称|项目单位|功能科目编码|功能科目名称|上级补助
        专项业务类|森林抚育|某县某局|2110507|停伐补助|50.00
        合计|||||50.00
        """,
        "superior_subsidies",
        {6: "total/superior_subsidy"},
        ("2110507 停伐补助", "合计"),
    ),
    Layout(
        "非税收入征收计划表",
        """
        收入项目编码|收入项目名称|2025年完成数|2026年计划数
        103042750|考试考务费|20.00|25.00
        合计||20.00|25.00
        """,
        "non_tax_revenue",
        {3: "total/all/last_year/income", 4: "total/all//income"},
        ("考试考务费", "合计"),
    ),
    Layout(
        "部门基本情况表",
        """
        单位名称|编制人数|实有人数|离休人数|退休人数|车辆编制数
        某局本级|56|50|2|30|6
        某中心|24|20|0|6|1
        """,
        "organisation",
        {},
        (),
    ),
    Layout(
        "机构人员情况表",
        """
        机构数|行政编制|事业编制|在职人数|学生人数
        5|1200|340|1450|0
        """,
        "organisation",
        {},
        (),
    ),
    Layout(
        "一般公共预算机关运行经费支出表",
        """
        科目编码|科目名称|机关运行经费支出
        合计||30.00
        30201|办公费|10.00
        30299|其他商品和服务支出|20.00
        """,
        "operating_costs",
        {3: "total/general_public"},
        ("合计", "30201 办公费", "30299 其他商品和服务支出"),
    ),
    Layout(
        "会议费预算明细表",
        """
        会议名称|会议时间|参会人数|会议天数|预算金额
        年度工作会|3月|120|1|2.00
        """,
        "meetings_and_training",
        {5: "total"},
        ("年度工作会",),
    ),
    Layout(
        "财政专户管理资金预算支出表",
        """
        科目编码|科目名称|合计|基本支出|项目支出
        20502|普通教育|30.00|10.00|20.00
        """,
        "special_account_expenditure",
        {3: "total/special_account", 4: "basic_expenditure/special_account", 5: "project_expenditure/special_account"},
        ("20502 普通教育",),
    ),
)


@pytest.mark.parametrize(
    "layout", [*FUNDS, *PROJECTS, *PURCHASES, *OTHERS], ids=lambda layout: layout.title or "no title"
)
def test_a_layout_comes_out_as_it_is_printed(layout):
    table, facts = read(layout)
    assert table.kind == layout.kind
    assert said(facts.lines) == meant(layout)
