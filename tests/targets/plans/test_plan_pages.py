"""The list of plans and the page of one."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from cooperatives.models import ReportingYear
from targets.models import Plan
from targets.plans.listing import official_figures, planned_years
from tests.factories import (
    close_year,
    make_admin,
    make_baseline_figure,
    make_commune,
    make_country,
    make_district,
    make_district_staff,
    make_officer,
    make_plan,
    make_province,
    make_target,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]


@pytest.fixture
def country():
    return make_country()


@pytest.fixture
def bac_kan(country):
    return make_province("06", country)


@pytest.fixture
def lang_son(country):
    return make_province("20", country, name="Tỉnh Lạng Sơn")


@pytest.fixture
def ba_be(bac_kan):
    return make_district(bac_kan, "061", name="Huyện Ba Bể")


def seen_by(client, user) -> set[str]:
    client.force_login(user)
    return {plan.number for plan, _years in client.get(reverse("plans")).context["plans"]}


class TestList:
    def test_everybody_sees_the_plans_at_and_above_their_unit(
        self, client, country, bac_kan, lang_son, ba_be
    ):
        for unit, number in ((country, "cả nước"), (bac_kan, "532"), (lang_son, "99")):
            make_plan(unit, number=number)
        assert seen_by(client, make_district_staff(ba_be)) == {"cả nước", "532"}
        assert seen_by(client, make_officer(bac_kan)) == {"cả nước", "532"}
        assert seen_by(client, make_officer(country)) == {"cả nước", "532", "99"}
        assert seen_by(client, make_admin()) == {"cả nước", "532", "99"}

    def test_the_empty_state_says_what_to_do(self, client, bac_kan):
        client.force_login(make_admin())
        assert reverse("plan-new") in client.get(reverse("plans")).content.decode()
        client.force_login(make_officer(bac_kan))
        page = client.get(reverse("plans")).content.decode()
        assert "Chưa có kế hoạch nào" in page
        assert reverse("plan-new") not in page

    def test_the_number_of_statements_does_not_grow(
        self, client, bac_kan, django_assert_max_num_queries
    ):
        client.force_login(make_officer(bac_kan))

        def statements() -> int:
            with django_assert_max_num_queries(100) as captured:
                client.get(reverse("plans"))
            return len(captured)

        make_target(make_plan(bac_kan))
        few = statements()
        for number in range(3):
            make_target(make_plan(bac_kan, number=str(number)), year=2025)
        assert statements() == few


class TestOne:
    def test_it_quotes_each_target_with_its_source(self, client, bac_kan):
        plan = make_plan(bac_kan, source="Bản tin tháng 8/2023")
        make_target(plan, "weak_share", "<", 10, quote="xuống còn dưới 10%")
        make_target(
            plan, "average_profit", ">=", 85_000_000, milestone_1=20_500_000, quote="85 triệu"
        )
        client.force_login(make_officer(bac_kan))
        page = client.get(reverse("plan", args=[plan.pk])).content.decode()
        for said in (
            "&lt; 10%",
            "≥ 85\u00a0triệu đồng",
            "20,5",
            "xuống còn dưới 10%",
            "Bản tin tháng 8/2023",
        ):
            assert said in page

    def test_quarters_have_columns_only_where_milestones_are_set(self, client, bac_kan):
        client.force_login(make_officer(bac_kan))
        plan = make_plan(bac_kan)
        make_target(plan, year=2024)
        assert "Quý II" not in client.get(reverse("plan", args=[plan.pk])).text
        make_target(plan, "new_groups", year=2024, milestone_2=10)
        page = client.get(reverse("plan", args=[plan.pk])).text
        assert page.count("Quý II<") == 1
        assert page.count('data-label="Quý II"') == 2

    def test_it_lists_years_allocations_and_the_way_to_the_dashboard(self, client, bac_kan, ba_be):
        plan = make_plan(bac_kan)
        make_target(plan, year=2024)
        make_target(plan, year=2024, unit=ba_be, value=5)
        make_target(plan, year=2025)
        client.force_login(make_officer(bac_kan))
        response = client.get(reverse("plan", args=[plan.pk]))
        years = response.context["years"]
        assert [year.year for year in years] == [2025, 2024]
        assert [item.target.unit for item in years[1].allocations] == [ba_be]
        page = response.content.decode()
        dashboard = f"/?year=2024&amp;unit=06&amp;plan={plan.pk}"
        assert dashboard in page
        assert client.get(dashboard.replace("&amp;", "&")).status_code == 200
        assert "year=2025" not in page  # it has not begun: the dashboard would be a 404

    def test_the_way_to_the_dashboard_is_open_to_who_reads_the_plan_from_below(
        self, client, country, bac_kan, ba_be
    ):
        plan = make_plan(country)
        make_target(plan, year=2024)
        client.force_login(make_district_staff(ba_be))
        page = client.get(reverse("plan", args=[plan.pk])).content.decode()
        dashboard = f"/?year=2024&amp;plan={plan.pk}"
        assert dashboard in page
        assert client.get(dashboard.replace("&amp;", "&")).status_code == 200

    def test_allocations_of_other_provinces_and_of_communes_elsewhere_are_left_out(
        self, client, country, bac_kan, lang_son, ba_be
    ):
        plan = make_plan(country)
        commune = make_commune(make_district(bac_kan, "066"), "02200")
        for unit in (bac_kan, lang_son, commune):
            make_target(plan, unit=unit)
        client.force_login(make_district_staff(ba_be))
        (year,) = client.get(reverse("plan", args=[plan.pk])).context["years"]
        assert [item.target.unit for item in year.allocations] == [bac_kan]

    def test_it_shows_the_baseline_with_its_sentences(self, client, bac_kan):
        plan = make_plan(bac_kan)
        make_baseline_figure(bac_kan, value=371, quote="371 HTX", source="Báo cáo 8/2023")
        client.force_login(make_officer(bac_kan))
        page = client.get(reverse("plan", args=[plan.pk])).content.decode()
        for said in ("371 HTX", "Báo cáo 8/2023", "30/6/2023"):
            assert said in page

    def test_a_plan_of_another_province_is_not_found(self, client, lang_son, ba_be):
        plan = make_plan(lang_son)
        client.force_login(make_district_staff(ba_be))
        assert client.get(reverse("plan", args=[plan.pk])).status_code == 404
        assert client.get(reverse("plan", args=[10**9])).status_code == 404

    def test_the_number_of_statements_does_not_grow(
        self, client, bac_kan, ba_be, django_assert_max_num_queries
    ):
        client.force_login(make_officer(bac_kan))
        small, big = make_plan(bac_kan), make_plan(bac_kan, number="2")
        make_target(small)
        make_baseline_figure(bac_kan)
        for year in (2023, 2024):
            for unit in (bac_kan, ba_be):
                make_target(big, year=year, unit=unit)
                make_target(big, "weak_share", "<", 10, year=year, unit=unit)

        def statements(plan) -> int:
            with django_assert_max_num_queries(100) as captured:
                client.get(reverse("plan", args=[plan.pk]))
            return len(captured)

        assert statements(big) == statements(small)


def test_dates_and_numbers_follow_the_language(client, bac_kan):
    plan = make_plan(bac_kan, issued_on=date(2023, 8, 7))
    make_target(plan, "average_profit", ">=", 85_500_000)
    client.force_login(make_officer(bac_kan))
    client.cookies["django_language"] = "en"
    page = client.get(reverse("plan", args=[plan.pk])).content.decode()
    assert "≥ 85.5" in page
    assert "7/8/2023" in page


def test_targets_and_official_figures_are_printed_as_they_were_set(client, bac_kan):
    plan = make_plan(bac_kan)
    make_target(plan, "average_profit", ">=", 85_250_000, milestone_1=Decimal(21_312_500))
    make_target(plan, "weak_share", "<", Decimal("9.875"))
    make_baseline_figure(bac_kan, "average_profit", 71_125_000)
    client.force_login(make_officer(bac_kan))
    page = client.get(reverse("plan", args=[plan.pk])).text.replace("\u00a0", " ")
    for shown in ("≥ 85,25 triệu đồng", ">21,3125<", "< 9,875%", ">71,125 triệu đồng<"):
        assert shown in page.replace("&lt; 9", "< 9"), shown


def test_a_year_of_a_plan_says_whether_it_is_reported_on(bac_kan):
    plan, reader = make_plan(bac_kan), make_officer(bac_kan)
    make_target(plan)

    def state():
        (year,) = planned_years(Plan.objects.get(), reader)
        return year.state

    assert state() == "open"
    close_year(bac_kan, 2024)
    assert state() == "closed"
    ReportingYear.objects.all().delete()
    assert state() == "unopened"


def test_official_figures_stand_the_newest_first(bac_kan):
    for day in (date(2022, 6, 30), date(2023, 12, 31), date(2023, 6, 30)):
        make_baseline_figure(bac_kan, date=day)
    found = official_figures(make_plan(bac_kan))
    assert [one.figure.date.isoformat() for one in found] == [
        "2023-12-31",
        "2023-06-30",
        "2022-06-30",
    ]
