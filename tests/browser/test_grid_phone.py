"""The grid on a phone: nothing that is needed is covered or pushed aside."""

import pytest
from playwright.sync_api import expect

from .grid import FIELDS, GOOD_ROW, Grid, block

PHONE = {"width": 390, "height": 700}
MOST_OF_THE_BAR = 160


@pytest.fixture(params=["vi", "en"])
def phone(request, sit_down, district):
    return Grid(sit_down(language=request.param, **PHONE).new_page(), district).open()


def box(locator):
    """Left, top, right and bottom edge."""
    found = locator.bounding_box()
    return (
        found["x"],
        found["y"],
        found["x"] + found["width"],
        found["y"] + found["height"],
    )


def test_the_bar_covers_no_cell_that_is_typed_into(phone):
    phone.paste(0, "managers_total", block(("3", "4", "0")))
    expect(phone.findings).to_have_count(3)
    bar = phone.page.locator(".sheet__bar")
    # What is said stands above what can be done.
    said = max(box(one)[3] for one in bar.locator("> p:visible").all())
    assert said <= min(box(one)[1] for one in bar.locator("a.button:visible").all())
    phone.page.evaluate("scrollTo(0, 0)")
    phone.cell(0, "revenue").click()
    for field in FIELDS[1:]:
        phone.press("Enter")
        phone.has_focus(0, field)
        _left, top, _right, bottom = box(phone.cell(0, field))
        assert top >= 0
        assert bottom <= box(bar)[1]
    _left, top, _right, bottom = box(bar)
    assert bottom - top <= MOST_OF_THE_BAR


def test_the_files_stand_behind_one_button(phone):
    bar, files = phone.page.locator(".sheet__bar"), phone.page.locator(".sheet__files a")
    expect(bar.locator("a.button:visible")).to_have_count(1)
    expect(bar.locator("[data-submit]")).to_be_visible()
    phone.page.locator(".sheet__more").click()
    for link in files.all():
        expect(link).to_be_in_viewport(ratio=1)
    assert files.count() == 3
    phone.press("Escape")
    expect(files.first).to_be_hidden()


def test_on_a_wide_screen_the_files_stand_in_the_bar(sit_down, district):
    grid = Grid(sit_down(width=1366, height=768).new_page(), district).open()
    expect(grid.page.locator(".sheet__files a:visible")).to_have_count(3)
    expect(grid.page.locator(".sheet__more")).to_be_hidden()


def test_the_mark_of_a_finding_stands_beside_its_words(phone):
    phone.enter(0, "revenue", "900")
    phone.is_saved()
    mark = box(phone.findings.locator("svg"))
    words = box(phone.findings.locator("p").first)
    assert words[1] < mark[3]
    assert words[0] > mark[2]
    assert box(phone.explains)[1] >= words[3]
    phone.explains.click()  # may scroll the page
    words = box(phone.findings.locator("p").first)
    assert box(phone.findings.locator("input"))[1] >= words[3]


def test_a_long_history_can_be_closed_without_a_way_to_its_end(phone):
    for n in range(4):
        phone.enter(0, "revenue", str(100 + n))
        phone.is_saved()
    phone.page.locator("[data-row].is-current [data-history]").click()
    dialog = phone.page.get_by_role("dialog")
    expect(dialog.locator(".change")).to_have_count(4)
    expect(dialog.get_by_role("heading").first).to_be_in_viewport()
    close = dialog.locator("[data-close]")
    expect(close).to_be_in_viewport(ratio=1)
    close.click()
    expect(dialog).to_be_hidden()


LONG = "Không thu hoạch được do mưa đá ngày 12/9, bảo hiểm sẽ trả vào quý sau; " * 4


def test_a_long_note_can_be_read_whole_while_it_has_the_focus(phone):
    phone.page.locator("[data-step='1']").click()
    phone.cell(1, "note").fill(LONG)
    phone.press("Shift+Tab")
    phone.is_saved()
    said = phone.page.locator("[data-cell-says]")
    expect(said).to_be_hidden()
    phone.cell(1, "note").click()
    expect(said).to_be_visible()
    expect(said).to_have_text(LONG.strip())
    bar = phone.page.locator(".sheet__bar")
    assert box(phone.cell(1, "note"))[3] <= box(bar)[1]
    assert box(bar)[3] - box(bar)[1] <= 260


REASON = (
    "Doanh thu của HTX Ánh Dương gấp 10 lần quý trước; HTX Nà Phặc chưa có số thành viên. Đề nghị"
)
REASON += " kiểm tra lại với từng HTX, sửa số liệu và gửi lại trước ngày 20."


def test_a_return_sent_back_shows_why_and_the_first_field_at_once(phone, sit_down):
    phone.page.goto("about:blank")
    clerk = Grid(sit_down().new_page(), phone.district).open()
    clerk.paste(0, "revenue", block(*[GOOD_ROW] * 6))
    clerk.is_saved()
    clerk.page.locator("[data-submit]").click()
    clerk.page.locator("[data-submits]").click()
    officer = Grid(sit_down("officer").new_page(), phone.district).open()
    officer.cell(0, "revenue").focus()
    officer.page.get_by_label("Cần sửa gì").fill(REASON)
    officer.page.get_by_role("button", name="Trả lại").click()
    phone.open()
    expect(phone.page.locator("[aria-labelledby=sent-back]")).to_contain_text(REASON)
    expect(phone.page.get_by_text(REASON).first).to_be_in_viewport()
    field, bar = box(phone.cell(0, "revenue")), box(phone.page.locator(".sheet__bar"))
    assert field[3] <= bar[1]
