"""Yearly reports in Chromium: a score brings its rating and takes it along, two people in one row,
making final locks the row.
"""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

LAST_YEAR = timezone.localdate().year - 1
SHEET = f"/yearly-reports/{LAST_YEAR}/058/"


def cell(page, field, row=0):
    return page.locator("[role=grid] [data-row]").nth(row).locator(f"[data-field={field}]")


def type_over(cell, text):
    cell.focus()
    cell.page.keyboard.type(text)
    cell.page.keyboard.press("Enter")


def expect_stored(page):
    expect(page.locator("[role=grid]")).to_have_attribute("data-saved", "true")


@pytest.fixture
def staff(person):
    page = person("district_staff").new_page()
    page.goto(SHEET)
    return page


def test_from_a_typed_score_to_a_locked_final_report(staff, person):
    type_over(cell(staff, "score"), "49,5")
    expect(cell(staff, "rating")).to_have_value("yếu")
    expect_stored(staff)
    staff.reload()
    expect(cell(staff, "score")).to_have_value("49,5")
    expect(cell(staff, "rating")).to_have_value("yếu")

    cell(staff, "rating").select_option("tốt")
    refused = staff.locator("[data-findings-list] .finding--error")
    expect(refused).to_contain_text("80")
    expect(staff.locator("[role=grid]")).to_have_attribute("data-saved", "false")
    type_over(cell(staff, "score"), "82")
    expect(refused).to_have_count(0)
    expect_stored(staff)
    expect(cell(staff, "rating")).to_have_value("tốt")

    name = staff.locator("[data-row]").first.get_attribute("data-name")
    officer = person("officer").new_page()
    officer.goto(f"{SHEET}finalisation/")
    draft = officer.get_by_role("row", name=name)
    expect(draft).to_contain_text("Doanh thu")  # blank, and named so
    draft.get_by_role("checkbox").check()
    officer.get_by_role("button", name="Chốt các báo cáo đã chọn").click()
    expect(officer.get_by_role("status").first).to_contain_text("1")

    type_over(cell(staff, "revenue"), "5")  # on the page from before
    expect(refused).to_contain_text("chốt")
    staff.reload()
    expect(cell(staff, "score")).not_to_be_editable()
    expect(cell(staff, "rating")).to_be_disabled()


def test_a_score_and_its_rating_are_one_gesture(staff):
    score, rating = cell(staff, "score", 1), cell(staff, "rating", 1)
    rating.select_option("tốt")
    expect_stored(staff)
    type_over(score, "49,5")
    # At once, before any answer; and told to who does not see it.
    assert rating.input_value() == "yếu"
    expect(staff.locator("[data-announce]")).to_contain_text("theo điểm, xếp loại “yếu”")
    expect_stored(staff)

    score.focus()
    staff.keyboard.press("Control+z")
    expect(score).to_have_value("")
    expect(rating).to_have_value("tốt")
    expect_stored(staff)
    staff.reload()
    expect(score).to_have_value("")
    expect(rating).to_have_value("tốt")

    type_over(score, "60")
    expect(rating).to_have_value("trung bình")
    expect_stored(staff)
    staff.reload()  # so that nothing can be taken back any more
    score.focus()
    staff.keyboard.press("Delete")
    staff.keyboard.press("Tab")
    expect(rating).to_have_value("tốt")
    expect_stored(staff)


def test_a_rating_that_another_gave_meanwhile_is_shown_before_the_score_replaces_it(staff, person):
    other = person("district_staff").new_page()
    other.goto(SHEET)
    cell(other, "rating", 2).select_option("khá")
    expect_stored(other)

    type_over(cell(staff, "score", 2), "49")
    conflict = staff.locator("[data-findings-list] li", has_text="trong lúc đó")
    expect(conflict).to_contain_text("khá")
    expect(staff.locator("[role=grid]")).to_have_attribute("data-saved", "false")
    staff.get_by_role("button", name="Giữ số của tôi").click()
    expect_stored(staff)
    other.reload()
    expect(cell(other, "score", 2)).to_have_value("49")
    expect(cell(other, "rating", 2)).to_have_value("yếu")
