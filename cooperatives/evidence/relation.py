"""The rules of evidence (design 1.3) as one SQL relation that SQLite and PostgreSQL both read.

It has a row for each organisation, quarter and figure:

- organisation_id, unit_id: who, and where it was placed on the quarter's last day
- part: in which of the sub-units asked about that is, by code; `DIRECTLY_UNDER` if in none
- quarter: 1 to 4
- figure: see `REGISTRY_EVIDENCE`, `RATING_EVIDENCE` and the catalogue of figures
- value: whole VND, persons, or 1 for "yes" and 0 for "no"; NULL where there is none
- weight: what the value weighs in a mean (members for incomes, else 1)
- state: `ValueState`
- reason: `Reason`, why it is missing or not expected; "" where it is neither
- source: where the value is from, year × 10 + quarter, the quarter being 0 for a yearly report
- gaps: the quarters whose figure is blank, as bits (1 for quarter 1, 2 for 2, 4 for 3, 8 for 4)

The SQL is put together per quarter and figure from expressions over `cooperative_year`, which
holds one wide row for each cooperative: where it stood at each quarter's end and what it reported
for the year and the year before. It is made once, beginning with the placements in the unit asked
for, and holds what the figures asked for need and no more: so the cost follows the unit, not the
nation or its history. Only whole numbers and dates of our own making are written into the text.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ..catalogue.figures import figure_named
from ..models import AdministrativeUnit
from ..models.base import table_of
from ..models.units import path_starts_sql
from .cooperative_year import cooperative_year_ctes
from .flows import flow_rows
from .levels import level_rows
from .ratings import RATING_EVIDENCE, rating_rows
from .registry import REGISTRY_EVIDENCE, registry_rows
from .scope import Scope

DIRECTLY_UNDER = "."
"""The part that holds what lies in none of the sub-units asked about."""


@dataclass(frozen=True)
class Relation:
    """The relation in pieces: `ctes`, to stand after WITH, and a SELECT by quarter and figure."""

    ctes: str
    selects: dict[tuple[int, str], str]
    params: tuple


def evidence_relation(
    unit_path: str,
    year: int,
    quarters: Iterable[int],
    figures: Iterable[str],
    sub_paths: Iterable[str] = (),
) -> Relation:
    """The evidence of a year for what lies at or under a unit.

    unit_path: the unit's path; "" for everything. sub_paths: the paths of the sub-units that are
    its parts. Raises KeyError for an unknown figure.
    """
    scope = Scope(year, tuple(sorted(set(quarters))), frozenset(figures))
    sub_paths = tuple(sub_paths)
    units = table_of(AdministrativeUnit)
    ctes = f"""
    sub_unit AS (
        SELECT DISTINCT code, path FROM {units}
        WHERE path IN ({", ".join(["%s"] * len(sub_paths)) or "NULL"})
    ),
    subtree AS (
        SELECT unit.id AS unit_id, COALESCE(sub_unit.code, '{DIRECTLY_UNDER}') AS part
        FROM {units} unit
        LEFT JOIN sub_unit ON {path_starts_sql("sub_unit.path", "unit.path")}
        WHERE {path_starts_sql("%s", "unit.path")}
    ),
    {cooperative_year_ctes(scope)}"""
    selects = {
        (quarter, figure): _rows(figure, year, quarter)
        for quarter in scope.quarters
        for figure in sorted(scope.figures)
    }
    return Relation(ctes, selects, (*sub_paths, unit_path, unit_path))


def _rows(figure: str, year: int, quarter: int) -> str:
    """The rows of one figure at one quarter."""
    if figure in REGISTRY_EVIDENCE:
        return registry_rows(figure, year, quarter)
    if figure in RATING_EVIDENCE:
        return rating_rows(figure, year, quarter)
    declared = figure_named(figure)
    if declared is None:
        raise KeyError(figure)
    if declared.is_flow:
        return flow_rows(declared, year, quarter)
    return level_rows(declared, year, quarter)
