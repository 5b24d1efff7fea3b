"""Files as they come: delimiters, sheets, formulas, stray characters, damage."""

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook, load_workbook

from cooperatives.files.limits import UPLOAD
from cooperatives.files.table import read_table
from cooperatives.models import Cooperative, Organisation
from tests.cooperatives.imports.files import as_xlsx

HEADER = ("registration_number", "name", "unit_code", "founded_on")
ROW = ("0610002", "HTX Miến dong", "061", date(2020, 1, 2))
CSV = "registration_number,name,unit_code,founded_on\n0610002,HTX Miến dong,061,2020-01-02\n"


@pytest.fixture(autouse=True)
def unit(district):
    return district


def only_error(run):
    (error,) = run.errors
    assert run.status == 1
    assert not Organisation.objects.exists()
    return error


# --- CSV ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_delimiter_and_line_ends_are_found_out(load, delimiter, end, bom):
    content = bom + CSV.replace(",", delimiter).replace("\n", end)
    assert load("cooperatives", content, name="HTX.CSV").counts == (1, 0, 0)


def test_text_is_tidied(load):
    decomposed = "HTX  Mie\u0302\u0301n\u200b dong "
    load("cooperatives", CSV.replace("HTX Miến dong", decomposed))
    assert Cooperative.objects.get().name == "HTX Miến dong"


def test_rows_count_records_and_blank_ones_too(load):
    content = CSV + '\n0610003,"HTX\nhai dòng",061,2020-01-02\n,,,\n0610004,HTX,061,mai\n'
    assert only_error(load("cooperatives", content))[:3] == (6, "founded_on", "mai")


def test_a_name_over_two_lines_becomes_one(load):
    load("cooperatives", CSV.replace("HTX Miến dong", '"HTX\nMiến dong"'))
    assert Cooperative.objects.get().name == "HTX Miến dong"


def test_a_line_cut_off_is_no_blank_cell(load):
    row, _column, value, message = only_error(load("cooperatives", CSV + "0610003,HTX hai\n"))
    assert (row, value) == (3, "0610003,HTX hai")
    assert "2 ô" in message


def test_a_cell_beyond_the_header_is_named(load):
    content = CSV.replace("2020-01-02", "2020-01-02,thừa")
    assert only_error(load("cooperatives", content))[:3] == (2, "", "thừa")
    content = CSV.replace("\n", ",\n", 1).replace("2020-01-02", "2020-01-02,thừa")
    assert only_error(load("cooperatives", content))[:3] == (2, "", "thừa")


def test_a_row_far_wider_than_the_header_is_one_error(load):
    content = CSV.replace("2020-01-02", "2020-01-02,thừa" + ",nữa" * 50)
    assert only_error(load("cooperatives", content))[:3] == (2, "", "thừa")


def test_empty_columns_at_the_end_are_no_matter(load):
    assert load("cooperatives", CSV.replace("\n", ",,\n")).counts == (1, 0, 0)


def test_an_open_quotation_mark_is_named_by_its_row(load):
    row, _column, _value, message = only_error(
        load("cooperatives", CSV + '0610003,"HTX hai,061,2020-01-02\n')
    )
    assert row == 3
    assert "dấu nháy" in message


def test_the_row_of_a_letter_that_is_no_utf8_is_named(load):
    content = CSV.encode() + b"0610003,HTX M\xeate,061,2020-01-02\n"
    row, _column, value, message = only_error(load("cooperatives", content))
    assert (row, value) == (3, "0610003,HTX M\ufffdte,061,2020-01-02")
    assert "CSV UTF-8" in message


def test_binary_rubbish_is_no_text(load):
    row, _column, _value, message = only_error(load("cooperatives", CSV + "0610003,\x00\n"))
    assert row == 3
    assert "CSV UTF-8" in message


@pytest.mark.parametrize("content", ["", "\n", "\ufeff", ",,,\n"])
def test_without_a_header_nothing_is_read(load, content):
    row, _column, _value, message = only_error(load("cooperatives", content))
    assert row == 1
    assert "tên các cột" in message


def test_a_header_alone_changes_nothing(load):
    assert load("cooperatives", CSV.splitlines()[0]).json["errors"] == []


@pytest.mark.parametrize("name", ["htx", "htx.xls", "htx.ods", "htx.txt", "htx.xlsm"])
def test_a_csv_is_read_under_no_other_name(load, name):
    row, _column, value, message = only_error(load("cooperatives", CSV, name=name))
    assert row == 1
    assert value.endswith(name)
    assert ".xlsx" in message


# --- Numbers --------------------------------------------------------------------------------------

REPORT = "registration_number,year,revenue_million,profit_million\n"


def report(cooperative):
    return cooperative.yearly_reports.get()


def test_a_number_elsewhere_settles_the_decimal_mark(load, cooperative):
    load("yearly_reports", REPORT + '0610001,2023,1.635,"20,5"\n')
    assert (report(cooperative).revenue, report(cooperative).profit) == (1635_000_000, 20_500_000)


def test_a_fraction_of_one_settles_it_too(load, cooperative):
    load("yearly_reports", REPORT + "0610001,2023,1.635,0.125\n")
    assert (report(cooperative).revenue, report(cooperative).profit) == (1_635_000, 125_000)


def test_numbers_that_use_both_marks_contradict_each_other(load, cooperative):
    run = load("yearly_reports", REPORT + '0610001,2023,"20,5",1\n0610001,2022,1,20.5\n')
    ((row, column, value, message),) = run.errors
    assert (row, column, value) == (3, "profit_million", "20.5")
    assert "“,”" in message


@pytest.mark.parametrize(("mark", "vnd"), [("point", 1_635_000), ("comma", 1_635_000_000)])
def test_where_nothing_settles_the_mark_it_is_asked_for_once(load, cooperative, mark, vnd):
    content = REPORT + "0610001,2023,1.635,2.000\n0610001,2022,3.500,\n"
    ((row, column, value, message),) = load("yearly_reports", content).errors
    assert (row, column, value) == (2, "revenue_million", "1.635")
    assert "--decimal point|comma" in message
    assert not cooperative.yearly_reports.exists()
    assert load("yearly_reports", content, "--decimal", mark).counts == (2, 0, 0)
    assert cooperative.yearly_reports.get(year=2023).revenue == vnd
    assert load("yearly_reports", content, "--decimal", mark).counts == (0, 0, 2)


def test_texts_that_are_no_numbers_do_not_settle_the_mark(load, cooperative):
    """The note says 20,5, and a number in it is no number of the file."""
    content = (
        'registration_number,year,quarter,revenue_million,note\n0610001,2024,1,1.635,"giá 20,5"\n'
    )
    assert "--decimal" in load("quarterly_figures", content).errors[0][3]


def test_numbers_of_a_workbook_are_taken_as_they_are(load, cooperative):
    header = REPORT.strip().split(",")
    content = as_xlsx(header, [("0610001", 2023, 1.635, 2)])
    assert load("yearly_reports", content, name="x.xlsx").counts == (1, 0, 0)
    assert report(cooperative).revenue == 1_635_000


def test_a_fraction_that_excel_cannot_write_exactly_is_no_finer_than_it_shows(load, cooperative):
    content = as_xlsx(REPORT.strip().split(","), [("0610001", 2023, 0.1 + 0.2, None)])
    assert load("yearly_reports", content, name="x.xlsx").counts == (1, 0, 0)
    assert report(cooperative).revenue == 300_000


def test_our_own_six_decimals_come_back_as_they_were(load, cooperative):
    load("yearly_reports", REPORT + "0610001,2023,1.635000,2\n")
    assert report(cooperative).revenue == 1_635_000


# --- Workbooks ------------------------------------------------------------------------------------


def workbook(*sheets) -> bytes:
    """A workbook of sheets: title, rows, state."""
    made = Workbook()
    made.remove(made.active)
    for title, rows, state in sheets:
        sheet = made.create_sheet(title)
        sheet.sheet_state = state
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def load_xlsx(load, rows):
    return load("cooperatives", as_xlsx(HEADER, rows), name="htx.xlsx")


def test_the_first_visible_sheet_is_read(load):
    content = workbook(
        ("ẩn", [["rác"]], "hidden"),
        ("HTX", [HEADER, ROW], "visible"),
        ("khác", [["rác"]], "visible"),
    )
    assert load("cooperatives", content, name="htx.xlsx").counts == (1, 0, 0)


def test_blank_rows_of_a_workbook_count(load):
    run = load_xlsx(load, [ROW, (None,) * 4, ("0610003", "HTX", "061", "mai")])
    assert only_error(run)[:3] == (4, "founded_on", "mai")


def test_a_number_that_excel_made_of_a_code_is_asked_back(load):
    row, column, value, message = only_error(load_xlsx(load, [(610002, "HTX", 61, ROW[3])]))
    assert (row, column, value) == (2, "unit_code", "61")
    assert "061" in message


@pytest.mark.parametrize(
    ("place", "cell", "column", "word"),
    [
        (1, True, "name", "đúng/sai"),
        (1, date(2020, 5, 1), "name", "văn bản"),
        (1, "HTX\ue000", "name", "ký tự"),
        (3, datetime(2020, 1, 2, 8, 30), "founded_on", "giờ"),  # noqa: DTZ001
        (3, 43832, "founded_on", "30/6/2023"),
        (1, "#REF!", "name", "công thức"),
        (3, "#N/A", "founded_on", "công thức"),
    ],
)
def test_what_excel_made_of_a_cell_is_explained(load, place, cell, column, word):
    row = [*ROW]
    row[place] = cell
    found = only_error(load_xlsx(load, [row]))
    assert found[:2] == (2, column)
    assert word in found[3].lower()


def test_a_formula_never_calculated_has_no_result(load):
    found = only_error(load_xlsx(load, [(*ROW[:1], '="HTX "&"Miến"', *ROW[2:])]))
    assert found[:3] == (2, "name", '="HTX "&"Miến"')
    assert "Excel" in found[3]


def test_the_result_of_a_formula_is_read(load):
    """As Excel saves it: the formula, and beside it what it gave."""
    plain = as_xlsx(HEADER, [(*ROW[:1], "KẾT QUẢ", *ROW[2:])])
    source, target = zipfile.ZipFile(io.BytesIO(plain)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for entry in source.infolist():
            text = source.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                start = text.index(b'<c r="B2"')
                end = text.index(b"</c>", start) + 4
                cell = '<c r="B2" t="str"><f>CONCAT("HTX"," Bí")</f><v>HTX Bí</v></c>'
                text = text[:start] + cell.encode() + text[end:]
            archive.writestr(entry, text)
    assert load("cooperatives", target.getvalue(), name="htx.xlsx").counts == (1, 0, 0)
    assert Cooperative.objects.get().name == "HTX Bí"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 not a zip",
        b"registration_number,name\n",
        as_xlsx(HEADER, [ROW])[:-200],
        as_xlsx(HEADER, [ROW])[:300],
    ],
)
def test_a_damaged_workbook_is_explained(load, content):
    row, _column, _value, message = only_error(load("cooperatives", content, name="htx.xlsx"))
    assert row == 1
    assert "Excel" in message


def test_a_zip_of_other_things_is_no_workbook(load):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("readme.txt", "x")
    assert only_error(load("cooperatives", content.getvalue(), name="htx.xlsx"))[0] == 1


def test_a_workbook_named_csv_is_not_read_as_text(load):
    assert only_error(load("cooperatives", as_xlsx(HEADER, [ROW]), name="htx.csv"))[0] == 1


def test_entities_of_a_workbook_are_not_expanded(load):
    plain = as_xlsx(HEADER, [ROW])
    bomb = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as source, zipfile.ZipFile(bomb, "w") as archive:
        for entry in source.infolist():
            text = source.read(entry)
            if entry.filename == "xl/workbook.xml":
                text = b'<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + text
            archive.writestr(entry, text)
    assert only_error(load("cooperatives", bomb.getvalue(), name="htx.xlsx"))[0] == 1


def test_blank_rows_between_full_ones_are_no_rows_of_the_table():
    made = load_workbook(io.BytesIO(as_xlsx(HEADER, [ROW])))
    made.active.cell(row=30_000, column=1, value="x")
    content = io.BytesIO()
    made.save(content)
    known = dict(zip(HEADER, HEADER, strict=True))
    table = read_table("htx.xlsx", content.getvalue(), known, HEADER, UPLOAD)
    assert [number for number, _cells in table.rows] == [2, 30_000]
