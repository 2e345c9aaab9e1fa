"""Descriptors against the official schemas, which come with this package: no network is needed."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

#: The schema of Data Package v2, which holds that of Data Resource and Table Schema.
DATA_PACKAGE = "datapackage-2.0"
#: The schema of Fiscal Data Package, of which 0.3 is the last that has one.
FISCAL_DATA_PACKAGE = "fiscal-data-package-0.3"


def departures(descriptor: Mapping[str, Any], profile: str = DATA_PACKAGE) -> Iterator[str]:
    """One line for each place in which a descriptor departs from an official schema."""
    for error in sorted(_validator(profile).iter_errors(dict(descriptor)), key=lambda error: [*map(str, error.path)]):
        yield f"{error.json_path}: {error.message[:300]}"


@cache
def _validator(profile: str) -> Any:
    import jsonschema  # noqa: PLC0415 - for the commands that validate only

    content = json.loads(files(__package__).joinpath("profiles", f"{profile}.json").read_text("utf-8"))
    kind = jsonschema.validators.validator_for(content)
    return kind(content, format_checker=kind.FORMAT_CHECKER)
