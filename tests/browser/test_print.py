"""What comes out of the printer: all that a page has to say, nothing that can only be pressed."""

import re

import pytest

PAGE = re.compile(rb"/Type\s*/Page\b")
SIZE = re.compile(rb"/MediaBox\s*\[0 0 (\d+)[\d.]* (\d+)")
AT = "?year=2024&quarter=3&unit=06"
# What A4 leaves between the margins of print.css, in pixels of 1/96 inch.
WIDTH = {"portrait": 624, "landscape": 990}

SHEET_OF = "getComputedStyle(document.documentElement).getPropertyValue('--sheet-of')"
SHOWN = """(found) => found.filter((one) => one.checkVisibility({visibilityProperty: true}))
  .map((one) => one.textContent.trim())"""
# Of the quarters to choose from, the chosen one is information.
PRESSED = (
    "button, .button, nav a:not([aria-current]), summary, textarea, [type=checkbox], .off-paper"
)
# Whatever is wider than what holds it is cut off on paper, or lies over its neighbour.
TOO_WIDE = """() => {
  const room = document.querySelector("main").getBoundingClientRect().right + 1;
  const reach = (one) => one.getBoundingClientRect().right;
  const isCell = (one) => one.matches(".target > *, td, th");
  const hangsOver = (one) => isCell(one) && one.scrollWidth > one.clientWidth + 1;
  return [...document.querySelectorAll("main *")]
    .filter((one) => one.checkVisibility() && !one.closest(".visually-hidden, svg"))
    .filter((one) => reach(one) > room || hangsOver(one))
    .map((one) => `${one.tagName}.${one.className}: ${one.textContent.trim().slice(0, 40)}`);
}"""
# Of the sheet: rows that have a height, below each other and above what follows.
ROWS = """() => {
  const found = [...document.querySelectorAll(".grid__row")];
  const rows = found.map((row) => row.getBoundingClientRect());
  const isBelow = (row, at) => row.top >= (at ? rows[at - 1].bottom - 1 : 0);
  const bar = document.querySelector(".sheet__bar").getBoundingClientRect();
  return {
    all: rows.length,
    inOrder: rows.filter((row, at) => row.height > 9 && isBelow(row, at)).length,
    barIsBelow: bar.top >= rows.at(-1).bottom - 1,
    heads: getComputedStyle(document.querySelector(".grid__head")).display,
  };
}"""


def sheets(page):
    """The sizes of the printed sheets, in points."""
    pdf = page.pdf(prefer_css_page_size=True)
    sizes = [(int(width), int(height)) for width, height in SIZE.findall(pdf)]
    assert len(PAGE.findall(pdf)) == len(sizes)
    return sizes


@pytest.fixture
def on_paper(person):
    """A page as it is laid out for paper: `on_paper("officer", "/returns/")`. In the dark, for the
    theme of the screen is none of the paper's.
    """

    def opened(role, path, *, layout="portrait"):
        page = person(role, scheme="dark").new_page()
        page.goto(path)
        page.set_viewport_size({"width": WIDTH[layout], "height": 900})
        page.emulate_media(media="print")
        return page

    return opened


def test_the_overview_is_two_sheets_and_a_target_at_most_four(on_paper):
    page = on_paper("officer", f"/{AT}")
    assert sheets(page) == [(594, 841)] * 2
    # What stands below each of them, in case they are parted.
    said = page.evaluate(SHEET_OF)
    assert "Tỉnh Bắc Kạn, Kế hoạch 532/KH-UBND năm 2024, quý III · Số liệu minh họa" in said
    # Without a plan there are eighteen columns, on a sheet that lies on its side.
    page.goto("/?year=2023&quarter=4&unit=06")
    first, *_others, last = sheets(page)
    assert (first, last) == ((594, 841), (841, 594))
    # The one of which there is most to say: two columns more, and figures that are missing.
    page.goto(f"/targets/1/average_member_income/{AT}")
    assert 2 <= len(sheets(page)) <= 4


@pytest.mark.parametrize(
    ("path", "layout"),
    [
        (f"/{AT}", "portrait"),
        ("/?year=2023&quarter=4&unit=06", "landscape"),
        (f"/targets/1/average_profit/{AT}", "portrait"),
        ("/returns/?year=2024&quarter=3", "landscape"),
        ("/returns/2024/3/064/", "landscape"),
        ("/organisations/", "landscape"),
    ],
)
def test_nothing_is_cut_off_and_nothing_is_there_to_be_pressed(on_paper, path, layout):
    page = on_paper("officer", path, layout=layout)
    assert page.evaluate(TOO_WIDE) == []
    assert page.locator(PRESSED).evaluate_all(SHOWN) == []
    colours = page.locator("body").evaluate(
        "(body) => [getComputedStyle(body).backgroundColor, getComputedStyle(body).colorScheme]"
    )
    assert colours == ["rgb(255, 255, 255)", "light"]


@pytest.mark.parametrize("role", ["officer", "district_staff"])
def test_a_return_is_printed_with_all_its_rows_and_its_notes_in_full(on_paper, role):
    code = "064" if role == "officer" else "058"
    page = on_paper(role, f"/returns/2024/3/{code}/", layout="landscape")
    found = page.evaluate(ROWS)
    assert found["all"] == found["inOrder"] > 20
    assert found["barIsBelow"]
    assert found["heads"] == "table-header-group"
    note = page.locator("[data-field=note]").first
    note.evaluate("(field) => { field.value = 'Bão số 3 '.repeat(30); }")
    sizes = sheets(page)
    assert set(sizes) == {(841, 594)}
    assert len(sizes) > 2
    box = note.locator("..")
    assert box.evaluate("(cell) => cell.scrollWidth <= cell.clientWidth")
    assert box.bounding_box()["height"] > 100


def test_a_list_says_how_much_of_it_is_printed_and_by_what_it_was_chosen(on_paper):
    page = on_paper("officer", f"/targets/1/average_profit/{AT}&state=missing&part=061")
    records = page.locator("#records")
    said = " ".join(records.inner_text().split())
    assert "Bản in này có 1–20 trong 62." in said
    chosen = records.locator(".choice select").evaluate_all(
        "(all) => all.filter((one) => one.checkVisibility()).map((one) => one.value)"
    )
    assert chosen == ["missing", "061"]
    all_of_them = records.locator(".pagination a", has_text="để in").evaluate("(link) => link.href")
    page.goto(all_of_them)
    assert page.locator("#records tbody tr").count() == 62
    assert not page.locator("#records .on-paper").count()
    page.goto(f"/targets/1/new_unions/{AT}")
    assert not page.locator("#records .on-paper").count()
