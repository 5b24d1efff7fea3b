"""A file as a table: one of its sheets, from the row that names the columns."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from ..ground.garbled import Garbled, garbled
from ..ground.vietnamese import tidy
from .cells import FileCell, header_key, is_blank
from .limits import Limits
from .opened import OpenedFile, OpenedSheet, open_file
from .refusals import MissingSheetError, RowError, TooManyRowsError, UnreadableFileError

HEAD_ROWS = 30
"""The row that names the columns is looked for among so many that are not blank."""


@dataclass(frozen=True)
class Place:
    """Where a table stands: the title of its sheet ("" in a CSV), and the row that names its
    columns, counted from 1. is_visible: whether the sheet shows. is_only: whether the file has no
    other sheet with anything in it. rows: how many rows below are not blank.
    """

    sheet: str = ""
    header_row: int = 1
    is_visible: bool = True
    is_only: bool = True
    rows: int = 0

    def __str__(self) -> str:
        """What of it is worth saying; "" where it is the first row of the only sheet."""
        said = []
        if not self.is_visible:
            said.append(_("The hidden sheet “%(sheet)s” is read.") % {"sheet": self.sheet})
        elif not self.is_only:
            said.append(_("The sheet “%(sheet)s” is read.") % {"sheet": self.sheet})
        if self.header_row > 1:
            row = {"row": self.header_row}
            said.append(_("The columns are named in row %(row)s.") % row)
        return " ".join(said)


@dataclass(frozen=True)
class Table:
    """The header's cells, and the rows that are not blank, each with its number in the file."""

    header: list[str]
    rows: list[tuple[int, list[FileCell]]]
    place: Place = Place()
    garbled: Mapping[int, Garbled] = field(default_factory=dict)
    """What those headers were meant to say that are not in Unicode, by their place from 0."""


class SeveralSheetsError(UnreadableFileError):
    """Several sheets could be meant. Raised with a `RowError` and the places of the tables."""

    @property
    def places(self) -> tuple[Place, ...]:
        return self.args[1]


def read_table(
    name: str,
    content: bytes,
    known: Mapping[str, str],
    needed: Collection[str],
    limits: Limits,
    *,
    sheet: str = "",
    person: str = "",
) -> Table:
    """Read the one table of a file that is meant.

    known: the code of a column by what may head it, as `header_key` has it. needed: codes without
    which no sheet is meant. sheet: the title of the one that is, "" where nobody was asked; then it
    is the only one with the needed columns. person: see `open_file`. Raises UnreadableFileError:
    MissingSheetError, TooManyRowsError, and SeveralSheetsError where somebody has to be asked.
    """
    file = open_file(name, content, limits, person=person, headers=known)
    chosen = _named(file, sheet) if sheet else _meant(file, known, frozenset(needed))
    return _table(file, chosen, _header_place(chosen, known), limits)


# --- Which sheet ----------------------------------------------------------------------------------


def _named(file: OpenedFile, title: str) -> OpenedSheet:
    for sheet in file.sheets:
        if header_key(sheet.title) == header_key(title):
            return sheet
    message = _("The workbook has no such sheet. It has: %(titles)s.")
    titles = ", ".join(f"“{sheet.title}”" for sheet in file.sheets)
    raise MissingSheetError(RowError(1, "", title, message % {"titles": titles}))


def _meant(file: OpenedFile, known: Mapping[str, str], needed: frozenset[str]) -> OpenedSheet:
    """The sheet with the needed columns. Without one, the first that shows and has most of them, so
    that what it lacks can be told.
    """
    complete = [sheet for sheet in file.sheets if needed <= _codes(sheet, known)]
    filled = [sheet for sheet in file.sheets if any(sheet.rows)]
    # What is hidden is not taken in silence, where something else shows.
    if len(complete) > 1 or (complete and not complete[0].is_visible and len(filled) > 1):
        places = tuple(_place(file, sheet, _header_place(sheet, known)) for sheet in complete)
        titles = ", ".join(f"“{place.sheet}”" for place in places)
        message = _(
            "Several sheets of the file could be meant: say which one (of the command: --sheet)."
        )
        raise SeveralSheetsError(RowError(1, "", titles, message), places)
    if complete:
        return complete[0]

    def likelihood(sheet: OpenedSheet) -> tuple[bool, int, bool]:
        return sheet.is_visible, len(_codes(sheet, known)), any(sheet.rows)

    return max(file.sheets, key=likelihood)


def _codes(sheet: OpenedSheet, known: Mapping[str, str]) -> set[str]:
    place = _header_place(sheet, known)
    return _codes_in(sheet.rows[place], known) if place < len(sheet.rows) else set()


def _codes_in(row: tuple[FileCell, ...], known: Mapping[str, str]) -> set[str]:
    return {known[key] for cell in row if (key := header_key(_text(cell))) in known}


def _header_place(sheet: OpenedSheet, known: Mapping[str, str]) -> int:
    """The place from 0 of the row that names the columns: the first with at least half of the
    headings that any row has. Where none has two, it is the first row that is not blank.
    """
    filled = [n for n, row in enumerate(sheet.rows) if not all(map(is_blank, row))][:HEAD_ROWS]
    found = {n: len(_codes_in(sheet.rows[n], known)) for n in filled}
    most = max(found.values(), default=0)
    if most < 2:
        return filled[0] if filled else 0
    return next(n for n in filled if 2 * found[n] >= most)


# --- Its rows -------------------------------------------------------------------------------------


def _table(file: OpenedFile, sheet: OpenedSheet, header_place: int, limits: Limits) -> Table:
    header = [tidy(_text(cell)) for cell in sheet.rows[header_place]] if sheet.rows else []
    if not any(header):
        message = _("The file has no row that names the columns: begin with one.")
        raise UnreadableFileError(RowError(1, "", "", message))
    width = len(header) if file.is_csv else 0
    body = []
    for number, cells in _numbered(sheet, header_place + 1):
        if len(cells) < width:
            raise _cut_off(number, cells, width)
        body.append((number, list(cells)))
        if len(body) > limits.rows:
            message = _("The file has more than %(rows)s rows.") % {"rows": limits.rows}
            raise TooManyRowsError(RowError(number, "", "", message))
    place = _place(file, sheet, header_place)
    return Table(header, body, place, _garbled(sheet.rows[header_place]))


def _place(file: OpenedFile, sheet: OpenedSheet, header_place: int) -> Place:
    others = [one for one in file.sheets if one is not sheet and any(one.rows)]
    rows = sum(1 for _row in _numbered(sheet, header_place + 1))
    return Place(sheet.title, header_place + 1, sheet.is_visible, not others, rows)


def _garbled(header: tuple[FileCell, ...]) -> dict[int, Garbled]:
    found = ((place, garbled(_text(cell))) for place, cell in enumerate(header))
    return {place: one for place, one in found if one}


def _numbered(sheet: OpenedSheet, start: int) -> Iterator[tuple[int, tuple[FileCell, ...]]]:
    """The rows from a place on that are not blank, each with its number."""
    for number, cells in enumerate(sheet.rows[start:], start=start + 1):
        if not all(map(is_blank, cells)):
            yield number, cells


def _cut_off(number: int, cells: tuple[FileCell, ...], width: int) -> UnreadableFileError:
    message = _("Cells in this row: %(cells)s, in the header: %(width)s. Is the line cut off?")
    params = {"cells": len(cells), "width": width}
    shown = ",".join(map(_text, cells))[:100]
    return UnreadableFileError(RowError(number, "", shown, message % params))


def _text(cell: FileCell) -> str:
    return "" if cell is None else str(cell)
