"""What the terminal says below and beside the row of a target."""

from dataclasses import replace
from datetime import date

import pytest

from targets.output.terminal import MARKS, progress_as_text
from targets.reckoning.assessment import Status
from tests.targets.comparisons import goal, measure, progress, standing

pytestmark = pytest.mark.usefixtures("english")


def said(*standings, quarter=3):
    """The lines of the list of targets, without title and head."""
    return progress_as_text(progress(*standings, quarter=quarter)).splitlines()[5:]


def test_below_a_row_stands_what_is_behind_it():
    profit = measure(50_000_000, bounds=(40_000_000, 60_000_000), coverage=(8, 1, 12))
    row, *behind = said(standing("average_profit", profit, goal(">=", 80_000_000)))
    assert row.split("  ")[0] == "Average profit per cooperative (million VND)"
    assert row.split()[-7:] == ["50.0", "≥", "80", "62.5", "%", "▲", "behind"]
    # Due 80 × 3/4, needed 80 − 50 in one quarter, at this pace 50 × 4/3.
    assert " ".join(line.strip() for line in behind).split("; ") == [
        "due now 60",
        "30 needed each quarter",
        "66.7 by the year's end at this pace",
        "8/12 reported, 1 with earlier figures",
        "40\u00a0…\u00a060 possible",
        "status not sure yet",
    ]


def test_what_the_row_says_already_is_not_said_below_it():
    managers = measure(197, coverage=(12, 0, 12))
    _row, _rest_of_its_name, *behind = said(
        standing("managers_vocational", managers, goal(">=", 210))
    )
    assert behind == ["    12/12 reported"]


def test_a_share_of_ratings_says_whose_they_are():
    rated = measure(8, coverage=(9, 0, 10))
    (*_row, third) = said(standing("weak_share", rated, goal("<", 10)))
    assert "by the ratings of 2023" in third
    (*_row, fourth) = said(standing("weak_share", rated, goal("<", 10), quarter=4), quarter=4)
    assert "by the ratings of 2024" in fourth
    carried = measure(8, coverage=(0, 9, 10))
    (*_row, old) = said(standing("weak_share", carried, goal("<", 10), quarter=4), quarter=4)
    assert "by the ratings of 2023" in old


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
    assert behind == ["    18 by the year's end at this pace"]


def test_each_status_has_a_mark_of_its_own():
    assert set(MARKS) == set(Status)
    assert len(set(MARKS.values())) == len(Status)
