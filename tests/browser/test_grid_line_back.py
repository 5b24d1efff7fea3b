"""Once a broken line is back, typed cells go out by themselves within three seconds."""

import time
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from .grid import CELLS, Grid, held_back
from .line import line_to

MOST_SECONDS = 3
LONG = 9_000
"""Milliseconds without a line: a wait that grows with each try is longer than the most by then."""
ALIVE = "**/healthz"


@pytest.fixture
def line(district):
    with line_to(district.site.url) as line:
        yield line


@pytest.fixture
def grid(browser, district, line):
    """The return's grid at the end of a line that the test may cut."""
    context = browser.new_context(base_url=line.url, reduced_motion="reduce")
    cookies = {"django_language": "vi", "sessionid": district.sessions["clerk"]}
    context.add_cookies(
        [
            {"name": name, "value": value, "url": line.url, "sameSite": "Lax"}
            for name, value in cookies.items()
        ]
    )
    with context:
        page = context.new_page()
        yield Grid(page, replace(district)).open()


def seconds_until_saved(grid):
    began = time.monotonic()
    grid.page.wait_for_function(
        "() => document.querySelector('[role=grid]').dataset.saved === 'true'", polling=50
    )
    return time.monotonic() - began


# What a silent line swallowed would be waited for half a minute: it is given up before.
@pytest.mark.parametrize(("cut", "wait"), [("refuse", LONG), ("hush", 1000)])
def test_cells_go_out_within_three_seconds_of_the_lines_return(grid, line, cut, wait):
    getattr(line, cut)()
    grid.enter(0, "revenue", "120")
    expect(grid.state).to_have_attribute("data-state", "offline")
    grid.enter(1, "revenue", "90")
    grid.page.wait_for_timeout(wait)
    grid.is_unsaved()
    line.restore()
    assert seconds_until_saved(grid) <= MOST_SECONDS
    assert [row[0] for row in grid.stored()[:2]] == ["120", "90"]
    expect(grid.findings).to_have_count(0)


def test_while_it_is_broken_one_tiny_question_goes_out_every_two_seconds(grid, line):
    line.refuse()
    grid.enter(0, "revenue", "120")
    expect(grid.state).to_have_attribute("data-state", "offline")
    asked = []
    grid.page.on("request", lambda request: asked.append((request.url, request.post_data)))
    grid.page.wait_for_timeout(LONG)
    assert 4 <= len(asked) <= 5
    assert {(url.removeprefix(line.url), body) for url, body in asked} == {("/healthz", None)}


def test_a_server_that_is_slow_is_waited_for(grid):
    """It answers what is asked about the line: what is under way is not sent a second time."""
    held = held_back(grid.page, CELLS)
    grid.enter(0, "revenue", "120")
    grid.page.wait_for_timeout(LONG)
    assert len(held) == 1
    expect(grid.state).to_have_attribute("data-state", "saving")
    held[0].continue_()
    grid.is_saved()
    assert len(held) == 1


def test_a_server_that_answers_and_takes_nothing_is_asked_less_and_less(grid):
    tries = []

    def refuse(route):
        tries.append(time.monotonic())
        route.fulfill(status=503, body="busy")

    grid.page.route(CELLS, refuse)
    grid.enter(0, "revenue", "120")
    grid.page.wait_for_timeout(10_500)
    # After 2 s, after 5 s more, and after 10 s more.
    assert len(tries) == 3
    assert tries[2] - tries[1] > tries[1] - tries[0] + 1
    grid.page.unroute(CELLS)
    grid.page.locator("[data-retry-now]").click()
    assert seconds_until_saved(grid) <= MOST_SECONDS


@pytest.mark.parametrize("status", [502, 504])
def test_what_stands_before_a_server_that_is_away_is_no_server(grid, status):
    """The gateway of a server that is started anew."""
    grid.page.route(CELLS, lambda route: route.fulfill(status=status))
    grid.enter(0, "revenue", "120")
    grid.page.wait_for_timeout(LONG)
    grid.page.unroute(CELLS)
    assert seconds_until_saved(grid) <= MOST_SECONDS


def test_a_page_put_in_its_place_is_no_line(grid):
    """A Wi-Fi that asks for a sign-in answers everything with its own page."""
    posted = []
    grid.page.route(ALIVE, lambda route: route.fulfill(status=200, body="<h1>Wi-Fi</h1>"))
    grid.page.route(CELLS, lambda route: (posted.append(1), route.fulfill(status=200, body="<h1>")))
    grid.enter(0, "revenue", "120")
    grid.page.wait_for_timeout(LONG)
    assert len(posted) == 1
    grid.page.unroute(CELLS)
    grid.page.unroute(ALIVE)
    assert seconds_until_saved(grid) <= MOST_SECONDS


# --- Sending again --------------------------------------------------------------------------------


def test_sending_again_is_there_while_something_is_unsent(grid):
    again = grid.page.locator("[data-retry-now]")
    expect(again).to_be_hidden()
    grid.page.route(CELLS, lambda route: route.abort())
    grid.page.route(ALIVE, lambda route: route.abort())
    grid.enter(0, "revenue", "120")
    expect(again).to_be_visible()
    grid.page.unroute(CELLS)  # and not what asks about the line
    again.click()
    assert seconds_until_saved(grid) <= 1
    expect(again).to_be_hidden()
    # What the server refuses is sent once more too, and refused once more.
    grid.enter(1, "revenue", "mười")
    expect(grid.findings).to_have_count(1)
    expect(again).to_be_visible()
    with grid.page.expect_response(CELLS):
        again.click()
    expect(grid.findings).to_have_count(1)
    grid.is_unsaved()


def test_one_window_sends_what_another_has_not(grid):
    grid.page.route(CELLS, lambda route: route.abort())
    other = Grid(grid.page.context.new_page(), grid.district).open()
    grid.enter(0, "revenue", "120")
    expect(other.state).to_contain_text("1 ô gõ ở cửa sổ khác")
    other.page.locator("[data-retry-now]").click()
    for window in (other, grid):
        window.is_saved()
        expect(window.cell(0, "revenue")).to_have_value("120")
    assert grid.stored_row(0)[0] == "120"


def test_counts_agree_wherever_they_stand(grid):
    grid.page.route(CELLS, lambda route: route.abort())
    grid.enter(0, "revenue", "120")
    expect(grid.state).to_have_attribute("data-state", "offline")
    grid.page.locator("[data-submit]").click()
    expect(grid.trouble).to_contain_text("Mất mạng, 1 ô")
    expect(grid.trouble.get_by_role("button", name="Gửi lại")).to_be_visible()
    grid.enter(0, "profit", "12")
    grid.enter(1, "revenue", "90")
    expect(grid.state).to_contain_text("3 ô")
    expect(grid.trouble.locator("[data-trouble-text]")).to_contain_text("3 ô")
    expect(grid.trouble.locator("[data-trouble-kept]")).to_contain_text("3 ô")
    grid.page.locator("details.account summary").click()
    grid.page.get_by_role("button", name="Đăng xuất").click()
    lines = grid.page.get_by_role("dialog").locator("textarea").input_value().splitlines()
    assert len(lines) == 3
    grid.page.get_by_role("button", name="Ở lại").click()
    grid.page.unroute(CELLS)
    grid.is_saved()
    expect(grid.trouble).to_be_hidden()
