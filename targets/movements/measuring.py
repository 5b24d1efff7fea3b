"""Which values a change of the records may move, and what they are at a moment."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Q

from cooperatives.counting import CountedChange
from cooperatives.evidence import WHOLE, Asked, tally_each
from cooperatives.ground.calendar import QUARTERS, Quarter, today
from cooperatives.models import AdministrativeUnit, Level
from cooperatives.models.units import any_path_starts, paths_down_to
from cooperatives.units.years import ReportingYears

from ..indicators import known
from ..indicators.tallied import Tallied, evidence_needed
from ..models import Target

Counted = tuple[str, int | None]
"""An indicator's code, and the first year of the period over which it is counted, None for a year
alone.
"""
Key = tuple[str, int, int, str, int | None]
"""Whose value it is: a unit's path, year, quarter, and what is counted."""
Values = dict[Key, Fraction | None]


@dataclass(frozen=True)
class OfYear:
    """What is measured in a year. indicators: those of each unit, by its path."""

    year: int
    quarters: tuple[int, ...]
    indicators: dict[str, list[Counted]]


@dataclass(frozen=True)
class Measured:
    """What a change may move. units: those that are measured and all above them, by their paths."""

    units: dict[str, AdministrativeUnit]
    years: list[OfYear]

    @property
    def roots(self) -> list[str]:
        """The paths of those above which none is measured or known."""
        return [path for path in self.units if path.count("/") == 1]

    def values(self) -> Values:
        """The values as the records are now, exact. Of each year it takes a statement, and another
        for each level of units below the second.
        """
        found: Values = {}
        for of in self.years:
            found |= self._values(of)
        return found

    def _values(self, of: OfYear) -> Values:
        counted = {one for those in of.indicators.values() for one in those}
        indicators = {(code, first): known(code).since(first) for code, first in counted}
        needed = evidence_needed(indicators.values(), of.year)
        found: Values = {}
        for whole, parts in _levels(self.units, list(of.indicators)):
            asked = [Asked(whole, year, of.quarters, keys, parts) for year, keys in needed.items()]
            tallied = Tallied(dict(zip(needed, tally_each(asked), strict=True)))
            groups = {whole.path: WHOLE} | {part.path: part.code for part in parts}
            for path, group in groups.items():
                for one in of.indicators.get(path, ()):
                    for quarter in of.quarters:
                        measure = tallied.measure(indicators[one], group, of.year, quarter)
                        found[path, of.year, quarter, *one] = measure.value
        return found


def measured_by(change: CountedChange) -> Measured:
    """What a change may move: the indicators of the plans at or above the units that it touches, in
    each unit from the plan's down to the reporting one, at each quarter from the first touched to
    the newest begun one, of years that are not closed.
    """
    units = _units(change)
    rows = Target.objects.filter(plan__unit__path__in=list(units), year__lte=today().year)
    if change.since:
        rows = rows.filter(year__gte=change.since.year)
    planned = rows.order_by("year", "place", "pk").values_list(
        "year", "plan__unit__path", "indicator", "from_year"
    )
    by_year: dict[int, dict[str, list[Counted]]] = {}
    for year, path, *counted in planned:
        by_year.setdefault(year, {}).setdefault(path, []).append(tuple(counted))
    closed = ReportingYears()
    years = [
        OfYear(year, quarters, indicators)
        for year, plans in by_year.items()
        if (quarters := _quarters(change.since, year))
        and (indicators := _indicators(units, plans, closed, year))
    ]
    return Measured(units, years)


def _units(change: CountedChange) -> dict[str, AdministrativeUnit]:
    """The units touched and all above them, by path; communes that report through a district are
    looked at as a part of it.
    """
    paths = {path for unit in change.units for path in paths_down_to(unit.path)}
    tree = AdministrativeUnit.objects.exclude(level=Level.COMMUNE, parent__level=Level.DISTRICT)
    if change.units:
        tree = tree.filter(path__in=paths)
    elif change.within:
        reach = change.within.reach
        above = {path for one in reach for path in paths_down_to(one)}
        tree = tree.filter(any_path_starts(reach) | Q(path__in=above))
    return {unit.path: unit for unit in tree.order_by("path", "valid_from")}


def _quarters(since: Quarter | None, year: int) -> tuple[int, ...]:
    periods = (Quarter(year, number) for number in QUARTERS)
    return tuple(
        period.number
        for period in periods
        if period.has_begun and (since is None or since <= period)
    )


def _indicators(
    units: Iterable[str], plans: dict[str, list[Counted]], closed: ReportingYears, year: int
) -> dict[str, list[Counted]]:
    """The indicators of all plans at or above each unit, in their order."""
    found = {}
    for path, unit in units.items():
        codes = [code for above in paths_down_to(path) for code in plans.get(above, ())]
        if codes and not closed.closes(unit, year):
            found[path] = list(dict.fromkeys(codes))
    return found


def _levels(
    units: dict[str, AdministrativeUnit], paths: list[str]
) -> Iterator[tuple[AdministrativeUnit, list[AdministrativeUnit]]]:
    """The units to be measured as wholes and their parts, none of which lies in another: the first
    level with the second, and each of the others within what its units have in common.
    """
    by_depth: dict[int, list[str]] = {}
    for path in sorted(paths):
        by_depth.setdefault(path.count("/"), []).append(path)
    levels = [by_depth[depth] for depth in sorted(by_depth)]
    if len(levels[0]) == 1:
        first, *levels = levels
        second, levels = (levels[0], levels[1:]) if levels else ([], [])
        yield from ((units[first[0]], parts) for parts in _told_apart(units, second))
    for level in levels:
        for root in dict.fromkeys(path[: path.index("/") + 1] for path in level):
            within = [path for path in level if path.startswith(root)]
            whole = _common(within)
            parts = [path for path in within if path != whole]
            yield from ((units[whole], some) for some in _told_apart(units, parts))


def _told_apart(
    units: dict[str, AdministrativeUnit], paths: Iterable[str]
) -> list[list[AdministrativeUnit]]:
    """Units in as few lists as needed for each code to stand once in a list: evidence names parts
    by their codes, which may have been used again. One empty list for none.
    """
    found: list[dict[str, AdministrativeUnit]] = [{}]
    for path in paths:
        unit = units[path]
        free = next((one for one in found if unit.code not in one), None)
        if free is None:
            found.append(free := {})
        free[unit.code] = unit
    return [list(one.values()) for one in found]


def _common(paths: list[str]) -> str:
    """The path of the nearest unit at or above all of some, which lie under one root."""
    shared = set.intersection(*(set(paths_down_to(path)) for path in paths))
    return max(shared, key=len)
