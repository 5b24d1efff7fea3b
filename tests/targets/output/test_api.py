"""The comparison for programs."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from cooperatives.models import AdministrativeUnit
from tests.factories import make_cooperative, make_district_staff, make_officer, make_province

PROGRESS = "/api/v1/progress"


@pytest.fixture
def officer(bac_kan):
    return make_officer(bac_kan)


@pytest.fixture
def signed_in(client, officer):
    client.force_login(officer)
    return client


def by_command(**options):
    out = StringIO()
    call_command("progress", "--format", "json", stdout=out, **options)
    return json.loads(out.getvalue())


@pytest.mark.parametrize(
    ("query", "options"),
    [
        ("", {}),
        ("?year=2024&quarter=2", {"year": 2024, "quarter": 2}),
        ("?year=2024&quarter=2&unit=061", {"year": 2024, "quarter": 2, "unit": "061"}),
    ],
)
def test_it_is_the_json_of_the_command(signed_in, ba_be, query, options):
    make_cooperative(ba_be)
    response = signed_in.get(f"{PROGRESS}{query}")
    assert response.headers["Content-Type"] == "application/json"
    assert response.json() == by_command(**options)


def test_a_plan_can_be_asked_for(signed_in, plan):
    assert signed_in.get(f"{PROGRESS}?plan={plan.pk}").json()["plan"]["number"] == plan.number


def test_its_letters_are_readable(signed_in):
    assert "Huyện Ba Bể" in signed_in.get(PROGRESS).text


def test_it_answers_for_the_readers_own_unit(client, ba_be):
    client.force_login(make_district_staff(ba_be))
    assert client.get(PROGRESS).json()["unit"] == "061"


def test_without_signing_in_it_answers_401_in_json(client, db):
    response = client.get(PROGRESS)
    assert response.status_code == 401
    assert set(response.json()) == {"error"}
    assert "đăng nhập" in response.json()["error"]


@pytest.mark.parametrize(
    "query", ["?quarter=abc", "?quarter=9", "?year=2030", "?unit=zz", "?plan=987654"]
)
def test_what_does_not_exist_is_404_in_json(signed_in, query):
    response = signed_in.get(f"{PROGRESS}{query}")
    assert response.status_code == 404
    assert set(response.json()) == {"error"}


def test_another_provinces_units_are_not_found(signed_in):
    make_province("19", name="Tỉnh Thái Nguyên")
    response = signed_in.get(f"{PROGRESS}?unit=19")
    assert response.status_code == 404
    assert "Thái Nguyên" not in response.text


def test_it_only_reads(signed_in):
    before = AdministrativeUnit.objects.count()
    assert signed_in.post(PROGRESS).status_code == 405
    assert AdministrativeUnit.objects.count() == before
