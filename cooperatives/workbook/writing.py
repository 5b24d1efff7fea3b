"""Writes the workbook of a return."""

from dataclasses import asdict
from io import BytesIO
from math import ceil
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ..catalogue.figures import MANAGERS, Quantity
from ..entry.columns import SheetColumn
from ..entry.sheet import SheetRow
from ..figures.values import value_of
from ..files.columns import REGISTRATION_NUMBER
from ..ground.vietnamese import fold
from ..ground.wording import quarter_inside, quarter_name
from ..returns.sheet import QuarterlySheet
from . import layout
from .layout import (
    CODES_ROW,
    DOWNLOADED_TITLE,
    FIRST_ROW,
    IDENTITY_TITLE,
    LABELS_ROW,
    Identity,
)

FIXED = (
    (REGISTRATION_NUMBER.code, REGISTRATION_NUMBER.label, 14),
    (layout.NAME, gettext_lazy("Cooperative"), 34),
    (layout.COMMUNE, gettext_lazy("Commune"), 18),
    (layout.SECTOR, gettext_lazy("Sector"), 19),
)
"""The locked columns: code, label, width in characters."""
FIGURE_WIDTH, NOTE_WIDTH = 12.5, 30
FIRST_OPEN = len(FIXED) + 1
ROW_HEIGHT = 17
LETTERS_IN_A_WIDTH = 1.2
"""Widths count digits; letters are narrower."""

MONEY_FORMAT, PERSON_FORMAT, TEXT_FORMAT = "#,##0.0#####", "#,##0", "@"

NOTES = (
    gettext_lazy("No activity: out of season"),
    gettext_lazy("No activity: suspended for the time being"),
    gettext_lazy("No activity: about to be dissolved"),
    gettext_lazy("The cooperative has not reported yet"),
)
"""Notes to choose from; any other may be written."""

_INK, _SOFT, _RULE = "FF1B2430", "FF5B6470", "FFB9C0C8"
_LOCKED = PatternFill("solid", fgColor="FFF1F2F4")
_HEAD = PatternFill("solid", fgColor="FFDDE3EA")
_LINE = Side(style="thin", color=_RULE)
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_WRAPPED = Alignment(vertical="center", wrap_text=True)
_FIGURE = Alignment(vertical="center", horizontal="right")
_OPEN = Protection(locked=False)


def file_name(sheet: QuarterlySheet) -> str:
    """What the file is called: "bieu-quy-3-2024-huyen-ba-be.xlsx"."""
    period = sheet.period
    name = _("return quarter %(quarter)s %(year)s %(unit)s") % {
        "quarter": period.number,
        "year": period.year,
        "unit": sheet.unit.name,
    }
    return f"{slugify(fold(name))}.xlsx"


def workbook_of(sheet: QuarterlySheet) -> bytes:
    """The workbook of a return: its cooperatives locked, its figures open while the return is.

    Figures stand as numbers, money in million VND; last quarter's on a second sheet.
    """
    rows = sheet.rows()
    workbook = Workbook()
    workbook.properties.title = _title(sheet)
    workbook.properties.creator = "plan_tracker"
    # Without a password: it keeps people from mistakes, not from their own file.
    workbook.security = WorkbookProtection(lockStructure=True)
    figures = workbook.active
    figures.title = _tab(sheet.period)
    _write_figures(figures, sheet, rows)
    if any(cell.last for row in rows for cell in row.cells):
        _write_last(workbook.create_sheet(_tab(sheet.period.previous)), sheet, rows)
    identity = workbook.create_sheet(IDENTITY_TITLE)
    _write_identity(identity, sheet)
    _write_downloaded(workbook.create_sheet(DOWNLOADED_TITLE), sheet, rows)
    _write_checks(figures, sheet, len(rows), identity)
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def _title(sheet: QuarterlySheet) -> str:
    return _("Return of %(quarter)s/%(year)s, %(unit)s") % {
        "quarter": quarter_inside(sheet.period.number),
        "year": sheet.period.year,
        "unit": sheet.unit.name,
    }


def _tab(period) -> str:
    return f"{quarter_name(period.number)}-{period.year}"


# --- The sheet to fill in -------------------------------------------------------------------------


def _write_figures(page: Worksheet, sheet: QuarterlySheet, rows: list[SheetRow]) -> None:
    _write_head(page, sheet, _help(sheet))
    for line, row in enumerate(rows, start=FIRST_ROW):
        _write_fixed(page, line, row)
        is_open = sheet.is_open and not row.locked
        for place, column in enumerate(sheet.columns, start=FIRST_OPEN):
            value = value_of(row.record, column.field)
            _write_value(page.cell(line, place), column, value, is_open=is_open)
    _set_up(page, sheet)


def _help(sheet: QuarterlySheet) -> str:
    if not sheet.is_open:
        return _("This return is closed: the file is for reading, and all of its cells are locked.")
    return _(
        "Fill in the white cells; the grey ones are locked, without a password. Then upload this "
        "file at the return's page: you see every change before it is stored."
    )


def _write_head(page: Worksheet, sheet: QuarterlySheet, help_text: str, title: str = "") -> None:
    """Title, units, what to do, and the two rows of codes and labels."""
    title = title or _title(sheet)
    if sheet.stored and sheet.stored.is_demo:
        title = f"{title} ({_('demo data')})"
    _text(page.cell(layout.TITLE_ROW, 1), title).font = _font(bold=True, size=14)
    units = _(
        "Amounts in million VND, up to 6 decimals. Blank means not reported; 0 is a reported zero. "
        "Due %(day)s."
    ) % {"day": date_format(sheet.due_on, "SHORT_DATE_FORMAT")}
    _text(page.cell(layout.UNITS_ROW, 1), units).font = _font(color=_SOFT)
    _text(page.cell(layout.HELP_ROW, 1), help_text).font = _font(color=_SOFT)
    labels = [(code, str(label), width) for code, label, width in FIXED]
    labels += [
        (
            column.field,
            f"{column.label}\n({column.unit})" if column.unit else str(column.label),
            FIGURE_WIDTH if column.is_number else NOTE_WIDTH,
        )
        for column in sheet.columns
    ]
    for place, (code, label, width) in enumerate(labels, start=1):
        _text(page.cell(CODES_ROW, place), code)
        head = _text(page.cell(LABELS_ROW, place), label)
        head.font, head.fill, head.border = _font(bold=True), _HEAD, _BOX
        head.alignment = Alignment(
            horizontal="center" if place >= FIRST_OPEN else "left",
            vertical="center",
            wrap_text=True,
        )
        page.column_dimensions[get_column_letter(place)].width = width
    page.row_dimensions[CODES_ROW].hidden = True
    page.row_dimensions[LABELS_ROW].height = 48


def _write_fixed(page: Worksheet, line: int, row: SheetRow) -> None:
    cooperative = row.cooperative
    texts = (row.number, cooperative.name, row.commune, cooperative.get_sector_display())
    for place, text in enumerate(texts, start=1):
        cell = _text(page.cell(line, place), text)
        cell.fill, cell.border, cell.alignment = _LOCKED, _BOX, _WRAPPED
        cell.number_format = TEXT_FORMAT
    # LibreOffice does not make room for wrapped text by itself.
    lines = max(
        ceil(len(text) / (width * LETTERS_IN_A_WIDTH))
        for text, (*_names, width) in zip(texts, FIXED, strict=True)
    )
    page.row_dimensions[line].height = ROW_HEIGHT * max(lines, 1)


def _write_value(cell: Cell, column: SheetColumn, value: Any, *, is_open: bool) -> None:
    held = column.workbook_cell(value)
    if isinstance(held, str):
        _text(cell, held)
    else:
        cell.value = held
    cell.number_format = _format(column)
    cell.border = _BOX
    cell.alignment = _FIGURE if column.is_number else _WRAPPED
    if is_open:
        cell.protection = _OPEN
    else:
        cell.fill = _LOCKED


def _font(**options: Any) -> Font:
    return Font(**{"name": "Calibri", "color": _INK} | options)


def _text(cell: Cell, text: str) -> Cell:
    """Write a text as a text: one that begins with “=” is no formula."""
    cell.value = layout.writable(text)
    if cell.value:
        cell.data_type = "s"
    return cell


def _format(column: SheetColumn) -> str:
    if column.figure is None or not column.is_number:
        return TEXT_FORMAT
    return PERSON_FORMAT if column.figure.scale == 1 else MONEY_FORMAT


def _set_up(page: Worksheet, sheet: QuarterlySheet) -> None:
    """Frozen head and names, printing on A4, and protection."""
    first = page.cell(FIRST_ROW, FIRST_OPEN).coordinate
    page.freeze_panes = page.cell(FIRST_ROW, 3).coordinate
    for pane in page.sheet_view.selection:
        pane.activeCell = pane.sqref = first
    page.sheet_view.showGridLines = False
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.orientation = page.ORIENTATION_LANDSCAPE
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{LABELS_ROW}:{LABELS_ROW}"
    page.page_margins.left = page.page_margins.right = 0.4
    page.page_margins.top = page.page_margins.bottom = 0.7
    page.page_margins.footer = 0.3
    page.oddFooter.left.text = _title(sheet).replace("&", "&&")
    page.oddFooter.right.text = "&P/&N"
    page.protection.sheet = True
    # Widths and heights may be set: False takes the ban away.
    page.protection.formatColumns = page.protection.formatRows = False


# --- The other sheets -----------------------------------------------------------------------------


def _write_last(page: Worksheet, sheet: QuarterlySheet, rows: list[SheetRow]) -> None:
    """Last quarter's figures in the same places, for comparison."""
    before = sheet.period.previous
    params = {"quarter": quarter_inside(before.number), "year": before.year}
    title = _("For comparison: the figures of %(quarter)s/%(year)s") % params
    _write_head(page, sheet, _("This sheet is for reading: it is not uploaded."), title)
    for line, row in enumerate(rows, start=FIRST_ROW):
        _write_fixed(page, line, row)
        for place, cell in enumerate(row.cells, start=FIRST_OPEN):
            value = cell.column.read(cell.last)
            _write_value(page.cell(line, place), cell.column, value, is_open=False)
    _set_up(page, sheet)


def _write_identity(page: Worksheet, sheet: QuarterlySheet) -> None:
    """Which return this is, and the notes to choose from."""
    page.sheet_state = page.SHEETSTATE_HIDDEN
    for line, (name, value) in enumerate(asdict(Identity.of(sheet)).items(), start=1):
        _text(page.cell(line, 1), name)
        _text(page.cell(line, 2), value)
    for line, note in enumerate(NOTES, start=1):
        _text(page.cell(line, 4), str(note))
    page.protection.sheet = True


def _write_downloaded(page: Worksheet, sheet: QuarterlySheet, rows: list[SheetRow]) -> None:
    """What is stored now of each row, against which the upload will hold what is filled in."""
    page.sheet_state = page.SHEETSTATE_HIDDEN
    fields = [column.field for column in sheet.columns]
    lines = [(REGISTRATION_NUMBER.code, *fields)]
    lines += [
        (row.number, *(layout.kept_text(value_of(row.record, field)) for field in fields))
        for row in rows
    ]
    for line, texts in enumerate(lines, start=1):
        for place, text in enumerate(texts, start=1):
            if text:
                _text(page.cell(line, place), text)
    page.protection.sheet = True


# --- Checks in the cells --------------------------------------------------------------------------


def _write_checks(page: Worksheet, sheet: QuarterlySheet, count: int, identity: Worksheet) -> None:
    """What Excel checks as the person types. The upload checks again: pasting passes this by."""
    if not count:
        return
    places = {column.field: n for n, column in enumerate(sheet.columns, start=FIRST_OPEN)}
    for column in sheet.columns:
        letter = get_column_letter(places[column.field])
        check = _check(column, places, identity)
        check.add(f"{letter}{FIRST_ROW}:{letter}{FIRST_ROW + count - 1}")
        page.add_data_validation(check)


def _check(column: SheetColumn, places: dict[str, int], identity: Worksheet) -> DataValidation:
    if column.figure is None:
        return _choices(f"'{identity.title}'!$D$1:$D${len(NOTES)}")
    if not column.is_number:
        return _choices(f'"{",".join(str(label) for _value, label in column.choices)}"')
    low, high = column.figure.shown_limits
    shown = {"low": number_format(low), "high": number_format(high, force_grouping=True)}
    if column.figure.measure in (Quantity.NUMBER, Quantity.PERCENT):
        message = _("A number from %(low)s to %(high)s, or blank if not reported.")
        return _refusing(column, message % shown, type="decimal", formula1=low, formula2=high)
    if column.figure.is_money:
        message = _("An amount in million VND from %(low)s to %(high)s, or blank if not reported.")
        return _refusing(column, message % shown, type="decimal", formula1=low, formula2=high)
    if column.figure in MANAGERS:
        message = _(
            "A whole number from %(low)s to %(high)s, or blank if not reported. Trained managers "
            "together are at most the managers in total."
        )
        formula = _within_total(column, places, low, high)
        # Excel lets all pass where it is to ignore blanks and any cell of the formula is blank.
        return _refusing(
            column, message % shown, type="custom", formula1=formula, allow_blank=False
        )
    message = _("A whole number from %(low)s to %(high)s, or blank if not reported.")
    return _refusing(column, message % shown, type="whole", formula1=low, formula2=high)


def _within_total(column: SheetColumn, places: dict[str, int], low: int, high: int) -> str:
    """Whole, possible, and where all three are given the trained ones within the total."""
    own = f"{get_column_letter(places[column.field])}{FIRST_ROW}"
    given = [f"{get_column_letter(places[figure.code])}{FIRST_ROW}" for figure in MANAGERS]
    total, *trained = given
    return (
        f"OR(ISBLANK({own}),AND(ISNUMBER({own}),{own}=INT({own}),{own}>={low},{own}<={high},"
        f"OR(COUNT({','.join(given)})<{len(given)},SUM({','.join(trained)})<={total})))"
    )


def _refusing(column: SheetColumn, message: str, **rule: Any) -> DataValidation:
    said = {"errorStyle": "stop", "errorTitle": str(column.label)[:32], "error": message}
    return DataValidation(**{"allow_blank": True, "showErrorMessage": True} | said | rule)


def _choices(cells: str) -> DataValidation:
    """Texts to choose from; any other may be written too."""
    return DataValidation(type="list", formula1=cells, allow_blank=True, showErrorMessage=False)
