"""Which quarter and years are worth looking at, from what was reported in them."""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists

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
    # One statement tells where there is something to count, however many quarters there are.
    begun = set(filed.order_by().values_list("year", "quarter").distinct())
    for period in reversed(ended):
        if (period.year, period.number) in begun:
            submitted, owing = submissions(unit, period)
            if owing and 2 * submitted >= owing:
                return period
    return ended[-1] if ended else Quarter(max(years), 1)


def reported_years(unit: AdministrativeUnit) -> set[int]:
    """The years for which a unit or one below it has filed returns or yearly reports."""
    returns = QuarterlyReturn.objects.filter(path_starts(unit.path, "unit__path"))
    found = set(returns.order_by().values_list("year", flat=True).distinct())
    everywhere = YearlyReport.objects.order_by().values_list("year", flat=True).distinct()
    others = sorted(set(everywhere) - found)
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


def submissions(unit: AdministrativeUnit, period: Quarter) -> tuple[int, int]:
    """How many reporting units in a unit have submitted for a quarter at least once, and how many
    owe a return.
    """
    owing = Organisation.objects.reporting_units(unit, period.ends_on)
    submitted = QuarterlyReturn.objects.counted().filter(
        year=period.year, quarter=period.number, unit__in=owing
    )
    return submitted.count(), len(owing)
