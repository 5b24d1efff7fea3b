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
def quarter_name(number: int) -> str:
    """The quarter's name: "Quý II", "Quarter II"."""
    return _("Quarter %(number)s") % {"number": ROMAN[number]}


@register.filter
def day(value: date | None) -> str:
    """A day as 30/6/2023."""
    return NOTHING if value is None else date_format(value, "SHORT_DATE_FORMAT")
