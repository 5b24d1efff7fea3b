"""An office's own workbook on its way into a return, in Chromium, every click counted."""

import json

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from openpyxl import Workbook
from playwright.sync_api import expect

SERIOUS = ("serious", "critical")
FIELDS = (
    "revenue",
    "profit",
    "average_member_income",
    "member_count",
    "managers_total",
    "managers_higher_education",
    "managers_vocational",
)
MONEY = FIELDS[:3]
PLACES = ("Xã Bành Trạch", "Xã Chu Hương", "Xã Đồng Phúc")
COUNT = 42
MAKE = """
import json
from cooperatives.models import AdministrativeUnit
from tests.browser.deployment import new_session
from tests.factories import (
    make_commune, make_cooperative, make_district, make_district_staff, make_figures, make_province,
    make_return, open_year,
)
province = AdministrativeUnit.objects.filter(code="98").first() or make_province("98")
open_year(province)
code = f"98{{AdministrativeUnit.objects.filter(parent=province).count():03d}}"
district = make_district(province, code, name=f"Huyện Thử {{code}}")
communes = [
    make_commune(district, f"{{code}}{{n}}", name=name) for n, name in enumerate({places!r})
]
before = make_return(district, 2024, 2)
numbers = []
for n in range({count}):
    number = f"{{code}}{{n:04d}}"
    cooperative = make_cooperative(
        communes[n // 14], name=f"HTX Thử nghiệm Bản {{n + 1}}", registration_number=number
    )
    make_figures(
        cooperative, 2024, 2, quarterly_return=before, revenue=(100 + n) * 10**6, profit=10**7,
        average_member_income=6 * 10**6, member_count=10 + n, managers_total=4,
        managers_higher_education=1, managers_vocational=2,
    )
    numbers.append(number)
clerk = make_district_staff(district, username=f"clerk-{{code}}")
print(json.dumps({{"code": code, "numbers": numbers, "session": new_session(clerk)}}))
"""


@pytest.fixture
def office(site):
    """A district of 42 cooperatives in three communes, with last quarter's figures."""
    return json.loads(site.run(MAKE.format(places=PLACES, count=COUNT)))


@pytest.fixture
def open_page(browser, site, office):
    """The return of a quarter before the district's clerk: `open_page(3)`."""
    contexts = []

    def opened(quarter, width=1366):
        context = browser.new_context(
            base_url=site.url, viewport={"width": width, "height": 900}, reduced_motion="reduce"
        )
        cookies = {"django_language": "vi", "sessionid": office["session"]}
        context.add_cookies(
            [
                {"name": name, "value": value, "url": site.url, "sameSite": "Lax"}
                for name, value in cookies.items()
            ]
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(f"/returns/2024/{quarter}/{office['code']}/")
        return page

    yield opened
    for context in contexts:
        context.close()


def figures(number, quarter):
    """What a cooperative reports, as a person sees it in the grid."""
    return {
        "revenue": f"{120 + number},5",
        "profit": str(quarter + number % 9),
        "average_member_income": "6,25",
        "member_count": str(11 + number),
        "managers_total": "4",
        "managers_higher_education": "1",
        "managers_vocational": "2",
    }


def write_book(path, quarter):
    """A sheet with a title, merged headings over two lines, groups, a total, numbers as text, and
    two headings that nobody knows.
    """
    book = Workbook()
    page = book.active
    roman = ("I", "II", "III", "IV")
    page["A1"] = f"TỔNG HỢP SỐ LIỆU HỢP TÁC XÃ QUÝ {roman[quarter - 1]} NĂM 2024"
    page["A2"] = "Đơn vị tính: triệu đồng"
    page.merge_cells("A1:I1")
    page.merge_cells("A2:I2")
    page.append([])
    page.append(["TT", "Tên HTX", "Doanh thu", "Phần còn lại", "Mỗi người được", "Số TV"])
    page["G4"] = "Cán bộ quản lý"
    page.append([None] * 6 + ["Tổng số", "CĐ, ĐH", "SC, TC"])
    page.merge_cells("G4:I4")
    for letter in "ABCDEF":
        page.merge_cells(f"{letter}4:{letter}5")
    total = 0
    for turn, place in enumerate(PLACES):
        page.append([roman[turn], place])
        for number in range(turn * 14, turn * 14 + 14):
            shown = figures(number, quarter)
            total += 120.5 + number
            values = [shown[name] if name in MONEY else int(shown[name]) for name in FIELDS]
            page.append([number % 14 + 1, f"HTX THỬ NGHIỆM BẢN {number + 1}", *values])
    page.append([None, "Tổng cộng", f"{total:.1f}".replace(".", ",")])
    page.append([])
    page.append([None] * 6 + ["NGƯỜI LẬP BIỂU"])
    book.save(path)


class Person:
    """Somebody who counts each click: opening a list is one, choosing in it another."""

    def __init__(self, page):
        self.page, self.clicks = page, 0

    def click(self, locator):
        self.clicks += 1
        locator.click()

    def choose(self, select, label):
        self.clicks += 2
        with self.page.expect_navigation():
            select.select_option(label=label)

    def upload(self, path):
        menu = self.page.get_by_role("button", name="Tệp Excel")
        if menu.is_visible():
            self.click(menu)
        self.click(self.page.get_by_role("link", name="Tải tệp của đơn vị lên"))
        with self.page.expect_file_chooser() as asked:
            self.click(self.page.locator("[name=file]"))
        asked.value.set_files(path)
        expect(self.question).to_be_visible()

    @property
    def question(self):
        return self.page.locator("[role=dialog][data-question]")

    @property
    def confirm(self):
        return self.question.locator("[data-confirm]")

    def listed(self):
        """The cells that the question says it will store, by cooperative and field."""
        cells = self.question.locator("[data-cooperative][data-field]")
        found = cells.evaluate_all(
            "all => all.map(one => [one.dataset.cooperative, one.dataset.field,"
            " one.querySelector('ins')?.textContent ?? ''])"
        )
        return {(number, field): text for number, field, text in found}

    def stored(self):
        """What the grid shows."""
        cells = self.page.get_by_role("grid").locator("[data-cooperative][data-field]")
        found = cells.evaluate_all(
            "all => all.map(one => [one.dataset.cooperative, one.dataset.field, one.value])"
        )
        return {(number, field): text for number, field, text in found if text}


def expected(office, quarter):
    return {
        (number, field): text
        for place, number in enumerate(office["numbers"])
        for field, text in figures(place, quarter).items()
    }


def assert_accessible(page):
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("axe.run()")["violations"]
    assert [one["help"] for one in found if one["impact"] in SERIOUS] == []


def test_the_first_time_takes_eight_clicks_and_the_next_quarter_three(open_page, office, tmp_path):
    third, fourth = tmp_path / "quy-3.xlsx", tmp_path / "quy-4.xlsx"
    write_book(third, 3)
    write_book(fourth, 4)

    clerk = Person(open_page(3))
    clerk.upload(third)
    assert {field for _number, field in clerk.listed()} == set(FIELDS) - {
        "profit",
        "average_member_income",
    }
    assert_accessible(clerk.page)
    clerk.choose(clerk.page.get_by_label("Phần còn lại"), "Lợi nhuận (triệu đồng)")
    clerk.choose(clerk.page.get_by_label("Mỗi người được"), "Thu nhập BQ thành viên (triệu đồng)")
    seen = clerk.listed()
    assert seen == expected(office, 3)
    clerk.click(clerk.confirm)
    expect(clerk.page.get_by_text(f"Đã lưu {len(seen)} số liệu.")).to_be_visible()
    assert clerk.stored() == seen
    assert clerk.clicks <= 8

    clerk = Person(open_page(4))
    clerk.upload(fourth)
    assert clerk.listed() == expected(office, 4)
    clerk.click(clerk.confirm)
    expect(clerk.page.get_by_text(f"Đã lưu {len(seen)} số liệu.")).to_be_visible()
    assert clerk.stored() == expected(office, 4)
    assert clerk.clicks <= 3


def test_nothing_is_stored_while_a_choice_is_open_or_when_it_is_cancelled(open_page, tmp_path):
    path = tmp_path / "quy-2.xlsx"
    write_book(path, 2)
    clerk = Person(open_page(3, width=390))
    clerk.upload(path)
    # The title says that it is of another quarter.
    expect(clerk.confirm).to_be_disabled()
    expect(clerk.question).to_contain_text("Còn 1 chỗ chưa chọn")
    assert_accessible(clerk.page)
    with clerk.page.expect_navigation():
        clerk.question.locator("input[name=period][value=yes]").check()
    expect(clerk.confirm).to_be_enabled()
    assert clerk.listed()
    clerk.click(clerk.question.locator("[data-cancel]"))
    expect(clerk.page.get_by_role("grid")).to_be_visible()
    assert clerk.stored() == {}


def test_after_a_choice_the_person_is_where_he_was(open_page, tmp_path):
    path = tmp_path / "quy-3.xlsx"
    write_book(path, 3)
    page = open_page(3)
    clerk = Person(page)
    clerk.upload(path)
    part = page.locator("[data-scrolls]").first
    part.evaluate("one => one.scrollTo(300, 200)")
    page.evaluate("scrollTo(0, 420)")
    select = page.get_by_label("Phần còn lại")
    select.focus(timeout=5_000)
    before = page.evaluate("scrollY"), part.evaluate("one => [one.scrollLeft, one.scrollTop]")
    clerk.choose(select, "Lợi nhuận (triệu đồng)")
    expect(page.get_by_label("Phần còn lại")).to_be_focused()
    after = page.evaluate("scrollY"), part.evaluate("one => [one.scrollLeft, one.scrollTop]")
    assert after == before


def test_without_a_script_the_buttons_do_it(browser, site, office, tmp_path):
    path = tmp_path / "quy-3.xlsx"
    write_book(path, 3)
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    context.add_cookies(
        [{"name": "sessionid", "value": office["session"], "url": site.url, "sameSite": "Lax"}]
    )
    page = context.new_page()
    page.goto(f"/returns/2024/3/{office['code']}/office-file/")
    page.set_input_files("[name=file]", path)
    page.get_by_role("button", name="Xem trước thay đổi").click()
    page.get_by_label("Phần còn lại").select_option(label="Lợi nhuận (triệu đồng)")
    page.get_by_role("button", name="Xem lại").click()
    expect(
        page.locator(f"[data-cooperative='{office['numbers'][0]}'][data-field=profit]")
    ).to_have_count(1)
    page.locator("[data-confirm]").click()
    expect(page.get_by_text("Đã lưu 252 số liệu.")).to_be_visible()
    context.close()
