"""The evidence one record at a time: what stands behind a number."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection

from ..ground.calendar import Quarter, today
from ..models import AdministrativeUnit, Level, Organisation, Placement, User
from ..models.base import table_of
from ..models.spans import holds_on_sql
from .basis import Key, is_of_units
from .relation import evidence_relation
from .states import Reason, ValueState
from .todays_units import TodaysUnits


@dataclass(frozen=True)
class EvidenceRow:
    """One organisation's part in a number.

    value is in whole VND, persons, millionths, or 1 and 0 for yes and no; None where there is none.
    weight: what it weighs, or is divided by. source is
    the quarter or, as a bare year, the yearly report that the value is from. gaps are the quarters
    of the year that are blank. reporting_unit: the name of the district above its unit, or of its
    unit itself without one. part: the code of the part asked about in which it counts, or
    `DIRECTLY_UNDER`. path_now: where it lies today, "" if nowhere; whoever has that in
    their scope may open its page. is_unit: whether it is no organisation but a unit that reports of
    itself: then the key, name and code (as number) are the unit's.
    """

    organisation_id: int
    name: str
    name_key: str
    registration_number: str
    unit_name: str
    unit_path: str
    part: str
    reporting_unit: str
    path_now: str
    founded_on: date
    dissolved_on: date | None
    is_demo: bool
    value: int | None
    weight: int
    state: ValueState
    reason: Reason | None
    source: Quarter | int | None
    gaps: tuple[int, ...]
    is_unit: bool = False


def list_evidence(
    reader: User,
    unit: AdministrativeUnit,
    year: int,
    quarter: int,
    key: Key,
    *,
    sub_units: Iterable[AdministrativeUnit] = (),
    todays: TodaysUnits | None = None,
) -> list[EvidenceRow]:
    """The evidence of one key in a unit, by name, as far as the reader's scope reaches. sub_units,
    todays: its parts, as in `Asked`.

    Empty where the scope does not meet the unit.
    """
    reach = reader.reach_within(unit)
    if not reach:
        return []
    path = reach[0] if len(reach) == 1 else unit.path
    sub_paths = [sub.path for sub in sub_units]
    rows = _rows(path, year, quarter, key, sub_paths=sub_paths, todays=todays)
    return [row for row in rows if reader.reaches_of(row.unit_path, row.path_now)]


def all_evidence(unit: AdministrativeUnit, year: int, quarter: int, key: Key) -> list[EvidenceRow]:
    """The evidence of one key in a unit, by name, whoever reads it: to be kept with a number that
    is published, and shown only to those whose scope it lies in.
    """
    return _rows(unit.path, year, quarter, key)


def _rows(
    path: str,
    year: int,
    quarter: int,
    key: Key,
    *,
    sub_paths: Iterable[str] = (),
    todays: TodaysUnits | None = None,
) -> list[EvidenceRow]:
    relation = evidence_relation(path, year, [quarter], [key], sub_paths, todays=todays)
    is_unit = is_of_units(key)
    sql = f"""
    WITH {relation.ctes}
    {(_of_units if is_unit else _of_organisations)(relation.selects[quarter, key])}"""
    with connection.cursor() as cursor:
        cursor.execute(sql, relation.params)
        return [_row(is_unit, *columns) for columns in cursor.fetchall()]


def _of_organisations(evidence: str) -> str:
    """Each organisation's part, with its name and its unit."""
    units = table_of(AdministrativeUnit)
    return f"""
    SELECT o.id, o.name, o.name_key, o.registration_number, u.name, u.path,
           e.part, COALESCE(above.name, u.name), COALESCE(here.path, ''), o.founded_on,
           o.dissolved_on, o.is_demo, e.value, e.weight, e.state, e.reason, e.source, e.gaps
    FROM ({evidence}) e
    JOIN {table_of(Organisation)} o ON o.id = e.organisation_id
    JOIN {units} u ON u.id = e.unit_id
    LEFT JOIN {units} above ON above.id = u.parent_id
         AND u.level = '{Level.COMMUNE}' AND above.level = '{Level.DISTRICT}'
    LEFT JOIN {table_of(Placement)} stay ON stay.organisation_id = o.id
         AND {holds_on_sql("stay", today())}
    LEFT JOIN {units} here ON here.id = stay.unit_id
    ORDER BY o.name_key, o.id"""


def _of_units(evidence: str) -> str:
    """Each unit's part in what units report, in the order of the tree."""
    return f"""
    SELECT u.id, u.name, u.path, u.code, u.name, u.path, e.part, u.name, '', u.valid_from,
           u.valid_to, u.is_demo, e.value, e.weight, e.state, e.reason, e.source, e.gaps
    FROM ({evidence}) e
    JOIN {table_of(AdministrativeUnit)} u ON u.id = e.unit_id
    ORDER BY u.path, u.id"""


def _row(is_unit: bool, *columns) -> EvidenceRow:
    *plain, founded_on, dissolved_on, is_demo, value, weight, state, reason, source, gaps = columns
    return EvidenceRow(
        *plain,
        founded_on=_day(founded_on),
        dissolved_on=_day(dissolved_on),
        is_demo=bool(is_demo),
        value=None if value is None else int(value),
        weight=int(weight),
        state=ValueState(state),
        reason=Reason(reason) if reason else None,
        source=_source(source),
        gaps=tuple(n for n in (1, 2, 3, 4) if gaps & 1 << n - 1),
        is_unit=is_unit,
    )


def _day(value: str | date | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _source(source: int | None) -> Quarter | int | None:
    if source is None:
        return None
    year, quarter = divmod(int(source), 10)
    return Quarter(year, quarter) if quarter else year
