"""Plans, targets, indicators and editions, for programs."""

from datetime import date

import pytest
from django.db import connection

from cooperatives.models import EnteredFigure
from targets.editions.publishing import publish
from targets.indicators import indicators
from targets.models import EnteredIndicator
from tests.api.conftest import items
from tests.factories import (
    make_commune,
    make_district,
    make_district_staff,
    make_plan,
    make_province,
    make_target,
)


@pytest.fixture
def plan(province, ba_be):
    plan = make_plan(province, number="532/KH-UBND")
    make_target(plan, "new_cooperatives", value=35, milestone_1=8, quote="Thành lập mới 35 HTX")
    make_target(plan, "average_profit", value=85_000_000)
    make_target(plan, "weak_share", "<", "9.5", unit=ba_be)
    return plan


def test_a_plan_says_for_which_years_and_what_it_has_to_do_with_others(province, plan, ask):
    decision = make_plan(province, number="9/QĐ", adjusts=plan, issued_on=date(2024, 6, 1))
    make_target(decision, "new_cooperatives", value=30)
    rows = {row["number"]: row for row in ask("plans")["items"]}
    assert rows["532/KH-UBND"]["years"] == [2024]
    assert rows["9/QĐ"]["adjusts"] == plan.pk
    assert items(ask("plans?year=2024"), "number") == ["9/QĐ", "532/KH-UBND"]
    assert items(ask("plans?year=2023"), "number") == []
    assert items(ask("plans?unit=061"), "number") == []


def test_another_provinces_plan_is_not_told(plan, ask):
    other = make_plan(make_province("19", name="Tỉnh Thái Nguyên"), number="1/KH")
    make_target(other)
    assert items(ask("plans"), "number") == ["532/KH-UBND"]
    assert set(items(ask("targets"), "plan_number")) == {"532/KH-UBND"}
    ask(f"targets?plan={other.pk}", status=404)


def test_a_target_says_what_it_is_in_and_whether_it_holds(province, plan, ask):
    decision = make_plan(province, number="9/QĐ", adjusts=plan, issued_on=date(2024, 6, 1))
    make_target(decision, "new_cooperatives", value=30, is_demo=True)
    rows = {(row["plan_number"], row["indicator"]): row for row in ask("targets")["items"]}
    old, new = rows["532/KH-UBND", "new_cooperatives"], rows["9/QĐ", "new_cooperatives"]
    assert (old["value"], old["overruled_by"]) == (35, "9/QĐ")
    assert (new["value"], new["overruled_by"]) == (30, None)
    assert old["milestones"] == [8, None, None]
    assert (old["is_demo"], new["is_demo"]) == (False, True)
    share = rows["532/KH-UBND", "weak_share"]
    assert (share["operator"], share["value"], share["unit_of_measure"]) == ("<", 9.5, "percent")
    assert (share["unit"], share["overruled_by"]) == ("061", None)
    profit = rows["532/KH-UBND", "average_profit"]
    assert (profit["value"], profit["unit_of_measure"]) == (85_000_000, "vnd_per_cooperative")
    assert items(ask("targets?indicator=weak_share"), "unit") == ["061"]
    assert items(ask("targets?unit=061"), "indicator") == ["weak_share"]
    assert ask("targets?year=2023")["count"] == 0
    assert ask(f"targets?plan={decision.pk}")["count"] == 1


def test_allocations_to_units_out_of_reach_are_not_told(province, plan, asking, ngan_son):
    """Who works for a district asks for numbers of districts, not for those of their communes."""
    commune = make_commune(ngan_son, "02000")
    make_target(plan, "total_groups", unit=commune)
    staff = make_district_staff(make_district(province, "063"))
    assert "02000" not in items(asking(staff)("targets"), "unit")


def test_indicators_say_what_they_are_in(province, ask):
    EnteredFigure.objects.create(code="land", name_vi="Diện tích", measure="number", nature="level")
    EnteredIndicator.objects.create(
        code="all_land", name_vi="Tổng diện tích", rule="sum", of="land", unit_vi="ha"
    )
    EnteredIndicator.objects.create(
        code="all_revenue", name_vi="Tổng doanh thu", rule="sum", of="revenue"
    )
    rows = {row["code"]: row for row in ask("indicators")["items"]}
    assert list(rows) == [one.code for one in indicators()]
    assert (rows["all_land"]["unit_name"], rows["all_land"]["is_entered"]) == ("ha", True)
    assert (rows["all_revenue"]["unit"], rows["all_revenue"]["unit_name"]) == ("vnd", "đồng")
    assert rows["average_profit"]["unit_name"] == "đồng/HTX"
    assert not rows["average_profit"]["is_entered"]
    assert rows["average_profit"]["definition"]


# --- Editions -------------------------------------------------------------------------------------


def test_editions_are_listed_the_newest_first(plan, ask):
    publish(2024, 1, "06", note="Lần đầu")
    publish(2024, 2, "06")
    assert items(ask("editions"), "period") == ["2024Q2", "2024Q1"]
    (row,) = ask("editions?period=2024Q1")["items"]
    assert (row["unit"], row["edition"], row["note"]) == ("06", 1, "Lần đầu")
    assert row["published_by"] is None
    assert row["content"] == "http://testserver/api/v1/editions/2024/1/06/1"
    assert items(ask("editions?year=2024"), "period") == ["2024Q2", "2024Q1"]
    assert ask("editions?unit=061")["count"] == 0


@pytest.fixture
def two_bearers(province, plan):
    """Editions of two units that bore one code, one after the other."""
    change = date(2024, 4, 1)
    make_district(province, "064", name="Huyện Cũ", valid_to=change)
    make_district(province, "064", name="Huyện Mới", valid_from=change)
    return publish(2024, 2, "064")


def test_the_list_of_editions_keeps_bearers_of_a_code_apart(two_bearers, client, officer, ask):
    new, dated = two_bearers.unit, two_bearers.unit.dated_code
    old = next(one for one in ask("units?state=ended")["items"] if one["code"] == "064")["unit"]
    found = {"064": 1, dated: 1, old: 0, "064&period=2024Q1": 0, "064&period=2024Q2": 1}
    for unit, number in found.items():
        assert ask(f"editions?unit={unit}")["count"] == number, unit
    client.force_login(officer)
    for query, is_there in {
        "unit=064": True,
        f"unit={dated}": True,
        f"unit={old}": False,
        "unit=064&year=2024&quarter=2": True,
        "unit=064&year=2024&quarter=1": False,
        "unit=zz": False,
        "unit=064&year=9999&quarter=1": True,
    }.items():
        page = client.get(f"/editions/?{query}")
        assert page.status_code == 200, query
        assert ("data-edition" in page.text) is is_there, query
    assert new.name in client.get("/editions/?unit=064").text


def test_an_edition_is_found_by_the_code_of_its_quarter(two_bearers, client, officer, ask):
    dated = two_bearers.unit.dated_code
    client.force_login(officer)
    for code, status in (("064", 200), (dated, 200), ("064@1997-01-01", 404)):
        ask(f"editions/2024/2/{code}/1", status=status)
        assert client.get(f"/editions/2024/2/{code}/1/").status_code == status
    assert two_bearers.get_absolute_url() == "/editions/2024/2/064/1/"


@pytest.mark.parametrize("forged", ["xx", '{"a":1}'])
def test_an_edition_that_was_tampered_with_is_not_told(plan, ask, forged):
    publish(2024, 1, "06")
    assert ask("editions/2024/1/06/1")["content"]["unit"] == "06"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE targets_edition SET content = %s", [forged])
    said = ask("editions/2024/1/06/1", status=503)
    assert "bị sửa trong cơ sở dữ liệu" in said["error"]
