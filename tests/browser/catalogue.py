"""The messages of the product and its libraries, to tell a text in the wrong language."""

import functools
import gettext
import re
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings

# Found, not imported: some read the settings as they are imported, before `make shots` has any.
LIBRARIES = [
    Path(find_spec(package).origin).parent / "locale"
    for package in (
        "django.conf",
        "django.contrib.auth",
        "django.contrib.admin",
        "django_tables2",
        "simple_history",
    )
]
COMPLETE = "de"
"""A language into which all of the libraries are translated: its catalogue lists their messages."""

PLACEHOLDER = re.compile(r"%\([^)]*\)[sdifr]|%[sdif]|\{[^}]*\}")
LEAST_LETTERS = 5
"""A shorter message around a placeholder says too little to tell a language by."""


def catalogue(folder: Path, language: str) -> dict[str, str]:
    """English message (of a plural the singular) → its translation."""
    path = folder / language / "LC_MESSAGES/django.mo"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        entries = gettext.GNUTranslations(file)._catalog
    found = {}
    for key, text in entries.items():
        message = key[0] if isinstance(key, tuple) else key
        # A context stands before the message and an \x04.
        found[message.rpartition("\x04")[2]] = text
    return {message: text for message, text in found.items() if message and text}


def translations() -> dict[str, str]:
    """English message → Vietnamese one, ours before the libraries'."""
    found = {}
    for folder in [*LIBRARIES, *reversed(settings.LOCALE_PATHS)]:
        found |= catalogue(folder, "vi")
    return found


def library_messages() -> set[str]:
    """All English messages of the libraries, whether translated into Vietnamese or not."""
    return {message for folder in LIBRARIES for message in catalogue(folder, COMPLETE)}


@functools.cache
def foreign(language: str) -> re.Pattern:
    """What a whole text in a page of the language must not be, in capitals or not."""
    known = translations()
    same = {message.casefold() for message, text in known.items() if message == text}
    if language == "vi":
        messages = set(known) | library_messages()
        same |= {text.casefold() for text in known.values()}
    else:
        messages = set(known.values())
        same |= {message.casefold() for message in known}
    wrong = {message for message in messages if message.casefold() not in same}
    patterns = sorted(filter(None, map(pattern, wrong)), reverse=True)
    return re.compile("|".join(patterns), re.IGNORECASE)


def pattern(message: str) -> str:
    """A regular expression for a message with anything in its placeholders, or nothing."""
    parts = PLACEHOLDER.split(re.sub(r"\s+", " ", message).strip())
    letters = sum(c.isalpha() for c in "".join(parts))
    if letters < (LEAST_LETTERS if len(parts) > 1 else 1):
        return ""
    return ".+?".join(re.escape(part.replace("%%", "%")) for part in parts)


def foreign_texts(texts: list[tuple[str, str]], language: str) -> list[tuple[str, str]]:
    """Those of the texts (where, text) that are a message in the other language."""
    wrong = foreign(language)
    return [(where, text) for where, text in texts if text and wrong.fullmatch(text)]
