"""What is not taken is refused in a sentence, in one form, in the reader's language."""

from datetime import date

import pytest
from django.test import Client

from cooperatives.api.asking import MOST_PER_PAGE, PER_PAGE
from tests.api.conftest import items
from tests.factories import (
    make_cooperative,
    make_district_staff,
    make_figures,
    make_officer,
    make_plan,
    make_province,
    make_target,
)

REFUSED = {
    "figures?unti=06": "“unti”",
    "figures?Unit=06": "“Unit”",
    "plans?period=2024Q3": "“period”",
    "progress?all=1": "“all”",
    "figures?unit=061&unit=062": "“unit”",
    "figures?unit=": "“unit”",
    "figures?period=2024Q5": "“2024Q5”",
    "figures?period=2024": "“2024”",
    "figures?period=0000Q1": "“0000Q1”",
    "progress?period=quý%203": "“quý 3”",
    "figures?period=2024Q3&year=2024": "period",
    "progress?period=2024Q3&quarter=3": "period",
    "figures?quarter=3": "period=2024Q3",
    "figures?year=2024&quarter=5": "quarter=5",
    "figures?year=hai": "“hai”",
    "figures?year=99999": "year=99999",
    "figures?year=99999999999999999999": "year=99999999999999999999",
    "figures?limit=0": "limit=0",
    "figures?limit=1001": "limit=1001",
    "figures?limit=abc": "“abc”",
    "figures?offset=-1": "offset=-1",
    "figures?offset=99999999999999999999": "offset=",
    "figures?state=late": "state=late",
    "organisations?kind=bank": "kind=bank",
    "organisations?sector=x": "agriculture",
    "units?level=x": "level=x",
    "targets?plan=x": "“x”",
    "targets?plan=99999999999": "plan=99999999999",
    "progress?units=then": "units=then",
}
NOT_THERE = [
    "figures?unit=zz",
    "figures?unit=06@2024-99-99",
    "figures?unit=06@1998-01-01",
    "units?under=zz",
    "organisations?unit=zz",
    "yearly-reports?unit=zz",
    "figures/units?unit=zz",
    "plans?unit=zz",
    "targets?unit=zz",
    "targets?plan=987654",
    "targets?indicator=averge_profit",
    "editions?unit=zz",
    "editions/2024/2/06/9",
    "editions/2024/9/06/1",
    "editions/0/1/06/1",
    "progress?unit=zz",
    "progress?quarter=9",
    "nothing",
]


@pytest.fixture
def planned(province, ba_be):
    make_target(make_plan(province))
    return province


@pytest.mark.parametrize("question", REFUSED)
def test_what_cannot_be_read_is_refused(planned, asking, officer, question):
    told = [asking(officer, language=one)(question, status=400) for one in ("vi", "en")]
    for one in told:
        assert set(one) == {"error"}
        assert REFUSED[question] in one["error"]
    assert told[0] != told[1]


@pytest.mark.parametrize("address", NOT_THERE)
def test_what_is_not_there_is_404_in_the_same_form(planned, client, officer, address):
    client.force_login(officer)
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == 404
    assert set(response.json()) == {"error"}


@pytest.mark.parametrize("path", ["openapi.json", "editions/2024/2/06/1"])
def test_what_takes_no_parameter_says_so(planned, client, officer, path):
    client.force_login(officer)
    response = client.get(f"/api/v1/{path}?x=1")
    assert (response.status_code, set(response.json())) == (400, {"error"})


def test_who_misspells_a_parameter_reads_which_there_are(planned, ask):
    said = ask("figures?periode=2024Q3", status=400)["error"]
    assert "period, year, quarter, unit" in said


def test_a_limit_that_is_too_high_leads_to_the_next_page(planned, ask):
    assert "next" in ask(f"units?limit={MOST_PER_PAGE + 1}", status=400)["error"]


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer x"}])
def test_nobody_is_told_so_everywhere(planned, described, headers):
    for path in [*described.spec["paths"].keys(), "/api/v1/openapi.json"]:
        address = path.format(year=2024, quarter=1, unit_code="06", number=1)
        response = Client().get(address, headers=headers)
        assert response.status_code == 401, path
        assert response.headers["WWW-Authenticate"] == "Bearer"
        assert set(response.json()) == {"error"}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_only_reads_and_says_so(planned, officer, method):
    """Without any word of forms that prove themselves: whoever they come from changes nothing."""
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(officer)
    for path in ("progress", "figures", "editions/2024/1/06/1", "openapi.json"):
        response = getattr(strict, method)(f"/api/v1/{path}")
        assert response.status_code == 405, path
        assert response.headers["Allow"] == "GET, HEAD"
        assert set(response.json()) == {"error"}


def test_head_is_get_without_what_it_holds(planned, client, officer):
    client.force_login(officer)
    response = client.head("/api/v1/units")
    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["ETag"] == client.get("/api/v1/units").headers["ETag"]


def test_a_session_answers_like_a_token(planned, client, officer, ask):
    client.force_login(officer)
    assert client.get("/api/v1/units").json() == ask("units")


# --- Pages of a list ------------------------------------------------------------------------------


def test_all_rows_are_on_one_page_or_another(planned, ba_be, ask):
    names = [f"HTX {number:03}" for number in range(7)]
    for name in names:
        make_cooperative(ba_be, name=name)
    found, question = [], "organisations?limit=3&state=all"
    while question:
        answer = ask(question)
        assert answer["count"] == len(names)
        found += items(answer, "name")
        question = answer["next"] and answer["next"].partition("/api/v1/")[2]
    assert found == names
    assert ask("organisations?offset=6")["next"] is None
    assert ask("organisations?offset=7") == {"count": 7, "next": None, "items": []}
    assert ask("organisations?limit=7")["next"] is None
    following = ask("organisations?limit=3&state=all")["next"]
    assert following == "http://testserver/api/v1/organisations?limit=3&state=all&offset=3"


def test_a_page_has_so_many_rows(planned, ba_be, ask):
    cooperative = make_cooperative(ba_be, founded_on=date(2000, 1, 1))
    for year in range(2000, 2000 + PER_PAGE // 4 + 1):
        for quarter in (1, 2, 3, 4):
            make_figures(cooperative, year, quarter)
    answer = ask("figures")
    assert len(answer["items"]) == PER_PAGE
    assert answer["next"].endswith(f"?offset={PER_PAGE}")


# --- Periods --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("period=2024Q2", ["2024Q2"]),
        ("period=20242", ["2024Q2"]),
        ("period=2024-q2", ["2024Q2"]),
        ("year=2024&quarter=2", ["2024Q2"]),
        ("year=2024", ["2024Q2", "2024Q1"]),
        ("year=2022", []),
        ("", ["2024Q2", "2024Q1", "2023Q4"]),
    ],
)
def test_a_period_is_a_quarter_or_a_year(planned, ba_be, ask, question, found):
    cooperative = make_cooperative(ba_be)
    for year, quarter in ((2023, 4), (2024, 1), (2024, 2)):
        make_figures(cooperative, year, quarter)
    assert items(ask(f"figures?{question}"), "period") == found


def test_the_comparison_takes_a_period_too(planned, ask):
    by_parts = ask("progress?year=2024&quarter=2")
    for text in ("2024Q2", "20242"):
        assert ask(f"progress?period={text}") == by_parts
    assert ask("progress?period=&year=2024&quarter=2&unit=") == by_parts


# --- Whose units may be asked for -----------------------------------------------------------------


def test_another_provinces_units_are_nobodys_here(planned, ask):
    other = make_province("19", name="Tỉnh Thái Nguyên")
    for question in ("figures", "organisations", "yearly-reports", "figures/units", "editions"):
        said = ask(f"{question}?unit={other.code}", status=404)["error"]
        assert other.name not in said
    assert other.name not in items(ask("units"), "name")


def test_the_neighbours_records_are_not_found_though_the_numbers_are(planned, asking, ba_be):
    staff = make_district_staff(ba_be)
    for user, status in ((staff, 404), (make_officer(planned, username="khác"), 200)):
        ask = asking(user)
        for question in ("figures", "organisations", "yearly-reports", "figures/units"):
            ask(f"{question}?unit=06", status=status)
            ask(f"{question}?unit=061")
    assert asking(staff, language="en")("editions?unit=06")["count"] == 0
