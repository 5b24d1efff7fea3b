"""What would close a gap, against trying one number after the other."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.reckoning.closing import fewest_that_make, fewest_to_change, shares_of_gap
from targets.reckoning.measures import Operator

OPERATORS = st.sampled_from(Operator)
LIMITS = st.fractions(min_value=-5, max_value=110, max_denominator=8)


def tried(operator, limit, part, whole):
    """The first number of cooperatives that does, of all that could change."""
    there_are = whole - part if operator.wants_more else part
    for number in range(there_are + 1):
        changed = part + number if operator.wants_more else part - number
        if operator.holds(Fraction(100 * changed, whole), limit):
            return number
    return None


@given(OPERATORS, LIMITS, st.integers(1, 40), st.data())
def test_the_fewest_that_must_change_are_those_that_trying_finds(operator, limit, whole, data):
    part = data.draw(st.integers(0, whole))
    assert fewest_to_change(operator, limit, part, whole) == tried(operator, limit, part, whole)


@pytest.mark.parametrize(
    ("operator", "limit", "part", "whole", "fewest"),
    [
        ("<", 10, 7, 60, 2),  # 5 of 60 are 8.3 %, 6 were 10 % and not below it
        ("<=", 10, 7, 60, 1),
        (">=", 60, 7, 13, 1),
        ("<", 10, 5, 60, 0),
        ("<", 0, 5, 60, None),
        (">", 100, 5, 60, None),
        ("<", 10, 0, 0, None),
    ],
)
def test_examples(operator, limit, part, whole, fewest):
    assert fewest_to_change(Operator(operator), limit, part, whole) == fewest


VALUES = st.lists(st.tuples(st.integers(-50, 50), st.integers(0, 9)), max_size=12)


@given(OPERATORS, st.fractions(min_value=-60, max_value=60, max_denominator=4), VALUES)
def test_the_shares_of_those_on_the_wrong_side_add_up_to_all(operator, due, values):
    shares = shares_of_gap(operator, due, values)
    for (value, weight), share in zip(values, shares, strict=True):
        assert (share is not None) == (
            weight > 0 and value != due and not operator.holds(value, due)
        )
    known = [share for share in shares if share is not None]
    assert sum(known) == (1 if known else 0)


def test_a_share_goes_by_distance_and_weight():
    values = [(10, 1), (5, 2), (30, 4), (20, 3)]
    assert shares_of_gap(Operator.AT_LEAST, Fraction(20), values) == [
        Fraction(1, 4),
        Fraction(3, 4),
        None,
        None,
    ]


@given(st.lists(st.integers(1, 20), min_size=1, max_size=8), st.integers(1, 4))
def test_the_fewest_that_make_a_part(sizes, quarters):
    shares = [Fraction(size, sum(sizes)) for size in sizes]
    part, found = Fraction(quarters, 4), fewest_that_make(shares, Fraction(quarters, 4))
    largest = sorted(shares, reverse=True)
    assert sum(largest[:found]) >= part
    assert sum(largest[: found - 1]) < part
