"""How a cell that holds a figure is read: in grid, workbook and import files alike."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..catalogue.figures import Figure, Quantity
from ..files.cells import FileCell
from ..files.columns import Choice, Column, Millionths, Money, Whole
from ..ground.amount_units import AmountUnit
from ..ground.numbers import Mark

YES_NO = ((1, _("yes")), (0, _("no")))


@dataclass(frozen=True)
class YesNo(Choice):
    """Yes or no, as 1 and 0: what a workbook holds as true or false, or as 1.0, says it too."""

    def read(self, cell: FileCell, decimal: Mark | None) -> Any:
        is_whole = isinstance(cell, bool) or (isinstance(cell, float) and cell.is_integer())
        return super().read(int(cell) if is_whole else cell, decimal)


def reader_of(figure: Figure, code: str, label: Promise | str, *, limited: bool = False) -> Column:
    """The reader of a figure's column. limited: whether it refuses what lies outside the figure's
    limits; where records are checked anyway, they say so with all else that is wrong.
    """
    limits = {"bounds": figure.shown_limits, "outside": figure.outside} if limited else {}
    match figure.measure:
        case Quantity.MONEY:
            return Money(code, label, **limits)
        case Quantity.PERSONS:
            return Whole(code, label, unit=AmountUnit.PERSONS, **limits)
        case Quantity.NUMBER:
            return Millionths(code, label, **limits)
        case Quantity.PERCENT:
            return Millionths(code, label, unit=AmountUnit.PERCENT, **limits)
        case Quantity.YES_NO:
            return YesNo(code, label, choices=YES_NO, blank=None)
