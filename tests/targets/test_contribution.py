"""Design 1.4, by hand: what a district brings to the province's value and gap."""

from fractions import Fraction

from targets.assessment import Goal
from targets.contribution import contribution, due_of
from targets.indicators import BY_CODE, Coverage, Measure, Operator

AT_LEAST = Operator.AT_LEAST


def measure(numerator, denominator=None):
    value = None if numerator is None else Fraction(numerator, denominator or 1)
    return Measure(value, numerator, denominator, Coverage(0, 0, 0), None)


def test_a_mean_lacks_the_target_for_each_of_its_cooperatives():
    # 3 cooperatives made 195 million; at 85 million each it would be 255.
    profit = BY_CODE["average_profit"]
    goal = Goal(AT_LEAST, Fraction(85_000_000))
    part = contribution(profit, measure(195_000_000, 3), measure(780_000_000, 10), goal, None)
    assert part.gap == -60_000_000
    assert part.share_of_value == Fraction(1, 4)
    assert part.is_good is False


def test_a_share_lacks_cooperatives_not_per_cent():
    # 4 weak of 50; 10 % would be 5: room for one more.
    goal = Goal(Operator.LESS_THAN, Fraction(10))
    part = contribution(BY_CODE["weak_share"], measure(4, 50), measure(27, 325), goal, None)
    assert part.gap == -1
    assert part.is_good is True


def test_a_gap_of_nothing_is_good_only_where_the_operator_lets_the_target_itself_pass():
    at_most = Goal(Operator.AT_MOST, Fraction(10))
    below = Goal(Operator.LESS_THAN, Fraction(10))
    exactly = measure(5, 50)
    weak = BY_CODE["weak_share"]
    assert contribution(weak, exactly, exactly, at_most, None).is_good is True
    assert contribution(weak, exactly, exactly, below, None).is_good is False


def test_a_count_is_held_against_its_own_target_first():
    own, of_whole = Goal(AT_LEAST, Fraction(6)), Goal(AT_LEAST, Fraction(35))
    assert due_of(own, of_whole, operating=40, operating_in_whole=400) == 6
    part = contribution(BY_CODE["new_cooperatives"], measure(4), measure(22), of_whole, Fraction(6))
    assert part.gap == -2


def test_a_count_without_a_target_is_due_its_share_of_the_operating_cooperatives():
    of_whole = Goal(AT_LEAST, Fraction(35))
    assert due_of(None, of_whole, operating=40, operating_in_whole=400) == Fraction(7, 2)


def test_gaps_of_all_parts_add_up_to_the_gap_of_the_whole():
    of_whole = Goal(AT_LEAST, Fraction(35))
    parts = [(4, 40), (10, 260), (0, 100)]
    gaps = [
        contribution(
            BY_CODE["new_cooperatives"],
            measure(founded),
            measure(14),
            of_whole,
            due_of(None, of_whole, operating, 400),
        ).gap
        for founded, operating in parts
    ]
    assert sum(gaps) == 14 - 35


def test_without_a_value_or_a_goal_there_is_no_gap():
    goal = Goal(AT_LEAST, Fraction(180))
    managers = BY_CODE["managers_higher_education"]
    nothing, something = measure(None), measure(12)
    assert contribution(managers, nothing, something, goal, Fraction(5)).gap is None
    assert contribution(managers, nothing, something, goal, Fraction(5)).share_of_value is None
    without_goal = contribution(managers, something, something, None, None)
    assert (without_goal.gap, without_goal.is_good) == (None, None)
    assert due_of(None, None, operating=3, operating_in_whole=9) is None
    assert due_of(None, goal, operating=0, operating_in_whole=0) is None


def test_a_whole_of_zero_has_no_shares():
    part = contribution(BY_CODE["new_unions"], measure(0), measure(0), None, None)
    assert part.share_of_value is None
