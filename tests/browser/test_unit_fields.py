"""What a unit reports beside its cooperatives as its clerk meets it, in Chromium: fields above the
grid, the bar that speaks for them, the page before the submission, and the workbook.
"""

import re

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from .grid import FIELDS as COLUMNS
from .grid import GOOD_ROW, Grid
from .test_workbook import assert_accessible, download, upload

MAKE = """
from tests.factories import make_entered_figure
of = {"from_year": 2024, "to_year": 2024}
make_entered_figure("advisers", reported_by="unit", **of)
make_entered_figure("group_income", "money", "flow", reported_by="group", **of)
"""
CLEAR = """
from cooperatives.models import EnteredFigure, UnitFigures
UnitFigures.objects.all().delete()
EnteredFigure.objects.filter(code__in=["advisers", "group_income"]).delete()
"""
LAST = """
from cooperatives.models import QuarterlyReturn, UnitFigures
of = QuarterlyReturn.objects.get(unit__code="{code}", year=2024, quarter=2)
UnitFigures.objects.create(
    unit=of.unit, quarterly_return=of, year=2024, quarter=2, extra={{"advisers": 4}}
)
"""
TAB = "Số liệu chung"


@pytest.fixture
def asked(site, district):
    """The district, asked for a figure of itself and one of its groups while the test runs."""
    site.run(MAKE)
    site.run(LAST.format(code=district.code))
    yield district
    site.run(CLEAR)


@pytest.fixture
def grid(sit_down, asked):
    return Grid(sit_down().new_page(), asked).open()


def field(page, name):
    return page.get_by_role("textbox", name=name, exact=True)


def save(page):
    with page.expect_navigation():
        page.get_by_role("button", name="Lưu các số liệu này").click()


def test_the_bar_counts_them_until_they_are_saved(grid):
    page, advisers = grid.page, field(grid.page, "Số advisers (người)")
    grid.is_saved()
    advisers.fill("5")
    expect(grid.state).to_have_text("Số liệu phía trên bảng chưa lưu: 1")
    grid.is_unsaved()
    field(page, "Số group_income (triệu đồng)").fill("12,5")
    expect(grid.state).to_have_text("Số liệu phía trên bảng chưa lưu: 2")
    # The cells are stored as they were; the bar does not forget the fields over them.
    grid.enter(0, "revenue", "120")
    expect(grid.state).to_have_text("Số liệu phía trên bảng chưa lưu: 2")
    page.reload()
    expect(advisers).to_have_value("5")
    expect(grid.state).to_have_text("Số liệu phía trên bảng chưa lưu: 2")

    page.get_by_role("link", name="Gửi biểu lên tỉnh").click()
    notice = page.locator("[data-before-submission]")
    names = notice.get_by_role("listitem")
    expect(names).to_have_text([re.compile("Số advisers"), re.compile("Số group_income")])
    assert_accessible(page)
    names.first.get_by_role("link").click()
    expect(advisers).to_have_value("5")
    advisers.fill("")
    expect(grid.state).to_have_text("Số liệu phía trên bảng chưa lưu: 1")
    page.get_by_role("link", name="Gửi biểu lên tỉnh").click()
    expect(names).to_have_text([re.compile("Số group_income")])
    page.go_back()
    save(page)
    grid.is_saved()
    expect(grid.state).to_have_text("Đã lưu tất cả")
    page.get_by_role("link", name="Gửi biểu lên tỉnh").click()
    expect(notice).to_be_hidden()


def test_a_jump_is_explained_beside_its_field_and_goes_out(grid):
    page = grid.page
    for row in range(len(grid.district.numbers)):
        for name, text in zip(COLUMNS, GOOD_ROW, strict=False):
            grid.enter(row, name, text)
    grid.is_saved()
    field(page, "Số advisers (người)").fill("40")
    field(page, "Số group_income (triệu đồng)").fill("3")
    save(page)
    fields = page.locator("#unit-fields")
    expect(fields).to_contain_text("40 gấp hơn 3 lần quý trước (4)")
    assert_accessible(page)
    page.get_by_role("link", name="Gửi biểu lên tỉnh").click()
    expect(page.locator(".explanations")).to_contain_text("Số advisers")
    expect(page.locator("[data-submits]")).to_have_count(0)
    page.get_by_role("link", name="Trở lại bảng số liệu").click()
    fields.get_by_label("Giải trình: Số advisers").fill("Tuyển thêm")
    expect(grid.state).to_have_text("Số liệu phía trên bảng chưa lưu: 1")
    save(page)
    expect(fields).to_contain_text("Tuyển thêm")
    page.get_by_role("link", name="Gửi biểu lên tỉnh").click()
    page.locator("[data-submits]").click()
    expect(page.get_by_text("Đã gửi.")).to_be_visible()


def test_they_go_through_excel_and_back(grid, tmp_path):
    page, file = grid.page, tmp_path / "bieu.xlsx"
    download(page, file)
    workbook = load_workbook(file)
    own = workbook[TAB]
    places = {own.cell(line, 1).value: line for line in range(1, own.max_row + 1)}
    own.cell(places["advisers"], 4).value = 40
    own.cell(places["group_income"], 4).value = 12.5
    workbook.save(file)
    upload(page, file)
    preview = page.locator("#preview")
    expect(preview.locator("ins")).to_have_text(["40", "12,5"])
    expect(preview).to_contain_text("40 gấp hơn 3 lần quý trước (4)")
    assert_accessible(page)
    preview.get_by_role("button", name="Lưu").click()
    page.wait_for_url(f"**{grid.district.path}")
    expect(field(page, "Số advisers (người)")).to_have_value("40")
    expect(field(page, "Số group_income (triệu đồng)")).to_have_value("12,5")
