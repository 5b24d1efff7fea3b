"""Figures as people read them: in the language's format, '–' where there is none.

Every filter takes int, float, Decimal, Fraction or None.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django import template
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

register = template.Library()

NOTHING = "–"
MINUS = "\u2212"
NO_BREAK_SPACE = "\u00a0"
MILLION = 1_000_000
ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}

Number = int | float | Decimal | Fraction


@register.filter
def figure(value: Number | None, decimals: int = 0) -> str:
    """A number with at most so many decimals: trailing zeros are dropped, halves go up."""
    if value is None:
        return NOTHING
    exact = Fraction(value)
    places = Decimal(1).scaleb(-decimals)
    rounded = (Decimal(abs(exact.numerator)) / exact.denominator).quantize(places, ROUND_HALF_UP)
    rounded = rounded.normalize()
    shown = number_format(rounded, max(0, -rounded.as_tuple().exponent), use_l10n=True)
    return f"{MINUS}{shown}" if exact < 0 and rounded else shown


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
def with_unit(value: Number | None, indicator) -> str:
    """A value of an indicator with its unit: "36,8 triệu đồng", "13 người", "11,1 %", "8"."""
    label = indicator.unit.label
    if value is None or not label or indicator.unit == "percent":
        return amount(value, indicator)
    return f"{amount(value, indicator)}{NO_BREAK_SPACE}{label}"


@register.filter
def telling(value: Number | None, row) -> str:
    """A value of a row with as many decimals as tell it from its target, its unit aside."""
    return amount(value, row.indicator, row.decimals)


@register.filter
def difference(value: Number | None, indicator) -> str:
    """The distance between two values of an indicator: that of two shares is in points."""
    if value is not None and indicator.unit == "percent":
        return _("%(points)s percentage points") % {"points": figure(value, 1)}
    return with_unit(value, indicator)


@register.filter
def gap(value: Number | None, indicator) -> str:
    """A contribution's gap with its sign, in what its numerator is counted in: million VND for
    means, cooperatives for shares, else the indicator's own unit.
    """
    shown = million(value, 0) if indicator.is_money else figure(value, 1)
    return f"+{shown}" if value is not None and value > 0 and shown != "0" else shown


@register.filter
def quarter_name(number: int) -> str:
    """The quarter's name: "Quý II", "Quarter II"."""
    return _("Quarter %(number)s") % {"number": ROMAN[number]}


@register.filter
def day(value: date | None) -> str:
    """A day as 30/6/2023."""
    return NOTHING if value is None else date_format(value, "SHORT_DATE_FORMAT")
