"""Where the returns of a quarter stand, as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..ground.calendar import Quarter
from ..models import AdministrativeUnit, Organisation
from ..units.years import ReportingYears
from .owed import OwedReturn, State, as_owed, filed_returns

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
    """The returns of a quarter from the units in one unit in which somebody has to report, in the
    order of their codes. In a year never opened none is owed and none is late.
    """

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


def reporting_of(
    unit: AdministrativeUnit, period: Quarter, years: ReportingYears | None = None
) -> Reporting:
    """Where the returns of a unit's reporting units stand, in four SQL statements at most."""
    owing = Organisation.objects.reporting_units(unit, period.ends_on)
    filed, years = filed_returns(unit, [period]), years or ReportingYears()
    units = {row.unit_id: row.unit for row in filed.values() if row.unit_id in owing}
    if missing := owing - units.keys():
        units |= AdministrativeUnit.objects.in_bulk(missing)
    reporters = sorted(units.values(), key=lambda one: one.path)
    return Reporting(
        period,
        tuple(
            as_owed(
                reporter,
                period,
                filed.get((reporter.pk, period)),
                years,
                is_expected=True,
            )
            for reporter in reporters
        ),
    )
