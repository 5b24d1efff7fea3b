"""Rows of evidence from what cooperatives report: what figures and ratings share."""

from .states import Reason, ValueState

ALL_ROWS = 2**63 - 1
"""A limit that is none, but for planners: they compute what stands below it once, and do not write
it again into each expression above it that names it.
"""

OF_COOPERATIVES = ", sector, founded_on, final_rating, before_rating"
"""What states and reasons ask of a cooperative beside its values. The wide row has a hundred
columns more, and each would be looked up for every statement.
"""


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
    of_units: str = "",
) -> str:
    """Rows of a figure for the cooperatives of the unit that are registered at the quarter's end.

    The expressions are over `cooperative_year`; `state` and `reason` may use the names value, own,
    weight and gaps. whom: a further condition on those that there are rows for, "" for none.
    Whoever was suspended is not expected, whatever it reported, nor is who is not asked: `asked` is
    a condition, "" where all are. of_units: the wide row of the units whose figures they are, ""
    for those of cooperatives: a unit is expected that has somebody to report of, or a value.
    """
    operating = f"operating_{quarter} = 1" if not of_units else "1 = 1"
    there = f"registered_{quarter} = 1 AND unit_{quarter} IS NOT NULL"
    columns = f"organisation_id, unit_{quarter}, part_{quarter}, operating_{quarter}"
    if of_units:
        there = f"unit_{quarter} IS NOT NULL"
    else:
        columns += OF_COOPERATIVES
    not_asked_state, not_asked_reason = "", ""
    if asked:
        not_asked_state = f"WHEN NOT ({asked}) THEN '{ValueState.NOT_EXPECTED}'"
        not_asked_reason = f"WHEN NOT ({asked}) THEN '{Reason.NOT_ASKED}'"
    has_value = f"state IN ('{ValueState.REPORTED}', '{ValueState.CARRIED}')"
    condition = f" AND {whom}" if whom else ""
    table = of_units or "cooperative_year"
    spared = ""
    if of_units:
        spared = f" WHERE operating_{quarter} = 1 OR {has_value}"
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
                SELECT {columns}, {value} AS value, {own} AS own, {weight} AS weight,
                       {source} AS source, {gaps} AS gaps
                FROM {table} held
                WHERE {there}{condition}
            ) held
            LIMIT {ALL_ROWS}
        ) judged{spared}"""


def first_given(candidates: list[tuple[str, int]]) -> tuple[str, str]:
    """The first expression that is not NULL, and the source that belongs to it."""
    expressions = [expression for expression, _source in candidates]
    first = f"COALESCE({', '.join([*expressions, 'NULL'])})"
    whens = " ".join(f"WHEN {given} IS NOT NULL THEN {source}" for given, source in candidates)
    return first, f"CASE {whens} END"
