"""The site: every page in two languages, nothing loaded from outside, and the figures of the package."""

import csv
import dataclasses
import gzip
import html
import io
import json
import logging
import re
import shutil
import sqlite3
import zipfile
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from gongkai.errors import BuildError
from gongkai.load import build_database
from gongkai.package import Package, read_package
from gongkai.publish import publish_site
from gongkai.publish.amounts import exact_wan, exact_yuan, percent, rounded
from sample import ID, filed
from showing import Sampled

SITE = Path(__file__).parents[1] / "site"
BASE = "http://site.invalid/"
#: Datasette's own pages, there when the site is shown by `gongkai serve`.
SERVED = (f"{BASE}data/", f"{BASE}en/data/")
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Reader(HTMLParser):
    """What a test needs of a page: ids, links, what it loads, texts by id, and that its tags close."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.handlers: list[str] = []
        self.inline: list[str] = []
        self.language = ""
        self.alternates: dict[str, str] = {}
        self.texts: dict[str, str] = {}
        self.open: list[tuple[str, str]] = []
        self.tags: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open, f"not closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.handlers += [name for name in values if name.startswith("on") or name == "style"]
        if "id" in values:
            self.ids.append(values["id"])
            self.texts[values["id"]] = ""
        if tag == "html":
            self.language = values.get("lang", "")
        if tag == "a" and "data-server" not in values:  # those get their address from a server that answers SQL
            self.links.append(values["href"])
        elif tag == "link":
            if values["rel"] == "alternate":
                if "hreflang" in values:
                    self.alternates[values["hreflang"]] = values["href"]
                self.links.append(values["href"])
            elif values["rel"] != "canonical":
                self.loads.append(values["href"])
        elif tag == "script" and "src" not in values:
            pass  # `inline` has those that run
        elif tag in {"script", "img", "iframe", "source", "video", "audio", "object", "embed"}:
            self.loads.append(values.get("src", values.get("data", "")))
        runs = tag == "script" and values.get("type") not in {"application/ld+json", "application/json"}
        self.inline += [tag] if tag == "style" or (runs and "src" not in values) else []
        if tag not in VOID:
            self.open.append((tag, values.get("id", "")))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1][0] == tag, f"</{tag}> closes {self.open[-1]}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for _, name in self.open:
            if name:
                self.texts[name] += data


@dataclasses.dataclass(frozen=True)
class Built:
    package: Package
    database: Path
    out: Path

    @property
    def pages(self) -> dict[str, Reader]:
        return {
            page.relative_to(self.out).as_posix(): Reader(page.read_text(encoding="utf-8"))
            for page in sorted(self.out.rglob("*.html"))
        }


def build(folder: Path, out: str = "out") -> Built:
    package = read_package(filed(folder / "package" / ID))
    database = folder / "gongkai.db"
    build_database([package], database)
    publish_site([package.folder], database, folder / out, site_sources=SITE)
    return Built(package, database, folder / out)


def shared(sampled: Sampled) -> Built:
    """The same site, built for all tests that only read it."""
    return Built(read_package(sampled.package), sampled.database, sampled.site)


@pytest.fixture(scope="module")
def built(sampled: Sampled) -> Built:
    return shared(sampled)


@pytest.fixture(scope="module")
def pages(built: Built) -> dict[str, Reader]:
    return built.pages


def test_every_kind_of_page_is_there_in_both_languages(pages: dict[str, Reader]) -> None:
    expected = {
        "index.html",
        "disclosures/index.html",
        f"disclosures/{ID}/index.html",
        f"disclosures/{ID}/checks/index.html",
        "use/index.html",
        "dictionary/index.html",
        "contribute/index.html",
        "architecture/index.html",
        "decisions/index.html",
        "rules/index.html",
        "codes/index.html",
    }
    chinese = {page for page in pages if not page.startswith("en/") and page != "404.html"}
    english = {page.removeprefix("en/") for page in pages if page.startswith("en/")}
    assert expected <= chinese
    assert chinese == english


def test_every_page_says_its_language_and_leads_to_its_twin(pages: dict[str, Reader]) -> None:
    for name, page in pages.items():
        assert page.language == ("en" if name.startswith("en/") else "zh-Hans"), name
        if name != "404.html":
            chinese = name.removeprefix("en/")
            assert resolve(name, page.alternates["zh-Hans"]) == (chinese, "")
            assert resolve(name, page.alternates["en"]) == (f"en/{chinese}", "")


def resolve(page: str, link: str) -> tuple[str, str] | None:
    """The file and anchor that a link leads to, None where it leaves the site's files."""
    address = urljoin(BASE + page, link)
    if not address.startswith(BASE) or address.startswith(SERVED):
        return None
    parts = urlsplit(address)
    path = unquote(parts.path).removeprefix("/")
    return (f"{path}index.html" if path.endswith("/") or not path else path), unquote(parts.fragment)


def test_every_internal_link_and_anchor_resolves(built: Built, pages: dict[str, Reader]) -> None:
    broken = []
    for name, page in pages.items():
        for link in page.links:
            target = resolve(name, link)
            if target is None:
                continue
            path, anchor = target
            within = anchor and path in pages  # a place in a file, source.pdf#page=2, is its reader's to find
            if not (built.out / path).is_file() or (within and anchor not in pages[path].ids):
                broken.append(f"{name}: {link}")
    assert broken == []


def test_links_name_no_host_of_ours_and_work_from_any_folder(pages: dict[str, Reader]) -> None:
    for name, page in pages.items():
        absolute = [link for link in page.links + page.loads if link.startswith("/")]
        # Shown at addresses of any depth, this page alone cannot link relatively.
        assert bool(absolute) == (name == "404.html"), name


def test_nothing_is_loaded_from_outside_and_no_script_or_style_is_inline(
    built: Built, pages: dict[str, Reader]
) -> None:
    for name, page in pages.items():
        for load in page.loads:
            assert "//" not in load, f"{name} loads {load}"
            assert (built.out / (resolve(name, load) or ("", ""))[0]).is_file(), f"{name} loads {load}"
        assert page.inline == [], name
        assert page.handlers == [], name
    styles = (built.out / "assets" / "site.css").read_text(encoding="utf-8")
    assert not re.search(r"url\(|@import|@font-face", styles)


def test_ids_are_unique_and_each_page_has_one_main_heading(pages: dict[str, Reader]) -> None:
    for name, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), name
        assert page.tags.count("h1") == 1, name
        assert page.tags.count("main") == 1, name


def test_every_printed_cell_stands_on_the_page_with_its_text_and_permanent_id(
    built: Built, pages: dict[str, Reader]
) -> None:
    for language in ("", "en/"):
        texts = pages[f"{language}disclosures/{ID}/index.html"].texts
        for cell in built.package.rows["cells"]:
            anchor = f"t{cell['table_no']}-r{cell['row']}-c{cell['column']}"
            assert texts[anchor].strip() == str(cell["text"] or "").strip(), anchor


def test_spans_and_headings_of_a_printed_table_are_kept(built: Built) -> None:
    page = (built.out / "disclosures" / ID / "index.html").read_text(encoding="utf-8")
    assert '<th id="t4-r1-c1" scope="col" rowspan="2" class="figure">合计</th>' in page
    assert '<th id="t4-r1-c3" scope="colgroup" colspan="3" class="group">公务用车购置及运行费</th>' in page
    assert re.search(r'<th id="t2-r4-c2" scope="row"><a [^>]*>一般公共服务支出</a></th>', page)
    assert re.search(r'<td id="t2-r3-c3" class="figure[^"]*" title="1,627,500\.00 元"><a [^>]*>162\.75</a></td>', page)


def test_a_script_in_a_cell_is_shown_as_text(built: Built, pages: dict[str, Reader]) -> None:
    page = (built.out / "disclosures" / ID / "index.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert html.escape("<script>alert('x')</script>", quote=False)[:14] in page
    assert pages[f"disclosures/{ID}/index.html"].texts["t8-r2-c2"] == "<script>alert('x')</script>"


def test_headline_figures_equal_the_package_and_lead_to_their_cells(built: Built) -> None:
    page = (built.out / "disclosures" / ID / "index.html").read_text(encoding="utf-8")
    for anchor, amount in (
        ("t1-r5-c2", "162.75"),
        ("t2-r3-c4", "102.55"),
        ("t2-r3-c5", "60.20"),
        ("t4-r3-c1", "9.00"),
    ):
        cell = next(
            row for row in built.package.rows["lines"] if anchor == f"t{row['table_no']}-r{row['row']}-c{row['column']}"
        )
        assert exact_wan(Decimal(str(cell["amount_yuan"]))) == amount
        block = page[page.index('<dl class="figures">') : page.index("</dl>")]
        assert re.search(rf'<a href="pages/\d+/#{anchor}"[^>]*>[^<]*{re.escape(amount)}', block), anchor


def test_what_does_not_hold_is_told_with_its_arithmetic_and_its_cells(pages: dict[str, Reader]) -> None:
    for language, words in (
        ("", "文字写 162.76 万元，表二为 162.75 万元。"),
        ("en/", "The text says 162.76"),
    ):
        page = pages[f"{language}disclosures/{ID}/index.html"]
        told = page.texts["check-2"]
        assert words in told
        assert "0.01" in told
        assert {"s1", "t2-r3-c3"} <= {link.partition("#")[2] for link in page.links if link.startswith("pages/")}


def test_the_ledger_shows_every_check(built: Built, pages: dict[str, Reader]) -> None:
    shown = {name for name in pages[f"disclosures/{ID}/checks/index.html"].ids if name.startswith("check-")}
    assert shown == {f"check-{row['check_no']}" for row in built.package.rows["checks"]}


def test_lost_and_unrecognised_tables_and_the_note_are_told(pages: dict[str, Reader]) -> None:
    chinese = pages[f"disclosures/{ID}/index.html"]
    assert "缺少这张表的前面部分" in chinese.texts["table-6"]
    assert "没有识别出种类" in chinese.texts["table-8"]
    assert "本单位无该项收支，故此表无数据。" in chinese.texts["table-5"]
    assert "为测试而编写" in chinese.texts["content"]
    assert "Written for tests" in pages[f"en/disclosures/{ID}/index.html"].texts["content"]


def test_a_target_is_shown_with_its_demand(pages: dict[str, Reader]) -> None:
    told = " ".join(pages[f"disclosures/{ID}/index.html"].texts["targets"].split())
    for words in ("维修及时率", "≥ 95%", "＝ 1200 平方米", "办公楼日常维护"):
        assert words in told


def test_the_dictionary_has_every_column_of_every_table(built: Built, pages: dict[str, Reader]) -> None:
    for language in ("", "en/"):
        page = pages[f"{language}dictionary/index.html"]
        for resource in built.package.descriptor["resources"]:
            for column in resource["schema"]["fields"]:
                assert f"{resource['name']}-{column['name']}" in page.ids


def test_downloaded_tables_hold_the_rows_of_the_package(built: Built) -> None:
    data = built.out / "disclosures" / ID / "data"
    for name, rows in built.package.rows.items():
        with (data / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            printed = list(csv.DictReader(file))
        told = json.loads((data / f"{name}.json").read_text(encoding="utf-8"), parse_float=Decimal)
        assert len(printed) == len(rows) == len(told["records"]), name
        assert told["metadata"]["schema"]["fields"][0]["name"] == next(iter(rows[0]))
        for row, record, line in zip(rows, told["records"], printed, strict=True):
            assert {column: None if value == "" else value for column, value in record.items()} == dict(row), name
            assert set(line) == set(row)
    with (data / "lines.csv").open(encoding="utf-8", newline="") as file:
        amounts = [Decimal(row["amount_yuan"]) for row in csv.DictReader(file)]
    assert amounts == [row["amount_yuan"] for row in built.package.rows["lines"]]


def test_the_zip_holds_the_package_and_its_source(built: Built, tmp_path: Path) -> None:
    content = (built.out / "disclosures" / ID / "data" / f"{ID}.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert f"{ID}/source/{ID}.pdf" in archive.namelist()
        archive.extractall(tmp_path)
    assert read_package(tmp_path / ID).rows == built.package.rows
    assert (built.out / "disclosures" / ID / "source" / f"{ID}.pdf").read_bytes() == b"%PDF- not really"


def test_the_database_is_there_plain_and_gzipped(built: Built, tmp_path: Path) -> None:
    plain = built.out / "downloads" / "gongkai.db"
    assert gzip.decompress((built.out / "downloads" / "gongkai.db.gz").read_bytes()) == plain.read_bytes()
    connection = sqlite3.connect(plain)
    total = connection.execute("select sum(amount_fen) from lines").fetchone()[0]
    connection.close()
    assert total == sum(Decimal(str(row["amount_yuan"])) * 100 for row in built.package.rows["lines"])


@pytest.mark.parametrize("page", ["use.md", "en/use.md"])
def test_the_query_on_the_page_about_using_the_data_gives_the_classes(built: Built, page: str) -> None:
    words = (SITE / "pages" / page).read_text(encoding="utf-8")
    query = words.partition("```sql\n")[2].partition("```")[0]
    connection = sqlite3.connect(built.database)
    rows = connection.execute(query).fetchall()
    connection.close()
    assert [(row[2], row[4]) for row in rows] == [("201", 1602500.0), ("205", 25000.0)]


def test_two_builds_in_different_folders_are_byte_identical(built: Built, tmp_path: Path) -> None:
    again = build(tmp_path, "elsewhere/site")

    def content(out: Path) -> dict[PurePosixPath, bytes]:
        return {PurePosixPath(file.relative_to(out)): file.read_bytes() for file in out.rglob("*") if file.is_file()}

    first, second = content(built.out), content(again.out)
    assert first.keys() == second.keys()
    assert [str(name) for name in first if first[name] != second[name]] == []


def test_a_site_without_disclosures_is_built_and_says_so(tmp_path: Path) -> None:
    database = tmp_path / "empty.db"
    sqlite3.connect(database).close()
    database.touch()
    publish_site([], database, tmp_path / "out", site_sources=SITE)
    assert "还没有公开的数据" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_a_folder_that_holds_something_is_left_as_it_is(built: Built, tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("kept", encoding="utf-8")
    with pytest.raises(BuildError, match=r"not an empty folder|不是空文件夹"):
        publish_site([built.package.folder], built.database, tmp_path, site_sources=SITE)
    assert [file.name for file in tmp_path.iterdir()] == ["kept.txt"]


def site_copy(folder: Path, **pages: str) -> Path:
    copy = folder / "sources"
    shutil.copytree(SITE, copy)
    for name, text in pages.items():
        path = copy / "pages" / f"{name.replace('__', '/')}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return copy


@pytest.mark.parametrize("silenced", [False, True])
def test_a_broken_link_in_prose_stops_the_build_even_where_logging_is_silenced(
    built: Built, tmp_path: Path, silenced: bool
) -> None:
    broken = "# 页\n\n[断](nowhere.md)\n"
    sources = site_copy(tmp_path, page=broken, en__page="# Page\n")
    logger = logging.getLogger("mkdocs")
    logger.setLevel(logging.CRITICAL if silenced else logging.NOTSET)
    try:
        with pytest.raises(BuildError, match=r"nowhere\.md"):
            publish_site([built.package.folder], built.database, tmp_path / "out", site_sources=sources)
    finally:
        logger.setLevel(logging.NOTSET)


def test_a_prose_page_without_a_twin_stops_the_build(built: Built, tmp_path: Path) -> None:
    sources = site_copy(tmp_path, alone="# 只有中文\n")
    with pytest.raises(BuildError, match=r"en/alone\.md"):
        publish_site([built.package.folder], built.database, tmp_path / "out", site_sources=sources)


def test_a_decision_record_is_listed_and_its_english_twin_begins_in_english(built: Built, tmp_path: Path) -> None:
    record = (
        "---\ntitle_en: One way\ndate: 2026-01-02\n---\n# 一条路\n\n中文正文。\n\n## English summary\n\nIn English.\n"
    )
    sources = site_copy(tmp_path, **{"decisions__0901-one-way": record})
    publish_site([built.package.folder], built.database, tmp_path / "out", site_sources=sources)
    listed = (tmp_path / "out" / "en" / "decisions" / "index.html").read_text(encoding="utf-8")
    assert "One way" in listed
    assert "2026-01-02" in listed
    assert "一条路" in (tmp_path / "out" / "decisions" / "index.html").read_text(encoding="utf-8")
    twin = (tmp_path / "out" / "en" / "decisions" / "0901-one-way" / "index.html").read_text(encoding="utf-8")
    assert "English summary" not in twin
    assert (
        twin.index(">One way</h1>") < twin.index("In English.") < twin.index(">一条路</h2>") < twin.index("中文正文。")
    )


def test_with_an_address_the_site_has_a_sitemap_and_canonical_links(built: Built, tmp_path: Path) -> None:
    sources = site_copy(tmp_path)
    settings = sources / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace('site_url: ""', "site_url: https://gongkai.example/site/"), encoding="utf-8")
    publish_site([built.package.folder], built.database, tmp_path / "out", site_sources=sources)
    sitemap = (tmp_path / "out" / "sitemap.xml").read_text(encoding="utf-8")
    assert f"<loc>https://gongkai.example/site/en/disclosures/{ID}/</loc>" in sitemap
    page = (tmp_path / "out" / "en" / "index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://gongkai.example/site/en/">' in page
    assert 'href="/site/assets/site.css"' in (tmp_path / "out" / "404.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("yuan", "zh", "en"),
    [
        ("227902000.00", ("2.28", "亿元"), ("227.90", "million yuan")),
        ("13710000", ("1,371.00", "万元"), ("13.71", "million yuan")),
        ("-25000", ("−2.50", "万元"), ("−25,000.00", "yuan")),
        ("0", ("0.00", "元"), ("0.00", "yuan")),
    ],
)
def test_big_amounts_are_rounded_to_the_language_s_own_units(
    yuan: str, zh: tuple[str, str], en: tuple[str, str]
) -> None:
    assert dataclasses.astuple(rounded(Decimal(yuan), "zh")) == zh
    assert dataclasses.astuple(rounded(Decimal(yuan), "en")) == en


def test_exact_amounts_keep_every_digit() -> None:
    assert exact_wan(Decimal("227902000.00")) == "22,790.20"
    assert exact_wan(Decimal("0.01")) == "0.000001"
    assert exact_yuan(Decimal("1234567890123456.789")) == "1,234,567,890,123,456.789"


def test_a_share_of_nothing_is_not_told() -> None:
    assert percent(Decimal(1), Decimal(0)) == ""
    assert percent(Decimal("0.01"), Decimal(1000)) == "<0.1%"
    assert percent(Decimal(1), Decimal(3)) == "33.3%"
    assert percent(Decimal(-1), Decimal(8)) == "−12.5%"
