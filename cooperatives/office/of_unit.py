"""What an office's sheet says of the unit itself, beside the lines of its cooperatives.

A figure is recognised by its name alone: in a line of its own with its value behind it ("Tổng số tổ
hợp tác | 42"), in one cell with it ("Số tổ hợp tác: 42"), or over it. What stands there is taken
where the name is the figure's own, with one number that can be read in one way only and that
nothing says to be a plan, an estimate or another time's; all else is asked, and nothing of it is
taken before. What cannot be read ("khoảng 12") is named with why.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from ..catalogue.figures import Quantity
from ..entry.columns import SheetColumn
from ..files.cells import FileCell, Percentage
from ..files.columns import CellError
from ..ground.amount_units import AmountUnit
from ..ground.numbers import Mark, is_ambiguous, read_amount
from ..ground.vietnamese import fold
from ..ground.wording import in_all_languages
from . import words
from .above import other_claim
from .asking import Asking
from .header import is_numeric
from .headings import OTHER_VALUES, Part, Sort, Vocabulary, part_of, unit_named
from .table import SourceTable
from .target import Target
from .texts import is_number, shown, text_of
from .uses import LEAVE, MONTHS_OF_QUARTER, Use, unit_label, uses_of
from .values import ReadValue, ValueReader

MOST_OFFERED = 12
"""Numbers among which a person is asked to choose."""
KIND = "own"
"""Begins the keys of the questions what a figure of the unit is."""
_DIGIT = re.compile(r"[0-9]")
_LETTER = re.compile(r"[^\W\d_]")
_WORDS = re.compile(r"[^\W_]+")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
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

    heading: what stands over it or beside it and names a period or a kind of values, "" for
    nothing; is_now: whether that is the target's period, None where it says nothing of it;
    is_other: whether it is said to be a plan, an estimate, or else not the period's own;
    is_like_a_value: whether it holds digits or a day, where it cannot be read.
    """

    line: int
    was: str
    readings: tuple[tuple[str, ReadValue, str], ...]
    heading: str = ""
    is_now: bool | None = None
    is_other: bool = False
    is_like_a_value: bool = False


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
    among those of other periods alone of the target's, and said to be no other kind of value; None
    where that is not so.
    """
    possible = [pair for pair in found if pair[1].is_now is not False]
    if len(possible) != 1:
        return None
    ((named, one),) = possible
    is_alone = (len(found) == 1 or one.is_now) and not one.is_other
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
        self.merged = {
            (line, place): (top, left)
            for top, left, bottom, right in table.merged
            for line in range(top, bottom + 1)
            for place in range(left, right + 1)
        }
        self.named = list(self._named())
        self.places = {(one.line, one.place) for one in self.named}

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
        column = self.names.get(_words(bare))
        is_own = column is not None
        if column is None and (column := self.names.get(_words(_BRACKETS.sub(" ", bare)))):
            is_own = all(map(self._leaves_it, _BRACKETS.findall(bare)))
        column = column or self.columns.get(self.vocabulary.heads(part))
        return column and _Named(column, line, place, is_own, part.unit)

    def _leaves_it(self, inside: str) -> bool:
        """Whether what stands in brackets behind a figure's name leaves it that figure's, of the
        target's period: "(triệu đồng)" does, "(kế hoạch)" and "(nữ)" do not.
        """
        part = part_of(inside)
        is_nothing = fold(inside) in words.HARMLESS_IN_BRACKETS or not _LETTER.search(inside)
        return (is_nothing or part.only_qualifies) and not self._is_other(part)

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
        behind, unread = [], []
        for place in range(named.place + 1, ends):
            if found := self._candidate(named, named.line, place, cells[place], unit):
                behind.append(found)
            elif not behind and (found := self._unread(named, place, cells[place])):
                unread.append(found)
        if split and (found := self._unread(named, named.place, split["value"])):
            unread.insert(0, found)
        in_line = {(named.line, place) for place in range(ends)}
        if behind:
            return [*unread, *behind], in_line
        below, places = [], {(named.line, named.place)}
        for line in range(named.line + 1, len(self.table.rows)):
            row = self.table.rows[line]
            cell = row[named.place] if named.place < len(row) else None
            if found := self._candidate(named, line, named.place, cell, None):
                below.append(found)
                places.add((line, named.place))
        if below and not any(one.is_like_a_value for one in unread):
            return below, places
        return [*unread, *below], places | in_line if unread else set()

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
            return _Candidate(
                line, shown(cell), tuple(readings), *self._said_of(named, line, place)
            )
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
        return _Candidate(line, shown(cell), found, *self._said_of(named, line, place))

    def _unread(self, named: _Named, place: int, cell: FileCell) -> _Candidate | None:
        """A cell behind a name that is meant as a value and is none; None where it is not meant so:
        a unit, a period, a word beside a number's name.
        """
        text = text_of(cell)
        is_like = isinstance(cell, date) or bool(_DIGIT.search(text))
        part = part_of(text)
        is_heading = isinstance(cell, str) and (part.only_qualifies or part.role is not None)
        if not text or is_heading or not (is_like or named.column.choices):
            return None
        use = self._uses(named, cell, named.unit)[0]
        read = ValueReader(named.column, use, MONTHS_OF_QUARTER, self.target.mark).read(cell)
        if not read.why:
            return None
        readings = ((f"{named.line}-{place}", read, shown(cell)),)
        heading, is_now, is_other = self._said_of(named, named.line, place)
        # A word may be no answer to yes or no, but what the line is counted in.
        is_other = is_other or not is_like
        return _Candidate(named.line, shown(cell), readings, heading, is_now, is_other, is_like)

    def _said_of(self, named: _Named, line: int, place: int) -> tuple[str, bool | None, bool]:
        """What stands over a cell and beside it: the nearest text that names a period or a kind of
        values, whether the nearest period is the target's, and whether any says that the value is
        not the period's own.
        """
        over = [self._part(above, place, named) for above in reversed(range(line))]
        beside = [self._part(line, one, named) for one in self._about(named, line, place)]
        title = self._title_over(named.line)
        telling = [one for one in (*beside, *over) if one and (one.periods or self._is_other(one))]
        dated = next((one for one in over if one and one.periods), None)
        is_now = dated and dated.periods[0].is_of(self.target.period)
        is_other = any(map(_is_of_another_kind, filter(None, over))) or bool(title)
        is_other = is_other or any(map(self._is_other, filter(None, beside)))
        return telling[0].text if telling else title, is_now, is_other

    def _about(self, named: _Named, line: int, place: int) -> Iterator[int]:
        """Which cells of its line may say of what kind a value is: those between the figures that
        are named before and behind it; of a line below a heading those before it, and itself.
        """
        places = range(place + 1)
        if line == named.line:
            before = [one.place for one in self.named if one.line == line]
            first = max((one for one in before if one < named.place), default=-1) + 1
            places = range(first, self._next_name(named))
        cells = self.table.rows[line]
        for one in places:
            # A number may be the value: 2023 is no year there.
            if not is_number(cells[one]) and not text_of(cells[one]).isdecimal():
                yield one

    def _part(self, line: int, place: int, named: _Named) -> Part | None:
        """What a cell says as a heading, also where it is one with others; None where it is blank,
        the name of a figure, or is one with the name and says more than a period or a kind.
        """
        top, left = self.merged.get((line, place), (line, place))
        cells = self.table.rows[top]
        cell = cells[left] if left < len(cells) else None
        text = shown(cell) if isinstance(cell, date) else text_of(cell)
        if not text or (top, left) in self.places:
            return None
        part = part_of(text)
        is_title = left <= named.place and (top, left) != (line, place)
        return None if is_title and not part.only_qualifies else part

    def _title_over(self, line: int) -> str:
        """The title of the part of a sheet in which a line stands, if it says that it is of another
        period or kind; "" else. What stands over all else is of the whole sheet.
        """
        titles: list[str] = []
        for above in reversed(range(line)):
            texts = [text for cell in self.table.rows[above] if (text := text_of(cell))]
            is_title = len(texts) == 1 and not is_numeric(texts[0])
            if is_title and not any(one.line == above for one in self.named):
                titles += texts
            elif texts and titles:
                return next((one for one in titles if other_claim([one], self.target.period)), "")
        return ""

    def _is_other(self, part: Part) -> bool:
        """Whether a text says that a value is of another kind or period."""
        others = [one for one in part.periods if one.is_of(self.target.period) is False]
        return bool(others) or _is_of_another_kind(part)

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


def _is_of_another_kind(part: Part) -> bool:
    return not part.sorts.isdisjoint((*OTHER_VALUES, Sort.ESTIMATED))


def _unit_of(cell: FileCell) -> AmountUnit | None:
    part = part_of(cell) if isinstance(cell, str) else None
    return part.unit if part and part.only_qualifies else None


def _words(text: str) -> str:
    return " ".join(_WORDS.findall(fold(text)))
