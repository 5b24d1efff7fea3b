"""How well a table fits what was reported last quarter: the test of units, places and order."""

from collections.abc import Callable, Iterable, Sequence
from itertools import permutations
from statistics import median
from typing import Any

from ..catalogue.figures import Figure, Quantity
from ..entry.columns import SheetColumn
from ..ground.amount_units import MONEY_UNITS, AmountUnit
from ..ground.calendar import Quarter
from .target import TargetRow
from .values import are_near

Pair = tuple[Any, Any]
"""A value of the table, and the same figure's of the period before; either may be None."""
QUARTERS_OF_YEAR = 4
MOST = 0.5
"""More than this part of the rows are most of them."""
UNUSUALLY_LOW = 50
"""Amounts in the page's own unit may be lower than plausible by so many times."""
FAR_BETTER = 0.25
FEWEST_COMPARED = 3
SMALL = 10
"""So few persons do not change by chance; more may, by a tenth."""


def most_are_near(pairs: Iterable[Pair]) -> bool | None:
    """Whether most values lie within 30 times of those of before; None where none compare."""
    near = [found for value, last in pairs if (found := are_near(value, last)) is not None]
    return sum(near) > len(near) * MOST if near else None


def units_that_fit(
    numbers: Sequence[tuple[Any, Any]], figure: Figure, times: int, period: Quarter | int
) -> tuple[AmountUnit, ...]:
    """The units of money under which a column's numbers make sense: most lie near those of before,
    or where there are none of before, the middling one is plausible; all where nothing tells.

    numbers: as written, each with the value of before; times: how often a value contains one.
    """
    verdicts = {
        unit: most_are_near((number * unit.vnd * times, last) for number, last in numbers)
        for unit in MONEY_UNITS
    }
    if any(verdict is not None for verdict in verdicts.values()):
        return tuple(unit for unit, verdict in verdicts.items() if verdict)
    written = [abs(number) for number, _last in numbers if number]
    if not written:
        return MONEY_UNITS
    if figure.plausible is None:
        return ()
    low, high = figure.plausible
    high *= 1 if isinstance(period, Quarter) else QUARTERS_OF_YEAR
    middle = median(written) * times
    lowest = {AmountUnit.MILLION: low / UNUSUALLY_LOW}
    units = [unit for unit in MONEY_UNITS if unit is not AmountUnit.BILLION or middle < 1]
    return tuple(u for u in units if lowest.get(u, low) <= middle * u.vnd <= high)


# --- Persons --------------------------------------------------------------------------------------


def persons_columns(columns: Iterable[SheetColumn]) -> list[str]:
    """The fields that count persons: they hardly change from quarter to quarter."""
    return [
        column.field
        for column in columns
        if column.figure is not None and column.figure.measure is Quantity.PERSONS
    ]


def is_like(value: Any, last: Any) -> bool | None:
    """Whether as many persons are there as before, or nearly; None where that says nothing."""
    if value is None or last is None or (value == 0 and last == 0):
        return None
    return abs(value - last) <= (last / SMALL if last >= SMALL else 0)


def like(values: dict[str, Any], row: TargetRow) -> bool | None:
    """Whether a line's persons are those of a row, as most of them hardly change."""
    alike = [is_like(value, row.last.get(field)) for field, value in values.items()]
    known = [found for found in alike if found is not None]
    return sum(known) > len(known) * MOST if known else None


def share(verdicts: Iterable[bool | None]) -> tuple[float, int]:
    """The part of those that say anything that are right, and how many those are."""
    known = [verdict for verdict in verdicts if verdict is not None]
    return (sum(known) / len(known) if known else 0.0), len(known)


def better_order(
    pairs_of: Callable[[int, str], Iterable[Pair]], places: Sequence[int], fields: Sequence[str]
) -> dict[int, str] | None:
    """Which of some fields each place fits far better than in the given order; None where that
    order fits, or no other does. pairs_of: the values of a place beside those of before of a field.
    """
    if len(places) < 2 or len(places) > 5:
        return None
    fits = {
        (place, field): share(is_like(*pair) for pair in pairs_of(place, field))
        for place in places
        for field in fields
    }

    def fit(order: Sequence[str], among: Iterable[int]) -> float:
        return sum(fits[places[n], order[n]][0] for n in among)

    best = max(permutations(fields), key=lambda order: fit(order, range(len(places))))
    moved = [n for n, field in enumerate(best) if field != fields[n]]
    parts = [fits[places[n], best[n]] for n in moved]
    gain = fit(best, moved) - fit(fields, moved)
    if not moved or gain < FAR_BETTER * len(moved):
        return None
    if any(part <= MOST or compared < FEWEST_COMPARED for part, compared in parts):
        return None
    return dict(zip(places, best, strict=True))
