"""Where the headings of a table stand, and which lines of them are above each column."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..ground.vietnamese import fold
from . import words
from .headings import Part, Role, Vocabulary, part_of, unit_named
from .naming import Rows
from .table import Merged

LOOKED_AT = 60
"""The headings are looked for among so many rows."""
LONGEST_HEADING = 90
HIGHEST = 5
"""Headings of a further table have no more lines above or below the one that is known."""

_NUMERIC = re.compile(r"[-+(−]?\s?[0-9][0-9.,\s]*\)?\s?%?")
_CALENDAR_YEAR = re.compile("(?:19|20)[0-9]{2}")

Texts = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Header:
    """The lines of the headings, as indices into the rows, and for each column its lines, the upper
    one first.
    """

    lines: range
    above: tuple[tuple[str, ...], ...]


def find_headers(
    texts: Texts, merged: Sequence[Merged], vocabulary: Vocabulary, rows: Rows
) -> list[Header]:
    """The headings of a table, and those of tables below it; none where it has none. texts: its
    cells, all rows as wide.
    """

    def line_of(row: Sequence[str]) -> _Line:
        return _Line(row, vocabulary, rows)

    looked_at = [*map(line_of, texts[:LOOKED_AT])]
    first = next((n for n in range(len(looked_at)) if _is_first(n, looked_at)), None)
    known = first is not None
    if first is None:
        first = _unknown_header(looked_at)
    if first is None:
        return []
    lines = _lines_around(first, looked_at, known=known)
    wider_lines = (range(lines.start - 1, lines.stop), range(lines.start, lines.stop + 1))
    for wider in wider_lines:
        # A heading may be split between lines of which none is known by itself.
        is_there = wider.start >= 0 and wider.stop <= len(looked_at)
        if is_there and looked_at[wider[0]].may_head and looked_at[wider[-1]].may_head:
            before, after = (_known(texts, merged, vocabulary, some) for some in (lines, wider))
            lines = wider if before < after else lines
    if lines.stop >= len(texts):
        return []  # headings alone head nothing
    found = [Header(lines, _above(texts, merged, lines))]
    n = lines.stop
    while n < len(texts):
        if below := _header_below(n, texts, merged, found[-1], line_of):
            found.append(below)
            n = below.lines.stop
        n += 1
    return found


def _header_below(
    n: int,
    texts: Texts,
    merged: Sequence[Merged],
    before: Header,
    line_of: "Callable[[Sequence[str]], _Line]",
) -> Header | None:
    """The headings that a row begins below others, or a unit of its own for what follows."""
    filled = [text for text in texts[n] if text]
    if not filled or any(map(is_numeric, filled)):
        return None
    if len(filled) == 1:
        if not unit_named(filled):
            return None
        following = (row for row in texts[n + 1 :] if sum(map(bool, row)) > 1)
        goes_on = any(map(is_numeric, next(following, ())))
        return Header(range(n, n + 1), before.above) if goes_on else None
    line = line_of(texts[n])
    told = len(line.fields) + any(part.role is Role.NAME for part in line.parts.values())
    if line.names_a_row or told < 2 or len(line.known) * 3 < len(line.places):
        return None
    start = max(before.lines.stop, n - HIGHEST)
    lines = _lines_around(n - start, [*map(line_of, texts[start : n + HIGHEST])], known=True)
    lines = range(lines.start + start, lines.stop + start)
    return Header(lines, _above(texts, merged, lines)) if lines.stop < len(texts) else None


def _lines_around(first: int, lines: "Sequence[_Line]", *, known: bool) -> range:
    """All lines of the headings of which one is found."""
    last = first
    while last + 1 < len(lines) and lines[last + 1].goes_on(lines[first]):
        last += 1
    while known and first and lines[first - 1].stands_over(lines[first]):
        first -= 1
    return range(first, last + 1)


def _known(texts: Texts, merged: Sequence[Merged], vocabulary: Vocabulary, lines: range) -> int:
    """How many columns some lines head as we know it."""
    headings = map(vocabulary.heading, _above(texts, merged, lines))
    return sum(heading.role not in (Role.UNKNOWN, Role.BLANK) for heading in headings)


def is_numeric(text: str) -> bool:
    """Whether a text is written in digits; a year is a heading as well."""
    return bool(_NUMERIC.fullmatch(text)) and not _CALENDAR_YEAR.fullmatch(text)


class _Line:
    """One row, as far as it may be one of headings."""

    def __init__(self, row: Sequence[str], vocabulary: Vocabulary, rows: Rows) -> None:
        self.row = row
        self.places = [place for place, text in enumerate(row) if text]
        self.has_numbers = any(is_numeric(row[place]) for place in self.places)
        self.names_a_row = any(rows.has_name(row[place]) for place in self.places)
        self.parts: dict[int, Part] = {}
        if not self.has_numbers:
            self.parts = {
                place: part_of(row[place])
                for place in self.places
                if len(row[place]) <= LONGEST_HEADING
            }
        self.known = {place for place, part in self.parts.items() if vocabulary.knows(part)}
        self.fields = {place for place in self.known if vocabulary.heads(self.parts[place])}
        self.heads = {place for place in self.known if not self.parts[place].only_qualifies}

    @property
    def may_head(self) -> bool:
        """Whether nothing in it speaks against its being one of headings."""
        return bool(self.places) and not self.has_numbers and not self.names_a_row

    @property
    def is_official(self) -> bool:
        """Whether it is one of those that stand above a table on paper."""
        return any(words.OFFICIAL.fullmatch(fold(text)) for text in self.row if text)

    @property
    def is_marked(self) -> bool:
        """Whether it begins with what counts groups: "I", "A.", "II. Nông nghiệp"."""
        first = fold(self.row[self.places[0]]) if self.places else ""
        return bool(words.ROMAN_OR_LETTER.fullmatch(first) or words.MARKED.fullmatch(first))

    def goes_on(self, first: "_Line") -> bool:
        """Whether it is a further line of the headings that begin with another."""
        if not self.may_head or self.is_marked:
            return False
        return any(
            place in self.known or not self.parts[place].key
            for place in self.parts
            if place not in first.keys
        )

    def stands_over(self, lower: "_Line") -> bool:
        """Whether it is a line of the headings above those found."""
        if not self.may_head or self.is_official:
            return False
        if len(self.places) == 1:
            (place,) = self.places
            part = self.parts.get(place)
            is_upper = part and (part.key or part.periods or part.sorts)
            return bool(place and is_upper and place in self.known and len(lower.places) > 1)
        return all(place in self.parts for place in self.places)

    @property
    def keys(self) -> set[int]:
        """The places that tell a line, and bear no further heading."""
        return {p for p, part in self.parts.items() if part.role and not part.only_qualifies}


def _is_first(n: int, lines: list[_Line]) -> bool:
    """Whether a row is the first that is known to head columns."""
    line = lines[n]
    if line.has_numbers or not line.heads or (line.names_a_row and not line.fields):
        return False
    if len(line.known) >= 2:
        return len(line.known) * 3 >= len(line.places)
    below = next((lines[k] for k in range(n + 1, len(lines)) if lines[k].places), None)
    if not line.fields or below is None:
        return False
    if n and not (below.has_numbers or below.names_a_row):
        return False
    return not any(lines[k].has_numbers for k in range(n))


def _unknown_header(lines: list[_Line]) -> int | None:
    """The row above the first line of data, where it can only be one of headings."""
    data = next((n for n, line in enumerate(lines) if line.has_numbers and len(line.places) > 1), 0)
    for n in range(data - 1, -1, -1):
        line = lines[n]
        if not line.places or line.names_a_row or line.is_marked:
            continue
        is_wide = len(line.places) >= max(2, len(lines[data].places) / 2)
        is_short = len(line.parts) == len(line.places)
        return n if is_wide and is_short and not line.is_official else None
    return None


# --- Lines above each column ----------------------------------------------------------------------


def _above(texts: Texts, merged: Sequence[Merged], lines: range) -> tuple[tuple[str, ...], ...]:
    grid = [list(texts[line]) for line in lines]
    inside = [area for area in merged if area[0] in lines]
    if inside:
        for top, left, bottom, right in inside:
            text = texts[top][left] if left < len(texts[top]) else ""
            for line in range(top, min(bottom, lines.stop - 1) + 1):
                for place in range(left, min(right + 1, len(grid[0]))):
                    grid[line - lines.start][place] = text
    else:
        _spread(grid)
    return tuple(tuple(line[place] for line in grid) for place in range(len(grid[0])))


def _spread(grid: list[list[str]]) -> None:
    """A block holds no merged cells: an upper heading spans the blanks behind it where there are
    headings below it and below them.
    """
    for n, line in enumerate(grid[:-1]):
        below = grid[n + 1 :]
        spanning = None
        for place, text in enumerate(line):
            has_lower = any(row[place] for row in below)
            if text:
                spanning = text if has_lower else None
            elif spanning and has_lower:
                line[place] = spanning
            else:
                spanning = None
