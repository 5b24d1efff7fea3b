"""The rows that a file holds for a return, read and not yet compared: ours and an office's own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..entry.columns import SheetColumn


@dataclass(frozen=True)
class FilledCell:
    """What a file says in one cell.

    value: as its column reads it. source: as a person sees it in the file. problem: why it cannot
    be read, "" where it can.
    """

    value: Any
    source: str
    problem: str = ""


@dataclass(frozen=True)
class FilledRow:
    """One row of a file: its row number, whom it is about, and its cells by field; a column that
    the file lacks has none.

    before: what was stored, by field, when the file was downloaded, or first read here; empty for a
    row that was not there then. answer: its word on what is asked about the row.
    """

    row: int
    number: str
    name: str
    cells: Mapping[str, FilledCell]
    before: Mapping[str, Any] = field(default_factory=dict)
    answer: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing is filled in."""
        return not self.answer and all(not cell.source.strip() for cell in self.cells.values())

    def stored_before(self, column: SheetColumn) -> Any:
        """What was stored in a cell before; blank in a row that was not there."""
        return self.before.get(column.field, column.reader.blank)

    def is_as_before(self, columns: Iterable[SheetColumn]) -> bool:
        """Whether it holds nothing but what was stored before."""
        return not self.answer and all(
            not cell.problem and cell.value == self.stored_before(column)
            for column in columns
            if (cell := self.cells.get(column.field))
        )
