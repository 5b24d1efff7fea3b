"""The comparison of sub-units: a cell for each target of each, with the numbers of the JSON."""

import json
from dataclasses import dataclass
from typing import Any

from ..comparison.as_json import sub_unit_as_json
from ..comparison.progress import NamedUnit, Progress, Standing, UnitProgress


@dataclass(frozen=True)
class MatrixCell:
    """One standing; value, gap and is_behind as the JSON writes them, empty where it has null."""

    standing: Standing
    value: str
    gap: str
    is_behind: str


@dataclass(frozen=True)
class MatrixRow:
    """One sub-unit; unit None is what lies directly under."""

    unit: NamedUnit | None
    cells: tuple[MatrixCell, ...]


def matrix_rows(progress: Progress) -> list[MatrixRow]:
    """The sub-units in the order of their codes, then what lies directly under."""
    return [MatrixRow(part.unit, _cells(part)) for part in progress.parts]


def _cells(part: UnitProgress) -> tuple[MatrixCell, ...]:
    facts = [(standing, sub_unit_as_json(standing)) for standing in part.standings]
    return tuple(
        MatrixCell(standing, *(_as_written(found[key]) for key in ("value", "gap", "is_behind")))
        for standing, found in facts
    )


def _as_written(fact: Any) -> str:
    return "" if fact is None else json.dumps(fact)
