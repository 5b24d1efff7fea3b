"""A decision that adjusts a plan: which targets hold, and who is told which decision set them."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db.models import ProtectedError

from targets.comparison.as_json import progress_as_json
from targets.comparison.reading import progress_of
from targets.comparison.selection import select
from targets.models import Plan, Target
from targets.output.terminal import progress_as_text
from targets.plans.adjusting import plans_met
from targets.plans.rules import plan_problems
from tests.factories import (
    close_year,
    make_admin,
    make_cooperative,
    make_officer,
    make_plan,
    make_province,
    make_target,
)
from tests.targets.pages import find, find_all, parsed, text


def adjust(plan, number="700/QĐ-UBND", issued_on=date(2024, 5, 20), **fields) -> Plan:
    return make_plan(plan.unit, number=number, issued_on=issued_on, adjusts=plan, **fields)


def comparison(**asked):
    return progress_as_json(progress_of(select(year=2024, quarter=2, **asked)))


def told(found, code):
    [row] = [row for row in found["targets"] if row["indicator"] == code]
    return row["operator"], row["target"], row["set_by"]


def test_it_replaces_the_targets_that_it_names_and_no_others(plan, ba_be):
    make_target(plan, "managers_vocational", value=10, unit=ba_be)
    before = comparison()
    make_target(adjust(plan), "new_cooperatives", ">", 40)
    after = comparison()
    assert after["plan"] == before["plan"]
    assert told(after, "new_cooperatives") == (">", 40, "700/QĐ-UBND")
    for old, new in zip(before["targets"], after["targets"], strict=True):
        if old["indicator"] != "new_cooperatives":
            assert old == new
            assert old["set_by"] == "532/KH-UBND"
    assert after["units"] == before["units"]


def test_it_takes_the_place_whole_milestones_and_clause_too(plan):
    Target.objects.filter(plan=plan, indicator="new_cooperatives").update(milestone_2=30)
    make_target(adjust(plan), "new_cooperatives", value=44, quote="từ 44 HTX")
    selection = select(year=2024, quarter=2)
    standing = progress_of(selection).whole.standing("new_cooperatives")
    assert (
        standing.assessment.expected == 22
    )  # half of 44: the milestone of 30 went with its target
    assert standing.target.quote == "từ 44 HTX"


def test_a_target_of_the_plans_unit_leaves_the_districts_own(plan, ba_be):
    make_target(plan, "new_cooperatives", value=5, unit=ba_be)
    make_target(adjust(plan), "new_cooperatives", value=44)
    of_ba_be = next(part for part in comparison()["units"] if part["unit"] == "061")
    assert told(of_ba_be, "new_cooperatives") == (">=", 5, "532/KH-UBND")
    make_target(adjust(plan, "701"), "new_cooperatives", value=6, unit=ba_be)
    of_ba_be = next(part for part in comparison()["units"] if part["unit"] == "061")
    assert told(of_ba_be, "new_cooperatives") == (">=", 6, "701")


def test_what_the_plan_lacks_comes_at_the_end(plan):
    make_target(adjust(plan), "total_members", value=9000, place=0)
    codes = [row["indicator"] for row in comparison()["targets"]]
    assert codes[-1] == "total_members"
    assert len(codes) == 9


def test_of_several_the_latest_issued_holds(plan):
    make_target(adjust(plan, "late", date(2024, 6, 1)), "new_cooperatives", value=50)
    make_target(adjust(plan, "early", date(2024, 4, 1)), "new_cooperatives", value=40)
    assert told(comparison(), "new_cooperatives") == (">=", 50, "late")


def test_it_is_never_the_plan_seen_itself(plan):
    adjusting = adjust(plan)
    make_target(adjusting, "new_cooperatives", value=44)
    assert select().plan == plan
    assert select(plan_id=adjusting.pk).plan == plan
    assert select().plans == (plan,)


def test_a_year_that_only_the_adjusting_decision_has_is_the_plans(plan):
    make_target(adjust(plan), "new_cooperatives", value=44, year=2023)
    found = select(year=2023, quarter=4)
    assert found.plan == plan
    assert [row["indicator"] for row in progress_as_json(progress_of(found))["targets"]] == [
        "new_cooperatives"
    ]


def test_the_terminal_names_the_decision_of_an_adjusted_target_alone(plan):
    assert "700/QĐ-UBND" not in progress_as_text(progress_of(select(year=2024, quarter=2)))
    make_target(adjust(plan), "new_cooperatives", value=44)
    told = progress_as_text(progress_of(select(year=2024, quarter=2)))
    assert told.count("700/QĐ-UBND") == 1


# --- Rules ----------------------------------------------------------------------------------------


def codes_of(plan) -> list[str]:
    return [found.error.code for found in plan_problems(plan)]


def test_a_decision_adjusts_an_earlier_plan_of_its_unit_one_step_back(plan):
    assert codes_of(adjust(plan)) == []
    assert codes_of(adjust(plan, "b", plan.issued_on)) == ["not_later"]
    other = make_plan(make_province("19"), adjusts=plan, issued_on=date(2024, 1, 1))
    assert codes_of(other) == ["of_another_unit"]
    first = Plan.objects.get(number="700/QĐ-UBND")
    assert codes_of(adjust(first, "c", date(2024, 6, 1))) == ["adjusts_adjusting"]
    plan.adjusts = make_plan(plan.unit, number="1", issued_on=date(2022, 1, 1))
    assert codes_of(plan) == ["is_adjusted"]


def test_a_plan_is_replaced_by_a_later_one(plan):
    plan.replaced_by = make_plan(plan.unit, number="1", issued_on=date(2022, 1, 1))
    assert codes_of(plan) == ["not_later"]
    plan.replaced_by = make_plan(plan.unit, number="2", issued_on=date(2024, 1, 1))
    assert codes_of(plan) == []


def test_nobody_is_asked_how_a_plan_stands_to_itself_or_to_what_that_was_settled_with(plan):
    later = make_plan(plan.unit, number="2", issued_on=date(2024, 1, 1))
    make_target(later, value=40)
    assert plans_met(later, [2024]) == [plan]
    Plan.objects.filter(pk=plan.pk).update(replaced_by=later)
    plan.refresh_from_db()
    make_target(later, value=40, year=2025)
    assert plans_met(plan, [2025]) == []
    make_target(plan, value=50, year=2026)
    assert plans_met(later, [2026]) == []
    third = make_plan(plan.unit, number="3", issued_on=date(2024, 2, 1))
    assert plans_met(third, [2024, 2026]) == [later, plan]


def test_what_adjusts_a_plan_replaces_none_nor_the_other_way_round(plan):
    first = adjust(plan, "b", date(2024, 2, 1))
    earlier = make_plan(plan.unit, number="a", issued_on=date(2023, 1, 1), replaced_by=first)
    assert codes_of(earlier) == ["replaced_by_adjusting"]
    earlier.replaced_by = plan
    earlier.save()
    assert codes_of(earlier) == []
    later = make_plan(plan.unit, number="0", issued_on=date(2022, 1, 1))
    plan.adjusts = later
    first.delete()
    assert codes_of(plan) == ["is_replacing"]


def test_a_plan_that_is_adjusted_cannot_be_deleted(plan):
    adjust(plan)
    with pytest.raises(ProtectedError):
        plan.delete()


# --- Plans beside each other ----------------------------------------------------------------------


def test_of_plans_beside_each_other_the_shortest_then_the_latest_is_seen(plan, ba_be):
    programme = make_plan(plan.unit, number="programme", issued_on=date(2024, 3, 1))
    for year in (2023, 2024):
        make_target(programme, "new_groups", year=year)
    found = select(year=2024, quarter=2)
    assert (found.plan, found.plans) == (plan, (plan, programme))
    later = make_plan(plan.unit, number="later", issued_on=date(2024, 3, 1))
    make_target(later, "new_groups")
    found = select(year=2024, quarter=2)
    assert (found.plan, found.plans) == (later, (later, plan, programme))
    assert progress_of(found).selection.query == "year=2024&quarter=2&unit=06"
    asked = select(year=2024, quarter=2, plan_id=programme.pk)
    assert (asked.plan, asked.plans) == (programme, (later, plan, programme))
    assert progress_of(asked).selection.query.endswith(f"&plan={programme.pk}")


def test_a_replaced_plan_is_seen_where_the_other_has_no_target(plan):
    later = make_plan(plan.unit, number="later", issued_on=date(2024, 3, 1))
    make_target(later, "new_groups", year=2023)
    plan.replaced_by = later
    plan.save()
    assert select(year=2024, quarter=2).plan == plan
    make_target(later, "new_groups")
    found = select(year=2024, quarter=2)
    assert (found.plan, found.plans) == (later, (later,))


def test_the_overview_offers_the_plans_beside(client, plan):
    other = make_plan(plan.unit, number="other", issued_on=date(2022, 3, 1))
    make_target(other, "new_groups")
    client.force_login(make_officer(plan.unit))
    page = client.get("/?year=2024&quarter=2")
    assert page.context["selection"].plan.pk == plan.pk
    assert [one.pk for one in page.context["selection"].beside] == [other.pk]
    link = f"?year=2024&amp;quarter=2&amp;unit=06&amp;plan={other.pk}"
    assert link in page.text
    page = client.get(f"/?year=2024&quarter=2&plan={other.pk}")
    assert page.context["selection"].plan.pk == other.pk
    assert f"plan={plan.pk}" in page.text


# --- Pages ----------------------------------------------------------------------------------------


@pytest.fixture
def officer(client, plan):
    client.force_login(make_officer(plan.unit))
    return client


def test_the_rows_of_targets_say_which_decision_set_them(officer, plan, ba_be):
    make_cooperative(ba_be)
    adjusting = adjust(plan)
    make_target(adjusting, "new_cooperatives", value=44)
    page = parsed(officer.get("/?year=2024&quarter=2"))
    row = find(page, "article", data_indicator="new_cooperatives")
    assert "700/QĐ-UBND" in text(row)
    other = find(page, "article", data_indicator="new_unions")
    assert "700/QĐ-UBND" not in text(other)
    assert "532/KH-UBND" in text(other)
    page = parsed(officer.get(f"/targets/{plan.pk}/new_cooperatives/?year=2024&quarter=2"))
    assert "700/QĐ-UBND" in text(find(page, "section", "target-facts"))


def test_both_plans_pages_show_what_holds_and_what_it_replaced(officer, plan):
    adjusting = adjust(plan)
    make_target(adjusting, "new_cooperatives", value=44)
    make_target(adjusting, "total_members", value=9000)
    page = parsed(officer.get(f"/plans/{plan.pk}/"))
    rows = [text(row) for row in find_all(find(page, "section", "panel"), "tr")[1:]]
    assert len(rows) == 9
    [adjusted] = [row for row in rows if "44" in row]
    assert "700/QĐ-UBND" in adjusted
    assert "≥ 35" in adjusted  # from the plan itself
    assert "532/KH-UBND" in adjusted
    assert find(page, "a", href=f"/plans/{adjusting.pk}/")
    page = parsed(officer.get(f"/plans/{adjusting.pk}/"))
    rows = [text(row) for row in find_all(find(page, "section", "panel"), "tr")[1:]]
    assert len(rows) == 2
    assert any("≥ 35" in row and "44" in row for row in rows)
    assert find(page, "a", href=f"/plans/{plan.pk}/")
    assert "532/KH-UBND" in text(find(parsed(officer.get("/plans/")), "table"))


# --- The admin site -------------------------------------------------------------------------------


def posted(plan_fields, *targets):
    fields = {
        "unit": plan_fields.pop("unit"),
        "number": "700",
        "issued_on": "20/05/2024",
        "title": "Điều chỉnh",
        "targets-TOTAL_FORMS": len(targets),
        "targets-INITIAL_FORMS": 0,
    }
    for n, target in enumerate(targets):
        row = {"operator": ">=", "value": "44", "place": 1} | target
        fields |= {f"targets-{n}-{name}": value for name, value in row.items()}
    return fields | plan_fields


@pytest.fixture
def admin(client, plan):
    client.force_login(make_admin())
    return client


def add(admin, plan, year=2024, **fields):
    target = {"year": year, "indicator": "new_cooperatives", "unit": plan.unit_id}
    return admin.post("/admin/targets/plan/add/", posted({"unit": plan.unit_id} | fields, target))


def test_the_admin_site_asks_how_two_plans_of_a_year_stand(admin, plan):
    page = add(admin, plan)
    assert page.status_code == 200
    assert "532/KH-UBND" in page.text
    assert not Plan.objects.filter(number="700").exists()


@pytest.mark.parametrize(
    ("answer", "seen", "others"),
    [("beside", "700", ["532/KH-UBND"]), ("replace", "700", []), ("adjusts", "532/KH-UBND", [])],
)
def test_the_admin_site_takes_an_answer(admin, plan, answer, seen, others):
    fields = {"adjusts": plan.pk} if answer == "adjusts" else {"plans": answer}
    assert add(admin, plan, **fields).status_code == 302
    found = select(year=2024, quarter=2)
    assert found.plan.number == seen
    assert [one.number for one in found.plans if one != found.plan] == others


def test_of_two_plans_of_one_day_neither_replaces_the_other(admin, plan):
    page = add(admin, plan, plans="replace", issued_on=f"{plan.issued_on:%d/%m/%Y}")
    assert page.status_code == 200
    assert "không ban hành sau" in page.text
    assert not Plan.objects.exclude(replaced_by=None).exists()


def test_a_plan_added_late_is_replaced_by_the_one_issued_later(admin, plan):
    assert add(admin, plan, plans="replace", issued_on="").status_code == 200
    assert add(admin, plan, plans="replace", issued_on="01/01/2023").status_code == 302
    assert Plan.objects.get(number="700").replaced_by == plan


def test_the_admin_site_does_not_ask_for_a_year_of_its_own(admin, plan):
    assert add(admin, plan, year=2025).status_code == 302


def test_in_a_closed_year_nothing_is_adjusted_on_the_admin_site(admin, plan):
    close_year(plan.unit, 2023)
    make_target(plan, "new_cooperatives", year=2023)
    assert add(admin, plan, year=2023, adjusts=plan.pk).status_code == 200
    assert not Plan.objects.filter(number="700").exists()
    assert add(admin, plan, year=2024, adjusts=plan.pk).status_code == 302


def test_the_demo_keeps_a_plan_that_a_real_decision_adjusts(plan):
    Plan.objects.update(is_demo=True)
    Target.objects.update(is_demo=True)
    make_target(adjust(plan), "new_cooperatives", value=Decimal(44))
    call_command("clear_demo", verbosity=0)
    assert Plan.objects.filter(pk=plan.pk, is_demo=False).exists()


def test_a_target_is_called_by_its_value_without_the_zeros_that_the_column_stores(plan):
    target = make_target(plan, "average_revenue", value=85_250_000)
    target.refresh_from_db()
    assert str(target).endswith("≥ 85250000")
