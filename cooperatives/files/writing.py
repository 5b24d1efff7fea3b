"""Tables as files, in the reader's language: .xlsx with numbers as numbers and text as text, and
.csv in UTF-8 with the decimal mark and the separator that the language's spreadsheets expect.
"""

import csv
import io
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import get_format
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from .formulas import marked, marked_in_workbook

Value = str | int | Decimal | date | None
"""What a cell holds; None and "" are blank."""
Rows = Iterable[Sequence[Value]]

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel does not read UTF-8."""
DAY = "%d/%m/%Y"
"""How a .csv writes a day: Excel may show it otherwise, but never saves another day."""

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
"""The files that a table is written as, by their endings, with their types."""

_TEXT_FORMAT, _DAY_FORMAT = "@", "dd/mm/yyyy"
_COUNT_FORMAT, _DECIMAL_FORMAT, _NAME_FORMAT = "#,##0", "#,##0.0##", "0"
_LEAST_WIDTH, _MOST_WIDTH = 12, 44
_BOLD = Font(bold=True)


@dataclass(frozen=True)
class Table:
    """A table to take along.

    name: of its file, without an ending. about: what all of its rows are about (unit, period, day,
    …), each with its label: the head of an .xlsx, columns of a .csv. years: the places of columns
    whose whole numbers name a year or a quarter and are no amount.
    """

    name: str
    title: str
    about: Sequence[tuple[str, Value]]
    header: Sequence[str]
    rows: Sequence[Sequence[Value]]
    years: Collection[int] = ()


def table_as(ending: str, table: Table) -> bytes:
    """A table as a file with one of the endings of `TYPES`; KeyError for another."""
    return {"csv": _table_as_csv, "xlsx": _table_as_xlsx}[ending](table)


def _table_as_csv(table: Table) -> bytes:
    """One line of headings; what all rows are about comes first in each."""
    labels, values = (
        [label for label, _value in table.about],
        [value for _label, value in table.about],
    )
    return as_csv([*labels, *table.header], ([*values, *row] for row in table.rows))


def _table_as_xlsx(table: Table) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(table.title))
    head = [[table.title], *table.about, []]
    first = len(head) + 1
    sheet.freeze_panes = f"A{first + 1}"
    last = get_column_letter(len(table.header))
    sheet.auto_filter.ref = f"A{first}:{last}{first + len(table.rows)}"
    _set_widths(sheet, [table.header, *table.rows])
    for line in head:
        sheet.append([_cell(sheet, value, is_name=True) for value in line])
    titles = [_cell(sheet, label) for label in table.header]
    for cell in titles:
        cell.font = _BOLD
    sheet.append(titles)
    for row in table.rows:
        sheet.append(
            [_cell(sheet, value, is_name=place in table.years) for place, value in enumerate(row)]
        )
    return _saved(book)


def _sheet_name(title: str) -> str:
    """A title without what the name of a sheet may not hold."""
    return "".join(" " if char in r"\/*?:[]" else char for char in title)[:31].strip("' ")


def as_csv(header: Sequence[str], rows: Rows) -> bytes:
    """A .csv file with one line of headings, for spreadsheets in the language in force."""
    mark = get_format("DECIMAL_SEPARATOR")
    text = io.StringIO()
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text, delimiter=";" if mark == "," else ",")
    writer.writerow([marked(label) for label in header])
    for row in rows:
        writer.writerow([_written(value, mark) for value in row])
    return text.getvalue().encode()


def _written(value: Value, mark: str) -> str:
    if isinstance(value, date):
        return value.strftime(DAY)
    if isinstance(value, int | Decimal):
        return f"{_shortest(value):f}".replace(".", mark)
    return marked(value or "")


def _shortest(value: int | Decimal) -> Decimal:
    """A number without zeros at the end of its decimals."""
    short = Decimal(value).normalize()
    return short if short.as_tuple().exponent < 0 else short.quantize(Decimal(1))


def as_xlsx(title: str, header: Sequence[str], rows: Rows) -> bytes:
    """An .xlsx file of one sheet: days are days, numbers are numbers, all else is text, leading
    zeros included.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    rows = [header, *rows]
    _set_widths(sheet, rows)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    return _saved(book)


def _set_widths(sheet, rows: Sequence[Sequence[Value]]) -> None:
    for place, column in enumerate(zip(*rows, strict=True), start=1):
        widest = max(len(value) for value in column if isinstance(value, str))
        width = min(max(widest + 2, _LEAST_WIDTH), _MOST_WIDTH)
        sheet.column_dimensions[get_column_letter(place)].width = width


def _saved(book: Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _cell(sheet, value: Value, *, is_name: bool = False) -> Cell | None:
    """is_name: whether a whole number is a name, such as a year, and no amount."""
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return _formatted(sheet, value, _DAY_FORMAT)
    if isinstance(value, Decimal):
        return _formatted(sheet, value, _DECIMAL_FORMAT)
    if isinstance(value, int):
        return _formatted(sheet, value, _NAME_FORMAT if is_name else _COUNT_FORMAT)
    cell = WriteOnlyCell(sheet)
    set_text(cell, marked_in_workbook(value))
    return cell


def set_text(cell: Cell, text: str) -> None:
    """Put a text into a cell of an .xlsx, as text whatever it looks like."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"  # "=1+1" is no formula
    cell.number_format = _TEXT_FORMAT


def _formatted(sheet, value: int | Decimal | date, number_format: str) -> Cell:
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = number_format
    return cell
