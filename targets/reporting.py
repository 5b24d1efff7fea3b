"""Where the returns of a quarter stand, and which quarter is worth looking at."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, Q

from cooperatives.ground.calendar import QUARTERS, Quarter
from cooperatives.models import (
    AdministrativeUnit,
    Organisation,
    Placement,
    QuarterlyReturn,
    YearlyReport,
)
from cooperatives.models.units import path_starts

from .owed_returns import OwedReturn, State, as_owed, closings, filed_returns, is_covered

LISTED_IN_FULL = 40
"""With more reporting units than this a page lists only those that it waits for."""
MOST_NAMED = 5
"""How many units a sentence names."""
MOST_SUBMITTED = 12
"""How many of those that have submitted: their names stand without a word, all of a province's."""


@dataclass(frozen=True)
class Named:
    """Returns as a sentence names them: the first few, and how many others there are."""

    shown: Sequence[OwedReturn]
    others: int

    @classmethod
    def of(cls, returns: Sequence[OwedReturn], most: int = MOST_NAMED) -> "Named":
        """All of them, or the first so many."""
        return cls(returns[:most], max(0, len(returns) - most))


@dataclass(frozen=True)
class Reporting:
    """The returns that the units in one unit owe for a quarter, in the order of their codes."""

    period: Quarter
    returns: tuple[OwedReturn, ...]

    @property
    def submitted(self) -> int:
        """How many were submitted at least once."""
        return sum(owed.is_submitted for owed in self.returns)

    @property
    def have_submitted(self) -> Named:
        """Those that were."""
        found = [owed for owed in self.returns if owed.is_submitted]
        return Named.of(found, MOST_SUBMITTED)

    @property
    def listed(self) -> list[OwedReturn]:
        """All of them; of very many only those that are waited for or being corrected."""
        if len(self.returns) <= LISTED_IN_FULL:
            return list(self.returns)
        return [owed for owed in self.returns if owed.is_open]

    @property
    def waited_for(self) -> list[AdministrativeUnit]:
        """Units that never submitted theirs."""
        return [owed.unit for owed in self.returns if not owed.is_submitted]

    @property
    def being_corrected(self) -> list[AdministrativeUnit]:
        """Units whose return was sent back or reopened: their figures count and may change."""
        return [owed.unit for owed in self.returns if owed.state == State.RETURNED]

    @property
    def overdue(self) -> Named:
        """Those that were never submitted and should have been."""
        return Named.of([owed for owed in self.returns if owed.days_late])

    @property
    def awaiting_approval(self) -> Named:
        """Those about which an officer has to decide."""
        return Named.of([owed for owed in self.returns if owed.awaits_approval])

    @property
    def sent_back(self) -> Named:
        """Those that were sent back or reopened."""
        return Named.of([owed for owed in self.returns if owed.state == State.RETURNED])


def reporting_of(unit: AdministrativeUnit, period: Quarter) -> Reporting:
    """Where the returns of a unit's reporting units stand, in four SQL statements."""
    owing = Organisation.objects.reporting_units(unit, period.ends_on)
    filed, closed = filed_returns(unit, [period]), closings(unit)
    reporters = AdministrativeUnit.objects.filter(pk__in=owing).order_by("path")
    return Reporting(
        period,
        tuple(
            as_owed(
                reporter,
                period,
                filed.get((reporter.pk, period)),
                is_closed=is_covered(reporter, period.year, closed),
            )
            for reporter in reporters
        ),
    )


def awaiting_approval_elsewhere(
    unit: AdministrativeUnit, period: Quarter
) -> list[tuple[Quarter, int]]:
    """The other quarters in which returns in a unit wait for approval, each with their number.

    Nothing can be decided any more in a year that is closed.
    """
    waiting = (
        QuarterlyReturn.objects.filter(path_starts(unit.path, "unit__path"), state=State.SUBMITTED)
        .exclude(year=period.year, quarter=period.number)
        .select_related("unit")
    )
    closed = closings(unit)
    found = Counter(
        Quarter(one.year, one.quarter)
        for one in waiting
        if not is_covered(one.unit, one.year, closed)
    )
    return sorted(found.items())


def default_quarter(unit: AdministrativeUnit, years: Collection[int]) -> Quarter:
    """The quarter worth looking at in some years, one or more, that have begun.

    It is the newest ended one in which at least half of the reporting units have submitted; failing
    that the newest ended one; else quarter 1 of the newest year.
    """
    periods = [Quarter(year, number) for year in sorted(years) for number in QUARTERS]
    ended = [period for period in periods if period.has_ended]
    above = AdministrativeUnit.objects.above(unit).order_by().values("pk")
    filed = QuarterlyReturn.objects.counted().filter(
        path_starts(unit.path, "unit__path") | Q(unit__in=above), year__in=years
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
