"""The Jinja2 environment that prose and data pages share (the one place for Jinja2), and addresses."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from gongkai.codes import english_name, name_of
from gongkai.publish import amounts
from gongkai.vocabulary import terms

LANGUAGES = ("zh", "en")
_THOUSAND = 1024

Templates = Environment


@dataclass(frozen=True, slots=True)
class Address:
    """Where a page is: `path` the same in both languages, "" for the start page; folders end in a slash."""

    language: str
    path: str

    @property
    def url(self) -> str:
        return f"en/{self.path}" if self.language == "en" else self.path

    def context(self) -> dict[str, str]:
        """What base.html needs: `root` leads to the site's root from this page, without naming a host."""
        return {"lang": self.language, "path": self.path, "root": "../" * self.url.count("/") or "./"}


def address(url: str) -> Address:
    """The address of a page by its place below the site's root."""
    return Address("en", url[3:]) if url.startswith("en/") else Address("zh", "" if url == "./" else url)


def environment(site_sources: Path, *, site_url: str, repo_url: str, compiled: Path | None = None) -> Environment:
    """Templates of `site/templates` and `site/theme`; all is escaped that is not marked safe.

    `compiled` is a folder that keeps them compiled, which takes longer than most pages.
    """
    if compiled:
        compiled.mkdir(parents=True, exist_ok=True)
    shared = Environment(
        loader=FileSystemLoader([site_sources / "templates", site_sources / "theme"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        bytecode_cache=FileSystemBytecodeCache(str(compiled)) if compiled else None,
    )
    shared.globals.update(
        say=_say,
        link=_link,
        file=_file,
        term=_term(),
        site_url=site_url,
        repo_url=repo_url,
        rounded=_rounded,
        english=_english,
        official=name_of,
    )
    shared.filters.update(
        wan=amounts.exact_wan,
        yuan=amounts.exact_yuan,
        share=amounts.percent,
        change=amounts.signed_percent,
        size=_size,
        breaks=_breaks,
        scrolls=_scrolls,
    )
    shared.tests["below"] = lambda url, folder: url.startswith(folder) and url != folder
    return shared


@pass_context
def _say(context: Context, zh: str, en: str) -> str:
    return en if context["lang"] == "en" else zh


@pass_context
def _link(context: Context, path: str) -> str:
    """To a page, in the language of this one."""
    return str(context["root"]) + Address(context["lang"], path).url


@pass_context
def _file(context: Context, path: str) -> str:
    """To a file, which is the same in both languages."""
    return str(context["root"]) + quote(path)


@pass_context
def _english(context: Context, scheme: str, code: str) -> str:
    """What a code is called in English, on a page in English; "" where nobody has said."""
    return english_name(scheme, code) if context["lang"] == "en" else ""


@pass_context
def _rounded(context: Context, yuan: Decimal) -> amounts.Rounded:
    return amounts.rounded(yuan, context["lang"])


def _term() -> Callable[..., str]:
    names = {(dimension, term): both for dimension, named in terms().items() for term, both in named.items()}

    @pass_context
    def term(context: Context, dimension: str, name: str | None) -> str:
        """What the data's term is called; a heading that the vocabulary does not know stays as printed."""
        zh, en = names.get((dimension, name or ""), (name or "", name or ""))
        return en if context["lang"] == "en" else zh

    return term


def _size(size: int) -> str:
    if size < _THOUSAND:
        return f"{size} B"
    if size < _THOUSAND * _THOUSAND:
        return f"{(Decimal(size) / _THOUSAND).quantize(Decimal(1))} kB"
    return f"{(Decimal(size) / _THOUSAND / _THOUSAND).quantize(Decimal('0.1'))} MB"


def _breaks(words: str) -> Markup:
    """Text with its line breaks shown, and nothing in it run."""
    if "\n" not in words:
        return escape(words.strip())
    return Markup("<br>").join(escape(line) for line in words.strip().splitlines())


@pass_context
def _scrolls(context: Context, html: str) -> Markup:
    """Prose whose wide parts, tables and listings, scroll by keyboard too."""
    name = _say(context, "表格", "Table")
    html = html.replace("<pre>", '<pre tabindex="0">').replace("</table>", "</table></div>")
    return Markup(  # noqa: S704 - MkDocs made it of our own pages
        html.replace("<table>", f'<div class="scroll" role="group" tabindex="0" aria-label="{name}"><table>')
    )
