"""Canonical JSON: one text for the same data, by the rules of design 3."""

import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from targets.editions.canonical import canonical, sha256

NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
TEXTS = st.text(st.characters(codec="utf-8"))
PLAIN = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
    max_leaves=20,
)


@given(PLAIN)
def test_what_is_read_back_gives_the_same_text(value):
    text = canonical(value)
    assert canonical(json.loads(text)) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
@example(1e-7)
@example(-0.0)
@example(1e22)
@example(85_000_000.0)
def test_a_number_has_no_exponent_no_end_of_zeros_and_six_decimals_at_most(value):
    text = canonical(value)
    assert re.fullmatch(r"-?(0|[1-9]\d*)(\.\d{0,5}[1-9])?", text)
    assert text != "-0"
    assert float(text) == pytest.approx(value, abs=5.1e-7, rel=1e-15)


def test_keys_are_sorted_nothing_is_spaced_and_text_is_as_it_is():
    value = {"b": [1.0, 0.1234567, None, True], "a": "Bắc Kạn\n", "á": {}}
    assert canonical(value) == '{"a":"Bắc Kạn\\n","b":[1,0.123457,null,true],"á":{}}'


def test_the_hash_is_that_of_the_bytes_in_utf_8():
    assert sha256("Kạn") == "b59468f021d747d0cb357908db5064b67ba8000fb7fc09a0a13401cc119754e3"


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(ValueError, match="no number"):
        canonical([value])


@pytest.mark.parametrize("value", [{1: 2}, {1, 2}, object()])
def test_what_json_does_not_know_is_refused(value):
    with pytest.raises(TypeError):
        canonical(value)
