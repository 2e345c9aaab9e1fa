"""The Jinja2 environments that prose and data pages share (the one place for Jinja2), and addresses."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from gongkai import menu
from gongkai.codes import english_name, name_of
from gongkai.package import Row
from gongkai.publish import amounts
from gongkai.publish.languages import Chinese, English
from gongkai.vocabulary import terms

LANGUAGES = ("zh", "en")
_THOUSAND = 1000

#: The templates of data pages by language: each compiled for its language, which takes half the time to render.
Templates = Mapping[str, Environment]


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


def environment(site_sources: Path, *, site_url: str, repo_url: str) -> Environment:
    """Templates of `site/templates` and `site/theme` for pages whose context says their language.

    All is escaped that is not marked safe.
    """
    return _prepared(Environment, site_sources, site_url, repo_url, None)


class Compiled(FileSystemBytecodeCache):
    """A folder that keeps templates compiled, which takes longer than most pages: by the `code` that compiled them."""

    def __init__(self, folder: Path, code: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        super().__init__(str(folder))
        self._code = code

    def get_source_checksum(self, source: str) -> str:
        """What a compiled template has to be of."""
        return sha256(f"{self._code}\n{source}".encode()).hexdigest()


def environments(
    site_sources: Path, *, site_url: str, repo_url: str, compiled: Path | None = None, code: str = ""
) -> Templates:
    """The same for data pages, by language, with what those say of amounts and codes.

    `compiled` is a folder to keep them in for the next time; `code` names the code that compiles them.
    """
    return {
        language: _spoken(
            language,
            _prepared(
                kind, site_sources, site_url, repo_url, Compiled(compiled / language, code) if compiled else None
            ),
        )
        for language, kind in (("zh", Chinese), ("en", English))
    }


def _prepared(
    kind: type[Environment], site_sources: Path, site_url: str, repo_url: str, compiled: Compiled | None
) -> Environment:
    shared = kind(
        loader=FileSystemLoader([site_sources / "templates", site_sources / "theme"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        bytecode_cache=compiled,
    )
    shared.globals.update(say=_say, link=_link, file=_file, site_url=site_url, repo_url=repo_url)
    shared.globals.update(menu_entries=menu.HEAD, foot_entries=menu.FOOT)
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


def _spoken(language: str, shared: Environment) -> Environment:
    def english(scheme: str, code: str) -> str:
        """What a code is called in English, on a page in English; "" where nobody has said."""
        return english_name(scheme, code) if language == "en" else ""

    def rounded(yuan: Decimal) -> amounts.Rounded:
        return amounts.rounded(yuan, language)

    def rule_titles(rules: Mapping[str, Row]) -> Mapping[str, str]:
        """What rules are called, by their names."""
        return {name: str(rule["title_en" if language == "en" else "title"]) for name, rule in rules.items()}

    def link(root: str, path: str) -> str:
        return root + Address(language, path).url

    shared.globals.update(
        link=link,
        file=_to_file,
        rule_titles=rule_titles,
        term=_term(language),
        rounded=rounded,
        english=english,
        official=name_of,
    )
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
    return _to_file(str(context["root"]), path)


def _to_file(root: str, path: str) -> str:
    return root + quote(path)


def _term(language: str) -> Callable[[str, str | None], str]:
    names = {
        (dimension, term): both[language == "en"]
        for dimension, named in terms().items()
        for term, both in named.items()
    }

    def term(dimension: str, name: str | None) -> str:
        """What the data's term is called; a heading that the vocabulary does not know stays as printed."""
        return names.get((dimension, name or ""), name or "")

    return term


def _size(size: int) -> str:
    if size < _THOUSAND:
        return f"{size}\u00a0B"
    if size < _THOUSAND * _THOUSAND:
        return f"{(Decimal(size) / _THOUSAND).quantize(Decimal(1))}\u00a0kB"
    return f"{(Decimal(size) / _THOUSAND / _THOUSAND).quantize(Decimal('0.1'))}\u00a0MB"


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
