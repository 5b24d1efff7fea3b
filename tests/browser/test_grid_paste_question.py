"""What a pasted block does not say is asked once, in a dialog, with its rows before one's eyes:
until it is answered nothing is stored, then exactly the cells that it listed.
"""

import pytest
from playwright.sync_api import expect

from .districts import NAMES
from .grid import FIELDS, Grid, block

BLANK = [[""] * 8] * len(NAMES)
UNKNOWN = block(
    ("Tên HTX", "Giá trị", "Doanh thu"),
    *((name, "500", str(100 + n)) for n, name in enumerate(NAMES)),
)
"""Nobody knows what its second column is for."""
STRANGER = block(
    ("Tên HTX", "Doanh thu"), (NAMES[0], "107"), ("HTX Xa Lạ", "108"), (NAMES[4], "109")
)


def shown(grid):
    """What the cells on the page hold."""
    return [grid.row(row) for row in range(len(NAMES))]


def filled(grid):
    """The cells that hold something on the server: row and field."""
    stored = grid.stored()
    return {
        (row, field)
        for row in range(len(NAMES))
        for field, text in zip(FIELDS, stored[row], strict=True)
        if text
    }


# --- Any shape: nothing before the answer, then exactly what was listed ---------------------------

HEADED = ("TT", "Tên HTX", "DT (tr.đ)", "LN (tr.đ)", "TNBQ/TV (tr.đ)", "Số TV", "CBQL")
REVENUE = ("Tên HTX", "Doanh thu")
SHAPES = {
    "an unknown heading": UNKNOWN,
    "an unknown cooperative": STRANGER,
    "managers swapped, and words": block(
        (*HEADED, "SC, TC", "CĐ, ĐH", "Ý kiến"),
        *(
            (str(n), name, "100", "10", "5", "21", "4", "1", "2", "x")
            for n, name in enumerate(NAMES, start=1)
        ),
    ),
    "headings over two lines": block(
        ("Tên HTX", "Doanh thu", "Cán bộ quản lý", "", "", "Lãnh đạo"),
        ("", "", "CĐ, ĐH", "SC, TC", "Tổng số", ""),
        *((name, "100", "2", "1", "4", "A") for name in NAMES),
    ),
    "fewer lines than the table": block(*((str(n),) for n in range(101, 105))),
    "two columns under one heading": block(
        ("Tên HTX", "Doanh thu", "Doanh thu"), *((name, "100", "200") for name in NAMES)
    ),
    "names without headings": block(*((name, "100", "10") for name in NAMES)),
    "names, words and figures without headings": block(
        *((name, "Xã Một", "100", "abc", "10") for name in NAMES)
    ),
    "two ways to read a number": block(
        *((name, "1,234.50", "85.125", "12.5") for name in NAMES),
    ),
    "dashes": block(REVENUE, (NAMES[0], "-"), (NAMES[1], "107"), (NAMES[2], "–")),
    "dong among million": block(REVENUE, *((name, "201500000") for name in NAMES)),
    "a unit that cannot be": block(REVENUE, *((name, "0,107") for name in NAMES)),
    "another quarter": block(
        ("Số liệu HTX quý II/2024", ""), REVENUE, *((name, "100") for name in NAMES)
    ),
    "another year": block(
        ("Biểu số liệu năm 2023", ""), REVENUE, (NAMES[0], "100"), (NAMES[1], "99")
    ),
    "an estimate": block(
        ("Tên HTX", "Doanh thu", "Ước lợi nhuận"), *((name, "100", "10") for name in NAMES)
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_nothing_is_stored_before_the_answer_and_then_what_was_listed(grid, shape):
    grid.paste(0, "revenue", SHAPES[shape])
    expect(grid.question).to_be_visible()
    grid.is_unsaved()
    assert grid.stored() == BLANK
    assert shown(grid) == BLANK
    grid.cancel()
    grid.is_saved()
    grid.has_focus(0, "revenue")
    assert grid.stored() == BLANK
    assert shown(grid) == BLANK

    grid.paste(0, "revenue", SHAPES[shape])
    grid.answer_open_choices()
    listed = grid.confirm()
    assert listed
    grid.is_saved()
    assert len(set(listed)) == len(listed)
    assert filled(grid) == set(listed)

    grid.press("Control+z")
    grid.is_saved()
    assert grid.stored() == BLANK


SURE = {
    "names however they are written": (
        block(
            ("Tên HTX", "DT (tr.đ)"),
            ("1. HTX ÁNH DƯƠNG", "101"),
            ("Hợp tác xã Bình Minh", "102"),
            ("Cẩm Giàng", "103"),
            ("HTX Ðồng Lợi", "104"),
            ("HTX Ho\u0300a An", "105"),
            ("\u200bHTX\u00a0Nà Phặc", "106"),
        ),
        {"revenue": ["101", "102", "103", "104", "105", "106"]},
    ),
    "members first": (
        block(
            ("Số TV", "LN (tr.đ)", "Tên HTX", "DT (tr.đ)"),
            *((str(20 + n), str(10 + n), name, str(100 + n)) for n, name in enumerate(NAMES)),
        ),
        {
            "revenue": [str(100 + n) for n in range(6)],
            "profit": [str(10 + n) for n in range(6)],
            "member_count": [str(20 + n) for n in range(6)],
        },
    ),
    "a capital before the revenue": (
        block(
            ("TT", "Tên HTX", "Vốn điều lệ", "DT (tr.đ)"),
            *((str(n + 1), name, "500", str(100 + n)) for n, name in enumerate(NAMES)),
        ),
        {"revenue": [str(100 + n) for n in range(6)]},
    ),
    "managers swapped under one heading": (
        block(
            ("Tên HTX", "Cán bộ quản lý", "", ""),
            ("", "CĐ, ĐH", "SC, TC", "Tổng số"),
            *((name, "2", "1", "5") for name in NAMES),
        ),
        {
            "managers_total": ["5"] * 6,
            "managers_higher_education": ["2"] * 6,
            "managers_vocational": ["1"] * 6,
        },
    ),
    "units in headings": (
        block(
            ("Tên HTX", "Doanh thu (đồng)", "Lợi nhuận (nghìn đồng)"),
            *((name, "101500000", "10.500") for name in NAMES),
        ),
        {"revenue": ["101,5"] * 6, "profit": ["10,5"] * 6},
    ),
    "groups, totals and numbers of columns": (
        block(
            ("TT", "Tên HTX", "DT (tr.đ)"),
            ("1", "2", "3"),
            ("I", "Nông nghiệp", "303"),
            *((str(n + 1), NAMES[n], str(100 + n)) for n in range(3)),
            ("II", "Thương mại", "312"),
            *((str(n + 1), NAMES[n], str(100 + n)) for n in range(3, 6)),
            ("", "Tổng cộng", "615"),
        ),
        {"revenue": [str(100 + n) for n in range(6)]},
    ),
    "a block as it lies": (
        block(*((str(100 + n), str(10 + n)) for n in range(6))),
        {"revenue": [str(100 + n) for n in range(6)], "profit": [str(10 + n) for n in range(6)]},
    ),
    "a loss in brackets, persons with their word": (
        block(
            ("Tên HTX", "Lợi nhuận (tr.đ)", "Số TV"),
            *((name, "(35)", "12 người") for name in NAMES),
        ),
        {"profit": ["-35"] * 6, "member_count": ["12"] * 6},
    ),
}


@pytest.mark.parametrize("shape", SURE)
def test_a_block_that_says_all_by_itself_is_not_asked_about(grid, shape):
    text, columns = SURE[shape]
    grid.paste(0, "revenue", text)
    grid.is_saved()
    expect(grid.question).to_have_count(0)
    expected = [[""] * 8 for _ in NAMES]
    for field, texts in columns.items():
        for row, text_of_row in zip(expected, texts, strict=True):
            row[FIELDS.index(field)] = text_of_row
    assert grid.stored() == expected
    expect(grid.report).to_contain_text(f"Đã dán {6 * len(columns)} ô")
    grid.press("Control+z")
    grid.is_saved()
    assert grid.stored() == BLANK


def test_what_is_stored_already_is_not_listed(grid):
    grid.enter(0, "revenue", "100")
    grid.enter(1, "revenue", "7")
    grid.is_saved()
    grid.paste(0, "revenue", UNKNOWN)
    assert (0, "revenue") not in grid.listed()
    old = grid.question.locator(f"[data-cooperative='{grid.district.numbers[1]}'] del")
    expect(old).to_have_text("7")
    assert grid.confirm() == [(row, "revenue") for row in range(1, 6)]
    grid.is_saved()
    assert grid.column("revenue") == [str(100 + n) for n in range(6)]
    expect(grid.report).to_contain_text("1 ô đã đúng như vậy từ trước")


def test_a_blank_clears_and_is_counted_and_comes_back_with_one_undo(grid):
    for row in range(6):
        grid.enter(row, "revenue", "5")
    grid.is_saved()
    lines = [(name, "500", "" if n < 4 else "107") for n, name in enumerate(NAMES)]
    grid.paste(0, "revenue", block(("Tên HTX", "Giá trị", "Doanh thu"), *lines))
    expect(grid.question).to_contain_text("xóa trống 4 ô")
    expect(grid.question.locator("td .preview__cleared")).to_have_count(4)
    assert grid.confirm() == [(row, "revenue") for row in range(6)]
    grid.is_saved()
    expect(grid.report).to_contain_text("Xóa trống 4 ô")
    expect(grid.report).to_contain_text("Ctrl+Z")
    assert [row[0] for row in grid.stored()] == ["", "", "", "", "107", "107"]
    grid.press("Control+z")
    grid.is_saved()
    expect(grid.report).to_be_hidden()
    assert [row[0] for row in grid.stored()] == ["5"] * 6


# --- Choosing -------------------------------------------------------------------------------------


def test_a_column_is_chosen_and_remembered_for_the_next_time(grid):
    grid.paste(0, "revenue", UNKNOWN)
    grid.choose("column-1", "profit:million")
    assert len(grid.listed()) == 12
    grid.confirm()
    grid.is_saved()
    assert [row[:2] for row in grid.stored()] == [[str(100 + n), "500"] for n in range(6)]

    lines = [(NAMES[2], "60", "161"), (NAMES[5], "70", "171")]
    grid.paste(0, "revenue", block(("Tên HTX", "Giá trị", "Doanh thu"), *lines))
    grid.is_saved()
    expect(grid.question).to_have_count(0)
    assert [grid.stored_row(row)[:2] for row in (2, 5)] == [["161", "60"], ["171", "70"]]


def test_a_line_is_given_to_a_cooperative(grid):
    grid.paste(0, "revenue", STRANGER)
    expect(grid.question.locator("[data-found-first] a")).to_have_attribute(
        "href", "/organisations/founding/"
    )
    grid.choose("line-2", grid.district.numbers[1])
    assert grid.confirm() == [(0, "revenue"), (1, "revenue"), (4, "revenue")]
    grid.is_saved()
    assert [row[0] for row in grid.stored()] == ["107", "108", "", "", "109", ""]
    expect(grid.report.locator("li")).to_have_count(0)


def test_a_line_left_out_is_named_with_the_way_to_a_founding(grid):
    grid.paste(0, "revenue", STRANGER)
    grid.confirm()
    grid.is_saved()
    expect(grid.report).to_contain_text("Không dán 1 dòng")
    expect(grid.report.locator("li")).to_contain_text(["HTX Xa Lạ"])
    expect(grid.report.get_by_role("link")).to_have_attribute("href", "/organisations/founding/")
    assert [row[0] for row in grid.stored()] == ["107", "", "", "", "109", ""]


def test_what_changes_while_it_is_looked_at_is_shown_anew(grid, sit_down):
    grid.paste(0, "revenue", UNKNOWN)
    expect(grid.question).to_be_visible()
    other = Grid(sit_down("other").new_page(), grid.district).open()
    other.enter(2, "revenue", "55")
    other.is_saved()
    grid.question.locator("[data-confirm]").click()
    expect(grid.question).to_contain_text("đã thay đổi")
    expect(grid.question.locator("del")).to_have_text("55")
    assert [row[0] for row in grid.stored()] == ["", "", "55", "", "", ""]
    grid.confirm()
    # What the other typed is in conflict with it, as with a typed cell.
    expect(grid.findings).to_contain_text("55")
    grid.findings.get_by_role("button", name="Giữ").click()
    grid.is_saved()
    assert grid.column("revenue") == [str(100 + n) for n in range(6)]


def test_cells_that_cannot_be_stored_are_named_and_stay_in_the_grid(grid):
    lines = [(NAMES[0], "500", "mười"), (NAMES[1], "500", "107")]
    grid.paste(0, "revenue", block(("Tên HTX", "Giá trị", "Doanh thu"), *lines))
    expect(grid.question).to_contain_text("“mười”")
    assert grid.confirm() == [(1, "revenue")]
    expect(grid.cell(0, "revenue")).to_have_value("mười")
    expect(grid.cell(0, "revenue")).to_have_attribute("aria-invalid", "true")
    grid.is_unsaved()
    assert [row[0] for row in grid.stored()] == ["", "107", "", "", "", ""]
    grid.press("Control+z")
    grid.is_saved()
    assert grid.stored() == BLANK


# --- The dialog itself ----------------------------------------------------------------------------


def test_escape_cancels_and_gives_the_focus_back(grid):
    grid.paste(3, "profit", UNKNOWN)
    expect(grid.question).to_be_visible()
    grid.press("Escape")
    expect(grid.question).to_have_count(0)
    grid.has_focus(3, "profit")
    grid.is_saved()
    assert grid.stored() == BLANK
    assert grid.kept_in_browser() == []


def test_what_is_being_typed_confirms_nothing(grid):
    """The question may come late, while somebody goes on typing."""
    grid.paste(0, "revenue", UNKNOWN)
    expect(grid.question).to_be_visible()
    grid.press("Enter", "5", "Enter", "Space")
    expect(grid.question).to_be_visible()
    assert grid.stored() == BLANK


def test_a_choice_keeps_the_focus_and_keys_lead_through(grid):
    grid.paste(0, "revenue", UNKNOWN)
    expect(grid.question).to_be_visible()
    dialog = grid.question
    assert dialog.evaluate("one => one.contains(document.activeElement)")
    assert dialog.evaluate("one => document.getElementById(one.getAttribute('aria-labelledby'))")
    column = dialog.locator("select[name=column-1]")
    column.focus()
    grid.choose("column-1", "leave")
    expect(dialog.locator("select[name=column-1]")).to_be_focused()
    for _ in range(12):
        grid.press("Tab")
        if dialog.locator("[data-confirm]").evaluate("one => one === document.activeElement"):
            break
    grid.press("Enter")
    expect(dialog).to_have_count(0)
    grid.is_saved()
    assert grid.column("revenue") == [str(100 + n) for n in range(6)]


def test_two_blocks_are_asked_about_one_after_the_other(grid):
    grid.page.evaluate(
        """text => {
          const cell = document.activeElement.closest("[data-field]")
            ?? document.querySelector("[data-field]");
          for (const one of [text, text.replaceAll("HTX", "Hợp tác xã")]) {
            const data = new DataTransfer();
            data.setData("text/plain", one);
            cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
          }
        }""",
        UNKNOWN,
    )
    expect(grid.question).to_contain_text("HTX Ánh Dương")
    grid.question.locator("[data-cancel]").click()
    expect(grid.question).to_contain_text("Hợp tác xã Ánh Dương")
    assert len(grid.confirm()) == 6
    grid.is_saved()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1366])
def test_it_fits_the_screen(browser, district, sit_down, width, scheme):
    grid = Grid(sit_down(width=width).new_page(), district).open()
    grid.page.emulate_media(color_scheme=scheme)
    grid.paste(0, "revenue", SHAPES["managers swapped, and words"])
    expect(grid.question).to_be_visible()
    box = grid.question.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["height"] <= 900
    dialog = grid.question.evaluate("one => [one.scrollWidth, one.clientWidth]")
    assert dialog[0] <= dialog[1]
    for button in ("[data-confirm]", "[data-cancel]"):
        expect(grid.question.locator(button)).to_be_in_viewport()


def test_on_a_phone_it_is_answered_by_touch(sit_down, district):
    phone = Grid(sit_down(width=390, height=700).new_page(), district).open()
    phone.paste(0, "revenue", UNKNOWN)
    assert phone.confirm() == [(row, "revenue") for row in range(6)]
    phone.is_saved()
    assert [row[0] for row in phone.stored()] == [str(100 + n) for n in range(6)]
