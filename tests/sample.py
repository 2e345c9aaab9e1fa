"""A small disclosure of an office that does not exist: every kind of row that the package has, amounts that one can add in one's head."""

from decimal import Decimal

from gongkai import model, money
from gongkai.package import Package, read_package, write_package

ID = "shili-2026-budget"
FILE = "shili-2026-budget.pdf"
YEAR = 2026

_FUNCTIONS = {
    "201": "一般公共服务支出",
    "20103": "政府办公厅（室）及相关机构事务",
    "2010301": "行政运行",
    "2010302": "一般行政管理事务",
    "205": "教育支出",
    "20508": "进修及培训",
    "2050803": "培训支出",
}
_ECONOMIC = {
    "301": "工资福利支出",
    "30101": "基本工资",
    "302": "商品和服务支出",
    "30211": "差旅费",
    "30215": "会议费",
    "30216": "培训费",
    "30217": "公务接待费",
}

# Printed tables as rows of texts; `None` is covered by the cell before it (or, marked "^", by the one above).
_GENERAL = (
    ("功能分类科目", None, "2026年预算数", None, None),
    ("科目编码", "科目名称", "小计", "基本支出", "项目支出"),
    ("合计", None, "162.75", "102.55", "60.20"),
    ("201", "一般公共服务支出", "160.25", "100.05", "60.20"),
    ("20103", "政府办公厅（室）及相关机构事务", "160.25", "100.05", "60.20"),
    ("2010301", "行政运行", "100.05", "100.05", ""),
    ("2010302", "一般行政管理事务", "60.20", "", "60.20"),
    ("205", "教育支出", "2.50", "2.50", ""),
    ("20508", "进修及培训", "2.50", "2.50", ""),
    ("2050803", "培训支出", "2.50", "2.50", ""),
)
_BASIC = (
    ("经济分类科目", None, "2026年基本支出", None, None),
    ("科目编码", "科目名称", "总计", "人员经费", "公用经费"),
    ("合计", None, "102.55", "80.00", "22.55"),
    ("301", "工资福利支出", "80.00", "80.00", ""),
    ("30101", "基本工资", "80.00", "80.00", ""),
    ("302", "商品和服务支出", "22.55", "", "22.55"),
    ("30211", "差旅费", "10.00", "", "10.00"),
    ("30215", "会议费", "5.05", "", "5.05"),
    ("30216", "培训费", "2.50", "", "2.50"),
    ("30217", "公务接待费", "5.00", "", "5.00"),
)
_THREE_PUBLIC = (
    ("合计", "因公出国（境）费", "公务用车购置及运行费", None, None, "公务接待费"),
    ("^", "^", "小计", "公务用车购置费", "公务用车运行维护费", "^"),
    ("9.00", "0.00", "5.00", "0.00", "5.00", "4.00"),
)
_SUMMARY = (
    ("收入", None, "支出", None),
    ("项目", "预算数", "项目", "预算数"),
    ("一般公共预算拨款收入", "162.75", "一般公共服务支出", "160.25"),
    ("其他收入", "", "教育支出", "2.50"),
    ("收入总计", "162.75", "支出总计", "162.75"),
)
_FUND = (("科目编码", "科目名称", "小计", "基本支出", "项目支出"),)
_INCOME = (
    ("2010302", "一般行政管理事务", "60.20", "60.20"),
    ("2050803", "培训支出", "2.50", "2.50"),
)
_PERFORMANCE = (
    ("项目名称", "办公楼日常维护", "项目编码", "50000026T000000000001"),
    ("预算数（万元）", "60.20", "主管部门", "示例市示例局"),
    ("项目绩效目标", "保障办公场所正常运转。", None, None),
    ("指标", "指标性质", "指标值", "权重"),
    ("维修及时率", "≥", "95%", "30"),
    ("维护办公楼面积", "＝", "1200平方米", "40"),
    ("投诉次数", "≤", "3次", "30"),
)
_UNKNOWN = (
    ("联系方式", "说明"),
    ("010-00000000", "<script>alert('x')</script>"),
)


def sample() -> model.Disclosure:
    """Eight tables, one check that fails (text 162.76, table 162.75) and one difference (receptions 5.00 and 4.00)."""
    tables = (
        _table(1, "department_summary", "部门收支总表", "表一", _SUMMARY, header_rows=2),
        _table(2, "general_public_expenditure", "一般公共预算财政拨款支出预算表", "表二", _GENERAL, header_rows=2),
        _table(
            3,
            "general_public_basic_expenditure",
            "一般公共预算财政拨款基本支出预算表",
            "表三",
            _BASIC,
            header_rows=2,
        ),
        _table(4, "three_public", "一般公共预算“三公”经费支出表", "表四", _THREE_PUBLIC, header_rows=2),
        _table(
            5,
            "government_fund_expenditure",
            "政府性基金预算支出表",
            "表五",
            _FUND,
            header_rows=1,
            empty_note="本单位无该项收支，故此表无数据。",
        ),
        _table(6, "department_income", "部门收入总表", "表六", _INCOME, header_rows=0, lost="front"),
        _table(7, "performance_project", "2026年项目绩效目标表", "表七", _PERFORMANCE, header_rows=0),
        _table(8, "", "", "", _UNKNOWN, header_rows=1, unit=""),
    )
    return model.Disclosure(
        registration=model.Registration(
            id=ID,
            title="示例市示例局2026年部门预算",
            issuer="示例市示例局",
            region_code="500112",
            level="county",
            fiscal_year=YEAR,
            phase="budget",
            scope="department",
            published_on="2026-02-28",
            dated="2026-02",
            licence="CC-BY-4.0",
            note="为测试而编写，并非真实公开文件。",
            note_en="Written for tests; not a real disclosure.",
        ),
        sources=(
            model.Source(
                FILE,
                "ab" * 32,
                "application/pdf",
                8,
                "https://example.org/shili-2026-budget.pdf",
                "2026-03-01",
            ),
        ),
        paragraphs=(
            model.Paragraph("示例市示例局2026年部门预算情况说明", _place(1, 100, 80, 400, 96), centred=True),
            model.Paragraph(
                "2026年一般公共预算财政拨款支出162.76万元，比2025年增加12.75万元，增长8.5%。",
                _place(1, 72, 120, 520, 136),
                indent=24.0,
            ),
            model.Paragraph(
                "2026年“三公”经费预算9.00万元，比2025年减少1.00万元。",
                _place(1, 72, 140, 520, 156),
                indent=24.0,
            ),
        ),
        tables=tables,
        lines=(
            *_summary_lines(),
            *_coded_lines(
                2,
                _GENERAL,
                "functional",
                ("total", "basic_expenditure", "project_expenditure"),
                "general_public",
            ),
            *_coded_lines(3, _BASIC, "economic", ("total", "personnel", "office_costs"), "general_public"),
            *_three_public_lines(),
            *_income_lines(),
        ),
        statements=(
            _statement(
                1,
                2,
                "162.76",
                "一般公共预算财政拨款支出",
                "general_public_expenditure",
                change="12.75",
                direction="increase",
            ),
            model.Statement(
                2,
                2,
                44,
                47,
                1,
                "一般公共预算财政拨款支出",
                "general_public_expenditure",
                "total",
                "general_public",
                YEAR,
                None,
                None,
                "8.5",
                "%",
                compared_year=2025,
                percent=Decimal("8.5"),
                direction="increase",
            ),
            _statement(3, 3, "9.00", "“三公”经费", "three_public", change="-1.00", direction="decrease"),
        ),
        targets=(
            model.Target(
                1,
                7,
                5,
                1,
                "project",
                "50000026T000000000001",
                "办公楼日常维护",
                Decimal("602000.00"),
                "维修及时率",
                "30",
                "≥",
                "95",
                "%",
                True,
            ),
            model.Target(
                2,
                7,
                6,
                1,
                "project",
                "50000026T000000000001",
                "办公楼日常维护",
                Decimal("602000.00"),
                "维护办公楼面积",
                "40",
                "＝",
                "1200",
                "平方米",
                False,
            ),
            model.Target(
                3,
                7,
                7,
                1,
                "project",
                "50000026T000000000001",
                "办公楼日常维护",
                Decimal("602000.00"),
                "投诉次数",
                "30",
                "≤",
                "3",
                "次",
                None,
            ),
        ),
        codes=tuple(
            model.Code(scheme, YEAR, code, name, code[:-2] if len(code) > 3 else "", 2007, None, "list")
            for scheme, names in (("functional", _FUNCTIONS), ("economic", _ECONOMIC))
            for code, name in names.items()
        ),
        regions=(
            model.Region("50", "重庆市", "直辖市", ""),
            model.Region("500112", "渝北区", "市辖区", "50"),
        ),
        findings=_findings(),
        rules=(
            model.Rule(
                "row-sum",
                "合计等于各列之和",
                "A total is the sum of its columns",
                "合计栏与基本支出、项目支出由同一组数据汇总。",
                "The total and its parts are sums of the same entries.",
                "error",
                "合计列和各列都印有数",
                "the total and its parts are printed",
                "算理",
                "logic",
            ),
            model.Rule(
                "text-against-table",
                "文字与表格一致",
                "The text says what the table says",
                "说明文字引用表中的数。",
                "The text quotes figures of the tables.",
                "error",
            ),
            model.Rule(
                "table-against-table",
                "表与表一致",
                "Tables agree with each other",
                "同一笔支出在不同表中应当相同，口径不同的除外。",
                "The same expenditure is the same in every table, unless the scope differs.",
                "difference",
            ),
        ),
    )


def _place(page: int, x0: float, top: float, x1: float, bottom: float) -> model.Place:
    return model.Place(FILE, page, x0, top, x1, bottom)


def _cells(rows: tuple[tuple[str | None, ...], ...], page: int) -> tuple[model.Cell, ...]:
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text is None or text == "^":
                continue
            wide = 1
            while c + wide < len(row) and row[c + wide] is None:
                wide += 1
            high = 1
            while r + high < len(rows) and rows[r + high][c] == "^":
                high += 1
            place = _place(page, 56.7 + 80 * c, 120.25 + 20 * r, 56.7 + 80 * (c + wide), 120.25 + 20 * (r + high))
            cells.append(model.Cell(r + 1, c + 1, text, place, high, wide))
    return tuple(cells)


def _table(
    table_no: int,
    kind: str,
    title: str,
    printed_no: str,
    rows: tuple[tuple[str | None, ...], ...],
    *,
    header_rows: int,
    unit: str = "万元",
    lost: str = "",
    empty_note: str = "",
) -> model.Table:
    return model.Table(
        table_no,
        kind,
        title,
        printed_no,
        unit,
        _cells(rows, table_no),
        len(rows),
        len(rows[0]),
        header_rows,
        table_no,
        table_no,
        recognised=bool(kind),
        lost=lost,
        empty_note=empty_note,
    )


def _line(table_no: int, row: int, column: int, printed: str, **meaning: object) -> model.Line:
    amount = money.parse_amount(printed, "万元")
    words = {"label": "", "measure": "total", "fund": "general_public", "period": "this_year", **meaning}
    return model.Line(
        table_no,
        row,
        column,
        amount_yuan=amount.yuan,
        step_yuan=amount.step,
        printed=printed,
        unit="万元",
        **words,
    )  # type: ignore[arg-type]


def _coded_lines(
    table_no: int, rows: tuple[tuple[str | None, ...], ...], scheme: str, measures: tuple[str, ...], fund: str
) -> list[model.Line]:
    lines = []
    for r, row in enumerate(rows[2:], start=3):
        total = row[0] == "合计"
        code = "" if total else str(row[0])
        for c, measure in enumerate(measures, start=3):
            printed = row[c - 1]
            if printed:
                lines.append(
                    _line(
                        table_no,
                        r,
                        c,
                        printed,
                        label="合计" if total else str(row[1]),
                        measure=measure,
                        fund=fund,
                        heading=str(rows[1][c - 1]),
                        side="expenditure",
                        scheme="" if total else scheme,
                        code_year=None if total else YEAR,
                        code=code,
                        level=None if total else (len(code) - 1) // 2,
                        is_total=total,
                    )
                )
    return lines


def _summary_lines() -> list[model.Line]:
    lines = []
    for r, row in enumerate(_SUMMARY[2:], start=3):
        for c, side in ((2, "income"), (4, "expenditure")):
            printed = row[c - 1]
            if printed:
                label = str(row[c - 2])
                total = label.endswith("总计")
                code = {name: key for key, name in _FUNCTIONS.items() if len(key) == 3}.get(label, "")
                lines.append(
                    _line(
                        1,
                        r,
                        c,
                        printed,
                        label=label,
                        fund="all" if total else "general_public",
                        heading="预算数",
                        side=side,
                        is_total=total,
                        scheme="functional" if code else "",
                        code_year=YEAR if code else None,
                        code=code,
                        level=1 if code else None,
                    )
                )
    return lines


def _three_public_lines() -> list[model.Line]:
    measures = (
        "total",
        "overseas_travel",
        "official_vehicles",
        "vehicle_purchase",
        "vehicle_operation",
        "official_reception",
    )
    return [
        _line(4, 3, c, str(printed), label="", measure=measure, side="expenditure", is_total=measure == "total")
        for c, (measure, printed) in enumerate(zip(measures, _THREE_PUBLIC[2], strict=True), start=1)
    ]


def _income_lines() -> list[model.Line]:
    return [
        _line(
            6,
            r,
            c,
            str(row[c - 1]),
            label=str(row[1]),
            fund=fund,
            side="income",
            scheme="functional",
            code_year=YEAR,
            code=str(row[0]),
            level=3,
            inferred=True,
        )
        for r, row in enumerate(_INCOME, start=1)
        for c, fund in ((3, "all"), (4, "general_public"))
    ]


def _statement(
    statement_no: int,
    paragraph_no: int,
    printed: str,
    subject: str,
    kind: str,
    *,
    change: str,
    direction: str,
) -> model.Statement:
    text = {
        2: "2026年一般公共预算财政拨款支出162.76万元，比2025年增加12.75万元，增长8.5%。",
        3: "2026年“三公”经费预算9.00万元，比2025年减少1.00万元。",
    }[paragraph_no]
    start = text.index(printed)
    amount = money.parse_amount(printed, "万元")
    return model.Statement(
        statement_no,
        paragraph_no,
        start,
        start + len(printed),
        1,
        subject,
        kind,
        "total",
        "general_public",
        YEAR,
        amount.yuan,
        amount.step,
        printed,
        "万元",
        money.parse_amount(change, "万元").yuan,
        2025,
        None,
        direction,
        "expenditure",
        "total",
    )


def _findings() -> tuple[model.Finding, ...]:
    yuan = Decimal
    return (
        model.Finding(
            "row-sum",
            "pass",
            "error",
            "2:3:3",
            "合计 162.75 等于基本支出与项目支出之和 162.75。",
            "The total 162.75 is the sum of basic and project expenditure.",
            yuan("1627500.00"),
            yuan("1627500.00"),
            yuan("0.00"),
            yuan("150.00"),
            ("2:3:3", "2:3:4", "2:3:5"),
        ),
        model.Finding(
            "text-against-table",
            "fail",
            "error",
            "s1",
            "文字写 162.76 万元，表二为 162.75 万元。",
            "The text says 162.76, table 2 says 162.75 (10,000 yuan).",
            yuan("1627600.00"),
            yuan("1627500.00"),
            yuan("100.00"),
            yuan("0.00"),
            ("s1", "2:3:3"),
        ),
        model.Finding(
            "text-against-table",
            "pass",
            "error",
            "s3",
            "文字与表四一致：9.00 万元。",
            "The text agrees with table 4: 9.00.",
            yuan("90000.00"),
            yuan("90000.00"),
            yuan("0.00"),
            yuan("0.00"),
            ("s3", "4:3:1"),
        ),
        model.Finding(
            "table-against-table",
            "fail",
            "difference",
            "3:10:3",
            "公务接待费在表三为 5.00 万元，在表四为 4.00 万元；两表口径不同。",
            "Receptions are 5.00 in table 3 and 4.00 in table 4; the scope differs.",
            yuan("50000.00"),
            yuan("40000.00"),
            yuan("10000.00"),
            yuan("100.00"),
            ("3:10:3", "4:3:6"),
        ),
        model.Finding("row-sum", "not_applicable", "error", "5", "表五没有数据。", "Table 5 holds no figures."),
        model.Finding(
            "row-sum",
            "blocked",
            "error",
            "6",
            "表六缺前部，未能检查。",
            "The front of table 6 is lost; not checked.",
        ),
    )


def filed(folder, disclosure=None):
    """The package of the sample, or of another disclosure like it, written to `folder` beside what stands for its source."""
    told = disclosure or sample()
    write_package(told, folder)
    for source in told.sources:
        (folder / source.file).write_bytes(b"%PDF- not really")
    return folder


def packaged(folder) -> Package:
    """The package of the sample, written to `folder` and read back."""
    write_package(sample(), folder)
    return read_package(folder)
