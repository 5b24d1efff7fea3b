"""The wide row of evidence of what units report: what is known of one unit for a year.

It has the columns of `cooperative_year` that rules over figures read, so that these are the same:
operating_n says whether the unit was expected to report at the end of quarter n.
"""

from collections.abc import Iterator

from ..catalogue.figures import Figure, Reporter
from ..ground.calendar import Quarter
from ..models import (
    AdministrativeUnit,
    Kind,
    Level,
    Organisation,
    Placement,
    QuarterlyReturn,
    UnitFigures,
)
from ..models.base import table_of
from ..models.organisations import operating_on_sql, registered_on_sql
from ..models.reports import sql_of
from ..models.spans import holds_on_sql, holds_within_sql
from .scope import Scope


def wide_row_of(figure: Figure) -> str:
    """The table that holds what is known of who reports a figure; "" for cooperatives."""
    return "" if figure.is_of_cooperatives else f"year_of_{figure.reported_by}"


def unit_year_ctes(scope: Scope) -> str:
    """A wide row for each kind of units that is asked for, to stand after `subtree` in a WITH; ""
    where none is.
    """
    found = []
    for reporter in scope.reporters:
        if reporter is Reporter.PLAN_UNIT:
            expected = _plan_units(scope)
        else:
            expected = _reporting_units(scope, reporter)
        found.append(f"expected_of_{reporter} AS ({expected})")
        found.append(f"year_of_{reporter} AS ({_unit_year(scope, reporter)})")
    return "".join(f",\n    {one}" for one in found)


def _reporting_units(scope: Scope, reporter: Reporter) -> str:
    """The reporting units in the unit: those in which a cooperative operates at a quarter's end are
    expected then, for figures of groups also those in which a group is registered.
    """
    units = table_of(AdministrativeUnit)
    marks = []
    for n in scope.past:
        day = Quarter(scope.year, n).ends_on
        counts = f"o.kind = '{Kind.COOPERATIVE}' AND {operating_on_sql('o', day)}"
        if reporter is Reporter.GROUP:
            counts = f"({counts} OR o.kind = '{Kind.GROUP}' AND {registered_on_sql('o', day)})"
        condition = f"{holds_on_sql('span', day)} AND {counts}"
        marks.append(f"MAX(CASE WHEN {condition} THEN 1 ELSE 0 END) AS operating_{n}")
    through = f"place.level = '{Level.COMMUNE}' AND above.level = '{Level.DISTRICT}'"
    return f"""
        SELECT CASE WHEN {through} THEN above.id ELSE place.id END AS unit_id, {", ".join(marks)}
        FROM {scope.units} there
        JOIN {units} place ON place.id = there.unit_id
        LEFT JOIN {units} above ON above.id = place.parent_id
        LEFT JOIN {table_of(Placement)} span ON span.unit_id = place.id
             AND {holds_within_sql("span", scope.first_end, scope.last_end)}
        LEFT JOIN {table_of(Organisation)} o ON o.id = span.organisation_id
        GROUP BY 1"""


def _plan_units(scope: Scope) -> str:
    """The provinces in the unit, and what has nothing above it and no province in it."""
    units = table_of(AdministrativeUnit)
    marks = []
    for n in scope.past:
        day = Quarter(scope.year, n).ends_on
        below = (
            f"SELECT 1 FROM {units} below WHERE below.level = '{Level.PROVINCE}' "
            f"AND substr(below.path, 1, length(plan.path)) = plan.path "
            f"AND {holds_on_sql('below', day)}"
        )
        is_root = f"plan.parent_id IS NULL AND NOT EXISTS ({below})"
        is_one = f"plan.level = '{Level.PROVINCE}' OR {is_root}"
        condition = f"{holds_on_sql('plan', day)} AND ({is_one})"
        marks.append(f"CASE WHEN {condition} THEN 1 ELSE 0 END AS operating_{n}")
    return f"""
        SELECT plan.id AS unit_id, {", ".join(marks)}
        FROM {scope.units} there JOIN {units} plan ON plan.id = there.unit_id
        WHERE plan.level = '{Level.PROVINCE}' OR plan.parent_id IS NULL"""


def _unit_year(scope: Scope, reporter: Reporter) -> str:
    """One row for each unit: where it stood at each quarter's end, NULL where it was not there or
    not expected; its figures, figure_1 to figure_4 of the year and figure_p1 to figure_p4 of the
    year before, as far as they count.
    """
    of = scope.of_units(reporter)
    ends = {n: Quarter(scope.year, n).ends_on for n in scope.past}
    columns = [f"expected.operating_{n}" for n in scope.past]
    for n, day in ends.items():
        there = holds_on_sql("unit", day)
        if reporter is Reporter.PLAN_UNIT:
            there += f" AND expected.operating_{n} = 1"
        columns.append(f"CASE WHEN {there} THEN unit.id END AS unit_{n}")
        columns.append(f"place.part AS part_{n}")
    joins = []
    for table, mark, period, read in _quarters(scope, of):
        columns += [f"{sql_of(one, table)} AS {one.code}_{mark}{period.number}" for one in read]
        joins.append(_figures_of(table, period, reporter))
    return f"""
        SELECT unit.id AS organisation_id, {", ".join(columns)}
        FROM expected_of_{reporter} expected
        JOIN {table_of(AdministrativeUnit)} unit ON unit.id = expected.unit_id
        JOIN {scope.units} place ON place.unit_id = unit.id {"".join(joins)}"""


def _quarters(scope: Scope, of: list[Figure]) -> Iterator[tuple[str, str, Quarter, list[Figure]]]:
    """The quarters that are read: the alias of each one's table, the mark of its columns, itself
    and the figures that are read of it.
    """
    for n in scope.past:
        yield f"q{n}", "", Quarter(scope.year, n), of
    older = [one for one in of if one.is_carried and one.is_of_year(scope.year - 1)]
    for n in (1, 2, 3, 4) if older else ():
        yield f"p{n}", "p", Quarter(scope.year - 1, n), older


def _figures_of(alias: str, period: Quarter, reporter: Reporter) -> str:
    counted = f"{alias}.quarterly_return_id IS NULL"
    if reporter is not Reporter.PLAN_UNIT:
        counted = f"""{alias}.quarterly_return_id IN (
                 SELECT id FROM {table_of(QuarterlyReturn)}
                 WHERE year = {period.year} AND state <> '{QuarterlyReturn.State.DRAFT}')"""
    return f"""
        LEFT JOIN {table_of(UnitFigures)} {alias} ON {alias}.unit_id = unit.id
             AND {alias}.year = {period.year} AND {alias}.quarter = {period.number}
             AND {counted}"""
