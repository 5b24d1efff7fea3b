"""The year's end with its uncertainty: by events' rate, and by past pairs."""

import math
import random
from fractions import Fraction
from functools import cache

import pytest

from targets.indicators import BY_CODE
from targets.reckoning.assessment import DaysGone, Goal, Moment
from targets.reckoning.measures import Operator
from targets.reckoning.projection import (
    FEWEST_PAIRS,
    NoRange,
    Odds,
    Pair,
    chance_of_events,
    project,
    range_of_events,
    range_of_ratios,
    still_to_come,
    tried_at,
)
from tests.naive import projection as naive
from tests.targets.comparisons import goal, measure

EVENTS, PROFIT, MEMBERS = (
    BY_CODE[code] for code in ("new_cooperatives", "average_profit", "total_members")
)
MILLION = 1_000_000
IN_MAY = Moment(2, running=DaysGone(of_quarter=36, quarter=91, of_year=127, year=366))


def pairs_of(*ratios, then=100):
    return [Pair(2023, Fraction(then), Fraction(then) * Fraction(ratio)) for ratio in ratios]


SIXTEEN = pairs_of(*(Fraction(100 + 5 * number, 100) for number in range(FEWEST_PAIRS)))


# --- Events ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(30))
def test_events_agree_with_sums_by_hand(seed):
    drawn = random.Random(seed)  # noqa: S311
    count, gone = drawn.randrange(60), Fraction(drawn.randrange(46, 366), 366)
    operator, target = drawn.choice(list(Operator)), count + drawn.randrange(-5, 40)
    probable = still_to_come(count, gone)
    by_hand = naive.still_to_come(count, gone, len(probable) - 1)
    assert probable == pytest.approx([float(one) for one in by_hand], rel=1e-9, abs=1e-14)
    assert math.fsum(probable) == pytest.approx(1)
    assert range_of_events(probable) == naive.range_of_events(count, gone)
    chance = chance_of_events(probable, count, Goal(operator, Fraction(target)))
    expected = naive.chance_of_events(count, gone, operator.value, target)
    assert float(chance) == pytest.approx(float(expected), abs=1e-9)


def test_the_distribution_is_poisson_with_a_rate_known_from_the_events():
    """Integrated over the rate: Gamma(count + 1/2, gone) before, Poisson(rate × left) after."""
    count, gone, steps, most = 7, Fraction(3, 4), 40_000, 80.0
    width = most / steps

    def density(rate, further):
        before = rate ** (count - 0.5) * math.exp(-rate * float(gone))
        before *= float(gone) ** (count + 0.5) / math.gamma(count + 0.5)
        mean = rate * float(1 - gone)
        return before * math.exp(-mean) * mean**further / math.factorial(further)

    for further in (0, 2, 5):
        total = math.fsum(density((one + 0.5) * width, further) * width for one in range(steps))
        assert still_to_come(count, gone)[further] == pytest.approx(total, rel=1e-6)


def test_what_is_counted_is_certain_and_the_rest_goes_on():
    found = project(EVENTS, measure(22), goal(">=", 35), Moment(3))
    assert (found.low, found.high) == (26, 34)
    assert 22 < found.low < Fraction(22 * 4, 3) < found.high
    assert Odds.of(found.chance) is Odds.HARD
    assert project(EVENTS, measure(36), goal(">=", 35), Moment(3)).chance == 1
    assert project(EVENTS, measure(36), goal("<=", 35), Moment(3)).chance == 0
    assert project(EVENTS, measure(22), None, Moment(3)).chance is None


def test_a_running_quarter_counts_by_days():
    by_days = project(EVENTS, measure(22), None, IN_MAY)
    low, high = naive.range_of_events(22, Fraction(127, 366))
    assert (by_days.low, by_days.high) == (22 + low, 22 + high)
    first_days = Moment(1, running=DaysGone(of_quarter=45, quarter=91, of_year=45, year=366))
    assert project(EVENTS, measure(22), None, first_days).reason is NoRange.TOO_EARLY
    last_day = Moment(4, running=DaysGone(of_quarter=92, quarter=92, of_year=366, year=366))
    found = project(EVENTS, measure(22), goal(">=", 23), last_day)
    assert (found.low, found.high, found.chance) == (22, 22, 0)


def test_a_period_counts_from_its_first_year_on():
    found = project(EVENTS, measure(22), None, Moment(3, years_before=1))
    low, high = naive.range_of_events(22, Fraction(7, 8))
    assert (found.low, found.high) == (22 + low, 22 + high)


def test_events_are_tried_at_an_ended_quarter_of_past_years():
    assert tried_at(EVENTS, Moment(3)) == 3
    assert tried_at(EVENTS, IN_MAY) == 1
    assert tried_at(PROFIT, IN_MAY) == 2
    in_january = Moment(1, running=DaysGone(of_quarter=20, quarter=91, of_year=20, year=366))
    assert tried_at(EVENTS, in_january) == 1
    told = [Pair(2023, Fraction(8), Fraction(end)) for end in (8, 10, 12, 40)]
    # By the end of quarter 3, eight of a year so far are told to become 9 to 13.
    assert naive.range_of_events(8, Fraction(3, 4)) == (1, 5)
    assert project(EVENTS, measure(22), None, Moment(3), told).hits == 2


@cache
def told(count, gone):
    return range_of_events(still_to_come(count, gone))


def poisson(drawn, mean):
    number, at = 0, drawn.expovariate(1)
    while at < mean:
        number, at = number + 1, at + drawn.expovariate(1)
    return number


@pytest.mark.parametrize("gone", [Fraction(1, 4), Fraction(1, 2), Fraction(3, 4)])
def test_events_fall_into_their_range_in_some_eight_of_ten_years(gone):
    drawn, years, hits = random.Random(5), 3000, 0  # noqa: S311
    for _ in range(years):
        rate = drawn.uniform(4, 60)
        count = poisson(drawn, rate * float(gone))
        low, high = told(count, gone)
        hits += low <= poisson(drawn, rate * float(1 - gone)) <= high
    # Whole numbers make the range a little wider than what is asked for.
    assert 0.79 < hits / years < 0.90


# --- Past pairs -----------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(30))
def test_pairs_agree_with_the_same_by_hand(seed):
    drawn = random.Random(seed)  # noqa: S311
    past = [
        (Fraction(drawn.randrange(-5, 60)), Fraction(drawn.randrange(-20, 100)))
        for _ in range(drawn.randrange(10, 40))
    ]
    value = Fraction(drawn.randrange(1, 100))
    found = project(PROFIT, measure(value), None, Moment(2), [Pair(2023, *one) for one in past])
    by_hand = naive.by_pairs(value, past)
    if by_hand is None:
        assert found.reason is NoRange.FEW_PAIRS
    else:
        assert (found.low, found.high, found.hits) == by_hand


def test_the_range_is_the_value_times_what_the_year_brought_before():
    found = project(PROFIT, measure(50 * MILLION), goal(">=", 60 * MILLION), Moment(3), SIXTEEN)
    # 16 ratios from 1.00 to 1.75: places 1.7 and 15.3 of 17.
    assert found.low == 50 * MILLION * Fraction(1035, 1000)
    assert found.high == 50 * MILLION * Fraction(1715, 1000)
    # From 1.2 on the target is reached: 12 of 16, and a half of one more.
    assert found.chance == Fraction(25, 34)
    assert Odds.of(found.chance) is Odds.LIKELY


def test_under_an_upper_limit_the_chance_is_the_other_way_round():
    limit = project(MEMBERS, measure(50), goal("<", 60), Moment(3), SIXTEEN)
    assert limit.chance == Fraction(9, 34)


@pytest.mark.parametrize(
    ("code", "measured", "moment", "pairs", "reason"),
    [
        ("average_profit", measure(50), Moment(3), SIXTEEN[1:], NoRange.FEW_PAIRS),
        ("average_profit", measure(0), Moment(3), SIXTEEN, NoRange.NOT_ABOVE_ZERO),
        (
            "average_profit",
            measure(50, coverage=(4, 0, 9)),
            Moment(3),
            SIXTEEN,
            NoRange.FEW_FIGURES,
        ),
        ("average_profit", measure(50), Moment(4), SIXTEEN, NoRange.BEING_REPORTED),
        ("weak_share", measure(50), Moment(3), SIXTEEN, NoRange.SHARE),
        ("total_members", measure(50), Moment(3), SIXTEEN, None),
        ("total_cooperatives", measure(50), Moment(3), SIXTEEN, None),
    ],
)
def test_no_range_says_why(code, measured, moment, pairs, reason):
    found = project(BY_CODE[code], measured, None, moment, pairs)
    assert found.reason is reason
    assert found.has_range is (reason is None)


def test_nothing_is_told_without_a_value_and_a_pair_from_nothing_is_none():
    assert project(PROFIT, measure(None), None, Moment(3), SIXTEEN) is None
    padded = [*SIXTEEN[1:], Pair(2023, Fraction(0), Fraction(5))]
    assert project(PROFIT, measure(50), None, Moment(3), padded).reason is NoRange.FEW_PAIRS


@pytest.mark.parametrize("number", [16, 40])
def test_a_further_ratio_falls_into_the_range_in_eight_of_ten_cases(number):
    drawn, cases, hits = random.Random(7), 3000, 0  # noqa: S311
    for _ in range(cases):
        *past, further = (
            Fraction(round(1000 * drawn.lognormvariate(0.3, 0.2))) for _ in range(number + 1)
        )
        low, high = range_of_ratios(sorted(past))
        hits += low <= further <= high
    assert 0.78 < hits / cases < 0.84


def test_a_chance_in_a_word():
    assert [Odds.of(Fraction(one, 100)) for one in (0, 33, 34, 66, 67, 100)] == [
        Odds.HARD,
        Odds.HARD,
        Odds.EVEN,
        Odds.EVEN,
        Odds.LIKELY,
        Odds.LIKELY,
    ]
    assert Odds.of(Fraction(1, 3)) is Odds.HARD
    assert Odds.of(Fraction(2, 3)) is Odds.LIKELY
