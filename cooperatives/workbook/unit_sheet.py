"""The sheet of a workbook on which stands what the unit reports beside its cooperatives: a line for
each figure, its value open.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ..entry.columns import SheetColumn
from ..figures.values import value_of
from ..files.cells import FileCell, is_blank
from ..files.columns import CellError
from ..ground.vietnamese import tidy
from ..office.understood import LeftOut
from ..returns.unit_fields import ReturnFields
from . import layout
from .cells import (
    BOX,
    LOCKED,
    OPEN,
    TEXT_FORMAT,
    WRAPPED,
    font,
    write_label,
    write_text,
    write_value,
)
from .checks import check_of
from .layout import CODES_ROW, FIRST_ROW, LABELS_ROW, TextColumn, text_of
from .marked import MarkedSheet, WrongWorkbookError
from .rows import FilledCell, FilledRow, source_of

FIELD, FIGURE, LAST, VALUE = "field", "figure", "last", "value"

COLUMNS = (
    TextColumn(FIELD, gettext_lazy("Code"), 10),
    TextColumn(FIGURE, gettext_lazy("Figure"), 60),
    TextColumn(LAST, gettext_lazy("Last quarter"), 16),
    TextColumn(VALUE, gettext_lazy("This quarter"), 16),
)
UNIT_VALUE_PLACE = 4
"""The column of what is filled in."""


def unit_tab() -> str:
    """The title of the sheet."""
    return _("Unit as a whole")


# --- Out ------------------------------------------------------------------------------------------


def write_fields(page: Worksheet, fields: ReturnFields, *, is_open: bool) -> None:
    """Write the lines of the sheet, below its head; each value is checked as it is typed."""
    open_findings = {one.finding.field: one.finding for one in fields.row.open_findings}
    further = (layout.ASKED, layout.ANSWERED) if open_findings else (layout.ANSWERED,)
    columns = (*COLUMNS, *further) if is_open else COLUMNS
    for place, (code, label, width) in enumerate(columns, start=1):
        write_text(page.cell(CODES_ROW, place), code)
        write_label(page.cell(LABELS_ROW, place), str(label), is_centred=place > len(COLUMNS) - 2)
        page.column_dimensions[get_column_letter(place)].width = width
    page.column_dimensions["A"].hidden = True
    page.row_dimensions[CODES_ROW].hidden = True
    page.freeze_panes = page.cell(FIRST_ROW, 1).coordinate
    line = FIRST_ROW
    for heading, of in fields.groups():
        write_text(page.cell(line, 2), heading).font = font(bold=True)
        for column in of:
            line += 1
            _write_line(page, line, column, fields, is_open=is_open)
            for place, one in enumerate(further if is_open else (), start=len(COLUMNS) + 1):
                found = open_findings.get(column.field) if one is layout.ASKED else None
                cell = _write_text(page, line, place, found.message if found else "")
                if one is layout.ANSWERED:
                    cell.fill, cell.protection = PatternFill(), OPEN
        line += 1


def _write_line(
    page: Worksheet, line: int, column: SheetColumn, fields: ReturnFields, *, is_open: bool
) -> None:
    _write_text(page, line, 1, column.field)
    _write_text(page, line, 2, column.label_with_unit)
    last, now = (value_of(one, column.field) for one in (fields.last, fields.record))
    write_value(page.cell(line, 3), column, last, is_open=False)
    value = page.cell(line, UNIT_VALUE_PLACE)
    write_value(value, column, now, is_open=is_open)
    if is_open:
        check = check_of(column)
        check.add(value.coordinate)
        page.add_data_validation(check)


def _write_text(page: Worksheet, line: int, place: int, text: str):
    cell = write_text(page.cell(line, place), text)
    cell.fill, cell.border, cell.alignment = LOCKED, BOX, WRAPPED
    cell.number_format = TEXT_FORMAT
    return cell


# --- In -------------------------------------------------------------------------------------------


def read_fields(
    fields: ReturnFields, found: MarkedSheet, before: Mapping[str, Any]
) -> tuple[list[FilledRow], list[LeftOut]]:
    """The lines of a filled-in sheet, each with its one cell; and those that are left out: filled
    in, and of a figure that is not asked for here (any more).

    before: what was stored when it was downloaded, by field. Raises WrongWorkbookError where its
    lines cannot be told apart.
    """
    places, codes_at = _places(found)
    columns = {column.field: column for column in fields.columns}
    rows: dict[str, FilledRow] = {}
    left = []
    below = codes_at + 2  # the codes and the labels
    for number, cells in enumerate(found.rows[below:], start=found.first + below):
        code, cell = tidy(text_of(_at(cells, places[FIELD]))), _at(cells, places[VALUE])
        column = columns.get(code)
        if column is None:
            if code and not is_blank(cell):
                name = text_of(_at(cells, places.get(FIGURE))) or code
                why = _("This figure is not asked for here, and its value is left out.")
                left.append(LeftOut(name, why, "unknown", number))
        elif code in rows:
            message = _("Rows %(first)s and %(second)s are of the same figure: keep one of them.")
            params = {"first": rows[code].row, "second": number}
            raise WrongWorkbookError.saying(message % params, found.title)
        else:
            answer = tidy(text_of(_at(cells, places.get(layout.ANSWER))))
            filled = {code: filled_cell(column, cell)}
            stored = {code: before[code]} if code in before else {}
            rows[code] = FilledRow(number, fields.unit.code, found.title, filled, stored, answer)
    return list(rows.values()), left


def filled_cell(column: SheetColumn, cell: FileCell) -> FilledCell:
    """What a cell of a workbook says, or why it cannot be read."""
    try:
        return FilledCell(column.read_workbook_cell(cell), source_of(cell))
    except CellError as error:
        return FilledCell(None, source_of(cell), str(error))


def _places(found: MarkedSheet) -> tuple[dict[str, int], int]:
    """Where each column stands, by its code, and the index of the row of codes."""
    for index, cells in enumerate(found.rows[: layout.HEAD_ROWS]):
        places = {tidy(str(cell)): n for n, cell in enumerate(cells) if not is_blank(cell)}
        if FIELD in places and VALUE in places:
            return places, index
    message = _(
        "Columns of the downloaded file are gone: download it again and copy your figures into it."
    )
    raise WrongWorkbookError.saying(message, found.title)


def _at(cells: Iterable[FileCell], place: int | None) -> FileCell:
    cells = tuple(cells)
    return cells[place] if place is not None and place < len(cells) else None
