"""The map of tiles: each unit where it lies, darker for a higher value."""

from dataclasses import replace

from targets.overview.tiles import SHADES, tile_map
from tests.targets.comparisons import goal, measure, parts_of, progress, standing

CODE = "managers_vocational"
WHOLE = standing(CODE, measure(200), goal(">=", 210))


def mapped(places, parts):
    units = parts_of(CODE, measure(200), goal(">=", 210), parts)
    placed = [
        replace(part, unit=replace(part.unit, tile_row=row, tile_column=column))
        for part, (row, column) in zip(units, places, strict=True)
    ]
    return tile_map(progress(WHOLE, units=placed), CODE)


def test_units_lie_in_their_rows_and_columns_and_darken_with_their_values():
    found = mapped(
        [(2, 1), (3, 3), (2, 2)],
        {"060": (measure(10), 12), "061": (measure(50), 40), "062": (measure(29), 20)},
    )
    codes = [[tile and tile.unit.code for tile in row] for row in found.rows]
    assert codes == [["060", "062", None], [None, None, "061"]]
    tiles = {tile.unit.code: tile for row in found.rows for tile in row if tile}
    assert {code: tile.shade for code, tile in tiles.items()} == {"060": 1, "061": SHADES, "062": 3}
    assert [code for code, tile in tiles.items() if tile.is_behind] == ["060"]
    assert (found.low, found.high) == (10, 50)


def test_without_a_value_a_tile_has_no_shade_and_alike_ones_have_one_shade():
    found = mapped(
        [(1, 1), (1, 2), (1, 3)],
        {"060": (measure(None), 12), "061": (measure(7), 5), "062": (measure(7), 5)},
    )
    assert [tile.shade for tile in found.rows[0]] == [None, 3, 3]


def test_without_two_units_that_have_a_place_there_is_no_map():
    parts = {"060": (measure(10), 12), "061": (measure(50), 40)}
    assert mapped([(1, 1), (None, None)], parts) is None
    assert mapped([(1, 1), (1, 2)], parts) is not None
