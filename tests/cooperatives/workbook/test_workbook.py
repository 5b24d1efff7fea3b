"""The workbook of a return: what is in it, what Excel lets a person do, and that it reads back."""

import datetime

import pytest
from openpyxl.utils import range_boundaries

from cooperatives.catalogue.figures import codes
from cooperatives.files.columns import REGISTRATION_NUMBER
from cooperatives.models import QuarterlyReturn
from cooperatives.returns.sheet import quarterly_sheet
from cooperatives.workbook import WrongWorkbookError, file_name, read_workbook, workbook_of
from cooperatives.workbook.layout import (
    CODES_ROW,
    DOWNLOADED_TITLE,
    FIRST_ROW,
    IDENTITY_TITLE,
    LABELS_ROW,
)
from cooperatives.workbook.upload import preview_upload
from tests.cooperatives.workbook.workbooks import by_hand, column_of, filled, opened, row_of, saved
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
        "Thành viên\n(người)",
    ]


def test_it_names_no_day_in_a_year_that_was_never_opened(district):
    sheet = district.sheet(year=2023, quarter=4)
    assert "Hạn nộp" not in opened(workbook_of(sheet)).worksheets[0]["A2"].value


def test_it_speaks_the_language_of_the_page(district, english):
    page = opened(workbook_of(district.sheet())).worksheets[0]
    assert page.title == "Quarter III-2024"
    assert page["E5"].value == "Revenue\n(million VND)"


def test_the_cooperatives_are_filled_in(page):
    rows = [[cell.value for cell in row[:4]] for row in page.iter_rows(min_row=FIRST_ROW)]
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
    assert workbook.sheetnames == ["Quý III-2024", IDENTITY_TITLE, DOWNLOADED_TITLE]
    assert [page.title for page in workbook if page.sheet_state == "visible"] == ["Quý III-2024"]


def test_what_is_stored_at_the_download_goes_along_exactly_and_out_of_sight(district):
    district.save(
        ("A1", "revenue", "1.635,5"), ("A1", "profit", "-0,000001"), ("A1", "note", "=2+2")
    )
    page = opened(workbook_of(district.sheet()))[DOWNLOADED_TITLE]
    assert page.sheet_state == "hidden"
    header, first, second, _third = [[cell.value for cell in row] for row in page.iter_rows()]
    assert header == [REGISTRATION_NUMBER.code, *codes(), "note"]
    assert first == ["A1", "1635500000", "-1", None, None, None, None, None, "=2+2"]
    assert page["I2"].data_type == "s"
    assert second == ["B2", *[None] * 8]


def test_demo_data_says_so(district):
    make_return(district.unit, 2024, 3, state="draft", is_demo=True)
    assert "minh họa" in opened(workbook_of(district.sheet())).worksheets[0]["A1"].value


def test_the_file_is_named_in_plain_letters(sheet):
    assert file_name(sheet) == "bieu-quy-3-2024-huyen-ba-be.xlsx"


# --- What Excel does with it ----------------------------------------------------------------------


def test_only_figures_and_notes_are_open(page):
    assert page.protection.sheet
    assert page.protection.password is None
    places = [column_of(page, field) for field in (*codes(), "note")]
    for row in page.iter_rows():
        for cell in row:
            is_open = cell.row >= FIRST_ROW and cell.column in places
            assert cell.protection.locked is not is_open, cell.coordinate


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
        assert (left, top, bottom) == (right, FIRST_ROW, page.max_row)
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
        assert f"{own}6=INT({own}6)" in formula
        assert "OR(COUNT(I6,J6,K6)<3,SUM(J6,K6)<=I6)" in formula
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
    assert page.freeze_panes == "C6"
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert page.page_setup.fitToWidth == 1
    assert page.print_title_rows == "$5:$5"
    assert page.row_dimensions[CODES_ROW].hidden
    assert page["E6"].number_format == "#,##0.0#####"
    assert page["A6"].number_format == "@"


def test_a_return_without_cooperatives_gives_a_file_too(district):
    sheet = quarterly_sheet(district.officer, 2024, 3, district.other.code)
    assert opened(workbook_of(sheet)).worksheets[0].max_row == LABELS_ROW


# --- Reading it back ------------------------------------------------------------------------------


def test_as_downloaded_it_changes_nothing(district):
    district.fill("A1", "B2")
    district.save(("C3", "revenue", "0,000001"), ("C3", "note", "chờ, =x"))
    sheet = district.sheet()
    upload = preview_upload(sheet, read_workbook(sheet, "a.xlsx", workbook_of(sheet)))
    assert (upload.rows, upload.errors, upload.missing, upload.renamed) == ([], [], [], [])
    assert upload.unchanged == 2 * len(codes()) + 2


@pytest.mark.parametrize(
    ("identity", "said"),
    [
        ({"unit": "062", "unit_name": "Huyện Pác Nặm"}, "Đây là tệp của Huyện Pác Nặm"),
        ({"quarter": "2"}, "Đây là tệp của quý II/2024, còn biểu này là của quý III/2024"),
        ({"year": "2023"}, "Đây là tệp của quý III/2023"),
        ({"quarter": "II"}, "Đây là tệp của II/2024"),
        ({"layout": "1"}, "phiên bản khác"),
    ],
)
def test_the_file_of_another_return_is_refused_with_the_reason(sheet, identity, said):
    content = filled(workbook_of(sheet), identity=identity)
    with pytest.raises(WrongWorkbookError) as refused:
        read_workbook(sheet, "a.xlsx", content)
    assert said in refused.value.error.message


def test_any_other_workbook_is_refused(sheet):
    workbook = opened(workbook_of(sheet))
    del workbook[IDENTITY_TITLE]
    with pytest.raises(WrongWorkbookError) as refused:
        read_workbook(sheet, "a.xlsx", saved(workbook))
    assert "không phải tải về từ đây" in refused.value.error.message


def _without_the_sheet(workbook):
    del workbook[DOWNLOADED_TITLE]


def _without_a_column(workbook):
    workbook[DOWNLOADED_TITLE].delete_cols(3)


def _with_a_word(workbook):
    workbook[DOWNLOADED_TITLE]["B2"].value = "nhiều"


@pytest.mark.parametrize("change", [_without_the_sheet, _without_a_column, _with_a_word])
def test_without_what_was_stored_at_the_download_it_is_refused(district, change):
    district.fill("A1")
    sheet = district.sheet()
    workbook = opened(workbook_of(sheet))
    change(workbook)
    with pytest.raises(WrongWorkbookError) as refused:
        read_workbook(sheet, "a.xlsx", saved(workbook))
    assert "hãy tải lại tệp" in refused.value.error.message


def test_columns_may_be_moved_by_who_takes_the_protection_off(district):
    sheet = district.sheet()
    content = filled(workbook_of(sheet), ("A1", "revenue", 5), ("A1", "member_count", 7))
    content = by_hand(content, lambda page: page.insert_cols(5, 2))
    (row, *_others) = read_workbook(sheet, "a.xlsx", content)
    assert (row.cells["revenue"], row.cells["member_count"]) == (5, 7)


@pytest.mark.parametrize("code", ["profit", REGISTRATION_NUMBER.code])
def test_without_one_of_its_columns_it_is_refused(sheet, code):
    content = by_hand(workbook_of(sheet), lambda page: page.delete_cols(column_of(page, code)))
    with pytest.raises(WrongWorkbookError) as refused:
        read_workbook(sheet, "a.xlsx", content)
    assert "thiếu cột" in refused.value.error.message


def test_a_number_that_lost_its_text_format_is_still_found(district):
    make_cooperative(district.commune, registration_number="61001")
    sheet = district.sheet()

    def lose(page):
        page.cell(row_of(page, "61001"), 1).value = 61001.0

    rows = read_workbook(sheet, "a.xlsx", by_hand(workbook_of(sheet), lose))
    assert "61001" in [row.number for row in rows]


def test_reading_a_workbook_stores_nothing(sheet):
    preview_upload(sheet, read_workbook(sheet, "a.xlsx", workbook_of(sheet)))
    assert not QuarterlyReturn.objects.exists()
