"""Real disclosures: what is true of them is what is read of them, figure by figure."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from functools import cache
from io import BytesIO

import pytest

from gongkai.model import Grid
from gongkai.money import YUAN_PER_UNIT
from gongkai.read import ENGINES, read_document
from gongkai.read.pdfium import pages as pdfium_pages
from gongkai.read.ruling import frames
from paper import printed, unnamed

pytestmark = pytest.mark.corpus

TXT, PDF = "liangjiang-2026.txt", "liangjiang-2026.pdf"
MUNICIPAL = ("kexuejishuju", "qixiangju", "shangwuweiyuanhui", "shuiliju", "weixuanchuanbu")
_ALL, _APPROPRIATION, _GENERAL = "all", "fiscal_appropriation", "general_public"

# What each printed heading of the truth means in each table: measure and fund.
MEANING = {
    "general_public_expenditure": {
        "小计": ("total", _GENERAL),
        "基本支出": ("basic_expenditure", _GENERAL),
        "项目支出": ("project_expenditure", _GENERAL),
    },
    "general_public_basic_expenditure": {
        "总计": ("total", _GENERAL),
        "人员经费": ("personnel", _GENERAL),
        "日常公用经费": ("office_costs", _GENERAL),
    },
    "department_expenditure": {
        "总计": ("total", _ALL),
        "基本支出": ("basic_expenditure", _ALL),
        "项目支出": ("project_expenditure", _ALL),
    },
    "department_income": {"总计": ("total", _ALL), "一般公共预算财政拨款": ("total", _GENERAL)},
    "fiscal_appropriation_summary": {
        "预算数": ("total", _APPROPRIATION),
        "合计": ("total", _APPROPRIATION),
        "一般公共预算": ("total", _GENERAL),
    },
    "department_summary": {"预算数": ("total", _ALL)},
    "three_public": {
        "合计": ("total", _GENERAL),
        "因公出国（境）费": ("overseas_travel", _GENERAL),
        "公务用车购置及运行费": ("official_vehicles", _GENERAL),
        "公务用车购置费": ("vehicle_purchase", _GENERAL),
        "公务用车运行费": ("vehicle_operation", _GENERAL),
        "公务接待费": ("official_reception", _GENERAL),
    },
}
# On the income side the row names the fund.
FUND_OF_ROW = {"一般公共预算资金": _GENERAL}
# The table of the three public expenses prints no name for its only row: the whole of the table is its name.
NAME_OF_ROW = {"三公经费": "“三公”经费"}


@pytest.fixture(scope="session")
def truth(corpus):
    return json.loads((corpus / "truth" / "liangjiang-2026.json").read_text("utf-8"))


def _exact(printed_amount, unit):
    return Decimal(printed_amount.replace(",", "")) * YUAN_PER_UNIT[unit]


def _figures(truth):
    for table in truth["tables"]:
        kind = table["table"]
        for row in table["rows"]:
            for heading, text in row["values"].items():
                measure, fund = MEANING[kind][heading]
                if row.get("side") == "income":
                    fund = FUND_OF_ROW.get(row["name"], fund)
                name = NAME_OF_ROW.get(row["name"], row["name"])
                amount = _exact(text, table["unit"])
                yield kind, row.get("side", ""), row.get("code", ""), name, measure, fund, "this_year", text, amount


def _facts(disclosure):
    """Kind, side, code, label, measure, fund, period, printed, amount of each line."""
    kinds = {table.table_no: table.kind for table in disclosure.tables}
    return [
        (kinds[x.table_no], x.side, x.code, x.label, x.measure, x.fund, x.period, x.printed, x.amount_yuan)
        for x in disclosure.lines
    ]


def _comparable(facts, sides):
    """Facts without blanks in names; the side only where the truth says it: elsewhere the table itself does."""
    return Counter(
        (kind, side if kind in sides else "", code, re.sub(r"\s", "", label), *rest)
        for kind, side, code, label, *rest in facts
    )


@pytest.mark.parametrize("file", [TXT, PDF])
def test_every_figure_of_the_truth_is_a_line_and_every_line_is_a_figure_of_it(truth, disclosure_of, file):
    sides = {table["table"] for table in truth["tables"] if "side" in table["rows"][0]}
    wanted = _comparable(_figures(truth), sides)
    found = _comparable((f for f in _facts(disclosure_of(file)) if f[0] in MEANING), sides)
    assert sum(wanted.values()) > 400
    assert wanted - found == Counter()
    assert found - wanted == Counter()


@pytest.mark.parametrize("file", [TXT, PDF])
def test_every_performance_target_of_the_truth_is_read(truth, disclosure_of, file):
    wanted = [
        (
            form["scope"],
            form.get("code", ""),
            form["name"],
            _exact(form["budget"], "万元"),
            *(target[k] for k in ("indicator", "weight", "comparator", "value", "unit")),
            target["core"] == "是",
        )
        for form in truth["performance"]
        for target in form["targets"]
    ]
    found = [
        (
            x.scope, x.project_code, x.project_name, x.budget_yuan, x.indicator, x.weight, x.comparator, x.value, x.unit,
            x.core,
        )
        for x in disclosure_of(file).targets
    ]  # fmt: skip
    assert len(wanted) == 24
    assert Counter(found) == Counter(wanted)


@pytest.mark.parametrize("file", [TXT, PDF])
def test_the_budget_of_each_performance_form_is_a_line(truth, disclosure_of, file):
    lines = Counter(f[-1] for f in _facts(disclosure_of(file)) if f[0].startswith("performance_"))
    assert lines == Counter(_exact(form["budget"], "万元") for form in truth["performance"])


def test_both_formats_give_the_same_lines(disclosure_of):
    by_file = {file: Counter(_facts(disclosure_of(file))) for file in (TXT, PDF)}
    assert by_file[TXT] - by_file[PDF] == Counter()
    assert by_file[PDF] - by_file[TXT] == Counter()


def test_both_formats_give_the_same_targets_and_kinds_of_tables(disclosure_of):
    text, pdf = disclosure_of(TXT), disclosure_of(PDF)
    assert [t.kind for t in text.tables] == [t.kind for t in pdf.tables]
    assert [(x.project_code, x.indicator, x.value) for x in text.targets] == [
        (x.project_code, x.indicator, x.value) for x in pdf.targets
    ]


@pytest.mark.parametrize("file", [TXT, PDF])
def test_the_income_table_is_read_and_reported_as_lost_at_the_front(truth, disclosure_of, file):
    disclosure = disclosure_of(file)
    (lost,) = [table for table in disclosure.tables if table.lost]
    assert (lost.kind, lost.lost) == ("department_income", "front")
    lines = [line for line in disclosure.lines if line.table_no == lost.table_no]
    (income,) = [table for table in truth["tables"] if table["table"] == "department_income"]
    assert len(lines) == sum(len(row["values"]) for row in income["rows"])
    assert all(line.inferred for line in lines)
    assert not any(line.inferred for line in disclosure.lines if line.table_no != lost.table_no)


@pytest.mark.parametrize("file", [TXT, PDF])
def test_every_line_stands_in_the_cell_that_prints_it(disclosure_of, file):
    disclosure = disclosure_of(file)
    cells = {(t.table_no, c.row, c.column): c for t in disclosure.tables for c in t.cells}
    for line in disclosure.lines:
        assert cells[line.table_no, line.row, line.column].text == line.printed


def test_every_cell_of_the_pdf_has_its_page_and_box(disclosure_of):
    disclosure = disclosure_of(PDF)
    pages = disclosure.sources[0].pages
    cells = [cell for table in disclosure.tables for cell in table.cells]
    assert len(cells) > 1000
    for cell in cells:
        assert 1 <= cell.place.page <= pages
        assert cell.place.x0 < cell.place.x1
        assert cell.place.top < cell.place.bottom


@pytest.mark.parametrize("file", [TXT, PDF])
def test_the_tables_agree_and_the_text_is_a_hundredth_off(disclosure_of, file):
    ledger = disclosure_of(file).findings
    failed = [f for f in ledger if f.status == "fail"]
    # The form of one project is last edition's: it plans for 2024, and measures a rate in 万件.
    assert {f.rule for f in failed} == {"planned-year", "target-unit", "text-table"}
    # The table of income has lost its front: what would be held against it is blocked.
    blocked = {f.rule for f in ledger if f.status == "blocked"}
    assert blocked == {"income-appropriation", "summary-income", "summary-income-fund"}
    assert any("22790.19" in f.message and "22,790.20" in f.message for f in failed)


@pytest.mark.parametrize("file", [TXT, PDF])
def test_receptions_differ_between_two_tables_for_a_reason(disclosure_of, file):
    (found,) = [f for f in disclosure_of(file).findings if f.rule == "three-public-basic" and "公务接待费" in f.message]
    assert found.status == "pass"
    assert found.printed_yuan < found.computed_yuan == Decimal(10_330_000)


def test_the_scanned_file_gives_a_clear_error_where_nothing_recognises_it(corpus, tmp_path):
    source = corpus / "documents" / "liangjiang-2026-scanned.pdf"
    (tmp_path / "cv2.py").write_text("raise ImportError\n", encoding="utf-8")
    path = os.pathsep.join(filter(None, [str(tmp_path), os.environ.get("PYTHONPATH")]))
    done = subprocess.run(
        [sys.executable, "-m", "gongkai", "extract", source, "--out", tmp_path / "out"],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "GONGKAI_LANG": "en", "PYTHONPATH": path},
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert "liangjiang-2026-scanned.pdf: 19 pages and no text layer (a scan)" in line
    assert list((tmp_path / "out").iterdir()) == []


# Pages transcribed by eye.

PAGES = (
    "beijing-gonganju-2026-budget-tables-p7",
    "beijing-weijunminronghefazhanweiyuan-2026-budget-tables-p3",
    "central-haerbinxinfangju-2026-budget-p7",
    "chongqing-shangwuweiyuanhui-2026-budget-p10",
    "guangzhou-qixiangju-2026-budget-p8",
    "guangzhou-xuanchuanbu-2026-budget-p6",
    "huzhou-tuiyijunrenshiwuju-2026-budget-p17",
    "jiangsu-gaojirenminfayuangaojiren-2019-budget-p12",
    "jiangsu-zhengxiezhengxiebangongtingdubiao-2018-budget-p6",
    "putuo-wanlijiedaobanshichu-2025-budget-p19",
    "quanzhou-bangongshibenji-2026-budget-p13",
    "shanghai-wenhuahelvyoujuzhifazong-2026-budget-p9",
    "shanghai-zhufanghechengxiangjiansheguanli-2026-budget-p13",
    "shenzhen-yingjiguanliju-2026-budget-p7",
    "wuxi-jiaotongyunshujubenji-2026-budget-p29",
    "wuxi-zhufanghechengxiangjianshejuben-2026-budget-p18",
    "xian-bangongting-2026-budget-p21",
    "yantai-sifaju-2026-budget-p14",
)


@cache
def _page(path, number, engine):
    """One page of a file, as a document of its own."""
    import pypdfium2 as pdfium  # noqa: PLC0415

    whole = pdfium.PdfDocument(path)
    alone = pdfium.PdfDocument.new()
    alone.import_pages(whole, [number - 1])
    out = BytesIO()
    alone.save(out)
    alone.close()
    whole.close()
    return read_document(out.getvalue(), "page.pdf", engine)


def _transcribed(table):
    """Texts without blanks by position, and spans of the merged cells."""
    texts = {
        (r, k): re.sub(r"\s", "", text)
        for r, row in enumerate(table["grid"], start=1)
        for k, text in enumerate(row, start=1)
        if text
    }
    return (
        len(table["grid"]),
        len(table["grid"][0]),
        texts,
        {(r + 1, k + 1, rs, cs) for r, k, rs, cs in table["merged"]},
    )


def _as_read(grid):
    texts = {(c.row, c.column): re.sub(r"\s", "", c.text) for c in grid.cells if c.text}
    spans = {(c.row, c.column, c.row_span, c.column_span) for c in grid.cells if c.row_span * c.column_span > 1}
    return grid.rows, grid.columns, texts, spans


@pytest.mark.parametrize("engine", sorted(ENGINES))
@pytest.mark.parametrize("name", PAGES)
def test_a_page_transcribed_by_eye_is_read_cell_by_cell(corpus, name, engine):
    page = json.loads((corpus / "truth" / f"{name}.json").read_text("utf-8"))
    document = _page(corpus / "documents" / f"{page['document']}.pdf", page["page"], engine)
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    assert [_as_read(grid) for grid in grids] == [_transcribed(table) for table in page["tables"]]


def test_every_transcribed_page_is_tested(corpus):
    assert sorted(PAGES) == sorted(path.stem for path in (corpus / "truth").glob("*-p*.json"))


# The municipal disclosures of Chongqing.


@pytest.mark.parametrize("office", MUNICIPAL)
def test_every_table_of_a_municipal_disclosure_is_recognised_and_holds(disclosure_of, office):
    disclosure = disclosure_of(f"chongqing-{office}-2026-budget.pdf")
    assert [table.table_no for table in disclosure.tables if not table.recognised] == []
    assert disclosure.leftovers == ()
    assert [f.message for f in disclosure.findings if f.status == "fail" and f.severity == "error"] == []
    assert [f.message for f in disclosure.findings if f.status == "blocked"] == []
    registration = disclosure.registration
    assert (registration.fiscal_year, registration.phase) == (2026, "budget")
    assert registration.issuer
    assert registration.region_code == "50"


_AMOUNT = re.compile(r"\d{1,3}(?:,\d{3})*\.\d{2}")


def _amounts(text):
    """The amounts in a text without separators (which pdfplumber's words may tear off), also where two run together."""
    return re.findall(r"\d+\.\d{2}", re.sub(r"[\s,]", "", text))


@pytest.mark.parametrize("office", MUNICIPAL)
def test_every_amount_inside_a_frame_of_a_municipal_disclosure_is_in_a_cell_of_its_page(corpus, disclosure_of, office):
    import pdfplumber  # noqa: PLC0415

    name = f"chongqing-{office}-2026-budget.pdf"
    path = corpus / "documents" / name
    cells = Counter(
        (cell.place.page, text)
        for table in disclosure_of(name).tables
        for cell in table.cells
        for text in _amounts(cell.text)
    )
    ruled = {
        page.number: [(f.xs[0], f.ys[0], f.xs[-1], f.ys[-1]) for f in frames(page)]
        for page in pdfium_pages(path.read_bytes(), name)
    }
    words = Counter()
    with pdfplumber.open(path) as document:
        for number, boxes in ruled.items():
            if boxes:
                page = document.pages[number - 1]
                for word in page.extract_words():
                    x, y = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
                    inside = any(x0 < x < x1 and top < y < bottom for x0, top, x1, bottom in boxes)
                    if inside:
                        words.update((number, text) for text in _amounts(word["text"]))
                page.close()
    assert sum(words.values()) > 300
    assert words - cells == Counter()


@pytest.mark.parametrize("office", MUNICIPAL)
def test_every_amount_in_a_recognised_table_of_a_municipal_disclosure_is_a_line(disclosure_of, office):
    disclosure = disclosure_of(f"chongqing-{office}-2026-budget.pdf")
    lines = {(x.table_no, x.row, x.column) for x in disclosure.lines}
    missing = [
        (table.table_no, cell.row, cell.column, cell.text)
        for table in disclosure.tables
        if not table.kind.startswith("performance_")
        for cell in table.cells
        if _AMOUNT.fullmatch(cell.text) and (table.table_no, cell.row, cell.column) not in lines
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("name", "number"),
    [(PDF, 4), (PDF, 12), (PDF, 18), *((f"chongqing-{office}-2026-budget.pdf", 9) for office in MUNICIPAL)],
)
def test_both_engines_read_the_same_blocks_of_a_page(corpus, name, number):
    first, second = (_page(corpus / "documents" / name, number, engine) for engine in ENGINES)
    of_each = [
        [printed(b) if isinstance(b, Grid) else b.text for b in unnamed(document).blocks]
        for document in (first, second)
    ]
    assert of_each[0] == of_each[1]
