"""How a sheet opens: where the cursor stands, and in which order its rows."""

import pytest
from playwright.sync_api import expect

from .districts import NAMES
from .grid import CELLS, GOOD_ROW, Grid, block

PHONE = {"width": 390, "height": 700}
CURSOR = """() => {
    const { cooperative, field } = document.activeElement.dataset;
    return cooperative ? [cooperative, field] : document.activeElement.localName;
}"""


def cursor(grid):
    """The cell that has the focus as (row, field); the name of what else has it."""
    found = grid.page.evaluate(CURSOR)
    return found if isinstance(found, str) else (grid.district.numbers.index(found[0]), found[1])


# --- The cursor -----------------------------------------------------------------------------------


def test_it_stands_in_the_first_open_cell_of_a_draft(grid):
    assert cursor(grid) == (0, "revenue")
    grid.type("120")  # at once
    grid.press("Enter")
    grid.paste(0, "revenue", block(GOOD_ROW, GOOD_ROW, ("1", "", "0,5")))
    grid.is_saved()
    grid.open()
    grid.has_focus(2, "profit")
    # A note is never missing.
    grid.paste(0, "revenue", block(*[GOOD_ROW] * 6))
    grid.is_saved()
    grid.open()
    expect(grid.page.locator("[data-complete-text]")).to_have_text("6/6")
    assert cursor(grid) == "body"


def test_the_first_open_cell_is_in_sight_and_not_under_the_bar(grid):
    grid.paste(0, "revenue", block(*[GOOD_ROW] * 5))
    grid.agrees()
    grid.is_saved()
    grid.page.set_viewport_size({"width": 1366, "height": 620})
    grid.open()
    grid.has_focus(5, "revenue")
    cell = grid.cell(5, "revenue").bounding_box()
    bar = grid.page.locator(".sheet__bar").bounding_box()
    assert cell["y"] + cell["height"] <= bar["y"]


def test_an_address_of_a_cell_or_of_a_part_of_the_page_goes_before(grid):
    grid.page.goto("about:blank")
    number = grid.district.numbers[3]
    grid.page.goto(f"{grid.district.path}#cell={number},member_count")
    grid.has_focus(3, "member_count")
    for part in ("conversation", "findings", "nowhere"):
        grid.page.goto("about:blank")
        grid.page.goto(f"{grid.district.path}#{part}")
        grid.is_saved()
        assert cursor(grid) == "body"


def test_it_stands_in_the_first_cell_that_is_not_stored_yet(grid):
    grid.page.route(CELLS, lambda route: route.abort())
    grid.enter(1, "revenue", "90")
    grid.open()
    expect(grid.cell(1, "revenue")).to_have_value("90")
    assert cursor(grid) == (1, "revenue")


def test_a_reader_has_no_cursor(sit_down, district):
    reader = Grid(sit_down("officer").new_page(), district).open()
    reader.is_saved()
    assert cursor(reader) == "body"


def test_a_phone_shows_the_row_without_its_keyboard(grid, sit_down):
    grid.paste(0, "revenue", block(GOOD_ROW, GOOD_ROW))
    grid.is_saved()
    phone = Grid(sit_down(**PHONE).new_page(), grid.district).open()
    expect(phone.cell(2, "revenue")).to_be_visible()
    assert cursor(phone) == "body"


def test_words_about_the_return_are_not_offered_about_a_cell_that_nobody_looked_at(grid):
    about = grid.page.locator("#remark_number")
    grid.has_focus(0, "revenue")
    grid.page.locator("#remark_text").click()
    expect(about).to_have_value("")
    grid.cell(3, "profit").click()
    grid.page.locator("#remark_text").click()
    expect(about).to_have_value(grid.district.numbers[3])


def sent_back(grid, sit_down, *cells):
    """The return, sent back with a word about each of these cells, (row, field)."""
    grid.paste(0, "revenue", block(*[GOOD_ROW] * 6))
    grid.is_saved()
    grid.page.locator("[data-submit]").click()
    grid.page.locator("[data-submits]").click()
    grid.page.wait_for_url(f"**{grid.district.path}")
    officer = sit_down("officer").new_page()
    for row, field in cells:
        officer.goto(grid.district.path)
        officer.locator("#remark_number").select_option(grid.district.numbers[row])
        officer.locator("#remark_field").select_option(field)
        officer.locator("#remark_text").fill("Xem lại số này")
        officer.get_by_role("button", name="Ghi ý kiến").click()
    officer.goto(grid.district.path)
    officer.locator("[name=reason]").fill("Có số cần sửa")
    officer.get_by_role("button", name="Trả lại").click()


@pytest.mark.parametrize(
    ("remarks", "lands"),
    [
        ([(4, "profit"), (2, "member_count"), (2, "managers_total")], (2, "member_count")),
        ([(3, "")], (3, "revenue")),
        ([], "body"),
    ],
)
def test_correcting_what_was_sent_back_lands_in_the_cell(grid, sit_down, remarks, lands):
    sent_back(grid, sit_down, *remarks)
    grid.page.goto("/returns/")
    task = grid.page.locator(f"[data-unit='{grid.district.code}'][data-period='2024-Q3']")
    expect(task).to_have_count(1)
    task.get_by_role("link", name="Sửa số liệu").click()
    expect(grid.page.locator("[aria-labelledby=sent-back]")).to_be_visible()
    if lands == "body":
        assert cursor(grid) == lands
    else:
        grid.has_focus(*lands)


# --- The order ------------------------------------------------------------------------------------


def names(grid):
    return grid.page.locator("[data-row]").evaluate_all(
        "rows => rows.map((row) => row.dataset.name)"
    )


@pytest.fixture
def backwards(district):
    """The district's numbers go the other way than its names."""
    district.site.run(
        f"""
from cooperatives.models import Organisation
for place, number in enumerate({list(district.numbers)!r}):
    one = Organisation.objects.get(registration_number=number)
    one.registration_number = f"X{{len(one.registration_number)}}-{district.code}-{{9 - place}}"
    one.save()
"""
    )


def test_rows_are_sorted_and_stay_so(grid):
    grid.page.get_by_label("Sắp xếp theo").select_option("sector")
    grid.page.wait_for_url("**/?order=sector")
    assert names(grid) == list(NAMES)
    grid.page.get_by_label("Sắp xếp theo").select_option("number")
    grid.page.wait_for_url("**/?order=number")
    grid.open()
    expect(grid.page.get_by_label("Sắp xếp theo")).to_have_value("number")
    expect(grid.page.locator("[data-row]").first).to_contain_text(grid.district.numbers[0])


def test_keys_pager_and_findings_go_by_the_order(backwards, sit_down, district):
    page = sit_down(language="vi").new_page()
    page.goto(f"{district.path}?order=number")
    rows = page.locator("[data-row]")
    assert rows.evaluate_all("all => all.map((row) => row.dataset.name)") == list(reversed(NAMES))
    expect(rows.first.locator("[data-field=revenue]")).to_be_focused()
    for figure in ("900", "901"):
        page.keyboard.type(figure)
        page.keyboard.press("Enter")
    expect(page.get_by_role("grid")).to_have_attribute("data-saved", "true")
    expect(rows.nth(2).locator("[data-field=revenue]")).to_be_focused()
    found = page.locator("[data-findings-list] > li [data-jump]")
    expect(found).to_have_text([f"{name}, Doanh thu" for name in (NAMES[5], NAMES[4])])
    page.reload()
    expect(found).to_have_text([f"{name}, Doanh thu" for name in (NAMES[5], NAMES[4])])
    page.set_viewport_size(PHONE)
    page.locator("[data-step='1']").click()
    shown = page.locator("[data-row].is-current")
    picked = page.locator("[data-pick] option:checked")
    expect(picked).to_contain_text(shown.get_attribute("data-name"))


def test_sorting_keeps_what_cannot_be_stored(grid):
    grid.enter(1, "revenue", "mười")
    grid.enter(2, "revenue", "90")
    expect(grid.findings).to_have_count(1)
    grid.cell(3, "revenue").focus()
    grid.type("91")  # not left yet
    grid.page.get_by_label("Sắp xếp theo").select_option("commune")
    grid.page.wait_for_url("**/?order=commune")
    expect(grid.findings).to_have_count(1)
    assert grid.column("revenue")[1:4] == ["mười", "90", "91"]
    assert [row[0] for row in grid.stored()[1:4]] == ["", "90", "91"]


def test_on_a_broken_line_the_page_stays(grid):
    grid.page.context.set_offline(True)
    grid.enter(1, "revenue", "90")
    expect(grid.state).to_have_attribute("data-state", "offline")
    grid.page.get_by_label("Sắp xếp theo").select_option("commune")
    expect(grid.trouble).to_contain_text("Mất mạng")
    assert grid.page.url.endswith(grid.district.path)
    grid.page.context.set_offline(False)
    grid.is_saved()
