"""What is asked of the evidence, and what has to be looked up for that."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ..catalogue.figures import Figure, Reporter, figures, unit_figures
from ..ground.calendar import Quarter
from .basis import Basis, Key, basis_of, is_counted, is_of_units, is_rated, parts_of, reporter_of


@dataclass(frozen=True)
class Scope:
    """What is asked for, and what has to be looked up for that. by_organisation: whether `subtree`
    has a row for each organisation of a unit, not one for all of them.
    """

    year: int
    quarters: tuple[int, ...]
    keys: frozenset[Key]
    by_organisation: bool = False

    def of_subtree(self, stay: str) -> str:
        """The condition that a stay, given by its alias, is one of `subtree`."""
        same_unit = f"{stay}.unit_id = subtree.unit_id"
        if not self.by_organisation:
            return same_unit
        return f"{same_unit} AND {stay}.organisation_id = subtree.organisation_id"

    @property
    def units(self) -> str:
        """The table that has a row for each unit of `subtree`, with its part."""
        return "subtree_of_units" if self.by_organisation else "subtree"

    @property
    def past(self) -> range:
        """The quarters of the year up to the last one asked for."""
        return range(1, max(self.quarters, default=0) + 1)

    @property
    def first_end(self) -> date:
        return Quarter(self.year, 1).ends_on

    @property
    def last_end(self) -> date:
        return Quarter(self.year, self.past[-1]).ends_on

    @cached_property
    def reported(self) -> list[Figure]:
        """The figures to be read from what cooperatives reported for the year."""
        wanted = {code for basis in self._bases for code in _codes(basis)}
        return [figure for figure in figures() if figure.code in wanted]

    @cached_property
    def carried(self) -> list[Figure]:
        """The figures that may be carried over from the year before: they were asked for then."""
        wanted = {code for basis in self._bases for code in _codes(basis, with_weights=False)}
        asked = figures(self.year - 1)
        return [figure for figure in asked if figure.is_carried and figure.code in wanted]

    @cached_property
    def reporters(self) -> list[Reporter]:
        """The kinds of units whose figures are read, in a fixed order."""
        wanted = {reporter_of(key) for key in self.keys if is_of_units(key)}
        return [one for one in Reporter if one in wanted]

    def of_units(self, reporter: Reporter) -> list[Figure]:
        """The figures of one kind of units that are read, of this year and of the last."""
        wanted = {code for basis in self._bases for code in _codes(basis)}
        return [one for one in unit_figures(None, [reporter]) if one.code in wanted]

    @property
    def _bases(self) -> list[Basis]:
        return [basis_of(key) for key in self.keys if not (is_counted(key) or is_rated(key))]


def _codes(basis: Basis, *, with_weights: bool = True) -> list[str]:
    """The codes of the figures that a basis reads."""
    found = [*parts_of(basis.of), *parts_of(basis.among_yes)]
    if basis.divides or with_weights:
        found += parts_of(basis.per)
    return found
