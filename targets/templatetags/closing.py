"""The table of what would close a gap: its cells by columns, and how it is sorted."""

from collections.abc import Sequence

from django import template

from ..behind.closing import Cell, ClosingRow, Column

register = template.Library()


@register.filter
def cells(row: ClosingRow, columns: Sequence[Column]) -> list[tuple[Column, Cell]]:
    """The cells of a row with their columns, in the columns' order."""
    return [(column, row.cells[column.key]) for column in columns]


@register.filter
def sorted_as(key: str, wish: str) -> str:
    """How the table is sorted by a column, as `aria-sort` says it."""
    return {key: "ascending", f"-{key}": "descending"}.get(wish, "none")


@register.simple_tag(takes_context=True)
def sort_by(context: template.Context, key: str, wish: str) -> str:
    """The query that sorts the table by a column: numbers and names from below first, once more
    the other way round.
    """
    query = context["request"].GET.copy()
    query.pop("gap_page", None)
    query["gap_sort"] = f"-{key}" if wish == key else key
    return f"?{query.urlencode()}"
