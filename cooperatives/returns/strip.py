"""What a reader has to know about returns before anything else: the strip on the overview."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..ground.calendar import Quarter, today
from ..models import AdministrativeUnit, User
from ..rights.permissions import Permission
from ..units.years import ReportingYears, unopened_units
from .owed import overdue_in, periods_of, to_do
from .reporting import (
    MOST_NAMED,
    Named,
    Reporting,
    awaiting_approval_elsewhere,
    reporting_of,
)


@dataclass(frozen=True)
class Unopened:
    """The first few units for which a year is not open, and how many others there are."""

    year: int
    units: Sequence[AdministrativeUnit]
    others: int


@dataclass(frozen=True)
class Strip:
    """To who approves: where the newest quarter due stands (reporting), and the other quarters in
    which returns wait, and the older ones in which returns are overdue, each with their number, and
    the units for which the current year is not open. To the others: what they have to do
    themselves.
    """

    reporting: Reporting | None = None
    elsewhere: Sequence[tuple[Quarter, int]] = ()
    overdue_before: Sequence[tuple[Quarter, int]] = ()
    tasks: Named | None = None
    unopened: Unopened | None = None


def strip_for(reader: User, whole: AdministrativeUnit) -> Strip:
    """The strip for a reader; whole: the unit for those who work for no unit of their own."""
    unit = reader.unit or whole
    years = ReportingYears()
    periods = periods_of(unit, years)
    if not reader.may(Permission.RETURN_DECIDE):
        return Strip(tasks=Named.of(to_do(unit, periods, years)))
    unopened, period = unopened_for(reader, years), periods.newest_due()
    if period is None:
        return Strip(unopened=unopened)
    return Strip(
        reporting_of(unit, period, years),
        awaiting_approval_elsewhere(unit, period, years),
        overdue_in(unit, [one for one in periods.asked if one < period], years),
        unopened=unopened,
    )


def unopened_for(reader: User, years: ReportingYears | None = None) -> Unopened | None:
    """Where the current year is not open within a reader's reach; None where it is, everywhere."""
    year = today().year
    found = unopened_units(reader.unit, year, years)
    if not found:
        return None
    return Unopened(year, found[:MOST_NAMED], max(0, len(found) - MOST_NAMED))
