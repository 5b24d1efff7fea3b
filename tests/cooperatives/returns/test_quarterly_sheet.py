"""Which rows a return has, what stands beside them, and who may fill them."""

from datetime import date

import pytest
from django.http import Http404
from django.utils import timezone

from cooperatives.figures.answers import warnings_of
from cooperatives.models import Cooperative, Remark
from cooperatives.returns.sheet import quarterly_sheet
from tests.factories import (
    close_year,
    make_admin,
    make_cooperative,
    make_district_staff,
    make_figures,
    make_return,
    move,
    suspend,
)


def names(sheet):
    return [row.cooperative.name for row in sheet.rows()]


def test_a_row_for_each_cooperative_that_should_report(district):
    an, binh, _cuong = district.cooperatives
    suspend(an, date(2024, 8, 1))
    suspend(binh, date(2024, 5, 1), date(2024, 8, 1))
    make_cooperative(district.commune, name="HTX Dung", founded_on=date(2024, 10, 1))
    make_cooperative(district.commune, name="HTX Em", dissolved_on=date(2024, 9, 30))
    make_cooperative(district.other, name="HTX Gia")
    assert names(district.sheet()) == ["HTX Bình", "HTX Cường"]


def test_a_row_that_was_entered_stays_though_it_need_not_report(district):
    make_figures(
        district.cooperatives[0],
        quarter=3,
        revenue=1_000_000,
        quarterly_return=make_return(district.unit, quarter=3, state="draft"),
    )
    suspend(district.cooperatives[0], date(2024, 9, 1))
    row, *_others = district.sheet().rows()
    assert (row.cooperative.name, row.is_expected) == ("HTX An", False)


def test_who_moved_reports_where_it_was_at_the_end_or_where_its_row_stands(district):
    an, binh, _cuong = district.cooperatives
    move(an, district.other, date(2024, 9, 30))
    make_figures(
        binh, quarter=3, quarterly_return=make_return(district.other, quarter=3, state="draft")
    )
    assert names(district.sheet()) == ["HTX Cường"]
    clerk = make_district_staff(district.other)
    assert names(quarterly_sheet(clerk, 2024, 3, "062")) == ["HTX An", "HTX Bình"]


@pytest.mark.parametrize("state", ["draft", "approved"])
def test_what_was_reported_elsewhere_before_a_move_is_not_handed_on(district, state):
    """Neither beside the cells nor in a warning, to nobody: the district's file may come from
    whoever may read both.
    """
    moved = make_cooperative(district.other, name="HTX Dung", registration_number="D4")
    there = make_return(district.other, quarter=2, state=state)
    make_figures(moved, quarter=2, quarterly_return=there, revenue=987_654_321)
    move(moved, district.commune, date(2024, 7, 10))
    figures = make_figures(
        moved,
        quarter=3,
        quarterly_return=make_return(district.unit, quarter=3, state="draft"),
        revenue=1_000_000,
    )
    for reader in (district.clerk, district.officer):
        [row] = district.sheet(reader).rows(["D4"])
        assert {cell.last for cell in row.cells} == {""}
        assert row.findings == ()
    assert warnings_of(figures) == []


def test_the_quarter_before_stays_beside_who_moved_within_the_district(district):
    an = district.cooperatives[0]
    make_figures(an, quarter=2, revenue=987_654_321)
    move(an, district.unit, date(2024, 7, 10))
    district.save(("A1", "revenue", "1"))
    row = district.sheet().rows()[0]
    assert row.cells[0].last == "987,654321"
    assert [judged.finding.rule for judged in row.findings] == ["jump:revenue"]


def test_where_its_row_stands_who_moved_is_asked_for_and_nowhere_else(district):
    here = make_return(district.unit, quarter=3, state="draft")
    gone, *_others = district.cooperatives
    make_figures(gone, quarter=3, quarterly_return=here, revenue=1)
    move(gone, district.other, date(2024, 9, 10))
    assert [row.is_expected for row in district.sheet().rows()] == [True, True, True]
    theirs = quarterly_sheet(make_district_staff(district.other), 2024, 3, "062")
    assert theirs.rows() == []
    for sheet in (district.sheet(), theirs):
        assert sheet.filled().expected == sheet.expected().count()


def test_the_quarter_before_stands_beside_also_over_the_new_year(district):
    make_figures(district.cooperatives[0], year=2023, quarter=4, revenue=1_635_500_000)
    sheet = district.sheet(quarter=1)
    cell = sheet.rows()[0].cells[0]
    assert (cell.text, cell.last) == ("", "1.635,5")


def test_what_a_row_shows_of_its_place(district):
    row = district.sheet().rows()[0]
    assert (row.number, row.commune, row.is_blank) == ("A1", "Xã Hà Hiệu", True)


def test_the_number_of_statements_does_not_grow_with_rows(district, django_assert_max_num_queries):
    make_return(district.unit, quarter=3, state="draft")
    district.fill("A1")
    with django_assert_max_num_queries(13):
        district.sheet().rows()
    for n in range(20):
        make_cooperative(district.commune, name=f"HTX {n}", registration_number=f"N{n}")
    district.fill(*(f"N{n}" for n in range(20)))
    for n in range(20):
        about = {"cooperative": Cooperative.objects.get(registration_number=f"N{n}")}
        said = {"text": "Có nhầm không?", "by": district.officer, "at": timezone.now()}
        Remark.objects.create(quarterly_return=district.sheet().stored, **about, **said)
    with django_assert_max_num_queries(13):
        remarks = [remark for row in district.sheet().rows() for remark in row.remarks]
        assert {remark.by for remark in remarks} == {district.officer}


# --- What cannot be entered says why --------------------------------------------------------------


@pytest.mark.parametrize(
    ("quarter", "code", "said"),
    [
        (4 + 1, "061", "Một năm có quý 1 đến quý 4"),
        (3, "999", "không có đơn vị mang mã 999"),
        (3, "062", "không thuộc phạm vi của bạn"),
    ],
)
def test_what_is_not_there_or_not_yours(district, quarter, code, said):
    with pytest.raises(Http404, match=said):
        quarterly_sheet(district.clerk, 2024, quarter, code)


def test_a_quarter_that_has_not_begun(district):
    with pytest.raises(Http404, match="bắt đầu từ 1/1/2025"):
        district.sheet(year=2025, quarter=1)


@pytest.mark.parametrize("year", [0, 1944, 2026, 99_999])
def test_a_year_out_of_all_bounds(district, year):
    with pytest.raises(Http404, match="Không có biểu"):
        district.sheet(year=year)


def test_a_commune_reports_through_its_district(district):
    with pytest.raises(Http404, match="báo cáo qua"):
        quarterly_sheet(district.clerk, 2024, 3, district.commune.code)


@pytest.mark.parametrize(
    ("state", "said"),
    [("draft", ""), ("returned", ""), ("submitted", "tạm khóa"), ("approved", "đã khóa")],
)
def test_its_state_locks_it(district, state, said):
    make_return(district.unit, quarter=3, state=state)
    locked = district.sheet().locked
    assert said in locked
    assert bool(said) is bool(locked)


def test_a_closed_year_locks_it_from_the_province_down(district):
    close_year(district.province, 2024)
    assert district.sheet().locked == "Năm 2024 đã khóa sổ: không nhập thêm số liệu."
    assert district.sheet(year=2023, quarter=4).locked == ""


def test_officers_read_and_admins_write(district):
    assert "chỉ xem" in district.sheet(district.officer).locked
    assert district.sheet(make_admin()).locked == ""


def test_it_is_due_fifteen_days_after_the_quarter_unless_moved(district):
    assert (district.sheet().due_on, district.sheet().days_left) == (date(2024, 10, 15), -5)
    make_return(district.unit, quarter=3, state="draft", moved_due_on=date(2024, 10, 25))
    assert (district.sheet().days_left, district.sheet().days_late) == (5, 0)
