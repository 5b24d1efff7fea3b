"""What units owe in trees of several levels, worked out by hand."""

from datetime import date

import pytest

from targets.comparison.as_json import progress_as_json
from targets.comparison.reading import progress_of
from targets.comparison.selection import select
from tests.factories import (
    make_commune,
    make_cooperative,
    make_country,
    make_district,
    make_plan,
    make_province,
    make_target,
)

CLOSED_ON = date(2024, 8, 1)


@pytest.fixture
def tree(db, demo_day):
    """A country whose plan is for 100 new cooperatives; 10 of its 20 operate in the one province:
    1 directly under it, 2 in a commune without a district, 5 in a district with a target of its
    own, 2 in a district that closes in August.
    """
    country = make_country()
    province, other = make_province("06", country), make_province("07", country)
    district = make_district(province, "061")
    closing = make_district(province, "062", valid_to=CLOSED_ON)
    for unit, number in (
        (other, 10),
        (province, 1),
        (make_commune(province, "00101"), 2),
        (district, 1),
        (make_commune(district, "00102"), 3),
        (make_commune(district, "00103"), 1),
        (make_commune(closing, "00104", valid_to=CLOSED_ON), 2),
    ):
        for _each in range(number):
            make_cooperative(unit, founded_on=date(2020, 1, 1))
    plan = make_plan(country)
    make_target(plan, value=100)
    make_target(plan, value=7, unit=district)
    make_target(plan, indicator="average_profit", value=100_000_000)
    make_target(plan, indicator="average_profit", value=120_000_000, unit=province)
    return plan


def dues(unit, indicator, quarter=3):
    selection = select(year=2024, quarter=quarter, unit_code=unit)
    return {
        part["unit"]: standing["due"]
        for part in progress_as_json(progress_of(selection))["units"]
        for standing in part["targets"]
        if standing["indicator"] == indicator
    }


def test_a_count_is_passed_down_level_by_level(tree):
    assert dues("VN", "new_cooperatives") == {"06": 37.5, "07": 37.5}
    # Of the 37.5 the district's own target takes 5; what is directly under owes nothing.
    assert dues("06", "new_cooperatives") == {"00101": 32.5, "061": 5}
    # Three of the four cooperatives in communes.
    assert dues("061", "new_cooperatives") == {"00102": 3.75, "00103": 1.25}


def test_a_unit_owes_within_its_own_time_only(tree):
    # Half of the 50 of June, less the nearest whole of 3.5, halves down: to two units alike.
    assert dues("06", "new_cooperatives", 2) == {"00101": 11, "061": 3, "062": 11}
    assert "062" not in dues("06", "new_cooperatives")
    assert dues("062", "new_cooperatives", 2) == {"00104": 11}


def test_a_mean_is_that_of_the_nearest_unit_with_a_target(tree):
    assert dues("VN", "average_profit") == {"06": 90_000_000, "07": 75_000_000}
    assert dues("06", "average_profit") == {"00101": 90_000_000, "061": 90_000_000}
    assert dues("061", "average_profit") == {"00102": 90_000_000, "00103": 90_000_000}
