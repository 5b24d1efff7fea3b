"""Evidence counted from the registry: foundings, dissolutions, and what exists."""

from datetime import date

from ..ground.calendar import Quarter
from ..models import Kind
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
) -> str:
    """One row for each organisation that is counted, placed in the unit at the quarter's end.

    whom: a condition on those that there are rows for. from_year: events are counted from its
    1 January on, None for the year alone.
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
        SELECT o.id AS organisation_id, o.unit_id, o.part, {quarter} AS quarter,
               '{figure}' AS figure, 1 AS value, 1 AS weight, '{ValueState.REPORTED}' AS state,
               '' AS reason, CAST(NULL AS integer) AS source, 0 AS gaps
        FROM placed_organisation o
        WHERE o.kind = '{kind}' AND {counted} AND {holds_on_sql("o", end)}
        {f"AND {whom}" if whom else ""}"""
