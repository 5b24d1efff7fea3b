"""What is proposed for quarters and for the units below."""

from datetime import date
from fractions import Fraction

import pytest

from targets.indicators import BY_CODE
from targets.models import EnteredIndicator, Target
from targets.plans.proposals import (
    Basis,
    Course,
    bases_for,
    course_of,
    courses_for,
    proposed_milestones,
    proposed_shares,
    shared_out,
    units_below,
)
from tests.factories import make_cooperative, make_district, make_figures, make_province


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (10, [1, 1, 1], [4, 3, 3]),
        (10, [1, 1, 2], [3, 2, 5]),
        (7, [0, 5, 5], [0, 4, 3]),
        (0, [3, 4], [0, 0]),
        (5, [0, 0], None),
        (100, [], None),
    ],
)
def test_parts_add_up_by_the_largest_remainder(total, weights, parts):
    assert shared_out(total, weights) == parts


def test_a_course_grows_to_the_target_as_last_year_did():
    values = [Fraction(n) for n in (5, 10, 15, 20)]
    assert course_of(Fraction(41), values, is_whole=False) == [
        pytest.approx(10.25),
        pytest.approx(20.5),
        pytest.approx(30.75),
    ]
    assert course_of(Fraction(41), values, is_whole=True) == [10, 20, 31]


@pytest.mark.parametrize(
    "values", [[1, 2, 3, None], [1, 2, 3, 0], [0, 0, 0, 0], [1, 3, 2, 4], [-1, 2, 3, 4]]
)
def test_a_year_that_fell_or_is_not_known_has_no_course(values):
    values = [None if value is None else Fraction(value) for value in values]
    assert course_of(Fraction(41), values, is_whole=True) is None


def test_what_stands_at_one_time_has_no_course_and_means_are_not_divided():
    assert courses_for(BY_CODE["new_groups"]) == [Course.EVEN, Course.LAST_YEAR]
    assert courses_for(BY_CODE["total_groups"]) == []
    assert bases_for(BY_CODE["average_profit"]) == [Basis.SAME]
    assert bases_for(BY_CODE["new_groups"]) == [Basis.LAST_YEAR, Basis.OPERATING]


@pytest.mark.parametrize(("from_year", "due"), [(None, [4, 8, 12]), (2023, [10, 12, 14])])
def test_even_milestones_of_a_period_go_on_from_the_years_before(from_year, due):
    target = Target(indicator="new_groups", operator=">=", value=16, year=2024, from_year=from_year)
    assert proposed_milestones(target, Course.EVEN) == due


def test_a_plan_is_divided_among_the_units_of_its_years_end_or_of_today(db, demo_day):
    province, reform = make_province(), date(2024, 7, 1)
    old = make_district(province, "061", valid_to=reform)
    new = make_district(province, "062", valid_from=reform)
    assert units_below(province, 2023) == [old]
    assert units_below(province, 2024) == [new]
    assert units_below(province, 1990) == [new]


def test_who_lost_last_year_is_proposed_nothing(db, demo_day):
    province = make_province()
    districts = [make_district(province, code) for code in ("061", "062")]
    for district, profit in zip(districts, (-50, 20), strict=True):
        cooperative = make_cooperative(district)
        for quarter in (1, 2, 3, 4):
            make_figures(cooperative, 2023, quarter, profit=profit)
    EnteredIndicator.objects.create(code="gain", name_vi="Lãi", rule="sum", of="profit")
    target = Target(indicator="gain", operator=">=", value=90, year=2024, unit=province)
    assert proposed_shares(target, districts, Basis.LAST_YEAR) == [0, 90]
