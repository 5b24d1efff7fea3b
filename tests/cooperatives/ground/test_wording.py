"""Figures as people read them, in both languages."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from cooperatives.ground.wording import (
    attained,
    day,
    figure,
    given,
    million,
    percent,
    quarter_name,
    ratio,
)
from cooperatives.templatetags.figures import nothing


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (1234567, 0, "1.234.567"),
        (Fraction(2469, 2), 1, "1.234,5"),
        (Decimal("8.300000"), 2, "8,3"),
        (8.25, 1, "8,3"),
        (Fraction(1, 3), 2, "0,33"),
        (0, 1, "0"),
        (100, 1, "100"),
        (-3, 0, "\u22123"),
        (Fraction(-1, 100), 1, "0"),
        (None, 2, "–"),
    ],
)
def test_a_figure_in_vietnamese(value, decimals, shown):
    assert figure(value, decimals) == shown


def test_a_figure_in_english(english):
    assert figure(Fraction(2469, 2), 1) == "1,234.5"


def test_amounts_are_shown_in_million():
    assert million(85_000_000) == "85"
    assert million(-3_549_999) == "\u22123,5"
    assert million(1_234_560_000, 2) == "1.234,56"
    assert million(None) == "–"


def test_shares_keep_their_sign_on_the_line():
    assert percent(Fraction(2700, 325)) == "8,3%"
    assert ratio(Fraction(1, 2)) == "50%"
    assert percent(None) == ratio(None) == "–"


@pytest.mark.parametrize("value", [0, False, Decimal(0), "x"])
def test_only_what_is_not_given_is_a_dash(value):
    assert given(value) == value
    assert given(None) == given("") == nothing() == "–"


@pytest.mark.parametrize(
    ("attainment", "decimals", "shown"),
    [
        (Fraction(1, 2), 0, "50%"),
        (Fraction(5, 8), 1, "62,5%"),
        (Fraction(209, 210), 0, "99,5%"),
        (Fraction(2001, 2000), 0, "100,1%"),
        (Fraction(99_999, 100_000), 0, "99,999%"),
        (1, 1, "100%"),
        (Fraction(1, 1000), 0, "0,1%"),
        (0, 0, "0%"),
        (None, 0, "–"),
    ],
)
def test_an_attainment_is_not_rounded_to_all_nor_to_nothing(attainment, decimals, shown):
    assert attained(attainment, decimals) == shown


def test_quarters_and_days_have_names():
    assert quarter_name(2) == "Quý II"
    assert day(date(2023, 6, 30)) == "30/6/2023"
    assert day(None) == "–"


def test_quarters_have_names_in_english(english):
    assert quarter_name(4) == "Quarter IV"
