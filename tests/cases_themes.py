"""Cases of the rules on funds, parts of wholes, duties, years, counts, procurement and targets."""

from cases import Case
from cases_tables import both
from exports import table

_FUND = table("政府性基金预算支出表", "科目编码|科目名称|合计|基本支出|项目支出\n合计||2.00||2.00")
_BY_FUND = table(
    "财政拨款收支总表", "收入||支出||\n项目|预算数|项目|一般公共预算|政府性基金预算\n事业收入||支出总计|28.00|2.00"
)
_EMPTY_FUND = table("政府性基金预算支出表", "科目编码|科目名称|合计|基本支出|项目支出\n||||")
_NO_FUND = table(
    "财政拨款收支总表", "收入||支出||\n项目|预算数|项目|一般公共预算|政府性基金预算\n事业收入||支出总计|28.00|0.00"
)
_ONE_COLUMN = table("财政拨款收支总表", "收入||支出|\n项目|预算数|项目|预算数\n事业收入||支出总计|30.00")
_GENERAL = table("一般公共预算财政拨款支出预算表", "科目编码|科目名称|小计\n合计||28.00")
_NO_CAPITAL = table("国有资本经营预算支出表", "科目编码|科目名称|合计|基本支出|项目支出\n||||")
_INCOME_ROW = table("部门收支总表", "收入||支出|\n项目|预算数|项目|预算数\n一般公共预算拨款收入|27.00|教育支出|")
_INCOME_COLUMN = table("部门收入总表", "科目编码|科目名称|一般公共预算财政拨款\n合计||27.00")
_APPROPRIATION_ROW = table(
    "财政拨款收支总表", "收入||支出|\n项目|预算数|项目|预算数\n一般公共预算拨款收入|27.00|教育支出|"
)
_BALANCES = table(
    "政府性基金预算财政拨款收入支出决算表",
    "科目编码|科目名称|年初结转和结余|本年收入|本年支出|年末结转和结余\n212|城乡社区支出|1.00|5.00|4.00|2.00",
)
_FUND_BALANCE = table(
    "财政拨款收支总表",
    """收入||支出||
    项目|预算数|项目|一般公共预算|政府性基金预算
    一般公共预算拨款|27.00|支出总计|27.00|2.00
    政府性基金预算拨款|2.00|||
    收入总计|29.00|||""",
)
_ALL_BY_CODE = table(
    "部门支出总表", "科目编码|科目名称|合计\n合计||30.00\n201|一般公共服务支出|24.00\n205|教育支出|6.00"
)
_IN_YUAN = table("一般公共预算财政拨款支出预算表", "科目编码|科目名称|小计\n合计||280000.00", "元")
_GENERAL_BY_CODE = table(
    "一般公共预算财政拨款支出预算表",
    "科目编码|科目名称|小计\n合计||28.00\n201|一般公共服务支出|23.00\n205|教育支出|5.00",
)
_CLASS = table("部门收支总表", "收入||支出|\n项目|预算数|项目|预算数\n事业收入||教育支出|6.00")
_PART_OF_CLASS = table("财政拨款收支总表", "收入||支出|\n项目|预算数|项目|预算数\n事业收入||教育支出|5.00")
_ECONOMIC = table("一般公共预算财政拨款基本支出预算表", "科目编码|科目名称|总计\n310||1.00")
_BOUGHT = "2026年一般公共预算安排购置车辆1辆。"
_CARS = table("一般公共预算“三公”经费支出表", "公务用车购置费|公务用车运行费\n18.00|3.00")
_NO_CARS = table("一般公共预算“三公”经费支出表", "公务用车购置费|公务用车运行费\n|")
_KINDS = "截至2025年底，共有车辆6辆，其中：机要通信用车1辆、应急保障用车2辆、其他用车3辆；单价100万元以上设备0台。"
_SAID = "2026年收入预算30.00万元。支出预算30.00万元。基本支出20.00万元。"
_SPENT = table("财政拨款“三公”经费支出决算表", "因公出国（境）费|公务接待费\n0.00|3.00")
_RECEIVED = "2026年收入30.00万元，支出30.00万元，基本支出20.00万元。国内公务接待12批次。"
_PROCURED = (
    "2026年政府采购预算20.00万元，其中：政府采购货物预算8.00万元、政府采购工程预算5.00万元、政府采购服务预算7.00万元。"
)
_RESERVED = "2026年面向中小企业预留政府采购项目预算金额15.00万元。"
_TITLES = "2026年部门预算表\n\n2026年部门预算情况说明\n\n2026年单位预算编制说明"
_COMPARED = "公用经费5.00万元，比2025年预算增加1.00万元。人员经费6.00万元，比2025年预算减少1.00万元。"
_PLANNED = "中心拟于2026年更换电梯。"
_AS_OF = "截至2025年12月31日，本部门共有固定资产若干。"
_WEIGHTS = table("2026年项目绩效目标表", "项目名称|修缮\n指标名称|指标权重|指标值\n办结率|60|高\n回访数|40|多")
_NUMBERS = table("2026年项目绩效目标表", "项目名称|修缮\n指标名称|指标性质|指标值\n办结率|≥|95")
_UNITS = table("2026年项目绩效目标表", "项目名称|修缮\n指标名称|指标性质|指标值|计量单位\n群众满意率|≥|95|%")
_LISTED = table("项目支出表", "项目名称|预算数\n修缮|35.00")
_OF_PROJECT = table("2026年项目绩效目标表", "项目名称|修缮\n资金总额|35.00\n三级指标|指标值\n完成率|≥95")
_PROJECTS = table("一般公共预算项目支出情况表", "项目名称|预算数\n合计|8.00")
_PROJECT_TOTAL = table("一般公共预算财政拨款支出预算表", "科目编码|科目名称|项目支出\n合计||8.00")
_SIX_TABLES = both(
    table("部门收支总表", "收入||支出|\n项目|预算数|项目|预算数\n事业收入||教育支出|"),
    table("部门收入总表", "科目编码|科目名称|总计\n||"),
    table("部门支出总表", "科目编码|科目名称|合计\n||"),
    table("财政拨款收支总表", "收入||支出|\n项目|预算数|项目|预算数\n事业收入||教育支出|"),
    table("一般公共预算财政拨款支出预算表", "科目编码|科目名称|小计\n||"),
    table("一般公共预算财政拨款基本支出预算表", "科目编码|科目名称|总计\n||"),
    table("一般公共预算“三公”经费支出表", "公务用车购置费|公务用车运行费\n0.00|0.00"),
)
_NONE_OF_IT = "本部门没有使用政府性基金预算安排的支出，也没有国有资本经营预算。"
_UNIT = "编制部门：示例局"
_ALL_BASIC = table("部门支出总表", "科目编码|科目名称|基本支出\n合计||20.00")
_BASIC = table("部门基本支出预算表", "科目编码|科目名称|合计\n合计||20.00")
_FISCAL_COLUMN = table("部门收入总表", "科目编码|科目名称|财政拨款收入\n合计||27.00")
_FISCAL_TOTAL = table("财政拨款收支总表", "收入||支出|\n项目|预算数|项目|预算数\n收入总计|27.00|教育支出|")
_ACCOUNT = table("财政拨款“三公”经费支出决算表", "公务接待费|\n预算数|决算数\n3.00|2.00")
_PERCENT = table(
    "一般公共预算财政拨款支出预算表",
    """科目编码|科目名称|2025年执行数|2026年预算数|2026年预算数比2025年执行数|
    ||||增减额|增减(%)
    201|一般公共服务支出|20.00|25.00|5.00|25.0%""",
)
_TOTAL = table("部门收支总表", "收入||支出|\n项目|预算数|项目|预算数\n事业收入||支出总计|30.00")
_ITEM = "1、教育支出（类）进修及培训（款）培训支出（项）6.00万元。主要用于培训。2026年预算安排6.00万元，比上年多。"

CASES = (
    Case("vehicle-price", both(_BOUGHT, _CARS), "18.00|3.00", "1800.00|3.00"),
    Case("text-code-name", both("用于教育支出（205）6.00万元。", _ALL_BY_CODE), "用于教育支出", "用于教育事业费"),
    Case("empty-table-amount", both("2026年“三公”经费预算0.00万元。", _NO_CARS), "预算0.00", "预算0.50"),
    Case("department-basic", both(_ALL_BASIC, _BASIC), "科目名称|合计\n合计||20.00", "科目名称|合计\n合计||20.10"),
    Case("income-appropriation", both(_FISCAL_COLUMN, _FISCAL_TOTAL), "合计||27.00", "合计||27.10"),
    Case("three-public-within-budget", _ACCOUNT, "3.00|2.00", "3.00|3.10", "final"),
    Case("year-percent", _PERCENT, "25.0%", "26.0%"),
    Case("punctuation", both(_SAID, "另有一句。"), "另有一句。", "另有一句。。"),
    Case("punctuation", both(_SAID, "办理“一件事”。"), "“一件事”", "“一件事"),
    Case("amount-magnitude", both("固定资产20.00万元，其中房屋10.00万元。", _TOTAL), "20.00万元", "200000.00万元"),
    Case("item-amount", _ITEM, "（项）6.00", "（项）6.10"),
    Case("appropriation-fund", both(_BY_FUND, _FUND), "合计||2.00||2.00", "合计||2.10||2.10"),
    Case("appropriation-whole", both(_ONE_COLUMN, _GENERAL, _FUND, _NO_CAPITAL), "合计||28.00", "合计||28.10"),
    Case("empty-fund-table", both(_NO_FUND, _EMPTY_FUND), "28.00|0.00", "28.00|2.00"),
    Case("summary-income-fund", both(_INCOME_ROW, _INCOME_COLUMN), "合计||27.00", "合计||27.10"),
    Case(
        "summary-appropriation-fund",
        both(_INCOME_ROW.replace("拨款收入", "资金收入"), _APPROPRIATION_ROW),
        "一般公共预算拨款收入|27.00",
        "一般公共预算拨款收入|27.10",
    ),
    Case("closing-balance", _BALANCES, "4.00|2.00", "4.00|2.10", "final"),
    Case("fund-balance", _FUND_BALANCE, "支出总计|27.00", "支出总计|27.10"),
    Case(
        "general-public-within",
        both(_ALL_BY_CODE, _GENERAL_BY_CODE),
        "28.00\n201|一般公共服务支出|23.00",
        "29.10\n201|一般公共服务支出|24.10",
    ),
    Case("appropriation-within", both(_CLASS, _PART_OF_CLASS), "教育支出|5.00", "教育支出|6.10"),
    Case("basic-classes", _ECONOMIC, "310||1.00", "309||1.00"),
    Case("vehicle-kinds", _KINDS, "其他用车3辆", "其他用车4辆"),
    Case("vehicles-bought", both(_BOUGHT, _CARS), "购置车辆1辆", "购置车辆0辆"),
    Case("three-public-counts", both(_RECEIVED, _SPENT), "国内公务接待12批次", "国内公务接待活动", "final"),
    Case("procurement-parts", _PROCURED, "工程预算5.00", "工程预算5.10"),
    Case("procurement-reserved", both(_PROCURED, _RESERVED), "金额15.00", "金额20.10"),
    Case("title-year", _TITLES, "2026年单位预算编制说明", "2025年单位预算编制说明"),
    Case("compared-year", _COMPARED, "比2025年预算增加", "比2026年预算增加"),
    Case("planned-year", _PLANNED, "拟于2026年", "拟于2024年"),
    Case("as-of-date", _AS_OF, "截至2025年", "截至2023年"),
    Case("target-weights", _WEIGHTS, "办结率|60", "办结率|70"),
    Case("target-number", _NUMBERS, "≥|95", "≥|高"),
    Case("target-unit", _UNITS, "95|%", "95|万件"),
    Case("project-form-budget", both(_LISTED, _OF_PROJECT), "修缮|35.00", "修缮|35.10"),
    Case("project-list", both(_PROJECTS, _PROJECT_TOTAL), "合计||8.00", "合计||8.10"),
    Case("tables-present", both(_SIX_TABLES, _NONE_OF_IT), "也没有国有资本经营预算", "也没有其他预算"),
    Case("empty-table-statement", both(_SAID, _NONE_OF_IT, _EMPTY_FUND), "没有使用政府性基金", "没有使用专项资金"),
    Case("unit-stated", both(_ALL_BY_CODE, _IN_YUAN), "单位：元", "编号：元"),
    Case("placeholder", _SAID, "2026年收入预算", "2026年XX局收入预算"),
    Case(
        "contents-tables", both("目录", "1.部门支出总表……3", _PERCENT, _ALL_BASIC), "部门支出总表……3", "部门收入总表……3"
    ),
    Case("unit-name", both(_UNIT, _UNIT, f"{_UNIT} ", f"{_UNIT}（本级）", _TOTAL), "示例局（本级）", "另一个局"),
    Case(
        "nonzero-total",
        table("部门收支总表", "收入||支出|\n项目|预算数|项目|预算数\n收入总计|1.00|教育支出|"),
        "1.00",
        "0.00",
    ),
)
