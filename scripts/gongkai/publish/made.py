"""What the store keeps of one disclosure besides its files."""

from dataclasses import dataclass

from gongkai.publish.machines.digest import Digest
from gongkai.publish.summary import Summary


@dataclass(frozen=True, slots=True)
class Made:
    """What the store holds of one disclosure: its summary, its pages' addresses, its folders of the site.

    `told` is a hash of summary and digest: a change that they do not tell costs no page about several.
    """

    summary: Summary
    told: str
    digest: Digest
    addresses: tuple[str, ...]
    folders: tuple[str, ...]
