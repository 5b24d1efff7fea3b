"""Evidence added up for a unit and its sub-units, all quarters and figures, in one statement.

The database adds up each part of the unit and lists the single values; the whole is the sum of its
parts, and percentiles are read off the sorted values here: ranking them in SQL takes ten times as
long on SQLite.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from django.db import connection

from ..catalogue.figures import figure_named
from ..models import AdministrativeUnit
from .relation import evidence_relation
from .states import ValueState

WHOLE = ""
"""The group of everything at or under the unit asked for."""
LOW, HIGH = 10, 90
"""The percentiles that stand for the lowest and highest plausible value."""


@dataclass(frozen=True)
class Tally:
    """What the evidence of one figure adds up to, for one group of units at one quarter.

    registered: all rows; expected = reported + carried + missing, and values = reported + carried.
    total: the sum of value × weight; weight: the sum of weights of rows with a value;
    total_reported: the sum of the values reported for the period itself. low and high: the 10th and
    90th percentile (nearest rank) of the single values, None without any and for figures that
    cooperatives do not report as a number.
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


@dataclass(frozen=True)
class Asked:
    """Evidence to be added up: some figures at some quarters' ends of a year, of a unit and of each
    of its sub-units.
    """

    unit: AdministrativeUnit
    year: int
    quarters: Iterable[int]
    figures: Iterable[str]
    sub_units: Iterable[AdministrativeUnit] = ()


def tally_evidence(
    unit: AdministrativeUnit,
    year: int,
    quarters: Iterable[int],
    figures: Iterable[str],
    sub_units: Iterable[AdministrativeUnit] = (),
) -> Tallies:
    """Add up the evidence of a unit and of each of its sub-units."""
    return tally_each([Asked(unit, year, quarters, figures, sub_units)])[0]


def tally_years(
    unit: AdministrativeUnit, quarters: Mapping[int, Iterable[int]], figures: Collection[str]
) -> dict[int, Tallies]:
    """The same of several years, of the unit as a whole. quarters: those asked for, by year."""
    found = tally_each([Asked(unit, year, of_year, figures) for year, of_year in quarters.items()])
    return dict(zip(quarters, found, strict=True))


def tally_each(asked: Sequence[Asked]) -> list[Tallies]:
    """Add up what is asked for, in its order; all of it in one statement.

    An aggregate is computed over all records, whoever asks. A group without any row is absent.
    """
    if not asked:
        return []
    pieces = [_statement(place, one) for place, one in enumerate(asked)]
    # Each has its own common table expressions under the same names.
    statement = " UNION ALL ".join(f"SELECT * FROM ({piece}) asked" for piece, _given in pieces)
    return _read(len(asked), statement, tuple(chain.from_iterable(given for _, given in pieces)))


def _statement(place: int, asked: Asked) -> tuple[str, tuple]:
    relation = evidence_relation(
        asked.unit.path,
        asked.year,
        asked.quarters,
        asked.figures,
        [sub.path for sub in asked.sub_units],
    )
    sums = " UNION ALL ".join(
        _sums(place, quarter, figure, select)
        for (quarter, figure), select in relation.selects.items()
    )
    return f"WITH {relation.ctes} {sums}", relation.params


def _read(number: int, statement: str, params: tuple) -> list[Tallies]:
    """What a statement adds up for each of a number of things asked for."""
    groups: list[dict[tuple[str, int, str], list[_Part]]] = [
        defaultdict(list) for _ in range(number)
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        for place, code, quarter, figure, values, *counts in cursor.fetchall():
            part = _Part(tuple(map(int, counts)), sorted(json.loads(values or "[]")))
            groups[place][code, quarter, figure].append(part)
            groups[place][WHOLE, quarter, figure].append(part)
    return [{key: _tally(parts) for key, parts in found.items()} for found in groups]


@dataclass(frozen=True)
class _Part:
    """What one part of a unit adds: the numbers of a `Tally`, and the single values in order."""

    counts: tuple[int, ...]
    values: list[int]


def _sums(place: int, quarter: int, figure: str, evidence: str) -> str:
    """The sums over the evidence of one figure at one quarter, a row for each part."""
    values = _json_array("value") if figure_named(figure) else "CAST(NULL AS text)"
    return f"""
    SELECT {place} AS place, part, {quarter} AS quarter, '{figure}' AS figure, {values} AS single,
           COUNT(*) AS registered,
           COUNT(CASE WHEN state = '{ValueState.REPORTED}' THEN 1 END) AS reported,
           COUNT(CASE WHEN state = '{ValueState.CARRIED}' THEN 1 END) AS carried,
           COUNT(CASE WHEN state = '{ValueState.MISSING}' THEN 1 END) AS missing,
           COALESCE(SUM(value * CAST(weight AS bigint)), 0) AS total,
           COALESCE(SUM(CASE WHEN value IS NOT NULL THEN weight END), 0) AS weight,
           COALESCE(SUM(CASE WHEN state = '{ValueState.REPORTED}' THEN value END), 0) AS fresh
    FROM ({evidence}) evidence GROUP BY part"""


def _json_array(values: str) -> str:
    """The values that are not NULL, as the text of a JSON array; NULL or empty without any."""
    name = "json_agg" if connection.vendor == "postgresql" else "json_group_array"
    return f"CAST({name}({values}) FILTER (WHERE {values} IS NOT NULL) AS text)"


def _tally(parts: list[_Part]) -> Tally:
    values = (
        parts[0].values if len(parts) == 1 else sorted(chain.from_iterable(p.values for p in parts))
    )
    counts = (sum(column) for column in zip(*(part.counts for part in parts), strict=True))
    return Tally(*counts, low=_percentile(values, LOW), high=_percentile(values, HIGH))


def _percentile(ordered: list[int], percent: int) -> int | None:
    """By nearest rank: the ⌈n × percent ÷ 100⌉th from below."""
    return ordered[-(-len(ordered) * percent // 100) - 1] if ordered else None
