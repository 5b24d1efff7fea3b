"""A plan's year against the year planned before it, and an indicator through the years."""

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from targets.comparison.progress import YearHeld
from targets.comparison.selection import select
from targets.comparison.years import beside_before, parts_of_period, years_of
from targets.indicators import known
from targets.overview.beside import planned_beside, reached
from targets.reckoning.assessment import Status
from targets.words.labels import ended_said
from tests.factories import (
    make_cooperative,
    make_district,
    make_group,
    make_officer,
    make_plan,
    make_province,
    make_target,
)
from tests.targets.comparisons import goal, measure
from tests.targets.pages import find_all, parsed, text

TODAY = date(2024, 10, 20)


@pytest.fixture
def province(db, demo_day):
    return make_province()


@pytest.fixture
def plans(province):
    """Of 2022 and of 2024; what was founded in them. 2023 has no plan."""
    old = make_plan(province, number="1/KH", issued_on=date(2021, 12, 1))
    new = make_plan(province, number="2/KH", issued_on=date(2023, 12, 1))
    for plan, year, code, value in (
        (old, 2022, "new_cooperatives", 2),
        (old, 2022, "new_unions", 1),
        (new, 2024, "new_groups", 5),
        (new, 2024, "new_cooperatives", 4),
    ):
        make_target(plan, code, year=year, value=value)
    for year, number in ((2022, 3), (2023, 1), (2024, 1)):
        for _ in range(number):
            make_cooperative(province, founded_on=date(year, 2, 1))
    make_group(province, founded_on=date(2024, 11, 1))
    return old, new


def rows_of(plan, year=None):
    beside = beside_before(plan, year)
    return {
        row.indicator.code: row
        for row in planned_beside(beside.held, beside.year, beside.year_before, TODAY)
    }


def test_aims_and_what_was_reached_stand_beside_those_of_the_year_before(plans):
    _old, new = plans
    beside = beside_before(new, None)
    assert (beside.year, beside.year_before) == (2024, 2022)
    rows = rows_of(new)
    # In the order of this plan, then what only the one before aimed at.
    assert list(rows) == ["new_groups", "new_cooperatives", "new_unions"]
    row = rows["new_cooperatives"]
    assert (row.aim_before, row.aim, row.change) == ("≥ 2", "≥ 4", "+2")
    assert (row.came_to, row.stands) == ("3", "1 đến quý III")
    assert row.reached_before.found.status is Status.MET
    assert row.reached_now.found is None
    assert (rows["new_groups"].aim_before, rows["new_groups"].change) == ("–", "mới")
    assert (rows["new_unions"].aim, rows["new_unions"].change) == ("–", "không còn")
    assert rows["new_unions"].reached_before.found.status is Status.MISSED


def test_what_adjusts_a_plan_says_what_it_aims_at(plans, province):
    _old, new = plans
    adjusting = make_plan(province, number="3/QĐ", issued_on=date(2024, 6, 1), adjusts=new)
    make_target(adjusting, "new_cooperatives", year=2024, value=6)
    assert rows_of(new)["new_cooperatives"].change == "+4"


def test_the_first_plan_has_none_before_it_and_a_year_of_another_is_none(plans):
    old, new = plans
    rows = rows_of(old)
    assert [row.before for row in rows.values()] == [None, None]
    assert rows["new_cooperatives"].stands == "3"
    assert beside_before(new, 2022) is None


def test_a_year_that_has_not_begun_has_reached_nothing(plans):
    _old, new = plans
    make_target(new, "new_cooperatives", year=2025, value=4)
    with override_settings(TODAY="2024-10-20"):
        row = rows_of(new)["new_cooperatives"]
    assert (row.now.year, row.before.year) == (2025, 2024)
    assert (row.stands, row.change) == ("năm chưa bắt đầu", "bằng năm trước")


def test_the_page_asks_few_statements_and_says_which_plan_was_before(plans, client, province):
    _old, new = plans
    client.force_login(make_officer(province))
    page = reverse("plan-before", args=[new.pk])
    said = text(parsed(client.get(page)))
    assert "2/KH" in said
    assert "trước đó: 1/KH" in said
    with CaptureQueriesContext(connection) as captured:
        client.get(page)
    few = len(captured)
    make_target(new, "weak_share", "<", year=2024, value=10)
    make_target(new, "average_profit", year=2024, value=85_000_000)
    client.get(page)
    with CaptureQueriesContext(connection) as captured:
        client.get(page)
    assert len(captured) == few <= 20
    assert client.get(page, {"year": 2022}).status_code == 404
    other = make_officer(make_province("24"))
    client.force_login(other)
    assert client.get(page).status_code == 404


def test_it_is_taken_along_as_a_file(plans, client, province):
    _old, new = plans
    client.force_login(make_officer(province))
    answer = client.get(reverse("plan-before-file", args=[new.pk, "csv"]))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    row = next(row for row in rows if row["Chỉ tiêu"] == "HTX thành lập mới")
    assert [row[name] for name in ("Mục tiêu, năm trước", "Đạt được, năm trước")] == ["2", "3"]
    assert (row["Mục tiêu"], row["Đạt được"], row["Đến hết quý"]) == ("4", "1", "3")
    assert (row["Tình trạng, năm trước"], row["Tình trạng"]) == ("đạt", "")
    assert row["Mục tiêu thay đổi"] == "2"
    assert {row["Mục tiêu thay đổi"] for row in rows} == {"2", "mới", "không còn"}


def test_an_indicators_years_say_how_each_ended(plans, client, province):
    client.force_login(make_officer(province))
    asked = {"year": 2024, "quarter": 3, "unit": province.code}
    page = parsed(client.get(reverse("indicator", args=["new_cooperatives"]), asked))
    table = next(one for one in find_all(page, "table") if "Khi hết năm" in text(one))
    rows = {text(row).split()[0]: text(row) for row in find_all(table, "tr")[1:]}
    assert "1/KH" in rows["2022"]
    assert "đạt" in rows["2022"]
    assert "2/KH" in rows["2024"]
    assert "đạt" not in rows["2024"]
    # A plan that does not aim at it set nothing for it.
    page = parsed(client.get(reverse("indicator", args=["new_unions"]), asked))
    table = next(one for one in find_all(page, "table") if "Khi hết năm" in text(one))
    rows = {text(row).split()[0]: text(row) for row in find_all(table, "tr")[1:]}
    assert ("1/KH" in rows["2022"], "2/KH" in rows["2024"]) == (True, False)


def test_of_a_year_that_is_not_over_the_newest_known_quarter_counts():
    def held(year, *values):
        return YearHeld(year, None, None, tuple(measure(one) for one in values))

    profit = known("average_profit")
    for values in ((10, 20, 30, None), (10, 20, 30, 35)):
        running = reached(profit, held(2024, *values), TODAY)
        assert (running.quarter, running.value, running.is_over) == (3, 30, False)
    begun = reached(profit, held(2024, 10, None, None, None), date(2024, 2, 1))
    assert (begun.quarter, begun.value) == (1, 10)
    over = reached(profit, held(2023, 10, 20, 30, None), TODAY)
    assert (over.quarter, over.value, over.is_over) == (4, None, True)


def test_it_says_who_stands_behind_a_value_and_by_which_ratings():
    def year(of, aim, *measures):
        return YearHeld(of, None, aim and goal(*aim), measures)

    carried, two = measure(8, coverage=(0, 9, 10)), measure(7_500_000, coverage=(2, 0, 384))
    held = {
        "weak_share": {
            2023: year(2023, ("<", 10), None, None, None, carried),
            2024: year(2024, ("<", 9), None, None, carried, None),
        },
        "average_profit": {
            2023: year(2023, None, *[measure(1_000_000)] * 4),
            2024: year(2024, (">=", 85_250_000), None, None, two, None),
        },
    }
    with translation.override("vi"):
        weak, profit = planned_beside(held, 2024, 2023, TODAY)
        assert "theo xếp loại năm 2022" in weak.came_rests_on
        assert "theo xếp loại năm 2023" in weak.stands_rests_on
        assert ended_said(weak.reached_before.found) == "chưa xếp loại"
        assert profit.aim.endswith("triệu đồng")
        assert profit.stands_rests_on == "đã có số liệu 2/384 HTX"
        assert profit.came_rests_on == ""


def test_each_year_of_a_period_has_its_part(province, client):
    plan = make_plan(province)
    make_target(plan, "new_cooperatives", value=10, year=2024, from_year=2022)
    for year, number in ((2021, 9), (2022, 3), (2023, 1), (2024, 2)):
        for _ in range(number):
            make_cooperative(province, founded_on=date(year, 2, 1))
    parts = parts_of_period(province, known("new_cooperatives"), 2022, 2024)
    found = [(one.year, one.until, one.alone.value, one.so_far.value) for one in parts]
    assert found == [(2022, 4, 3, 3), (2023, 4, 1, 4), (2024, 4, 2, 6)]
    assert [one.is_over for one in parts] == [True, True, False]
    with override_settings(TODAY="2024-08-01"):
        parts = parts_of_period(province, known("new_cooperatives"), 2022, 2024)
        assert [one.until for one in parts] == [4, 4, 3]
    client.force_login(make_officer(province))
    asked = {"year": 2024, "quarter": 3, "unit": province.code}
    page = parsed(client.get(reverse("indicator", args=["new_cooperatives"]), asked))
    table = next(one for one in find_all(page, "table") if "Từ đầu giai đoạn" in text(one))
    rows = [text(row) for row in find_all(table, "tr")[1:]]
    assert [row.split() for row in rows] == [
        ["2022", "3", "3", "30%"],
        ["2023", "1", "4", "40%"],
        ["2024", "2", "đến", "quý", "IV", "6", "60%"],
    ]
    assert "từ ngày 1/1/2022" in text(page)


def test_the_nearest_target_says_over_what_period_a_unit_is_counted_its_own_what_it_aims_at(
    province,
):
    units = [make_district(province, code) for code in ("061", "062")]
    plan = make_plan(province)
    make_target(plan, value=10, from_year=2022)
    make_target(plan, value=2, unit=units[0])

    def held(unit):
        chosen = select(year=2024, quarter=3, unit_code=unit.code)
        found = years_of(chosen, known("new_cooperatives"), [2024])[2024]
        return found.goal and found.goal.value, found.from_year

    assert [held(unit) for unit in (province, *units)] == [(10, 2022), (2, None), (None, 2022)]
    adjusting = make_plan(province, number="3/QĐ", issued_on=date(2024, 6, 1), adjusts=plan)
    make_target(adjusting, value=12, from_year=2023)
    assert [held(unit) for unit in (province, *units)] == [(12, 2023), (2, None), (None, 2023)]


def test_a_year_alone_has_no_parts(plans, client, province):
    client.force_login(make_officer(province))
    asked = {"year": 2024, "quarter": 3, "unit": province.code}
    page = client.get(reverse("indicator", args=["new_cooperatives"]), asked)
    assert "Từ đầu giai đoạn" not in page.content.decode()
