"""Vietnamese text that is not in Unicode, or was put into it twice, told by what it would say.

Until about 2005 offices wrote in fonts of their own, in which the codes of other letters look
Vietnamese: .VnTime and its kind (TCVN 5712:1993, "TCVN3") in the north, VNI in the south. In any
other font, and to any program, "Hợp tác xã" is "Hîp t¸c x·" or "Hôïp taùc xaõ" then. Text in UTF-8
that was read as Windows-1252 or 1258 and stored again is "Há»£p tÃ¡c xÃ£".
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import cache

from django.utils.translation import gettext_lazy as _


class Garbling(Enum):
    """How a text came to be no Vietnamese, with the remedy."""

    TCVN3 = _(
        "This is written in an old font (.VnTime, TCVN3), probably “%(meant)s”: convert the file "
        "to Unicode (in UniKey by Ctrl+Shift+F6) and send it again."
    )
    VNI = _(
        "This is written in an old font (VNI), probably “%(meant)s”: convert the file to Unicode "
        "(in UniKey by Ctrl+Shift+F6) and send it again."
    )
    TWICE = _(
        "This text was encoded twice, probably “%(meant)s”: take the file as it was first, and in "
        "Excel save it as an Excel workbook (.xlsx)."
    )


@dataclass(frozen=True)
class Garbled:
    """What a text is, and what it was meant to say."""

    how: Garbling
    meant: str

    def __str__(self) -> str:
        return str(self.how.value) % {"meant": self.meant}


_BETWEEN = re.compile(r"[\s!-@\[-`{-~]+")
# What is left of letters in UTF-8 that were read as letters of one byte.
_TRACES = re.compile("[ÂÃĂÄÅÆá][\xa0-\xbf\u2013-\u2122\u0152-\u0192\u02c6\u02dc]")
_LAST = "\xff"
"""The last letter of fonts that have one byte for each."""


def garbled(text: str) -> Garbled | None:
    """What a text was meant to say, as it came in; None for text as it should be."""
    if text.isascii():
        return None
    if max(text) <= _LAST:
        words = [word for word in _BETWEEN.split(text) if not word.isascii()]
        score, how = max(
            ((_score(words, decoded), how) for how, decoded in _DECODERS.items()),
            key=lambda scored: scored[0],
        )
        if score:
            return Garbled(how, " ".join(map(_DECODERS[how], text.split())))
    meant = _read_twice(text) if _TRACES.search(text) else ""
    return Garbled(Garbling.TWICE, meant) if meant else None


def _score(words: list[str], decoded: Callable[[str], str]) -> int:
    """How many words become Vietnamese, where most that are not do. A sign beside a letter ("µm")
    can do so by chance: one word needs three letters, several of them two.
    """
    broken = {word for word in words if not is_vietnamese(word)}
    found = {
        word: len(meant)
        for word in broken
        if len(meant := decoded(word)) > 1 and is_vietnamese(meant)
    }
    is_chance = len(found) == 1 and max(found.values()) < 3
    return 0 if is_chance or 2 * len(found) < len(broken) else len(found)


def _read_twice(text: str) -> str:
    """What a text says once it is decoded again; "" where that makes no more Vietnamese of it."""
    import ftfy  # noqa: PLC0415  (it takes as long as all of this app, and few texts get here)

    meant = max(ftfy.fix_encoding(text), _from_windows_1258(text), key=_vietnamese_in)
    return meant if _vietnamese_in(meant) > _vietnamese_in(text) else ""


def _from_windows_1258(text: str) -> str:
    """A text that was read as Windows's own Vietnamese, which the library does not know."""

    def mended(word: str) -> str:
        try:
            return word.encode("cp1258").decode()
        except UnicodeError:
            return word

    return " ".join(map(mended, text.split()))


def _vietnamese_in(text: str) -> int:
    return sum(not word.isascii() and is_vietnamese(word) for word in _BETWEEN.split(text))


def encoding_of(line: bytes) -> str:
    """The name of the encoding in which bytes that are no UTF-8 are Vietnamese; "" if in none."""
    if found := garbled(line.decode("cp1252", errors="replace")):
        return found.how.name
    windows = unicodedata.normalize("NFC", line.decode("cp1258", errors="replace"))
    words = sum(not word.isascii() for word in _BETWEEN.split(windows))
    return "Windows-1258" if words and 2 * _vietnamese_in(windows) > words else ""


# --- The old fonts --------------------------------------------------------------------------------

_TCVN3 = dict(
    zip(
        "¸µ¶·¹¨¾»¼½Æ©ÊÇÈÉËÐÌÎÏÑªÕÒÓÔÖÝ×ØÜÞãßáâä«èåæçé¬íêëìîóïñòô\xadøõö÷ùýúûüþ®¡¢§£¤¥¦",
        "áàảãạăắằẳẵặâấầẩẫậéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵđĂÂĐÊÔƠƯ",
        strict=True,
    )
)
_VNI_ALONE = dict(zip("ôöñæóòîÔÖÑÆÓÒÎ", "ơưđỉĩịỵƠƯĐỈĨỊỴ", strict=True))
_VNI_MARKS = {
    "ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "ê": "\u0306", "é": "\u0306\u0301", "è": "\u0306\u0300", "ú": "\u0306\u0309",
    "ü": "\u0306\u0303", "ë": "\u0306\u0323",
    "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309",
    "ã": "\u0302\u0303", "ä": "\u0302\u0323",
}  # fmt: skip
_VNI_PAIR = re.compile(f"([aeouyôö])([{''.join(_VNI_MARKS)}])", re.IGNORECASE)


def _from_tcvn3(word: str) -> str:
    return "".join(_TCVN3.get(char, char) for char in word)


def _from_vni(word: str) -> str:
    def pair(found: re.Match) -> str:
        letter, mark = found.groups()
        return _VNI_ALONE.get(letter, letter) + _VNI_MARKS[mark.lower()]

    pieces, at = [], 0
    for found in _VNI_PAIR.finditer(word):
        pieces += [_alone(word[at : found.start()]), pair(found)]
        at = found.end()
    return unicodedata.normalize("NFC", "".join([*pieces, _alone(word[at:])]))


def _alone(letters: str) -> str:
    return "".join(_VNI_ALONE.get(letter, letter) for letter in letters)


_DECODERS = {Garbling.TCVN3: _from_tcvn3, Garbling.VNI: _from_vni}


# --- What a Vietnamese word is --------------------------------------------------------------------

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_SYLLABLE = re.compile(
    r"(ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?"
    r"(oai|oay|oeo|uây|uôi|uya|uyê|uyu|ươi|ươu|iêu|yêu"
    r"|a[iouy]|â[uy]|eo|êu|i[aêu]|o[aăeio]|ôi|ơi|u[aâêiôơy]|ư[aiơu]|yê|[aăâeêioôơuưy])"
    r"(?:ng|nh|ch|[cmnpt])?"
)
_EITHER = ("oa", "oe", "uy", "oo")
"""Vowels of which either may have the tone: hòa, hoà."""


@cache
def is_vietnamese(word: str) -> bool:
    """Whether a word has the letters of one Vietnamese syllable, whatever it means."""
    plain, tones = "", []
    for part in unicodedata.normalize("NFD", word.lower()):
        if part in _TONES:
            tones.append(len(unicodedata.normalize("NFC", plain)) - 1)
        else:
            plain += part
    found = _SYLLABLE.fullmatch(unicodedata.normalize("NFC", plain))
    if not found or len(tones) > 1:
        return False
    return not tones or tones[0] - len(found[1] or "") in _bearers(found[2])


def _bearers(vowels: str) -> tuple[int, ...]:
    """Which of the vowels may have the tone, by its place from 0."""
    if vowels in _EITHER:
        return 0, 1
    if len(vowels) == 3:
        return (2,) if vowels == "uyê" else (1,)
    return (1,) if len(vowels) == 2 and vowels[1] in "ăâêôơ" else (0,)
