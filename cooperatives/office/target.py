"""Where a table of somebody else's is to go: a sheet as the person sees it, without its records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..entry.columns import SheetColumn
from ..entry.sheet import Sheet
from ..ground.calendar import Quarter
from ..ground.numbers import Mark


@dataclass(frozen=True)
class TargetRow:
    """One cooperative's row. last: its values of the period before, and stored: those that are
    stored now, by field; locked: why it cannot be changed, "" if it can.
    """

    number: str
    name: str
    commune: str = ""
    sector: str = ""
    last: Mapping[str, Any] = field(default_factory=dict)
    stored: Mapping[str, Any] = field(default_factory=dict)
    locked: str = ""


@dataclass(frozen=True)
class Target:
    """Columns and rows in the order in which the person sees them.

    start: row and column of the cell with the focus, None for a file. mark: the page's decimal
    mark. period: a quarter, or a year. unit_names: what the unit is called; other_units: what those
    beside it are called, to tell another's sheet.
    """

    columns: tuple[SheetColumn, ...]
    rows: tuple[TargetRow, ...]
    start: tuple[int, int] | None
    mark: Mark
    period: Quarter | int
    unit_names: tuple[str, ...] = ()
    other_units: tuple[str, ...] = ()


def target_of(
    sheet: Sheet, order: Sequence[str] | None = None, start: tuple[str, str] | None = None
) -> Target:
    """The target that a sheet is.

    order: the registration numbers in the order in which the person sees the rows, by default that
    of the sheet; start: number and field of the cell with the focus.
    """
    raise NotImplementedError
