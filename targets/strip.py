"""What a reader has to know about returns before anything else: the strip on the overview."""

from collections.abc import Sequence
from dataclasses import dataclass

from cooperatives.ground.calendar import Quarter
from cooperatives.models import AdministrativeUnit, User
from cooperatives.rights.permissions import Permission

from .owed_returns import overdue_in, periods_of, to_do
from .reporting import Named, Reporting, awaiting_approval_elsewhere, reporting_of


@dataclass(frozen=True)
class Strip:
    """To who approves: where the newest quarter due stands (reporting), and the other quarters in
    which returns wait, and the older ones in which returns are overdue, each with their number. To
    the others: what they have to do themselves.
    """

    reporting: Reporting | None = None
    elsewhere: Sequence[tuple[Quarter, int]] = ()
    overdue_before: Sequence[tuple[Quarter, int]] = ()
    tasks: Named | None = None


def strip_for(reader: User, whole: AdministrativeUnit) -> Strip:
    """The strip for a reader; whole: the unit for those who work for no unit of their own."""
    unit = reader.unit or whole
    periods = periods_of(unit)
    if not reader.may(Permission.RETURN_DECIDE):
        return Strip(tasks=Named.of(to_do(unit, periods)))
    period = periods.newest_due()
    if period is None:
        return Strip()
    return Strip(
        reporting_of(unit, period),
        awaiting_approval_elsewhere(unit, period),
        overdue_in(unit, [one for one in periods.planned if one < period]),
    )
