"""Values of indicators as people read them: each in its unit, gaps with their sign.

Values may be int, float, Decimal, Fraction or None.
"""

import math
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperatives.ground.money import in_million
from cooperatives.ground.printing import NOTHING, Number, decimals_in_order, number_text
from cooperatives.ground.wording import NO_BREAK_SPACE, figure, million, percent

from .labels import own_unit


def printed(value: Number, indicator) -> Fraction:
    """A value of an indicator in what it is printed in: amounts in million VND."""
    return in_million(value) if indicator.is_money else Fraction(value)


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


def bare(value: Number | None, indicator, decimals: int = 1) -> str:
    """A value of an indicator in a column whose head says the unit: means and shares all have so
    many decimals, and one at least, so that they line up.
    """
    if value is None:
        return NOTHING
    least = max(decimals, 1) if indicator.averages else 0
    return number_text(printed(value, indicator), decimals, least)


def with_unit(value: Number | None, indicator, decimals: int | None = None) -> str:
    """A value of an indicator with its unit: "36,8 triệu đồng", "13 người", "11,1%", "8".

    decimals: by default one, or as many as tell the value from none.
    """
    if value is None:
        return NOTHING
    decimals = _besides_zero(value, indicator) if decimals is None else decimals
    if own := own_unit(indicator):
        return _on_one_line(f"{amount(value, indicator, decimals)} {own}")
    if indicator.unit in ("percent", "count", "number"):
        return amount(value, indicator, decimals)
    return _million_vnd(value, decimals) if indicator.is_money else _persons(value, decimals)


def short_with_unit(value: Number | None, indicator, decimals: int = 1, least: int = 0) -> str:
    """A value of an indicator with its unit where there is little room: "54,6 triệu", "8,7 %"."""
    if value is None:
        return NOTHING
    if indicator.is_money:
        shown = number_text(in_million(value), decimals, least)
        return _on_one_line(_("%(amount)s million") % {"amount": shown})
    if indicator.unit == "percent":
        return f"{number_text(value, decimals, least)}%"
    return with_unit(value, indicator, decimals)


def difference(value: Number | None, indicator) -> str:
    """The distance between two values of an indicator: that of two shares is in points."""
    if value is None or indicator.unit != "percent":
        return with_unit(value, indicator)
    points = number_text(value, _besides_zero(value, indicator))
    return _("%(points)s percentage points") % {"points": points}


def short_difference(value: Number, indicator) -> str:
    """The distance between two values as a row says it: "30,4 triệu", "1,3 điểm", "13 người"."""
    decimals = _besides_zero(value, indicator)
    if indicator.is_money:
        return _on_one_line(_("%(amount)s million") % {"amount": million(value, decimals)})
    if indicator.unit == "percent":
        return _on_one_line(_("%(points)s points") % {"points": number_text(value, decimals)})
    return with_unit(value, indicator)


def gap(value: Number | None, indicator) -> str:
    """A gap with its sign, in the indicator's own unit, which the head of its column says; of means
    and shares with one decimal at least, so that they line up.
    """
    if value is None:
        return NOTHING
    decimals = _besides_zero(value, indicator)
    shown = number_text(printed(value, indicator), decimals, 1 if indicator.averages else 0)
    return f"+{shown}" if value > 0 else shown


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
