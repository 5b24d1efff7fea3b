"""What the headline picks out of a comparison."""

from targets.overview.headline import chosen_code, headline_of, thinnest
from targets.reckoning.assessment import DaysGone, Moment, Status
from tests.targets.comparisons import goal, measure, part_of, parts_of, progress, standing

MET = standing("new_groups", measure(30), goal(">=", 25))
ON_TRACK = standing("new_cooperatives", measure(27), goal(">=", 35))
BEHIND = standing("managers_vocational", measure(200), goal(">=", 210))
OFF_TRACK = standing("average_profit", measure(20), goal(">=", 80))
OVER_LIMIT = standing("weak_share", measure(11), goal("<", 10))
NO_DATA = standing("average_member_income", measure(None), goal(">=", 60))


def test_the_tally_counts_each_status_and_the_uncertain_the_best_first():
    found = headline_of(progress(OFF_TRACK, MET, BEHIND, OVER_LIMIT, NO_DATA))
    assert found.tally == (
        (Status.MET, 1, 0),
        (Status.BEHIND, 2, 1),
        (Status.OFF_TRACK, 1, 0),
        (Status.NO_DATA, 1, 0),
    )
    assert found.targets == 5


def test_the_worst_is_off_track_before_behind_and_says_by_how_much():
    worst = headline_of(progress(BEHIND, OFF_TRACK)).worst
    assert worst.standing is OFF_TRACK
    assert worst.amount == 40  # 60 of 80 are due by the end of quarter 3


def test_of_two_with_one_status_the_worst_has_the_smaller_part_of_what_is_due():
    """200 of 210 (95%) is nearer than 10 where 11 are (91%)."""
    assert headline_of(progress(BEHIND, OVER_LIMIT)).worst.standing is OVER_LIMIT


def test_above_a_limit_the_amount_is_what_lies_above_it():
    assert headline_of(progress(OVER_LIMIT)).worst.amount == 1


def test_when_nothing_is_behind_nothing_is_worst():
    assert headline_of(progress(MET, ON_TRACK, NO_DATA)).worst is None


def test_the_places_have_the_largest_parts_of_the_shortfall():
    districts = parts_of(
        "managers_vocational",
        measure(200),
        goal(">=", 210),
        {
            "060": (measure(50), 53),
            "061": (measure(60), 50),
            "062": (measure(40), 52),
            "063": (measure(50), 55),
        },
    )
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
    worst = headline_of(progress(OFF_TRACK, units=districts)).worst
    assert [unit.code for unit in worst.places] == ["061", "060"]


def test_a_share_by_last_years_ratings_is_named_apart():
    old = standing("weak_share", measure(8, coverage=(0, 9, 10)), goal("<", 10), quarter=4)
    found = headline_of(progress(old, MET, quarter=4))
    assert (found.by_old_ratings, found.without_data, found.unsure) == ((old,), (), ())


def test_it_says_whether_what_is_due_goes_with_the_days():
    days = Moment(3, running=DaysGone(20, 92, 202, 366))
    behind = standing("new_cooperatives", measure(20), goal(">=", 35))
    assert headline_of(progress(behind, moment=days)).worst.is_due_today
    assert not headline_of(progress(behind)).worst.is_due_today
    assert not headline_of(progress(OFF_TRACK, moment=days)).worst.is_due_today


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
