"""The arithmetic behind the words of a target's row."""

from fractions import Fraction

from targets.target_rows import target_row, target_rows

from .comparisons import goal, measure, part_of, progress, standing


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
    below = row("managers_vocational", measure(197), goal(">=", 210))
    assert (below.shortfall, below.surplus) == (13, None)
    beyond = row("new_groups", measure(27), goal(">=", 25))
    assert (beyond.shortfall, beyond.surplus) == (None, 2)


def test_above_a_limit_is_short_and_below_it_is_room():
    above = row("weak_share", measure("11.1"), goal("<", 10))
    assert (above.shortfall, above.surplus) == (Fraction("1.1"), None)
    below = row("weak_share", measure("8.7"), goal("<", 10))
    assert (below.shortfall, below.surplus) == (None, Fraction("1.3"))


def test_on_a_strict_limit_is_short_by_nothing():
    on_it = row("weak_share", measure(10), goal("<", 10))
    assert (on_it.shortfall, on_it.surplus) == (0, None)


def test_without_a_value_there_is_no_distance():
    empty = row("average_profit", measure(None), goal(">=", 80))
    assert (empty.shortfall, empty.surplus, empty.is_unsure) == (None, None, False)


def test_a_count_is_projected_in_whole_numbers_rounded_down():
    assert row("new_cooperatives", measure(14), goal(">=", 35)).projection == 18
    assert row("new_cooperatives", measure(14), goal(">=", 35)).facts["projection"] == 18.666667
    assert row("average_profit", measure(50), goal(">=", 80)).projection == Fraction(200, 3)


def test_a_doubt_about_ratings_to_come_says_nothing_of_a_range():
    soon = row("weak_share", measure(8, bounds=(7, 9)), goal("<", 10))
    assert (soon.is_unsure, soon.may_still_move, soon.ratings_of) == (True, False, 2023)
    assert row("average_profit", measure(62, bounds=(50, 75)), goal(">=", 80)).may_still_move


def test_a_level_has_nothing_else_due_than_its_target():
    assert not row("managers_vocational", measure(197), goal(">=", 210)).is_due_now
    assert row("new_cooperatives", measure(20), goal(">=", 35)).is_due_now


def test_the_projection_is_left_out_once_nothing_can_change():
    assert row("new_cooperatives", measure(20), goal(">=", 35)).shows_projection
    assert not row("new_cooperatives", measure(40), goal(">=", 35)).shows_projection
    assert not row("dissolved_cooperatives", measure(4), goal("<=", 3)).shows_projection
    year_over = row("average_profit", measure(70), goal(">=", 80), quarter=4, is_over=True)
    assert not year_over.shows_projection


def test_an_open_range_is_not_the_same_as_an_unsure_status():
    settled = row("average_profit", measure(70, bounds=(65, 75)), goal(">=", 80))
    assert (settled.is_open, settled.is_unsure) == (True, False)
    unsure = row("average_profit", measure(62, bounds=(50, 75)), goal(">=", 80))
    assert (unsure.is_open, unsure.is_unsure) == (True, True)


def test_a_row_without_a_target_of_its_own_is_drawn_against_the_plans():
    aim = goal(">=", 210)
    found = part_of("managers_vocational", measure(20), measure(200), aim, 25)
    shown = target_row(progress(found, goals={"managers_vocational": aim}), "managers_vocational")
    assert not shown.is_own
    assert shown.bullet is not None
    assert (shown.shortfall, shown.surplus) == (None, None)


def test_without_any_goal_there_is_no_bullet_graph():
    found = standing("managers_vocational", measure(20))
    shown = target_row(progress(found), "managers_vocational")
    assert shown.bullet is None


def test_a_row_carries_the_facts_of_the_json():
    assert row("new_unions", measure(1), goal(">=", 1)).facts["status"] == "met"
