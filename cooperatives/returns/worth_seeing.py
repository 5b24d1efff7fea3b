"""Which quarter and years are worth looking at, from what was reported in them."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import Exists, IntegerField, Value

from ..ground.calendar import QUARTERS, Quarter
from ..models import (
    AdministrativeUnit,
    Organisation,
    Placement,
    QuarterlyReturn,
    YearlyReport,
)
from ..models.units import at_or_above, path_starts


def default_quarter(unit: AdministrativeUnit, years: Collection[int]) -> Quarter:
    """The quarter worth looking at in some years, one or more, that have begun.

    It is the newest ended one in which at least half of the reporting units have submitted; failing
    that the newest ended one; else quarter 1 of the newest year.
    """
    periods = [Quarter(year, number) for year in sorted(years) for number in QUARTERS]
    ended = [period for period in periods if period.has_ended]
    filed = QuarterlyReturn.objects.counted().filter(
        path_starts(unit.path, "unit__path") | at_or_above(unit.path, "unit__path"),
        year__in=years,
    )
    # One statement tells who has submitted what, however many quarters there are.
    submitted: dict[Quarter, set[int]] = defaultdict(set)
    for year, number, key in filed.order_by().values_list("year", "quarter", "unit"):
        submitted[Quarter(year, number)].add(key)
    for period in reversed(ended):
        if period in submitted:
            owing = Organisation.objects.reporting_units(unit, period.ends_on)
            if owing and 2 * len(submitted[period] & owing) >= len(owing):
                return period
    return ended[-1] if ended else Quarter(max(years), 1)


def reported_years(unit: AdministrativeUnit) -> set[int]:
    """The years for which a unit or one below it has filed returns or yearly reports."""
    is_return, is_report = Value(1, IntegerField()), Value(0, IntegerField())
    returns = QuarterlyReturn.objects.filter(path_starts(unit.path, "unit__path")).order_by()
    everywhere = YearlyReport.objects.order_by().values_list("year", is_report).distinct()
    known = set(returns.values_list("year", is_return).distinct().union(everywhere))
    found = {year for year, of_return in known if of_return}
    others = sorted({year for year, _of_return in known} - found)
    if not others:
        return found
    # Whether a year has any report here is quick to say; to list the years of all is not.
    placed = Placement.objects.filter(path_starts(unit.path, "unit__path"))
    reports = YearlyReport.objects.filter(cooperative__in=placed.values("organisation"))
    has_any = AdministrativeUnit.objects.filter(pk=unit.pk).values_list(
        *(Exists(reports.filter(year=year)) for year in others)
    )
    return found | {year for year, one in zip(others, has_any.get(), strict=True) if one}


def has_records(unit: AdministrativeUnit, day: date) -> bool:
    """Whether a cooperative, union or group was registered in a unit up to a day."""
    return Organisation.objects.placed_in(unit, day).exists()
