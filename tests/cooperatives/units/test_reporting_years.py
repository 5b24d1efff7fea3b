"""Reporting years: where one is open, where it is closed, and when its returns are due."""

from datetime import date
from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from cooperatives.ground.calendar import Quarter
from cooperatives.models import ReportingYear
from cooperatives.units.years import (
    ReportingYears,
    closing_problems,
    opening_of,
    reopening_problems,
    reporting_year_problems,
    unopened_units,
)
from tests.factories import (
    close_year,
    make_country,
    make_district,
    make_plan,
    make_province,
    make_target,
    open_year,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]

FIRST, THIRD, FOURTH = (Quarter(2024, number) for number in (1, 3, 4))
DUE = {
    "due_on_1": date(2024, 4, 20),
    "due_on_2": date(2024, 7, 20),
    "due_on_3": date(2024, 10, 20),
    "due_on_4": date(2025, 1, 20),
}


@pytest.fixture
def country():
    return make_country()


@pytest.fixture
def province(country):
    return make_province(parent=country)


@pytest.fixture
def district(province):
    return make_district(province)


# --- Open and closed ------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["country", "province", "district"])
def test_it_is_open_where_it_is_open_at_or_above(request, district, where):
    open_year(request.getfixturevalue(where))
    years = ReportingYears()
    assert years.is_open(district, 2024)
    assert not years.is_open(district, 2023)


def test_what_is_open_below_or_beside_opens_nothing(province, district):
    open_year(make_district(province, "062"))
    assert not ReportingYears().is_open(province, 2024)
    assert not ReportingYears().is_known(district, 2024)


def test_a_code_that_only_begins_like_another_is_no_unit_above(country, district):
    open_year(make_province("0", parent=country))
    assert not ReportingYears().is_open(district, 2024)


@pytest.mark.parametrize("where", ["country", "province", "district"])
def test_one_closing_at_or_above_closes_it(request, country, province, district, where):
    for unit in (country, province, district):
        open_year(unit)
    close_year(request.getfixturevalue(where), 2024)
    years = ReportingYears()
    assert (years.is_open(district, 2024), years.closes(district, 2024)) == (False, True)
    assert years.is_known(district, 2024)


def test_all_is_read_in_one_statement(province, district, django_assert_num_queries):
    open_year(province)
    years = ReportingYears()
    with django_assert_num_queries(1):
        assert years.is_open(district, 2024)
        assert not years.closes(province, 2024)
        assert years.due_on(district, FIRST)


# --- When returns are due -------------------------------------------------------------------------


def due(unit, period, moved=None):
    return ReportingYears().due_on(unit, period, moved)


def test_a_quarter_that_was_over_when_its_year_was_opened_is_due_later(province, district):
    open_year(province, opened=date(2024, 10, 1))
    assert due(district, THIRD) == date(2024, 10, 16)
    assert due(district, FIRST) == date(2024, 10, 16)
    assert due(district, FOURTH) == date(2025, 1, 15)


def test_a_quarter_that_ends_on_the_day_of_the_opening_is_not_put_off(province, district):
    row = open_year(province, opened=date(2024, 9, 30), **DUE | {"due_on_3": date(2024, 10, 5)})
    assert due(district, THIRD) == date(2024, 10, 5)
    row.opened = date(2024, 10, 1)
    row.save()
    assert due(district, THIRD) == date(2024, 10, 16)


def test_the_first_opening_counts(country, province, district):
    open_year(country, opened=date(2024, 1, 1))
    open_year(province, opened=date(2024, 10, 1))
    assert due(district, FIRST) == date(2024, 4, 15)


def test_a_year_carries_due_days_of_its_own_and_the_nearest_counts(country, province, district):
    open_year(country, **DUE)
    assert due(district, THIRD) == date(2024, 10, 20)
    open_year(province)
    assert due(district, THIRD) == date(2024, 10, 20)
    open_year(district, **DUE | {"due_on_3": date(2024, 10, 25)})
    assert due(district, THIRD) == date(2024, 10, 25)
    assert due(province, THIRD) == date(2024, 10, 20)


def test_no_due_day_comes_sooner_after_a_late_opening(province):
    row = open_year(province, opened=date(2024, 5, 2), **DUE)
    assert due(province, FIRST) == date(2024, 5, 17)
    row.opened = date(2024, 4, 1)
    row.save()
    assert due(province, FIRST) == date(2024, 4, 20)


def test_a_moved_day_wins(province):
    open_year(province, opened=date(2024, 10, 1), **DUE)
    assert due(province, THIRD, date(2024, 10, 2)) == date(2024, 10, 2)


def test_closing_a_year_moves_no_due_day(province):
    open_year(province, **DUE)
    close_year(province, 2024)
    assert due(province, THIRD) == date(2024, 10, 20)


# --- Opening, closing and reopening ---------------------------------------------------------------


def said(problems):
    return [found.message for found in problems]


def test_a_year_is_opened_today(province):
    assert opening_of(province, 2025).opened == date(2024, 10, 20)


def test_none_closes_before_its_end(province, settings):
    row = open_year(province)
    settings.TODAY = "2024-12-31"
    (message,) = said(closing_problems(row))
    assert message == "Năm 2024 chưa kết thúc: chỉ khóa sổ được từ ngày 1/1/2025."
    settings.TODAY = "2025-01-01"
    row.refresh_from_db()
    assert said(closing_problems(row, "xong")) == []
    assert (row.closed, row.reason) == (date(2025, 1, 1), "xong")


def test_what_is_closed_is_not_closed_again(province):
    assert said(closing_problems(close_year(province, 2023))) == ["Năm 2023 đã khóa sổ rồi."]


def test_it_is_reopened_with_a_reason(province):
    row = close_year(province, 2023)
    assert said(reopening_problems(row, " ")) == ["Hãy nêu lý do mở lại năm này."]
    assert row.is_closed
    assert said(reopening_problems(row, "sửa số liệu")) == []
    assert (row.closed, row.reason) == (None, "sửa số liệu")
    assert said(reopening_problems(row, "nữa")) == ["Năm 2023 đang mở rồi."]


# --- Where the current year is not open -----------------------------------------------------------


def test_provinces_without_the_year_are_named(country, province):
    other = make_province("20", country)
    open_year(other)
    assert unopened_units(None, 2024) == [province]
    assert unopened_units(country, 2024) == [province]
    assert unopened_units(other, 2024) == []
    open_year(country)
    assert unopened_units(None, 2024) == []


def test_a_province_whose_districts_are_all_open_is_not_named(province, district):
    other = make_district(province, "062")
    open_year(district)
    assert unopened_units(province, 2024) == [province]
    open_year(other)
    assert unopened_units(province, 2024) == []


def test_a_unit_without_any_below_it_is_named(district):
    assert unopened_units(district, 2024) == [district]


def test_without_a_province_the_root_is_named(country):
    assert unopened_units(None, 2024) == [country]


def test_units_that_are_no_more_are_not_named(country, province):
    open_year(province)
    make_province("99", country, valid_to=date(2020, 1, 1))
    assert unopened_units(None, 2024) == []


# --- What was stored before -----------------------------------------------------------------------


def state_at(app, name):
    return MigrationExecutor(connection).loader.project_state((app, name)).apps


def rows(model):
    return list(model.objects.order_by("year").values_list("year", "opened", "closed"))


def test_closed_years_are_carried_over_with_their_history(province):
    migration = import_module("cooperatives.migrations.0008_closed_years_are_reporting_years")
    before = state_at("cooperatives", "0008_closed_years_are_reporting_years")
    year = before.get_model("cooperatives", "ReportingYear")
    history = before.get_model("cooperatives", "HistoricalReportingYear")
    fields = {"unit_id": province.pk, "opened": date(1945, 1, 1)}
    kept = year.objects.create(year=2022, **fields)
    year.objects.create(year=2021, **fields)
    past = fields | {"way": "admin", "id": kept.pk, "year": 2022}
    history.objects.create(history_date="2023-02-02T20:00Z", history_type="+", **past)
    history.objects.create(history_date="2024-02-03T03:00Z", history_type="~", **past)
    migration.carry_over(before, None)
    closed = date(2022, 1, 1), date(2023, 2, 3)
    assert rows(year) == [(2021, date(2021, 1, 1), date(2022, 1, 1)), (2022, *closed)]
    assert set(history.objects.values_list("opened", "closed")) == {closed}
    year.objects.create(year=2024, **fields)
    migration.forget_open_ones(before, None)
    assert [found[0] for found in rows(year)] == [2021, 2022]


def test_years_with_targets_are_open_since_their_first_day(province, country):
    migration = import_module("targets.migrations.0005_planned_years_are_open")
    plan = make_plan(province)
    for year in (2022, 2024, 2031):
        make_target(plan, year=year)
        make_target(plan, "new_groups", year=year)
    make_target(make_plan(make_province("20", country, valid_to=date(2025, 1, 1))), year=2025)
    ReportingYear.objects.all().delete()
    close_year(province, 2022)
    before = state_at("targets", "0005_planned_years_are_open")
    year = before.get_model("cooperatives", "ReportingYear")
    migration.open_years(before, None)
    opened = dict(year.objects.values_list("year", "opened"))
    assert opened[2024] == date(2024, 1, 1)
    assert opened[2031] < date(2031, 1, 1)
    assert [found[0] for found in rows(year)] == [2022, 2024, 2031]
    assert [found[0] for found in rows(year) if found[2]] == [2022]
    versions = before.get_model("cooperatives", "HistoricalReportingYear").objects
    for key, of_year in year.objects.filter(closed=None).values_list("pk", "year"):
        version = versions.get(id=key)
        assert (version.year, version.opened) == (of_year, opened[of_year])


@pytest.mark.parametrize(
    ("times", "exists"),
    [
        ({"valid_from": date(2024, 12, 31)}, True),
        ({"valid_from": date(2025, 1, 1)}, False),
        ({"valid_to": date(2024, 1, 2)}, True),
        ({"valid_to": date(2024, 1, 1)}, False),
    ],
)
def test_a_unit_has_the_years_in_which_it_existed_for_a_day(province, times, exists):
    row = ReportingYear(
        unit=make_district(province, "069", **times), year=2024, opened=date(2024, 1, 1)
    )
    codes = [one.error.code for one in reporting_year_problems(row)]
    assert codes == ([] if exists else ["no_unit_then"])
