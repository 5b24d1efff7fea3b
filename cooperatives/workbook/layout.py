"""What writing and reading a workbook agree on.

The first sheet holds a title, what the person must know, a hidden row with the code of each column,
the labels, and the rows. A hidden sheet says which return the file is of, so that one of another
district, quarter or layout is refused instead of read wrongly. Another holds what was stored when
the file was downloaded, so that what the person changed in it can be told from what others stored
meanwhile.
"""

from dataclasses import dataclass
from typing import Any, Self

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from ..entry.columns import SheetColumn
from ..returns.sheet import QuarterlySheet

LAYOUT = "2"
"""To be counted up when a workbook of before would be read wrongly: other units, other meanings, or
nothing in it of what was stored at its download.
"""

IDENTITY_TITLE = "plan_tracker"
"""The title of the hidden sheet that says which return it is."""
DOWNLOADED_TITLE = "plan_tracker.downloaded"
"""The title of the hidden sheet of what was stored: codes in its first row, a row for each row."""

NAME, COMMUNE, SECTOR = "name", "commune", "sector"

TITLE_ROW, UNITS_ROW, HELP_ROW, CODES_ROW, LABELS_ROW = range(1, 6)
FIRST_ROW = LABELS_ROW + 1


@dataclass(frozen=True)
class Identity:
    """Which return a workbook is of. unit_name is for people alone."""

    layout: str
    unit: str
    year: str
    quarter: str
    unit_name: str = ""

    @classmethod
    def of(cls, sheet: QuarterlySheet) -> Self:
        period = sheet.period
        return cls(LAYOUT, sheet.unit.code, str(period.year), str(period.number), sheet.unit.name)


def writable(text: str) -> str:
    """A text without what no workbook can hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)


def kept_text(value: Any) -> str:
    """A stored value as the file keeps it beside the figures: exact, and in no language.

    Money in whole VND.
    """
    return "" if value is None else writable(str(value))


def kept_value(column: SheetColumn, text: str) -> Any:
    """The value of a kept text. Raises ValueError where somebody wrote into it."""
    if not text:
        return column.reader.blank
    return int(text) if column.figure else text
