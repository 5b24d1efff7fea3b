"""What the texts above a table say of all of it: its unit, its period, whose it is."""

import re
from collections.abc import Sequence

from ..ground.amount_units import AmountUnit
from ..ground.calendar import Quarter
from ..ground.vietnamese import fold
from . import words
from .headings import unit_and_per
from .naming import bare_place
from .periods import Period, periods_in

_OF_A_YEAR = re.compile(r"\b(?:bao cao|bieu|tong hop|so lieu|ket qua|tinh hinh|danh sach)\b")
_OF_A_LAW = re.compile(r"\b(?:nghi quyet|quyet dinh|thong tu|nghi dinh|luat|so: ?[0-9]+)\b")
_LEVEL = r"(?:huyen|thanh pho|tp\.?|thi xa|tx\.?|quan)"
_DISTRICT = re.compile(r"\b((?:[Hh]uyện|[Tt]hị xã|[Tt]hành phố) (\w+(?: \w+)?))")
_OFFICE_OF = re.compile(r"(?:UBND|NHÂN DÂN) ((?:HUYỆN|THỊ XÃ|THÀNH PHỐ) (\w+(?: \w+)?))")


def page_unit(texts: Sequence[str]) -> AmountUnit | None:
    """The one unit of money that the texts name: "ĐVT: triệu đồng"."""
    units = set()
    for n, text in enumerate(texts):
        if found := words.UNIT_LINE.search(fold(text)):
            said = found["unit"] or (fold(texts[n + 1]) if n + 1 < len(texts) else "")
            parts = [unit_and_per(part.strip(" .()")) for part in said.replace(";", ",").split(",")]
            units |= {part[0] for part in parts if part and part[0].vnd}
    return units.pop() if len(units) == 1 else None


def other_period(texts: Sequence[str], period: Quarter | int) -> Period | None:
    """The period that the texts name, if it is another; None where they name the target's own, or
    none at all.
    """
    others = []
    for text in map(fold, texts):
        for found in periods_in(text)[0]:
            verdict = found.is_of(period)
            if verdict:
                return None
            is_year = found.kind == "year"
            if is_year and (not _OF_A_YEAR.search(text) or _OF_A_LAW.search(text)):
                continue
            if verdict is False:
                others.append(found)
    # A year says less than a quarter, a month of the target's quarter no other period.
    others.sort(key=lambda one: one.kind in ("year", "month"))
    return others[0] if others else None


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
