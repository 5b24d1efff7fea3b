"""An office's own workbook: which sheet of it is meant, and its rows as rows of a return."""

from dataclasses import replace

from django.utils.translation import gettext as _

from ..figures.values import value_of
from ..files.cells import FileCell, is_blank
from ..files.opened import OpenedFile, OpenedSheet
from ..ground.calendar import Quarter
from ..ground.vietnamese import fold
from ..office.periods import periods_in
from ..office.remembered import remembered
from ..office.table import SourceTable
from ..office.target import Target, target_of
from ..office.understanding import Said, understand
from ..office.understood import Question
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
    filled = [one for one in file.sheets if not all(map(_is_blank_row, one.rows))]
    shown = [_table(one) for one in filled if one.is_visible]
    likely = [one for one in shown if _may_be_meant(one, target)]
    hidden = [_table(one) for one in filled if not one.is_visible]
    if problem := _problem(shown, likely, hidden, target):
        return FileRead(problem=problem)
    question = _which(shown, likely, target, said)
    # With one that may be meant nothing is asked; another may be chosen all the same.
    is_asked = len(likely or shown) > 1
    read = FileRead(questions=(question,) if is_asked else (), sheets=question)
    chosen = next((one for one in shown if one.name == question.chosen), None)
    if chosen is None:
        return read
    known = remembered(sheet.reader, sheet.unit, chosen, target)
    understood = understand(chosen, target, {**known, **said})
    return replace(
        read,
        rows=tuple(rows_of(understood, _values(sheet, kept), {})),
        questions=(*read.questions, *understood.questions),
        understanding=understood,
        problem=understood.problem,
    )


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
    shown: list[SourceTable], likely: list[SourceTable], target: Target, said: Said
) -> Question:
    """The sheets to choose from: asked where several may be meant, and chosen beforehand where the
    titles tell which one is of the quarter, or only one can be.
    """
    titles = [one.name for one in shown]
    chosen = said.get(SHEET, "")
    is_said = chosen in titles
    if not is_said:
        chosen = _offered(likely or shown, target)
    text = _("Several sheets may hold the figures: which one is meant?")
    return Question(
        SHEET, SHEET, text, tuple((title, title) for title in titles), chosen, not is_said
    )


def _offered(likely: list[SourceTable], target: Target) -> str:
    """The only one, or the only one whose title names the quarter; "" where the titles do not
    tell.
    """
    if len(likely) > 1:
        likely = [one for one in likely if _names(one.name, target.period)]
    return likely[0].name if len(likely) == 1 else ""


def _names(title: str, period: Quarter | int) -> bool:
    found, _rest = periods_in(fold(title))
    return any(one.is_of(period) for one in found)


def _may_be_meant(table: SourceTable, target: Target) -> bool:
    """Whether something of its first rows would be stored."""
    head = replace(table, rows=table.rows[:LOOKED_AT])
    return bool(understand(head, target, {}).cells)


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
