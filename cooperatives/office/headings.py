"""What the heading of a column says: which figure, in which unit, of which period and kind."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ..catalogue.figures import Quantity
from ..entry.columns import SheetColumn
from ..ground.amount_units import AmountUnit, folded_unit
from ..ground.vietnamese import fold, tidy
from ..ground.wording import in_all_languages
from . import words
from .periods import Period, periods_in


class Role(StrEnum):
    """What a column is for."""

    FIGURE = "figure"  # or another field of the target
    NAME = "name"
    NUMBER = "number"
    PLACE = "place"
    DISTRICT = "district"
    QUARTER = "quarter"
    YEAR = "year"
    UNIT = "unit"  # of the amounts in the line
    ASIDE = "aside"
    UNKNOWN = "unknown"
    BLANK = "blank"


class Sort(StrEnum):
    """What kind of value a heading announces, the strangest first."""

    COMPARED = "compared"
    PLANNED = "planned"
    CUMULATED = "cumulated"
    ESTIMATED = "estimated"
    OPENING = "opening"
    ACTUAL = "actual"


OTHER_VALUES = (Sort.COMPARED, Sort.PLANNED, Sort.CUMULATED, Sort.OPENING)
"""What is announced as a plan, a comparison, a sum since the year began, or a value of before."""

_SORTS = {
    Sort.COMPARED: words.COMPARED,
    Sort.CUMULATED: words.CUMULATED,
    Sort.PLANNED: words.PLANNED,
    Sort.ESTIMATED: words.ESTIMATED,
    Sort.OPENING: words.OPENING,
    Sort.ACTUAL: words.ACTUAL,
}
_ROLES = {
    " ".join(re.findall(r"[^\W_]+", heading)): role
    for role, headings in (
        (Role.ASIDE, words.ASIDE_HEADINGS),
        (Role.PLACE, words.PLACE_HEADINGS),
        (Role.DISTRICT, words.DISTRICT_HEADINGS),
        (Role.QUARTER, words.QUARTER_HEADINGS),
        (Role.YEAR, words.YEAR_HEADINGS),
        (Role.UNIT, words.UNIT_HEADINGS),
        (Role.NUMBER, words.NUMBER_HEADINGS),
        (Role.NAME, words.NAME_HEADINGS),
    )
    for heading in headings
}
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_PER = {"thang": "month", "month": "month", "quy": "quarter", "quarter": "quarter", "nam": "year"}
_REACHED = re.compile(r"\bdat(?: duoc)?\b(?! ?%)")
_EACH = frozenset(["nguoi", "tv", "thanh vien", "htx", "member", "person", "dau nguoi"])
_PER_BEHIND = re.compile(r" ?/ ?(?:1 |mot )?(thang|quy|nam)\b| (?:(?:1|mot|hang|moi) )?(thang)$")
_WORDS = re.compile(r"[^\W_]+|%")


@dataclass(frozen=True)
class Part:
    """One line of a heading. whole: its words in one form, without unit and period; key: those that
    remain without what only qualifies them. per: "month", "quarter" or "year" where the unit is one
    of an amount in such a time.
    """

    text: str
    whole: str = ""
    key: str = ""
    role: Role | None = None
    unit: AmountUnit | None = None
    per: str = ""
    periods: tuple[Period, ...] = ()
    sorts: frozenset[Sort] = frozenset()

    @property
    def only_qualifies(self) -> bool:
        """Whether it says nothing but unit, period or kind of what stands above or below it."""
        return not self.key and not self.role and bool(self.unit or self.periods or self.sorts)


@dataclass(frozen=True)
class Heading:
    """All lines of a heading. field: of a FIGURE; is_doubtful: whether what stands over it may make
    another figure of it; is_likely: whether its words only may mean the figure.
    """

    text: str
    role: Role
    field: str = ""
    unit: AmountUnit | None = None
    per: str = ""
    period: Period | None = None
    sort: Sort | None = None
    is_doubtful: bool = False
    is_likely: bool = False
    parts: tuple[Part, ...] = ()

    @property
    def meaning(self) -> tuple:
        """What tells it from a heading that means something else."""
        period = self.period.key if self.period else ""
        words_of = self.text.casefold() if self.role is Role.UNKNOWN else ""
        return self.role, self.field, self.unit, self.per, period, self.sort, words_of


class Vocabulary:
    """What heads the columns of a target."""

    def __init__(self, columns: Sequence[SheetColumn]) -> None:
        self.columns = {column.field: column for column in columns}
        self._fields: dict[str, str] = {}
        self._likely = {
            part_of(text).whole: column.field
            for column in columns
            if column.figure
            for text in column.figure.doubtful_headings
        }
        self._own_units: set[tuple[str, AmountUnit | None]] = set()
        taken_twice = set()
        for column in columns:
            for part in map(part_of, _headings(column)):
                self._own_units.add((column.field, part.unit))
                for key in (part.whole, part.key):
                    if self._fields.setdefault(key, column.field) != column.field:
                        taken_twice.add(key)
        for key in taken_twice | {""}:
            self._fields.pop(key, None)

    def field(self, key: str) -> str:
        """The field that some words head, "" for none."""
        return self._fields.get(key, "")

    def knows(self, part: Part) -> bool:
        """Whether a line of a heading is known as one."""
        return bool(
            part.role or self.heads(part) or part.whole in self._likely or part.only_qualifies
        )

    def heads(self, part: Part) -> str:
        """The field that a line of a heading heads by itself, "" for none."""
        return self.field(part.whole) or self.field(part.key)

    def heading(self, lines: Iterable[str]) -> Heading:
        """What lines above each other say together; equal ones in a row are one merged cell."""
        texts: list[str] = []
        for line in lines:
            if line and (not texts or texts[-1] != line):
                texts.append(line)
        parts = tuple(map(part_of, texts))
        text = " / ".join(texts)
        if not parts:
            return Heading("", Role.BLANK)
        role, name, above, own = self._meaning(parts)
        lowest_first = parts[::-1]
        unit = next((part.unit for part in lowest_first if part.unit), None)
        periods = [period for part in lowest_first for period in part.periods]
        sorts = set().union(*(part.sorts for part in parts if part not in own))
        figure = self.columns[name].figure if name else None
        is_own = (name, unit) in self._own_units or (
            figure is not None and figure.measure is Quantity.PERCENT
        )
        if unit is AmountUnit.PERCENT and not is_own:
            sorts.add(Sort.COMPARED)
        likely = "" if name else self._likely.get(parts[-1].whole, "")
        if likely and unit is not AmountUnit.PERCENT:
            role, name = Role.FIGURE, likely
            sorts = set().union(*(part.sorts for part in parts[:-1]))
        if role is Role.UNKNOWN and Sort.COMPARED in sorts:
            role = Role.ASIDE
        return Heading(
            text,
            role,
            name,
            unit,
            next((part.per for part in lowest_first if part.per), ""),
            periods[0] if periods else None,
            next((sort for sort in Sort if sort in sorts), None),
            any(self._makes_another(part, name) for part in above if part.key or part.role),
            bool(likely),
            parts,
        )

    def _meaning(
        self, parts: tuple[Part, ...]
    ) -> tuple[Role, str, tuple[Part, ...], tuple[Part, ...]]:
        """What the words say, of all lines together, else of the lower ones: the role, the field of
        a figure, the lines above it, and those whose qualifying words belong to its name.
        """
        for first in range(len(parts)):
            lower = parts[first:]
            wholes = [part.whole for part in lower]
            keys = [part.whole if part.role else part.key for part in lower]
            for said, own in ((wholes, lower), (keys, ())):
                if name := self.field(_key(" ".join(said))):
                    return Role.FIGURE, name, parts[:first], own
            roles = {part.role for part in lower if part.role}
            if len(roles) == 1 and len([part for part in lower if part.key or part.role]) == 1:
                return roles.pop(), "", (), ()
        raw = _ROLES.get(" ".join(" ".join(_WORDS.findall(fold(part.text))) for part in parts))
        return raw or Role.UNKNOWN, "", (), ()

    def _makes_another(self, above: Part, name: str) -> bool:
        """Whether what stands over a figure may make another of it, as "Lao động" over "Thành viên"
        does and "Cán bộ quản lý" over "CĐ, ĐH" does not.
        """
        if self.heads(above) == name:
            return False
        figure = self.columns[name].figure
        over = self.columns.get(self.heads(above))
        if above.role not in (None, Role.ASIDE):
            return False
        if over is None or figure is None or over.figure is None:
            return not set((above.key or above.whole).split()) <= words.NEUTRAL_ABOVE
        return figure.part_of != over.field and not (figure.is_money and over.figure.is_money)


def part_of(text: str) -> Part:
    """What one line of a heading says by itself."""
    folded = fold(text)
    rest, units = folded, []
    for inside in _BRACKETS.findall(folded):
        if unit := unit_and_per(inside):
            units.append(unit)
        elif inside not in words.HARMLESS_IN_BRACKETS and not inside.strip(" 0-9=+/:*").strip():
            pass
        elif inside not in words.HARMLESS_IN_BRACKETS:
            rest += f" {inside}"
    rest = _BRACKETS.sub(" ", rest)
    if "đạt" in tidy(text).lower():  # "đất" reads the same without accents
        rest = _REACHED.sub("thuc hien", rest)
    role = _ROLES.get(" ".join(_WORDS.findall(rest)))
    periods, rest = periods_in(" ".join(rest.split()))
    rest = " ".join(rest.split())
    if (line := words.UNIT_LINE.search(rest)) and (unit := unit_and_per(line["unit"])):
        units.append(unit)
        rest = rest[: line.start()]
    rest, per = _without_per(rest)
    rest, unit = _without_unit(rest.strip(" ,;:–-/"))
    units += [unit] if unit else []
    role = role or _ROLES.get(" ".join(_WORDS.findall(rest)))
    whole, sorts = _key(rest), set()
    if not role:
        for sort, pattern in _SORTS.items():
            if pattern.search(rest):
                sorts.add(sort)
                rest = pattern.sub(" ", rest)
    return Part(
        text,
        whole,
        "" if role else _key(rest),
        role,
        units[0][0] if units else None,
        per or next((unit[1] for unit in units if unit[1]), ""),
        tuple(periods),
        frozenset(sorts),
    )


def unit_and_per(folded: str) -> tuple[AmountUnit, str] | None:
    """The unit that a folded text names and nothing else, "trieu dong/nguoi/thang", and of which
    time it is; None for what is none.
    """
    line = words.UNIT_LINE.fullmatch(folded.strip())
    first, *behind = (line["unit"] if line else folded).split("/")
    unit = folded_unit(first)
    if unit is None:
        return None
    per = ""
    for each in map(str.strip, behind):
        if each in _PER:
            per = _PER[each]
        elif each not in _EACH:
            return None
    return unit, per


def unit_named(texts: Sequence[str]) -> AmountUnit | None:
    """The one unit of money that texts beside a table name for all of it: "ĐVT: triệu đồng"."""
    units = set()
    for n, text in enumerate(texts):
        folded = fold(text)
        if whole := unit_and_per(folded.strip(" .():")):
            units |= {whole[0]} if whole[0].vnd else set()
        elif found := words.UNIT_LINE.search(folded):
            said = found["unit"] or (fold(texts[n + 1]) if n + 1 < len(texts) else "")
            parts = [unit_and_per(part.strip(" .()")) for part in said.replace(";", ",").split(",")]
            units |= {part[0] for part in parts if part and part[0].vnd}
    return units.pop() if len(units) == 1 else None


def _without_per(rest: str) -> tuple[str, str]:
    found = _PER_BEHIND.search(rest)
    if not found:
        return rest, ""
    return _PER_BEHIND.sub(" ", rest), _PER[found[1] or found[2]]


def _without_unit(rest: str) -> tuple[str, tuple[AmountUnit, str] | None]:
    """A text without the unit at its end, if something else remains; or the unit alone."""
    if whole := unit_and_per(rest):
        return "", whole
    for gap in re.finditer(r"[\s,;:_–-]+", rest):
        behind = rest[gap.end() :]
        is_weak = gap[0].isspace() and behind.split("/")[0].strip(" .") in words.WEAK_UNITS
        if not is_weak and (unit := unit_and_per(behind)):
            return rest[: gap.start()], unit
    return rest, None


def _headings(column: SheetColumn) -> list[str]:
    figure = column.figure
    names = [column.field, *in_all_languages(column.label), *column.headings]
    return names if figure is None else [*names, *in_all_languages(figure.name), figure.import_code]


def _key(folded: str) -> str:
    """The words of a folded text in one form: in full, and without those that say nothing."""
    found = " ".join(words.LONG_FORMS.get(word, word) for word in _WORDS.findall(folded))
    return " ".join(words.FILLERS.sub(" ", found).split())
