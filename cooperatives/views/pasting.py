"""What the grid's script asks about a pasted block: where it belongs, what would become of it.

Nothing is stored here: the script puts the cells of the answer into the grid, and they go the way
of cells that were typed. What the block does not say is asked in a dialog, whose every choice comes
here again; its cells are handed out once the person has seen and confirmed them.
"""

from dataclasses import dataclass, replace
from typing import Any

from django.http import JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from ..entry.sheet import LockedError, Sheet
from ..ground.numbers import Mark
from ..ground.wording import figure
from ..office.remembered import remember, remembered
from ..office.table import SourceTable
from ..office.target import target_of
from ..office.understanding import understand
from ..pages.pasted import Pasted
from ..returns.sheet import quarterly_sheet
from ..rights.permissions import Permission
from ..yearly.sheet import yearly_sheet
from .said import is_said
from .scripts import TooMuchError, UnreadableError, for_script, is_text, mark_of

MOST_LINES = 5_000
MOST_CELLS = 100_000
LONGEST_TEXT = 100_000
"""Characters of one cell: as many as may be typed into one."""


@for_script(Permission.RETURN_WRITE)
def return_paste(request, body, year: int, quarter: int, code: str) -> JsonResponse:
    """Say where a block pasted into a quarterly return belongs.

    `{"block": [[text, …], …], "order": [number, …], "start": [number, field], "said": {key: value},
    "confirmed": fingerprint or null}`: the registration numbers in the order in which the grid
    shows its rows, the cell that was pasted into, what was chosen in the dialog, and what of it was
    seen and confirmed. A `language` says for which page's decimal mark the block was copied.
    """
    return _answered(quarterly_sheet(request.user, year, quarter, code), _paste(body))


@for_script(Permission.YEARLY_REPORT_WRITE)
def yearly_report_paste(request, body, year: int, code: str) -> JsonResponse:
    """Say where a block pasted into a unit's yearly reports belongs, as `return_paste` does."""
    return _answered(yearly_sheet(request.user, year, code), _paste(body))


def _answered(sheet: Sheet, paste: "_Paste") -> JsonResponse:
    if sheet.locked:
        raise LockedError(sheet.locked)
    target = target_of(sheet, paste.order, paste.start)
    if target.start is None:
        raise UnreadableError
    if paste.mark:
        target = replace(target, mark=paste.mark)
    table = SourceTable(paste.block)
    known = remembered(sheet.reader, None, table, target)
    found = understand(table, target, paste.said, known)
    pasted = Pasted(sheet, found, paste.said)
    if pasted.is_settled(paste.confirmed):
        if paste.confirmed:
            remember(sheet.reader, None, found)
        changes = [[cell.number, cell.field, cell.text] for cell in found.cells]
        return JsonResponse(_answer(pasted, changes, None))
    context = {"pasted": pasted, "is_stale": paste.confirmed not in (None, found.fingerprint)}
    html = render_to_string("cooperatives/entry/block_question.html", context)
    return JsonResponse(_answer(pasted, [], html))


def _answer(pasted: Pasted, changes: list[list[str]], question: str | None) -> dict[str, Any]:
    return {
        "changes": changes,
        "said_of_it": pasted.counts,
        "question": question,
        "open": pasted.found.open,
        "fingerprint": pasted.found.fingerprint,
        "problem": pasted.found.problem,
    }


# --- The request ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Paste:
    """What the script sends. mark: the decimal mark of the page that the block was pasted into,
    None for that of the page that asks.
    """

    block: tuple[tuple[str, ...], ...]
    order: tuple[str, ...]
    start: tuple[str, str]
    said: dict[str, str]
    confirmed: str | None
    mark: Mark | None


def _paste(body: Any) -> _Paste:
    """Raises UnreadableError for what no page of ours sends, TooMuchError for too large a block."""
    if not isinstance(body, dict):
        raise UnreadableError
    confirmed = body.get("confirmed")
    if not (confirmed is None or is_text(confirmed)):
        raise UnreadableError
    return _Paste(
        _block(body.get("block")),
        _order(body.get("order")),
        _start(body.get("start")),
        _said(body.get("said")),
        confirmed,
        mark_of(body.get("language")),
    )


def _block(rows: Any) -> tuple[tuple[str, ...], ...]:
    if not isinstance(rows, list) or not rows or not all(isinstance(row, list) for row in rows):
        raise UnreadableError
    if len(rows) > MOST_LINES or sum(map(len, rows)) > MOST_CELLS:
        message = _(
            "The block is too large, and nothing was pasted: at most %(lines)s lines and %(cells)s"
            " cells at once. Copy the part that belongs here."
        )
        raise TooMuchError(message % {"lines": figure(MOST_LINES), "cells": figure(MOST_CELLS)})
    if not all(is_text(text) and len(text) <= LONGEST_TEXT for row in rows for text in row):
        raise UnreadableError
    return tuple(map(tuple, rows))


def _order(numbers: Any) -> tuple[str, ...]:
    if not isinstance(numbers, list) or not all(map(is_text, numbers)):
        raise UnreadableError
    return tuple(numbers)


def _start(place: Any) -> tuple[str, str]:
    if not isinstance(place, list) or len(place) != 2 or not all(map(is_text, place)):
        raise UnreadableError
    return place[0], place[1]


def _said(said: Any) -> dict[str, str]:
    if not is_said(said):
        raise UnreadableError
    return said
