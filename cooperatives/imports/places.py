"""The column of the units in which an organisation was, one after the other."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from ..files.cells import FileCell
from ..files.columns import CellError, Column
from ..ground.numbers import Mark
from ..models import Placement

_PLACE = re.compile(r"(\S+) +([0-9]{4}-[0-9]{2}-[0-9]{2})")

Was = tuple[tuple[str, date], ...]
"""Codes of units, each with the day since which it was there."""


@dataclass(frozen=True)
class Places(Column):
    """Units as they are written: "01900 2015-06-01; 062 2022-01-01", the first one first."""

    blank: Any = ()

    def _read(self, cell: FileCell, decimal: Mark | None) -> Was:
        found = [_PLACE.fullmatch(part.strip()) for part in str(cell).split(";")]
        try:
            places = tuple((one[1], date.fromisoformat(one[2])) for one in found)
        except (TypeError, ValueError):
            places = ()
        if not places or any(before[1] >= after[1] for before, after in pairwise(places)):
            message = _(
                "Write each unit with the day since which it was there, the first one first: "
                "“01900 2015-06-01; 01903 2019-01-01”."
            )
            raise CellError(message)
        return places

    def _show(self, value: Was) -> str:
        return "; ".join(f"{code} {day.isoformat()}" for code, day in value)

    def show(self, value: Any) -> str:
        return super().show(value or None)

    @staticmethod
    def of(placements: Iterable[Placement]) -> Was:
        """The value that says where an organisation was."""
        return tuple((one.unit.code, one.valid_from) for one in placements)
