"""Managers and members at a quarter's end, and what stands in for them (design 1.3)."""

from datetime import date

import pytest

from cooperatives.evidence import Reason, ValueState
from cooperatives.ground.calendar import Quarter
from tests.factories import make_figures, make_return, make_yearly_report, suspend
from tests.reading import evidence_of

FIGURES = ("managers_higher_education", "managers_vocational", "member_count")


@pytest.mark.parametrize("figure", FIGURES)
def test_the_value_of_the_quarter_itself_is_reported(cooperative, figure):
    make_figures(cooperative, quarter=1, **{figure: 3})
    make_figures(cooperative, quarter=2, **{figure: 5})
    row = evidence_of(cooperative, figure, 2)
    assert (row.value, row.state, row.source) == (5, ValueState.REPORTED, Quarter(2024, 2))


def test_levels_are_not_added_up(cooperative):
    make_figures(cooperative, quarter=1, member_count=30)
    make_figures(cooperative, quarter=2, member_count=31)
    assert evidence_of(cooperative, "member_count", 2).value == 31


ORDER = [
    (Quarter(2024, 3), 43),
    (Quarter(2024, 2), 42),
    (Quarter(2024, 1), 41),
    (2023, 39),
    (Quarter(2023, 4), 34),
    (Quarter(2023, 3), 33),
    (Quarter(2023, 2), 32),
    (Quarter(2023, 1), 31),
]
"""What a blank of quarter 4 is filled from, the first that there is."""


@pytest.mark.parametrize("first", range(len(ORDER)), ids=lambda n: str(ORDER[n][0]))
def test_the_newest_older_value_is_carried(cooperative, first):
    for source, members in ORDER[first:]:
        if isinstance(source, Quarter):
            make_figures(cooperative, source.year, source.number, member_count=members)
        else:
            make_yearly_report(cooperative, source, member_count=members)
    row = evidence_of(cooperative, "member_count", 4)
    assert (row.value, row.state) == (ORDER[first][1], ValueState.CARRIED)
    assert (row.source, row.reason) == (ORDER[first][0], None)


def test_a_blank_field_is_passed_over(cooperative):
    make_figures(cooperative, quarter=1, member_count=30)
    make_figures(cooperative, quarter=2, managers_vocational=1)
    row = evidence_of(cooperative, "member_count", 2)
    assert (row.value, row.state, row.source) == (30, ValueState.CARRIED, Quarter(2024, 1))


def test_a_later_quarter_is_never_taken_back(cooperative):
    make_figures(cooperative, quarter=3, member_count=30)
    row = evidence_of(cooperative, "member_count", 2)
    assert (row.value, row.state, row.reason) == (
        None,
        ValueState.MISSING,
        Reason.NEVER_REPORTED,
    )


def test_what_is_older_than_last_year_is_not_carried(cooperative):
    make_figures(cooperative, year=2022, quarter=4, member_count=30)
    make_yearly_report(cooperative, 2022, member_count=30)
    assert evidence_of(cooperative, "member_count", 1).state == ValueState.MISSING


def test_a_zero_is_a_value(cooperative):
    make_figures(cooperative, quarter=1, managers_vocational=4)
    make_figures(cooperative, quarter=2, managers_vocational=0)
    row = evidence_of(cooperative, "managers_vocational", 2)
    assert (row.value, row.state) == (0, ValueState.REPORTED)


def test_a_carried_zero_stays_zero(cooperative):
    make_figures(cooperative, quarter=1, managers_vocational=0)
    make_yearly_report(cooperative, 2023, managers_vocational=4)
    row = evidence_of(cooperative, "managers_vocational", 2)
    assert (row.value, row.state) == (0, ValueState.CARRIED)


def test_drafts_are_not_carried(cooperative, district):
    draft = make_return(district, quarter=1, state="draft")
    make_figures(cooperative, quarter=1, quarterly_return=draft, member_count=30)
    make_yearly_report(cooperative, 2023, state="draft", member_count=29)
    old_draft = make_return(district, 2023, 4, state="draft")
    make_figures(cooperative, 2023, 4, quarterly_return=old_draft, member_count=28)
    assert evidence_of(cooperative, "member_count", 2).state == ValueState.MISSING


def test_at_quarter_4_the_final_yearly_report_comes_first(cooperative):
    make_figures(cooperative, quarter=4, member_count=30)
    make_yearly_report(cooperative, 2024, member_count=35)
    row = evidence_of(cooperative, "member_count", 4)
    assert (row.value, row.state, row.source) == (35, ValueState.REPORTED, 2024)


def test_its_blank_leaves_the_quarters_value(cooperative):
    make_figures(cooperative, quarter=4, member_count=30)
    make_yearly_report(cooperative, 2024, managers_vocational=2)
    row = evidence_of(cooperative, "member_count", 4)
    assert (row.value, row.state, row.source) == (30, ValueState.REPORTED, Quarter(2024, 4))


def test_before_quarter_4_the_years_own_report_says_nothing(cooperative):
    make_yearly_report(cooperative, 2024, member_count=35)
    assert evidence_of(cooperative, "member_count", 3).state == ValueState.MISSING


def test_a_suspended_cooperative_is_not_expected(cooperative):
    suspend(cooperative, date(2024, 3, 1))
    make_figures(cooperative, quarter=1, member_count=30)
    row = evidence_of(cooperative, "member_count", 1)
    assert (row.value, row.state, row.reason) == (
        None,
        ValueState.NOT_EXPECTED,
        Reason.SUSPENDED,
    )
