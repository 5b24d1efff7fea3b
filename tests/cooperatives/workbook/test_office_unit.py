"""What an office's own file says of the unit itself: by the name of a figure, and never guessed."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from cooperatives.models import UnitFigures
from tests.cooperatives.workbook import office_books as books
from tests.cooperatives.workbook.test_office_file import (
    clerk,
    confirm,
    may_confirm,
    office,
    open_questions,
    send,
    stored,
    unit,
    upload,
)
from tests.factories import make_entered_figure

__all__ = ["clerk", "office", "unit"]


@pytest.fixture(autouse=True)
def asked(unit):
    make_entered_figure("groups", reported_by="group", name_vi="Tổng số tổ hợp tác")
    make_entered_figure(
        "group_income", "money", "flow", reported_by="group", name_vi="Doanh thu của tổ hợp tác"
    )
    make_entered_figure("has_plan", "yes_no", reported_by="unit", name_vi="Có kế hoạch hỗ trợ")


def with_lines(*lines, book=books.plain, gap=1):
    """The office's file with lines below its table."""
    workbook = load_workbook(BytesIO(book().content))
    page = workbook.worksheets[0]
    first = page.max_row + 1 + gap
    for number, line in enumerate(lines, start=first):
        for place, cell in enumerate(line, start=1):
            page.cell(number, place).value = cell
    return books.Book(books.saved(workbook))


def alone(*lines):
    workbook, page = books.new()
    for line in lines:
        page.append(line)
    return books.Book(books.saved(workbook))


def of_unit():
    row = UnitFigures.objects.first()
    return row.extra if row else {}


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("line", "found"),
    [
        (("Tổng số tổ hợp tác", 42), {"groups": 42}),
        (("1. Tổng số tổ hợp tác:", None, "42"), {"groups": 42}),
        (("Tổng số tổ hợp tác: 42",), {"groups": 42}),
        (("TỔNG SỐ TỔ HỢP TÁC", "1.042"), {"groups": 1042}),
        (("Tổng số tổ hợp tác", 2023), {"groups": 2023}),
        (("Tổng số tổ hợp tác", "tổ", 42), {"groups": 42}),
        (("Doanh thu của tổ hợp tác (triệu đồng)", 12.5), {"group_income": 12_500_000}),
        (("Doanh thu của tổ hợp tác", "Tỷ đồng", 1.5), {"group_income": 1_500_000_000}),
        (("Doanh thu của tổ hợp tác", "12,5 triệu đồng"), {"group_income": 12_500_000}),
        (("Có kế hoạch hỗ trợ", "có"), {"has_plan": 1}),
    ],
)
def test_a_line_with_its_very_name_and_one_value_is_taken(clerk, line, found):
    page = upload(clerk, with_lines(line))
    assert open_questions(page) == set()
    assert [row.cells[0].column.field for row in page.context["upload"].fields] == list(found)
    confirm(clerk, page)
    assert of_unit() == found
    # The lines of cooperatives are read as without it.
    assert stored() == books.ALL


def test_a_heading_with_one_value_below_it_is_taken(clerk):
    page = upload(clerk, with_lines(("Tổng số tổ hợp tác", "Có kế hoạch hỗ trợ"), (42, "không")))
    assert open_questions(page) == set()
    confirm(clerk, page)
    assert of_unit() == {"groups": 42, "has_plan": 0}
    assert stored() == books.ALL


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("lines", "choice", "value"),
    [
        ([("Tổng số tổ hợp tác", 40, 42)], 1, {"groups": 42}),
        ([("Tổng số tổ hợp tác", 40), ("Tổng số tổ hợp tác", 42)], 1, {"groups": 42}),
        ([("Số lượng tổ hợp tác", 42)], 0, {"groups": 42}),
        ([("Tổng số tổ hợp tác quý II", 42)], 0, {"groups": 42}),
        ([("Doanh thu của tổ hợp tác", 12.5)], 0, {"group_income": 12_500_000}),
        ([("Doanh thu của tổ hợp tác (tr.đ)", "1.635")], 0, {"group_income": 1_635_000}),
        ([("Doanh thu của tổ hợp tác (tr.đ)", "1.635")], 1, {"group_income": 1_635_000_000}),
    ],
)
def test_what_is_not_certain_is_asked_and_not_stored_before(clerk, lines, choice, value):
    (field,) = value
    page = upload(clerk, with_lines(*lines))
    assert open_questions(page) == {f"own-{field}"}
    assert not may_confirm(page)
    assert not page.context["upload"].fields
    (question,) = [one for one in page.context["read"].questions if one.kind == "own"]
    left = send(clerk, page, **{question.key: "leave"})
    assert not left.context["upload"].fields
    shown = {}
    for key, _label in question.choices[:-1]:
        (row,) = send(clerk, page, **{question.key: key}).context["upload"].fields
        shown[key] = row.cells[0].new
    # Each reading is another value, and none is the value of another key.
    assert len(set(shown.values())) == len(shown)
    page = send(clerk, page, **{question.key: question.choices[choice][0]})
    confirm(clerk, page)
    assert of_unit() == value


GROUPS = "Tổng số tổ hợp tác"


@pytest.mark.one_database
@pytest.mark.parametrize(
    "lines",
    [
        (("Chỉ tiêu", "Kế hoạch"), (GROUPS, 50)),
        (("Chỉ tiêu", "Lũy kế từ đầu năm"), (GROUPS, 50)),
        (("Chỉ tiêu", "Cùng kỳ năm trước"), (GROUPS, 50)),
        (("Chỉ tiêu", "Ước thực hiện"), (GROUPS, 50)),
        (("Chỉ tiêu", "Kế hoạch năm", "Thực hiện"), (GROUPS, 50, None)),
        (("Chỉ tiêu", "Quý III/2024", None), (None, "Kế hoạch", "Thực hiện"), (GROUPS, 50)),
        (("Chỉ tiêu", "30/6/2024"), (GROUPS, 50)),
        (("Chỉ tiêu", date(2024, 6, 30)), (GROUPS, 50), ("Khác", 1)),
        ((f"{GROUPS} (kế hoạch)", 50),),
        ((f"{GROUPS} (ước)", 50),),
        ((f"{GROUPS} (năm trước)", 50),),
        ((f"{GROUPS} (quý II)", 50),),
        ((f"{GROUPS} (nữ)", 50),),
        ((GROUPS, "kế hoạch", 50),),
        ((GROUPS, "quý II", 50),),
        ((GROUPS, 50, "(ước tính)"),),
        (("Kế hoạch", GROUPS, 50),),
        (("TT", "Đợt", GROUPS), ("1", "Kế hoạch", 50)),
        (("Khác", 1), ("II. Kế hoạch năm 2025",), (GROUPS, 50)),
        (("Khác", 1), ("II. Ước thực hiện quý IV",), ("(dự thảo)",), (GROUPS, 50)),
    ],
)
def test_a_value_that_is_said_not_to_be_the_quarters_own_is_asked(clerk, lines):
    page = upload(clerk, alone(["Phụ lục"], *map(list, lines)))
    assert open_questions(page) == {"own-groups"}
    assert not page.context["upload"].fields
    (question,) = page.context["read"].questions
    assert len(question.choices) == 2
    at = next(n for n, line in enumerate(lines, start=2) if 50 in line)
    assert f"dòng {at}" in question.choices[0][1]


def test_a_heading_over_several_columns_is_over_each_of_them(clerk):
    workbook, page = books.new()
    lines = ("Phụ lục",), ("Chỉ tiêu", "Kế hoạch"), (None, "Năm", "Quý"), (GROUPS, None, 50)
    for line in lines:
        page.append(line)
    page.merge_cells("B2:C2")
    page = upload(clerk, books.Book(books.saved(workbook)))
    assert open_questions(page) == {"own-groups"}


@pytest.mark.one_database
@pytest.mark.parametrize(
    "lines",
    [
        (("Chỉ tiêu", "Thực hiện quý III/2024"), (f"{GROUPS} (người)", 50)),
        (("Báo cáo thực hiện kế hoạch", None), ("Chỉ tiêu", "Thực hiện"), (GROUPS, 50)),
        (("II. Kết quả thực hiện kế hoạch",), (GROUPS, 50)),
        (("Có kế hoạch hỗ trợ", None), (GROUPS, 50)),
    ],
)
def test_what_is_the_quarters_own_is_not_asked(clerk, lines):
    page = upload(clerk, with_lines(*lines))
    assert open_questions(page) == set()
    confirm(clerk, page)
    assert of_unit() == {"groups": 50}


def test_under_headings_of_several_periods_the_own_one_is_meant(clerk):
    head = ("Chỉ tiêu", "ĐVT", "Quý II/2024", "Quý III/2024")
    lines = (head, ("Tổng số tổ hợp tác", "tổ", 40, 45))
    page = upload(clerk, alone(["Phụ lục"], *map(list, lines)))
    assert open_questions(page) == set()
    # It is a file of the unit alone, so that no cooperative is missed in it.
    assert not page.context["upload"].missing
    confirm(clerk, page)
    assert of_unit() == {"groups": 45}
    last = ["Chỉ tiêu", "ĐVT", "Quý II/2024"]
    page = upload(clerk, alone(["Phụ lục"], last, ["Tổng số tổ hợp tác", "tổ", 47]))
    assert open_questions(page) == {"own-groups"}
    plan = ("Chỉ tiêu", "ĐVT", "Kế hoạch", "Quý III/2024")
    page = upload(clerk, alone(["Phụ lục"], list(plan), ["Tổng số tổ hợp tác", "tổ", 50, 46]))
    (question,) = page.context["read"].questions
    assert [label for _key, label in question.choices[:-1]] == [
        "50 người (dòng 3, Kế hoạch)",
        "46 người (dòng 3, Quý III/2024)",
    ]


def test_a_value_that_cannot_be_is_named_with_its_row_and_keeps_the_file_out(clerk):
    book = with_lines(("Tổng số tổ hợp tác", -3))
    title = load_workbook(BytesIO(book.content)).worksheets[0].title
    page = upload(clerk, book)
    (error,) = page.context["upload"].errors
    assert (error.name, error.column, error.value) == (title, "Tổng số tổ hợp tác", "-3")
    assert error.row > len(books.NAMES)
    assert not may_confirm(page)


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("line", "value"),
    [
        ((GROUPS, "khoảng 12"), "khoảng 12"),
        ((GROUPS, "tổ", "12/15"), "12/15"),
        ((f"{GROUPS}: trên 12",), "trên 12"),
        ((GROUPS, date(2024, 5, 12)), "12/5/2024"),
        ((f"{GROUPS}:", "50 (kế hoạch)"), "50 (kế hoạch)"),
        (("Có kế hoạch hỗ trợ", 5), "5"),
    ],
)
def test_what_is_named_and_cannot_be_read_is_told_or_asked(clerk, line, value):
    page = upload(clerk, with_lines(line))
    assert not may_confirm(page)
    if not page.context["upload"].errors:
        (question,) = [one for one in page.context["read"].questions if one.kind == "own"]
        page = send(clerk, page, **{question.key: question.choices[0][0]})
    (error,) = page.context["upload"].errors
    assert error.value == value
    assert error.row > len(books.NAMES)


def test_a_word_that_is_no_yes_or_no_is_asked_about(clerk):
    page = upload(clerk, with_lines(("Có kế hoạch hỗ trợ", "đang làm")))
    assert open_questions(page) == {"own-has_plan"}
    page = send(clerk, page, **{"own-has_plan": "leave"})
    confirm(clerk, page)
    assert of_unit() == {}


def test_beside_what_cannot_be_read_a_number_is_asked_about(clerk):
    page = upload(clerk, with_lines((GROUPS, "khoảng 12", 15)))
    assert open_questions(page) == {"own-groups"}
    page = upload(clerk, with_lines((GROUPS, 15, "gồm 2 tổ mới")))
    assert open_questions(page) == set()


def test_a_line_without_a_value_says_nothing(clerk):
    page = upload(clerk, with_lines((GROUPS, "tổ"), ("Có kế hoạch hỗ trợ", None)))
    assert open_questions(page) == set()
    assert may_confirm(page)
    assert not page.context["upload"].fields


def test_a_file_of_such_lines_alone_is_enough(clerk):
    page = upload(clerk, alone(["Báo cáo quý III/2024"], ["Tổng số tổ hợp tác", 42]))
    assert open_questions(page) == set()
    confirm(clerk, page)
    assert of_unit() == {"groups": 42}
    page = upload(clerk, alone(["Báo cáo quý II/2024"], ["Tổng số tổ hợp tác", 43]))
    assert open_questions(page) == {"period"}
    page = send(clerk, page, period="no")
    assert not page.context["upload"].fields
    page = upload(clerk, alone(["Huyện Pác Nặm"], ["Tổng số tổ hợp tác", 43]))
    assert open_questions(page) == {"unit"}


def test_beside_cooperatives_of_somebody_else_nothing_is_taken(clerk):
    lines = [["STT", "Tên HTX", "Doanh thu"], [1, "HTX Xa Lạ", 5], ["Tổng số tổ hợp tác", 42]]
    page = upload(clerk, alone(*lines))
    assert not may_confirm(page)
    assert of_unit() == {}


def test_figures_on_a_sheet_that_is_not_read_are_named(clerk):
    workbook = load_workbook(BytesIO(books.plain().content))
    read = workbook.worksheets[0].title
    for title, line in (
        ("Đơn vị", ("Tổng số tổ hợp tác", 42)),
        ("Khác", ("Doanh thu của tổ hợp tác", 40, 42)),
        ("Quý II-2024", ("Tổng số tổ hợp tác", 41)),
        ("Trống", ("Tổng số tổ hợp tác", "tổ")),
    ):
        workbook.create_sheet(title).append(line)
    page = upload(clerk, books.Book(books.saved(workbook)))
    assert page.context["read"].sheets.chosen == read
    assert page.context["read"].also == (
        ("Đơn vị", "Tổng số tổ hợp tác"),
        ("Khác", "Doanh thu của tổ hợp tác"),
    )
    assert "Trang tính “Đơn vị” không được đọc" in page.content.decode()
    confirm(clerk, page)
    assert of_unit() == {}


def test_somebody_elses_value_stays_unless_the_file_is_chosen(clerk, unit):
    book = with_lines(("Tổng số tổ hợp tác", 42))
    confirm(clerk, upload(clerk, book))
    page = upload(clerk, with_lines(("Tổng số tổ hợp tác", 43)))
    assert [one.cells[0].old for one in page.context["upload"].fields] == ["42"]
