"""A page per printed page: its picture, and every figure on it with what was read, checked and meant."""

from collections.abc import Iterator

from gongkai.publish.fields import text, whole
from gongkai.publish.markup import FigureLists
from gongkai.publish.outputs import One, Page


def alone(one: One) -> Iterator[Page]:
    """The list of a disclosure's printed pages, and each of them."""
    folder = f"disclosures/{one.summary.id}/pages/"
    tables = {whole(row, "table_no"): row for row in one.package.rows["tables"]}
    shared = {
        "entry": one.summary,
        "disclosure": one.package.disclosure,
        "tables": tables,
        "rules": {text(rule, "rule"): rule for rule in one.package.rows["rules"]},
        "sources": {name: file.path for name, file in one.downloads.sources.items()},
        "pages": one.printed,
    }
    if one.printed:
        yield Page(folder, "printed_pages.html", shared, in_sitemap=False)
    lists = FigureLists(one.printed)
    for at, (page, listed) in enumerate(zip(one.printed, lists.pages, strict=True)):
        yield Page(
            f"{folder}{page.name}/",
            "printed_page.html",
            {
                **shared,
                "page": page,
                "before": one.printed[at - 1] if at else None,
                "after": one.printed[at + 1] if at + 1 < len(one.printed) else None,
                "lists": lists,
                "listed": listed,
            },
            in_sitemap=False,
        )
