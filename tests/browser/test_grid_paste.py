"""Blocks from a spreadsheet, pasted into the grid of a return."""

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from cooperatives.workbook.cells import MONEY_FORMAT
from cooperatives.workbook.layout import CODES_ROW, FIRST_ROW, LABELS_ROW

from .districts import NAMES
from .grid import FIELDS, FIGURES, GOOD_ROW, Grid, block

CLEAN = [list(GOOD_ROW)] * len(NAMES)


def figures(grid):
    """The figures of all rows as stored."""
    return [row[:7] for row in grid.stored()]


def take_back(grid):
    """Take the only thing back that was pasted, so that nothing stands in the grid."""
    grid.press("Control+z")
    grid.is_saved()
    assert grid.stored() == [[""] * 8] * len(NAMES)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_block_lands_where_it_is_pasted(grid, newline):
    text = block(*[GOOD_ROW] * 6, newline=newline)
    for end in ("", newline):
        grid.paste(0, "revenue", text + end)
        grid.is_saved()
        grid.has_focus(0, "revenue")
        assert figures(grid) == CLEAN
        expect(grid.question).to_have_count(0)
        expect(grid.report.locator("p").first).to_have_text("Đã dán 42 ô. Ctrl+Z hoàn tác tất cả.")
        expect(grid.page.locator("[data-complete-text]")).to_have_text("6/6")
        take_back(grid)


def test_numbers_as_spreadsheets_write_them(grid):
    grid.paste(
        0,
        "revenue",
        block(
            ("1.234,5", "12,25"),
            ("1 234,5", "-3"),
            ("1234.5", "12.25"),
            ("1,234.5", " 12 "),
            ("1\u00a0234", "−3"),
            ("", "0"),
        ),
    )
    grid.is_saved()
    assert [row[:2] for row in grid.stored()] == [
        ["1.234,5", "12,25"],
        ["1.234,5", "-3"],
        ["1.234,5", "12,25"],
        ["1.234,5", "12"],
        ["1.234", "-3"],
        ["", "0"],
    ]


def test_blanks_in_a_block_clear(grid):
    grid.paste(0, "revenue", block(GOOD_ROW))
    grid.is_saved()
    grid.paste(0, "revenue", block(("", "13")))
    grid.is_saved()
    assert grid.stored_row(0)[:3] == ["", "13", "6"]
    expect(grid.report).to_contain_text("Xóa trống 1 ô")
    grid.press("Control+z")
    grid.is_saved()
    assert grid.stored_row(0)[:3] == ["120", "12", "6"]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_blank_row_at_the_end_of_a_block_clears(grid, newline):
    grid.paste(0, "revenue", block(("65,5", "3,7"), ("197", "14,7")))
    grid.is_saved()
    grid.paste(0, "revenue", f"65,5\t3,7{newline}\t{newline}")
    grid.is_saved()
    assert [row[:2] for row in grid.stored()[:2]] == [["65,5", "3,7"], ["", ""]]
    expect(grid.report).to_contain_text("Xóa trống 2 ô")


def test_quoted_cells_keep_tabs_and_lines_out_of_the_way(grid):
    grid.paste(0, "managers_vocational", '1\t"nghỉ ""mùa""\nmái dột"\n2\t"mái\tdột"\n')
    grid.is_saved()
    assert grid.stored_row(0)[6:] == ["1", 'nghỉ "mùa" mái dột']
    assert grid.stored_row(1)[6:] == ["2", "mái dột"]


def test_a_block_with_names_is_laid_by_them(grid):
    lines = [(NAMES[place], str(20 + place), str(place)) for place in (4, 1, 0)]
    grid.paste(3, "member_count", block(("Tên", "Số TV", "CBQL"), *lines))
    grid.is_saved()
    assert [row[3:5] for row in grid.stored()] == [
        ["20", "0"],
        ["21", "1"],
        ["", ""],
        ["", ""],
        ["24", "4"],
        ["", ""],
    ]


def test_names_without_headings_are_asked_what_the_figures_are(grid):
    """They tell the rows; that figures follow the cell with the focus would be a guess."""
    lines = [(NAMES[place], str(20 + place), str(place)) for place in (4, 1, 0)]
    grid.paste(3, "revenue", block(*lines))
    grid.choose("column-1", "member_count")
    expect(grid.question.locator("[data-confirm]")).to_be_disabled()
    grid.choose("column-2", "managers_total")
    assert len(grid.confirm()) == 6
    grid.is_saved()
    assert [row[:5] for row in grid.stored()] == [
        ["", "", "", "20", "0"],
        ["", "", "", "21", "1"],
        [""] * 5,
        [""] * 5,
        ["", "", "", "24", "4"],
        [""] * 5,
    ]


def test_names_match_whatever_their_case_accents_and_spaces(grid):
    grid.paste(0, "revenue", block(("Tên", "DT"), ("htx  DONG loi", "107"), ("HTX Nà Phặc", "108")))
    grid.is_saved()
    assert [row[0] for row in grid.stored()] == ["", "", "", "107", "", "108"]


def test_rows_without_a_match_are_listed_and_left_out(grid):
    lines = [("HTX Xa Lạ", "101"), (NAMES[2], "102"), ("", ""), ("HTX Khác <b>", "103")]
    grid.paste(0, "revenue", block(("Tên", "Doanh thu"), *lines, (NAMES[3], "104")))
    expect(grid.question.locator("select[name^=line]")).to_have_count(2)
    grid.confirm()
    grid.is_saved()
    expect(grid.report).to_contain_text("Không dán 2 dòng")
    expect(grid.report.locator("li")).to_contain_text(["HTX Xa Lạ", "HTX Khác <b>"])
    assert [row[0] for row in grid.stored()] == ["", "", "102", "104", "", ""]
    grid.report.get_by_role("button").click()
    expect(grid.report).to_be_hidden()


@pytest.mark.parametrize("zeros", ["kept", "lost"])
def test_a_block_with_registration_numbers_is_laid_by_them(grid, zeros):
    numbers = grid.district.numbers
    if zeros == "lost":
        numbers = [number.lstrip("0") for number in numbers]
    lines = [(numbers[5], "105"), (numbers[0], "101"), ("123456789", "109")]
    grid.paste(2, "revenue", block(("Số đăng ký", "Doanh thu"), *lines))
    grid.confirm()
    grid.is_saved()
    expect(grid.report.locator("li")).to_contain_text(["123456789"])
    assert [row[0] for row in grid.stored()] == ["101", "", "", "", "", "105"]


def test_a_block_may_carry_order_number_and_name_and_a_header(grid):
    header = ("STT", "Mã số", "Tên hợp tác xã", "Doanh thu (triệu đồng)", "Lợi nhuận")
    lines = [
        (str(n + 1), grid.district.numbers[n], NAMES[n], str(100 + n), str(n)) for n in (3, 0, 5)
    ]
    grid.paste(0, "revenue", block(header, *lines))
    grid.is_saved()
    said = "Đã dán 6 ô. Không dùng đến: STT. Ctrl+Z hoàn tác tất cả."
    expect(grid.report.locator("p").first).to_have_text(said)
    assert [row[:3] for row in grid.stored()] == [
        ["100", "0", ""],
        ["", "", ""],
        ["", "", ""],
        ["103", "3", ""],
        ["", "", ""],
        ["105", "5", ""],
    ]


def test_headings_say_which_column_is_which(grid):
    grid.paste(
        1,
        "note",
        block(("Tên", "Thành viên", "Doanh thu"), (NAMES[0], "21", "120"), (NAMES[3], "22", "90")),
    )
    grid.is_saved()
    assert grid.stored_row(0)[:4] == ["120", "", "", "21"]
    assert grid.stored_row(3)[:4] == ["90", "", "", "22"]


SAID = {
    "vi": {
        "aside": "Không dùng đến: Xã, Năm.",
        "columns": "Không dùng đến: cột 2 (“Xã Một”), cột 3 (“Nông nghiệp”).",
        "stranger": "HTX Xa Lạ",
        "left": "Không dán 1 dòng:",
    },
    "en": {
        "aside": "Left aside: Xã, Năm.",
        "columns": "Left aside: column 2 (“Xã Một”), column 3 (“Nông nghiệp”).",
        "stranger": "HTX Xa Lạ",
        "left": "Rows of the block that were left out (1):",
    },
}


@pytest.fixture(params=["vi", "en"])
def said(request, sit_down, district):
    """A grid in each language, and what it says."""
    grid = Grid(sit_down(language=request.param).new_page(), district).open()
    return grid, SAID[request.param]


def test_columns_go_where_their_headings_say_and_others_are_left_aside(said):
    grid, texts = said
    header = ("Profit", "Xã", "Tên", "Năm", "Thành viên", "Doanh thu (triệu đồng)")
    lines = [
        ("12", "Xã Một", NAMES[4], "2024", "21", "120"),
        ("9", "Xã Hai", NAMES[1], "2024", "22", "90"),
    ]
    grid.paste(3, "managers_total", block(header, *lines))
    grid.is_saved()
    expect(grid.report).to_contain_text(texts["aside"])
    stored = figures(grid)
    assert stored[4] == ["120", "12", "", "21", "", "", ""]
    assert stored[1] == ["90", "9", "", "22", "", "", ""]
    assert [stored[row] for row in (0, 2, 3, 5)] == [[""] * 7] * 4


def test_one_heading_over_two_columns_is_asked_about(said):
    grid, _texts = said
    header = ("Tên", "Revenue", "Doanh thu")
    grid.paste(0, "revenue", block(header, (NAMES[0], "101", "102")))
    expect(grid.question.locator("[data-confirm]")).to_be_disabled()
    grid.choose("column-2", "revenue:million")
    assert grid.confirm() == [(0, "revenue")]
    grid.is_saved()
    assert grid.column("revenue") == ["102", *[""] * 5]


def test_a_headed_block_of_other_cooperatives_is_refused(said):
    grid, texts = said
    header = ("Tên", "Xã", "Doanh thu")
    grid.paste(0, "revenue", block(header, ("HTX Xa Lạ", "Xã Một", "101")))
    expect(grid.report).to_contain_text(texts["stranger"])
    expect(grid.question).to_have_count(0)
    grid.is_saved()
    assert grid.column("revenue") == [""] * 6
    assert grid.stored() == [[""] * 8] * 6


def test_a_block_of_other_cooperatives_is_not_shifted_into_the_figures(grid):
    grid.paste(0, "revenue", block(("HTX Xa Lạ", "120", "12"), ("HTX Khác", "90", "9")))
    expect(grid.question).to_contain_text("HTX Xa Lạ")
    expect(grid.question.locator("[data-confirm]")).to_be_disabled()
    assert grid.listed() == []
    grid.cancel()
    assert figures(grid) == [[""] * 7] * 6
    assert grid.row(0) == [""] * 8


def test_words_between_names_and_figures_are_left_aside(said):
    grid, texts = said
    lines = [
        (NAMES[3], "Xã Một", "Nông nghiệp", "120", "12"),
        (NAMES[0], "Xã Hai", "", "90", "9"),
    ]
    grid.paste(0, "revenue", block(*lines))
    grid.answer_open_choices()
    grid.confirm()
    grid.is_saved()
    expect(grid.report).to_contain_text(texts["columns"])
    assert [row[:3] for row in grid.stored()] == [
        ["90", "9", ""],
        *[["", "", ""]] * 2,
        ["120", "12", ""],
        *[["", "", ""]] * 2,
    ]


def test_words_for_the_note_are_laid(grid):
    grid.paste(0, "note", block((NAMES[3], "nghỉ vụ"), (NAMES[0], "mái dột")))
    assert grid.confirm() == [(0, "note"), (3, "note")]
    grid.is_saved()
    assert [row[7] for row in grid.stored()] == ["mái dột", "", "", "nghỉ vụ", "", ""]


def test_lines_given_twice_or_of_two_cooperatives_are_asked_about(said):
    grid, texts = said
    number = grid.district.numbers[4]
    grid.district.site.run(
        "from cooperatives.models import Organisation\n"
        f"one = Organisation.objects.get(registration_number={number!r})\n"
        f"one.name = {NAMES[1]!r}\none.save()"
    )
    grid.open()
    lines = [(NAMES[2], "103"), (NAMES[1], "107"), (NAMES[2], "104"), (NAMES[5], "106")]
    grid.paste(0, "revenue", block(("Tên", "Doanh thu"), *lines))
    expect(grid.question.get_by_role("radio")).to_have_count(3)
    # Which of two of one name is meant is open until somebody says it.
    expect(grid.question.locator("[data-confirm]")).to_be_disabled()
    grid.choose("line-2", "leave")
    assert len(grid.confirm()) == 1
    grid.is_saved()
    names = [NAMES[2], NAMES[2], NAMES[1]]
    expect(grid.report.locator("li")).to_contain_text(names)
    assert sorted(row[0] for row in grid.stored()) == ["", "", "", "", "", "106"]

    grid.paste(0, "revenue", block(("Tên", "Doanh thu"), *lines))
    with grid.page.expect_response("**/paste/"):
        grid.question.get_by_role("radio").nth(1).check()
    grid.choose("line-2", number)
    grid.confirm()
    grid.is_saved()
    assert sorted(row[0] for row in grid.stored()) == ["", "", "", "104", "106", "107"]

    # The number tells which of the two it is; a name and a number of two cooperatives do not.
    numbers = grid.district.numbers
    lines = [
        (number, NAMES[1], "108"),
        (numbers[0], NAMES[5], "109"),
        (numbers[2], NAMES[2], "105"),
    ]
    grid.paste(0, "revenue", block(("Số đăng ký", "Tên", "Doanh thu"), *lines))
    grid.choose("line-2", "leave")
    grid.confirm()
    grid.is_saved()
    expect(grid.report).to_contain_text(texts["left"])
    expect(grid.report.locator("li")).to_contain_text([NAMES[5]])
    assert sorted(row[0] for row in grid.stored()) == ["", "", "", "105", "106", "108"]


# --- Our own workbook ----------------------------------------------------------------------------

OF_WORKBOOK = {
    "revenue": 1635.5,
    "profit": -3.25,
    "average_member_income": 8.4,
    "member_count": 38,
    "managers_total": 4,
    "managers_higher_education": 2,
    "managers_vocational": 1,
    "note": "Điền bằng Excel",
}
AS_SHOWN = {
    "vi": ["1.635,5", "-3,25", "8,4", "38", "4", "2", "1", "Điền bằng Excel"],
    "en": ["1,635.5", "-3.25", "8.4", "38", "4", "2", "1", "Điền bằng Excel"],
}


def shown(cell, language):
    """A cell as a spreadsheet shows it, and puts it on the clipboard."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"' if "\n" in value else value
    text = f"{value:,.6f}".rstrip("0") if cell.number_format == MONEY_FORMAT else f"{value:,.0f}"
    if cell.number_format == MONEY_FORMAT and text.endswith("."):
        text += "0"
    return text.translate(str.maketrans(",.", ".,")) if language == "vi" else text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_rows_of_our_own_workbook_are_laid_where_they_belong(
    sit_down, district, tmp_path, language
):
    """Copied from its first row on, from the headings on, or without them."""
    grid = Grid(sit_down(language=language).new_page(), district).open()
    with grid.page.expect_download() as coming:
        grid.page.locator(".sheet__bar a[download]").click()
    file = tmp_path / "return.xlsx"
    coming.value.save_as(file)
    page = load_workbook(file).worksheets[0]
    columns = {cell.value: cell.column for cell in page[CODES_ROW]}
    for row in range(FIRST_ROW, FIRST_ROW + 6):
        for field, value in OF_WORKBOOK.items():
            page.cell(row, columns[field]).value = value
    page.cell(FIRST_ROW + 1, columns["revenue"]).value = None

    asked = {"vi": "Không dùng đến: ", "en": "Left aside: "}[language]
    full = AS_SHOWN[language]
    for first in (1, CODES_ROW, LABELS_ROW, FIRST_ROW):
        rows = [[shown(cell, language) for cell in row] for row in page.iter_rows(min_row=first)]
        grid.paste(0, "revenue", block(*rows, newline="\r\n"))
        if first == FIRST_ROW:  # nothing heads its columns
            grid.answer_open_choices()
            grid.confirm()
        grid.is_saved()
        expect(grid.question).to_have_count(0)
        expect(grid.report.locator("li")).to_have_count(0)
        expect(grid.report).to_contain_text(asked)
        assert grid.stored() == [full, ["", *full[1:]], *[full] * 4]
        take_back(grid)
        expect(grid.report).to_be_hidden()


def test_a_block_that_is_too_long_is_refused(grid):
    grid.paste(2, "revenue", block(*[("101",)] * 5))
    expect(grid.report).to_contain_text("5")
    expect(grid.report).to_contain_text("4")
    grid.is_saved()
    assert grid.column("revenue") == [""] * 6
    grid.paste(2, "revenue", block(*[("101",)] * 4, ("",), ("",)))
    grid.is_saved()
    expect(grid.report).to_contain_text("Đã dán 4 ô")
    assert [row[0] for row in grid.stored()] == ["", "", *["101"] * 4]


def test_a_block_that_is_too_wide_is_refused(grid):
    grid.paste(0, "managers_vocational", block(("1", "x", "2")))
    expect(grid.report).to_have_class("notice notice--error")
    grid.is_saved()
    assert grid.row(0) == [""] * 8
    grid.paste(0, "managers_vocational", block(("1", "x", "")))
    grid.is_saved()
    expect(grid.report).to_have_class("notice")
    assert grid.stored_row(0)[6:] == ["1", "x"]


def test_text_where_numbers_belong_marks_just_those_cells_and_is_kept(grid):
    grid.paste(0, "revenue", block(("120", "mười hai"), ("chín mươi", "9")))
    grid.is_unsaved()
    expect(grid.findings).to_have_count(2)
    expect(grid.state).to_contain_text("2")
    assert [row[:2] for row in grid.stored()[:2]] == [["120", ""], ["", "9"]]
    expect(grid.cell(0, "profit")).to_have_attribute("aria-invalid", "true")
    expect(grid.cell(0, "revenue")).not_to_have_attribute("aria-invalid", "true")

    grid.page.reload()
    expect(grid.findings).to_have_count(2)
    grid.is_unsaved()
    assert [grid.row(row)[:2] for row in (0, 1)] == [["120", "mười hai"], ["chín mươi", "9"]]
    expect(grid.cell(0, "profit")).to_have_attribute("aria-invalid", "true")

    grid.findings.filter(has_text="chín mươi").get_by_role("link").click()
    grid.has_focus(1, "revenue")
    grid.type("90")
    grid.press("Enter")
    expect(grid.findings).to_have_count(1)
    grid.enter(0, "profit", "12")
    grid.is_saved()
    expect(grid.findings).to_have_count(0)
    assert [row[:2] for row in grid.stored()[:2]] == [["120", "12"], ["90", "9"]]
    assert grid.kept_in_browser() == []


@pytest.mark.parametrize("mended", ["managers_total", "managers_higher_education"])
def test_mending_either_of_two_conflicting_cells_clears_both(grid, mended):
    grid.paste(0, "managers_total", block(("3", "4", "0")))
    expect(grid.cell(0, "managers_total")).to_have_attribute("aria-invalid", "true")
    expect(grid.cell(0, "managers_higher_education")).to_have_attribute("aria-invalid", "true")
    grid.enter(0, mended, {"managers_total": "4", "managers_higher_education": "3"}[mended])
    grid.is_saved()
    assert grid.stored_row(0)[4:7] in (["4", "4", "0"], ["3", "3", "0"])
    for field in ("managers_total", "managers_higher_education"):
        expect(grid.cell(0, field)).not_to_have_attribute("aria-invalid", "true")
    expect(grid.findings).to_have_count(0)


def test_one_ctrl_z_takes_back_a_whole_paste(grid):
    grid.enter(0, "revenue", "77")
    grid.is_saved()
    grid.paste(0, "revenue", block(*[GOOD_ROW] * 6))
    grid.is_saved()
    grid.press("Control+z")
    grid.is_saved()
    assert grid.stored() == [["77", *[""] * 7], *[[""] * 8] * 5]


@pytest.mark.parametrize(
    ("field", "text", "pasted"),
    [
        ("note", '"nghỉ mùa\nmái dột"', "nghỉ mùa mái dột"),
        ("note", '"nghỉ ""mùa"""\r\n', 'nghỉ "mùa"'),
        ("note", "nghỉ mùa\r\n", "nghỉ mùa"),
        ("revenue", '"1.635,5\n"', "1.635,5"),
        ("revenue", '"1.635,5"', "1.635,5"),
    ],
)
def test_a_cell_of_two_lines_pasted_alone_has_no_quotation_marks(grid, field, text, pasted):
    grid.paste(0, field, text)
    expect(grid.cell(0, field)).to_have_value(pasted)
    grid.is_unsaved()  # like what is typed, until the person moves on
    grid.press("Tab")
    grid.is_saved()
    assert grid.stored_row(0)[FIELDS.index(field)] == pasted


def test_a_cell_of_two_lines_goes_where_the_caret_is(grid):
    grid.enter(0, "note", "nghỉ")
    grid.copy_elsewhere('" mùa\nmưa"')
    grid.cell(0, "note").focus()
    grid.press("F2")
    grid.type(" vì ")
    grid.press("Control+v", "Tab")
    grid.is_saved()
    assert grid.stored_row(0)[7] == "nghỉ vì mùa mưa"
    grid.copy_elsewhere("không")
    grid.cell(0, "note").focus()
    grid.press("Control+v", "Escape")
    assert grid.cell(0, "note").input_value() == "nghỉ vì mùa mưa"


def test_one_value_fills_a_selection(grid):
    grid.cell(0, "managers_total").focus()
    grid.press(*["Shift+ArrowDown"] * 5)
    grid.copy_elsewhere("4")
    grid.press("Control+v")
    grid.is_saved()
    assert [row[4] for row in grid.stored()] == ["4"] * 6


def test_a_paste_is_one_step_for_the_server_too(grid):
    sent = []
    grid.page.on(
        "request",
        lambda request: sent.append(request.post_data_json) if "/cells/" in request.url else None,
    )
    grid.paste(0, "revenue", block(*[GOOD_ROW] * 6))
    grid.is_saved()
    grid.press("Control+z")
    grid.is_saved()
    assert [len(body["cells"]) for body in sent] == [6 * len(FIGURES)] * 2
