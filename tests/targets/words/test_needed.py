"""What must happen with a target in about four words, and the one thing to know most beside it."""

from datetime import date
from fractions import Fraction

import pytest

from targets.indicators import BY_CODE
from targets.reckoning.assessment import DaysGone, Moment
from targets.words.compared import compared_in
from targets.words.distance import from_target
from targets.words.emphasis import plain
from targets.words.needed import against_due, lies_with, needed, still_open, why_unsure
from tests.targets.comparisons import goal, measure, standing

pytestmark = pytest.mark.usefixtures("english")

RUNNING = Moment(4, running=DaysGone(20, 92, 294, 366))


def said(code, value, aim, moment):
    found = standing(code, measure(value), aim, moment=moment)
    return plain(needed(found.indicator, found.assessment, moment)).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("code", "value", "aim", "moment", "words"),
    [
        ("new_groups", 14, goal(">=", 25), Moment(3), "11 more needed in quarter IV"),
        ("new_groups", 14, goal(">", 25), Moment(3), "12 more needed in quarter IV"),
        ("new_groups", 14, goal(">=", 25), RUNNING, "11 more needed in quarter IV"),
        ("new_groups", 14, goal(">=", 25), Moment(2), "11 more needed by the year's end"),
        ("new_groups", 14, goal(">=", 25), Moment(4, is_over=True), "11 short"),
        ("new_groups", 25, goal(">=", 25), Moment(3), "Exactly on the target"),
        ("new_groups", 30, goal(">=", 25), Moment(3), "5 over"),
        ("managers_vocational", 197, goal(">=", 210), Moment(3), "13 persons still lacking"),
        (
            "average_profit",
            54_600_000,
            goal(">=", 85_000_000),
            Moment(3),
            "30.4 million more needed",
        ),
        ("weak_share", "8.7", goal("<", 10), Moment(3), "1.3 points below the limit"),
        ("weak_share", "10", goal("<", 10), Moment(3), "Exactly on the limit"),
        ("weak_share", "10", goal("<=", 10), Moment(3), "Exactly on the limit"),
        ("weak_share", "10.5", goal("<", 10), Moment(3), "0.5 points above the limit"),
        ("average_profit", None, goal(">=", 80), Moment(3), "No figures yet"),
    ],
)
def test_what_must_happen(code, value, aim, moment, words):
    assert said(code, value, aim, moment) == words


@pytest.mark.parametrize("moment", [Moment(1), Moment(3)])
def test_what_is_needed_of_events_says_from_which_day(moment):
    """Some may have happened since the day that the value counts to."""
    found = standing("new_groups", measure(14), goal(">=", 25), moment=moment)
    until = date(2024, 9, 30)
    said = plain(needed(found.indicator, found.assessment, moment, until))
    assert said == "11 more needed after 30/9"


def test_what_nobody_has_rated_is_not_said_to_keep_its_limit():
    carried = measure("8.7", coverage=(0, 303, 360), bounds=(0, 91))
    found = standing("weak_share", carried, goal("<", 10), quarter=4)
    assert found.assessment.status == "no_data"
    assert needed(found.indicator, found.assessment, RUNNING) == "Not rated yet"
    assert from_target(found.indicator, found.assessment, 1) == ""


@pytest.mark.parametrize(
    ("value", "due", "words"),
    [
        (20, None, ""),
        (None, 20, "No figures yet"),
        (20, 20, "Exactly what is due by now"),
        (20, 25, "5 persons below what is due"),
        (30, 25, "5 persons above what is due"),
    ],
)
def test_a_part_is_held_against_what_is_due_there(value, due, words):
    indicator = standing("managers_vocational", measure(1)).indicator
    said = plain(against_due(indicator, value, due, wants_more=True))
    assert said.replace("\u00a0", " ") == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("9.2", "0.8 points below the limit"),
        ("12.1", "2.1 points above the limit"),
        ("10", "Exactly on the limit"),
    ],
)
def test_a_unit_under_the_limit_above_it_is_said_to_be_below_a_limit(value, words):
    found = plain(against_due(BY_CODE["weak_share"], Fraction(value), 10, wants_more=False))
    assert found.replace("\u00a0", " ") == words


@pytest.mark.parametrize(
    ("code", "measured", "aim", "quarter", "words"),
    [
        (
            "average_profit",
            measure(62_000_000, bounds=(50_000_000, 75_000_000), coverage=(8, 0, 10)),
            goal(">=", 80_000_000),
            3,
            "2 cooperatives lack figures: 50–75 possible",
        ),
        ("weak_share", measure(8), goal("<", 10), 3, "no ratings of 2024 yet"),
        (
            "weak_share",
            measure(8, coverage=(8, 0, 9)),
            goal("<", 10),
            3,
            "no ratings of 2024 yet; 1 cooperative is not rated",
        ),
        (
            "weak_share",
            measure(8, coverage=(7, 2, 10)),
            goal("<", 10),
            4,
            "2 ratings are those of 2023",
        ),
        (
            "weak_share",
            measure(9, bounds=(8, 12), coverage=(8, 0, 10)),
            goal("<", 10),
            4,
            "2 cooperatives are not rated: 8%–12% possible",
        ),
        ("new_groups", measure(14), goal(">=", 25), 3, ""),
    ],
)
def test_why_a_status_is_not_certain(code, measured, aim, quarter, words):
    found = standing(code, measured, aim, quarter=quarter)
    shown = compared_in(found.indicator, found.assessment, aim)
    assert why_unsure(found.indicator, found.assessment, shown, 2024).replace("\u00a0", "") == words


@pytest.mark.parametrize("sign", ["<", "<="])
def test_row_and_fact_agree_on_what_is_the_limit(sign):
    found = standing("weak_share", measure(10), goal(sign, 10))
    row = needed(found.indicator, found.assessment, Moment(3))
    assert row == from_target(found.indicator, found.assessment, 1) == "Exactly on the limit"


class Place:
    def __init__(self, short_name):
        self.short_name = short_name


def test_under_a_limit_places_have_too_much():
    places = [Place("Ba Bể"), Place("Na Rì")]
    assert lies_with(places, 0, wants_more=True) == "most lacking in Ba Bể, Na Rì"
    assert lies_with(places, 0, wants_more=False) == "most above in Ba Bể, Na Rì"
    assert lies_with(places, 1, wants_more=False) == "most above in Ba Bể, Na Rì and 1 other alike"
    assert lies_with([], 0, wants_more=False) == ""


def test_a_range_names_all_whose_ratings_make_it():
    """2 are not rated and 5 by last year's: the range is that of 7."""
    found = standing("weak_share", measure("11", bounds=(10, 12), coverage=(93, 5, 100)), quarter=4)
    said = still_open(
        found.indicator,
        found.assessment.measure,
        compared_in(found.indicator, found.assessment, None),
    )
    assert said.replace("\u00a0", " ") == (
        "2 cooperatives are not rated, 5 cooperatives by earlier figures: 10%–12% possible"
    )
