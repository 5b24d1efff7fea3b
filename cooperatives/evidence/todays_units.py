"""The units of today over a past period: which of them what lay in ended units counts in.

A unit of today counts all that lay in the ended units that went there whole; of one that went to
several others, the organisations that lie in it now. Those that nobody has placed yet lie in none
of the parts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from ..models import AdministrativeUnit, Placement
from ..models.base import table_of
from ..models.spans import holds_on_sql
from ..models.units import path_starts_sql
from ..units.time import TookOver

WHOLE_UNIT, WHERE_NOW, ONLY_HERE, ELSEWHERE = "whole", "now", "here", "elsewhere"
"""How what lay under a path counts: all of it in one part; each in the part in which it lies now,
and in none of them while it lies in no part; the same of that very unit, only what lies in the unit
looked at now; not at all.
"""


@dataclass(frozen=True)
class TodaysUnits:
    """A unit and its parts as they are today.

    claims: for a path, in which part what lay under it counts (a code, "" for none), and how; the
    longest path that fits holds. homes: for the paths of today, which part is there.
    """

    claims: tuple[tuple[str, str, str], ...]
    homes: tuple[tuple[str, str], ...]
    day: date

    @classmethod
    def of(
        cls,
        unit: AdministrativeUnit,
        parts: Iterable[AdministrativeUnit],
        took_over: Iterable[TookOver],
        day: date,
    ) -> "TodaysUnits":
        """Those of a unit on a day; of one that has ended the parts are units that took over from
        it or from what lay in it. took_over: by whom what lay in it ever was.
        """
        parts = tuple(parts)
        if not unit.covers(day):
            claims = {unit.path: ("", WHERE_NOW)}
            claims |= _whole(parts, within=unit.path)
            return cls(_as_rows(claims), tuple((one.path, one.code) for one in parts), day)
        claims = {unit.path: ("", WHOLE_UNIT)}
        claims |= dict.fromkeys(unit.whole_paths, ("", WHERE_NOW))
        claims |= {part.path: (part.code, WHOLE_UNIT) for part in parts} | _whole(parts)
        claims |= {
            path: ("", WHERE_NOW)
            for part in parts
            for path in part.partly_paths
            if path.startswith(unit.reach)
        }
        claims |= dict.fromkeys(unit.partly_paths, ("", ONLY_HERE))
        claims |= _gone(unit, took_over)
        homes = ((unit.path, ""), *((one.path, one.code) for one in parts))
        return cls(_as_rows(claims), homes, day)

    def ctes(self, directly_under: str) -> tuple[str, tuple[str, ...]]:
        """`subtree` as SQL with its parameters: units, organisations that lay in them at any time,
        and in which part each counts; and `subtree_of_units`, the units alone: what one reported of
        itself counts in a part only if all of it went there.
        """
        units, stays = table_of(AdministrativeUnit), table_of(Placement)
        claims = [(path, part or directly_under, how) for path, part, how in self.claims]
        homes = [(path, part or directly_under) for path, part in self.homes]
        sql = f"""
        claim(path, part, how) AS ({_values(len(claims), 3)}),
        home(path, part) AS ({_values(len(homes), 2)}),
        here AS (
            SELECT stay.organisation_id, home.part
            FROM {units} unit
            JOIN home ON home.path = {_longest("home")}
            JOIN {stays} stay ON stay.unit_id = unit.id AND {holds_on_sql("stay", self.day)}
        ),
        subtree AS (
            SELECT DISTINCT unit.id AS unit_id, stay.organisation_id,
                   CASE WHEN claim.how = '{WHOLE_UNIT}' THEN claim.part
                        ELSE COALESCE(here.part, '{directly_under}') END AS part
            FROM {units} unit
            JOIN claim ON claim.path = {_longest("claim")}
            JOIN {stays} stay ON stay.unit_id = unit.id
            LEFT JOIN here ON here.organisation_id = stay.organisation_id
            WHERE claim.how IN ('{WHOLE_UNIT}', '{WHERE_NOW}')
               OR claim.how = '{ONLY_HERE}' AND claim.path = unit.path AND here.part IS NOT NULL
        ),
        subtree_of_units AS (
            SELECT unit.id AS unit_id,
                   CASE WHEN claim.how = '{WHOLE_UNIT}' THEN claim.part
                        ELSE '{directly_under}' END AS part
            FROM {units} unit
            JOIN claim ON claim.path = {_longest("claim")}
            WHERE claim.how IN ('{WHOLE_UNIT}', '{WHERE_NOW}')
        )"""
        params = [text for row in claims for text in row] + [text for row in homes for text in row]
        return sql, tuple(params)


def _values(rows: int, columns: int) -> str:
    """So many rows of texts given as parameters."""
    if not rows:
        return f"SELECT {', '.join(['CAST(NULL AS text)'] * columns)} WHERE 1 = 0"
    row = f"({', '.join(['%s'] * columns)})"
    return f"VALUES {', '.join([row] * rows)}"


def _longest(table: str) -> str:
    return f"""(
        SELECT one.path FROM {table} one WHERE {path_starts_sql("one.path", "unit.path")}
        ORDER BY length(one.path) DESC LIMIT 1)"""


def _as_rows(claims: dict[str, tuple[str, str]]) -> tuple[tuple[str, str, str], ...]:
    return tuple((path, *claim) for path, claim in claims.items())


def _whole(parts: Iterable[AdministrativeUnit], within: str = "") -> dict[str, tuple[str, str]]:
    return {
        path: (part.code, WHOLE_UNIT)
        for part in parts
        for path in part.whole_paths
        if path.startswith(within)
    }


def _gone(unit: AdministrativeUnit, took_over: Iterable[TookOver]) -> dict[str, tuple[str, str]]:
    """The ended units below one, or in what went there whole, that went elsewhere in the end, all
    of them or in part.
    """
    heirs: dict[str, set[str]] = {}
    for row in took_over:
        heirs.setdefault(row.ended_path, set()).add(row.path)

    @cache
    def ends(path: str) -> frozenset[str]:
        found = (ends(one) for one in heirs.get(path, ()))
        return frozenset().union(*found) if path in heirs else frozenset([path])

    stayed = {
        path: {end.startswith(unit.path) for end in ends(path)}
        for path in heirs
        if path.startswith(unit.reach) and path != unit.path
    }
    return {
        path: ("", ONLY_HERE if True in found else ELSEWHERE)
        for path, found in stayed.items()
        if False in found
    }
