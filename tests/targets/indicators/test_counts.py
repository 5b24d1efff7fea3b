from targets.indicators import BY_CODE
from targets.reckoning.measures import Coverage
from tests.targets.indicators.tallies import make_tally

NEW_GROUPS = BY_CODE["new_groups"]


def test_a_count_is_its_own_numerator_coverage_and_bounds():
    measure = NEW_GROUPS.measure(make_tally(reported=7, total=7, weight=7, low=1, high=1))
    assert (measure.value, measure.numerator, measure.denominator) == (7, 7, None)
    assert measure.coverage == Coverage(reported=7, carried=0, expected=7)
    assert measure.bounds == (7, 7)


def test_nothing_counted_is_a_zero_that_is_known():
    measure = NEW_GROUPS.measure(None)
    assert (measure.value, measure.numerator, measure.denominator) == (0, 0, None)
    assert measure.coverage == Coverage(reported=0, carried=0, expected=0)
    assert measure.bounds == (0, 0)
