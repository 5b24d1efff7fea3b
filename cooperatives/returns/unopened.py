"""Where the current year is not open, so that nothing is asked for there."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..ground.calendar import today
from ..models import AdministrativeUnit, User
from ..units.years import ReportingYears, unopened_units
from .reporting import MOST_NAMED


@dataclass(frozen=True)
class Unopened:
    """The first few units for which a year is not open, and how many others there are."""

    year: int
    units: Sequence[AdministrativeUnit]
    others: int


def unopened_for(reader: User, years: ReportingYears | None = None) -> Unopened | None:
    """Where the current year is not open within a reader's reach; None where it is, everywhere, and
    where the reader's own unit has ended: no year is opened for it.
    """
    if reader.unit is not None and not reader.unit.covers(today()):
        return None
    year = today().year
    found = unopened_units(reader.unit, year, years)
    if not found:
        return None
    return Unopened(year, found[:MOST_NAMED], max(0, len(found) - MOST_NAMED))
