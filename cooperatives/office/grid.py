"""A table made ready to be read: all rows as wide, headings found, key columns told."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ..files.cells import FileCell
from ..files.columns import has_failed
from ..ground.amount_units import AmountUnit, unit_of
from ..ground.numbers import Mark, read_amount
from ..ground.vietnamese import fold
from .header import Header, find_headers, is_numeric
from .headings import Heading, Role, Vocabulary, unit_named
from .naming import Rows
from .periods import periods_in
from .table import SourceTable
from .texts import is_number, text_of
from .uses import NAME, NUMBER

MOST_COLUMNS = 100
SURE_DIGITS = 6
"""Digits of what is a registration number rather than a figure."""
_LISTED = re.compile(r"[;,/]")
LEAST_UNSURE_ROWS, LEAST_UNSURE_COLUMNS = 3, 5
"""Shorter numbers name rows only in as many rows, before as many columns."""


@dataclass(frozen=True)
class TablePart:
    """One of the tables in a sheet. headers: its headings, and where they stand once more; start
    and stop: its lines below them; titles: the texts over it.
    """

    headers: tuple[Header, ...]
    start: int
    stop: int
    titles: tuple[str, ...] = ()

    @property
    def header(self) -> Header | None:
        return self.headers[0] if self.headers else None


@dataclass
class Grid:
    """A table beside a target. uses: what was said of its columns, by place; remembered: of which
    of them that was another time. part: which of the tables below each other is read.
    """

    table: SourceTable
    vocabulary: Vocabulary
    rows: Rows
    uses: Mapping[int, str]
    remembered: frozenset[int] = frozenset()
    part: int = 0

    @cached_property
    def width(self) -> int:
        filled = (
            place + 1
            for row in self.table.rows
            for place, cell in enumerate(row[:MOST_COLUMNS])
            if cell is not None and cell != ""
        )
        return max(filled, default=0)

    @property
    def is_single(self) -> bool:
        """Whether it is a single cell, which is read as if it were typed."""
        return len(self.table.rows) * self.width <= 1

    @cached_property
    def texts(self) -> list[list[str]]:
        """Its cells as texts, all rows as wide."""
        found = []
        for row in self.table.rows:
            texts = [text_of(cell) for cell in row[: self.width]]
            found.append(texts + [""] * (self.width - len(texts)))
        for top, left, bottom, right in self.table.merged:
            # One name beside several lines, or one group.
            for line in range(top + 1, min(bottom + 1, len(found))):
                if left == right < self.width and top < len(found):
                    found[line][left] = found[top][left]
        return found

    def cell(self, line: int, place: int) -> FileCell:
        """A cell as it stands in the table; None beyond the end of its row."""
        row = self.table.rows[line]
        return row[place] if place < len(row) else None

    def row_of(self, line: int) -> int:
        """The number of a line in its file."""
        return self.table.first + line

    # --- Headings ---------------------------------------------------------------------------------

    @cached_property
    def parts(self) -> list[TablePart]:
        """The tables below each other in it. What is headed once more, on its next page, goes on;
        what has other headings, another unit or period is another table.
        """
        if self.is_single:
            return [TablePart((), 0, self._end, tuple(self._titles(0, self._first_filled)))]
        found: list[TablePart] = []
        for header in find_headers(self.texts, self.table.merged, self.vocabulary, self.rows):
            start = self._first_title(header, found[-1].headers[-1].lines.stop) if found else 0
            titles = tuple(self._titles(start, header.lines.start))
            # A line that names another unit stands for headings.
            unit_lines = self._titles(header.lines.start, header.lines.stop)
            titles += tuple(unit_lines) if len(unit_lines) == 1 else ()
            if found:
                last = found[-1]
                found[-1] = replace(last, stop=start)
                if self._goes_on(last, header, titles):
                    found[-1] = replace(last, headers=(*last.headers, header), stop=self._end)
                    continue
                titles = (*_inherited(last.titles, titles), *titles)
            found.append(TablePart((header,), header.lines.stop, self._end, titles))
        first_filled = tuple(self._titles(0, self._first_filled))
        return found or [TablePart((), 0, self._end, first_filled)]

    def _goes_on(self, part: TablePart, header: Header, titles: Sequence[str]) -> bool:
        own = [heading.meaning for heading in map(self.vocabulary.heading, header.above)]
        before = [heading.meaning for heading in map(self.vocabulary.heading, part.header.above)]
        unit, periods = unit_named(titles), _periods(titles)
        return (
            own == before
            and unit in (None, unit_named(part.titles))
            and (not periods or periods == _periods(part.titles))
        )

    def _first_title(self, header: Header, floor: int) -> int:
        """The first of the lines between a table and the headings below it that hold no row."""
        start = header.lines.start
        while start > floor and not self._holds_a_row(start - 1):
            start -= 1
        return start

    def _holds_a_row(self, line: int) -> bool:
        texts = [text for text in self.texts[line] if text]
        return any(map(is_numeric, texts)) or any(map(self.rows.has_name, texts))

    def _titles(self, start: int, stop: int) -> list[str]:
        return [text for row in self.texts[start:stop] for text in row if text]

    @property
    def _end(self) -> int:
        """Behind the last line that is not blank."""
        return max((n + 1 for n, row in enumerate(self.texts) if any(row)), default=0)

    @property
    def _table(self) -> TablePart:
        return self.parts[self.part]

    @property
    def header(self) -> Header | None:
        return self._table.header

    @property
    def body(self) -> range:
        """The lines below the headings, up to the last that is not blank or the next table."""
        return range(self._table.start, self._table.stop)

    @cached_property
    def heading_lines(self) -> frozenset[int]:
        """The lines of headings, also where they stand once more."""
        return frozenset(line for header in self._table.headers for line in header.lines)

    @property
    def laid(self) -> range:
        """The lines of a block that names no rows: blank ones at its end lie somewhere too."""
        return range(self.body.start, len(self.table.rows))

    @cached_property
    def headings(self) -> list[Heading]:
        """What heads each column."""
        if self.header is None:
            return [Heading("", Role.BLANK)] * self.width
        return [self.vocabulary.heading(lines) for lines in self.header.above]

    @cached_property
    def above(self) -> list[str]:
        """The texts over the table: titles, the unit of all amounts, the sheet's own name."""
        return [self.table.name, *self._table.titles] if self.table.name else [*self._table.titles]

    @cached_property
    def page_unit(self) -> AmountUnit | None:
        """The unit of all amounts of money, as a text over or under the table names it; where the
        lines name their own, that of most.
        """
        last = max((line for line in self.body if self._holds_a_row(line)), default=self._end)
        below = self._titles(last + 1, self.body.stop) if self.header else []
        by_lines = Counter(filter(None, self.units_of_lines.values())).most_common(1)
        return by_lines[0][0] if by_lines else unit_named(self.above) or unit_named(below)

    @property
    def _first_filled(self) -> int:
        """The first row that holds more than a title, in a table without headings."""
        wide = (n for n, row in enumerate(self.texts) if sum(map(bool, row)) > 1)
        return next(wide, 0) if self.width > 1 else 0

    @cached_property
    def units_of_lines(self) -> dict[int, AmountUnit | None]:
        """The unit of money of each line where a column names it, None for one that is not known; a
        blank repeats the one above.
        """
        place = next((p for p, one in enumerate(self.headings) if one.role is Role.UNIT), None)
        found: dict[int, AmountUnit | None] = {}
        text = ""
        for line in self.body if place is not None else ():
            text = self.texts[line][place] or text
            units = {unit_of(part) for part in _LISTED.split(text) if part.strip()}
            money = [unit for unit in units if unit and unit.vnd]
            if len(money) > 1 or None in units:
                found[line] = None
            elif money:
                found[line] = money[0]
        return found

    # --- Columns ----------------------------------------------------------------------------------

    def column(self, place: int) -> list[str]:
        """What stands in a column below its heading, without the blanks."""
        return [text for line in self.body if (text := self.texts[line][place])]

    def is_wordy(self, place: int) -> bool:
        """Whether a column holds words rather than numbers."""
        texts = self.column(place)
        return sum(map(_is_word, texts)) * 2 > len(texts)

    def is_numeric(self, place: int) -> bool:
        """Whether anything in a column is a number."""
        return any(
            is_number(self.cell(line, place)) or is_numeric(self.texts[line][place])
            for line in self.body
        )

    @cached_property
    def number_place(self) -> int | None:
        """The column of registration numbers."""
        return self._said(NUMBER) if NUMBER in self.uses.values() else self._numbers_found()

    @cached_property
    def name_place(self) -> int | None:
        """The column of names."""
        return self._said(NAME) if NAME in self.uses.values() else self._names_found()

    @property
    def has_keys(self) -> bool:
        """Whether anything tells which row each line belongs to."""
        return self.number_place is not None or self.name_place is not None

    def _said(self, use: str) -> int:
        return next(place for place, said in self.uses.items() if said == use)

    def _may_be_key(self, *roles: Role) -> Iterable[int]:
        # The last column is never one: there would be nothing for it to name.
        for place in range(self.width - 1 if self.header is None else self.width):
            if place not in self.uses and self.headings[place].role in roles:
                yield place

    def _numbers_found(self) -> int | None:
        known = {
            place: [self.rows.has_number(text) for text in self.column(place)]
            for place in self._may_be_key(Role.NUMBER, Role.UNKNOWN, Role.BLANK)
        }
        good = {
            place: sum(found)
            for place, found in known.items()
            if sum(found) and self._are_numbers_of_rows(place, found)
        }
        return max(good, key=good.get, default=None)

    def _are_numbers_of_rows(self, place: int, known: list[bool]) -> bool:
        if self.headings[place].role is Role.NUMBER:
            return sum(known) * 2 >= len(known)
        if self.is_wordy(place):
            return False
        texts = self.column(place)
        sure = [
            is_known and (text.startswith("0") or len(text) >= SURE_DIGITS)
            for text, is_known in zip(texts, known, strict=True)
        ]
        if sum(sure) * 2 >= len(texts):
            return True
        return (
            place == 0
            and all(known)
            and len(set(texts)) == len(texts) >= LEAST_UNSURE_ROWS
            and self.width >= LEAST_UNSURE_COLUMNS
        )

    def _names_found(self) -> int | None:
        wordy = [
            place
            for place in self._may_be_key(Role.NAME, Role.UNKNOWN, Role.BLANK)
            if self.is_wordy(place)
        ]
        known = {place: sum(map(self.rows.has_name, self.column(place))) for place in wordy}
        best = max(wordy, key=known.get, default=None)
        if best is not None and known[best]:
            return best
        headed = [place for place in wordy if self.headings[place].role is Role.NAME]
        if headed:
            return headed[0]
        # Words before numbers name somebody, if nobody of this table.
        first = next(filter(self.is_numeric, range(self.width)), 0)
        before = [place for place in wordy if place < first]
        return before[0] if before and self.header is None else None


def _is_word(text: str) -> bool:
    """Whether it is neither a number, with its unit or not, nor what a failed formula shows."""
    is_amount = any(read_amount(text, mark) for mark in Mark)
    return any(map(str.isalpha, text)) and not is_amount and not has_failed(text)


def _periods(texts: Sequence[str]) -> set[str]:
    return {one.key for text in texts for one in periods_in(fold(text))[0] if one.kind != "year"}


def _inherited(titles: Sequence[str], own: Sequence[str]) -> list[str]:
    """The titles of the table above that hold for one that does not say otherwise."""
    return [
        title
        for title in titles
        if not (unit_named(own) and unit_named([title]))
        and not (_periods(own) and _periods([title]))
    ]
