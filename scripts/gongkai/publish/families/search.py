"""The search page; its results come from the index."""

from collections.abc import Iterator

from gongkai.publish.outputs import Page, Whole

_KINDS = (
    ("page", ("页面", "Pages")),
    ("place", ("地区", "Places")),
    ("disclosure", ("单位与公开", "Departments and disclosures")),
    ("code", ("科目编码", "Codes")),
    ("project", ("项目", "Projects")),
    ("item", ("支出和收入的名目", "Items")),
    ("indicator", ("绩效指标", "Performance indicators")),
    ("table", ("表", "Tables")),
    ("heading", ("表头", "Headings")),
    ("paragraph", ("正文", "Paragraphs")),
)


def together(whole: Whole) -> Iterator[Page]:
    """The search page."""
    yield Page("search/", "search.html", {"kinds": _KINDS, "awaiting": whole.awaiting})
