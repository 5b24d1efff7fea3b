"""Evidence counted from the registry: foundings, dissolutions, and what exists."""

from datetime import date

from ..ground.calendar import Quarter
from ..models import Kind, Organisation, Placement
from ..models.base import table_of
from ..models.organisations import operating_on_sql, registered_on_sql
from ..models.spans import holds_on_sql
from .states import ValueState

REGISTRY_EVIDENCE = {
    "new_cooperatives": (Kind.COOPERATIVE, "founded"),
    "new_groups": (Kind.GROUP, "founded"),
    "new_unions": (Kind.UNION, "founded"),
    "dissolved_cooperatives": (Kind.COOPERATIVE, "dissolved"),
    "total_cooperatives": (Kind.COOPERATIVE, "registered"),
    "total_groups": (Kind.GROUP, "registered"),
    "total_unions": (Kind.UNION, "registered"),
    "operating_cooperatives": (Kind.COOPERATIVE, "operating"),
}
"""Figures counted from the registry: which kind of organisation, and what is counted."""


def registry_rows(
    figure: str,
    year: int,
    quarter: int,
    whom: str = "",
    from_year: int | None = None,
    *,
    is_there: str,
) -> str:
    """One row for each organisation that is counted, placed in the unit at the quarter's end.

    is_there: the condition that a `placement` is one in `subtree`. whom: a condition on those that
    are. from_year: events are counted from its 1 January on, None for the year alone.
    """
    kind, event = REGISTRY_EVIDENCE[figure]
    begin, end = date(from_year or year, 1, 1), Quarter(year, quarter).ends_on
    counted = {
        "founded": f"o.founded_on BETWEEN '{begin}' AND '{end}'",
        "dissolved": f"o.dissolved_on BETWEEN '{begin}' AND '{end}'",
        "registered": registered_on_sql("o", end),
        "operating": operating_on_sql("o", end),
    }[event]
    return f"""
        SELECT o.id AS organisation_id, subtree.unit_id, subtree.part, {quarter} AS quarter,
               '{figure}' AS figure, 1 AS value, 1 AS weight, '{ValueState.REPORTED}' AS state,
               '' AS reason, CAST(NULL AS integer) AS source, 0 AS gaps
        FROM subtree
        JOIN {table_of(Placement)} placement ON {is_there}
        JOIN {table_of(Organisation)} o ON o.id = placement.organisation_id
        WHERE o.kind = '{kind}' AND {counted} AND {holds_on_sql("placement", end)}
        {f"AND {whom}" if whom else ""}"""
