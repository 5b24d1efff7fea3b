"""What a column may be used for: "name", "number", "leave", or a field with its unit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from django.utils.translation import gettext as _

from ..catalogue.figures import Figure, Quantity
from ..entry.columns import SheetColumn
from ..files.columns import Column, Millionths, Money
from ..ground.amount_units import MONEY_UNITS, AmountUnit

NAME, NUMBER, LEAVE = "name", "number", "leave"
MONTHS_OF_QUARTER, MONTHS_OF_YEAR = 3, 12
PERCENT_OF_ONE = 100
_MONTHLY = "-month"


@dataclass(frozen=True)
class Use:
    """A field that a column holds. unit: of money, `PART` for per cent written as a part of one,
    None for all else; is_monthly: whether it is the amount of a month, on average.
    """

    field: str
    unit: AmountUnit | None = None
    is_monthly: bool = False

    @property
    def text(self) -> str:
        """As forms and answers know it: "revenue:million"."""
        if self.unit is None:
            return self.field
        return f"{self.field}:{self.unit}{_MONTHLY if self.is_monthly else ''}"


@lru_cache(maxsize=1_000)
def use_of(text: str) -> Use | None:
    """The use that a text means; None for one that holds no field."""
    if text in ("", NAME, NUMBER, LEAVE):
        return None
    field, _colon, unit = text.partition(":")
    if not unit:
        return Use(field)
    return Use(field, AmountUnit(unit.removesuffix(_MONTHLY)), unit.endswith(_MONTHLY))


def reader_under(column: SheetColumn, use: Use, months: int) -> Column:
    """How a cell of a table's column is read. months: of the target's period."""
    if use.unit is AmountUnit.PART and isinstance(column.reader, Millionths):
        return replace(column.reader, unit=use.unit, decimals=8, times=PERCENT_OF_ONE)
    if use.unit is None or not isinstance(column.reader, Money):
        return column.reader
    return replace(
        column.reader,
        unit=use.unit,
        decimals=len(str(use.unit.vnd)) - 1,
        times=months if use.is_monthly else 1,
    )


def scale_of(figure: Figure | None, unit: AmountUnit | None) -> int:
    """By how much a number of a figure is multiplied, written in a unit, to be as it is stored."""
    if unit is not None and unit.vnd:
        return unit.vnd
    scale = figure.scale if figure else 1
    return scale * PERCENT_OF_ONE if unit is AmountUnit.PART else scale


def all_uses(columns: Sequence[SheetColumn]) -> tuple[tuple[str, str], ...]:
    """All that a column may be used for, with what people read."""
    found = [
        (LEAVE, _("leave out")),
        (NAME, _("name of the cooperative")),
        (NUMBER, _("registration number")),
    ]
    for column in columns:
        found += [(use.text, label_of(column, use)) for use in uses_of(column)]
    return tuple(found)


def uses_of(column: SheetColumn) -> list[Use]:
    """What a column may hold of one field: money in several units, an income also of a month, and
    per cent also as parts of one.
    """
    if column.figure and column.figure.measure is Quantity.PERCENT:
        return [Use(column.field), Use(column.field, AmountUnit.PART)]
    if column.figure is None or not column.figure.is_money:
        return [Use(column.field)]
    times = (False, True) if column.figure.weight else (False,)
    return [Use(column.field, unit, per) for per in times for unit in _UNITS]


def label_of(column: SheetColumn, use: Use) -> str:
    """A use as people read it: "Revenue (million VND)"."""
    is_share = bool(column.figure) and column.figure.measure is Quantity.PERCENT
    unit = use.unit or (AmountUnit.PERCENT if is_share else None)
    if unit is None:
        return str(column.label)
    shown = {"label": column.label, "unit": unit_label(unit)}
    if use.is_monthly:
        return _("%(label)s (%(unit)s a month)") % shown
    return _("%(label)s (%(unit)s)") % shown


def unit_label(unit: AmountUnit) -> str:
    """A unit as people read it."""
    return {
        AmountUnit.VND: _("VND"),
        AmountUnit.THOUSAND: _("thousand VND"),
        AmountUnit.MILLION: _("million VND"),
        AmountUnit.BILLION: _("billion VND"),
        AmountUnit.PERCENT: "%",
        AmountUnit.PART: _("as a part of one"),
    }[unit]


_UNITS = (
    AmountUnit.MILLION,
    *(unit for unit in MONEY_UNITS if unit is not AmountUnit.MILLION),
)
"""The page's own unit first."""
