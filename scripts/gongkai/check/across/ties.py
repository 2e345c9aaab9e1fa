"""Which disclosures can have to do with each other: by the names they go by, and the names they ask for."""

from typing import NamedTuple

from gongkai.check.across.units import names_asked_for
from gongkai.check.across.volume import Volume
from gongkai.model import Disclosure


class Ties(NamedTuple):
    """The names that a disclosure goes by, and those of others whose disclosures its rows can depend on.

    What a ledger says of other disclosures depends on those alone that go by a name it asks for.
    """

    own: tuple[str, ...]
    asked: tuple[str, ...]


def ties(disclosure: Disclosure) -> Ties:
    """The ties of a disclosure, each list in order."""
    volume = Volume(disclosure)
    own = {volume.issuer, volume.name} - {""}
    return Ties(tuple(sorted(own)), tuple(sorted(own | set(names_asked_for(volume)))))
