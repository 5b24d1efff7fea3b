"""Rows of evidence from what cooperatives report: what figures and ratings share."""

from .states import Reason, ValueState


def reported_rows(
    figure: str,
    quarter: int,
    *,
    value: str,
    state: str,
    reason: str,
    source: str,
    own: str = "NULL",
    weight: str = "1",
    gaps: str = "0",
    asked: str = "",
    whom: str = "",
) -> str:
    """Rows of a figure for the cooperatives of the unit that are registered at the quarter's end.

    The expressions are over `cooperative_year`; `state` and `reason` may use the names value, own,
    weight and gaps. whom: a further condition on those that there are rows for, "" for none.
    Whoever was suspended is not expected, whatever it reported, nor is who is not asked: `asked` is
    a condition, "" where all are.
    """
    operating = f"operating_{quarter} = 1"
    not_asked_state, not_asked_reason = "", ""
    if asked:
        not_asked_state = f"WHEN NOT ({asked}) THEN '{ValueState.NOT_EXPECTED}'"
        not_asked_reason = f"WHEN NOT ({asked}) THEN '{Reason.NOT_ASKED}'"
    has_value = f"state IN ('{ValueState.REPORTED}', '{ValueState.CARRIED}')"
    condition = f" AND {whom}" if whom else ""
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
                SELECT cooperative_year.*, {value} AS value, {own} AS own, {weight} AS weight,
                       {source} AS source, {gaps} AS gaps
                FROM cooperative_year
                WHERE registered_{quarter} = 1 AND unit_{quarter} IS NOT NULL{condition}
            ) held
        ) judged"""


def first_given(candidates: list[tuple[str, int]]) -> tuple[str, str]:
    """The first expression that is not NULL, and the source that belongs to it."""
    expressions = [expression for expression, _source in candidates]
    first = f"COALESCE({', '.join([*expressions, 'NULL'])})"
    whens = " ".join(f"WHEN {given} IS NOT NULL THEN {source}" for given, source in candidates)
    return first, f"CASE {whens} END"
