"""Typing into the grid of a return, and every key that it knows."""

import pytest
from playwright.sync_api import expect

from .grid import FIELDS, Grid, block

LAST_ROW = 5


def test_a_typed_figure_is_stored_as_the_person_moves_on(grid):
    grid.cell(0, "revenue").click()
    grid.type("120,5")
    grid.is_unsaved()
    grid.press("Enter")
    grid.is_saved()
    grid.has_focus(1, "revenue")
    assert grid.stored_row(0)[0] == "120,5"
    expect(grid.page.locator("[data-stored-at]")).to_contain_text("Lưu lần cuối")


def test_typing_replaces_what_stands_there(grid):
    grid.enter(0, "member_count", "21")
    grid.is_saved()
    grid.cell(0, "member_count").click()
    grid.type("22")
    grid.press("Tab")
    grid.is_saved()
    assert grid.stored_row(0)[3] == "22"


def test_typing_replaces_also_where_the_answer_came_while_the_cell_had_the_focus(grid):
    grid.cell(0, "revenue").focus()
    grid.type("100")
    grid.press("Enter", "ArrowUp")
    grid.is_saved()
    grid.type("101")
    grid.press("Enter")
    grid.is_saved()
    assert grid.stored_row(0)[0] == "101"


MOVES = {
    "ArrowDown": (3, "profit"),
    "ArrowUp": (1, "profit"),
    "ArrowLeft": (2, "revenue"),
    "ArrowRight": (2, "average_member_income"),
    "Enter": (3, "profit"),
    "Shift+Enter": (1, "profit"),
    "Tab": (2, "average_member_income"),
    "Shift+Tab": (2, "revenue"),
    "Home": (2, "revenue"),
    "End": (2, "note"),
    "Control+Home": (0, "revenue"),
    "Control+End": (LAST_ROW, "note"),
    "PageDown": (LAST_ROW, "profit"),
    "PageUp": (0, "profit"),
}
"""Where a key leads from the third row's profit."""


def test_keys_that_move(grid):
    for key, (row, field) in MOVES.items():
        grid.cell(2, "profit").focus()
        grid.press(key)
        expect(grid.cell(row, field), key).to_be_focused()


def test_tab_goes_on_in_the_next_row_and_leaves_at_the_end(grid):
    grid.cell(0, "note").focus()
    grid.press("Tab")
    grid.has_focus(1, "revenue")
    grid.press("Shift+Tab")
    grid.has_focus(0, "note")
    grid.cell(LAST_ROW, "note").focus()
    grid.press("Tab")
    assert grid.root.locator(":focus").count() == 0


def test_enter_on_the_last_row_takes_what_was_typed(grid):
    grid.cell(LAST_ROW, "revenue").focus()
    grid.type("7")
    grid.press("Enter")
    grid.is_saved()
    assert grid.stored_row(LAST_ROW)[0] == "7"


def test_escape_takes_back_what_was_typed(grid):
    grid.enter(0, "revenue", "100")
    grid.is_saved()
    grid.cell(0, "revenue").focus()
    grid.type("999")
    grid.is_unsaved()
    grid.press("Escape")
    grid.is_saved()
    assert grid.cell(0, "revenue").input_value() == "100"
    grid.press("Tab")
    assert grid.stored_row(0)[0] == "100"


def test_f2_edits_within_the_text(grid):
    grid.enter(0, "revenue", "100")
    grid.is_saved()
    grid.cell(0, "revenue").focus()
    grid.press("F2", "ArrowLeft")
    grid.has_focus(0, "revenue")
    grid.type("5")
    grid.press("Enter")
    grid.is_saved()
    assert grid.stored_row(0)[0] == "1.050"


def test_a_click_into_the_figure_that_has_the_focus_lets_typing_replace_it(grid):
    """As after Enter has led there: a caret set by the click would make 198 into 198.197."""
    grid.paste(0, "revenue", block(("120",), ("197",)))
    grid.is_saved()
    grid.cell(0, "revenue").focus()
    grid.press("Enter")
    grid.cell(1, "revenue").click()
    # No hand types as soon as this after a click, before the text is selected again.
    grid.page.wait_for_function("() => getSelection().toString() === '197'")
    grid.type("198")
    grid.press("Enter")
    grid.is_saved()
    assert grid.column("revenue")[:2] == ["120", "198"]


def test_a_double_click_edits_a_figure(grid):
    grid.enter(0, "revenue", "12")
    grid.is_saved()
    grid.cell(0, "revenue").dblclick()
    grid.type("5")
    grid.press("Enter")
    grid.is_saved()
    assert grid.stored_row(0)[0] == "125"


def test_a_second_click_edits_within_the_text(grid):
    grid.enter(0, "note", "sửa mái")
    grid.is_saved()
    grid.cell(0, "note").click()
    grid.cell(0, "note").click()
    grid.press("Home")
    grid.has_focus(0, "note")
    grid.type("đang ")
    grid.press("Enter")
    grid.is_saved()
    assert grid.stored_row(0)[7] == "đang sửa mái"


def test_delete_clears_and_blank_is_not_zero(grid):
    grid.enter(0, "revenue", "0")
    grid.is_saved()
    assert grid.stored_row(0)[0] == "0"
    grid.cell(0, "revenue").focus()
    grid.press("Delete", "Tab")
    grid.is_saved()
    assert grid.stored_row(0)[0] == ""
    grid.cell(0, "revenue").focus()
    grid.press("Control+z")
    grid.is_saved()
    assert grid.stored_row(0)[0] == "0"


def test_shift_selects_and_delete_clears_the_selection_in_one_step(grid):
    for row, text in enumerate(("10", "11", "12")):
        grid.enter(row, "member_count", text)
    grid.is_saved()
    grid.cell(0, "member_count").focus()
    grid.press("Shift+ArrowDown", "Shift+ArrowDown", "Delete")
    grid.is_saved()
    assert [row[3] for row in grid.stored()[:3]] == ["", "", ""]
    grid.press("Control+z")
    grid.is_saved()
    assert [row[3] for row in grid.stored()[:3]] == ["10", "11", "12"]


def test_a_selection_is_copied_as_a_block_and_cut(grid):
    grid.enter(0, "revenue", "120,5")
    grid.enter(0, "profit", "12")
    grid.enter(1, "revenue", "90")
    grid.is_saved()
    grid.cell(0, "revenue").focus()
    grid.press("Shift+ArrowRight", "Shift+ArrowDown", "Control+c")
    assert grid.page.evaluate("navigator.clipboard.readText()") == "120,5\t12\n90\t"
    grid.cell(3, "revenue").focus()
    grid.press("Control+v")
    grid.is_saved()
    assert [row[:2] for row in grid.stored()[3:5]] == [["120,5", "12"], ["90", ""]]
    grid.press("Shift+ArrowRight", "Control+x")
    grid.is_saved()
    assert grid.stored_row(3)[:2] == ["", ""]
    assert grid.page.evaluate("navigator.clipboard.readText()") == "120,5\t12"


def test_ctrl_d_fills_down_in_one_step(grid):
    grid.enter(0, "managers_total", "5")
    grid.cell(0, "managers_total").focus()
    grid.press(*["Shift+ArrowDown"] * 5, "Control+d")
    grid.is_saved()
    assert [row[4] for row in grid.stored()] == ["5"] * 6
    grid.press("Control+z")
    grid.is_saved()
    assert [row[4] for row in grid.stored()] == ["5", "", "", "", "", ""]


def test_ctrl_d_on_one_cell_takes_the_one_above(grid):
    grid.enter(0, "managers_total", "5")
    grid.cell(1, "managers_total").focus()
    grid.press("Control+d")
    grid.is_saved()
    assert grid.stored_row(1)[4] == "5"


def test_f4_writes_zeros_and_asks_for_the_reason(grid):
    grid.cell(2, "member_count").focus()
    grid.press("F4")
    grid.has_focus(2, "note")
    grid.is_saved()
    expect(grid.findings).to_have_count(1)
    expect(grid.findings).to_contain_text("không hoạt động")
    grid.type("nghỉ mùa")
    grid.press("Enter")
    grid.is_saved()
    assert grid.stored_row(2) == ["0", "0", "0", "", "", "", "", "nghỉ mùa"]
    expect(grid.findings).to_have_count(0)


def test_one_ctrl_z_takes_back_no_activity_with_its_reason(grid):
    grid.enter(2, "revenue", "100")
    grid.cell(2, "revenue").focus()
    grid.press("F4")
    grid.type("nghỉ mùa")
    grid.press("Enter")
    grid.is_saved()
    grid.press("Control+z")
    grid.is_saved()
    assert grid.stored_row(2) == ["100", *[""] * 7]
    grid.press("Control+z")
    grid.is_saved()
    assert grid.stored_row(2) == [""] * 8


def test_ctrl_z_right_after_f4_takes_the_zeros_back(grid):
    grid.cell(2, "revenue").focus()
    grid.press("F4", "Control+z")
    grid.is_saved()
    assert grid.stored_row(2) == [""] * 8


def test_ctrl_z_leads_to_the_cell_and_ctrl_y_does_it_again(grid):
    grid.paste(1, "member_count", "21\n22\n23")
    grid.is_saved()
    grid.enter(5, "revenue", "100")
    grid.press("Control+z")
    grid.has_focus(5, "revenue")
    grid.press("Control+z")
    grid.has_focus(1, "member_count")
    expect(grid.page.locator("[data-announce]")).to_contain_text("3")
    grid.is_saved()
    assert [row[3] for row in grid.stored()] == [""] * 6
    grid.press("Control+y", "Control+Shift+z")
    grid.has_focus(5, "revenue")
    grid.is_saved()
    assert [row[3] for row in grid.stored()] == ["", "21", "22", "23", "", ""]
    assert grid.stored_row(5)[0] == "100"
    grid.press("Control+z", "Control+z")
    grid.enter(0, "profit", "7")
    grid.press("Control+y")  # what was taken back is past once something else is typed
    grid.is_saved()
    assert grid.stored_row(5)[0] == ""


def test_ctrl_z_while_typing_is_the_fields_own(grid):
    grid.enter(0, "revenue", "100")
    grid.is_saved()
    grid.cell(1, "revenue").focus()
    grid.type("5")
    grid.press("Control+z")
    assert grid.cell(1, "revenue").input_value() == ""
    assert grid.cell(0, "revenue").input_value() == "100"


def test_f6_leaves_the_grid_for_what_is_next(grid):
    grid.cell(0, "revenue").focus()
    grid.press("F6")
    expect(grid.page.locator("[data-submit]")).to_be_focused()
    grid.enter(0, "revenue", "900")
    grid.is_saved()
    grid.cell(1, "revenue").focus()
    grid.press("F6")
    expect(grid.findings.locator("input")).to_be_focused()


def test_f6_works_before_the_table_has_the_focus(grid):
    grid.enter(0, "revenue", "900")
    grid.is_saved()
    # Out of a dialog it leads nowhere.
    grid.cell(1, "revenue").focus()
    grid.press("Shift+F2")
    dialog = grid.page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    grid.press("F6")
    expect(dialog.locator(":focus")).to_have_count(1)
    word = grid.findings.locator("input")
    expect(word).to_have_count(0)
    grid.press("Escape")
    grid.page.evaluate("document.activeElement.blur()")
    grid.press("F6")
    expect(word).to_be_focused()
    grid.press("F6")
    expect(grid.page.locator("[data-submit]")).to_be_focused()
    # From anywhere else on the page too.
    grid.page.locator("#remark_text").focus()
    grid.press("F6")
    expect(word).to_be_focused()


def test_letters_that_are_being_composed_are_left_alone(grid):
    grid.cell(0, "note").focus()
    keyboard = grid.page.context.new_cdp_session(grid.page)
    keyboard.send(
        "Input.imeSetComposition", {"text": "nghir", "selectionStart": 5, "selectionEnd": 5}
    )
    # An input method's keys arrive while it composes: they are its own.
    grid.page.evaluate(
        """() => document.activeElement.dispatchEvent(
            new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true}))"""
    )
    grid.has_focus(0, "note")
    keyboard.send("Input.insertText", {"text": "nghỉ"})
    grid.press("Enter")
    grid.is_saved()
    assert grid.stored_row(0)[7] == "nghỉ"


@pytest.mark.parametrize(
    ("language", "typed", "in_vietnamese", "in_english"),
    [
        (
            "vi",
            ["1.635", "20.5", "0.125", "1.234,5"],
            ["1.635", "20,5", "0,125", "1.234,5"],
            ["1,635", "20.5", "0.125", "1,234.5"],
        ),
        (
            "en",
            ["1.635", "20,5", "1,234.5"],
            ["1,635", "20,5", "1.234,5"],
            ["1.635", "20.5", "1,234.5"],
        ),
    ],
)
def test_the_pages_language_reads_the_decimal_mark(
    sit_down, district, language, typed, in_vietnamese, in_english
):
    grid = Grid(sit_down(language=language).new_page(), district).open()
    for row, text in enumerate(typed):
        grid.enter(row, "revenue", text)
    grid.is_saved()
    for reader, shown in (("vi", in_vietnamese), ("en", in_english)):
        other = Grid(sit_down(language=reader).new_page(), district)
        assert [row[0] for row in other.stored()][: len(typed)] == shown


def test_a_mouse_selects_with_shift(grid):
    grid.cell(0, "revenue").click()
    grid.cell(2, "profit").click(modifiers=["Shift"])
    assert grid.page.locator(".is-selected").count() == 6
    grid.has_focus(0, "revenue")
    grid.cell(4, "note").click()
    assert grid.page.locator(".is-selected").count() == 0


def test_the_whole_row_of_keys_by_hand(grid):
    """A row typed as on paper: figure, Tab, figure, and on."""
    grid.cell(0, "revenue").focus()
    for text in ("120", "12", "6", "21", "5", "2", "1", "đủ"):
        grid.type(text)
        grid.press("Tab")
    grid.is_saved()
    grid.has_focus(1, "revenue")
    assert grid.stored_row(0) == ["120", "12", "6", "21", "5", "2", "1", "đủ"]
    assert len(FIELDS) == 8
    expect(grid.page.locator("[data-complete-text]")).to_have_text("1/6")
