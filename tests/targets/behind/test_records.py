"""The records behind a number: the evidence that it was added up from, filtered, and as a file."""

from datetime import date
from decimal import Decimal

import pytest

from cooperatives.evidence import ValueState
from cooperatives.models import AdministrativeUnit
from targets.behind.records import Wishes, by_score, records_behind
from targets.comparison.reading import progress_of
from targets.comparison.selection import select
from targets.indicators import BY_CODE
from targets.output.tables import records_table
from tests.factories import (
    make_cooperative,
    make_district_staff,
    make_figures,
    make_group,
    make_officer,
    make_yearly_report,
    suspend,
)


def unit(code):
    return AdministrativeUnit.objects.get(code=code)


@pytest.fixture
def officer(bac_kan):
    return make_officer(bac_kan)


@pytest.fixture
def world(bac_kan):
    """In Ba Bể one reports, one leaves a quarter blank, one is suspended; in Na Rì one reports."""
    reports = make_cooperative(unit("01900"), name="HTX Đồng Lợi", registration_number="0610001")
    gaps = make_cooperative(unit("061"), name="HTX Bí xanh", registration_number="0610002")
    pauses = make_cooperative(unit("061"), name="HTX Cũ", registration_number="0610003")
    other = make_cooperative(unit("066"), name="HTX Miến dong", registration_number="0660001")
    suspend(pauses, date(2023, 1, 1))
    for quarter in (1, 2):
        make_figures(reports, 2024, quarter, profit=10_500_000, managers_vocational=2)
        make_figures(other, 2024, quarter, profit=-3_000_000)
    make_figures(gaps, 2024, 1, profit=4_000_000, managers_vocational=1)
    return bac_kan


def behind(reader, code="average_profit", *, unit_code="06", quarter=2, **wishes):
    selection = select(reader=reader, year=2024, quarter=quarter, unit_code=unit_code)
    parts = AdministrativeUnit.objects.below_each([selection.unit.path], selection.period.ends_on)
    return records_behind(reader, selection, BY_CODE[code], parts, Wishes(**wishes))


def names(rows):
    return [row.name for row in rows]


def weak_ones(found):
    return by_score(row for row in found.rows if row.value == 1)


# --- Which rows -----------------------------------------------------------------------------------


def test_everybody_expected_is_listed_with_value_and_state_in_vietnamese_order(world, officer):
    found = behind(officer)
    assert [(row.name, row.value, row.state) for row in found.rows] == [
        ("HTX Bí xanh", None, ValueState.MISSING),
        ("HTX Cũ", None, ValueState.NOT_EXPECTED),
        ("HTX Đồng Lợi", 21_000_000, ValueState.REPORTED),
        ("HTX Miến dong", -6_000_000, ValueState.REPORTED),
    ]
    assert found.rows == found.shown
    assert found.counts == {
        ValueState.REPORTED: 2,
        ValueState.MISSING: 1,
        ValueState.NOT_EXPECTED: 1,
    }


@pytest.mark.parametrize("code", ["average_profit", "managers_vocational", "new_cooperatives"])
@pytest.mark.parametrize("quarter", [1, 2, 3])
def test_their_total_is_the_numerator_and_their_states_the_coverage(world, officer, code, quarter):
    make_cooperative(unit("061"), founded_on=date(2024, 2, 1))
    found = behind(officer, code, quarter=quarter)
    selection = select(reader=officer, year=2024, quarter=quarter, unit_code="06")
    measure = progress_of(selection, also=[code]).whole.standing(code).assessment.measure
    assert (found.total or 0) == (measure.numerator or 0)
    assert found.counts.get(ValueState.REPORTED, 0) == measure.coverage.reported
    assert found.counts.get(ValueState.CARRIED, 0) == measure.coverage.carried
    assert found.counts.get(ValueState.MISSING, 0) == measure.coverage.missing
    assert found.is_whole


def test_the_reader_sees_the_own_district_alone_and_is_told_so(world):
    found = behind(make_district_staff(unit("061")))
    assert names(found.rows) == ["HTX Bí xanh", "HTX Cũ", "HTX Đồng Lợi"]
    assert found.total == 21_000_000
    assert not found.is_whole
    assert behind(make_district_staff(unit("061")), unit_code="061").is_whole


def test_of_another_district_there_is_nothing(world):
    found = behind(make_district_staff(unit("061")), unit_code="066")
    assert found.rows == found.shown == ()
    assert found.total is None


def test_counts_come_from_the_registry(world, officer):
    group = make_group(unit("061"), founded_on=date(2024, 3, 1), name="THT Mới")
    found = behind(officer, "new_groups")
    assert names(found.rows) == [group.name]
    assert (found.is_registry, found.total) == (True, 1)


# --- Wishes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wishes", "shown"),
    [
        ({"state": "missing"}, ["HTX Bí xanh"]),
        ({"state": "not_expected"}, ["HTX Cũ"]),
        ({"state": "carried"}, []),
        ({"part": "066"}, ["HTX Miến dong"]),
        ({"part": "999"}, ["HTX Bí xanh", "HTX Cũ", "HTX Đồng Lợi", "HTX Miến dong"]),
        ({"text": "dong"}, ["HTX Đồng Lợi", "HTX Miến dong"]),
        ({"text": "ĐỒNG  LỢI"}, ["HTX Đồng Lợi"]),
        ({"text": "0610002"}, ["HTX Bí xanh"]),
        ({"text": "ba be"}, ["HTX Bí xanh", "HTX Cũ", "HTX Đồng Lợi"]),
        ({"text": "không có"}, []),
        ({"text": "%"}, []),
        ({"state": "reported", "part": "061", "text": "dong"}, ["HTX Đồng Lợi"]),
    ],
)
def test_wishes_narrow_what_is_shown_and_nothing_else(world, officer, wishes, shown):
    found = behind(officer, **wishes)
    assert names(found.shown) == shown
    assert len(found.rows) == 4
    assert found.total == 15_000_000


@pytest.mark.parametrize(
    ("query", "wishes"),
    [
        ({}, Wishes()),
        ({"state": "missing", "part": "061", "q": " dong "}, Wishes("missing", "061", "dong")),
        ({"state": "lost"}, Wishes()),
        ({"state": ""}, Wishes()),
    ],
)
def test_wishes_are_read_from_the_address(query, wishes):
    assert Wishes.read(query) == wishes
    assert Wishes.read(query).any is (wishes != Wishes())


# --- The work list --------------------------------------------------------------------------------


def weak(name, score, year=2023, code="061"):
    made = make_cooperative(unit(code), name=name)
    make_yearly_report(made, year, rating="weak", score=score)
    return made


def test_the_weak_ones_nearest_to_fifty_points_stand_first(world, officer):
    weak("HTX A", "31.5")
    weak("HTX B", "49.99")
    weak("HTX C", None)
    weak("HTX D", "45", code="066")
    weak("HTX E", "45", code="066")
    make_yearly_report(make_cooperative(unit("061")), 2023, score="50")
    weak("HTX F", "49").yearly_reports.update(state="draft")
    found = weak_ones(behind(officer, "weak_share"))
    assert [(one.row.name, one.score and float(one.score)) for one in found] == [
        ("HTX B", 49.99),
        ("HTX D", 45),
        ("HTX E", 45),
        ("HTX A", 31.5),
        ("HTX C", None),
    ]


def test_the_score_is_that_of_the_report_that_the_rating_is_from(world, officer, settings):
    """At the year's end last year's rating is carried, and with it last year's score."""
    settings.TODAY = "2025-02-01"
    both = weak("HTX A", "40")
    make_yearly_report(both, 2024, rating="weak", score="48")
    weak("HTX B", "47")
    found = weak_ones(behind(officer, "weak_share", quarter=4))
    assert [(one.row.name, float(one.score)) for one in found] == [("HTX A", 48), ("HTX B", 47)]


def test_the_work_list_holds_the_own_district_alone(world):
    weak("HTX A", "40")
    weak("HTX B", "49", code="066")
    found = weak_ones(behind(make_district_staff(unit("061")), "weak_share"))
    assert [one.row.name for one in found] == ["HTX A"]


# --- The file -------------------------------------------------------------------------------------


def file_of(reader, code="average_profit", quarter=2, **wishes):
    selection = select(reader=reader, year=2024, quarter=quarter, unit_code="06")
    progress = progress_of(selection, also=[code])
    table = records_table(behind(reader, code, quarter=quarter, **wishes), progress, [])
    assert ("Số liệu đến", date(2024, 6, 30)) in table.about
    return [dict(zip(table.header, row, strict=True)) for row in table.rows]


def test_the_file_holds_what_is_shown_with_its_evidence(world, officer):
    (row,) = file_of(officer, state="reported", part="061")
    assert list(row.values()) == [
        "0610001",
        "HTX Đồng Lợi",
        "Huyện Ba Bể",
        unit("01900").name,
        date(2015, 6, 1),
        None,
        "Lợi nhuận bình quân HTX",
        "triệu đồng",
        21,
        1,
        "đã báo cáo",
        None,
    ]


def test_what_is_missing_is_blank_with_its_reason_and_never_zero(world, officer):
    (row,) = file_of(officer, state="missing")
    assert (row["Giá trị"], row["Trọng số"]) == (None, None)
    assert "chưa có số liệu: trống ở quý II" in row.values()


def test_amounts_are_in_million_to_the_last_dong(world, officer):
    made = make_cooperative(unit("061"), name="HTX Lẻ")
    for quarter in (1, 2):
        make_figures(made, 2024, quarter, profit=1_635_250 * quarter)
    values = {row["Tổ chức"]: row["Giá trị"] for row in file_of(officer)}
    assert values["HTX Lẻ"] == Decimal("4.905750")
    assert values["HTX Miến dong"] == -6


def test_persons_are_plain_numbers_and_what_is_carried_says_from_when(world, officer):
    rows = {row["Tổ chức"]: row for row in file_of(officer, "managers_vocational")}
    assert rows["HTX Đồng Lợi"]["Giá trị"] == 2
    assert rows["HTX Bí xanh"]["Giá trị"] == 1
    assert "dùng số kỳ trước: quý I/2024" in rows["HTX Bí xanh"].values()
