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
