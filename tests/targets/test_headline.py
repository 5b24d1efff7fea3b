"""What the headline picks out of a comparison."""

from targets.assessment import Status
from targets.headline import chosen_code, headline_of, thinnest

from .comparisons import district, goal, measure, part_of, progress, standing

MET = standing("new_groups", measure(30), goal(">=", 25))
ON_TRACK = standing("new_cooperatives", measure(27), goal(">=", 35))
BEHIND = standing("managers_vocational", measure(200), goal(">=", 210))
OFF_TRACK = standing("average_profit", measure(20), goal(">=", 80))
OVER_LIMIT = standing("weak_share", measure(11), goal("<", 10))
NO_DATA = standing("average_member_income", measure(None), goal(">=", 60))


def test_the_tally_counts_each_status_that_occurs_the_best_first():
    found = headline_of(progress(OFF_TRACK, MET, BEHIND, OVER_LIMIT, NO_DATA))
    assert found.tally == (
        (Status.MET, 1),
        (Status.BEHIND, 2),
        (Status.OFF_TRACK, 1),
        (Status.NO_DATA, 1),
    )
    assert found.targets == 5


def test_the_worst_is_off_track_before_behind_and_says_by_how_much():
    worst = headline_of(progress(BEHIND, OFF_TRACK)).worst
    assert worst.standing is OFF_TRACK
    assert worst.amount == 40  # 60 of 80 are due by the end of quarter 3


def test_of_two_with_one_status_the_worst_has_the_smaller_part_of_what_is_due():
    """200 of 210 (95 %) is nearer than 10 where 11 are (91 %)."""
    assert headline_of(progress(BEHIND, OVER_LIMIT)).worst.standing is OVER_LIMIT


def test_above_a_limit_the_amount_is_what_lies_above_it():
    assert headline_of(progress(OVER_LIMIT)).worst.amount == 1


def test_when_nothing_is_behind_nothing_is_worst():
    assert headline_of(progress(MET, ON_TRACK, NO_DATA)).worst is None


def test_the_places_are_the_widest_gaps_on_the_wrong_side():
    aim = goal(">=", 210)
    whole = measure(200)
    districts = [
        district(code, part_of("managers_vocational", measure(value), whole, aim, due))
        for code, value, due in [("060", 50, 53), ("061", 60, 50), ("062", 40, 52), ("063", 50, 55)]
    ]
    worst = headline_of(progress(BEHIND, units=districts)).worst
    assert [unit.code for unit in worst.places] == ["062", "063"]


def test_what_may_still_change_is_named_the_most_open_first():
    few = standing(
        "managers_vocational",
        measure(208, bounds=(208, 212), coverage=(8, 0, 10)),
        goal(">=", 210),
    )
    many = standing(
        "average_profit", measure(62, bounds=(40, 70), coverage=(5, 0, 10)), goal(">=", 80)
    )
    sure = standing(
        "average_revenue", measure(70, bounds=(65, 75), coverage=(5, 0, 10)), goal(">=", 80)
    )
    assert headline_of(progress(few, many, sure)).unsure == (many, few)


def test_targets_without_data_are_named_apart():
    found = headline_of(progress(NO_DATA, MET))
    assert found.without_data == (NO_DATA,)
    assert found.unsure == ()


def test_a_unit_without_targets_has_no_tally_but_sides():
    aim = goal(">=", 210)
    short = part_of("managers_vocational", measure(20), measure(200), aim, 25)
    ahead = part_of("managers_higher_education", measure(30), measure(200), aim, 25)
    found = headline_of(progress(short, ahead, goals={"managers_vocational": aim}))
    assert (found.targets, found.worst) == (0, None)
    assert (found.short, found.ahead) == ((short,), (ahead,))


def test_the_chosen_target_is_the_first_off_track_else_behind_else_the_first():
    assert chosen_code((MET, BEHIND, OFF_TRACK)) == "average_profit"
    assert chosen_code((MET, NO_DATA, BEHIND)) == "managers_vocational"
    assert chosen_code((MET, NO_DATA)) == "new_groups"
    assert chosen_code(()) is None


def test_the_thinnest_is_the_target_with_the_smallest_part_reported():
    thin = standing("average_profit", measure(70, coverage=(7, 2, 10)), goal(">=", 80))
    full = standing("managers_vocational", measure(70, coverage=(9, 1, 10)), goal(">=", 80))
    assert thinnest((MET, full, thin)) is thin


def test_counts_from_the_registry_are_never_thin():
    nobody_asked = standing("average_profit", measure(None, coverage=(0, 0, 0)), goal(">=", 80))
    assert thinnest((MET, nobody_asked)) is None
