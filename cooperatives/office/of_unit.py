"""What an office's sheet says of the unit itself, beside the lines of its cooperatives.

A figure is recognised by its name alone: in a line of its own with its value behind it ("Tổng số tổ
hợp tác | 42"), in one cell with it ("Số tổ hợp tác: 42"), or over it. What stands there is taken
where the name is the figure's own, with one number that can be read in one way only; all else is
asked, and nothing of it is taken before.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from ..catalogue.figures import Quantity
from ..entry.columns import SheetColumn
from ..files.cells import FileCell, Percentage
from ..files.columns import CellError
from ..ground.amount_units import AmountUnit
from ..ground.numbers import Mark, is_ambiguous, read_amount
from ..ground.vietnamese import fold
from ..ground.wording import in_all_languages
from .asking import Asking
from .headings import Vocabulary, part_of, unit_named
from .table import SourceTable
from .target import Target
from .texts import is_number, shown, text_of
from .uses import LEAVE, MONTHS_OF_QUARTER, Use, unit_label, uses_of
from .values import ReadValue, ValueReader

MOST_OFFERED = 12
"""Numbers among which a person is asked to choose."""
KIND = "own"
"""Begins the keys of the questions what a figure of the unit is."""
_WORDS = re.compile(r"[^\W_]+")
_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
_ORDINAL = re.compile(r"^(?:[0-9]+(?:\.[0-9]+)*|[ivxIVX]+|[a-zA-Z])[.)]\s+|^[-+•*]\s+")
_WITH_VALUE = re.compile(r"(?P<name>.*[^\W\d_].*?)\s*[:=]\s*(?P<value>[^:=]+)")


@dataclass(frozen=True)
class OwnValue:
    """What a sheet says of one figure of the unit. row: of the file; was: as a person sees it;
    why: the sentence that it cannot be read, "" if it can.
    """

    field: str
    row: int
    value: object
    was: str
    why: str = ""


@dataclass(frozen=True)
class OwnFound:
    """values: what may be taken; rest: the table without all lines and columns that name such
    figures, to be read as that of the cooperatives. is_any: whether any figure was named.
    """

    values: tuple[OwnValue, ...]
    rest: SourceTable
    is_any: bool


@dataclass(frozen=True)
class _Named:
    """A place that names a figure. is_own: whether by its very name. unit: of its amount."""

    column: SheetColumn
    line: int
    place: int
    is_own: bool
    unit: AmountUnit | None


@dataclass(frozen=True)
class _Candidate:
    """A cell that may be meant, with all that it may say: key, value and words of each reading.

    heading: what stands over it and names a period, "" for nothing; is_now: whether that is the
    target's, None where it says nothing.
    """

    line: int
    was: str
    readings: tuple[tuple[str, ReadValue, str], ...]
    heading: str = ""
    is_now: bool | None = None


def own_values(
    table: SourceTable, columns: Sequence[SheetColumn], target: Target, asking: Asking
) -> OwnFound:
    """What a table says of some figures of the target's unit."""
    if not columns:
        return OwnFound((), table, is_any=False)
    finder = _Finder(table, columns, target)
    values, gone = [], set()
    for column in columns:
        named = [one for one in finder.named if one.column is column]
        found = []
        for one in named:
            candidates, cells = finder.beside(one)
            gone |= cells
            found += [(one, candidate) for candidate in candidates]
        if value := _settled(column, found, table, asking):
            values.append(value)
    rows = tuple(
        tuple(None if (line, place) in gone else cell for place, cell in enumerate(cells))
        for line, cells in enumerate(table.rows)
    )
    return OwnFound(tuple(values), replace(table, rows=rows), bool(finder.named))


def _settled(
    column: SheetColumn,
    found: Sequence[tuple[_Named, _Candidate]],
    table: SourceTable,
    asking: Asking,
) -> OwnValue | None:
    """The value of a figure; asked for where it is not certain. None while it is open, or left."""
    if not found:
        return None
    if sure := _sure(found):
        ((_key, read, _label),) = sure.readings
        return OwnValue(column.field, table.first + sure.line, read.value, sure.was, read.why)
    readings = {
        key: (read, label, candidate)
        for _one, candidate in found[:MOST_OFFERED]
        for key, read, label in candidate.readings
    }
    choices = [(key, _choice(label, one, table)) for key, (_read, label, one) in readings.items()]
    text = _("What is “%(figure)s” of the unit?") % {"figure": column.label}
    examples = [
        _("row %(row)s: %(texts)s") % {"row": table.first + one.line, "texts": _told(table, one)}
        for one in {candidate.line: candidate for _named_, candidate in found}.values()
    ]
    chosen = asking.ask(
        f"{KIND}-{column.field}",
        text,
        [*choices, (LEAVE, _("leave out"))],
        examples=examples[:MOST_OFFERED],
    )
    if chosen not in readings:
        return None
    read, _label, one = readings[chosen]
    return OwnValue(column.field, table.first + one.line, read.value, one.was, read.why)


def _sure(found: Sequence[tuple[_Named, _Candidate]]) -> _Candidate | None:
    """The one that is meant where nothing is to be asked: alone under the figure's very name, or
    among those of other periods alone of the target's; None where that is not so.
    """
    possible = [pair for pair in found if pair[1].is_now is not False]
    if len(possible) != 1:
        return None
    ((named, one),) = possible
    is_alone = len(found) == 1 or one.is_now
    return one if is_alone and named.is_own and len(one.readings) == 1 else None


def _choice(label: str, one: _Candidate, table: SourceTable) -> str:
    """What a number may be, and where it stands."""
    shown_as = {"value": label, "row": table.first + one.line, "heading": one.heading}
    if one.heading:
        return _("%(value)s (row %(row)s, %(heading)s)") % shown_as
    return _("%(value)s (row %(row)s)") % shown_as


def _told(table: SourceTable, one: _Candidate) -> str:
    texts = filter(None, map(shown, table.rows[one.line]))
    return " | ".join(list(texts)[:6])


class _Finder:
    """Finds the names of figures in a table, and what stands beside them."""

    def __init__(self, table: SourceTable, columns: Sequence[SheetColumn], target: Target) -> None:
        self.table, self.target = table, target
        self.columns = {column.field: column for column in columns}
        # With those of cooperatives: a word that may head either is neither's.
        self.vocabulary = Vocabulary((*columns, *target.columns))
        self.names = {
            _words(name): column
            for column in columns
            for name in (
                *in_all_languages(column.label),
                *in_all_languages(column.figure.name),
                *column.headings,
            )
        }
        texts = [text for row in table.rows for text in map(text_of, row) if text]
        self.page_unit = unit_named(texts)
        self.named = list(self._named())

    def _named(self) -> Iterator[_Named]:
        for line, cells in enumerate(self.table.rows):
            for place, cell in enumerate(cells):
                if isinstance(cell, str) and (found := self._name(line, place, cell)):
                    yield found

    def _name(self, line: int, place: int, cell: str) -> _Named | None:
        text = text_of(cell)
        split = _WITH_VALUE.fullmatch(text)
        bare = _ORDINAL.sub("", split["name"] if split else text.rstrip(" :"))
        part = part_of(bare)
        column = self.names.get(_words(_BRACKETS.sub(" ", bare)))
        is_own = column is not None and not any(
            one.is_of(self.target.period) is False for one in part.periods
        )
        column = column or self.columns.get(self.vocabulary.heads(part))
        return column and _Named(column, line, place, is_own, part.unit)

    def beside(self, named: _Named) -> tuple[list[_Candidate], set[tuple[int, int]]]:
        """What may be a figure's value, and the cells that are about it alone."""
        cells = self.table.rows[named.line]
        text = text_of(cells[named.place])
        if split := _WITH_VALUE.fullmatch(text):
            found = self._candidate(named, named.line, named.place, split["value"], None)
            if found:
                return [found], {(named.line, named.place)}
        unit = next(filter(None, map(_unit_of, cells[named.place + 1 :])), None)
        ends = self._next_name(named)
        behind = [
            found
            for place in range(named.place + 1, ends)
            if (found := self._candidate(named, named.line, place, cells[place], unit))
        ]
        if behind:
            return behind, {(named.line, place) for place in range(ends)}
        below, places = [], {(named.line, named.place)}
        for line in range(named.line + 1, len(self.table.rows)):
            row = self.table.rows[line]
            cell = row[named.place] if named.place < len(row) else None
            if found := self._candidate(named, line, named.place, cell, None):
                below.append(found)
                places.add((line, named.place))
        return below, places if below else set()

    def _next_name(self, named: _Named) -> int:
        """Where the next figure is named in its line, or the line ends."""
        ends = [one.place for one in self.named if one.line == named.line]
        width = len(self.table.rows[named.line])
        return min((place for place in ends if place > named.place), default=width)

    # --- What a cell may say ----------------------------------------------------------------------

    def _candidate(
        self,
        named: _Named,
        line: int,
        place: int,
        cell: FileCell,
        unit: AmountUnit | None,
    ) -> _Candidate | None:
        """What a cell may say of a figure; None where it says nothing of it."""
        column = named.column
        if column.choices:
            try:
                value = column.read_workbook_cell(cell) if isinstance(cell, str) else None
            except CellError:
                value = None
            if value is None:
                return None
            read = ReadValue(value)
            readings = [(f"{line}-{place}", read, column.show(value))]
            return _Candidate(line, shown(cell), tuple(readings), *self._over(line, place))
        amounts = [read_amount(cell, mark) for mark in Mark] if isinstance(cell, str) else []
        if not is_number(cell) and not any(one and one.number is not None for one in amounts):
            return None
        own = next((one.unit for one in amounts if one and one.unit), None)
        readings = {}
        uses = self._uses(named, cell, own or named.unit or unit)
        for mark in self._marks(column, cell):
            for use in uses:
                read = ValueReader(column, use, MONTHS_OF_QUARTER, mark).read(cell)
                key = "-".join(map(str, (line, place, use.unit or "", mark)))
                said = shown(cell) if read.why else f"{column.show(read.value)} {column.unit}"
                if len(uses) > 1 and use.unit:
                    said = f"{said} ← {unit_label(use.unit)}"
                readings.setdefault((read.value, read.why), (key, read, said.strip()))
        found = tuple(readings.values())
        return _Candidate(line, shown(cell), found, *self._over(line, place))

    def _over(self, line: int, place: int) -> tuple[str, bool | None]:
        """The nearest text over a cell that names a period, and whether that is the target's."""
        for cells in reversed(self.table.rows[:line]):
            text = text_of(cells[place]) if place < len(cells) else ""
            if text and (periods := part_of(text).periods):
                return text, periods[0].is_of(self.target.period)
        return "", None

    def _marks(self, column: SheetColumn, cell: FileCell) -> list[Mark]:
        """Under which decimal marks a cell may be read: where one makes a whole number of what has
        no decimals, that one.
        """
        if not isinstance(cell, str) or not is_ambiguous(cell):
            return [self.target.mark]
        if column.figure.scale != 1:
            return list(Mark)
        whole = [mark for mark in Mark if read_amount(cell, mark).number % 1 == 0]
        return whole or list(Mark)

    def _uses(self, named: _Named, cell: FileCell, unit: AmountUnit | None) -> list[Use]:
        """In which units a number may be one of a figure."""
        figure = named.column.figure
        unit = unit or self.page_unit
        if figure.is_money:
            known = unit if unit and unit.vnd else None
            return [one for one in uses_of(named.column) if known in (None, one.unit)]
        is_part = is_number(cell) and not isinstance(cell, Percentage) and 0 < abs(cell) <= 1
        if figure.measure is Quantity.PERCENT and is_part:
            return uses_of(named.column)
        return [Use(named.column.field)]


def _unit_of(cell: FileCell) -> AmountUnit | None:
    part = part_of(cell) if isinstance(cell, str) else None
    return part.unit if part and part.only_qualifies else None


def _words(text: str) -> str:
    return " ".join(_WORDS.findall(fold(text)))
