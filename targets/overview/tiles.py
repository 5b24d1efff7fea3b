"""A map of tiles: each sub-unit where it lies, in one shade for its value."""

from dataclasses import dataclass
from fractions import Fraction

from ..comparison.progress import NamedUnit, Progress, Standing, UnitProgress
from ..indicators import Indicator
from ..reckoning.contribution import behind_by
from ..words.against import behind_in_words
from ..words.compared import Compared
from .matrix import column_of

SHADES = 5
LEAST = 2
"""With fewer units than this that have a place there is no map."""


@dataclass(frozen=True)
class Tile:
    """A sub-unit's place; shade: 1, the lowest values, to `SHADES`, None without a value.

    is_behind: whether it is behind what is due there.
    """

    unit: NamedUnit
    standing: Standing
    shade: int | None
    is_behind: bool

    @property
    def said(self) -> str:
        """How it stands where it is behind, else ""."""
        return behind_in_words(self.standing) if self.is_behind else ""


@dataclass(frozen=True)
class TileMap:
    """Rows of tiles from the north, None where no unit lies.

    low and high: the values of the lightest and of the darkest shade; None without values.
    """

    indicator: Indicator
    rows: tuple[tuple[Tile | None, ...], ...]
    low: Fraction | None
    high: Fraction | None
    compared: Compared


def tile_map(progress: Progress, code: str) -> TileMap | None:
    """The map of one indicator; None where too few sub-units have a place."""
    placed = {
        (part.unit.tile_row, part.unit.tile_column): part
        for part in progress.units
        if part.unit.tile_row is not None
    }
    if len(placed) < LEAST:
        return None
    known = [
        value
        for part in placed.values()
        if (value := part.standing(code).assessment.measure.value) is not None
    ]
    low, high = (min(known), max(known)) if known else (None, None)
    rows = range(min(row for row, _column in placed), max(row for row, _column in placed) + 1)
    columns = range(min(c for _row, c in placed), max(c for _row, c in placed) + 1)
    indicator = progress.whole.standing(code).indicator
    return TileMap(
        indicator,
        tuple(
            tuple(_tile(placed.get((row, column)), code, low, high) for column in columns)
            for row in rows
        ),
        low,
        high,
        column_of(progress, code),
    )


def _tile(
    part: UnitProgress | None, code: str, low: Fraction | None, high: Fraction | None
) -> Tile | None:
    if part is None:
        return None
    standing = part.standing(code)
    value = standing.assessment.measure.value
    is_behind = bool(behind_by(standing.indicator, value, standing.due))
    return Tile(part.unit, standing, _shade(value, low, high), is_behind)


def _shade(value: Fraction | None, low: Fraction | None, high: Fraction | None) -> int | None:
    if value is None:
        return None
    share = (value - low) / (high - low) if high > low else Fraction(1, 2)
    return min(SHADES, 1 + int(share * SHADES))
