"""Storing cells: what can be stored is, cell by cell; what cannot says why and is left as it was.

A cell comes with what its writer last saw stored there. Where something else is stored by now,
neither wins: the writer is shown both. To store what is stored already changes nothing, so
that a save may be repeated.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from ..figures.values import fields_holding, set_value, value_of
from ..files.columns import CellError
from ..ground.constraints import broken_rules
from ..ground.numbers import Mark
from ..history import Way, changes_by
from ..models.base import Record
from .columns import SheetColumn
from .sheet import Cells

VERSIONS_LOOKED_AT = 50
"""How far back the writer of a value is looked for."""
_UNREADABLE = object()


@dataclass(frozen=True)
class Entry:
    """A text typed into a cell. base: the text that the writer last saw stored there; mark and
    base_mark: the decimal marks of the pages that they stood in, None for that of the language in
    force. follows: whether the text is not typed, but what the cell follows from then on.
    """

    number: str
    field: str
    text: str
    base: str
    mark: Mark | None = None
    base_mark: Mark | None = None
    follows: bool = False

    def read(self, column: SheetColumn) -> Any:
        """The value that was typed. Raises CellError."""
        return column.read(self.text, self.mark)

    def read_base(self, column: SheetColumn) -> Any:
        """The value that the writer last saw; never equal to a stored one where it cannot be
        read.
        """
        try:
            return column.read(self.base, self.base_mark)
        except CellError:
            return _UNREADABLE


@dataclass(frozen=True)
class ValueEntry:
    """A value for a cell, read from a file by its column already, so that no text stands between
    the two. base: the value that the writer last saw stored there.
    """

    number: str
    field: str
    value: Any
    base: Any
    follows: bool = False

    def read(self, column: SheetColumn) -> Any:
        return self.value

    def read_base(self, column: SheetColumn) -> Any:
        return self.base


AnyEntry = Entry | ValueEntry


@dataclass(frozen=True)
class Saved:
    """A cell that holds what was typed. text: as it is shown from now on."""

    number: str
    field: str
    text: str


@dataclass(frozen=True)
class Refused:
    """A cell that cannot hold what was typed. fields: all that the broken rule is about."""

    number: str
    field: str
    message: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Conflict:
    """A cell that somebody else changed meanwhile: what stands there, by whom and since when."""

    number: str
    field: str
    text: str
    by: str
    at: datetime | None


@dataclass
class SaveOutcome:
    """What became of each entry, and the numbers of rows that changed."""

    saved: list[Saved] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)


def save_cells(sheet: Cells, entries: Iterable[AnyEntry], way: Way = Way.GRID) -> SaveOutcome:
    """Store what can be stored. Raises LockedError where nothing can be.

    Of two entries for one cell the later one counts.
    """
    by_row: dict[str, dict[str, AnyEntry]] = {}
    for entry in entries:
        by_row.setdefault(entry.number, {})[entry.field] = entry
    outcome = SaveOutcome()
    with transaction.atomic(), changes_by(sheet.reader, way):
        sheet.hold()
        records = sheet.records(by_row)
        new, changed, fields, disputed = [], [], set(), []
        for number, row_entries in by_row.items():
            record = records.get(number)
            if record is None:
                _refuse_row(outcome, row_entries.values())
                continue
            row = _Row(sheet, record, row_entries, outcome)
            if touched := row.fill():
                (changed if record.pk else new).append(record)
                fields |= touched
                outcome.changed.add(number)
            disputed += row.disputed
        outcome.conflicts = _conflicts(disputed)
        sheet.store(new, changed, fields_holding(fields))
    return outcome


def _refuse_row(outcome: SaveOutcome, entries: Iterable[AnyEntry]) -> None:
    message = _("No row of this sheet bears this number.")
    outcome.refused += [
        Refused(entry.number, entry.field, message, (entry.field,)) for entry in entries
    ]


@dataclass(frozen=True)
class _Disputed:
    """A cell that holds another value than its writer last saw there."""

    record: Record
    column: SheetColumn
    number: str
    stored: Any
    follows: bool


class _Row:
    """The entries of one row, taken into its record as far as they go."""

    def __init__(
        self, sheet: Cells, record: Record, entries: dict[str, AnyEntry], outcome: SaveOutcome
    ) -> None:
        self.sheet, self.record, self.entries, self.outcome = sheet, record, entries, outcome
        self.disputed: list[_Disputed] = []
        self.stored = {column.field: value_of(record, column.field) for column in sheet.columns}
        self.taken: dict[str, Any] = {}

    def fill(self) -> set[str]:
        """Set the record's fields; return the names of those that changed."""
        locked = self.sheet.row_locked(self.record)
        for entry in self.entries.values():
            column = self.sheet.column(entry.field)
            barred = locked or self._barred(column)
            if barred:
                self._refuse(entry, barred, (entry.field,))
            else:
                self._read(column, entry)
        followed = self._apply()
        while followed is None:
            followed = self._apply()
        for name in [*self.taken, *sorted(followed - set(self.taken))]:
            self._saved(name)
        following = {name for name in self.taken if self.entries[name].follows}
        noted = self.sheet.note_following(self.record, set(self.taken) - following, following)
        return noted | {
            name
            for name in {*self.taken, *followed}
            if value_of(self.record, name) != self.stored[name]
        }

    def _barred(self, column: SheetColumn | None) -> str:
        """Why nothing can be stored in a cell of the row; "" where it can."""
        if column is None:
            return _("There is no such column.")
        return self.sheet.barred(column, self.record)

    def _read(self, column: SheetColumn, entry: AnyEntry) -> None:
        try:
            value = entry.read(column)
        except CellError as error:
            self._refuse(entry, str(error), (entry.field,))
            return
        stored = self.stored[entry.field]
        if value == stored and self.sheet.follows(self.record, entry.field) == entry.follows:
            self.outcome.saved.append(Saved(entry.number, entry.field, column.show(stored)))
        elif value != stored and entry.read_base(column) != stored:
            follows = self.sheet.follows(self.record, entry.field)
            self.disputed.append(_Disputed(self.record, column, entry.number, stored, follows))
        else:
            self.taken[entry.field] = value

    def _apply(self) -> set[str] | None:
        """Set what was taken; None after an entry had to be refused, so that it is tried again."""
        for name, value in self.stored.items():
            set_value(self.record, name, self.taken.get(name, value))
        followed = self.sheet.follow(self.record, set(self.taken))
        for fields, error in broken_rules(self.record):
            guilty = [name for name in fields if name in self.taken]
            if guilty:
                for name in guilty:
                    del self.taken[name]
                    self._refuse(self.entries[name], error.messages[0], fields)
                return None
        return followed

    def _saved(self, name: str) -> None:
        column = self.sheet.column(name)
        shown = column.show(value_of(self.record, name))
        number = next(iter(self.entries.values())).number
        self.outcome.saved.append(Saved(number, name, shown))

    def _refuse(self, entry: AnyEntry, message: str, fields: tuple[str, ...]) -> None:
        self.outcome.refused.append(Refused(entry.number, entry.field, message, fields))


def _conflicts(disputed: list[_Disputed]) -> list[Conflict]:
    """What the writers are shown, with who wrote the value that stands there, and when."""
    versions = _versions({one.record.pk: one.record for one in disputed if one.record.pk})
    return [_conflict(one, versions.get(one.record.pk, [])) for one in disputed]


def _conflict(disputed: _Disputed, versions: list) -> Conflict:
    field, stored = disputed.column.field, disputed.stored
    written = None
    for version in versions:
        if value_of(version, field) != stored:
            break
        written = version
    by = str(written.history_user or "") if written else ""
    if disputed.follows:
        by = _("by the quarters")
    at = written.history_date if written else None
    return Conflict(disputed.number, field, disputed.column.show(stored), by, at)


def _versions(records: dict[int, Record]) -> dict[int, list]:
    """The newest versions of some records of one kind, the newest first. One statement at most."""
    found: dict[int, list] = {key: [] for key in records}
    if records:
        newest_first = [F("history_date").desc(), F("history_id").desc()]
        place = Window(RowNumber(), partition_by=F("id"), order_by=newest_first)
        versions = type(next(iter(records.values()))).history.filter(id__in=records)
        versions = versions.annotate(place=place).filter(place__lte=VERSIONS_LOOKED_AT)
        for version in versions.order_by("id", "place").select_related("history_user"):
            found[version.id].append(version)
    return found
