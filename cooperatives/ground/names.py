"""Names of organisations as offices write them: when two of them are one.

"Hợp tác xã X", "HTX X", "X" and "1. HTX X" in capitals, with or without accents, are one name; so
are "HTX NN X" and "HTX nông nghiệp X". One rule says so to the registry, which looks for
look-alikes, and to whoever looks a row up by its name.
"""

import re
from functools import lru_cache

from .vietnamese import fold, tidy

_ORDINAL = re.compile(
    r"(?:[0-9]{1,4}\s*[-–]|(?:[0-9]{1,4}|[ivxlc]{1,6}|[a-z])[.)\]:]+)\s*(?=[^\W\d_](?!\.))"
)
"""What counts a line before its name: "1. ", "02) ", "3 - ", "IV. ", "b) "."""

_WORDS = re.compile(r"[^\W_]+")

_KIND_WORDS = (
    ("lien", "hiep"),
    ("hop", "tac", "xa"),
    ("to", "hop", "tac"),
    ("h", "t", "x"),
    ("lhhtx",),
    ("htx",),
    ("tht",),
    ("lh",),
)
"""What names begin with to say what kind of organisation it is, folded."""

_SHORTENED = {
    "nn": "nong nghiep",
    "nln": "nong lam nghiep",
    "dv": "dich vu",
    "dvnn": "dich vu nong nghiep",
    "dvth": "dich vu tong hop",
    "nndv": "nong nghiep dich vu",
    "tm": "thuong mai",
    "tmdv": "thuong mai dich vu",
    "dvtm": "dich vu thuong mai",
    "sx": "san xuat",
    "kd": "kinh doanh",
    "sxkd": "san xuat kinh doanh",
    "xd": "xay dung",
    "vlxd": "vat lieu xay dung",
    "vt": "van tai",
}
"""How offices shorten the words that say what an organisation does."""

_JOINED = re.compile(rf"(l?h?htx|tht)({'|'.join(sorted(_SHORTENED, key=len, reverse=True))})")
"""A word for the kind and a shortened one without a space: "HTXNN", "HTXDVNN"."""

_WORK = re.compile(
    r"\b(?:nong (?:lam )?nghiep|lam nghiep|dich vu|thuong mai|san xuat|kinh doanh|tong hop"
    r"|xay dung|vat lieu|van tai)\b"
)
"""What it does, which shortened names leave out."""

_AND = re.compile(r" va (?=dich vu|thuong mai|san xuat|kinh doanh|xay dung|van tai)")
"""The "and" that "&" stands for between two of these."""

_PLACE_BEHIND = re.compile(
    r"\s*(?:\(.*\)|[,;–-]\s*(?:xa|thi tran|phuong|thon|tt|tx|tp|huyen|x|p)\b\.?.*)$"
)
"""Where it lies, behind its name: "HTX X (xã Yến Dương)", "HTX X - xã Yến Dương"."""


@lru_cache(maxsize=20_000)
def core_of(name: str) -> str:
    """What two like names have in common: no case, accent, punctuation, number before it, or word
    for the kind; shortened words in full.
    """
    words = _words(fold(name))
    rest = words[_kind_words(words) :]
    return _AND.sub(" ", " ".join(rest or words))


def short_core_of(name: str) -> str:
    """The core without what it does and where it lies: "HTX NN X (xã Y)" and "X" share it. Two
    organisations may share it too, so that it proposes and never decides.
    """
    core = core_of(without_place(name)[0])
    rest = _WORK.sub(" ", core).split()
    return " ".join(rest) or core


def without_place(name: str) -> tuple[str, str]:
    """A name without where it lies, and the place that stood behind it, "" for none; folded."""
    folded = fold(name)
    found = _PLACE_BEHIND.search(folded)
    if not found:
        return folded, ""
    return folded[: found.start()], found[0].strip(" ,;–-()")


def accented_core_of(name: str) -> str:
    """The core with its accents and shortened words as they are written: of like names it tells
    which one is meant.
    """
    words = _WORDS.findall(_without_ordinal(tidy(name).casefold()))
    return " ".join(words[_kind_words([fold(word) for word in words]) :])


def has_kind_word(name: str) -> bool:
    """Whether a name begins with what kind of organisation it is."""
    return _kind_words(_words(fold(name))) > 0


def _kind_words(words: list[str]) -> int:
    """How many words at the beginning say the kind of organisation."""
    count = 0
    while beginning := next((b for b in _KIND_WORDS if tuple(words[count:][: len(b)]) == b), None):
        count += len(beginning)
    return count


def _words(folded: str) -> list[str]:
    words = []
    for word in _WORDS.findall(_without_ordinal(folded)):
        joined = _JOINED.fullmatch(word)
        for part in joined.groups() if joined else [word]:
            words += _SHORTENED.get(part, part).split()
    return words


def _without_ordinal(text: str) -> str:
    found = _ORDINAL.match(text)
    return text[found.end() :] if found else text
