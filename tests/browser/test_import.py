"""What the import page has to ask, in Chromium: once, with the file kept, and nothing stored."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from tests.spreadsheets import xlsx

HEADER = ["registration_number", "name", "unit_code", "sector", "founded_on"]
SERIOUS = ("serious", "critical")
COUNT = """
from cooperatives.models import Organisation
print(Organisation.objects.filter(registration_number__startswith="IMP").count())
"""


def table(number):
    row = [number, f"HTX {number}", "060", "trade", "01/02/2020"]
    return [["DANH SÁCH HỢP TÁC XÃ"], [], HEADER, row]


@pytest.fixture(params=[1366, 390])
def page(person, request):
    opened = person("admin", width=request.param).new_page()
    opened.goto("/import/")
    opened.select_option("[name=kind]", "cooperatives")
    return opened


def upload(page, content):
    file = {"name": "htx.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    page.set_input_files("[name=file]", file)
    page.locator("form[enctype] button").click()


def stored(site):
    return int(site.run(COUNT))


def test_which_sheet_is_asked_once_and_the_file_is_kept(site, page, request):
    number = f"IMP{request.node.callspec.params['page']}"
    before = stored(site)
    upload(page, xlsx(Cũ=table("IMP0"), Mới=table(number)))
    question = page.locator("[data-question]")
    go_on = question.locator("[data-confirm]")
    expect(go_on).to_be_disabled()
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("() => axe.run()")["violations"]
    assert [one["id"] for one in found if one["impact"] in SERIOUS] == []
    question.get_by_label("Mới").check()
    go_on.click()
    expect(question).to_contain_text("Tên các cột ở dòng 3")
    assert stored(site) == before
    question.locator("[data-confirm]").click()
    expect(page.get_by_text("Đã lưu.")).to_be_visible()
    assert stored(site) == before + 1


def test_cancelled_nothing_is_stored(site, page):
    before = stored(site)
    upload(page, xlsx(Cũ=table("IMP0"), Mới=table("IMP1")))
    page.locator("[data-question] [data-cancel]").click()
    expect(page.get_by_text("Chưa lưu gì.")).to_be_visible()
    expect(page.locator("[data-question]")).to_have_count(0)
    assert stored(site) == before
