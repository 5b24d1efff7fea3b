"""Import of yearly reports: ratings by score, and what final means."""

from decimal import Decimal

import pytest

from tests.factories import make_yearly_report
from tests.tables import rows_and_history

KEY = "registration_number,year"


def report(cooperative):
    return cooperative.yearly_reports.get(year=2023)


def only_error(run):
    ((row, column, value, message),) = run.errors
    assert (run.status, row) == (1, 2)
    return column, value, message


@pytest.mark.parametrize(
    ("score", "rating"),
    [("80", "good"), ("79.99", "fair"), ("65", "fair"), ("50", "average"), ("49.99", "weak")],
)
def test_a_score_alone_gives_the_rating(load, cooperative, score, rating):
    for content in (
        f"{KEY},score\n0610001,2023,{score}\n",
        f"{KEY},rating,score\n0610001,2023,,{score}\n",
    ):
        run = load("yearly_reports", content)
        assert run.status == 0
        assert report(cooperative).rating == rating
        assert load("yearly_reports", content).counts == (0, 0, 1)


def test_a_rating_may_come_without_a_score(load, cooperative):
    load("yearly_reports", f"{KEY},rating,state\n0610001,2023,Yếu,Đã chốt\n")
    found = report(cooperative)
    assert (found.rating, found.score, found.state) == ("weak", None, "final")


def test_rating_and_score_may_not_disagree(load, cooperative):
    before = rows_and_history()
    column, _value, message = only_error(
        load("yearly_reports", f"{KEY},rating,score\n0610001,2023,good,79\n")
    )
    assert column in ("rating", "score")
    assert "80" in message
    make_yearly_report(cooperative, 2023, state="draft", score=Decimal(70))
    stored = rows_and_history()
    assert load("yearly_reports", f"{KEY},rating\n0610001,2023,good\n").status == 1
    assert rows_and_history() == stored != before


def test_another_score_takes_the_rating_with_it(load, cooperative):
    make_yearly_report(cooperative, 2023, state="draft", score=Decimal(70))
    load("yearly_reports", f"{KEY},score\n0610001,2023,40\n")
    assert report(cooperative).rating == "weak"


def test_a_ground_makes_weak_whatever_the_score_and_its_end_lets_the_score_decide(
    load, cooperative
):
    content = f"{KEY},score,ground\n0610001,2023,70,fined\n"
    assert load("yearly_reports", content).status == 0
    assert (report(cooperative).rating, report(cooperative).ground) == ("weak", "fined")
    assert load("yearly_reports", content).counts == (0, 0, 1)
    assert load("yearly_reports", f"{KEY},score\n0610001,2023,90\n").status == 0
    assert report(cooperative).rating == "weak"
    load("yearly_reports", f"{KEY},ground\n0610001,2023,\n")
    assert (report(cooperative).rating, report(cooperative).ground) == ("good", "")


def test_in_a_year_without_a_scale_a_score_gives_no_rating(load, cooperative, settings):
    settings.TODAY = "2026-02-01"
    assert load("yearly_reports", f"{KEY},score\n0610001,2025,90\n").status == 0
    found = cooperative.yearly_reports.get(year=2025)
    assert (found.rating, found.score) == ("", 90)
    assert load("yearly_reports", f"{KEY},rating\n0610001,2025,fair\n").status == 0
    assert cooperative.yearly_reports.get(year=2025).rating == "fair"


def test_blank_cells_say_that_it_was_not_rated(load, cooperative):
    make_yearly_report(cooperative, 2023, state="draft", score=Decimal(70))
    load("yearly_reports", f"{KEY},rating,score\n0610001,2023,,\n")
    assert (report(cooperative).rating, report(cooperative).score) == ("", None)


def test_a_report_is_a_draft_unless_it_says_final(load, cooperative):
    load("yearly_reports", f"{KEY},member_count\n0610001,2023,12\n")
    assert report(cooperative).state == "draft"
    assert load("yearly_reports", f"{KEY},state\n0610001,2023,final\n").counts == (0, 1, 0)
    assert report(cooperative).state == "final"
    assert report(cooperative).member_count == 12


@pytest.mark.parametrize(
    "change",
    [
        "member_count\n0610001,2023,13",
        "member_count\n0610001,2023,",
        "state\n0610001,2023,draft",
        "score\n0610001,2023,71",
        "rating\n0610001,2023,weak",
    ],
)
def test_a_final_report_is_reopened_first(load, cooperative, change):
    make_yearly_report(cooperative, 2023, score=Decimal(70), member_count=12)
    before = rows_and_history()
    column, _value, message = only_error(load("yearly_reports", f"{KEY},{change}\n"))
    assert column in (change.partition("\n")[0], "rating")
    assert "mở lại" in message
    assert rows_and_history() == before


def test_unchanged_rows_of_final_reports_pass_beside_new_ones(load, cooperative):
    make_yearly_report(cooperative, 2023, score=Decimal(70), member_count=12)
    content = f"{KEY},score,member_count,state\n0610001,2023,70,12,final\n0610001,2022,60,9,final\n"
    assert load("yearly_reports", content).counts == (1, 0, 1)


def test_money_is_in_million_with_up_to_six_decimals(load, cooperative):
    load("yearly_reports", f"{KEY},profit_million\n0610001,2023,-20.000001\n")
    assert report(cooperative).profit == -20_000_001


def test_zero_is_reported_and_blank_is_not(load, cooperative):
    load("yearly_reports", f"{KEY},revenue_million,member_count\n0610001,2023,0,\n")
    assert (report(cooperative).revenue, report(cooperative).member_count) == (0, None)


def test_the_number_of_a_union_reports_nothing(load, union):
    column, value, message = only_error(load("yearly_reports", f"{KEY}\nLH-01,2023\n"))
    assert (column, value) == ("registration_number", "LH-01")
    assert "HTX" in message


def test_a_sum_of_trained_managers_that_is_stored_counts_too(load, cooperative):
    make_yearly_report(cooperative, 2023, state="draft", managers_total=5, managers_vocational=3)
    column, value, _message = only_error(
        load("yearly_reports", f"{KEY},managers_higher_education\n0610001,2023,3\n")
    )
    assert column in ("managers_total", "managers_higher_education")
    assert value in ("", "3")
