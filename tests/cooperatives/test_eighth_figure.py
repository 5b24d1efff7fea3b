"""One more figure is one more row: everything else finds it by itself.

Each measure is tried as somebody enters it. Nothing below declares anything but the figure.
"""

import json
from fractions import Fraction
from types import SimpleNamespace
from typing import NamedTuple

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cooperatives.catalogue.figures import (
    Figure,
    Nature,
    Quantity,
    codes,
    figures,
)
from cooperatives.evidence import ValueState, tally_evidence
from cooperatives.figures.completeness import completeness_of
from cooperatives.ground.calendar import Quarter
from cooperatives.models import QuarterlyFigures, QuarterlyReturn, WarningAnswer, YearlyReport
from cooperatives.models.changes import changes_of
from cooperatives.returns.changed_since import changed_cells
from cooperatives.workbook import workbook_of
from cooperatives.yearly.sheet import yearly_sheet
from targets.indicators.means import Mean
from targets.indicators.sums import Sum
from targets.reckoning.measures import Flow, Unit
from tests.cooperatives.imports.files import Importer
from tests.cooperatives.workbook.workbooks import column_of, filled, opened, row_of
from tests.factories import enter, make_admin, make_figures, make_return, make_yearly_report
from tests.naive.indicators import Books, flow_of, level_of
from tests.reading import evidence_of, tally_of
from tests.targets.pages import attribute, find, find_all, parsed

PAGE = "/returns/2024/3/061/"


class Case(NamedTuple):
    """A figure, and one value of it: as it is typed, stored, and written in a workbook."""

    figure: Figure
    typed: str
    stored: int
    in_workbook: object
    too_much: str

    @property
    def code(self):
        return self.figure.code


def case(measure, nature, typed, stored, in_workbook, too_much):
    figure = Figure(
        f"eighth_{measure}",
        f"the eighth figure in {measure}",
        f"Eighth {measure}",
        measure,
        nature,
        headings=("Số thứ tám",),
    )
    return Case(figure, typed, stored, in_workbook, too_much)


CASES = [
    case(Quantity.MONEY, Nature.FLOW, "12,5", 12_500_000, 12.5, "100000001"),
    case(Quantity.MONEY, Nature.LEVEL, "-3", -3_000_000, -3, "100000001"),
    case(Quantity.PERSONS, Nature.LEVEL, "17", 17, 17, "1000001"),
    case(Quantity.NUMBER, Nature.FLOW, "2,25", 2_250_000, 2.25, "100000001"),
    case(Quantity.PERCENT, Nature.LEVEL, "54,3", 54_300_000, 54.3, "100,5"),
    case(Quantity.YES_NO, Nature.LEVEL, "có", 1, "có", "có lẽ"),
]


@pytest.fixture(params=CASES, ids=lambda one: f"{one.figure.measure}-{one.figure.nature}")
def eighth(request, db) -> Case:
    enter(request.param.figure)
    return request.param


def value_of(number, eighth, **of):
    return eighth.figure.read(
        QuarterlyFigures.objects.get(
            cooperative__registration_number=number, year=2024, quarter=3, **of
        )
    )


def type_in(client, district, *typed):
    client.force_login(district.clerk)
    cells = [
        {"number": number, "field": field, "text": text, "base": base, "language": "vi"}
        for number, field, text, base in typed
    ]
    answer = client.post(
        PAGE + "cells/",
        json.dumps({"cells": cells}),
        content_type="application/json",
        headers={"Accept": "application/json", "X-Typed-By": str(district.clerk.pk)},
    )
    assert answer.status_code == 200
    return answer.json()


# --- Grid ---------------------------------------------------------------------------------------


def test_it_is_a_column_of_the_grid(client, district, eighth):
    client.force_login(district.clerk)
    page = parsed(client.get(PAGE))
    assert find(page, id=f"c-{eighth.code}") is not None
    assert len(find_all(page, data_field=eighth.code)) == len(district.cooperatives)
    assert attribute(find(page, role="grid"), "aria-colcount") == str(len(figures()) + 2)


def test_a_pasted_column_is_known_by_its_heading(client, district, eighth):
    client.force_login(district.clerk)
    unit = " (triệu đồng)" if eighth.figure.is_money else ""
    block = {
        "block": [["Tên", f"Số thứ tám{unit}"], ["HTX An", eighth.typed]],
        "order": ["A1", "B2", "C3"],
        "start": ["B2", "revenue"],
        "said": {},
        "confirmed": None,
    }
    answer = client.post(
        PAGE + "paste/",
        json.dumps(block),
        content_type="application/json",
        headers={"X-Typed-By": str(district.clerk.pk), "X-Page-Language": "vi"},
    )
    assert answer.json()["changes"] == [["A1", eighth.code, eighth.typed]]


def test_it_is_typed_and_shown_again(client, district, eighth):
    answer = type_in(client, district, ("A1", eighth.code, eighth.typed, ""))
    assert answer["saved"] == [["A1", eighth.code, eighth.typed]]
    assert value_of("A1", eighth) == eighth.stored
    row = district.sheet().rows(["A1"])[0]
    assert row.cells[codes().index(eighth.code)].text == eighth.typed


def test_a_block_with_other_figures_stores_both_and_a_blank_clears_it_alone(
    client, district, eighth
):
    type_in(client, district, ("A1", eighth.code, eighth.typed, ""), ("A1", "revenue", "5", ""))
    assert value_of("A1", eighth) == eighth.stored
    type_in(client, district, ("A1", eighth.code, "", eighth.typed))
    row = QuarterlyFigures.objects.get()
    assert (eighth.figure.read(row), row.revenue, row.extra) == (None, 5_000_000, {})


def test_what_lies_outside_its_limits_is_refused_and_the_rest_stored(client, district, eighth):
    answer = type_in(
        client, district, ("A1", eighth.code, eighth.too_much, ""), ("A1", "revenue", "5", "")
    )
    assert [(one["number"], one["field"]) for one in answer["refused"]] == [("A1", eighth.code)]
    row = QuarterlyFigures.objects.get()
    assert (eighth.figure.read(row), row.revenue) == (None, 5_000_000)


def test_two_people_in_one_cell_both_hear_of_it(client, district, eighth):
    district.save(("A1", eighth.code, eighth.typed), reader=district.clerk)
    other = {"có": "không"}.get(eighth.typed, "1")
    answer = type_in(client, district, ("A1", eighth.code, other, ""))
    assert [one["text"] for one in answer["conflicts"]] == [eighth.typed]
    assert value_of("A1", eighth) == eighth.stored


def test_it_is_locked_with_its_return(client, district, eighth):
    made = make_return(district.unit, 2024, 3, state="submitted")
    make_figures(
        district.cooperatives[0], 2024, 3, quarterly_return=made, extra={eighth.code: eighth.stored}
    )
    client.force_login(district.clerk)
    field = find(parsed(client.get(PAGE)), data_field=eighth.code)
    assert {"readonly", "disabled"} & dict(field.attributes).keys()
    answer = client.post(
        PAGE + "cells/",
        json.dumps({"cells": [{"number": "A1", "field": eighth.code, "text": "", "base": ""}]}),
        content_type="application/json",
        headers={"Accept": "application/json", "X-Typed-By": str(district.clerk.pk)},
    )
    assert answer.status_code == 409
    assert value_of("A1", eighth) == eighth.stored


def test_a_row_without_it_is_not_complete(district, eighth):
    period = Quarter(2024, 3)
    district.fill("A1")
    assert completeness_of(district.unit, [period])[district.unit.pk, period].complete == 0
    assert not district.sheet().rows(["A1"])[0].is_complete
    district.save(("A1", eighth.code, eighth.typed))
    assert completeness_of(district.unit, [period])[district.unit.pk, period].complete == 1
    assert district.sheet().rows(["A1"])[0].is_complete


def test_a_jump_is_asked_about_and_answered(client, district, eighth):
    cooperative = district.cooperatives[0]
    make_figures(cooperative, 2024, 2, extra={eighth.code: eighth.stored // 4})
    made = make_return(district.unit, 2024, 3, state="draft")
    make_figures(cooperative, 2024, 3, quarterly_return=made, extra={eighth.code: eighth.stored})
    if eighth.figure.measure is Quantity.YES_NO:
        assert not district.sheet().rows(["A1"])[0].findings
        return
    rule = f"jump:{eighth.code}"
    assert [one.finding.rule for one in district.sheet().rows(["A1"])[0].findings] == [rule]
    client.force_login(district.clerk)
    client.post(
        PAGE + "answers/",
        json.dumps({"number": "A1", "rule": rule, "text": "Mùa vụ mới"}),
        content_type="application/json",
        headers={"Accept": "application/json", "X-Typed-By": str(district.clerk.pk)},
    )
    assert WarningAnswer.objects.get().value == eighth.stored
    assert not district.sheet().rows(["A1"])[0].open_findings


# --- History ------------------------------------------------------------------------------------


def test_history_names_it_alone_with_old_and_new(district, eighth):
    district.save(("A1", "revenue", "5"))
    district.save(("A1", eighth.code, eighth.typed))
    row = QuarterlyFigures.objects.get()
    newest = changes_of(make_admin(), QuarterlyFigures.history.filter(id=row.pk))[0]
    assert [(one.name, one.old) for one in newest.fields] == [
        (f"The eighth figure in {eighth.figure.measure}", "–")
    ]
    assert eighth.typed.lstrip("-") in newest.fields[0].new


def test_what_changed_since_the_province_had_it_is_counted(district, eighth):
    made = make_return(district.unit, 2024, 3, state="draft")
    row = make_figures(district.cooperatives[0], 2024, 3, quarterly_return=made, revenue=1)
    for step in ("submit", "send_back"):
        made.steps.create(
            step=step, by=district.officer, at=row.history.latest().history_date, reason="x"
        )
    row.extra = {eighth.code: eighth.stored}
    row.save()
    assert changed_cells([made.pk]) == {made.pk: 1}


# --- Files --------------------------------------------------------------------------------------


def test_the_workbook_holds_it_and_takes_it_back(client, district, eighth):
    client.force_login(district.clerk)
    content = filled(workbook_of(district.sheet()), ("A1", eighth.code, eighth.in_workbook))
    preview = client.post(PAGE + "upload/", {"file": SimpleUploadedFile("bieu.xlsx", content)})
    assert not preview.context["errors"]
    said = {name: preview.context[name] for name in ("seen", "said")}
    client.post(PAGE + "upload/", {**said, "confirm": "yes"}, follow=True)
    assert value_of("A1", eighth) == eighth.stored
    page = opened(workbook_of(district.sheet())).worksheets[0]
    held = page.cell(row_of(page, "A1"), column_of(page, eighth.code)).value
    assert held == eighth.in_workbook


@pytest.fixture
def load(tmp_path, monkeypatch):
    # The command's last act, to close the connection, would end the test's transaction.
    monkeypatch.setattr("django.core.management.base.connections", SimpleNamespace(close_all=int))
    return Importer(tmp_path)


def test_it_is_imported_with_the_quarter_and_the_same_file_changes_nothing(load, district, eighth):
    content = (
        f"registration_number;year;quarter;revenue_million;{eighth.figure.import_code}\n"
        f"A1;2024;3;5,5;{eighth.typed}\n"
    )
    assert load("quarterly_figures", content).counts == (1, 0, 0)
    assert value_of("A1", eighth) == eighth.stored
    assert load("quarterly_figures", content).counts == (0, 0, 1)
    cleared = content.replace(f";{eighth.typed}\n", ";\n")
    assert load("quarterly_figures", cleared).counts == (0, 1, 0)
    assert value_of("A1", eighth) is None


def test_it_is_imported_with_the_year_under_its_label(load, district, eighth):
    label = str(eighth.figure.name)
    label = f"{label} (triệu đồng)" if eighth.figure.is_money else label
    content = f"registration_number;year;score;{label}\nA1;2023;70,5;{eighth.typed}\n"
    assert load("yearly_reports", content).counts == (1, 0, 0)
    assert eighth.figure.read(YearlyReport.objects.get()) == eighth.stored


def test_an_import_outside_its_limits_names_row_column_and_value(load, district, eighth):
    code = eighth.figure.import_code
    run = load(
        "quarterly_figures",
        f"registration_number;year;quarter;revenue_million;{code}\nA1;2024;3;5,5;{eighth.too_much}\n",
    )
    assert [error[:3] for error in run.errors] == [(2, code, eighth.too_much)]


# --- Year, pages --------------------------------------------------------------------------------


def test_a_yearly_report_has_it_and_what_the_quarters_add_up_to(district, eighth):
    for quarter in (1, 2, 3, 4):
        make_figures(district.cooperatives[0], 2023, quarter, extra={eighth.code: eighth.stored})
    sheet = yearly_sheet(district.clerk, 2023, district.unit.code)
    row = sheet.rows(["A1"])[0]
    column = sheet.column(eighth.code)
    times = 4 if eighth.figure.is_flow else 1
    assert row.cells[codes().index(eighth.code)].last == column.show(times * eighth.stored)


def test_the_organisations_page_and_the_admin_site_show_it(client, district, eighth):
    cooperative = district.cooperatives[0]
    row = make_figures(cooperative, 2024, 3, extra={eighth.code: eighth.stored})
    make_yearly_report(cooperative, 2023, state="draft", extra={eighth.code: eighth.stored})
    QuarterlyReturn.objects.update(state="draft")
    client.force_login(district.clerk)
    page = client.get(f"/organisations/{cooperative.pk}/").content.decode()
    shown = eighth.typed.replace("-", "−")
    assert page.count(f'<td class="number">{shown}</td>') == 2
    client.force_login(make_admin())
    address = f"/admin/cooperatives/quarterlyfigures/{row.pk}/change/"
    form = client.get(address).context["adminform"].form
    assert form.initial[eighth.code] == eighth.stored
    fields = {
        name: "" if form[name].value() is None else form[name].value() for name in form.fields
    }
    fields |= {f"initial-{name}": value for name, value in fields.items()}
    formset = {"answers-TOTAL_FORMS": "0", "answers-INITIAL_FORMS": "0"}
    new = 0 if eighth.figure.measure is Quantity.YES_NO else eighth.stored + 1
    sent = client.post(address, fields | formset | {eighth.code: new})
    assert sent.status_code == 302
    row.refresh_from_db()
    assert eighth.figure.read(row) == new


@pytest.mark.usefixtures("english")
def test_lists_of_the_admin_site_have_its_column(client, district, eighth):
    cooperative = district.cooperatives[0]
    make_figures(cooperative, 2024, 3, extra={eighth.code: eighth.stored})
    make_yearly_report(cooperative, 2023, extra={eighth.code: eighth.stored})
    client.force_login(make_admin())
    for records in ("quarterlyfigures", "yearlyreport"):
        page = client.get(f"/admin/cooperatives/{records}/")
        assert str(eighth.figure.name).lower() in page.content.decode().lower()
        assert page.context["cl"].list_display[-1](page.context["cl"].result_list[0]) == (
            eighth.stored
        )


# --- Evidence and indicator ---------------------------------------------------------------------


def test_it_is_evidence_by_the_rules_of_its_nature(district, eighth):
    reported, carried, missing = district.cooperatives
    for quarter in (1, 2, 3):
        make_figures(reported, 2024, quarter, extra={eighth.code: eighth.stored})
    make_figures(carried, 2024, 1, extra={eighth.code: eighth.stored})
    make_figures(missing, 2024, 3, revenue=1)
    for made in QuarterlyReturn.objects.all():
        made.steps.create(step="submit", by=district.clerk, at=timezone.now())
    books = Books()
    for cooperative in district.cooperatives:
        row = evidence_of(cooperative, eighth.code, 3)
        if eighth.figure.is_flow:
            expected = flow_of(books, cooperative, eighth.code, 2024, 3)
        else:
            expected, _how = level_of(books, cooperative, eighth.code, 2024, 3)
        assert row.value == expected
    times = 3 if eighth.figure.is_flow else 1
    assert evidence_of(reported, eighth.code, 3).value == times * eighth.stored
    assert evidence_of(carried, eighth.code, 3).state == (
        ValueState.MISSING if eighth.figure.is_flow else ValueState.CARRIED
    )
    assert evidence_of(missing, eighth.code, 3).state == ValueState.MISSING


def test_a_final_report_wins_at_the_years_end(district, eighth):
    cooperative = district.cooperatives[0]
    make_figures(cooperative, 2024, 4, extra={eighth.code: eighth.stored})
    new = 0 if eighth.figure.measure is Quantity.YES_NO else eighth.stored + 1
    make_yearly_report(cooperative, 2024, extra={eighth.code: new})
    assert evidence_of(cooperative, eighth.code, 4).value == new


def test_it_is_added_up_by_an_indicator(district, eighth):
    one, other, _missing = district.cooperatives
    for quarter in (1, 2, 3):
        make_figures(one, 2024, quarter, extra={eighth.code: eighth.stored})
        make_figures(other, 2024, quarter, extra={eighth.code: 0})
    nature = Flow(eighth.figure.nature)
    tally = tally_of(district.province, eighth.code, 3)
    times = 3 if eighth.figure.is_flow else 1
    total = Sum("total", "", "", eighth.code, Unit.PERSONS, nature, "").measure(tally)
    assert (total.value, total.coverage.reported, total.coverage.expected) == (
        times * eighth.stored,
        2,
        3,
    )
    mean = Mean("mean", "", "", eighth.code, Unit.VND_PER_COOPERATIVE, nature, "").measure(tally)
    assert mean.value == Fraction(times * eighth.stored, 2)


def test_one_statement_answers_for_it_with_the_others(district, eighth, django_assert_num_queries):
    asked = codes()
    with django_assert_num_queries(1):
        tally_evidence(district.unit, 2024, [1, 2, 3], asked)
