"""Reads how the year's end lay from the value at a quarter in past years, in two SQL statements."""

from datetime import date

from cooperatives.evidence import Asked, tally_each
from cooperatives.ground.calendar import Quarter, today
from cooperatives.models import AdministrativeUnit

from ..indicators import Indicator
from ..reckoning.assessment import has_few
from ..reckoning.measures import Measure
from ..reckoning.projection import Pair, has_method, tried_at
from .reading import moment_of
from .selection import Selection

LAST_YEARS = 5
"""So many of the years held before are looked at, the newest."""


def past_pairs(selection: Selection, indicator: Indicator) -> tuple[Pair, ...]:
    """What each unit directly under that of the plan had at the quarter's end in each of the last
    years held, and at that year's end, where both are known of at least half of those expected.

    None for an indicator or a year of which no end is told.
    """
    if not has_method(indicator) or is_year_over(selection.year):
        return ()
    before = sorted(year for year in selection.years_held if year < selection.year)
    years = [year for year in before if is_year_over(year)][-LAST_YEARS:]
    if not years:
        return ()
    home, quarter = selection.planning_unit, tried_at(indicator, moment_of(selection.period))
    units = list(AdministrativeUnit.objects.filter(parent__path=home.path).order_by("path"))
    asked = [
        Asked(home, year, sorted({quarter, 4}), [indicator.figure], _valid(units, _end_of(year)))
        for year in years
    ]
    pairs = []
    for one, tallies in zip(asked, tally_each(asked), strict=True):
        for unit in one.sub_units:
            then, end = (
                indicator.measure(tallies.get((unit.code, number, indicator.figure)))
                for number in (quarter, 4)
            )
            if _is_known(indicator, then) and _is_known(indicator, end):
                pairs.append(Pair(one.year, then.value, end.value))
    return tuple(pairs)


def is_year_over(year: int) -> bool:
    return today() > _end_of(year)


def _end_of(year: int) -> date:
    return Quarter(year, 4).ends_on


def _valid(units: list[AdministrativeUnit], day: date) -> list[AdministrativeUnit]:
    return [
        unit
        for unit in units
        if unit.valid_from <= day and (unit.valid_to is None or day < unit.valid_to)
    ]


def _is_known(indicator: Indicator, measure: Measure) -> bool:
    return measure.value is not None and not has_few(indicator, measure)
