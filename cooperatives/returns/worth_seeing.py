"""Which quarter and years are worth looking at, from what was reported in them."""

from collections.abc import Collection, Iterable
from datetime import date
from functools import cached_property

from django.db.models import Exists, F, IntegerField, Min, OuterRef, QuerySet, Value

from ..ground.calendar import QUARTERS, Quarter
from ..models import (
    AdministrativeUnit,
    Organisation,
    Placement,
    QuarterlyReturn,
    YearlyReport,
)
from ..models.organisations import REPORTING_UNIT
from ..models.units import any_path_starts, at_or_above, path_starts

Found = list[dict[int, dict[int, set[int]]]]
"""Keys of units by year and quarter, for each kind of rows."""


class Reported:
    """What was reported of a unit and those below it, by year. Each question is read once, when
    first asked, in one statement. in_full: also of the ended units that went there whole.
    """

    def __init__(self, unit: AdministrativeUnit, *, in_full: bool = False) -> None:
        self._unit = unit
        self.paths = unit.reach if in_full else (unit.path,)

    @property
    def years(self) -> set[int]:
        """The years for which returns or yearly reports are there."""
        return set(self._years[_YEAR])

    @property
    def years_before(self) -> set[int]:
        """The years for which any are there of the ended units that it took over, or a part of."""
        return set(self._years[_EARLIER])

    @cached_property
    def _years(self) -> Found:
        return self._read(*self._of_years())

    def default_quarter(self, years: Collection[int]) -> Quarter:
        """The quarter worth looking at in some years, one or more, that have begun.

        It is the newest ended one in which at least half of the reporting units have submitted;
        failing that the newest ended one; else the first of the newest year. Those at whose end the
        unit does not exist are looked at only where there is no other.
        """
        periods = [Quarter(year, number) for year in sorted(years) for number in QUARTERS]
        periods = [one for one in periods if self._unit.covers(one.ends_on)] or periods
        ended = [period for period in periods if period.has_ended]
        if not ended:
            return next(period for period in periods if period.year == periods[-1].year)
        # One statement tells who has submitted what, however many quarters there are, with who had
        # to in the newest two, and with the years, which the same pages show.
        newest = ended[-2:]
        owed = [self._owing(period) for period in newest]
        found = self._years = self._read(*self._of_years(), self._submitted(years), *owed)
        for period in reversed(ended):
            if submitted := found[_SUBMITTED].get(period.year, {}).get(period.number):
                if period in newest:
                    owing = found[_OWING].get(period.year, {}).get(period.number, set())
                else:
                    owing = Organisation.objects.reporting_units(self._unit, period.ends_on)
                if owing and 2 * len(submitted & owing) >= len(owing):
                    return period
        return ended[-1]

    def _of_years(self) -> list[QuerySet]:
        earlier = self._unit.predecessor_paths
        found = _years_under(self.paths, _YEAR)
        return [*found, *_years_under(earlier, _EARLIER)] if earlier else found

    def _submitted(self, years: Collection[int]) -> QuerySet:
        path = self._unit.path
        filed = QuarterlyReturn.objects.counted().filter(
            path_starts(path, "unit__path") | at_or_above(path, "unit__path"), year__in=years
        )
        return _rows(_SUBMITTED, filed, F("year"), F("quarter"), F("unit"))

    def _owing(self, period: Quarter) -> QuerySet:
        placements = Organisation.objects.placements_reporting(self._unit, period.ends_on)
        year, number = (Value(one, IntegerField()) for one in (period.year, period.number))
        return _rows(_OWING, placements, year, number, REPORTING_UNIT)

    @staticmethod
    def _read(first: QuerySet, *others: QuerySet) -> Found:
        """The keys of units by year and quarter, for each of the four kinds of rows."""
        found = [{}, {}, {}, {}]
        for kind, year, number, unit in first.union(*others):
            found[kind].setdefault(year, {}).setdefault(number, set()).add(unit)
        return found


_YEAR, _EARLIER, _SUBMITTED, _OWING = range(4)
_ZERO = Value(0, IntegerField())


def _rows(kind: int, found: QuerySet, year, quarter=_ZERO, unit=_ZERO) -> QuerySet:
    return found.order_by().values_list(Value(kind, IntegerField()), year, quarter, unit).distinct()


def _years_under(paths: Iterable[str], kind: int) -> list[QuerySet]:
    """The years of the returns and of the yearly reports under some units, as rows of a kind."""
    within = any_path_starts(paths, "unit__path")
    returns = QuarterlyReturn.objects.filter(within)
    placed = Placement.objects.filter(within)
    here = YearlyReport.objects.filter(
        year=OuterRef("year"), cooperative__in=placed.values("organisation")
    )
    # Whether a year has any report here is quick to say, to list the years of all is not: one
    # report of each year stands for it.
    first = YearlyReport.objects.order_by().values("year").annotate(key=Min("pk")).values("key")
    reports = YearlyReport.objects.filter(Exists(here), pk__in=first)
    return [_rows(kind, found, F("year")) for found in (returns, reports)]


def has_records(paths: Iterable[str], day: date) -> bool:
    """Whether a cooperative, union or group was registered up to a day in one of the units with
    some paths.
    """
    return Organisation.objects.placed_under(paths, day).exists()
