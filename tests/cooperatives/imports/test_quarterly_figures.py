"""Import of quarterly figures: into which return, and what its state lets pass."""

from datetime import date

import pytest

from cooperatives.imports import KINDS, Options, import_file
from cooperatives.models import QuarterlyFigures, QuarterlyReturn
from tests.factories import make_admin, make_cooperative, make_figures, make_return, move
from tests.tables import rows_and_history

HEADER = "registration_number,year,quarter,profit_million"
ONE = f"{HEADER}\n0610001,2024,2,5\n"


def returns():
    return list(
        QuarterlyReturn.objects.order_by("unit__code", "year", "quarter").values_list(
            "unit__code", "year", "quarter", "state"
        )
    )


def only_error(run):
    ((row, column, value, message),) = run.errors
    assert run.status == 1
    return row, column, value, message


# --- Into which return ----------------------------------------------------------------------------


def test_figures_go_into_the_return_of_the_district(load, cooperative):
    assert load("quarterly_figures", ONE).counts == (1, 0, 0)
    assert returns() == [("061", 2024, 2, "draft")]
    row = QuarterlyFigures.objects.get()
    assert (row.profit, row.revenue, row.note) == (5_000_000, None, "")


def test_the_return_is_that_of_the_quarters_last_day(load, cooperative, other_district):
    move(cooperative, other_district, date(2024, 6, 30))
    load("quarterly_figures", f"{HEADER}\n0610001,2024,1,5\n0610001,2024,2,6\n")
    assert returns() == [("061", 2024, 1, "draft"), ("062", 2024, 2, "draft")]


def test_a_row_stays_in_its_return_when_the_cooperative_has_moved(
    load, cooperative, other_district
):
    row = make_figures(
        cooperative,
        2024,
        2,
        quarterly_return=make_return(
            cooperative.unit_on(date(2024, 6, 30)).reporting_unit, quarter=2, state="draft"
        ),
    )
    move(cooperative, other_district, date(2024, 5, 1))
    assert load("quarterly_figures", ONE).counts == (0, 1, 0)
    row.refresh_from_db()
    assert row.quarterly_return.unit.code == "061"
    assert len(returns()) == 1


def test_a_row_in_the_return_of_a_unit_beyond_the_own_is_refused(cooperative, other_district):
    move(cooperative, other_district, date(2024, 5, 1))
    own = make_admin(other_district)
    content = f"{HEADER}\n0610001,2024,1,5\n0610001,2024,2,6\n".encode()
    options = Options(user=own, scope=own)
    outcome = import_file(KINDS["quarterly_figures"], "a.csv", content, options, store=True)
    assert [(error.row, error.column) for error in outcome.errors] == [(2, "registration_number")]
    assert not QuarterlyReturn.objects.exists()


def test_all_cooperatives_of_a_district_share_its_return(load, cooperative, district):
    make_cooperative(district, registration_number="0610002")
    load("quarterly_figures", f"{ONE}0610002,2024,2,7\n")
    assert QuarterlyReturn.objects.get().rows.count() == 2


def test_a_quarter_before_the_founding_or_to_come_is_refused(load, cooperative):
    found = only_error(load("quarterly_figures", f"{HEADER}\n0610001,2015,1,5\n"))
    assert found[:3] == (2, "quarter", "1")
    assert "1/6/2015" in found[3]
    found = only_error(load("quarterly_figures", f"{HEADER}\n0610001,2025,1,5\n"))
    assert found[:3] == (2, "quarter", "1")
    assert "1/1/2025" in found[3]
    assert load("quarterly_figures", f"{HEADER}\n0610001,2024,4,5\n").status == 0
    assert load("quarterly_figures", f"{HEADER}\n0610001,2015,2,5\n").status == 0


def test_a_blank_cell_clears_and_a_zero_is_a_value(load, cooperative):
    load("quarterly_figures", ONE)
    load("quarterly_figures", ONE.replace(",5\n", ",\n"))
    assert QuarterlyFigures.objects.get().profit is None
    load("quarterly_figures", ONE.replace(",5\n", ",0\n"))
    assert QuarterlyFigures.objects.get().profit == 0


def test_columns_that_are_absent_stay_and_chunks_keep_their_own_fields(load, cooperative):
    load("quarterly_figures", ONE)
    other = "registration_number,year,quarter,member_count\n0610001,2024,2,12\n"
    assert load("quarterly_figures", other).counts == (0, 1, 0)
    row = QuarterlyFigures.objects.get()
    assert (row.profit, row.member_count) == (5_000_000, 12)


# --- Submitted and approved -----------------------------------------------------------------------


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_submitting_takes_what_is_open(load, cooperative, district, state):
    boss = make_admin(username="boss")
    make_return(district, quarter=2, state=state)
    run = load.text("quarterly_figures", ONE, "--submit", "--user", "boss")
    assert "Biểu đã gửi: 1, đã duyệt: 0." in run.out
    (filed,) = QuarterlyReturn.objects.all()
    assert filed.state == "submitted"
    step = filed.steps.get()
    assert (step.step, step.by) == ("submit", boss)
    assert filed.history.first().way == "import"


def test_approving_submits_first_and_both_steps_are_told(load, cooperative):
    run = load.text("quarterly_figures", ONE, "--approve")
    assert "Biểu đã gửi: 1, đã duyệt: 1." in run.out
    (filed,) = QuarterlyReturn.objects.all()
    assert filed.state == "approved"
    assert list(filed.steps.order_by("pk").values_list("step", flat=True)) == ["submit", "approve"]


def test_the_same_file_approved_again_changes_nothing(load, cooperative):
    load("quarterly_figures", ONE, "--approve")
    before = rows_and_history()
    assert load("quarterly_figures", ONE, "--approve").counts == (0, 0, 1)
    assert rows_and_history() == before


def test_only_returns_that_the_file_touches_are_submitted(load, cooperative, other_district):
    make_return(other_district, quarter=2, state="draft")
    make_return(cooperative.unit_on(date(2024, 1, 1)).reporting_unit, quarter=1, state="draft")
    load("quarterly_figures", ONE, "--submit")
    assert returns() == [
        ("061", 2024, 1, "draft"),
        ("061", 2024, 2, "submitted"),
        ("062", 2024, 2, "draft"),
    ]


def test_unchanged_rows_touch_their_return(load, cooperative):
    load("quarterly_figures", ONE)
    assert load("quarterly_figures", ONE, "--submit").counts == (0, 0, 1)
    assert returns() == [("061", 2024, 2, "submitted")]


@pytest.mark.parametrize("option", ["--submit", "--approve"])
def test_a_dry_run_submits_and_approves_nothing(load, cooperative, option):
    load("quarterly_figures", ONE)
    before = rows_and_history()
    run = load.text("quarterly_figures", ONE, option, "--dry-run")
    assert "Biểu đã gửi: 1" in run.out
    assert rows_and_history() == before


def test_with_an_error_nothing_is_submitted(load, cooperative):
    load("quarterly_figures", ONE)
    before = rows_and_history()
    run = load("quarterly_figures", f"{ONE}0619999,2024,2,1\n", "--approve")
    assert only_error(run)[:3] == (3, "registration_number", "0619999")
    assert rows_and_history() == before


@pytest.mark.parametrize("state", ["submitted", "approved"])
@pytest.mark.parametrize("option", [(), ("--approve",)])
def test_a_changed_row_of_a_closed_return_is_reopened_first(
    load, cooperative, district, state, option
):
    filed = make_return(district, quarter=2, state=state)
    make_figures(cooperative, 2024, 2, quarterly_return=filed, profit=4_000_000, revenue=9_000_000)
    before = rows_and_history()
    row, column, value, message = only_error(load("quarterly_figures", ONE, *option))
    assert (row, column, value) == (2, "profit_million", "5")
    assert "huyện Ba Bể" in message
    assert "mở lại" in message
    assert rows_and_history() == before


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_a_new_row_in_a_closed_return_is_reopened_first(load, cooperative, district, state):
    make_return(district, quarter=2, state=state)
    before = rows_and_history()
    row, column, value, message = only_error(load("quarterly_figures", ONE))
    assert (row, column, value) == (2, "profit_million", "5")
    bare = "registration_number,year,quarter\n0610001,2024,2\n"
    assert only_error(load("quarterly_figures", bare))[:2] == (2, "registration_number")
    assert "mở lại" in message
    assert rows_and_history() == before


def test_unchanged_rows_of_approved_returns_pass_beside_new_ones_of_others(
    load, cooperative, district
):
    filed = make_return(district, quarter=1, state="approved")
    make_figures(cooperative, 2024, 1, quarterly_return=filed, profit=5_000_000)
    content = f"{HEADER}\n0610001,2024,1,5\n0610001,2024,2,6\n"
    assert load("quarterly_figures", content).counts == (1, 0, 1)
    assert returns() == [("061", 2024, 1, "approved"), ("061", 2024, 2, "draft")]


def test_each_row_of_a_closed_return_is_named(load, cooperative, district):
    other = make_cooperative(district, registration_number="0610002")
    filed = make_return(district, quarter=2, state="approved")
    for one in (cooperative, other):
        make_figures(one, 2024, 2, quarterly_return=filed, profit=4_000_000)
    run = load("quarterly_figures", f"{HEADER}\n0610001,2024,2,5\n0610002,2024,2,5\n")
    assert [error[:3] for error in run.errors] == [
        (2, "profit_million", "5"),
        (3, "profit_million", "5"),
    ]


def test_years_of_quarters_go_in_as_approved(load, cooperative, district):
    rows = "".join(
        f"0610001,{year},{quarter},{quarter}\n"
        for year in (2021, 2022, 2023)
        for quarter in (1, 2, 3, 4)
    )
    run = load.text("quarterly_figures", f"{HEADER}\n{rows}", "--approve")
    assert "Biểu đã gửi: 12, đã duyệt: 12." in run.out
    assert {state for *_key, state in returns()} == {"approved"}


# --- Before the quarter has ended -----------------------------------------------------------------

OF_QUARTER_4 = f"{HEADER}\n0610001,2024,4,5\n"


@pytest.mark.parametrize("step", ["--submit", "--approve"])
def test_a_quarter_that_has_not_ended_is_submitted_only_by_who_says_so(load, cooperative, step):
    found = only_error(load("quarterly_figures", OF_QUARTER_4, step))
    assert found[:3] == (2, "quarter", "4")
    assert "31/12/2024" in found[3]
    assert "--early" in found[3]
    assert returns() == []
    assert load("quarterly_figures", OF_QUARTER_4, step, "--early").status == 0
    state = "submitted" if step == "--submit" else "approved"
    assert returns() == [("061", 2024, 4, state)]
    # What was submitted before is approved without being asked again.
    assert load("quarterly_figures", OF_QUARTER_4, "--approve").status == 0


def test_unchanged_rows_are_no_way_around_it(load, cooperative):
    load("quarterly_figures", OF_QUARTER_4)
    assert only_error(load("quarterly_figures", OF_QUARTER_4, "--submit"))[:3] == (
        2,
        "quarter",
        "4",
    )
    assert returns() == [("061", 2024, 4, "draft")]


def test_early_without_submitting_is_no_option(load, cooperative):
    assert load("quarterly_figures", OF_QUARTER_4, "--early").status == 1
    assert returns() == []
