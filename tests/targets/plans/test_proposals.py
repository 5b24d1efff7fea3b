"""What is proposed for quarters and for the units below."""

from fractions import Fraction

import pytest

from targets.plans.proposals import course_of, shared_out


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (10, [1, 1, 1], [4, 3, 3]),
        (10, [1, 1, 2], [3, 2, 5]),
        (7, [0, 5, 5], [0, 4, 3]),
        (0, [3, 4], [0, 0]),
        (5, [0, 0], None),
        (100, [], None),
    ],
)
def test_parts_add_up_by_the_largest_remainder(total, weights, parts):
    assert shared_out(total, weights) == parts


def test_a_course_grows_to_the_target_as_last_year_did():
    values = [Fraction(n) for n in (5, 10, 15, 20)]
    assert course_of(Fraction(41), values, is_whole=False) == [
        pytest.approx(10.25),
        pytest.approx(20.5),
        pytest.approx(30.75),
    ]
    assert course_of(Fraction(41), values, is_whole=True) == [10, 20, 31]


@pytest.mark.parametrize("values", [[1, 2, 3, None], [1, 2, 3, 0], [0, 0, 0, 0], [1, 3, 2, 4]])
def test_a_year_that_fell_or_is_not_known_has_no_course(values):
    values = [None if value is None else Fraction(value) for value in values]
    assert course_of(Fraction(41), values, is_whole=True) is None
