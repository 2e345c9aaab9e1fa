"""Where the schemas and `metadata.yml` lie: in the installed package, or in the checkout it runs from."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from gongkai.errors import PackageError

_PACKAGE = Path(__file__).resolve().parents[1]


def _locate(name: str) -> Path:
    for root in (_PACKAGE / "data", _PACKAGE.parents[1]):
        if (root / name).is_file():
            return root / name
    raise PackageError(
        name,
        zh="缺少此文件；请重新安装 gongkai，或从完整的代码库运行",
        en="is missing; install gongkai again, or run it from a whole checkout",
    )


def schema_text(name: str) -> str:
    """The text of `datapackage/schemas/<name>.json`. Raises PackageError where there is none."""
    return _locate(f"datapackage/schemas/{name}.json").read_text("utf-8")


def metadata_file() -> Path:
    """Where `metadata.yml` lies."""
    return _locate("metadata.yml")


class _Once(yaml.SafeLoader):
    """Refuses a key that stands twice: PyYAML itself keeps the last one, silently."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        mapping = super().construct_mapping(node, deep=deep)
        if len(mapping) == len(node.value):
            return mapping
        keys = [self.construct_object(key) for key, _ in node.value]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise PackageError(
            f"metadata.yml:{node.start_mark.line + 1}",
            zh=f"“{twice}”写了两次；每一项只写一次",
            en=f"{twice!r} stands twice; write it once",
        )


def parse_metadata(text: str) -> dict[str, Any]:
    """The parsed text of a `metadata.yml`. Raises PackageError where it is not YAML or a key stands twice."""
    try:
        parsed = yaml.load(text, _Once)  # noqa: S506 - a SafeLoader
    except yaml.YAMLError as problem:
        what = " ".join(str(problem).split())
        raise PackageError("metadata.yml", zh=f"不是正确的 YAML：{what}", en=f"is not valid YAML: {what}") from problem
    if not isinstance(parsed, dict):
        raise PackageError("metadata.yml", zh="应为一组键和值", en="must be a mapping")
    return parsed


@cache
def metadata() -> dict[str, Any]:
    """`metadata.yml`, parsed. Not to be changed: one value is shared by all."""
    return parse_metadata(metadata_file().read_text("utf-8"))
