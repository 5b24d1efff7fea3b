"""Finds editions that are no longer what was published."""

import json
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Edition
from .canonical import canonical, sha256
from .content import moment_text

CONTENT, RECORDS = "content", "records"
NAMES = {CONTENT: gettext_lazy("content"), RECORDS: gettext_lazy("records")}
UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What reading a text that was changed may raise, whatever it was made to say."""


def broken_editions() -> Iterator[str]:
    """A line for each edition that does not match, and for each that is missing between others.

    What was forged together with its hash, and the last edition gone, is not found by this: the
    hash that people hold, or a chain over all of them, tells that.
    """
    rows = Edition.objects.select_related("unit").order_by("year", "quarter", "unit", "number")
    series, expected = None, 1
    for edition in rows.iterator(chunk_size=1):
        place = edition.unit_id, edition.year, edition.quarter
        expected = expected if place == series else 1
        for missing in range(expected, edition.number):
            yield _("%(edition)s: missing") % {"edition": _named(edition, missing)}
        if found := list(broken_parts(edition)):
            yield f"{_named(edition, edition.number)}: {'; '.join(found)}"
        series, expected = place, edition.number + 1


def _named(edition: Edition, number: int) -> str:
    """The name of an edition of the same unit and quarter, by its number."""
    return _("%(unit)s %(year)sQ%(quarter)s edition %(number)s") % {
        "unit": edition.unit.code,
        "year": edition.year,
        "quarter": edition.quarter,
        "number": number,
    }


def broken_parts(edition: Edition) -> Iterator[str]:
    """What of an edition does not match, in the words of `check_snapshots` and the language in
    force.
    """
    for name, text, said in (
        (CONTENT, edition.content, edition.sha256),
        (RECORDS, edition.records, edition.records_sha256),
    ):
        found = sha256(text)
        if found != said:
            yield _("%(text)s has the SHA-256 %(found)s, not %(said)s") % {
                "text": NAMES[name],
                "found": found,
                "said": said,
            }
        elif not _is_canonical(text):
            yield _("%(text)s is no canonical JSON") % {"text": NAMES[name]}
        elif not isinstance(held := json.loads(text), dict):
            yield _("%(text)s is no edition") % {"text": NAMES[name]}
        else:
            yield from _unlike(edition, name, held)


def _is_canonical(text: str) -> bool:
    try:
        return canonical(json.loads(text)) == text
    except (ValueError, RecursionError):
        return False


def _unlike(edition: Edition, name: str, held: dict) -> Iterator[str]:
    """Columns that say something else than what was hashed."""
    columns = {
        "unit": edition.unit.code,
        "year": edition.year,
        "quarter": edition.quarter,
        "number": edition.number,
    }
    if name == CONTENT:
        columns |= {
            "published_at": moment_text(edition.published_at),
            "published_by": edition.published_by,
            "note": edition.note,
            "is_demo": edition.is_demo,
            "records_sha256": edition.records_sha256,
        }
    for column, value in columns.items():
        if held.get(column) != value:
            yield _("%(text)s says %(column)s %(held)r, the row %(value)r") % {
                "text": NAMES[name],
                "column": column,
                "held": held.get(column),
                "value": value,
            }
