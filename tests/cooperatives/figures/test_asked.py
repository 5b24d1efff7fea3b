"""Who is asked for an entered figure, in every way in which figures come in and are shown."""

import json
from types import SimpleNamespace

import pytest
from django.utils import translation

from cooperatives.catalogue.figures import asked_of, codes, figure_named, figures
from cooperatives.figures.blanks import blanks_of
from cooperatives.figures.completeness import completeness_of
from cooperatives.ground.calendar import Quarter
from cooperatives.models import EnteredFigure, QuarterlyFigures
from cooperatives.workbook import workbook_of
from cooperatives.yearly.sheet import yearly_sheet
from tests.cooperatives.imports.files import Importer
from tests.cooperatives.workbook.workbooks import column_of, opened, row_of
from tests.factories import (
    make_admin,
    make_cooperative,
    make_entered_figure,
    make_figures,
    make_return,
)
from tests.targets.pages import attribute, find, parsed

PAGE = "/returns/2024/3/061/"


@pytest.fixture
def traders(district):
    """A figure of trade alone, since 2024; A1 trades, B2 does not."""
    row = make_entered_figure(
        "online", "persons", sector="trade", from_year=2024, name_vi="Bán qua mạng"
    )
    district.cooperatives[0].sector = "trade"
    district.cooperatives[0].save()
    return row


@pytest.fixture
def load(tmp_path, monkeypatch):
    # The command's last act, to close the connection, would end the test's transaction.
    monkeypatch.setattr("django.core.management.base.connections", SimpleNamespace(close_all=int))
    return Importer(tmp_path)


def post_cell(client, district, number, text):
    client.force_login(district.clerk)
    cells = [{"number": number, "field": "online", "text": text, "base": "", "language": "vi"}]
    return client.post(
        PAGE + "cells/",
        json.dumps({"cells": cells}),
        content_type="application/json",
        headers={"Accept": "application/json", "X-Typed-By": str(district.clerk.pk)},
    ).json()


# --- The accessor ---------------------------------------------------------------------------------


@pytest.mark.django_db
def test_entered_figures_follow_the_built_in_ones_by_code():
    make_entered_figure("zeta")
    make_entered_figure("alpha", from_year=2020, to_year=2022, sector="trade")
    assert codes()[-2:] == ["alpha", "zeta"]
    assert codes(figures(2023))[-1] == "zeta"
    assert [one.code for one in asked_of("trade", 2022)][-2:] == ["alpha", "zeta"]
    assert [one.code for one in asked_of("credit", 2022)][-1] == "zeta"
    assert figure_named("gamma") is None


@pytest.mark.django_db
def test_rows_are_read_once_and_anew_after_a_change(django_assert_num_queries):
    row = make_entered_figure("workers")
    with django_assert_num_queries(1):
        assert figure_named("workers") is not None
        assert codes()[-1] == "workers"
    row.name_vi = "Người làm"
    row.save()
    assert str(figure_named("workers").name) == "Người làm"
    EnteredFigure.objects.filter(pk=row.pk).update(name_vi="Thợ")
    assert str(figure_named("workers").name) == "Thợ"
    row.delete()
    assert figure_named("workers") is None


@pytest.mark.django_db
def test_a_request_reads_them_anew(client):
    client.force_login(make_admin())
    make_entered_figure("workers")
    assert figure_named("workers") is not None
    # As another process would: past this one's memory.
    EnteredFigure.objects.all()._raw_delete("default")
    assert figure_named("workers") is not None
    page = client.get("/figures/")
    assert "workers" not in page.content.decode()


@pytest.mark.django_db
def test_its_name_is_in_the_language_in_force():
    make_entered_figure("workers", name_vi="Lao động", name_en="Workers")
    name = figure_named("workers").name
    assert str(name) == "Lao động"
    with translation.override("en"):
        assert str(name) == "Workers"


# --- Grid -----------------------------------------------------------------------------------------


def test_its_column_stands_in_the_years_of_the_figure_alone(district, traders):
    assert district.sheet().column("online") is not None
    assert district.sheet(year=2023).column("online") is None


def test_who_is_not_asked_cannot_be_typed_for(client, district, traders):
    assert post_cell(client, district, "A1", "3")["saved"] == [["A1", "online", "3"]]
    (refused,) = post_cell(client, district, "B2", "3")["refused"]
    assert "thương mại" in refused["message"]
    assert QuarterlyFigures.objects.get().cooperative.registration_number == "A1"
    page = parsed(client.get(PAGE))
    asked, other = (
        find(page, data_field="online", data_cooperative=number) for number in ("A1", "B2")
    )
    assert attribute(asked, "readonly") is None
    assert "readonly" in dict(other.attributes)


def test_who_is_not_asked_is_complete_without_it(district, traders):
    period = Quarter(2024, 3)
    district.fill("A1")
    district.fill("B2")
    rows = {row.number: row for row in district.sheet().rows(["A1", "B2"])}
    assert (rows["A1"].is_complete, rows["B2"].is_complete) == (False, True)
    assert [cell.column.field for cell in rows["A1"].blank_cells] == ["online"]
    assert rows["B2"].blank_cells == []
    assert completeness_of(district.unit, [period])[district.unit.pk, period].complete == 1
    filed = QuarterlyFigures.objects.first().quarterly_return
    blank = {one.cooperative.registration_number: one for one in blanks_of([filed])[filed.pk]}
    assert [figure.code for figure in blank["A1"].missing] == ["online"]
    assert "B2" not in blank


def test_a_workbook_shades_it_and_refuses_it(district, traders):
    page = opened(workbook_of(district.sheet())).worksheets[0]
    place = column_of(page, "online")
    asked, other = (page.cell(row_of(page, number), place).fill for number in ("A1", "B2"))
    assert asked.fill_type is None
    assert other.fill_type == "solid"


def test_a_year_asks_the_same(district, traders):
    sheet = yearly_sheet(district.clerk, 2024, district.unit.code)
    rows = {row.number: row for row in sheet.rows(["A1", "B2"])}
    asked = {
        number: next(cell for cell in row.cells if cell.column.field == "online").not_asked
        for number, row in rows.items()
    }
    assert asked["A1"] == ""
    assert "thương mại" in asked["B2"]
    assert yearly_sheet(district.clerk, 2023, district.unit.code).column("online") is None


@pytest.mark.parametrize("kind", ["quarterly_figures", "yearly_reports"])
@pytest.mark.parametrize(
    ("number", "year", "words"), [("B2", 2024, "thương mại"), ("A1", 2023, "2023")]
)
def test_an_import_names_the_row_that_is_not_asked(
    load, district, traders, kind, number, year, words
):
    quarter = ("quarter", "1") if kind == "quarterly_figures" else ("score", "70")
    content = f"registration_number;year;{quarter[0]};online\n{number};{year};{quarter[1]};4\n"
    ((row, column, value, message),) = load(kind, content).errors
    assert (row, column, value) == (2, "online", "4")
    assert words in message
    assert load(kind, content.replace(";4\n", ";\n")).counts == (1, 0, 0)


def test_no_activity_is_asked_of_what_is_asked_alone(district):
    make_entered_figure("exports", "money", "flow", sector="credit")
    draft = make_return(district.unit, 2024, 3, state="draft")
    make_figures(
        make_cooperative(district.unit, sector="trade", registration_number="T1"),
        2024,
        3,
        quarterly_return=draft,
        revenue=0,
        profit=0,
        average_member_income=0,
    )
    (row,) = district.sheet().rows(["T1"])
    assert [one.finding.rule for one in row.findings] == ["no_activity"]
