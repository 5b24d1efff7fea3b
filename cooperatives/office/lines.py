"""What each line below the headings is: whose, or a group's, a total, a title."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import takewhile

from ..ground.names import has_kind_word
from ..ground.numbers import Mark, is_dash
from ..ground.vietnamese import fold
from . import words
from .elsewhere import Elsewhere
from .grid import Grid
from .headings import Role
from .naming import NOBODY, Named, bare_place, is_placed, names_another
from .target import Target
from .texts import written
from .understood import LineKind, ReadLine

LEAST_ADDED = 2
"""Columns in which a line holds the sums of those below it: of one alone it may be chance."""


@dataclass(frozen=True)
class FoundLine:
    """A line with what was seen of it. named: what its name and number say. has_figures: whether
    there is anything in it to be stored. group: the label of the group that it stands in. marker:
    what kind of mark a group bears: "letter", "roman", "place", "sector" or "". elsewhere: why it
    is not the target's ("period", "unit", "plan"), "" if it is. is_settled: whether it is left out
    for good; is_said: whether a person said whose it is.
    """

    line: ReadLine
    named: Named = NOBODY
    has_figures: bool = False
    group: str = ""
    marker: str = ""
    elsewhere: str = ""
    is_settled: bool = False
    is_said: bool = False

    @property
    def index(self) -> int:
        return self.line.index


class LineFinder:
    """Tells the lines of a table whose columns are known. values: the places that hold figures."""

    def __init__(self, grid: Grid, values: Iterable[int], target: Target) -> None:
        self.grid, self.values, self.rows = grid, sorted(values), grid.rows
        self.elsewhere = Elsewhere(grid, self.values, target)
        self.group = self.above = ""
        roles = [heading.role for heading in grid.headings]
        self.places = [place for place, role in enumerate(roles) if role is Role.PLACE]
        self.commune_places = {
            place
            for place in self.places
            if fold(grid.headings[place].text).startswith(words.COMMUNE_HEADINGS)
        }
        keys = [p for p in (grid.number_place, grid.name_place) if p is not None]
        self.first_key = min(keys, default=0)
        self.first_value = min(self.values, default=grid.width)
        self.own_names = {bare_place(fold(name)) for name in target.unit_names}
        self.communes = {bare_place(fold(row.commune)) for row in self.rows.rows if row.commune}

    def find(self) -> list[FoundLine]:
        """All lines below the headings."""
        found = [self._line(index) for index in self.grid.body]
        for n, line in enumerate(found):
            if line.line.kind is LineKind.UNKNOWN and self._adds_up(n, found):
                group = replace(line.line, kind=LineKind.GROUP, candidates=())
                found[n] = replace(line, line=group, marker=_marker_of_unknown(n, found))
        return found

    def _line(self, index: int) -> FoundLine:
        texts = self.grid.texts[index]
        name, number = self._text(texts, self.grid.name_place), self._number(index)
        if not name and not number and self.elsewhere.is_named_above(index):
            name = self.above
        self.above = name
        label = name or self._label(texts)
        made = ReadLine(index, self.grid.row_of(index), LineKind.BLANK, name=label)
        if not any(texts):
            return FoundLine(made)
        if index in self.grid.heading_lines:
            return FoundLine(replace(made, kind=LineKind.TITLE))
        if self._counts_columns(index, texts):
            return FoundLine(replace(made, kind=LineKind.NUMBERS))
        has_figures = any(self._is_filled(index, place) for place in self.values)
        named = self.rows.named(name, number, self._hints(texts)) if name or number else NOBODY
        found = FoundLine(made, named, has_figures, self.group, self._marker(texts, label))
        return self._kind(found, is_counted=self._is_counted(texts))

    def _adds_up(self, n: int, lines: list[FoundLine]) -> bool:
        """Whether a line that nobody knows holds the sums of those below it: a group of a name that
        is not one of ours.
        """
        line = lines[n]
        if has_kind_word(line.line.name) or self._is_counted(self.grid.texts[line.index]):
            return False
        below = list(takewhile(lambda one: one.line.kind is LineKind.COOPERATIVE, lines[n + 1 :]))
        least = min(LEAST_ADDED, len(self.values))
        return len(below) > 1 and any(
            sum(self._is_sum(line, below, place, mark) for place in self.values) >= least
            for mark in Mark
        )

    def _is_sum(self, line: FoundLine, below: list[FoundLine], place: int, mark: Mark) -> bool:
        said, *added = (written(self.grid.cell(one.index, place), mark) for one in [line, *below])
        numbers = [number for number in added if number is not None]
        return bool(said) and len(numbers) > 1 and said == sum(numbers)

    # --- Its parts --------------------------------------------------------------------------------

    @staticmethod
    def _text(texts: list[str], place: int | None) -> str:
        return "" if place is None else texts[place]

    def _number(self, index: int) -> str:
        text = self._text(self.grid.texts[index], self.grid.number_place)
        return text if any(map(str.isdigit, text)) or not text.isalpha() else ""

    def _label(self, texts: list[str]) -> str:
        """What a line without a name begins with."""
        before = [text for text in texts[: self.first_value] if any(map(str.isalpha, text))]
        return max(before, key=len, default="") or next(filter(None, texts), "")

    def _hints(self, texts: list[str]) -> list[str]:
        """What tells of two of one name which is meant: communes in the line or over it."""
        return [texts[place] for place in self.places] + ([self.group] if self.group else [])

    def _is_filled(self, index: int, place: int) -> bool:
        text = self.grid.texts[index][place]
        return bool(text) and not is_dash(text)

    def _is_counted(self, texts: list[str]) -> bool:
        """Whether the line bears a number of its own before its name, as cooperatives do."""
        return any(text.strip(".)").isdigit() for text in texts[: self.first_key])

    def _marker(self, texts: list[str], label: str) -> str:
        """What kind of group the line is marked as."""
        folded = fold(label)
        for text in [*map(fold, texts[: self.first_key]), folded]:
            if words.ROMAN_OR_LETTER.fullmatch(text) or words.MARKED.fullmatch(text):
                first = text.lstrip("(")
                return "roman" if first[0] in "ivx" or first.startswith("phan") else "letter"
        if words.PLACE.fullmatch(folded) or bare_place(folded) in self.communes:
            return "place"
        said = set(folded.split())
        return "sector" if said and said <= words.SECTOR_WORDS else ""

    def _counts_columns(self, index: int, texts: list[str]) -> bool:
        """Whether it is the line "1, 2, 3 …" below the headings."""
        if not self.grid.header or index >= self.grid.header.lines.stop + 3:
            return False
        filled = [fold(text) for text in texts if text]
        if len(filled) < 3 or not all(map(words.COLUMN_NUMBER.fullmatch, filled)):
            return False
        bare = [text.strip("()").split("=")[0].strip(" )") for text in filled]
        numbers = [int(text) for text in bare if text.isdigit()]
        return len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))

    # --- What it is -------------------------------------------------------------------------------

    def _kind(self, found: FoundLine, *, is_counted: bool) -> FoundLine:
        named, line = found.named, found.line
        folded = fold(line.name)

        def as_kind(kind: LineKind, **more) -> FoundLine:
            return replace(found, line=replace(line, kind=kind, **more))

        if named.number and not self._may_be_group(found, is_counted):
            if reason := self.elsewhere.reason(line.index):
                return replace(as_kind(LineKind.UNKNOWN), elsewhere=reason)
            if named.by_name and found.has_figures and self._lies_elsewhere(found):
                return self._displaced(found)
            return as_kind(LineKind.COOPERATIVE, number=named.number)
        if self._is_total(line.name):
            return as_kind(LineKind.TOTAL)
        if found.marker and not named.number and not self._is_somebody(found, is_counted):
            self._enter(line.name)
            return as_kind(LineKind.GROUP)
        if named.number and not found.has_figures:
            self._enter(line.name)
            return as_kind(LineKind.GROUP)
        if words.SIGNED.fullmatch(folded) or words.OFFICIAL.fullmatch(folded):
            return as_kind(LineKind.TITLE)
        likely = named.likely or self._place_of(named.number)
        if found.has_figures or (named.clashes or has_kind_word(line.name)):
            unknown = as_kind(LineKind.UNKNOWN, candidates=self.rows.candidates(likely))
            return replace(unknown, elsewhere=self.elsewhere.reason(line.index))
        if found.group != line.name and not line.name.isdigit():
            self._enter(line.name)
        return as_kind(LineKind.TITLE)

    def _lies_elsewhere(self, found: FoundLine) -> bool:
        """Whether the line itself says that it lies in another commune than the row of its name."""
        row = self.rows.rows[self.rows.places[found.named.number]]
        if bare_place(fold(row.commune)) in self.own_names:
            return False  # it lies in no commune
        texts = self.grid.texts[found.index]
        others = self.communes - {bare_place(fold(row.commune))}
        said = [
            # What stands under "Xã" is one, if nothing else says so.
            f"xa {texts[place]}" if place in self.commune_places and texts[place] else texts[place]
            for place in self.places
        ]
        return any(names_another(row.commune, text, others) for text in said)

    def _displaced(self, found: FoundLine) -> FoundLine:
        place = self.rows.places[found.named.number]
        named = replace(found.named, number="", lies_elsewhere=True, likely=(place,), near=place)
        likely = self.rows.candidates([place])
        unknown = replace(found.line, kind=LineKind.UNKNOWN, candidates=likely)
        return replace(found, line=unknown, named=named)

    def _may_be_group(self, found: FoundLine, is_counted: bool) -> bool:
        """Whether a name that is a cooperative's without its first words is a group's here."""
        if found.named.is_full or not found.named.by_name or is_counted:
            return False
        return bool(found.marker) or (not found.has_figures and not self.names_are_bare)

    @cached_property
    def names_are_bare(self) -> bool:
        """Whether the table names its cooperatives without the word for their kind."""
        place = self.grid.name_place
        names = [] if place is None else self.grid.column(place)
        known = [has_kind_word(name) for name in names if self.rows.has_name(name)]
        return sum(known) * 2 < len(known)

    @staticmethod
    def _is_somebody(found: FoundLine, is_counted: bool) -> bool:
        """Whether a line that reads like a group has figures of its own and is counted, or bears
        the word for a kind: "7. HTX vận tải" is a cooperative, if none of ours.
        """
        if not found.has_figures or found.marker in ("roman", "letter"):
            return False
        return is_counted or (found.marker == "sector" and has_kind_word(found.line.name))

    def _is_total(self, name: str) -> bool:
        folded = fold(name)
        if name.casefold().startswith("công") or folded.startswith(words.NO_TOTALS):
            return False
        if words.TOTAL.fullmatch(folded):
            return "cong hoa xa hoi" not in folded
        if not folded.startswith("cong "):
            return False
        of = folded.removeprefix("cong ").strip(" :.")
        return is_placed(of, self.communes) or set(of.split()) <= words.SECTOR_WORDS

    def _place_of(self, number: str) -> tuple[int, ...]:
        return (self.rows.places[number],) if number else ()

    def _enter(self, label: str) -> None:
        self.group = label
        self.elsewhere.enter(label)


def _marker_of_unknown(n: int, lines: list[FoundLine]) -> str:
    """The marker of a group that bears none: that of the group before it, or below it one of its
    own.
    """
    if n and lines[n - 1].line.kind is LineKind.GROUP:
        return "sums"
    groups = [line.marker for line in lines[:n] if line.line.kind is LineKind.GROUP]
    return groups[-1] if groups else "sums"
