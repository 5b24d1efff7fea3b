"""Where the parts of a bullet graph lie on a line of 360, the same scale for every target."""

from fractions import Fraction

import pytest

from targets.overview.bullet import WIDTH, Stretch, bullet_of
from tests.targets.comparisons import goal, measure


def bullet(value, aim, due=None, **evidence):
    return bullet_of(measure(value, **evidence), aim, due)


@pytest.mark.parametrize("aim", [goal(">=", 35), goal("<", 10), goal(">=", 85_000_000)])
def test_every_target_and_limit_stands_at_one_place(aim):
    drawn = bullet(1, aim)
    assert (drawn.target, drawn.is_common) == (288, True)


def test_the_line_is_125_per_cent_of_the_target():
    drawn = bullet(14, goal(">=", 35), Fraction(26))
    # 14 and 26 of 43.75.
    assert drawn.value == Stretch(0, 115.2)
    assert drawn.due == 213.9
    assert drawn.beyond == 0


def test_the_far_side_of_a_limit_is_forbidden():
    drawn = bullet(8, goal("<", 10), Fraction(10))
    assert drawn.forbidden == Stretch(288, 72)
    assert drawn.value == Stretch(0, 230.4)


def test_a_target_to_be_reached_forbids_nothing():
    assert bullet(14, goal(">=", 35)).forbidden is None


def test_what_is_due_now_is_not_marked_twice():
    """A level is due in full at once, and so is everything at the year's end."""
    assert bullet(90, goal(">=", 100), Fraction(100)).due is None


def test_the_range_that_missing_figures_leave_open_is_a_whisker():
    drawn = bullet(50, goal(">=", 80), Fraction(60), bounds=(40, 60))
    assert (drawn.whisker.x, drawn.whisker.end) == (144, 216)
    assert (drawn.whisker.has_low_end, drawn.whisker.has_high_end) == (True, True)


def test_a_whisker_shows_on_the_bar_as_far_as_it_lies_there():
    drawn = bullet(50, goal(">=", 80), Fraction(60), bounds=(40, 60))
    assert drawn.whisker_on_value == Stretch(144, 36)


@pytest.mark.parametrize("value", [None, 40])
def test_a_whisker_beside_the_bar_does_not_show_on_it(value):
    assert bullet(value, goal(">=", 80), bounds=(40, 60)).whisker_on_value is None


def test_a_whisker_that_goes_on_beyond_the_scale_has_no_end_there():
    drawn = bullet(90, goal(">=", 80), bounds=(70, 130))
    assert drawn.whisker.end == WIDTH
    assert (drawn.whisker.has_low_end, drawn.whisker.has_high_end) == (True, False)
    assert bullet(150, goal(">=", 80), bounds=(120, 160)).whisker is None


def test_without_an_open_range_there_is_no_whisker():
    assert bullet(50, goal(">=", 80)).whisker is None


def test_without_a_value_only_target_and_what_is_due_are_drawn():
    drawn = bullet(None, goal(">=", 80), Fraction(60))
    assert (drawn.value, drawn.whisker, drawn.beyond) == (None, None, 0)
    assert (drawn.target, drawn.due) == (288, 216)


@pytest.mark.parametrize(
    ("value", "end", "beyond"), [(100, 360, 1), (Fraction("31.25"), 360, 0), (-3, 0, -1)]
)
def test_what_lies_beyond_the_scale_ends_in_an_arrow(value, end, beyond):
    drawn = bullet(value, goal(">=", 25))
    assert (drawn.value.end, drawn.beyond) == (end, beyond)


def test_a_target_of_nothing_has_a_scale_of_its_own():
    drawn = bullet(0, goal("<=", 0))
    assert (drawn.target, drawn.value.width, drawn.is_common) == (0, 0, False)
    drawn = bullet(-20, goal(">=", -10))
    assert (drawn.value.x, drawn.beyond) == (0, 0)
    assert drawn.target == pytest.approx(WIDTH * 10 / 21, abs=0.1)
