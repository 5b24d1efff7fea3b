"""Figures as people read them: in the language's format, a dash where there is none.

Every filter takes int, float, Decimal, Fraction or None.
"""

import math
from datetime import date
from fractions import Fraction
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..calendar import Quarter
from ..money import in_million
from ..printing import MINUS, NOTHING, Number, decimals_in_order, number_text

register = template.Library()

NO_BREAK_SPACE = "\u00a0"
ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}


@register.filter
def given(value: Any) -> Any:
    """A value, or a dash where there is none: zero is a value."""
    return NOTHING if value is None or value == "" else value


@register.simple_tag
def nothing() -> str:
    """The dash that stands where there is no value."""
    return NOTHING


@register.filter
def figure(value: Number | None, decimals: int = 0) -> str:
    """A number with at most so many decimals: trailing zeros are dropped, halves go up."""
    return NOTHING if value is None else number_text(value, decimals)


@register.filter
def million(value: Number | None, decimals: int = 1) -> str:
    """An amount of whole VND as million VND."""
    return NOTHING if value is None else number_text(in_million(value), decimals)


@register.filter
def percent(value: Number | None, decimals: int = 1) -> str:
    """A share that is already in per cent: 8.3 becomes "8,3 %"."""
    return NOTHING if value is None else f"{figure(value, decimals)}{NO_BREAK_SPACE}%"


@register.filter
def ratio(value: Number | None, decimals: int = 0) -> str:
    """A ratio of 1 as per cent: 0.5 becomes "50 %"."""
    return NOTHING if value is None else percent(Fraction(value) * 100, decimals)


@register.filter
def attained(value: Number | None, decimals: int = 0) -> str:
    """An attainment, of which 1 is the target, in per cent: "98 %"; "99,6 %" is not made all."""
    if value is None:
        return NOTHING
    share = Fraction(value) * 100
    return percent(share, decimals_in_order([share], [0, 100], decimals))


def printed(value: Number, indicator) -> Fraction:
    """A value of an indicator in what it is printed in: amounts in million VND."""
    return in_million(value) if indicator.is_money else Fraction(value)


@register.filter
def amount(value: Number | None, indicator, decimals: int | None = None) -> str:
    """A value of an indicator as it is shown, its unit aside: amounts in million VND, shares with
    their sign.

    decimals: by default one, or as many as tell the value from none.
    """
    if value is None:
        return NOTHING
    decimals = _besides_zero(value, indicator) if decimals is None else decimals
    if indicator.is_money:
        return million(value, decimals)
    return percent(value, decimals) if indicator.unit == "percent" else figure(value, decimals)


@register.filter
def bare(value: Number | None, indicator, decimals: int = 1) -> str:
    """A value of an indicator in a column whose head says the unit: means and shares all have one
    decimal at least, so that they line up.
    """
    if value is None:
        return NOTHING
    return number_text(printed(value, indicator), decimals, 1 if indicator.averages else 0)


@register.filter
def with_unit(value: Number | None, indicator, decimals: int | None = None) -> str:
    """A value of an indicator with its unit: "36,8 triệu đồng", "13 người", "11,1 %", "8".

    decimals: by default one, or as many as tell the value from none.
    """
    if value is None:
        return NOTHING
    decimals = _besides_zero(value, indicator) if decimals is None else decimals
    if indicator.unit in ("percent", "count"):
        return amount(value, indicator, decimals)
    return _million_vnd(value, decimals) if indicator.is_money else _persons(value, decimals)


@register.filter
def difference(value: Number | None, indicator) -> str:
    """The distance between two values of an indicator: that of two shares is in points."""
    if value is None or indicator.unit != "percent":
        return with_unit(value, indicator)
    points = number_text(value, _besides_zero(value, indicator))
    return _("%(points)s percentage points") % {"points": points}


@register.filter
def gap(value: Number | None, indicator) -> str:
    """A gap with its sign, in the indicator's own unit, which the head of its column says."""
    if value is None:
        return NOTHING
    decimals = _besides_zero(value, indicator)
    shown = million(value, decimals) if indicator.is_money else number_text(value, decimals)
    return f"+{shown}" if value > 0 else shown


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


def _besides_zero(value: Number, indicator, least: int = 1) -> int:
    """How many decimals keep a value of an indicator from being read as none."""
    return decimals_in_order([printed(value, indicator)], [0], least)


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
