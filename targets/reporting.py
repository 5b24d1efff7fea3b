"""Who owes a return for a quarter, and which quarter is worth looking at."""

from cooperatives.calendar import QUARTERS, Quarter
from cooperatives.models import AdministrativeUnit, Organisation, QuarterlyReturn


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
