"""Links and forms of the bar wait until what was typed is stored."""

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import expect

from cooperatives.workbook.layout import FIRST_ROW

from .grid import CELLS, Grid, held_back

WAYS = {
    "workbook": "a[download]",
    "upload": "a[href$='/upload/']",
    "submission": "[data-submit]",
}
SAID = {
    "vi": {"refused": "chưa lưu được: 1 ô", "offline": "Mất mạng, 1 ô chưa lưu được"},
    "en": {"refused": "not stored. Cells: 1", "offline": "line is broken. Cells not stored yet: 1"},
}


def way(grid, name):
    return grid.page.locator(f".sheet__bar {WAYS[name]}")


def test_the_workbook_holds_what_was_typed_last(grid, tmp_path):
    held = held_back(grid.page, CELLS)
    grid.cell(0, "revenue").focus()
    grid.type("120")
    with grid.page.expect_download() as coming:
        way(grid, "workbook").click()
        grid.page.wait_for_timeout(500)
        assert len(held) == 1
        held[0].continue_()
    coming.value.save_as(tmp_path / "return.xlsx")
    page = load_workbook(tmp_path / "return.xlsx").worksheets[0]
    assert page.cell(FIRST_ROW, 5).value == 120
    grid.is_saved()


@pytest.mark.parametrize("name", ["upload", "submission"])
def test_links_are_followed_once_all_is_stored(grid, name):
    held = held_back(grid.page, CELLS)
    grid.cell(0, "revenue").focus()
    grid.type("120")
    way(grid, name).click()
    grid.page.wait_for_timeout(500)
    assert grid.page.url.endswith(grid.district.path)
    held[0].continue_()
    grid.page.wait_for_url(f"**/{name}/")
    assert grid.stored_row(0)[0] == "120"


@pytest.mark.parametrize(
    ("language", "name"), [("vi", "workbook"), ("en", "upload"), ("vi", "submission")]
)
def test_what_cannot_be_stored_is_said(sit_down, district, language, name):
    grid = Grid(sit_down(language=language).new_page(), district).open()
    downloads = []
    grid.page.on("download", lambda one: downloads.append(one.suggested_filename))
    grid.enter(0, "revenue", "mười")
    expect(grid.findings).to_have_count(1)
    way(grid, name).click()
    expect(grid.trouble).to_contain_text(SAID[language]["refused"])
    expect(grid.trouble).to_be_in_viewport()
    grid.enter(0, "revenue", "10")
    grid.is_saved()

    grid.page.route(CELLS, lambda route: route.abort())
    grid.enter(0, "revenue", "11")
    expect(grid.state).to_have_attribute("data-state", "offline")
    way(grid, name).click()
    expect(grid.trouble).to_contain_text(SAID[language]["offline"])
    assert grid.page.url.endswith(grid.district.path)
    assert downloads == []


def test_a_form_waits_too(person):
    page = person("district_staff").new_page()
    page.goto(f"/yearly-reports/{timezone.localdate().year - 1}/058/")
    bar = page.locator(".sheet__bar")
    # The demo data may have nothing to take over: a form as the bar's, which asks the page anew.
    bar.evaluate(
        """bar => bar.insertAdjacentHTML("beforeend",
            "<form data-waits><button name=went value=1>go</button></form>")"""
    )
    assert bar.locator("form:not([data-waits])").count() == 0
    held = held_back(page, CELLS)
    page.locator("[data-field=member_count]").first.focus()
    page.keyboard.type("33")
    bar.get_by_role("button", name="go").click()
    page.wait_for_timeout(500)
    assert "?" not in page.url
    held[0].continue_()
    page.wait_for_url("**/?went=1")
    expect(page.locator("[data-field=member_count]").first).to_have_value("33")
