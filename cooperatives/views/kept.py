"""A file between its preview and its confirmation.

The session keeps the file; the form of the preview carries a signed mark of that file and of the
outcome that the person saw. Only that outcome of that file is stored.
"""

import base64
import hashlib
import zlib
from typing import Any

from django.core import signing
from django.http import HttpRequest

SECONDS = 3600
"""How long a preview may be confirmed."""


def packed(content: bytes) -> str:
    """A file's content as the session keeps it."""
    return base64.b85encode(zlib.compress(content)).decode()


def unpacked(text: str) -> bytes:
    """The content that was packed."""
    return zlib.decompress(base64.b85decode(text))


def keep(request: HttpRequest, slot: str, kept: dict[str, Any], outcome: str) -> str:
    """Keep a file in its slot of the session, and return the mark for the preview's form."""
    request.session[slot] = kept
    return signing.dumps({"file": _digest(kept), "outcome": outcome}, salt=_salt(slot))


def seen(request: HttpRequest, slot: str) -> tuple[dict[str, Any], str] | None:
    """The file and the outcome that the sent form was the preview of.

    None where that preview is gone, too old, or was of another file; then the slot is empty.
    """
    kept = request.session.get(slot)
    try:
        mark = signing.loads(request.POST.get("seen", ""), salt=_salt(slot), max_age=SECONDS)
    except signing.BadSignature:
        mark = None
    if kept is None or mark is None or mark["file"] != _digest(kept):
        drop(request, slot)
        return None
    return kept, mark["outcome"]


def drop(request: HttpRequest, slot: str) -> None:
    """Keep nothing in a slot any more."""
    request.session.pop(slot, None)


def _digest(kept: dict[str, Any]) -> str:
    return hashlib.sha256(repr(sorted(kept.items())).encode()).hexdigest()


def _salt(slot: str) -> str:
    return f"cooperatives.{slot}"
