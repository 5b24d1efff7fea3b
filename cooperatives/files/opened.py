"""A file that somebody sent, opened: its sheets and their cells, whatever the file tries.

It is read in a process of its own (`child`), whose time and memory the system bounds.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import PurePath
from typing import Any

from .cells import FailedResult, FileCell, MissingResult, Percentage
from .child.answer import DAY, FAILED, FORMULA, MOMENT, PERCENT, SPAN, TIME
from .limits import Limits
from .process import AlreadyReadingError, FailedProcessError, read_apart
from .refusals import refusal

Range = tuple[int, int, int, int]
"""Top, left, bottom, right: rows and columns from 0, both ends included."""


@dataclass(frozen=True)
class OpenedSheet:
    """One sheet. rows: each without the blank cells at its end (in CSV with them), so that rows are
    of different widths; the first is row 1 of the file. Hidden rows and columns are among them.
    merged: cells shown as one, whose value stands in the first.
    """

    title: str
    is_visible: bool
    rows: tuple[tuple[FileCell, ...], ...]
    merged: tuple[Range, ...] = ()

    def cells(self, width: int) -> Iterator[tuple[FileCell, ...]]:
        """Its rows, each so many cells wide."""
        for row in self.rows:
            yield row[:width] + (None,) * (width - len(row))


@dataclass(frozen=True)
class OpenedFile:
    """A file with its sheets, at least one; those that are charts are left out. A CSV has one sheet
    without a title.
    """

    name: str
    sheets: tuple[OpenedSheet, ...]
    is_csv: bool = False

    def sheet(self, title: str) -> OpenedSheet:
        """The sheet of a title. Raises KeyError."""
        return {sheet.title: sheet for sheet in self.sheets}[title]


def open_file(
    name: str,
    content: bytes,
    limits: Limits,
    *,
    person: str = "",
    headers: Iterable[str] = (),
) -> OpenedFile:
    """Open an .xlsx, .xls, .ods or .csv; a workbook is known by its content.

    person: whoever sends it, of whom one file at a time is read; "" for a command. headers: texts
    that headers may have, as `header_key` has them; the delimiter of a CSV is the one that finds
    most of them. Raises UnreadableFileError, whose error says what to do.
    """
    kind = kind_of(name, content)
    try:
        with read_apart(kind, content, headers, limits, person) as lines:
            sheets = tuple(_sheets(lines, name))
    except AlreadyReadingError as error:
        raise refusal("busy", name) from error
    except FailedProcessError as failed:
        raise refusal(failed.args[0], name) from failed
    if not sheets:
        raise refusal("damaged", name)
    return OpenedFile(name, sheets, is_csv=kind == "csv")


def kind_of(name: str, content: bytes) -> str:
    """Whether a file is a "workbook" or a "csv", by its name and its first bytes alone.

    Raises UnreadableFileError for what is neither.
    """
    ending = PurePath(name).suffix.lower()
    is_zip, is_ole = content.startswith(b"PK\x03\x04"), content.startswith(b"\xd0\xcf\x11\xe0")
    if content.startswith(b"%PDF"):
        raise refusal("pdf", name)
    if ending in _REFUSED_ENDINGS:
        raise refusal(_REFUSED_ENDINGS[ending], name)
    if ending == ".csv":
        if is_zip or is_ole:
            raise refusal("workbook_named_csv", name)
        return "csv"
    if ending not in WORKBOOK_ENDINGS:
        raise refusal("ending", name)
    if is_zip or is_ole:
        return "workbook"
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise refusal("web_page", name)
    raise refusal("damaged", name)


WORKBOOK_ENDINGS = frozenset((".xlsx", ".xls", ".ods"))
_REFUSED_ENDINGS = {
    ".xlsm": "macros",
    ".xltm": "macros",
    ".xlsb": "xlsb",
    ".doc": "word",
    ".docx": "word",
    ".odt": "word",
    ".pdf": "pdf",
}


def _sheets(lines: Iterator[Any], name: str) -> Iterator[OpenedSheet]:
    """The sheets of an answer, as `child.answer` describes it."""
    head: dict | None = None
    rows: list[tuple[FileCell, ...]] = []
    for line in lines:
        if type(line) is list:
            rows.append(tuple([_cell(cell) if type(cell) is list else cell for cell in line]))
        elif type(line) is int:
            rows.extend([()] * line)
        else:
            if "refused" in line:
                raise refusal(line["refused"], name, line)
            if head:
                yield _sheet(head, rows)
            head, rows = line, []
    if head:
        yield _sheet(head, rows)


def _sheet(head: dict, rows: list[tuple[FileCell, ...]]) -> OpenedSheet:
    merged = tuple(tuple(one) for one in head["merged"])
    return OpenedSheet(head["title"], head["is_visible"], tuple(rows), merged)


_READERS = {
    DAY: date.fromisoformat,
    MOMENT: datetime.fromisoformat,
    TIME: time.fromisoformat,
    SPAN: lambda text: timedelta(seconds=float(text)),
    FORMULA: MissingResult,
    FAILED: FailedResult,
    PERCENT: Percentage,
}


def _cell(pair: list[str]) -> FileCell:
    letter, text = pair
    return _READERS[letter](text)
