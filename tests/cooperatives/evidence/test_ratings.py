"""Ratings: the year in force, who is expected to be rated, what is carried (design 1.3)."""

from datetime import date

import pytest

from cooperatives.evidence import Reason, ValueState
from tests.factories import make_cooperative, make_yearly_report, suspend
from tests.reading import evidence_of


@pytest.mark.parametrize(
    ("rating", "is_weak", "is_good"),
    [("good", 0, 1), ("fair", 0, 1), ("average", 0, 0), ("weak", 1, 0)],
)
def test_each_rating_counts_as_weak_or_as_good_or_as_neither(cooperative, rating, is_weak, is_good):
    make_yearly_report(cooperative, 2023, rating=rating)
    assert evidence_of(cooperative, "weak", 1).value == is_weak
    assert evidence_of(cooperative, "good", 1).value == is_good


@pytest.mark.parametrize("quarter", [1, 2, 3])
def test_before_quarter_4_last_years_rating_is_in_force(cooperative, quarter):
    make_yearly_report(cooperative, 2023, rating="weak")
    make_yearly_report(cooperative, 2024, rating="good")
    row = evidence_of(cooperative, "weak", quarter)
    assert (row.value, row.state, row.source) == (1, ValueState.REPORTED, 2023)


def test_at_quarter_4_the_years_own_rating_is_in_force(cooperative):
    make_yearly_report(cooperative, 2023, rating="weak")
    make_yearly_report(cooperative, 2024, rating="good")
    row = evidence_of(cooperative, "weak", 4)
    assert (row.value, row.state, row.source) == (0, ValueState.REPORTED, 2024)


# --- Missing and carried --------------------------------------------------------------------------


def test_without_a_final_report_it_is_missing(cooperative):
    make_yearly_report(cooperative, 2023, rating="weak", state="draft")
    row = evidence_of(cooperative, "weak", 2)
    assert (row.value, row.state, row.reason) == (None, ValueState.MISSING, Reason.NOT_YET_RATED)


def test_before_quarter_4_nothing_older_is_carried(cooperative):
    make_yearly_report(cooperative, 2022, rating="weak")
    assert evidence_of(cooperative, "weak", 3).state == ValueState.MISSING


def test_at_quarter_4_last_years_rating_is_carried_until_the_report_is_final(cooperative):
    make_yearly_report(cooperative, 2023, rating="weak")
    make_yearly_report(cooperative, 2024, rating="good", state="draft")
    row = evidence_of(cooperative, "weak", 4)
    assert (row.value, row.state, row.source) == (1, ValueState.CARRIED, 2023)


def test_at_quarter_4_an_unrated_last_year_leaves_nothing_to_carry(cooperative):
    make_yearly_report(cooperative, 2023, rating="")
    row = evidence_of(cooperative, "weak", 4)
    assert (row.value, row.state, row.reason) == (None, ValueState.MISSING, Reason.NOT_YET_RATED)


# --- Not expected ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("quarter", "year"), [(3, 2023), (4, 2024)])
def test_a_final_report_with_a_blank_rating_declares_it_not_rated(cooperative, quarter, year):
    make_yearly_report(cooperative, year, rating="", profit=10)
    row = evidence_of(cooperative, "weak", quarter)
    assert (row.value, row.state) == (None, ValueState.NOT_EXPECTED)
    assert row.reason == Reason.DECLARED_UNRATED


def test_at_quarter_4_such_a_declaration_stops_the_carrying(cooperative):
    make_yearly_report(cooperative, 2023, rating="weak")
    make_yearly_report(cooperative, 2024, rating="")
    row = evidence_of(cooperative, "weak", 4)
    assert (row.value, row.state) == (None, ValueState.NOT_EXPECTED)


@pytest.mark.parametrize(
    ("quarter", "founded_on", "state"),
    [
        (3, date(2022, 12, 31), ValueState.MISSING),
        (3, date(2023, 1, 1), ValueState.NOT_EXPECTED),
        (4, date(2023, 12, 31), ValueState.MISSING),
        (4, date(2024, 1, 1), ValueState.NOT_EXPECTED),
    ],
)
def test_founded_before_the_year_in_force_it_is_expected(district, quarter, founded_on, state):
    cooperative = make_cooperative(district, founded_on=founded_on)
    assert evidence_of(cooperative, "weak", quarter).state == state


def test_a_rating_of_one_founded_too_late_does_not_count(district):
    young = make_cooperative(district, founded_on=date(2023, 1, 1))
    make_yearly_report(young, 2023, rating="weak")
    row = evidence_of(young, "weak", 1)
    assert (row.value, row.reason) == (None, Reason.FOUNDED_TOO_LATE)


def test_a_suspended_one_is_not_expected_though_it_was_rated(cooperative):
    suspend(cooperative, date(2024, 2, 1))
    make_yearly_report(cooperative, 2023, rating="weak")
    row = evidence_of(cooperative, "weak", 1)
    assert (row.value, row.state, row.reason) == (
        None,
        ValueState.NOT_EXPECTED,
        Reason.SUSPENDED,
    )


def test_a_score_alone_gives_the_rating_that_counts(cooperative):
    make_yearly_report(cooperative, 2023, score="49.99")
    assert evidence_of(cooperative, "weak", 1).value == 1
