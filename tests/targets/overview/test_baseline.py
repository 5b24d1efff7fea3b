"""The official figures beside the values of the quarter looked at."""

from datetime import date

import pytest

from targets.comparison.reading import progress_of
from targets.comparison.selection import select
from targets.overview.baseline import baseline_beside
from tests.factories import make_baseline_figure, make_cooperative, make_group


@pytest.fixture
def selection(bac_kan, plan):
    return select(year=2024, quarter=2)


def beside(selection):
    return baseline_beside(progress_of(selection))


def test_each_figure_stands_beside_the_value_at_the_quarters_end(bac_kan, ba_be, selection):
    make_baseline_figure(bac_kan, "total_cooperatives", 371)
    make_baseline_figure(bac_kan, "total_groups", 674)
    make_cooperative(ba_be)
    make_cooperative(ba_be, founded_on=date(2024, 7, 1))
    make_group(ba_be)
    found = beside(selection)
    assert [(b.indicator.code, b.figure.value, b.now.value) for b in found] == [
        ("total_cooperatives", 371, 1),
        ("total_groups", 674, 1),
    ]
    assert {b.now_on for b in found} == {date(2024, 6, 30)}


def test_a_flow_says_since_when_it_counts_then_and_now(bac_kan, ba_be, selection):
    make_baseline_figure(bac_kan, "new_cooperatives", 36)
    make_cooperative(ba_be, founded_on=date(2023, 12, 31))
    make_cooperative(ba_be, founded_on=date(2024, 1, 1))
    [found] = beside(selection)
    assert (found.then_covers, found.now_covers) == ("6 tháng năm 2023", "6 tháng năm 2024")
    assert found.now.value == 1


def test_a_level_has_no_beginning(bac_kan, selection):
    make_baseline_figure(bac_kan, "total_cooperatives", 371)
    [found] = beside(selection)
    assert (found.then_covers, found.now_covers) == ("30/6/2023", "30/6/2024")


def test_before_a_quarters_end_the_value_is_todays(bac_kan, plan, demo_day):
    make_baseline_figure(bac_kan, "total_cooperatives", 371)
    [found] = beside(select(year=2024, quarter=4))
    assert found.now_on == demo_day


def test_the_newest_figure_up_to_the_quarters_end_counts(bac_kan, selection):
    make_baseline_figure(bac_kan, value=335, date=date(2022, 12, 31))
    newest = make_baseline_figure(bac_kan, value=371)
    make_baseline_figure(bac_kan, value=400, date=date(2024, 7, 1))
    progress = progress_of(selection)
    assert [figure.value for figure in progress.baseline] == [newest.value]
    assert progress.official_figure("total_cooperatives").value == newest.value
    assert progress.official_figure("total_groups") is None


def test_a_unit_has_its_own_figures_only(bac_kan, plan, ba_be):
    make_baseline_figure(bac_kan)
    assert beside(select(year=2024, quarter=2, unit_code="061")) == []
