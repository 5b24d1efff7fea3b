"""Reasons and remarks that were written and have not arrived: nothing is lost in Chromium."""

import pytest
from playwright.sync_api import expect

from .deployment import PASSWORD
from .grid import GOOD_ROW, Grid, block
from .test_grid_people import end_session, sign_in

REASON = "Doanh thu của HTX Ánh Dương gấp 10 lần quý trước: xem lại từng khoản thu."


@pytest.fixture
def officer(grid, sit_down):
    """The officer at the submitted return."""
    grid.paste(0, "revenue", block(*[GOOD_ROW] * 6))
    grid.is_saved()
    grid.page.locator("[data-submit]").click()
    grid.page.locator("[data-submits]").click()
    grid.page.wait_for_url(f"**{grid.district.path}")
    return Grid(sit_down("officer").new_page(), grid.district).open()


def reason(officer):
    return officer.page.get_by_label("Cần sửa gì")


def send_back(officer):
    officer.page.get_by_role("button", name="Trả lại").click()


def sign_in_again(page, username):
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)


def test_a_reason_is_there_again_after_the_sign_in_had_ended(officer):
    officer.page.locator("#reason_number").select_option(officer.district.numbers[2])
    reason(officer).fill(REASON)
    end_session(officer)
    send_back(officer)
    expect(officer.page.locator("main")).to_contain_text("chưa đến nơi")
    sign_in_again(officer.page, officer.district.usernames["officer"])
    assert officer.page.url.endswith(officer.district.path)
    expect(reason(officer)).to_have_value(REASON)
    expect(officer.page.locator("#reason_number")).to_have_value(officer.district.numbers[2])
    expect(officer.page.locator("[data-words-note]").filter(visible=True)).to_contain_text(
        "chưa gửi"
    )
    send_back(officer)
    expect(officer.page.locator("main")).to_contain_text("Đã trả lại")
    assert officer.kept_in_browser() == []


def test_words_that_no_form_is_left_for_are_shown_until_they_are_discarded(officer, sit_down):
    reason(officer).fill(REASON)
    colleague = Grid(sit_down("officer").new_page(), officer.district).open()
    colleague.page.get_by_role("button", name="Duyệt").click()
    expect(colleague.page.locator("main")).to_contain_text("Đã duyệt")
    left = officer.page.locator("[data-left]")
    for _ in range(2):
        officer.open()
        expect(left).to_contain_text(REASON)
        expect(officer.page.locator("#reason_reason")).to_have_value("")
    left.get_by_role("button", name="Bỏ").click()
    expect(left).to_be_hidden()
    assert officer.kept_in_browser() == []


def test_a_remark_is_kept_until_it_has_arrived_and_for_its_writer_alone(grid):
    remark = grid.page.locator("#remark_text")
    remark.fill(REASON)
    grid.page.reload()
    expect(remark).to_have_value(REASON)
    people = grid.district.usernames
    sign_in(grid.page, people["other"])
    grid.open()
    expect(remark).to_have_value("")
    sign_in(grid.page, people["clerk"])
    grid.open()
    grid.page.get_by_role("button", name="Ghi ý kiến").click()
    expect(grid.page.locator(".remarks")).to_contain_text(REASON)
    expect(remark).to_have_value("")
    grid.page.reload()
    expect(remark).to_have_value("")
    assert grid.kept_in_browser() == []


def test_several_that_no_form_is_left_for_are_shown_and_discarded_one_by_one(officer, sit_down):
    reason(officer).fill(REASON)
    officer.page.evaluate(
        """() => {
            const key = Object.keys(localStorage)[0];
            const other = key.replace("sending-back/", "reopening/");
            const entry = JSON.parse(localStorage.getItem(key));
            entry.fields = entry.fields.map(([name]) => [name, "mở lại"]);
            localStorage.setItem(other, JSON.stringify(entry));
        }"""
    )
    colleague = Grid(sit_down("officer").new_page(), officer.district).open()
    colleague.page.get_by_label("Cần sửa gì").fill("x y z")
    colleague.page.get_by_role("button", name="Trả lại").click()
    expect(colleague.page.locator("main")).to_contain_text("Đã trả lại")
    left = officer.open().page.locator("[data-left]")
    expect(left).to_have_count(2)
    left.filter(has_text=REASON).get_by_role("button", name="Bỏ").click()
    expect(left).to_have_count(1)
    expect(officer.open().page.locator("[data-left]")).to_contain_text("mở lại")


def test_the_same_words_as_once_before_are_no_sign_that_they_arrived(grid):
    remark = grid.page.locator("#remark_text")
    send = grid.page.get_by_role("button", name="Ghi ý kiến")
    remark.fill("Đã sửa")
    send.click()
    expect(grid.page.locator(".remarks")).to_contain_text("Đã sửa")
    remark.fill("Đã sửa")
    end_session(grid)
    send.click()
    expect(grid.page.locator("[name=password]")).to_be_visible()
    sign_in_again(grid.page, grid.district.usernames["clerk"])
    expect(remark).to_have_value("Đã sửa")
    send.click()
    expect(remark).to_have_value("")
    assert grid.kept_in_browser() == []


def test_an_answer_is_kept_under_its_remark(officer, grid):
    officer.page.locator("#remark_text").fill("Có nhầm không?")
    officer.page.get_by_role("button", name="Ghi ý kiến").click()
    page = grid.open().page
    page.locator(".remark summary").click()
    page.locator(".remark textarea").fill("Đúng đấy, đã xem lại.")
    end_session(grid)
    page.locator(".remark").get_by_role("button", name="Gửi").click()
    sign_in_again(page, grid.district.usernames["clerk"])
    expect(page.locator(".remark textarea")).to_have_value("Đúng đấy, đã xem lại.")
    expect(page.locator(".remark textarea")).to_be_visible()
    page.locator(".remark").get_by_role("button", name="Gửi").click()
    expect(page.locator(".remark__answers")).to_contain_text("Đúng đấy, đã xem lại.")
    assert grid.kept_in_browser() == []
    officer.open()
    officer.page.locator(".remark").get_by_role("button", name="Đánh dấu đã giải quyết").click()
    expect(officer.page.locator(".remark--settled")).to_contain_text("Đúng đấy")


def test_words_are_asked_about_at_sign_out(grid):
    grid.page.locator("#remark_text").fill(REASON)
    grid.page.locator("details.account summary").click()
    grid.page.get_by_role("button", name="Đăng xuất").click()
    dialog = grid.page.get_by_role("dialog")
    line = dialog.locator("textarea").input_value()
    assert line.split("\t")[1:] == ["Ý kiến", REASON]
    dialog.get_by_role("button", name="Bỏ").click()
    grid.page.wait_for_url("**/sign-in/**")
    assert grid.kept_in_browser() == []
