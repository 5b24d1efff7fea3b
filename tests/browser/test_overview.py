"""The officer's first screen in Chromium: what lies wholly in sight, and nothing over anything."""

import pytest

PAGE = "/?year=2024&quarter=3&unit=06"
WITHOUT_PLAN = "/?year=2023&quarter=4&unit=06"

BOXES = """[...document.querySelectorAll("[data-indicator]:not([data-unit])")].map((row) => {
  const box = row.getBoundingClientRect();
  const parts = [...row.children].flatMap((part) => [part, ...part.children]);
  const lowest = Math.max(...parts.map((part) => part.getBoundingClientRect().bottom));
  return {top: box.top, bottom: box.bottom, overhang: lowest - box.bottom};
})"""
BASELINE_OVERHANG = """Math.max(...[...document.querySelectorAll(".baseline > li")].map((one) => {
  const right = (element) => element.getBoundingClientRect().right;
  return Math.max(...[...one.querySelectorAll("dt")].map(right)) - right(one);
}))"""
HEIGHT = "document.documentElement.scrollHeight"


@pytest.fixture(params=["vi", "en"])
def overview(person, request):
    """Open the overview at a size: `overview(1366, 768)`."""

    def opened(width, height, address=PAGE):
        page = person("officer", language=request.param, width=width).new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.goto(address)
        return page

    return opened


@pytest.mark.parametrize(("height", "wholly_in_sight"), [(768, 8), (640, 6)])
def test_the_most_urgent_targets_lie_wholly_on_the_first_screen(overview, height, wholly_in_sight):
    boxes = overview(1366, height).evaluate(BOXES)
    assert len(boxes) == 8
    assert sum(box["top"] >= 0 and box["bottom"] <= height for box in boxes) >= wholly_in_sight


@pytest.mark.parametrize("address", [PAGE, WITHOUT_PLAN])
@pytest.mark.parametrize("width", [1366, 1600, 800, 390])
def test_no_row_hangs_over_the_next_and_nothing_over_the_page(overview, width, address):
    page = overview(width, 800, address)
    assert max(box["overhang"] for box in page.evaluate(BOXES)) <= 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(BASELINE_OVERHANG) <= 0


def test_the_page_is_short_and_the_first_target_high_on_a_phone(overview):
    assert overview(1366, 768).evaluate(HEIGHT) <= 1700
    phone = overview(390, 844)
    assert phone.evaluate(HEIGHT) <= 4000
    assert phone.evaluate(BOXES)[0]["top"] < 560


def test_a_cell_of_the_table_copies_as_a_number(overview):
    page = overview(1366, 768)
    cell = page.locator('td[data-indicator="average_profit"][data-behind="true"]').first
    copied = cell.evaluate(
        """(cell) => {
          getSelection().selectAllChildren(cell);
          return getSelection().toString().trim();
        }"""
    )
    assert float(copied.replace(",", ".")) == pytest.approx(
        float(cell.get_attribute("data-value")) / 1_000_000, abs=0.06
    )


def test_sorting_by_a_target_keeps_the_place_on_the_page(overview):
    page = overview(1366, 768)
    page.get_by_role("region").locator('th a[href*="by=new_groups"]').click()
    assert page.url.endswith("#units")
    assert page.locator('th[aria-sort="descending"]').count() == 1
    first = page.locator("tr[data-unit]").first
    assert first.locator('td[data-indicator="new_groups"]').get_attribute("data-behind") == "true"
