"""Numbers, days and quarters as people read them: in the language's format, a dash for none.

Numbers may be int, float, Decimal, Fraction or None.
"""

from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise, lazy
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .calendar import Quarter
from .money import in_million
from .printing import NOTHING, Number, decimals_in_order, number_text

NO_BREAK_SPACE = "\u00a0"
ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}


def given(value: Any) -> Any:
    """A value, or a dash where there is none: zero is a value."""
    return NOTHING if value is None or value == "" else value


def figure(value: Number | None, decimals: int = 0) -> str:
    """A number with at most so many decimals: trailing zeros are dropped, halves go up."""
    return NOTHING if value is None else number_text(value, decimals)


def million(value: Number | None, decimals: int = 1) -> str:
    """An amount of whole VND as million VND."""
    return NOTHING if value is None else number_text(in_million(value), decimals)


def percent(value: Number | None, decimals: int = 1) -> str:
    """A share that is already in per cent: 8.3 becomes "8,3%"."""
    return NOTHING if value is None else f"{figure(value, decimals)}%"


def ratio(value: Number | None, decimals: int = 0) -> str:
    """A ratio of 1 as per cent: 0.5 becomes "50%"."""
    return NOTHING if value is None else percent(Fraction(value) * 100, decimals)


def attained(value: Number | None, decimals: int = 0) -> str:
    """An attainment, of which 1 is the target, in per cent: "98%"; "99,6%" is not made all."""
    if value is None:
        return NOTHING
    share = Fraction(value) * 100
    return percent(share, decimals_in_order([share], [0, 100], decimals))


def quarter_name(number: int) -> str:
    """The quarter's name: "Quý II", "Quarter II"."""
    return _("Quarter %(number)s") % {"number": ROMAN[number]}


def quarter_inside(number: int) -> str:
    """The quarter's name inside a sentence: "quý II", "quarter II"."""
    return _("quarter %(number)s") % {"number": ROMAN[number]}


def period_name(period: Quarter) -> str:
    """The quarter with its year: "Quý II/2024"."""
    return f"{quarter_name(period.number)}/{period.year}"


def period_inside(period: Quarter) -> str:
    """The quarter with its year inside a sentence: "quý II/2024"."""
    return f"{quarter_inside(period.number)}/{period.year}"


def moment_inside(value: datetime) -> str:
    """A moment of local time inside a sentence: "09:43 ngày 16/10/2024", "09:43 on 16/10/2024"."""
    said = {"time": date_format(value, "TIME_FORMAT"), "day": day(value.date())}
    return _("%(time)s on %(day)s") % said


def day(value: date | None) -> str:
    """A day as 30/6/2023."""
    return NOTHING if value is None else date_format(value, "SHORT_DATE_FORMAT")


def in_all_languages(label: Promise) -> list[str]:
    """A label in each language of the interface."""
    texts = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            texts.append(str(label))
    return texts


def _in_language(vietnamese: str, english: str) -> str:
    language = get_language() or "vi"
    return (english or vietnamese) if language.startswith("en") else (vietnamese or english)


in_language = lazy(_in_language, str)
"""What is called by two names, in the language in force when it is shown."""
