"""Figures of the year to date: who is complete, what is added up, what the yearly report changes
(design 1.3, rules of evidence).
"""

from datetime import date

import pytest

from cooperatives.evidence import Reason, ValueState
from cooperatives.ground.calendar import Quarter
from tests.factories import (
    make_cooperative,
    make_figures,
    make_return,
    make_yearly_report,
    suspend,
)
from tests.reading import evidence_of


def test_the_quarters_of_the_year_are_added_up(cooperative):
    make_figures(cooperative, quarter=1, profit=10)
    make_figures(cooperative, quarter=2, profit=-25)
    row = evidence_of(cooperative, "profit", 2)
    assert (row.value, row.state, row.reason) == (-15, ValueState.REPORTED, None)
    assert (row.source, row.gaps) == (Quarter(2024, 2), ())


def test_a_later_quarter_does_not_count_yet(cooperative):
    make_figures(cooperative, quarter=1, profit=10)
    make_figures(cooperative, quarter=2, profit=20)
    assert evidence_of(cooperative, "profit", 1).value == 10


def test_last_years_quarters_do_not_count(cooperative):
    make_figures(cooperative, year=2023, quarter=4, profit=99)
    make_figures(cooperative, quarter=1, profit=10)
    assert evidence_of(cooperative, "profit", 1).value == 10


def test_a_quarter_without_a_row_makes_it_missing(cooperative):
    make_figures(cooperative, quarter=1, profit=10)
    row = evidence_of(cooperative, "profit", 2)
    assert (row.value, row.state, row.reason) == (
        None,
        ValueState.MISSING,
        Reason.BLANK_QUARTERS,
    )
    assert (row.source, row.gaps) == (None, (2,))


def test_a_blank_in_any_earlier_quarter_makes_it_missing(cooperative):
    make_figures(cooperative, quarter=1, profit=10)
    make_figures(cooperative, quarter=2, revenue=500)
    make_figures(cooperative, quarter=3, profit=30)
    row = evidence_of(cooperative, "profit", 3)
    assert (row.value, row.state, row.gaps) == (None, ValueState.MISSING, (2,))


def test_a_blank_of_another_figure_does_not_matter(cooperative):
    make_figures(cooperative, quarter=1, profit=10, revenue=None)
    assert evidence_of(cooperative, "profit", 1).value == 10
    assert evidence_of(cooperative, "revenue", 1).state == ValueState.MISSING


def test_a_reported_zero_is_no_blank(cooperative):
    make_figures(cooperative, quarter=1, profit=0)
    row = evidence_of(cooperative, "profit", 1)
    assert (row.value, row.state) == (0, ValueState.REPORTED)


# --- Which quarters are due -----------------------------------------------------------------------


def test_a_quarter_before_the_founding_is_not_due(district):
    young = make_cooperative(district, founded_on=date(2024, 4, 1))
    make_figures(young, quarter=2, profit=20)
    row = evidence_of(young, "profit", 2)
    assert (row.value, row.state, row.gaps) == (20, ValueState.REPORTED, ())


def test_the_quarter_of_the_founding_is_due(district):
    young = make_cooperative(district, founded_on=date(2024, 3, 31))
    make_figures(young, quarter=2, profit=20)
    assert evidence_of(young, "profit", 2).gaps == (1,)


def test_a_quarter_at_whose_end_it_was_suspended_is_not_due(cooperative):
    suspend(cooperative, date(2024, 3, 15), date(2024, 4, 15))
    make_figures(cooperative, quarter=2, profit=20)
    row = evidence_of(cooperative, "profit", 2)
    assert (row.value, row.state) == (20, ValueState.REPORTED)


def test_what_it_reported_for_such_a_quarter_is_added_all_the_same(cooperative):
    suspend(cooperative, date(2024, 3, 15), date(2024, 4, 15))
    make_figures(cooperative, quarter=1, profit=7)
    make_figures(cooperative, quarter=2, profit=20)
    assert evidence_of(cooperative, "profit", 2).value == 27


def test_a_suspension_that_ended_within_the_quarter_leaves_it_due(cooperative):
    suspend(cooperative, date(2024, 1, 10), date(2024, 3, 31))  # works again on 31 March
    make_figures(cooperative, quarter=2, profit=20)
    assert evidence_of(cooperative, "profit", 2).gaps == (1,)


def test_suspended_on_the_last_day_it_is_not_expected_whatever_it_reported(cooperative):
    suspend(cooperative, date(2024, 3, 31))
    make_figures(cooperative, quarter=1, profit=10)
    row = evidence_of(cooperative, "profit", 1)
    assert (row.value, row.state, row.reason) == (
        None,
        ValueState.NOT_EXPECTED,
        Reason.SUSPENDED,
    )


def test_dissolved_on_the_last_day_it_is_not_there(district):
    gone = make_cooperative(district, dissolved_on=date(2024, 3, 31))
    stays = make_cooperative(district, dissolved_on=date(2024, 4, 1))
    for cooperative in (gone, stays):
        make_figures(cooperative, quarter=1, profit=10)
    assert evidence_of(gone, "profit", 1) is None
    assert evidence_of(stays, "profit", 1).value == 10


# --- States of returns ----------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["submitted", "returned", "approved"])
def test_figures_count_once_submitted_also_while_sent_back(cooperative, district, state):
    filed = make_return(district, quarter=1, state=state)
    make_figures(cooperative, quarter=1, quarterly_return=filed, profit=10)
    assert evidence_of(cooperative, "profit", 1).value == 10


def test_figures_of_a_draft_never_submitted_do_not_count(cooperative, district):
    draft = make_return(district, quarter=1, state="draft")
    make_figures(cooperative, quarter=1, quarterly_return=draft, profit=10)
    row = evidence_of(cooperative, "profit", 1)
    assert (row.value, row.state, row.gaps) == (None, ValueState.MISSING, (1,))


# --- The yearly report ----------------------------------------------------------------------------


def test_at_quarter_4_the_final_yearly_report_wins_over_the_quarters(cooperative):
    for quarter in (1, 2, 3, 4):
        make_figures(cooperative, quarter=quarter, profit=10)
    make_yearly_report(cooperative, 2024, profit=44)
    row = evidence_of(cooperative, "profit", 4)
    assert (row.value, row.state, row.source) == (44, ValueState.REPORTED, 2024)
    assert evidence_of(cooperative, "profit", 3).value == 30


def test_it_makes_a_cooperative_with_blank_quarters_complete(cooperative):
    make_figures(cooperative, quarter=2, profit=10)
    make_yearly_report(cooperative, 2024, profit=44)
    row = evidence_of(cooperative, "profit", 4)
    assert (row.value, row.state, row.gaps) == (44, ValueState.REPORTED, (1, 3, 4))


def test_it_wins_field_by_field(cooperative):
    for quarter in (1, 2, 3, 4):
        make_figures(cooperative, quarter=quarter, profit=10, revenue=100)
    make_yearly_report(cooperative, 2024, profit=44)
    revenue = evidence_of(cooperative, "revenue", 4)
    assert (revenue.value, revenue.source) == (400, Quarter(2024, 4))


def test_its_zero_wins_too(cooperative):
    for quarter in (1, 2, 3, 4):
        make_figures(cooperative, quarter=quarter, profit=10)
    make_yearly_report(cooperative, 2024, profit=0)
    assert evidence_of(cooperative, "profit", 4).value == 0


def test_a_draft_yearly_report_and_that_of_last_year_say_nothing(cooperative):
    make_yearly_report(cooperative, 2024, state="draft", profit=44)
    make_yearly_report(cooperative, 2023, profit=33)
    assert evidence_of(cooperative, "profit", 4).state == ValueState.MISSING


# --- The number of members that an income is weighed by -------------------------------------------


def test_an_income_is_weighed_by_the_newest_number_of_members(cooperative):
    make_figures(cooperative, quarter=1, average_member_income=10, member_count=8)
    make_figures(cooperative, quarter=2, average_member_income=20, member_count=9)
    make_figures(cooperative, quarter=3, average_member_income=30)
    row = evidence_of(cooperative, "average_member_income", 3)
    assert (row.value, row.weight, row.state) == (60, 9, ValueState.REPORTED)
    assert evidence_of(cooperative, "average_member_income", 1).weight == 8


def test_without_a_number_of_members_in_the_year_it_is_missing(cooperative):
    make_figures(cooperative, year=2023, quarter=4, member_count=8)
    make_yearly_report(cooperative, 2023, member_count=8)
    make_figures(cooperative, quarter=1, average_member_income=10)
    row = evidence_of(cooperative, "average_member_income", 1)
    assert (row.value, row.state, row.reason) == (None, ValueState.MISSING, Reason.NO_MEMBERS)


def test_with_no_members_it_is_reported_and_weighs_nothing(cooperative):
    make_figures(cooperative, quarter=1, average_member_income=10, member_count=0)
    row = evidence_of(cooperative, "average_member_income", 1)
    assert (row.value, row.weight, row.state) == (10, 0, ValueState.REPORTED)


def test_at_quarter_4_the_final_yearly_reports_members_come_first(cooperative):
    for quarter in (1, 2, 3, 4):
        make_figures(cooperative, quarter=quarter, average_member_income=10, member_count=8)
    make_yearly_report(cooperative, 2024, member_count=12)
    row = evidence_of(cooperative, "average_member_income", 4)
    assert (row.value, row.weight, row.source) == (40, 12, Quarter(2024, 4))
    assert evidence_of(cooperative, "average_member_income", 3).weight == 8


def test_a_mean_per_cooperative_weighs_each_alike(cooperative):
    make_figures(cooperative, quarter=1, profit=10, member_count=8)
    assert evidence_of(cooperative, "profit", 1).weight == 1
