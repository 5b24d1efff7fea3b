"""One import: its options, what it would change, and what is wrong with its rows."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from ..files.cells import FileCell
from ..files.columns import Column
from ..files.refusals import RowError
from ..files.table import Place
from ..ground.numbers import Mark
from ..ground.problems import Problem
from ..models import User

MOST_ERRORS = 1_000
"""Errors that are kept; of a file with more, the rest is only counted."""
MOST_CHANGES = 200
"""Changed rows that are kept to be shown."""
MOST_WARNINGS = 200
"""Unusual values that are kept to be shown."""


@dataclass(frozen=True)
class Options:
    """How to import.

    decimal: the decimal mark, where the file's numbers leave it open. user: who imports. scope:
    whose unit bounds what may change, None for everything. submit, approve: what to do with the
    returns of quarterly figures; early: also of quarters that have not ended. plans: how a plan
    stands to another one of its unit and year, "beside" or "replace", "" where nobody was asked.
    sheet: the title of the one that is meant, "" where nobody was asked. as_written: whether
    amounts of a few VND are meant so.
    """

    decimal: Mark | None = None
    user: User | None = None
    scope: User | None = None
    submit: bool = False
    approve: bool = False
    early: bool = False
    plans: str = ""
    sheet: str = ""
    as_written: bool = False


@dataclass(frozen=True)
class ColumnChange:
    """One field that changes: its label, and both values as a person reads them."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class RowChange:
    """One row that makes or changes a record."""

    row: int
    title: str
    is_new: bool
    fields: tuple[ColumnChange, ...]


@dataclass(frozen=True)
class Consequence:
    """What a file does beyond its own rows: a sentence, and what it is about, a line each."""

    sentence: str
    lines: tuple[str, ...] = ()


@dataclass
class ImportOutcome:
    """What an import did, or would do: all of it, or nothing where there are errors.

    error_count: all errors, also those beyond `MOST_ERRORS`. changes: the first `MOST_CHANGES`.
    warnings: the first `MOST_WARNINGS` of warning_count unusual values, which keep nothing out.
    open_errors: those of the errors that only ask for a choice.
    open_number: a number that reads differently under each decimal mark, while none is settled.
    open_plans: whether a plan meets another one of its unit and year, while nobody said how they
    stand to each other. open_amounts: whether amounts are so small that millions may be meant,
    while nobody said that they are not. open_sheets: the places of tables of which any could be
    meant, while nobody said which. place: that of the table that was read. submitted, approved:
    returns. consequences: what else follows, with `MOST_CHANGES` lines each at most. new_accounts:
    the usernames of those that were stored, who are to be invited. fingerprint: one for each
    outcome, rows and values included.
    """

    errors: list[RowError] = field(default_factory=list)
    error_count: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    submitted: int = 0
    approved: int = 0
    warnings: list[RowError] = field(default_factory=list)
    warning_count: int = 0
    changes: list[RowChange] = field(default_factory=list)
    consequences: list[Consequence] = field(default_factory=list)
    new_accounts: list[str] = field(default_factory=list)
    open_errors: int = 0
    open_number: str = ""
    open_plans: bool = False
    open_amounts: bool = False
    open_sheets: tuple[Place, ...] = ()
    place: Place = field(default_factory=Place)
    _digest: Any = field(default_factory=hashlib.sha256, repr=False)

    @property
    def rows(self) -> int:
        """Rows that are right."""
        return self.created + self.updated + self.unchanged

    @property
    def is_question(self) -> bool:
        """Whether nothing is wrong but that a choice is open."""
        return self.error_count == self.open_errors > 0

    @property
    def changes_nothing(self) -> bool:
        return not (self.created or self.updated or self.submitted or self.approved)

    @property
    def fingerprint(self) -> str:
        counts = self.created, self.updated, self.unchanged, self.submitted, self.approved
        return hashlib.sha256(f"{counts} {self._digest.hexdigest()}".encode()).hexdigest()

    def note(self, text: str) -> None:
        """Make what happens part of the fingerprint."""
        self._digest.update(f"{text}\n".encode())

    def follows(self, consequences: Iterable[Consequence]) -> None:
        """Note what follows beyond the rows; all of it is part of the fingerprint."""
        for one in consequences:
            self.note(repr(one))
            self.consequences.append(replace(one, lines=one.lines[:MOST_CHANGES]))

    def as_json(self) -> dict[str, Any]:
        """What `import_data --format json` prints. With errors nothing is stored."""
        done = not self.error_count
        return {
            "created": self.created if done else 0,
            "updated": self.updated if done else 0,
            "unchanged": self.unchanged if done else 0,
            "errors": [
                {
                    "row": error.row,
                    "column": error.column,
                    "value": error.value,
                    "message": error.message,
                }
                for error in self.errors
            ],
        }


class FileRow:
    """One row of a file: its number, the values of the columns that it has, and the columns in
    which something is wrong.
    """

    __slots__ = ("cells", "failed", "number", "values", "wrong")

    def __init__(self, number: int, cells: list[FileCell]) -> None:
        self.number = number
        self.values: dict[str, Any] = {}
        self.failed = False
        self.wrong: set[str] = set()
        self.cells = cells

    def text(self, position: int | None) -> str:
        """A cell as it stands in the file."""
        if position is None or position >= len(self.cells) or self.cells[position] is None:
            return ""
        return str(self.cells[position])

    def get(self, code: str) -> Any:
        """The value of a column; None where the file has no such column."""
        return self.values.get(code)


Values = Iterable[tuple[str, Any, Any]]
"""Changed values: a column's code, old and new."""


class Session:
    """What a kind of import needs while it works through the rows of one file."""

    def __init__(
        self,
        options: Options,
        columns: Iterable[Column],
        header: list[str],
        positions: dict[str, int],
        *,
        storing: bool,
    ) -> None:
        self.options = options
        self.storing = storing
        self.outcome = ImportOutcome()
        self.positions = positions
        self._columns = {column.code: column for column in columns}
        self._header = header
        self._seen: dict[Any, int] = {}

    def has(self, code: str) -> bool:
        """Whether the file has a column."""
        return code in self.positions

    # --- Errors ---------------------------------------------------------------------------------

    def error(self, row: FileRow, code: str, message: str) -> None:
        """Note what is wrong with a row, at a column as the file names it."""
        row.failed = True
        row.wrong.add(code)
        value = row.text(self.positions.get(code))
        self.error_at(self.place(row.number, code, value, message))

    def warn(self, row: FileRow, code: str, value: str, message: str) -> None:
        """Note an unusual value of a row. value: as a person reads it."""
        self.outcome.warning_count += 1
        if len(self.outcome.warnings) < MOST_WARNINGS:
            self.outcome.warnings.append(self.place(row.number, code, value, message))

    def place(self, row: int, code: str, value: str, message: str) -> RowError:
        """What is to be said of a row's value in a column."""
        position = self.positions.get(code)
        name = code if position is None else self._header[position]
        return RowError(row, name, value, message, str(self._columns[code].label))

    def error_at(self, error: RowError) -> None:
        self.outcome.error_count += 1
        if len(self.outcome.errors) < MOST_ERRORS:
            self.outcome.errors.append(error)

    def problems(self, row: FileRow, problems: Iterable[Problem], columns: dict[str, str]) -> None:
        """Note broken rules. columns: the column for each field; "" stands for all others."""
        for found in problems:
            self.error(row, columns.get(found.field, columns[""]), found.message)

    def claim(self, row: FileRow, key: Any, code: str) -> bool:
        """Whether a row is the first with its key; if not, note it with both rows."""
        first = self._seen.setdefault(key, row.number)
        if first == row.number:
            return True
        message = _("Row %(first)s is the same record: keep one of the two rows.")
        self.error(row, code, message % {"first": first})
        return False

    # --- What changes ---------------------------------------------------------------------------

    def created(self, row: FileRow, title: str, values: Values) -> None:
        """Note a row that makes a record."""
        self.outcome.created += 1
        self._changed(row, title, list(values), is_new=True)

    def updated(self, row: FileRow, title: str, values: Values) -> None:
        """Note a row that changes a record."""
        self.outcome.updated += 1
        self._changed(row, title, list(values), is_new=False)

    def unchanged(self) -> None:
        """Note a row that changes nothing."""
        self.outcome.unchanged += 1

    def _changed(self, row: FileRow, title: str, values: list, *, is_new: bool) -> None:
        self.outcome.note(f"{row.number} {is_new} {title} {values}")
        if len(self.outcome.changes) < MOST_CHANGES:
            self.outcome.changes.append(
                RowChange(row.number, title, is_new, tuple(self._shown(values)))
            )

    def _shown(self, values: list) -> Iterator[ColumnChange]:
        for code, old, new in values:
            column = self._columns[code]
            yield ColumnChange(str(column.label), column.show(old), column.show(new))

    # --- Reach and locks ------------------------------------------------------------------------

    def reaches(self, path: str) -> bool:
        """Whether what lies at a unit's path may be changed in this import."""
        scope = self.options.scope
        return scope is None or scope.reaches(path)

    def locked(self, rows: models.QuerySet) -> models.QuerySet:
        """Rows to be changed, held until the end of the import; a preview holds nothing."""
        if not self.storing:
            return rows
        return rows.order_by("pk").select_for_update(of=("self",), no_key=True)
