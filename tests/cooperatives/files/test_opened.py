"""Files of others, opened: values stay what they are, and a blank is only what is blank."""

import subprocess
import sys
from datetime import date, datetime, time, timedelta

import pytest
from openpyxl import Workbook

from cooperatives.files.cells import FailedResult, MissingResult, Percentage
from cooperatives.files.limits import UPLOAD
from cooperatives.files.opened import open_file
from cooperatives.files.process import ROOT
from cooperatives.files.refusals import UnreadableFileError
from tests.spreadsheets import compound_file, ods, rewritten, saved, xls, xlsx

DAY, MOMENT = date(2024, 1, 2), datetime(2024, 1, 2, 8, 30)  # noqa: DTZ001
ROW = ("HTX Bí", 12, 12.5, True, None, DAY, MOMENT, "0610001", " 1,5 ")


def rows(name, content):
    (sheet,) = open_file(name, content, UPLOAD).sheets
    return sheet.rows


def refusal(name, content):
    with pytest.raises(UnreadableFileError) as refused:
        open_file(name, content, UPLOAD)
    return refused.value.error


# --- Values ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.xlsx", xlsx([ROW])), ("a.ods", ods(("A", [ROW]))), ("a.xls", xls(("A", [ROW])))],
)
def test_values_stay_what_they_are(name, content):
    ((*cells,),) = rows(name, content)
    assert cells == list(ROW)
    assert [type(cell) for cell in cells] == [type(cell) for cell in ROW]


PERCENTS = ("HTX Bí", Percentage(45), 0.45, Percentage(7.5), Percentage(100), 1)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", xlsx([PERCENTS])),
        ("a.ods", ods(("A", [PERCENTS]))),
        ("a.xls", xls(("A", [PERCENTS]))),
    ],
)
def test_what_is_shown_as_per_cent_is_read_as_it_is_shown(name, content):
    """0.45 is stored under 45 %, and was read as it is stored: a hundred times too small."""
    ((*cells,),) = rows(name, content)
    assert cells == list(PERCENTS)
    assert [type(cell) for cell in cells] == [type(cell) for cell in PERCENTS]


def test_a_format_that_only_writes_a_percent_sign_changes_no_number():
    workbook = Workbook()
    for place, shown in enumerate(('0"%"', "0\\%", "0%"), start=1):
        cell = workbook.active.cell(1, place, 45)
        cell.number_format = shown
    assert rows("a.xlsx", saved(workbook)) == ((45, 45, Percentage(4500)),)


def test_text_failed_and_blank_cells_formatted_as_per_cent_stay_what_they_are():
    workbook = Workbook()
    for place, value in enumerate(("không", "=1/0", None, True, 0.5), start=1):
        workbook.active.cell(1, place, value).number_format = "0%"
    ((text, _formula, nothing, true, half),) = rows("a.xlsx", saved(workbook))
    assert (text, nothing, true, half) == ("không", None, True, Percentage(50))


@pytest.mark.parametrize("make", [ods, xls])
def test_an_xls_and_an_ods_are_known_by_their_content(make):
    assert rows("a.xlsx", make(("A", [["HTX", 1]]))) == (("HTX", 1),)


def test_a_time_alone_and_a_span_stay_such():
    cells = (time(8, 30), timedelta(hours=30))
    assert rows("a.xlsx", xlsx([cells])) == (cells,)
    spans = [
        f'<table:table-cell office:value-type="time" office:time-value="{text}"/>'.encode()
        for text in ("PT08H30M00S", "PT30H00M00S")
    ]
    assert rows("a.ods", ods(("A", [spans]))) == (cells,)


def test_what_is_no_number_stays_a_text():
    content = rewritten(xlsx([[5]]), "xl/worksheets/sheet1.xml", b"<v>5</v>", b"<v>1e999</v>")
    assert rows("a.xlsx", content) == (("inf",),)


@pytest.mark.parametrize(
    ("name", "make"), [("a.xlsx", xlsx), ("a.ods", lambda rows: ods(("", rows)))]
)
def test_rows_keep_their_places_and_end_with_their_last_cell(name, make):
    content = make([[], [None, None, "a", None], [], ["b", None]])
    assert rows(name, content) == ((), (None, None, "a"), (), ("b",))


def test_cells_without_places_of_their_own_stand_beside_each_other():
    cells = (
        b'</row><row><c r="C2"><v>1</v></c><c><v>2</v></c></row><row><c t="e"><v>#N/A</v></c></row>'
    )
    content = rewritten(xlsx([["a"]]), "xl/worksheets/sheet1.xml", b"</row>", cells)
    assert rows("a.xlsx", content) == (("a",), (None, None, 1, 2), ("#N/A",))


def test_hidden_rows_and_columns_are_read_and_hidden_sheets_are_marked():
    workbook = Workbook()
    page = workbook.active
    page.append(["a", "b"])
    page.append(["c", "d"])
    page.row_dimensions[2].hidden = page.column_dimensions["B"].hidden = True
    for state in ("hidden", "veryHidden"):
        workbook.create_sheet(state).sheet_state = state
    shown, *hidden = open_file("a.xlsx", saved(workbook), UPLOAD).sheets
    assert (shown.is_visible, shown.rows) == (True, (("a", "b"), ("c", "d")))
    assert [(sheet.title, sheet.is_visible) for sheet in hidden] == [
        ("hidden", False),
        ("veryHidden", False),
    ]


@pytest.mark.parametrize(("name", "make"), [("a.ods", ods), ("a.xls", xls)])
def test_hidden_sheets_of_others_are_marked_too(name, make):
    content = make(("một", [["a"]]), ("hai", [["b"]], "hidden"))
    sheets = open_file(name, content, UPLOAD).sheets
    assert [(one.title, one.is_visible, one.rows) for one in sheets] == [
        ("một", True, (("a",),)),
        ("hai", False, (("b",),)),
    ]


def test_merged_cells_are_told():
    workbook = Workbook()
    workbook.active["B2"] = "Cán bộ quản lý"
    workbook.active.merge_cells("B2:D3")
    (sheet,) = open_file("a.xlsx", saved(workbook), UPLOAD).sheets
    assert sheet.merged == ((1, 1, 2, 3),)
    wide = (
        b'<table:table-cell office:value-type="string" table:number-columns-spanned="3"'
        b' table:number-rows-spanned="2"><text:p>a</text:p></table:table-cell>'
        b"<table:covered-table-cell table:number-columns-repeated='2'/>"
    )
    (sheet,) = open_file("a.ods", ods(("A", [[], [None, wide, 5]])), UPLOAD).sheets
    assert sheet.merged == ((1, 1, 2, 3),)
    assert sheet.rows[1] == (None, "a", None, None, 5)


def test_a_sheet_can_be_read_at_one_width():
    (sheet,) = open_file("a.xlsx", xlsx([["a"], ["b", "c", "d"]]), UPLOAD).sheets
    assert list(sheet.cells(2)) == [("a", None), ("b", "c")]


def test_repeated_rows_and_cells_of_an_ods_are_all_there():
    twice = (
        b'<table:table-cell office:value-type="float" office:value="7"'
        b' table:number-columns-repeated="2"/><table:table-cell'
        b' table:number-columns-repeated="16382"/>'
    )
    content = ods(("A", [["a"], [twice]]))
    repeated = b'<table:table-row table:number-rows-repeated="3">'
    content = rewritten(
        content,
        "content.xml",
        b'<table:table-row><table:table-cell office:value-type="float"',
        repeated + b'<table:table-cell office:value-type="float"',
    )
    assert rows("a.ods", content) == (("a",), (7, 7), (7, 7), (7, 7))


def test_remarks_are_no_part_of_a_cell_and_its_lines_are():
    cell = (
        b'<table:table-cell office:value-type="string"><office:annotation><text:p>note</text:p>'
        b"</office:annotation><text:p>HTX<text:s/><text:span>An</text:span></text:p>"
        b"<text:p>Ba<text:line-break/>B\xe1\xbb\x83</text:p></table:table-cell>"
    )
    assert rows("a.ods", ods(("A", [[cell]]))) == (("HTX An\nBa\nBể",),)


# --- What is no blank -----------------------------------------------------------------------------


def cell(xml):
    """A workbook with this cell between a 1 and a 3, in its second row."""
    return rewritten(
        xlsx([["x", "y"]]),
        "xl/worksheets/sheet1.xml",
        b"</row>",
        b'</row><row r="2"><c r="A2"><v>1</v></c>%s<c r="C2"><v>3</v></c></row>' % xml,
    )


@pytest.mark.parametrize(
    "xml",
    [
        b'<c r="B2"><f>A1+1</f></c>',
        b'<c r="B2"><f>A1+1</f><v></v></c>',
        b'<c r="B2"><f>A1+1</f><v/></c>',
        b'<c r="B2" t="str"><f>A1+1</f></c>',
    ],
)
def test_a_formula_without_a_result_is_no_blank(xml):
    one, missing, three = rows("a.xlsx", cell(xml))[1]
    assert (one, three) == (1, 3)
    assert isinstance(missing, MissingResult)
    assert str(missing) == "=A1+1"


@pytest.mark.parametrize(
    ("xml", "value"),
    [
        (b'<c r="B2"><f>A1+1</f><v>0</v></c>', 0),
        (b'<c r="B2" t="str"><f>A1</f><v>HTX</v></c>', "HTX"),
        (b'<c r="B2" t="str"><f>""</f><v></v></c>', None),
        (b'<c r="B2" t="b"><f>TRUE()</f><v>1</v></c>', True),
        (b'<c r="B2" s="0"/>', None),
    ],
)
def test_the_result_of_a_formula_is_its_value(xml, value):
    assert rows("a.xlsx", cell(xml))[1] == (1, value, 3)


@pytest.mark.parametrize(
    "xml",
    [
        b'<c r="B2" t="e"><v>#DIV/0!</v></c>',
        b"<c r='B2' t='e'><f>1/0</f><v>#DIV/0!</v></c>",
    ],
)
def test_a_failed_formula_is_no_blank(xml):
    _one, failed, _three = rows("a.xlsx", cell(xml))[1]
    assert failed == "#DIV/0!"
    assert isinstance(failed, FailedResult)


def test_marks_beyond_all_values_are_there_too():
    content = cell(b'<c r="B2"/>')
    content = rewritten(
        content,
        "xl/worksheets/sheet1.xml",
        b"</sheetData>",
        b'<row r="4"><c r="E4" t="e"><v>#REF!</v></c></row></sheetData>',
    )
    assert rows("a.xlsx", content)[3] == (None, None, None, None, "#REF!")


def test_each_sheet_has_its_own_marks():
    content = xlsx(một=[["a"]], hai=[["b", "=1+1"]])
    first, second = open_file("a.xlsx", content, UPLOAD).sheets
    assert first.rows == (("a",),)
    assert isinstance(second.rows[0][1], MissingResult)


def test_a_failed_formula_of_an_xls_is_no_blank():
    content = xls(("A", [["x", b"#DIV/0!"]]), ("B", [[b"#N/A", 5]]))
    first, second = open_file("a.xls", content, UPLOAD).sheets
    assert (first.rows, second.rows) == ((("x", "#DIV/0!"),), (("#N/A", 5),))
    assert isinstance(first.rows[0][1], FailedResult)


def test_formulas_of_an_ods_are_no_blanks():
    cells = [
        b'<table:table-cell table:formula="of:=1/0" office:value-type="string"'
        b' office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p>'
        b"</table:table-cell>",
        b'<table:table-cell table:formula="of:=[.A1]+1"/>',
        b'<table:table-cell table:formula="of:=1" office:value-type="float" office:value="1"/>',
        b'<table:table-cell table:formula="of:=FOO()" office:value-type="string">'
        b"<text:p>Err:508</text:p></table:table-cell>",
        b'<table:table-cell table:formula="of:=&quot;&quot;" office:value-type="string"/>',
    ]
    ((failed, missing, one, other, *empty),) = rows("a.ods", ods(("A", [cells])))
    assert (failed, one, other, empty) == ("#DIV/0!", 1, "Err:508", [])
    assert isinstance(failed, FailedResult)
    assert isinstance(other, FailedResult)
    assert isinstance(missing, MissingResult)
    assert str(missing) == "=[.A1]+1"


# --- CSV ------------------------------------------------------------------------------------------


def test_cells_of_a_csv_are_texts_and_blank_ones_stay():
    assert rows("a.CSV", b"a,b,\n\n1,,\n") == (("a", "b", ""), (), ("1", "", ""))
    assert open_file("a.csv", b"a", UPLOAD).is_csv


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("HTX An;1,5;2,5\nHTX Ba;2,5;3\nHTX Bo;3,25;4\n", 3),
        ("a\tb, c\nd\te\n", 2),
        ("Biểu quý III, năm 2024;;;\nTT;Tên HTX;DT;LN\n1;An;1,5;2,5\n", 4),
    ],
)
def test_without_known_headers_the_delimiter_is_that_of_most_columns(text, width):
    assert len(rows("a.csv", text.encode())[-1]) == width


def test_known_headers_tell_the_delimiter():
    content = "Tên; mã,Số, DT\n".encode()
    assert open_file("a.csv", content, UPLOAD, headers=["tên"]).sheets[0].rows == (
        ("Tên", " mã,Số, DT"),
    )


# --- What is no table -----------------------------------------------------------------------------

DOCX = rewritten(xlsx([["a"]]), "word/document.xml", None, b"<document/>")
MACROS = rewritten(xlsx([["a"]]), "xl/vbaProject.bin", None, b"x")
XLSB = rewritten(xlsx([["a"]]), "xl/workbook.bin", None, b"x")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsm", xlsx([["a"]]), "macro"),
        ("a.xlsx", MACROS, "macro"),
        ("a.xlsb", b"PK\x03\x04", "nhị phân"),
        ("a.xlsx", XLSB, "nhị phân"),
        ("a.docx", DOCX, "Word"),
        ("a.xlsx", DOCX, "Word"),
        ("a.xls", compound_file(WordDocument=b"x" * 4096), "Word"),
        ("a.ods", ods(mimetype="application/vnd.oasis.opendocument.text"), "Word"),
        ("a.pdf", b"%PDF-1.7", "PDF"),
        ("a.xlsx", b"%PDF-1.7", "PDF"),
        ("a.xls", "\ufeff<html><table>".encode(), "trang web"),
        ("a.xlsx", compound_file(EncryptedPackage=b"x" * 4096), "mật khẩu"),
        ("a.csv", xlsx([["a"]]), "đuôi .csv"),
        ("a.csv", xls(("A", [["a"]])), "đuôi .csv"),
        ("a.txt", b"a", ".xlsx"),
        ("a.xls", compound_file(Workbook=b"x" * 4096), "bị hỏng"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + b"\xff" * 600, "bị hỏng"),
        ("a.xlsx", xlsx([["a"]])[:-100], "bị hỏng"),
        ("a.xlsx", b"", "bị hỏng"),
    ],
)
def test_what_is_no_table_is_named_with_the_remedy(name, content, said):
    error = refusal(name, content)
    assert said in error.message
    assert (error.row, error.value) == (1, name)


def test_an_ods_with_a_password_is_named():
    encrypted = b"<manifest><encryption-data/></manifest>"
    content = rewritten(ods(("A", [["a"]])), "META-INF/manifest.xml", b"<manifest/>", encrypted)
    assert "mật khẩu" in refusal("a.ods", content).message


def test_entities_are_not_expanded():
    start = b'<!DOCTYPE w [<!ENTITY a "aaaa">]><worksheet'
    content = rewritten(
        cell(b'<c r="B2"><f>A1</f></c>'), "xl/worksheets/sheet1.xml", b"<worksheet", start
    )
    assert "bị hỏng" in refusal("a.xlsx", content).message


def test_the_process_starts_without_django():
    code = (
        "import sys, cooperatives.files.child.__main__, cooperatives.files.child.text,"
        "cooperatives.files.child.workbook\n"
        "assert not [name for name in sys.modules if name.startswith(('django', 'openpyxl'))]"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)  # noqa: S603
