"""Where a table of somebody else's is to go: a sheet as the person sees it, without its records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..entry.columns import SheetColumn, page_mark
from ..entry.sheet import Sheet, SheetRow
from ..figures.values import value_of
from ..ground.calendar import Quarter
from ..ground.numbers import Mark
from ..models import AdministrativeUnit


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
    of the sheet; rows that it lacks come last. start: number and field of the cell with the focus;
    None, or one that the sheet lacks, for a file.
    """
    rows = sheet.rows()
    if order is not None:
        places = {number: place for place, number in enumerate(order)}
        rows = sorted(rows, key=lambda row: places.get(row.number, len(places)))
    unit = sheet.unit
    beside = AdministrativeUnit.objects.filter(parent=unit.parent_id).exclude(pk=unit.pk)
    return Target(
        columns=tuple(sheet.columns),
        rows=tuple(_row(row, sheet.columns) for row in rows),
        start=_start(sheet, rows, start),
        mark=page_mark(),
        period=sheet.period,
        unit_names=(unit.name,),
        other_units=tuple(beside.values_list("name", flat=True)) if unit.parent_id else (),
    )


def _row(row: SheetRow, columns: Sequence[SheetColumn]) -> TargetRow:
    return TargetRow(
        number=row.number,
        name=row.cooperative.name,
        commune=row.commune,
        sector=str(row.cooperative.get_sector_display()),
        last={cell.column.field: cell.column.read(cell.last) for cell in row.cells if cell.last},
        stored={column.field: value_of(row.record, column.field) for column in columns},
        locked=row.locked,
    )


def _start(
    sheet: Sheet, rows: Sequence[SheetRow], start: tuple[str, str] | None
) -> tuple[int, int] | None:
    if start is None:
        return None
    number, name = start
    row = next((place for place, one in enumerate(rows) if one.number == number), None)
    column = next((n for n, one in enumerate(sheet.columns) if one.field == name), None)
    return None if row is None or column is None else (row, column)
