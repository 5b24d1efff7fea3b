"""Names of organisations as offices write them: when two of them are one.

"Hợp tác xã X", "HTX X", "X" and "1. HTX X" in capitals, with or without accents, are one name; so
are "HTX NN X" and "HTX nông nghiệp X". One rule says so to the registry, which looks for
look-alikes, and to whoever looks a row up by its name.
"""

import re
import unicodedata
from functools import lru_cache

from .vietnamese import TONES, fold, tidy

_ORDINAL = re.compile(
    r"(?:[0-9]{1,4}\s*[-–]|(?:[0-9]{1,4}|[ivxlc]{1,6}|[a-z])[.)\]:]+)\s*(?=[^\W\d_](?!\.))"
)
"""What counts a line before its name: "1. ", "02) ", "3 - ", "IV. ", "b) "."""

_WORDS = re.compile(r"[^\W_]+")

_UNION, _GROUP, _COOPERATIVE = "union", "group", "cooperative"
_KIND_WORDS = {
    ("lien", "hiep", "cac"): _UNION,
    ("lien", "hiep"): _UNION,
    ("hop", "tac", "xa"): _COOPERATIVE,
    ("to", "hop", "tac"): _GROUP,
    ("h", "t", "x"): _COOPERATIVE,
    ("t", "h", "t"): _GROUP,
    ("lhhtx",): _UNION,
    ("htx",): _COOPERATIVE,
    ("tht",): _GROUP,
    ("lh",): _UNION,
}
"""What names begin with to say what kind of organisation it is, folded."""

_SHORTENED = {
    "nn": "nong nghiep",
    "nln": "nong lam nghiep",
    "dv": "dich vu",
    "dvnn": "dich vu nong nghiep",
    "dvth": "dich vu tong hop",
    "dvvt": "dich vu van tai",
    "dvnln": "dich vu nong lam nghiep",
    "dvdl": "dich vu du lich",
    "nndv": "nong nghiep dich vu",
    "nnth": "nong nghiep tong hop",
    "nndvth": "nong nghiep dich vu tong hop",
    "ln": "lam nghiep",
    "tm": "thuong mai",
    "tmdv": "thuong mai dich vu",
    "tmdvth": "thuong mai dich vu tong hop",
    "dvtm": "dich vu thuong mai",
    "sx": "san xuat",
    "sxnn": "san xuat nong nghiep",
    "sxtm": "san xuat thuong mai",
    "sxdv": "san xuat dich vu",
    "sxtmdv": "san xuat thuong mai dich vu",
    "kd": "kinh doanh",
    "sxkd": "san xuat kinh doanh",
    "cbns": "che bien nong san",
    "cbls": "che bien lam san",
    "xd": "xay dung",
    "vlxd": "vat lieu xay dung",
    "vt": "van tai",
    "vthh": "van tai hang hoa",
    "vthk": "van tai hanh khach",
}
"""How offices shorten the words that say what an organisation does."""

_JOINED = re.compile(rf"(l?h?htx|tht)({'|'.join(sorted(_SHORTENED, key=len, reverse=True))})")
"""A word for the kind and a shortened one without a space: "HTXNN", "HTXDVNN"."""

_WORK = re.compile(
    r"\b(?:nong (?:lam )?nghiep|lam nghiep|dich vu|thuong mai|san xuat|kinh doanh|tong hop"
    r"|xay dung|vat lieu|van tai)\b"
)
"""What it does, which shortened names leave out."""

_FARMING = "nong nghiep "

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


@lru_cache(maxsize=20_000)
def without_place(name: str) -> tuple[str, str]:
    """A name without where it lies, and the place that stood behind it, "" for none; folded."""
    folded = fold(name)
    found = _PLACE_BEHIND.search(folded)
    if not found:
        return folded, ""
    return folded[: found.start()], found[0].strip(" ,;–-()")


@lru_cache(maxsize=20_000)
def plain_core_of(name: str) -> str:
    """The core without "nông nghiệp" before it, which offices write and leave out."""
    core = core_of(name)
    return core.removeprefix(_FARMING) or core


@lru_cache(maxsize=20_000)
def accented_core_of(name: str) -> str:
    """The core with its accents and shortened words as they are written: of like names it tells
    which one is meant.
    """
    words = _WORDS.findall(_without_ordinal(tidy(name).casefold()))
    return " ".join(words[_kind_words([fold(word) for word in words]) :])


def is_another(name: str, other: str) -> bool:
    """Whether two names of one core are none: of two kinds, or both with accents, and with others.
    "HTX X" and "THT X" are two, and so are "Đức Mai" and "Đúc Mái"; "X" and "DUC MAI" may be any.
    """
    kinds = kind_of(name), kind_of(other)
    if all(kinds) and kinds[0] != kinds[1]:
        return True
    one, two = _written_words(name), _written_words(other)
    if not any(map(_is_accented, one.values())) or not any(map(_is_accented, two.values())):
        return False
    return any(
        written and two.get(place) and _spelling(written) != _spelling(two[place])
        for place, written in one.items()
    )


@lru_cache(maxsize=20_000)
def _written_words(name: str) -> dict[tuple[str, int], str]:
    """The words of the core as they are written, "" for what a shortened one stands for; by the
    folded word, and how often it stood there before.
    """
    found: list[tuple[str, str]] = []
    for word in _WORDS.findall(_without_ordinal(tidy(name).casefold())):
        full = _words(fold(word))
        found += [(fold(word), word)] if full == [fold(word)] else [(one, "") for one in full]
    del found[: _kind_words([folded for folded, _word in found])]
    words: dict[tuple[str, int], str] = {}
    for folded, word in found:
        before = sum(key == folded for key, _count in words)
        words[folded, before] = word
    return words


def _is_accented(word: str) -> bool:
    return word != fold(word)


def _spelling(word: str) -> tuple[str, str]:
    """The letters of a word and its tone, wherever that is put: "hòa" is "hoà"."""
    parts = unicodedata.normalize("NFD", word)
    letters = "".join(part for part in parts if part not in TONES)
    return letters, "".join(part for part in parts if part in TONES)


@lru_cache(maxsize=20_000)
def kind_of(name: str) -> str:
    """What kind of organisation a name says that it is; "" where it says none."""
    words = tuple(_words(fold(name)))
    return next((kind for said, kind in _KIND_WORDS.items() if words[: len(said)] == said), "")


def has_kind_word(name: str) -> bool:
    """Whether a name begins with what kind of organisation it is."""
    return bool(kind_of(name))


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
