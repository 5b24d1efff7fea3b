"""Questions to the registry that must not read all of it."""

from datetime import date

import pytest
from django.db import connection

from cooperatives.models import Kind, Organisation
from tests.factories import make_cooperative, make_district, make_province

pytestmark = pytest.mark.django_db

DAY = date(2024, 9, 30)


def test_registration_numbers_are_looked_up_by_the_unique_index():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads a small table whole, whatever index there is.")
    found = Organisation.objects.numbered(["06001", "06002"]).filter(kind=Kind.COOPERATIVE)
    assert "USING INDEX registration_number_is_unique_within_kind" in found.order_by().explain()


def test_a_blank_number_names_nobody():
    Organisation.objects.create(kind=Kind.GROUP, name="Tổ An Bình", founded_on=date(2020, 1, 1))
    assert not Organisation.objects.numbered([""]).exists()


def test_each_reporting_unit_comes_back_once(django_assert_num_queries):
    district = make_district(make_province())
    for _number in range(3):
        make_cooperative(district)
    with django_assert_num_queries(1) as captured:
        assert Organisation.objects.reporting_units(district, DAY) == {district.pk}
    with connection.cursor() as cursor:
        cursor.execute(captured[0]["sql"])
        assert len(cursor.fetchall()) == 1
