"""What the texts above a table say of all of it: its unit, its period, whose it is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..ground.calendar import Quarter
from ..ground.vietnamese import fold
from . import words
from .headings import Sort
from .naming import bare_place
from .periods import Period, periods_in

_COMPARED = re.compile(r"\b(?:so voi|so sanh|cung ky)\b[^,;()]*")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_PARTS = re.compile(r"[,;+&]|\bva\b")
_LEAD = (
    r"(?:(?:bieu|bang|phu luc|mau|so lieu|tong hop|chi tieu|du thao|giao|dang ky|cac|cua|htx|so"
    r"|hop tac xa|san xuat kinh doanh|[0-9]+|[ivx]+)[ .:,/–-]*)*"
)
_OF_A_PLAN = re.compile(
    rf"{_LEAD}(?:ke hoach|kh|muc tieu)\b(?! ?(?:so\b|[0-9]+/|va dau tu))"
    r"(?!.*\b(?:ket qua|thuc hien)\b)"
)
"""A title that is one of a plan, not one that mentions one or the office for plans."""
_ESTIMATED = re.compile(
    r"\buoc (?:tinh|dat|thuc hien|th|ket qua|ca nam|nam|quy|[0-9]+ thang)\b|\buth\b|\bdu kien\b"
)
_LEVEL = r"(?:huyen|thanh pho|tp\.?|thi xa|tx\.?|quan)"
_DISTRICT = re.compile(r"\b((?:[Hh]uyện|[Tt]hị xã|[Tt]hành phố) (\w+(?: \w+)?))")
_OFFICE_OF = re.compile(r"(?:UBND|NHÂN DÂN) ((?:HUYỆN|THỊ XÃ|THÀNH PHỐ) (\w+(?: \w+)?))")


@dataclass(frozen=True)
class Claim:
    """What the texts say that a table is of: another period, or values of another kind."""

    period: Period | None = None
    sort: Sort | None = None


def other_claim(texts: Sequence[str], period: Quarter | int) -> Claim | None:
    """What the texts say against a table's being of the target's period, as it was in the end; None
    where nothing does. Each text speaks for itself.
    """
    said = [_Said(text, period) for text in texts]
    sorts = [one.sort for one in said if one.sort]
    others = [one.period for one in said if one.period and one.period.is_of(period) is False]
    if not sorts and not others:
        return None
    # A year says less than a quarter.
    others.sort(key=lambda one: one.kind == "year")
    return Claim(others[0] if others else None, sorts[0] if sorts else None)


def names_own(texts: Sequence[str], period: Quarter | int) -> bool:
    """Whether the texts name the target's very period, and no other."""
    said = [_Said(text, period).period for text in texts]
    verdicts = [one.is_of(period) for one in said if one]
    return any(verdicts) and False not in verdicts


class _Said:
    """What one text says of the table below it: of which period, and values of which kind.

    Its first part that names a period speaks for the table; what comes behind ("phương hướng nhiệm
    vụ quý IV") and stands in brackets says more of it at most.
    """

    def __init__(self, text: str, target: Quarter | int) -> None:
        folded = _COMPARED.sub(" ", fold(text))
        self.plain, self.inside = _BRACKETS.sub(" ", folded), _BRACKETS.findall(folded)
        named, _rest = periods_in(folded)
        years = [one.year for one in named if one.kind == "year"]
        parts = _PARTS.split(self.plain)
        telling = (part for part in parts if any(_tells(one) for one in periods_in(part)[0]))
        self.first = next(telling, self.plain)
        periods = periods_in(self.first)[0] or named
        self.period = next((one for one in periods if one.is_of(target) is not None), None)
        if self.period is None and periods:
            self.period = periods[0]
        if self.period and not self.period.year and years:
            self.period = replace(self.period, year=years[0])
        self.sort = self._sort(target)

    def _sort(self, target: Quarter | int) -> Sort | None:
        first, *inside = self.first, *self.inside
        if _OF_A_PLAN.match(self.plain):
            return Sort.PLANNED
        if any(map(_ESTIMATED.search, [first, *inside])):
            return Sort.ESTIMATED
        grows = isinstance(target, Quarter) and target.number > 1
        if grows and any(map(words.CUMULATED.search, [first, *inside])):
            return Sort.CUMULATED
        return None


def _tells(period: Period) -> bool:
    return period.kind != "year"


def other_district(texts: Sequence[str], own_names: Sequence[str], others: Sequence[str]) -> str:
    """The name of another unit than the target's that the texts name, if its own is not among
    them; "" for none.
    """
    folded = [fold(text) for text in texts]
    if not own_names or any(_names(text, own, alone=True) for text in folded for own in own_names):
        return ""
    for other in others:
        if any(_names(text, other, alone=False) for text in folded):
            return other
    return next(filter(None, map(_unknown_district, texts)), "")


def _unknown_district(text: str) -> str:
    """A name behind the word for a district, capital where not all of the text is."""
    pattern = _OFFICE_OF if text.isupper() else _DISTRICT
    found = pattern.search(text)
    return found[1] if found and found[2][0].isupper() else ""


def _names(folded: str, unit: str, *, alone: bool) -> bool:
    """Whether a text names a unit: with the word for its level, alone in its cell, or (alone)
    anywhere but as the name of a unit of another level.
    """
    whole = fold(unit)
    bare = re.escape(bare_place(whole))
    if re.search(rf"\b{re.escape(whole)}\b", folded) or re.fullmatch(bare, folded):
        return True
    if re.search(rf"\b{_LEVEL} ?:? ?{bare}\b", folded):
        return True
    elsewhere = rf"(?<!tinh )(?<!xa )(?<!phuong )(?<!tran )\b{bare}\b"
    return alone and bool(re.search(elsewhere, folded))
