"""Taking a year's figures from what the quarters add up to: they follow them from then on."""

from collections.abc import Iterable

from ..entry.saving import Entry, SaveOutcome, save_cells
from ..entry.sheet import SheetRow
from ..history import Way
from .sheet import YearlySheet


def entries_from_quarters(rows: Iterable[SheetRow]) -> list[Entry]:
    """What the quarters can give: each blank figure of a report that is missing or a draft. It
    follows them until somebody types in it.

    A cooperative that need not report is left alone: it is given no report that nobody asks for.
    """
    return [
        Entry(row.number, cell.column.field, text=cell.last, base="", follows=True)
        for row in rows
        if row.is_expected and not row.locked
        for cell in row.cells
        if cell.column.figure and cell.last and cell.is_missing and not cell.follows
    ]


def start_from_quarters(sheet: YearlySheet) -> SaveOutcome:
    """Fill blank figures from the quarters. Nothing that is there is overwritten, not even what
    comes in meanwhile, and what contradicts a figure that is there is left out.

    Raises LockedError.
    """
    return save_cells(sheet, entries_from_quarters(sheet.rows()), Way.FORM)
