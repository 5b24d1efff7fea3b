"""How well a table fits what was reported last quarter: the test of units, places and order."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
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
ALIKE = 3
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


def is_alike(column: SheetColumn, number: Any, last: Any) -> bool | None:
    """Whether a number, as it is written in the page's units, is like the figure's of before: of
    persons as many, of others within three times; None where that says nothing.
    """
    figure = column.figure
    if figure is None or number is None or figure.is_yes_no:
        return None
    if figure.measure is Quantity.PERSONS:
        return is_like(number, last)
    if number < 0 and not figure.may_be_negative:
        return False
    return are_near(number * figure.scale, last, ALIKE)


def better_order(
    fits: Callable[[int, str], tuple[float, int]], order: Mapping[int, str]
) -> dict[int, str] | None:
    """Another order of the fields that fits the numbers far better; None where there is none.

    fits: which part of a place's numbers is like those of before of a field, and of how many;
    order: the field of each place.
    """
    best = dict(order)

    def gain(one: int, other: int) -> float:
        before = fits(one, best[one])[0] + fits(other, best[other])[0]
        return fits(one, best[other])[0] + fits(other, best[one])[0] - before

    while True:
        swap = max(combinations(best, 2), key=lambda pair: gain(*pair), default=None)
        if swap is None or gain(*swap) <= 0:
            break
        one, other = swap
        best[one], best[other] = best[other], best[one]
    moved = [place for place in best if best[place] != order[place]]
    gained = sum(fits(place, best[place])[0] - fits(place, order[place])[0] for place in moved)
    if not moved or gained < FAR_BETTER * len(moved):
        return None
    return best if all(fits(place, best[place])[0] > MOST for place in moved) else None
