"""Means of the year to date, and their bounds: (n × mean + m × p) ÷ (n + m)."""

from fractions import Fraction

import pytest

from targets.indicators import BY_CODE
from targets.reckoning.measures import Coverage
from tests.factories import make_cooperative, make_figures, make_province
from tests.reading import measure_of
from tests.targets.indicators.tallies import make_tally

PROFIT, INCOME = BY_CODE["average_profit"], BY_CODE["average_member_income"]


def test_a_mean_per_cooperative_divides_the_sum_by_the_complete_ones():
    measure = PROFIT.measure(make_tally(reported=3, total=100, weight=3, low=10, high=60))
    assert (measure.value, measure.numerator, measure.denominator) == (Fraction(100, 3), 100, 3)
    assert measure.coverage == Coverage(reported=3, carried=0, expected=3)


def test_a_mean_per_member_divides_by_the_members():
    # 10 members with 12 million each and 90 with 6 million: 660 million ÷ 100.
    measure = INCOME.measure(
        make_tally(reported=2, total=660_000_000, weight=100, low=6_000_000, high=12_000_000)
    )
    assert (measure.value, measure.denominator) == (6_600_000, 100)


def test_a_negative_mean_is_a_mean():
    measure = PROFIT.measure(make_tally(reported=2, total=-30, weight=2, low=-40, high=10))
    assert (measure.value, measure.bounds) == (-15, (-15, -15))


@pytest.mark.parametrize("indicator", [PROFIT, INCOME])
def test_without_a_denominator_there_is_no_value(indicator):
    measure = indicator.measure(make_tally(missing=4))
    assert (measure.value, measure.numerator, measure.denominator) == (None, None, None)
    assert measure.bounds is None
    assert measure.coverage == Coverage(reported=0, carried=0, expected=4)


def test_where_all_have_no_members_there_is_no_mean_but_coverage():
    measure = INCOME.measure(make_tally(reported=2, total=0, weight=0, low=5, high=9))
    assert (measure.value, measure.numerator, measure.bounds) == (None, None, None)
    assert measure.coverage == Coverage(reported=2, carried=0, expected=2)


def test_without_any_evidence_there_is_no_value():
    measure = PROFIT.measure(None)
    assert (measure.value, measure.bounds) == (None, None)
    assert measure.coverage == Coverage(reported=0, carried=0, expected=0)


# --- Bounds ---------------------------------------------------------------------------------------


def test_with_none_missing_both_bounds_are_the_value():
    measure = PROFIT.measure(make_tally(reported=2, total=30, weight=2, low=10, high=20))
    assert measure.bounds == (15, 15)


def test_each_missing_one_is_thought_at_the_10th_and_the_90th_percentile():
    # n = 8 with mean 20, m = 2: (8 × 20 + 2 × 5) ÷ 10 = 17; (8 × 20 + 2 × 40) ÷ 10 = 24.
    measure = PROFIT.measure(make_tally(reported=8, missing=2, total=160, weight=8, low=5, high=40))
    assert measure.bounds == (17, 24)


def test_the_bounds_of_incomes_count_cooperatives_not_members():
    # n = 5 cooperatives with mean 30 a member, m = 5: (5 × 30 + 5 × 10) ÷ 10 = 20, and 40 above.
    measure = INCOME.measure(
        make_tally(reported=5, missing=5, total=30_000, weight=1_000, low=10, high=50)
    )
    assert (measure.value, measure.bounds) == (30, (20, 40))


def test_low_is_never_above_and_high_never_below_the_value():
    # One that is huge lifts the mean above the 90th percentile.
    lifted = PROFIT.measure(
        make_tally(reported=10, missing=10, total=1_090, weight=10, low=10, high=10)
    )
    assert (lifted.value, lifted.bounds) == (109, (Fraction(119, 2), 109))
    sunk = PROFIT.measure(
        make_tally(reported=10, missing=10, total=-890, weight=10, low=10, high=10)
    )
    assert (sunk.value, sunk.bounds) == (-89, (-89, Fraction(-79, 2)))


@pytest.mark.parametrize(("n", "bounds"), [(4, None), (5, (10, 10))])
def test_with_fewer_than_five_values_there_are_no_bounds(n, bounds):
    measure = PROFIT.measure(
        make_tally(reported=n, missing=1, total=10 * n, weight=n, low=10, high=10)
    )
    assert (measure.value, measure.bounds) == (10, bounds)


def test_a_single_value_with_none_missing_has_bounds():
    measure = PROFIT.measure(make_tally(reported=1, total=10, weight=1, low=10, high=10))
    assert measure.bounds == (10, 10)


# --- From records to the value --------------------------------------------------------------------


@pytest.mark.django_db
def test_average_profit_of_eleven_complete_and_two_missing_cooperatives():
    """n = 11 with 1 … 11 million: mean 6 million; 10th percentile the 2nd, 90th the 10th value.
    With m = 2: low (66 + 2 × 2) ÷ 13, high (66 + 2 × 10) ÷ 13 million.
    """
    province = make_province()
    for number in range(1, 12):
        make_figures(make_cooperative(province), quarter=1, profit=number * 1_000_000)
    for _ in range(2):
        make_figures(make_cooperative(province), quarter=1, revenue=9_000_000)
    measure = measure_of(province, "average_profit", 1)
    assert (measure.value, measure.numerator, measure.denominator) == (6_000_000, 66_000_000, 11)
    assert measure.coverage == Coverage(reported=11, carried=0, expected=13)
    assert measure.bounds == (Fraction(70_000_000, 13), Fraction(86_000_000, 13))
    assert measure_of(province, "average_revenue", 1).value == 9_000_000


@pytest.mark.django_db
def test_average_member_income_is_weighed_by_members():
    """(10 × 12 + 90 × 6) ÷ 100 = 6.6 million; the cooperative without members weighs nothing."""
    province = make_province()
    for members, income in ((10, 12), (90, 6), (0, 99)):
        make_figures(
            make_cooperative(province),
            quarter=1,
            member_count=members,
            average_member_income=income * 1_000_000,
        )
    measure = measure_of(province, "average_member_income", 1)
    assert (measure.value, measure.denominator) == (6_600_000, 100)
    assert measure.coverage.reported == 3
