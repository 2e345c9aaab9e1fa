"""The names of printed pages in permanent addresses: `disclosures/<id>/pages/<name>/`."""

from collections.abc import Mapping


def file_numbers(sources: tuple[Mapping[str, object], ...]) -> dict[str, int]:
    """The number, from 1, of each published file of a disclosure, in the order in which they are registered."""
    return {str(source["file"]): number for number, source in enumerate(sources, start=1)}


def page_name(file_number: int, page: int | None, table_no: int | None = None) -> str:
    """The name of a page: its number (`7`), after that of the file from the second file on (`2-7`).

    What a file without pages holds goes by its tables (`t3`); its text is `text`.
    """
    own = str(page) if page else f"t{table_no}" if table_no else "text"
    return own if file_number == 1 else f"{file_number}-{own}"
