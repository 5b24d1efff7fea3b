"""Which quarter or year a text of a table names."""

import re
from dataclasses import dataclass

from ..ground.calendar import Quarter

NUMBERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "ba": 3, "sau": 6, "chin": 9}

_YEAR = r"(?P<{}>(?:19|20)[0-9]{{2}})"
_SEVERAL = re.compile(
    r"\b(?P<months>3|6|9|12|ba|sau|chin)[ -]thang(?: (?:dau|cuoi))?(?: nam)?"
    rf"(?: {_YEAR.format('of_months')})?"
)
_QUARTER = re.compile(
    r"\b(?:qu[yi]|q)[ .]*(?P<quarter>iv|iii|ii|i|[1-4])\b"
    rf"(?: ?(?:[/.,-]|nam) ?(?:nam )?{_YEAR.format('of_quarter')}|[ ]{_YEAR.format('behind')})?"
)
_MONTH = re.compile(
    r"\bthang ?(?P<month>1[0-2]|0?[1-9])\b"
    rf"(?: ?(?:[/.-]|nam) ?{_YEAR.format('of_month')})?"
)
_YEARLY = re.compile(
    rf"\bca nam\b(?: {_YEAR.format('whole')})?|\bnam {_YEAR.format('year')}"
    rf"|(?<![0-9/.,-]){_YEAR.format('alone')}(?![0-9/.,-])"
)
_DAY = re.compile(
    r"ngay[ .0-9…]*thang[ .0-9…]*nam[ .0-9…]*|\b[0-3]?[0-9][/.-][01]?[0-9][/.-](?:19|20)[0-9]{2}\b"
    r"|\b[0-9]+/(?:19|20)[0-9]{2}/[a-z-]+|\b[0-9]+/[a-z]{2,}[a-z-]*\b"
)
"""Days and numbers of decisions: their years are not the table's."""


@dataclass(frozen=True)
class Period:
    """A quarter, a month, several months or a year as a text names it. year: 0 where it names none.

    kind: "quarter", "months" (the first so many of a year), "month" or "year"; number: which
    quarter or month, or how many months.
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
        if isinstance(period, int):
            is_whole_year = self.kind == "year" or (self.kind, self.number) == ("months", 12)
            return is_whole_year and self.year in (0, period)
        if self.kind == "year" and self.year == period.year:
            return None
        is_quarter = self.kind == "quarter" or (self.kind, self.number) == ("months", 3)
        number = 1 if self.kind == "months" else self.number
        return is_quarter and number == period.number and self.year in (0, period.year)


def periods_in(folded: str) -> tuple[list[Period], str]:
    """The periods that a folded text names, and the text without them."""
    found = []
    for pattern, made in (
        (_DAY, None),
        (_SEVERAL, _several),
        (_QUARTER, _quarter),
        (_MONTH, _month),
        (_YEARLY, _year),
    ):
        if made:
            found += [made(match) for match in pattern.finditer(folded)]
        folded = pattern.sub(" ", folded)
    return found, folded


def _number(text: str) -> int:
    return NUMBERS.get(text) or int(text)


def _several(found: re.Match) -> Period:
    return Period("months", _number(found["months"]), int(found["of_months"] or 0), found[0])


def _quarter(found: re.Match) -> Period:
    year = found["of_quarter"] or found["behind"] or 0
    return Period("quarter", _number(found["quarter"]), int(year), found[0])


def _month(found: re.Match) -> Period:
    return Period("month", int(found["month"]), int(found["of_month"] or 0), found[0])


def _year(found: re.Match) -> Period:
    return Period("year", 0, int(found["whole"] or found["year"] or found["alone"] or 0), found[0])
