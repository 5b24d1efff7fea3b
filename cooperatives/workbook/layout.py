"""What writing and reading a workbook agree on.

Each sheet of it says in a hidden row what it is and of which return, so that it is known by that
mark wherever it stands: moved, copied into another workbook, or beside a sheet of another quarter.
A sheet of figures holds a title, what the person must know, the mark, a hidden row with the code of
each column, the labels, and the rows. A hidden sheet holds what was stored when the file was
downloaded, so that what the person changed in it can be told from what others stored meanwhile.
"""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from enum import StrEnum
from typing import Any, NamedTuple, Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from ..entry.columns import SheetColumn
from ..files.columns import REGISTRATION_NUMBER
from ..ground.calendar import Quarter
from ..ground.vietnamese import tidy
from ..ground.wording import quarter_name
from ..office.table import MARK
from ..returns.sheet import QuarterlySheet

LAYOUT = "3"
"""To be counted up when a workbook of before would be read wrongly: other units, other meanings, or
nothing in it of what was stored at its download.
"""

MARK_LENGTH = 7
"""Texts that follow it."""
OLD_TITLE = "plan_tracker"
"""The title of the hidden sheet that said which return it was, in workbooks of layouts 1 and 2."""
LISTS_TITLE = "plan_tracker.lists"
"""The title of the hidden sheet of what cells offer to choose."""
DOWNLOADED_TITLE = "plan_tracker.downloaded"
"""The title of the hidden sheet of what was stored: codes in a row, then a row for each row."""

UNIT_ROW = "unit"
"""Stands for a registration number before what the unit itself reports."""

NAME, COMMUNE, SECTOR = "name", "commune", "sector"
QUESTIONS, ANSWER = "questions", "answer"


class TextColumn(NamedTuple):
    """A column beside the figures: its code, its label, its width in characters."""

    code: str
    label: Promise
    width: int


FIXED = (
    TextColumn(REGISTRATION_NUMBER.code, REGISTRATION_NUMBER.label, 14),
    TextColumn(NAME, gettext_lazy("Cooperative"), 34),
    TextColumn(COMMUNE, gettext_lazy("Commune"), 18),
    TextColumn(SECTOR, gettext_lazy("Sector"), 19),
)
"""The columns that say whose row it is."""
ASKED = TextColumn(QUESTIONS, gettext_lazy("To be explained"), 40)
"""What was asked about a row when the file was downloaded."""
ANSWERED = TextColumn(ANSWER, gettext_lazy("Explanation"), 30)
"""The word that answers it."""
FIRST_OPEN = len(FIXED) + 1
"""The first column of figures."""

NOTES = (
    gettext_lazy("No activity: out of season"),
    gettext_lazy("No activity: suspended for the time being"),
    gettext_lazy("No activity: about to be dissolved"),
    gettext_lazy("The cooperative has not reported yet"),
)
"""Notes to choose from; any other may be written."""

TITLE_ROW, UNITS_ROW, HELP_ROW, MARK_ROW, CODES_ROW, LABELS_ROW = range(1, 7)
FIRST_ROW = LABELS_ROW + 1
HEAD_ROWS = 20
"""The mark, and the row of codes below it, are looked for among so many rows."""


class Content(StrEnum):
    """What a sheet of ours holds."""

    FIGURES = "figures"
    UNIT = "unit"
    COMPARISON = "comparison"
    DOWNLOADED = "downloaded"


@dataclass(frozen=True)
class Identity:
    """What a sheet holds, of which return, and which download it came with. unit_name is for people
    alone.
    """

    content: str
    layout: str
    unit: str
    year: str
    quarter: str
    download: str
    unit_name: str = ""

    @classmethod
    def of(cls, sheet: QuarterlySheet, content: Content, download: str) -> Self:
        """The identity of a sheet in a download of this return's workbook."""
        year, quarter = str(sheet.period.year), str(sheet.period.number)
        unit = sheet.unit
        return cls(content, LAYOUT, unit.code, year, quarter, download, unit.name)

    @classmethod
    def in_row(cls, cells: Iterable[Any]) -> Self | None:
        """The identity that a row says; None for a row that is no mark."""
        for cell in cells:
            if isinstance(cell, str) and cell.startswith(MARK):
                first, *texts = map(tidy, cell.split("|"))
                if (first, len(texts)) == (MARK, MARK_LENGTH):
                    return cls(*texts)
        return None

    @property
    def of_what(self) -> tuple[str, str, str]:
        """Which return it is of."""
        return self.unit, self.year, self.quarter

    @property
    def text(self) -> str:
        """The text that says it."""
        return "|".join([MARK, *(writable(text).replace("|", "/") for text in astuple(self))])


def writable(text: str) -> str:
    """A text without what no workbook can hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)


def text_of(cell: Any) -> str:
    """A cell as a text: a number that lost its text format comes as 61001.0."""
    cell = int(cell) if isinstance(cell, float) and cell.is_integer() else cell
    return "" if cell is None else str(cell)


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


def tab(period: Quarter) -> str:
    """The title of a quarter's sheet: "Quý III-2024"."""
    return f"{quarter_name(period.number)}-{period.year}"
