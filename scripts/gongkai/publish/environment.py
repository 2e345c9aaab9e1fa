"""The Jinja2 environments that prose and data pages share (the one place for Jinja2), and addresses."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import BuiltinMethodType, FunctionType, MethodType
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, nodes, pass_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from gongkai.codes import english_name, name_of
from gongkai.publish import amounts
from gongkai.publish.markup.texts import Escaped
from gongkai.vocabulary import terms

LANGUAGES = ("zh", "en")
_THOUSAND = 1024
_REMEMBERED = 1 << 15  # texts

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


def environments(site_sources: Path, *, site_url: str, repo_url: str, compiled: Path | None = None) -> Templates:
    """The same for data pages, by language, with what those say of amounts and codes.

    `compiled` is a folder that keeps them compiled, which takes longer than most pages.
    """
    return {
        language: _spoken(language, _prepared(kind, site_sources, site_url, repo_url, compiled and compiled / language))
        for language, kind in (("zh", _Chinese), ("en", _English))
    }


def _prepared(
    kind: type[Environment], site_sources: Path, site_url: str, repo_url: str, compiled: Path | None
) -> Environment:
    if compiled:
        compiled.mkdir(parents=True, exist_ok=True)
    shared = kind(
        loader=FileSystemLoader([site_sources / "templates", site_sources / "theme"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        bytecode_cache=FileSystemBytecodeCache(str(compiled)) if compiled else None,
    )
    shared.globals.update(say=_say, link=_link, file=_file, site_url=site_url, repo_url=repo_url)
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

    shared.globals.update(term=_term(language), rounded=rounded, english=english, official=name_of)
    return shared


class _Generator(CodeGenerator):
    """Writes templates whose output is escaped by the environment: half of the time of a page went into `escape`."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")


class _Page(Context):
    """Calls what a template calls without asking each time what it wants: a page does so five hundred times."""

    def call(self, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: PYI063 - as it is there
        kind = type(__obj)
        if kind is FunctionType or kind is Macro or kind is MethodType or kind is BuiltinMethodType:
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            if kind is Macro:
                return __obj(self.eval_ctx, *args, **kwargs)
            return __obj(self, *args, **kwargs) if __obj in _OF_THE_PAGE else __obj(*args, **kwargs)
        return super().call(__obj, *args, **kwargs)


class _OfOneLanguage(Environment):
    """Decides between the languages when a template is compiled: `say(zh, en)` is one of the two, `lang` is known."""

    code_generator_class = _Generator
    context_class = _Page
    language = ""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        known = Escaped()

        def escaped(value: object) -> str:
            """What markupsafe's `escape` gives, as text that is only ever joined; what comes again is escaped once."""
            if type(value) is str:
                if len(known) > _REMEMBERED:
                    known.clear()
                return known[value]
            return value if type(value) is Markup else escape(value)

        self.escaped = escaped

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parsed: nodes.Template = _Decided(self.language).visit(super()._parse(source, name, filename))
        return parsed


class _Chinese(_OfOneLanguage):
    language = "zh"


class _English(_OfOneLanguage):
    language = "en"


class _Decided(NodeTransformer):
    def __init__(self, language: str) -> None:
        self._language = language

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - the name of the node
        called: nodes.Node = self.generic_visit(node)
        if isinstance(node.node, nodes.Name) and node.node.name == "say" and node.dyn_args is None:
            zh, en = node.args
            return en if self._language == "en" else zh
        return called

    def visit_Name(self, node: nodes.Name) -> nodes.Node:  # noqa: N802 - the name of the node
        if node.name == "lang" and node.ctx == "load":
            return nodes.Const(self._language, lineno=node.lineno)
        return node


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


_OF_THE_PAGE = frozenset((_say, _link, _file))


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
