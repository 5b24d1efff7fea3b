"""Who owes a return for a quarter, and which quarter is worth looking at."""

from dataclasses import dataclass
from datetime import date

from cooperatives.calendar import QUARTERS, Quarter, today
from cooperatives.models import AdministrativeUnit, Organisation, QuarterlyReturn

State = QuarterlyReturn.State


@dataclass(frozen=True)
class OwedReturn:
    """The return that one reporting unit owes for a quarter. state is None before it is opened."""

    unit: AdministrativeUnit
    state: State | None
    due_on: date

    @property
    def is_submitted(self) -> bool:
        """Whether it was submitted at least once, so that its figures count."""
        return self.state not in (None, State.DRAFT)

    @property
    def days_late(self) -> int:
        """How many days it is overdue, as long as it was never submitted; else 0."""
        return 0 if self.is_submitted else max(0, (today() - self.due_on).days)


@dataclass(frozen=True)
class Reporting:
    """The returns that the units in one unit owe for a quarter, in the order of their codes."""

    returns: tuple[OwedReturn, ...]

    @property
    def submitted(self) -> int:
        """How many were submitted at least once."""
        return sum(owed.is_submitted for owed in self.returns)

    @property
    def waited_for(self) -> list[AdministrativeUnit]:
        """Units that never submitted theirs."""
        return [owed.unit for owed in self.returns if not owed.is_submitted]

    @property
    def being_corrected(self) -> list[AdministrativeUnit]:
        """Units whose return was sent back or reopened: their figures count and may change."""
        return [owed.unit for owed in self.returns if owed.state == State.RETURNED]


def reporting_of(unit: AdministrativeUnit, period: Quarter) -> Reporting:
    """Where the returns of a unit's reporting units stand, in three SQL statements."""
    owing = Organisation.objects.reporting_units(unit, period.ends_on)
    found = {
        row.unit_id: row
        for row in QuarterlyReturn.objects.filter(
            year=period.year, quarter=period.number, unit__in=owing
        )
    }
    return Reporting(
        tuple(
            _owed(reporter, found.get(reporter.pk), period)
            for reporter in AdministrativeUnit.objects.filter(pk__in=owing).order_by("path")
        )
    )


def _owed(unit: AdministrativeUnit, row: QuarterlyReturn | None, period: Quarter) -> OwedReturn:
    if row is None:
        return OwedReturn(unit, None, period.due_on)
    return OwedReturn(unit, State(row.state), row.due_on)


def default_quarter(unit: AdministrativeUnit, year: int) -> int:
    """The newest ended quarter in which at least half of the reporting units have submitted.

    Failing that the newest ended one, else 1.
    """
    ended = [number for number in QUARTERS if Quarter(year, number).has_ended]
    for number in reversed(ended):
        submitted, owing = submissions(unit, Quarter(year, number))
        if owing and 2 * submitted >= owing:
            return number
    return ended[-1] if ended else 1


def submissions(unit: AdministrativeUnit, period: Quarter) -> tuple[int, int]:
    """How many reporting units in a unit have submitted for a quarter at least once, and how many
    owe a return.
    """
    owing = Organisation.objects.reporting_units(unit, period.ends_on)
    submitted = QuarterlyReturn.objects.counted().filter(
        year=period.year, quarter=period.number, unit__in=owing
    )
    return submitted.count(), len(owing)
