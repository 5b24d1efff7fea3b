"""The entered indicators as a file in the import's columns: imported again it changes nothing."""

from collections.abc import Iterator

from cooperatives.files.writing import Value

from ..models import EnteredIndicator
from .imports import IndicatorsKind


def indicators_table() -> tuple[list[str], Iterator[list[Value]]]:
    """The labels above the columns in the language in force, and the rows."""
    columns = IndicatorsKind.columns
    rows = EnteredIndicator.objects.order_by("code")

    def values(row: EnteredIndicator) -> list[Value]:
        found = ((column, getattr(row, column.code)) for column in columns)
        return [_cell(column, value) for column, value in found]

    return [str(column.label) for column in columns], (values(row) for row in rows)


def _cell(column, value) -> Value:
    if isinstance(value, bool):
        return int(value)
    if column.code == "rule":
        return column.show(value)
    if column.code == "threshold" and value is not None:
        return int(value) if value == value.to_integral_value() else value.normalize()
    return value if value not in ("", None) else None
