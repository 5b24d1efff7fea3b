"""Import of targets of plans that meet others: they adjust, replace or stand beside them."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from targets.comparison.selection import select
from targets.models import Plan
from tests.cooperatives.imports.conftest import load as load_fixture
from tests.factories import (
    close_year,
    make_admin,
    make_country,
    make_district,
    make_plan,
    make_province,
    make_target,
)
from tests.tables import rows_and_history

HEADER = "plan_number,plan_title,issued_on,year,unit_code,indicator,operator,value"
ADJUSTING = f"{HEADER},adjusts"

load = load_fixture
pytestmark = pytest.mark.usefixtures("plan")


def row(indicator="new_cooperatives", value=44, *more, number="700", day="20/05/2024", year=2024):
    cells = (number, f"Kế hoạch {number}", day, year, "06", indicator, ">=", value, *more)
    return ",".join(map(str, cells)) + "\n"


def only_error(run):
    ((number, column, value, message),) = run.errors
    assert run.status == 1
    return number, column, value, message


def imported(number="700"):
    return Plan.objects.get(number=number)


# --- Adjusting ------------------------------------------------------------------------------------


def test_a_file_says_which_plan_it_adjusts(load, plan):
    content = f"{ADJUSTING}\n{row('new_cooperatives', 44, plan.number)}{row('new_groups', 9, '')}"
    assert load("targets", content).counts == (2, 0, 0)
    assert imported().adjusts == plan
    assert select(year=2024).plan == plan
    assert load("targets", content).counts == (0, 0, 2)
    assert imported().history.count() == 1


def test_the_latest_of_that_number_issued_before_is_adjusted(load, plan):
    make_plan(plan.unit, number=plan.number, issued_on=date(2022, 1, 1))
    make_plan(plan.unit, number=plan.number, issued_on=date(2024, 5, 20))
    make_plan(make_province("19"), number=plan.number, issued_on=date(2024, 1, 1))
    load("targets", f"{ADJUSTING}\n{row('new_cooperatives', 44, plan.number)}")
    assert imported().adjusts == plan


def test_a_plan_of_the_file_may_be_adjusted_by_a_later_one_in_it(load):
    first = row("new_groups", 3, "", number="1", year=2025)
    second = row("new_groups", 4, "1", number="2", day="21/05/2024", year=2025)
    assert load("targets", f"{ADJUSTING}\n{first}{second}").counts == (2, 0, 0)
    assert imported("2").adjusts == imported("1")


@pytest.mark.parametrize("number", ["999/KH", "700"])
def test_a_number_that_no_earlier_plan_bears_is_refused(load, number):
    before = rows_and_history()
    error = only_error(load("targets", f"{ADJUSTING}\n{row('new_groups', 4, number)}"))
    assert error[:3] == (2, "adjusts", number)
    assert "20/5/2024" in error[3]
    assert rows_and_history() == before


def test_what_adjusts_another_plan_is_not_adjusted_itself(load, plan):
    load("targets", f"{ADJUSTING}\n{row('new_groups', 4, plan.number)}")
    content = f"{ADJUSTING}\n{row('new_groups', 5, '700', number='800', day='21/05/2024')}"
    error = only_error(load("targets", content))
    assert error[:3] == (2, "adjusts", "700")
    assert plan.number in error[3]


def test_two_rows_that_name_different_plans_contradict_each_other(load, plan):
    content = f"{ADJUSTING}\n{row('new_groups', 4, plan.number)}{row('new_unions', 5, '1/KH')}"
    assert only_error(load("targets", content))[:3] == (3, "adjusts", "1/KH")


def test_a_known_plan_may_come_to_adjust_another_and_an_absent_column_keeps_it(load, plan):
    load("targets", f"{HEADER}\n{row()}", "--beside")
    assert load("targets", f"{ADJUSTING}\n{row('new_cooperatives', 44, plan.number)}").counts == (
        *(0, 1, 0),
    )
    assert imported().adjusts == plan
    assert load("targets", f"{HEADER}\n{row()}").counts == (0, 0, 1)
    assert imported().adjusts == plan


def test_a_blank_cell_makes_a_plan_of_its_own_again_and_so_asks(load, plan):
    load("targets", f"{ADJUSTING}\n{row('new_cooperatives', 44, plan.number)}")
    cleared = f"{ADJUSTING}\n{row('new_cooperatives', 44, '')}"
    assert only_error(load("targets", cleared))[1] == "plan_number"
    assert load("targets", cleared, "--beside").counts == (0, 1, 0)
    assert imported().adjusts is None


# --- The question ---------------------------------------------------------------------------------


def test_two_plans_of_a_unit_and_year_are_a_question(load, plan):
    before = rows_and_history()
    number, column, value, message = only_error(load("targets", f"{HEADER}\n{row()}"))
    assert (number, column, value) == (2, "plan_number", "700")
    for named in ("adjusts", "--replace", "--beside", plan.number):
        assert named in message
    assert rows_and_history() == before
    dry = load("targets", f"{HEADER}\n{row()}", "--dry-run")
    assert only_error(dry)[1] == "plan_number"


def test_it_is_asked_once_for_a_file(load):
    assert len(load("targets", f"{HEADER}\n{row()}{row('new_groups', 3)}").errors) == 1


def test_beside_leaves_both_and_the_later_is_seen(load, plan):
    assert load("targets", f"{HEADER}\n{row()}", "--beside").counts == (1, 0, 0)
    found = select(year=2024, quarter=2)
    assert (found.plan, found.plans) == (imported(), (imported(), plan))
    # It is settled: the same file asks no more, nor does another target of that year.
    assert load("targets", f"{HEADER}\n{row()}").counts == (0, 0, 1)
    assert load("targets", f"{HEADER}\n{row()}{row('new_groups', 3)}").counts == (1, 0, 1)


def test_a_year_that_is_new_to_a_plan_is_asked_about(load, plan):
    make_target(plan, "new_groups", year=2025)
    load("targets", f"{HEADER}\n{row()}", "--beside")
    error = only_error(load("targets", f"{HEADER}\n{row()}{row(year=2025)}"))
    assert error[:2] == (3, "plan_number")


def test_replace_lets_the_later_be_seen_alone(load, plan):
    assert load("targets", f"{HEADER}\n{row()}", "--replace").counts == (1, 0, 0)
    found = select(year=2024, quarter=2)
    assert (found.plan, found.plans) == (imported(), (imported(),))
    plan.refresh_from_db()
    assert plan.replaced_by == imported()
    assert plan.targets.count() == 8
    assert plan.history.latest().way == "import"


def test_of_two_the_one_issued_later_replaces_whichever_the_file_holds(load, plan):
    load("targets", f"{HEADER}\n{row(day='01/02/2022')}", "--replace")
    assert imported().replaced_by == plan
    assert select(year=2024, quarter=2).plan == plan


def test_two_plans_of_one_file_are_asked_about_too(load):
    first, second = row(number="1", year=2025), row(number="2", year=2025, day="21/05/2024")
    for content in (f"{first}{second}", f"{second}{first}"):
        error = only_error(load("targets", f"{HEADER}\n{content}"))
        assert error[1:3] == ("plan_number", "2")
    load("targets", f"{HEADER}\n{second}{first}", "--replace")
    assert imported("1").replaced_by == imported("2")


def test_other_years_and_other_units_are_no_question(load, plan):
    make_target(make_plan(make_province("19")), year=2025)
    assert load("targets", f"{HEADER}\n{row(year=2025)}").counts == (1, 0, 0)


def test_only_targets_belong_to_plans(load):
    run = load.text("units", "code,valid_from\n", "--replace")
    assert run.status == 1
    assert "mục tiêu" in run.err


def test_the_page_asks_the_same_and_stores_nothing_until_answered(client, plan):
    client.force_login(make_admin())
    content = f"{HEADER}\n{row()}".encode()

    before = rows_and_history()
    file = SimpleUploadedFile("kh.csv", content)
    page = client.post(reverse("import"), {"kind": "targets", "file": file})
    assert page.context["question"].option == "plans"
    assert plan.number in page.text
    answer = {"seen": page.context["seen"], "plans": "replace"}
    preview = client.post(reverse("import-answer"), answer)
    assert preview.context["outcome"].created == 1
    assert rows_and_history() == before
    client.post(reverse("import-confirmation"), {"seen": preview.context["seen"]})
    assert select(year=2024, quarter=2).plan == imported()
    plan.refresh_from_db()
    assert plan.replaced_by == imported()


# --- Closed years and the plan's unit -------------------------------------------------------------


def test_a_closed_years_plan_is_not_adjusted_nor_changed(load, plan):
    make_target(plan, "new_groups", value=3, year=2023)
    close_year(plan.unit, 2023)
    before = rows_and_history()
    adjusting = f"{ADJUSTING}\n{row('new_groups', 4, plan.number, year=2023)}"
    assert only_error(load("targets", adjusting))[1:3] == ("year", "2023")
    own = row("new_groups", 4, number=plan.number, day="07/08/2023", year=2023)
    own = own.replace(f"Kế hoạch {plan.number}", f'"{plan.title}"')
    assert only_error(load("targets", f"{HEADER}\n{own}"))[1:3] == ("year", "2023")
    assert rows_and_history() == before
    unchanged = own.replace(",4\n", ",3\n")
    assert load("targets", f"{HEADER}\n{unchanged}").counts == (0, 0, 1)


def test_a_plan_of_a_closed_year_neither_comes_to_adjust_nor_is_replaced(load, plan):
    other = make_plan(plan.unit, number="700", issued_on=date(2024, 5, 20))
    make_target(other, "new_groups", value=4, year=2023)
    close_year(plan.unit, 2023)
    content = f"{ADJUSTING}\n{row('new_groups', 4, plan.number, year=2023)}"
    assert only_error(load("targets", content))[1:3] == ("adjusts", plan.number)


def test_the_plans_unit_may_be_named(load, plan):
    country = make_country()
    province = make_province("19", parent=country)
    make_district(province, "190")
    content = (
        f"{HEADER},plan_unit_code\n"
        "1/QĐ,Chương trình,01/02/2024,2024,190,new_groups,>=,4,VN\n"
        "1/QĐ,Chương trình,01/02/2024,2024,190,new_unions,>=,4,19\n"
    )
    assert load("targets", content).counts == (2, 0, 0)
    assert {one.unit.code for one in Plan.objects.filter(number="1/QĐ")} == {"VN", "19"}


def test_an_unknown_unit_of_a_plan_is_named(load):
    content = f"{HEADER},plan_unit_code\n{row('new_groups', 4, '77')}"
    assert only_error(load("targets", content))[:3] == (2, "plan_unit_code", "77")


def test_units_are_those_of_the_targets_years_end(load, plan):
    old = make_district(plan.unit, "069", valid_to=date(2025, 7, 1))
    new = make_district(plan.unit, "069", valid_from=date(2025, 7, 1))
    content = f"{HEADER}\n{row()}{row(year=2025)}".replace(",06,", ",069,")
    load("targets", content, "--beside")
    units = dict(imported().targets.values_list("year", "unit"))
    assert units == {2024: old.pk, 2025: new.pk}
