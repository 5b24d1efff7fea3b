"""Questions about unusual values are answered by a key or two each, and no word is lost."""

from itertools import cycle, islice

import pytest
from playwright.sync_api import expect

from .crawl import AXE, AXE_SCRIPT
from .districts import NAMES
from .grid import GOOD_ROW, Grid, block, held_back

ANSWERS = "**/answers/"
"""Where words for unusual values are stored."""

UNUSUAL = ("900", "90", "60", "200", *GOOD_ROW[4:])
"""Four figures of over three times the quarter before."""
RULES = [
    f"jump:{field}" for field in ("revenue", "profit", "average_member_income", "member_count")
]
MONEY_RULES = RULES[:3]

SEASON, HARVEST = "Mùa vụ", "Được mùa, sản lượng tăng"
CONTRACTS, PRICES = "Có hợp đồng mới, đơn hàng mới", "Giá bán tăng"
JOINED = "Kết nạp thêm thành viên"

SAID = """() => [...document.querySelectorAll("[data-findings-list] > li:has([data-word])")].map(
    (one) => [one.dataset.of, one.dataset.rule, one.querySelector("[data-word]").textContent])"""


@pytest.fixture
def said(grid, sit_down):
    """The words that the server has by row and rule, as the province reads them."""
    reader = sit_down("officer").new_page()

    def read():
        reader.goto(grid.district.path)
        rows = {number: row for row, number in enumerate(grid.district.numbers)}
        return {(rows[of], rule): word for of, rule, word in reader.evaluate(SAID)}

    return read


def ask(grid, *rows, are_others=False):
    """Store rows as a block, and go to the first question. are_others: most have other persons than
    last quarter, so that it is asked whether they belong there.
    """
    grid.paste(0, "revenue", block(*rows))
    if are_others:
        grid.agrees()
    grid.is_saved()
    grid.press("F6")


def field(grid):
    """The field for a word that has the focus."""
    return grid.findings.locator("input:focus")


def offers(grid):
    return grid.page.locator("[data-findings-list] .offer:visible")


def asks_about(grid, row, rule):
    """The focus is in the field of this question."""
    item = grid.page.locator(f"li[data-of='{grid.district.numbers[row]}'][data-rule='{rule}']")
    expect(item.get_by_role("textbox")).to_be_focused()


def test_twenty_questions_with_honest_reasons_take_two_keys_each(grid, said):
    """At 0.3 s a key these are 13 s of the minute that a return of 42 rows may take."""
    grid.paste(0, "revenue", block(*[UNUSUAL] * 5, GOOD_ROW))
    grid.agrees()
    grid.is_saved()
    expect(grid.page.locator("[data-findings-list] > [data-open]")).to_have_count(20)
    keys, wanted = ["F6"], {}
    reasons = cycle([("1", SEASON), ("3", CONTRACTS), ("4", PRICES)])
    for row in range(5):
        for rule, (key, reason) in zip(MONEY_RULES, islice(reasons, 3), strict=True):
            keys += [key, "Enter"]
            wanted[row, rule] = reason
        keys += ["1", "Enter"]
        wanted[row, RULES[3]] = JOINED
    assert len(keys) == 41
    grid.press(*keys)  # as fast as the machine can: no key waits for an answer
    grid.is_saved()
    expect(grid.page.locator("[data-submit]")).to_be_focused()
    expect(grid.page.locator("[data-findings-list] > [data-open]")).to_have_count(0)
    assert said() == wanted
    grid.press("Enter")
    grid.page.wait_for_url("**/submission/")
    expect(grid.page.locator("[data-submits]")).to_be_visible()


def test_the_reasons_fit_what_is_asked_and_a_click_takes_one(grid, said):
    ask(grid, UNUSUAL, (*GOOD_ROW[:3], "5", *GOOD_ROW[4:]), are_others=True)
    expect(offers(grid).filter(has_text=HARVEST)).to_have_count(1)
    grid.press("F6", "F6", "F6")
    asks_about(grid, 0, "jump:member_count")
    expect(offers(grid).filter(has_text=JOINED)).to_have_count(1)
    expect(offers(grid).filter(has_text=HARVEST)).to_have_count(0)
    grid.press("F6")
    asks_about(grid, 1, "jump:member_count")
    expect(offers(grid).filter(has_text=JOINED)).to_have_count(0)
    offers(grid).filter(has_text="Thành viên ra khỏi HTX").click()
    expect(field(grid)).to_have_value("Thành viên ra khỏi HTX")
    assert said() == {}  # taken, and not yet said
    grid.findings.get_by_role("button", name="Số này đúng").last.click()
    grid.is_saved()
    assert said() == {(1, "jump:member_count"): "Thành viên ra khỏi HTX"}


def test_the_rows_note_is_offered_and_not_taken_by_itself(grid, said):
    grid.enter(0, "note", "Bán cả kho chè")
    grid.is_saved()
    ask(grid, ("900", *GOOD_ROW[1:]), ("900", *GOOD_ROW[1:]))
    note = offers(grid).filter(has_text="Ghi chú: “Bán cả kho chè”")
    expect(note).to_have_count(1)
    grid.press("F6")
    expect(note).to_have_count(0)  # the other row has none
    grid.press("0", "Enter")  # a digit without an offer is text, and says nothing
    expect(grid.page.get_by_text("Hãy ghi vài chữ")).to_be_visible()
    asks_about(grid, 1, "jump:revenue")
    assert said() == {}
    grid.press("Escape", "2", "Enter")
    asks_about(grid, 0, "jump:revenue")
    grid.press("0")
    expect(field(grid)).to_have_value("Bán cả kho chè")
    grid.press("Enter")
    grid.is_saved()
    assert said() == {(0, "jump:revenue"): "Bán cả kho chè", (1, "jump:revenue"): HARVEST}


def test_the_last_word_is_offered_again_also_to_the_next_page(grid, said):
    ask(grid, *[("900", *GOOD_ROW[1:])] * 3)
    expect(offers(grid).filter(has_text="Như lần trước")).to_have_count(0)
    grid.type("bán cả kho")
    grid.press("Enter", "ArrowUp", "Enter")
    grid.is_saved()
    grid.open()
    grid.is_saved()
    grid.cell(0, "revenue").focus()
    grid.press("F6")
    expect(offers(grid).filter(has_text="Như lần trước: “bán cả kho”")).to_have_count(1)
    grid.press("ArrowUp", "Enter")
    grid.is_saved()
    assert said() == {(row, "jump:revenue"): "bán cả kho" for row in range(3)}


def test_the_key_of_a_note_that_is_not_there_writes_nothing(grid, said):
    ask(grid, ("900", *GOOD_ROW[1:]))
    grid.press("0")
    expect(field(grid)).to_have_value("")
    expect(grid.findings).to_contain_text("không có ghi chú")
    grid.press("1", "Enter")
    grid.is_saved()
    assert said() == {(0, "jump:revenue"): SEASON}


def test_words_of_ones_own_begin_with_any_key_and_are_added_to_a_reason(grid, said):
    ask(grid, UNUSUAL)
    grid.press("1")
    grid.type(" 2: bán 3 lứa lợn")  # a digit is a reason in a blank field only
    grid.press("Enter")
    grid.press("3", "Control+a", "4", "Enter")  # what is wholly chosen is replaced
    grid.type("Thu 12 triệu")
    grid.press("Enter")
    grid.is_saved()
    assert said() == {
        (0, "jump:revenue"): f"{SEASON} 2: bán 3 lứa lợn",
        (0, "jump:profit"): PRICES,
        (0, "jump:average_member_income"): "Thu 12 triệu",
    }


# --- One word for all of a kind -----------------------------------------------------------------


def dialog(grid):
    return grid.page.locator("[role=dialog][data-question]")


def test_one_word_for_all_of_a_kind_names_them_and_asks_once(grid, said):
    grid.paste(0, "revenue", block(*[UNUSUAL] * 4, ("20", *GOOD_ROW[1:])))  # one fell: another kind
    grid.agrees()
    grid.is_saved()
    grid.press("F6")
    expect(dialog(grid)).to_have_count(0)
    grid.press("3", "Control+Enter")
    expect(dialog(grid)).to_contain_text("Doanh thu: gấp hơn 3 lần quý trước")
    lines = dialog(grid).locator("li:visible")
    expect(lines).to_have_count(4)
    for line, name in zip(lines.all(), NAMES, strict=False):
        expect(line).to_contain_text(f"{name}, Doanh thu")
        expect(line).to_contain_text("900 gấp hơn 3 lần quý trước (100).")
    assert said() == {}
    lines.nth(2).get_by_role("checkbox").uncheck()
    expect(dialog(grid).locator("[data-confirm]")).to_have_text("Giải trình cho 3 câu hỏi đã chọn")
    dialog(grid).locator("[data-confirm]").click()
    grid.is_saved()
    asks_about(grid, 0, "jump:profit")
    expect(dialog(grid)).to_have_count(0)
    assert said() == {(row, "jump:revenue"): CONTRACTS for row in (0, 1, 3)}


def test_by_keys_all_of_a_kind_take_four(grid, said):
    ask(grid, *[("900", *GOOD_ROW[1:])] * 6)
    grid.press("1", "Control+Enter", "Enter")
    grid.is_saved()
    assert said() == {(row, "jump:revenue"): SEASON for row in range(6)}
    expect(grid.page.locator("[data-submit]")).to_be_focused()


@pytest.mark.parametrize("way", ["Escape", "button"])
def test_a_dialog_that_is_cancelled_stores_nothing_and_keeps_the_word(grid, said, way):
    ask(grid, *[("900", *GOOD_ROW[1:])] * 2)
    grid.press("1", "Control+Enter")
    expect(dialog(grid)).to_be_visible()
    if way == "Escape":
        grid.press("Escape")
    else:
        dialog(grid).locator("[data-cancel]").click()
    expect(dialog(grid)).to_have_count(0)
    asks_about(grid, 0, "jump:revenue")
    expect(field(grid)).to_have_value(SEASON)
    assert said() == {}


def test_without_a_word_or_a_question_nothing_can_be_confirmed(grid):
    ask(grid, *[("900", *GOOD_ROW[1:])] * 2)
    grid.press("Control+Enter")
    confirm = dialog(grid).locator("[data-confirm]")
    expect(confirm).to_be_disabled()
    expect(dialog(grid).get_by_role("textbox")).to_be_focused()
    grid.press("2")
    expect(dialog(grid).get_by_role("textbox")).to_have_value(HARVEST)
    expect(confirm).to_be_enabled()
    for box in dialog(grid).get_by_role("checkbox").all():
        box.uncheck()
    expect(confirm).to_be_disabled()


# --- Nothing is lost ----------------------------------------------------------------------------


def test_words_wait_for_the_line_and_go_out_when_it_is_back(grid, said):
    ask(grid, UNUSUAL)
    grid.page.context.set_offline(True)
    grid.press("1", "Enter", "3", "Enter")
    expect(grid.state).to_have_attribute("data-state", "offline")
    expect(grid.state).to_contain_text("2 giải trình")
    grid.is_unsaved()
    asks_about(grid, 0, "jump:average_member_income")
    grid.page.locator("[data-submit]").click()
    expect(grid.trouble).to_contain_text("2 giải trình")
    grid.page.context.set_offline(False)
    grid.is_saved()
    assert said() == {(0, "jump:revenue"): SEASON, (0, "jump:profit"): CONTRACTS}


def test_submitting_waits_for_the_last_word(grid):
    ask(grid, ("900", *GOOD_ROW[1:]), *[GOOD_ROW] * 5)
    held = held_back(grid.page, ANSWERS)
    grid.press("1", "Enter")
    grid.page.locator("[data-submit]").click()
    grid.page.wait_for_timeout(300)
    assert grid.page.url.endswith(grid.district.path)
    held[0].continue_()
    grid.page.wait_for_url("**/submission/")
    expect(grid.page.locator("[data-submits]")).to_be_visible()


def test_words_that_had_not_arrived_stand_in_their_fields_after_a_reload(grid, said):
    ask(grid, UNUSUAL, ("900", *GOOD_ROW[1:]))
    grid.page.route(ANSWERS, lambda route: route.abort())
    grid.press("1", "Control+Enter", "Enter")
    expect(grid.state).to_have_attribute("data-state", "offline")
    asks_about(grid, 0, "jump:profit")
    grid.type("đang gõ dở")
    grid.page.unroute(ANSWERS)
    grid.open()
    grid.is_saved()
    fields = grid.findings.get_by_role("textbox")
    expect(fields).to_have_count(3)
    assert [one.input_value() for one in fields.all()] == [SEASON, "đang gõ dở", SEASON]
    assert said() == {}
    grid.cell(0, "revenue").focus()
    grid.press("F6", "Enter", "Enter", "F6", "F6", "Enter")
    grid.is_saved()
    words = {(0, "jump:revenue"): SEASON, (1, "jump:revenue"): SEASON}
    assert said() == words | {(0, "jump:profit"): "đang gõ dở"}
    assert not [name for name in grid.kept_in_browser() if "answers" in name]


def test_a_word_for_a_value_that_a_colleague_has_changed_stays_with_what_is_wrong(
    grid, said, sit_down
):
    ask(grid, UNUSUAL, UNUSUAL, are_others=True)
    other = Grid(sit_down("other").new_page(), grid.district).open()
    other.enter(1, "revenue", "950")
    other.is_saved()
    grid.press("1", "Control+Enter", "Enter")
    grid.is_saved()
    expect(grid.page.get_by_text(f"{NAMES[1]}: cảnh báo này không còn nữa")).to_be_visible()
    assert said() == {}
    expect(grid.findings.filter(has_text="950 gấp hơn 3 lần")).to_have_count(1)
    fields = grid.findings.get_by_role("textbox")
    assert [one.input_value() for one in fields.all()].count(SEASON) == 2
    fields.first.focus()
    grid.press("Control+Enter", "Enter")
    grid.is_saved()
    assert said() == {(0, "jump:revenue"): SEASON, (1, "jump:revenue"): SEASON}


def test_a_word_whose_question_has_gone_is_shown(grid, said, sit_down):
    ask(grid, ("900", *GOOD_ROW[1:]))
    grid.type("bán cả kho")
    other = Grid(sit_down("other").new_page(), grid.district).open()
    other.enter(0, "revenue", "120")
    other.is_saved()
    grid.press("Enter")
    expect(grid.trouble).to_contain_text(f"{NAMES[0]}: cảnh báo này không còn nữa")
    expect(grid.page.locator("[data-left] blockquote")).to_have_text("bán cả kho")
    expect(grid.findings).to_have_count(0)


def test_the_next_word_can_be_typed_while_the_last_one_of_the_same_row_is_stored(grid, said):
    ask(grid, UNUSUAL)
    held = held_back(grid.page, ANSWERS)
    grid.press("1", "Enter")
    asks_about(grid, 0, "jump:profit")
    grid.type("bán ")
    held[0].continue_()
    expect(grid.page.locator("[data-findings-list] [data-word]")).to_have_count(1)
    grid.type("cả kho")
    grid.page.unroute(ANSWERS)
    grid.press("Enter")
    grid.is_saved()
    assert said() == {(0, "jump:revenue"): SEASON, (0, "jump:profit"): "bán cả kho"}


def test_after_a_sign_in_has_ended_the_words_are_sent_by_a_new_one(grid, said):
    ask(grid, UNUSUAL)
    mine = {"name": "sessionid", "url": grid.district.site.url, "sameSite": "Lax"}
    grid.page.context.add_cookies([mine | {"value": "ended"}])
    grid.press("1", "Enter")
    expect(grid.page.locator("[data-sign-in]")).to_be_visible()
    expect(grid.state).to_contain_text("1 giải trình")
    session = grid.district.sessions["clerk"]
    grid.page.context.add_cookies([mine | {"value": session}])
    grid.page.locator("[data-retry-now]").click()
    grid.is_saved()
    expect(grid.trouble).to_be_hidden()
    assert said() == {(0, "jump:revenue"): SEASON}


# --- Before submission --------------------------------------------------------------------------


def test_before_submission_a_key_chooses_the_reason_for_all(grid, said):
    ask(grid, *[("900", *GOOD_ROW[1:])] * 6)
    grid.page.goto(f"{grid.district.path}submission/")
    grid.press("F6", "3", "Tab")
    grid.type("bán cho nhà máy")
    grid.press("Enter")
    expect(grid.page.get_by_text("Đã lưu 6 giải trình.")).to_be_visible()
    expect(grid.page.locator("[data-submits]")).to_be_visible()
    assert said() == {(row, "jump:revenue"): f"{CONTRACTS}: bán cho nhà máy" for row in range(6)}


@pytest.mark.parametrize("width", [390, 1366])
def test_a_screen_reader_finds_no_serious_fault(sit_down, district, width):
    page = sit_down(width=width).new_page()
    page.add_init_script(AXE_SCRIPT)
    grid = Grid(page, district).open()
    ask(grid, *[("900", *GOOD_ROW[1:])] * 2)
    assert page.evaluate(AXE, []) == []
    grid.press("1", "Control+Enter")
    expect(dialog(grid).locator("[data-confirm]")).to_be_in_viewport()
    assert page.evaluate(AXE, []) == []
    page.goto(f"{district.path}submission/")
    assert page.evaluate(AXE, []) == []
