"""Numbers as people write them: which mark is the decimal one, and what a text then says.

"1.635" is one thousand six hundred in Vietnam and one and a half in a script, so the mark is
settled once for a whole file. The mark that somewhere has other than exactly three digits behind it
is the decimal one, and so is one behind nothing but a 0, as no group of thousands begins with it; a
mark that is repeated in a number groups its thousands, so that the other one is decimal; where both
stand in one number, the last one is decimal.

People also write a loss in brackets, a unit beside the number, and a dash for nothing. What can be
read one way only is read (`read_amount`).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

from .amount_units import AmountUnit, unit_of
from .vietnamese import tidy

Place = Any
"""Where a number stands, in the caller's own terms."""

LONGEST = 40
"""Characters of a number; anything longer is a mistake."""


class Mark(StrEnum):
    """A decimal mark."""

    POINT = "point"
    COMMA = "comma"

    @property
    def sign(self) -> str:
        """The character itself."""
        return "." if self is Mark.POINT else ","

    @property
    def other(self) -> "Mark":
        return Mark.COMMA if self is Mark.POINT else Mark.POINT


@dataclass(frozen=True)
class Settlement:
    """What the numbers of a file say about its decimal mark.

    mark: the decimal mark, None where no number shows it. because: the place and text of the number
    that showed it. open_at: while no number does, the first one that reads differently under each
    mark; None where there is nothing to settle.
    """

    mark: Mark | None
    because: tuple[Place, str] | None
    open_at: tuple[Place, str] | None


def settle(numbers: Iterable[tuple[Place, str]]) -> Settlement:
    """Settle the decimal mark of a file from its numbers, pairs of a place and a text.

    The first number that shows a mark settles it. One that contradicts it cannot be read under that
    mark, and `decimal_mark_of` tells why.
    """
    open_at = None
    for place, text in numbers:
        if not has_mark(text):
            continue
        mark = decimal_mark_of(text)
        if mark:
            return Settlement(mark, (place, text), None)
        if open_at is None and is_ambiguous(text):
            open_at = place, text
    return Settlement(None, None, open_at)


def has_mark(text: str) -> bool:
    """Whether there is anything in it that may be a decimal mark."""
    return "." in text or "," in text


def decimal_mark_of(text: str) -> Mark | None:
    """The decimal mark that a number shows by itself, odd as it may be written; None if it shows
    none, or is no number.
    """
    if not has_mark(text):
        return None
    point, comma = _both(text)
    if point is None and comma is not None:
        return Mark.COMMA
    if comma is None and point is not None:
        return Mark.POINT
    return None


def is_ambiguous(text: str) -> bool:
    """Whether a text is one number under the point and another under the comma."""
    if not has_mark(text):
        return False
    point, comma = _both(text)
    return None not in (point, comma) and point != comma


def _both(text: str) -> tuple[Decimal | None, Decimal | None]:
    """What a text may say under each mark while the mark is being settled."""
    digits = text if _PLAIN.fullmatch(text) else _written(text).digits
    return tuple(_read(digits, mark, strictly=False) for mark in Mark)


def read_number(text: str, decimal: Mark | None) -> Decimal | None:
    """The number that a text says under a decimal mark, None if it is none.

    Thousands may be grouped by the other mark or by spaces, all of them or none. Without a mark
    only what says the same under both is a number.
    """
    if decimal is None:
        point, comma = (_read(text, mark, strictly=False) for mark in Mark)
        return point if point == comma else None
    return _read(text, decimal, strictly=True)


# --- As people write them -----------------------------------------------------------------------


class Oddity(StrEnum):
    """What is unusual in how a number is written."""

    BRACKETS = "brackets"  # "(35)" for −35, as accountants write it
    SIGN = "sign"  # "35-", "+35"
    DASH = "dash"  # "-" alone


@dataclass(frozen=True)
class Amount:
    """What a text says. number: None for a dash alone, which may be a zero or nothing. unit: that
    stands beside it, None without one.
    """

    number: Decimal | None
    unit: AmountUnit | None = None
    oddity: Oddity | None = None


def read_amount(text: str, decimal: Mark | None) -> Amount | None:
    """The amount that a text says under a decimal mark, None if it is none (see `read_number`)."""
    if _PLAIN.fullmatch(text):
        number = read_number(text, decimal)
        return None if number is None else Amount(number)
    written = _written(text)
    if written.oddity is Oddity.DASH:
        return Amount(None, None, Oddity.DASH)
    number = read_number(written.digits, decimal)
    return None if number is None else Amount(number, written.unit, written.oddity)


def is_dash(text: str) -> bool:
    """Whether a text is a dash alone."""
    return not text[:1].isalnum() and bool(_DASHES.fullmatch(tidy(text)))


@dataclass(frozen=True)
class _Written:
    """A text in parts; digits: what remains of it to be read as a number, with its sign."""

    digits: str
    unit: AmountUnit | None = None
    oddity: Oddity | None = None


_PLAIN = re.compile("[0-9.,]+")
_DASHES = re.compile("[-\u2010-\u2015\u2212]+")
_IN_BRACKETS = re.compile(r"\((.*)\)(.*)")
_NUMBER = r"(?P<sign>[-+]? ?)(?P<digits>[0-9.,][0-9., ]*?)(?P<behind> ?-)?"
_BESIDE = re.compile(rf"{_NUMBER}(?: ?(?P<unit>[^\W\d_].*|%|₫))?")


def _written(text: str) -> _Written:
    text = tidy(text)
    if len(text) > LONGEST:
        return _Written(text)
    if _DASHES.fullmatch(text):
        return _Written("", None, Oddity.DASH)
    inside, behind = text, ""
    if in_brackets := _IN_BRACKETS.fullmatch(text):
        inside, behind = in_brackets.groups()
    parts = _BESIDE.fullmatch(f"{inside.strip()}{behind}".replace("\u2212", "-"))
    if not parts:
        return _Written(text)
    unit = parts["unit"] and unit_of(parts["unit"])
    signs = [part for part in (parts["sign"].strip(), parts["behind"], in_brackets) if part]
    if len(signs) > 1 or (parts["unit"] and not unit):
        return _Written(text)
    sign = "-" if in_brackets or "-" in signs[:1] or parts["behind"] else ""
    oddity = None
    if in_brackets:
        oddity = Oddity.BRACKETS
    elif parts["behind"] or parts["sign"] not in ("", "-"):
        oddity = Oddity.SIGN
    return _Written(f"{sign}{parts['digits']}", unit or None, oddity)


# --- Reading ------------------------------------------------------------------------------------


@lru_cache(maxsize=20_000)
def _read(text: str, decimal: Mark, *, strictly: bool) -> Decimal | None:
    text = tidy(text).replace("\u2212", "-")
    if len(text) > LONGEST:
        return None
    found = _pattern(decimal, strictly).fullmatch(text)
    if not found:
        return None
    sign, whole, fraction = found.group("sign", "whole", "fraction")
    digits = re.sub(r"\D", "", whole)
    return Decimal(f"{sign}{digits or 0}.{fraction or 0}")


@cache
def _pattern(decimal: Mark, strictly: bool) -> re.Pattern:
    """A first group does not begin with 0. Strictly, it has one to three digits; while the mark is
    being settled more will do: "1234.567" may also be a million whose first mark was forgotten.
    """
    mark, group = re.escape(decimal.sign), re.escape(decimal.other.sign)
    first = "[1-9][0-9]{0,2}" if strictly else "[1-9][0-9]*"
    return re.compile(
        rf"(?P<sign>-?)(?P<whole>[0-9]+|{first}(?:{group}[0-9]{{3}})+|{first}(?: [0-9]{{3}})+|)"
        rf"(?:{mark}(?P<fraction>[0-9]+))?"
        r"(?<=[0-9])"
    )
