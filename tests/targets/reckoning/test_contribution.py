"""Design 1.4, by hand: what a district owes, and what it brings to the province's value and gap."""

from fractions import Fraction

import pytest

from targets.indicators import BY_CODE
from targets.reckoning.assessment import Goal, Moment
from targets.reckoning.contribution import Due, contributions, due_of, dues_below
from targets.reckoning.measures import Coverage, Measure, Operator

AT_LEAST, AT_MOST = Operator.AT_LEAST, Operator.AT_MOST
PROFIT, WEAK, NEW = BY_CODE["average_profit"], BY_CODE["weak_share"], BY_CODE["new_cooperatives"]
MANAGERS, DISSOLVED = BY_CODE["managers_higher_education"], BY_CODE["dissolved_cooperatives"]
MILLION = 1_000_000


def measure(numerator, denominator=None, *, times=1):
    value = None if numerator is None else Fraction(numerator, denominator or 1) * times
    return Measure(value, numerator, denominator, Coverage(0, 0, 0), None)


def weak(number, of):
    return measure(number, of, times=100)


def due(now, operator=AT_LEAST, at_years_end=None):
    return Due(operator, Fraction(now), Fraction(now if at_years_end is None else at_years_end))


def part(indicator, measured, owed, whole=None):
    return contributions(indicator, whole or measured, [(measured, owed)])[0]


# --- Due ------------------------------------------------------------------------------------------


def test_an_own_target_owes_what_is_expected_of_it_by_now():
    goal = Goal(AT_LEAST, Fraction(35))
    assert due_of(NEW, goal, Moment(2)) == due(17, at_years_end=35)
    assert due_of(NEW, None, Moment(2)) is None


@pytest.mark.parametrize("indicator", [PROFIT, WEAK])
def test_means_and_shares_owe_what_is_due_above_however_large_they_are(indicator):
    above, own = due(42), due(60)
    assert dues_below(indicator, above, [None, own, None], [1, 5, 99]) == [above, own, above]


@pytest.mark.parametrize("indicator", [NEW, MANAGERS])
def test_counts_and_sums_share_what_own_targets_leave_by_operating_cooperatives(indicator):
    """Of 17 (35 in the year) one district has 5 (11) itself: 12 (24) are left to 10 + 30."""
    found = dues_below(
        indicator, due(17, at_years_end=35), [None, due(5, at_years_end=11), None], [10, 60, 30]
    )
    assert found == [due(3, at_years_end=6), due(5, at_years_end=11), due(9, at_years_end=18)]


def test_own_targets_of_more_than_all_leave_nothing_due_and_not_less():
    assert dues_below(NEW, due(17), [due(20), None], [1, 1])[1] == due(0)


def test_where_no_cooperative_operates_a_count_is_not_shared_out():
    assert dues_below(NEW, due(17), [None, None], [0, 0]) == [None, None]
    assert dues_below(NEW, due(17), [None, None], [0, 8]) == [due(0), due(17)]


@pytest.mark.parametrize(
    "code", ["total_cooperatives", "total_groups", "total_unions", "operating_cooperatives"]
)
def test_how_many_there_are_is_due_by_an_own_target_only(code):
    assert dues_below(BY_CODE[code], due(400), [None, due(40)], [10, 10]) == [None, due(40)]


def test_where_nothing_is_due_above_only_own_targets_are():
    assert dues_below(NEW, None, [None, due(2)], [10, 10]) == [None, due(2)]


# --- Gap and who is behind ------------------------------------------------------------------------


def test_the_gap_is_in_the_indicators_own_unit():
    """3 cooperatives made 195 million: 65 each, 20 less than the 85 due, and not 60 million."""
    found = part(PROFIT, measure(195 * MILLION, 3), due(85 * MILLION))
    assert (found.gap, found.is_behind) == (-20 * MILLION, True)
    found = part(WEAK, weak(4, 50), due(10, AT_MOST))
    assert (found.gap, found.is_behind, found.is_ahead) == (-2, False, True)


def test_a_mean_or_share_is_behind_where_the_operator_does_not_hold():
    exactly = weak(5, 50)
    assert part(WEAK, exactly, due(10, AT_MOST)).is_behind is False
    assert part(WEAK, exactly, due(10, Operator.LESS_THAN)).is_behind is True
    assert part(PROFIT, measure(84, 1), due(Fraction("84.5"))).is_behind is True


def test_a_count_or_sum_is_behind_by_whole_numbers_only():
    assert part(NEW, measure(7), due(Fraction("7.9"))).is_behind is False
    assert part(NEW, measure(6), due(Fraction("7.9"))).is_behind is True
    assert part(NEW, measure(7), due(7, Operator.MORE_THAN)).is_behind is False
    assert part(DISSOLVED, measure(8), due(Fraction("7.1"), AT_MOST)).is_behind is False
    assert part(DISSOLVED, measure(9), due(Fraction("7.1"), AT_MOST)).is_behind is True
    assert part(MANAGERS, measure(7), due(Fraction("7.9"))).is_behind is False


def test_a_count_short_by_less_than_one_is_neither_behind_nor_ahead():
    found = part(NEW, measure(7), due(Fraction("7.9")))
    assert (found.is_behind, found.is_ahead) == (False, False)


def test_without_a_value_or_a_due_there_is_no_gap():
    for found in (part(MANAGERS, measure(None), due(5)), part(MANAGERS, measure(12), None)):
        assert (found.gap, found.is_behind, found.is_ahead) == (None, None, None)
        assert found.share_of_shortfall is None


# --- Shares ---------------------------------------------------------------------------------------


def shares(indicator, *parts):
    found = contributions(indicator, measure(100), parts)
    return [each.share_of_shortfall for each in found]


def test_the_share_of_the_value_is_the_share_of_the_numerator():
    whole = measure(780 * MILLION, 10)
    assert part(PROFIT, measure(195 * MILLION, 3), None, whole).share_of_value == Fraction(1, 4)
    assert part(NEW, measure(0), None, measure(0)).share_of_value is None
    assert part(NEW, measure(None), None, measure(8)).share_of_value is None


def test_the_shortfall_is_weighed_by_the_denominator_and_adds_up_among_those_behind():
    """10 × 5 and 1 × 25 lack 75 together; who is ahead takes nothing away."""
    aim = due(85)
    found = shares(
        PROFIT,
        (measure(800, 10), aim),
        (measure(60, 1), aim),
        (measure(9000, 100), aim),
        (measure(10, 10), None),
    )
    assert found == [Fraction(2, 3), Fraction(1, 3), None, None]


def test_of_shares_it_is_counted_in_cooperatives():
    """10% of 50 and of 20 are 5 and 2: 3 and 6 too many."""
    aim = due(10, AT_MOST)
    assert shares(WEAK, (weak(8, 50), aim), (weak(8, 20), aim)) == [Fraction(1, 3), Fraction(2, 3)]


def test_of_counts_it_is_what_is_missing_from_what_is_due():
    found = shares(NEW, (measure(1), due(4)), (measure(0), due(1)), (measure(9), due(2)))
    assert found == [Fraction(3, 4), Fraction(1, 4), None]


def test_too_many_under_a_limit_weigh_like_too_few():
    found = shares(DISSOLVED, (measure(5), due(2, AT_MOST)), (measure(3), due(4)))
    assert found == [Fraction(3, 4), Fraction(1, 4)]


def test_where_those_behind_lack_nothing_there_are_no_shares():
    assert shares(WEAK, (weak(5, 50), due(10, Operator.LESS_THAN))) == [None]
