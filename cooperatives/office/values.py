"""What a cell of a table says under the use of its column, and what is odd about it."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ..catalogue.figures import Figure
from ..entry.columns import SheetColumn
from ..files.cells import FileCell, Percentage, is_blank
from ..files.columns import CellError, Column
from ..ground.numbers import Amount, Mark, Oddity, decimal_mark_of, is_dash, read_amount
from .uses import Use, reader_under

NEAR = 30
"""Two values of one cooperative differ by a unit's thousand or by less than so many times."""
FAR_BEYOND = 50
"""How often a middling value is contained in one that nobody believes."""


@dataclass(frozen=True)
class ReadValue:
    """What a cell says. why: the sentence that it cannot be read, "" if it can. is_dash: whether a
    dash alone stands there. proposed: what an odd value would become; None where nothing is odd.
    """

    value: Any = None
    why: str = ""
    is_dash: bool = False
    proposed: Any = None


class ValueReader:
    """Reads the cells of one column. months: of the target's period; mark: of the whole table."""

    def __init__(self, column: SheetColumn, use: Use, months: int, mark: Mark) -> None:
        self.column, self.use, self.mark = column, use, mark
        self.months = months
        self.reader: Column = reader_under(column, use, months)

    def read(self, cell: FileCell, last: Any = None) -> ReadValue:
        """last: the value of the period before, None where there is none."""
        if is_blank(cell):
            return ReadValue(self.reader.blank)
        amount = None
        if isinstance(cell, str):
            if is_dash(cell):
                return ReadValue(is_dash=True)
            mark = self.mark
            if self.column.is_number:
                mark = decimal_mark_of(cell) or self.mark
                amount = read_amount(cell, mark)
            return self._odd(amount, self._read(lambda: self.reader.read(cell, mark)), last)
        if isinstance(cell, Percentage):
            return self._read(lambda: self.reader.read(cell, None))
        if isinstance(cell, float) and self.use.unit:
            # A formula's result has more digits than any amount of money.
            cell = round(cell, self.reader.decimals)
        if isinstance(cell, int | float) and not isinstance(cell, bool) and self.column.is_number:
            amount = Amount(Decimal(f"{cell:.15g}"))
        return self._odd(amount, self._read(lambda: self.reader.read(cell, None)), last)

    @staticmethod
    def _read(read: Callable[[], Any]) -> ReadValue:
        try:
            return ReadValue(read())
        except CellError as error:
            return ReadValue(why=str(error))

    def _odd(self, amount: Amount | None, read: ReadValue, last: Any) -> ReadValue:
        figure = self.column.figure
        if read.why or figure is None or amount is None:
            return read
        if amount.oddity is Oddity.BRACKETS and not figure.may_be_negative:
            return ReadValue(read.value, proposed=-read.value)
        unit = self.use.unit
        if amount.unit is None and unit and unit.vnd > 1:
            in_vnd = int(amount.number) * self.reader.times
            if amount.number % 1 == 0 and is_written_in_vnd(figure, read.value, in_vnd, last):
                return ReadValue(read.value, proposed=in_vnd)
        return read


def is_written_in_vnd(figure: Figure, value: int, in_vnd: int, last: int | None) -> bool:
    """Whether an amount is too large by so much that it can only have been written in VND."""
    low, high = figure.limits
    if not low <= in_vnd <= high or not in_vnd:
        return False
    if not low <= value <= high:
        return True
    if last:
        return not are_near(value, last, NEAR * 1000) and bool(are_near(in_vnd, last))
    most = figure.plausible[1] if figure.plausible else 0
    return bool(most) and abs(value) > FAR_BEYOND * most


def are_near(value: Any, last: Any, times: int = NEAR) -> bool | None:
    """Whether two values lie within so many times of each other; None where that says nothing: one
    is missing, or zero.
    """
    if not value or not last:
        return None
    value, last = abs(value), abs(last)
    return value <= times * last and last <= times * value
