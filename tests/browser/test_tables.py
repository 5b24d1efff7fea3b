"""Tables and bars on a laptop and on a phone: what is wider than its page says so."""

import pytest
from playwright.sync_api import expect

SHADOW = "one => getComputedStyle(one).backgroundAttachment"
LEFT = "one => one.getBoundingClientRect().left"
BOTTOM_OF_WORDS = """one => {
    const range = document.createRange();
    range.selectNodeContents(one.querySelector("a") ?? one);
    return range.getBoundingClientRect().bottom;
}"""
IS_WIDER = "one => one.scrollWidth > one.clientWidth"


@pytest.mark.parametrize(
    ("address", "names"), [("/yearly-reports/?year=2023", "tbody th"), ("/", "tbody th")]
)
def test_on_a_phone_the_column_of_names_stays_while_the_others_scroll(person, address, names):
    page = person("officer", width=390).new_page()
    page.goto(address)
    region = page.locator(".table-scroll").first
    assert region.evaluate(IS_WIDER)
    assert region.evaluate(SHADOW) == "local, local, scroll, scroll"
    name = region.locator(names).first
    region.evaluate("one => one.scrollLeft = one.scrollWidth")
    assert 0 <= name.evaluate(LEFT) < 80


def test_on_a_phone_the_preview_of_a_paper_shows_both_its_columns(person):
    page = person("officer", width=390).new_page()
    page.goto("/papers/06/")
    assert not page.locator(".paper").evaluate(IS_WIDER)


def test_headings_and_the_button_of_a_list_stand_on_one_line(person):
    page = person("officer").new_page()
    page.goto("/organisations/")
    bottoms = page.locator("thead th").evaluate_all(f"all => all.map({BOTTOM_OF_WORDS})")
    assert max(bottoms) - min(bottoms) < 1
    button, last = page.locator("form.choice button"), page.locator("form.choice select").last
    assert abs(button.bounding_box()["y"] - last.bounding_box()["y"]) < 4


def test_what_a_cooperative_reported_fits_on_a_laptop(person):
    page = person("officer").new_page()
    page.goto("/organisations/?kind=cooperative")
    page.locator("td a").first.click()
    page.wait_for_url("**/organisations/*/")
    regions = page.locator(".table-scroll")
    assert regions.evaluate_all(f"all => all.filter({IS_WIDER}).length") == 0
    heights = regions.first.locator("tbody tr").evaluate_all(
        "all => all.map(one => one.offsetHeight)"
    )
    assert max(heights) < 45


def test_what_the_bar_comes_to_say_moves_no_button(grid):
    ways = grid.page.locator(".sheet__actions :is(a, button):visible")
    places = "all => all.map(one => JSON.stringify(one.getBoundingClientRect()))"
    # As with a return of a district: the table goes on below the bar.
    grid.page.set_viewport_size({"width": 1366, "height": 520})
    before = ways.evaluate_all(places)
    grid.enter(0, "revenue", "mười")
    expect(grid.state).to_have_attribute("data-state", "unsaved")
    assert ways.evaluate_all(places) == before


def test_the_first_error_of_a_form_has_the_focus(person):
    page = person("admin").new_page()
    page.goto("/import/")
    unit = page.locator("#office_unit")
    expect(unit).to_have_value("")
    provinces = unit.locator("option", has_text="Tỉnh Bắc Kạn")
    # The province has no return of its own; other tests' may bear its name.
    unit.select_option(provinces.first.get_attribute("value"))
    unit.evaluate("one => one.form.requestSubmit()")
    page.wait_for_url("**unit=06**")
    expect(unit).to_be_focused()
    expect(unit).to_be_in_viewport()
