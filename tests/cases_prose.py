"""Clean sentences, and the one figure that breaks the rule of each: what the narrative says of its own figures."""

from typing import NamedTuple


class Case(NamedTuple):
    """A clean text, the words that break it, and the rules that then fire."""

    rule: str
    text: str
    printed: str
    changed: str
    phase: str = "budget"


CASES = [
    Case("text-growth", "收入预算110.00万元，比上年增加10.00万元，增长10.00%。", "10.00%", "11.00%"),
    Case("text-growth", "公务接待费9.03万元，较上年减少1.01万元（10%）。", "（10%）", "（12%）"),
    Case("text-growth", "“教育支出（类）普通教育（款）小学教育（项）”。2025年预算执行数为80.00万元，2026年预算安排84.00万元，比2025年预算执行数增加5.00%。", "增加5.00%", "减少5.00%"),
    Case("text-change", "支出预算30.00万元，比2025年预算数28.00万元增加2.00万元。", "增加2.00", "增加3.00"),
    Case("text-before", "公务接待费5.00万元，比上年增加5.00万元。", "接待费5.00", "接待费0.00"),
    Case("text-completion", "财政拨款支出年初预算为80.00万元，支出决算为76.00万元，完成年初预算的95.00%。", "95.00%", "97.00%", "final"),
    Case("text-outcome", "公务接待费年初预算为80.00万元，支出决算为76.00万元。决算数小于预算数的主要原因是节约。", "小于", "大于", "final"),
    Case("text-share", "支出预算10.00万元，其中：基本支出8.00万元，占80%；项目支出2.00万元，占20%。", "占80%", "占82%"),
]  # fmt: skip
