"""What the row of a target says, and the arithmetic behind it."""

from dataclasses import replace
from fractions import Fraction

import pytest

from targets.overview.target_rows import target_row, target_rows
from targets.words.emphasis import plain
from tests.targets.comparisons import adjusting, goal, measure, part_of, progress, standing

pytestmark = pytest.mark.usefixtures("english")

AIM = goal(">=", 80_000_000)


def row(code, measured, aim, *, quarter=3, is_over=False):
    found = standing(code, measured, aim, quarter=quarter, is_over=is_over)
    return target_row(progress(found, quarter=quarter), code)


def test_rows_stand_in_the_order_of_the_plan():
    found = progress(
        standing("weak_share", measure(8), goal("<", 10)),
        standing("new_unions", measure(1), goal(">=", 1)),
    )
    assert [r.indicator.code for r in target_rows(found)] == ["weak_share", "new_unions"]


def test_a_row_says_how_far_a_value_is_from_its_target():
    managers = row("managers_vocational", measure(197), goal(">=", 210))
    assert plain(managers.from_target) == "13\u00a0persons short of the target"
    assert row("average_profit", measure(None), goal(">=", 80)).from_target == ""


def test_a_count_is_projected_in_whole_numbers_rounded_down():
    assert row("new_cooperatives", measure(14), goal(">=", 35)).projection == 18
    assert row("new_cooperatives", measure(14), goal(">=", 35)).facts["projection"] == 18.666667
    assert row("average_profit", measure(50), goal(">=", 80)).projection == Fraction(200, 3)


def test_a_doubt_about_ratings_to_come_says_nothing_of_a_range():
    soon = row("weak_share", measure(8, bounds=(7, 9)), goal("<", 10))
    assert soon.ratings_of == 2023
    assert plain(soon.doubt).endswith("those of 2024 are made when the year is over")
    assert soon.what_is_possible == "between 7% and 9% is possible"


def test_what_is_possible_is_said_once():
    unsure = row("average_profit", measure(62_000_000, bounds=(50_000_000, 75_000_000)), AIM)
    possible = "between 50 and 75\u00a0million VND is possible"
    assert possible in unsure.doubt
    assert unsure.what_is_possible == ""
    certain = row("average_profit", measure(70_000_000, bounds=(65_000_000, 75_000_000)), AIM)
    assert (certain.doubt, certain.what_is_possible) == ("", possible.replace("50", "65"))
    closed = row("average_profit", measure(70_000_000), AIM)
    assert (closed.doubt, closed.what_is_possible) == ("", "")


def test_a_level_has_nothing_else_due_than_its_target():
    assert not row("managers_vocational", measure(197), goal(">=", 210)).is_due_now
    assert row("new_cooperatives", measure(20), goal(">=", 35)).is_due_now


def test_the_projection_is_left_out_once_nothing_can_change():
    assert row("new_cooperatives", measure(20), goal(">=", 35)).shows_projection
    assert not row("new_cooperatives", measure(40), goal(">=", 35)).shows_projection
    assert not row("dissolved_cooperatives", measure(4), goal("<=", 3)).shows_projection
    year_over = row("average_profit", measure(70), goal(">=", 80), quarter=4, is_over=True)
    assert not year_over.shows_projection


def test_a_row_without_a_target_of_its_own_is_drawn_against_the_plans():
    aim = goal(">=", 210)
    found = part_of("managers_vocational", measure(20), measure(200), aim, 25)
    shown = target_row(progress(found, goals={"managers_vocational": aim}), "managers_vocational")
    assert not shown.is_own
    assert shown.bullet is not None
    assert shown.aim == "proportional share ≥ 210"
    assert shown.from_target == ""
    assert plain(shown.from_due) == "5\u00a0persons below what is due by now"


def test_a_row_with_a_target_of_its_own_is_not_held_against_another():
    own = row("managers_vocational", measure(197), goal(">=", 210))
    assert (own.aim, own.from_due) == ("target ≥ 210", "")


def test_only_a_decision_that_adjusts_the_plan_is_named_beside_the_target():
    own = row("managers_vocational", measure(197), goal(">=", 210))
    assert own.adjusting is None
    adjusted = replace(own, standing=adjusting(own.standing))
    assert adjusted.adjusting.number == "532/KH-UBND"


def test_the_pace_leaves_out_what_says_nothing():
    level = row("managers_vocational", measure(197), goal(">=", 210))
    assert level.pace == ""
    met = row("new_cooperatives", measure(40), goal(">=", 35))
    assert met.pace == "26 due by now"
    behind = row("new_cooperatives", measure(14), goal(">=", 35))
    said = "26 due by now; at this pace 18 in the year (figures up to 30/9/2024)"
    assert plain(behind.pace) == said


def test_without_any_goal_there_is_no_bullet_graph():
    found = standing("managers_vocational", measure(20))
    shown = target_row(progress(found), "managers_vocational")
    assert shown.bullet is None


def test_a_row_carries_the_facts_of_the_json():
    assert row("new_unions", measure(1), goal(">=", 1)).facts["status"] == "met"
