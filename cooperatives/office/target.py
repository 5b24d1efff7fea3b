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
    from ..entry.columns import page_mark
    from ..figures.values import value_of
    rows = {r.number: r for r in sheet.rows()}
    shown = [rows[n] for n in order or rows if n in rows]
    made = tuple(TargetRow(r.number, r.cooperative.name, r.commune, stored={c.field: value_of(r.record, c.field) for c in sheet.columns} if r.record else {}, locked=r.locked) for r in shown)
    at = None
    if start:
        ns = [r.number for r in made]; fs = [c.field for c in sheet.columns]
        if start[0] in ns and start[1] in fs:
            at = ns.index(start[0]), fs.index(start[1])
    return Target(tuple(sheet.columns), made, at, page_mark(), getattr(sheet, "period", None) or sheet.year)
