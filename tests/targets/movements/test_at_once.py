"""Two who change what counts at once: the second measures once the first is done."""

from fractions import Fraction

import pytest
from django.db import connection

from tests.cooperatives.returns.test_at_once import one_after_the_other
from tests.targets.movements.conftest import MILLION, make_land, steps

pytestmark = [
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite locks no rows: its writers wait in line"
    ),
    pytest.mark.django_db(transaction=True),
]


def test_two_districts_that_submit_at_once_make_one_chain(transactional_db, demo_day):
    land = make_land()
    one_after_the_other(land.ba_be.submit, land.cho_don.submit)
    first, second = Fraction(30 * MILLION), Fraction(35 * MILLION)
    assert steps(land.province) == [("submission", None, first), ("submission", first, second)]
