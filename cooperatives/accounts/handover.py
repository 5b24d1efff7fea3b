"""Accounts of ended units are handed over to the units that took over (design 1.2).

A reform hands over those of a unit that went whole to another one; what is left are accounts of
units that ended later, or went to several: there a person says for which of them each works.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from ..ground.calendar import today
from ..models import AdministrativeUnit, UnitSuccession, User
from ..models.base import CHUNK


@dataclass(frozen=True)
class Handover:
    """An account of an ended unit, with the units for which it may work from now on: those that
    took over, or took over from these, exist today and lie within reach. None where nobody said.
    is_own: whether it is the reader's, who does not hand over the own one.
    """

    user: User
    choices: tuple[AdministrativeUnit, ...]
    is_own: bool = False

    @property
    def is_possible(self) -> bool:
        return bool(self.choices) and not self.is_own

    @property
    def mark(self) -> str:
        """Names the account and the unit that it worked for when it was shown."""
        return f"{self.user.pk}/{self.user.unit_id}"


class HandoverError(Exception):
    """Why accounts cannot be handed over: nothing is stored."""


def accounts_on_ended_units(reader: User):
    """The active accounts within a reader's reach whose units have ended."""
    reached = User.objects.filter(reader.scope("unit__path"), is_active=True)
    return reached.filter(unit__valid_to__lte=today()).order_by("unit__path", "username")


def handovers(reader: User, users: Iterable[User]) -> list[Handover]:
    """What accounts of ended units may be handed over to, in the order given; others are left out.

    The number of SQL statements grows with the reforms that followed each other alone.
    """
    day = today()
    ended = [user for user in users if user.unit and not user.unit.covers(day)]
    successors = successors_today({user.unit_id for user in ended})
    return [
        Handover(
            user,
            tuple(one for one in successors[user.unit_id] if reader.reaches(one.path)),
            user.pk == reader.pk,
        )
        for user in ended
    ]


def successors_today(units: Iterable[int]) -> Mapping[int, list[AdministrativeUnit]]:
    """By the key of each ended unit: the units that exist today and took over from it, directly or
    from its successors, in the order of the tree.
    """
    day = today()
    taken: dict[int, list[AdministrativeUnit]] = {}
    units = set(units)
    wanted = units
    while wanted := wanted - taken.keys():
        found = defaultdict(list)
        for row in _successions(wanted):
            found[row.predecessor_id].append(row.successor)
        taken |= {key: found[key] for key in wanted}
        wanted = {one.pk for rows in found.values() for one in rows if not one.covers(day)}
    return {unit: _standing(unit, taken) for unit in units}


def _successions(units: Iterable[int]) -> Iterator[UnitSuccession]:
    keys = sorted(units)
    for start in range(0, len(keys), CHUNK):
        rows = UnitSuccession.objects.filter(predecessor__in=keys[start : start + CHUNK])
        yield from rows.select_related("successor__parent")


def _standing(unit: int, taken: Mapping[int, list[AdministrativeUnit]]) -> list[AdministrativeUnit]:
    day, found, seen, left = today(), {}, set(), [unit]
    while left:
        key = left.pop()
        if key in seen:
            continue
        seen.add(key)
        for one in taken.get(key, ()):
            if one.covers(day):
                found[one.pk] = one
            else:
                left.append(one.pk)
    return sorted(found.values(), key=lambda one: one.path)


@transaction.atomic
def hand_over(reader: User, chosen: Mapping[str, str]) -> list[User]:
    """Hand accounts over, all or none. chosen: the key of a unit by the mark of each handover.

    Raises HandoverError: an account or its unit changed since it was shown, or the unit is not one
    of those that took over.
    """
    keys = [int(mark.partition("/")[0]) for mark in chosen if mark.partition("/")[0].isdecimal()]
    held = User.objects.filter(reader.scope("unit__path"), pk__in=keys, is_active=True)
    users = held.order_by("pk").select_for_update(of=("self",), no_key=True)
    possible = {one.mark: one for one in handovers(reader, users) if one.is_possible}
    stored = []
    for mark, key in chosen.items():
        handover = possible.get(mark)
        if handover is None:
            message = _("One of the accounts changed meanwhile: nothing is stored. Look again.")
            raise HandoverError(message)
        successor = next((one for one in handover.choices if str(one.pk) == key), None)
        if successor is None:
            message = _("Choose for which unit %(name)s works from now on: nothing is stored.")
            raise HandoverError(message % {"name": handover.user})
        handover.user.unit = successor
        handover.user.save(update_fields=["unit"])
        stored.append(handover.user)
    return stored
