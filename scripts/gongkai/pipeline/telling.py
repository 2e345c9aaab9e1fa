"""What was not understood, and the lines proposed for it, as text for the terminal."""

from collections.abc import Iterator, Mapping, Sequence

from gongkai.messages import say
from gongkai.pipeline.unknown import Met, Unknown

_SHOWN_HEADINGS = 6


def told(unknown: Unknown) -> Iterator[str]:
    """What was not understood in one file or in several together, theme by theme."""
    for title, entries in _themes(unknown):
        if entries:
            yield f"{title} ({len(entries)})"
            yield from (f"  {_line(met)}" for met in entries)


def summed(unknown: Unknown) -> str:
    """How much of one file was not understood, in a line."""
    counts = [len(entries) for _, entries in _themes(unknown)]
    if not any(counts):
        return say(f"{unknown.file}：全部认得", f"{unknown.file}: all understood")
    tables, headings, columns, fields, phrases = counts
    return say(
        f"{unknown.file}：不认得的表 {tables} 种，表头 {headings} 个，没有读作金额的列 {columns} 个，"
        f"绩效表栏目 {fields} 个，文字用语 {phrases} 种",
        f"{unknown.file}: not understood: {tables} tables, {headings} headings, {columns} columns of figures, "
        f"{fields} fields of forms, {phrases} phrases",
    )


def proposed(made: Mapping[str, str]) -> Iterator[str]:
    """The proposals as one text, each under the file that it belongs in."""
    if made:
        yield say("可以加进词汇文件的行（请人判断后再加）：", "Lines that could be added, for somebody to judge:")
    for name, text in made.items():
        yield ""
        yield f"# scripts/gongkai/vocabulary/{name}"
        yield from text.rstrip("\n").split("\n")


def _themes(unknown: Unknown) -> tuple[tuple[str, Sequence[Met]], ...]:
    return (
        (say("没有认出种类的表", "Tables of no known kind"), unknown.tables),
        (say("表头照印出的字作了 measure", "Headings whose own words became the measure"), unknown.headings),
        (say("有金额样的数而没有读作金额的列", "Columns of figures that were not taken for amounts"), unknown.columns),
        (say("绩效表中不认得的栏目", "Fields of forms that are not known"), unknown.fields),
        (
            say("没有对上任何项目的文字金额前的话", "Words before amounts of prose that are bound to nothing"),
            unknown.phrases,
        ),
    )


def _line(met: Met) -> str:
    often = f"×{met.times}" + (say(f"（{met.files} 份）", f" ({met.files} files)") if met.files > 1 else "")
    headings = " | ".join(met.detail[:_SHOWN_HEADINGS])
    parts = (often, met.words or say("（无标题）", "(no title)"), headings, met.example, met.where)
    return " · ".join(" ".join(part.split()) for part in parts if part)
