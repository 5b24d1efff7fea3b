"""What the terminal says below and beside the row of a target."""

from dataclasses import replace
from datetime import date

import pytest

from targets.output.terminal import MARKS, progress_as_text
from targets.reckoning.assessment import Status
from tests.targets.comparisons import adjusting, goal, measure, parts_of, progress, standing

pytestmark = pytest.mark.usefixtures("english")


def said(*standings, quarter=3):
    """The lines of the list of targets, without title and head."""
    return progress_as_text(progress(*standings, quarter=quarter)).splitlines()[5:]


def test_below_a_row_stands_what_is_behind_it():
    profit = measure(50_000_000, bounds=(40_000_000, 60_000_000), coverage=(8, 1, 12))
    row, *behind = said(standing("average_profit", profit, goal(">=", 80_000_000)))
    assert row.split("  ")[0] == "Average profit per cooperative (million VND)"
    assert row.split()[-8:-2] == ["50.0", "≥", "80", "62.5%", "▲?", "behind,"]
    # Due 80 × 3/4, needed 80 − 50 in one quarter, at this pace 50 × 4/3.
    assert " ".join(line.strip() for line in behind).split("; ") == [
        "60\u00a0million VND due by now",
        "at this pace 66.7\u00a0million VND in the year (figures up to 30/9/2024)",
        "30\u00a0million VND needed in the last quarter",
        "8 of 12 cooperatives reported, 1 with an earlier figure",
        "Not sure yet: 3 cooperatives lack figures",
        "between 40 and 60\u00a0million VND is possible",
    ]


def test_what_the_row_says_already_is_not_said_below_it():
    managers = measure(197, coverage=(12, 0, 12))
    _row, *behind = said(standing("managers_vocational", managers, goal(">=", 210)))
    assert behind == ["    13\u00a0persons short of the target; 12 of 12 cooperatives reported"]


def test_a_share_of_ratings_says_whose_they_are():
    def ratings_of(measured, quarter):
        _row, *behind = said(
            standing("weak_share", measured, goal("<", 10), quarter=quarter), quarter=quarter
        )
        return " ".join(" ".join(behind).split())

    rated = measure(8, coverage=(9, 0, 10))
    assert "rated, by the ratings of 2023;" in ratings_of(rated, 3)
    assert "rated, by the ratings of 2024" in ratings_of(rated, 4)
    carried = measure(8, coverage=(0, 9, 10))
    assert "rated, by the ratings of 2023, 9 with earlier figures;" in ratings_of(carried, 4)


def test_a_running_quarter_rests_on_the_day_it_was_made():
    whole = replace(
        progress(standing("new_groups", measure(14)), quarter=4), day=date(2024, 10, 20)
    )
    assert "Quarter IV, figures up to 20/10/2024" in progress_as_text(whole).splitlines()[1]


def test_a_count_from_the_registry_has_nobody_to_report_it():
    _row, *behind = said(standing("new_groups", measure(14), goal(">=", 25)))
    assert "reported" not in " ".join(behind)


def test_without_a_target_there_is_no_status_and_nothing_due():
    row, *behind = said(standing("new_groups", measure(14)))
    assert row.split()[-4:] == ["14", "–", "–", "–"]
    assert behind == ["    At this pace 18 in the year (figures up to 30/9/2024)"]


def test_a_decision_that_adjusts_the_plan_is_named():
    adjusted = adjusting(standing("new_groups", measure(14), goal(">=", 25)))
    assert "set by 532/KH-UBND" in " ".join(said(adjusted))


def test_each_status_has_a_mark_of_its_own():
    assert set(MARKS) == set(Status)
    assert len(set(MARKS.values())) == len(Status)


def test_units_without_a_target_of_their_own_say_who_is_behind_and_how_sure():
    code, aim, whole = "managers_vocational", goal(">=", 210), measure(200)
    parts = {
        "060": (measure(50, bounds=(50, 52)), 53),
        "061": (measure(50, bounds=(50, 60)), 53),
        "062": (measure(60), 53),
    }
    units = parts_of(code, whole, aim, parts)
    text = progress_as_text(progress(standing(code, whole, aim), units=units))
    rows = [line.split()[2:] for line in text.splitlines() if line.startswith("Huyện")]
    assert rows == [["▼", "50"], ["▼?", "50"], ["60"]]
