"""Taking a filled-in workbook into its return: seen first, then stored as a whole or not at all.

A cell that cannot be stored keeps the whole file out. In the grid such a cell stays in sight until
it is mended; what a file leaves behind would be forgotten once the page is closed, and the return
would hold one figure while the clerk's own file says another. So the file and the return agree, or
the return is as it was; the file is at hand, and a second upload shows only what is new.

The preview is the very storing, looked at and taken back, so that the two cannot disagree.

The file knows what was stored when it was downloaded. What it left so changes nothing, whatever was
stored meanwhile. What it changed, and somebody else changed too, is a conflict: what is stored
stays unless the person chooses the file's value for that very cell. What the person stored
meanwhile, by the grid or by an upload before, is no conflict: the preview shows that it changes.
"""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from ..entry.columns import SheetColumn
from ..entry.saving import Entry, save_cells
from ..entry.writers import Writer, writers_of
from ..figures.values import value_of
from ..files.cells import FileCell, is_blank
from ..files.columns import REGISTRATION_NUMBER, CellError
from ..ground.vietnamese import tidy
from ..history import Way
from ..models import Organisation
from ..returns.sheet import QuarterlySheet
from . import FilledRow


@dataclass(frozen=True)
class Notice:
    """Something to look at in the file: its row and cooperative, and the column and value there."""

    row: int
    name: str
    column: str
    value: str
    message: str


@dataclass(frozen=True)
class PreviewCell:
    """One cell of a row that changes. old and new: as shown, equal where the cell stays."""

    column: SheetColumn
    old: str
    new: str

    @property
    def changes(self) -> bool:
        return self.old != self.new

    @property
    def is_cleared(self) -> bool:
        """Whether a stored value would go, as the file has a blank there."""
        return self.changes and not self.new


@dataclass(frozen=True)
class MeanwhileStored:
    """A cell that the file and somebody else changed since the download, each in another way.

    stored, theirs: what is stored, and what the file says, as shown. by, at: who stored it and
    when, as far as known. takes_file: whether the person chose the file's value.
    """

    number: str
    row: int
    name: str
    column: SheetColumn
    stored: str
    theirs: str
    by: str
    at: datetime | None
    takes_file: bool = False

    @property
    def choice(self) -> str:
        """What the choice is called in the form of the preview."""
        return f"{self.column.field} {self.number}"


@dataclass(frozen=True)
class PreviewRow:
    """One row of the file that changes something."""

    row: int
    name: str
    cells: tuple[PreviewCell, ...]


@dataclass
class Upload:
    """What a workbook would change, or has changed.

    unchanged: cells that hold what is stored already. newer: cells that the file left as they were
    downloaded, and in which something else is stored since: it stays. conflicts: what needs a
    choice. errors: what keeps it out; is_readable: whether all cells could be read, so that what is
    wrong may depend on the choices. unusual: values that will ask for a word. renamed: cooperatives
    that the file calls by another name. left_out: rows of cooperatives that are not in this return,
    with nothing filled in; missing: those of the return without a row in the file, which stay as
    they are.
    """

    rows: list[PreviewRow] = field(default_factory=list)
    unchanged: int = 0
    newer: int = 0
    conflicts: list[MeanwhileStored] = field(default_factory=list)
    errors: list[Notice] = field(default_factory=list)
    is_readable: bool = True
    unusual: list[Notice] = field(default_factory=list)
    renamed: list[Notice] = field(default_factory=list)
    left_out: list[FilledRow] = field(default_factory=list)
    missing: list[Organisation] = field(default_factory=list)
    is_stored: bool = False
    _values: list = field(default_factory=list, repr=False)

    @property
    def changes(self) -> list[PreviewCell]:
        return [cell for row in self.rows for cell in row.cells if cell.changes]

    @property
    def cleared(self) -> int:
        """How many stored values would go."""
        return sum(cell.is_cleared for cell in self.changes)

    @property
    def filled(self) -> int:
        """How many cells that were blank get a value."""
        return sum(not cell.old for cell in self.changes)

    @property
    def corrected(self) -> int:
        """How many values are replaced by others."""
        return len(self.changes) - self.cleared - self.filled

    @property
    def may_be_confirmed(self) -> bool:
        """Whether there is something to store or to choose, and nothing that no choice mends."""
        if self.conflicts:
            return self.is_readable
        return bool(self.rows) and not self.errors

    @property
    def fingerprint(self) -> str:
        """One for each set of changes and conflicts, old and new values included."""
        return hashlib.sha256(repr(self._values).encode()).hexdigest()


def preview_upload(
    sheet: QuarterlySheet, rows: list[FilledRow], chosen: Collection[str] = ()
) -> Upload:
    """What the rows would change. chosen: the conflicts, by `choice`, in which the file's value is
    to be taken. Raises LockedError.
    """
    return _run(sheet, rows, chosen, seen=None)


def store_upload(
    sheet: QuarterlySheet, rows: list[FilledRow], seen: str, chosen: Collection[str] = ()
) -> Upload:
    """Store the rows if what they change is still what was seen, by the preview's fingerprint, and
    can be stored with what was chosen.

    Otherwise nothing is stored, and the result is a new preview. Raises LockedError.
    """
    return _run(sheet, rows, chosen, seen=seen)


def _run(
    sheet: QuarterlySheet, rows: list[FilledRow], chosen: Collection[str], seen: str | None
) -> Upload:
    # What is read meanwhile may be taken back, so that the caller's sheet is left alone.
    sheet = replace(sheet)
    with transaction.atomic():
        sheet.hold()
        upload = _Run(sheet, rows, chosen).upload
        may_be_stored = upload.may_be_confirmed and not upload.errors
        upload.is_stored = may_be_stored and upload.fingerprint == seen
        if not upload.is_stored:
            transaction.set_rollback(True)
    return upload


class _Run:
    """One run of a file through its return, which is held."""

    def __init__(
        self, sheet: QuarterlySheet, rows: list[FilledRow], chosen: Collection[str]
    ) -> None:
        self.sheet, self.chosen = sheet, chosen
        self.upload = Upload()
        self.known = {one.registration_number: one for one in sheet.cooperatives()}
        mine = self._mine(rows)
        entries = self._compare(mine)
        self.upload.is_readable = not self.upload.errors
        if entries:
            self._save(entries, {row.number: row for row in mine})

    # --- Rows -----------------------------------------------------------------------------------

    def _mine(self, rows: Iterable[FilledRow]) -> list[FilledRow]:
        """The rows of cooperatives of this return, each once."""
        first: dict[str, FilledRow] = {}
        for row in rows:
            if row.number in first:
                message = _("Row %(row)s is of the same cooperative: keep one of the two rows.")
                self._wrong_row(row, message % {"row": first[row.number].row})
            elif row.number in self.known:
                first[row.number] = row
                self._compare_name(row)
            elif not row.number:
                message = _("The row names no cooperative: write its number, or clear its figures.")
                self._wrong_row(row, message)
            elif self._is_untouched(row):
                self.upload.left_out.append(row)
            else:
                message = _(
                    "No cooperative of this return bears this number: clear the figures of the row."
                )
                self._wrong_row(row, message)
        self.upload.missing = [one for number, one in self.known.items() if number not in first]
        return list(first.values())

    def _is_untouched(self, row: FilledRow) -> bool:
        """Whether nothing is filled in but what was downloaded."""
        if row.is_blank:
            return True
        try:
            return all(
                column.read_workbook_cell(row.cells[column.field]) == _downloaded(row, column)
                for column in self.sheet.columns
            )
        except CellError:
            return False

    def _wrong_row(self, row: FilledRow, message: str) -> None:
        notice = Notice(row.row, row.name, str(REGISTRATION_NUMBER.label), row.number, message)
        self.upload.errors.append(notice)

    def _compare_name(self, row: FilledRow) -> None:
        name = self.known[row.number].name
        if tidy(name).casefold() != row.name.casefold():
            message = _("The cooperative with this number is called so here.")
            self.upload.renamed.append(Notice(row.row, row.name, "", name, message))

    # --- Cells ----------------------------------------------------------------------------------

    def _compare(self, rows: list[FilledRow]) -> list[Entry]:
        """The cells that the file changes."""
        records = self.sheet.records([row.number for row in rows])
        touched = [row.number for row in rows if self._is_behind(row, records[row.number])]
        writers = writers_of(
            [records[number] for number in touched],
            [column.field for column in self.sheet.columns],
        )
        entries = []
        for row in rows:
            record = records[row.number]
            read = [self._read(row, column, record, writers) for column in self.sheet.columns]
            cells = tuple(cell for cell, _entry in read)
            if any(cell.changes for cell in cells):
                self.upload.rows.append(PreviewRow(row.row, record.cooperative.name, cells))
            entries += [entry for _cell, entry in read if entry]
        return entries

    def _is_behind(self, row: FilledRow, record: Any) -> bool:
        """Whether anything was stored in the row since the download."""
        return any(
            value_of(record, column.field) != _downloaded(row, column)
            for column in self.sheet.columns
        )

    def _read(
        self,
        row: FilledRow,
        column: SheetColumn,
        record: Any,
        writers: dict[tuple[int, str], Writer],
    ) -> tuple[PreviewCell, Entry | None]:
        stored = value_of(record, column.field)
        old = column.show(stored)
        try:
            value = column.read_workbook_cell(row.cells[column.field])
        except CellError as error:
            self._wrong_cell(row, column, str(error))
            return PreviewCell(column, old, old), None
        if value == stored:
            self.upload.unchanged += not is_blank(row.cells[column.field])
            return PreviewCell(column, old, old), None
        downloaded = _downloaded(row, column)
        if value == downloaded:
            self.upload.newer += 1
            return PreviewCell(column, old, old), None
        self.upload._values.append((row.number, column.field, stored, value))
        new = column.show(value)
        if stored != downloaded:
            writer = writers.get((record.pk, column.field), Writer())
            if writer.user != self.sheet.reader and not self._takes_file(
                row, column, old, new, writer
            ):
                return PreviewCell(column, old, old), None
        return PreviewCell(column, old, new), Entry(row.number, column.field, new, old)

    def _takes_file(
        self, row: FilledRow, column: SheetColumn, old: str, new: str, writer: Writer
    ) -> bool:
        """Note a conflict, and say whether the file's value was chosen."""
        by = str(writer.user or "")
        name = self.known[row.number].name
        conflict = MeanwhileStored(row.number, row.row, name, column, old, new, by, writer.at)
        conflict = replace(conflict, takes_file=conflict.choice in self.chosen)
        self.upload.conflicts.append(conflict)
        return conflict.takes_file

    def _wrong_cell(self, row: FilledRow, column: SheetColumn, message: str) -> None:
        value = _as_seen(row.cells[column.field])
        name = self.known[row.number].name
        self.upload.errors.append(Notice(row.row, name, str(column.label), value, message))

    # --- Storing --------------------------------------------------------------------------------

    def _save(self, entries: list[Entry], rows: dict[str, FilledRow]) -> None:
        outcome = save_cells(self.sheet, entries, Way.IMPORT)
        for refused in outcome.refused:
            column = self.sheet.column(refused.field)
            self._wrong_cell(rows[refused.number], column, refused.message)
        self.upload.errors.sort(key=lambda notice: notice.row)
        for row in self.sheet.rows(outcome.changed):
            for judged in row.findings:
                if judged.is_open and not judged.finding.is_error:
                    self._unusual(rows[row.number], judged.finding)

    def _unusual(self, row: FilledRow, finding: Any) -> None:
        column = self.sheet.column(finding.field)
        shown = column.show(finding.value)
        notice = Notice(
            row.row, self.known[row.number].name, str(column.label), shown, finding.message
        )
        self.upload.unusual.append(notice)


def _downloaded(row: FilledRow, column: SheetColumn) -> Any:
    """What was stored in a cell when the file was downloaded; blank in a row that is new in it."""
    return row.downloaded.get(column.field, column.reader.blank)


def _as_seen(cell: FileCell) -> str:
    """A cell of the file as a person sees it there."""
    if isinstance(cell, date):
        return date_format(cell, "SHORT_DATE_FORMAT")
    if isinstance(cell, float):
        return number_format(Decimal(f"{cell:.15g}"))
    return "" if cell is None else str(cell)
