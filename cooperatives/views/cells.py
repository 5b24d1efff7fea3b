"""What the grid's script asks of a sheet: to store cells, and to take words of confirmation.

Everything here answers in JSON, also what is refused: the typed texts stay in the browser, and its
script says why they are still there.
"""

import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ..entry.columns import MARKS
from ..entry.saving import Entry, SaveOutcome, save_cells
from ..entry.sheet import LockedError, Sheet, SheetRow
from ..ground.numbers import Mark
from ..returns.answering import Word, answer_warnings
from ..returns.sheet import quarterly_sheet
from ..rights.permissions import Permission
from ..yearly.sheet import yearly_sheet

MOST_CELLS = 2_000
"""Cells in one request; the script sends more in several."""
MOST_WORDS = 500
"""Words of confirmation in one request."""
LONGEST_TEXT = 100_000
"""Characters of one cell. What a column cannot hold is refused cell by cell, with a sentence; only
what no person can have typed is refused with the whole request."""

SURROGATE = re.compile("[\ud800-\udfff]")

UNAUTHORIZED, FORBIDDEN, NOT_FOUND, CONFLICT, UNREADABLE = 401, 403, 404, 409, 400


class _UnreadableError(Exception):
    """A request that no page of ours sends."""


def _for_script(permission: Permission) -> Callable:
    """Answer a script: in JSON also to those who may not, or are not signed in any more.

    In the language of its page (`X-Page-Language`), which shows the texts of the answer: another
    page of the browser may have switched since, and "1.635" is another number then.
    """

    def decorate(view):
        @login_not_required
        @require_POST
        @wraps(view)
        def answered(request: HttpRequest, *args, **kwargs) -> JsonResponse:
            asked = request.headers.get("X-Page-Language")
            with override(asked if asked in MARKS else get_language()):
                return answer(request, *args, **kwargs)

        def answer(request: HttpRequest, *args, **kwargs) -> JsonResponse:
            if not request.user.is_authenticated:
                return _refusal(UNAUTHORIZED, _("You are signed out: sign in again."))
            if not request.user.may(permission):
                return _refusal(FORBIDDEN, _("Your role does not allow this."))
            if request.headers.get("X-Typed-By") != str(request.user.pk):
                message = _("Somebody else is signed in now: these figures are not theirs to send.")
                return _refusal(CONFLICT, message)
            try:
                return view(request, _body(request), *args, **kwargs)
            except Http404 as error:
                return _refusal(NOT_FOUND, str(error))
            except LockedError as error:
                return _refusal(CONFLICT, str(error), locked=True)
            except ValidationError as error:
                return _refusal(UNREADABLE, error.messages[0])
            except _UnreadableError:
                return _refusal(UNREADABLE, _("The request could not be read."))

        return answered

    return decorate


def _refusal(status: int, said: str, **more: Any) -> JsonResponse:
    return JsonResponse({"error": said, **more}, status=status)


def _body(request: HttpRequest) -> Any:
    try:
        return json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise _UnreadableError from error


# --- Cells ----------------------------------------------------------------------------------------


@_for_script(Permission.RETURN_WRITE)
def return_cells(request, body, year: int, quarter: int, code: str) -> JsonResponse:
    """Store cells of a quarterly return: `{"cells": [{"number", "field", "text", "base"}, …]}`.

    Each with a `language` ("vi", "en") if the text was typed into a page of another language than
    is in force, a `base_language` if the base stood in a page of another one than the text, and
    with `follows` if the text is not typed but what the cell follows from then on.
    """
    return _stored(quarterly_sheet(request.user, year, quarter, code), _entries(body))


@_for_script(Permission.YEARLY_REPORT_WRITE)
def yearly_report_cells(request, body, year: int, code: str) -> JsonResponse:
    """Store cells of a unit's yearly reports, as `return_cells` does."""
    return _stored(yearly_sheet(request.user, year, code), _entries(body))


def _entries(body: Any) -> list[Entry]:
    """Raises _UnreadableError for anything but a list of cells."""
    cells = body.get("cells") if isinstance(body, dict) else None
    if not isinstance(cells, list) or len(cells) > MOST_CELLS:
        raise _UnreadableError
    return [_entry(cell) for cell in cells]


def _entry(cell: Any) -> Entry:
    names = ("number", "field", "text", "base")
    texts = [cell.get(name) for name in names] if isinstance(cell, dict) else []
    if not texts or not all(isinstance(text, str) and len(text) <= LONGEST_TEXT for text in texts):
        raise _UnreadableError
    if not _is_text(texts[0]):  # the others are refused by their columns, cell by cell
        raise _UnreadableError
    # Typed perhaps before the language was changed: "1.635" is another number then.
    language = cell.get("language")
    base_mark = _mark(cell.get("base_language", language))
    return Entry(*texts, _mark(language), base_mark, cell.get("follows") is True)


def _mark(language: Any) -> Mark | None:
    return MARKS.get(language) if isinstance(language, str) else None


def _is_text(value: Any) -> bool:
    """Whether the database takes it as a text: JSON may also carry NUL and halves of characters."""
    return isinstance(value, str) and "\0" not in value and not SURROGATE.search(value)


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
            **_rows_now(sheet, touched),
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
    """What the script shows of rows after a change, by number: their findings, as HTML; and of each
    cell that follows others its text, and where that is from, in words and in short.
    """
    template = "cooperatives/entry/findings_of_row.html"
    return {
        row.number: {
            "complete": row.is_complete,
            "findings": render_to_string(template, {"sheet": sheet, "row": row}),
            "follows": {
                cell.column.field: [cell.text, cell.follows.text, cell.follows.short]
                for cell in row.cells
                if cell.follows
            },
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


def _rows_now(sheet: Sheet, numbers: set[str]) -> dict:
    """Some rows as they are now, and how full the sheet is with them."""
    return {"rows": rows_for_script(sheet, sheet.rows(numbers)), **saved_state(sheet)}


# --- Words of confirmation ------------------------------------------------------------------------


@_for_script(Permission.RETURN_WRITE)
def return_answers(request, body, year: int, quarter: int, code: str) -> JsonResponse:
    """Confirm unusual values, all or none: `{"answers": [{"number", "rule", "text", "ground"}]}`;
    one alone may come as it is.

    `ground` is what the page showed (`Finding.ground`); it may be left out. Whatever becomes of it,
    the rows are answered as they are now.
    """
    words = _words(body)
    numbers = {word.number for word in words}
    sheet = quarterly_sheet(request.user, year, quarter, code)
    try:
        answer_warnings(sheet, words)
    except ValidationError as error:
        # A return that was made for nothing has gone again, so the sheet is looked at anew.
        sheet = quarterly_sheet(request.user, year, quarter, code)
        return _refusal(UNREADABLE, error.messages[0], **_rows_now(sheet, numbers))
    return JsonResponse(_rows_now(sheet, numbers))


def _words(body: Any) -> list[Word]:
    """Raises _UnreadableError for anything but words."""
    said = body.get("answers", [body]) if isinstance(body, dict) else None
    if not isinstance(said, list) or not 0 < len(said) <= MOST_WORDS:
        raise _UnreadableError
    return [_word(one) for one in said]


def _word(said: Any) -> Word:
    names = ("number", "rule", "text")
    if not isinstance(said, dict) or not all(_is_text(said.get(name)) for name in names):
        raise _UnreadableError
    ground = said.get("ground")
    if not (ground is None or _is_text(ground)):
        raise _UnreadableError
    return Word(*(said[name] for name in names), ground)
