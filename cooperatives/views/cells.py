"""What the grid's script asks of a sheet: to store cells, and to take words of confirmation.

What is pasted comes by its own way (`pasting`) into cells, which are stored here.
"""

from typing import Any

from django.http import JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format, time_format

from ..entry.saving import Entry, SaveOutcome, save_cells
from ..entry.sheet import Sheet, SheetRow
from ..returns.answering import answer_warning
from ..returns.sheet import quarterly_sheet
from ..rights.permissions import Permission
from ..yearly.sheet import yearly_sheet
from .scripts import UnreadableError, for_script, is_text, mark_of

MOST_CELLS = 2_000
"""Cells in one request; the script sends more in several."""
LONGEST_TEXT = 100_000
"""Characters of one cell. What a column cannot hold is refused cell by cell, with a sentence; only
what no person can have typed is refused with the whole request."""


# --- Cells ----------------------------------------------------------------------------------------


@for_script(Permission.RETURN_WRITE)
def return_cells(request, body, year: int, quarter: int, code: str) -> JsonResponse:
    """Store cells of a quarterly return: `{"cells": [{"number", "field", "text", "base"}, …]}`.

    Each with a `language` ("vi", "en") if the text was typed into a page of another language than
    is in force, and a `base_language` if the base stood in a page of another one than the text.
    """
    return _stored(quarterly_sheet(request.user, year, quarter, code), _entries(body))


@for_script(Permission.YEARLY_REPORT_WRITE)
def yearly_report_cells(request, body, year: int, code: str) -> JsonResponse:
    """Store cells of a unit's yearly reports, as `return_cells` does."""
    return _stored(yearly_sheet(request.user, year, code), _entries(body))


def _entries(body: Any) -> list[Entry]:
    """Raises UnreadableError for anything but a list of cells."""
    cells = body.get("cells") if isinstance(body, dict) else None
    if not isinstance(cells, list) or len(cells) > MOST_CELLS:
        raise UnreadableError
    return [_entry(cell) for cell in cells]


def _entry(cell: Any) -> Entry:
    names = ("number", "field", "text", "base")
    texts = [cell.get(name) for name in names] if isinstance(cell, dict) else []
    if not texts or not all(isinstance(text, str) and len(text) <= LONGEST_TEXT for text in texts):
        raise UnreadableError
    if not is_text(texts[0]):  # the others are refused by their columns, cell by cell
        raise UnreadableError
    # Typed perhaps before the language was changed: "1.635" is another number then.
    language = cell.get("language")
    return Entry(*texts, mark_of(language), mark_of(cell.get("base_language", language)))


def _stored(sheet: Sheet, entries: list[Entry]) -> JsonResponse:
    outcome = save_cells(sheet, entries)
    touched = outcome.changed | {entry.number for entry in entries}
    return JsonResponse(
        {
            "saved": [[cell.number, cell.field, cell.text] for cell in outcome.saved],
            "refused": [
                {
                    "number": cell.number,
                    "field": cell.field,
                    "message": cell.message,
                    "fields": cell.fields,
                }
                for cell in outcome.refused
            ],
            "conflicts": _conflicts(outcome),
            "rows": rows_for_script(sheet, sheet.rows(touched)),
            **saved_state(sheet),
        }
    )


def _conflicts(outcome: SaveOutcome) -> list[dict]:
    return [
        {
            "number": cell.number,
            "field": cell.field,
            "text": cell.text,
            "by": cell.by,
            "at": cell.at and date_format(timezone.localtime(cell.at), "SHORT_DATETIME_FORMAT"),
        }
        for cell in outcome.conflicts
    ]


def rows_for_script(sheet: Sheet, rows: list[SheetRow]) -> dict[str, dict]:
    """What the script shows of rows after a change, by number: their findings, as HTML."""
    template = "cooperatives/entry/findings_of_row.html"
    return {
        row.number: {
            "complete": row.is_complete,
            "findings": render_to_string(template, {"sheet": sheet, "row": row}),
        }
        for row in rows
    }


def saved_state(sheet: Sheet) -> dict:
    """How full the sheet is, and the time of day that it was stored at."""
    filled = sheet.filled()
    return {
        "complete": filled.complete,
        "expected": filled.expected,
        "at": time_format(timezone.localtime(), "H:i"),
    }


# --- Words of confirmation ------------------------------------------------------------------------


@for_script(Permission.RETURN_WRITE)
def return_answers(request, body, year: int, quarter: int, code: str) -> JsonResponse:
    """Confirm an unusual value: `{"number", "rule", "text"}`."""
    sheet = quarterly_sheet(request.user, year, quarter, code)
    names = ("number", "rule", "text")
    if not isinstance(body, dict) or not all(is_text(body.get(name)) for name in names):
        raise UnreadableError
    answer_warning(sheet, body["number"], body["rule"], body["text"])
    return JsonResponse(
        {"rows": rows_for_script(sheet, sheet.rows([body["number"]])), **saved_state(sheet)}
    )
