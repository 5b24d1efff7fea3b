"""Storing cells: what is stored, refused or shown beside another's, and that nothing is lost."""

import pytest
from django.utils import translation

from cooperatives.entry.saving import Entry, save_cells
from cooperatives.entry.sheet import LockedError
from cooperatives.figures.completeness import Completeness
from cooperatives.history import Way, changes_by
from cooperatives.models import QuarterlyFigures, QuarterlyReturn
from cooperatives.returns import workflow
from cooperatives.returns.answering import Word, answer_warnings
from cooperatives.returns.submission import submit
from cooperatives.returns.workflow import About
from tests.factories import (
    make_admin,
    make_cooperative,
    make_district_staff,
    make_figures,
    make_return,
    seen,
)


def stored(number="A1"):
    return QuarterlyFigures.objects.get(cooperative__registration_number=number)


def cells(found):
    return [(cell.number, cell.field, cell.text) for cell in found]


def test_the_first_figure_makes_the_return_as_a_draft(district):
    outcome = district.save(("A1", "revenue", "1.635,5"))
    assert cells(outcome.saved) == [("A1", "revenue", "1.635,5")]
    assert stored().revenue == 1_635_500_000
    assert QuarterlyReturn.objects.get().state == "draft"
    assert stored().history.get().way == "grid"
    assert stored().history.get().history_user == district.clerk
    assert QuarterlyReturn.history.get().way == "grid"


@pytest.mark.parametrize(
    ("language", "text", "vnd"),
    [
        ("vi", "1.635", 1_635_000_000),
        ("en", "1.635", 1_635_000),
        ("vi", "20.5", 20_500_000),
        ("en", "20,5", 20_500_000),
        ("vi", "1.234.567,5", 1_234_567_500_000),
        ("vi", " 0 ", 0),
        ("vi", "", None),
        ("vi", "0,000001", 1),
    ],
)
def test_the_pages_language_decides_unless_one_reading_is_left(district, language, text, vnd):
    district.save(("A1", "member_count", "1"))
    with translation.override(language):
        district.save(("A1", "revenue", text))
    assert stored().revenue == vnd


def test_what_is_shown_reads_back_as_the_same(district):
    district.save(("A1", "profit", "-3,123456"))
    text = district.sheet().rows()[0].cells[1].text
    district.save(("A1", "profit", text, text))
    assert (text, stored().profit) == ("-3,123456", -3_123_456)


def test_blank_takes_a_figure_back(district):
    district.save(("A1", "revenue", "5"), ("A1", "profit", "0"))
    district.save(("A1", "revenue", "", "5"))
    assert (stored().revenue, stored().profit) == (None, 0)


def test_text_is_refused_and_the_rest_of_its_row_stored(district):
    outcome = district.save(
        ("A1", "revenue", "khoảng 5"), ("A1", "profit", "1"), ("B2", "revenue", "7")
    )
    refused = outcome.refused[0]
    assert (refused.number, refused.field) == ("A1", "revenue")
    assert "không phải số" in refused.message
    assert (stored().revenue, stored().profit, stored("B2").revenue) == (None, 1_000_000, 7_000_000)


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("revenue", "12,5 triệu", 12_500_000),
        ("revenue", "0,5 tỷ", 500_000_000),
        ("revenue", "201.500.000 đ", 201_500_000),
        ("revenue", "\u200b1.635,5\u200e", 1_635_500_000),
        ("profit", "(35)", -35_000_000),
        ("profit", "- 3,5", -3_500_000),
        ("member_count", "12 người", 12),
        ("member_count", "+12", 12),
    ],
)
def test_what_reads_one_way_only_is_taken_as_people_write_it(district, field, text, value):
    outcome = district.save(("A1", field, text))
    assert outcome.refused == []
    assert getattr(stored(), field) == value


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("revenue", "-", "ghi 0 nếu bằng không, để trống nếu chưa có số liệu"),
        ("member_count", "–", "ghi 0 nếu bằng không"),
        ("revenue", "12 người", "không dùng đơn vị đó"),
        ("member_count", "12 triệu", "không dùng đơn vị đó"),
        ("member_count", "5 HTX", "không phải số"),
        ("revenue", "201500000", "tối đa 100.000.000 triệu đồng. Có phải bạn ghi bằng đồng?"),
        ("average_member_income", "12500000", "tối đa 10.000 triệu đồng. Có phải"),
        ("profit", "-201500000", "tối thiểu -100.000.000 triệu đồng. Có phải"),
        ("member_count", "1000001", "tối đa 1.000.000 người"),
        ("revenue", "(35)", "từ 0 trở lên"),
    ],
)
def test_a_refusal_says_what_to_write_in_the_columns_unit(district, field, text, said):
    (refused,) = district.save(("A1", field, text)).refused
    assert said in refused.message


@pytest.mark.parametrize(
    ("field", "text"),
    [("member_count", "-1"), ("member_count", "1,5"), ("revenue", "-1"), ("revenue", "1" * 15)],
)
def test_impossible_figures_are_refused(district, field, text):
    outcome = district.save(("A1", field, text))
    assert [cell.field for cell in outcome.refused] == [field]
    assert not QuarterlyFigures.objects.exists()


def test_a_rule_over_several_cells_refuses_those_that_were_typed(district):
    district.save(("A1", "managers_total", "3"), ("A1", "managers_higher_education", "2"))
    outcome = district.save(("A1", "managers_vocational", "2"), ("A1", "revenue", "5"))
    (refused,) = outcome.refused
    assert refused.field == "managers_vocational"
    assert set(refused.fields) == {
        "managers_total",
        "managers_higher_education",
        "managers_vocational",
    }
    assert (stored().managers_vocational, stored().revenue) == (None, 5_000_000)


def test_mending_the_other_cell_lets_it_in(district):
    district.save(("A1", "managers_total", "3"), ("A1", "managers_higher_education", "2"))
    outcome = district.save(("A1", "managers_total", "4", "3"), ("A1", "managers_vocational", "2"))
    assert (outcome.refused, stored().managers_vocational) == ([], 2)


# --- Two people -----------------------------------------------------------------------------------


def test_in_different_cells_both_keep_theirs(district):
    district.save(("A1", "revenue", "1"))
    district.save(("A1", "profit", "2"), reader=make_district_staff(district.unit))
    assert (stored().revenue, stored().profit) == (1_000_000, 2_000_000)


def test_in_the_same_cell_the_second_sees_both(district):
    other = make_district_staff(district.unit, full_name="Nông Thị B")
    district.save(("A1", "revenue", "1"), reader=other)
    district.save(("A1", "profit", "1"), reader=district.clerk)
    outcome = district.save(("A1", "revenue", "2"))
    (conflict,) = outcome.conflicts
    assert (conflict.text, conflict.by) == ("1", "Nông Thị B")
    assert conflict.at is not None
    assert stored().revenue == 1_000_000
    assert district.save(("A1", "revenue", "2", "1")).conflicts == []
    assert stored().revenue == 2_000_000


def test_a_repeated_save_is_harmless(district):
    district.save(("A1", "revenue", "1"))
    outcome = district.save(("A1", "revenue", "1"))
    assert cells(outcome.saved) == [("A1", "revenue", "1")]
    assert stored().history.count() == 1


def test_the_later_of_two_entries_for_a_cell_counts(district):
    district.save(("A1", "revenue", "1"), ("A1", "revenue", "2"))
    assert stored().revenue == 2_000_000


# --- What nobody may write ------------------------------------------------------------------------


def test_a_number_of_another_district_is_refused(district):
    make_cooperative(district.other, registration_number="X9")
    outcome = district.save(("X9", "revenue", "1"), ("A1", "revenue", "1"))
    assert [cell.number for cell in outcome.refused] == ["X9"]
    assert stored().revenue == 1_000_000


def test_an_unknown_column_is_refused(district):
    outcome = district.save(("A1", "is_demo", "1"))
    assert [cell.message for cell in outcome.refused] == ["Không có cột này."]


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_a_locked_return_takes_nothing(district, state):
    of = make_return(district.unit, quarter=3, state="draft")
    make_figures(district.cooperatives[0], quarter=3, quarterly_return=of, revenue=1_000_000)
    of.state = state
    of.save()
    with pytest.raises(LockedError):
        district.save(("A1", "revenue", "2", "1"))
    assert stored().revenue == 1_000_000


def test_officers_store_nothing_and_make_no_return(district):
    with pytest.raises(LockedError):
        district.save(("A1", "revenue", "2"), reader=district.officer)
    assert not QuarterlyReturn.objects.exists()


def test_admins_store(district):
    district.save(("A1", "revenue", "2"), reader=make_admin(district.province))
    assert stored().revenue == 2_000_000


STATEMENTS = 18
"""What storing cells takes, of one row or of many: to find and hold the return, to read and write
the rows, and to say how they and the return stand now."""


@pytest.mark.parametrize("count", [1, 60])
def test_the_number_of_statements_does_not_depend_on_the_rows(
    district, django_assert_num_queries, count
):
    numbers = [f"N{n}" for n in range(count)]
    for number in numbers:
        make_cooperative(district.commune, registration_number=number)
    district.fill(*numbers)
    assert all(row.has_all_figures("agriculture") for row in QuarterlyFigures.objects.all())
    submit(district.sheet(), "A1 B2 C3")
    workflow.send_back(seen(QuarterlyReturn.objects.get()), district.officer, "Xem lại")

    def store(text, base):
        entries = [Entry(number, "revenue", text, base) for number in numbers]
        with changes_by(district.clerk, Way.GRID):
            sheet = district.sheet()
            outcome = save_cells(sheet, entries)
            rows = sheet.rows(numbers)
            assert sheet.filled() == Completeness(count, count + 3)
        assert {row.cells[0].before for row in rows} == {"100"}
        return outcome

    with django_assert_num_queries(STATEMENTS):
        assert len(store("120", "100").saved) == count
    # Nothing is written, and who was quicker is looked up.
    with django_assert_num_queries(STATEMENTS - 2 + 1):
        assert len(store("130", "100").conflicts) == count


def test_rows_that_are_asked_for_are_as_they_are_among_all(district):
    """Though what is read for them is read of them alone."""
    make_figures(
        district.cooperatives[0],
        quarter=2,
        revenue=20_000_000,
        quarterly_return=make_return(district.unit, quarter=2),
    )
    district.fill("A1", "B2")
    submit_with_answers(district)
    workflow.send_back(
        seen(district.sheet().stored),
        district.officer,
        "Sai",
        About(district.cooperatives[1], "profit"),
    )
    district.save(("A1", "revenue", "120", "100"), ("C3", "profit", "5"))
    sheet = district.sheet()
    whole = {row.number: row for row in sheet.rows()}
    for numbers in (["A1"], ["B2", "C3"], ["X9"], []):
        assert {row.number: row for row in sheet.rows(numbers)} == {
            number: whole[number] for number in numbers if number in whole
        }
    assert [len(whole[number].changed_cells) for number in ("A1", "B2", "C3")] == [1, 0, 1]
    assert whole["A1"].findings
    assert whole["B2"].cells[1].remarks


def submit_with_answers(district):
    for row in district.sheet().rows():
        for judged in row.open_findings:
            answer_warnings(district.sheet(), [Word(row.number, judged.finding.rule, "Đúng")])
    submit(district.sheet(), "C3")
