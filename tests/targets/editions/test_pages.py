"""The pages of published figures, and the same for programs."""

import hashlib
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from targets.editions.canonical import canonical, sha256
from targets.editions.publishing import publish
from targets.models import Edition
from tests.factories import make_admin, make_plan, make_target
from tests.targets.editions.conftest import UNIT, correct
from tests.targets.pages import attribute, elements, find_all, parsed, text

FIRST, SECOND = "/editions/2024/2/06/1/", "/editions/2024/2/06/2/"
NEW = "/editions/new/?year=2024&quarter=2&unit=06"

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def second(land, first):
    correct(land.ba_be, 90)
    return publish(2024, 2, UNIT, reader=land.officer)


@pytest.fixture
def client(client):
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def officer(client, land):
    client.force_login(land.officer)
    return client


def marked(page, tag, name):
    """The elements of a tag that bear an attribute, whatever it says."""
    return [one for one in elements(page) if one.name == tag and attribute(one, name) is not None]


def values_on(page):
    return [
        (attribute(one, "data-indicator"), attribute(find_all(one, "data")[0], "value"))
        for one in marked(page, "article", "data-indicator")
    ]


def test_an_edition_is_the_overview_of_its_day(officer, land, first):
    live = parsed(officer.get("/?year=2024&quarter=2&unit=06"))
    correct(land.ba_be, 90)
    frozen = parsed(officer.get(FIRST))
    assert "Published figures of 20/10/2024, edition 1" in text(frozen)
    assert values_on(frozen) == values_on(live)
    assert values_on(parsed(officer.get("/?year=2024&quarter=2&unit=06"))) != values_on(live)


def test_it_lists_what_moved_and_leads_to_the_newer_one(officer, land, second):
    page = parsed(officer.get(SECOND))
    assert [attribute(one, "data-figure") for one in marked(page, "tr", "data-figure")] == [
        "profit"
    ]
    assert [attribute(one, "data-unit") for one in marked(page, "tr", "data-moved")] == [
        "06",
        "061",
    ]
    assert "Edition 2 is newer" in text(parsed(officer.get(FIRST)))


def test_staff_of_another_district_learn_of_a_figure_but_not_whose(client, land, second):
    client.force_login(land.cho_don.clerk)
    response = client.get(SECOND)
    assert marked(parsed(response), "tr", "data-figure") == []
    assert "1 figure of a cooperative outside your unit moved too" in text(parsed(response))
    assert land.ba_be.cooperatives[0].name not in response.content.decode()


def test_the_file_is_what_was_hashed_byte_for_byte(officer, first):
    page = officer.get(FIRST).content.decode()
    assert first.sha256 in page
    assert f"sha256sum {first.file_name()}" in page
    response = officer.get(f"{FIRST}figures.json")
    assert first.file_name() in response.headers["Content-Disposition"]
    assert hashlib.sha256(response.content).hexdigest() == first.sha256
    rows = officer.get(f"{FIRST}records.json").content
    assert hashlib.sha256(rows).hexdigest() == first.records_sha256


def test_rows_of_cooperatives_are_for_who_reads_them_all(client, land, first):
    client.force_login(land.ba_be.clerk)
    assert client.get(f"{FIRST}records.json").status_code == 404
    assert "records.json" not in client.get(FIRST).content.decode()
    assert client.get(f"{FIRST}figures.json").status_code == 200


def test_the_api_answers_a_content_that_gives_the_hash_again(officer, first):
    answer = officer.get("/api/v1/editions/2024/2/06/1").json()
    assert (answer["edition"], answer["sha256"]) == (1, first.sha256)
    assert sha256(canonical(answer["content"])) == first.sha256


def test_the_api_says_no_in_json(client, officer, first):
    assert "error" in officer.get("/api/v1/editions/2024/2/06/9").json()
    client.logout()
    response = client.get("/api/v1/editions/2024/2/06/1")
    assert (response.status_code, "error" in response.json()) == (401, True)


@pytest.mark.parametrize("address", ["/editions/2024/2/06/2/", "/editions/2024/2/061/1/"])
def test_what_was_not_published_is_not_found(officer, first, address):
    assert officer.get(address).status_code == 404


def test_a_page_takes_few_statements_and_no_more_with_more(officer, land, second):
    def asked(address):
        officer.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert officer.get(address).status_code == 200
        return len(captured)

    assert max(asked(one) for one in ("/editions/", FIRST, SECOND, NEW)) <= 20
    few = asked(SECOND), asked("/editions/")
    for profit in (70, 60):
        correct(land.ba_be, profit, 1)
        correct(land.cho_don, profit)
        publish(2024, 2, UNIT)
    assert (asked("/editions/2024/2/06/4/"), asked("/editions/")) <= few


def test_an_officer_publishes_what_was_shown(officer, land):
    page = officer.get(NEW)
    told = text(parsed(page))
    assert "What edition 1 freezes" in told
    assert "None: all are approved." in told
    seen = page.context["seen"]
    response = officer.post(NEW, {"note": "Quý II", "seen": seen}, follow=True)
    assert "Edition 1 is published." in text(parsed(response))
    made = Edition.objects.get()
    assert (made.published_by, made.note) == (str(land.officer), "Quý II")
    again = officer.post(NEW, {"note": "nữa", "seen": seen})
    assert "Nothing has moved since edition 1" in text(parsed(again))
    assert "nữa" in again.content.decode()  # what was typed stays
    assert Edition.objects.count() == 1


def test_what_changed_since_it_was_shown_is_shown_again(officer, land):
    seen = officer.get(NEW).context["seen"]
    correct(land.ba_be, 90)
    response = officer.post(NEW, {"note": "Quý II", "seen": seen})
    assert "have changed since you looked" in text(parsed(response))
    assert not Edition.objects.exists()
    assert officer.post(NEW, {"note": "", "seen": response.context["seen"]}).status_code == 302


def test_the_plan_that_is_published_is_said_whatever_the_address_asks_for(officer, land):
    other = make_plan(land.province, number="999/KH", issued_on="2024-01-02")
    make_target(other, "average_profit", value=7)
    asked = f"{NEW}&plan={{}}&units=now"
    shown = [officer.get(asked.format(one.pk)) for one in (other, land.plan)]
    assert [one.context["seen"] for one in shown] == [officer.get(NEW).context["seen"]] * 2
    plan = shown[0].context["selection"].plan
    assert plan.number in text(parsed(shown[0]))
    for one in (other, land.plan):
        response = officer.post(asked.format(one.pk), {"seen": shown[0].context["seen"]})
        assert response.status_code == (302 if one == other else 200)
    assert json.loads(Edition.objects.get().content)["plan"]["number"] == plan.number


def test_the_preview_names_what_is_not_finished(officer, land):
    page = parsed(officer.get("/editions/new/?year=2024&quarter=3&unit=06"))
    assert [attribute(one, "data-return") for one in marked(page, "li", "data-return")] == [
        "061",
        "064",
    ]


def test_who_may_publish_is_offered_it_on_the_overview(client, land):
    for reader, offered in (
        (land.officer, True),
        (make_admin(land.province), True),
        (make_admin(land.ba_be.unit), False),
        (land.ba_be.clerk, False),
    ):
        client.force_login(reader)
        assert (
            "/editions/new/" in client.get("/?year=2024&quarter=2&unit=06").content.decode()
        ) is offered
        assert client.get(NEW).status_code == (200 if offered else 403)


def test_a_year_without_a_plan_is_not_published(officer, land):
    page = officer.get("/editions/new/?year=2024&quarter=2&unit=06").content.decode()
    assert "<form" in page
    land.plan.targets.all().delete()
    land.plan.delete()
    response = officer.get(NEW)
    assert "there is nothing to publish" in text(parsed(response))
    assert 'name="seen"' not in response.content.decode()


@pytest.mark.parametrize("text", ["{", "[]", '"x"', "5", "{}", "[" * 100_000 + "]" * 100_000])
@pytest.mark.parametrize("column", ["content", "records"])
def test_a_tampered_edition_says_so(officer, first, column, text):
    hashed = {"content": "sha256", "records": "records_sha256"}[column]
    statement = f"UPDATE targets_edition SET {column} = %s, {hashed} = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, [text, sha256(text)])
    response = officer.get(FIRST)
    assert response.status_code == 200
    page = parsed(response)
    assert len(marked(page, "div", "data-broken")) == 1
    assert marked(page, "p", "data-published") == []
    assert b"as they were published" not in response.content


def test_nothing_is_told_as_moved_since_one_that_was_tampered_with(officer, first, second):
    forged = first.records.replace("10000000", "20000000")
    statement = "UPDATE targets_edition SET records = %s, records_sha256 = %s WHERE number = 1"
    with connection.cursor() as cursor:
        cursor.execute(statement, [forged, sha256(forged)])
    page = parsed(officer.get(SECOND))
    assert "Edition 1 was changed in the database" in text(page)
    assert "No figure moved" not in text(page)
    assert marked(page, "tr", "data-figure") == marked(page, "tr", "data-moved") == []


def test_before_a_correction_is_published_the_page_says_what_it_changes(officer, first, land):
    page = officer.get(NEW)
    assert "Every value is as in edition 1." in text(parsed(page))
    correct(land.ba_be, 90)
    page = parsed(officer.get(NEW))
    assert "Every value is as in" not in text(page)
    changed = [one for one in find_all(page, "tr") if find_all(one, "span", data_before="")]
    assert [attribute(one, "data-indicator") for one in changed] != []
    content = json.loads(first.content)["progress"]["targets"]
    was = {one["indicator"]: one["value"] for one in content}
    for row in changed:
        assert was[attribute(row, "data-indicator")] is not None
        assert "edition 1:" in text(row)


def test_a_quarter_that_runs_is_published_only_once_that_was_ticked(officer, land, settings):
    settings.TODAY = "2024-05-20"
    page = officer.get(NEW)
    assert "Publish though the quarter ends only on 30/6/2024" in text(parsed(page))
    sent = {"note": "", "seen": page.context["seen"]}
    answer = officer.post(NEW, sent)
    assert "tick to publish all the same" in text(parsed(answer))
    assert not Edition.objects.exists()
    assert officer.post(NEW, sent | {"is_early": "on"}).status_code == 302
    assert Edition.objects.exists()


@pytest.mark.parametrize("forged", ["xx", '{"a":1}', "[]"])
def test_after_one_that_was_tampered_with_the_next_is_published_with_a_word(officer, first, forged):
    statement = "UPDATE targets_edition SET content = %s WHERE number = 1"
    with connection.cursor() as cursor:
        cursor.execute(statement, [forged])
    asked = "/editions/new/?year=2024&quarter=2&unit=06"
    page = officer.get(asked)
    assert "Edition 1 was changed in the database" in text(parsed(page))
    answer = officer.post(asked, {"note": "", "seen": page.context["seen"]}, follow=True)
    assert "Edition 2 is published." in text(parsed(answer))
    assert Edition.objects.get(number=2).sha256


def test_the_list_names_editions_of_one_quarter_or_all(officer, land, second):
    publish(2024, 1, UNIT)
    assert len(marked(parsed(officer.get("/editions/")), "tr", "data-edition")) == 3
    asked = officer.get("/editions/?year=2024&quarter=2&unit=06")
    found = marked(parsed(asked), "tr", "data-edition")
    assert [attribute(one, "data-edition") for one in found] == ["2", "1"]
    assert json.loads(second.content)["number"] == 2
