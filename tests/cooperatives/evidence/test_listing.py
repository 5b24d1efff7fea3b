"""The records behind a number: all of them in a reader's scope, none outside it."""

import pytest

from cooperatives.evidence import list_evidence
from cooperatives.models import User
from tests.factories import (
    make_admin,
    make_commune,
    make_cooperative,
    make_country,
    make_district,
    make_district_staff,
    make_figures,
    make_officer,
    make_province,
)
from tests.reading import evidence_in, tally_of


@pytest.fixture
def other(province):
    return make_district(province, "064", name="Huyện Chợ Đồn")


@pytest.fixture
def here(district):
    return make_cooperative(make_commune(district), name="HTX Ở đây")


@pytest.fixture
def there(other):
    return make_cooperative(other, name="HTX Ở kia")


def names(reader, unit):
    return [row.name for row in list_evidence(reader, unit, 2024, 1, "profit")]


def test_an_officer_of_the_province_reads_all_of_it(province, district, here, there):
    officer = make_officer(province)
    assert names(officer, province) == ["HTX Ở đây", "HTX Ở kia"]
    assert names(officer, district) == ["HTX Ở đây"]


def test_district_staff_read_of_the_province_their_own_part(province, district, here, there):
    assert names(make_district_staff(district), province) == ["HTX Ở đây"]


def test_district_staff_read_nothing_of_another_district(district, other, here, there):
    assert names(make_district_staff(district), other) == []


def test_a_district_whose_code_begins_alike_is_another(province, district):
    make_cooperative(make_district(province, "0610"))
    assert names(make_district_staff(district), province) == []


def test_an_admin_without_a_unit_reads_everything(province, here, there):
    neighbour = make_cooperative(make_province("04"), name="HTX Cao Bằng")
    admin = make_admin()
    assert names(admin, province) == ["HTX Ở đây", "HTX Ở kia"]
    assert names(admin, neighbour.placements.get().unit) == ["HTX Cao Bằng"]


def test_an_admin_with_a_unit_reads_within_it(province, district, here, there):
    assert names(make_admin(district), province) == ["HTX Ở đây"]


@pytest.mark.django_db
def test_whoever_works_for_the_country_reads_all_its_provinces():
    country = make_country()
    make_cooperative(make_province("06", country), name="HTX Bắc Kạn")
    make_cooperative(make_province("04", country), name="HTX Cao Bằng")
    assert names(make_officer(country), country) == ["HTX Bắc Kạn", "HTX Cao Bằng"]


@pytest.mark.parametrize("role", ["officer", "district_staff", "admin"])
def test_an_inactive_user_reads_nothing(province, here, role):
    assert names(User(role=role, unit=province, is_active=False), province) == []


def test_an_inactive_admin_without_a_unit_reads_nothing(province, here):
    assert names(User(role="admin", is_active=False), province) == []


def test_a_user_without_a_unit_who_is_no_admin_reads_nothing(province, here):
    assert names(User(role="officer"), province) == []


def test_the_number_is_that_of_the_whole_unit_whoever_reads_its_records(
    province, district, here, there
):
    for cooperative in (here, there):
        make_figures(cooperative, quarter=1, profit=10)
    rows = list_evidence(make_district_staff(district), province, 2024, 1, "profit")
    assert sum(row.value for row in rows) == 10
    assert tally_of(province, "profit", 1).total == 20


def test_records_are_listed_in_the_order_of_the_vietnamese_alphabet(district):
    for name in ("HTX Đông", "HTX Ân", "HTX Dũng", "HTX Ấn", "HTX An", "HTX Ăn", "HTX Em"):
        make_cooperative(district, name=name)
    assert [row.name for row in evidence_in(district, "profit", 1)] == [
        "HTX An",
        "HTX Ăn",
        "HTX Ân",
        "HTX Ấn",
        "HTX Dũng",
        "HTX Đông",
        "HTX Em",
    ]


def test_a_record_says_who_it_is_of(district):
    made = make_cooperative(district, registration_number="061000123", is_demo=True)
    (row,) = evidence_in(district, "profit", 1)
    assert (row.organisation_id, row.registration_number) == (made.pk, "061000123")
    assert (row.founded_on, row.dissolved_on, row.is_demo) == (made.founded_on, None, True)
    assert (row.unit_name, row.unit_path.split("/")[-2]) == ("Huyện Ba Bể", "061")
