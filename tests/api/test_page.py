"""The page that says how the API is read: its programs do what it promises, as they stand there."""

import html
import os
import re
import subprocess
import sys

import pytest
from django.urls import reverse

from cooperatives.api.figures import FiguresRow
from cooperatives.catalogue.figures import figures
from plan_tracker.api import description
from tests.factories import (
    make_admin,
    make_api_token,
    make_cooperative,
    make_district,
    make_district_staff,
    make_entered_figure,
    make_figures,
    make_province,
)

EXAMPLE = r'data-example="{}"[^>]*><code>(.*?)</code>'


def example(page, name: str) -> str:
    (found,) = re.findall(EXAMPLE.format(name), page.text, re.DOTALL)
    return html.unescape(found)


@pytest.fixture
def district(db, demo_day):
    return make_district(make_province())


@pytest.fixture
def page(client, district):
    client.force_login(make_district_staff(district))
    return client.get("/api/")


def test_it_lists_all_addresses_and_what_each_takes(page):
    for path, methods in description()["paths"].items():
        assert f">{path}</code>" in page.text
        assert html.escape(methods["get"]["summary"]) in page.text
    assert ">period, year, quarter, unit, registration_number, state</code>" in page.text


def test_addresses_that_stand_there_lead_somewhere(page, client):
    """Lists do, and what describes them; the comparison needs a plan, an edition its number."""
    leads = set(re.findall(r'href="(/api/v1/[^"]*)"', page.text))
    assert len(leads) == len(description()["paths"]) - 2 + 1
    for address in leads:
        assert client.get(address).status_code == 200, address


def test_who_looks_after_tokens_is_led_there(page, client):
    makes = reverse("admin:cooperatives_apitoken_add")
    assert makes not in page.text
    client.force_login(make_admin())
    assert makes in client.get("/api/").text


def test_it_is_reached_from_the_own_account(page, client):
    assert 'href="/api/"' in client.get("/account/").text


def test_its_words_are_the_readers(page, client):
    assert "Dữ liệu cho chương trình khác" in page.text
    client.cookies["django_language"] = "en"
    assert "Data for other programs" in client.get("/api/").text


def test_the_query_for_excel_asks_for_what_there_is(page, client, district):
    """Nothing here runs Power Query; each name in it is held to what the API has."""
    make_entered_figure("website", "yes_no")
    text = example(client.get("/api/"), "excel")
    assert 'Address = "http://testserver",' in text
    (path,) = re.findall(r'RelativePath = "([^"]+)"', text)
    operation = description()["paths"][f"/{path}"]["get"]
    (query,) = re.findall(r"Query = \[(.*?)\]", text, re.DOTALL)
    asked = re.findall(r"(\w+) =", query)
    assert asked == ["period", "limit", "offset"]
    assert set(asked) <= {one["name"] for one in operation["parameters"]}
    columns, values = (
        re.findall(r'"(\w+)"', given)
        for given in re.findall(r'"(?:row|values)",\s*\{(.*?)\}', text, re.DOTALL)
    )
    assert set(columns) <= set(FiguresRow.model_fields)
    assert values == [one.code for one in figures(2024)]
    types = dict(re.findall(r'\{"(\w+)", type (\w+)\}', text))
    assert set(values) < set(types)
    assert (types["website"], types["unit"], types["revenue"]) == ("logical", "text", "number")


@pytest.fixture
def served(live_server, settings, client):
    """Records in a database that the server reads too, and who reads them."""
    settings.DEBUG, settings.TODAY = True, "2024-10-20"
    district = make_district(make_province())
    for number in range(3):
        made = make_cooperative(district, name=f"HTX {number}")
        make_figures(made, 2024, 3, revenue=number * 1_000_000 or None)
    reader = make_district_staff(district)
    client.force_login(reader)
    return client.get(f"{live_server.url}/api/", headers={"host": live_server.url[7:]}), reader


@pytest.mark.parametrize("at_once", [2, 1000])
def test_the_program_in_python_reads_all_pages(served, tmp_path, at_once):
    page, reader = served
    _token, secret = make_api_token(reader)
    program = tmp_path / "read.py"
    text = example(page, "python")
    assert '"limit": 1000' in text
    program.write_text(text.replace('"limit": 1000', f'"limit": {at_once}'), encoding="utf-8")
    told = os.environ | {"PLAN_TRACKER_TOKEN": secret, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(  # noqa: S603  (it is our own page)
        [sys.executable, program], env=told, capture_output=True, check=True, timeout=60
    )
    lines = [line.split("\t") for line in done.stdout.decode().splitlines()]
    assert sorted(line[1:] for line in lines) == [
        ["HTX 0", "None"],
        ["HTX 1", "1000000"],
        ["HTX 2", "2000000"],
    ]
