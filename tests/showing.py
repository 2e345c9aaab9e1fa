"""A site to look at: what is shipped, and a package that wishes it ill; built once for all who test at the same time."""

import fcntl
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from unittest.mock import patch

from jinja2 import Template

from gongkai import model
from gongkai.load import build_database, disclosure_database
from gongkai.package import read_package
from gongkai.pipeline.facsimiles import draw_pages
from gongkai.pipeline.updating import registered
from gongkai.publish import font_file, publish_site
from gongkai.registry import read_entry
from gongkai.sandbox import Limits
from sample import ID, filed, sample

ROOT = Path(__file__).parents[1]
CODE = ROOT / ".venv" / "browser"
#: The identifier of the package whose every text is markup.
HOSTILE = "hostile-2026-budget"
#: What would name itself if it ran, and would close what it stands in.
EVIL = "<img src=evil onerror=\"document.title='ran'\"><script>document.title='ran'</script>'\"--></title></svg>"
LANGUAGES = ("", "en/")
#: Where the site of the sample lies below the root of its server.
BELOW = "some/folder/"
_LONG = 160_000


def page_templates() -> list[str]:
    """The templates that are pages: they fill the frame of base.html. The others are parts of those."""
    folders = (ROOT / "site" / "templates", ROOT / "site" / "theme")
    files = [file for folder in folders for file in folder.glob("*.html")]
    return sorted(file.name for file in files if "{% extends" in file.read_text("utf-8"))


@dataclass(frozen=True)
class Shown:
    """A site: its folder, its database, and the addresses made of each template, Chinese before English."""

    out: str
    database: str
    made_of: Mapping[str, Sequence[str]]

    @property
    def folder(self) -> Path:
        return Path(self.out)

    def file(self, address: str) -> Path:
        """The page at an address."""
        return self.folder / (f"{address}index.html" if address.endswith("/") or not address else address)

    def addresses(self, template: str, language: str = "") -> list[str]:
        """All that is made of a template in a language; fails where nothing is: what is not shown is not tested."""
        found = [
            address
            for address in self.made_of.get(template, ())
            if address.startswith("en/") == (language == "en/") and HOSTILE not in address
        ]
        assert found, f"no page of the shipped examples is made of {template}"
        return found

    def fullest(self, template: str, language: str = "") -> str:
        """The page of a template that shows most, of those that are not so long as to say the same again and again."""
        sizes = {address: self.file(address).stat().st_size for address in self.addresses(template, language)}
        short = {address: size for address, size in sizes.items() if size <= _LONG}
        return max(short, key=short.__getitem__) if short else min(sizes, key=sizes.__getitem__)


def once(base: Path, name: str, make: Callable[[Path], object]) -> Path:
    """The folder `name` below `base`, made by whoever comes first; the others wait for it."""
    folder, done = base / name, base / f"{name}.done"
    with (base / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            make(folder)
            done.touch()
    return folder


def shown_site(base: Path) -> Shown:
    """The site below `base`."""

    def make(folder: Path) -> None:
        made = _built(folder)
        (folder / "shown.json").write_text(json.dumps(asdict(made)), "utf-8")

    return Shown(**json.loads((once(base, "shown", make) / "shown.json").read_text("utf-8")))


@dataclass(frozen=True)
class Sampled:
    """The package of the sample, its database and its site, which lies below the root of a server."""

    package: Path
    database: Path
    root: Path
    site: Path


def sampled_site(base: Path, code: Path | None) -> Sampled:
    """The site of the sample below `base`, with the browser code of others in `code`, or without any."""
    folder = base / f"sampled-{'with' if code else 'without'}"
    where = Sampled(folder / "package" / ID, folder / "gongkai.db", folder / "root", folder / "root" / BELOW)

    def make(_: Path) -> None:
        build_database([read_package(filed(where.package))], where.database)
        where.site.mkdir(parents=True)
        publish_site([where.package], where.database, where.site, site_sources=ROOT / "site", browser_code=code)

    once(base, folder.name, make)
    return where


def shared_folder(base: Path) -> Path:
    """The folder of this run of the tests that all workers see."""
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def _built(folder: Path) -> Shown:
    hostile = filed(folder / "packages" / HOSTILE, _hostile(sample()))
    packages = [*registered(ROOT), hostile]
    build_database(map(read_package, packages), folder / "gongkai.db")
    pictures, _ = draw_pages(
        {package: read_entry(package) for package in registered(ROOT)},
        folder / "pictures",
        font_file(ROOT / "site", CODE),
        most_mb=100,
        limits=Limits(),
        workers=1,
        progress=lambda _zh, _en: None,
    )
    with _noted() as made_of:
        publish_site(
            packages,
            folder / "gongkai.db",
            folder / "site",
            site_sources=ROOT / "site",
            browser_code=CODE,
            database_of=disclosure_database,
            pictures=pictures,
        )
    return Shown(str(folder / "site"), str(folder / "gongkai.db"), made_of)


@contextmanager
def _noted() -> Iterator[dict[str, list[str]]]:
    """The addresses by the template that each is made of, while pages are rendered."""
    made_of: dict[str, list[str]] = {}
    render = Template.render

    def rendered(template: Template, *given: object, **more: object) -> str:
        context = dict(*given, **more)
        if "lang" in context and template.name:
            address = f"{'en/' if context['lang'] == 'en' else ''}{context['path']}"
            made_of.setdefault(template.name, []).append("404.html" if template.name == "404.html" else address)
        return render(template, context)

    with patch.object(Template, "render", rendered):
        yield made_of


def _hostile(whole: model.Disclosure) -> model.Disclosure:
    """The same disclosure with markup in all its words; codes, figures and terms are as they were."""

    def worse(words: str) -> str:
        return f"{words}{EVIL}" if words and not words.replace(".", "").replace("-", "").isdigit() else words

    registration = whole.registration
    return replace(
        whole,
        registration=replace(
            registration,
            id=HOSTILE,
            **{name: worse(getattr(registration, name)) for name in ("title", "issuer", "note", "note_en")},
        ),
        sources=tuple(replace(source, url="javascript:document.title='ran'") for source in whole.sources),
        paragraphs=tuple(replace(each, text=worse(each.text)) for each in whole.paragraphs),
        tables=tuple(
            replace(
                table,
                title=worse(table.title),
                printed_no=worse(table.printed_no),
                empty_note=worse(table.empty_note),
                cells=tuple(cell._replace(text=worse(cell.text)) for cell in table.cells),
            )
            for table in whole.tables
        ),
        lines=tuple(replace(line, label=worse(line.label), heading=worse(line.heading)) for line in whole.lines),
        statements=tuple(replace(each, subject=worse(each.subject)) for each in whole.statements),
        targets=tuple(
            replace(each, project_name=worse(each.project_name), indicator=worse(each.indicator), unit=worse(each.unit))
            for each in whole.targets
        ),
        findings=tuple(
            replace(each, message=worse(each.message), message_en=worse(each.message_en)) for each in whole.findings
        ),
    )
