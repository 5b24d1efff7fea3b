"""Totals in a table beside the sums of its lines."""

from collections.abc import Callable, Sequence
from typing import Any

from ..catalogue.figures import Quantity
from ..entry.columns import SheetColumn
from .lines import FoundLine
from .understood import LineKind, TotalCheck

ValueAt = Callable[[int, SheetColumn], Any]
"""The value of a line, by its index, in a column; None where there is none."""

_ADDED = (Quantity.MONEY, Quantity.PERSONS, Quantity.NUMBER)
_COUNTED = (LineKind.COOPERATIVE, LineKind.UNKNOWN, LineKind.TWICE)


def totals_of(
    lines: Sequence[FoundLine], columns: Sequence[SheetColumn], value_at: ValueAt
) -> list[TotalCheck]:
    """Each total of a figure that adds up beside the sum of the lines that it is of."""
    found = []
    for place, line in enumerate(lines):
        if line.line.kind not in _BREAKS or not line.has_figures:
            continue
        for column in filter(_adds_up, columns):
            said = value_at(line.index, column)
            if said is None:
                continue
            sums = [_sum(of, column, value_at) for of in _of(place, lines)]
            added = said if said in sums else sums[0]
            if added is not None:
                said, added = column.show(said), column.show(added)
                of = line.line
                label = str(column.label)
                found.append(TotalCheck(of.row, of.name, column.field, label, said, added))
    return found


def _adds_up(column: SheetColumn) -> bool:
    """Whether a table adds the figure up: of a mean, a share, and yes and no there is no sum."""
    figure = column.figure
    return figure is not None and not figure.weight and figure.measure in _ADDED


def _sum(lines: Sequence[FoundLine], column: SheetColumn, value_at: ValueAt) -> Any:
    values = [value_at(one.index, column) for one in lines if one.line.kind in _COUNTED]
    return sum(value for value in values if value is not None) if values else None


_BREAKS = (LineKind.TOTAL, LineKind.GROUP)


def _of(place: int, lines: Sequence[FoundLine]) -> list[Sequence[FoundLine]]:
    """The lines that a total may be of: of a group those below it, of a part those above, all."""
    line = lines[place]
    if line.line.kind is LineKind.GROUP:
        return [_below(place, lines)]
    words = line.line.name.casefold().split()
    if words[:1] == ["cộng"] and (len(words) > 1 or line.group):
        above = range(place - 1, -1, -1)
        first = next((n + 1 for n in above if lines[n].line.kind in _BREAKS), 0)
        return [lines[first:place], lines]
    return [lines]


def _below(place: int, lines: Sequence[FoundLine]) -> Sequence[FoundLine]:
    """The lines of a group: up to the next of its kind, or of a kind that stood above it."""
    own = lines[place].marker
    kinds = [line.marker for line in lines[:place] if line.line.kind is LineKind.GROUP]
    outer = set(kinds[: kinds.index(own)] if own in kinds else kinds)
    for n in range(place + 1, len(lines)):
        line = lines[n]
        if line.line.kind is LineKind.GROUP and line.marker in {own, *outer}:
            return lines[place + 1 : n]
    return lines[place + 1 :]
