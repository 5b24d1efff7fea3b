"""A file between its preview and its confirmation.

The file waits in the database; the form of the preview carries a signed mark of that file and of
the outcome that the person saw. Only that outcome of that file is stored.
"""

import hashlib
import json
from typing import Any

from django.core import signing
from django.http import HttpRequest

from ..models import WaitingFile
from ..models.waiting import WAITS

Kept = dict[str, Any]
"""A file: its name, its content in bytes, and what else was chosen for it, as JSON takes it."""


def keep(request: HttpRequest, purpose: str, kept: Kept, outcome: str) -> str:
    """Keep a person's file for a purpose, and return the mark for the preview's form."""
    options = _options(kept)
    WaitingFile.objects.put(request.user, purpose, kept["name"], kept["content"], options)
    return signing.dumps({"file": _digest(kept), "outcome": outcome}, salt=_salt(purpose))


def seen(request: HttpRequest, purpose: str) -> tuple[Kept, str] | None:
    """The file and the outcome that the sent form was the preview of.

    None where that preview is gone, too old, or was of another file, which goes on waiting for the
    form of its own preview.
    """
    waiting = WaitingFile.objects.young().filter(person=request.user, purpose=purpose).first()
    try:
        mark = signing.loads(
            request.POST.get("seen", ""), salt=_salt(purpose), max_age=WAITS.total_seconds()
        )
    except signing.BadSignature:
        mark = None
    kept = waiting and {
        **waiting.options,
        "name": waiting.name,
        "content": waiting.content,
    }
    if not kept or mark is None or mark["file"] != _digest(kept):
        return None
    return kept, mark["outcome"]


def drop(request: HttpRequest, purpose: str) -> None:
    """Keep no file for a purpose any more."""
    WaitingFile.objects.filter(person=request.user, purpose=purpose).delete()


def _options(kept: Kept) -> dict[str, Any]:
    return {key: value for key, value in kept.items() if key not in ("name", "content")}


def _digest(kept: Kept) -> str:
    digest = hashlib.sha256(kept["content"])
    digest.update(json.dumps([kept["name"], _options(kept)], sort_keys=True).encode())
    return digest.hexdigest()


def _salt(purpose: str) -> str:
    return f"cooperatives.{purpose}"
