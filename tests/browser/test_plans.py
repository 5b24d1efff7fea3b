"""The pages of plans in Chromium: what makes no sense is said while it is typed."""

import pytest
from playwright.sync_api import expect

ROW = "tr[data-plan-row]:has([name^='new-own-0'])"


@pytest.fixture
def page(person):
    opened = person("admin").new_page()
    opened.goto("/plans/")
    opened.locator("tbody th a", has_text="532/KH-UBND").click()
    opened.wait_for_url("**/plans/*/")
    return opened


def test_a_row_says_what_makes_no_sense_and_counts_in_its_indicators_unit(page):
    page.goto(f"{page.url}2024/")
    row = page.locator(ROW)
    said, unit = row.locator("[data-plan-said]"), row.locator("[data-plan-unit]")
    value = row.locator("[data-sense=value]")
    row.locator("select[name$=indicator]").select_option("weak_share_of_rated")
    expect(unit).to_have_text("%")
    value.fill("130")
    expect(said).to_contain_text("từ 0 đến 100")
    value.fill("13")
    expect(said).to_be_empty()
    row.locator("select[name$=indicator]").select_option("average_revenue")
    expect(unit).to_have_text("triệu đồng")
    value.fill("90.000.000")
    expect(said).to_contain_text("1.000.000 triệu đồng")
    value.fill("90")
    row.locator("[data-sense=milestone_1]").fill("50,5")
    row.locator("[data-sense=milestone_2]").fill("40")
    expect(said).to_contain_text("không được thấp hơn quý trước")


def test_allocations_are_added_up_while_they_are_typed(page):
    page.goto(f"{page.url}2024/new_cooperatives/")
    parts = page.locator("[data-sense=share]")
    for place in range(parts.count()):
        parts.nth(place).fill("")
    parts.nth(0).fill("60")
    total = page.locator("[data-plan-total]")
    expect(total).to_have_text("Tổng phân bổ là 60, vượt 25 so với mục tiêu 35.")
    parts.nth(0).fill("35")
    expect(total).to_contain_text("đúng bằng mục tiêu")


def test_what_the_server_refused_is_said_once_and_goes_once_it_is_mended(page):
    page.goto(f"{page.url}2024/")
    for number, value in enumerate(("130", "140")):
        row = page.locator(f"tr[data-plan-row]:has([name^='new-own-{number}'])")
        row.locator("select[name$=indicator]").select_option("good_share")
        row.locator("[data-sense=value]").fill(value)
    page.get_by_role("button", name="Lưu mục tiêu").click()
    lead = page.locator("main [role=alert] a")
    expect(page.locator("main [role=alert]")).to_contain_text("có 3 ô")
    # The first lies below the first screen: what counts them has the focus, and leads to it.
    expect(lead).to_be_focused()
    expect(lead).to_be_in_viewport()
    lead.press("Enter")
    value = page.locator(ROW).locator("[data-sense=value]")
    expect(value).to_be_focused()
    said = page.get_by_text("Chỉ tiêu này là tỷ lệ")
    expect(said).to_have_count(2)
    value.fill("131")
    expect(page.locator(ROW).locator("[data-plan-said]")).to_contain_text("từ 0 đến 100")
    expect(said).to_have_count(2)
    value.fill("13")
    expect(said).to_have_count(1)
    expect(value).not_to_have_attribute("aria-invalid", "true")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_table_of_a_year_fits_on_a_laptop(person, language):
    opened = person("admin", language=language).new_page()
    opened.goto("/plans/")
    opened.locator("tbody th a", has_text="532/KH-UBND").click()
    opened.goto(f"{opened.url}2024/")
    for table in opened.locator(".table-scroll").all():
        assert table.evaluate("one => one.scrollWidth - one.clientWidth") == 0
    for clause in opened.locator(".plan-rows textarea").all():
        assert clause.evaluate("one => one.scrollHeight - one.clientHeight") == 0
