"""Organisations that may be the very one which somebody is about to record: to be compared first.

The same registration number, in whatever kind; or a like name in the same unit (ground.names).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from ..ground.names import core_of
from ..ground.vietnamese import tidy
from ..models import AdministrativeUnit, Organisation, Placement, User
from ..models.base import CHUNK
from ..models.units import at_or_above, path_starts


@dataclass(frozen=True)
class Lookalike:
    """An organisation that may be the same as another, and what is alike."""

    organisation: Organisation
    has_same_number: bool
    has_like_name: bool


@dataclass(frozen=True)
class Lookalikes:
    """Those of a reader's scope, and whether the number is also borne outside it."""

    within: list[Lookalike]
    has_number_elsewhere: bool

    def __bool__(self) -> bool:
        return bool(self.within) or self.has_number_elsewhere

    @property
    def keys(self) -> frozenset[str]:
        """What tells these from others: who saw them has seen all of them."""
        keys = {str(found.organisation.pk) for found in self.within}
        return frozenset(keys | {"elsewhere"} if self.has_number_elsewhere else keys)


def lookalikes(
    reader: User,
    day: date,
    organisation: Organisation,
    *,
    number: bool = True,
    units: Iterable[AdministrativeUnit] = (),
) -> Lookalikes:
    """What an organisation, stored or not, may be mistaken for.

    number: whether to look for its number; units: where to look for its name, from the founding on.
    Only what lies within the reader's scope on the day is named.
    """
    others = Organisation.objects.exclude(pk=organisation.pk)
    reach = others.in_scope_of(reader, day)
    wanted = tidy(organisation.registration_number) if number else ""
    same_number = set()
    if wanted:
        same_number = set(others.filter(registration_number=wanted).values_list("pk", flat=True))
    like_name = _like_named(reach, organisation, list(units))
    keys = sorted(same_number | like_name)
    shown = reach.with_place_and_activity(day).filter(pk__in=keys[:CHUNK])
    within = [Lookalike(found, found.pk in same_number, found.pk in like_name) for found in shown]
    is_elsewhere = not same_number <= {found.organisation.pk for found in within}
    return Lookalikes(within, is_elsewhere)


def _like_named(reach, organisation: Organisation, units: list[AdministrativeUnit]) -> set[int]:
    """Keys of those in the same place at a time from its founding on. A place recorded less exactly
    is the same: a district holds its communes.
    """
    core = core_of(organisation.name)
    if not (core and units):
        return set()
    places = Q()
    for unit in units:
        places |= path_starts(unit.path, "unit__path") | at_or_above(unit.path, "unit__path")
    placements = Placement.objects.filter(
        places, Q(valid_to__isnull=True) | Q(valid_to__gt=organisation.founded_on)
    )
    names = (
        reach.filter(pk__in=placements.values("organisation")).order_by().values_list("pk", "name")
    )
    return {pk for pk, name in names if core_of(name) == core}
