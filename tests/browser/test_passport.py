"""The card of a number in Chromium: who opens it is in it, and comes back from it."""

import pytest

PAGE = "/?year=2024&quarter=3&unit=06"
TARGET = "/indicators/average_profit/?year=2024&quarter=3&unit=06"
WHERE = """() => {
  const card = document.querySelector("dialog.passport[open]");
  return {card: card?.id ?? null, inside: Boolean(card?.contains(document.activeElement))};
}"""


@pytest.fixture
def page(person):
    opened = person("officer").new_page()
    opened.set_viewport_size({"width": 1366, "height": 640})
    return opened


def test_the_focus_goes_into_the_card_stays_there_and_comes_back(page):
    page.goto(PAGE)
    opener = page.locator("article[data-indicator] .passport__button").first
    opener.focus()
    page.keyboard.press("Enter")
    assert page.evaluate(WHERE)["inside"]
    for _ in range(6):
        page.keyboard.press("Tab")
        on = page.evaluate("document.activeElement.tagName")
        assert on == "BODY" or page.evaluate(WHERE)["inside"]  # the browser's own bar lies between
    page.keyboard.press("Escape")
    assert page.evaluate(WHERE)["card"] is None
    assert opener.evaluate("(button) => button === document.activeElement")


def test_an_opened_doubt_is_in_sight_and_an_address_opens_its_card(page):
    page.goto(f"{TARGET}#passport-average_profit")
    assert page.evaluate(WHERE) == {"card": "passport-average_profit", "inside": True}
    page.get_by_text("Báo nghi vấn").click()
    page.wait_for_function(
        """() => {
          const field = document.querySelector("dialog[open] textarea");
          const card = field.closest(".passport").getBoundingClientRect();
          return field.getBoundingClientRect().bottom <= card.bottom;
        }"""
    )


@pytest.mark.parametrize(("touch", "least"), [(False, 24), (True, 44)])
def test_its_mark_is_large_enough_to_be_hit(person, touch, least):
    page = person("officer", width=390, touch=touch).new_page()
    page.goto(PAGE)
    box = page.locator("article[data-indicator] .passport__button").first.bounding_box()
    assert min(box["width"], box["height"]) >= least
