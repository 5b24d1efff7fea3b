"""A return through Excel and back, in Chromium: downloaded, filled in, uploaded, seen, stored."""

import re
from itertools import count

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from openpyxl import load_workbook
from playwright.sync_api import expect

from cooperatives.workbook.layout import CODES_ROW, FIRST_ROW

FIGURES = {
    "revenue": 1635.5,
    "profit": -3.25,
    "average_member_income": 8.4,
    "member_count": 38,
    "managers_total": 4,
    "managers_higher_education": 2,
    "managers_vocational": 1,
    "note": "Điền bằng Excel",
}
SHOWN = ("1.635,5", "-3,25", "8,4", "38", "4", "2", "1", "Điền bằng Excel")
OWN_UNIT = """
from cooperatives.models import User
print(User.objects.get(username="district_staff-1").unit.code)
"""
MEANWHILE = """
from cooperatives.returns.sheet import quarterly_sheet
from cooperatives.entry.saving import Entry, save_cells
from cooperatives.models import AdministrativeUnit, User
unit = AdministrativeUnit.objects.get(code="{unit}")
lan, _created = User.objects.get_or_create(
    username="lan", defaults=dict(full_name="Ma Thị Lan", role="district_staff", unit=unit)
)
sheet = quarterly_sheet(lan, 2024, {quarter}, "{unit}")
typed = [Entry("{number}", "revenue", "66,5", ""), Entry("{number}", "member_count", "30", "")]
assert len(save_cells(sheet, typed).saved) == 2
"""
SERIOUS = ("serious", "critical")


@pytest.fixture(scope="module")
def address(site):
    """The return of the fourth quarter of the clerk's district: begun, and nothing in it yet."""
    return f"/returns/2024/4/{site.run(OWN_UNIT).strip()}/"


@pytest.fixture(params=[1366, 390])
def page(person, request, address):
    opened = person("district_staff", width=request.param).new_page()
    opened.goto(address)
    return opened


def download(page, path):
    menu = page.get_by_role("button", name="Tệp Excel")
    if menu.is_visible():
        menu.click()
    with page.expect_download() as coming:
        page.get_by_role("link", name="Tải Excel").click()
    coming.value.save_as(path)
    return coming.value.suggested_filename


def fill_in(path, row, figures):
    """Write figures into a row of the file; return the row's registration number."""
    workbook = load_workbook(path)
    sheet = workbook.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[CODES_ROW]}
    for field, value in figures.items():
        sheet.cell(row, columns[field]).value = value
    workbook.save(path)
    return sheet.cell(row, columns["registration_number"]).value


def upload(page, path):
    page.get_by_role("link", name="Nạp Excel").click()
    page.set_input_files("[name=file]", path)  # which sends it


def assert_accessible(page):
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("axe.run()")["violations"]
    assert [one["help"] for one in found if one["impact"] in SERIOUS] == []


rows = count(FIRST_ROW)


def test_what_somebody_else_stored_meanwhile_is_kept_unless_the_file_is_chosen(
    page, site, tmp_path, address
):
    file = tmp_path / "bieu.xlsx"
    download(page, file)
    number = fill_in(file, next(rows), {"revenue": 77.5, "member_count": 31, "note": "Từ tệp"})
    _year, quarter, unit = address.strip("/").split("/")[1:]
    site.run(
        MEANWHILE.format(unit=unit, quarter=quarter, number=number),
    )
    upload(page, file)

    preview = page.locator("#preview")
    expect(preview).to_contain_text("2 ô trong tệp có số khác")
    revenue = preview.get_by_role("group", name=re.compile("Doanh thu"))
    expect(revenue).to_contain_text(re.compile(r"Ma Thị Lan đã lưu lúc .*:\s+66,5"))
    expect(revenue.get_by_role("radio", name=re.compile("66,5"))).to_be_checked()
    members = preview.get_by_role("group", name=re.compile("Số thành viên"))
    assert_accessible(page)

    with page.expect_navigation():
        members.get_by_role("radio", name=re.compile("trong tệp: 31")).check()
    preview.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("Đã lưu 2 số liệu.")).to_be_visible()
    expect(page.get_by_text("Đã giữ 1 số liệu")).to_be_visible()
    for field, shown in (("revenue", "66,5"), ("member_count", "31"), ("note", "Từ tệp")):
        cell = page.locator(f'[data-cooperative="{number}"][data-field="{field}"]')
        expect(cell).to_have_value(shown)


def test_a_return_goes_through_excel_and_back(page, tmp_path):
    file = tmp_path / "bieu.xlsx"
    assert download(page, file).startswith("bieu-quy-4-2024-")
    number = fill_in(file, next(rows), FIGURES)
    grid = page.url
    upload(page, file)

    preview = page.locator("#preview")
    expect(preview).to_contain_text("Điền mới: 8")
    expect(preview.locator("ins")).to_have_text(list(SHOWN))
    assert_accessible(page)

    preview.get_by_role("button", name="Lưu").click()
    page.wait_for_url(grid)
    expect(page.get_by_text("Đã lưu 8 số liệu.")).to_be_visible()
    for field, shown in zip(FIGURES, SHOWN, strict=True):
        cell = page.locator(f'[data-cooperative="{number}"][data-field="{field}"]')
        expect(cell).to_have_value(shown)


def test_a_file_with_a_cell_that_cannot_be_stored_is_shown_and_not_stored(page, tmp_path):
    file = tmp_path / "bieu.xlsx"
    download(page, file)
    fill_in(file, next(rows), FIGURES | {"profit": "khoảng 3 triệu"})
    upload(page, file)

    preview = page.locator("#preview")
    expect(preview.get_by_role("alert")).to_contain_text("1 ô không lưu được")
    expect(preview).to_contain_text("khoảng 3 triệu")
    expect(preview.get_by_role("button", name="Lưu")).to_be_disabled()
    assert_accessible(page)
