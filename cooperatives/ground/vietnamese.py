"""Vietnamese text: one form for what comes in, one order for lists, one fold for search.

The keys are stored beside the text. They hold digits or plain ASCII alone, so that SQLite and
PostgreSQL sort and find alike, whatever collations they were built with.
"""

import re
import unicodedata
from functools import cache

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
"""The 29 letters in their order, with f, j, w, z where foreign names put them."""

# Level, grave, hook, tilde, acute, dot: the order of tones in Vietnamese dictionaries.
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")

LONGEST_KEY = 700
"""Digits of a sort key: 200 letters with their tones fit; digits among letters take more room."""

_LETTER_RANK = {letter: f"{rank:02d}" for rank, letter in enumerate(ALPHABET, start=10)}
_SHAPES = "\u0306\u0302\u031b"  # breve, circumflex, horn: they make letters, not tones

# Other letters look like Đ and đ; old keyboards and other languages' fonts bring them along.
_LOOKS_LIKE_D = {0x00D0: "Đ", 0x0189: "Đ", 0x00F0: "đ", 0x0256: "đ"}
# What has no width: soft hyphens, joiners, marks and embeddings of direction, byte order marks.
_INVISIBLE = dict.fromkeys(
    (
        *(0x00AD, 0x034F, 0x061C, 0x180E, 0xFEFF),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
    )
)
_MENDED = _LOOKS_LIKE_D | _INVISIBLE


def tidy(text: str) -> str:
    """Bring incoming text to one form: Unicode NFC, one letter Đ, nothing invisible, single inner
    spaces, trimmed ends.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.translate(_MENDED))
    return " ".join(text.split())


def fold(text: str) -> str:
    """Text as search sees it: lower case, without accents, đ as d ("Đồng Lợi" → "dong loi")."""
    plain = unicodedata.normalize("NFD", tidy(text).lower().replace("đ", "d"))
    return "".join(char for char in plain if not unicodedata.combining(char))


def sort_key(text: str) -> str:
    """A key of digits that sorts text by the Vietnamese alphabet, then by tone, numbers by value.

    Letters decide before tones over the whole text, as in CLDR's collation for Vietnamese:
    Bản A, Bàn B, Bản B.
    """
    letters, tones = [], []
    for piece in re.split(r"(\d+)", tidy(text).lower()):
        if piece.isdigit() and piece.isascii():
            letters.append(f"09{len(piece.lstrip('0')):02d}{piece.lstrip('0')}")
            continue
        for char in piece:
            letter, tone = _rank(char)
            letters.append(letter)
            tones.append(tone)
    return "".join([*letters, "00", *tones])[:LONGEST_KEY]


@cache
def _rank(char: str) -> tuple[str, str]:
    """The key of a character as a letter, and of its tone ("" for what is no letter)."""
    parts = unicodedata.normalize("NFD", char)
    shape = unicodedata.normalize("NFC", parts[0] + "".join(c for c in parts if c in _SHAPES))
    if shape in _LETTER_RANK:
        tone = next((i for i, t in enumerate(TONES) if t and t in parts), 0)
        return _LETTER_RANK[shape], str(tone)
    return ("01" if char == " " else "02"), ""
