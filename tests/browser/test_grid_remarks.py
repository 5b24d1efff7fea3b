"""Remarks and history by the keyboard, and what is read out with a cell."""

import pytest
from playwright.sync_api import expect

from .districts import NAMES
from .grid import GOOD_ROW, Grid, block

REMARK = "Số này lấy từ đâu?"
OFFICER = "Nông Thị Tỉnh"
SAID = {
    "vi": {"key": "Shift+F2 mở ý kiến", "refused": "chưa lưu được", "remark": "Doanh thu: "},
    "en": {"key": "Shift+F2 opens the remarks", "refused": "is not stored", "remark": "Revenue: "},
}


@pytest.fixture(params=["vi", "en"])
def said(request, sit_down, district):
    """A grid in each language with remarks of the province, and what it says."""
    officer = sit_down("officer").new_page()
    for field, text in (("profit", "Lãi lỗ?"), ("revenue", REMARK), ("", "Cả dòng xem lại")):
        officer.goto(district.path)
        officer.locator("#remark_number").select_option(district.numbers[1])
        officer.locator("#remark_field").select_option(field)
        officer.locator("#remark_text").fill(text)
        officer.get_by_role("button", name="Ghi ý kiến").click()
        expect(officer.locator("#conversation")).to_contain_text(text)
    grid = Grid(sit_down(language=request.param).new_page(), district).open()
    return grid, SAID[request.param]


def test_a_key_opens_remarks_and_history_and_leads_back(said):
    grid, texts = said
    grid.enter(1, "revenue", "120")
    grid.is_saved()
    grid.page.locator(".sheet__help summary").click()
    expect(grid.page.locator(".sheet__help")).to_contain_text(texts["key"])
    grid.cell(1, "revenue").focus()
    grid.press("Shift+F2")
    dialog = grid.page.get_by_role("dialog")
    expect(dialog.locator("[data-said-list] li")).to_have_text(
        [
            f"{texts['remark']}{OFFICER}: {REMARK}",
            f"{'Lợi nhuận' if 'thu' in texts['remark'] else 'Profit'}: {OFFICER}: Lãi lỗ?",
            "Cả dòng xem lại",
        ]
    )
    for shown in (NAMES[1], "120", "Lục Văn Huyện"):
        expect(dialog).to_contain_text(shown)
    grid.press("Escape")
    expect(dialog).to_be_hidden()
    grid.has_focus(1, "revenue")
    # The key is no F2: what is typed next replaces.
    grid.type("7")
    grid.press("Enter")
    grid.is_saved()
    assert grid.cell(1, "revenue").input_value() == "7"

    grid.cell(0, "revenue").focus()
    grid.press("Shift+F2")
    expect(dialog).to_be_visible()
    expect(dialog.locator("[data-said-section]")).to_be_hidden()


def test_what_is_being_typed_is_stored_when_the_key_is_pressed(grid):
    grid.cell(0, "revenue").focus()
    grid.type("120")
    grid.press("Shift+F2")
    expect(grid.page.get_by_role("dialog")).to_be_visible()
    grid.is_saved()
    grid.press("Escape")
    grid.has_focus(0, "revenue")
    assert grid.stored_row(0)[0] == "120"


def test_the_key_works_for_readers_too(sit_down, district):
    officer = Grid(sit_down("officer").new_page(), district).open()
    officer.page.locator(".sheet__help summary").click()
    expect(officer.page.locator(".sheet__help")).to_contain_text("Shift+F2")
    officer.cell(2, "profit").focus()
    officer.press("Shift+F2")
    expect(officer.page.get_by_role("dialog")).to_contain_text(NAMES[2])
    officer.press("Escape")
    officer.has_focus(2, "profit")


def test_remarks_refusals_and_warnings_are_read_out_with_their_cell(said):
    grid, texts = said
    revenue = grid.cell(1, "revenue")
    expect(revenue).to_have_accessible_description(f"{OFFICER}: {REMARK} 100")
    grid.enter(1, "revenue", "900")
    grid.is_saved()
    warning = grid.findings.locator("[data-said]").inner_text()
    expect(revenue).to_have_accessible_description(f"{warning} {OFFICER}: {REMARK} 100")

    grid.enter(1, "revenue", "mười")
    grid.is_unsaved()
    refusal = grid.findings.filter(has_text="mười").locator("[data-said]").inner_text()
    assert texts["refused"] in refusal
    expect(revenue).to_have_accessible_description(f"{warning} {refusal} {OFFICER}: {REMARK} 100")
    grid.enter(1, "revenue", "110")
    grid.is_saved()
    expect(revenue).to_have_accessible_description(f"{OFFICER}: {REMARK} 100")


def test_a_broken_rule_is_read_out_with_each_of_its_cells(grid):
    grid.paste(0, "managers_total", block(("3", "4", "0")))
    for field in ("managers_total", "managers_higher_education"):
        expect(grid.cell(0, field)).to_have_attribute("aria-invalid", "true")
        described = grid.cell(0, field).get_attribute("aria-describedby").split()
        said = grid.page.locator(f"#{described[0]}")
        expect(said).to_contain_text("chưa lưu được")
    grid.enter(0, "managers_total", "4")
    grid.is_saved()
    expect(grid.cell(0, "managers_total")).to_have_accessible_description("4")


def test_a_conflict_is_read_out_with_its_cell(grid, sit_down, district):
    other = Grid(sit_down("other").new_page(), district).open()
    grid.paste(0, "revenue", block(GOOD_ROW))
    grid.is_saved()
    other.enter(0, "revenue", "130")
    conflict = other.findings.locator("[data-said]")
    for shown in ("130", "120", "Lục Văn Huyện"):
        expect(conflict).to_contain_text(shown)
    expect(other.cell(0, "revenue")).to_have_accessible_description(f"{conflict.inner_text()} 100")
