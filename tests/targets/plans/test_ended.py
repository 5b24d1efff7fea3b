"""Which targets a reform leaves without their unit."""

from datetime import date

import pytest

from targets.plans.ended import targets_of_ended
from tests.factories import make_district, make_plan, make_province, make_target


@pytest.mark.parametrize(
    ("end", "is_told"), [(date(2024, 12, 31), True), (date(2025, 1, 1), False)]
)
def test_a_target_is_told_whose_unit_ends_before_its_year_does(db, end, is_told):
    province = make_province()
    district = make_district(province, valid_to=end)
    make_target(make_plan(province), value=3, unit=district)
    told = list(targets_of_ended([(district, [province])]))
    assert bool(told) is is_told
