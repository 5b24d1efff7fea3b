"""Reads how the year's end lay from the value at a quarter in past years, in two SQL statements."""

from collections import defaultdict
from datetime import date

from cooperatives.evidence import Asked, tally_each
from cooperatives.ground.calendar import Quarter, today
from cooperatives.models import AdministrativeUnit

from ..indicators import Indicator
from ..indicators.tallied import Tallied, evidence_needed
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
    years = sorted(year for year in selection.years_held if is_year_over(year))[-LAST_YEARS:]
    if not years:
        return ()
    home, quarter = selection.planning_unit, tried_at(indicator, moment_of(selection.period))
    units = list(AdministrativeUnit.objects.filter(parent__path=home.path).order_by("path"))
    of_year = {year: [unit for unit in units if unit.covers(_end_of(year))] for year in years}
    asked, quarters = [], sorted({quarter, 4})
    for year in years:
        needed = evidence_needed([indicator], year)
        asked += [
            (year, Asked(home, one, quarters, keys, of_year[year])) for one, keys in needed.items()
        ]
    tallies = defaultdict(dict)
    found = tally_each([one for _year, one in asked])
    for (year, one), of_one in zip(asked, found, strict=True):
        tallies[year][one.year] = of_one
    pairs = []
    for year in years:
        tallied = Tallied(tallies[year])
        for unit in of_year[year]:
            then, end = (
                tallied.measure(indicator, unit.code, year, number) for number in (quarter, 4)
            )
            if _is_known(indicator, then) and _is_known(indicator, end):
                pairs.append(Pair(year, then.value, end.value))
    return tuple(pairs)


def is_year_over(year: int) -> bool:
    return today() > _end_of(year)


def _end_of(year: int) -> date:
    return Quarter(year, 4).ends_on


def _is_known(indicator: Indicator, measure: Measure) -> bool:
    return measure.value is not None and not has_few(indicator, measure)
