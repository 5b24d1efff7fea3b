"""Sums over operating cooperatives, and their bounds: sum + m × p."""

from targets.indicators import BY_CODE
from targets.reckoning.measures import Coverage
from tests.targets.indicators.tallies import make_tally

MANAGERS = BY_CODE["managers_higher_education"]


def test_a_sum_has_a_numerator_alone():
    measure = MANAGERS.measure(
        make_tally(reported=5, carried=1, total=180, weight=6, low=0, high=60)
    )
    assert (measure.value, measure.numerator, measure.denominator) == (180, 180, None)
    assert measure.coverage == Coverage(reported=5, carried=1, expected=6)
    assert measure.bounds == (180, 180)


def test_a_sum_of_zeros_is_zero():
    measure = MANAGERS.measure(make_tally(reported=2, total=0, weight=2, low=0, high=0))
    assert (measure.value, measure.numerator, measure.bounds) == (0, 0, (0, 0))


def test_a_sum_over_cooperatives_of_which_none_has_a_value_is_null():
    measure = MANAGERS.measure(make_tally(missing=3))
    assert (measure.value, measure.numerator, measure.bounds) == (None, None, None)
    assert measure.coverage == Coverage(reported=0, carried=0, expected=3)
    assert MANAGERS.measure(None).value is None


def test_the_missing_add_the_90th_percentile_each_at_most():
    # 100 + 4 × 15; carried values are among the n.
    measure = MANAGERS.measure(
        make_tally(reported=3, carried=7, missing=4, total=100, weight=10, low=0, high=15)
    )
    assert measure.bounds == (100, 160)


def test_low_is_the_value_itself_where_the_missing_can_only_add():
    # 100 + 4 × 2 would lie above the value, which low never does.
    measure = MANAGERS.measure(
        make_tally(reported=3, carried=7, missing=4, total=100, weight=10, low=2, high=15)
    )
    assert measure.bounds == (100, 160)


def test_carried_values_count_towards_the_five_that_bounds_need():
    tally = {"missing": 1, "total": 20, "low": 4, "high": 4}
    assert MANAGERS.measure(make_tally(reported=2, carried=3, **tally)).bounds == (20, 24)
    assert MANAGERS.measure(make_tally(reported=2, carried=2, **tally)).bounds is None
