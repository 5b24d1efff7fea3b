"""Whether a unit exists on a day, which units are to be looked at instead, and which of today have
what lay in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..models import AdministrativeUnit, UnitSuccession
from ..models.units import any_path_starts, path_starts


@dataclass(frozen=True)
class OutsideItsTime:
    """That a unit does not exist on a day: it ended before (`is_over`), or begins after.

    instead: the units that took over from it, or from which it took over; none where nobody said.
    """

    unit: AdministrativeUnit
    is_over: bool
    instead: tuple[AdministrativeUnit, ...]


def outside_its_time(
    unit: AdministrativeUnit, day: date, *, with_others: bool = True
) -> OutsideItsTime | None:
    """What is to be said of a unit on a day, None where it exists on it. with_others: whether to
    look for units to be looked at instead.
    """
    if unit.covers(day):
        return None
    is_over = day >= unit.valid_from
    if not with_others:
        return OutsideItsTime(unit, is_over, ())
    tree = AdministrativeUnit.objects
    found = (
        tree.filter(takeovers__predecessor=unit)
        if is_over
        else tree.filter(successions__successor=unit)
    )
    return OutsideItsTime(unit, is_over, tuple(found.order_by("path")))


LINE = "__parent__parent__parent"


@dataclass(frozen=True)
class TookOver:
    """That a unit took over from an ended one, or from a part of it, on a day."""

    on: date
    path: str
    name: str
    ended_path: str
    ended_name: str

    def crosses(self, path: str) -> bool:
        """Whether what was taken over came into the unit with a path, or left it."""
        return self.path.startswith(path) != self.ended_path.startswith(path)


def taken_over(unit: AdministrativeUnit, until: date) -> tuple[TookOver, ...]:
    """Who took over from whom up to a day, where either lies in a unit or in what went there whole;
    in the order of days and units.
    """
    within = any_path_starts(unit.reach, "predecessor__path")
    into = path_starts(unit.path, "successor__path")
    rows = UnitSuccession.objects.filter(within | into, on__lte=until)
    rows = rows.order_by("on", "successor__path", "predecessor__path")
    names = ("on", "successor__path", "successor__name", "predecessor__path", "predecessor__name")
    return tuple(TookOver(*row) for row in rows.values_list(*names))


def todays_parts(unit: AdministrativeUnit, day: date) -> list[AdministrativeUnit]:
    """The units of a day that are compared in a unit, by their codes: the direct ones of one that
    exists, else those that took over from it or from what lay in it, the topmost that do not have
    all of it.
    """
    if unit.covers(day):
        return list(AdministrativeUnit.objects.below_each([unit.path], day))
    found = {}
    for heir in _heirs(unit, day):
        parts = [one for one in _line_of(heir) if not unit.path.startswith(one.reach)]
        if parts:
            found[parts[0].pk] = parts[0]
    return sorted(found.values(), key=lambda one: one.code)


def _heirs(unit: AdministrativeUnit, day: date) -> Iterator[AdministrativeUnit]:
    """The units of a day that have anything of what lay at or under an ended one."""
    rows = UnitSuccession.objects.filter(path_starts(unit.path, "predecessor__path"))
    seen: set[int] = set()
    while True:
        taken = {row.successor for row in rows.select_related(f"successor{LINE}")}
        ended = [one.pk for one in taken if not one.covers(day) and one.pk not in seen]
        yield from (one for one in taken if one.covers(day))
        if not ended:
            return
        seen.update(ended)
        rows = UnitSuccession.objects.filter(predecessor__in=ended)


def _line_of(unit: AdministrativeUnit) -> list[AdministrativeUnit]:
    """A unit and all above it, the topmost first."""
    above = _line_of(unit.parent) if unit.parent else []
    return [*above, unit]
