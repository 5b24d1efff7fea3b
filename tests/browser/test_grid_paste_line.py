"""A pasted block on a weak line, over a reload, an ended sign-in and a locked return."""

import pytest
from playwright.sync_api import expect

from .districts import NAMES
from .grid import GOOD_ROW, Grid, block, held_back

PASTE = "**/paste/"
CLEAN = [list(GOOD_ROW)] * len(NAMES)
WHOLE = block(*[GOOD_ROW] * len(NAMES))
ASKED = block(("Tên", "Giá trị", "Doanh thu"), (NAMES[0], "500", "107"), (NAMES[2], "500", "109"))
"""Nobody knows what its second column is for."""


@pytest.fixture
def notice(grid):
    """What is said of blocks that did not arrive."""
    return grid.page.locator("[data-block-trouble]")


def again(grid):
    """Try once more what was pasted."""
    grid.page.locator("[data-block-again]").click()


def figures(grid):
    return [row[:7] for row in grid.stored()]


def cut(grid):
    """Break the line for pasted blocks."""
    grid.page.route(PASTE, lambda route: route.abort())


def mend(grid):
    """The line is back, which the browser notices."""
    grid.page.unroute(PASTE)
    grid.page.evaluate("dispatchEvent(new Event('online'))")


def reopened(grid):
    """The page closed, and opened anew."""
    grid.page.close(run_before_unload=True)
    return Grid(grid.page.context.new_page(), grid.district).open()


def test_a_block_pasted_on_a_broken_line_goes_on_when_it_is_back(grid, notice):
    grid.page.context.set_offline(True)
    grid.paste(0, "revenue", WHOLE)
    expect(notice).to_be_visible()
    expect(notice).to_contain_text("tự tiếp tục")
    grid.is_unsaved()
    assert [grid.row(row) for row in range(6)] == [[""] * 8] * 6
    grid.page.context.set_offline(False)
    grid.is_saved()
    expect(notice).to_be_hidden()
    assert figures(grid) == CLEAN
    assert grid.kept_in_browser() == []


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_failing_server_is_asked_again(grid, notice, status):
    failures = []

    def fail_once(route):
        if failures:
            route.continue_()
        else:
            failures.append(route.fulfill(status=status, body="<h1>Bad Gateway</h1>"))

    grid.page.route(PASTE, fail_once)
    grid.paste(0, "revenue", WHOLE)
    grid.is_saved()
    assert figures(grid) == CLEAN


def test_it_survives_a_reload_and_goes_on_by_itself(grid, notice):
    cut(grid)
    grid.paste(0, "revenue", WHOLE)
    expect(notice).to_be_visible()
    grid.page.reload()
    expect(notice).to_be_visible()
    grid.is_unsaved()
    assert figures(grid) == [[""] * 7] * 6
    mend(grid)
    grid.is_saved()
    assert figures(grid) == CLEAN
    assert grid.kept_in_browser() == []


def test_the_next_page_has_it_and_only_one_of_two(grid, notice):
    cut(grid)
    other = Grid(grid.page.context.new_page(), grid.district).open()
    grid.paste(0, "revenue", WHOLE)
    expect(notice).to_be_visible()
    other.is_saved()  # the page that it was pasted into is there
    grid.page.close()
    sent = []
    other.page.context.on(
        "request", lambda one: sent.append(one.url) if "/paste/" in one.url else 0
    )
    again = Grid(other.page.context.new_page(), grid.district).open()
    again.is_saved()
    assert figures(again) == CLEAN
    assert len(sent) == 1


def test_it_is_discarded_by_a_button(grid, notice):
    cut(grid)
    grid.paste(0, "revenue", WHOLE)
    notice.locator("[data-block-discard]").click()
    grid.is_saved()
    expect(notice).to_be_hidden()
    mend(grid)
    assert grid.kept_in_browser() == []
    assert figures(grid) == [[""] * 7] * 6


def test_it_is_tried_again_by_a_button(grid, notice):
    cut(grid)
    grid.paste(0, "revenue", WHOLE)
    expect(notice).to_be_visible()
    grid.page.unroute(PASTE)
    again(grid)
    grid.is_saved()
    assert figures(grid) == CLEAN


def test_several_blocks_go_in_the_order_in_which_they_were_pasted(grid, notice):
    cut(grid)
    grid.paste(0, "revenue", block(*[("101",)] * 6))
    grid.paste(0, "revenue", block(*[("102",)] * 6))
    grid.paste(0, "profit", block(*[("13",)] * 6))
    expect(notice).to_contain_text("3 vùng dán")
    mend(grid)
    grid.is_saved()
    assert [row[:2] for row in grid.stored()] == [["102", "13"]] * 6
    grid.press("Control+z")
    grid.is_saved()
    assert [row[:2] for row in grid.stored()] == [["102", ""]] * 6


def test_what_is_typed_after_pasting_stays(grid, notice):
    cut(grid)
    grid.paste(0, "revenue", block(*[("101",)] * 6))
    expect(notice).to_be_visible()
    grid.enter(2, "revenue", "77")
    mend(grid)
    grid.is_saved()
    assert grid.column("revenue") == ["101", "101", "77", "101", "101", "101"]
    expect(grid.report).to_contain_text("1 ô bạn đã sửa sau khi dán")


def test_what_is_being_typed_when_the_answer_comes_stays(grid):
    held = held_back(grid.page, PASTE)
    grid.paste(0, "revenue", block(*[("101",)] * 6))
    grid.cell(2, "revenue").focus()
    grid.type("7")
    held[0].continue_()
    expect(grid.cell(1, "revenue")).to_have_value("101")
    grid.type("5")
    grid.press("Enter")
    grid.is_saved()
    assert grid.column("revenue") == ["101", "101", "75", "101", "101", "101"]


def test_a_block_stored_in_another_language_is_read_as_it_was_pasted(grid, notice):
    cut(grid)
    grid.paste(0, "revenue", block(*[("1.635",)] * 6))
    expect(notice).to_be_visible()
    cookies = grid.page.context.cookies()
    (chosen,) = [one for one in cookies if one["name"] == "django_language"]
    grid.page.context.add_cookies([chosen | {"value": "en"}])
    grid.page.reload()
    expect(grid.page.locator("html")).to_have_attribute("lang", "en")
    mend(grid)
    grid.is_saved()
    assert grid.column("revenue") == ["1,635"] * 6


# --- A question on a weak line --------------------------------------------------------------------


def test_a_question_left_by_a_reload_waits_for_the_person(grid, notice):
    grid.paste(0, "revenue", ASKED)
    expect(grid.question).to_be_visible()
    grid.page.reload()
    expect(notice).to_contain_text("chưa quyết định")
    expect(grid.question).to_have_count(0)
    grid.is_unsaved()
    again(grid)
    assert grid.confirm() == [(0, "revenue"), (2, "revenue")]
    grid.is_saved()
    assert [row[0] for row in grid.stored()] == ["107", "", "109", "", "", ""]


def test_the_same_block_pasted_again_takes_its_place(grid, notice):
    grid.paste(0, "revenue", ASKED)
    expect(grid.question).to_be_visible()
    grid.page.reload()
    expect(notice).to_be_visible()
    grid.paste(0, "revenue", ASKED)
    grid.confirm()
    grid.is_saved()
    expect(notice).to_be_hidden()
    assert grid.kept_in_browser() == []


def test_a_line_that_breaks_under_the_question_is_said_in_it(grid):
    grid.paste(0, "revenue", ASKED)
    expect(grid.question).to_be_visible()
    cut(grid)
    grid.question.locator("[data-confirm]").click()
    expect(grid.question.locator("[data-block-trouble]")).to_be_visible()
    expect(grid.question.locator("[data-confirm]")).to_be_disabled()
    assert grid.stored() == [[""] * 8] * 6
    mend(grid)
    expect(grid.question).to_have_count(0)
    grid.is_saved()
    assert [row[0] for row in grid.stored()] == ["107", "", "109", "", "", ""]


def test_a_question_is_cancelled_on_a_broken_line_too(grid, notice):
    grid.paste(0, "revenue", ASKED)
    expect(grid.question).to_be_visible()
    cut(grid)
    grid.question.locator("[data-confirm]").click()
    expect(grid.question.locator("[data-block-trouble]")).to_be_visible()
    grid.press("Escape")
    expect(grid.question).to_have_count(0)
    grid.is_saved()
    expect(notice).to_be_hidden()
    mend(grid)
    assert grid.kept_in_browser() == []
    assert grid.stored() == [[""] * 8] * 6


# --- The sign-in ends, and signing out ------------------------------------------------------------


def test_signed_out_it_says_so_and_loses_nothing(grid, notice):
    (session,) = [one for one in grid.page.context.cookies() if one["name"] == "sessionid"]
    grid.page.context.clear_cookies(name="sessionid")
    grid.paste(0, "revenue", WHOLE)
    expect(grid.state).to_have_attribute("data-state", "signed-out")
    expect(grid.page.locator("[data-sign-in]")).to_be_visible()
    expect(notice).to_be_hidden()
    grid.is_unsaved()
    grid.page.context.add_cookies([session])
    grid.page.locator("[data-retry-now]").click()
    grid.is_saved()
    assert figures(grid) == CLEAN


def test_signing_out_shows_what_was_pasted(grid):
    cut(grid)
    grid.paste(0, "revenue", block(("120", "12"), ("90", "9")))
    expect(grid.page.locator("[data-block-trouble]")).to_be_visible()
    grid.page.locator("details.account summary").click()
    grid.page.get_by_role("button", name="Đăng xuất").click()
    dialog = grid.page.get_by_role("dialog")
    assert dialog.locator("textarea").input_value() == "120\t12\n90\t9"
    dialog.get_by_role("button", name="Bỏ").click()
    grid.page.wait_for_url("**/sign-in/**")
    assert grid.kept_in_browser() == []


# --- The return moves on --------------------------------------------------------------------------


def test_the_way_to_submission_waits_for_a_block(grid):
    grid.paste(0, "revenue", WHOLE)
    grid.is_saved()
    cut(grid)
    grid.paste(0, "revenue", block(*[("121",)] * 6))
    grid.page.locator("[data-submit]").click()
    grid.page.wait_for_timeout(500)
    assert grid.page.url.endswith(grid.district.path)
    grid.page.goto(f"{grid.district.path}submission/")
    expect(grid.page.locator("[data-before-submission]")).to_be_visible()
    expect(grid.page.locator("[data-submits]")).to_be_disabled()


def test_a_return_that_is_locked_meanwhile_takes_nothing(grid, sit_down, notice):
    other = Grid(sit_down("other").new_page(), grid.district).open()
    other.paste(0, "revenue", WHOLE)
    other.is_saved()
    other.page.locator("[data-submit]").click()
    other.page.locator("[data-submits]").click()
    other.page.wait_for_url(f"**{grid.district.path}")
    grid.paste(0, "revenue", block(*[("7",)] * 6))
    expect(notice).to_contain_text("đã gửi")
    grid.is_unsaved()
    assert grid.column("revenue") == [""] * 6
    grid.page.reload()
    expect(notice).to_be_visible()
    expect(grid.page.locator("[data-block-again]")).to_be_hidden()
    notice.locator("[data-block-discard]").click()
    grid.is_saved()
    assert figures(grid) == CLEAN


def test_a_browser_that_keeps_nothing_more_says_so(grid):
    grid.page.evaluate(
        "() => { try { for (let n = 0; ; n += 1) localStorage.setItem(`x${n}`, 'x'.repeat(9e5)); }"
        " catch { try { for (let n = 0; ; n += 1) localStorage.setItem(`y${n}`, ''); } catch {} } }"
    )
    cut(grid)
    grid.paste(0, "revenue", WHOLE)
    expect(grid.state).to_have_attribute("data-state", "full")
    mend(grid)
    grid.is_saved()
    assert figures(grid) == CLEAN
