"""A year's returns as a matrix: reporting units down, quarters across."""

from collections.abc import Iterable
from dataclasses import dataclass

from cooperatives.ground.calendar import QUARTERS, Quarter
from cooperatives.models import AdministrativeUnit

from .owed_returns import OwedReturn


@dataclass(frozen=True)
class MatrixRow:
    """One unit's returns of the four quarters, None where it neither owes nor filed one."""

    unit: AdministrativeUnit
    cells: tuple[OwedReturn | None, ...]


def matrix_columns(year: int) -> list[Quarter]:
    """The quarters across, also those that have not begun."""
    return [Quarter(year, number) for number in QUARTERS]


def matrix_rows(returns: Iterable[OwedReturn]) -> list[MatrixRow]:
    """The rows of one year's returns, in the order of the tree."""
    units: dict[int, AdministrativeUnit] = {}
    found: dict[tuple[int, int], OwedReturn] = {}
    for one in returns:
        units[one.unit.pk] = one.unit
        found[one.unit.pk, one.period.number] = one
    return [
        MatrixRow(unit, tuple(found.get((key, number)) for number in QUARTERS))
        for key, unit in sorted(units.items(), key=lambda item: item[1].path)
    ]
