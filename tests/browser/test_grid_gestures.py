"""Keys that change many cells at once, or take what stands there: last quarter's figures."""

import pytest
from playwright.sync_api import expect

from .grid import FIELDS, GOOD_ROW, Grid, block

LAST_ROW = ["100", "10", "5", "20", "4", "2", "1"]
"""What each cooperative reported the quarter before."""
REPEATING = ("member_count", "managers_total", "managers_higher_education", "managers_vocational")


def test_delete_stores_at_once_and_is_the_texts_own_while_one_is_edited(grid):
    grid.paste(0, "revenue", block(("120", "12")))
    grid.is_saved()
    grid.cell(0, "revenue").focus()
    grid.press("Delete")
    grid.is_saved()
    assert grid.stored_row(0)[:2] == ["", "12"]
    grid.press("Control+z")
    grid.cell(0, "profit").focus()
    grid.press("F2", "ArrowLeft", "Delete", "Enter")
    grid.is_saved()
    assert grid.stored_row(0)[:2] == ["120", "1"]
    # Backspace goes on to typing, as in a spreadsheet.
    grid.cell(0, "revenue").focus()
    grid.press("Backspace")
    grid.type("7")
    grid.press("Enter")
    grid.is_saved()
    assert grid.stored_row(0)[0] == "7"


def test_ctrl_a_selects_the_table_and_the_text_while_one_is_edited(grid):
    grid.paste(0, "revenue", block(*[GOOD_ROW] * 6))
    grid.is_saved()
    selected = grid.page.locator(".is-selected")
    grid.cell(3, "profit").focus()
    grid.press("Control+a")
    expect(selected).to_have_count(6 * len(FIELDS))
    grid.has_focus(3, "profit")
    grid.press("Delete")
    grid.is_saved()
    assert grid.stored() == [[""] * 8] * 6
    grid.press("Control+z")
    grid.is_saved()
    assert grid.stored() == [[*GOOD_ROW, ""]] * 6
    grid.cell(2, "profit").focus()
    grid.press("F2", "Control+a")
    expect(selected).to_have_count(0)
    grid.type("8")
    grid.press("Enter")
    grid.is_saved()
    assert [row[1] for row in grid.stored()] == ["12", "12", "8", "12", "12", "12"]


@pytest.mark.parametrize(
    ("language", "gives", "shown"),
    [("vi", ".", "9,625"), ("vi", ",", "9,625"), ("en", ",", "9.625"), ("en", ".", "9.625")],
)
def test_the_keypads_decimal_key_types_the_pages_mark(sit_down, district, language, gives, shown):
    grid = Grid(sit_down(language=language).new_page(), district).open()
    keyboard = grid.page.context.new_cdp_session(grid.page)

    def keypad(key, **more):
        event = {"code": "NumpadDecimal", "key": key, "windowsVirtualKeyCode": 110, "location": 3}
        keyboard.send("Input.dispatchKeyEvent", {"type": "keyDown", **event, **more})
        keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp", **event})

    grid.cell(0, "average_member_income").focus()
    grid.type("9")
    keypad(gives, text=gives)
    grid.type("625")
    assert grid.cell(0, "average_member_income").input_value() == shown
    grid.press("Enter")
    grid.is_saved()
    assert grid.stored_row(0)[2] == shown
    # In the middle of a text; the field takes it back by itself.
    grid.enter(1, "revenue", "125")
    grid.is_saved()
    grid.cell(1, "revenue").focus()
    grid.press("F2", "ArrowLeft")
    keypad(gives, text=gives)
    assert grid.cell(1, "revenue").input_value() == f"12{shown[1]}5"
    grid.press("Control+z")
    assert grid.cell(1, "revenue").input_value() == "125"
    # Words are written as the key gives them, and without NumLock it is Delete.
    grid.cell(0, "note").focus()
    keypad(gives, text=gives)
    assert grid.cell(0, "note").input_value() == gives
    grid.press("Escape")
    grid.cell(0, "average_member_income").focus()
    keypad("Delete", windowsVirtualKeyCode=46)
    grid.is_saved()
    assert grid.stored_row(0)[2] == ""


# --- Last quarter's figures -----------------------------------------------------------------------


def told(grid):
    return grid.page.locator("[data-told]")


def test_a_key_takes_last_quarters_figure_into_the_cell(grid):
    grid.enter(0, "revenue", "120")
    grid.is_saved()
    grid.cell(0, "revenue").focus()
    grid.press("Control+'")
    grid.has_focus(0, "revenue")
    grid.is_saved()
    assert grid.stored_row(0)[0] == "100"
    grid.press("Control+z")
    grid.is_saved()
    assert grid.stored_row(0)[0] == "120"
    # Flows too, cell by cell; also instead of what is being typed.
    grid.cell(1, "profit").focus()
    grid.type("7")
    grid.press("Control+'", "Enter")
    grid.is_saved()
    assert grid.stored_row(1)[1] == "10"
    grid.cell(1, "note").focus()
    grid.press("Control+'")
    expect(told(grid)).to_contain_text("không có số quý trước")
    grid.is_saved()


def test_one_gesture_takes_it_for_the_blank_cells_of_a_column(grid):
    grid.enter(1, "member_count", "31")
    grid.enter(2, "member_count", "ba mươi")
    expect(grid.findings).to_have_count(1)
    head = grid.page.locator("#c-member_count [data-take-last]")
    head.click()
    expect(told(grid)).to_contain_text("4 ô trống")
    grid.has_focus(0, "member_count")
    assert grid.column("member_count") == ["20", "31", "ba mươi", "20", "20", "20"]
    expect(grid.findings).to_have_count(1)
    expect(grid.page.locator("[data-marks~=waiting]")).to_have_count(0)
    assert [row[3] for row in grid.stored()] == ["20", "31", "", "20", "20", "20"]
    # Nothing is left to take, and one step takes all of it back.
    head.click()
    expect(told(grid)).to_contain_text("Không có ô trống")
    grid.cell(0, "member_count").focus()
    grid.press("Control+z")
    assert grid.column("member_count") == ["", "31", "ba mươi", "", "", ""]


def test_in_a_selection_only_members_and_managers_take_theirs(grid):
    grid.enter(4, "managers_total", "5")
    grid.is_saved()
    grid.cell(0, "revenue").focus()
    grid.press("Control+a", "Control+'")
    expect(told(grid)).to_contain_text("23 ô trống")
    grid.is_saved()
    people = LAST_ROW[3:]
    expected = [["", "", "", *people, ""] for _ in range(6)]
    expected[4][4] = "5"
    assert grid.stored() == expected
    grid.press("Control+z")
    grid.is_saved()
    assert grid.stored() == [
        ["", "", "", "", "5" if row == 4 else "", "", "", ""] for row in range(6)
    ]


def test_the_gesture_is_there_for_figures_that_hardly_change_and_for_who_enters(grid, sit_down):
    heads = grid.page.locator("[data-take-last]")
    fields = heads.evaluate_all("found => found.map((one) => one.parentElement.id.slice(2))")
    assert fields == list(REPEATING)
    expect(grid.cell(0, "member_count")).to_have_accessible_name(
        "Số thành viên người HTX Ánh Dương"
    )
    reader = Grid(sit_down("officer").new_page(), grid.district).open()
    expect(reader.cell(0, "revenue")).to_be_visible()
    expect(reader.page.locator("[data-take-last]")).to_have_count(0)


@pytest.mark.parametrize(
    ("language", "shown"), [("vi", ["1.234,5", "2.500"]), ("en", ["1,234.5", "2,500"])]
)
def test_what_is_taken_reads_in_the_pages_language(sit_down, district, language, shown):
    district.site.run(
        f"""
from cooperatives.models import QuarterlyFigures
for row in QuarterlyFigures.objects.filter(
    cooperative__registration_number="{district.numbers[0]}", quarter=2
):
    row.revenue, row.member_count = 1_234_500_000, 2500
    row.save()
"""
    )
    grid = Grid(sit_down(language=language).new_page(), district).open()
    grid.cell(0, "revenue").focus()
    grid.press("Control+'")
    grid.cell(0, "member_count").focus()
    grid.press("Control+'")
    grid.is_saved()
    row = grid.stored_row(0)
    assert [row[0], row[3]] == shown
