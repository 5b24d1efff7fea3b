"""A comparison written down as JSON, and built again from that: the same value, nothing rounded.

The form is ours alone; what others read is `as_json`. It follows the dataclasses of `progress` and
`reckoning` field by field: an exact number is the text "p/q" ("7/3", "85000000") or a whole number,
a date ISO text, a status or operator its code, what there is none of null. `format` is the number
of that form. A comparison that was published stays as it was written, so whoever changes a field of
those classes gives the form the next number and teaches `read` what the older one means.
"""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from .progress import Progress

FORMAT = 4
"""4: with units of today, of which 3 knows nothing. 3: with ranges and periods of years, of which 2
knows nothing. 2: with what stood at the same quarter of the year before, and with places on the
tile map; in 1 nothing is known of either.
"""


class UnreadableError(ValueError):
    """What was written down is no comparison in a form that is known; the text says what, where."""


def write(progress: Progress) -> dict[str, Any]:
    """The comparison as objects, lists, texts, whole numbers, true, false and null."""
    return {"format": FORMAT, **_written(progress)}


def read(written: Mapping[str, Any]) -> Progress:
    """The comparison again. Raises UnreadableError for what `write` cannot have written."""
    known = dict(written)
    found = known.pop("format", None)
    if found == 1:
        known["last_year"] = {}
    elif found not in (2, 3, FORMAT):
        raise UnreadableError(f"format: {found!r} is not known, only 1 to {FORMAT}.")
    return _read(Progress, known, "comparison")


def _written(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _written(getattr(value, field.name)) for field in _fields(value)}
    if isinstance(value, tuple):
        return [_written(one) for one in value]
    if isinstance(value, dict):
        return {key: _written(one) for key, one in value.items()}
    if isinstance(value, Fraction | StrEnum):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def _fields(value: Any) -> list[Field]:
    """The fields of a dataclass that are part of its value."""
    return [field for field in fields(value) if field.compare]


def _read(kind: Any, value: Any, where: str) -> Any:
    """A value of a kind: a dataclass, a tuple, a dict by text, one of the simple ones, or None."""
    if get_origin(kind) is UnionType:
        (kind,) = (one for one in get_args(kind) if one is not NoneType)
        if value is None:
            return None
    if is_dataclass(kind):
        return _read_fields(kind, _checked(dict, value, where), where)
    if get_origin(kind) is tuple:
        return _read_all(get_args(kind), _checked(list, value, where), where)
    if get_origin(kind) is dict:
        _text, inner = get_args(kind)
        given = _checked(dict, value, where)
        return {key: _read(inner, one, f"{where}.{key}") for key, one in given.items()}
    return _read_simple(kind, value, where)


def _read_fields(kind: Any, given: dict[str, Any], where: str) -> Any:
    kinds = get_type_hints(kind)
    names = {field.name for field in _fields(kind)}
    needed = {field.name for field in _fields(kind) if field.default is MISSING}
    if odd := (given.keys() - names) | (needed - given.keys()):
        raise UnreadableError(f"{where}: missing or unknown: {', '.join(sorted(odd))}.")
    return kind(**{name: _read(kinds[name], one, f"{where}.{name}") for name, one in given.items()})


def _read_all(kinds: tuple, given: list, where: str) -> tuple:
    if kinds[-1] is Ellipsis:
        kinds = kinds[:1] * len(given)
    if len(given) != len(kinds):
        raise UnreadableError(f"{where}: {len(given)} values instead of {len(kinds)}.")
    pairs = enumerate(zip(kinds, given, strict=True))
    return tuple(_read(kind, one, f"{where}[{place}]") for place, (kind, one) in pairs)


def _read_simple(kind: Any, value: Any, where: str) -> Any:
    if kind in (int, bool, str):
        return _checked(kind, value, where)
    if kind is Fraction and type(value) is int:
        return value  # a numerator or denominator, as it was
    text = _checked(str, value, where)
    try:
        return date.fromisoformat(text) if kind is date else kind(text)
    except (ValueError, ZeroDivisionError) as error:
        raise UnreadableError(f"{where}: {error}") from error


def _checked(kind: type, value: Any, where: str) -> Any:
    if type(value) is not kind:
        raise UnreadableError(f"{where}: {value!r} is no {kind.__name__}.")
    return value
