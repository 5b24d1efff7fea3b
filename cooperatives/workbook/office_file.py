"""An office's own workbook: which sheet of it is meant, and its rows as rows of a return."""

from dataclasses import replace

from django.utils.translation import gettext as _

from ..figures.values import value_of
from ..files.cells import FileCell, is_blank
from ..files.opened import OpenedFile, OpenedSheet
from ..ground.calendar import Quarter
from ..ground.vietnamese import fold
from ..models import OfficeFile
from ..office.naming import Rows, name_key
from ..office.periods import periods_in
from ..office.remembered import remember, remembered
from ..office.table import SourceTable
from ..office.target import Target, target_of
from ..office.understanding import Said, understand
from ..office.understood import Question, Understanding
from ..returns.sheet import QuarterlySheet
from . import layout
from .rows import SHEET, FileRead, Stored, rows_of

LOOKED_AT = 100
"""Rows of a sheet by which it is told whether it may be meant."""


def stored_now(sheet: QuarterlySheet) -> dict[str, dict[str, str]]:
    """What is stored in a return, by number and field, as it is kept beside a file: exact texts."""
    return {
        row.number: {
            column.field: layout.kept_text(value)
            for column in sheet.columns
            if (value := value_of(row.record, column.field)) not in (None, "")
        }
        for row in sheet.rows()
        if row.record
    }


def read_office_file(
    sheet: QuarterlySheet, file: OpenedFile, said: Said, kept: dict[str, dict[str, str]]
) -> FileRead:
    """What an office's own workbook says of a return, as far as was said what it does not say.

    kept: what was stored when the file was first read here, by `stored_now`.
    """
    target = target_of(sheet)
    habit = OfficeFile.objects.filter(unit=sheet.unit).first() or OfficeFile()
    filled = [one for one in file.sheets if not all(map(_is_blank_row, one.rows))]
    shown = [_table(one) for one in filled if one.is_visible]
    likely = [one for one in shown if _may_be_meant(one, target)]
    hidden = [_table(one) for one in filled if not one.is_visible]
    if problem := _problem(shown, likely, hidden, target):
        return FileRead(problem=problem)
    question = _which(shown, likely, target, said, habit)
    # With one that may be meant nothing is asked; another may be chosen all the same.
    is_asked = len(likely or shown) > 1
    read = FileRead(questions=(question,) if is_asked else (), sheets=question)
    chosen = next((one for one in shown if one.name == question.chosen), None)
    if chosen is None:
        return read
    understood = _understood(sheet, chosen, target, said, habit)
    return replace(
        read,
        rows=tuple(rows_of(understood, _values(sheet, kept), {})),
        questions=(*read.questions, *understood.questions),
        understanding=understood,
        problem=understood.problem,
    )


def keep_what_was_said(sheet: QuarterlySheet, read: FileRead, said: Said) -> None:
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


def _understood(
    sheet: QuarterlySheet, table: SourceTable, target: Target, said: Said, habit: OfficeFile
) -> Understanding:
    """What a table says, with what was said of its columns and of such names before."""
    columns = remembered(sheet.reader, sheet.unit, table, target)
    return understand(table, target, said, {**columns, **habit.names})


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


def _which(
    shown: list[SourceTable],
    likely: list[SourceTable],
    target: Target,
    said: Said,
    habit: OfficeFile,
) -> Question:
    """The sheets to choose from, one of them chosen beforehand where that is safe."""
    titles = [one.name for one in shown]
    chosen = said.get(SHEET, "")
    is_said = chosen in titles
    if not is_said:
        chosen = _offered([one.name for one in likely or shown], titles, target.period, habit)
    text = _("Several sheets may hold the figures: which one is meant?")
    choices = tuple((title, title) for title in titles)
    return Question(SHEET, SHEET, text, choices, chosen, not is_said)


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
