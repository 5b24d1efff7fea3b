"""How far returns are filled: cooperatives with all seven figures, of those that should report."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, Value

from .calendar import Quarter
from .models import (
    FIGURES,
    AdministrativeUnit,
    Cooperative,
    Placement,
    QuarterlyFigures,
)
from .models.organisations import REPORTING_UNIT
from .models.units import path_starts


@dataclass(frozen=True)
class Completeness:
    """complete: cooperatives with all seven figures; expected: cooperatives that should report."""

    complete: int
    expected: int


NOTHING_EXPECTED = Completeness(0, 0)

IS_COMPLETE = Q(**{f"{figure}__isnull": False for figure in FIGURES})
"""The condition that a row has all seven figures."""


def completeness_of(
    unit: AdministrativeUnit, periods: Iterable[Quarter]
) -> dict[tuple[int, Quarter], Completeness]:
    """By the key of each reporting unit at or under a unit, and by quarter; in one statement.

    Drafts count: this is how full a return is, not whether its figures are evidence. A unit in
    which nobody should report is absent.
    """
    counts = [_counts(unit, period) for period in sorted(set(periods))]
    if not counts:
        return {}
    first, *others = counts
    return {
        (reporter, Quarter(year, number)): Completeness(complete, expected)
        for reporter, year, number, complete, expected in first.union(*others, all=True)
    }


def _counts(unit: AdministrativeUnit, period: Quarter):
    end = period.ends_on
    complete = QuarterlyFigures.objects.filter(
        IS_COMPLETE,
        cooperative=OuterRef("organisation"),
        year=period.year,
        quarter=period.number,
    )
    return (
        Placement.objects.on(end)
        .filter(
            path_starts(unit.path, "unit__path"),
            organisation__in=Cooperative.objects.operating_on(end).order_by(),
        )
        .order_by()
        .annotate(
            reporter=REPORTING_UNIT, of_year=Value(period.year), of_quarter=Value(period.number)
        )
        .values("reporter", "of_year", "of_quarter")
        .annotate(
            complete=Count("pk", filter=Exists(complete)),
            expected=Count("pk"),
        )
        .values_list("reporter", "of_year", "of_quarter", "complete", "expected")
    )
