"""Rows of evidence from what cooperatives report: what flows, levels and ratings share."""

from ..catalogue.figures import Figure
from .states import Reason, ValueState


def reported_rows(
    figure: str,
    quarter: int,
    *,
    value: str,
    state: str,
    reason: str,
    source: str,
    weight: str = "1",
    gaps: str = "0",
    asked: str = "",
) -> str:
    """Rows of a figure for all cooperatives of the unit that are registered at the quarter's end.

    The expressions are over `cooperative_year`; `state` and `reason` may use the names value,
    weight and gaps. Whoever was suspended is not expected, whatever it reported, nor is who is not
    asked: `asked` is a condition, "" where all are.
    """
    operating = f"operating_{quarter} = 1"
    not_asked_state, not_asked_reason = "", ""
    if asked:
        not_asked_state = f"WHEN NOT {asked} THEN '{ValueState.NOT_EXPECTED}'"
        not_asked_reason = f"WHEN NOT {asked} THEN '{Reason.NOT_ASKED}'"
    has_value = f"state IN ('{ValueState.REPORTED}', '{ValueState.CARRIED}')"
    return f"""
        SELECT organisation_id, unit_{quarter} AS unit_id, part_{quarter} AS part,
               {quarter} AS quarter, '{figure}' AS figure,
               CASE WHEN {has_value} THEN value END AS value,
               COALESCE(weight, 0) AS weight, state,
               CASE WHEN NOT {operating} THEN '{Reason.SUSPENDED}' {not_asked_reason}
                    ELSE {reason} END AS reason,
               CASE WHEN {has_value} THEN source END AS source,
               gaps
        FROM (
            SELECT held.*, CASE WHEN NOT {operating} THEN '{ValueState.NOT_EXPECTED}'
                                {not_asked_state} ELSE {state} END AS state
            FROM (
                SELECT cooperative_year.*, {value} AS value, {weight} AS weight, {source} AS source,
                       {gaps} AS gaps
                FROM cooperative_year WHERE registered_{quarter} = 1 AND unit_{quarter} IS NOT NULL
            ) held
        ) judged"""


def first_given(candidates: list[tuple[str, int]]) -> tuple[str, str]:
    """The first expression that is not NULL, and the source that belongs to it."""
    expressions = [expression for expression, _source in candidates]
    first = f"COALESCE({', '.join([*expressions, 'NULL'])})"
    whens = " ".join(f"WHEN {given} IS NOT NULL THEN {source}" for given, source in candidates)
    return first, f"CASE {whens} END"


def asked_sql(figure: Figure, year: int) -> str:
    """The condition that a cooperative is asked for a figure in a year, "" where all are."""
    if not figure.is_of_year(year):
        return "(1 = 0)"
    if not figure.sectors:
        return ""
    sectors = ", ".join(f"'{one}'" for one in figure.sectors)
    return f"sector IN ({sectors})"
