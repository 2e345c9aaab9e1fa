"""What a run says of the files that it read."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from gongkai.messages import say

if TYPE_CHECKING:
    from gongkai.pipeline import FileReport


def told(found: "FileReport") -> Iterable[str]:
    """The lines about one file."""
    phase = {"budget": say("预算", "budget"), "final": say("决算", "final account")}.get(found.phase, "?")
    pages = say(f"{found.pages} 页，", f"{found.pages} pages, ") if found.pages else ""
    unchanged = say("（未变，没有重读）", " (unchanged, not read again)") if found.unchanged else ""
    yield f"{found.file} → {found.folder}{unchanged}"
    if found.part_of:
        yield say(f"  与 {found.part_of} 同属一份公开", f"  of one disclosure with {found.part_of}")
        return
    yield say(
        f"  {found.issuer or '发布单位未读出'} {found.fiscal_year or '年度未读出'} {phase}：{pages}"
        f"{found.tables} 张表（认出 {found.recognised}），{found.lines} 个金额（{found.covered} 个在成立的等式中），"
        f"{found.targets} 个绩效目标，文字中 {found.statements} 个金额",
        f"  {found.issuer or 'issuer not read'} {found.fiscal_year or 'year not read'} {phase}: {pages}"
        f"{found.tables} tables ({found.recognised} recognised), {found.lines} amounts "
        f"({found.covered} in an identity that holds), {found.targets} targets, {found.statements} amounts in prose",
    )
    yield say(
        f"  检查：{found.passed} 个成立，{found.failed} 个不成立"
        + (f"，{found.blocked} 条规则出错" if found.blocked else ""),
        f"  checks: {found.passed} hold, {found.failed} do not"
        + (f", {found.blocked} rules failed" if found.blocked else ""),
    )
    for field, registered, said in found.differences:
        yield say(
            f"  登记与文件不同：{field} 登记为“{registered}”，文件说“{said}”",
            f"  {field}: registered as “{registered}”, the document says “{said}”",
        )
    for field, read, said in found.misnamed:
        yield say(
            f"  文件名与内容不同：{field} 读出的是“{read}”，文件名说“{said}”",
            f"  {field}: the document says “{read}”, the name of the file “{said}”",
        )
    for lost in found.lost:
        yield say(f"  前面的部分遗失：{lost}", f"  its front is lost: {lost}")
    for leftover in found.leftovers:
        yield say(f"  没有认出，按原样发布：{leftover}", f"  not recognised, published as printed: {leftover}")


def summed(reports: Iterable["FileReport"]) -> str:
    """The line about all of them."""
    done = [r for r in reports if not r.error]
    kept = sum(r.unchanged for r in done)
    tables, known = sum(r.tables for r in done), sum(r.recognised for r in done)
    pages = sum(r.pages or 0 for r in done)
    lines, covered = sum(r.lines for r in done), sum(r.covered for r in done)
    return say(
        f"共 {len(done)} 份，{pages} 页，{tables} 张表（认出 {known}），{lines} 个金额（{covered} 个在成立的等式中）"
        + (f"；其中 {kept} 份未变，没有重读" if kept else ""),
        f"{len(done)} files, {pages} pages, {tables} tables ({known} recognised), "
        f"{lines} amounts ({covered} in an identity that holds)"
        + (f"; {kept} of them unchanged and not read again" if kept else ""),
    )
