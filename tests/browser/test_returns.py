"""The officers' list of returns in Chromium: ticking all of them at once, and approving them."""

import pytest
from playwright.sync_api import expect

LIST = "/returns/?year=2024&quarter=3"


def test_the_head_ticks_all_boxes_and_follows_them(person):
    page = person("officer").new_page()
    page.goto(LIST)
    head = page.locator("[data-select-all-box]")
    boxes = page.locator("tbody input[name=returns]")
    assert boxes.count() >= 1
    head.check()
    assert all(box.is_checked() for box in boxes.all())
    boxes.first.uncheck()
    assert not head.is_checked()
    for box in boxes.all():
        box.check()
    assert head.is_checked()


def test_without_script_the_boxes_are_ticked_one_by_one(browser, site, person):
    cookies = person("officer").cookies()
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(LIST)
    assert not page.locator("[data-select-all-box]").is_visible()
    page.locator("tbody input[name=returns]").first.check()
    context.close()


@pytest.mark.parametrize("width", [390, 1366])
def test_those_ticked_are_shown_then_approved_and_undone(person, width):
    page = person("officer", width=width).new_page()
    page.goto(LIST)
    box = page.locator("tbody input[name=returns]").first
    unit = box.locator("xpath=ancestor::tr").get_attribute("data-unit")
    box.check()
    page.get_by_role("button", name="Duyệt các biểu đã chọn…").click()
    asked = page.locator(f".approvals [data-unit='{unit}']")
    expect(asked.get_by_role("checkbox")).to_be_checked()
    expect(asked).to_contain_text("HTX")
    page.get_by_role("button", name="Duyệt các biểu đã chọn").click()
    expect(page.locator("main")).to_contain_text("Đã duyệt 1 biểu")
    page.locator("[data-undo]").get_by_role("button", name="Hoàn tác").click()
    expect(page.locator(f"tbody tr[data-unit='{unit}'] input[name=returns]")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_phone_each_return_is_a_card_that_says_first_how_late_it_is(person):
    page = person("officer", width=390).new_page()
    page.goto(LIST)
    card = page.locator(".return-list tbody tr").first
    expect(card).to_contain_text("trễ")
    top = lambda one: card.locator(one).first.bounding_box()["y"]  # noqa: E731
    assert top("th") < top("[data-lateness]") < top("[data-label='Trạng thái']")


def test_a_clerk_lands_on_the_own_work(person):
    page = person("district_staff").new_page()
    page.goto("/sign-in/")
    assert page.url.endswith("/returns/")
