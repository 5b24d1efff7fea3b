"""How many targets stand where, and whose figures are the least complete."""

from targets.overview.tally import Count, tally_of, thinnest
from targets.overview.target_rows import target_rows
from targets.reckoning.assessment import Status
from tests.targets.comparisons import goal, measure, part_of, progress, standing

MET = standing("new_groups", measure(30), goal(">=", 25))
BEHIND = standing("managers_vocational", measure(200), goal(">=", 210))
OFF_TRACK = standing("average_profit", measure(20), goal(">=", 80))
OVER_LIMIT = standing("weak_share", measure(11), goal("<", 10))
NO_DATA = standing("average_member_income", measure(None), goal(">=", 60))


def test_each_status_is_counted_the_best_first_and_the_uncertain_apart():
    rows = target_rows(progress(OFF_TRACK, MET, BEHIND, OVER_LIMIT, NO_DATA))
    assert tally_of(rows) == [
        Count(Status.MET, 1, 0),
        Count(Status.BEHIND, 2, 1),
        Count(Status.OFF_TRACK, 1, 0),
        Count(Status.NO_DATA, 1, 0),
    ]


def test_only_targets_of_the_units_own_are_counted():
    part = part_of("managers_vocational", measure(20), measure(200), goal(">=", 210), 25)
    aims = {"managers_vocational": goal(">=", 210)}
    assert tally_of(target_rows(progress(part, goals=aims))) == []


def test_the_thinnest_is_the_one_with_the_smallest_part_reported():
    thin = standing("average_profit", measure(70, coverage=(7, 2, 10)), goal(">=", 80))
    full = standing("managers_vocational", measure(70, coverage=(9, 1, 10)), goal(">=", 80))
    assert thinnest((MET, full, thin)) is thin


def test_counts_from_the_registry_and_ratings_are_never_thin():
    nobody_asked = standing("average_profit", measure(None, coverage=(0, 0, 0)), goal(">=", 80))
    rated = standing("weak_share", measure(8, coverage=(0, 9, 10)), goal("<", 10))
    assert thinnest((MET, nobody_asked, rated)) is None
