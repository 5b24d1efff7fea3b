"""Evidence added up for a unit and its sub-units, all quarters and keys, in one statement.

The database adds up each part of the unit and lists the single values; the whole is the sum of its
parts, and percentiles are read off the sorted values here: ranking them in SQL takes ten times as
long on SQLite.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from django.db import connection

from ..models import AdministrativeUnit
from .basis import Basis, Key, basis_of, lists_amounts
from .relation import evidence_relation
from .states import ValueState
from .todays_units import TodaysUnits

WHOLE = ""
"""The group of everything at or under the unit asked for."""
LOW, HIGH = 10, 90
"""The percentiles that stand for the lowest and highest plausible value."""
MOST_SELECTS = 100
"""How many statements are put side by side."""


@dataclass(frozen=True)
class Tally:
    """What the evidence of one key adds up to, for one group of units at one quarter.

    registered: all rows; expected = reported + carried + missing, and values = reported + carried.
    total: the sum of value × weight, or of the values alone where they are divided by what stands
    as their weight; weight: the sum of weights of rows with a value; total_reported: the sum of the
    values reported for the period itself. low and high: the 10th and 90th percentile (nearest rank)
    of the single values, None without any and for figures that
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


Tallies = dict[tuple[str, int, Key], Tally]
"""By group (a sub-unit's code, `WHOLE` or `DIRECTLY_UNDER`), quarter and key."""


@dataclass(frozen=True)
class Asked:
    """Evidence to be added up: some keys at some quarters' ends of a year, of a unit and of each
    of its sub-units. todays: the unit and its parts as they are today, instead of the sub-units.
    """

    unit: AdministrativeUnit
    year: int
    quarters: Iterable[int]
    keys: Iterable[Key]
    sub_units: Iterable[AdministrativeUnit] = ()
    todays: TodaysUnits | None = None


def tally_evidence(
    unit: AdministrativeUnit,
    year: int,
    quarters: Iterable[int],
    keys: Iterable[Key],
    sub_units: Iterable[AdministrativeUnit] = (),
) -> Tallies:
    """Add up the evidence of a unit and of each of its sub-units."""
    return tally_each([Asked(unit, year, quarters, keys, sub_units)])[0]


def tally_each(asked: Sequence[Asked]) -> list[Tallies]:
    """Add up what is asked for, in its order; all of it in one statement.

    An aggregate is computed over all records, whoever asks. A group without any row is absent.
    """
    if not asked:
        return []
    pieces = [_statement(place, one) for place, one in enumerate(asked)]
    # Each has its own common table expressions under the same names.
    statement = _union(f"SELECT * FROM ({piece}) asked" for piece, _given, _keys in pieces)
    params = tuple(chain.from_iterable(given for _piece, given, _keys in pieces))
    return _read([keys for _piece, _given, keys in pieces], statement, params)


def _statement(place: int, asked: Asked) -> tuple[str, tuple, list[Key]]:
    """The sums of one of what is asked for, their parameters, and the keys that they number."""
    relation = evidence_relation(
        asked.unit.path,
        asked.year,
        asked.quarters,
        asked.keys,
        [sub.path for sub in asked.sub_units],
        todays=asked.todays,
    )
    keys = list(dict.fromkeys(key for _quarter, key in relation.selects))
    numbers = {key: number for number, key in enumerate(keys)}
    sums = _union(
        _sums(place, quarter, numbers[key], key, select)
        for (quarter, key), select in relation.selects.items()
    )
    return f"WITH {relation.ctes} {sums}", relation.params, keys


def _union(selects: Iterable[str]) -> str:
    """All rows of some statements; SQLite takes no more than 500 of them side by side."""
    selects = list(selects)
    if len(selects) <= MOST_SELECTS:
        return " UNION ALL ".join(selects)
    chunks = [selects[n : n + MOST_SELECTS] for n in range(0, len(selects), MOST_SELECTS)]
    return _union(f"SELECT * FROM ({' UNION ALL '.join(chunk)}) chunk" for chunk in chunks)


def _read(keys: Sequence[Sequence[Key]], statement: str, params: tuple) -> list[Tallies]:
    """What a statement adds up for each of what was asked for. keys: those of each, by number."""
    groups: list[dict[tuple[str, int, Key], list[_Part]]] = [defaultdict(list) for _ in keys]
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        for place, code, quarter, number, values, *counts in cursor.fetchall():
            key = keys[place][number]
            part = _part(key, json.loads(values or "[]"), tuple(map(int, counts)))
            groups[place][code, quarter, key].append(part)
            groups[place][WHOLE, quarter, key].append(part)
    return [{key: _tally(parts) for key, parts in found.items()} for found in groups]


@dataclass(frozen=True)
class _Part:
    """What one part of a unit adds: the numbers of a `Tally`, and the single values in order."""

    counts: tuple[int, ...]
    values: list[int]


def _part(key: Key, listed: list, counts: tuple[int, ...]) -> _Part:
    if not _is_multiplied_here(key):
        return _Part(counts, sorted(listed))
    *before, _total, weight, fresh = counts
    total = sum(value * by for value, by in listed)
    return _Part((*before, total, weight, fresh), sorted(value for value, _by in listed))


def _is_multiplied_here(key: Key) -> bool:
    """Whether values and weights may be too large to be multiplied in the database: of any two
    figures. Incomes and members are not.
    """
    return isinstance(key, Basis) and key.is_weighed


def _sums(place: int, quarter: int, number: int, key: Key, evidence: str) -> str:
    """The sums over the evidence of one key at one quarter, a row for each part."""
    values, product = "CAST(NULL AS text)", "value"
    if lists_amounts(key):
        values = _json_array("value")
    if _is_multiplied_here(key):
        values = _json_array("value", "weight")
    elif basis_of(key).is_weighed:
        product = "value * CAST(weight AS bigint)"
    return f"""
    SELECT {place} AS place, part, {quarter} AS quarter, {number} AS number, {values} AS single,
           COUNT(*) AS registered,
           COUNT(CASE WHEN state = '{ValueState.REPORTED}' THEN 1 END) AS reported,
           COUNT(CASE WHEN state = '{ValueState.CARRIED}' THEN 1 END) AS carried,
           COUNT(CASE WHEN state = '{ValueState.MISSING}' THEN 1 END) AS missing,
           COALESCE(SUM({product}), 0) AS total,
           COALESCE(SUM(CASE WHEN value IS NOT NULL THEN weight END), 0) AS weight,
           COALESCE(SUM(CASE WHEN state = '{ValueState.REPORTED}' THEN value END), 0) AS fresh
    FROM ({evidence}) evidence GROUP BY part"""


def _json_array(*columns: str) -> str:
    """The values that are not NULL, as the text of a JSON array; NULL or empty without any. Of
    several columns each is an array itself.
    """
    is_postgresql = connection.vendor == "postgresql"
    every, pair = (
        ("json_agg", "json_build_array") if is_postgresql else ("json_group_array", "json_array")
    )
    row = columns[0] if len(columns) == 1 else f"{pair}({', '.join(columns)})"
    return f"CAST({every}({row}) FILTER (WHERE {columns[0]} IS NOT NULL) AS text)"


def _tally(parts: list[_Part]) -> Tally:
    values = (
        parts[0].values if len(parts) == 1 else sorted(chain.from_iterable(p.values for p in parts))
    )
    counts = (sum(column) for column in zip(*(part.counts for part in parts), strict=True))
    return Tally(*counts, low=_percentile(values, LOW), high=_percentile(values, HIGH))


def _percentile(ordered: list[int], percent: int) -> int | None:
    """By nearest rank: the ⌈n × percent ÷ 100⌉th from below."""
    return ordered[-(-len(ordered) * percent // 100) - 1] if ordered else None
