"""Whose values are missing in a unit, with what tells where each would have to be entered."""

from dataclasses import dataclass, replace

from django.db import connection

from ..catalogue.figures import Figure, Reporter
from ..ground.calendar import Quarter
from ..models import (
    AdministrativeUnit,
    Level,
    Placement,
    QuarterlyFigures,
    QuarterlyReturn,
    UnitFigures,
    YearlyReport,
)
from ..models.base import table_of
from ..models.reports import sql_of
from ..models.spans import holds_on_sql
from .basis import (
    Key,
    basis_of,
    figures_of,
    is_counted,
    is_of_units,
    is_rated,
    main_code,
    reporter_of,
)
from .ratings import year_in_force
from .relation import Relation, evidence_relation
from .states import Reason, ValueState
from .todays_units import TodaysUnits


@dataclass(frozen=True)
class MissingValue:
    """A cooperative whose value is missing.

    gaps: the quarters in whose returns it is to be entered: those that are blank; for a level, and
    for the members that an income is weighed by, the quarter looked at; none for a rating.
    reporters: by quarter, up to the one looked at, the key of the unit in whose return its row
    stands; without a row of the one that it stood in at that quarter's end, or None.
    rated_in_draft: whether a draft of its yearly report rates it.
    entered: those of the gaps that are filled in, in a return that was never submitted. in_return:
    whether it is to be entered in a return; what the province reports is not. Of what units report
    the key is the unit's.
    """

    organisation_id: int
    reason: Reason
    gaps: tuple[int, ...]
    reporters: dict[int, int | None]
    rated_in_draft: bool
    entered: tuple[int, ...] = ()
    in_return: bool = True


def list_missing(
    unit: AdministrativeUnit,
    year: int,
    quarter: int,
    key: Key,
    *,
    todays: TodaysUnits | None = None,
) -> list[MissingValue]:
    """The missing values of one key in a unit, whoever asks: they are counted, not shown. todays:
    the unit as it is today, as in `Asked`.

    As many as the tally of the same key has missing; none of what the registry counts.
    """
    if is_counted(key):
        return []
    relation = evidence_relation(unit.path, year, [quarter], [key], todays=todays)
    if is_of_units(key):
        return _list_missing_of_units(relation, year, quarter, key)
    past = range(1, quarter + 1)
    rated_by = year_in_force(year, quarter)
    joins = " ".join(_reporter_join(n, Quarter(year, n)) + _cells_join(n, year) for n in past)
    sql = f"""
    WITH {relation.ctes}
    SELECT e.organisation_id, e.reason, e.gaps,
           CASE WHEN draft.id IS NULL THEN 0 ELSE 1 END,
           {" + ".join(_entered(n, key) for n in past)},
           {", ".join(f"{_reporter(n)} AS reporter_{n}" for n in past)}
    FROM ({relation.selects[quarter, key]}) e
    LEFT JOIN {table_of(YearlyReport)} draft ON draft.cooperative_id = e.organisation_id
         AND draft.year = {rated_by} AND draft.state = '{YearlyReport.State.DRAFT}'
         AND draft.rating <> ''
    {joins}
    WHERE e.state = '{ValueState.MISSING}'
    ORDER BY e.organisation_id"""
    with connection.cursor() as cursor:
        cursor.execute(sql, relation.params)
        return [_missing(key, quarter, *columns) for columns in cursor.fetchall()]


def _list_missing_of_units(
    relation: Relation, year: int, quarter: int, key: Key
) -> list[MissingValue]:
    """The same of what units report: each is its own reporter, the province in no return."""
    past = range(1, quarter + 1)
    in_return = reporter_of(key) is not Reporter.PLAN_UNIT
    rows = table_of(UnitFigures)
    joins = " ".join(
        f"""
    LEFT JOIN {rows} cells_{n} ON cells_{n}.unit_id = e.unit_id AND cells_{n}.year = {year}
         AND cells_{n}.quarter = {n}
         AND cells_{n}.quarterly_return_id IS {"NOT NULL" if in_return else "NULL"}"""
        for n in past
    )
    sql = f"""
    WITH {relation.ctes}
    SELECT e.organisation_id, e.reason, e.gaps, 0, {" + ".join(_entered(n, key) for n in past)},
           {", ".join("e.unit_id" for _n in past)}
    FROM ({relation.selects[quarter, key]}) e {joins}
    WHERE e.state = '{ValueState.MISSING}'
    ORDER BY e.organisation_id"""
    with connection.cursor() as cursor:
        cursor.execute(sql, relation.params)
        found = [_missing(key, quarter, *columns) for columns in cursor.fetchall()]
    return found if in_return else [replace(one, in_return=False) for one in found]


def _reporter(n: int) -> str:
    """The key of the reporting unit at the end of a quarter: communes report through a district."""
    through = f"place_{n}.level = '{Level.COMMUNE}' AND above_{n}.level = '{Level.DISTRICT}'"
    by_place = f"CASE WHEN {through} THEN above_{n}.id ELSE place_{n}.id END"
    return f"COALESCE(filed_{n}.unit_id, {by_place})"


def _reporter_join(n: int, period: Quarter) -> str:
    units = table_of(AdministrativeUnit)
    return f"""
    LEFT JOIN {table_of(Placement)} stay_{n} ON stay_{n}.organisation_id = e.organisation_id
         AND {holds_on_sql(f"stay_{n}", period.ends_on)}
    LEFT JOIN {units} place_{n} ON place_{n}.id = stay_{n}.unit_id
    LEFT JOIN {units} above_{n} ON above_{n}.id = place_{n}.parent_id"""


def _entered(n: int, key: Key) -> str:
    """A quarter's bit where the cell that is asked for holds something, whatever its return."""
    if is_rated(key):
        return "0"
    whens = " ".join(
        f"WHEN '{reason}' THEN {' + '.join(sql_of(one, f'cells_{n}') for one in figures)}"
        for reason in Reason
        if (figures := _lacking(key, reason))
    )
    cell = f"CASE e.reason {whens} END"
    return f"CASE WHEN {cell} IS NULL THEN 0 ELSE {1 << n - 1} END"


def _cells_join(n: int, year: int) -> str:
    rows, returns = table_of(QuarterlyFigures), table_of(QuarterlyReturn)
    return f"""
    LEFT JOIN {rows} cells_{n} ON cells_{n}.cooperative_id = e.organisation_id
         AND cells_{n}.year = {year} AND cells_{n}.quarter = {n}
    LEFT JOIN {returns} filed_{n} ON filed_{n}.id = cells_{n}.quarterly_return_id"""


def _missing(key: Key, quarter: int, *columns) -> MissingValue:
    pk, reason, gaps, rated_in_draft, filled, *reporters = columns
    past = range(1, quarter + 1)
    blank = tuple(n for n in past if gaps & 1 << n - 1)
    if not is_rated(key) and not blank:
        blank = (quarter,)
    return MissingValue(
        pk,
        Reason(reason),
        blank,
        dict(enumerate(reporters, start=1)),
        bool(rated_in_draft),
        tuple(n for n in blank if filled & 1 << n - 1),
    )


def missing_field(key: Key, reason: Reason) -> str:
    """The code of the figure whose cell is blank, of several the first: of the value itself, or of
    what weighs or divides it.
    """
    figures = [] if is_counted(key) or is_rated(key) else _lacking(key, reason)
    return figures[0].code if figures else main_code(key)


def _lacking(key: Key, reason: Reason) -> list[Figure]:
    """The figures of which one is blank, at least."""
    basis = basis_of(key)
    lacks_divisor = reason in (Reason.NO_MEMBERS, Reason.NO_DIVISOR)
    return figures_of(basis.per if lacks_divisor else basis.of)
