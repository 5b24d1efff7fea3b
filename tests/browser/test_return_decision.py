"""An officer and a district about one return in Chromium: reasons at their cells, rounds unseen."""

import re

import pytest
from playwright.sync_api import expect

from .grid import GOOD_ROW, Grid, block

PHONE = 390
REASON = "Gấp 10 lần quý trước?"


def submit(grid):
    grid.page.locator("[data-submit]").click()
    grid.page.locator("[data-submits]").click()
    grid.page.wait_for_url(f"**{grid.district.path}")


@pytest.fixture
def officer(grid, sit_down):
    """The officer at the submitted return."""
    grid.paste(0, "revenue", block(*[GOOD_ROW] * 6))
    grid.is_saved()
    submit(grid)
    return Grid(sit_down("officer").new_page(), grid.district).open()


def send_back(officer):
    officer.page.get_by_label("Cần sửa gì").fill(REASON)
    officer.page.get_by_role("button", name="Trả lại").click()
    expect(officer.page.locator("main")).to_contain_text("Đã trả lại")


@pytest.mark.parametrize("width", [PHONE, 1366])
def test_a_reason_about_the_cell_looked_at_leads_the_clerk_to_it(officer, sit_down, width):
    officer.cell(4, "profit").focus()
    send_back(officer)
    clerk = Grid(sit_down(width=width).new_page(), officer.district).open()
    notice = clerk.page.locator("[aria-labelledby=sent-back]")
    expect(notice).to_contain_text(REASON)
    notice.get_by_role("link").click()
    clerk.has_focus(4, "profit")
    expect(clerk.page.locator(".sheet__bar")).to_contain_text(REASON)
    assert clerk.page.locator("[data-cell-says]").is_visible()
    expect(clerk.box(4, "profit")).to_have_attribute("title", re.compile(f": {re.escape(REASON)}$"))


def test_words_about_the_cell_that_was_clicked_are_left_there_as_a_remark(officer):
    officer.cell(4, "profit").click()
    assert officer.page.locator("#reason_number").input_value() == officer.district.numbers[4]
    assert officer.page.locator("#reason_field").input_value() == "profit"
    officer.page.get_by_label("Cần sửa gì").fill(REASON)
    officer.page.get_by_role("button", name="Gửi ý kiến").click()
    expect(officer.page.locator(".remarks")).to_contain_text(REASON)
    officer.has_focus(4, "profit")
    expect(officer.page.locator(".heading")).to_contain_text("đã gửi")
    # The own remark is open: it is asked about.
    officer.page.get_by_role("button", name="Duyệt").click()
    expect(officer.page.locator("[data-own-remarks]")).to_contain_text(REASON)
    officer.page.get_by_role("button", name="Vẫn duyệt").click()
    expect(officer.page.locator("main")).to_contain_text("Đã duyệt")


def test_words_are_offered_about_the_cell_that_a_link_leads_to(officer):
    district, page = officer.district, officer.page
    about = page.locator("#reason_number")
    assert about.input_value() == ""
    page.goto(f"{district.path}#cell={district.numbers[4]},profit")
    expect(about).to_have_value(district.numbers[4])
    page.goto("/")
    page.goto(f"{district.path}#cell={district.numbers[3]},profit")
    expect(about).to_have_value(district.numbers[3])
    assert page.locator("#reason_field").input_value() == "profit"


def test_what_is_blank_is_folded_so_that_rows_are_seen_at_768(officer, sit_down):
    page = sit_down("officer", width=1366).new_page()
    page.set_viewport_size({"width": 1366, "height": 768})
    Grid(page, officer.district).open()
    bar = page.locator(".sheet__bar").bounding_box()["y"]
    rows = page.locator("[role=grid] [data-row]").all()
    assert sum(row.bounding_box()["y"] + row.bounding_box()["height"] <= bar for row in rows) >= 3


@pytest.mark.parametrize("width", [PHONE, 1366])
def test_the_decision_stays_in_sight(officer, sit_down, width):
    page = sit_down("officer", width=width).new_page()
    Grid(page, officer.district).open()
    expect(page.get_by_role("button", name="Duyệt")).to_be_in_viewport()
    words = page.get_by_label("Cần sửa gì")
    if width == PHONE:
        expect(words).to_be_hidden()
        page.locator(".decision-fold > summary").click()
    expect(words).to_be_in_viewport()


def test_a_remark_of_the_district_is_no_demand_of_the_province(officer, sit_down):
    officer.cell(4, "profit").focus()
    send_back(officer)
    clerk = Grid(sit_down().new_page(), officer.district).open()
    clerk.page.locator("#remark_number").select_option(officer.district.numbers[1])
    clerk.page.locator("#remark_text").fill("Đã có hợp đồng")
    clerk.page.get_by_role("button", name="Ghi ý kiến").click()
    notice = clerk.page.locator("[aria-labelledby=sent-back]")
    expect(clerk.page.locator(".remarks")).to_contain_text("Đã có hợp đồng")
    expect(notice).not_to_contain_text("Đã có hợp đồng")


def test_what_the_officer_chose_is_not_replaced_by_the_cell_looked_at(officer):
    officer.page.locator("#reason_number").select_option(officer.district.numbers[2])
    officer.cell(4, "profit").focus()
    officer.page.get_by_label("Cần sửa gì").focus()
    assert officer.page.locator("#reason_number").input_value() == officer.district.numbers[2]
    assert officer.page.locator("#remark_number").input_value() == officer.district.numbers[4]


def test_what_was_submitted_anew_is_looked_at_before_it_is_approved(officer, grid, sit_down):
    colleague = Grid(sit_down("officer").new_page(), officer.district).open()
    send_back(colleague)
    grid.open()
    grid.enter(0, "revenue", "130")
    grid.is_saved()
    submit(grid)
    officer.page.get_by_role("button", name="Duyệt").click()
    expect(officer.page.get_by_role("alert").first).to_contain_text("gửi lại từ khi bạn xem")
    changed = officer.page.locator("section[aria-labelledby=changed]")
    expect(changed).to_contain_text("130")
    changed.get_by_role("link").first.click()
    officer.has_focus(0, "revenue")
    officer.page.get_by_role("button", name="Duyệt").click()
    expect(officer.page.locator("main")).to_contain_text("Đã duyệt")
