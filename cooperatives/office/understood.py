"""What a table of somebody else's was understood to say: plain data, to be shown and stored."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .table import SourceTable
from .target import Target


@dataclass(frozen=True)
class ReadColumn:
    """One column of the table. place: its index. heading: its lines in one text.

    use: what it holds, "" while that is not known: "number" (registration numbers), "name", "leave"
    (nothing that is stored), the field of a figure that is no money, of a note, score or rating,
    and of money with its unit ("revenue:million", "average_member_income:thousand-month").
    samples: its first texts. why: why it is left aside or asked about, "" if it is neither.
    """

    place: int
    heading: str
    use: str
    samples: tuple[str, ...] = ()
    why: str = ""

    @property
    def key(self) -> str:
        """The key of the question what it holds."""
        return f"column-{self.place}"

    @property
    def field(self) -> str:
        """The field that it holds, "" for none."""
        field = self.use.partition(":")[0]
        return "" if field in ("number", "name", "leave") else field


class LineKind(StrEnum):
    """What a line below the headings is."""

    COOPERATIVE = "cooperative"
    GROUP = "group"
    TOTAL = "total"
    TITLE = "title"
    NUMBERS = "numbers"  # of the columns
    BLANK = "blank"
    TWICE = "twice"  # another line is the one of its cooperative, or none is yet
    UNKNOWN = "unknown"  # it has figures, and names none of the target's cooperatives


@dataclass(frozen=True)
class ReadLine:
    """One line below the headings. index: into the table's rows; row: its number in the file.

    number: of the cooperative whose line it is, "" for none. name: as the table has it.
    candidates: likely cooperatives, numbers with labels, the likeliest first.
    """

    index: int
    row: int
    kind: LineKind
    number: str = ""
    name: str = ""
    candidates: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        """The key of the question whose line it is."""
        return f"line-{self.index}"


@dataclass(frozen=True)
class ReadCell:
    """One cell that would be stored. row: of the file.

    text: as the page shows the value, and reads it back as the same; what cannot be read stays as
    the table has it. why: the sentence that it cannot be read, "" if it can. old: what is stored
    now, as shown. was: the table's own text.
    """

    row: int
    number: str
    field: str
    text: str
    value: Any
    old: str
    was: str
    why: str = ""

    @property
    def is_readable(self) -> bool:
        """Whether it is a value of its column; rules of its row are looked at when it is stored."""
        return not self.why

    @property
    def is_cleared(self) -> bool:
        """Whether a blank goes over a stored value."""
        return not self.text and bool(self.old)

    @property
    def changes(self) -> bool:
        """Whether something else is stored now."""
        return self.text != self.old


@dataclass(frozen=True)
class LeftOut:
    """A line or column that is not stored, or some cells of it, and why, as a sentence.

    row: of the file, 0 for a column. name: as the table has it. reason: a short code, "unknown" for
    a cooperative that the target lacks.
    """

    name: str
    why: str
    reason: str
    row: int = 0


@dataclass(frozen=True)
class TotalCheck:
    """A total of the table beside the sum of its lines, both as shown. label: of its line."""

    row: int
    label: str
    field: str
    heading: str
    said: str
    found: str

    @property
    def agrees(self) -> bool:
        return self.said == self.found


@dataclass(frozen=True)
class Question:
    """Something that the table does not say. kind: its key without the number behind it.

    choices: values with labels. chosen: the value that was said, or is offered; "" while it is
    open. is_offered: whether nobody has said it yet. examples: what of the table it is about, and
    what would become of it.
    """

    key: str
    kind: str
    text: str
    choices: tuple[tuple[str, str], ...]
    chosen: str = ""
    is_offered: bool = False
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Understanding:
    """What a table says of a target's cells, and what is to be asked before any of it is stored.

    header: the headings' lines, as indices into the table's rows; empty without any. problem: a
    sentence where nothing can be made of the table.
    """

    table: SourceTable
    target: Target
    header: range = range(0)
    columns: tuple[ReadColumn, ...] = ()
    lines: tuple[ReadLine, ...] = ()
    cells: tuple[ReadCell, ...] = ()
    left: tuple[LeftOut, ...] = ()
    questions: tuple[Question, ...] = ()
    totals: tuple[TotalCheck, ...] = ()
    problem: str = ""

    @property
    def must_ask(self) -> bool:
        """Whether anything is to be asked, or was: the person sees it before it is stored."""
        return bool(self.questions)

    @property
    def open(self) -> int:
        """How many questions have no choice yet."""
        return sum(not question.chosen for question in self.questions)

    @property
    def dropped(self) -> int:
        """How many lines that may be a cooperative's are left out."""
        left = {one.row for one in self.left}
        kinds = (LineKind.UNKNOWN, LineKind.TWICE)
        return sum(line.kind in kinds and line.row in left for line in self.lines)

    @property
    def cleared(self) -> int:
        """How many stored values a blank clears."""
        return sum(cell.is_cleared for cell in self.cells)

    @property
    def fingerprint(self) -> str:
        """One for each set of cells and what stands there now: what was seen is what is stored."""
        seen = [(cell.number, cell.field, cell.text, cell.old) for cell in self.cells]
        return hashlib.sha256(repr(seen).encode()).hexdigest()
