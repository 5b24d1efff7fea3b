"""Plans and reporting years: the first target opens one, a closed one keeps its plans."""

from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse

from cooperatives.models import ReportingYear
from targets.models import Plan, Target
from tests.admin_pages import errors_of, sent_by_page
from tests.cooperatives.imports.conftest import load as load_fixture
from tests.factories import (
    close_year,
    make_admin,
    make_country,
    make_district,
    make_plan,
    make_province,
    make_target,
    open_year,
)
from tests.tables import rows_and_history

load = load_fixture
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]

HEADER = "plan_number,plan_title,issued_on,year,unit_code,indicator,operator,value"


@pytest.fixture
def province():
    return make_province()


@pytest.fixture
def admin(client):
    client.force_login(make_admin())
    return client


def years():
    return dict(ReportingYear.objects.values_list("year", "opened"))


def row(year, *, title="Kế hoạch", code="06", indicator="new_groups", value=4):
    return f"7/KH,{title},20/05/2024,{year},{code},{indicator},>=,{value}\n"


# --- The first target opens its year --------------------------------------------------------------


def test_an_imported_target_opens_the_running_and_the_next_year_alone(load, province):
    assert load("targets", HEADER + "\n" + "".join(map(row, (2023, 2024, 2025, 2026)))).status == 0
    assert years() == {2024: date(2024, 10, 20), 2025: date(2024, 10, 20)}
    assert {one.unit for one in ReportingYear.objects.all()} == {province}
    assert {one.history.get().history_type for one in ReportingYear.objects.all()} == {"+"}


def test_a_dry_run_opens_nothing(load, province):
    assert load("targets", f"{HEADER}\n{row(2024)}", "--dry-run").status == 0
    assert years() == {}


def test_an_allocation_opens_the_plans_unit_and_not_its_own(load, province):
    make_district(province)
    load("targets", f"{HEADER}\n{row(2024, code='061')}")
    assert ReportingYear.objects.get().unit == province


def test_a_year_known_at_or_above_stays_as_it_is(load, province):
    known = open_year(province, 2024)
    load("targets", f"{HEADER}\n{row(2024)}")
    assert years() == {2024: known.opened}


def test_a_year_open_for_the_country_is_open_enough(load):
    country = make_country()
    make_province(parent=country)
    open_year(country, 2024)
    load("targets", f"{HEADER}\n{row(2024)}")
    assert ReportingYear.objects.get().unit == country


def test_a_year_in_which_the_plans_unit_is_no_more_is_not_opened(load):
    make_province(valid_to=date(2025, 1, 1))
    load("targets", f"{HEADER}\n{row(2024)}{row(2025)}")
    assert years() == {2024: date(2024, 10, 20)}


def test_a_changed_target_opens_nothing(load, province):
    load("targets", f"{HEADER}\n{row(2024)}")
    ReportingYear.objects.all().delete()
    load("targets", f"{HEADER}\n{row(2024, value=5)}")
    assert years() == {}


def test_a_target_of_the_admin_site_opens_its_year(admin, province):
    page = reverse("admin:targets_plan_add")
    target = {"year": 2025, "indicator": "new_groups", "operator": ">=", "value": 4, "place": 1}
    sent = sent_by_page(admin.get(page))
    sent |= {"unit": province.pk, "number": "7", "issued_on": "20/05/2024", "title": "x"}
    sent |= {f"targets-0-{name}": value for name, value in target.items()}
    sent |= {"targets-0-unit": province.pk, "targets-TOTAL_FORMS": 1}
    answer = admin.post(page, sent)
    assert answer.status_code == 302, errors_of(answer)
    assert years() == {2025: date(2024, 10, 20)}


def test_the_fixture_of_the_plan_brings_its_year():
    call_command("loaddata", "units_bac_kan", "plan_532_2024", verbosity=0)
    assert years() == {2024: date(2024, 1, 1)}
    assert ReportingYear.objects.get().unit.code == "06"


# --- A closed year keeps its targets, and a plan all of whose years are closed --------------------


@pytest.fixture
def plan(province):
    """A plan of 2023 and 2022, both closed."""
    plan = make_plan(province, number="7/KH", issued_on=date(2022, 5, 20), title="Kế hoạch")
    make_target(plan, "new_groups", value=4, year=2023)
    make_target(plan, "new_groups", value=3, year=2022)
    close_year(province, 2022)
    close_year(province, 2023)
    return plan


def page_of(plan, name="change"):
    return reverse(f"admin:targets_plan_{name}", args=[plan.pk])


def send(admin, plan, **typed):
    return admin.post(page_of(plan), sent_by_page(admin.get(page_of(plan))) | typed)


def assert_refused(answer, before, said):
    assert answer.status_code == 200
    inline = answer.context["inline_admin_formsets"][0].formset.non_form_errors()
    assert said in errors_of(answer) + " ".join(inline)
    assert rows_and_history() == before


ALL_CLOSED = "Mọi năm của kế hoạch này đã khóa sổ"
CLOSED = "Năm 2023 đã khóa sổ đối với tỉnh Bắc Kạn"


def test_its_title_stays(admin, plan):
    before = rows_and_history()
    assert_refused(send(admin, plan, title="Khác"), before, ALL_CLOSED)


def test_it_takes_no_target_more(admin, plan):
    before, unit = rows_and_history(), plan.unit_id
    new = {"year": 2024, "indicator": "new_groups", "operator": ">=", "value": 4, "place": 1}
    new = {f"targets-2-{name}": value for name, value in new.items()}
    typed = {"targets-TOTAL_FORMS": 3, "targets-2-unit": unit, "targets-2-plan": plan.pk, **new}
    assert_refused(send(admin, plan, **typed), before, ALL_CLOSED)


def test_a_plan_with_an_open_year_takes_one_more(admin, plan, province):
    open_year(province, 2024)
    make_target(plan, "new_groups", year=2024)
    assert send(admin, plan, title="Khác").status_code == 302


@pytest.mark.parametrize(
    "typed",
    [
        {"targets-1-DELETE": "on"},
        {"targets-1-value": "5"},
        {"targets-1-year": "2024"},
    ],
)
def test_a_closed_years_target_neither_changes_nor_moves_nor_goes(admin, plan, typed):
    make_target(plan, "new_unions", year=2024)
    of_2023 = [target.year for target in plan.targets.order_by("year", "place", "pk")]
    assert of_2023[1] == 2023
    before = rows_and_history()
    assert_refused(send(admin, plan, **typed), before, CLOSED)


def test_a_target_does_not_come_to_lie_in_a_closed_year(admin, plan):
    make_target(plan, "new_unions", year=2024)
    before = rows_and_history()
    assert_refused(send(admin, plan, **{"targets-2-year": "2023"}), before, CLOSED)


@pytest.mark.parametrize("how", ["its page", "the list"])
def test_it_is_not_deleted(admin, plan, how):
    make_target(plan, "new_unions", year=2024)
    before = rows_and_history()
    if how == "its page":
        assert admin.post(page_of(plan, "delete"), {"post": "yes"}).status_code == 403
    else:
        sent = {"action": "delete_selected", "_selected_action": [plan.pk], "post": "yes"}
        admin.post(reverse("admin:targets_plan_changelist"), sent)
    assert rows_and_history() == before


def test_a_plan_of_open_years_is_deleted(admin, province):
    plan = make_target(make_plan(province)).plan
    assert admin.post(page_of(plan, "delete"), {"post": "yes"}).status_code == 302
    assert not Plan.objects.exists()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (row(2023, title="Khác"), ALL_CLOSED),
        (row(2024), ALL_CLOSED),
        (row(2023, value=9), CLOSED),
    ],
)
def test_an_import_changes_nothing_of_it(load, plan, line, said):
    before = rows_and_history()
    run = load("targets", f"{HEADER}\n{line}".replace("20/05/2024", "20/05/2022"))
    assert run.status == 1
    assert said in " ".join(message for *_cell, message in run.errors)
    assert rows_and_history() == before
    assert load("targets", f"{HEADER}\n{row(2023)}".replace("20/05/2024", "20/05/2022")).status == 0
    assert Target.objects.count() == 2
