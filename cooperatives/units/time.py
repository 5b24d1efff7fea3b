"""Whether a unit exists on a day, and which units are to be looked at instead."""

from dataclasses import dataclass
from datetime import date

from ..models import AdministrativeUnit


@dataclass(frozen=True)
class OutsideItsTime:
    """That a unit does not exist on a day: it ended before (`is_over`), or begins after.

    instead: the units that took over from it, or from which it took over; none where nobody said.
    """

    unit: AdministrativeUnit
    is_over: bool
    instead: tuple[AdministrativeUnit, ...]


def outside_its_time(unit: AdministrativeUnit, day: date) -> OutsideItsTime | None:
    """What is to be said of a unit on a day, None where it exists on it."""
    if unit.covers(day):
        return None
    is_over = day >= unit.valid_from
    tree = AdministrativeUnit.objects
    found = (
        tree.filter(takeovers__predecessor=unit)
        if is_over
        else tree.filter(successions__successor=unit)
    )
    return OutsideItsTime(unit, is_over, tuple(found.order_by("path")))
