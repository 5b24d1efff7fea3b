"""One person with one return in two windows: nothing is lost, sent twice, or in conflict."""

import pytest
from playwright.sync_api import expect

from .grid import CELLS, Grid, held_back

SAID = {"vi": "1 ô gõ ở cửa sổ khác", "en": "Cells typed in another window and not stored yet: 1"}


@pytest.fixture
def language():
    """Vietnamese, where nothing that the test looks at depends on the language."""
    return "vi"


@pytest.fixture
def windows(sit_down, district, language):
    """Two windows of one browser, with the same return before the same clerk."""
    context = sit_down(language=language)
    return [Grid(context.new_page(), district).open() for _ in range(2)]


def sent_from(context):
    """The texts of cells in each request from any window of a browser, from now on."""
    sent = []

    def note(request):
        if "/cells/" in request.url:
            sent.append([cell["text"] for cell in request.post_data_json["cells"]])

    context.on("request", note)
    return sent


def changes(grid, row=0):
    """How many changes the history of a row holds."""
    number = grid.district.numbers[row]
    html = grid.page.request.get(f"{grid.district.path}history/?number={number}").text()
    return html.count('class="change"')


@pytest.mark.parametrize("language", SAID)
def test_what_one_types_waits_in_the_other_and_is_sent_once(windows, language):
    one, other = windows
    sent = sent_from(one.page.context)
    held = held_back(one.page, CELLS)
    one.enter(0, "revenue", "1200")
    expect(other.cell(0, "revenue")).to_have_value("1200")
    expect(other.box(0, "revenue")).to_have_attribute("data-marks", "waiting")
    expect(other.state).to_contain_text(SAID[language])
    other.is_unsaved()
    other.page.locator("[data-submit]").click()
    expect(other.trouble).to_contain_text(SAID[language])

    other.enter(1, "revenue", "90")
    expect(other.box(1, "revenue")).not_to_have_attribute("data-marks", "waiting")
    assert other.stored()[0][0] == ""
    held[0].continue_()
    one.page.unroute(CELLS)
    for grid in windows:
        grid.is_saved()
        expect(grid.box(0, "revenue")).not_to_have_attribute("data-marks", "waiting")
        shown = {"vi": "1.200", "en": "1,200"}[language]
        expect(grid.cell(0, "revenue")).to_have_value(shown)
        expect(grid.cell(1, "revenue")).to_have_value("90")
    assert sent == [["1200"], ["90"]]
    assert one.kept_in_browser() == []

    # What the other stored is no conflict with oneself, and its warning is seen in both.
    other.enter(0, "revenue", "130")
    other.is_saved()
    expect(one.cell(0, "revenue")).to_have_value("130")
    one.enter(0, "revenue", "140")
    one.is_saved()
    assert one.stored_row(0)[0] == "140"
    for grid in windows:
        expect(grid.findings).to_have_count(0)
        expect(grid.page.locator("[data-complete-text]")).to_have_text("0/6")


def test_an_answer_does_not_drop_what_the_other_typed_since(windows):
    one, other = windows
    held = held_back(one.page, CELLS)
    other.page.route(CELLS, lambda route: route.abort())
    one.enter(0, "revenue", "120")
    expect(other.cell(0, "revenue")).to_have_value("120")
    other.enter(0, "revenue", "130")
    expect(one.cell(0, "revenue")).to_have_value("130")
    with one.page.expect_response(CELLS):
        held[0].continue_()
    one.page.unroute(CELLS)
    one.page.wait_for_timeout(300)
    assert len(one.kept_in_browser()) == 1
    assert one.stored_row(0)[0] == "120"
    expect(one.cell(0, "revenue")).to_have_value("130")
    one.is_unsaved()

    # Whichever of the two takes it over.
    other.page.unroute(CELLS)
    other.page.reload()
    for grid in windows:
        grid.is_saved()
        expect(grid.findings).to_have_count(0)
        expect(grid.cell(0, "revenue")).to_have_value("130")
    assert one.stored_row(0)[0] == "130"
    assert changes(one) == 2
    assert one.kept_in_browser() == []


def test_a_late_answer_does_not_hide_what_the_other_stored(windows):
    """The server has both, the first one's answer comes last."""
    one, other = windows
    late = []

    def answer_late(route):
        late.append((route, route.fetch()))

    one.page.route(CELLS, answer_late)
    one.enter(0, "revenue", "120")
    expect(other.cell(0, "revenue")).to_have_value("120")
    other.enter(0, "revenue", "130")
    other.is_saved()
    expect(one.cell(0, "revenue")).to_have_value("130")
    route, answer = late[0]
    route.fulfill(response=answer)
    one.is_saved()
    one.page.wait_for_timeout(300)
    for grid in windows:
        expect(grid.cell(0, "revenue")).to_have_value("130")
        expect(grid.findings).to_have_count(0)
    one.page.unroute(CELLS)
    one.enter(0, "revenue", "140")
    one.is_saved()
    assert one.stored_row(0)[0] == "140"


def test_what_a_closed_window_had_not_sent_is_sent_by_the_other(windows):
    one, other = windows
    one.page.route(CELLS, lambda route: route.abort())
    one.enter(0, "revenue", "120")
    expect(one.state).to_have_attribute("data-state", "offline")
    expect(other.cell(0, "revenue")).to_have_value("120")
    other.page.wait_for_timeout(500)
    assert other.stored_row(0)[0] == ""
    one.page.close()
    other.is_saved()
    assert other.stored_row(0)[0] == "120"
    assert changes(other) == 1


def test_a_reload_in_one_sends_once(windows):
    one, other = windows
    one.page.route(CELLS, lambda route: route.abort())
    one.enter(0, "revenue", "120")
    expect(other.cell(0, "revenue")).to_have_value("120")
    one.page.unroute(CELLS)
    sent = sent_from(one.page.context)
    one.page.reload()
    for grid in windows:
        grid.is_saved()
        expect(grid.cell(0, "revenue")).to_have_value("120")
    assert sent == [["120"]]
    assert changes(one) == 1


def test_what_one_could_not_store_is_mended_in_the_other(windows):
    one, other = windows
    one.enter(0, "revenue", "mười")
    expect(one.findings).to_have_count(1)
    expect(other.cell(0, "revenue")).to_have_value("mười")
    other.enter(0, "revenue", "10")
    for grid in windows:
        grid.is_saved()
        expect(grid.findings.filter(has_text="mười")).to_have_count(0)
        expect(grid.cell(0, "revenue")).to_have_value("10")
        expect(grid.cell(0, "revenue")).not_to_have_attribute("aria-invalid", "true")
    assert one.stored_row(0)[0] == "10"


def test_what_is_being_typed_is_not_touched_by_the_other(windows):
    one, other = windows
    other.cell(0, "revenue").focus()
    other.type("13")
    one.enter(0, "revenue", "120")
    one.is_saved()
    other.type("0")
    assert other.cell(0, "revenue").input_value() == "130"
    other.press("Enter")
    other.is_saved()
    expect(one.cell(0, "revenue")).to_have_value("130")
    for grid in windows:
        expect(grid.findings).to_have_count(0)
    assert one.stored_row(0)[0] == "130"
