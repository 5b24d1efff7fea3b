"""Whose values count: the population of a basis (design 1.3a)."""

from ..catalogue.figures import figure_named
from ..ground.calendar import Quarter
from .amounts import in_sectors, says_yes
from .basis import Basis, is_of_units
from .ratings import rated_as


def whom_sql(basis: Basis, year: int, quarter: int) -> str:
    """The condition on those whose values count, over an organisation's columns; "" for all. Units
    are in no sector, founded on no day and rated by nobody.
    """
    if is_of_units(basis):
        basis = Basis(basis.of, among_yes=basis.among_yes)
    conditions = [in_sectors(basis.sectors)] if basis.sectors else []
    if basis.only_new:
        first, last = Quarter(year, 1).starts_on, Quarter(year, quarter).ends_on
        conditions.append(f"founded_on BETWEEN '{first}' AND '{last}'")
    if basis.among:
        conditions.append(rated_as(basis.among, year, quarter))
    if basis.among_yes:
        conditions.append(says_yes(figure_named(basis.among_yes), year, quarter))
    return " AND ".join(conditions)
