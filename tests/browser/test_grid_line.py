"""What is typed into the grid survives a broken line, a failing server and the page's end."""

import pytest
from playwright.sync_api import expect

from .grid import CELLS, GOOD_ROW, Grid, block, held_back

FILL_STORAGE = """() => {
    for (const [name, text] of [['x', 'x'.repeat(1000000)], ['y', '']]) {
        try {
            for (let n = 0; ; n += 1) localStorage.setItem(`${name}${n}`, text);
        } catch { }
    }
}"""


def test_what_is_typed_on_a_broken_line_is_sent_when_it_is_back(grid):
    grid.page.context.set_offline(True)
    grid.enter(0, "revenue", "120")
    expect(grid.state).to_have_attribute("data-state", "offline")
    expect(grid.page.locator("[data-announce]")).to_contain_text("1")
    grid.enter(1, "revenue", "90")
    expect(grid.state).to_contain_text("2")
    grid.is_unsaved()
    expect(grid.box(0, "revenue")).to_have_attribute("data-marks", "waiting")
    grid.page.context.set_offline(False)
    grid.is_saved()
    assert [row[0] for row in grid.stored()[:2]] == ["120", "90"]
    expect(grid.box(0, "revenue")).not_to_have_attribute("data-marks", "waiting")


def test_it_is_sent_also_after_closing_and_opening_the_page_again(grid):
    grid.page.route(CELLS, lambda route: route.abort())
    grid.enter(0, "revenue", "120")
    grid.cell(1, "note").focus()
    grid.type("đang gõ dở")  # never left
    grid.page.close(run_before_unload=True)
    again = Grid(grid.page.context.new_page(), grid.district).open()
    again.is_saved()
    assert again.stored_row(0)[0] == "120"
    assert again.stored_row(1)[7] == "đang gõ dở"
    expect(again.kept).to_be_hidden()


def test_on_a_dead_line_unsent_cells_can_be_copied_out(grid):
    grid.page.context.set_offline(True)
    for row, texts in enumerate((("120", "12"), ("90", "9"))):
        for field, text in zip(("revenue", "profit"), texts, strict=True):
            grid.enter(row, field, text)
    expect(grid.state).to_have_attribute("data-state", "offline")
    grid.page.get_by_role("button", name="Sao chép").first.click()
    lines = grid.page.locator("[data-unsent-text]").input_value().splitlines()
    first, second = grid.district.numbers[:2]
    assert lines == [
        f"{first}\tHTX Ánh Dương, Doanh thu\t120",
        f"{first}\tHTX Ánh Dương, Lợi nhuận\t12",
        f"{second}\tHTX Bình Minh, Doanh thu\t90",
        f"{second}\tHTX Bình Minh, Lợi nhuận\t9",
    ]
    assert grid.page.evaluate("navigator.clipboard.readText()").splitlines() == lines


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_failing_server_is_asked_again(grid, status):
    failures = []

    def fail_once(route):
        if failures:
            route.continue_()
        else:
            failures.append(route.fulfill(status=status, body="<h1>Bad Gateway</h1>"))

    grid.page.route(CELLS, fail_once)
    grid.enter(0, "revenue", "120")
    grid.is_saved()
    assert grid.stored_row(0)[0] == "120"


def test_a_lost_answer_makes_no_conflict_with_oneself(grid):
    """The server stores the cell, its answer is lost, and the cell is typed anew meanwhile."""
    lost = []

    def lose_first(route):
        answer = route.fetch()
        if lost:
            route.fulfill(response=answer)
        else:
            lost.append(answer.status)
            route.abort()

    grid.page.route(CELLS, lose_first)
    grid.enter(0, "revenue", "120")
    expect(grid.state).to_have_attribute("data-state", "offline")
    assert lost == [200]
    grid.enter(0, "revenue", "121")
    grid.is_saved()
    expect(grid.findings).to_have_count(0)
    assert grid.stored_row(0)[0] == "121"


def in_english(grid):
    """The same browser switches to English and opens the page anew."""
    cookies = grid.page.context.cookies()
    (chosen,) = [one for one in cookies if one["name"] == "django_language"]
    grid.page.context.add_cookies([chosen | {"value": "en"}])
    grid.page.reload()
    expect(grid.page.locator("html")).to_have_attribute("lang", "en")


def test_a_refused_text_typed_anew_in_another_language_is_no_conflict_with_oneself(grid):
    """The refused one was typed where 1635 was shown as 1.635."""
    grid.enter(0, "revenue", "1635")
    grid.is_saved()
    grid.enter(0, "revenue", "abc")
    expect(grid.findings.filter(has_text="“abc”")).to_have_count(1)
    in_english(grid)
    expect(grid.findings.filter(has_text="“abc”")).to_have_count(1)
    assert grid.cell(0, "revenue").input_value() == "abc"
    grid.enter(0, "revenue", "1,700")
    grid.is_saved()
    expect(grid.page.locator("[data-keep-mine]")).to_have_count(0)
    assert grid.stored_row(0)[0] == "1,700"


def test_a_text_on_its_way_is_sent_again_in_the_language_that_it_was_typed_in(grid):
    """It was stored as 1635, the answer was lost, and it is replaced before it is asked again."""
    lost = []

    def lose_until_the_switch(route):
        if route.request.headers["x-page-language"] == "en":
            route.continue_()
            return
        if not lost:
            lost.append(route.fetch().status)
        route.abort()

    grid.page.route(CELLS, lose_until_the_switch)
    grid.enter(0, "revenue", "1.635")
    expect(grid.state).to_have_attribute("data-state", "offline")
    grid.enter(0, "revenue", "1.636")
    in_english(grid)
    assert lost == [200]
    grid.enter(0, "revenue", "1,700")
    grid.is_saved()
    expect(grid.page.locator("[data-keep-mine]")).to_have_count(0)
    assert grid.stored_row(0)[0] == "1,700"


def test_a_page_left_in_another_language_shows_what_is_stored_in_its_own(grid):
    other = Grid(grid.page.context.new_page(), grid.district).open()
    in_english(other)
    grid.enter(0, "revenue", "1635,5")
    grid.is_saved()
    expect(grid.cell(0, "revenue")).to_have_value("1.635,5")


def test_a_lost_answer_makes_no_conflict_after_the_page_was_closed_either(grid):
    grid.page.route(CELLS, lambda route: (route.fetch(), route.abort()))
    grid.enter(0, "revenue", "120")
    expect(grid.state).to_have_attribute("data-state", "offline")
    grid.enter(0, "revenue", "121")
    grid.page.close(run_before_unload=True)
    again = Grid(grid.page.context.new_page(), grid.district).open()
    again.is_saved()
    expect(again.findings).to_have_count(0)
    assert again.stored_row(0)[0] == "121"


def test_a_repeated_save_is_harmless(grid):
    with grid.page.expect_request(CELLS) as sent:
        grid.enter(0, "revenue", "120")
    grid.is_saved()
    request = sent.value
    for _ in range(2):
        answer = grid.page.request.post(
            request.url, headers=request.all_headers(), data=request.post_data
        )
        assert answer.json()["saved"] == [[grid.district.numbers[0], "revenue", "120"]]
        assert answer.json()["conflicts"] == []
    history = grid.page.request.get(
        f"{grid.district.path}history/?number={grid.district.numbers[0]}"
    )
    assert history.text().count('class="change"') == 1


def test_saves_go_in_order_and_one_at_a_time(grid):
    under_way, at_once, order = set(), [], []

    def started(request):
        if "/cells/" in request.url:
            under_way.add(request)
            at_once.append(len(under_way))
            order.append([cell["text"] for cell in request.post_data_json["cells"]])

    def finished(request):
        under_way.discard(request)

    grid.page.on("request", started)
    grid.page.on("requestfinished", finished)
    texts = [str(n) for n in range(10, 22)]
    grid.cell(0, "revenue").focus()
    for n, text in enumerate(texts):
        grid.type(text)
        grid.press("Enter" if n % 2 == 0 else "Shift+Enter")
    grid.is_saved()
    assert set(at_once) == {1}
    assert [row[0] for row in grid.stored()[:2]] == texts[-2:]
    assert order[0] == ["10"]
    expect(grid.findings.filter(has_text="Giữ số của tôi")).to_have_count(0)


def test_a_late_answer_does_not_touch_the_cell_that_is_being_typed(grid):
    held = held_back(grid.page, CELLS)
    grid.cell(0, "revenue").focus()
    grid.type("120")
    grid.press("Enter", "ArrowUp")
    grid.type("45")
    held[0].continue_()
    expect(grid.box(0, "revenue")).not_to_have_attribute("data-marks", "waiting")
    grid.page.unroute(CELLS)
    assert grid.cell(0, "revenue").input_value() == "45"
    grid.is_unsaved()
    grid.type("6")
    grid.press("Enter")
    grid.is_saved()
    assert grid.stored_row(0)[0] == "456"


def test_a_stale_csrf_token_is_replaced_by_the_newest(grid):
    context = grid.page.context
    cookie = next(one for one in context.cookies() if one["name"] == "csrftoken")
    context.add_cookies([cookie | {"value": "x" * len(cookie["value"])}])
    grid.enter(0, "revenue", "120")
    grid.is_saved()
    assert grid.stored_row(0)[0] == "120"


def test_a_lost_csrf_token_says_so_and_loses_nothing(grid):
    grid.page.context.clear_cookies(name="csrftoken")
    grid.enter(0, "revenue", "120")
    expect(grid.trouble).to_be_visible()
    grid.is_unsaved()
    grid.trouble.get_by_role("link").click()
    grid.is_saved()
    assert grid.stored_row(0)[0] == "120"


def test_a_browser_that_keeps_nothing_more_says_so(grid):
    grid.page.evaluate(FILL_STORAGE)
    grid.page.route(CELLS, lambda route: route.abort())
    grid.enter(0, "revenue", "120")
    expect(grid.state).to_have_attribute("data-state", "full")
    grid.page.unroute(CELLS)
    grid.is_saved()
    assert grid.stored_row(0)[0] == "120"


def test_entries_that_cannot_be_read_do_no_harm(grid):
    key = "Object.keys(localStorage)[0]"
    grid.page.route(CELLS, lambda route: route.abort())
    grid.enter(0, "revenue", "120")
    grid.page.evaluate(f"() => localStorage.setItem({key}.replace('revenue', 'profit'), '{{')")
    grid.page.unroute(CELLS)
    grid.page.reload()
    grid.is_saved()
    assert grid.stored_row(0)[:2] == ["120", ""]


def test_the_trail_of_a_reload_is_no_typed_figure(grid):
    """Browsers fill in again what stood in a field before a reload."""
    grid.paste(0, "revenue", block(GOOD_ROW))
    grid.is_saved()
    grid.page.reload()
    grid.is_saved()
    grid.page.goto("/")
    grid.page.go_back()
    grid.is_saved()
    assert grid.row(0) == [*GOOD_ROW, ""]


def test_an_answer_of_json_that_is_no_answer_is_asked_again(grid):
    """A proxy's page with status 200 stores nothing."""
    shown = []

    def portal_once(route):
        if shown:
            route.continue_()
        else:
            shown.append(route.fulfill(status=200, body="<h1>Wi-Fi: sign in</h1>"))

    grid.page.route(CELLS, portal_once)
    grid.enter(0, "revenue", "120")
    grid.is_saved()
    assert grid.stored_row(0)[0] == "120"


def test_a_very_long_text_holds_nothing_else_up(grid):
    grid.paste(0, "managers_vocational", block(("1", "x" * 5000)))
    expect(grid.findings).to_have_count(1)
    assert grid.stored_row(0)[6:] == ["1", ""]
    grid.enter(0, "note", "ngắn")
    grid.is_saved()
    assert grid.stored_row(0)[6:] == ["1", "ngắn"]


def test_what_is_typed_before_the_script_comes_is_taken(sit_down, district):
    grid = Grid(sit_down().new_page(), district)
    late = held_back(grid.page, "**/grid/grid*.js")
    grid.page.goto(district.path, wait_until="commit")
    grid.cell(0, "revenue").fill("120")
    grid.cell(1, "revenue").fill("9")
    grid.is_unsaved()
    late[0].continue_()
    grid.is_saved()
    assert [row[0] for row in grid.stored()[:2]] == ["120", "9"]
    grid.press("F2")
    grid.type("0")
    grid.press("Enter")
    grid.is_saved()
    assert [row[0] for row in grid.stored()[:2]] == ["120", "90"]
