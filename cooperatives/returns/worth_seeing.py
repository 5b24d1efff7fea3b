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


class Reported:
    """What was reported of a unit and those below it, by year. Each question is read once, when
    first asked, in one statement. in_full: also of the ended units that went there whole.
    """

    def __init__(self, unit: AdministrativeUnit, *, in_full: bool = False) -> None:
        self._unit = unit
        self.paths = unit.reach if in_full else (unit.path,)

    @cached_property
    def years(self) -> set[int]:
        """The years for which returns or yearly reports are there."""
        return set(self._read(*self._of_years())[_YEAR])

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
        # to in the newest two, and with `years`, which the same pages show.
        newest = ended[-2:]
        owed = [self._owing(period) for period in newest]
        found = self._read(*self._of_years(), self._submitted(years), *owed)
        self.years = set(found[_YEAR])
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
        within = any_path_starts(self.paths, "unit__path")
        returns = QuarterlyReturn.objects.filter(within)
        placed = Placement.objects.filter(within)
        here = YearlyReport.objects.filter(
            year=OuterRef("year"), cooperative__in=placed.values("organisation")
        )
        # Whether a year has any report here is quick to say, to list the years of all is not: one
        # report of each year stands for it.
        first = YearlyReport.objects.order_by().values("year").annotate(key=Min("pk")).values("key")
        reports = YearlyReport.objects.filter(Exists(here), pk__in=first)
        return [_rows(_YEAR, found, F("year")) for found in (returns, reports)]

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
    def _read(first: QuerySet, *others: QuerySet) -> list[dict[int, dict[int, set[int]]]]:
        """The keys of units by year and quarter, for each of the three kinds of rows."""
        found = [{}, {}, {}]
        for kind, year, number, unit in first.union(*others):
            found[kind].setdefault(year, {}).setdefault(number, set()).add(unit)
        return found


_YEAR, _SUBMITTED, _OWING = range(3)
_ZERO = Value(0, IntegerField())


def _rows(kind: int, found: QuerySet, year, quarter=_ZERO, unit=_ZERO) -> QuerySet:
    return found.order_by().values_list(Value(kind, IntegerField()), year, quarter, unit).distinct()


def has_records(paths: Iterable[str], day: date) -> bool:
    """Whether a cooperative, union or group was registered up to a day in one of the units with
    some paths.
    """
    return Organisation.objects.placed_under(paths, day).exists()
