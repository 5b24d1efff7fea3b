"""An office's own workbook: which sheet of it is meant, and its rows as rows of a return."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from django.utils.translation import gettext as _

from ..entry.columns import SheetColumn
from ..figures.values import value_of
from ..files.cells import FileCell, is_blank
from ..files.opened import OpenedFile, OpenedSheet
from ..files.refusals import UnreadableFileError
from ..ground.calendar import Quarter
from ..ground.vietnamese import fold
from ..models import OfficeFile
from ..models.base import Record
from ..office.asking import NO, Asking
from ..office.header import is_numeric
from ..office.naming import Rows, name_key
from ..office.of_unit import KIND, OwnValue, own_values
from ..office.periods import periods_in
from ..office.periods_asked import ask_about_texts
from ..office.remembered import remember, remembered
from ..office.table import SourceTable
from ..office.target import Target, target_of
from ..office.texts import is_number, text_of
from ..office.understanding import Said, understand
from ..office.understood import Question, Understanding
from ..returns.sheet import QuarterlySheet
from ..returns.unit_fields import ReturnFields
from . import layout
from .marked import marked_sheets, others_than_read, own_sheets
from .reading import read_workbook
from .rows import SHEET, FileRead, FilledCell, FilledRow, Stored, rows_of

LOOKED_AT = 50
"""Rows of a sheet by which it is told whether it may be meant."""


def stored_now(sheet: QuarterlySheet) -> dict[str, dict[str, str]]:
    """What is stored in a return, by number and field, as it is kept beside a file: exact texts.
    What the unit itself reports stands under `layout.UNIT_ROW`.
    """
    own = ReturnFields.of(sheet)
    found = {row.number: _texts(row.record, sheet.columns) for row in sheet.rows() if row.record}
    return found | {layout.UNIT_ROW: _texts(own.record, own.columns)}


def _texts(record: Record | None, columns: Sequence[SheetColumn]) -> dict[str, str]:
    return {
        column.field: layout.kept_text(value)
        for column in columns
        if (value := value_of(record, column.field)) not in (None, "")
    }


class OfficeBook:
    """An office's own workbook before a return, opened once and read as often as something is said.

    kept: what was stored when the file was first read here, by `stored_now`. Sheets that were
    downloaded here may lie beside the office's own: then either may be meant.
    """

    def __init__(
        self, sheet: QuarterlySheet, file: OpenedFile, kept: dict[str, dict[str, str]]
    ) -> None:
        self.sheet, self.file, self.kept = sheet, file, kept
        self.target = target_of(sheet)
        self.habit = OfficeFile.objects.filter(unit=sheet.unit).first() or OfficeFile()
        self.marked = marked_sheets(file)
        ours = {one.title for one in self.marked}
        filled = [
            one
            for one in file.sheets
            if one.title not in ours and not all(map(_is_blank_row, one.rows))
        ]
        self.shown = [_table(one) for one in filled if one.is_visible]
        self.hidden = [_table(one) for one in filled if not one.is_visible]

    @cached_property
    def likely(self) -> list[SourceTable]:
        """The office's own sheets that may be meant."""
        return [one for one in self.shown if _may_be_meant(one, self.target)]

    @cached_property
    def _own(self) -> list[str]:
        """The titles of sheets that were downloaded for this very return."""
        return [one.title for one in own_sheets(self.sheet, self.marked) if one.is_visible]

    @cached_property
    def _own_filled(self) -> list[str]:
        """Those of them that somebody has filled in."""
        return [title for title in self._own if self._is_filled(title)]

    def read(self, said: Said) -> FileRead:
        """What it says of the return, as far as was said what it does not say.

        Raises UnreadableFileError where nothing but sheets that were downloaded here is in it, and
        none of them can be read.
        """
        if self.marked and not self.likely:
            return read_workbook(self.sheet, self.file, said)
        if problem := _problem(self.shown, self.likely, self.hidden, self.target):
            return FileRead(problem=problem)
        question = self._which(said)
        if question.chosen in self._own:
            read = read_workbook(self.sheet, self.file, said)
            others = (one for one in read.questions if one.kind != SHEET)
            return replace(read, questions=(question, *others), also=self._also_on(question.chosen))
        # With one that may be meant nothing is asked; another may be chosen all the same.
        is_asked = len(self.likely or self.shown) + len(self._own_filled) > 1
        unread = tuple(others_than_read(self.marked, self.sheet))
        read = FileRead(questions=(question,) if is_asked else (), sheets=question, unread=unread)
        chosen = next((one for one in self.shown if one.name == question.chosen), None)
        if chosen is None:
            return read
        asking = Asking(said, {})
        own = own_values(chosen, self.fields.columns, self.target, asking)
        understood = self._understood(own.rest, said)
        problem, asked = understood.problem, list(understood.questions)
        of_all = ("period", "unit", "quarter")
        is_taken = not any(one.chosen == NO for one in asked if one.kind in of_all)
        if problem and own.is_any and not _has_numbers(own.rest):
            # It is of no cooperative, and need not be.
            problem, about = "", Asking(said, {})
            is_taken = ask_about_texts(_titles_of(own.rest), self.target, about)
            asked = about.questions
        return replace(
            read,
            rows=tuple(rows_of(understood, _values(self.sheet, self.kept), {})),
            fields=tuple(self._field(one, chosen) for one in own.values) if is_taken else (),
            questions=(*read.questions, *asked, *(asking.questions if is_taken else ())),
            understanding=understood,
            problem=problem,
            also=self._also_on(question.chosen),
        )

    def _also_on(self, read: str) -> tuple[tuple[str, str], ...]:
        """The office's sheets beside the one that is read on which figures of the unit stand, with
        the names of those; none that names another period.
        """
        found = []
        for one in self.shown:
            if one.name == read or _names(one.name, self.target.period) is False:
                continue
            asking = Asking({}, {})
            own = own_values(one, self.fields.columns, self.target, asking)
            fields = {value.field for value in own.values}
            fields |= {question.key.removeprefix(f"{KIND}-") for question in asking.questions}
            labels = [str(column.label) for column in self.fields.columns if column.field in fields]
            if labels:
                found.append((one.name, ", ".join(labels)))
        return tuple(found)

    def _field(self, found: OwnValue, table: SourceTable) -> FilledRow:
        """What the file says of one figure of the unit, as a row with one cell."""
        column = self.fields.column(found.field)
        kept = self.kept.get(layout.UNIT_ROW, {}).get(found.field, "")
        return FilledRow(
            found.row,
            self.sheet.unit.code,
            table.name or self.sheet.unit.name,
            {found.field: FilledCell(found.value, found.was, found.why)},
            {found.field: layout.kept_value(column, kept)},
        )

    @cached_property
    def fields(self) -> ReturnFields:
        """What the unit itself reports in the return."""
        return ReturnFields.of(self.sheet)

    def _which(self, said: Said) -> Question:
        """The sheets to choose from, one of them chosen beforehand where that is safe."""
        titles = [*(one.name for one in self.shown), *self._own]
        chosen = said.get(SHEET, "")
        is_said = chosen in titles
        if not is_said:
            likely = [one.name for one in self.likely or self.shown]
            # Where both are filled in, neither is likelier than the other.
            offered = _offered(likely, titles, self.target.period, self.habit)
            chosen = "" if self._own_filled else offered
        text = _("Several sheets may hold the figures: which one is meant?")
        choices = tuple((title, title) for title in titles)
        return Question(SHEET, SHEET, text, choices, chosen, not is_said)

    def _is_filled(self, title: str) -> bool:
        try:
            read = read_workbook(self.sheet, self.file, {SHEET: title})
        except UnreadableFileError:
            return True
        return any(not row.is_as_before(self.sheet.columns) for row in read.rows) or any(
            not row.is_as_before(self.fields.columns) for row in read.fields
        )

    def _understood(self, table: SourceTable, said: Said) -> Understanding:
        """What a table says, with what was said of its columns and of such names before."""
        columns = remembered(self.sheet.reader, self.sheet.unit, table, self.target)
        return understand(table, self.target, said, {**columns, **self.habit.names})


def keep_what_was_said(sheet: QuarterlySheet, read: FileRead) -> None:
    """Keep for the unit what was said of its own file, once that is stored."""
    understood = read.understanding
    if read.sheets is None or understood is None:
        return
    remember(sheet.reader, sheet.unit, understood)
    asked = {question.key for question in understood.questions}
    rows = Rows(understood.target.rows)
    names = {
        name_key(line.name): line.number
        for line in understood.lines
        if line.number and line.name and line.key in asked and rows.named(line.name, "").is_nobodys
    }
    habit, _is_new = OfficeFile.objects.get_or_create(unit=sheet.unit)
    habit.names |= names
    if read.sheets in read.questions:
        habit.sheet = read.sheets.chosen
        habit.among = [title for title, _label in read.sheets.choices]
    habit.save()


def _problem(
    shown: list[SourceTable], likely: list[SourceTable], hidden: list[SourceTable], target: Target
) -> str:
    """Why no sheet of the file can be read; "" where one can."""
    if not likely and (found := [one for one in hidden if _may_be_meant(one, target)]):
        message = _(
            "The figures stand in the sheet “%(sheet)s”, which is hidden: show it (right-click on "
            "the tabs, Unhide), save the file, and upload it again."
        )
        return message % {"sheet": found[0].name}
    return "" if shown else _("The file is blank: choose the one with the figures.")


def _offered(likely: list[str], titles: list[str], period: Quarter | int, habit: OfficeFile) -> str:
    """The title of the only one that may be meant, or that names the period; failing that, of the
    one that was meant before among the very same, if it names no other period. Else "".
    """
    if len(likely) == 1:
        return likely[0]
    naming = [title for title in likely if _names(title, period)]
    if naming:
        return naming[0] if len(naming) == 1 else ""
    is_as_before = habit.among == titles and habit.sheet in likely
    return habit.sheet if is_as_before and _names(habit.sheet, period) is None else ""


def _names(title: str, period: Quarter | int) -> bool | None:
    """Whether a title names a period; None where it names none at all."""
    found, _rest = periods_in(fold(title))
    if not found:
        return None
    return any(one.is_of(period) is not False for one in found)


def _may_be_meant(table: SourceTable, target: Target) -> bool:
    """Whether its first rows name cooperatives and figures, of no other period or unit."""
    found = understand(replace(table, rows=table.rows[:LOOKED_AT]), target, {})
    open_kinds = {question.kind for question in found.questions if not question.chosen}
    has_figures = "column" in open_kinds or any(column.field for column in found.columns)
    return (
        has_figures
        and any(line.number for line in found.lines)
        and not open_kinds & {"period", "unit"}
    )


def _has_numbers(table: SourceTable) -> bool:
    return any(is_number(cell) or is_numeric(text_of(cell)) for row in table.rows for cell in row)


def _titles_of(table: SourceTable) -> list[str]:
    """The name of a sheet, and the texts that stand alone in their rows."""
    rows = ([text for cell in row if (text := text_of(cell))] for row in table.rows)
    return [table.name, *(texts[0] for texts in rows if len(texts) == 1)]


def _is_blank_row(cells: tuple[FileCell, ...]) -> bool:
    return all(map(is_blank, cells))


def _table(sheet: OpenedSheet) -> SourceTable:
    return SourceTable(sheet.rows, 1, sheet.merged, sheet.title)


def _values(sheet: QuarterlySheet, kept: dict[str, dict[str, str]]) -> Stored:
    return {
        number: {
            column.field: layout.kept_value(column, texts.get(column.field, ""))
            for column in sheet.columns
        }
        for number, texts in kept.items()
    }
