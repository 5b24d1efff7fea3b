"""A file as a table: CSV in UTF-8, or the first sheet of an Excel workbook, read with care."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import PurePath
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _
from openpyxl import DEFUSEDXML, Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from ..ground.vietnamese import tidy

FileCell = str | int | float | bool | date | datetime | time | timedelta | None
"""CSV holds text alone; a workbook holds numbers and dates too."""

DELIMITERS = ",;\t"
MOST_COLUMNS = 100
MOST_ZIP_ENTRIES = 1_000


@dataclass(frozen=True)
class RowError:
    """What is wrong at one place of a file. Rows count from 1, the header being row 1.

    column: as the file names it, or by its code where the file lacks it. label: what the interface
    calls it, "" where it is no column that is known.
    """

    row: int
    column: str
    value: str
    message: str
    label: str = ""

    @property
    def column_named(self) -> str:
        """The column in the reader's words, and as the file names it where that differs."""
        if not self.label or header_key(self.label) == header_key(self.column):
            return self.column
        return f"{self.label} ({self.column})"


class UnreadableFileError(Exception):
    """A file that is no table at all. Raised with a `RowError`."""

    @property
    def error(self) -> RowError:
        return self.args[0]


class TooManyRowsError(UnreadableFileError):
    """More rows than whoever asked can take at once."""


class MissingSheetError(UnreadableFileError):
    """A workbook without the sheet asked for."""


@dataclass(frozen=True)
class Limits:
    """What a file may cost: rows below its header, and the bytes that a workbook unpacks to."""

    rows: int
    unpacked_bytes: int


UPLOAD = Limits(rows=5_000, unpacked_bytes=8 * 1024 * 1024)
COMMAND = Limits(rows=1_048_575, unpacked_bytes=512 * 1024 * 1024)


@dataclass(frozen=True)
class Table:
    """The header's cells, and the rows that are not blank, each with its number."""

    header: list[str]
    rows: list[tuple[int, list[FileCell]]]


class MissingResult:
    """The cell of a formula whose result the file does not hold."""

    def __init__(self, formula: str) -> None:
        self.formula = formula

    def __str__(self) -> str:
        return self.formula


def read_table(name: str, content: bytes, known_headers: Iterable[str], limits: Limits) -> Table:
    """Read a file by the ending of its name.

    known_headers: texts that headers may have; the delimiter of a CSV is the one that finds most.
    Raises UnreadableFileError.
    """
    ending = PurePath(name).suffix.lower()
    _refuse_old_excel(name, content)
    if ending == ".csv" and not content.startswith(b"PK\x03\x04"):
        return _table(_csv_rows(content, known_headers), limits)
    if ending == ".xlsx":
        rows = workbook_rows(name, content, limits)
        return _table(enumerate(map(list, rows), start=1), limits)
    message = _(
        "Only files ending in .csv (UTF-8) or .xlsx can be imported: save it as one of them."
    )
    raise UnreadableFileError(RowError(1, "", name, message))


def _table(rows: Iterator[tuple[int, list[FileCell]]], limits: Limits) -> Table:
    header: list[str] = []
    body = []
    for number, cells in rows:
        if number == 1:
            header = [tidy("" if cell is None else str(cell)) for cell in cells]
        elif any(not is_blank(cell) for cell in cells):
            body.append((number, cells))
            if len(body) > limits.rows:
                message = _("The file has more than %(rows)s rows.") % {"rows": limits.rows}
                raise TooManyRowsError(RowError(number, "", "", message))
    if not any(header):
        message = _("The first row is blank: it must name the columns.")
        raise UnreadableFileError(RowError(1, "", "", message))
    return Table(header, body)


def is_blank(cell: FileCell) -> bool:
    """Whether a cell holds nothing, or only spaces and what is invisible."""
    if not isinstance(cell, str):
        return cell is None
    return not (cell if cell.isascii() else tidy(cell)).strip()


# --- CSV ----------------------------------------------------------------------------------------


def _csv_rows(content: bytes, known_headers: Iterable[str]) -> Iterator[tuple[int, list[FileCell]]]:
    text = _decoded(content)
    delimiter = _delimiter(text, set(known_headers))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number, width = 0, 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            message = _(
                "The row cannot be read: a quotation mark is opened and not closed, or stands in "
                "the middle of a cell."
            )
            raise UnreadableFileError(RowError(number, "", str(error), message)) from error
        if number == 1:
            width = len(cells)
        elif cells and len(cells) < width and any(not is_blank(cell) for cell in cells):
            message = _(
                "Cells in this row: %(cells)s, in the header: %(width)s. Is the line cut off?"
            )
            params = {"cells": len(cells), "width": width}
            raise UnreadableFileError(
                RowError(number, "", delimiter.join(cells)[:100], message % params)
            )
        yield number, cells


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        message = _(
            "The file is in UTF-16, not UTF-8: in Excel, save it as “CSV UTF-8 (comma delimited)”."
        )
        raise UnreadableFileError(RowError(1, "", "UTF-16", message))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = content[before.rfind(b"\n") + 1 :].split(b"\n", 1)[0]
        message = _(
            "The text is not in UTF-8: in Excel, save the file as “CSV UTF-8 (comma delimited)”, "
            "or as .xlsx."
        )
        value = line.decode("utf-8", errors="replace").strip()[:100]
        number = before.count(b"\n") + 1
        raise UnreadableFileError(RowError(number, "", value, message)) from error
    if "\x00" in text:
        number = text[: text.index("\x00")].count("\n") + 1
        message = _("The file holds characters that are no text: save it anew as “CSV UTF-8”.")
        raise UnreadableFileError(RowError(number, "", "\\x00", message))
    return text


def _delimiter(text: str, known_headers: set[str]) -> str:
    def columns_found(delimiter: str) -> tuple[int, int]:
        try:
            cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
        except csv.Error:
            return 0, 0
        return sum(header_key(cell) in known_headers for cell in cells), len(cells)

    return max(DELIMITERS, key=columns_found)


def header_key(text: str) -> str:
    """A header as it is compared: case and spaces aside."""
    return tidy(text).casefold()


# --- Excel --------------------------------------------------------------------------------------

# What openpyxl and the zip reader raise on files that are broken, or broken on purpose.
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    InvalidFileException,
    ParseError,
    zlib.error,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,  # defusedxml's refusals are among them
)


def workbook_rows(
    name: str, content: bytes, limits: Limits, *, title: str | None = None, width: int | None = None
) -> Iterator[tuple[FileCell, ...]]:
    """The rows of one sheet of an Excel workbook, whatever the file tries.

    title: the sheet's; without one it is the first sheet that shows. width: how many columns to
    read; without it those of the first row. Raises UnreadableFileError, for a sheet that is not
    there MissingSheetError.
    """
    _refuse_old_excel(name, content)
    try:
        has_formulas = _unpack_guarded(content, limits.unpacked_bytes)
        rows = _sheet_rows(content, limits, title, width, results=True)
        if has_formulas:
            formulas = _sheet_rows(content, limits, title, width, results=False)
            rows = _with_results(list(rows), list(formulas))
        yield from rows
    except _BROKEN as error:
        message = _("This is no Excel workbook (.xlsx), or a damaged one: save it anew in Excel.")
        raise UnreadableFileError(RowError(1, "", name, message)) from error


def _refuse_old_excel(name: str, content: bytes) -> None:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        message = _(
            "This is an old or protected Excel file: save it as an Excel workbook (.xlsx) "
            "without a password."
        )
        raise UnreadableFileError(RowError(1, "", name, message))


def _unpack_guarded(content: bytes, most_bytes: int) -> bool:
    """Unpack everything once, counting. Returns whether any sheet has a formula.

    Raises UnreadableFileError for what unpacks to too much, whatever its directory says.
    """
    unpacked = 0
    has_formulas = False
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        if len(entries) > MOST_ZIP_ENTRIES or sum(e.file_size for e in entries) > most_bytes:
            raise _too_big(most_bytes)
        for entry in entries:
            is_sheet = entry.filename.startswith("xl/worksheets/")
            with archive.open(entry) as file:
                tail = b""
                while piece := file.read(1 << 16):
                    unpacked += len(piece)
                    if unpacked > most_bytes:
                        raise _too_big(most_bytes)
                    if is_sheet and not has_formulas:
                        text = tail + piece
                        has_formulas = any(mark in text for mark in (b"<f>", b"<f ", b"<f/"))
                        tail = piece[-2:]
    return has_formulas


def _too_big(most_bytes: int) -> UnreadableFileError:
    message = _(
        "The workbook unpacks to more than %(size)s MB: save the rows alone as CSV UTF-8, or "
        "split them."
    )
    params = {"size": most_bytes // 1024 // 1024}
    return UnreadableFileError(RowError(1, "", "", message % params))


def _sheet_rows(
    content: bytes, limits: Limits, title: str | None, width: int | None, *, results: bool
) -> Iterator[tuple]:
    """The rows of a sheet: the results of formulas, or the formulas themselves."""
    if not DEFUSEDXML:
        raise RuntimeError("openpyxl must read through defusedxml.")
    workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=results)
    try:
        sheet = _sheet(workbook, title)
        # The size that a sheet claims is not believed.
        sheet.reset_dimensions()
        # Blank rows between full ones are no reason to stop early, a far-off cell none to go on.
        most_rows = min(4 * limits.rows, 1_048_576)
        if width is None:
            header = next(sheet.iter_rows(max_row=1, max_col=MOST_COLUMNS, values_only=True), ())
            filled = (n for n, cell in enumerate(header, start=1) if not is_blank(cell))
            # One column more, so that a cell beyond the header is noticed.
            width = max(filled, default=1) + 1
        yield from sheet.iter_rows(max_row=most_rows, max_col=width, values_only=True)
    finally:
        workbook.close()


def _sheet(workbook: Workbook, title: str | None):
    if title is None:
        visible = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
        return visible[0]
    for sheet in workbook.worksheets:
        if sheet.title == title:
            return sheet
    raise MissingSheetError(RowError(1, "", title, _("The workbook has no such sheet.")))


def _with_results(rows: list[tuple], written: list[tuple]) -> Iterator[tuple]:
    """The rows, with a mark for each formula where the workbook was never calculated.

    In one that was, a formula without a result gave a blank.
    """

    def is_formula(cell: FileCell, source: object) -> bool:
        return source is not None and cell != source

    pairs = [
        list(zip(row, sources, strict=True)) for row, sources in zip(rows, written, strict=True)
    ]
    if any(cell is not None and is_formula(cell, source) for row in pairs for cell, source in row):
        yield from rows
        return
    for row in pairs:
        yield tuple(
            MissingResult(str(source)) if is_formula(cell, source) else cell for cell, source in row
        )
