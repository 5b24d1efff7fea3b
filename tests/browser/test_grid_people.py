"""Two people at one return, and ended sign-ins: nothing typed is lost, or sent by another."""

import pytest
from playwright.sync_api import expect

from .deployment import PASSWORD
from .grid import GOOD_ROW, Grid, block


@pytest.fixture
def other(sit_down, district):
    """The same return, open before a colleague."""
    return Grid(sit_down("other").new_page(), district).open()


def sign_in(page, username):
    page.context.clear_cookies(name="sessionid")
    page.goto("/sign-in/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)


def end_session(grid):
    """End the sign-in on the server, as time or an admin does."""
    grid.page.context.add_cookies(
        [{"name": "sessionid", "value": "ended", "url": grid.district.site.url, "sameSite": "Lax"}]
    )


def unsent(grid, *rows):
    """Rows that are typed after the sign-in has ended."""
    end_session(grid)
    for place, row in enumerate(rows):
        grid.cell(place, "revenue").focus()
        for text in row:
            grid.type(text)
            grid.press("Tab")
    expect(grid.state).to_have_attribute("data-state", "signed-out")


# --- Two people ---------------------------------------------------------------------------------


def test_in_different_cells_of_a_row_both_keep_their_figures(grid, other):
    grid.enter(0, "revenue", "120")
    grid.is_saved()
    other.enter(0, "profit", "12")
    other.is_saved()
    assert grid.stored_row(0)[:2] == ["120", "12"]
    expect(other.findings).to_have_count(0)


def in_conflict(grid, other):
    grid.enter(0, "revenue", "120")
    grid.is_saved()
    other.enter(0, "revenue", "130")
    other.is_unsaved()
    expect(other.findings).to_have_count(1)
    for said in ("130", "120", "Lục Văn Huyện"):
        expect(other.findings).to_contain_text(said)
    assert grid.stored_row(0)[0] == "120"
    assert other.cell(0, "revenue").input_value() == "130"


def test_in_the_same_cell_the_second_sees_both_and_keeps_the_own(grid, other):
    in_conflict(grid, other)
    other.findings.get_by_role("button", name="Giữ").click()
    other.is_saved()
    other.has_focus(0, "revenue")
    expect(other.findings).to_have_count(0)
    assert grid.stored_row(0)[0] == "130"


def test_in_the_same_cell_the_second_sees_both_and_takes_theirs(grid, other):
    in_conflict(grid, other)
    other.findings.get_by_role("button", name="Lấy").click()
    other.is_saved()
    expect(other.findings).to_have_count(0)
    assert other.cell(0, "revenue").input_value() == "120"
    other.press("Control+z")  # the own figure is given up: there is nothing to take back
    other.enter(0, "profit", "12")
    other.is_saved()
    assert grid.stored_row(0)[:2] == ["120", "12"]


def test_a_conflict_waits_while_the_rest_of_the_row_is_stored_and_over_a_reload(grid, other):
    in_conflict(grid, other)
    other.enter(0, "profit", "12")
    expect(other.findings).to_have_count(1)
    expect(other.box(0, "profit")).not_to_have_attribute("data-marks", "waiting")
    assert grid.stored_row(0)[:2] == ["120", "12"]
    other.page.reload()
    expect(other.findings).to_contain_text("130")
    assert other.cell(0, "revenue").input_value() == "130"
    assert grid.stored_row(0)[0] == "120"


def test_the_same_figure_from_both_is_no_conflict(grid, other):
    for one in (grid, other):
        one.enter(0, "revenue", "120")
        one.is_saved()
    expect(other.findings).to_have_count(0)


def test_an_undo_does_not_overwrite_somebody_elses_figure(grid, other):
    grid.enter(0, "revenue", "120")
    grid.is_saved()
    other.page.reload()
    other.enter(0, "revenue", "130")
    other.is_saved()
    grid.press("Control+z")
    expect(grid.findings).to_contain_text("130")
    assert other.stored_row(0)[0] == "130"


# --- The sign-in ends ---------------------------------------------------------------------------


def test_an_ended_session_says_so_and_loses_nothing(grid):
    unsent(grid, GOOD_ROW)
    expect(grid.state).to_contain_text("7")
    grid.is_unsaved()
    grid.enter(1, "revenue", "90")
    assert len(grid.kept_in_browser()) == 8

    # The bar alone says so, in sight wherever the person is.
    expect(grid.trouble).to_be_hidden()
    way = grid.page.locator("[data-sign-in]")
    expect(way).to_be_in_viewport()
    with grid.page.context.expect_page() as opened:
        way.click()
    page = opened.value
    page.fill("[name=username]", grid.district.usernames["clerk"])
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"**{grid.district.path}")
    # The old page sends by itself.
    grid.is_saved()
    expect(way).to_be_hidden()
    assert [row[0] for row in grid.stored()[:2]] == ["120", "90"]


def test_a_pasted_block_adds_no_second_way_to_sign_in(grid):
    unsent(grid, ("120", "12"))
    grid.paste(1, "revenue", block(("90", "9")))
    grid.page.wait_for_timeout(500)
    expect(grid.page.locator("[data-block-trouble]")).to_be_hidden()
    ways = grid.page.get_by_role("link", name="Đăng nhập ở thẻ mới")
    expect(ways).to_have_count(1)
    expect(ways).to_be_visible()


def test_after_a_reload_and_a_new_sign_in_the_bar_leads_on(grid):
    unsent(grid, ("120", "12"))
    sign_in(grid.page, grid.district.usernames["clerk"])
    grid.open()
    expect(grid.state).to_have_attribute("data-state", "earlier")
    expect(grid.state).to_contain_text("phía trên bảng")
    grid.has_focus(0, "revenue")
    grid.page.locator("[data-retry-now]").click()
    grid.is_saved()
    expect(grid.kept).to_be_hidden()
    assert grid.stored_row(0)[:2] == ["120", "12"]


def test_after_a_new_sign_in_kept_cells_are_shown_with_their_age_before_they_are_sent(grid):
    unsent(grid, ("120", "12"))
    page = grid.page
    sign_in(page, grid.district.usernames["clerk"])
    grid.open()
    expect(grid.kept).to_be_visible()
    year = page.evaluate("new Date().toLocaleDateString('vi')")
    expect(grid.kept).to_contain_text("2 ô")
    expect(grid.kept).to_contain_text(year)
    assert grid.row(0)[:2] == ["120", "12"]
    # What is typed now is sent; what was kept is not, even in the same row.
    grid.enter(0, "member_count", "21")
    expect(grid.box(0, "member_count")).not_to_have_attribute("data-marks", "waiting")
    assert grid.stored_row(0)[:4] == ["", "", "", "21"]
    grid.is_unsaved()

    grid.kept.get_by_role("button", name="Gửi").click()
    grid.is_saved()
    expect(grid.kept).to_be_hidden()
    assert grid.stored_row(0)[:4] == ["120", "12", "", "21"]


def test_kept_cells_can_be_copied_and_discarded(grid):
    unsent(grid, ("120", "12"))
    sign_in(grid.page, grid.district.usernames["clerk"])
    grid.open()
    grid.kept.get_by_role("button", name="Sao chép").click()
    copied = grid.page.locator("[data-unsent-text]").input_value()
    assert [line.rpartition("\t")[2] for line in copied.splitlines()] == ["120", "12"]
    grid.press("Escape")
    grid.kept.get_by_role("button", name="Bỏ").click()
    grid.is_saved()
    expect(grid.kept).to_be_hidden()
    assert grid.row(0) == [""] * 8
    assert grid.kept_in_browser() == []


def test_another_person_in_the_same_browser_neither_sees_nor_sends_them(grid):
    unsent(grid, ("120", "12"))
    page, usernames = grid.page.context.new_page(), grid.district.usernames
    sign_in(page, usernames["other"])
    theirs = Grid(page, grid.district).open()
    theirs.is_saved()
    expect(theirs.kept).to_be_hidden()
    assert theirs.row(0) == [""] * 8
    # The old page is still there, and may not send under the new name.
    grid.page.locator("[data-retry-now]").click()
    expect(grid.trouble).to_contain_text("Người khác")
    grid.is_unsaved()
    assert theirs.stored_row(0) == [""] * 8

    sign_in(page, usernames["clerk"])
    mine = Grid(page, grid.district).open()
    expect(mine.kept).to_be_visible()
    assert mine.row(0)[:2] == ["120", "12"]


# --- Signing out --------------------------------------------------------------------------------


@pytest.fixture
def leaving(grid):
    """The question asked at sign-out while two cells wait on a broken line."""
    grid.page.route("**/cells/", lambda route: route.abort())
    grid.paste(0, "revenue", block(("120", "12")))
    expect(grid.state).to_have_attribute("data-state", "offline")
    grid.page.locator("details.account summary").click()
    grid.page.get_by_role("button", name="Đăng xuất").click()
    dialog = grid.page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    lines = dialog.locator("textarea").input_value().splitlines()
    assert [line.split("\t")[-2:] for line in lines] == [
        ["HTX Ánh Dương, Doanh thu", "120"],
        ["HTX Ánh Dương, Lợi nhuận", "12"],
    ]
    return dialog


def test_signing_out_may_be_put_off(grid, leaving):
    leaving.get_by_role("button", name="Ở lại").click()
    expect(leaving).to_be_hidden()
    grid.page.unroute("**/cells/")
    grid.is_saved()
    assert grid.stored_row(0)[:2] == ["120", "12"]


def test_typed_figures_can_be_copied_at_sign_out(grid, leaving):
    leaving.get_by_role("button", name="Sao chép").click()
    copied = grid.page.evaluate("navigator.clipboard.readText()")
    assert copied == leaving.locator("textarea").input_value()
    expect(leaving).to_be_visible()


def test_typed_figures_can_be_discarded_at_sign_out(grid, leaving):
    leaving.get_by_role("button", name="Bỏ").click()
    grid.page.wait_for_url("**/sign-in/**")
    assert grid.kept_in_browser() == []


def test_typed_figures_can_stay_at_sign_out(grid, leaving):
    leaving.get_by_role("button", name="giữ").click()
    grid.page.wait_for_url("**/sign-in/**")
    assert len(grid.kept_in_browser()) == 2
    grid.page.unroute("**/cells/")
    sign_in(grid.page, grid.district.usernames["clerk"])
    grid.open()
    expect(grid.kept).to_contain_text("2")
    assert grid.stored_row(0)[:2] == ["", ""]


def test_without_typed_figures_signing_out_asks_nothing(grid):
    grid.enter(0, "revenue", "120")
    grid.is_saved()
    grid.page.locator("details.account summary").click()
    grid.page.get_by_role("button", name="Đăng xuất").click()
    grid.page.wait_for_url("**/sign-in/**")


# --- The return moves on meanwhile ----------------------------------------------------------------


def submit_as(other):
    other.paste(0, "revenue", block(*[GOOD_ROW] * 6))
    other.is_saved()
    other.page.locator("[data-submit]").click()
    other.page.locator("[data-submits]").click()
    other.page.wait_for_url(f"**{other.district.path}")


def test_a_return_submitted_meanwhile_keeps_the_typed_figures(grid, other):
    submit_as(other)
    grid.enter(0, "revenue", "121")
    expect(grid.trouble).to_contain_text("đã gửi")
    grid.is_unsaved()
    assert grid.cell(0, "revenue").input_value() == "121"
    grid.trouble.get_by_role("button", name="Sao chép").click()
    assert grid.page.locator("[data-unsent-text]").input_value().endswith("Doanh thu\t121")
    grid.press("Escape")

    # Locked, the page shows what is stored, and that something typed is not.
    grid.page.reload()
    expect(grid.kept).to_contain_text("1 ô")
    assert grid.cell(0, "revenue").input_value() == "120"
    expect(grid.cell(0, "revenue")).not_to_be_editable()
    grid.is_unsaved()
    grid.kept.get_by_role("button", name="Sao chép").click()
    assert grid.page.locator("[data-unsent-text]").input_value().endswith("Doanh thu\t121")
    grid.press("Escape")
    grid.kept.get_by_role("button", name="Bỏ").click()
    grid.is_saved()
    assert grid.kept_in_browser() == []


def test_figures_kept_over_a_submission_come_back_when_it_is_sent_back(grid, other, sit_down):
    submit_as(other)
    grid.enter(0, "revenue", "121")
    expect(grid.trouble).to_be_visible()
    officer = sit_down("officer").new_page()
    officer.goto(grid.district.path)
    officer.fill("[name=reason]", "Xem lại doanh thu")
    officer.get_by_role("button", name="Trả lại").click()
    grid.page.reload()
    # What stood there when it was typed was blank: both are shown.
    expect(grid.findings).to_contain_text("121")
    expect(grid.page.get_by_text("Xem lại doanh thu").first).to_be_visible()
    grid.findings.get_by_role("button", name="Giữ").click()
    grid.is_saved()
    assert grid.stored_row(0)[0] == "121"


def test_a_return_approved_meanwhile_keeps_the_typed_figures(grid, other, sit_down):
    submit_as(other)
    officer = sit_down("officer").new_page()
    officer.goto(grid.district.path)
    officer.get_by_role("button", name="Duyệt").click()
    grid.enter(0, "revenue", "121")
    expect(grid.trouble).to_contain_text("duyệt")
    assert grid.cell(0, "revenue").input_value() == "121"
    assert len(grid.kept_in_browser()) == 1
