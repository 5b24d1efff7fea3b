"""Values of indicators as people read them: each in its unit, gaps with their sign."""

from fractions import Fraction

import pytest

from targets.indicators import BY_CODE
from targets.words.amounts import amount, bare, difference, gap, short_difference, with_unit

PROFIT = BY_CODE["average_profit"]
WEAK = BY_CODE["weak_share"]
MANAGERS = BY_CODE["managers_vocational"]
FOUNDED = BY_CODE["new_cooperatives"]


@pytest.mark.parametrize(
    ("indicator", "value", "shown", "with_its_unit", "in_a_column"),
    [
        (PROFIT, 36_800_000, "36,8", "36,8\u00a0triệu đồng", "36,8"),
        (PROFIT, 46_000_000, "46", "46\u00a0triệu đồng", "46,0"),
        (PROFIT, -3_549_999, "−3,5", "−3,5\u00a0triệu đồng", "−3,5"),
        (WEAK, Fraction(2700, 325), "8,3%", "8,3%", "8,3"),
        (WEAK, 9, "9%", "9%", "9,0"),
        (MANAGERS, 1234, "1.234", "1.234\u00a0người", "1.234"),
        (FOUNDED, Fraction(88, 3), "29,3", "29,3", "29,3"),
        (PROFIT, None, "–", "–", "–"),
        (WEAK, None, "–", "–", "–"),
    ],
)
def test_a_value_is_shown_in_its_unit(indicator, value, shown, with_its_unit, in_a_column):
    assert amount(value, indicator) == shown
    assert with_unit(value, indicator) == with_its_unit
    assert bare(value, indicator) == in_a_column


@pytest.mark.parametrize(
    ("indicator", "value", "shown"),
    [
        (PROFIT, 9_750_000, "9,8\u00a0triệu đồng"),
        (PROFIT, 20_000, "0,02\u00a0triệu đồng"),
        (WEAK, Fraction(11, 10), "1,1 điểm"),
        (WEAK, Fraction(4, 100), "0,04 điểm"),
        (MANAGERS, 13, "13\u00a0người"),
        (FOUNDED, 5, "5"),
        (FOUNDED, None, "–"),
    ],
)
def test_the_distance_of_two_shares_is_in_points(indicator, value, shown):
    assert difference(value, indicator) == shown


@pytest.mark.parametrize(
    ("indicator", "value", "signed", "size"),
    [
        (PROFIT, -41_234_000, "−41,2", "41,2\u00a0triệu đồng"),
        (PROFIT, 20_000, "+0,02", "0,02\u00a0triệu đồng"),
        (WEAK, Fraction(13, 10), "+1,3", "1,3 điểm"),
        (MANAGERS, Fraction(-36, 10), "−3,6", "3,6\u00a0người"),
        (FOUNDED, Fraction(-1, 100), "−0,01", "0,01"),
        (FOUNDED, 0, "0", "0"),
    ],
)
def test_a_gap_is_in_the_indicators_own_unit(indicator, value, signed, size):
    assert gap(value, indicator) == signed
    assert difference(abs(value), indicator) == size


def test_without_a_gap_there_is_a_dash():
    assert gap(None, WEAK) == "–"


def test_persons_and_points_are_counted_in_english(english):
    assert with_unit(1, MANAGERS) == "1\u00a0person"
    assert with_unit(2, MANAGERS) == "2\u00a0persons"
    assert difference(Fraction(3, 2), WEAK) == "1.5 percentage points"


@pytest.mark.parametrize(
    ("indicator", "value", "said"),
    [
        (PROFIT, 30_400_000, "30,4\u00a0triệu"),
        (WEAK, Fraction(13, 10), "1,3\u00a0điểm"),
        (MANAGERS, 13, "13\u00a0người"),
        (FOUNDED, 8, "8"),
    ],
)
def test_a_row_says_a_distance_shortly(indicator, value, said):
    assert short_difference(value, indicator) == said
