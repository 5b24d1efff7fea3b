"""Canonical JSON: of the same data always the same bytes, so that a hash says they are the same.

UTF-8, keys sorted by code point, no spaces; a whole number without ".0", others with at most 6
decimals, never an exponent. Texts are escaped only where JSON must.
"""

import hashlib
import json
import math
from typing import Any

DECIMALS = 6


def canonical(value: Any) -> str:
    """The data as canonical JSON: objects, lists, texts, numbers, true, false and null.

    Raises ValueError for a number that is none (infinite), TypeError for anything else.
    """
    match value:
        case None | bool():
            return {None: "null", True: "true", False: "false"}[value]
        case str():
            return json.dumps(value, ensure_ascii=False)
        case int():
            return str(int(value))
        case float():
            return _decimal(value)
        case dict():
            return "{" + ",".join(map(_member, sorted(value.items(), key=_name))) + "}"
        case list() | tuple():
            return "[" + ",".join(map(canonical, value)) + "]"
    raise TypeError(f"{value!r} is nothing that JSON knows.")


def sha256(text: str) -> str:
    """The SHA-256 of a text's UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _name(member: tuple[Any, Any]) -> str:
    if not isinstance(member[0], str):
        raise TypeError(f"{member[0]!r} is no text, and so no key of an object.")
    return member[0]


def _member(member: tuple[str, Any]) -> str:
    name, value = member
    return f"{canonical(name)}:{canonical(value)}"


def _decimal(value: float) -> str:
    if not math.isfinite(value):
        raise ValueError(f"{value!r} is no number that JSON knows.")
    text = f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
