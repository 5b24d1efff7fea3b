"""From 1 January on admins and officers are told where the current year is not open."""

import pytest
from django.urls import reverse

from cooperatives.models import ReportingYear
from cooperatives.returns.reporting import MOST_NAMED
from tests.factories import (
    make_admin,
    make_cooperative,
    make_country,
    make_district,
    make_district_staff,
    make_officer,
    make_plan,
    make_province,
    make_target,
    open_year,
)
from tests.targets.pages import parsed, text

pytestmark = pytest.mark.django_db

SAID = "Năm báo cáo 2025 chưa mở: Tỉnh Bắc Kạn."


@pytest.fixture(autouse=True)
def new_year(settings):
    settings.DEBUG, settings.TODAY = True, "2025-01-01"


@pytest.fixture
def province():
    """Bắc Kạn with a plan for 2024 and none for 2025."""
    province = make_province()
    make_target(make_plan(province))
    return province


@pytest.fixture
def district(province):
    district = make_district(province)
    make_cooperative(district)
    return district


@pytest.fixture
def look(client):
    def looking(user, page):
        client.force_login(user)
        return text(parsed(client.get(reverse(page))))

    return looking


@pytest.mark.parametrize("page", ["dashboard", "returns"])
def test_officers_are_told_and_ask_an_admin(look, province, page):
    page = look(make_officer(province), page)
    assert SAID in page
    assert "Hãy đề nghị quản trị viên mở năm này." in page


@pytest.mark.parametrize("page", ["dashboard", "returns"])
def test_admins_are_led_to_where_it_is_opened(client, province, page):
    client.force_login(make_admin())
    answer = client.get(reverse(page)).content.decode()
    assert f'href="{reverse("year", args=[2025])}"' in answer


@pytest.mark.parametrize("page", ["dashboard", "returns"])
def test_nothing_is_said_before_nor_once_it_is_open(look, settings, province, page):
    officer = make_officer(province)
    settings.TODAY = "2024-12-31"
    assert "chưa mở" not in look(officer, page)
    settings.TODAY = "2025-01-01"
    open_year(province, 2025)
    assert "chưa mở" not in look(officer, page)


@pytest.mark.parametrize("page", ["dashboard", "returns"])
def test_the_district_is_not_told(look, district, page):
    assert "chưa mở" not in look(make_district_staff(district), page)


def test_of_many_provinces_the_first_are_named(look):
    country = make_country()
    for number in range(MOST_NAMED + 2):
        make_province(f"{10 + number}", country, name=f"Tỉnh {number}")
    said = look(make_admin(country), "returns")
    assert "Tỉnh 4, và 2 đơn vị khác" in said
    assert "Tỉnh 5" not in said


# --- A year that was never opened -----------------------------------------------------------------


def test_what_is_entered_in_a_year_never_opened_is_taken_and_not_late(look, client, district):
    ReportingYear.objects.all().delete()
    clerk = make_district_staff(district)
    client.force_login(clerk)
    page = client.get(reverse("return", args=[2024, 3, district.code]))
    assert page.context["sheet"].locked == ""
    assert "Hạn" not in text(parsed(page))
    open_year(district.parent, 2024)
    again = client.get(reverse("return", args=[2024, 3, district.code]))
    assert "Hạn 15/10/2024, trễ 78 ngày." in text(parsed(again))
