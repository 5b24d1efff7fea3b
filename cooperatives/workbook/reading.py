"""Reads a workbook of a return after a person has filled it in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from ..entry.columns import SheetColumn
from ..files.cells import FileCell, is_blank
from ..files.columns import REGISTRATION_NUMBER
from ..files.limits import UPLOAD
from ..files.opened import OpenedFile
from ..files.refusals import RowError, TooManyRowsError
from ..ground.amount_units import AmountUnit
from ..ground.vietnamese import tidy
from ..office.table import SourceTable
from ..office.target import target_of
from ..office.understanding import Said, understand
from ..office.understood import LeftOut, LineKind, Question, ReadLine, Understanding
from ..office.uses import LEAVE, NAME, NUMBER, Use
from ..returns.sheet import QuarterlySheet
from ..returns.unit_fields import ReturnFields
from . import layout
from .layout import text_of
from .marked import (
    MarkedSheet,
    WrongWorkbookError,
    downloaded_with,
    marked_sheets,
    others_than_read,
    sheets_to_read,
    unit_sheet,
)
from .rows import SHEET, FileRead, FilledRow, Stored, rows_of
from .unit_sheet import filled_cell, read_fields


def read_workbook(sheet: QuarterlySheet, file: OpenedFile, said: Said) -> FileRead:
    """What a filled-in workbook of this very return holds, blank rows left out.

    Raises UnreadableFileError with what to do: WrongWorkbookError for another return's, and for
    one that does not say any more what it was downloaded with.
    """
    marked = marked_sheets(file)
    found = sheets_to_read(sheet, marked, [one.title for one in file.sheets])
    unread = tuple(others_than_read(marked, sheet))
    asked: tuple[Question, ...] = ()
    if len(found) > 1:
        question = _which(found, said)
        asked = (question,)
        found = [one for one in found if one.title == question.chosen]
    if not found:
        return FileRead(questions=asked, unread=unread)
    read = _read(sheet, found[0], marked, said)
    fields, left = _read_unit(sheet, marked)
    return replace(
        read,
        questions=(*asked, *read.questions),
        fields=tuple(fields),
        unread=unread,
        left=(*read.left, *left),
    )


def _which(found: list[MarkedSheet], said: Said) -> Question:
    choices = tuple(
        (
            one.title,
            _("%(sheet)s (downloaded at %(at)s)") % {"sheet": one.title, "at": one.downloaded_at},
        )
        for one in found
    )
    text = _("Several sheets of the file are of this return: which one is meant?")
    chosen = said.get(SHEET, "")
    known = chosen if chosen in dict(choices) else ""
    return Question(SHEET, SHEET, text, choices, known)


# --- Its rows -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Rows:
    """The rows of a sheet below its codes. places: of its columns, by their codes; before: what was
    stored when it was downloaded.
    """

    sheet: QuarterlySheet
    table: SourceTable
    places: Mapping[str, int]
    before: Stored

    def read(self, said: Said) -> FileRead:
        understood = understand(self.table, target_of(self.sheet), said, self._uses())
        nobodys = self._of_nobody_here(understood)
        answers = {line.row: self._text(line, layout.ANSWER) for line in understood.lines}
        rows = rows_of(understood, self.before, answers)
        rows = sorted(rows + [self._as_it_stands(line) for line in nobodys], key=_number_of)
        # They keep the file out, so that nothing is asked about them.
        keys = {line.key for line in nobodys}
        asked = tuple(question for question in understood.questions if question.key not in keys)
        told = {line.row for line in nobodys} | {0}
        left = tuple(one for one in understood.left if one.row not in told)
        return FileRead(tuple(rows), asked, understanding=understood, left=left)

    @property
    def _columns(self) -> list[SheetColumn]:
        """The columns of the return that the file has."""
        return [column for column in self.sheet.columns if column.field in self.places]

    def _uses(self) -> dict[str, str]:
        """What each column holds, as if somebody had said it before: the codes do."""
        uses = dict.fromkeys(range(max(map(len, self.table.rows), default=0)), LEAVE)
        uses[self.places[REGISTRATION_NUMBER.code]] = NUMBER
        uses[self.places[layout.NAME]] = NAME
        for column in self._columns:
            is_money = column.figure is not None and column.figure.is_money
            unit = AmountUnit.MILLION if is_money else None
            uses[self.places[column.field]] = Use(column.field, unit).text
        return {f"column-{place}": use for place, use in uses.items()}

    def _of_nobody_here(self, understood: Understanding) -> list[ReadLine]:
        """The lines with figures of a cooperative that is not in this return, or of none."""
        here = {row.number for row in understood.target.rows}
        return [
            line
            for line in understood.lines
            if line.kind == LineKind.UNKNOWN
            and self._text(line, REGISTRATION_NUMBER.code) not in here
        ]

    def _as_it_stands(self, line: ReadLine) -> FilledRow:
        """The row of a line that is nobody's here."""
        number = self._text(line, REGISTRATION_NUMBER.code)
        filled = {
            column.field: filled_cell(column, self._at(line, column.field))
            for column in self._columns
        }
        return FilledRow(line.row, number, line.name, filled, self.before.get(number, {}))

    def _at(self, line: ReadLine, code: str) -> FileCell:
        return _at(self.table.rows[line.index], self.places.get(code))

    def _text(self, line: ReadLine, code: str) -> str:
        return tidy(text_of(self._at(line, code)))


def _read(
    sheet: QuarterlySheet, found: MarkedSheet, marked: list[MarkedSheet], said: Said
) -> FileRead:
    places, codes_at = _places(found, sheet)
    before = _downloaded(sheet.columns, found, marked)
    # The labels are its headings, so that what is said of a row names it as the person sees it.
    rows, first = tuple(found.rows[codes_at + 1 :]), found.first + codes_at + 1
    if len(rows) > UPLOAD.rows + 1:
        message = _("The file has more than %(rows)s rows.") % {"rows": UPLOAD.rows}
        raise TooManyRowsError(RowError(first, "", found.title, message))
    return _Rows(sheet, SourceTable(rows, first, (), found.title), places, before).read(said)


def _read_unit(
    sheet: QuarterlySheet, marked: list[MarkedSheet]
) -> tuple[list[FilledRow], list[LeftOut]]:
    """What the file says of the unit itself: nothing in one without that sheet."""
    found = unit_sheet(sheet, marked)
    if found is None:
        return [], []
    fields = ReturnFields.of(sheet)
    stored = _downloaded(fields.columns, found, marked).get(layout.UNIT_ROW, {})
    return read_fields(fields, found, stored)


def _number_of(row: FilledRow) -> int:
    return row.row


def _at(cells: tuple[FileCell, ...], place: int | None) -> FileCell:
    return cells[place] if place is not None and place < len(cells) else None


def _places(found: MarkedSheet, sheet: QuarterlySheet) -> tuple[dict[str, int], int]:
    """Where each column stands, by its code, also after somebody moved or added some; and the
    index of the row of codes. A file lacks what was entered as a figure after its download.
    """
    needed = (column.field for column in sheet.columns if not _may_lack(column))
    wanted = [REGISTRATION_NUMBER.code, layout.NAME, *needed]
    for index, cells in enumerate(found.rows[: layout.HEAD_ROWS]):
        places = {tidy(str(cell)): n for n, cell in enumerate(cells) if not is_blank(cell)}
        if REGISTRATION_NUMBER.code in places:
            if all(code in places for code in wanted):
                return places, index
            break
    message = _(
        "Columns of the downloaded file are gone: download it again and copy your figures into it."
    )
    raise WrongWorkbookError.saying(message, found.title)


def _may_lack(column: SheetColumn) -> bool:
    """Whether a file of ours may be without a column: it holds an entered figure."""
    return column.figure is not None and not column.figure.has_column


# --- What was stored ------------------------------------------------------------------------------


def _downloaded(
    columns: Sequence[SheetColumn], found: MarkedSheet, marked: list[MarkedSheet]
) -> Stored:
    """What was stored in some columns when the file was downloaded, by number and field."""
    kept = downloaded_with(found, marked)
    try:
        codes, *rows = kept.rows if kept else ()
        names = [text_of(cell) for cell in codes]
        places = {
            column: names.index(column.field)
            for column in columns
            if column.field in names or not _may_lack(column)
        }
        return {
            tidy(text_of(cells[0])): {
                column.field: layout.kept_value(column, text_of(_at(cells, place)))
                for column, place in places.items()
            }
            for cells in rows
            if cells
        }
    except ValueError:  # no codes, not all of them, or a value that is none
        message = _(
            "The file does not say any more what was stored when it was downloaded: download it "
            "again and copy your figures into the new one."
        )
        raise WrongWorkbookError.saying(message, found.title) from None
