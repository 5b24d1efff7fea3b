"""Quarterly figures that are unusual are pointed out, and closed years take nothing in."""

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from cooperatives.imports import KINDS, Options, import_file
from cooperatives.models import QuarterlyFigures, QuarterlyReturn, WarningAnswer
from tests.factories import (
    close_year,
    make_admin,
    make_cooperative,
    make_district,
    make_figures,
    make_province,
    make_return,
    make_yearly_report,
    move,
)

HEADER = "registration_number,year,quarter,revenue_million,profit_million,note"


@pytest.fixture
def district(db, demo_day):
    return make_district(make_province(), name="Huyện Ba Bể")


@pytest.fixture
def cooperative(district):
    return make_cooperative(district, registration_number="A1", name="HTX An")


def run(*rows, store=True, kind="quarterly_figures", header=HEADER, **options):
    content = "\n".join((header, *rows)).encode()
    return import_file(KINDS[kind], "a.csv", content, Options(**options), store=store)


def warnings_of(outcome):
    return [(found.row, found.column, found.value) for found in outcome.warnings]


# --- Unusual values -------------------------------------------------------------------------------


@pytest.mark.parametrize("store", [True, False])
def test_a_jump_from_what_is_stored_is_pointed_out_and_comes_in(cooperative, store):
    make_figures(cooperative, 2024, 1, profit=14_000_000)
    outcome = run("A1,2024,2,100,44.2,", store=store)
    assert (outcome.error_count, outcome.created) == (0, 1)
    assert warnings_of(outcome) == [(2, "profit_million", "44,2")]
    assert outcome.warnings[0].message == "44,2 gấp hơn 3 lần quý trước (14)."
    assert QuarterlyFigures.objects.filter(quarter=2).exists() is store


@pytest.mark.parametrize("store", [True, False])
def test_the_quarter_before_may_stand_in_the_same_file(cooperative, store):
    outcome = run("A1,2024,2,100,44.2,", "A1,2024,1,100,14,", store=store)
    assert warnings_of(outcome) == [(2, "profit_million", "44,2")]


def test_the_file_wins_over_what_is_stored_of_the_quarter_before(cooperative):
    before = make_figures(cooperative, 2024, 1, revenue=100_000_000, profit=14_000_000)
    QuarterlyReturn.objects.update(state="draft")
    assert run("A1,2024,1,100,40,", "A1,2024,2,100,44.2,").warnings == []
    before.refresh_from_db()
    assert before.profit == 40_000_000


def test_the_quarter_before_is_found_across_chunks_of_the_file(cooperative, monkeypatch):
    monkeypatch.setattr(KINDS["quarterly_figures"], "chunk_rows", 1)
    outcome = run("A1,2024,1,100,14,", "A1,2024,2,100,44.2,", store=False)
    assert warnings_of(outcome) == [(3, "profit_million", "44,2")]


def test_what_is_unchanged_or_answered_is_not_pointed_out(cooperative, district):
    make_figures(cooperative, 2024, 1, profit=14_000_000)
    draft = make_return(district, 2024, 2, state="draft")
    row = make_figures(cooperative, 2024, 2, quarterly_return=draft, profit=44_200_000)
    assert run("A1,2024,2,,44.2,").warnings == []
    WarningAnswer.objects.create(
        figures=row,
        rule="jump:profit",
        value=44_200_000,
        beside="14000000",
        text="Bán được cả vụ",
        by=make_admin(),
        at=timezone.now(),
    )
    assert run("A1,2024,2,100,44.2,").warnings == []
    assert warnings_of(run("A1,2024,2,100,45,")) == [(2, "profit_million", "45")]


def test_an_answer_holds_for_the_quarter_before_that_the_file_has(cooperative, district):
    test_what_is_unchanged_or_answered_is_not_pointed_out(cooperative, district)
    QuarterlyReturn.objects.update(state="draft")
    header = HEADER.replace("note", "member_count")
    outcome = run("A1,2024,1,,11,", "A1,2024,2,,44.2,5", header=header)
    assert warnings_of(outcome) == [(3, "profit_million", "44,2")]


def test_what_was_reported_elsewhere_before_a_move_is_not_told(cooperative, district):
    make_figures(cooperative, 2024, 1, profit=14_000_000)
    move(cooperative, make_district(district.parent, "062"), date(2024, 5, 10))
    assert run("A1,2024,2,100,44.2,").warnings == []


def test_every_figure_is_compared_with_the_quarter_before(cooperative):
    people = "managers_total,managers_higher_education,managers_vocational"
    header = f"registration_number,year,quarter,member_count,{people}"
    outcome = run("A1,2024,1,9,30,2,3", "A1,2024,2,90,30,12,10", header=header)
    assert warnings_of(outcome) == [
        (3, "member_count", "90"),
        (3, "managers_higher_education", "12"),
        (3, "managers_vocational", "10"),
    ]


def test_what_is_usual_is_asked_of_the_own_province(district):
    usual = [make_cooperative(district, registration_number=f"B{n}") for n in range(21)]
    for one in usual:
        make_figures(one, 2024, 1, revenue=10_000_000)
    elsewhere = make_district(make_province("04"), "040")
    make_cooperative(elsewhere, registration_number="E1")
    outcome = run("B0,2024,2,29,1,", "B1,2024,2,999,1,", "E1,2024,2,999,1,")
    assert (3, "revenue_million", "999") in warnings_of(outcome)
    assert 4 not in {found.row for found in outcome.warnings}


def test_the_number_of_statements_does_not_grow_with_the_rows(
    district, django_assert_max_num_queries
):
    for n in range(60):
        make_figures(make_cooperative(district, registration_number=f"B{n}"), 2024, 1, revenue=10)
    for count in (1, 60):
        rows = [f"B{n},2024,2,{n + 5},1," for n in range(count)]
        with django_assert_max_num_queries(20):
            assert run(*rows, store=False).warning_count == count


def file_of(tmp_path, *rows):
    file = tmp_path / "a.csv"
    file.write_text("\n".join((HEADER, *rows)))
    return str(file)


def test_the_command_lists_them_on_standard_error(cooperative, tmp_path, capsys):
    file = file_of(tmp_path, "A1,2024,1,10,14,")
    call_command("import_data", "quarterly_figures", file)
    said = capsys.readouterr()
    assert "1 giá trị bất thường" in said.err
    assert "dòng 2, Lợi nhuận (triệu đồng) (profit_million), “14”: " in said.err
    assert "bất thường" not in said.out


def test_the_command_lists_them_beside_errors_too(cooperative, tmp_path, capsys):
    file = file_of(tmp_path, "A1,2024,1,10,14,", "A1,2024,2,x,14,")
    with pytest.raises(CommandError):
        call_command("import_data", "quarterly_figures", file)
    assert "1 giá trị bất thường" in capsys.readouterr().err


def test_the_json_is_as_ever(cooperative, tmp_path, capsys):
    file = file_of(tmp_path, "A1,2024,1,10,14,")
    call_command("import_data", "quarterly_figures", file, "--format", "json")
    said = capsys.readouterr()
    assert set(json.loads(said.out)) == {"created", "updated", "unchanged", "errors"}
    assert said.err == ""


def test_the_page_shows_the_first_of_them(client, district):
    client.force_login(make_admin())
    rows = []
    for n in range(201):
        make_cooperative(district, registration_number=f"B{n}")
        rows.append(f"B{n},2024,1,10,14,")
    content = "\n".join((HEADER, *rows)).encode()
    data = {"kind": "quarterly_figures", "file": SimpleUploadedFile("a.csv", content)}
    page = client.post(reverse("import"), data)
    assert "201 giá trị bất thường" in page.text
    assert page.text.count("Lợi nhuận 14 lớn hơn doanh thu 10") == 200
    assert page.context["seen"]


# --- Closed years ---------------------------------------------------------------------------------


@pytest.fixture
def closed(district):
    return close_year(district.parent, 2023)


def test_a_new_row_of_a_closed_year_is_an_error_at_its_row(cooperative, closed):
    outcome = run("A1,2024,1,10,1,", "A1,2023,4,10,1,")
    assert [(error.row, error.column, error.value) for error in outcome.errors] == [
        (3, "year", "2023")
    ]
    assert "quản trị viên cần mở lại năm trước" in outcome.errors[0].message
    assert not QuarterlyFigures.objects.exists()


def test_a_changed_row_of_a_closed_year_is_an_error_and_an_unchanged_one_passes(
    cooperative, district, closed
):
    draft = make_return(district, 2023, 4, state="draft")
    make_figures(cooperative, 2023, 4, quarterly_return=draft, revenue=10_000_000)
    assert run("A1,2023,4,10,,").unchanged == 1
    assert run("A1,2023,4,11,,").error_count == 1


def test_a_year_closed_elsewhere_is_open_here(cooperative, district):
    other = make_district(district.parent, "062")
    close_year(other, 2023)
    assert run("A1,2023,4,10,1,").created == 1


@pytest.mark.parametrize("option", ["submit", "approve"])
def test_a_return_of_a_closed_year_takes_no_step(cooperative, district, closed, option):
    draft = make_return(district, 2023, 4, state="draft")
    make_figures(cooperative, 2023, 4, quarterly_return=draft, revenue=10_000_000)
    outcome = run("A1,2023,4,10,,", **{option: True})
    assert [error.column for error in outcome.errors] == ["year"]
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_an_approved_return_of_a_closed_year_passes_unchanged(cooperative, closed):
    make_figures(cooperative, 2023, 4, revenue=10_000_000)
    assert run("A1,2023,4,10,,", approve=True).unchanged == 1


def test_a_yearly_report_of_a_closed_year_is_an_error(cooperative, closed):
    header = "registration_number,year,rating"
    make_yearly_report(cooperative, 2023, state="draft", rating="weak")
    outcome = run("A1,2023,good", "A1,2022,good", kind="yearly_reports", header=header)
    assert [(error.row, error.column) for error in outcome.errors] == [(2, "year")]
    assert run("A1,2023,weak", kind="yearly_reports", header=header).unchanged == 1
