"""Yearly reports in Chromium: a score brings its rating and takes it along, two people in one row,
making final locks the row.
"""

from itertools import count

import pytest
from playwright.sync_api import expect

SHEET = "/yearly-reports/2024/058/"
"""Of the last year for which there is a rating scale."""


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


# --- What follows the quarters --------------------------------------------------------------------

FOLLOWING = """
from tests.factories import make_figures, make_return, make_yearly_report
from cooperatives.models import AdministrativeUnit, Cooperative, QuarterlyFigures, YearlyReport
unit = AdministrativeUnit.objects.get(code={code!r})
of_quarter_3 = make_return(unit, 2024, 3)
for cooperative in Cooperative.objects.filter(placements__unit=unit):
    make_figures(cooperative, 2024, 3, quarterly_return=of_quarter_3, member_count=42)
"""
QUARTER_4 = """
from tests.factories import make_figures, make_return
from cooperatives.models import AdministrativeUnit, Cooperative
unit = AdministrativeUnit.objects.get(code={code!r})
of = make_return(unit, 2024, 4, state="submitted")
for cooperative in Cooperative.objects.filter(placements__unit=unit):
    make_figures(cooperative, 2024, 4, quarterly_return=of, member_count=50)
"""


@pytest.fixture
def year(district, sit_down):
    """The page of the district's yearly reports, with members taken from the third quarter."""
    district.site.run(FOLLOWING.format(code=district.code))
    page = sit_down().new_page()
    page.goto(f"/yearly-reports/2024/{district.code}/")
    page.get_by_role("button", name="Lấy số liệu từ các quý").click()
    expect(page.get_by_role("status").first).to_contain_text("từ các quý")
    return page


def box(page, field, row=0):
    return cell(page, field, row).locator("..")


def follows(page, field="member_count", row=0):
    return box(page, field, row).get_attribute("data-follows") is not None


def quarter_4_comes_in(district, page):
    district.site.run(QUARTER_4.format(code=district.code))
    page.reload()


def test_a_figure_follows_the_quarters_and_says_where_it_is_from(year, district):
    members = cell(year, "member_count")
    expect(members).to_have_value("42")
    expect(box(year, "member_count")).to_contain_text("tạm theo quý III")
    expect(members).to_have_accessible_description("theo quý III, quý IV chưa có")
    members.focus()
    expect(year.locator("[data-cell-says]")).to_have_text("theo quý III, quý IV chưa có")
    quarter_4_comes_in(district, year)
    expect(members).to_have_value("50")
    expect(members).to_have_accessible_description("theo quý IV")


@pytest.mark.parametrize("typed", ["45", "42"])
def test_what_is_typed_stays_and_ctrl_z_lets_it_follow_again(year, district, typed):
    members = cell(year, "member_count")
    type_over(members, typed)
    expect_stored(year)
    expect(members).to_have_value(typed)
    assert not follows(year)
    expect(members).to_have_accessible_description("42")  # what the quarters add up to
    members.focus()
    year.keyboard.press("Control+z")
    expect_stored(year)
    expect(members).to_have_value("42")
    assert follows(year)
    year.keyboard.press("Control+y")
    expect_stored(year)
    assert not follows(year)
    quarter_4_comes_in(district, year)
    expect(members).to_have_value(typed)
    expect(cell(year, "member_count", 1)).to_have_value("50")


def test_who_passes_through_a_cell_leaves_it_following(year, district):
    cell(year, "member_count").focus()
    for key in ("F2", "Enter", "Tab", "Shift+Tab", "Escape"):
        year.keyboard.press(key)
    expect_stored(year)
    assert follows(year)
    year.reload()
    assert follows(year)


def test_a_pasted_block_is_typed_though_it_be_the_same(year, district):
    year.evaluate("text => navigator.clipboard.writeText(text)", "42\n41")
    cell(year, "member_count").focus()
    year.keyboard.press("Control+v")
    expect_stored(year)
    assert [follows(year, row=row) for row in (0, 1, 2)] == [False, False, True]
    quarter_4_comes_in(district, year)
    values = [cell(year, "member_count", row).input_value() for row in (0, 1, 2)]
    assert values == ["42", "41", "50"]


def test_what_came_in_meanwhile_is_shown_before_it_is_replaced(year, district):
    members = cell(year, "member_count")
    district.site.run(QUARTER_4.format(code=district.code))
    type_over(members, "45")
    conflict = year.locator("[data-findings-list] li", has_text="trong lúc đó")
    expect(conflict).to_contain_text("50")
    expect(conflict).to_contain_text("theo các quý")
    year.get_by_role("button", name="Lấy số kia").click()
    expect_stored(year)
    expect(members).to_have_value("50")
    assert follows(year)
    # Another cell of the row brings what follows up to date.
    type_over(cell(year, "revenue", 1), "7")
    expect_stored(year)
    expect(cell(year, "member_count", 1)).to_have_value("50")


def test_the_unit_says_that_its_reports_are_done_and_takes_it_back(year, sit_down, district):
    year.get_by_role("link", name="Báo xong").click()
    question = year.locator("[role=dialog][data-question]")
    expect(question).to_contain_text("theo quý III, quý IV chưa có")
    question.locator("[data-cancel]").click()
    year.get_by_role("link", name="Báo xong").click()
    question.locator("[data-confirm]").click()
    done = year.locator("[data-done]")
    expect(done).to_contain_text("Lục Văn Huyện")
    officer = sit_down("officer").new_page()
    row = officer.get_by_role("row").filter(has=officer.locator(f"[href*='/{district.code}/']"))
    for page in count(1):  # other tests' districts stand there too
        officer.goto(f"/yearly-reports/?year=2024&page={page}")
        if row.count() or not officer.locator(f"[href*='page={page + 1}']").count():
            break
    expect(row).to_contain_text("Lục Văn Huyện")
    expect(row).to_contain_text("đã báo xong")
    done.get_by_role("button").click()
    expect(done).to_have_count(0)
    officer.reload()
    expect(row).not_to_contain_text("Lục Văn Huyện")
