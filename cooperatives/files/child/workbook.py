"""Workbooks by their content: .xlsx and .xls through calamine, .ods by itself."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from . import xls, xlsx
from .answer import PERCENT, Answer, Refused, percentage, plain
from .formats import Marks
from .ods import read_ods

_OLE = b"\xd0\xcf\x11\xe0"
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    CalamineError,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    UnicodeDecodeError,
)
"""What the libraries raise on files that are broken, or broken on purpose."""


def read_workbook(content: bytes, answer: Answer) -> None:
    """Read all sheets of a workbook, whatever its name. Raises Refused."""
    try:
        if content.startswith(_OLE):
            marks = xls.marks_of(xls.workbook_stream(content))
            _read(content, answer, lambda number, _title: marks.get(number, {}))
            return
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = frozenset(archive.namelist())
            _refuse_others(archive, names)
            if "xl/workbook.xml" in names:
                files = xlsx.sheet_files(archive)
                percents = xlsx.percent_styles(archive)
                _read(
                    content,
                    answer,
                    lambda _n, title: xlsx.marks_of(archive, files.get(title, ""), percents),
                )
            else:
                read_ods(archive, answer)
    except PasswordError as error:
        raise Refused("password") from error
    except _BROKEN as error:
        raise Refused("damaged", value=str(error)[:200]) from error


def _refuse_others(archive: zipfile.ZipFile, names: frozenset[str]) -> None:
    """Refuse what is packed like a workbook and is none that can be read."""
    if "xl/workbook.bin" in names:
        raise Refused("xlsb")
    if "xl/vbaProject.bin" in names:
        raise Refused("macros")
    if "word/document.xml" in names:
        raise Refused("word")
    if "mimetype" in names:
        kind = archive.open("mimetype").read(100)
        if b"opendocument" in kind and not kind.startswith(
            b"application/vnd.oasis.opendocument.spreadsheet"
        ):
            raise Refused("word")


def _read(content: bytes, answer: Answer, marks_of: Callable[[int, str], Marks]) -> None:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for number, sheet in enumerate(workbook.sheets_metadata):
        if sheet.typ != SheetTypeEnum.WorkSheet:
            continue  # a chart has no cells
        cells = workbook.get_sheet_by_name(sheet.name)
        merged = [
            [*top_left, *bottom_right] for top_left, bottom_right in cells.merged_cell_ranges or ()
        ]
        is_visible = sheet.visible == SheetVisibleEnum.Visible
        answer.sheet(sheet.name, is_visible=is_visible, merged=merged)
        for row in _marked(_rows(cells), marks_of(number, sheet.name)):
            while row and row[-1] is None:
                row.pop()
            answer.row(row)


def _rows(sheet: CalamineSheet) -> Iterator[list]:
    """The rows of a sheet from its first on, as they stand in the answer."""
    if sheet.start is None:
        return
    before = [None] * sheet.start[1]
    for cells in sheet.iter_rows():
        yield before + [plain(cell) for cell in cells]


def _marked(rows: Iterable[list], marks: Marks) -> Iterator[list]:
    """The rows with their marks, also beyond what calamine took for the last cell."""
    by_row: dict[int, dict[int, Any]] = {}
    for (row, column), mark in marks.items():
        by_row.setdefault(row, {})[column] = mark
    number = -1
    for number, cells in enumerate(rows):
        yield _with_marks(cells, by_row.pop(number, {}))
    for further in range(number + 1, max(by_row, default=-1) + 1):
        yield _with_marks([], by_row.get(further, {}))


def _with_marks(cells: list, marks: dict[int, Any]) -> list:
    if marks:
        cells += [None] * (max(marks) + 1 - len(cells))
        for column, mark in marks.items():
            cells[column] = percentage(cells[column]) if mark == [PERCENT] else mark
    return cells
