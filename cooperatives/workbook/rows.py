"""What a file holds for a return, read and not yet compared: ours and an office's own alike."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format

from ..entry.columns import SheetColumn
from ..files.cells import FileCell
from ..office.understood import LeftOut, Question, TotalCheck, Understanding
from ..office.uses import LEAVE

SHEET = "sheet"
"""The key of the question which sheet of a file is meant."""

Stored = Mapping[str, Mapping[str, Any]]
"""Values by registration number and field."""


@dataclass(frozen=True)
class FilledCell:
    """What a file says in one cell.

    value: as its column reads it. source: as a person sees it in the file. problem: why it cannot
    be read, "" where it can.
    """

    value: Any
    source: str
    problem: str = ""


@dataclass(frozen=True)
class FilledRow:
    """One row of a file: its row number, whom it is about, and its cells by field; a column that
    the file lacks has none.

    before: what was stored, by field, when the file was downloaded, or first read here; empty for a
    row that was not there then. answer: its word on what is asked about the row.
    """

    row: int
    number: str
    name: str
    cells: Mapping[str, FilledCell]
    before: Mapping[str, Any] = field(default_factory=dict)
    answer: str = ""

    def stored_before(self, column: SheetColumn) -> Any:
        """What was stored in a cell before; blank in a row that was not there."""
        return self.before.get(column.field, column.reader.blank)

    def is_as_before(self, columns: Iterable[SheetColumn]) -> bool:
        """Whether nothing is filled in but what was stored before."""
        return not self.answer and all(
            not cell.source.strip()
            or not (cell.problem or cell.value != self.stored_before(column))
            for column in columns
            if (cell := self.cells.get(column.field))
        )


@dataclass(frozen=True)
class FileRead:
    """A file as it was read for a return.

    rows: what it holds. fields: what it says of the unit itself, each figure as a row with one
    cell, under the unit's code and the name of where it stands. questions: what it does not say,
    the sheet among them. sheets: those to choose from, asked about or not. understanding: of the
    sheet that is read, None while that is not known. problem: a sentence where nothing can be made
    of the file. unread: sheets of other returns, with what they are of. also: other sheets on which
    figures of the unit stand, with their names. left: what of a workbook of ours is left out.
    """

    rows: tuple[FilledRow, ...] = ()
    questions: tuple[Question, ...] = ()
    sheets: Question | None = None
    understanding: Understanding | None = None
    problem: str = ""
    unread: tuple[tuple[str, str], ...] = ()
    also: tuple[tuple[str, str], ...] = ()
    left: tuple[LeftOut, ...] = ()
    fields: tuple[FilledRow, ...] = ()

    @property
    def controls(self) -> dict[str, str]:
        """What each control of the page shows that asks about it, by key."""
        shown: dict[str, str] = {}
        if self.understanding:
            shown |= {column.key: column.use for column in self.understanding.columns}
            shown |= {line.key: line.number or LEAVE for line in self.understanding.lines}
        asked = (*([self.sheets] if self.sheets else ()), *self.questions)
        return shown | {question.key: question.chosen for question in asked}

    @property
    def wrong_totals(self) -> list[TotalCheck]:
        """Totals of the file that its rows do not add up to."""
        totals = self.understanding.totals if self.understanding else ()
        return [total for total in totals if not total.agrees]

    @property
    def open(self) -> int:
        """How many questions have no choice yet."""
        return sum(not question.chosen for question in self.questions)


def source_of(cell: FileCell) -> str:
    """A cell of the file as a person sees it there."""
    if isinstance(cell, date):
        return date_format(cell, "SHORT_DATE_FORMAT")
    if isinstance(cell, float):
        return number_format(Decimal(f"{cell:.15g}"))
    return "" if cell is None else str(cell)


def rows_of(
    understanding: Understanding, before: Stored, answers: Mapping[int, str]
) -> list[FilledRow]:
    """What was understood of a table, row by row. answers: words by row of the file."""
    cells: dict[int, dict[str, FilledCell]] = {}
    for cell in understanding.cells:
        cells.setdefault(cell.row, {})[cell.field] = FilledCell(cell.value, cell.was, cell.why)
    return [
        FilledRow(
            line.row,
            line.number,
            line.name,
            cells.get(line.row, {}),
            before.get(line.number, {}),
            answers.get(line.row, ""),
        )
        for line in understanding.lines
        if line.number
    ]
