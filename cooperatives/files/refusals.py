"""Why a file is no table that can be read, and what to do about it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from ..ground.garbled import encoding_of
from .cells import header_key


@dataclass(frozen=True)
class RowError:
    """What is wrong at one place of a file. Rows count from 1 at the top of the file.

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
    """A file that costs more than whoever asked allows."""


class MissingSheetError(UnreadableFileError):
    """A workbook without the sheet asked for."""


class BusyError(UnreadableFileError):
    """Another file of the same person is being read."""


def refusal(code: str, name: str, details: dict | None = None) -> UnreadableFileError:
    """Why a file is not read, in words. code: as the process that reads files has it; details: what
    it says of the place (`row`, `value`, `title`, `most`).
    """
    details = details or {}
    value = details.get("value", "") if "row" in details else name
    if code == "encoding":
        line = value.encode("latin-1")
        value = line.decode(errors="replace").strip()[:100]
        details = {**details, "encoding": encoding_of(line)}
        code = _ENCODINGS.get(details["encoding"], code)
    message = str(_MESSAGES.get(code, _MESSAGES["damaged"]))
    params = {key: details.get(key, "") for key in ("most", "encoding")}
    error = RowError(details.get("row", 1), "", value, message % params)
    kind = TooManyRowsError if code in _TOO_MUCH else BusyError if code == "busy" else None
    return (kind or UnreadableFileError)(error)


_ENCODINGS = {"TCVN3": "old_font", "VNI": "old_font", "Windows-1258": "windows"}
_TOO_MUCH = ("rows", "cells", "text", "time", "memory")
_MESSAGES = {
    # --- Whatever it is ---
    "busy": gettext_lazy(
        "Another file of yours is still being read: wait a moment, then upload this one again."
    ),
    "ending": gettext_lazy(
        "Only files ending in .xlsx, .xls, .ods or .csv (UTF-8) can be read: save it as one of "
        "them."
    ),
    "pdf": gettext_lazy(
        "This is a PDF, which holds no cells: send the Excel file that it was made from."
    ),
    "word": gettext_lazy(
        "This is a text document: copy its table into an Excel workbook (.xlsx) and send that."
    ),
    "web_page": gettext_lazy(
        "This is a web page that bears the name of a workbook: open it in Excel and save it as an "
        "Excel workbook (.xlsx)."
    ),
    "time": gettext_lazy(
        "Reading this file takes too long: copy the rows alone into a new workbook, or save them "
        "as CSV UTF-8."
    ),
    "memory": gettext_lazy(
        "Reading this file takes too much memory. Often a single cell far outside the table is the "
        "cause (Ctrl+End leads there): copy the table alone into a new workbook, or save it as CSV "
        "UTF-8."
    ),
    "rows": gettext_lazy(
        "The file has more than %(most)s rows in all, blank ones between filled ones included."
    ),
    "cells": gettext_lazy("The file has more than %(most)s cells: leave out what is not needed."),
    "text": gettext_lazy("The cells of the file hold too much text: leave out what is not needed."),
    # --- Workbooks ---
    "damaged": gettext_lazy(
        "This is no workbook (.xlsx, .xls, .ods), or a damaged one: save it anew in Excel."
    ),
    "macros": gettext_lazy(
        "This is a workbook with macros: save it as an Excel workbook (.xlsx), which has none."
    ),
    "xlsb": gettext_lazy(
        "This is a binary workbook (.xlsb): save it as an Excel workbook (.xlsx)."
    ),
    "password": gettext_lazy(
        "The workbook is protected with a password: save it as an Excel workbook (.xlsx) without "
        "one."
    ),
    "workbook_named_csv": gettext_lazy(
        "This is an Excel workbook that is named .csv: give it the ending .xlsx, or save it as "
        "“CSV UTF-8 (comma delimited)”."
    ),
    # --- CSV ---
    "quotation": gettext_lazy(
        "The row cannot be read: a quotation mark is opened and not closed, or stands in the "
        "middle of a cell."
    ),
    "utf-16": gettext_lazy(
        "The file is in UTF-16, not UTF-8: in Excel, save it as “CSV UTF-8 (comma delimited)”."
    ),
    "encoding": gettext_lazy(
        "The text is not in UTF-8: in Excel, save the file as “CSV UTF-8 (comma delimited)”, or as "
        ".xlsx."
    ),
    "windows": gettext_lazy(
        "The text is in %(encoding)s, not UTF-8: in Excel, save the file as “CSV UTF-8 (comma "
        "delimited)”, or as .xlsx."
    ),
    "old_font": gettext_lazy(
        "The text is in %(encoding)s, an old font's encoding, not UTF-8: convert it to Unicode (in "
        "UniKey by Ctrl+Shift+F6)."
    ),
    "nul": gettext_lazy("The file holds characters that are no text: save it anew as “CSV UTF-8”."),
}
