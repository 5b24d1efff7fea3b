"""The assessment of one target (design 1.4), each rule by example."""

from fractions import Fraction

import pytest

from targets.assessment import DaysGone, Doubt, Goal, Moment, Status, assess, expected_at
from targets.indicators import BY_CODE, Coverage, Measure, Operator

NEW, DISSOLVED = BY_CODE["new_cooperatives"], BY_CODE["dissolved_cooperatives"]
TOTAL, PROFIT = BY_CODE["total_cooperatives"], BY_CODE["average_profit"]
WEAK, MANAGERS = BY_CODE["weak_share"], BY_CODE["managers_higher_education"]

FULL = Coverage(reported=10, carried=0, expected=10)


def goal(text, milestones=(None, None, None)):
    """ ">= 35" as a goal."""
    operator, value = text.split()
    return Goal(
        Operator(operator),
        Fraction(value),
        tuple(None if each is None else Fraction(each) for each in milestones),
    )


def measure(value, bounds="value", coverage=FULL):
    """A measure that is certain unless given other bounds."""
    if value is None:
        return Measure(None, None, None, coverage, None)
    value = Fraction(value)
    if bounds == "value":
        bounds = (value, value)
    elif bounds is not None:
        bounds = tuple(Fraction(bound) for bound in bounds)
    return Measure(value, int(value), None, coverage, bounds)


def assessed(indicator, value, text, quarter, *, is_over=False, milestones=(None, None, None)):
    moment = Moment(quarter, is_over)
    return assess(indicator, measure(value), goal(text, milestones), moment)


def status(*args, **options):
    return assessed(*args, **options).status


# --- Expected -------------------------------------------------------------------------------------


def expected(indicator, text, milestones=(None, None, None)):
    return [expected_at(indicator, goal(text, milestones), quarter) for quarter in (1, 2, 3, 4)]


def test_a_milestone_is_what_is_due():
    assert expected(NEW, ">= 35", milestones=(5, 12, 30)) == [5, 12, 30, 35]
    assert expected(TOTAL, ">= 400", milestones=(380, None, 395)) == [380, 400, 395, 400]


def test_a_milestone_of_zero_is_one():
    assert expected(NEW, ">= 8", milestones=(0, None, None)) == [0, 4, 6, 8]


def test_the_even_share_lies_between_the_milestones():
    # Even parts are 9, 17, 26.
    assert expected(NEW, ">= 35", milestones=(None, None, 8)) == [8, 8, 8, 35]
    assert expected(NEW, ">= 35", milestones=(30, None, None)) == [30, 30, 30, 35]
    assert expected(NEW, ">= 35", milestones=(20, None, 22)) == [20, 20, 22, 35]
    assert expected(PROFIT, ">= 85", milestones=(None, 20, None))[0] == 20
    # The nearest milestone counts, not the farthest.
    assert expected(NEW, ">= 35", milestones=(None, 5, 30)) == [5, 5, 30, 35]
    assert expected(NEW, ">= 35", milestones=(20, 28, None)) == [20, 28, 28, 35]
    assert expected(TOTAL, ">= 400", milestones=(None, 380, None)) == [400, 380, 400, 400]


def test_a_milestone_is_not_rounded():
    assert expected(PROFIT, ">= 85", milestones=("20.5", None, None))[0] == Fraction(41, 2)


def test_a_level_is_due_as_it_stands_all_year():
    assert expected(WEAK, "< 10") == [10, 10, 10, 10]
    assert expected(MANAGERS, ">= 180") == [180, 180, 180, 180]
    assert expected(TOTAL, ">= 371") == [371, 371, 371, 371]


def test_a_mean_of_the_year_to_date_is_due_in_even_parts_unrounded():
    assert expected(PROFIT, ">= 85") == [Fraction(85, 4), Fraction(85, 2), Fraction(255, 4), 85]


def test_one_union_a_year_is_due_in_the_third_quarter():
    assert expected(BY_CODE["new_unions"], ">= 1") == [0, 0, 1, 1]


@pytest.mark.parametrize("operator", [">=", ">"])
def test_events_that_are_wanted_are_due_at_the_nearest_whole_halves_down(operator):
    # 8.75 → 9; 17.5 → 17; 26.25 → 26.
    assert expected(NEW, f"{operator} 35") == [9, 17, 26, 35]
    # 0.5 → 0; 1; 1.5 → 1.
    assert expected(NEW, f"{operator} 2") == [0, 1, 1, 2]
    # 6.25 → 6; 12.5 → 12; 18.75 → 19.
    assert expected(NEW, f"{operator} 25") == [6, 12, 19, 25]


@pytest.mark.parametrize("operator", ["<=", "<"])
def test_events_that_are_unwanted_are_rounded_up(operator):
    # 1.25 → 2; 2.5 → 3; 3.75 → 4.
    assert expected(DISSOLVED, f"{operator} 5") == [2, 3, 4, 5]
    assert expected(DISSOLVED, f"{operator} 0") == [0, 0, 0, 0]


# --- Status, in its order -------------------------------------------------------------------------


@pytest.mark.parametrize("is_over", [False, True])
def test_without_a_value_there_is_no_data_even_when_the_year_is_over(is_over):
    assert status(PROFIT, None, ">= 85", 4, is_over=is_over) == Status.NO_DATA


@pytest.mark.parametrize(
    ("operator", "below", "equal", "above"),
    [
        (">=", "missed", "met", "met"),
        (">", "missed", "missed", "met"),
        ("<=", "met", "met", "missed"),
        ("<", "met", "missed", "missed"),
    ],
)
@pytest.mark.parametrize("indicator", [NEW, TOTAL, PROFIT, WEAK])
def test_when_the_year_is_over_a_target_is_met_or_missed(indicator, operator, below, equal, above):
    found = [status(indicator, n, f"{operator} 10", 4, is_over=True) for n in (9, 10, 11)]
    assert found == [below, equal, above]


def test_too_many_unwanted_events_are_a_miss_at_any_time():
    assert status(DISSOLVED, 6, "<= 5", 1) == Status.MISSED
    assert status(DISSOLVED, 5, "< 5", 1) == Status.MISSED
    assert status(DISSOLVED, 1, "<= 0", 4) == Status.MISSED


def test_too_many_of_what_can_fall_again_is_no_miss_yet():
    assert status(WEAK, 11, "< 10", 1) == Status.BEHIND
    assert status(TOTAL, 11, "<= 10", 1) == Status.BEHIND
    assert status(PROFIT, 100, "<= 10", 1) == Status.OFF_TRACK


def test_a_level_that_holds_is_met_at_once():
    assert status(WEAK, "9.9", "< 10", 1) == Status.MET
    assert status(MANAGERS, 180, ">= 180", 1) == Status.MET
    assert status(TOTAL, 371, "<= 371", 2) == Status.MET


def test_wanted_events_are_met_as_soon_as_there_are_enough():
    assert status(NEW, 35, ">= 35", 1) == Status.MET
    assert status(NEW, 36, "> 35", 1) == Status.MET


def test_the_years_mean_is_only_met_at_its_end():
    assert status(PROFIT, 90, ">= 85", 3) == Status.ON_TRACK
    assert status(PROFIT, 90, ">= 85", 4) == Status.ON_TRACK
    assert status(PROFIT, 90, ">= 85", 4, is_over=True) == Status.MET


def test_an_upper_limit_on_a_flow_is_only_met_at_its_end():
    assert status(DISSOLVED, 0, "<= 5", 3) == Status.ON_TRACK
    assert status(DISSOLVED, 5, "<= 5", 4) == Status.ON_TRACK
    assert status(DISSOLVED, 5, "<= 5", 4, is_over=True) == Status.MET


@pytest.mark.parametrize(
    ("value", "found"),
    # Due are 17 at quarter 2; four fifths of it are 13.6, and one from it is 16.
    [(18, "on_track"), (17, "on_track"), (16, "behind"), (14, "behind"), (13, "off_track")],
)
def test_wanted_events_against_what_is_due(value, found):
    assert status(NEW, value, ">= 35", 2) == found


def test_more_than_what_is_due_must_be_more():
    assert status(NEW, 17, "> 35", 2) == Status.BEHIND
    assert status(NEW, 18, "> 35", 2) == Status.ON_TRACK


def test_nothing_is_due_yet_and_nothing_done_is_on_track():
    assert status(BY_CODE["new_unions"], 0, ">= 1", 2) == Status.ON_TRACK
    assert status(BY_CODE["new_unions"], 0, "> 1", 1) == Status.ON_TRACK
    assert status(PROFIT, 0, "> 0", 2) == Status.ON_TRACK
    assert status(PROFIT, -1, "> 0", 2) == Status.OFF_TRACK


def test_events_within_one_of_what_is_due_are_behind_and_not_off_track():
    assert status(BY_CODE["new_unions"], 0, ">= 1", 3) == Status.BEHIND
    assert status(NEW, 2, ">= 6", 2) == Status.BEHIND  # 3 are due; four fifths of it are 2.4
    assert status(NEW, 1, ">= 6", 2) == Status.OFF_TRACK
    assert status(DISSOLVED, 2, "<= 2", 2) == Status.BEHIND  # 1 is due
    assert status(MANAGERS, 2, ">= 3", 2) == Status.OFF_TRACK  # no count of events


def test_below_zero_a_fifth_is_a_fifth_of_its_size():
    """−10 is due: to −12 is behind, not from −8 on, which is better than what is due."""
    assert status(PROFIT, -11, ">= -20", 2) == Status.BEHIND
    assert status(PROFIT, -12, ">= -20", 2) == Status.BEHIND
    assert status(PROFIT, "-12.1", ">= -20", 2) == Status.OFF_TRACK
    assert status(PROFIT, -8, "<= -20", 2) == Status.BEHIND
    assert status(PROFIT, "-7.9", "<= -20", 2) == Status.OFF_TRACK


def test_a_share_of_which_no_rating_is_the_years_own_has_no_status():
    carried = Coverage(reported=0, carried=10, expected=10)
    found = assess(WEAK, measure(8, coverage=carried), goal("< 10"), Moment(4))
    assert (found.status, found.measure.value) == (Status.NO_DATA, 8)
    assert (found.certain, found.attainment) == (False, Fraction(5, 4))
    over = assess(WEAK, measure(8, coverage=carried), goal("< 10"), Moment(4, is_over=True))
    assert over.status == Status.NO_DATA
    one = Coverage(reported=1, carried=9, expected=10)
    assert assess(WEAK, measure(8, coverage=one), goal("< 10"), Moment(4)).status == Status.MET
    managers = assess(MANAGERS, measure(190, coverage=carried), goal(">= 180"), Moment(4))
    assert managers.status == Status.MET


@pytest.mark.parametrize(
    ("value", "found"),
    # Due are 42.5 at quarter 2; four fifths of it are 34.
    [("42.5", "on_track"), ("42.4", "behind"), (34, "behind"), ("33.9", "off_track")],
)
def test_a_mean_against_what_is_due(value, found):
    assert status(PROFIT, value, ">= 85", 2) == found


@pytest.mark.parametrize(
    ("value", "found"),
    [(144, "behind"), ("143.9", "off_track"), ("179.9", "behind")],
)
def test_a_level_short_of_its_target(value, found):
    assert status(MANAGERS, value, ">= 180", 1) == found


@pytest.mark.parametrize(
    ("value", "found"),
    [(10, "behind"), (12, "behind"), ("12.01", "off_track")],
)
def test_a_share_above_its_limit_is_behind_up_to_a_fifth(value, found):
    assert status(WEAK, value, "< 10", 2) == found


@pytest.mark.parametrize(
    ("value", "found"),
    # Due are 50 at quarter 2; six fifths of it are 60.
    [(50, "on_track"), ("50.1", "behind"), (60, "behind"), ("60.1", "off_track")],
)
def test_an_upper_limit_on_a_mean_against_what_is_due(value, found):
    assert status(PROFIT, value, "<= 100", 2) == found


def test_unwanted_events_against_what_is_due():
    # Due are at most 5 of 10 at quarter 2; six fifths of it are 6.
    assert [status(DISSOLVED, n, "<= 10", 2) for n in (5, 6, 7)] == [
        "on_track",
        "behind",
        "off_track",
    ]


def test_a_level_is_held_against_its_milestone_before_its_target():
    assert status(TOTAL, 380, ">= 400", 1, milestones=(380, None, None)) == Status.ON_TRACK
    assert status(TOTAL, 379, ">= 400", 1, milestones=(380, None, None)) == Status.BEHIND


# --- Certain --------------------------------------------------------------------------------------


def certain(indicator, found, text, quarter):
    return assess(indicator, found, goal(text), Moment(quarter)).certain


def doubt(indicator, found, text, quarter):
    return assess(indicator, found, goal(text), Moment(quarter)).doubt


def test_it_is_certain_while_either_bound_gives_the_same_status():
    assert certain(PROFIT, measure(45, (43, 90)), ">= 85", 2) is True


@pytest.mark.parametrize("bounds", [(42, 50), (20, 45)])
def test_it_is_not_certain_when_the_low_bound_gives_another_status(bounds):
    assert certain(PROFIT, measure(45, bounds), ">= 85", 2) is False


def test_it_is_not_certain_when_the_high_bound_gives_another_status():
    assert certain(WEAK, measure(8, (8, 10)), "< 10", 4) is False
    assert certain(WEAK, measure(8, ("8", "9.99")), "< 10", 4) is True


def test_it_is_not_certain_without_bounds_or_without_a_value():
    assert certain(PROFIT, measure(45, None), ">= 85", 2) is False
    assert assessed(PROFIT, None, ">= 85", 2).certain is False


def test_a_share_of_ratings_is_not_certain_before_quarter_4():
    assert [certain(WEAK, measure(8), "< 10", k) for k in (1, 2, 3, 4)] == [False] * 3 + [True]
    assert doubt(WEAK, measure(8), "< 10", 3) == Doubt.NOT_RATED_YET


@pytest.mark.parametrize("indicator", [PROFIT, MANAGERS])
def test_an_average_or_sum_of_fewer_than_half_is_not_certain(indicator):
    few, half = Coverage(3, 1, 9), Coverage(3, 1, 8)
    assert doubt(indicator, measure(190, coverage=few), ">= 10", 2) == Doubt.FEW
    assert certain(indicator, measure(190, coverage=half), ">= 10", 2) is True
    assert certain(WEAK, measure(8, coverage=Coverage(4, 0, 10)), "< 10", 4) is True


def test_a_doubt_says_why_and_a_certain_status_has_none():
    carried = Coverage(reported=9, carried=1, expected=10)
    assert doubt(WEAK, measure(8, (8, 9), carried), "< 10", 4) == Doubt.CARRIED
    assert doubt(PROFIT, measure(45, (20, 45)), ">= 85", 2) == Doubt.OPEN
    assert doubt(PROFIT, measure(45, None), ">= 85", 2) == Doubt.OPEN
    assert doubt(PROFIT, measure(45), ">= 85", 2) is None
    assert doubt(PROFIT, measure(None), ">= 85", 2) is None


def test_a_share_with_any_carried_rating_is_not_certain():
    carried = Coverage(reported=9, carried=1, expected=10)
    assert certain(WEAK, measure(8, (8, 9), carried), "< 10", 4) is False
    assert certain(MANAGERS, measure(190, (190, 190), carried), ">= 180", 4) is True


# --- Attainment, required pace, projection --------------------------------------------------------


def test_attainment_is_value_by_target():
    assert assessed(NEW, 7, ">= 35", 1).attainment == Fraction(1, 5)
    assert assessed(PROFIT, -17, "> 85", 1).attainment == Fraction(-1, 5)


def test_attainment_of_a_limit_is_target_by_value():
    assert assessed(WEAK, 8, "< 10", 1).attainment == Fraction(5, 4)
    assert assessed(DISSOLVED, 5, "<= 4", 1).attainment == Fraction(4, 5)


def test_attainment_that_cannot_be_divided_is_null():
    assert assessed(NEW, 5, ">= 0", 1).attainment is None
    assert assessed(WEAK, 0, "< 10", 1).attainment is None
    assert assessed(PROFIT, None, ">= 85", 1).attainment is None


@pytest.mark.parametrize(
    ("operator", "value", "quarter", "required"),
    [
        (">=", 7, 1, 10),  # 28 in 3 quarters: 9⅓, so 10
        (">=", 8, 1, 9),  # 27 in 3 quarters
        (">", 8, 1, 10),  # 28 in 3 quarters
        (">=", 17, 2, 9),  # 18 in 2 quarters
        (">", 35, 3, 1),
        (">=", 34, 3, 1),
    ],
)
def test_events_are_required_in_whole_numbers(operator, value, quarter, required):
    assert assessed(NEW, value, f"{operator} 35", quarter).required_per_quarter == required


def test_of_a_mean_the_rest_is_required_in_even_parts():
    assert assessed(PROFIT, 20, ">= 85", 1).required_per_quarter == Fraction(65, 3)
    assert assessed(PROFIT, -5, "> 85", 3).required_per_quarter == 90


def test_of_a_mean_that_holds_already_nothing_is_required():
    assert assessed(PROFIT, 90, ">= 85", 3).required_per_quarter == 0
    assert assessed(PROFIT, 85, ">= 85", 2).required_per_quarter == 0


@pytest.mark.parametrize(
    ("indicator", "value", "text", "quarter"),
    [
        pytest.param(NEW, 35, ">= 35", 2, id="met already"),
        pytest.param(NEW, 30, ">= 35", 4, id="in the last quarter"),
        pytest.param(DISSOLVED, 1, "<= 5", 1, id="a limit"),
        pytest.param(PROFIT, 1, "< 5", 1, id="a limit on a mean"),
        pytest.param(MANAGERS, 100, ">= 180", 1, id="a level"),
        pytest.param(PROFIT, None, ">= 85", 1, id="without a value"),
    ],
)
def test_otherwise_no_pace_is_required(indicator, value, text, quarter):
    assert assessed(indicator, value, text, quarter).required_per_quarter is None


def test_a_flow_is_projected_at_its_pace_and_a_level_as_it_stands():
    assert [assessed(NEW, 12, ">= 35", k).projection for k in (1, 2, 3, 4)] == [48, 24, 16, 12]
    assert assessed(PROFIT, -9, ">= 85", 3).projection == -12
    assert assessed(MANAGERS, 150, ">= 180", 1).projection == 150
    assert assessed(PROFIT, None, ">= 85", 1).projection is None


# --- A running quarter ----------------------------------------------------------------------------


def running(quarter, of_quarter, of_year):
    """Within a quarter of 90 days of a year of 366."""
    return Moment(quarter, running=DaysGone(of_quarter, 90, of_year, 366))


def in_running(indicator, value, text, moment, milestones=(None, None, None)):
    return assess(indicator, measure(value), goal(text, milestones), moment)


@pytest.mark.parametrize(
    ("text", "days", "due"),
    # Of 35 are due 9 by the end of quarter 1, 17 by that of quarter 2: 8 in 90 days.
    [(">= 35", 1, 9), (">= 35", 45, 13), (">= 35", 44, 12), (">= 35", 90, 17), ("<= 35", 44, 14)],
)
def test_events_are_due_by_the_days_gone_rounded_in_their_favour(text, days, due):
    indicator = NEW if text.startswith(">") else DISSOLVED
    assert in_running(indicator, 13, text, running(2, days, 91 + days)).expected == due


def test_in_quarter_1_they_are_due_from_nothing_on_and_milestones_are_its_ends():
    assert in_running(NEW, 1, ">= 35", running(1, 20, 20)).expected == 2
    found = in_running(NEW, 1, ">= 35", running(2, 45, 136), milestones=(10, 30, None))
    assert found.expected == 20


def test_all_else_is_due_by_the_quarters_end_also_while_it_runs():
    assert in_running(PROFIT, 1, ">= 85", running(2, 45, 136)).expected == Fraction(85, 2)
    assert in_running(MANAGERS, 1, ">= 180", running(2, 45, 136)).expected == 180


def test_events_are_projected_by_the_days_of_the_year_but_not_in_the_first_45():
    assert in_running(NEW, 12, ">= 35", running(2, 31, 122)).projection == 36
    assert in_running(NEW, 12, ">= 35", running(1, 45, 45)).projection is None
    assert in_running(NEW, 12, ">= 35", running(1, 46, 46)).projection == Fraction(12 * 366, 46)
    assert in_running(PROFIT, 12, ">= 85", running(1, 45, 45)).projection == 48


def test_a_running_quarter_is_one_of_those_left():
    assert in_running(NEW, 7, ">= 35", running(1, 20, 20)).required_per_quarter == 7
    assert in_running(NEW, 30, "> 35", running(4, 20, 294)).required_per_quarter == 6
    assert in_running(PROFIT, 25, ">= 85", running(3, 20, 200)).required_per_quarter == 30


# --- What remains without a value or without a target ---------------------------------------------


def test_without_a_value_goal_expected_and_status_remain():
    found = assessed(PROFIT, None, ">= 85", 4)
    assert (found.goal, found.expected) == (goal(">= 85"), 85)
    assert (found.status, found.certain) == (Status.NO_DATA, False)
    assert (found.attainment, found.required_per_quarter, found.projection) == (None, None, None)


def test_without_a_target_only_the_measure_and_the_projection_remain():
    found = assess(NEW, measure(12), None, Moment(3))
    assert (found.measure, found.projection) == (measure(12), 16)
    assert (found.goal, found.expected, found.status, found.certain) == (None,) * 4
    assert (found.attainment, found.required_per_quarter) == (None, None)
