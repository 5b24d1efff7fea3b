"""The mouse in the grid of a return: it selects as in a spreadsheet, and never moves text."""

import pytest
from playwright.sync_api import expect

from .grid import FIELDS, GOOD_ROW, Grid, block

SMALL = {"width": 1000, "height": 420}
"""A window in which neither all rows nor all columns are in sight."""


@pytest.fixture
def hand(grid):
    return Hand(grid)


class Hand:
    """The mouse over a grid: where it is, and what it holds."""

    def __init__(self, grid):
        self.grid, self.mouse = grid, grid.page.mouse

    def over(self, row, field, *, at=0.5):
        """To a part of a cell's width."""
        box = self.grid.cell(row, field).bounding_box()
        # In steps: what is dragged passes by what lies between.
        self.mouse.move(box["x"] + box["width"] * at, box["y"] + box["height"] / 2, steps=8)

    def drag(self, start, *ends):
        """From a cell over others, each (row, field)."""
        self.over(*start)
        self.mouse.down()
        for end in ends:
            self.over(*end)
        self.mouse.up()

    def selected(self):
        """The cells that are marked: (row, field)."""
        marked = self.grid.page.locator(".is-selected > [data-field]").evaluate_all(
            "cells => cells.map(({ dataset }) => [dataset.cooperative, dataset.field])"
        )
        return [(self.grid.district.numbers.index(number), field) for number, field in marked]

    def text(self):
        """The text that is selected in the cell with the focus."""
        return self.grid.page.evaluate(
            """() => {
                const { value, selectionStart, selectionEnd } = document.activeElement;
                return value.slice(selectionStart, selectionEnd);
            }"""
        )


def rows_of(grid, *rows):
    grid.paste(0, "revenue", block(*rows))
    grid.is_saved()


def test_dragging_from_a_selected_figure_selects_and_moves_nothing(grid, hand):
    rows_of(grid, ("120", "12"), ("90", "9"))
    grid.cell(0, "revenue").click()  # its text is selected now, as a text that could be dragged
    hand.drag((0, "revenue"), (3, "average_member_income"))
    assert hand.selected() == [(row, field) for row in range(4) for field in FIELDS[:3]]
    grid.has_focus(0, "revenue")
    grid.is_saved()
    assert [row[:2] for row in grid.stored()[:4]] == [
        ["120", "12"],
        ["90", "9"],
        [""] * 2,
        [""] * 2,
    ]
    assert [grid.row(row)[:2] for row in range(2)] == [["120", "12"], ["90", "9"]]


def test_dragging_from_words_selects_cells_too(grid, hand):
    grid.enter(1, "note", "sửa mái")
    grid.is_saved()
    grid.cell(1, "note").click()
    hand.drag((1, "note"), (2, "managers_vocational"))
    assert len(hand.selected()) == 4
    assert hand.text() == "sửa mái"
    assert [row[7] for row in grid.stored()[:3]] == ["", "sửa mái", ""]


def test_what_is_dragged_over_is_what_is_selected(grid, hand):
    rows_of(grid, GOOD_ROW, GOOD_ROW)
    # Out and back: the block is what lies between where it began and where the mouse is.
    hand.drag((1, "profit"), (4, "member_count"), (0, "profit"))
    assert hand.selected() == [(0, "profit"), (1, "profit")]
    hand.drag((1, "profit"), (4, "member_count"), (1, "profit"))
    assert hand.selected() == []
    grid.press("Control+c")
    assert grid.page.evaluate("navigator.clipboard.readText()") == "12"
    hand.drag((0, "revenue"), (1, "profit"))
    grid.press("Control+c")
    assert grid.page.evaluate("navigator.clipboard.readText()") == "120\t12\n120\t12"


def test_what_is_typed_is_taken_when_a_drag_begins(grid, hand):
    grid.cell(5, "revenue").focus()
    grid.type("77")
    hand.drag((0, "revenue"), (1, "profit"))
    grid.is_saved()
    assert grid.stored_row(5)[0] == "77"


def test_the_mouse_goes_on_after_shift_and_click(grid, hand):
    grid.cell(1, "revenue").click()
    grid.page.keyboard.down("Shift")
    hand.drag((2, "profit"), (3, "member_count"))
    grid.page.keyboard.up("Shift")
    assert len(hand.selected()) == 3 * 4
    grid.has_focus(1, "revenue")


@pytest.mark.parametrize("field", ["revenue", "note"])
def test_in_a_cell_that_is_edited_dragging_selects_its_text(grid, hand, field):
    text = "120" if field == "revenue" else "sửa mái"
    grid.enter(1, field, text)
    grid.is_saved()
    grid.cell(1, field).focus()
    grid.press("F2")
    hand.over(1, field, at=0.99)
    hand.mouse.down()
    hand.over(1, field, at=0.01)
    assert hand.text() == text
    hand.over(2, field)
    assert hand.selected() == []
    hand.over(1, field, at=0.01)
    hand.mouse.up()
    assert hand.text() == text
    # The selected text is not moved either.
    hand.drag((1, field), (2, field))
    grid.press("Enter")
    grid.is_saved()
    place = FIELDS.index(field)
    assert [row[place] for row in grid.stored()[:4]] == ["", text, "", ""]


@pytest.mark.parametrize("field", ["revenue", "note"])
def test_text_from_elsewhere_is_not_dropped_into_cells(sit_down, district, field):
    grid = Grid(sit_down(height=1800).new_page(), district).open()
    hand = Hand(grid)
    words = grid.page.locator("#remark_text")
    words.fill("4321")
    words.select_text()
    box = words.bounding_box()
    hand.mouse.move(box["x"] + 15, box["y"] + 15)
    hand.mouse.down()
    hand.over(2, field)
    hand.mouse.up()
    assert grid.cell(2, field).input_value() == ""
    grid.is_saved()


def test_delete_clears_what_was_dragged_over_in_one_step(grid, hand):
    rows_of(grid, *[GOOD_ROW] * 3)
    hand.drag((0, "revenue"), (2, "profit"))
    grid.press("Delete")
    grid.is_saved()
    assert [row[:3] for row in grid.stored()[:3]] == [["", "", "6"]] * 3
    grid.press("Control+z")
    grid.is_saved()
    assert [row[:3] for row in grid.stored()[:3]] == [["120", "12", "6"]] * 3
    hand.drag((1, "revenue"), (1, "profit"))
    grid.press("Backspace")
    grid.is_saved()
    assert [row[:2] for row in grid.stored()[:3]] == [["120", "12"], ["", ""], ["120", "12"]]


def test_what_was_dragged_over_is_filled_down_and_cut(grid, hand):
    rows_of(grid, GOOD_ROW)
    hand.drag((0, "managers_total"), (5, "managers_vocational"))
    grid.press("Control+d")
    grid.is_saved()
    assert [row[4:7] for row in grid.stored()] == [list(GOOD_ROW[4:])] * 6
    hand.drag((0, "managers_total"), (1, "managers_total"))
    grid.press("Control+x")
    grid.is_saved()
    assert grid.page.evaluate("navigator.clipboard.readText()") == "5\n5"
    assert grid.column("managers_total") == ["", "", "5", "5", "5", "5"]


def test_a_click_on_a_heading_selects_its_column(grid, hand):
    grid.cell(2, "revenue").click()
    grid.page.locator("#c-member_count").click()
    assert hand.selected() == [(row, "member_count") for row in range(6)]
    grid.has_focus(2, "member_count")
    grid.page.locator(".grid__corner").click()
    assert len(hand.selected()) == 6 * len(FIELDS)
    grid.has_focus(2, "member_count")


def test_beyond_the_edge_it_goes_on(sit_down, district):
    grid = Grid(sit_down(**SMALL).new_page(), district).open()
    hand = Hand(grid)
    last = grid.cell(5, "note")
    expect(last).not_to_be_in_viewport()
    # Clear of the bar, which covers the lower part of a small window.
    grid.cell(0, "revenue").evaluate("cell => cell.scrollIntoView({ block: 'center' })")
    hand.over(0, "revenue")
    hand.mouse.down()
    hand.mouse.move(SMALL["width"] - 1, SMALL["height"] - 2, steps=5)
    expect(grid.page.locator(".is-selected")).to_have_count(6 * len(FIELDS))
    expect(last).to_be_in_viewport()
    # Back over the names and headings: to the first.
    box = grid.root.bounding_box()
    hand.mouse.move(box["x"] + 5, max(1, box["y"] + 3), steps=5)
    expect(grid.page.locator(".is-selected")).to_have_count(0)
    hand.mouse.up()
    grid.has_focus(0, "revenue")
    # Once let go, nothing goes on.
    hand.mouse.move(SMALL["width"] - 1, SMALL["height"] - 2)
    grid.page.wait_for_timeout(300)
    assert hand.selected() == []


def test_a_reader_selects_and_copies_too(grid, sit_down):
    rows_of(grid, GOOD_ROW, GOOD_ROW)
    reader = Grid(sit_down("officer").new_page(), grid.district).open()
    hand = Hand(reader)
    hand.drag((0, "revenue"), (1, "profit"))
    reader.press("Control+c")
    assert reader.page.evaluate("navigator.clipboard.readText()") == "120\t12\n120\t12"
    reader.press("Delete", "Control+d")
    assert reader.stored_row(0)[:2] == ["120", "12"]


def test_the_menu_that_copies_is_about_the_selected_block(grid, hand):
    rows_of(grid, GOOD_ROW, GOOD_ROW)
    hand.drag((0, "revenue"), (1, "profit"))
    grid.cell(1, "profit").click(button="right")
    assert len(hand.selected()) == 4
    grid.cell(3, "profit").click(button="right")
    assert hand.selected() == []
    grid.has_focus(3, "profit")


def test_a_finger_scrolls_and_taps_as_before(browser, district):
    context = browser.new_context(
        base_url=district.site.url, viewport={"width": 1366, "height": 768}, has_touch=True
    )
    with context:
        session = {"name": "sessionid", "value": district.sessions["clerk"]}
        context.add_cookies([session | {"url": district.site.url, "sameSite": "Lax"}])
        grid = Grid(context.new_page(), district).open()
        grid.enter(0, "revenue", "120")
        grid.is_saved()
        grid.cell(0, "revenue").tap()
        grid.has_focus(0, "revenue")
        grid.page.wait_for_function("() => getSelection().toString() === '120'")
        grid.type("121")
        grid.cell(1, "note").tap()
        grid.is_saved()
        assert grid.stored_row(0)[0] == "121"
        grid.type("nghỉ mùa")
        grid.press("Enter")
        grid.cell(1, "note").tap()
        grid.cell(1, "note").tap()
        grid.press("Home")
        grid.has_focus(1, "note")
