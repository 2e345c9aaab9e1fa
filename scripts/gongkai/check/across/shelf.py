"""The disclosures that are held against each other: which is another's predecessor, rendition or re-issue."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from gongkai.check.across.volume import Volume


@dataclass(frozen=True)
class Shelf:
    """All disclosures of a run, the earlier first."""

    volumes: Sequence[Volume]

    @property
    def holds_one(self) -> bool:
        """Whether there is nothing to hold a disclosure against."""
        return len(self.volumes) == 1

    @cached_property
    def _order(self) -> Mapping[int, int]:
        return {id(volume): at for at, volume in enumerate(self.volumes)}

    @cached_property
    def _by_name(self) -> Mapping[str, Sequence[Volume]]:
        grouped: dict[str, list[Volume]] = defaultdict(list)
        for volume in self.volumes:
            for name in {volume.issuer, volume.name} - {""}:
                grouped[name].append(volume)
        return grouped

    def same_issuer(self, volume: Volume) -> Sequence[Volume]:
        """The other disclosures of an issuer: of the same name and place, and of no other scope."""
        named = {id(v): v for name in (volume.issuer, volume.name) for v in self._by_name.get(name, ())}
        found = [other for other in named.values() if other is not volume and _same_body(volume, other)]
        return sorted(found, key=lambda other: self._order[id(other)])

    def of(self, volume: Volume, year: int | None, phase: str) -> Sequence[Volume]:
        """The issuer's disclosures of a year and phase, the latest revision first; none that another supersedes."""
        found = [
            other
            for other in self.same_issuer(volume)
            if year is not None and (other.year, other.registration.phase) == (year, phase)
        ]
        replaced = {other.registration.supersedes for other in found}
        return [other for other in reversed(found) if other.id not in replaced]

    def twins(self, volume: Volume) -> Sequence[Volume]:
        """Disclosures that come before it and say of themselves that they are the same one."""
        told = volume.registration
        return [
            other
            for other in self.same_issuer(volume)
            if told.fiscal_year is not None
            and told.phase
            and (other.year, other.registration.phase) == (told.fiscal_year, told.phase)
            and _before(other, volume)
        ]

    def named(self, volume: Volume, name: str) -> Sequence[Volume]:
        """Disclosures of a body of that name, of the year and phase of `volume`, in its place or one within it."""
        told = volume.registration
        return [
            other
            for other in self._by_name.get(name, ())
            if other is not volume
            and told.fiscal_year is not None
            and (other.year, other.registration.phase) == (told.fiscal_year, told.phase)
            and _within(other.registration.region_code, told.region_code)
        ]


def is_reissue(later: Volume, earlier: Volume) -> bool:
    """Whether one is registered as taking the place of the other, and not as another file of it."""
    told = later.registration
    return told.supersedes == earlier.id or told.revision > earlier.registration.revision


def _before(one: Volume, other: Volume) -> bool:
    if other.registration.supersedes == one.id:
        return True
    return one.order < other.order and one.registration.supersedes != other.id


def _same_body(one: Volume, other: Volume) -> bool:
    first, second = one.registration, other.registration
    if first.scope and second.scope and first.scope != second.scope:
        return False
    if first.region_code and second.region_code:
        # One document may name its place less closely than another: then the whole name decides.
        same_whole = one.name == other.name and _within_either(first.region_code, second.region_code)
        return first.region_code == second.region_code or same_whole
    # Without its place a name is only its own where it is written whole.
    return one.name == other.name


def _within_either(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _within(place: str, whole: str) -> bool:
    return not place or not whole or place.startswith(whole)
