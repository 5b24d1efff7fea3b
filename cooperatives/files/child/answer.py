"""What the process answers: lines of JSON, bounded, each a sheet's head or a row of it.

A head is `{"title", "is_visible", "merged"}`, a row a list of cells without the blank ones at its
end, a run of blank rows their number. A refusal, `{"refused", …}`, is the last line. Cells are
null, true or false, numbers and texts; what JSON does not know, or says less of than the cell's
format does, is a pair of a letter and a text.
"""

import json
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import Any, BinaryIO

DAY, MOMENT, TIME, SPAN, FORMULA, FAILED, PERCENT = "d", "m", "t", "s", "f", "e", "p"
"""The letters of pairs: a date, a date with a time, a time of day, seconds, a formula without a
result, what is shown where one failed, and a number formatted as per cent, as it is shown."""

_BLOCK = 1 << 16
_LARGEST_EXACT = 10**15


class Refused(Exception):  # noqa: N818  (it is no fault of the program)
    """A file that is not read. code: why; the reader of the answer has the words."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.details = {"refused": code, **details}


class Answer:
    """The answer as it is written. Raises Refused where it grows beyond what was asked for."""

    def __init__(self, file: BinaryIO, *, most_bytes: int, most_cells: int, most_rows: int) -> None:
        self._file = file
        self._encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
        self._bytes, self._most_bytes = 0, most_bytes
        self._cells, self._most_cells = 0, most_cells
        self._rows, self._most_rows = 0, most_rows
        self._blank = 0
        self._title = ""
        self._row = 0

    def sheet(self, title: str, *, is_visible: bool = True, merged: Iterable = ()) -> None:
        """Begin a sheet."""
        self._blank, self._title, self._row = 0, title, 0
        self._write({"title": title, "is_visible": is_visible, "merged": list(merged)})

    def row(self, cells: list) -> None:
        """Write the next row; its blank cells are None, those at its end left out."""
        self._row += 1
        self._rows += 1
        if self._rows > self._most_rows:
            raise Refused("rows", title=self._title, row=self._row, most=self._most_rows)
        if not cells:
            self._blank += 1
            return
        self._cells += len(cells)
        if self._cells > self._most_cells:
            raise Refused("cells", title=self._title, row=self._row, most=self._most_cells)
        if self._blank:
            self._write(self._blank)
            self._blank = 0
        self._write(cells)

    def _write(self, line: Any) -> None:
        written = self._encode(line).encode()
        self._bytes += len(written) + 1
        if self._bytes > self._most_bytes:
            raise Refused("text", title=self._title, row=self._row)
        self._file.write(written)
        self._file.write(b"\n")

    def refuse(self, refused: Refused) -> None:
        """End with a refusal."""
        self._file.write(self._encode(refused.details).encode() + b"\n")


def plain(cell: Any) -> Any:
    """A cell as it stands in a row; a blank is None, and a number without decimals is whole."""
    if type(cell) is str:
        return cell or None
    if type(cell) is float:
        if cell.is_integer() and abs(cell) < _LARGEST_EXACT:
            return int(cell)
        # What is no number is for the column to refuse.
        return cell if isfinite(cell) else str(cell)
    if isinstance(cell, datetime):
        return [MOMENT, cell.isoformat()]
    if isinstance(cell, date):
        return [DAY, cell.isoformat()]
    if isinstance(cell, time):
        return [TIME, cell.isoformat()]
    if isinstance(cell, timedelta):
        return [SPAN, str(cell.total_seconds())]
    return cell


def percentage(cell: Any) -> Any:
    """A cell that is formatted as per cent: 45 where 0.45 is stored; no number stays what it is."""
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return cell
    return [PERCENT, f"{cell * 100:.15g}"]
