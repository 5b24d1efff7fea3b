"""The rules of evidence (design 1.3) as one SQL relation that SQLite and PostgreSQL both read.

It has a row for each organisation, quarter and figure:

- organisation_id, unit_id: who, and where it was placed on the quarter's last day; of what units
  report the unit itself is both
- part: in which of the sub-units asked about that is, by code; `DIRECTLY_UNDER` if in none
- quarter: 1 to 4
- figure: see `REGISTRY_EVIDENCE`, `RATING_EVIDENCE` and the catalogue of figures
- value: whole VND, persons, millionths, or 1 for "yes" and 0 for "no"; NULL where there is none
- weight: what the value weighs in a mean, or is divided by (members for incomes, else 1)
- state: `ValueState`
- reason: `Reason`, why it is missing or not expected; "" where it is neither
- source: where the value is from, year × 10 + quarter, the quarter being 0 for a yearly report
- gaps: the quarters whose figure is blank, as bits (1 for quarter 1, 2 for 2, 4 for 3, 8 for 4)

The SQL is put together per quarter and figure from expressions over `cooperative_year`, which
holds one wide row for each cooperative: where it stood at each quarter's end and what it reported
for the year and the year before. It is made once, beginning with the placements in the unit asked
for, and holds what the figures asked for need and no more: so the cost follows the unit, not the
nation or its history. What the registry counts stands on the same placements, joined once. Only
whole numbers and dates of our own making are written into the text.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ..models import AdministrativeUnit
from ..models.base import table_of
from ..models.units import path_starts_sql
from .amounts import amount_rows
from .basis import Basis, Key, basis_of, is_counted, is_rated
from .cooperative_year import cooperative_year_ctes
from .ratings import rating_rows
from .registry import registry_rows
from .scope import Scope
from .todays_units import TodaysUnits
from .unit_year import unit_year_ctes
from .whom import whom_sql

DIRECTLY_UNDER = "."
"""The part that holds what lies in none of the sub-units asked about."""


@dataclass(frozen=True)
class Relation:
    """The relation in pieces: `ctes`, to stand after WITH, and a SELECT by quarter and key."""

    ctes: str
    selects: dict[tuple[int, Key], str]
    params: tuple


def evidence_relation(
    unit_path: str,
    year: int,
    quarters: Iterable[int],
    keys: Iterable[Key],
    sub_paths: Iterable[str] = (),
    *,
    todays: TodaysUnits | None = None,
) -> Relation:
    """The evidence of a year for what lies at or under a unit.

    unit_path: the unit's path; "" for everything. sub_paths: the paths of the sub-units that are
    its parts. todays: the unit and its parts as they are today, instead of these paths. Raises
    KeyError for an unknown figure.
    """
    scope = Scope(
        year, tuple(sorted(set(quarters))), frozenset(keys), by_organisation=todays is not None
    )
    if todays:
        subtree, params = todays.ctes(DIRECTLY_UNDER)
    else:
        subtree, params = _subtree(unit_path, tuple(sub_paths))
    selects = {
        (quarter, key): _rows(basis_of(key), scope, quarter)
        for quarter in scope.quarters
        for key in sorted(scope.keys, key=repr)
    }
    ctes = f"{subtree}, {cooperative_year_ctes(scope)}{unit_year_ctes(scope)}"
    return Relation(ctes, selects, params)


def _subtree(unit_path: str, sub_paths: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The units at or under one, each with the part in which it lies, with their parameters."""
    units = table_of(AdministrativeUnit)
    sql = f"""
    sub_unit AS (
        SELECT DISTINCT code, path FROM {units}
        WHERE path IN ({", ".join(["%s"] * len(sub_paths)) or "NULL"})
    ),
    subtree AS (
        SELECT unit.id AS unit_id, COALESCE(sub_unit.code, '{DIRECTLY_UNDER}') AS part
        FROM {units} unit
        LEFT JOIN sub_unit ON {path_starts_sql("sub_unit.path", "unit.path")}
        WHERE {path_starts_sql("%s", "unit.path")}
    )"""
    return sql, (*sub_paths, unit_path, unit_path)


def _rows(basis: Basis, scope: Scope, quarter: int) -> str:
    """The rows of one basis at one quarter."""
    year = scope.year
    whom = whom_sql(basis, year, quarter)
    if is_counted(basis):
        return registry_rows(basis.of, year, quarter, whom, basis.from_year)
    if is_rated(basis):
        return rating_rows(basis.of, year, quarter, whom)
    return amount_rows(basis, year, quarter, whom)
