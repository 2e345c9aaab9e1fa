"""What all pages have around their own parts: rendered once for each shape of address, not for each page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from gongkai.publish.environment import Address, Templates

#: What a page's template extends when its parts are rendered alone, one after the other.
PARTS = "parts_alone.html"
_NAMES = ("title", "description", "head", "script_policy", "main")
# Between the parts of a page, and around the names of what a frame leaves open. Only a template can write them: in all
# else that a page shows "<" is escaped.
_CUT, _EDGE = Markup("<!cut>"), Markup("<!edge>")


@dataclass(frozen=True, slots=True)
class _Shape:
    """All that decides on a frame: how deep a page lies, in which part of the site, and which parts it writes itself.

    A page in a folder of the first level is like no other: the menu marks it as the current one.
    """

    language: str
    depth: int
    section: str
    is_below: bool
    own: tuple[str, ...]


@dataclass
class Frames:
    """The frames that were rendered so far."""

    templates: Templates
    _rendered: dict[_Shape, Sequence[str]] = field(default_factory=dict)

    def page(self, template: str, context: Mapping[str, object], address: Address) -> str:
        """The page that `template`, which extends `layout`, makes of the context."""
        templates = self.templates[address.language]
        found = templates.get_template(template)
        own = tuple(name for name in _NAMES if name in found.blocks)
        layout = templates.get_template(PARTS)
        rendered = found.render({**context, **address.context(), "layout": layout, "cut": _CUT}).split(_CUT)
        section, _, below = address.path.partition("/")
        parts = {name: part for name, part in zip(_NAMES, rendered, strict=True) if name in own}
        parts["below"] = str(escape(below))
        frame = self._frame(_Shape(address.language, address.url.count("/"), section, bool(below), own), address)
        return "".join([parts[piece] if place % 2 else piece for place, piece in enumerate(frame)])

    def _frame(self, shape: _Shape, address: Address) -> Sequence[str]:
        """What stands between the open places, and their names, in turn."""
        if shape not in self._rendered:
            marks = "".join(f"{{% block {name} %}}{_EDGE}{name}{_EDGE}{{% endblock %}}" for name in shape.own)
            whole = self.templates[address.language].from_string('{% extends "base.html" %}' + marks)
            path = Markup(f"{shape.section}/{_EDGE}below{_EDGE}") if shape.is_below else address.path  # noqa: S704
            self._rendered[shape] = whole.render({**address.context(), "path": path}).split(_EDGE)
        return self._rendered[shape]
