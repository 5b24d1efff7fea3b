"""The workbook of a return: what is in it, what Excel lets a person do, and that it reads back."""

import datetime

import pytest
from openpyxl.utils import range_boundaries

from cooperatives.catalogue.figures import codes
from cooperatives.files.columns import REGISTRATION_NUMBER
from cooperatives.models import QuarterlyReturn
from cooperatives.returns.sheet import quarterly_sheet
from cooperatives.workbook import WrongWorkbookError, file_name, workbook_of
from cooperatives.workbook.layout import (
    ANSWER,
    CODES_ROW,
    DOWNLOADED_TITLE,
    FIRST_ROW,
    LABELS_ROW,
    LISTS_TITLE,
    MARK_ROW,
    QUESTIONS,
)
from tests.cooperatives.workbook.workbooks import (
    by_hand,
    column_of,
    copied,
    filled,
    opened,
    preview,
    read,
    row_of,
    saved,
)
from tests.factories import make_cooperative, make_figures, make_return, move


@pytest.fixture
def sheet(district):
    return district.sheet()


@pytest.fixture
def page(sheet):
    return opened(workbook_of(sheet)).worksheets[0]


def value(page, number, field):
    return page.cell(row_of(page, number), column_of(page, field)).value


# --- What is in it --------------------------------------------------------------------------------


def test_it_names_the_return_its_units_and_the_day_it_is_due(page):
    assert page["A1"].value == "Biểu quý III/2024, Huyện Ba Bể"
    assert "triệu đồng" in page["A2"].value
    assert "15/10/2024" in page["A2"].value
    labels = [cell.value for cell in page[LABELS_ROW]]
    assert labels[4:8] == [
        "Doanh thu\n(triệu đồng)",
        "Lợi nhuận\n(triệu đồng)",
        "Thu nhập BQ thành viên\n(triệu đồng)",
        "Số thành viên\n(người)",
    ]


def test_it_names_no_day_in_a_year_that_was_never_opened(district):
    sheet = district.sheet(year=2023, quarter=4)
    assert "Hạn nộp" not in opened(workbook_of(sheet)).worksheets[0]["A2"].value


def test_it_speaks_the_language_of_the_page(district, english):
    page = opened(workbook_of(district.sheet())).worksheets[0]
    assert page.title == "Quarter III-2024"
    assert page["E6"].value == "Revenue\n(million VND)"


def test_the_cooperatives_are_filled_in(page):
    rows = [[cell.value for cell in row[:4]] for row in page.iter_rows(FIRST_ROW, FIRST_ROW + 2)]
    assert rows == [
        ["A1", "HTX An", "Xã Hà Hiệu", "nông nghiệp"],
        ["B2", "HTX Bình", "Xã Hà Hiệu", "nông nghiệp"],
        ["C3", "HTX Cường", "Xã Hà Hiệu", "nông nghiệp"],
    ]


def test_what_is_stored_stands_there_as_numbers(district):
    district.save(
        ("A1", "revenue", "1.635,5"), ("A1", "profit", "-0,000001"), ("A1", "member_count", "0")
    )
    page = opened(workbook_of(district.sheet())).worksheets[0]
    assert value(page, "A1", "revenue") == 1635.5
    assert value(page, "A1", "profit") == -0.000001
    assert value(page, "A1", "member_count") == 0
    assert value(page, "A1", "average_member_income") is None


def test_a_text_that_looks_like_a_formula_is_a_text(district):
    make_cooperative(
        district.commune, name='=HYPERLINK("http://x","y")', registration_number="=1+1"
    )
    district.save(("A1", "note", "=2+2"))
    page = opened(workbook_of(district.sheet())).worksheets[0]
    row = row_of(page, "=1+1")
    texts = [page.cell(row, 1), page.cell(row, 2)]
    texts.append(page.cell(row_of(page, "A1"), column_of(page, "note")))
    assert {cell.data_type for cell in texts} == {"s"}


def test_last_quarter_stands_beside_it_on_a_sheet_of_its_own(district):
    make_figures(district.cooperatives[0], 2024, 2, revenue=412_000_000, member_count=38)
    workbook = opened(workbook_of(district.sheet()))
    last = workbook["Quý II-2024"]
    assert value(last, "A1", "revenue") == 412
    assert value(last, "A1", "member_count") == 38
    assert all(cell.protection.locked for row in last.iter_rows() for cell in row)


def test_what_was_reported_elsewhere_before_a_move_is_not_in_it(district):
    moved = make_cooperative(district.other, registration_number="D4")
    there = make_return(district.other, quarter=2, state="draft")
    make_figures(moved, quarter=2, quarterly_return=there, revenue=987_000_000)
    move(moved, district.commune, datetime.date(2024, 7, 10))
    for reader in (district.clerk, district.officer):
        workbook = opened(workbook_of(district.sheet(reader)))
        assert value(workbook.worksheets[0], "D4", REGISTRATION_NUMBER.code) == "D4"
        values = [cell.value for page in workbook for row in page.iter_rows() for cell in row]
        assert not [one for one in values if "987" in str(one)]


def test_without_a_last_quarter_there_is_no_such_sheet(sheet):
    workbook = opened(workbook_of(sheet))
    assert workbook.sheetnames == ["Quý III-2024", LISTS_TITLE, DOWNLOADED_TITLE]
    assert [page.title for page in workbook if page.sheet_state == "visible"] == ["Quý III-2024"]


def test_what_is_stored_at_the_download_goes_along_exactly_and_out_of_sight(district):
    district.save(
        ("A1", "revenue", "1.635,5"), ("A1", "profit", "-0,000001"), ("A1", "note", "=2+2")
    )
    page = opened(workbook_of(district.sheet()))[DOWNLOADED_TITLE]
    assert page.sheet_state == "hidden"
    rows = [[cell.value for cell in row[:9]] for row in page.iter_rows()]
    _mark, header, first, second, _third = rows
    assert header == [REGISTRATION_NUMBER.code, *codes(), "note"]
    assert first == ["A1", "1635500000", "-1", None, None, None, None, None, "=2+2"]
    assert page["I3"].data_type == "s"
    assert second == ["B2", *[None] * 8]


def test_demo_data_says_so(district):
    make_return(district.unit, 2024, 3, state="draft", is_demo=True)
    assert "minh họa" in opened(workbook_of(district.sheet())).worksheets[0]["A1"].value


def test_the_file_is_named_in_plain_letters(sheet):
    assert file_name(sheet) == "bieu-quy-3-2024-huyen-ba-be.xlsx"


# --- What Excel does with it ----------------------------------------------------------------------


def test_rows_are_open_and_what_is_above_them_is_not(page):
    assert page.protection.sheet
    assert page.protection.password is None
    for row in page.iter_rows():
        for cell in row:
            assert cell.protection.locked is (cell.row < FIRST_ROW), cell.coordinate


def test_rows_can_be_sorted_and_filtered_and_totals_added(page):
    """Excel sorts a range of which no cell is locked, where the sheet allows it."""
    last = row_of(page, "C3")
    assert page.auto_filter.ref == f"A{LABELS_ROW}:M{last}"
    assert page.max_row > last
    allowed = page.protection
    assert not any((allowed.sort, allowed.autoFilter, allowed.insertRows, allowed.deleteRows))


def test_what_says_whose_row_it_is_refuses_to_be_typed_over(page):
    (check,) = [one for one in page.data_validations.dataValidation if one.formula1 == "FALSE"]
    assert str(check.sqref) == f"A{FIRST_ROW}:D{row_of(page, 'C3')}"
    assert check.errorStyle == "stop"
    assert "giữ nguyên" in check.error


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_nothing_is_open_once_the_return_is_sent(district, state):
    make_return(district.unit, 2024, 3, state=state)
    page = opened(workbook_of(district.sheet())).worksheets[0]
    assert all(cell.protection.locked for row in page.iter_rows() for cell in row)
    assert "chỉ để xem" in page["A3"].value


def test_an_officer_gets_a_file_that_the_district_can_fill_in(district):
    page = opened(workbook_of(district.sheet(district.officer))).worksheets[0]
    assert not page.cell(FIRST_ROW, column_of(page, "revenue")).protection.locked


def checks(page):
    found = {}
    for check in page.data_validations.dataValidation:
        (area,) = check.sqref.ranges
        left, top, right, bottom = range_boundaries(str(area))
        if check.formula1 == "FALSE":
            continue
        assert (left, top, bottom) == (right, FIRST_ROW, row_of(page, "C3"))
        found[page.cell(CODES_ROW, left).value] = check
    return found


def test_each_column_checks_what_is_typed_and_says_why_in_vietnamese(page):
    found = checks(page)
    assert set(found) == {*codes(), "note"}
    assert (found["revenue"].type, found["revenue"].formula1) == ("decimal", "0")
    assert found["profit"].formula1 == "-100000000"
    assert (found["member_count"].type, found["member_count"].formula1) == ("whole", "0")
    for field in codes():
        assert found[field].errorStyle == "stop"
        assert found[field].showErrorMessage
        assert "để trống nếu chưa báo cáo" in found[field].error
        # Excel takes the file for damaged where these are longer.
        assert len(found[field].error) <= 225
        assert len(found[field].errorTitle) <= 32


def test_trained_managers_are_held_against_the_total(page):
    found = checks(page)
    for field, own in (("managers_total", "I"), ("managers_vocational", "K")):
        formula = found[field].formula1
        assert f"{own}7=INT({own}7)" in formula
        assert "OR(COUNT(I7,J7,K7)<3,SUM(J7,K7)<=I7)" in formula
        # Else Excel lets anything pass while one of the three is blank.
        assert not found[field].allow_blank


def test_notes_can_be_chosen_and_still_be_written(sheet):
    workbook = opened(workbook_of(sheet))
    note = checks(workbook.worksheets[0])["note"]
    title, _, cells = note.formula1.partition("!")
    listed = [cell.value for (cell,) in workbook[title.strip("'")][cells.replace("$", "")]]
    assert "Không hoạt động: chưa đến thời vụ" in listed
    assert not note.showErrorMessage


def test_it_is_set_up_for_reading_and_for_a4(page):
    assert page.freeze_panes == "C7"
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert page.page_setup.fitToWidth == 1
    assert page.print_title_rows == "$6:$6"
    assert page.row_dimensions[CODES_ROW].hidden
    assert page.row_dimensions[MARK_ROW].hidden
    assert page["E7"].number_format == "#,##0.0#####"
    assert page["A7"].number_format == "@"


def test_a_return_without_cooperatives_gives_a_file_too(district):
    sheet = quarterly_sheet(district.officer, 2024, 3, district.other.code)
    assert opened(workbook_of(sheet)).worksheets[0].max_row == LABELS_ROW


# --- What is asked, and answered ------------------------------------------------------------------


def test_a_column_takes_explanations_and_another_says_what_is_asked(district):
    make_figures(district.cooperatives[0], 2024, 2, profit=14_000_000)
    district.save(("A1", "profit", "44,2"))
    page = opened(workbook_of(district.sheet())).worksheets[0]
    assert "gấp hơn 3 lần" in value(page, "A1", QUESTIONS)
    assert value(page, "B2", QUESTIONS) is None
    assert value(page, "A1", ANSWER) is None
    assert page.cell(LABELS_ROW, column_of(page, ANSWER)).value == "Giải trình"


def test_nothing_is_asked_where_nothing_is_unusual(page):
    codes_row = [cell.value for cell in page[CODES_ROW]]
    assert ANSWER in codes_row
    assert QUESTIONS not in codes_row


# --- Reading it back ------------------------------------------------------------------------------


def test_as_downloaded_it_changes_nothing(district):
    district.fill("A1", "B2")
    district.save(("C3", "revenue", "0,000001"), ("C3", "note", "chờ, =x"))
    sheet = district.sheet()
    upload = preview(sheet, workbook_of(sheet))
    assert (upload.rows, upload.errors, upload.missing, upload.renamed) == ([], [], [], [])
    assert upload.unchanged == 2 * len(codes()) + 2


def test_values_stay_values_from_the_file_to_the_row(district):
    """No text stands between the two, in which a mark could be read another way."""
    sheet = district.sheet()
    (row, *_others) = read(sheet, filled(workbook_of(sheet), ("A1", "revenue", 1.635))).rows
    assert row.cells["revenue"].value == 1_635_000


def test_rows_in_another_order_change_nothing(district):
    district.fill("A1", "B2")
    sheet = district.sheet()

    def sort(page):
        rows = [[cell.value for cell in row] for row in page.iter_rows(FIRST_ROW, FIRST_ROW + 2)]
        for line, values in enumerate(reversed(rows), start=FIRST_ROW):
            for place, one in enumerate(values, start=1):
                page.cell(line, place).value = one

    upload = preview(sheet, by_hand(workbook_of(sheet), sort))
    assert (upload.rows, upload.errors, upload.renamed) == ([], [], [])


def test_totals_and_group_rows_that_a_person_added_are_passed_over(district):
    district.fill("A1", "B2", "C3")
    sheet = district.sheet()

    def add(page):
        last = row_of(page, "C3")
        for place in range(5, 12):
            page.cell(last + 1, place).value = 300
        page.cell(last + 1, 2).value = "Tổng cộng"
        page.insert_rows(FIRST_ROW)
        page.cell(FIRST_ROW, 2).value = "Xã Hà Hiệu"

    upload = preview(sheet, by_hand(workbook_of(sheet), add))
    assert (upload.rows, upload.errors, upload.left_out) == ([], [], [])


# --- Which sheet it is ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        (
            {"unit": "062", "unit_name": "Huyện Pác Nặm"},
            "Trang tính “Quý III-2024” là của huyện Pác Nặm",
        ),
        ({"quarter": "2"}, "là của quý II/2024, còn biểu này là của quý III/2024"),
        ({"year": "2023"}, "là của quý III/2023"),
        ({"quarter": "II"}, "là của II/2024"),
        ({"layout": "1"}, "phiên bản khác"),
    ],
)
def test_the_sheet_of_another_return_is_refused_by_its_name(sheet, mark, said):
    with pytest.raises(WrongWorkbookError) as refused:
        read(sheet, filled(workbook_of(sheet), mark=mark))
    assert said in refused.value.error.message


def test_last_quarters_sheet_in_front_is_left_alone_and_named(district):
    """It once stored 292 figures of quarter III as those of quarter IV."""
    last = opened(filled(workbook_of(district.sheet(quarter=2)), ("A1", "revenue", 222)))
    sheet = district.sheet()
    workbook = opened(filled(workbook_of(sheet), ("A1", "member_count", 38)))
    copied(last.worksheets[0], workbook, "Quý II-2024")
    found = read(sheet, saved(workbook))
    assert {row.number: row.cells["revenue"].value for row in found.rows}["A1"] is None
    assert found.unread == (("Quý II-2024", "quý II/2024"),)
    del workbook["Quý III-2024"]
    with pytest.raises(WrongWorkbookError) as refused:
        read(sheet, saved(workbook))
    assert "Trang tính “Quý II-2024” là của quý II/2024" in refused.value.error.message


def test_the_sheet_for_comparison_is_known_wherever_it_stands(district):
    make_figures(district.cooperatives[0], 2024, 2, revenue=412_000_000, member_count=38)
    sheet = district.sheet()
    workbook = opened(workbook_of(sheet))
    workbook.move_sheet("Quý II-2024", -1)
    assert preview(sheet, saved(workbook)).changes_nothing
    del workbook["Quý III-2024"]
    with pytest.raises(WrongWorkbookError) as refused:
        read(sheet, saved(workbook))
    message = refused.value.error.message
    assert "“Quý II-2024” chỉ để so sánh" in message
    assert "“Quý III-2024”" in message


def test_a_hidden_sheet_is_refused_by_its_name(sheet):
    workbook = opened(workbook_of(sheet))
    workbook.create_sheet("Nháp")
    workbook.worksheets[0].sheet_state = "hidden"
    workbook.active = 3
    with pytest.raises(WrongWorkbookError) as refused:
        read(sheet, saved(workbook))
    assert "“Quý III-2024” đang ẩn" in refused.value.error.message


def test_a_missing_sheet_is_named(sheet):
    workbook = opened(workbook_of(sheet))
    workbook.create_sheet("Nháp")
    del workbook["Quý III-2024"]
    with pytest.raises(WrongWorkbookError) as refused:
        read(sheet, saved(workbook))
    assert "không còn trang tính “Quý III-2024”" in refused.value.error.message


def test_of_several_sheets_of_this_return_somebody_says_which_is_meant(district):
    sheet = district.sheet()
    workbook = opened(filled(workbook_of(sheet), ("A1", "revenue", 5)))
    copy = copied(workbook.worksheets[0], workbook, "Bản sao")
    copy.cell(row_of(copy, "A1"), column_of(copy, "revenue")).value = 6
    content = saved(workbook)
    found = read(sheet, content)
    assert (found.rows, found.open) == ((), 1)
    assert [value for value, _label in found.questions[0].choices] == ["Bản sao", "Quý III-2024"]
    for title, revenue in (("Bản sao", 6_000_000), ("Quý III-2024", 5_000_000)):
        found = read(sheet, content, sheet=title)
        assert found.open == 0
        assert found.rows[0].cells["revenue"].value == revenue


def test_a_copy_of_the_sheet_alone_does_not_say_what_was_stored(sheet):
    page = opened(workbook_of(sheet)).worksheets[0]
    alone = opened(workbook_of(sheet))
    for title in alone.sheetnames:
        if title != DOWNLOADED_TITLE:
            alone[title].sheet_state = "visible"
    copied(page, alone, "Bản sao")
    del alone["Quý III-2024"]
    # What was stored at another download is not what this one was downloaded with.
    with pytest.raises(WrongWorkbookError) as refused:
        read(sheet, saved(alone))
    assert "hãy tải lại tệp" in refused.value.error.message


def test_any_other_workbook_is_refused(sheet):
    workbook = opened(workbook_of(sheet))
    for title in workbook.sheetnames[1:]:
        del workbook[title]
    workbook.worksheets[0].delete_rows(MARK_ROW)
    with pytest.raises(WrongWorkbookError) as refused:
        read(sheet, saved(workbook))
    assert "không phải tải về từ đây" in refused.value.error.message


def _without_the_sheet(workbook):
    del workbook[DOWNLOADED_TITLE]


def _without_a_column(workbook):
    workbook[DOWNLOADED_TITLE].cell(2, 3).value = None


def _with_a_word(workbook):
    workbook[DOWNLOADED_TITLE]["B3"].value = "nhiều"


@pytest.mark.parametrize("change", [_without_the_sheet, _without_a_column, _with_a_word])
def test_without_what_was_stored_at_the_download_it_is_refused(district, change):
    district.fill("A1")
    sheet = district.sheet()
    workbook = opened(workbook_of(sheet))
    change(workbook)
    with pytest.raises(WrongWorkbookError) as refused:
        read(sheet, saved(workbook))
    assert "hãy tải lại tệp" in refused.value.error.message


# --- Its rows and columns -------------------------------------------------------------------------


def test_columns_may_be_moved_by_who_takes_the_protection_off(district):
    sheet = district.sheet()
    content = filled(workbook_of(sheet), ("A1", "revenue", 5), ("A1", "member_count", 7))
    content = by_hand(content, lambda page: page.insert_cols(5, 2))
    (row, *_others) = read(sheet, content).rows
    assert row.cells["revenue"].value == 5_000_000
    assert row.cells["member_count"].value == 7


@pytest.mark.parametrize("code", ["profit", REGISTRATION_NUMBER.code])
def test_without_one_of_its_columns_it_is_refused(sheet, code):
    content = by_hand(workbook_of(sheet), lambda page: page.delete_cols(column_of(page, code)))
    with pytest.raises(WrongWorkbookError) as refused:
        read(sheet, content)
    assert "thiếu cột" in refused.value.error.message


def test_a_number_that_lost_its_text_format_is_still_found(district):
    make_cooperative(district.commune, registration_number="61001")
    sheet = district.sheet()

    def lose(page):
        page.cell(row_of(page, "61001"), 1).value = 61001.0

    rows = read(sheet, by_hand(workbook_of(sheet), lose)).rows
    assert "61001" in [row.number for row in rows]


def test_reading_a_workbook_stores_nothing(sheet):
    preview(sheet, workbook_of(sheet))
    assert not QuarterlyReturn.objects.exists()
