"""What is registered of a disclosure, beside what its documents say of themselves."""

from gongkai.model import Registration
from gongkai.pipeline.reports import Difference

_COMPARED = ("issuer", "region_code", "level", "fiscal_year", "phase", "scope")


def differences(registered: Registration, said: Registration) -> tuple[Difference, ...]:
    """The fields of which the documents say something else; what they do not say is no difference."""
    found = [
        Difference(field, str(ours or ""), str(theirs))
        for field in _COMPARED
        if (theirs := getattr(said, field)) and (ours := getattr(registered, field)) != theirs
    ]
    if registered.region_code.startswith(said.region_code):
        # The document names the province or the city only, and the level read from that is not the publisher's.
        return tuple(each for each in found if each.field not in ("region_code", "level"))
    return tuple(found)
