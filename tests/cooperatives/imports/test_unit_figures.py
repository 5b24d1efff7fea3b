"""Figures of units from files: into returns of reporting units, and the province's into none."""

import csv
import io
from datetime import date

import pytest

from cooperatives.catalogue.figures import ENTERED
from cooperatives.ground.calendar import now
from cooperatives.imports import KINDS, Options, import_file
from cooperatives.models import EnteredFigure, QuarterlyReturn, UnitFigures, WarningAnswer
from tests.factories import (
    close_year,
    make_district,
    make_entered_figure,
    make_officer,
    make_return,
)

HEADER = "unit_code,year,quarter,advisers,group_income_million,households\n"


@pytest.fixture(autouse=True)
def world(cooperative, other_district):
    make_entered_figure("advisers", reported_by="unit", from_year=2024)
    make_entered_figure("group_income", "money", "flow", reported_by="group")
    make_entered_figure("households", reported_by="plan_unit")


def test_a_file_submits_and_approves_the_returns_that_it_fills(load):
    run = load("unit_figures", HEADER + "061,2024,2,4,12,\n06,2024,2,,,900\n", "--approve")
    assert run.counts == (2, 0, 0)
    assert QuarterlyReturn.objects.get().state == "approved"
    assert {row.quarterly_return_id is None for row in UnitFigures.objects.all()} == {True, False}
    again = load("unit_figures", HEADER + "061,2024,2,5,12,\n")
    ((row, column, value, message),) = again.errors
    assert (row, column, value) == (2, "advisers", "5")
    assert "mở lại biểu" in message


def test_a_zero_is_stored_and_a_blank_is_taken_whoever_is_asked(load):
    assert load("unit_figures", HEADER + "061,2024,2,0,,\n06,2024,2,,,0\n").counts == (2, 0, 0)
    assert [row.extra for row in UnitFigures.objects.order_by("unit__path")] == [
        {"households": 0},
        {"advisers": 0},
    ]
    EnteredFigure.objects.filter(code="advisers").update(from_year=2025)
    ENTERED.forget()
    assert load("unit_figures", HEADER + "061,2024,2,,,\n").counts == (0, 1, 0)
    assert load("unit_figures", HEADER + "062,2024,2,,,\n").counts == (0, 0, 1)


def test_no_return_is_made_of_a_quarter_that_has_not_begun(load):
    run = load("unit_figures", HEADER + "061,2025,1,4,,\n")
    assert [(row, column) for row, column, *_rest in run.errors] == [(2, "quarter")]
    assert not QuarterlyReturn.objects.exists()


def test_in_a_closed_year_what_is_unchanged_passes_but_is_not_approved(load, province):
    row = HEADER + "061,2024,2,4,,\n"
    load("unit_figures", row, "--submit")
    close_year(province, 2024)
    assert load("unit_figures", row).counts == (0, 0, 1)
    run = load("unit_figures", row, "--approve")
    assert [(at, column) for at, column, *_rest in run.errors] == [(2, "year")]
    assert QuarterlyReturn.objects.get().state == "submitted"


def test_a_unit_is_told_once_and_by_the_code_that_it_bears_at_the_quarters_end(load, province):
    reform = date(2024, 5, 1)
    make_district(province, "063", valid_to=reform)
    renamed = make_district(province, "063", valid_from=reform)
    assert load("unit_figures", HEADER + "063,2024,2,4,,\n").counts == (1, 0, 0)
    assert UnitFigures.objects.get().unit == renamed
    run = load("unit_figures", HEADER + "061,2024,2,4,,\n061,2024,2,5,,\n")
    assert [(row, column) for row, column, *_rest in run.errors] == [(3, "unit_code")]


@pytest.mark.parametrize("line", ["062,2024,2,4,,", "06,2024,2,,,900"])
def test_an_officer_brings_nothing_for_units_beyond_the_own(district, other_district, line):
    officer = make_officer(district)
    options = Options(user=officer, scope=officer)
    content = f"{HEADER}{line}\n".encode()
    kind = KINDS["unit_figures"]
    outcome = import_file(kind, "units.csv", content, options, store=True)
    assert [(error.row, error.column) for error in outcome.errors] == [(2, "unit_code")]
    assert not UnitFigures.objects.exists()


@pytest.mark.parametrize(
    ("line", "column", "said"),
    [
        ("061,2024,2,-4,,", "advisers", ""),
        ("01900,2024,2,4,,", "advisers", "báo cáo qua đơn vị cấp trên"),
        ("061,2024,2,,,900", "unit_code", "Chỉ tỉnh"),
        ("061,2023,4,4,,", "advisers", "không hỏi"),
        ("062,2024,4,4,,", "quarter", "--early"),
        ("062,2021,1,,4,", "year", "khóa"),
        ("06,2021,1,,,4", "year", "khóa"),
    ],
)
def test_a_row_that_does_not_fit_is_refused(load, province, commune, line, column, said):
    close_year(province, 2021)
    run = load("unit_figures", f"{HEADER}{line}\n", "--submit")
    assert run.status == 1
    assert column in {at for _row, at, _value, _message in run.errors}
    assert any(said in message for *_place, message in run.errors), run.errors
    assert not UnitFigures.objects.exists()


def test_the_file_of_them_is_taken_again_and_holds_the_own_units_alone(
    load, client, province, district, other_district
):
    make_return(other_district, 2024, 1)
    load("unit_figures", HEADER + "061,2024,2,4,12.5,\n06,2024,2,,,900\n062,2024,2,1,,\n")
    client.force_login(make_officer(province))
    content = client.get("/figures/of-units.csv").content
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert [row[:3] for row in rows[1:]] == [
        ["06", "2024", "2"],
        ["061", "2024", "2"],
        ["062", "2024", "2"],
    ]
    assert load("unit_figures", content).counts == (0, 0, 3)
    client.force_login(make_officer(district))
    assert client.get("/figures/of-units.csv").content.decode().count("2024") == 1


def warned(*lines):
    """What is unusual in a file that is stored: row, column and value."""
    content = (HEADER + "\n".join(lines)).encode()
    outcome = import_file(KINDS["unit_figures"], "a.csv", content, Options(), store=True)
    assert outcome.error_count == 0
    return [(found.row, found.column, found.value) for found in outcome.warnings]


def test_what_jumped_is_named_until_it_is_explained(demo_day, province):
    lines = ("061,2024,1,4,,", "061,2024,2,40,,", "06,2024,1,,,900", "06,2024,2,,,100")
    assert warned(*lines) == [(3, "advisers", "40"), (5, "households", "100")]
    # What is stored is no news; of what is new the quarter before is looked up.
    assert warned(*lines) == []
    assert warned("061,2024,2,41,,", "06,2024,3,,,900") == [
        (2, "advisers", "41"),
        (3, "households", "900"),
    ]
    WarningAnswer.objects.create(
        unit_figures=UnitFigures.objects.get(unit__code="061", quarter=2),
        rule="jump:advisers",
        value=42,
        beside="4",
        text="Tuyển mới",
        by=make_officer(province),
        at=now(),
    )
    assert warned("061,2024,2,42,,") == []
