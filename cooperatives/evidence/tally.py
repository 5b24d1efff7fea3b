"""Evidence added up for a unit and its sub-units, all quarters and figures, in one statement."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from ..models import AdministrativeUnit
from .relation import State, _table, evidence_relation

WHOLE = ""
"""The group of everything at or under the unit asked for."""
DIRECTLY_UNDER = "."
"""The group of what lies in none of the sub-units asked for."""


@dataclass(frozen=True)
class Tally:
    """What the evidence of one figure adds up to, for one group of units at one quarter.

    registered: all rows; expected = reported + carried + missing, and values = reported + carried.
    total: the sum of value × weight; weight: the sum of weights of rows with a value;
    total_reported: the sum of the values reported for the period itself. low and high: the 10th and
    90th percentile (nearest rank) of the single values, None without any.
    """

    registered: int
    reported: int
    carried: int
    missing: int
    total: int
    weight: int
    total_reported: int
    low: int | None
    high: int | None

    @property
    def expected(self) -> int:
        return self.reported + self.carried + self.missing

    @property
    def values(self) -> int:
        return self.reported + self.carried


Tallies = dict[tuple[str, int, str], Tally]
"""By group (a sub-unit's code, `WHOLE` or `DIRECTLY_UNDER`), quarter and figure."""


def tally_evidence(
    unit: AdministrativeUnit,
    year: int,
    quarters: Iterable[int],
    figures: Iterable[str],
    sub_units: Iterable[AdministrativeUnit] = (),
) -> Tallies:
    """Add up the evidence of a unit and of each of its sub-units.

    An aggregate is computed over all records, whoever asks. A group without any row is absent.
    """
    relation = evidence_relation(unit.path, year, quarters, figures)
    sub_paths = [sub.path for sub in sub_units]
    marks = ", ".join(["%s"] * len(sub_paths)) or "NULL"
    sql = f"""
    WITH {relation.ctes},
    sub_unit AS (
        SELECT DISTINCT code, path FROM {_table(AdministrativeUnit)} WHERE path IN ({marks})
    ),
    grouped AS (
        SELECT unit_id, '{WHOLE}' AS code FROM subtree
        UNION ALL
        SELECT subtree.unit_id, COALESCE(sub_unit.code, '{DIRECTLY_UNDER}')
        FROM subtree LEFT JOIN sub_unit
          ON substr(subtree.path, 1, length(sub_unit.path)) = sub_unit.path
    ),
    ranked AS (
        SELECT grouped.code, quarter, figure, value, weight, state,
               ROW_NUMBER() OVER (
                   PARTITION BY grouped.code, quarter, figure ORDER BY value NULLS LAST
               ) AS place,
               COUNT(value) OVER (PARTITION BY grouped.code, quarter, figure) AS valued
        FROM evidence JOIN grouped ON grouped.unit_id = evidence.unit_id
    )
    SELECT code, quarter, figure,
           COUNT(*),
           COUNT(CASE WHEN state = '{State.REPORTED}' THEN 1 END),
           COUNT(CASE WHEN state = '{State.CARRIED}' THEN 1 END),
           COUNT(CASE WHEN state = '{State.MISSING}' THEN 1 END),
           COALESCE(SUM(value * CAST(weight AS bigint)), 0),
           COALESCE(SUM(CASE WHEN value IS NOT NULL THEN weight END), 0),
           COALESCE(SUM(CASE WHEN state = '{State.REPORTED}' THEN value END), 0),
           MIN(CASE WHEN place = (valued + 9) / 10 THEN value END),
           MIN(CASE WHEN place = (9 * valued + 9) / 10 THEN value END)
    FROM ranked GROUP BY code, quarter, figure"""
    with connection.cursor() as cursor:
        cursor.execute(sql, (*relation.params, *sub_paths))
        return {
            (code, quarter, figure): Tally(*(None if n is None else int(n) for n in numbers))
            for code, quarter, figure, *numbers in cursor.fetchall()
        }
