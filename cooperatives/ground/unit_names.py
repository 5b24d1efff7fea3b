"""Names of administrative units as sentences and narrow columns say them."""

from django.utils.functional import lazy
from django.utils.translation import get_language

KIND_WORDS = {
    "Tỉnh ": "",
    "Thành phố ": "TP ",
    "Huyện ": "",
    "Thị xã ": "TX ",
    "Quận ": "",
    "Xã ": "",
    "Phường ": "",
    "Thị trấn ": "TT ",
}
"""Words that units' names begin with, and what narrow columns keep of them."""


def short_name(name: str) -> str:
    """A unit's name without its kind: "Huyện Ba Bể" → "Ba Bể"."""
    for kind, short in KIND_WORDS.items():
        if name.startswith(kind):
            return short + name.removeprefix(kind)
    return name


def unit_inside(name: str) -> str:
    """A unit's name inside a sentence: in Vietnamese its kind begins small, "huyện Ba Bể"."""
    if get_language() == "vi" and name.startswith(tuple(KIND_WORDS)):
        return name[0].lower() + name[1:]
    return name


unit_inside_lazy = lazy(unit_inside, str)
"""The same for a message that is put into its language later, as those of rules are."""
