"""A year's end in words: its range, its chance, and the years that both rest on."""

from fractions import Fraction

import pytest

from targets.indicators import BY_CODE
from targets.reckoning.projection import Method, NoRange, Pair, Projected
from targets.words.compared import compared
from targets.words.years_end import chance_in_a_row, range_said, why_none, years_said

pytestmark = pytest.mark.usefixtures("english")


@pytest.mark.parametrize(
    ("chance", "said"),
    [
        ("0", "hard to reach (under 1%)"),
        ("1/100", "hard to reach (1%)"),
        ("1/2", "about even whether it is reached (50%)"),
        ("99/100", "likely to be reached (99%)"),
        ("1", "likely to be reached (over 99%)"),
    ],
)
def test_what_is_not_sure_is_never_said_to_be(chance, said):
    assert chance_in_a_row(Fraction(chance), wants_more=True) == said


@pytest.mark.parametrize(
    ("chance", "said"),
    [
        ("1/5", "hard to stay within the limit (20%)"),
        ("1/2", "about even whether it stays within the limit (50%)"),
        ("4/5", "likely to stay within the limit (80%)"),
    ],
)
def test_under_an_upper_limit_nobody_reads_that_it_is_reached(chance, said):
    assert chance_in_a_row(Fraction(chance), wants_more=False) == said


def test_a_range_without_width_is_said_once():
    shown = compared(BY_CODE["new_cooperatives"], [24, 31])
    assert range_said(Fraction(24), Fraction(31), shown) == "24 to 31"
    assert range_said(Fraction(24), Fraction(24), shown) == "24"


@pytest.mark.parametrize(
    ("years", "said"),
    [((2023,), "2023"), ((2021, 2023, 2022), "2021–2023"), ((2020, 2022), "2020, 2022")],
)
def test_years_in_a_row_are_said_as_a_span_and_others_one_by_one(years, said):
    assert years_said([Pair(year, Fraction(1), Fraction(2)) for year in years]) == said


def test_of_a_share_it_is_said_why_none_is_told():
    found = Projected(Method.PAIRS, NoRange.SHARE, None, None, None, (), 0)
    assert "rated when it is over" in why_none(found, BY_CODE["weak_share"], 3, "Bắc Kạn")
    assert "no count, mean or sum" in why_none(found, BY_CODE["average_profit"], 3, "Bắc Kạn")
