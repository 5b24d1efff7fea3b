"""How the cells of the workbook are written: values, texts, and what they look like."""

from collections.abc import Iterable
from typing import Any

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.worksheet import Worksheet

from ..entry.columns import SheetColumn
from . import layout

MONEY_FORMAT, PERSON_FORMAT, TEXT_FORMAT = "#,##0.0#####", "#,##0", "@"

INK, SOFT, RULE = "FF1B2430", "FF5B6470", "FFB9C0C8"
LOCKED = PatternFill("solid", fgColor="FFF1F2F4")
HEAD = PatternFill("solid", fgColor="FFDDE3EA")
LINE = Side(style="thin", color=RULE)
BOX = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
WRAPPED = Alignment(vertical="center", wrap_text=True)
FIGURE = Alignment(vertical="center", horizontal="right")
OPEN = Protection(locked=False)


def write_head(page: Worksheet, lines: tuple[str, str, str], mark: layout.Identity) -> None:
    """The head of a sheet: its title, its units, what to do, and its mark."""
    title, units, help_text = lines
    write_text(page.cell(layout.TITLE_ROW, 1), title).font = font(bold=True, size=14)
    write_text(page.cell(layout.UNITS_ROW, 1), units).font = font(color=SOFT)
    write_text(page.cell(layout.HELP_ROW, 1), help_text).font = font(color=SOFT)
    # In two places, so that it outlives a column.
    for place in (1, layout.FIRST_OPEN):
        write_text(page.cell(layout.MARK_ROW, place), mark.text)
    page.row_dimensions[layout.MARK_ROW].hidden = True


def write_label(cell: Cell, label: str, *, is_centred: bool) -> None:
    """The heading of a column."""
    write_text(cell, label)
    cell.font, cell.fill, cell.border = font(bold=True), HEAD, BOX
    horizontal = "center" if is_centred else "left"
    cell.alignment = Alignment(horizontal=horizontal, vertical="center", wrap_text=True)


def set_up(page: Worksheet, first: str, footer: str) -> None:
    """The cell with the cursor, printing on A4, and protection."""
    for pane in page.sheet_view.selection:
        pane.activeCell = pane.sqref = first
    page.sheet_view.showGridLines = False
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.orientation = page.ORIENTATION_LANDSCAPE
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{layout.LABELS_ROW}:{layout.LABELS_ROW}"
    page.page_margins.left = page.page_margins.right = 0.4
    page.page_margins.top = page.page_margins.bottom = 0.7
    page.page_margins.footer = 0.3
    page.oddFooter.left.text = footer.replace("&", "&&")
    page.oddFooter.right.text = "&P/&N"
    page.protection.sheet = True
    # Widths and heights may be set: False takes the ban away.
    page.protection.formatColumns = page.protection.formatRows = False


def write_value(
    cell: Cell, column: SheetColumn, value: Any, *, is_open: bool, is_asked: bool = True
) -> None:
    """A value of a column, typed over while its sheet is open. Excel sorts no row of which one cell
    is locked: what is not asked for is shaded, and refused when it comes back.
    """
    held = column.workbook_cell(value)
    if isinstance(held, str):
        write_text(cell, held)
    else:
        cell.value = held
    cell.number_format = _format(column)
    cell.border = BOX
    cell.alignment = FIGURE if column.is_number else WRAPPED
    if is_open:
        cell.protection = OPEN
    if not (is_open and is_asked):
        cell.fill = LOCKED


def write_texts(page: Worksheet, line: int, texts: Iterable[str]) -> None:
    """Texts in a row, from its first cell on; a blank one leaves its cell alone."""
    for place, text in enumerate(texts, start=1):
        if text:
            write_text(page.cell(line, place), text)


def font(**options: Any) -> Font:
    """The workbook's font."""
    return Font(**{"name": "Calibri", "color": INK} | options)


def write_text(cell: Cell, text: str) -> Cell:
    """Write a text as a text: one that begins with “=” is no formula."""
    cell.value = layout.writable(text)
    if cell.value:
        cell.data_type = "s"
    return cell


def _format(column: SheetColumn) -> str:
    if column.figure is None or not column.is_number:
        return TEXT_FORMAT
    return PERSON_FORMAT if column.figure.scale == 1 else MONEY_FORMAT
