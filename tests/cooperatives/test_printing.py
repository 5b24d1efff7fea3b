"""How numbers are printed, and how many decimals keep them in their order beside each other."""

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cooperatives.printing import decimals_in_order, exact_decimals, number_text, rounded

EXAMPLES = settings(max_examples=400, deadline=None, derandomize=True)
NUMBERS = st.one_of(
    st.fractions(-(10**6), 10**6, max_denominator=10**6),
    st.fractions(Fraction(84_999, 1000), Fraction(85_001, 1000), max_denominator=10**6),
)
SET = st.decimals(-(10**6), 10**6, places=6).map(Fraction)


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        ("85.25", 1, "85.3"),
        ("85.249999999999999999999999999999999", 1, "85.2"),
        ("-85.25", 1, "-85.3"),
        ("-0.04", 1, "0.0"),
        ("1450", -2, "1.5E+3"),
        ("0", 2, "0.00"),
    ],
)
def test_halves_go_away_from_zero(value, decimals, shown):
    assert str(rounded(Fraction(value), decimals)) == shown


@pytest.mark.parametrize(
    ("value", "decimals", "least", "shown"),
    [
        ("1234567.5", 1, 0, "1.234.567,5"),
        ("8.300000", 6, 0, "8,3"),
        ("8.300000", 6, 2, "8,30"),
        ("100", 3, 0, "100"),
        ("85", 0, 1, "85,0"),
        ("-0.004", 2, 0, "0"),
        ("-0.05", 2, 0, "\u22120,05"),
        ("99999999999999.123456", 6, 0, "99.999.999.999.999,123456"),
    ],
)
def test_zeros_at_the_end_are_dropped(value, decimals, least, shown):
    assert number_text(Fraction(value), decimals, least) == shown


def test_english_has_its_own_marks(english):
    assert number_text(Fraction("-1234.25"), 2) == "\u22121,234.25"


@pytest.mark.parametrize(
    ("value", "decimals"),
    [(85, 0), ("85.25", 2), ("0.000001", 6), (Fraction(1, 8), 3), (Fraction(1, 3), None)],
)
def test_a_number_as_it_is(value, decimals):
    assert exact_decimals(Fraction(value)) == decimals


@pytest.mark.parametrize(
    ("values", "as_they_are", "decimals"),
    [
        ([], [], 1),
        (["9.95"], ["10"], 2),
        (["9.9"], ["10"], 1),
        (["10"], ["10"], 1),
        (["8.5427"], ["8.5"], 2),
        (["84.999"], ["85"], 3),
        (["84.9999999"], ["85"], 7),
        (["85.25"], ["85.25"], 1),  # equal: printed as it is, too
        (["85.26"], ["85.27"], 2),  # "85,3" would be above "85,27"
        (["85.2"], ["85.25"], 1),
        (["0.004"], ["0"], 3),
        (["-0.004"], ["0"], 3),
        (["8.541", "8.544"], [], 3),
        (["8.541", "8.541"], [], 1),
        (["8.541", "8.544"], ["10"], 3),
        ([], ["8.541", "8.544"], 1),  # they have their decimals anyway
        ([Fraction(1, 3)], [Fraction(1, 3)], 1),
        ([Fraction(1, 3)], [Fraction(333, 1000)], 4),
        ([Fraction(333, 1000)], [Fraction(1, 3)], 4),  # no decimals write it: rounded like a value
    ],
)
def test_as_many_decimals_as_tell_numbers_apart(values, as_they_are, decimals):
    numbers, fixed = [*map(Fraction, values)], [*map(Fraction, as_they_are)]
    assert decimals_in_order(numbers, fixed) == decimals


def test_fewer_decimals_where_fewer_are_asked_for():
    assert decimals_in_order([5], [0], least=0) == 0
    assert decimals_in_order([Decimal(104), Decimal(100)], least=-1) == 0
    assert decimals_in_order([Decimal(140), Decimal(100)], least=-2) == -1


@given(values=st.lists(NUMBERS, max_size=5), as_they_are=st.lists(SET, max_size=3))
@EXAMPLES
def test_printed_numbers_stand_in_the_order_of_the_numbers(values, as_they_are):
    decimals = decimals_in_order(values, as_they_are)
    fixed = set(as_they_are)
    shown = {n: n if n in fixed else Fraction(rounded(n, decimals)) for n in {*values, *fixed}}
    for (one, as_one), (other, as_other) in product(shown.items(), repeat=2):
        assert (one < other) == (as_one < as_other)


@given(values=st.lists(NUMBERS, min_size=2, max_size=4, unique=True))
@EXAMPLES
def test_no_more_decimals_than_are_needed(values):
    decimals = decimals_in_order(values)
    if decimals > 1:
        assert len({rounded(n, decimals - 1) for n in values}) < len(values)
