"""Tables as files: CSV in UTF-8 for programs and Excel alike, and .xlsx with text kept as text."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter

from .formulas import marked, marked_in_workbook

Value = str | date | None
"""What a cell holds; None and "" are blank."""
Rows = Iterable[Sequence[Value]]

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel does not read UTF-8."""
DAY = "%d/%m/%Y"
"""How a .csv writes a day: Excel may show it otherwise, but never saves another day."""

_TEXT_FORMAT, _DAY_FORMAT = "@", "dd/mm/yyyy"
_LEAST_WIDTH, _MOST_WIDTH = 12, 44


def as_csv(header: Sequence[str], rows: Rows) -> bytes:
    """A .csv file."""
    text = io.StringIO()
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text)
    writer.writerow(header)
    for row in rows:
        writer.writerow([_written(value) for value in row])
    return text.getvalue().encode()


def _written(value: Value) -> str:
    if isinstance(value, date):
        return value.strftime(DAY)
    return marked(value or "")


def as_xlsx(title: str, header: Sequence[str], rows: Rows) -> bytes:
    """An .xlsx file of one sheet: days are days, all else is text, leading zeros included."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    rows = [header, *rows]
    for place, column in enumerate(zip(*rows, strict=True), start=1):
        widest = max(len(value) for value in column if isinstance(value, str))
        width = min(max(widest + 2, _LEAST_WIDTH), _MOST_WIDTH)
        sheet.column_dimensions[get_column_letter(place)].width = width
    for row in rows:
        sheet.append([value and _cell(sheet, value) for value in row])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _cell(sheet, value: str | date) -> WriteOnlyCell:
    if isinstance(value, date):
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = _DAY_FORMAT
        return cell
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", marked_in_workbook(value)))
    cell.data_type = "s"  # "=1+1" is no formula
    cell.number_format = _TEXT_FORMAT
    return cell
