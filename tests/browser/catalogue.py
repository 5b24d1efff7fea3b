"""The messages of the product and of Django, to tell a text in the wrong language."""

import functools
import gettext
import re
from pathlib import Path

import django
from django.contrib import admin

ROOT = Path(__file__).resolve().parent.parent.parent
OURS = ROOT / "plan_tracker/locale/vi/LC_MESSAGES/django.mo"
DJANGO = [
    Path(django.__file__).parent / "conf/locale",
    Path(django.__file__).parent / "contrib/auth/locale",
    Path(admin.__file__).parent / "locale",
]
PLACEHOLDER = re.compile(r"%\([^)]*\)[sdif]|%[sdif]|\{[^}]*\}")
ENTRY = re.compile(r'^msgid(?:_plural)? ((?:".*"\n)+)', re.MULTILINE)
LEAST_LETTERS = 4
"""A shorter message around a placeholder says too little to tell a language by."""


def translations() -> dict[str, str]:
    """English message → Vietnamese one, ours before Django's; plural forms count as messages."""
    found = {}
    for path in [*(folder / "vi/LC_MESSAGES/django.mo" for folder in DJANGO), OURS]:
        with path.open("rb") as file:
            catalogue = gettext.GNUTranslations(file)._catalog
        for key, text in catalogue.items():
            message = key[0] if isinstance(key, tuple) else key
            # A context stands before the message and an \x04.
            found[message.rpartition("\x04")[2]] = text
    return {message: text for message, text in found.items() if message and text}


def django_messages() -> set[str]:
    """All English messages of Django, translated or not."""
    found = set()
    for folder in DJANGO:
        text = (folder / "en/LC_MESSAGES/django.po").read_text(encoding="utf-8")
        for quoted in ENTRY.findall(text):
            parts = re.findall(r'^"(.*)"$', quoted, re.MULTILINE)
            found.add("".join(parts).replace('\\"', '"').replace("\\n", "\n"))
    return found - {""}


@functools.cache
def foreign(language: str) -> re.Pattern:
    """What a whole text in a page of the language must not be."""
    known = translations()
    if language == "vi":
        same = {message for message, text in known.items() if message == text}
        messages = (set(known) | django_messages()) - same
    else:
        messages = {text for message, text in known.items() if message != text} - set(known)
    return re.compile("|".join(sorted(filter(None, map(pattern, messages)), reverse=True)))


def pattern(message: str) -> str:
    """A regular expression for a message with anything in its placeholders, or nothing."""
    message = re.sub(r"\s+", " ", message).strip()
    parts = PLACEHOLDER.split(message)
    if len(parts) > 1 and sum(c.isalpha() for c in "".join(parts)) < LEAST_LETTERS:
        return ""
    return ".+?".join(re.escape(part.replace("%%", "%")) for part in parts)


def foreign_texts(texts: list[tuple[str, str]], language: str) -> list[tuple[str, str]]:
    """Those of the texts (where, text) that are a message in the other language."""
    wrong = foreign(language)
    return [(where, text) for where, text in texts if text and wrong.fullmatch(text)]
