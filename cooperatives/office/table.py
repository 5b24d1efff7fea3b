"""A table as somebody else made it: its cells, and where they stand."""

from dataclasses import dataclass

from ..files.cells import FileCell

MARK = "plan_tracker"
"""What a text begins with that tells the program what a sheet of ours holds. People see none."""

Merged = tuple[int, int, int, int]
"""Top, left, bottom and right of merged cells: indices into the rows, the last ones included."""


@dataclass(frozen=True)
class SourceTable:
    """Cells as they stand; a pasted block holds texts alone.

    first: the number of its first row in the file. merged: cells that are one. name: the title of
    the sheet, "" for a block.
    """

    rows: tuple[tuple[FileCell, ...], ...]
    first: int = 1
    merged: tuple[Merged, ...] = ()
    name: str = ""
