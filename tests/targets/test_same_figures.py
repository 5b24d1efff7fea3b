"""What was published says the same wherever it is read: Word, workbook, API and public page; and a
correction afterwards is an edition of its own, which tells what moved.
"""

import csv
import io
import json

import pytest
from django.core.management import call_command
from django.utils.formats import number_format
from openpyxl import load_workbook

from cooperatives.models import AdministrativeUnit, QuarterlyFigures
from targets.models import Edition
from tests.factories import make_api_token, make_officer
from tests.targets.pages import attribute, elements, parsed, text
from tests.targets.report.docx_files import opened, rows_of
from tests.targets.report.sentences import MONEY, shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo", "demo_day")]

PAGE = "/editions/2024/2/06/1/"
MILLION = 10**6


@pytest.fixture(scope="module")
def demo(kept):
    kept(lambda: call_command("load_demo", verbosity=0))


@pytest.fixture
def officer(client, settings):
    settings.PUBLIC_PAGE = True
    officer = make_officer(AdministrativeUnit.objects.get(code="06"))
    client.force_login(officer)
    return officer


@pytest.fixture
def publish(client, officer):
    def publishing():
        page = client.get("/editions/new/?year=2024&quarter=2&unit=06")
        sent = {"note": "", "seen": page.context["seen"]}
        return client.post("/editions/new/?year=2024&quarter=2&unit=06", sent, follow=True)

    return publishing


def values_of(progress) -> dict[tuple[str, str], float | None]:
    """By unit and indicator the value of each target, in the indicator's own unit."""
    planned = [one["indicator"] for one in progress["targets"] if one["target"] is not None]
    return {
        (part["unit"], one["indicator"]): one["value"]
        for part in (progress, *progress["units"])
        for one in part["targets"]
        if one["indicator"] in planned
    }


def by_unit(values) -> dict[str, list[tuple[str, float | None]]]:
    found = {}
    for (unit, code), value in values.items():
        found.setdefault(unit, []).append((code, value))
    return found


def in_million(code, value):
    return None if value is None else pytest.approx(value / (MILLION if code in MONEY else 1))


def below_the_numbers(page) -> list[list]:
    rows = [list(row) for row in page.iter_rows(values_only=True)]
    start = next(place for place, row in enumerate(rows) if row[0] == "(1)")
    return [row for row in rows[start + 1 :] if row[1]]


def test_the_same_figures_are_read_from_word_workbook_api_and_public_page(publish, client, officer):
    publish()
    stored = json.loads(Edition.objects.get().content)
    values = values_of(stored["progress"])
    assert len(values) == 8 * 9
    assert sum(value is not None for value in values.values()) > 60
    units = by_unit(values)

    # Word
    document = opened(client.get(f"{PAGE}report.docx").content)
    whole = [row[4] for row in rows_of(document.tables[1]._tbl)[1:]]
    for said, (code, value) in zip(whole, units["06"], strict=True):
        assert said in shown(code, value), code
    _head, *rows = rows_of(document.tables[2]._tbl)
    for row, part in zip(rows, [*stored["progress"]["units"], stored["progress"]], strict=True):
        for said, (code, value) in zip(row[1:-1], units[part["unit"]], strict=True):
            assert said.rstrip("*") in shown(code, value), (part["unit"], code)

    # Workbook
    book = load_workbook(io.BytesIO(client.get(f"{PAGE}report.xlsx").content))
    rows = below_the_numbers(book["Chỉ tiêu kế hoạch"])
    for row, (code, value) in zip(rows, units["06"], strict=True):
        assert row[4] == in_million(code, value), code

    # API, by a token
    _token, secret = make_api_token(officer)
    client.logout()
    headers = {"authorization": f"Bearer {secret}"}
    answer = client.get("/api/v1/editions?period=2024Q2", headers=headers).json()
    told = client.get(answer["items"][0]["content"], headers=headers).json()
    assert values_of(told["content"]["progress"]) == values
    live = client.get("/api/v1/progress?period=2024Q2&unit=06", headers=headers).json()
    assert values_of(live) == values

    # Public page, by anybody
    public = client.get("/public/data.json").json()
    out = values_of(public["progress"])
    hidden = {key for key, value in out.items() if value is None and values[key] is not None}
    listed = {
        (one["unit"], one["indicator"])
        for one in public["left_out"]
        if "unit" in one and "value" in one["fields"]
    }
    assert hidden == listed & values.keys()
    assert len(hidden) < 20
    assert {key: out[key] for key in values if key not in hidden} == {
        key: value for key, value in values.items() if key not in hidden
    }
    table = client.get("/public/data.csv").content.decode("utf-8-sig").splitlines()
    rows = list(csv.DictReader(table, delimiter=";"))
    told = {(row["Mã đơn vị"], row["Mã"]): row["Giá trị"] for row in rows}
    for (unit, code), value in out.items():
        said = told[unit, code]
        expected = in_million(code, value)
        assert (float(said.replace(",", ".")) if said else None) == expected, (unit, code)


def test_a_correction_afterwards_is_an_edition_that_tells_what_moved(publish, client):
    publish()
    first = Edition.objects.get()
    row = QuarterlyFigures.objects.counted().filter(year=2024, quarter=2, profit__gt=0).first()
    before, row.profit = row.profit, row.profit + 700 * MILLION
    row.save()
    page = parsed(publish())
    assert Edition.objects.get(number=1).content == first.content
    second = Edition.objects.get(number=2)
    was, now = (values_of(json.loads(one.content)["progress"]) for one in (first, second))
    moved = {key for key in was if was[key] != now[key]}
    assert {code for _unit, code in moved} == {"average_profit"}
    assert len(moved) == 2  # the province and one district
    lines = [one for one in elements(page) if attribute(one, "data-moved")]
    told = {(attribute(one, "data-unit"), attribute(one, "data-moved")) for one in lines}
    assert told == moved
    figures = [attribute(one, "data-figure") for one in elements(page)]
    assert [code for code in figures if code] == ["profit"]
    shown = text(page)
    for number in (before, row.profit):
        assert number_format(number / MILLION, 1, use_l10n=True) in shown
    assert client.get("/public/data.json").json()["number"] == 2
