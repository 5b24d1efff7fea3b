"""The columns of a sheet: how a cell's text is read, and how a value is shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from ..catalogue.figures import Figure, Quantity, figures
from ..catalogue.ratings import Ground, Rating
from ..figures.readers import reader_of
from ..files.cells import FileCell
from ..files.columns import Choice, Column, Number, Text
from ..ground.numbers import Mark, decimal_mark_of
from ..ground.printing import number_text
from ..models import QuarterlyFigures

MARKS = {"vi": Mark.COMMA, "en": Mark.POINT}
"""The decimal mark of each language of the interface."""

MILLION_VND = gettext_lazy("million VND")
PERSONS = gettext_lazy("persons")
POINTS = "0–100"


@dataclass(frozen=True)
class SheetColumn:
    """One column: the field that it holds, its short label and unit, its reader, and its figure,
    None for a column that holds none. headings: by which other names offices' sheets head it.
    """

    field: str
    label: Promise | str
    unit: Promise | str
    reader: Column
    figure: Figure | None = None
    headings: tuple[str, ...] = ()

    @property
    def label_with_unit(self) -> str:
        """What it is called where it stands alone, with its unit: "Doanh thu (triệu đồng)"."""
        unit = f" ({self.unit})" if self.unit else ""
        return f"{capfirst(str(self.label))}{unit}"

    @property
    def is_number(self) -> bool:
        return self.reader.is_number

    @property
    def choices(self) -> list[tuple[str, Promise]]:
        """The values to choose from; empty where anything may be typed."""
        return list(self.reader.choices) if isinstance(self.reader, Choice) else []

    @property
    def limits(self) -> str:
        """Between which values what is typed lies, in its unit; "" where nobody meets them."""
        if self.figure is None or not self.figure.tells_limits:
            return ""
        low, high = (number_text(limit, 6) for limit in self.figure.shown_limits)
        return _("%(low)s to %(high)s") % {"low": low, "high": high}

    def read(self, text: str, mark: Mark | None = None) -> Any:
        """The value that a cell's text says, blank being None (or "" for a text).

        mark: the decimal mark of the page that it was typed into, by default of the language in
        force; it decides unless the text can be read one way only.
        Raises files.columns.CellError with a sentence for the person.
        """
        shown = decimal_mark_of(text) if self.is_number else None
        return self.reader.read(text, shown or mark or page_mark())

    def show(self, value: Any) -> str:
        """A value as it stands in the cell, exactly, so that it reads back as the same value."""
        return "" if value is None or value == "" else self.reader.show(value)

    def read_workbook_cell(self, cell: FileCell) -> Any:
        """The value that a workbook's cell holds: a number as it is, a text as if it were typed.

        Raises files.columns.CellError.
        """
        return self.read(cell) if isinstance(cell, str) else self.reader.read(cell, None)

    def workbook_cell(self, value: Any) -> Decimal | int | str | None:
        """A value as a workbook holds it: money as a number of million VND."""
        if value is None or value == "":
            return None
        if self.figure is not None and self.is_number:
            return value if self.figure.scale == 1 else self.figure.shown(value)
        return value if self.is_number else self.reader.show(value)


def page_mark() -> Mark:
    """The decimal mark of the language in force."""
    return MARKS[get_language() or "vi"]


UNITS = {
    Quantity.MONEY: MILLION_VND,
    Quantity.PERSONS: PERSONS,
    Quantity.NUMBER: "",
    Quantity.PERCENT: "%",
    Quantity.YES_NO: "",
}


def figure_columns(year: int | None = None) -> tuple[SheetColumn, ...]:
    """A column for each figure that cooperatives report, in the catalogue's order. year: only those
    that are asked for in a year.
    """
    return columns_of(figures(year))


def columns_of(figures: Iterable[Figure]) -> tuple[SheetColumn, ...]:
    """A column for each of some figures."""
    return tuple(
        SheetColumn(
            figure.code,
            figure.label,
            UNITS[figure.measure],
            reader_of(figure, figure.code, figure.label),
            figure,
            figure.headings,
        )
        for figure in figures
    )


NOTE = SheetColumn(
    "note",
    gettext_lazy("Note"),
    "",
    Text("note", QuarterlyFigures._meta.get_field("note").verbose_name),
    headings=("Ghi chú", "GC"),
)
SCORE = SheetColumn(
    "score",
    gettext_lazy("Score"),
    POINTS,
    Number("score", gettext_lazy("Score"), decimals=2),
    headings=("Điểm", "Số điểm", "Tổng điểm", "Điểm xếp loại", "Điểm đánh giá"),
)
RATING = SheetColumn(
    "rating",
    gettext_lazy("Rating"),
    "",
    Choice("rating", gettext_lazy("Rating"), choices=Rating.choices),
    headings=("Xếp loại", "Đánh giá, xếp loại", "Kết quả xếp loại"),
)
GROUND = SheetColumn(
    "ground",
    gettext_lazy("Why weak"),
    "",
    Choice(
        "ground",
        gettext_lazy("Why weak whatever the score"),
        choices=[(Ground.FINED.value, gettext_lazy("fined"))],
    ),
    headings=("Lý do xếp loại yếu", "Căn cứ xếp loại yếu", "Bị xử phạt"),
)
