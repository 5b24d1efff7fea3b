"""The cells of a table as texts: what people read in them, whatever they are stored as."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.formats import date_format, number_format

from ..files.cells import FileCell, Percentage
from ..ground.numbers import Mark, read_amount
from ..ground.vietnamese import tidy
from .table import MARK

LONGEST = 300
"""Characters by which a cell is compared: names and headings are shorter."""


def text_of(cell: FileCell) -> str:
    """A cell as a text to be compared: a whole number without ".0", the beginning of a long one.
    The mark of a sheet of ours is none.
    """
    if cell is None or (isinstance(cell, str) and cell.startswith(f"{MARK}|")):
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.15g}"
    return tidy(str(cell)[: 2 * LONGEST])[:LONGEST]


def shown(cell: FileCell) -> str:
    """A cell as a person sees it in the table."""
    if isinstance(cell, datetime | date):
        return date_format(cell, "SHORT_DATE_FORMAT")
    if isinstance(cell, Percentage):
        return f"{number_format(Decimal(text_of(cell)), use_l10n=True)}%"
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return number_format(Decimal(text_of(cell)), use_l10n=True, force_grouping=True)
    return "" if cell is None else tidy(str(cell))


def is_number(cell: FileCell) -> bool:
    """Whether a workbook holds a cell as a number."""
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def written(cell: FileCell, mark: Mark) -> Decimal | None:
    """The number of a cell as it is written, without a unit of its own."""
    if isinstance(cell, Percentage):
        return None
    if is_number(cell):
        return Decimal(f"{cell:.15g}")
    amount = read_amount(cell, mark) if isinstance(cell, str) else None
    return None if amount is None or amount.unit else amount.number


def plain(number: Decimal) -> Decimal:
    """A number without zeros at its end and without an exponent."""
    return round(number) if number % 1 == 0 else Decimal(f"{number:f}".rstrip("0"))
