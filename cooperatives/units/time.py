"""Whether a unit exists on a day, which units are to be looked at instead, and which of today have
what lay in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from ..models import AdministrativeUnit, UnitSuccession
from ..models.units import AdministrativeUnitQuerySet, any_path_starts, path_starts


@dataclass(frozen=True)
class OutsideItsTime:
    """That a unit does not exist on a day: it ended before (`is_over`), or begins after.

    instead: the units that exist on the day and took over from it, at once or by later reforms, or
    from which it took over; the nearest where none of them exists then. reached: the keys of those
    that may be looked at on the day.
    """

    unit: AdministrativeUnit
    is_over: bool
    instead: tuple[AdministrativeUnit, ...]
    reached: frozenset[int] = frozenset()


def outside_its_time(
    unit: AdministrativeUnit,
    day: date,
    *,
    with_others: bool = True,
    open_units: AdministrativeUnitQuerySet | None = None,
) -> OutsideItsTime | None:
    """What is to be said of a unit on a day, None where it exists on it. with_others: whether to
    look for units to be looked at instead. open_units: those that a reader may look at.
    """
    if unit.covers(day):
        return None
    is_over = day >= unit.valid_from
    if not with_others:
        return OutsideItsTime(unit, is_over, ())
    tree = AdministrativeUnit.objects
    open_units = tree.none() if open_units is None else open_units
    tree = tree.annotate(is_open=Exists(open_units.order_by().filter(pk=OuterRef("pk"))))
    instead = _instead(unit, day, tree, is_over=is_over)
    reached = frozenset(one.pk for one in instead if one.is_open and one.covers(day))
    return OutsideItsTime(unit, is_over, instead, reached)


def _instead(
    unit: AdministrativeUnit, day: date, tree: AdministrativeUnitQuerySet, *, is_over: bool
) -> tuple[AdministrativeUnit, ...]:
    """The units of a tree to be looked at instead; in a statement for each reform on the way."""
    of = "takeovers__predecessor__in" if is_over else "successions__successor__in"
    found, asked, nearest = set(), [unit], set()
    while asked:
        beside = set(tree.filter(**{of: asked}))
        nearest = nearest or beside
        found |= {one for one in beside if one.covers(day)}
        asked = [one for one in beside if not one.covers(day)]
    return tuple(sorted(found or nearest, key=lambda one: one.path))


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
