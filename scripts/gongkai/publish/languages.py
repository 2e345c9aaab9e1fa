"""Jinja2 environments of one language, made for pages by the ten thousand."""

from types import BuiltinMethodType, FunctionType, MethodType
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from gongkai.publish.markup.texts import Escaped

_REMEMBERED = 1 << 15  # texts


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
        """What the function gives."""
        kind = type(__obj)
        plain = kind is MethodType or kind is BuiltinMethodType
        if kind is Macro or plain or (kind is FunctionType and not hasattr(__obj, "jinja_pass_arg")):
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return __obj(self.eval_ctx, *args, **kwargs) if kind is Macro else __obj(*args, **kwargs)
        return super().call(__obj, *args, **kwargs)


class OfOneLanguage(Environment):
    """Decides between the languages when a template is compiled: `say(zh, en)` is one of the two, `lang` is known.

    `link` and `file` are functions of the page's `root` and a path; a template gives the path alone.
    """

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


class Chinese(OfOneLanguage):
    """Templates in Chinese."""

    language = "zh"


class English(OfOneLanguage):
    """Templates in English."""

    language = "en"


class _Decided(NodeTransformer):
    def __init__(self, language: str) -> None:
        self._language = language

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - the name of the node
        called: nodes.Node = self.generic_visit(node)
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        if name == "say" and node.dyn_args is None:
            zh, en = node.args
            return en if self._language == "en" else zh
        if name in ("link", "file"):
            node.args.insert(0, nodes.Name("root", "load", lineno=node.lineno))
        return called

    def visit_Name(self, node: nodes.Name) -> nodes.Node:  # noqa: N802 - the name of the node
        if node.name == "lang" and node.ctx == "load":
            return nodes.Const(self._language, lineno=node.lineno)
        return node
