"""Figures as people read them: in the language's format, '–' where there is none.

Every filter takes int, float, Decimal, Fraction or None.
"""

import math
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django import template
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..calendar import Quarter

register = template.Library()

NOTHING = "–"
MINUS = "\u2212"
NO_BREAK_SPACE = "\u00a0"
MILLION = 1_000_000
SMALL = 0.05
ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}

Number = int | float | Decimal | Fraction


@register.filter
def figure(value: Number | None, decimals: int = 0) -> str:
    """A number with at most so many decimals: trailing zeros are dropped, halves go up."""
    if value is None:
        return NOTHING
    rounded = _rounded(value, decimals).normalize()
    return _signed(rounded, max(0, -rounded.as_tuple().exponent))


def _rounded(value: Number, decimals: int) -> Decimal:
    exact = Fraction(value)
    places = Decimal(1).scaleb(-decimals)
    return (Decimal(exact.numerator) / exact.denominator).quantize(places, ROUND_HALF_UP)


def _signed(rounded: Decimal, decimals: int) -> str:
    shown = number_format(abs(rounded), decimals, use_l10n=True)
    return f"{MINUS}{shown}" if rounded < 0 else shown


@register.filter
def million(value: Number | None, decimals: int = 1) -> str:
    """An amount of whole VND as million VND."""
    return figure(None if value is None else Fraction(value) / MILLION, decimals)


@register.filter
def percent(value: Number | None, decimals: int = 1) -> str:
    """A share that is already in per cent: 8.3 becomes "8,3 %"."""
    return NOTHING if value is None else f"{figure(value, decimals)}{NO_BREAK_SPACE}%"


@register.filter
def ratio(value: Number | None, decimals: int = 0) -> str:
    """A ratio of 1 as per cent: 0.5 becomes "50 %"."""
    return percent(None if value is None else Fraction(value) * 100, decimals)


@register.filter
def amount(value: Number | None, indicator, decimals: int = 1) -> str:
    """A value of an indicator as it is shown, its unit aside: amounts in million VND, shares with
    their sign.
    """
    if indicator.is_money:
        return million(value, decimals)
    return percent(value, decimals) if indicator.unit == "percent" else figure(value, decimals)


@register.filter
def bare(value: Number | None, indicator) -> str:
    """A value of an indicator in a column whose head says the unit: means and shares all have one
    decimal, so that they line up.
    """
    if value is None or not indicator.averages:
        return figure(value, 1)
    return _signed(_rounded(Fraction(value) / (MILLION if indicator.is_money else 1), 1), 1)


@register.filter
def with_unit(value: Number | None, indicator) -> str:
    """A value of an indicator with its unit: "36,8 triệu đồng", "13 người", "11,1 %", "8"."""
    if value is None or indicator.unit in ("percent", "count"):
        return amount(value, indicator)
    return _million_vnd(value, 1) if indicator.is_money else _persons(value, 1)


@register.filter
def telling(value: Number | None, row) -> str:
    """A value of a row with as many decimals as tell it from its target, its unit aside."""
    return amount(value, row.indicator, row.decimals)


@register.filter
def difference(value: Number | None, indicator) -> str:
    """The distance between two values of an indicator: that of two shares is in points."""
    if value is None:
        return NOTHING
    if indicator.is_money:
        return _million_vnd(value, _decimals_of_million(value))
    shown = figure(value, _decimals(value))
    if indicator.unit == "percent":
        return _("%(points)s percentage points") % {"points": shown}
    return _persons(value, _decimals(value)) if indicator.unit == "persons" else shown


@register.filter
def gap(value: Number | None, indicator) -> str:
    """A gap with its sign, in the indicator's own unit, which the head of its column says."""
    if value is None:
        return NOTHING
    if indicator.is_money:
        shown = million(value, _decimals_of_million(value))
    else:
        shown = figure(value, _decimals(value))
    return f"+{shown}" if value > 0 and shown != "0" else shown


@register.filter
def gap_with_unit(value: Number | None, indicator) -> str:
    """A gap with its sign and its unit: "−41,2 triệu đồng", "+1,3 điểm phần trăm"."""
    if value is None:
        return NOTHING
    signed = gap(value, indicator)
    sign = signed[0] if signed[0] in f"+{MINUS}" else ""
    return sign + gap_size(value, indicator)


@register.filter
def gap_size(value: Number, indicator) -> str:
    """A gap without its sign, for a sentence that says on which side it lies."""
    return difference(abs(value), indicator)


def _million_vnd(value: Number, decimals: int) -> str:
    return _on_one_line(_("%(amount)s million VND") % {"amount": million(value, decimals)})


def _persons(value: Number, decimals: int) -> str:
    text = ngettext("%(number)s person", "%(number)s persons", math.ceil(abs(value)))
    return _on_one_line(text % {"number": figure(value, decimals)})


def _on_one_line(text: str) -> str:
    """Keep a number beside the first word of its unit."""
    return text.replace(" ", NO_BREAK_SPACE, 1)


def _decimals(value: Number | None) -> int:
    """One, but two where a small amount would be rounded to none."""
    return 1 if value is None or abs(value) >= SMALL else 2


def _decimals_of_million(value: Number) -> int:
    return _decimals(Fraction(value) / MILLION)


@register.filter
def quarter_name(number: int) -> str:
    """The quarter's name: "Quý II", "Quarter II"."""
    return _("Quarter %(number)s") % {"number": ROMAN[number]}


@register.filter
def quarter_inside(number: int) -> str:
    """The quarter's name inside a sentence: "quý II", "quarter II"."""
    return _("quarter %(number)s") % {"number": ROMAN[number]}


@register.filter
def period_name(period: Quarter) -> str:
    """The quarter with its year: "Quý II/2024"."""
    return f"{quarter_name(period.number)}/{period.year}"


@register.filter
def period_inside(period: Quarter) -> str:
    """The quarter with its year inside a sentence: "quý II/2024"."""
    return f"{quarter_inside(period.number)}/{period.year}"


@register.filter
def day(value: date | None) -> str:
    """A day as 30/6/2023."""
    return NOTHING if value is None else date_format(value, "SHORT_DATE_FORMAT")
