"""What of the evidence an indicator rests on: which figures, of whom, and what counts of them.

Where that is one figure of everybody, its code says it all; else a `Basis` does. Both are keys of
what is asked for, so that a number, its records and its missing ones name the same thing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from ..catalogue.figures import Figure, Reporter, figure_named
from .ratings import RATING_EVIDENCE
from .registry import REGISTRY_EVIDENCE

JOINT = "+"
"""Joins the codes of figures that are added up for each cooperative."""


@dataclass(frozen=True)
class Basis:
    """Evidence, narrowed or put together of several figures.

    of: the code of a figure, or several joined by '+' (missing where one is, carried where one is);
    or what `REGISTRY_EVIDENCE` and `RATING_EVIDENCE` know. per: the figures that each value is
    weighed by, or divided by where `divides`: then both must be there, and it is carried where one
    is. above, below: only whether the value lies above or below counts, in the figure's own unit as
    it is stored, of flows for a whole year. sectors: whose values count, all where none is named;
    among: only of cooperatives with one of these ratings in force, or with "yes" in the figure
    `among_yes`; only_new: only of what was founded in the year. from_year: the year from whose
    beginning on events are counted, None for the year looked at alone.
    """

    of: str
    per: str = ""
    divides: bool = False
    above: Fraction | None = None
    below: Fraction | None = None
    sectors: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    among_yes: str = ""
    only_new: bool = False
    from_year: int | None = None

    @property
    def tests(self) -> bool:
        """Whether each value only counts as "yes" or "no"."""
        return self.above is not None or self.below is not None

    @property
    def is_weighed(self) -> bool:
        return bool(self.per) and not self.divides

    def narrowed(self, sectors: Iterable[str] = (), *, only_new: bool = False) -> "Basis":
        """The same of fewer: of those in the sectors as well, where any is named."""
        named = tuple(sorted(sectors))
        both = tuple(one for one in self.sectors if one in named) if named else self.sectors
        if named and not self.sectors:
            both = named
        elif named and not both:
            both = (NOWHERE,)
        return replace(self, sectors=both, only_new=self.only_new or only_new)


NOWHERE = "-"
"""A sector that no organisation is in: where two that exclude each other were asked for."""

Key = str | Basis
"""What evidence is asked for: the code of one figure, or a basis."""


def basis_of(key: Key) -> Basis:
    """A key as a basis: a figure that another weighs is weighed by it.

    Raises KeyError for an unknown figure.
    """
    if isinstance(key, Basis):
        return key
    if key in REGISTRY_EVIDENCE or key in RATING_EVIDENCE:
        return Basis(key)
    figure = figure_named(key)
    if figure is None:
        raise KeyError(key)
    return Basis(key, per=figure.weight)


def main_code(key: Key) -> str:
    """The code of the figure, or of the first of those, that the values are of."""
    return parts_of(key.of)[0] if isinstance(key, Basis) else key


def parts_of(codes: str) -> list[str]:
    """The codes that are joined in one."""
    return [code.strip() for code in codes.split(JOINT) if code.strip()]


def figures_of(codes: str) -> list[Figure]:
    """The figures whose codes are joined in one. Raises KeyError for one that is unknown."""
    found = []
    for code in parts_of(codes):
        figure = figure_named(code)
        if figure is None:
            raise KeyError(code)
        found.append(figure)
    return found


def is_counted(key: Key) -> bool:
    """Whether it is counted from the registry, where nothing can be missing."""
    return main_code(key) in REGISTRY_EVIDENCE


def is_rated(key: Key) -> bool:
    """Whether it tells of ratings."""
    return main_code(key) in RATING_EVIDENCE


def is_of_units(key: Key) -> bool:
    """Whether units report it, and not cooperatives: then units are what is counted."""
    figure = None if is_counted(key) or is_rated(key) else figure_named(main_code(key))
    return figure is not None and not figure.is_of_cooperatives


def reporter_of(key: Key) -> Reporter:
    """Who reports the figures of a key that are reported."""
    return figures_of(basis_of(key).of)[0].reported_by


def lists_amounts(key: Key) -> bool:
    """Whether its values are amounts, whose spread says something of those that are missing."""
    if is_counted(key) or is_rated(key):
        return False
    return not isinstance(key, Basis) or not (key.divides or key.tests)


def answers_yes(key: Key) -> bool:
    """Whether each of its values is "yes" or "no"."""
    if is_counted(key):
        return False
    if is_rated(key) or (isinstance(key, Basis) and key.tests):
        return True
    figure = figure_named(main_code(key))
    return figure is not None and figure.is_yes_no
