"""Writes the workbook of a return."""

from collections.abc import Iterable
from io import BytesIO
from math import ceil

from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.worksheet import Worksheet

from ..entry.sheet import SheetRow
from ..figures.values import value_of
from ..files.columns import REGISTRATION_NUMBER
from ..ground.calendar import now
from ..ground.vietnamese import fold
from ..ground.wording import quarter_inside
from ..models.base import Record
from ..returns.sheet import QuarterlySheet
from ..returns.unit_fields import ReturnFields
from . import layout
from .cells import (
    BOX,
    LOCKED,
    OPEN,
    TEXT_FORMAT,
    WRAPPED,
    set_up,
    write_head,
    write_label,
    write_text,
    write_texts,
    write_value,
)
from .checks import add_checks
from .layout import (
    CODES_ROW,
    DOWNLOADED_TITLE,
    FIRST_OPEN,
    FIRST_ROW,
    FIXED,
    LABELS_ROW,
    LISTS_TITLE,
    NOTES,
    Content,
    Identity,
    TextColumn,
    tab,
)
from .unit_sheet import UNIT_VALUE_PLACE, unit_tab, write_fields

FIGURE_WIDTH, NOTE_WIDTH = 12.5, 30
ROW_HEIGHT = 17
SPARE_ROWS = 5
"""Open rows below the last, for totals."""
LETTERS_IN_A_WIDTH = 1.2
"""Widths count digits; letters are narrower."""


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
    """The workbook of a return: its figures open while the return is.

    Figures stand as numbers, money in million VND; last quarter's on a second sheet.
    """
    rows = sheet.rows()
    workbook = Workbook()
    workbook.properties.title = _title(sheet)
    workbook.properties.creator = "plan_tracker"
    # Without a password: it keeps people from mistakes, not from their own file.
    workbook.security = WorkbookProtection(lockStructure=True)
    download = now().isoformat()
    marks = {one: Identity.of(sheet, one, download) for one in Content}
    figures = workbook.active
    figures.title = tab(sheet.period)
    _write_figures(figures, sheet, rows, marks[Content.FIGURES])
    fields = ReturnFields.of(sheet, has_rows=bool(rows))
    if fields.columns:
        own = workbook.create_sheet(unit_tab())
        _write_head(own, sheet, marks[Content.UNIT], _title(sheet), _unit_help(sheet))
        write_fields(own, fields, is_open=sheet.is_open)
        set_up(own, own.cell(FIRST_ROW, UNIT_VALUE_PLACE).coordinate, _title(sheet))
        if not rows:
            workbook.active = own
    if any(cell.last for row in rows for cell in row.cells):
        last = workbook.create_sheet(tab(sheet.period.previous))
        _write_last(last, sheet, rows, marks[Content.COMPARISON])
    lists = workbook.create_sheet(LISTS_TITLE)
    _write_lists(lists)
    downloaded = workbook.create_sheet(DOWNLOADED_TITLE)
    _write_downloaded(downloaded, rows, fields, marks[Content.DOWNLOADED])
    add_checks(figures, sheet, len(rows), lists)
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def _title(sheet: QuarterlySheet) -> str:
    return _("Return of %(quarter)s/%(year)s, %(unit)s") % {
        "quarter": quarter_inside(sheet.period.number),
        "year": sheet.period.year,
        "unit": sheet.unit.name,
    }


# --- The sheet to fill in -------------------------------------------------------------------------


def _write_figures(
    page: Worksheet, sheet: QuarterlySheet, rows: list[SheetRow], mark: Identity
) -> None:
    further = _further(sheet, rows)
    _write_head(page, sheet, mark, _title(sheet), _help(sheet))
    _write_labels(page, sheet, further)
    for line, row in enumerate(rows, start=FIRST_ROW):
        is_open = sheet.is_open and not row.locked
        _write_fixed(page, line, row, is_open=is_open)
        for place, cell in enumerate(row.cells, start=FIRST_OPEN):
            value = value_of(row.record, cell.column.field)
            is_asked = not cell.not_asked
            write_value(
                page.cell(line, place), cell.column, value, is_open=is_open, is_asked=is_asked
            )
        for place, column in enumerate(further, start=FIRST_OPEN + len(sheet.columns)):
            _write_further(page.cell(line, place), column, row)
    _set_up(page, sheet)
    if sheet.is_open and rows:
        _let_work(page)


def _further(sheet: QuarterlySheet, rows: list[SheetRow]) -> tuple[TextColumn, ...]:
    """The columns behind the figures: what is asked, if anything is, and where it is answered."""
    if not sheet.is_open:
        return ()
    is_asked = any(row.open_findings for row in rows)
    return (layout.ASKED, layout.ANSWERED) if is_asked else (layout.ANSWERED,)


def _write_further(cell: Cell, column: TextColumn, row: SheetRow) -> None:
    if column is layout.ASKED:
        write_text(cell, "\n".join(judged.finding.message for judged in row.open_findings))
        cell.fill = LOCKED
    cell.number_format, cell.border, cell.alignment = TEXT_FORMAT, BOX, WRAPPED
    cell.protection = OPEN


def _help(sheet: QuarterlySheet) -> str:
    if not sheet.is_open:
        return _("This return is closed: the file is for reading, and all of its cells are locked.")
    return _(
        "Fill in the white cells; nothing has a password. Rows can be sorted and filtered by the "
        "arrows in the header, and totals added. Then upload this file at the return's page: you "
        "see every change before it is stored."
    )


def _unit_help(sheet: QuarterlySheet) -> str:
    if not sheet.is_open:
        return _help(sheet)
    return _(
        "Fill in the white cells; nothing has a password. Then upload this file at the return's "
        "page: you see every change before it is stored."
    )


def _write_head(
    page: Worksheet, sheet: QuarterlySheet, mark: Identity, title: str, help_text: str
) -> None:
    """Title, units, what to do, and the mark."""
    if sheet.stored and sheet.stored.is_demo:
        title = f"{title} ({_('demo data')})"
    units = _(
        "Amounts in million VND, up to 6 decimals. Blank means not reported; 0 is a reported zero."
    )
    if sheet.is_owed:
        units += " " + _("Due %(day)s.") % {"day": date_format(sheet.due_on, "SHORT_DATE_FORMAT")}
    write_head(page, (title, units, help_text), mark)


def _write_labels(page: Worksheet, sheet: QuarterlySheet, further: Iterable[TextColumn]) -> None:
    """The two rows of codes and labels."""
    labels = [(code, str(label), width) for code, label, width in FIXED]
    labels += [
        (
            column.field,
            f"{column.label}\n({column.unit})" if column.unit else str(column.label),
            FIGURE_WIDTH if column.is_number else NOTE_WIDTH,
        )
        for column in sheet.columns
    ]
    labels += [(code, str(label), width) for code, label, width in further]
    write_texts(page, CODES_ROW, [code for code, _label, _width in labels])
    for place, (_code, label, width) in enumerate(labels, start=1):
        write_label(page.cell(LABELS_ROW, place), label, is_centred=place >= FIRST_OPEN)
        page.column_dimensions[get_column_letter(place)].width = width
    page.row_dimensions[CODES_ROW].hidden = True
    page.row_dimensions[LABELS_ROW].height = 48


def _write_fixed(page: Worksheet, line: int, row: SheetRow, *, is_open: bool) -> None:
    cooperative = row.cooperative
    texts = (row.number, cooperative.name, row.commune, cooperative.get_sector_display())
    for place, text in enumerate(texts, start=1):
        cell = write_text(page.cell(line, place), text)
        cell.fill, cell.border, cell.alignment = LOCKED, BOX, WRAPPED
        cell.number_format = TEXT_FORMAT
        if is_open:
            # Excel sorts no row of which one cell is locked. What is typed here is refused all the
            # same, by a check.
            cell.protection = OPEN
    # LibreOffice does not make room for wrapped text by itself.
    lines = max(
        ceil(len(text) / (width * LETTERS_IN_A_WIDTH))
        for text, (*_names, width) in zip(texts, FIXED, strict=True)
    )
    page.row_dimensions[line].height = ROW_HEIGHT * max(lines, 1)


def _set_up(page: Worksheet, sheet: QuarterlySheet) -> None:
    """Frozen head and names, printing on A4, and protection."""
    page.freeze_panes = page.cell(FIRST_ROW, 3).coordinate
    set_up(page, page.cell(FIRST_ROW, FIRST_OPEN).coordinate, _title(sheet))


def _let_work(page: Worksheet) -> None:
    """Arrows in the header, by which whole rows are sorted and filtered; rows of one's own, such as
    totals, between the others and below them.
    """
    last, width = page.max_row, page.max_column
    page.auto_filter.ref = f"A{LABELS_ROW}:{get_column_letter(width)}{last}"
    for line in range(last + 1, last + 1 + SPARE_ROWS):
        for place in range(1, width + 1):
            page.cell(line, place).protection = OPEN
    allowed = page.protection
    allowed.sort = allowed.autoFilter = allowed.insertRows = allowed.deleteRows = False


# --- The other sheets -----------------------------------------------------------------------------


def _write_last(
    page: Worksheet, sheet: QuarterlySheet, rows: list[SheetRow], mark: Identity
) -> None:
    """Last quarter's figures in the same places, for comparison."""
    before = sheet.period.previous
    params = {"quarter": quarter_inside(before.number), "year": before.year}
    title = _("For comparison: the figures of %(quarter)s/%(year)s") % params
    help_text = _("This sheet is for reading: it is not uploaded.")
    _write_head(page, sheet, mark, title, help_text)
    _write_labels(page, sheet, ())
    for line, row in enumerate(rows, start=FIRST_ROW):
        _write_fixed(page, line, row, is_open=False)
        for place, cell in enumerate(row.cells, start=FIRST_OPEN):
            value = cell.column.read(cell.last)
            write_value(page.cell(line, place), cell.column, value, is_open=False)
    _set_up(page, sheet)


def _write_lists(page: Worksheet) -> None:
    """The notes to choose from."""
    page.sheet_state = page.SHEETSTATE_HIDDEN
    for line, note in enumerate(NOTES, start=1):
        write_text(page.cell(line, 1), str(note))
    page.protection.sheet = True


def _write_downloaded(
    page: Worksheet, rows: list[SheetRow], own: ReturnFields, mark: Identity
) -> None:
    """What is stored now of each row, against which the upload will hold what is filled in; that of
    the unit itself in a last row, behind the columns of the others.
    """
    page.sheet_state = page.SHEETSTATE_HIDDEN
    fields = [column.field for column in own.sheet.columns]
    own_fields = [column.field for column in own.columns]
    lines = [(mark.text,), (REGISTRATION_NUMBER.code, *fields, *own_fields)]
    lines += [(row.number, *_kept(row.record, fields)) for row in rows]
    if own_fields:
        lines.append((layout.UNIT_ROW, *("" for _field in fields), *_kept(own.record, own_fields)))
    for line, texts in enumerate(lines, start=1):
        write_texts(page, line, texts)
    page.protection.sheet = True


def _kept(record: Record | None, fields: list[str]) -> list[str]:
    return [layout.kept_text(value_of(record, field)) for field in fields]
