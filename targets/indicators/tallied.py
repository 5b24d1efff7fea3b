"""Evidence of several years added up in one statement, and the indicators measured from it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cooperatives.evidence import Asked, Key, Tallies, Tally, TodaysUnits, tally_each
from cooperatives.models import AdministrativeUnit

from ..reckoning.measures import Measure
from .base import Indicator


@dataclass(frozen=True)
class Tallied:
    """What evidence adds up to, by year. A year that was not asked for has none."""

    by_year: Mapping[int, Tallies]

    def measure(self, indicator: Indicator, group: str, year: int, quarter: int) -> Measure:
        """An indicator at a quarter's end, for a group of units (see `Tallies`)."""

        def tally_of(of_year: int, key: Key) -> Tally | None:
            return self.by_year.get(of_year, {}).get((group, quarter, key))

        return indicator.measured(tally_of, year, quarter)


def evidence_needed(indicators: Iterable[Indicator], year: int) -> dict[int, set[Key]]:
    """What some indicators are made of in a year, by the years of that."""
    found: dict[int, set[Key]] = defaultdict(set)
    for indicator in indicators:
        for of_year, key in indicator.needs(year):
            found[of_year].add(key)
    return found


def tallied_years(
    unit: AdministrativeUnit,
    quarters: Mapping[int, Iterable[int]],
    indicators: list[Indicator],
    sub_units: Iterable[AdministrativeUnit] = (),
    todays: TodaysUnits | None = None,
) -> Tallied:
    """Indicators of a unit, and of each of its sub-units, in some years, in one statement.
    quarters: those of each year. todays: the units as they are today, as in `Asked`.
    """
    keys: dict[int, set[Key]] = defaultdict(set)
    asked_for: dict[int, set[int]] = defaultdict(set)
    for year, of_year in quarters.items():
        for needed, found in evidence_needed(indicators, year).items():
            keys[needed] |= found
            asked_for[needed] |= set(of_year)
    asked = [Asked(unit, year, asked_for[year], keys[year], sub_units, todays) for year in keys]
    return Tallied(dict(zip(keys, tally_each(asked), strict=True)))
