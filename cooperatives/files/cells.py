"""What a cell of a file may hold."""

from datetime import date, datetime, time, timedelta

from ..ground.vietnamese import tidy


class MissingResult:
    """The cell of a formula whose result the file does not hold."""

    def __init__(self, formula: str) -> None:
        self.formula = formula

    def __str__(self) -> str:
        return self.formula


class FailedResult(str):
    """What is shown where a formula failed, such as #DIV/0!."""

    __slots__ = ()


class Percentage(float):
    """A number that its cell shows as per cent: 45 where 0.45 is stored and 45 % is shown."""

    __slots__ = ()

    def __str__(self) -> str:
        return f"{float(self):.15g}%"


FileCell = (
    str
    | int
    | float
    | bool
    | date
    | datetime
    | time
    | timedelta
    | MissingResult
    | FailedResult
    | None
)
"""CSV holds text alone; a workbook holds numbers and dates too."""


def is_blank(cell: FileCell) -> bool:
    """Whether a cell holds nothing, or only spaces and what is invisible."""
    if not isinstance(cell, str):
        return cell is None
    return not (cell if cell.isascii() else tidy(cell)).strip()


def header_key(text: str) -> str:
    """A header as it is compared: case and spaces aside."""
    return tidy(text).casefold()
