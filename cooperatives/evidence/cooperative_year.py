"""The wide row of evidence: what is known of one cooperative for a year."""

from collections.abc import Iterable

from ..ground.calendar import Quarter
from ..models import (
    Kind,
    Organisation,
    Placement,
    QuarterlyFigures,
    QuarterlyReturn,
    Suspension,
    YearlyReport,
)
from ..models.base import table_of
from ..models.organisations import registered_on_sql
from ..models.reports import sql_of
from ..models.spans import holds_on_sql, holds_within_sql
from .scope import Scope

WIDE_ROW = ("founded_on", "operating", "organisation_id", "part", "registered", "sector", "unit")
"""What the wide row says of a cooperative beside its figures, without the quarter."""


def cooperative_year_ctes(scope: Scope) -> str:
    """`cooperative_year` and what it is made from, to stand after `subtree` in a WITH."""
    # Kept as a table of its own it has no statistics: PostgreSQL then joins row by row, too long.
    return f"""
    placed_organisation AS NOT MATERIALIZED ({_placed_organisation(scope)}),
    placed AS ({_placed(scope)}),
    suspended AS ({_suspended(scope)}),
    unsubmitted AS (
        SELECT id FROM {table_of(QuarterlyReturn)}
        WHERE year IN ({scope.year - 1}, {scope.year}) AND state = '{QuarterlyReturn.State.DRAFT}'
    ),
    cooperative_year AS ({_cooperative_year(scope)})"""


def _at_ends(scope: Scope, quarters: Iterable[int], span: str, value: str, name: str) -> str:
    """For each quarter a column: a value of the span that holds on the quarter's last day."""
    return ", ".join(
        f"MAX(CASE WHEN {holds_on_sql(span, Quarter(scope.year, n).ends_on)} THEN {value} END)"
        f" AS {name}_{n}"
        for n in quarters
    )


def _held_at_some_end(scope: Scope) -> str:
    """What came and went before the first quarter's end or began after the last is left alone."""
    return holds_within_sql("span", scope.first_end, scope.last_end)


def _placed_organisation(scope: Scope) -> str:
    """One row for each stay of an organisation of whatever kind in the unit, with its span: joined
    once, for what counts organisations and for the wide row.
    """
    return f"""
        SELECT o.id, o.kind, o.sector, o.founded_on, o.dissolved_on,
               subtree.unit_id, subtree.part, span.valid_from, span.valid_to
        FROM subtree
        JOIN {table_of(Placement)} span ON {scope.of_subtree("span")}
        JOIN {table_of(Organisation)} o ON o.id = span.organisation_id
        WHERE {_held_at_some_end(scope)}"""


def _placed(scope: Scope) -> str:
    """One row for each cooperative in the unit: unit_n and part_n, where it was at the end of each
    quarter asked for; NULL where it was elsewhere then.
    """
    units = _at_ends(scope, scope.quarters, "o", "o.unit_id", "unit")
    parts = _at_ends(scope, scope.quarters, "o", "o.part", "part")
    return f"""
        SELECT o.id AS organisation_id, {units}, {parts}
        FROM placed_organisation o
        WHERE o.kind = '{Kind.COOPERATIVE}'
        GROUP BY o.id"""


def _suspended(scope: Scope) -> str:
    """One row for each organisation suspended in the year: suspended_n is 1 where it was at the end
    of a quarter, else NULL.
    """
    marks = _at_ends(scope, scope.past, "span", "1", "suspended")
    return f"""
        SELECT span.organisation_id, {marks} FROM {table_of(Suspension)} span
        WHERE {_held_at_some_end(scope)}
        GROUP BY span.organisation_id"""


def _cooperative_year(scope: Scope) -> str:
    """One row for each cooperative: where it stood at each quarter's end; its figures, figure_1 to
    figure_4 of the year and figure_p1 to figure_p4 of the year before, from returns that were
    submitted at least once; its final yearly reports (prefix final_ for the year, before_ for the
    year before).
    """
    columns, joins = [], []
    for n in scope.quarters:
        columns += [f"placed.unit_{n}", f"placed.part_{n}"]
    for n in scope.past:
        registered = registered_on_sql("o", Quarter(scope.year, n).ends_on)
        columns += [
            f"CASE WHEN {registered} THEN 1 ELSE 0 END AS registered_{n}",
            f"CASE WHEN {registered} AND s.suspended_{n} IS NULL THEN 1 ELSE 0 END "
            f"AS operating_{n}",
        ]
    for year, mark, quarters, read in (
        (scope.year, "", scope.past, scope.reported),
        (scope.year - 1, "p", (1, 2, 3, 4), scope.carried),
    ):
        for n in quarters if read else ():
            table = f"{mark or 'q'}{n}"
            columns += [f"{sql_of(one, table)} AS {one.code}_{mark}{n}" for one in read]
            joins.append(_figures_of(table, Quarter(year, n)))
    columns += [
        *(f"{sql_of(one, 'y')} AS final_{one.code}" for one in scope.reported),
        *(f"{sql_of(one, 'b')} AS before_{one.code}" for one in scope.carried),
        "y.rating AS final_rating",
        "b.rating AS before_rating",
    ]
    for alias, year in (("y", scope.year), ("b", scope.year - 1)):
        joins.append(f"""
        LEFT JOIN {table_of(YearlyReport)} {alias} ON {alias}.cooperative_id = o.id
             AND {alias}.year = {year} AND {alias}.state = '{YearlyReport.State.FINAL}'""")
    return f"""
        SELECT o.id AS organisation_id, o.founded_on, o.sector, {", ".join(columns)}
        FROM placed
        JOIN {table_of(Organisation)} o ON o.id = placed.organisation_id
        LEFT JOIN suspended s ON s.organisation_id = o.id {"".join(joins)}"""


def _figures_of(alias: str, period: Quarter) -> str:
    return f"""
        LEFT JOIN {table_of(QuarterlyFigures)} {alias} ON {alias}.cooperative_id = o.id
             AND {alias}.year = {period.year} AND {alias}.quarter = {period.number}
             AND {alias}.quarterly_return_id NOT IN (SELECT id FROM unsubmitted)"""
