"""Which sheet of a workbook is meant, and where in it the table begins."""

from datetime import date

import pytest
from openpyxl import Workbook

from cooperatives.models import Cooperative, Organisation
from tests.spreadsheets import ods, saved, xls

HEADER = ("registration_number", "name", "unit_code", "founded_on")
ROW = ("0610002", "HTX Miến dong", "061", date(2020, 1, 2))
TABLE = [HEADER, ROW]
OTHER = [["Ghi chú"], ["Số liệu đến 30/6"]]
TITLES = [["DANH SÁCH HỢP TÁC XÃ"], ["(kèm theo Công văn số 12)"], []]


@pytest.fixture(autouse=True)
def unit(district):
    return district


def workbook(*sheets) -> bytes:
    """A workbook of sheets: title, rows, state."""
    made = Workbook()
    made.remove(made.active)
    for title, rows, *state in sheets:
        sheet = made.create_sheet(title)
        sheet.sheet_state = state[0] if state else "visible"
        for row in rows:
            sheet.append(row)
    return saved(made)


def load_xlsx(load, *sheets, options=()):
    return load("cooperatives", workbook(*sheets), *options, name="htx.xlsx")


def only_error(run):
    (error,) = run.errors
    assert run.status == 1
    assert not Organisation.objects.exists()
    return error


# --- Which sheet ----------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["visible", "hidden", "veryHidden"])
def test_the_only_sheet_with_the_columns_is_read_and_said(load, state):
    run = load_xlsx(load, ("Bìa", OTHER, state), ("HTX 2024", TABLE))
    assert run.counts == (1, 0, 0)
    assert run.err.strip() == "Đang đọc trang tính “HTX 2024”."


def test_nothing_is_said_of_the_only_sheet_with_anything_in_it(load):
    run = load_xlsx(load, ("HTX", TABLE), ("Sheet2", []))
    assert (run.counts, run.err) == ((1, 0, 0), "")


def test_of_several_sheets_none_is_taken_in_silence(load):
    row, column, value, message = only_error(
        load_xlsx(load, ("Bìa", OTHER), ("HTX 2024", TABLE), ("HTX cũ", TABLE, "hidden"))
    )
    assert (row, column, value) == (1, "", "“HTX 2024”, “HTX cũ”")
    assert "--sheet" in message


def test_a_hidden_sheet_is_not_taken_in_silence(load):
    value = only_error(load_xlsx(load, ("HTX", TABLE, "hidden"), ("Bìa", OTHER)))[2]
    assert value == "“HTX”"


def test_a_hidden_sheet_may_be_named(load):
    run = load_xlsx(load, ("HTX", TABLE, "hidden"), ("Bìa", OTHER), options=("--sheet", "htx "))
    assert run.counts == (1, 0, 0)
    assert run.err.strip() == "Đang đọc trang tính ẩn “HTX”."


def test_the_named_sheet_is_read(load):
    other = [HEADER, ("0610009", *ROW[1:])]
    run = load_xlsx(load, ("một", TABLE), ("hai", other), options=("--sheet", "hai"))
    assert run.counts == (1, 0, 0)
    assert Cooperative.objects.get().registration_number == "0610009"


def test_a_sheet_that_is_not_there_is_said_with_those_that_are(load):
    row, _column, value, message = only_error(
        load_xlsx(load, ("một", TABLE), ("hai", TABLE), options=("--sheet", "ba"))
    )
    assert (row, value) == (1, "ba")
    assert "“một”, “hai”" in message


def test_where_no_sheet_has_the_columns_the_likeliest_tells_what_it_lacks(load):
    run = load_xlsx(load, ("Bìa", OTHER), ("HTX", [HEADER[1:], ROW[1:]]))
    assert run.errors[-1][:2] == (1, "registration_number")
    assert "“HTX”" in run.err


@pytest.mark.parametrize(("make", "name"), [(xls, "htx.xls"), (ods, "htx.ods")])
def test_workbooks_of_other_kinds_are_read(load, make, name):
    run = load("cooperatives", make(("HTX", TABLE)), name=name)
    assert run.counts == (1, 0, 0)
    assert Cooperative.objects.get().founded_on == ROW[3]


# --- Where the table begins -----------------------------------------------------------------------


def test_a_header_further_down_is_found_and_said(load):
    run = load_xlsx(load, ("HTX", [*TITLES, *TABLE]))
    assert run.counts == (1, 0, 0)
    assert run.err.strip() == "Tên các cột ở dòng 4."


def test_rows_count_as_in_the_file(load):
    wrong = [*TITLES, HEADER, ROW, ("0610003", "HTX", "061", "mai")]
    assert only_error(load_xlsx(load, ("HTX", wrong)))[:3] == (6, "founded_on", "mai")


def test_what_is_wrong_with_a_header_further_down_stands_at_its_row(load):
    wrong = [*TITLES, (*HEADER, "màu sắc"), (*ROW, "đỏ")]
    assert only_error(load_xlsx(load, ("HTX", wrong)))[:2] == (4, "màu sắc")


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_csv_may_begin_with_titles_too(load, delimiter):
    lines = [
        "DANH SÁCH,,,",
        "",
        ",".join(HEADER),
        "0610002,HTX Miến dong,061,2020-01-02",
        "0610003,HTX hai",
    ]
    content = "\n".join(lines).replace(",", delimiter)
    row, _column, value, message = only_error(load("cooperatives", content))
    assert (row, value) == (5, "0610003,HTX hai")
    assert "2 ô" in message
    assert load("cooperatives", content.rpartition("\n")[0]).counts == (1, 0, 0)


def test_a_header_that_comes_again_is_a_row(load):
    """As at the head of each printed page: it names no new table."""
    again = [HEADER, ROW, HEADER]
    assert {error[0] for error in load_xlsx(load, ("HTX", again)).errors} == {3}


def test_a_first_row_with_some_of_the_columns_is_the_header(load):
    """Not the fuller row below: what stands between would be lost."""
    rows = [(*HEADER[:2], "mã", "ngày"), ROW, HEADER, ROW]
    assert load_xlsx(load, ("HTX", rows)).errors[0][:2] == (1, "mã")
