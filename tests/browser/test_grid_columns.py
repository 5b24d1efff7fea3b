"""The grid takes its columns from the data: however many there are, each figure stands at its
heading, without a rule in the stylesheets that counts them.
"""

import pytest

from .districts import NAMES
from .grid import FIELDS, Grid

ADD_COLUMNS = """
more => {
  const before = (parent) => parent.children[parent.children.length - 2];
  for (const line of document.querySelectorAll(".grid__head, .grid__row"))
    for (let n = 0; n < more; n += 1) before(line).after(before(line).cloneNode(true));
}
"""
PLACES = """
() => [...document.querySelectorAll(".grid__head, .grid__row")].map(
  (line) => [...line.querySelectorAll("[role=columnheader]:not(.grid__corner), [role=gridcell]")]
    .map((one) => one.getBoundingClientRect())
    .map(({ left, right, top, bottom }) => ({ left, right, top, bottom })),
)
"""


def lines(grid, more):
    """Where the headings, and the cells of each row, stand after adding columns."""
    grid.page.evaluate(ADD_COLUMNS, more)
    head, *rows = grid.page.evaluate(PLACES)
    assert len(head) == len(FIELDS) + more
    return head, rows


def edges(boxes, *sides):
    return [pytest.approx(one[side], abs=0.1) for one in boxes for side in sides]


@pytest.mark.parametrize("more", [0, 1, 5])
@pytest.mark.parametrize("width", [900, 1366])
def test_on_a_desk_figures_stand_below_their_headings(sit_down, district, width, more):
    grid = Grid(sit_down(width=width).new_page(), district).open()
    head, rows = lines(grid, more)
    assert len(rows) == len(NAMES)
    for row in rows:
        assert [one[side] for one in row for side in ("left", "right")] == edges(
            head, "left", "right"
        )
    assert [one["left"] for one in head[1:]] == edges(head[:-1], "right")
    # Nothing is cut off: what does not fit is scrolled to.
    part = grid.page.locator(".grid__part").first.bounding_box()
    assert head[-1]["right"] <= part["x"] + part["width"] + 0.1
    assert grid.root.evaluate("one => one.scrollWidth") >= head[-1]["right"] - head[0]["left"]


@pytest.mark.parametrize("more", [0, 1, 5])
def test_on_a_phone_figures_stand_beside_their_headings(sit_down, district, more):
    grid = Grid(sit_down(width=390).new_page(), district).open()
    head, (row, *others) = lines(grid, more)
    assert [one[side] for one in row for side in ("top", "bottom")] == edges(head, "top", "bottom")
    assert [one["top"] for one in head[1:]] == edges(head[:-1], "bottom")
    assert [one["left"] for one in row] == edges(head, "right")
    name = grid.page.locator(".is-current .grid__name").bounding_box()
    assert head[0]["top"] == pytest.approx(name["y"] + name["height"])
    assert not any(one["right"] for other in others for one in other)
