"""Reads a workbook of a return after a person has filled it in."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from ..files.cells import FileCell, is_blank
from ..files.columns import REGISTRATION_NUMBER
from ..files.limits import UPLOAD
from ..files.opened import OpenedFile, open_file
from ..files.refusals import RowError, TooManyRowsError, UnreadableFileError
from ..ground.vietnamese import tidy
from ..ground.wording import quarter_inside
from ..returns.sheet import QuarterlySheet
from . import layout
from .layout import DOWNLOADED_TITLE, IDENTITY_TITLE, LAYOUT, Identity

HEAD_ROWS = 20
"""The row of codes is looked for among so many."""
WIDTH = 60
"""Columns that are read."""


class WrongWorkbookError(UnreadableFileError):
    """A workbook that is not of this return, or whose rows cannot be told apart."""


@dataclass(frozen=True)
class FilledRow:
    """One row of the file: its row number, whom it is about, and its cells by field.

    downloaded: what was stored when the file was downloaded, by field; empty for a row that the
    file did not have then.
    """

    row: int
    number: str
    name: str
    cells: Mapping[str, FileCell]
    downloaded: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        """Whether nothing is filled in."""
        return all(is_blank(cell) for cell in self.cells.values())


def read_workbook(sheet: QuarterlySheet, name: str, content: bytes) -> list[FilledRow]:
    """The rows of a filled-in workbook of this very return, blank ones left out.

    Raises UnreadableFileError with what to do: WrongWorkbookError for another return's, and for
    one that does not say any more what it was downloaded with.
    """
    file = open_file(name, content, UPLOAD, person=str(sheet.reader.pk))
    _require_of(sheet, file)
    visible = [one for one in file.sheets if one.is_visible]
    rows = enumerate(visible[0].cells(WIDTH) if visible else (), start=1)
    places = _places(rows, sheet, name)
    next(rows, None)  # the labels
    stored = _downloaded(sheet, file)
    found = [row for number, cells in rows if (row := _row(number, cells, places, stored))]
    if len(found) > UPLOAD.rows:
        message = _("The file has more than %(rows)s rows.") % {"rows": UPLOAD.rows}
        raise TooManyRowsError(RowError(found[-1].row, "", "", message))
    return found


# --- Which return it is ---------------------------------------------------------------------------


def _require_of(sheet: QuarterlySheet, file: OpenedFile) -> None:
    found, own = _identity(file), Identity.of(sheet)
    if found.layout != LAYOUT:
        message = _(
            "The file was downloaded from another version of this program and is laid out "
            "differently: download it again and copy your figures into the new one."
        )
    elif found.unit != own.unit:
        message = _(
            "This is the file of %(found)s, and here is the return of %(own)s: choose another file."
        )
        message %= {"found": found.unit_name or found.unit, "own": own.unit_name}
    elif (found.year, found.quarter) != (own.year, own.quarter):
        message = _(
            "This is the file of %(found)s, and here is the return of %(own)s: choose another "
            "file, or upload it at the return of its own quarter."
        )
        message %= {"found": _quarter(found), "own": _quarter(own)}
    else:
        return
    raise WrongWorkbookError(RowError(1, "", file.name, message))


def _identity(file: OpenedFile) -> Identity:
    known = {field.name for field in fields(Identity)}
    try:
        rows = file.sheet(IDENTITY_TITLE).cells(2)
        pairs = {str(key): "" if value is None else str(value) for key, value in rows}
        return Identity(**{key: value for key, value in pairs.items() if key in known})
    except (KeyError, TypeError):
        message = _(
            "This workbook was not downloaded here: download that of this return, and fill it in."
        )
        raise WrongWorkbookError(RowError(1, "", file.name, message)) from None


def _quarter(of: Identity) -> str:
    number = int(of.quarter) if of.quarter in ("1", "2", "3", "4") else 0
    return f"{quarter_inside(number)}/{of.year}" if number else f"{of.quarter}/{of.year}"


# --- What was stored ------------------------------------------------------------------------------


def _downloaded(sheet: QuarterlySheet, file: OpenedFile) -> dict[str, dict[str, Any]]:
    """What was stored when the file was downloaded, by number and field."""
    width = 1 + len(sheet.columns)
    try:
        rows = file.sheet(DOWNLOADED_TITLE).cells(width)
        codes = [_text(cell) for cell in next(rows, ())]
        texts = {
            tidy(_text(number)): dict(zip(codes[1:], map(_text, cells), strict=False))
            for number, *cells in rows
        }
        return {
            number: {
                column.field: layout.kept_value(column, of_row[column.field])
                for column in sheet.columns
            }
            for number, of_row in texts.items()
        }
    except (LookupError, ValueError):
        message = _(
            "The file does not say any more what was stored when it was downloaded: download it "
            "again and copy your figures into the new one."
        )
        raise WrongWorkbookError(RowError(1, "", file.name, message)) from None


# --- Its rows -------------------------------------------------------------------------------------


def _places(rows, sheet: QuarterlySheet, name: str) -> dict[str, int]:
    """Where each column stands, by its code, also after somebody moved or added some."""
    wanted = [REGISTRATION_NUMBER.code, layout.NAME, *(column.field for column in sheet.columns)]
    for _number, cells in islice(rows, HEAD_ROWS):
        places = {tidy(str(cell)): n for n, cell in enumerate(cells) if cell is not None}
        if REGISTRATION_NUMBER.code in places:
            missing = [code for code in wanted if code not in places]
            if not missing:
                return {code: places[code] for code in wanted}
            break
    message = _(
        "Columns of the downloaded file are gone: download it again and copy your figures into it."
    )
    raise WrongWorkbookError(RowError(1, "", name, message))


def _row(
    number: int, cells: tuple[FileCell, ...], places: dict[str, int], stored: Mapping[str, dict]
) -> FilledRow | None:
    def text(code: str) -> str:
        return tidy(_text(cells[places[code]] if places[code] < len(cells) else None))

    figures = {
        code: cells[place] if place < len(cells) else None
        for code, place in places.items()
        if code not in (REGISTRATION_NUMBER.code, layout.NAME)
    }
    of = text(REGISTRATION_NUMBER.code)
    row = FilledRow(number, of, text(layout.NAME), figures, stored.get(of, {}))
    return None if row.is_blank and not row.number else row


def _text(cell: FileCell) -> str:
    # A number that lost its text format comes as 61001.0.
    cell = int(cell) if isinstance(cell, float) and cell.is_integer() else cell
    return "" if cell is None else str(cell)
