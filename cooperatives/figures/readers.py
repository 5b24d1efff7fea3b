"""How a cell that holds a figure is read: in grid, workbook and import files alike."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..catalogue.figures import Figure, Quantity
from ..files.columns import Choice, Column, Millionths, Money, Whole

YES_NO = ((1, _("yes")), (0, _("no")))


def reader_of(figure: Figure, code: str, label: Promise | str, *, limited: bool = False) -> Column:
    """The reader of a figure's column. limited: whether it refuses what lies outside the figure's
    limits; where records are checked anyway, they say so with all else that is wrong.
    """
    bounds = tuple(limit // figure.scale for limit in figure.limits) if limited else None
    match figure.measure:
        case Quantity.MONEY:
            return Money(code, label, bounds=bounds)
        case Quantity.PERSONS:
            return Whole(code, label, bounds=bounds)
        case Quantity.NUMBER | Quantity.PERCENT:
            return Millionths(code, label, bounds=bounds)
        case Quantity.YES_NO:
            return Choice(code, label, choices=YES_NO, blank=None)
