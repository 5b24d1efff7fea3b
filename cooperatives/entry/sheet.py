"""What every sheet is: its rows for showing, and its records for storing."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..figures.asked import not_asked
from ..figures.checks import Finding
from ..figures.completeness import Completeness
from ..figures.values import value_of
from ..ground.calendar import Quarter
from ..models import AdministrativeUnit, Organisation, Remark, User, WarningAnswer
from ..models.base import Record
from .at_cell import at_cell
from .columns import SheetColumn


class LockedError(Exception):
    """Nothing can be stored in the sheet now; the text says why, for the person."""


@dataclass(frozen=True)
class Following:
    """Where the value of a cell is from that follows others, in words, and in short ones that fit
    into the cell. is_provisional: whether not all of that is there yet.
    """

    text: str
    short: str
    is_provisional: bool


@dataclass(frozen=True)
class SheetCell:
    """One figure of a row. text: as stored and shown; last: that of the period before.

    before: what it was at the last submission or approval, None where it has not changed since.
    remarks: what was said about the cell and is not settled. follows: of a cell that follows others
    until somebody types in it, where its value is from. not_asked: why its cooperative is not asked
    for the figure, so that nothing is typed in it and nothing missed; "" where it is.
    """

    column: SheetColumn
    text: str
    last: str = ""
    before: str | None = None
    remarks: tuple[Remark, ...] = ()
    follows: Following | None = None
    not_asked: str = ""

    @property
    def is_missing(self) -> bool:
        """Whether it has nothing, and its cooperative is asked for it."""
        return not (self.text or self.not_asked)

    @property
    def is_provisional(self) -> bool:
        """Whether it follows something that is not all there yet."""
        return self.follows is not None and self.follows.is_provisional


@dataclass(frozen=True)
class Judged:
    """A finding of a row, and the word that confirms it, if there is one."""

    finding: Finding
    answer: WarningAnswer | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be looked at: errors always are, warnings until they are answered.
        A year's warnings take no answer (`checks.yearly_findings_in`), and stay.
        """
        return self.answer is None


@dataclass(frozen=True)
class SheetRow:
    """One cooperative's row. locked: why this row alone cannot be changed, "" if it can."""

    cooperative: Organisation
    commune: str
    cells: tuple[SheetCell, ...]
    findings: tuple[Judged, ...] = ()
    remarks: tuple[Remark, ...] = ()
    is_expected: bool = True
    is_complete: bool = False
    locked: str = ""
    record: Record | None = field(default=None, compare=False)

    @property
    def number(self) -> str:
        return self.cooperative.registration_number

    @property
    def name(self) -> str:
        """Whose row it is."""
        return self.cooperative.name

    @property
    def note(self) -> str:
        """What its note says of it, "" for nothing."""
        return self.record.note

    def column(self, field: str) -> SheetColumn | None:
        """The column in which it has a field."""
        return next((cell.column for cell in self.cells if cell.column.field == field), None)

    def mark(self, field: str) -> str:
        """What ends the address of its sheet's page so that it opens at one of its cells."""
        return at_cell(self.number, field)

    @property
    def is_blank(self) -> bool:
        """Whether no figure is given; a note is none."""
        return not any(cell.text for cell in self.cells if cell.column.field != "note")

    @property
    def blank_cells(self) -> list[SheetCell]:
        """Its cells without a figure that is asked for."""
        return [cell for cell in self.cells if cell.column.figure and cell.is_missing]

    @property
    def first_blank(self) -> str:
        """The field of its first cell without anything; of its first cell where there is none."""
        blanks = [cell for cell in self.cells if cell.is_missing]
        return (blanks or self.cells)[0].column.field

    @property
    def open_findings(self) -> list[Judged]:
        return [judged for judged in self.findings if judged.is_open]

    @property
    def warnings_to_answer(self) -> list[Judged]:
        """What is unusual and waits for a word."""
        return [judged for judged in self.open_findings if not judged.finding.is_error]

    @property
    def changed_cells(self) -> list[SheetCell]:
        return [cell for cell in self.cells if cell.before is not None]


class Cells(ABC):
    """Cells of some records, as one person fills them: what `saving` stores them by."""

    columns: tuple[SheetColumn, ...]
    reader: User

    @abstractmethod
    def hold(self) -> None:
        """Hold what is filled in for the rest of the transaction. Raises LockedError."""

    @abstractmethod
    def records(self, numbers: Iterable[str]) -> dict[str, Record]:
        """The records of these rows by number, new ones unsaved; unknown numbers are left out."""

    def follow(self, record: Record, changed: set[str]) -> set[str]:
        """Set what follows from changed fields; return the names of fields set so."""
        return set()

    def follows(self, record: Record, field: str) -> bool:
        """Whether a cell follows others until somebody types in it."""
        return False

    def note_following(self, record: Record, typed: set[str], following: set[str]) -> set[str]:
        """Note in a record which cells somebody has typed in, and which follow others from now on;
        return the names of those with which that is new.
        """
        return set()

    def row_locked(self, record: Record) -> str:
        """Why one row cannot be changed; "" if it can."""
        return ""

    def barred(self, column: SheetColumn, record: Record) -> str:
        """Why nothing can be stored in a record's cell; "" where it can."""
        return ""

    @abstractmethod
    def store(self, new: list[Record], changed: list[Record], fields: set[str]) -> None:
        """Store held records. fields: those that changed in any of them."""

    def column(self, field: str) -> SheetColumn | None:
        """The column that holds a field."""
        return next((column for column in self.columns if column.field == field), None)

    def texts(self, record: Record | None) -> dict[str, str]:
        """What stands in each cell of a record's row, by field."""
        return {
            column.field: "" if record is None else column.show(value_of(record, column.field))
            for column in self.columns
        }


class Sheet(Cells):
    """The figures of one unit for one period, as one person sees and fills them."""

    zeros: tuple[SheetColumn, ...] = ()
    """Columns that hold 0 in a period without activity, in one gesture; `reason` then says why."""
    reason: SheetColumn | None = None
    repeating: tuple[SheetColumn, ...] = ()
    """Columns whose values hardly change from one period to the next: all blank cells of one take
    the last period's in one gesture. Others take it cell by cell, as somebody looks at each.
    """
    unit: AdministrativeUnit
    period: Quarter | int
    """The quarter, or the year."""
    year: int

    @property
    @abstractmethod
    def key(self) -> str:
        """A short name that tells it from every other sheet."""

    @property
    @abstractmethod
    def locked(self) -> str:
        """Why its reader can change nothing now; "" if the reader can."""

    @abstractmethod
    def rows(self, numbers: Iterable[str] | None = None) -> list[SheetRow]:
        """Its rows by name, or those of the cooperatives with these registration numbers."""

    @abstractmethod
    def filled(self) -> Completeness:
        """How full it is."""

    def barred(self, column: SheetColumn, record: Record) -> str:
        return self.not_asked(column, record.cooperative)

    def not_asked(self, column: SheetColumn, cooperative: Organisation) -> str:
        """Why a cooperative is not asked for what a column holds; "" where it is."""
        figure = column.figure
        return not_asked(figure, cooperative.sector, self.year) if figure else ""
