"""From the first figure to the province's number: warnings, history, submission, approval."""

import pytest
from playwright.sync_api import expect

from .crawl import AXE, AXE_SCRIPT
from .districts import NAMES
from .grid import GOOD_ROW, Grid, block

PHONE = 390


def unusual(row):
    """A good row whose revenue is over three times that of the quarter before."""
    return ("900", *row[1:])


def test_a_warning_is_answered_and_void_once_the_value_changes(grid):
    grid.paste(0, "revenue", block(unusual(GOOD_ROW)))
    grid.is_saved()
    expect(grid.findings).to_have_count(1)
    grid.explain("bán cả kho")
    grid.press("Enter")
    expect(grid.findings).to_contain_text("“bán cả kho”")
    expect(grid.findings).not_to_have_attribute("data-open", "")
    expect(grid.box(0, "revenue")).not_to_have_attribute("data-marks", "warning")
    grid.enter(0, "revenue", "950")
    grid.is_saved()
    expect(grid.findings).to_have_attribute("data-open", "")
    expect(grid.explains).to_be_visible()


def test_the_keyboard_answers_one_warning_after_the_other(grid):
    grid.paste(0, "revenue", block(*[unusual(GOOD_ROW)] * 2))
    grid.is_saved()
    grid.press("F6")
    for of in grid.district.numbers[:2]:
        asked = grid.page.locator(f"[data-findings-list] > [data-of='{of}']")
        expect(asked.get_by_role("textbox")).to_be_focused()
        grid.type("bán cả kho")
        grid.press("Enter")
    expect(grid.page.locator("[data-submit]")).to_be_focused()
    expect(grid.page.locator("[data-findings-list] > [data-open]")).to_have_count(0)


def test_f6_goes_on_from_one_thing_to_look_at_to_the_next_and_to_submitting(grid):
    grid.paste(0, "revenue", block(*[unusual(GOOD_ROW)] * 2))
    grid.is_saved()
    for of in grid.district.numbers[:2]:
        grid.press("F6")
        asked = grid.page.locator(f"[data-findings-list] > [data-of='{of}']")
        expect(asked.get_by_role("textbox")).to_be_focused()
    grid.press("F6")
    expect(grid.page.locator("[data-submit]")).to_be_focused()


def test_on_the_page_before_submission_f6_goes_on_to_submitting(grid):
    grid.paste(0, "revenue", block(GOOD_ROW))
    grid.is_saved()
    grid.page.locator("[data-submit]").click()
    expect(grid.page.get_by_role("link", name=NAMES[1])).to_be_visible()
    grid.press("F6")
    expect(grid.page.locator("[data-submits]")).to_be_focused()


def test_a_word_that_is_being_typed_stays_while_the_row_is_stored(grid):
    grid.enter(0, "revenue", "900")
    grid.is_saved()
    grid.explain("bán cả")
    grid.enter(0, "member_count", "21")
    grid.is_saved()
    assert grid.findings.get_by_role("textbox").input_value() == "bán cả"


def test_a_finding_leads_to_its_cell(grid):
    grid.enter(3, "revenue", "900")
    grid.is_saved()
    grid.findings.get_by_role("link").click()
    grid.has_focus(3, "revenue")


def test_the_bar_counts_what_to_look_at_and_says_what_is_wrong_with_the_cell(grid):
    grid.enter(0, "revenue", "900")
    grid.enter(1, "profit", "mười")
    bar = grid.page.locator(".sheet__bar")
    expect(bar).to_contain_text("2 chỗ cần xem lại")
    grid.cell(0, "revenue").focus()
    expect(bar).to_contain_text("gấp hơn 3 lần")
    grid.cell(1, "profit").focus()
    expect(bar).to_contain_text("mười")
    expect(bar).not_to_contain_text("gấp hơn 3 lần")


def test_a_note_that_is_cut_off_stands_in_the_bar_whole(grid, sit_down):
    note = "Chưa thu tiền bán chè của vụ hè vì khách mua trả chậm sang tháng sau"
    said = grid.page.locator("[data-cell-says]")
    grid.cell(1, "note").focus()
    grid.type(note)
    expect(said).to_have_text(note)
    grid.press("Enter")
    expect(said).to_have_text("")
    grid.type("đủ")  # fits
    expect(said).to_have_text("")
    grid.press("Enter")
    grid.is_saved()
    reader = Grid(sit_down("officer").new_page(), grid.district).open()
    reader.cell(1, "note").focus()
    expect(reader.page.locator("[data-cell-says]")).to_have_text(note)


def test_the_history_of_a_row(grid):
    grid.enter(0, "revenue", "120")
    grid.is_saved()
    grid.page.locator("[data-row]").first.get_by_role("button").click()
    dialog = grid.page.get_by_role("dialog")
    for said in (NAMES[0], "120", "Lục Văn Huyện"):
        expect(dialog).to_contain_text(said)
    grid.press("Escape")
    expect(dialog).to_be_hidden()


def test_what_is_not_stored_blocks_submission(grid):
    grid.paste(0, "revenue", block(("120", "mười")))
    expect(grid.findings).to_have_count(1)
    grid.page.locator("[data-submit]").click()
    expect(grid.trouble).to_be_visible()
    assert grid.page.url.endswith(grid.district.path)
    grid.page.goto(f"{grid.district.path}submission/")
    expect(grid.page.locator("[data-before-submission]")).to_be_visible()
    expect(grid.page.locator("[data-submits]")).to_be_disabled()


@pytest.mark.parametrize("width", [PHONE, 1366])
def test_what_is_named_before_submission_leads_to_its_cell(sit_down, district, width):
    grid = Grid(sit_down(width=width).new_page(), district).open()

    def lead_to(row, field):
        mark = f"cell={district.numbers[row]},{field}"
        grid.page.evaluate("mark => location.hash = mark", mark)
        grid.has_focus(row, field)

    for row, field, figure in ((4, "member_count", "300"), (5, "revenue", "100")):
        lead_to(row, field)
        grid.type(figure)
        grid.press("Tab")
    grid.is_saved()
    lead_to(0, "note")
    lead_to(5, "revenue")  # the same place again
    names = grid.page.locator("main").get_by_role("link")
    grid.page.goto(f"{district.path}submission/")
    names.filter(has_text=NAMES[4]).click()
    grid.has_focus(4, "member_count")
    expect(grid.cell(4, "member_count")).to_be_in_viewport()
    grid.explain("Sáp nhập")
    grid.press("Enter")
    expect(grid.findings).to_contain_text("“Sáp nhập”")
    grid.page.goto(f"{district.path}submission/")
    names.filter(has_text=NAMES[5]).click()
    grid.has_focus(5, "profit")


def members(page, district):
    """The district's number of members on the dashboard."""
    page.goto(district.dashboard)
    return page.locator("#target-total_members data").first.inner_text()


def test_a_submitted_and_approved_return_moves_the_dashboard(grid, sit_down):
    officer = sit_down("officer").new_page()
    assert members(officer, grid.district) == "120"  # carried from the quarter before
    grid.paste(0, "revenue", block(*[GOOD_ROW] * 6))
    grid.is_saved()
    grid.page.locator("[data-submit]").click()
    grid.page.locator("[data-submits]").click()
    grid.page.wait_for_url(f"**{grid.district.path}")
    expect(grid.cell(0, "revenue")).not_to_be_editable()

    officer.goto(grid.district.path)
    officer.get_by_role("button", name="Duyệt").click()
    expect(officer.locator("main")).to_contain_text("Đã duyệt")
    assert members(officer, grid.district) == "126"


def test_on_a_phone_one_cooperative_at_a_time(sit_down, district):
    grid = Grid(sit_down(width=PHONE).new_page(), district).open()
    rows = grid.page.locator("[data-row]")
    expect(rows.locator("visible=true").first).to_be_attached()
    expect(grid.cell(0, "revenue")).to_be_visible()
    expect(grid.cell(1, "revenue")).to_be_hidden()
    grid.cell(0, "revenue").fill("120")
    grid.press("Enter")
    grid.has_focus(0, "profit")
    grid.is_saved()
    grid.page.locator("[data-step='1']").click()
    expect(grid.cell(1, "revenue")).to_be_visible()
    expect(grid.cell(0, "revenue")).to_be_hidden()
    grid.page.locator("[data-pick]").select_option(index=5)
    expect(grid.cell(5, "revenue")).to_be_visible()
    assert grid.stored_row(0)[0] == "120"


@pytest.mark.parametrize("width", [PHONE, 1366])
def test_a_screen_reader_finds_no_serious_fault(sit_down, district, width):
    page = sit_down(width=width).new_page()
    page.add_init_script(AXE_SCRIPT)
    grid = Grid(page, district).open()
    grid.cell(0, "revenue").fill("900")
    grid.press("Tab")
    grid.is_saved()
    grid.cell(0, "profit").fill("mười")
    grid.press("Tab")
    expect(grid.findings).to_have_count(2)
    assert page.evaluate(AXE, []) == []


def test_not_every_stored_cell_is_said_aloud(grid):
    grid.enter(0, "revenue", "120")
    grid.is_saved()
    expect(grid.page.locator("[data-announce]")).to_have_text("")
    grid.enter(0, "profit", "mười")
    expect(grid.page.locator("[data-announce]")).to_contain_text("1")
