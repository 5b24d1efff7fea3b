"""What a page asks of the database: a number of statements that nothing makes grow, none twice."""

from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cooperatives.ground.calendar import now
from cooperatives.models import (
    AdministrativeUnit,
    QuarterlyFigures,
    QuarterlyReturn,
    Remark,
    ReturnStep,
)
from tests.factories import (
    make_admin,
    make_baseline_figure,
    make_cooperative,
    make_district,
    make_district_staff,
    make_figures,
    make_group,
    make_officer,
    make_plan,
    make_target,
    make_yearly_report,
)

PAGE, API, COMMAND = 20, 11, 7
"""Three of a page's are those of a page that is unchanged, one asks for demo data."""

MOST = {
    "/": PAGE,
    "/?quarter=3": PAGE,
    "/?quarter=1": PAGE,
    "/?year=2023": PAGE,
    "/?quarter=4&by=average_profit": PAGE,
    "/?unit=061": PAGE,
    "/?quarter=3&unit=061": PAGE,
    "/targets/{}/weak_share/": PAGE,
    "/targets/{}/weak_share/?quarter=3&unit=061": PAGE,
    "/targets/{}/average_profit/?quarter=1": PAGE,
    "/returns/": PAGE,
    "/returns/2024/2/061/": PAGE,
    "/returns/2024/3/061/": PAGE,
    "/api/v1/progress": API,
    "/api/v1/progress?year=2024&quarter=3&unit=06": API,
    "/api/v1/progress?period=2024Q3": API,
    "/api/v1/plans": API,
    "/api/v1/targets?year=2024": API,
    "/api/v1/indicators": API,
    "/api/v1/editions?period=2024Q2": API,
    "/api/v1/units": API,
    "/api/v1/units?under=061&period=2024Q1": API,
    "/api/v1/organisations": API,
    "/api/v1/organisations?unit=061": API,
    "/api/v1/figures?period=2024Q2": API,
    "/api/v1/figures?unit=061&state=all": API,
    "/api/v1/figures/catalogue": API,
    "/api/v1/figures/units": API,
    "/api/v1/yearly-reports?year=2023": API,
}
READERS = {
    "officer": lambda: make_officer(AdministrativeUnit.objects.get(code="06")),
    "clerk": lambda: make_district_staff(AdministrativeUnit.objects.get(code="061")),
    "admin": make_admin,
}
ASK_NOTHING_TWICE = [page for page in MOST if "target" in page or page.startswith("/api")]


def commune_of(code):
    return AdministrativeUnit.objects.filter(parent__code=code).order_by("code").first()


def report(code, number):
    cooperative = make_cooperative(commune_of(code), name=f"HTX {code}-{number}")
    make_yearly_report(cooperative, 2023, rating="weak")
    for quarter in (1, 2, 3):
        make_figures(cooperative, 2024, quarter, profit=number, member_count=10)


@pytest.fixture
def little(bac_kan):
    """One cooperative of a district that reports and is late with a quarter, and one of a district
    that never did.
    """
    report("061", 1)
    QuarterlyFigures.objects.filter(quarter=1).delete()
    QuarterlyReturn.objects.filter(quarter=1).delete()
    make_cooperative(commune_of("058"))
    make_baseline_figure(bac_kan, "total_cooperatives", 371)
    return bac_kan


def make_much(province, plan):
    """More of all that a comparison is made of."""
    for code in ("058", "060", "061", "062", "066"):
        for number in range(3):
            report(code, number)
    make_cooperative(province)
    make_group(province)
    make_district(province, "099", name="Huyện mới")
    for code in ("new_groups", "weak_share", "average_profit"):
        make_baseline_figure(province, code, 5)
        make_target(plan, code, unit=commune_of("061").parent)
    make_target(make_plan(province, number="77/QĐ-UBND", adjusts=plan), "new_cooperatives")
    beside = make_plan(province, number="9/CT")
    for year in (2023, 2024):
        make_target(beside, "total_groups", year=year)


@pytest.fixture
def ask(client, plan):
    """Open a page a second time and tell what it asks: statements without their savepoints."""

    def asking(address, user):
        client.force_login(user)
        address = address.format(plan.pk)
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return [query["sql"] for query in captured]

    return asking


def test_a_page_asks_so_often_and_no_more_with_more_records(little, plan, ask):
    """All pages in one test: what makes them grow takes longer to make than to be shown."""
    readers = {who: make() for who, make in READERS.items()}

    def asked():
        return {(page, who): len(ask(page, user)) for page in MOST for who, user in readers.items()}

    few = asked()
    assert [(key, number) for key, number in few.items() if number > MOST[key[0]]] == []
    make_much(little, plan)
    assert [(key, few[key], number) for key, number in asked().items() if number > few[key]] == []


@pytest.mark.parametrize("state", QuarterlyReturn.State.values)
def test_a_return_asks_so_often_in_each_state(little, ask, state):
    """With a remark, a round that was sent back, and a question that was answered."""
    filed = QuarterlyReturn.objects.get(unit__code="061", quarter=3)
    officer, clerk = make_officer(little), make_district_staff(filed.unit)
    rounds = [("submit", clerk), ("send_back", officer), ("submit", clerk)]
    for step, by in rounds if state != "draft" else []:
        reason = "Kiểm tra lại" if step == "send_back" else ""
        ReturnStep.objects.create(quarterly_return=filed, step=step, by=by, at=now(), reason=reason)
    row = QuarterlyFigures.objects.get(quarterly_return=filed)
    for settled in (False, True):
        Remark.objects.create(
            quarterly_return=filed,
            cooperative=row.cooperative,
            text="xem lại",
            by=officer,
            at=now(),
            is_settled=settled,
        )
    filed.state = state
    filed.save()
    for reader in (officer, clerk, make_admin()):
        assert len(ask("/returns/2024/3/061/", reader)) <= PAGE


def test_nothing_is_asked_twice(little, plan, ask):
    make_much(little, plan)
    for user in (make_officer(little), make_district_staff(commune_of("061").parent)):
        for page in ASK_NOTHING_TWICE:
            asked = Counter(ask(page, user))
            assert [(page, sql) for sql, times in asked.items() if times > 1] == []


def test_the_command_asks_so_often(little, plan, django_assert_max_num_queries):
    make_much(little, plan)
    for options in ({}, {"all": True}, {"format": "json", "quarter": 1}):
        with django_assert_max_num_queries(COMMAND):
            call_command("progress", stdout=StringIO(), **options)
