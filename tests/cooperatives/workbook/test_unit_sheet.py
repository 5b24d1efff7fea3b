"""What the unit itself reports, through the workbook: a sheet of its own, a line a figure."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cooperatives.entry.sheet import LockedError
from cooperatives.models import QuarterlyReturn, UnitFigures, WarningAnswer
from cooperatives.returns import workflow
from cooperatives.returns.sheet import quarterly_sheet
from cooperatives.returns.submission import readiness_of, submit
from cooperatives.returns.unit_fields import ReturnFields
from cooperatives.workbook import WrongWorkbookError, workbook_of
from cooperatives.workbook.layout import CODES_ROW, DOWNLOADED_TITLE, FIRST_ROW
from cooperatives.workbook.upload import preview_upload, store_upload
from tests.factories import make_district_staff, make_entered_figure, make_group, seen
from tests.targets.pages import parsed, text

from .workbooks import copied, filled, opened, preview, read, saved

TAB = "Số liệu chung"
ADVISERS_AT = FIRST_ROW + 1
"""Below the heading of what the unit reports of itself."""


@pytest.fixture
def asked(district):
    make_entered_figure("group_income", "money", "flow", reported_by="group")
    make_entered_figure("advisers", reported_by="unit")
    make_entered_figure("has_office", "yes_no", reported_by="unit")
    make_entered_figure("households", reported_by="plan_unit")
    return district


def put(district, quarter=3, **values):
    """Store figures of the unit, as its clerk types them."""
    sheet = district.sheet(quarter=quarter)
    sheet.hold(for_unit=True)
    row, _new = UnitFigures.objects.get_or_create(
        unit=sheet.unit, quarterly_return=sheet.stored, year=2024, quarter=quarter
    )
    row.extra |= values
    row.save()
    return row


def lines(page):
    """The lines of the sheet by the code of their figure: the cell of each column by its code."""
    codes = {cell.value: cell.column for cell in page[CODES_ROW] if cell.value}
    return {
        page.cell(line, codes["field"]).value: {
            code: page.cell(line, place) for code, place in codes.items()
        }
        for line in range(FIRST_ROW, page.max_row + 1)
        if page.cell(line, codes["field"]).value
    }


def with_values(content, **values):
    """The workbook with what is written into the lines of figures: a value, or by column."""
    workbook = opened(content)
    found = lines(workbook[TAB])
    for field, value in values.items():
        for code, cell in (value if isinstance(value, dict) else {"value": value}).items():
            found[field][code].value = cell
    return saved(workbook)


def stored(district, content, chosen=()):
    sheet = district.sheet()
    found = read(sheet, content)
    upload = preview_upload(sheet, found.rows, chosen, found.fields)
    return store_upload(district.sheet(), found.rows, upload.fingerprint, chosen, found.fields)


def test_they_stand_on_a_sheet_of_their_own_with_what_is_known(asked):
    put(asked, 2, advisers=4, group_income=1_500_000)
    put(asked, advisers=5)
    workbook = opened(workbook_of(asked.sheet()))
    assert workbook.sheetnames[:2] == ["Quý III-2024", TAB]
    page = workbook[TAB]
    found = lines(page)
    assert list(found) == ["advisers", "has_office", "group_income"]
    assert [one["value"].value for one in found.values()] == [5, None, None]
    assert [one["last"].value for one in found.values()] == [4, None, 1.5]
    assert page.column_dimensions["A"].hidden
    assert page.protection.sheet
    open_cells = {
        cell.coordinate for row in page.iter_rows() for cell in row if not cell.protection.locked
    }
    assert open_cells == {
        one[code].coordinate for one in found.values() for code in ("value", "answer")
    }
    checks = {str(one.sqref): one for one in page.data_validations.dataValidation}
    of = {field: checks[one["value"].coordinate] for field, one in found.items()}
    assert (of["advisers"].type, of["advisers"].errorStyle) == ("whole", "stop")
    assert (of["group_income"].type, of["has_office"].type) == ("decimal", "list")


def test_a_unit_that_is_asked_for_nothing_has_no_such_sheet(district):
    assert TAB not in opened(workbook_of(district.sheet())).sheetnames


def test_all_of_it_is_locked_where_the_return_is(asked):
    put(asked, advisers=5)
    asked.fill("A1", "B2", "C3")
    sheet = asked.sheet()
    submit(sheet, "group_income has_office")
    page = opened(workbook_of(asked.sheet()))[TAB]
    assert all(cell.protection.locked for row in page.iter_rows() for cell in row)
    content = workbook_of(asked.sheet())
    with pytest.raises(LockedError):
        preview(asked.sheet(), content)
    workflow.send_back(seen(QuarterlyReturn.objects.get()), asked.officer, "sửa")
    upload = preview(asked.sheet(), with_values(content, advisers=6))
    assert [row.row for row in upload.fields] == [ADVISERS_AT]


def test_what_is_filled_in_is_shown_and_then_stored_as_the_page_stores_it(asked):
    content = with_values(
        workbook_of(asked.sheet()), group_income="1.635,5", advisers=4, has_office="Có"
    )
    content = filled(content, ("A1", "member_count", 30))
    upload = preview(asked.sheet(), content)
    assert [(row.cells[0].column.field, row.cells[0].new) for row in upload.fields] == [
        ("advisers", "4"),
        ("has_office", "có"),
        ("group_income", "1.635,5"),
    ]
    assert upload.filled == 4
    assert not UnitFigures.objects.exists()
    assert stored(asked, content).is_stored
    row = UnitFigures.objects.get()
    assert row.extra == {"group_income": 1_635_500_000, "advisers": 4, "has_office": 1}
    assert row.quarterly_return == QuarterlyReturn.objects.get()
    assert (row.history.get().way, row.history.get().history_user) == ("import", asked.clerk)
    assert stored(asked, content).changes_nothing


def test_a_blank_clears_and_what_was_left_alone_changes_nothing(asked):
    put(asked, advisers=5, group_income=1_000_000)
    content = workbook_of(asked.sheet())
    put(asked, group_income=2_000_000)
    upload = preview(asked.sheet(), with_values(content, advisers=None))
    assert upload.newer == 1
    assert [(row.cells[0].column.field, row.cells[0].is_cleared) for row in upload.fields] == [
        ("advisers", True)
    ]


def test_what_somebody_else_stored_meanwhile_stays_unless_the_file_is_chosen(asked):
    content = with_values(workbook_of(asked.sheet()), advisers=7)
    put(asked, advisers=5)
    upload = preview(asked.sheet(), content)
    (conflict,) = upload.conflicts
    assert (conflict.stored, conflict.theirs, conflict.column.field) == ("5", "7", "advisers")
    assert not stored(asked, content).changes
    assert stored(asked, content, {conflict.choice}).is_stored
    assert UnitFigures.objects.get().extra == {"advisers": 7}


@pytest.mark.parametrize(
    ("value", "said"), [("năm", "không phải số"), (-3, "Từ 0|từ 0"), (2.5, "nguyên")]
)
def test_what_cannot_be_stored_names_its_place_and_keeps_the_file_out(asked, value, said):
    content = with_values(workbook_of(asked.sheet()), advisers=value, has_office="có")
    content = filled(content, ("A1", "member_count", 30))
    upload = preview(asked.sheet(), content)
    (error,) = upload.errors
    assert (error.row, error.name, error.column) == (ADVISERS_AT, TAB, "Số advisers")
    assert error.value
    assert re.search(said, error.message), error.message
    assert not upload.may_be_confirmed


def test_a_jump_is_named_and_explained_in_its_line(asked):
    put(asked, 2, advisers=4)
    put(asked, advisers=40)
    content = workbook_of(asked.sheet())
    assert "gấp hơn 3 lần" in lines(opened(content)[TAB])["advisers"]["questions"].value
    upload = preview(asked.sheet(), with_values(content, advisers=44))
    assert [(one.name, one.value) for one in upload.unusual] == [(TAB, "44")]
    answered = with_values(content, advisers={"value": 44, "answer": "Tuyển mới"})
    upload = stored(asked, answered)
    assert (upload.unusual, [one.answer for one in upload.answered]) == ([], ["Tuyển mới"])
    answer = WarningAnswer.objects.get()
    assert (answer.value, answer.text) == (44, "Tuyển mới")
    assert not asked_of_submission(asked)
    idle = with_values(workbook_of(asked.sheet()), has_office={"answer": "Có gì đâu"})
    assert [one.value for one in preview(asked.sheet(), idle).idle] == ["Có gì đâu"]


def asked_of_submission(district):
    return readiness_of([], ReturnFields.of(district.sheet())).questions


def test_lines_may_be_sorted_or_gone_and_not_twice_nor_hidden(asked):
    content = with_values(workbook_of(asked.sheet()), advisers=4)
    workbook = opened(content)
    page = workbook[TAB]
    page.delete_rows(ADVISERS_AT + 1)
    page.insert_rows(ADVISERS_AT)
    (row, _other) = read(asked.sheet(), saved(workbook)).fields
    (cell,) = row.cells.values()
    assert (row.row, cell.value) == (ADVISERS_AT + 1, 4)
    page.cell(ADVISERS_AT, 1).value = "advisers"
    with pytest.raises(WrongWorkbookError, match="cùng một"):
        read(asked.sheet(), saved(workbook))
    page.cell(ADVISERS_AT, 1).value = "gone"
    page.cell(ADVISERS_AT, 4).value = 3
    found = read(asked.sheet(), saved(workbook))
    assert [(one.row, one.reason) for one in found.left] == [(ADVISERS_AT, "unknown")]
    copied(page, workbook, "Bản chép")
    with pytest.raises(WrongWorkbookError, match="xóa một trang"):
        read(asked.sheet(), saved(workbook))
    del workbook["Bản chép"]
    page.sheet_state = "hidden"
    with pytest.raises(WrongWorkbookError, match="đang ẩn"):
        read(asked.sheet(), saved(workbook))


def test_a_file_without_the_sheet_says_nothing_of_them(asked):
    put(asked, advisers=4)
    workbook = opened(workbook_of(asked.sheet()))
    del workbook[TAB]
    upload = preview(asked.sheet(), saved(workbook))
    assert upload.changes_nothing
    workbook = opened(workbook_of(asked.sheet()))
    del workbook[DOWNLOADED_TITLE]
    with pytest.raises(WrongWorkbookError, match="tải lại"):
        read(asked.sheet(), saved(workbook))


def test_a_unit_of_groups_alone_fills_them_in_through_its_workbook(client, asked):
    clerk = make_district_staff(asked.other)
    make_group(asked.other)
    sheet = quarterly_sheet(clerk, 2024, 3, asked.other.code)
    content = workbook_of(sheet)
    assert opened(content).active.title == TAB
    client.force_login(clerk)
    page = client.get(sheet.url("return")).content.decode()
    assert sheet.url("return-workbook") in page
    address = sheet.url("return-upload")
    assert address in page
    file = SimpleUploadedFile("bieu.xlsx", with_values(content, group_income=4))
    shown = client.post(address, {"file": file})
    assert "Số liệu chung, dòng 8" in text(parsed(shown))
    sent = {"seen": shown.context["seen"], "said": "{}", "confirm": "yes"}
    assert client.post(address, sent).url == sheet.url("return")
    assert UnitFigures.objects.get().extra == {"group_income": 4_000_000}
