"""Where the parts of a bullet graph lie on a line of 320."""

from fractions import Fraction

import pytest

from targets.indicators import BY_CODE
from targets.overview.bullet import LABELS_APART, WIDTH, Stretch, bullet_of
from tests.targets.comparisons import goal, measure


def bullet(code, value, aim, expected=None, **evidence):
    return bullet_of(BY_CODE[code], measure(value, **evidence), aim, expected)


def test_a_target_stands_at_four_fifths_of_the_line():
    drawn = bullet("new_cooperatives", 14, goal(">=", 35), Fraction(26))
    # The scale ends at 35 × 5/4 = 43.75.
    assert drawn.target.x == 256
    assert drawn.value == Stretch(0, 102.4)
    assert drawn.pace == 190.2


def test_a_limit_stands_in_the_middle_and_its_far_side_is_forbidden():
    drawn = bullet("weak_share", 8, goal("<", 10), Fraction(10))
    assert drawn.target.x == 160
    assert drawn.forbidden == Stretch(160, 160)
    assert drawn.value == Stretch(0, 128)


def test_a_target_to_be_reached_forbids_nothing():
    assert bullet("new_cooperatives", 14, goal(">=", 35)).forbidden is None


def test_what_is_due_now_is_not_marked_twice():
    """A level is due in full at once, and so is everything at the year's end."""
    assert bullet("total_members", 90, goal(">=", 100), Fraction(100)).pace is None


def test_the_range_that_missing_figures_leave_open_is_a_whisker():
    drawn = bullet("average_profit", 50, goal(">=", 80), Fraction(60), bounds=(40, 60))
    assert drawn.whisker == Stretch(128, 64)
    assert drawn.whisker.end == 192


def test_a_whisker_shows_on_the_bar_as_far_as_it_lies_there():
    drawn = bullet("average_profit", 50, goal(">=", 80), Fraction(60), bounds=(40, 60))
    # The bar ends at 50 of 100, the whisker goes from 40 to 60.
    assert drawn.whisker_on_value == Stretch(128, 32)


def test_a_whisker_of_a_loss_shows_on_the_bar_left_of_zero():
    drawn = bullet("average_profit", -20, goal(">=", 80), bounds=(-20, -10))
    assert drawn.value.x == drawn.whisker_on_value.x == 0
    assert drawn.whisker_on_value == drawn.whisker


@pytest.mark.parametrize("value", [None, 40])
def test_a_whisker_beside_the_bar_does_not_show_on_it(value):
    assert bullet("average_profit", value, goal(">=", 80), bounds=(40, 60)).whisker_on_value is None


def test_without_an_open_range_there_is_no_whisker():
    assert bullet("average_profit", 50, goal(">=", 80)).whisker is None


def test_without_a_value_only_target_and_pace_are_drawn():
    drawn = bullet("average_profit", None, goal(">=", 80), Fraction(60))
    assert (drawn.value, drawn.whisker) == (None, None)
    assert (drawn.target.x, drawn.pace) == (256, 192)


def test_a_loss_is_drawn_to_the_left_of_zero():
    drawn = bullet("average_profit", -20, goal(">=", 80))
    # The scale goes from -20 to 100.
    assert drawn.value.x == 0
    assert drawn.value.end == pytest.approx(WIDTH * 20 / 120, abs=0.1)


def test_a_value_beyond_the_target_stretches_the_scale():
    drawn = bullet("new_groups", 100, goal(">=", 25))
    assert drawn.value.end < WIDTH
    assert drawn.target.x == pytest.approx(WIDTH * 25 / 105, abs=0.1)


def test_a_limit_of_zero_that_holds_still_has_a_scale():
    drawn = bullet("dissolved_cooperatives", 0, goal("<=", 0))
    assert (drawn.target.x, drawn.value.width) == (0, 0)


def test_the_scale_has_round_steps_and_keeps_clear_of_the_targets_label():
    drawn = bullet("average_profit", 36_800_000, goal(">=", 85_000_000), Fraction(42_500_000))
    assert [tick.value for tick in drawn.ticks] == [0, 50_000_000, 100_000_000]
    assert all(abs(tick.x - drawn.target.x) >= LABELS_APART for tick in drawn.ticks)


def test_counts_have_whole_steps():
    drawn = bullet("new_unions", 0, goal(">=", 1))
    assert [tick.value for tick in drawn.ticks] == [0]


def test_labels_at_the_ends_of_the_line_hang_inwards():
    drawn = bullet("weak_share", 8, goal("<", 10))
    assert [tick.anchor for tick in drawn.ticks] == ["start", "middle", "middle", "end"]
