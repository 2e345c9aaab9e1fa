"""`datapackage.json` at the root: all tables of all disclosures, the database, and where the package of each lies."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from gongkai.export import File
from gongkai.publish.summary import Summary


def describe_everything(
    united: Mapping[str, Any], folder: str, summaries: Iterable[Summary], database: Sequence[File]
) -> dict[str, Any]:
    """The descriptor of the united package, which lies in `folder`, as one of the whole site.

    The database stands beside its tables, and `packages` leads to those of the disclosures.
    """
    return {
        **united,
        "resources": [
            *({**resource, "path": f"{folder}/{resource['path']}"} for resource in united["resources"]),
            *map(_file, database),
        ],
        "packages": [
            {"id": each.id, "title": each.title, "path": f"disclosures/{each.id}/data/datapackage.json"}
            for each in summaries
        ],
    }


def _file(file: File) -> dict[str, Any]:
    packed = file.path.endswith(".gz")
    return {
        "name": "gongkai-db-gz" if packed else "gongkai-db",
        "path": file.path,
        "format": "gz" if packed else "sqlite",
        "mediatype": "application/gzip" if packed else "application/vnd.sqlite3",
        "hash": f"sha256:{file.sha256}",
        "bytes": file.size,
    }
