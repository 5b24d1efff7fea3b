"""The catalogue of indicators: the built-in ones, then the entered ones (design 1.3a)."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from cooperatives.evidence import basis_of, is_counted, is_rated, parts_of
from cooperatives.ground.held import Held

from .base import Indicator
from .built_in import BUILT_IN, BY_CODE
from .declared import Declaration, build


@dataclass(frozen=True)
class Entry:
    """An entered indicator: its row's key, what that says, and what it makes; None where none."""

    key: Hashable
    declared: Declaration
    indicator: Indicator | None


ENTERED: Held[Entry] = Held()
"""The entered ones by code: whoever knows the rows says how they are read."""


def entries(declarations: Mapping[Hashable, Declaration]) -> list[Entry]:
    """What rows make, in the order of their codes. declarations: what they say, by their keys."""
    made = build(declarations.values(), BY_CODE)
    found = [Entry(key, one, made.get(one.code)) for key, one in declarations.items()]
    return sorted(found, key=lambda entry: entry.declared.code)


def indicators() -> tuple[Indicator, ...]:
    """All indicators: the built-in ones in the order of design 1.3, then the entered ones."""
    return (*BUILT_IN, *entered_indicators())


def entered_indicators() -> tuple[Indicator, ...]:
    """The entered ones, by code."""
    return tuple(entry.indicator for entry in ENTERED.rows() if entry.indicator)


def indicator_named(code: str) -> Indicator | None:
    """The indicator with a code; None for what is none."""
    if code in BY_CODE:
        return BY_CODE[code]
    entry = entry_named(code)
    return entry and entry.indicator


def entry_named(code: str) -> Entry | None:
    """What was entered under a code."""
    return next((entry for entry in ENTERED.rows() if entry.declared.code == code), None)


def figures_used() -> Iterator[tuple[str, Promise | str]]:
    """Which figure which indicator is made of: the figure's code, the indicator's name."""
    for code, indicator in figures_of_indicators():
        yield code, indicator.label


def figures_of_indicators() -> Iterator[tuple[str, Indicator]]:
    """The same with the indicators themselves."""
    for indicator in indicators():
        key = indicator.figure
        if not (is_counted(key) or is_rated(key)):
            basis = basis_of(key)
            for codes in (basis.of, basis.per, basis.among_yes):
                for code in parts_of(codes):
                    yield code, indicator


def known(code: str) -> Indicator:
    """The indicator with a code that is known to be one. Raises KeyError otherwise."""
    found = indicator_named(code)
    if found is None:
        raise KeyError(code)
    return found
