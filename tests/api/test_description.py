"""The description is OpenAPI 3.1, holds all addresses, and everything answers as it says."""

import pytest
from django.urls import reverse
from openapi_core.exceptions import OpenAPIError
from openapi_spec_validator import OpenAPIV31SpecValidator

from cooperatives.models import UnitFigures
from plan_tracker import api
from targets.editions.publishing import publish
from tests.api.conftest import items
from tests.factories import (
    make_baseline_figure,
    make_cooperative,
    make_district_staff,
    make_entered_figure,
    make_figures,
    make_group,
    make_plan,
    make_return,
    make_target,
    make_union,
    make_yearly_report,
    suspend,
)

LISTS = {
    "editions",
    "plans",
    "targets",
    "indicators",
    "figures",
    "figures/catalogue",
    "figures/units",
    "yearly-reports",
    "organisations",
    "units",
}
OTHERS = {"progress", "editions/{year}/{quarter}/{unit_code}/{number}"}


@pytest.fixture
def full(province, ba_be, ngan_son):
    """Something of everything, with values and without."""
    make_entered_figure("workers")
    make_entered_figure("land", "number")
    make_entered_figure("website", "yes_no", sector="agriculture")
    make_entered_figure("offices", reported_by="unit")
    make_entered_figure("households", reported_by="plan_unit")
    union = make_union(ba_be)
    for number, district in enumerate((ba_be, ba_be, ngan_son)):
        made = make_cooperative(district, name=f"HTX {number}", union=union)
        more = {"workers": 4, "land": 1_500_000, "website": number % 2}
        make_figures(made, 2024, 1, profit=-5_000_000, member_count=12, extra=more, note="ghi chú")
        make_figures(made, 2024, 2, revenue=10_000_000)
        make_yearly_report(made, 2023, score="41.25", profit=7)
        make_yearly_report(made, 2022, state="draft", follows=["profit"])
    suspend(made, ba_be.valid_from.replace(year=2024))
    make_group(ngan_son)
    filed = make_return(ngan_son, 2024, 3)
    UnitFigures.objects.create(
        unit=ngan_son, quarterly_return=filed, year=2024, quarter=3, extra={"offices": 3}
    )
    UnitFigures.objects.create(unit=province, year=2024, quarter=3, extra={"households": 9})
    plan = make_plan(province)
    make_target(plan, "new_cooperatives", milestone_1=1)
    make_target(plan, "average_profit", value=85_000_000)
    make_target(plan, "weak_share", "<", "9.5")
    make_target(make_plan(province, number="9/QĐ", adjusts=plan), "new_cooperatives", value=30)
    make_baseline_figure(province)
    publish(2024, 2, "06", note="Lần đầu")
    return province


def test_it_is_openapi_3_1_and_served(ask, client, officer):
    client.force_login(officer)
    served = client.get("/api/v1/openapi.json")
    assert served.headers["Content-Type"] == "application/json"
    told = served.json()
    assert told["openapi"] == "3.1.0"
    OpenAPIV31SpecValidator(told).validate()
    assert told == api.description()


def test_it_holds_all_addresses_and_says_how_one_is_known():
    told = api.description()
    assert set(told["paths"]) == {f"/api/v1/{path}" for path in LISTS | OTHERS}
    ways = {one["type"] for one in told["components"]["securitySchemes"].values()}
    assert ways == {"http", "apiKey"}
    for path, methods in told["paths"].items():
        assert list(methods) == ["get"]
        # An edition may have been tampered with.
        more = {"503"} if "{number}" in path else set()
        expected = {"200", "400", "401", "403", "404"} | more
        assert expected == set(map(str, methods["get"]["responses"]))


def test_no_page_of_another_server_is_there():
    """The library's own pages for trying out load scripts from elsewhere."""
    assert api.api.docs_url is None
    assert api.api.openapi_url is None
    assert "api-root" not in {found.name for found in api.urlpatterns}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_list_answers_as_described(full, asking, officer, ba_be, language):
    for user in (officer, make_district_staff(ba_be, username=f"cán bộ {language}")):
        ask = asking(user, language=language)
        for path in sorted(LISTS):
            more = "&state=all" if path in {"figures", "yearly-reports", "figures/units"} else ""
            answer = ask(f"{path}?limit=1000{more}")
            assert set(answer) == {"count", "next", "items"}, path
            assert answer["count"] == len(answer["items"]), path
            assert answer["items"] or user is not officer, path


def test_the_comparison_and_an_edition_answer_as_described(full, ask):
    assert ask("progress")["plan"]["number"]
    for question in ("period=2024Q1", "period=2024Q2&units=now", "unit=061", "year=2023"):
        ask(f"progress?{question}")
    (address,) = items(ask("editions"), "content")
    edition = ask(address.partition("/api/v1/")[2])
    assert edition["content"]["note"] == "Lần đầu"
    assert edition["sha256"] == ask("editions")["items"][0]["sha256"]


def test_an_answer_that_is_not_as_described_would_be_caught(full, ask, monkeypatch):
    monkeypatch.setattr("targets.api.progress.progress_as_json", lambda _found: {"plan": None})
    with pytest.raises(OpenAPIError):
        ask("progress")


def test_addresses_stay(db):
    assert reverse("api-progress") == "/api/v1/progress"
    assert reverse("api-edition", args=[2024, 2, "06", 1]) == "/api/v1/editions/2024/2/06/1"
    assert reverse("api-openapi") == "/api/v1/openapi.json"
