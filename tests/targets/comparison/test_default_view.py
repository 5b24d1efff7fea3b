"""What is shown when nothing is asked for (design 3), for the page, the command and the API."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from tests.factories import (
    make_admin,
    make_cooperative,
    make_country,
    make_district,
    make_district_staff,
    make_figures,
    make_officer,
    make_plan,
    make_province,
    make_return,
    make_target,
    make_yearly_report,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def province(demo_day):
    """Two districts with a cooperative each, and the plan of 2024."""
    province = make_province()
    for code in ("061", "062"):
        make_cooperative(make_district(province, code))
    make_target(make_plan(province))
    return province


def next_years_plan(unit, **fields):
    plan = make_plan(unit, number="900/KH-UBND", issued_on=date(2024, 9, 1), **fields)
    make_target(plan, year=2025)
    return plan


def shown(found):
    number = found["plan"] and found["plan"]["number"]
    year = found["plan"] and found["plan"]["year"]
    return number, year, found["quarter"], found["unit"]


def by_command(**options):
    out = StringIO()
    call_command("progress", "--format", "json", stdout=out, **options)
    return shown(json.loads(out.getvalue()))


@pytest.fixture
def everywhere(client):
    """The default view of somebody: page, API and, for who sees everything, the command agree."""

    def look(user, query=""):
        client.force_login(user)
        found = shown(client.get(f"/api/v1/progress{query}").json())
        selection = client.get(f"/{query}").context["selection"]
        number, year, quarter, unit = found
        assert (selection.quarter, selection.unit.code) == (quarter, unit)
        assert (selection.plan and selection.plan.number) == number
        assert year in (None, selection.year)
        return found

    return look


def submit(year, quarter, *units):
    for unit in units:
        make_return(unit, year, quarter, state="submitted")


def test_next_years_plan_takes_nothing_away_when_it_is_loaded(province, everywhere):
    submit(2024, 2, *province.children.all())
    before = ("532/KH-UBND", 2024, 2, "06")
    assert everywhere(make_admin()) == by_command() == before
    next_years_plan(province)
    assert everywhere(make_admin()) == by_command() == before
    assert everywhere(make_officer(province)) == before
    assert everywhere(make_district_staff(province.children.first())) == (*before[:3], "061")


def test_in_january_the_last_submitted_quarter_is_shown(province, everywhere, settings):
    next_years_plan(province)
    submit(2024, 2, *province.children.all())
    submit(2024, 3, province.children.first())
    settings.TODAY = "2025-01-02"
    assert everywhere(make_admin()) == by_command() == ("532/KH-UBND", 2024, 3, "06")


def test_with_a_year_it_is_a_quarter_of_that_year(province, everywhere, settings):
    next_years_plan(province)
    submit(2024, 2, *province.children.all())
    settings.TODAY = "2025-05-02"
    assert everywhere(make_admin()) == by_command() == ("532/KH-UBND", 2024, 2, "06")
    assert by_command(year=2025) == ("900/KH-UBND", 2025, 1, "06")
    assert everywhere(make_admin(), "?year=2025") == ("900/KH-UBND", 2025, 1, "06")


def test_with_half_of_the_units_a_newer_year_wins(province, settings):
    next_years_plan(province)
    submit(2024, 4, *province.children.all())
    settings.TODAY = "2025-08-02"
    assert by_command() == ("532/KH-UBND", 2024, 4, "06")
    submit(2025, 1, province.children.first())
    assert by_command() == ("900/KH-UBND", 2025, 1, "06")
    assert by_command(unit="062") == ("532/KH-UBND", 2024, 4, "062")


def test_without_submissions_it_is_the_newest_ended_quarter_of_all_years(province, settings):
    next_years_plan(province)
    settings.TODAY = "2025-02-02"
    assert by_command() == ("532/KH-UBND", 2024, 4, "06")
    settings.TODAY = "2025-04-02"
    assert by_command() == ("900/KH-UBND", 2025, 1, "06")


def test_before_any_quarter_has_ended_it_is_the_first_of_the_newest_year(demo_day, settings):
    make_target(make_plan(make_province()))
    settings.TODAY = "2024-02-01"
    assert by_command() == ("532/KH-UBND", 2024, 1, "06")


def test_returns_of_a_year_without_targets_do_not_choose(province):
    submit(2023, 4, *province.children.all())
    assert by_command() == ("532/KH-UBND", 2024, 3, "06")


def test_the_unit_is_that_of_the_plan_issued_last_of_those_begun(province):
    other = make_province("19")
    make_target(make_plan(other, issued_on=date(2024, 1, 1), number="1"))
    next_years_plan(province)
    assert by_command() == ("1", 2024, 3, "19")


def test_a_quarter_alone_is_one_of_the_default_year(province, settings):
    next_years_plan(province)
    submit(2024, 4, *province.children.all())
    settings.TODAY = "2025-05-02"
    assert by_command(quarter=2) == ("532/KH-UBND", 2024, 2, "06")


# --- Years without a plan -------------------------------------------------------------------------


def test_a_year_with_records_and_no_plan_answers_with_all_indicators(province, everywhere):
    cooperative = province.children.first()
    make_figures(make_cooperative(cooperative), 2023, 2, profit=5)
    out = StringIO()
    call_command("progress", "--format", "json", year=2023, quarter=2, stdout=out)
    found = json.loads(out.getvalue())
    assert found["plan"] is None
    assert (found["quarter"], found["unit"]) == (2, "06")
    out = StringIO()
    call_command("progress", "--format", "json", "--all", year=2023, quarter=2, stdout=out)
    assert json.loads(out.getvalue()) == found
    values = {row["indicator"]: row["value"] for row in found["targets"]}
    assert len(values) == 18
    assert values["total_cooperatives"] == 3
    for part in [found, *found["units"]]:
        for row in part["targets"]:
            for key in ("target", "operator", "expected", "status", "certain", "set_by"):
                assert row[key] is None
    assert everywhere(make_admin(), "?year=2023") == (None, None, 2, "06")
    assert everywhere(make_officer(province), "?year=2023&unit=061") == (None, None, 2, "061")


def test_its_page_says_that_there_is_no_plan(province, client):
    make_figures(make_cooperative(province.children.first()), 2023, 4, revenue=5)
    client.force_login(make_officer(province))
    page = client.get("/?year=2023")
    assert page.status_code == 200
    assert "data-without-plan" in page.text
    assert page.text.count("<article") == 18
    assert "532/KH-UBND" not in page.text
    assert page.context["years"] == [2023, 2024]
    page = client.get("/?year=2023&quarter=4&unit=061&target=average_revenue")
    assert page.status_code == 200
    with_plan = client.get("/?year=2024")
    assert with_plan.context["years"] == [2023, 2024]
    assert "data-without-plan" not in with_plan.text


def test_the_page_of_a_target_offers_all_years_held(province, client):
    make_figures(make_cooperative(province.children.first()), 2023, 4, revenue=5)
    client.force_login(make_officer(province))
    plan = province.plans.get()
    page = client.get(f"/targets/{plan.pk}/new_cooperatives/?year=2024")
    assert page.context["years"] == [2023, 2024]
    page = client.get(f"/targets/{plan.pk}/new_cooperatives/?year=2023")
    assert page.status_code == 404


def test_the_terminal_says_so_too(province):
    make_figures(make_cooperative(province.children.first()), 2023, 4, revenue=5)
    out = StringIO()
    call_command("progress", year=2023, stdout=out)
    assert out.getvalue().startswith("Tỉnh Bắc Kạn, năm 2023, chưa có kế hoạch")


def test_without_any_plan_it_is_the_newest_year_reported_of_the_root(demo_day, everywhere):
    country = make_country()
    district = make_district(make_province(parent=country))
    cooperative = make_cooperative(district)
    make_figures(cooperative, 2023, 2, profit=1)
    assert everywhere(make_admin()) == by_command() == (None, None, 2, "VN")
    assert everywhere(make_district_staff(district)) == (None, None, 2, "061")


def test_with_next_years_plan_alone_this_year_stands_without_one(demo_day, everywhere):
    province = make_province()
    make_cooperative(make_district(province))
    next_years_plan(province)
    assert everywhere(make_admin()) == by_command() == (None, None, 3, "06")


@pytest.mark.parametrize("year", [1900, 2010, 2025, 0, 99999])
def test_a_year_without_records_or_not_begun_is_unknown(province, client, year):
    client.force_login(make_officer(province))
    assert client.get(f"/?year={year}").status_code == 404
    answer = client.get(f"/api/v1/progress?year={year}")
    assert answer.status_code == 404
    assert str(year) in answer.json()["error"]


def test_only_reports_of_the_own_unit_make_a_year(province, client):
    elsewhere = make_cooperative(make_district(make_province("19"), "190"))
    make_figures(elsewhere, 2022, 4, revenue=5)
    make_yearly_report(elsewhere, 2021)
    client.force_login(make_officer(province))
    assert client.get("/").context["years"] == [2024]
    make_yearly_report(make_cooperative(province.children.first()), 2021)
    assert client.get("/").context["years"] == [2021, 2024]
