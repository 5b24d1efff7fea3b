"""Tables of an office as a workbook that prints as it is: A4 lying, as wide as the sheet, headings
on every page; numbers are numbers, what stands around them is their format, texts are texts.

It knows the form of a table and nothing of what it is about.
"""

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from cooperatives.files.writing import set_text

from .lines import Amount

FONT, SIZE, TITLE = "Times New Roman", 11, 13
VIETNAMESE = "[$-42A]"
"""Before a format: its marks are those of Vietnam, also in programs of another language."""
A4, LYING = 9, "landscape"
MARGIN, FOOT = 0.5, 0.25
"""Of the sheet of paper, in inches."""
LINE, PADDING = 14, 2
"""The height of a line of text, and what a row has besides, in points."""
TALLEST, MOST_LETTERS = 409, 32_767
"""How high a row may be, in points, and how much a cell holds: the limits of Excel."""
ROOM, LETTER, SQUEEZE = (770, 523), 5.25, 1.15
"""What lies between the margins and how wide a figure is, in points; by how much a table may be too
high for one sheet of paper and is still shrunk to it.
"""
NARROW, NARROW_BOLD, NARROW_TITLE = 1.15, 1.0, 0.65
"""How many letters have room where one figure has, in ordinary and bold letters, and in a title."""
SIDES = Border(*[Side(style="thin")] * 4)


@dataclass(frozen=True)
class Field:
    """A column: what heads it, in letters how wide it is, and what stands over several ("" for
    nothing).
    """

    head: str
    width: float
    over: str = ""
    is_centred: bool = False


@dataclass(frozen=True)
class Marked:
    """A number in bold letters."""

    amount: Amount


@dataclass(frozen=True)
class Band:
    """A row over the whole width, above those that it names."""

    text: str


Content = str | Amount | Marked | None
Row = Sequence[Content] | Band


@dataclass(frozen=True)
class Sheet:
    """A table with what stands above and below it. name: of its tab, at most 31 letters; title: a
    line in capitals; about: lines in the middle below it, emphasised: those of them in bold
    letters; notes: lines below the table.
    """

    name: str
    title: str
    about: Sequence[str]
    fields: Sequence[Field]
    rows: Sequence[Row]
    notes: Sequence[str] = ()
    emphasised: frozenset[str] = frozenset()


def workbook(title: str, sheets: Sequence[Sheet]) -> bytes:
    """The sheets as an .xlsx file."""
    book = Workbook()
    book.remove(book.active)
    # Widths of columns are told in figures of this font.
    book._named_styles["Normal"].font = Font(FONT, SIZE)
    book.properties.title, book.properties.creator = title, ""
    for sheet in sheets:
        _Writing(book.create_sheet(sheet.name), sheet).write()
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


class _Writing:
    """One sheet on its way into the workbook, from the top down."""

    def __init__(self, page: Worksheet, sheet: Sheet):
        self.page, self.sheet, self.row = page, sheet, 0
        self.last = len(sheet.fields)
        self.width = sum(field.width for field in sheet.fields)

    def write(self) -> None:
        for place, field in enumerate(self.sheet.fields, start=1):
            self.page.column_dimensions[get_column_letter(place)].width = field.width
        self._line(self.sheet.title.upper(), Font(FONT, TITLE, bold=True), "center")
        for text in self.sheet.about:
            bold = text in self.sheet.emphasised
            self._line(text, Font(FONT, SIZE, bold=bold, italic=not bold), "center")
        self.row += 1
        first = self.row + 1
        self._head()
        self.page.print_title_rows = f"{first}:{self.row}"
        self.page.freeze_panes = self.page.cell(self.row + 1, 3)
        for row in self.sheet.rows:
            self._row(row)
        for text in self.sheet.notes:
            self._line(text, Font(FONT, SIZE, italic=True), "left")
        self._paper()

    def _line(self, text: str, font: Font, where: str) -> None:
        """A text over the whole width."""
        self.row += 1
        self._text(self.row, 1, text, font, where).border = Border()
        if self.last > 1:
            self.page.merge_cells(None, self.row, 1, self.row, self.last)
        # Letters of the title are larger, and capitals.
        narrow = NARROW_BOLD if font.sz == SIZE else NARROW_TITLE
        height = font.sz * LINE / SIZE * lines(text, self.width, narrow) + PADDING
        self.page.row_dimensions[self.row].height = min(height, TALLEST)

    def _head(self) -> None:
        """The headings, in two rows where something stands over several; then their numbers."""
        fields, top = self.sheet.fields, self.row + 1
        is_double = any(field.over for field in fields)
        bottom = top + 1 if is_double else top
        font = Font(FONT, SIZE, bold=True)
        for place, field in enumerate(fields, start=1):
            self._text(bottom, place, field.head if field.over else "", font, "center")
            if not field.over:
                self._text(top, place, field.head, font, "center")
                if is_double:
                    self.page.merge_cells(None, top, place, bottom, place)
        place = 1
        for over, group in groupby(fields, key=lambda field: field.over or id(field)):
            count = len(list(group))
            if isinstance(over, str):
                for each in range(place, place + count):
                    self._text(top, each, over if each == place else "", font, "center")
                if count > 1:
                    self.page.merge_cells(None, top, place, top, place + count - 1)
            place += count
        self._heights(top, bottom)
        self.row = bottom + 1
        for place in range(1, self.last + 1):
            font = Font(FONT, SIZE - 2, italic=True)
            self._text(self.row, place, f"({place})", font, "center")

    def _heights(self, top: int, bottom: int) -> None:
        fields = self.sheet.fields
        own = max(lines(one.head, one.width, NARROW_BOLD) for one in fields)
        if top == bottom:
            self.page.row_dimensions[top].height = LINE * own + PADDING
            return
        over = 1
        for text, group in groupby(fields, key=lambda field: field.over):
            if text:
                over = max(over, lines(text, sum(one.width for one in group), NARROW_BOLD))
        own = max(
            lines(one.head, one.width, NARROW_BOLD) - (0 if one.over else over) for one in fields
        )
        self.page.row_dimensions[top].height = LINE * over + PADDING
        self.page.row_dimensions[bottom].height = LINE * max(own, 1) + PADDING

    def _row(self, row: Row) -> None:
        self.row += 1
        if isinstance(row, Band):
            self._text(self.row, 1, row.text, Font(FONT, SIZE, bold=True), "left")
            self.page.merge_cells(None, self.row, 1, self.row, self.last)
            return
        for place, (content, field) in enumerate(zip(row, self.sheet.fields, strict=True), start=1):
            if isinstance(content, Amount | Marked):
                self._number(self.row, place, content)
            else:
                where = "center" if field.is_centred else "left"
                self._text(self.row, place, content or "", Font(FONT, SIZE), where)
        texts = zip(row, self.sheet.fields, strict=True)
        tallest = max(lines(one, field.width) for one, field in texts if isinstance(one, str))
        self.page.row_dimensions[self.row].height = min(LINE * tallest + PADDING, TALLEST)

    def _text(self, row: int, place: int, text: str, font: Font, where: str) -> Cell:
        cell = self.page.cell(row, place)
        if text:
            set_text(cell, text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 1]}…")
        cell.font, cell.border = font, SIDES
        cell.alignment = Alignment(horizontal=where, vertical="center", wrap_text=True)
        return cell

    def _number(self, row: int, place: int, content: Amount | Marked) -> None:
        amount = content.amount if isinstance(content, Marked) else content
        cell = self.page.cell(row, place)
        cell.value = number(amount)
        cell.number_format = number_format(amount)
        cell.font = Font(FONT, SIZE, bold=isinstance(content, Marked))
        cell.border = SIDES
        cell.alignment = Alignment(horizontal="right", vertical="center")

    def _paper(self) -> None:
        page = self.page
        page.page_setup.paperSize, page.page_setup.orientation = A4, LYING
        page.sheet_properties.pageSetUpPr.fitToPage = True
        page.page_setup.fitToWidth = 1
        page.page_setup.fitToHeight = 1 if self._is_about_a_page() else 0
        page.print_options.horizontalCentered = True
        page.print_area = f"A1:{get_column_letter(self.last)}{self.row}"
        margins = page.page_margins
        margins.left = margins.right = margins.top = margins.bottom = MARGIN
        margins.header = margins.footer = FOOT
        page.oddFooter.center.text = "&P/&N"

    def _is_about_a_page(self) -> bool:
        """Whether it takes one sheet of paper, or so little more that it is made to."""
        heights = [self.page.row_dimensions[row].height or LINE for row in range(1, self.row + 1)]
        shrunk = min(1, ROOM[0] / (self.width * LETTER))
        return sum(heights) * shrunk <= ROOM[1] * SQUEEZE


def number(amount: Amount) -> int | float:
    """What a cell holds: whole where it is whole, else as exact as a spreadsheet is."""
    value = amount.value
    return int(value) if value.denominator == 1 else float(value)


def number_format(amount: Amount) -> str:
    """How a number is shown, signs around it included."""
    decimals = f".{'0' * amount.decimals}" if amount.decimals else ""
    before = f'"{amount.before}"' if amount.before else ""
    after = f'"{amount.after}"' if amount.after else ""
    return f"{VIETNAMESE}{before}#,##0{decimals}{after}"


def lines(text: str, width: float, narrow: float = NARROW) -> int:
    """About how many lines a text takes in a column so many letters wide. Programs do not all
    fit the height of a row to what is in it.
    """
    room = max((width - 1) * narrow, 1)
    taken = 1
    left = room
    for word in text.split():
        if len(word) > left and left < room:
            taken, left = taken + 1, room
        taken += math.ceil(len(word) / room) - 1
        left -= len(word) + 1
    return taken
