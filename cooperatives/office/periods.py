"""Which quarter, months, day or year a text names: a title, a heading, the kind of a line."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from ..ground.calendar import Quarter

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_SPELT = {"nhat": 1, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4}
NUMBERS = {**_ROMAN, **_SPELT, "sau": 6, "chin": 9, "muoi hai": 12}

WHOLE_YEAR = 12
PUT_TOGETHER = (timedelta(days=-15), timedelta(days=31))
"""A day so near to the end of a period is one on which its figures were put together."""

_Y = r"(?:19|20)[0-9]{2}"
_YEAR = rf"(?P<year>{_Y})"


def _a_day(name: str) -> str:
    return (
        rf"(?P<{name}d>[0-3]?[0-9])(?P<{name}sep> ?[/.-] ?| thang )(?P<{name}m>[01]?[0-9])"
        rf"(?:(?: ?[/.-] ?| nam )(?P<{name}y>{_Y}))?(?![0-9./-]*[0-9])"
    )


_OF_OTHERS = re.compile(
    r"\b[0-9]+/(?:20[0-9]{2}/)?[a-z]{2}[a-z0-9-]*\b(?:[ ,]*(?:ngay|nam) [0-9./-]+)?"
    r"|\b(?:nghi quyet|quyet dinh|thong tu|nghi dinh|luat|cong van|so: ?[0-9]+)\b[^,;()]*"
    r"|\b(?:lap|in|ky|cap|ban hanh|gui|nhan)(?: ngay)?:? [0-3]?[0-9][/.-][01]?[0-9][/.-][0-9]+"
    rf"|\bthanh lap[a-z ]{{0,20}}{_Y}\b|\b{_Y} ?[-–] ?{_Y}\b"
)
"""Documents with their days and years, founding years, and programmes of several years."""
_UNTIL = r"(?:tinh )?(?:den|toi|tai|vao)(?: het)?(?: thoi diem)?(?: ngay)?|thoi diem(?: ngay)?"
_SPAN = re.compile(
    rf"(?:\btu )?(?:ngay )?\b{_a_day('f')} ?(?:den|toi|-|–)(?: het)?(?: ngay)? ?"
    rf"{_a_day('l')}"
)
_DAY = re.compile(
    rf"(?P<since>\btu (?:ngay )?)?(?:(?P<until>\b(?:{_UNTIL})):? |\bngay )?\b{_a_day('l')}"
)
_SIGNED = re.compile(r"\bngay[ .0-9…]*thang[ .0-9…]*nam[ .0-9…]*")
_MONTHS = re.compile(
    r"\b(?:tu )?thang (?P<first>1[0-2]|0?[1-9]) ?(?:den|toi|-|–)(?: het)? ?(?:thang )?"
    rf"(?P<last>1[0-2]|0?[1-9])\b(?: ?(?:[/.-]|nam) ?{_YEAR})?"
)
_SEVERAL = re.compile(
    r"\b(?P<months>0?[369]|12|ba|sau|chin|muoi hai)(?:[ -]+thang|t(?=[ /]?20[0-9]{2}\b))"
    rf"(?: (?P<side>dau|cuoi))?(?: nam| ?/)?(?: ?{_YEAR})?"
)
_HALF = re.compile(rf"\bnua(?: (?P<side>dau|cuoi))? nam(?: {_YEAR})?")
_QUARTER = re.compile(
    r"\b(?:(?:qu[yi]|q)[ .:]*(?:thu )?"
    r"(?P<quarter>iv|iii|ii|i|0?[1-4]|nhat|mot|hai|ba|bon|tu(?! ?(?:ngay|thang|dau|[0-9])))"
    r"|ky (?P<term>iv|iii|ii|i|[1-4](?=/20)))(?![a-z0-9])"
    rf"(?:[ ,./:–-]*(?:cua )?(?:nam)?[ :./]*{_YEAR})?"
)
_MONTH = re.compile(
    r"\bthang ?(?P<month>1[0-2]|0?[1-9])\b"
    rf"(?: ?(?:[/.-]|nam) ?{_YEAR})?"
)
_ALL_YEAR = re.compile(rf"\bca nam\b(?: {_YEAR})?")
_YEARLY = re.compile(
    rf"\bnam(?: bao cao| tai chinh)?:? {_YEAR}"
    rf"|(?<![0-9/.,-])(?P<alone>{_Y})(?![0-9/.,-])"
)


@dataclass(frozen=True)
class Period:
    """A quarter, a month, several months, a day or a year as a text names it. year: 0 where it
    names none.

    kind: "quarter", "months" (the first so many of a year), "half" (the second), "month", "day"
    (the last one of which figures are), "days" (a span that is none of the others) or "year";
    number: which quarter or month, how many months, or month × 100 + day.
    """

    kind: str
    number: int = 0
    year: int = 0
    text: str = ""

    @property
    def key(self) -> str:
        """What tells it from others: "quarter-3-2024"."""
        return f"{self.kind}-{self.number}-{self.year}"

    def is_of(self, period: Quarter | int) -> bool | None:
        """Whether it is a target's period; None where it leaves that open."""
        if self.kind == "day":
            return self._ends(period)
        if isinstance(period, int):
            is_whole_year = self.kind == "year" or (self.kind, self.number) == ("months", 12)
            return is_whole_year and self.year in (0, period)
        if self.kind == "year" and self.year == period.year:
            return None
        is_quarter = self.kind == "quarter" or (self.kind, self.number) == ("months", 3)
        number = 1 if self.kind == "months" else self.number
        return is_quarter and number == period.number and self.year in (0, period.year)

    def _ends(self, period: Quarter | int) -> bool | None:
        last = period.ends_on if isinstance(period, Quarter) else date(period, 12, 31)
        day = _day(self.year or last.year, *divmod(self.number, 100))
        if day is None or day == last:
            return day and True
        earliest, latest = PUT_TOGETHER
        return None if last + earliest <= day <= last + latest else False


def periods_in(folded: str) -> tuple[list[Period], str]:
    """The periods that a folded text names, years last, and the text without them."""
    found: list[tuple[bool, int, Period]] = []

    def taken(made: Callable[[re.Match], Period | None]) -> Callable[[re.Match], str]:
        def take(match: re.Match) -> str:
            period = made(match)
            if period is None:
                return match[0]
            found.append((period.kind == "year", match.start(), period))
            return " " * len(match[0])

        return take

    for pattern, made in _PATTERNS:
        replacement = taken(made) if made else lambda match: " " * len(match[0])
        folded = pattern.sub(replacement, folded)
    return [period for *_order, period in sorted(found, key=lambda one: one[:2])], folded


def number_in(text: str) -> int:
    """The number that a folded text is, in digits, Roman or spelt; 0 for none."""
    return int(text) if text.isdecimal() else NUMBERS.get(text, 0)


# --- What is found --------------------------------------------------------------------------------


def _year_of(found: re.Match) -> int:
    return int(found["year"] or 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _span(found: re.Match) -> Period | None:
    year = int(found["ly"] or 0)
    first = _day(int(found["fy"] or 0) or year or 2000, int(found["fm"]), int(found["fd"]))
    last = _day(year or 2000, int(found["lm"]), int(found["ld"]))
    if first is None or last is None or first >= last:
        return None
    quarter = Quarter.of(first)
    if first == quarter.starts_on and last <= quarter.ends_on:
        if last == quarter.ends_on:
            return Period("quarter", quarter.number, year, found[0])
        return Period("day", last.month * 100 + last.day, year, found[0])
    is_end_of_month = (last + timedelta(days=1)).day == 1
    if (first.month, first.day, first.year) == (1, 1, last.year) and is_end_of_month:
        return Period("months", last.month, year, found[0])
    return Period("days", last.month * 100 + last.day, year, found[0])


def _one_day(found: re.Match) -> Period | None:
    """A day of which figures are: with its year, introduced, or the first or last of a quarter."""
    day, month, year = int(found["ld"]), int(found["lm"]), int(found["ly"] or 0)
    known = _day(year or 2000, month, day)
    if known is None or found["since"] or ("thang" in found["lsep"] and not found["until"]):
        return None
    quarter = Quarter.of(known)
    is_bound = found["lsep"].strip() == "/" and known in (quarter.starts_on, quarter.ends_on)
    if not (year or found["until"] or is_bound):
        return None
    return Period("day", month * 100 + day, year, found[0])


def _months(found: re.Match) -> Period | None:
    first, last, year = int(found["first"]), int(found["last"]), _year_of(found)
    if first >= last:
        return None
    if first % 3 == 1 and last == first + 2:
        return Period("quarter", last // 3, year, found[0])
    kind, number = ("months", last) if first == 1 else ("days", last * 100 + first)
    return Period(kind, number, year, found[0])


def _several(found: re.Match) -> Period:
    number, year = number_in(found["months"]), _year_of(found)
    if found["side"] == "cuoi":
        kind, number = ("quarter", 4) if number == 3 else ("half", 6)
        return Period(kind, number, year, found[0])
    return Period("months", number, year, found[0])


def _half(found: re.Match) -> Period:
    return Period("half" if found["side"] == "cuoi" else "months", 6, _year_of(found), found[0])


def _quarter(found: re.Match) -> Period:
    number = number_in(found["quarter"] or found["term"])
    return Period("quarter", number, _year_of(found), found[0])


def _month(found: re.Match) -> Period:
    return Period("month", int(found["month"]), _year_of(found), found[0])


def _all_year(found: re.Match) -> Period:
    return Period("months", WHOLE_YEAR, _year_of(found), found[0])


def _year(found: re.Match) -> Period:
    return Period("year", 0, int(found["year"] or found["alone"]), found[0])


_PATTERNS = (
    (_OF_OTHERS, None),
    (_MONTHS, _months),
    (_SPAN, _span),
    (_DAY, _one_day),
    (_SIGNED, None),
    (_SEVERAL, _several),
    (_HALF, _half),
    (_QUARTER, _quarter),
    (_MONTH, _month),
    (_ALL_YEAR, _all_year),
    (_YEARLY, _year),
)
