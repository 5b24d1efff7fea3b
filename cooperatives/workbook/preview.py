"""What a file would change in a return, or has changed: shown, and held against what was seen."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ..entry.columns import SheetColumn
from ..models import Organisation
from .rows import FilledRow


@dataclass(frozen=True)
class Notice:
    """Something to look at in the file: its row and cooperative, and the column and value there.

    answer: the file's word on it. link: a page on which it is mended.
    """

    row: int
    name: str
    column: str
    value: str
    message: str
    answer: str = ""
    link: str = ""


@dataclass(frozen=True)
class PreviewCell:
    """One cell of a row that changes. old and new: as shown, equal where the cell stays."""

    column: SheetColumn
    old: str
    new: str

    @property
    def changes(self) -> bool:
        return self.old != self.new

    @property
    def is_cleared(self) -> bool:
        """Whether a stored value would go, as the file has a blank there."""
        return self.changes and not self.new


@dataclass(frozen=True)
class MeanwhileStored:
    """A cell that the file and somebody else changed, each in another way.

    stored, theirs: what is stored, and what the file says, as shown. by, at: who stored it and
    when, as far as known. takes_file: whether the person chose the file's value.
    """

    number: str
    row: int
    name: str
    column: SheetColumn
    stored: str
    theirs: str
    by: str
    at: datetime | None
    takes_file: bool = False

    @property
    def choice(self) -> str:
        """What the choice is called in the form of the preview."""
        return f"{self.column.field} {self.number}"


@dataclass(frozen=True)
class PreviewRow:
    """One row of the file that changes something."""

    row: int
    number: str
    name: str
    cells: tuple[PreviewCell, ...]


@dataclass
class Upload:
    """What a file would change, or has changed.

    fields: of the unit itself, a row for each figure that changes. unchanged: cells that hold what
    is stored already. newer: cells that the file left as they were, and in which something else is
    stored since: it stays. conflicts: what needs a choice. errors: what keeps it out; is_readable:
    whether all cells could be read, so that what is wrong may depend on the choices. unusual:
    values that will ask for a word; answered: those that the file itself explains; idle: words in
    it where nothing asks for one. renamed: cooperatives that the file calls by another name.
    left_out: rows of cooperatives that are not in this return, with nothing filled in; missing:
    those of the return without a row in the file, which stay as they are.
    """

    rows: list[PreviewRow] = field(default_factory=list)
    fields: list[PreviewRow] = field(default_factory=list)
    unchanged: int = 0
    newer: int = 0
    conflicts: list[MeanwhileStored] = field(default_factory=list)
    errors: list[Notice] = field(default_factory=list)
    is_readable: bool = True
    unusual: list[Notice] = field(default_factory=list)
    answered: list[Notice] = field(default_factory=list)
    idle: list[Notice] = field(default_factory=list)
    renamed: list[Notice] = field(default_factory=list)
    left_out: list[FilledRow] = field(default_factory=list)
    missing: list[Organisation] = field(default_factory=list)
    is_stored: bool = False
    seen: list[tuple[Any, ...]] = field(default_factory=list, repr=False)
    """What tells its outcome from every other: values and words, and what they replace."""

    @property
    def changes(self) -> list[PreviewCell]:
        return [cell for row in [*self.fields, *self.rows] for cell in row.cells if cell.changes]

    @property
    def cleared(self) -> int:
        """How many stored values would go."""
        return sum(cell.is_cleared for cell in self.changes)

    @property
    def filled(self) -> int:
        """How many cells that were blank get a value."""
        return sum(not cell.old for cell in self.changes)

    @property
    def corrected(self) -> int:
        """How many values are replaced by others."""
        return len(self.changes) - self.cleared - self.filled

    @property
    def changes_nothing(self) -> bool:
        """Whether there is nothing to store, to choose or to mend."""
        return not (self.changes or self.answered or self.conflicts or self.errors)

    @property
    def may_be_confirmed(self) -> bool:
        """Whether there is something to store or to choose, and nothing that no choice mends."""
        if self.conflicts:
            return self.is_readable
        return bool(self.changes or self.answered) and not self.errors

    @property
    def fingerprint(self) -> str:
        """One for each set of changes, conflicts and words, old and new values included."""
        return hashlib.sha256(repr(self.seen).encode()).hexdigest()
