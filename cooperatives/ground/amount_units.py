"""Units as people write them, beside a number ("12,5 triệu") and in a heading ("DT (tr.đ)")."""

import re
from enum import StrEnum

from .money import MILLION
from .vietnamese import fold


class AmountUnit(StrEnum):
    """What a number counts."""

    VND = "vnd"
    THOUSAND = "thousand"
    MILLION = "million"
    BILLION = "billion"
    PERSONS = "persons"
    PERCENT = "percent"
    PART = "part"  # of one: 0.45 is 45 %; nobody writes a word for it

    @property
    def vnd(self) -> int:
        """How many VND one of it is; 0 for what is no money."""
        return _VND.get(self, 0)


_VND = {
    AmountUnit.VND: 1,
    AmountUnit.THOUSAND: 1_000,
    AmountUnit.MILLION: MILLION,
    AmountUnit.BILLION: 1_000 * MILLION,
}

MONEY_UNITS = tuple(_VND)

_DONG = "(?:dong|d|vnd|₫)"
_PATTERNS = {
    AmountUnit.VND: re.compile(_DONG),
    AmountUnit.THOUSAND: re.compile(
        rf"x?(?:nghin|ngan|ng|1000){_DONG}|nghin|ngan|(?:vnd)?thousand(?:vnd)?"
    ),
    AmountUnit.MILLION: re.compile(
        rf"x?(?:trieu|tr|1000000|million|m){_DONG}|trieu|tr|(?:vnd)?million"
    ),
    AmountUnit.BILLION: re.compile(rf"x?(?:ty|ti|1000000000|billion){_DONG}|ty|ti|(?:vnd)?billion"),
    AmountUnit.PERSONS: re.compile("nguoi|persons?|people"),
    AmountUnit.PERCENT: re.compile("%|phantram|percent"),
}
_BETWEEN = re.compile(r"[\s.,]+")


def unit_of(text: str) -> AmountUnit | None:
    """The unit that a text names and nothing else: "tr.đ", "Triệu đồng", "1.000 đ", "người"; None
    for what is none.
    """
    return folded_unit(fold(text))


def folded_unit(text: str) -> AmountUnit | None:
    """`unit_of` of a text that is folded already."""
    plain = _BETWEEN.sub("", text)
    return next((unit for unit, found in _PATTERNS.items() if found.fullmatch(plain)), None)
