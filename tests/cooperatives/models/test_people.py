"""What an account is called."""

import pytest

from tests.factories import make_commune, make_district, make_district_staff, make_province

pytestmark = pytest.mark.django_db


def test_the_name_of_a_role_follows_the_level():
    district = make_district(make_province(), "061")
    assert make_district_staff(district).role_in_words == "cán bộ huyện"
    assert make_district_staff(make_commune(district)).role_in_words == "cán bộ xã"
