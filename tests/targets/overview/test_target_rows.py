"""What the row of a target says, and the arithmetic behind it."""

from dataclasses import replace
from fractions import Fraction

import pytest

from targets.overview.target_rows import most_urgent_first, target_row, target_rows
from targets.reckoning.assessment import Moment, Status
from targets.words.emphasis import plain
from tests.targets.comparisons import (
    adjusting,
    goal,
    measure,
    part_of,
    parts_of,
    progress,
    standing,
)

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


def test_a_row_says_how_many_figures_are_older_whatever_else_there_is_to_say():
    aim = goal(">=", 210)
    met = row("managers_vocational", measure(218, coverage=(0, 380, 384), bounds=(218, 226)), aim)
    assert met.note == (
        "380 cooperatives by earlier figures; 4 cooperatives lack figures: 218–226 possible"
    )
    open_ = row("managers_vocational", measure(208, coverage=(9, 1, 12), bounds=(208, 212)), aim)
    assert open_.note.startswith("1 cooperative by an earlier figure; 2 cooperatives lack figures")


def test_what_is_needed_of_events_is_said_from_the_end_of_the_quarter_on():
    groups = row("new_groups", measure(14), goal(">=", 25))
    assert plain(groups.needed) == "11 more needed after 30/9"
    assert plain(groups.from_target) == "11 needed in the last quarter, counted after 30/9/2024"


def test_a_count_is_projected_in_whole_numbers_rounded_down():
    assert row("new_cooperatives", measure(14), goal(">=", 35)).projection == 18
    assert row("new_cooperatives", measure(14), goal(">=", 35)).facts["projection"] == 18.666667
    assert row("average_profit", measure(50), goal(">=", 80)).projection == Fraction(200, 3)


def test_so_few_figures_that_they_say_nothing_tell_no_years_end():
    few = row("average_profit", measure(50, coverage=(1, 0, 8)), goal(">=", 80))
    assert few.projection is None
    assert not few.shows_projection
    assert few.has_a_pace
    assert few.projected_alone.startswith("too few figures to tell")
    assert few.facts["projection"] == 66.666667
    half = row("average_profit", measure(50, coverage=(4, 0, 8)), goal(">=", 80))
    assert half.projection == Fraction(200, 3)


def test_none_at_all_on_track_says_when_the_first_is_due_and_not_an_estimate_of_none():
    one = row("new_unions", measure(0), goal(">=", 1), quarter=1)
    assert one.assessment.status is Status.ON_TRACK
    assert replace(one, chance=Fraction(1, 2)).note == (
        "none is due before the end of quarter III, then 1; about even whether it is reached (50%)"
    )
    assert one.due_said == "0 (none is due before the end of quarter III, then 1)"
    due = row("new_unions", measure(0), goal(">=", 4), quarter=1)
    assert (due.due_said, "none is due" in due.note) == ("1", False)


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
    assert shown.aim == "proportional share ≥ 25"
    assert shown.from_target == ""
    assert plain(shown.needed) == "5\u00a0persons below what is due"


def test_a_part_of_a_count_is_a_whole_number():
    """No 1.3 unions: 28.3 managers are due as 28, and of less than one nothing is shown."""
    aim = goal(">=", Fraction(283, 10))
    part = part_of("managers_vocational", measure(31), measure(200), aim, Fraction(283, 10))
    shown = target_row(progress(part, goals={"managers_vocational": aim}), "managers_vocational")
    assert (shown.goal.value, shown.due) == (28, 28)
    assert plain(shown.needed) == "3\u00a0persons above what is due"
    aim = goal(">=", Fraction(2, 10))
    part = part_of("new_unions", measure(0), measure(1), aim, Fraction(2, 10))
    shown = target_row(progress(part, goals={"new_unions": aim}), "new_unions")
    assert (shown.goal, shown.bullet, shown.aim) == (None, None, "no target")
    assert shown.needed == ""


def test_under_the_limit_above_it_a_unit_is_below_a_limit_not_below_what_is_due():
    aim = goal("<", 10)
    part = part_of("weak_share", measure(Fraction(92, 10)), measure(9), aim)
    shown = target_row(progress(part, goals={"weak_share": aim}), "weak_share")
    assert plain(shown.needed).replace("\u00a0", " ") == "0.8 points below the limit"
    assert shown.due_by == "Limit"


def test_of_a_year_that_is_over_no_pace_is_told():
    for moment, told in ((Moment(3), True), (Moment(4, is_over=True), False)):
        found = standing("average_profit", measure(50), goal(">=", 80), moment=moment)
        shown = target_row(progress(found, quarter=moment.quarter, moment=moment), found.code)
        assert shown.has_a_pace is told


def test_what_each_quarter_must_bring_is_a_fact_only_where_several_are_left():
    for moment, said in ((Moment(2), True), (Moment(3), False)):
        found = standing("new_groups", measure(5), goal(">=", 25), moment=moment)
        shown = target_row(progress(found, quarter=moment.quarter, moment=moment), found.code)
        assert bool(shown.each_quarter) is said


def test_a_row_with_a_target_of_its_own_is_not_held_against_another():
    own = row("managers_vocational", measure(197), goal(">=", 210))
    assert (own.aim, plain(own.needed)) == ("target ≥ 210", "13\u00a0persons still lacking")


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


MET = standing("new_groups", measure(30), goal(">=", 25))
BEHIND = standing("managers_vocational", measure(200), goal(">=", 210))
OFF_TRACK = standing("average_profit", measure(20), goal(">=", 80))
OVER_LIMIT = standing("weak_share_of_rated", measure(11), goal("<", 10))
NO_DATA = standing("average_member_income", measure(None), goal(">=", 60))


def order(*standings, **options):
    rows = most_urgent_first(target_rows(progress(*standings, **options)))
    return [found.standing for found in rows]


def test_the_most_urgent_stands_first_and_the_unsure_before_the_sure():
    found = order(MET, NO_DATA, BEHIND, OVER_LIMIT, OFF_TRACK)
    assert found == [OFF_TRACK, OVER_LIMIT, BEHIND, NO_DATA, MET]


def test_of_two_alike_the_one_with_the_smaller_part_of_what_is_due_stands_first():
    worse = standing("managers_higher_education", measure(150), goal(">=", 180))
    assert order(BEHIND, worse) == [worse, BEHIND]


def test_without_a_target_of_its_own_who_is_behind_stands_first():
    aim = goal(">=", 210)
    short = part_of("managers_vocational", measure(20), measure(200), aim, 25)
    ahead = part_of("managers_higher_education", measure(30), measure(200), aim, 25)
    aims = {"managers_vocational": aim, "managers_higher_education": aim}
    assert order(ahead, short, goals=aims) == [short, ahead]


def places(parts):
    districts = parts_of("managers_vocational", measure(200), goal(">=", 210), parts)
    return target_row(progress(BEHIND, units=districts), "managers_vocational").note


def test_a_row_that_is_behind_names_where_most_is_lacking():
    parts = {
        "060": (measure(50), 53),
        "061": (measure(60), 50),
        "062": (measure(40), 52),
        "063": (measure(50), 55),
    }
    assert places(parts) == "most lacking in 062, 063, 060"


def test_of_those_that_lack_the_same_none_is_named_alone():
    parts = {f"06{n}": (measure(40), 50) for n in range(5)}
    assert places(parts) == "most lacking in 060, 061, 062 and 2 others alike"


def test_of_means_the_places_have_the_most_cooperatives_below_not_the_lowest_mean():
    """2 cooperatives lack 30 each, 100 lack 5 each: what is missing is missing in the large one."""
    districts = parts_of(
        "average_profit",
        measure(56, numerator=5712, denominator=102),
        goal(">=", 60),
        {
            "060": (measure(30, numerator=60, denominator=2), None),
            "061": (measure(55, numerator=5500, denominator=100), None),
            "062": (measure(61, numerator=610, denominator=10), None),
        },
    )
    assert target_row(progress(OFF_TRACK, units=districts), "average_profit").note == (
        "most lacking in 061, 060"
    )


def test_what_is_not_sure_says_so_beside_its_status_and_why():
    unsure = row("average_profit", measure(62_000_000, bounds=(50_000_000, 75_000_000)), AIM)
    assert unsure.is_unsure
    assert unsure.status_words == "on track, not certain"
    sure = row("managers_vocational", measure(200), goal(">=", 210))
    assert (sure.is_unsure, sure.status_words) == (False, "behind")
    none = row("average_profit", measure(None), AIM)
    assert (none.is_unsure, none.status_words, none.note) == (False, "no data", "")


def test_values_of_rows_line_up():
    assert row("average_profit", measure(46_000_000), AIM).value == "46.0"
    assert row("weak_share", measure("8.7"), goal("<", 10)).value == "8.7%"
    assert row("new_unions", measure(1), goal(">=", 1)).value == "1"
    assert row("average_profit", measure(None), AIM).value == "–"


def test_the_same_quarter_of_the_year_before_stands_beside_the_value():
    found = standing("average_profit", measure(54_600_000), AIM)
    before = {"average_profit": measure(48_400_000)}
    shown = target_row(progress(found, last_year=before), "average_profit")
    assert shown.last_year == "a year before 48.4"
    assert target_row(progress(found), "average_profit").last_year == ""
    unknown = {"average_profit": measure(None)}
    assert target_row(progress(found, last_year=unknown), "average_profit").last_year == ""
