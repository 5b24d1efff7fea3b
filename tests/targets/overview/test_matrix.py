"""The table of sub-units: how far behind each cell is, who comes first, who is left out."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from cooperatives.ground.calendar import Quarter
from cooperatives.models import AdministrativeUnit
from cooperatives.returns.owed import OwedReturn
from targets.comparison.progress import UnitProgress
from targets.indicators import BY_CODE
from targets.overview.matrix import FURTHEST, MOST_IN_FULL, matrix_of
from targets.reckoning.contribution import behind_by, is_behind_for_sure
from targets.templatetags.compared import cell_class
from tests.targets.comparisons import district, goal, measure, owed, parts_of, progress, standing

CODE = "managers_vocational"
AIM = goal(">=", 210)
WHOLE = standing(CODE, measure(200), AIM)


def table(parts, **options):
    units = parts_of(CODE, measure(200), AIM, parts)
    return matrix_of(progress(WHOLE, units=units), [CODE], (), **options)


def order(matrix):
    return [row.unit.code for row in matrix.rows]


@pytest.mark.parametrize(
    ("code", "value", "aim", "depth"),
    [
        ("managers_vocational", 60, goal(">=", 50), 0),
        ("managers_vocational", 40, goal(">=", 50), 1),
        ("managers_vocational", 39, goal(">=", 50), 2),
        ("average_profit", Fraction(499, 10), goal(">=", 50), 1),
        ("weak_share", 10, goal("<", 10), 1),
        ("weak_share", Fraction(121, 10), goal("<", 10), 2),
        # Of events one less than what is due is near it, however small that is.
        ("new_groups", 1, goal(">=", 2), 1),
        ("new_groups", 0, goal(">=", 2), 2),
        ("new_groups", None, goal(">=", 2), 0),
    ],
)
def test_near_what_is_due_is_another_shade_than_far_from_it(code, value, aim, depth):
    value = None if value is None else Fraction(value)
    assert behind_by(BY_CODE[code], value, owed(aim)) == depth


def test_where_nothing_is_due_nobody_is_behind():
    assert behind_by(BY_CODE[CODE], Fraction(3), None) == 0


@pytest.mark.parametrize(
    ("bounds", "sure"), [((40, 60), None), ((40, 49), True), ((50, 60), False), (None, None)]
)
def test_what_missing_figures_could_change_is_not_sure(bounds, sure):
    found = measure(45 if sure is not False else 55, bounds=bounds or (1, 1))
    if bounds is None:
        found = type(found)(found.value, found.numerator, None, found.coverage, None)
    assert is_behind_for_sure(BY_CODE[CODE], found, owed(goal(">=", 50))) is sure


@pytest.mark.parametrize(
    ("coverage", "is_hatched"), [((0, 62, 62), True), ((1, 61, 62), False), ((62, 0, 62), False)]
)
def test_what_rests_on_earlier_figures_alone_is_hatched_and_says_how_many(coverage, is_hatched):
    cell = table({"061": (measure(31, coverage=coverage), 30)}).rows[0].cells[0]
    assert ("matrix__cell--unsure" in cell_class(cell)) is is_hatched
    assert ("HTX dùng số kỳ trước" in cell.in_words) is bool(coverage[1])


def test_something_is_due_where_there_is_a_target():
    assert table({"060": (measure(50), 53)}).shows_due
    found = progress(
        standing(CODE, measure(50)), units=[district("060", standing(CODE, measure(5)))]
    )
    assert not matrix_of(found, [CODE], ()).shows_due


def test_returns_have_a_column_where_a_unit_that_is_compared_files_one():
    """Communes file none: that of their district is no column of theirs."""
    found = progress(
        standing(CODE, measure(50)), units=[district("061", standing(CODE, measure(5)))]
    )
    returns = {
        path: [OwedReturn(AdministrativeUnit(path=path), Quarter(2024, 3), date(2024, 10, 15))]
        for path in ("06/", "06/061/")
    }
    assert not matrix_of(found, [CODE], returns["06/"]).has_returns
    assert matrix_of(found, [CODE], returns["06/061/"]).has_returns


def test_the_whole_stands_apart_and_units_in_the_order_of_their_codes():
    found = table({"060": (measure(50), 53), "061": (measure(60), 50)})
    assert found.whole.unit.code == "06"
    assert order(found) == ["060", "061"]
    assert [row.cells[0].depth for row in found.rows] == [1, 0]


def test_sorted_who_has_no_data_stands_first_then_who_lacks_most():
    parts = {
        "060": (measure(50), 53),
        "061": (measure(60), 50),
        "062": (measure(40), 52),
        "063": (measure(None, coverage=(0, 0, 4)), 52),
        "064": (measure(None, coverage=(0, 0, 9)), 52),
    }
    assert order(table(parts, sorted_by=CODE)) == ["064", "063", "062", "060", "061"]


def test_of_very_many_units_sorted_by_one_target_those_are_shown_that_lack_most_of_it():
    """Who has no data of it stands first, also where it lacks little else."""
    parts = {f"{n:03}": (measure(100 - n), 100) for n in range(MOST_IN_FULL + 1)}
    parts["000"] = (measure(None, coverage=(0, 0, 4)), 100)
    found = table(parts, sorted_by=CODE)
    assert order(found)[:2] == ["000", "015"]
    assert (len(found.rows), found.left_out) == (FURTHEST, MOST_IN_FULL + 1 - FURTHEST)


def test_of_very_many_units_those_furthest_behind_are_shown():
    parts = {f"{n:03}": (measure(100 - n), 100) for n in range(MOST_IN_FULL + 1)}
    found = table(parts)
    assert len(found.rows) == FURTHEST
    assert found.left_out == MOST_IN_FULL + 1 - FURTHEST
    assert set(order(found)) == {f"{n:03}" for n in range(4, 16)}
    assert len(table(parts, in_full=True).rows) == MOST_IN_FULL + 1
    assert table(dict(list(parts.items())[:MOST_IN_FULL])).left_out == 0


def test_only_those_that_lack_less_are_said_to_be_less_far_behind():
    parts = {f"{n:03}": (measure(100 - n), 100) for n in range(MOST_IN_FULL + 1)}
    assert table(parts).is_by_lack
    assert table(parts, sorted_by=CODE).is_by_lack
    ahead = {f"{n:03}": (measure(100 + n), 100) for n in range(MOST_IN_FULL + 1)}
    assert not table(ahead).is_by_lack
    units = [district(f"{n:03}", standing(CODE, measure(5))) for n in range(MOST_IN_FULL + 1)]
    under = UnitProgress(None, (standing(CODE, measure(5)),))
    found = progress(standing(CODE, measure(50)), units=units)
    matrix = matrix_of(replace(found, directly_under=under), [CODE], ())
    assert not matrix.is_by_lack
    assert not matrix.judges_units
    # What lies directly under is no unit that could be shown.
    assert matrix.left_out == MOST_IN_FULL + 1 - FURTHEST
