"""A year's returns as a matrix: reporting units down, quarters across."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ..ground.calendar import QUARTERS, Quarter
from ..models import AdministrativeUnit
from ..units.choosing import names_in_column
from .owed import OwedReturn


@dataclass(frozen=True)
class MatrixRow:
    """One unit's returns of the four quarters, None where it neither owes nor filed one. name: what
    tells it from the other rows.
    """

    unit: AdministrativeUnit
    cells: tuple[OwedReturn | None, ...]
    name: str


def matrix_columns(year: int, returns: Iterable[OwedReturn]) -> list[tuple[Quarter, date | None]]:
    """The quarters across, also those that have not begun, each with the day on which most of its
    returns are due; None where none is owed.
    """
    due: dict[int, Counter[date]] = {number: Counter() for number in QUARTERS}
    for one in returns:
        if one.is_owed:
            due[one.period.number][one.due_on] += 1
    return [
        (Quarter(year, number), days.most_common(1)[0][0] if days else None)
        for number, days in due.items()
    ]


def matrix_rows(returns: Iterable[OwedReturn]) -> list[MatrixRow]:
    """The rows of one year's returns, in the order of the tree."""
    units: dict[int, AdministrativeUnit] = {}
    found: dict[tuple[int, int], OwedReturn] = {}
    for one in returns:
        units[one.unit.pk] = one.unit
        found[one.unit.pk, one.period.number] = one
    names = names_in_column(units.values())
    return [
        MatrixRow(unit, tuple(found.get((key, number)) for number in QUARTERS), names[key])
        for key, unit in sorted(units.items(), key=lambda item: item[1].path)
    ]
