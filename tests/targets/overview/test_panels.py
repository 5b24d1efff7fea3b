"""The panels of one target as plain data: points, gaps, bars."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from targets.comparison.as_json import sub_unit_as_json
from targets.comparison.progress import OfficialFigure, YearHeld
from targets.overview.panels import Bar, target_panel
from targets.reckoning.assessment import DaysGone, Moment
from targets.templatetags.compared import gap_class
from tests.targets.comparisons import PLAN, goal, measure, part_of, parts_of, progress, standing

CODE = "average_profit"
MILLION = 1_000_000


def mean(millions, cooperatives=10, **evidence):
    total = millions * MILLION * cooperatives
    return measure(millions * MILLION, numerator=total, denominator=cooperatives, **evidence)


def comparison(*values, aim=None, units=(), code=CODE):
    """The values of quarters 1, 2, …, the last of which is looked at."""
    series = [
        standing(code, mean(value) if value is not None else measure(None), aim, quarter=quarter)
        for quarter, value in enumerate(values, start=1)
    ]
    found = progress(series[-1], units=units, quarter=len(values))
    return replace(found, series={code: tuple(series)})


def parts(aim=None, **millions):
    """Districts of 10 cooperatives each with means, or of the number beside the mean."""
    found = {}
    for name, given in millions.items():
        value, number = given if isinstance(given, tuple) else (given, 10)
        measured = measure(None) if value is None else mean(value, number)
        found[name.removeprefix("d")] = measured, None
    return parts_of(CODE, mean(60, 40), aim, found)


# --- The line -------------------------------------------------------------------------------------


def test_there_is_a_point_for_each_quarter_and_none_is_made_up():
    panel = target_panel(comparison(20, None, 60, aim=goal(">=", 85 * MILLION)), CODE)
    assert [point.quarter for point in panel.points] == [1, 2, 3, 4]
    assert [p.assessment and p.assessment.measure.value for p in panel.points] == [
        20 * MILLION,
        None,
        60 * MILLION,
        None,
    ]
    assert panel.points[3].assessment is None
    assert panel.points[1].assessment is not None


def test_what_is_due_is_said_for_all_quarters():
    panel = target_panel(comparison(20, aim=goal(">=", 85 * MILLION)), CODE)
    assert [point.due for point in panel.points] == [
        Fraction(85 * MILLION * quarter, 4) for quarter in (1, 2, 3, 4)
    ]


def test_in_a_running_quarter_the_line_says_what_the_status_is_held_against():
    """Of 35 events 17 are due by the end of quarter 2, 13 by the middle of it."""
    half = Moment(2, running=DaysGone(45, 90, 135, 365))
    found = standing("new_cooperatives", measure(12), goal(">=", 35), moment=half)
    first = standing("new_cooperatives", measure(9), goal(">=", 35), quarter=1)
    whole = replace(progress(found, quarter=2), series={"new_cooperatives": (first, found)})
    panel = target_panel(whole, "new_cooperatives")
    assert [point.due for point in panel.points] == [9, 13, 26, 35]


def test_a_later_quarter_that_runs_says_what_stands_by_today():
    """As the table of years does, which holds the same number."""
    series = tuple(
        standing("new_groups", measure(n), goal(">=", 35), quarter=3) for n in (5, 12, 22)
    )
    found = replace(progress(series[-1]), series={"new_groups": series}, day=date(2024, 10, 20))
    held = {
        2023: YearHeld(2023, None, None, tuple(map(measure, (9, 18, 40, 45)))),
        2024: YearHeld(2024, PLAN, None, tuple(map(measure, (5, 12, 22, 24)))),
    }
    panel = target_panel(found, "new_groups", held)
    said = ["5", "12", "22", "đến 20/10/2024: 24"]
    assert [point.said for point in panel.points] == said
    assert panel.points[3].assessment is None
    assert [row.said for row in panel.years] == [said, ["9", "18", "40", "45"]]
    later = replace(held[2024], measures=(*held[2024].measures[:3], None))
    assert target_panel(found, "new_groups", held | {2024: later}).points[3].measure is None


def test_a_year_that_may_be_chosen_has_its_row_also_where_nothing_was_founded():
    held = {
        2022: YearHeld(2022, None, None, tuple(map(measure, (0, 0, 0, 0)))),
        2023: YearHeld(2023, None, None, tuple(map(measure, (0, 0, 0, 0)))),
        2024: YearHeld(2024, PLAN, None, tuple(map(measure, (0, 1, 1, 1)))),
    }
    panel = target_panel(progress(standing("new_unions", measure(1))), "new_unions", held, {2023})
    assert [row.held.year for row in panel.years] == [2024, 2023]


def test_without_a_target_nothing_is_due():
    panel = target_panel(comparison(20, 40), CODE)
    assert [point.due for point in panel.points] == [None] * 4
    assert panel.goal is None


def test_the_figure_ends_where_the_quarters_end():
    panel = target_panel(comparison(20, 40, 60, aim=goal(">=", 85 * MILLION)), CODE)
    lines = {line["name"]: list(line["y"]) for line in panel.figure["data"]}
    assert lines["value"] == [20, 40, 60, None]
    assert lines["projection"] == [None, None, 60, 80]


def test_at_the_years_end_nothing_is_projected():
    panel = target_panel(comparison(20, 40, 60, 90), CODE)
    assert "projection" not in {line["name"] for line in panel.figure["data"]}


def test_without_any_value_there_is_nothing_to_draw():
    assert target_panel(comparison(None, None), CODE).figure is None


@pytest.mark.parametrize(("code", "is_drawn"), [("total_cooperatives", True), (CODE, False)])
def test_a_baseline_is_drawn_of_a_level_and_kept(code, is_drawn):
    """An official flow covers its own year up to its day: it is no level through another year."""
    baseline = OfficialFigure(code, date(2023, 6, 30), Fraction(50), "", "", measure(None))
    panel = target_panel(replace(comparison(20, code=code), baseline=(baseline,)), code)
    assert panel.baseline is baseline
    assert ("baseline" in {line["name"] for line in panel.figure["data"]}) is is_drawn


def test_the_finding_is_the_heading():
    panel = target_panel(comparison(20, 40, 60, aim=goal(">=", 85 * MILLION)), CODE)
    assert panel.finding.replace("\u00a0", " ") == "Lợi nhuận tới quý III thấp hơn nhịp 3,8 triệu"


def test_an_indicator_that_was_not_asked_for_is_an_error():
    with pytest.raises(KeyError):
        target_panel(comparison(20), "new_unions")


# --- The units ------------------------------------------------------------------------------------


def order(panel):
    return [row.progress.unit.code if row.progress.unit else None for row in panel.units]


def test_the_largest_part_of_the_shortfall_stands_first_and_the_unknown_last():
    """062 lacks more for each cooperative, 061 with ten times as many more in all: 50 to 25."""
    aim = goal(">=", 85 * MILLION)
    units = parts(aim, d058=120, d060=None, d061=(80, 10), d062=(60, 1), d063=90)
    panel = target_panel(comparison(60, aim=aim, units=units), CODE)
    assert order(panel) == ["061", "062", "063", "058", "060"]
    assert [row.standing.contribution.gap for row in panel.units] == [
        *(Fraction(gap * MILLION) for gap in (-5, -25, 5, 35)),
        None,
    ]
    assert [row.standing.contribution.is_behind for row in panel.units] == [
        *(True, True, False, False),
        None,
    ]
    assert [row.standing.contribution.share_of_shortfall for row in panel.units] == [
        *(Fraction(2, 3), Fraction(1, 3)),
        *(None, None, None),
    ]


def test_under_a_limit_the_one_furthest_over_it_stands_first():
    aim = goal("<", 10 * MILLION)
    units = parts(aim, d058=5, d061=12, d062=20)
    assert order(target_panel(comparison(11, aim=aim, units=units), CODE)) == ["062", "061", "058"]


def test_what_lies_directly_under_the_unit_is_among_them():
    aim = goal(">=", 85 * MILLION)
    rest = replace(parts(dx=10)[0], unit=None)
    found = replace(comparison(60, aim=aim, units=parts(aim, d061=80)), directly_under=rest)
    assert order(target_panel(found, CODE)) == ["061", None]


def test_bars_share_one_zero_and_losses_go_to_its_left():
    units = parts(d061=60, d062=-20, d063=None, d064=0)
    panel = target_panel(comparison(20, units=units), CODE)
    bars = {row.progress.unit.code: row.bar for row in panel.units}
    # The line of 100 goes from −20 to 60 million: 1.25 for each.
    assert panel.zero == 25
    assert bars == {"061": Bar(25, 75), "062": Bar(0, 25), "063": None, "064": Bar(25, 0)}


def test_bars_of_positive_values_begin_at_the_left():
    panel = target_panel(comparison(20, units=parts(d061=30, d062=60)), CODE)
    bars = {row.progress.unit.code: row.bar for row in panel.units}
    assert panel.zero == 0
    assert bars == {"061": Bar(0, 50), "062": Bar(0, 100)}


def test_what_is_due_lies_on_the_line_of_the_bars():
    aim = goal(">=", 80 * MILLION)
    panel = target_panel(comparison(20, aim=aim, units=parts(aim, d061=40, d062=None)), CODE)
    rows = {row.progress.unit.code: row for row in panel.units}
    assert rows["061"].bar == Bar(0, 50)
    assert (rows["061"].due, rows["062"].due) == (100, 100)
    assert panel.shows_due
    assert not target_panel(comparison(20, units=parts(d061=40)), CODE).shows_due


def test_where_all_are_zero_or_unknown_no_bar_has_a_length():
    panel = target_panel(comparison(0, units=parts(d061=0, d062=None)), CODE)
    assert {row.bar for row in panel.units} == {Bar(0, 0), None}


@pytest.mark.parametrize(
    ("value", "due", "gap", "marked"),
    [
        (1, "1.8", 0, "gap"),
        (0, "0.3", 0, "gap"),
        (1, "2", -1, "gap gap--bad"),
        (0, "2.9", -2, "gap gap--bad"),
        (2, "1.6", 1, "gap gap--good"),
    ],
)
def test_of_counts_people_are_shown_whole_gaps(value, due, gap, marked):
    """And nobody is short who has the whole number that is due; the exact gap stays in the JSON."""
    found = part_of("new_groups", measure(value), measure(14), goal(">=", 25), due)
    assert (found.judged_gap, gap_class(found)) == (gap, marked)
    assert sub_unit_as_json(found)["gap"] == float(value - Fraction(due))


def test_under_a_limit_on_events_one_more_than_the_whole_that_is_allowed_is_too_many():
    found = part_of("dissolved_cooperatives", measure(3), measure(9), goal("<=", 9), "1.2")
    assert found.judged_gap == 1


def test_only_a_whole_that_is_short_has_something_to_share():
    aim = goal(">=", 210)
    for value, is_short in ((209, True), (210, False), (218, False)):
        assert standing("managers_vocational", measure(value), aim).is_short is is_short
    assert not standing("managers_vocational", measure(None), aim).is_short
    assert not standing("managers_vocational", measure(3)).is_short


def test_the_gap_is_counted_in_the_indicators_own_unit():
    assert target_panel(comparison(20), CODE).gap_label == "triệu đồng"
    assert (
        target_panel(comparison(20, code="weak_share"), "weak_share").gap_label == "điểm phần trăm"
    )
    assert target_panel(comparison(20, code="new_groups"), "new_groups").gap_label == ""


# --- A share of ratings -------------------------------------------------------------------------


def shares(*given, code="weak_share"):
    """A share through the quarters: (weak, all, rated in the year's own reports)."""
    series = [
        standing(
            code,
            measure(
                Fraction(100 * weak, everybody),
                numerator=weak,
                denominator=everybody,
                coverage=(rated, everybody - rated, everybody),
            ),
            quarter=quarter,
        )
        for quarter, (weak, everybody, rated) in enumerate(given, start=1)
    ]
    return target_panel(
        replace(progress(series[-1], quarter=len(series)), series={code: tuple(series)}), code
    )


def test_a_share_that_moves_though_nobody_was_rated_says_why():
    assert shares((40, 383, 360), (39, 390, 360)).moved == (
        "Từ quý I không có HTX nào được xếp loại lại: cả hai đều theo xếp loại năm 2023."
        " Tỷ lệ đổi vì số HTX được tính đã đổi: trước 40/383, nay 39/390."
    )


@pytest.mark.parametrize(
    "given",
    [
        [(40, 400, 360)],  # no quarter before
        [(40, 400, 360), (40, 400, 360)],  # did not move
        [(40, 400, 0), (40, 400, 0), (40, 400, 0), (38, 390, 360)],  # the year's own ratings
    ],
)
def test_of_other_shares_nothing_is_said(given):
    assert shares(*given).moved == ""


def test_at_the_years_end_without_new_ratings_it_still_is_said():
    assert shares((40, 400, 0), (40, 400, 0), (40, 400, 0), (38, 390, 0)).moved


def test_of_what_is_no_share_of_ratings_it_is_not_said():
    assert target_panel(comparison(20, 40), CODE).moved == ""


@pytest.mark.parametrize(
    ("kinds", "marked"), [((True, True), False), ((False, False), False), ((True, False), True)]
)
def test_demo_targets_are_marked_only_beside_others(kinds, marked):
    """The band at the top says the rest."""
    source = standing(CODE, mean(50), goal(">=", 60)).target
    units = []
    for part, is_demo in zip(parts(d060=50, d061=70), kinds, strict=True):
        own = replace(part.standing(CODE), target=replace(source, is_demo=is_demo))
        units.append(replace(part, standings=(own,)))
    assert target_panel(comparison(60, units=units), CODE).marks_demo is marked
