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

SINCE = "@"


def counted_since(figure: str, from_year: int) -> str:
    """The figure of the same events from 1 January of an earlier year on: "new_groups@2021"."""
    return f"{figure}{SINCE}{from_year}"


def is_registry_figure(figure: str) -> bool:
    """Whether a figure is counted from the registry, over a year or a period."""
    return figure.partition(SINCE)[0] in REGISTRY_EVIDENCE


def registry_rows(figure: str, year: int, quarter: int) -> str:
    """One row for each organisation that is counted, placed in the unit at the quarter's end."""
    code, _since, from_year = figure.partition(SINCE)
    kind, event = REGISTRY_EVIDENCE[code]
    begin, end = date(int(from_year or year), 1, 1), Quarter(year, quarter).ends_on
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
        JOIN {table_of(Placement)} placement ON placement.unit_id = subtree.unit_id
        JOIN {table_of(Organisation)} o ON o.id = placement.organisation_id
        WHERE o.kind = '{kind}' AND {counted} AND {holds_on_sql("placement", end)}"""
