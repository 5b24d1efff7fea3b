"""The decimal mark is settled for a whole file, by example and by property."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cooperatives.ground.amount_units import AmountUnit, unit_of
from cooperatives.ground.numbers import (
    Amount,
    Mark,
    Oddity,
    decimal_mark_of,
    is_ambiguous,
    read_amount,
    read_number,
    settle,
)

POINT, COMMA = Mark.POINT, Mark.COMMA


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("20.5", POINT),
        ("20,5", COMMA),
        ("1635.25", POINT),
        ("1635,250000", COMMA),
        ("-0.1", POINT),
        ("−0,1", COMMA),  # a typographic minus
        (".5", POINT),
        ("1.2345", POINT),
        ("1.234.567", COMMA),
        ("1,234,567", POINT),
        ("1.234,567", COMMA),
        ("1,234.567", POINT),
        ("1.234.567,891", COMMA),
        ("1 234,5", COMMA),
        ("1\u00a0234.5", POINT),
        # Units, brackets, signs and what is invisible stand beside a number.
        ("1.5 %", POINT),
        ("12,5 triệu", COMMA),
        ("(35,5)", COMMA),
        ("35.5-", POINT),
        ("\u200b12,5\u200e", COMMA),
        # No group of thousands begins with 0.
        ("0.635", POINT),
        ("0,635", COMMA),
        ("-0,125", COMMA),
        ("00.125", POINT),
        ("0.000", POINT),
        # Exactly three digits behind a single mark say nothing.
        ("1.635", None),
        ("1,635", None),
        ("1234.567", None),
        ("-1.635", None),
        # No mark, or no number.
        ("1635", None),
        ("1 635", None),
        ("", None),
        ("1.2.3", None),
        ("1,2,3", None),
        ("1.234,567.8", None),
        ("5.", None),
        ("HTX 1.5", None),
        ("5.5 x", None),
        ("1e3", None),
        ("١.٥", None),
        ("1.5" + "0" * 60, None),
    ],
)
def test_a_number_shows_its_decimal_mark(text, mark):
    assert decimal_mark_of(text) is mark


@pytest.mark.parametrize(
    ("text", "ambiguous"),
    [
        ("1.635", True),
        ("1,635", True),
        ("0.635", False),
        ("0.000", False),
        ("1.5", False),
        ("12", False),
        ("x", False),
    ],
)
def test_a_number_may_read_two_ways(text, ambiguous):
    assert is_ambiguous(text) is ambiguous


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [
        ("1.635", POINT, "1.635"),
        ("1.635", COMMA, "1635"),
        ("1,635", POINT, "1635"),
        ("1,635", COMMA, "1.635"),
        ("1.234.567", COMMA, "1234567"),
        ("1.234.567,5", COMMA, "1234567.5"),
        ("1234567,5", COMMA, "1234567.5"),
        ("1 234 567,5", COMMA, "1234567.5"),
        ("1\u202f234", POINT, "1234"),
        (" 12 ", POINT, "12"),
        ("-1,5", COMMA, "-1.5"),
        ("−1,5", COMMA, "-1.5"),
        (".5", POINT, "0.5"),
        ("007", POINT, "7"),
        ("0,635", COMMA, "0.635"),
        ("20.5", COMMA, None),
        ("1234.567", COMMA, None),
        ("0.635", COMMA, None),
        ("12.34.567", COMMA, None),
        ("1.23.4567", COMMA, None),
        ("1 234.567", COMMA, None),
        ("1.234 567", COMMA, None),
        ("1.234,567.8", COMMA, None),
        ("1,5,5", COMMA, None),
        ("5,", COMMA, None),
        ("", COMMA, None),
        ("-", COMMA, None),
        (",", COMMA, None),
        ("+5", COMMA, None),
        ("5 %", COMMA, None),
        ("1e3", POINT, None),
        ("NaN", POINT, None),
        ("９", POINT, None),
        ("9" * 41, POINT, None),
        # Without a mark, only what reads the same under both.
        ("12", None, "12"),
        ("1 234", None, "1234"),
        ("0.635", None, None),
        ("1.635", None, None),
        ("20.5", None, None),
        ("x", None, None),
    ],
)
def test_a_number_is_read_under_a_mark(text, decimal, number):
    assert read_number(text, decimal) == (None if number is None else Decimal(number))


def settled(*texts):
    found = settle(enumerate(texts))
    return found.mark, found.because, found.open_at


def test_one_number_settles_the_whole_file():
    assert settled("1.635", "7", "20.5", "1,000") == (POINT, (2, "20.5"), None)
    assert settled("1.635", "20,5") == (COMMA, (1, "20,5"), None)
    assert settled("1.635", "1.234.567") == (COMMA, (1, "1.234.567"), None)
    assert settled("1.635", "0.125") == (POINT, (1, "0.125"), None)


def test_nothing_may_settle_it():
    assert settled("5", "1.635", "2.000") == (None, None, (1, "1.635"))


def test_there_may_be_nothing_to_settle():
    assert settled("5", "", "1 635", "0", "x,y") == (None, None, None)
    assert settled() == (None, None, None)


def grouped(digits: str, sign: str) -> str:
    head = len(digits) % 3 or 3
    return sign.join([digits[:head], *(digits[i : i + 3] for i in range(head, len(digits), 3))])


@given(
    number=st.decimals(-(10**15), 10**15, places=6),
    places=st.integers(0, 6),
    decimal=st.sampled_from(Mark),
    grouping=st.sampled_from(["", " ", "\u00a0", "mark"]),
)
def test_what_is_written_under_a_mark_is_read_back(number, places, decimal, grouping):
    number = round(number, places)
    whole, _, fraction = f"{abs(number):f}".partition(".")
    sign = decimal.other.sign if grouping == "mark" else grouping
    text = grouped(whole, sign) if sign else whole
    text = ("-" if number < 0 else "") + text + (decimal.sign + fraction if fraction else "")
    assert read_number(text, decimal) == number
    assert decimal_mark_of(text) in (None, decimal)
    if len(fraction) not in (0, 3):
        assert decimal_mark_of(text) is decimal


@given(st.text("0123456789., -", max_size=14))
def test_a_mark_is_shown_or_open_never_both(text):
    if decimal_mark_of(text):
        assert not is_ambiguous(text)
        assert read_number(text, decimal_mark_of(text).other) is None


# --- As people write them -------------------------------------------------------------------------

MILLION, PERSONS = AmountUnit.MILLION, AmountUnit.PERSONS


@pytest.mark.parametrize(
    ("text", "number", "unit", "oddity"),
    [
        ("12,5", "12.5", None, None),
        ("\u200e12,5\u200b", "12.5", None, None),
        ("−12,5", "-12.5", None, None),
        ("12,5 triệu", "12.5", MILLION, None),
        ("12,5tr", "12.5", MILLION, None),
        ("1.234,5 tr.đ", "1234.5", MILLION, None),
        ("12 người", "12", PERSONS, None),
        ("0,5 tỷ", "0.5", AmountUnit.BILLION, None),
        ("201500 nghìn đồng", "201500", AmountUnit.THOUSAND, None),
        ("201.500.000đ", "201500000", AmountUnit.VND, None),
        ("201.500.000 ₫", "201500000", AmountUnit.VND, None),
        ("12,5 %", "12.5", AmountUnit.PERCENT, None),
        ("(35)", "-35", None, Oddity.BRACKETS),
        ("( 35,5 )", "-35.5", None, Oddity.BRACKETS),
        ("(35) triệu", "-35", MILLION, Oddity.BRACKETS),
        ("(35 triệu)", "-35", MILLION, Oddity.BRACKETS),
        ("35-", "-35", None, Oddity.SIGN),
        ("- 35", "-35", None, Oddity.SIGN),
        ("+35", "35", None, Oddity.SIGN),
        ("-", None, None, Oddity.DASH),
        ("–", None, None, Oddity.DASH),
        (" — ", None, None, Oddity.DASH),
    ],
)
def test_what_reads_one_way_only_is_read(text, number, unit, oddity):
    expected = Amount(None if number is None else Decimal(number), unit, oddity)
    assert read_amount(text, COMMA) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", "x", "5 HTX", "12,5 triệu/tháng", "12 tr 5", "khoảng 12", "12 USD", "()", "(-5)"),
        *("-5-", "-+5", "--5", "20.5", "20.5 triệu", "12,5,5 triệu", "(12", "12)", "9" * 41),
    ],
)
def test_what_reads_no_way_or_several_is_not(text):
    assert read_amount(text, COMMA) is None


@pytest.mark.parametrize(
    ("texts", "unit"),
    [
        (["đồng", "VND", "VNĐ", "đ", "₫"], AmountUnit.VND),
        (["nghìn đồng", "Ngàn đồng", "1.000 đ", "1000đ", "1,000 đồng"], AmountUnit.THOUSAND),
        (["triệu", "Triệu đồng", "tr.đ", "trđ", "TRĐ", "Tr. đồng", "million VND"], MILLION),
        (["tỷ", "tỉ đồng", "tỷ đồng"], AmountUnit.BILLION),
        (["người", "Người", "persons"], PERSONS),
        (["%"], AmountUnit.PERCENT),
        (["", "HTX", "triệu người", "USD", "1.000", "tháng"], None),
    ],
)
def test_units_as_offices_write_them(texts, unit):
    assert {text: unit_of(text) for text in texts} == dict.fromkeys(texts, unit)
