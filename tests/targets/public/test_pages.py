"""The public page and its files: for anybody, alike for everybody, and only where it is on."""

import io
import json
import re

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from cooperatives.ground.calendar import today
from cooperatives.models import AdministrativeUnit
from targets.editions.publishing import publish
from targets.models import Edition
from targets.public.shown import goes_public, latest_edition
from tests.factories import make_target
from tests.targets.public.conftest import MILLION, UNIT, cells, full, read
from tests.targets.public.conftest import Land as MadeLand

FILES = ("/public/data.json", "/public/data.csv", "/public/data.xlsx")
PAGES = ("/public/", "/public/embed/")


@pytest.fixture
def on(settings):
    settings.PUBLIC_PAGE = True


@pytest.fixture
def edition(land, on):
    return land.publish()


def person(user):
    client = Client()
    client.force_login(user)
    return client


# --- Off, and nothing there -----------------------------------------------------------------------


def test_it_is_off_unless_switched_on():
    assert django_settings.PUBLIC_PAGE is False


@pytest.mark.parametrize("address", [*PAGES, *FILES])
def test_switched_off_there_is_nothing(land, client, address):
    land.publish()
    for anybody in (client, person(land.officer)):
        response = anybody.get(address)
        assert response.status_code == 404
        assert "Bắc Kạn" not in response.content.decode()


@pytest.mark.parametrize("address", [*PAGES, *FILES])
def test_with_nothing_published_it_says_so(land, on, client, address):
    response = client.get(address)
    said = "Chưa có số liệu nào được công bố."
    if address in FILES:
        assert (response.status_code, response.json()) == (404, {"error": said})
    else:
        assert response.status_code == 200
        assert said in response.content.decode()
    assert response["Cache-Control"] == "no-store"


# --- For anybody, alike ---------------------------------------------------------------------------


@pytest.mark.parametrize("address", [*PAGES, *FILES])
def test_an_answer_knows_nobody_and_may_be_kept(edition, land, client, address):
    client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "en"
    anonymous, officer = client.get(address), person(land.officer).get(address)
    for response in (anonymous, officer):
        assert response.status_code == 200
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
        assert response["Cache-Control"] == "public, max-age=300"
        assert response["Content-Language"] == "vi"
    if not address.endswith("xlsx"):  # which says when it was written
        assert anonymous.content == officer.content
    assert str(land.officer) not in officer.content.decode(errors="ignore")
    again = client.get(address, headers={"If-None-Match": anonymous["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(f"{address}?lang=en")["ETag"] != anonymous["ETag"]


@pytest.mark.parametrize("address", [*PAGES, *FILES])
def test_an_answer_costs_one_statement(edition, land, client, address, django_assert_num_queries):
    """Nor does it ask who is signed in."""
    client.get(address)
    for anybody in (client, person(land.officer)):
        with django_assert_num_queries(1):
            anybody.get(address)


def test_a_new_edition_is_another_answer(edition, land, client):
    before = client.get("/public/")
    row = land.cooperatives["062"][0].quarterly_figures.get()
    row.profit = 77 * MILLION
    row.save()
    land.publish()
    after = client.get("/public/", headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert 'data-published="2"' in after.content.decode()


@pytest.mark.parametrize("address", [*PAGES, *FILES])
def test_nothing_can_be_sent_to_it(edition, client, address):
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)(address).status_code == 405


def test_only_the_short_page_may_stand_in_a_frame(edition, client):
    for address in ("/public/", *FILES, "/sign-in/"):
        response = client.get(address)
        assert response["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    embedded = client.get("/public/embed/")
    assert "X-Frame-Options" not in embedded
    policy = embedded["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "default-src 'self'" in policy


def test_scripts_of_other_sites_may_read_the_files(edition, client):
    for address in FILES:
        assert client.get(address)["Access-Control-Allow-Origin"] == "*"


# --- Which edition --------------------------------------------------------------------------------


def test_it_is_the_newest_edition_of_the_newest_quarter_of_the_whole(edition, land, client):
    publish(2024, 2, UNIT)
    plan = land.province.plans.get()
    make_target(plan, "new_groups", value=3, unit=land.cooperatives["062"][0].unit_on(today()))
    publish(2024, 3, "062")
    make_target(plan, "new_unions", value=1)
    publish(2024, 1, UNIT)  # a correction of an older quarter
    shown = client.get("/public/data.json").json()
    assert (shown["unit"], shown["quarter"], shown["number"]) == (UNIT, 2, 1)


# --- What it shows --------------------------------------------------------------------------------


def test_json_is_what_goes_out(edition, client):
    response = client.get("/public/data.json")
    assert response["Content-Type"] == "application/json"
    assert json.loads(response.content) == read(edition)


def test_the_page_says_of_when_it_is_and_what_is_left_out(edition, client):
    text = client.get("/public/").content.decode()
    assert re.search(r"Số liệu công bố ngày\s+20/10/2024, bản số 1", text)
    assert "Số liệu từ 1/1/2024 đến 31/3/2024." in text
    assert "Lợi nhuận bình quân HTX: 061" in text
    assert "Lợi nhuận bình quân HTX: 066" in text
    assert read(edition)["sha256"] in text
    assert "http://testserver/public/embed/?lang=vi" in text
    row = re.search(r'<tr data-unit="061">.*?</tr>', text, re.DOTALL)[0]
    assert row.count("không nêu") == 2
    assert re.search(r'data-unit="06">\s*<th scope="row">Tỉnh Bắc Kạn</th>', text)
    assert "Figures from 1/1/2024 to 31/3/2024." in client.get("/public/?lang=en").content.decode()


def test_no_file_holds_a_cooperative_a_person_or_a_note(edition, client):
    for address in (*PAGES, *FILES[:2]):
        assert not re.search("Kín|KIN-|Bí Mật|kín", client.get(address).content.decode())
    sheets = load_workbook(io.BytesIO(client.get(FILES[2]).content)).worksheets
    held = [str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row]
    assert not re.search("Kín|KIN-|Bí Mật|kín", " ".join(held))


def test_csv_and_workbook_hold_the_same_numbers_as_the_json(edition, client):
    public = cells(read(edition))
    text = client.get(f"{FILES[1]}?lang=en").content.decode("utf-8-sig")
    header, *lines = [line.split(",") for line in text.splitlines()]
    assert len(lines) == len(public)
    for line in lines:
        one = dict(zip(header, line, strict=True))
        found = public[one["Unit code"], one["Code"]]
        for name, key in (("Numerator", "numerator"), ("Denominator", "denominator")):
            assert one[name] == ("" if found[key] is None else str(found[key]))
        assert (one["Value"] == "") == (found["value"] is None)
        if found["value"] is not None and "VND" in one["Unit of measure"]:
            assert float(one["Value"]) == pytest.approx(found["value"] / MILLION, abs=1e-6)
        elif found["value"] is not None:
            assert float(one["Value"]) == pytest.approx(found["value"], abs=1e-6)
        assert one["SHA-256"] == read(edition)["sha256"]
    sheet = load_workbook(io.BytesIO(client.get(f"{FILES[2]}?lang=en").content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    first = next(place for place, row in enumerate(rows) if row[0] == "Unit code")
    assert len(rows) - first - 1 == len(public)
    by_code = {(row[0], row[2]): row for row in rows[first + 1 :]}
    column = rows[first].index("Value")
    mean = public[UNIT, "average_profit"]["value"] / MILLION
    assert by_code[UNIT, "average_profit"][column] == pytest.approx(mean, abs=1e-6)
    assert by_code["061", "average_profit"][column] is None


def test_no_text_runs_as_a_formula(db, demo_day, on, client):
    land = MadeLand({"061": [full()] * 3, "062": [full()] * 4}).store()
    unit = land.cooperatives["061"][0].unit_on(today())
    unit.name = "=HYPERLINK(1)"
    unit.save()
    land.publish()
    lines = client.get(FILES[1]).content.decode("utf-8-sig").splitlines()
    assert not [cell for line in lines for cell in line.split(";") if cell and cell[0] in "=+@"]
    sheet = load_workbook(io.BytesIO(client.get(FILES[2]).content)).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}


def test_demo_figures_say_so(land, on, client):
    province = land.province
    type(province).objects.filter(pk=province.pk).update(is_demo=True)
    land.publish()
    for address in PAGES:
        assert "Số liệu minh họa" in client.get(address).content.decode()
    assert client.get("/public/data.json").json()["is_demo"] is True
    assert "Số liệu minh họa" in client.get("/public/data.csv").content.decode()


# --- What was changed in the database -------------------------------------------------------------


@pytest.mark.parametrize("column", ["content", "records", "sha256", "published_by"])
@pytest.mark.parametrize("address", [*PAGES, *FILES])
def test_of_what_was_changed_nothing_goes_out(edition, land, client, address, column):
    publish_again(land)
    assert client.get(address).status_code == 200
    hashed = Edition.objects.get(number=2).sha256
    with connection.cursor() as cursor:
        table = Edition._meta.db_table
        cursor.execute(  # only the newest: the one before is not shown instead
            f"UPDATE {table} SET {column} = REPLACE({column}, %s, %s) WHERE number = 2",  # noqa: S608
            {"published_by": ["Bế", "Lê"], "sha256": [hashed[0], "z"]}.get(column, ["1", "2"]),
        )
    response = client.get(address)
    assert response.status_code == 503
    assert response["Cache-Control"] == "no-store"
    text = response.content.decode()
    assert "bản số 2 không còn đúng như khi công bố" in text
    assert "data-indicator" not in text


def publish_again(land):
    row = land.cooperatives["062"][0].quarterly_figures.get()
    row.profit = 77 * MILLION
    row.save()
    land.publish()


# --- Where the officer sees it --------------------------------------------------------------------


def test_the_page_of_an_edition_says_whether_anybody_reads_it(land, settings):
    edition, officer = land.publish(), person(land.officer)
    for is_on, said in ((False, "Trang công khai đang tắt."), (True, "đang được công khai")):
        settings.PUBLIC_PAGE = is_on
        assert said in officer.get(edition.get_absolute_url()).content.decode()
    publish_again(land)
    said = officer.get(edition.get_absolute_url()).content.decode()
    assert "Trang công khai đang hiển thị bản khác." in said


def test_what_would_be_public_is_shown_before_it_is(land, settings):
    edition, officer = land.publish(), person(land.officer)
    settings.PUBLIC_PAGE = False
    address = reverse("edition-public", args=[2024, 1, UNIT, 1])
    assert address in officer.get(edition.get_absolute_url()).content.decode()
    text = officer.get(address).content.decode()
    assert "Lợi nhuận bình quân HTX: 061" in text
    assert "Kín" not in text


@pytest.mark.parametrize(
    ("is_on", "unit", "quarter", "says"),
    [
        (False, UNIT, 3, False),
        (True, UNIT, 3, True),
        (True, UNIT, 2, True),
        (True, UNIT, 1, False),
        (True, "062", 3, False),
    ],
)
def test_who_publishes_is_told_that_anybody_reads_it_at_once(
    land, settings, is_on, unit, quarter, says
):
    settings.PUBLIC_PAGE = is_on
    publish(2024, 2, UNIT)
    asked = f"/editions/new/?year=2024&quarter={quarter}&unit={unit}"
    text = person(land.officer).get(asked).content.decode()
    assert ("data-goes-public" in text) is says


def test_the_first_edition_of_all_is_public_at_once(land, on):
    text = person(land.officer).get(f"/editions/new/?year=2024&quarter=1&unit={UNIT}")
    assert "data-goes-public" in text.content.decode()


@pytest.mark.parametrize(
    ("published", "unit", "quarter", "says"),
    [
        (UNIT, "062", 3, False),
        ("062", UNIT, 1, True),
        ("062", "064", 1, False),
        ("062", "064", 2, False),
        ("062", "064", 3, True),
        ("064", "062", 2, True),
        ("064", "064", 2, True),
    ],
)
def test_what_is_said_to_be_public_at_once_is(land, on, published, unit, quarter, says):
    for of in ("062", "064"):
        make_target(
            land.province.plans.get(),
            "new_groups",
            value=3,
            unit=land.cooperatives[of][0].unit_on(today()),
        )
    publish(2024, 2, published)
    assert goes_public(AdministrativeUnit.objects.get(code=unit), 2024, quarter) is says
    for made in land.cooperatives.values():  # so that a second edition has something to correct
        row = made[0].quarterly_figures.get()
        row.revenue += 1
        row.save()
    edition = publish(2024, quarter, unit)
    assert (latest_edition() == edition) is says
