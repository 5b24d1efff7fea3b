"""Who already has a page is answered 304 without anything being computed, and never wrongly."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver

from cooperatives.ground.calendar import now
from cooperatives.models import AdministrativeUnit, QuarterlyReturn, ReturnOpening, ReturnStep
from cooperatives.models.base import Record
from cooperatives.pages.unchanged import free_while_unchanged, release
from cooperatives.version import Mark
from targets.editions.publishing import publish
from targets.models import Edition, Movement
from tests.factories import (
    make_admin,
    make_api_token,
    make_baseline_figure,
    make_cooperative,
    make_district_staff,
    make_figures,
    make_officer,
    make_yearly_report,
)

PAGES = {
    "dashboard": "/?quarter=3",
    "target": "/targets/{plan}/average_profit/?quarter=3",
    "indicator": "/indicators/weak_share/?quarter=3",
    "overview-file": "/tables/units.csv?quarter=3",
    "indicator-file": "/indicators/average_profit/series.csv?quarter=3",
    "indicator-records": "/indicators/average_profit/records.csv?quarter=3",
    "indicator-closing": "/indicators/average_profit/gap.csv?quarter=3",
    "movements": "/movements/?quarter=3",
    "movements-file": "/movements.csv?quarter=3",
    "plans": "/plans/",
    "plan": "/plans/{plan}/",
    "plan-before": "/plans/{plan}/before/",
    "plan-before-file": "/plans/{plan}/before.csv",
    "indicators": "/indicators/",
    "indicator-definition": "/indicators/average_profit/definition/",
    "editions": "/editions/",
    "api-progress": "/api/v1/progress",
    "api-edition": "/api/v1/editions/2024/2/06/1",
    "api-editions": "/api/v1/editions",
    "api-plans": "/api/v1/plans",
    "api-targets": "/api/v1/targets",
    "api-indicators": "/api/v1/indicators",
    "api-units": "/api/v1/units",
    "api-organisations": "/api/v1/organisations",
    "api-figures": "/api/v1/figures",
    "api-figures-catalogue": "/api/v1/figures/catalogue",
    "api-figures-units": "/api/v1/figures/units",
    "api-yearly-reports": "/api/v1/yearly-reports",
    "api-openapi": "/api/v1/openapi.json",
    "returns": "/returns/",
    "returns-file": "/returns.csv?year=2024",
    "return": "/returns/2024/2/061/",
    "yearly-reports": "/yearly-reports/",
    "yearly-report": "/yearly-reports/2023/061/",
}
MOST = 3
"""Statements of an answer without a body: the sign-in, the person, the version."""
RETURN = PAGES["return"]


@pytest.fixture(scope="module")
def reported(units_and_plan, kept):
    def load():
        commune = AdministrativeUnit.objects.filter(parent__code="061").first()
        for number in range(6):
            cooperative = make_cooperative(commune, name=f"HTX {number}")
            make_yearly_report(cooperative, 2023, rating="weak", score=40)
            for quarter in (1, 2, 3):
                make_figures(cooperative, 2024, quarter, profit=number, member_count=10)
        make_baseline_figure(AdministrativeUnit.objects.get(code="06"))
        publish(2024, 2, "06")

    kept(load)


@pytest.fixture
def officer(reported, bac_kan):
    return make_officer(bac_kan)


@pytest.fixture
def clerk(reported, ba_be):
    return make_district_staff(ba_be)


@pytest.fixture
def has(client, officer):
    """The officer has a page; asks for it once more. The status of the answer."""

    def having(address):
        client.force_login(officer)
        client.get(address)
        tag = client.get(address).headers["ETag"]
        return lambda: client.get(address, headers={"If-None-Match": tag}).status_code

    return having


@pytest.fixture
def asks_again(has):
    return has("/")


def free_views(patterns=None) -> Iterator[str]:
    """The names of the addresses whose views are answered so."""
    own = free_while_unchanged(lambda request: None).__code__
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if not isinstance(pattern, URLPattern):
            yield from free_views(pattern.url_patterns)
            continue
        view = pattern.callback
        while view and getattr(view, "__code__", None) is not own:
            view = getattr(view, "__wrapped__", None)
        if view:
            yield pattern.name


def test_every_page_that_is_free_is_asked_here(db):
    assert set(free_views()) == set(PAGES)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("of_district", [False, True], ids=["officer", "clerk"])
def test_a_page_that_is_unchanged_is_free(client, officer, clerk, plan, page, of_district):
    client.force_login(clerk if of_district else officer)
    address = PAGES[page].format(plan=plan.pk)
    client.get(address)
    first = client.get(address)
    assert first.status_code == 200
    assert {"private", "no-cache"} <= set(first.headers["Cache-Control"].split(", "))
    with CaptureQueriesContext(connection) as asked:
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert len(asked) <= MOST
    for name in ("ETag", "Cache-Control"):
        assert again.headers[name] == first.headers[name]
    assert "Cookie" in again.headers["Vary"]


def test_all_that_the_pages_read_makes_a_version_when_it_changes(client, officer, clerk, plan):
    """A record does (tests/test_history.py), with its history; the others are named here."""
    read = set()
    for reader in (officer, clerk, make_admin()):
        client.force_login(reader)
        for address in PAGES.values():
            with CaptureQueriesContext(connection) as asked:
                client.get(address.format(plan=plan.pk))
            read |= {query["sql"] for query in asked}
    text = "\n".join(read)
    tables = [model for model in apps.get_models() if f'"{model._meta.db_table}"' in text]
    records = {model for model in tables if issubclass(model, Record)}
    histories = {model.history.model for model in records}
    others = {model for model in tables if model not in records | histories}
    session = apps.get_model("sessions", "Session")
    # What moved is kept by `keep_movements`, which says so, as what is published does itself.
    assert others <= {session, Mark, Movement, Edition}
    assert {"QuarterlyFigures", "Plan", "Remark"} <= {model.__name__ for model in records}


# --- Nothing is shown that is not so any more -----------------------------------------------------


def test_an_edition_makes_another_page(has):
    asks_again = has("/editions/")
    assert asks_again() == 304
    publish(2024, 1, "06")
    assert asks_again() == 200


def test_another_day_is_another_page(asks_again, settings):
    assert asks_again() == 304
    settings.TODAY = "2024-10-21"
    assert asks_again() == 200


def test_another_language_is_another_page(asks_again, client):
    client.cookies["django_language"] = "en"
    assert asks_again() == 200


def test_another_person_is_shown_another_page(asks_again, client, bac_kan):
    client.force_login(make_officer(bac_kan))
    assert asks_again() == 200


@pytest.mark.parametrize(
    "changes", [{"full_name": "Triệu Thị B"}, {"is_active": False}, {"email": "a@b.vn"}]
)
def test_a_person_who_changed_is_shown_another_page(asks_again, officer, changes):
    for name, value in changes.items():
        setattr(officer, name, value)
    officer.save()
    assert asks_again() != 304


def test_the_order_of_rows_is_no_record_and_yet_another_page(has, officer):
    asks = has(RETURN)
    assert asks() == 304
    officer.row_order = "number"
    officer.save(update_fields=["row_order"])
    assert asks() == 200


@pytest.mark.parametrize("cookie", ["csrftoken", "sessionid"])
def test_a_page_whose_forms_would_be_refused_is_made_anew(asks_again, client, officer, cookie):
    """Another secret of forms comes with each sign-in; the grid keeps its cells by the session."""
    if cookie == "sessionid":
        secret = client.cookies["csrftoken"].value
        client.logout()
        client.force_login(officer)
        client.cookies["csrftoken"] = secret
    else:
        client.cookies["csrftoken"] = "x" * 32
    assert asks_again() == 200


def test_what_is_to_be_said_is_said(asks_again, client):
    """The message of a form that led here, once; after it the page without it."""
    client.post("/returns/approvals/", {})
    shown = client.get("/", headers={"If-None-Match": "*"})
    assert "Chưa duyệt biểu nào" in shown.text
    assert "ETag" not in shown.headers
    assert asks_again() == 304


def test_an_opening_is_kept_though_somebody_looked_ahead(client, officer, ba_be):
    filed = QuarterlyReturn.objects.get(unit=ba_be, quarter=2)
    filed.state = "submitted"
    filed.save()
    step = filed.steps.create(step=ReturnStep.Step.SUBMIT, at=now())
    client.force_login(officer)
    for ahead in (client.head(RETURN), client.get(RETURN, headers={"Sec-Purpose": "prefetch"})):
        assert ahead.status_code == 200
        assert "ETag" not in ahead.headers
    assert not ReturnOpening.objects.filter(step=step).exists()
    client.get(RETURN)
    assert ReturnOpening.objects.filter(step=step, by=officer).exists()


@pytest.mark.parametrize("address", [RETURN, "/returns/"])
def test_what_can_be_undone_for_a_minute_is_not_shown_for_longer(client, officer, ba_be, address):
    client.force_login(officer)
    client.get(address)
    assert "ETag" in client.get(address).headers
    filed = QuarterlyReturn.objects.get(unit=ba_be, quarter=2)
    filed.steps.create(step=ReturnStep.Step.APPROVE, by=officer, at=now())
    page = client.get(address)
    assert "Hoàn tác" in page.text
    assert "ETag" not in page.headers


def test_a_program_with_a_token_is_answered_so_too(client, officer):
    _token, secret = make_api_token(officer)
    shown = {"Authorization": f"Bearer {secret}"}
    tag = client.get("/api/v1/progress", headers=shown).headers["ETag"]
    assert client.get("/api/v1/progress", headers=shown | {"If-None-Match": tag}).status_code == 304
    assert client.get("/api/v1/progress", headers={"If-None-Match": tag}).status_code == 401


def test_another_release_is_another_page(settings, tmp_path):
    (tmp_path / "page.html").write_text("a")
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path]}]
    before = release.__wrapped__()
    assert release.__wrapped__() == before
    (tmp_path / "page.html").write_text("b")
    assert release.__wrapped__() != before
    settings.RETURN_DUE_DAYS += 1
    (tmp_path / "page.html").write_text("a")
    assert release.__wrapped__() != before


def test_nobody_is_answered_before_signing_in(asks_again, client):
    client.logout()
    assert asks_again() == 302
