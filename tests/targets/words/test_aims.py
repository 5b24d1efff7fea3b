"""What a value is to reach, in words: ranges and periods."""

from fractions import Fraction

import pytest

from targets.indicators import BY_CODE
from targets.reckoning.assessment import Goal
from targets.reckoning.measures import Operator
from targets.words import aims
from targets.words.compared import compared, ends_of


@pytest.mark.parametrize(
    ("code", "ends", "said", "with_unit"),
    [
        ("new_groups", (40, 45), "40–45", "40–45"),
        ("new_groups", (40, None), "≥ 40", "≥ 40"),
        ("average_profit", (85_000_000, 90_500_000), "85–90,5", "85–90,5 triệu đồng"),
        ("good_share", (40, 45), "40–45%", "40–45%"),
        ("total_members", (1_000, 1_200), "1.000–1.200", "1.000–1.200 người"),
    ],
)
def test_a_range_is_printed_with_both_ends_and_one_unit(code, ends, said, with_unit):
    indicator = BY_CODE[code]
    first, last = (None if end is None else Fraction(end) for end in ends)
    goal = Goal(Operator.AT_LEAST, first, value_to=last)
    shown = compared(indicator, (), ends_of(goal))
    assert aims.sign_and_value(goal, shown) == said
    assert aims.aim_with_unit(goal, shown).replace("\N{NO-BREAK SPACE}", " ") == with_unit


def test_a_period_is_told_by_its_first_and_last_year():
    assert aims.of_period(2021, 2025) == "2021–2025"
