"""Cases of the rules on codes: a code is changed, or its name."""

from cases import Case
from exports import table

_LEVELS = table(
    "部门支出总表",
    """科目编码|科目名称|合计
    205|教育支出|9.00
    20501|教育管理事务|1.00
    20502|普通教育|2.00
    20503|职业教育|0.00
    20508|进修及培训|6.00
    208|社会保障和就业支出|2.00
    20805|行政事业单位养老支出|2.00""",
)
_PENSIONS = table(
    "部门支出总表",
    """科目编码|科目名称|合计
    20805|行政事业单位养老支出|3.00
    2080505|机关事业单位基本养老保险缴费支出|2.00
    2080506|机关事业单位职业年金缴费支出|1.00""",
)
_AFFAIRS = table(
    "部门支出总表", "科目编码|科目名称|合计\n20106|财政事务|1.00\n20138|市场监督管理事务|1.00\n20140|信访事务|1.00"
)

CASES = (
    Case("code-year", _AFFAIRS, "20138|", "20115|"),
    Case("code-name", _PENSIONS, "基本养老保险缴费支出", "职业年金缴费支出"),
    Case("code-parent", _LEVELS, "20503|", "20803|"),
)
