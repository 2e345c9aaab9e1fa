"""The hand-written pages, by MkDocs in strict mode with our own theme. The one place that imports MkDocs."""

import logging
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from gongkai.errors import BuildError
from gongkai.publish.environment import address, environment
from gongkai.publish.outputs import Prose

_DECISIONS = "decisions"
_ENGLISH_HEADING = "## English"
_ENGLISH_TITLE = "title_en:"


def write_prose(site_sources: Path, out: Path) -> Prose:
    """Writes every page of `site/pages` and the theme's files to `out`, which is emptied first.

    Raises BuildError with MkDocs' own words for whatever it complains of, where mkdocs.yml is missing or wrong too.
    """
    told = _load(site_sources, site_sources / "pages", site_sources / "unused")
    site_url, repo_url = told.site_url or "", told.repo_url or ""
    shared = environment(site_sources, site_url=site_url, repo_url=repo_url)
    with tempfile.TemporaryDirectory() as folder:
        pages = Path(folder) / "pages"
        _stage(site_sources / "pages", pages)
        config = _load(site_sources, pages, out.absolute())  # MkDocs would take it from its own folder
        # Its own sitemap holds the day of the build; ours follows from the pages.
        config.theme.static_templates.clear()
        config.theme.dirs = [str(site_sources / "theme")]
        config.plugins.events["env"].append(lambda _env, **_: shared)
        config.plugins.events["page_context"].append(
            lambda context, *, page, **_: {**context, **address(page.url).context()}
        )
        _run(lambda: build(config), str(site_sources / "mkdocs.yml"))
    pages_written = (page.relative_to(out).as_posix().removesuffix("index.html") for page in out.rglob("index.html"))
    return Prose(site_url, repo_url, tuple(sorted(pages_written)))


def _load(site_sources: Path, pages: Path, out: Path) -> Any:
    file = site_sources / "mkdocs.yml"
    loaded: list[Any] = []
    _run(
        lambda: loaded.append(load_config(str(file), docs_dir=str(pages), site_dir=str(out), strict=True)),
        str(file),
    )
    return loaded[0]


def _stage(pages: Path, staged: Path) -> None:
    """The pages with a twin of every decision record, its English summary first, under en/."""
    shutil.copytree(pages, staged)
    twins = staged / "en" / _DECISIONS
    for record in sorted((pages / _DECISIONS).glob("*.md")):
        twin = twins / record.name
        if not twin.exists():
            twin.parent.mkdir(parents=True, exist_ok=True)
            twin.write_text(_english_first(record.read_text(encoding="utf-8")), encoding="utf-8")
    for page in sorted(staged.rglob("*.md")):
        path = page.relative_to(staged)
        twin = staged / Path(*path.parts[1:]) if path.parts[0] == "en" else staged / "en" / path
        if not twin.is_file():
            raise BuildError(
                f"site/pages/{path.as_posix()}",
                zh=f"缺少另一种语言的同名页面 {twin.relative_to(staged).as_posix()}",
                en=f"has no twin in the other language; write {twin.relative_to(staged).as_posix()}",
            )


def _english_first(record: str) -> str:
    """The record under its English title, with its English section first and the Chinese below it."""
    lines = record.splitlines()
    start = next((n for n, line in enumerate(lines) if line.startswith(_ENGLISH_HEADING)), None)
    title = next((n for n, line in enumerate(lines) if line.startswith("# ")), None)
    if start is None or title is None:
        return record
    end = next((n for n in range(start + 1, len(lines)) if lines[n].startswith("## ")), len(lines))
    chinese = lines[title].removeprefix("# ")
    said = next((line for line in lines[:title] if line.startswith(_ENGLISH_TITLE)), "")
    english = said.removeprefix(_ENGLISH_TITLE).strip(' "') or chinese
    heads = f"# {english}", f"## {chinese}"
    moved = [*lines[:title], heads[0], *lines[start + 1 : end], "", heads[1], *lines[title + 1 : start], *lines[end:]]
    return "\n".join(moved) + "\n"


class _Complaints(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def _run(action: Callable[[], object], where: str) -> None:
    """Strict mode counts what is logged, so a logger that somebody has silenced would silence it too."""
    logger, complaints = logging.getLogger("mkdocs"), _Complaints()
    level, propagate, disabled = logger.level, logger.propagate, logger.disabled
    logger.setLevel(logging.WARNING)
    logger.propagate, logger.disabled = False, False
    logger.addHandler(complaints)
    failure: Exception | None = None
    try:
        action()
    except (MkDocsException, SystemExit) as error:
        failure = MkDocsException(str(error))
    finally:
        logger.removeHandler(complaints)
        logger.setLevel(level)
        logger.propagate, logger.disabled = propagate, disabled
    if failure or complaints.lines:
        words = "; ".join(complaints.lines) or str(failure)
        raise BuildError(where, zh=f"MkDocs 严格模式不通过：{words}", en=f"MkDocs in strict mode refuses: {words}")
