"""In which order the rows of a sheet stand, so that an office's own sheet fits beside it."""

from collections.abc import Iterable
from typing import Any

from ..ground.vietnamese import sort_key
from ..models import RowOrder, Sector
from .sheet import SheetRow

_SECTORS = list(Sector)


def _by_commune(row: SheetRow) -> Any:
    return sort_key(row.commune)


def _by_sector(row: SheetRow) -> Any:
    """As lists of offices go: agriculture comes first, other sectors last."""
    return _SECTORS.index(row.cooperative.sector)


def _by_number(row: SheetRow) -> Any:
    return sort_key(row.number)


_KEYS = {
    RowOrder.COMMUNE: _by_commune,
    RowOrder.SECTOR: _by_sector,
    RowOrder.NUMBER: _by_number,
}


def in_order(rows: Iterable[SheetRow], order: RowOrder) -> list[SheetRow]:
    """Rows that come by name in another order; those that it does not tell apart stay by name."""
    key = _KEYS.get(order)
    return sorted(rows, key=key) if key else list(rows)
