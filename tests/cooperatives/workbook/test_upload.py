"""A filled-in workbook: seen cell by cell, stored as a whole as it was seen, or not at all."""

import datetime
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cooperatives.models import QuarterlyFigures, QuarterlyReturn
from cooperatives.workbook import workbook_of
from cooperatives.workbook.layout import FIRST_ROW
from tests.cooperatives.workbook.workbooks import by_hand, column_of, filled, row_of
from tests.costly_files import far_cell
from tests.factories import (
    close_year,
    make_cooperative,
    make_district_staff,
    make_figures,
    move,
    suspend,
)
from tests.targets.pages import parsed, text

PAGE = "/returns/2024/3/061/"
UPLOAD = PAGE + "upload/"
GOOD = (("A1", "revenue", 1635.5), ("A1", "member_count", 38), ("B2", "note", "Nghỉ vụ"))


@pytest.fixture
def clerk(client, district):
    client.force_login(district.clerk)
    return client


@pytest.fixture(scope="module")
def content(kept, district_of_module):
    """The workbook as downloaded, nothing being stored yet."""
    return kept(lambda: workbook_of(district_of_module.sheet()))


def upload(client, content, name="bieu.xlsx", page=UPLOAD):
    return client.post(page, {"file": SimpleUploadedFile(name, content)})


def confirm(client, preview, page=UPLOAD, **said):
    data = {name: preview.context[name] for name in ("seen", "said")}
    return client.post(page, data | said | {"confirm": "yes"}, follow=True)


def stored():
    return {
        (row.cooperative.registration_number, field): getattr(row, field)
        for row in QuarterlyFigures.objects.filter(quarter=3).select_related("cooperative")
        for field in ("revenue", "profit", "member_count", "note")
        if getattr(row, field) not in (None, "")
    }


def messages_of(preview):
    return [
        (error.row, error.column, error.value, error.message) for error in preview.context["errors"]
    ]


def text_of(response):
    return text(parsed(response))


# --- Seen, then stored ----------------------------------------------------------------------------


def test_the_preview_shows_every_change_and_stores_nothing(clerk, district, content):
    page = upload(clerk, filled(content, *GOOD))
    seen = page.context["upload"]
    assert [
        (row.name, cell.column.field, cell.old, cell.new)
        for row in seen.rows
        for cell in row.cells
        if cell.changes
    ] == [
        ("HTX An", "revenue", "", "1.635,5"),
        ("HTX An", "member_count", "", "38"),
        ("HTX Bình", "note", "", "Nghỉ vụ"),
    ]
    assert (seen.filled, seen.corrected, seen.cleared) == (3, 0, 0)
    assert "<ins>1.635,5</ins>" in page.text
    assert not QuarterlyReturn.objects.exists()
    assert not QuarterlyFigures.history.exists()


def test_what_was_seen_is_stored_as_an_import_of_that_person(clerk, district, content):
    page = confirm(clerk, upload(clerk, filled(content, *GOOD)))
    assert "Đã lưu 3 số liệu" in text_of(page)
    assert page.redirect_chain[-1][0] == PAGE
    assert 'data-field="revenue" value="1.635,5"' in page.text
    assert stored() == {
        ("A1", "revenue"): 1_635_500_000,
        ("A1", "member_count"): 38,
        ("B2", "note"): "Nghỉ vụ",
    }
    version = QuarterlyFigures.history.filter(cooperative=district.cooperatives[0]).get()
    assert (version.way, version.history_user) == ("import", district.clerk)


def test_a_change_shows_old_and_new(clerk, district, content):
    district.save(("A1", "revenue", "1500"))
    page = upload(clerk, filled(content, ("A1", "revenue", 1635.5)))
    assert "<del>1.500</del>" in page.text
    confirm(clerk, page)
    assert stored() == {("A1", "revenue"): 1_635_500_000}


def test_a_blank_that_clears_a_stored_figure_is_shown_as_that(clerk, district):
    district.save(("A1", "revenue", "1500"), ("A1", "profit", "7"))
    content = workbook_of(district.sheet())
    page = upload(clerk, filled(content, ("A1", "revenue", None)))
    assert page.context["upload"].cleared == 1
    assert "1 số liệu đã lưu sẽ bị xóa" in text_of(page)
    assert "preview__cleared" in page.text
    confirm(clerk, page)
    assert stored() == {("A1", "profit"): 7_000_000}


def test_a_zero_is_no_blank(clerk, district, content):
    confirm(clerk, upload(clerk, filled(content, ("A1", "revenue", 0))))
    assert stored() == {("A1", "revenue"): 0}


def test_the_same_file_again_has_nothing_to_confirm(clerk, content):
    file = filled(content, *GOOD)
    confirm(clerk, upload(clerk, file))
    page = upload(clerk, file)
    assert page.context["upload"].unchanged == 3
    assert not page.context["may_confirm"]
    assert "Tất cả đã được lưu" in text_of(page)


def test_text_is_read_one_way_in_the_whole_file(clerk, content):
    page = upload(clerk, filled(content, ("A1", "revenue", "1.635"), ("A1", "profit", "20.5")))
    confirm(clerk, page)
    assert stored() == {("A1", "revenue"): 1_635_000, ("A1", "profit"): 20_500_000}


@pytest.mark.parametrize(
    ("last", "open_questions", "revenue"), [(1_500_000_000, 0, 1_635_000_000), (1_500_000, 1, None)]
)
def test_where_no_text_shows_the_mark_the_pages_decides_if_that_makes_sense(
    clerk, district, content, last, open_questions, revenue
):
    for cooperative in district.cooperatives[:2]:
        make_figures(cooperative, 2024, 2, revenue=last)
    texts = (("A1", "revenue", "1.635"), ("B2", "revenue", "1.702"))
    page = upload(clerk, filled(content, *texts))
    assert page.context["read"].open == open_questions
    assert page.context["may_confirm"] is not bool(open_questions)
    confirm(clerk, page)
    assert stored().get(("A1", "revenue")) == revenue


def test_a_question_that_is_answered_decides(clerk, district, content):
    for cooperative in district.cooperatives[:2]:
        make_figures(cooperative, 2024, 2, revenue=1_500_000)
    texts = (("A1", "revenue", "1.635"), ("B2", "revenue", "1.702"))
    page = upload(clerk, filled(content, *texts))
    assert "disabled" in page.text.partition("data-confirm")[2][:20]
    page = clerk.post(UPLOAD, {"seen": page.context["seen"], "said": "{}", "mark": "point"})
    assert page.context["may_confirm"]
    assert "disabled" not in page.text.partition("data-confirm")[2][:20]
    assert stored() == {}
    confirm(clerk, page)
    assert stored() == {("A1", "revenue"): 1_635_000, ("B2", "revenue"): 1_702_000}


def test_figures_changed_since_the_preview_are_shown_again_and_nothing_is_stored(
    clerk, district, content
):
    preview = upload(clerk, filled(content, *GOOD))
    district.save(("A1", "revenue", "99"))
    page = confirm(clerk, preview)
    assert "Số liệu đã thay đổi sau bản xem trước" in text_of(page)
    assert stored() == {("A1", "revenue"): 99_000_000}
    assert "<del>99</del>" in page.text
    confirm(clerk, page)
    assert stored()["A1", "revenue"] == 1_635_500_000


@pytest.mark.parametrize("seen", ["", "x"])
def test_a_confirmation_without_a_preview_is_refused(clerk, seen):
    page = clerk.post(UPLOAD, {"seen": seen, "confirm": "yes"}, follow=True)
    assert "nạp lại tệp" in text_of(page)


def test_a_confirmation_of_another_file_than_was_seen_is_refused(clerk, content):
    first = upload(clerk, filled(content, *GOOD))
    upload(clerk, filled(content, ("A1", "revenue", 1)))
    assert "nạp lại tệp" in text_of(confirm(clerk, first))
    assert stored() == {}


def test_a_preview_of_one_quarter_does_not_confirm_another(clerk, content):
    preview = upload(clerk, filled(content, *GOOD))
    page = confirm(clerk, preview, "/returns/2024/2/061/upload/")
    assert "nạp lại tệp" in text_of(page)
    assert stored() == {}


def test_the_number_of_statements_does_not_grow_with_the_rows(
    clerk, district, django_assert_max_num_queries
):
    for number in range(40):
        make_cooperative(district.commune, registration_number=f"N{number}")
    content = workbook_of(district.sheet())
    few = filled(content, ("N1", "revenue", 5))
    many = filled(content, *((f"N{number}", "revenue", 5) for number in range(40)))
    for file in (few, many):
        with django_assert_max_num_queries(60):
            assert upload(clerk, file).context["may_confirm"]


# --- Stored meanwhile -----------------------------------------------------------------------------


@pytest.fixture
def colleague(district):
    """Somebody else who enters figures of the district."""
    return make_district_staff(district.unit, username="lan", full_name="Ma Thị Lan")


def choices(preview):
    return [
        (one.choice, one.stored, one.theirs, one.takes_file)
        for one in preview.context["upload"].conflicts
    ]


def choose(client, preview, *chosen):
    return confirm(client, preview, **dict.fromkeys(chosen, "file"))


def test_what_the_file_left_changes_nothing_that_was_stored_meanwhile(clerk, district, colleague):
    district.save(("A1", "revenue", "1500"), ("A1", "profit", "7"))
    content = workbook_of(district.sheet())
    district.save(("A1", "revenue", "1600", "1500"), ("A1", "profit", "", "7"), reader=colleague)
    district.save(("B2", "revenue", "3"), reader=colleague)
    page = upload(clerk, filled(content, ("A1", "member_count", 38)))
    assert choices(page) == []
    assert page.context["upload"].newer == 3
    assert "3 số liệu được lưu sau khi tải tệp và không sửa trong tệp" in text_of(page)
    confirm(clerk, page)
    assert stored() == {
        ("A1", "revenue"): 1_600_000_000,
        ("A1", "member_count"): 38,
        ("B2", "revenue"): 3_000_000,
    }


def test_a_file_that_left_everything_has_nothing_to_do(clerk, district, content, colleague):
    district.save(("A1", "revenue", "1600"), reader=colleague)
    page = upload(clerk, content)
    assert not page.context["may_confirm"]
    assert "Tệp không thay đổi gì" in text_of(page)


def test_what_both_changed_is_a_conflict_and_stays_as_it_is_stored(
    clerk, district, content, colleague
):
    district.save(("A1", "revenue", "1600"), ("A1", "note", "Đã hỏi"), reader=colleague)
    page = upload(clerk, filled(content, *GOOD))
    assert choices(page) == [("revenue A1", "1.600", "1.635,5", False)]
    said = text_of(page)
    assert re.search(r"Ma Thị Lan đã lưu lúc \d\d:\d\d \S+: 1\.600", said)
    assert "trong tệp: 1.635,5" in said
    page = confirm(clerk, page)
    assert "Đã giữ 1 số liệu do người khác lưu" in text_of(page)
    assert stored() == {
        ("A1", "revenue"): 1_600_000_000,
        ("A1", "note"): "Đã hỏi",
        ("A1", "member_count"): 38,
        ("B2", "note"): "Nghỉ vụ",
    }


def test_the_person_may_choose_the_file_for_a_cell(clerk, district, content, colleague):
    district.save(("A1", "revenue", "1600"), ("A1", "member_count", "40"), reader=colleague)
    page = choose(clerk, upload(clerk, filled(content, *GOOD)), "revenue A1")
    assert "Đã lưu 2 số liệu" in text_of(page)
    assert stored() == {
        ("A1", "revenue"): 1_635_500_000,
        ("A1", "member_count"): 40,
        ("B2", "note"): "Nghỉ vụ",
    }
    version = QuarterlyFigures.history.filter(cooperative=district.cooperatives[0]).first()
    assert (version.way, version.history_user) == ("import", district.clerk)


def test_with_conflicts_alone_there_is_still_something_to_choose(
    clerk, district, content, colleague
):
    district.save(("A1", "revenue", "1600"), reader=colleague)
    file = filled(content, ("A1", "revenue", 1635.5))
    confirm(clerk, upload(clerk, file))
    assert stored() == {("A1", "revenue"): 1_600_000_000}
    choose(clerk, upload(clerk, file), "revenue A1")
    assert stored() == {("A1", "revenue"): 1_635_500_000}


def test_a_blank_of_the_file_against_a_new_figure_is_a_conflict_too(clerk, district, colleague):
    district.save(("A1", "revenue", "1500"))
    content = workbook_of(district.sheet())
    district.save(("A1", "revenue", "1600", "1500"), reader=colleague)
    page = upload(clerk, filled(content, ("A1", "revenue", None)))
    assert choices(page) == [("revenue A1", "1.600", "", False)]
    choose(clerk, page, "revenue A1")
    assert stored() == {}


def test_what_both_changed_alike_is_stored_already(clerk, district, content, colleague):
    district.save(("A1", "revenue", "1635,5"), reader=colleague)
    page = upload(clerk, filled(content, ("A1", "revenue", 1635.5)))
    assert (choices(page), page.context["upload"].unchanged) == ([], 1)


def test_what_the_person_stored_meanwhile_is_no_conflict(clerk, district, content, colleague):
    district.save(("A1", "revenue", "1500"), reader=colleague)
    district.save(("A1", "revenue", "1600", "1500"))
    district.save(("A1", "profit", "5"), reader=colleague)
    page = upload(clerk, filled(content, ("A1", "revenue", 1635.5)))
    assert choices(page) == []
    assert "<del>1.600</del>" in page.text


def test_a_conflict_that_came_after_the_preview_is_shown_before_anything_is_stored(
    clerk, district, content, colleague
):
    preview = upload(clerk, filled(content, *GOOD))
    district.save(("A1", "revenue", "1600"), reader=colleague)
    page = choose(clerk, preview, "member_count A1")
    assert "Số liệu đã thay đổi sau bản xem trước" in text_of(page)
    assert choices(page) == [("revenue A1", "1.600", "1.635,5", False)]
    assert stored() == {("A1", "revenue"): 1_600_000_000}


def test_a_value_that_changed_since_the_choice_is_chosen_again(clerk, district, content, colleague):
    district.save(("A1", "revenue", "1600"), reader=colleague)
    preview = upload(clerk, filled(content, *GOOD))
    district.save(("A1", "revenue", "1700", "1600"), reader=colleague)
    page = choose(clerk, preview, "revenue A1")
    assert stored() == {("A1", "revenue"): 1_700_000_000}
    assert choices(page) == [("revenue A1", "1.700", "1.635,5", True)]


def test_choices_that_do_not_fit_together_store_nothing_and_can_be_made_anew(
    clerk, district, content, colleague
):
    district.save(("A1", "managers_total", "3"), reader=colleague)
    of_five = (("A1", "managers_total", 5), ("A1", "managers_higher_education", 4))
    page = upload(clerk, filled(content, *of_five, ("A1", "managers_vocational", 0)))
    # What is stored is kept unless chosen otherwise, and four of three cannot be trained.
    assert "2 ô không lưu được với lựa chọn dưới đây" in text_of(page)
    page = confirm(clerk, page)
    assert "các lựa chọn không khớp với nhau" in text_of(page)
    assert QuarterlyFigures.objects.get().managers_total == 3
    choose(clerk, page, "managers_total A1")
    row = QuarterlyFigures.objects.get()
    assert (row.managers_total, row.managers_higher_education) == (5, 4)


def test_a_cell_that_cannot_be_read_offers_no_choice(clerk, district, content, colleague):
    district.save(("A1", "revenue", "1600"), reader=colleague)
    page = upload(clerk, filled(content, *GOOD, ("B2", "revenue", "nhiều")))
    assert not page.context["may_confirm"]
    assert "hãy sửa trong tệp rồi nạp lại tệp" in text_of(page)


def test_a_row_that_left_the_return_is_left_out_if_the_file_left_it_as_it_was(clerk, district):
    district.save(("C3", "revenue", "5"))
    content = workbook_of(district.sheet())
    QuarterlyFigures.objects.all().delete()
    suspend(district.cooperatives[2], datetime.date(2024, 9, 1))
    page = upload(clerk, filled(content, *GOOD))
    assert [row.number for row in page.context["upload"].left_out] == ["C3"]
    assert page.context["may_confirm"]
    page = upload(clerk, filled(content, *GOOD, ("C3", "revenue", 6)))
    assert not page.context["may_confirm"]


def test_conflicts_cost_no_statement_each(
    clerk, district, colleague, django_assert_max_num_queries
):
    numbers = [f"N{number}" for number in range(20)]
    for number in numbers:
        make_cooperative(district.commune, registration_number=number)
    content = workbook_of(district.sheet())
    district.save(*((number, "revenue", "5") for number in numbers), reader=colleague)
    file = filled(content, *((number, "revenue", 6) for number in numbers))
    with django_assert_max_num_queries(60):
        assert len(choices(upload(clerk, file))) == 20


# --- What keeps a file out ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "shown", "said"),
    [
        ("revenue", "khoảng 5 triệu", "khoảng 5 triệu", "không phải số"),
        ("member_count", -3, "-3", "từ 0 trở lên"),
        ("member_count", 2.5, "2,5", "số nguyên"),
        ("revenue", "0,1234567", "0,1234567", "6 chữ số"),
        ("revenue", datetime.date(2024, 5, 1), "1/5/2024", "ngày"),
        ("revenue", "=A1/0", "=A1/0", "công thức"),
        ("note", "x" * 501, "x" * 501, "500"),
    ],
)
def test_a_cell_that_cannot_be_stored_keeps_the_file_out(clerk, content, field, value, shown, said):
    page = upload(clerk, filled(content, *GOOD, ("C3", field, value)))
    ((row, _column, as_seen, message),) = messages_of(page)
    assert row == FIRST_ROW + 2
    assert as_seen == shown
    assert said in message.lower()
    assert "HTX Cường" in text_of(page)
    assert not page.context["may_confirm"]
    assert not QuarterlyReturn.objects.exists()


def test_more_trained_managers_than_managers_are_named_in_each_cell(clerk, content):
    three = (("A1", "managers_total", 3), ("A1", "managers_higher_education", 2))
    page = upload(clerk, filled(content, *three, ("A1", "managers_vocational", 2)))
    assert {(row, value) for row, _column, value, _message in messages_of(page)} == {
        (FIRST_ROW, "3"),
        (FIRST_ROW, "2"),
    }
    assert len(messages_of(page)) == 3
    assert not page.context["may_confirm"]


def twice(content, revenue):
    """The workbook with the first row copied below the last one, with another revenue."""

    def change(page):
        for column in range(1, 13):
            page.cell(FIRST_ROW + 3, column).value = page.cell(FIRST_ROW, column).value
        page.cell(FIRST_ROW + 3, column_of(page, "revenue")).value = revenue

    return by_hand(filled(content, *GOOD), change)


def test_of_two_rows_of_one_cooperative_it_is_asked_which_is_right(clerk, content):
    page = upload(clerk, twice(content, 99))
    (question,) = page.context["read"].questions
    assert question.kind == "twice"
    assert ("A1", "revenue") not in {(row.number, "revenue") for row in page.context["upload"].rows}
    data = {"seen": page.context["seen"], "said": "{}", question.key: question.choices[1][0]}
    confirm(clerk, clerk.post(UPLOAD, data))
    assert stored()["A1", "revenue"] == 99_000_000


def test_a_row_that_is_there_twice_alike_is_named(clerk, content):
    page = upload(clerk, twice(content, 1635.5))
    assert page.context["read"].questions == ()
    assert f"Dòng {FIRST_ROW + 3}" in text_of(page)
    confirm(clerk, page)
    assert stored()["A1", "revenue"] == 1_635_500_000


def test_figures_of_a_cooperative_that_is_not_here_are_refused(clerk, district, content):
    make_cooperative(district.other, registration_number="Z9")

    def foreign(page):
        page.cell(FIRST_ROW, 1).value = "Z9"

    page = upload(clerk, by_hand(filled(content, *GOOD), foreign))
    ((row, _column, value, message),) = messages_of(page)
    assert (row, value) == (FIRST_ROW, "Z9")
    assert "ghi thành lập trước" in message
    assert "/organisations/founding/?unit=061" in page.text
    # Its own cooperative has no row now, and that is said.
    assert [one.registration_number for one in page.context["upload"].missing] == ["A1"]


def test_figures_without_a_number_are_known_by_their_name(clerk, content):
    def unnumbered(page):
        page.cell(FIRST_ROW, 1).value = None

    page = upload(clerk, by_hand(filled(content, *GOOD), unnumbered))
    assert messages_of(page) == []
    confirm(clerk, page)
    assert stored()["A1", "revenue"] == 1_635_500_000


def test_figures_without_number_and_name_are_refused(clerk, content):
    def nameless(page):
        for place in range(1, 5):
            page.cell(FIRST_ROW, place).value = None

    ((row, *_rest, message),) = messages_of(
        upload(clerk, by_hand(filled(content, *GOOD), nameless))
    )
    assert row == FIRST_ROW
    assert "không ghi HTX nào" in message


def test_a_result_of_a_formula_is_taken_to_the_whole_dong(clerk, content):
    confirm(clerk, upload(clerk, filled(content, ("A1", "revenue", 1000 / 3))))
    assert stored() == {("A1", "revenue"): 333_333_333}


def test_a_cooperative_that_left_and_one_that_came_since_the_download_are_named(
    clerk, district, content
):
    suspend(district.cooperatives[2], datetime.date(2024, 9, 1))
    make_cooperative(district.commune, name="HTX Mới", registration_number="D4")
    page = upload(clerk, filled(content, *GOOD))
    seen = page.context["upload"]
    assert [row.number for row in seen.left_out] == ["C3"]
    assert [one.name for one in seen.missing] == ["HTX Mới"]
    confirm(clerk, page)
    assert ("A1", "revenue") in stored()


def test_a_total_that_a_person_added_is_held_against_the_sum(clerk, content):
    def add(page):
        last = row_of(page, "C3") + 1
        page.cell(last, 2).value = "Tổng cộng"
        page.cell(last, 5).value = 31

    file = filled(content, ("A1", "revenue", 10), ("B2", "revenue", 20))
    page = upload(clerk, by_hand(file, add))
    assert "Doanh thu" in text_of(page)
    assert "31, các dòng cộng lại 30" in text_of(page)
    confirm(clerk, page)
    assert stored() == {("A1", "revenue"): 10_000_000, ("B2", "revenue"): 20_000_000}


def test_another_name_than_here_is_pointed_out(clerk, content):
    def rename(page):
        page.cell(row_of(page, "B2"), 2).value = "HTX Khác"

    page = upload(clerk, by_hand(filled(content, *GOOD), rename))
    assert "trong tệp là “HTX Khác”, ở đây là “HTX Bình”" in text_of(page)
    assert page.context["may_confirm"]


def test_names_that_were_shifted_beside_their_numbers_are_asked_about(clerk, content):
    def shift(page):
        names = [page.cell(row, 2).value for row in range(FIRST_ROW, FIRST_ROW + 3)]
        for row, name in enumerate(names[1:] + names[:1], start=FIRST_ROW):
            page.cell(row, 2).value = name

    page = upload(clerk, by_hand(filled(content, *GOOD), shift))
    (asked,) = page.context["read"].questions
    assert "không phải của cùng một HTX" in asked.text
    assert page.context["upload"].changes == []
    assert page.context["errors"] == []
    # The row with a note alone is left out, and named.
    assert f"Dòng {FIRST_ROW + 1}" in text_of(page)


def test_unusual_values_are_shown_and_keep_nothing_out(clerk, district, content):
    make_figures(district.cooperatives[0], 2024, 2, profit=14_000_000)
    page = upload(clerk, filled(content, ("A1", "profit", 44.2)))
    ((notice),) = page.context["unusual"]
    assert (notice.row, notice.name, notice.value) == (FIRST_ROW, "HTX An", "44,2")
    assert "44,2 gấp hơn 3 lần quý trước (14)" in text_of(page)
    assert page.context["may_confirm"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", b"not a workbook", "không phải tệp Excel"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + b"x" * 100, "không phải tệp Excel"),
        ("a.csv", b"registration_number,revenue\nA1,5\n", "không phải tải về từ đây"),
    ],
)
def test_another_kind_of_file_is_explained(clerk, district, name, content, said):
    page = upload(clerk, content, name)
    assert page.status_code == 200
    assert said in text_of(page)
    assert not QuarterlyReturn.objects.exists()


def test_a_bomb_is_refused(clerk, district):
    assert "tốn quá nhiều bộ nhớ" in text_of(upload(clerk, far_cell()))


def test_too_large_a_file_is_refused(clerk, content, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1024
    assert upload(clerk, content).context["form"].errors["file"]


def test_no_file_at_all_is_said(clerk, district):
    page = clerk.post(UPLOAD, {})
    assert page.context["form"].errors["file"]


# --- Who may, and when ----------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_a_return_that_is_sent_takes_no_file(clerk, district, content, state):
    preview = upload(clerk, filled(content, *GOOD))
    district.save(("C3", "revenue", "5"))
    QuarterlyReturn.objects.update(state=state)
    for page in (
        clerk.get(UPLOAD, follow=True),
        clerk.post(UPLOAD, {"file": SimpleUploadedFile("a.xlsx", content)}, follow=True),
        confirm(clerk, preview),
    ):
        assert page.redirect_chain[-1][0] == PAGE
        assert "Không nạp được tệp" in text_of(page)
    assert stored() == {("C3", "revenue"): 5_000_000}


def test_a_closed_year_takes_no_file(clerk, district, content):
    close_year(district.province, 2024)
    assert "đã khóa sổ" in text_of(clerk.get(UPLOAD, follow=True))


def test_an_officer_downloads_and_does_not_upload(client, district, content):
    client.force_login(district.officer)
    response = client.get(PAGE + "workbook/")
    assert response.status_code == 200
    assert 'filename="bieu-quy-3-2024-huyen-ba-be.xlsx"' in response["Content-Disposition"]
    assert upload(client, content).status_code == 403
    page = client.get(PAGE)
    assert "Tải Excel" in text_of(page)
    assert "Nạp Excel" not in text_of(page)


def test_the_return_of_another_district_is_not_found(client, district, content):
    client.force_login(make_district_staff(district.other))
    assert client.get(PAGE + "workbook/").status_code == 404
    assert client.get(UPLOAD).status_code == 404
    assert upload(client, content).status_code == 404


def test_a_cooperative_that_moved_keeps_its_row_where_it_stands(clerk, district, content):
    district.save(("A1", "revenue", "5"))
    move(district.cooperatives[0], district.other, datetime.date(2024, 9, 1))
    page = upload(clerk, filled(content, ("A1", "revenue", 6)))
    confirm(clerk, page)
    assert stored() == {("A1", "revenue"): 6_000_000}


def test_the_page_speaks_english(clerk, district):
    clerk.cookies["django_language"] = "en"
    assert "Upload the Excel file" in text_of(clerk.get(UPLOAD))
