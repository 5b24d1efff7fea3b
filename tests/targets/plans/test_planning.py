"""The pages on which an admin makes plans: what they store, refuse, propose and tell."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from cooperatives.imports import KINDS, Options, import_file
from cooperatives.models import ReportingYear
from targets.models import Plan, Target
from tests.admin_pages import errors_of, sent_by_page
from tests.factories import (
    close_year,
    make_admin,
    make_cooperative,
    make_district,
    make_officer,
    make_plan,
    make_province,
    make_target,
)
from tests.tables import rows_and_history
from tests.targets.pages import attribute, find, find_all, parsed, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]

FACTS = {"number": "700/KH", "issued_on": "7/8/2024", "title": "Kế hoạch 2025"}
BY_FORM = "form"


@pytest.fixture
def bac_kan():
    return make_province("06")


@pytest.fixture
def ba_be(bac_kan):
    return make_district(bac_kan, "061", name="Huyện Ba Bể")


@pytest.fixture
def cho_don(bac_kan):
    return make_district(bac_kan, "062", name="Huyện Chợ Đồn")


@pytest.fixture
def plan(bac_kan):
    return make_plan(bac_kan)


@pytest.fixture
def admin(client, bac_kan):
    admin = make_admin(unit=bac_kan)
    client.force_login(admin)
    return admin


def sent(response) -> dict[str, str]:
    """What a browser sends of a page's form that was left as it is."""
    context, data = response.context, {"version": response.context["plan_version"]}
    forms = [context["form"]] if "form" in context else []
    forms += context["sheet"].rows if "sheet" in context else []
    for form in forms:
        for field in form:
            shown = field.value()
            if isinstance(shown, date):
                shown = shown.strftime("%d/%m/%Y")
            if shown not in (None, False):
                data[field.html_name] = str(shown)
            if field.field.show_hidden_initial:
                data[field.html_initial_name] = str(data.get(field.html_name, ""))
    if "year" in context:
        data["year"] = context["year"]
    return data


def key(target: Target, field: str, kind: str = "stored") -> str:
    return f"{kind}-{target.pk}-{field}"


def new(number: int = 0, where: str = "own", **fields) -> dict[str, str]:
    defaults = {"indicator": "average_profit", "operator": ">=", "value": "85"}
    given = defaults | fields
    return {f"new-{where}-{number}-{name}": value for name, value in given.items()}


# --- A new plan -----------------------------------------------------------------------------------


def make(client, **rows):
    address = f"{reverse('plan-new')}?year=2025"
    return client.post(address, {"year": 2025, **FACTS, **rows})


def test_amounts_are_typed_in_million_and_stored_in_vnd(client, admin):
    response = make(client, **new(milestone_1="20,5"), **new(1, indicator="weak_share", value="9"))
    made = Plan.objects.get()
    assert response.url == reverse("plan", args=[made.pk])
    assert (made.number, made.issued_on, made.unit.code) == ("700/KH", date(2024, 8, 7), "06")
    profit, weak = made.targets.order_by("place")
    assert (profit.value, profit.milestone_1, profit.year) == (85_000_000, 20_500_000, 2025)
    assert (weak.value, weak.unit_id) == (9, made.unit_id)
    assert [one.way for one in profit.history.all()] == [BY_FORM]
    assert profit.history.get().history_user == admin
    # The first target of the next year opens it.
    assert ReportingYear.objects.filter(unit=made.unit, year=2025).exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"value": "85.000.000"},
        {"value": "chín mươi"},
        {"value": ""},
        {"value": "0,00009"},
        {"indicator": "weak_share", "value": "130"},
        {"indicator": "new_groups", "value": "1,5"},
        {"milestone_1": "30", "milestone_2": "20"},
        {"value_to": "80"},
        {"operator": "<=", "value_to": "90"},
        {"from_year": "2021"},
        {"indicator": ""},
        {"where": "part", "unit": ""},
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_stored(client, admin, ba_be, fields):
    before = rows_and_history()
    response = make(client, **new(**fields))
    assert response.status_code == 200
    assert any(row.errors for row in response.context["sheet"].rows)
    assert rows_and_history() == before


WRONG = (
    *(new(indicator="weak_share", value="130"), new(1, indicator="")),
    *(new(2, milestone_1="30", milestone_2="20"), new(3, value="90.000.000")),
)


def test_all_that_is_wrong_is_said_at_once_and_each_thing_once(client, admin):
    sent = {name: value for row in WRONG for name, value in row.items()}
    page = parsed(client.post(f"{reverse('plan-new')}?year=2025", FACTS | sent | {"number": ""}))
    (alert,) = find_all(page, role="alert")
    # The number of the plan, a share, an indicator that is lacking, quarters that fall and an
    # amount, of which the line counts the fields and leads to the first.
    assert text(alert).startswith("Chưa lưu gì: có 6 ô bên dưới cần sửa.")
    (lead,) = find_all(alert, "a")
    assert attribute(lead, "href") == "#id_number"
    assert "data-first-error" in dict(lead.attributes)
    said = [text(one) for one in find_all(page, css="errorlist") if text(one)]
    assert len(said) == len(set(said)) == 6
    named = [attribute(one, "id") for one in find_all(page, css="errorlist")]
    wrong = [attribute(one, "id") for one in find_all(page, aria_invalid="true")]
    assert {f"{one}_error" for one in wrong} <= set(named)
    assert find(page, id=wrong[0]).name == "input"


def test_a_row_that_is_wrong_as_a_whole_is_counted_too(client, admin, plan):
    target = make_target(plan, "new_groups", value=9, year=2022)
    close_year(plan.unit, 2022)
    address = reverse("plan-targets", args=[plan.pk, 2022])
    page = parsed(client.post(address, sent(client.get(address)) | {key(target, "value"): "12"}))
    (alert,) = find_all(page, role="alert")
    (lead,) = find_all(alert, "a")
    assert "có 1 ô" in text(alert)
    assert find(page, "input", id=attribute(lead, "href")[1:])


def test_a_clause_is_read_whole_and_stored_in_one_line(client, admin):
    make(client, **new(quote="Lợi nhuận bình quân HTX:\r\n85 triệu đồng/năm"))
    made = Plan.objects.get()
    assert made.targets.get().quote == "Lợi nhuận bình quân HTX: 85 triệu đồng/năm"
    page = parsed(client.get(reverse("plan-targets", args=[made.pk, 2025])))
    # Among those of new rows without a clause.
    assert (
        max(text(field) for field in find_all(page, "textarea"))
        == "Lợi nhuận bình quân HTX: 85 triệu đồng/năm"
    )


def test_a_small_amount_is_taken_as_it_is_written_when_somebody_says_so(client, admin):
    make(client, **new(value="0,00009"), as_written="yes")
    assert Target.objects.get().value == 90


def test_what_was_said_of_small_amounts_stands_while_others_are_mended(client, admin):
    small, wrong = new(value="0,00009"), new(1, indicator="weak_share", value="130")
    page = parsed(make(client, **small, **wrong))
    assert "checked" not in dict(find(page, "input", id="as-written").attributes)
    page = parsed(make(client, **small, **wrong, as_written="yes"))
    assert "checked" in dict(find(page, "input", id="as-written").attributes)
    assert "có 1 ô" in text(find(page, role="alert"))


def test_ranges_and_periods_are_stored(client, admin):
    make(client, **new(indicator="new_groups", value="40", value_to="45", from_year="2021"))
    stored = Target.objects.get()
    assert (stored.value, stored.value_to, stored.from_year) == (40, 45, 2021)


def test_one_indicator_twice_is_refused(client, admin):
    make(client, **new(), **new(1))
    assert not Plan.objects.exists()


def test_a_plan_without_targets_is_refused(client, admin):
    assert make(client).context["sheet"].problems
    assert not Plan.objects.exists()


def test_two_plans_of_a_year_are_a_question(client, admin, bac_kan):
    make_target(make_plan(bac_kan), year=2025)
    response = make(client, **new())
    assert "stands" in response.context["form"].errors
    assert Plan.objects.count() == 1
    make(client, **new(), stands="replace")
    later = Plan.objects.get(number="700/KH")
    assert Plan.objects.get(number="532/KH-UBND").replaced_by == later


def test_two_plans_of_a_year_may_stand_beside_each_other(client, admin, bac_kan):
    other = make_plan(bac_kan)
    make_target(other, year=2025)
    make(client, **new(), stands="beside")
    other.refresh_from_db()
    assert (Plan.objects.count(), other.replaced_by) == (2, None)


def test_of_two_plans_of_one_day_neither_replaces_the_other(client, admin, bac_kan):
    make_target(make_plan(bac_kan, number="1/KH", issued_on=date(2024, 8, 7)), year=2025)
    response = make(client, **new(), stands="replace")
    assert "stands" in response.context["form"].errors
    assert not Plan.objects.filter(number="700/KH").exists()


def test_allocations_are_stored_with_it(client, admin, ba_be):
    own = new(indicator="new_groups", value="30")
    part = new(where="part", indicator="new_groups", value="60", unit="061")
    response = make(client, **own, **part)
    assert Target.objects.get(unit=ba_be).value == 60
    page = client.get(response.url).content.decode()
    assert "Tổng phân bổ là 60, vượt 30 so với mục tiêu 30" in page


# --- A copy ---------------------------------------------------------------------------------------


def test_a_copy_takes_targets_and_allocations_to_another_year(client, admin, plan, ba_be):
    profit = make_target(plan, "average_profit", value=85_250_000, quote="85 triệu", place=1)
    make_target(plan, "average_profit", value=90_000_000, unit=ba_be, quote="90 triệu", place=2)
    address = f"{reverse('plan-new')}?from={plan.pk}"
    page = client.get(address)
    assert page.context["year"] == 2025
    assert Plan.objects.count() == 1
    data = sent(page) | FACTS | {key(profit, "value", "copied"): "95"}
    client.post(address, data)
    made = Plan.objects.get(number="700/KH")
    values = made.targets.order_by("place").values_list("year", "unit", "value", "quote")
    # The clauses are those of the plan copied: the new one does not say them.
    assert list(values) == [
        (2025, plan.unit_id, 95_000_000, ""),
        (2025, ba_be.pk, 90_000_000, ""),
    ]
    assert Target.objects.filter(plan=plan).count() == 2


def test_what_is_removed_from_a_copy_is_not_taken(client, admin, plan):
    profit = make_target(plan, "average_profit", value=85_000_000)
    make_target(plan, "new_groups", value=9)
    address = f"{reverse('plan-new')}?from={plan.pk}"
    client.post(
        address, sent(client.get(address)) | FACTS | {key(profit, "remove", "copied"): "on"}
    )
    made = Plan.objects.get(number="700/KH")
    assert list(made.targets.values_list("indicator", flat=True)) == ["new_groups"]


# --- An adjusting decision ------------------------------------------------------------------------


def test_only_what_changes_is_stored_with_an_adjusting_decision(client, admin, plan, ba_be):
    milestone = {"milestone_1": 9_000_000, "quote": "85 triệu"}
    profit = make_target(plan, "average_profit", value=85_000_000, **milestone)
    make_target(plan, "new_groups", value=9)
    address = reverse("plan-adjusting", args=[plan.pk])
    data = sent(client.get(address)) | FACTS | {key(profit, "value", "adjusting"): "90"}
    client.post(address, data)
    made = Plan.objects.get(number="700/KH")
    (target,) = made.targets.all()
    assert made.adjusts == plan
    assert (target.value, target.milestone_1, target.quote) == (90_000_000, 9_000_000, "")
    profit.refresh_from_db()
    assert profit.value == 85_000_000


def test_an_adjusting_decision_that_changes_nothing_is_refused(client, admin, plan):
    make_target(plan)
    address = reverse("plan-adjusting", args=[plan.pk])
    client.post(address, sent(client.get(address)) | FACTS)
    assert Plan.objects.count() == 1


def test_who_adjusts_what_another_adjusted_meanwhile_is_told(client, admin, plan):
    target = make_target(plan)
    address = reverse("plan-adjusting", args=[plan.pk])
    data = sent(client.get(address)) | FACTS | {key(target, "value", "adjusting"): "40"}
    target.value = 36
    target.save()
    response = client.post(address, data)
    assert response.status_code == 409
    assert Plan.objects.count() == 1
    (row,) = [row for row in response.context["sheet"].own if row.target]
    assert row["value"].value() == "40"


# --- The targets of a year ------------------------------------------------------------------------


def test_a_field_that_was_left_changes_nothing(client, admin, plan):
    target = make_target(plan, "average_profit", value=Decimal("85250000.123456"))
    address = reverse("plan-targets", args=[plan.pk, 2024])
    client.post(address, sent(client.get(address)) | {key(target, "operator"): ">"})
    target.refresh_from_db()
    assert (target.operator, target.value) == (">", Decimal("85250000.123456"))
    before = rows_and_history()
    client.post(address, sent(client.get(address)))
    assert rows_and_history() == before


def test_the_second_of_two_admins_is_told_and_overwrites_nothing(client, admin, plan):
    target = make_target(plan, "new_groups", value=9)
    address = reverse("plan-targets", args=[plan.pk, 2024])
    data = sent(client.get(address)) | {key(target, "value"): "12"}
    target.quote = "của người khác"
    target.save()
    before = rows_and_history()
    response = client.post(address, data)
    assert response.status_code == 409
    assert "của người khác" in response.content.decode()
    assert rows_and_history() == before
    client.post(address, sent(response) | {key(target, "value"): "12"})
    assert client.get(address).status_code == 200
    (row,) = [row for row in response.context["sheet"].own if row.target]
    assert (row["value"].value(), row["quote"].value()) == ("12", "của người khác")


def test_targets_are_added_ordered_and_removed(client, admin, plan):
    first = make_target(plan, "new_groups", value=9, place=1)
    gone = make_target(plan, "new_unions", value=1, place=2)
    address = reverse("plan-targets", args=[plan.pk, 2024])
    changed = {key(first, "place"): "5", key(gone, "remove"): "on"}
    client.post(address, sent(client.get(address)) | changed | new(place="1"))
    assert list(plan.targets.values_list("indicator", "place")) == [
        ("average_profit", 1),
        ("new_groups", 5),
    ]
    assert gone.history.model.objects.filter(id=gone.pk, history_type="-").get().way == BY_FORM


def test_a_year_that_is_new_to_a_plan_asks_how_it_stands_to_others(client, admin, plan, bac_kan):
    make_target(plan)
    later = make_plan(bac_kan, number="615", issued_on=date(2024, 8, 7))
    make_target(later, year=2025)
    address = reverse("plan-targets", args=[plan.pk, 2025])
    data = sent(client.get(address)) | new()
    assert client.post(address, data).context["stands"]
    assert not plan.targets.filter(year=2025).exists()
    client.post(address, data | {"stands": "replace"})
    plan.refresh_from_db()
    assert plan.targets.filter(year=2025).exists()
    assert plan.replaced_by == later


def test_a_closed_year_is_read_only_and_says_so(client, admin, plan):
    target = make_target(plan, "new_groups", value=9, year=2022)
    close_year(plan.unit, 2022)
    page = client.get(reverse("plan", args=[plan.pk])).content.decode()
    assert "Năm báo cáo đã khóa sổ" in page
    address = reverse("plan-targets", args=[plan.pk, 2022])
    before = rows_and_history()
    for change in ({key(target, "value"): "12"}, {key(target, "remove"): "on"}, new()):
        response = client.post(address, sent(client.get(address)) | change)
        assert response.status_code == 200
    assert rows_and_history() == before


def test_the_facts_of_a_plan_are_changed_and_nothing_else(client, admin, plan):
    address = reverse("plan-facts", args=[plan.pk])
    data = sent(client.get(address)) | {"title": "Kế hoạch sửa tên"}
    client.post(address, data)
    plan.refresh_from_db()
    assert (plan.title, plan.number) == ("Kế hoạch sửa tên", "532/KH-UBND")
    assert client.post(address, data | {"title": "Khác"}).status_code == 409
    plan.refresh_from_db()
    assert plan.title == "Kế hoạch sửa tên"


# --- Quarters and allocations ---------------------------------------------------------------------


def shares_page(client, plan, **query):
    return client.get(reverse("plan-shares", args=[plan.pk, 2024, "new_cooperatives"]), query)


def shown_parts(response) -> dict[str, str]:
    form = response.context["form"]
    return {str(part.field.label): part.value for part in [*form.milestones, *form.parts]}


def test_even_quarters_and_last_years_results_are_proposed(client, admin, plan, ba_be, cho_don):
    make_target(plan, value=10)
    for unit, number in ((ba_be, 2), (cho_don, 1)):
        for _each in range(number):
            make_cooperative(unit, founded_on=date(2023, 5, 1))
    response = shares_page(client, plan, course="even", basis="last_year")
    assert list(shown_parts(response).values()) == ["2", "5", "7", "7", "3"]
    assert response.context["form"].allocated().difference == 0
    assert not Target.objects.filter(unit=ba_be).exists()
    assert list(shown_parts(shares_page(client, plan)).values()) == [""] * 5


def test_last_years_course_is_proposed(client, admin, plan, ba_be):
    make_target(plan, value=8)
    for month in (1, 1, 5, 10):
        make_cooperative(ba_be, founded_on=date(2023, month, 2))
    assert list(shown_parts(shares_page(client, plan, course="last_year")).values())[:3] == [
        "4",
        "6",
        "6",
    ]


def share(unit) -> str:
    return f"unit_{unit.pk}"


def test_quarters_and_allocations_are_stored_and_taken_back(client, admin, plan, ba_be, cho_don):
    target = make_target(plan, value=10)
    other = make_target(plan, value=4, unit=cho_don, milestone_1=1)
    page = shares_page(client, plan)
    address = page.request["PATH_INFO"]
    client.post(address, sent(page) | {"milestone_2": "5", share(ba_be): "6"})
    target.refresh_from_db()
    assert (target.milestone_1, target.milestone_2) == (None, 5)
    assert Target.objects.get(unit=ba_be).value == 6
    page = shares_page(client, plan)
    client.post(address, sent(page) | {share(ba_be): "", share(cho_don): "3"})
    assert not Target.objects.filter(unit=ba_be).exists()
    other.refresh_from_db()
    assert (other.value, other.milestone_1) == (3, 1)


def test_an_allocation_covers_the_period_of_its_target(client, admin, plan, ba_be):
    make_target(plan, value=10, from_year=2022)
    page = shares_page(client, plan)
    client.post(page.request["PATH_INFO"], sent(page) | {share(ba_be): "6"})
    assert Target.objects.get(unit=ba_be).from_year == 2022


def test_what_was_allocated_to_a_unit_that_is_gone_is_shown_with_the_others(
    client, admin, plan, ba_be
):
    make_target(plan, value=10)
    gone = make_district(plan.unit, "069", name="Huyện Cũ", valid_to=date(2024, 7, 1))
    make_target(plan, value=4, unit=gone)
    assert shown_parts(shares_page(client, plan))["Huyện Cũ"] == "4"


def test_a_milestone_of_so_few_vnd_asks_whether_millions_were_meant(client, admin, plan):
    target = make_target(plan, "average_profit", value=85_000_000)
    address = reverse("plan-shares", args=[plan.pk, 2024, "average_profit"])
    data = sent(client.get(address)) | {"milestone_1": "0,005"}
    assert "milestone_1" in client.post(address, data).context["form"].errors
    target.refresh_from_db()
    assert target.milestone_1 is None


def test_a_share_that_makes_no_sense_is_refused(client, admin, plan, ba_be):
    make_target(plan, value=10)
    page = shares_page(client, plan)
    for change in ({"milestone_1": "5", "milestone_2": "4"}, {share(ba_be): "-1"}):
        response = client.post(page.request["PATH_INFO"], sent(page) | change)
        assert response.context["form"].errors
    assert Target.objects.count() == 1


def test_all_shares_that_make_no_sense_are_said_at_once(client, admin, plan, ba_be, cho_don):
    make_target(plan, value=10)
    page = shares_page(client, plan)
    wrong = {"milestone_1": "5", "milestone_2": "4", share(ba_be): "-1", share(cho_don): "x"}
    response = client.post(page.request["PATH_INFO"], sent(page) | wrong)
    assert set(response.context["form"].errors) == {"milestone_1", share(ba_be), share(cho_don)}
    (alert,) = find_all(parsed(response), role="alert")
    assert "có 3 ô" in text(alert)
    wrong = {"milestone_1": "x", "milestone_2": "4", share(ba_be): "6"}
    response = client.post(page.request["PATH_INFO"], sent(page) | wrong)
    assert set(response.context["form"].errors) == {"milestone_1"}


# --- Files and history ----------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_file_of_a_plan_changes_nothing_when_it_is_imported(client, admin, plan, ba_be, ending):
    make_target(plan, "average_profit", value=85_000_000, quote="=85", place=1)
    make_target(plan, "weak_share", "<=", Decimal("8.125"), place=2)
    make_target(plan, "new_groups", value=40, value_to=45, from_year=2021, unit=ba_be, place=3)
    adjusting = make_plan(plan.unit, number="77", issued_on=date(2024, 3, 1), adjusts=plan)
    make_target(adjusting, "weak_share", "<=", Decimal("9.5"))
    before = rows_and_history()
    for name, args in (("plan-file", [adjusting.pk, ending]), ("plans-file", [ending])):
        content = client.get(reverse(name, args=args)).content
        options = Options(user=admin, scope=admin)
        outcome = import_file(KINDS["targets"], f"x.{ending}", content, options, store=True)
        assert outcome.errors == []
        assert outcome.changes_nothing
    assert outcome.unchanged == 4
    assert rows_and_history() == before


def test_readers_see_plans_and_their_history_and_change_nothing(client, admin, plan, ba_be):
    target = make_target(plan, "average_profit", value=85_000_000)
    address = reverse("plan-targets", args=[plan.pk, 2024])
    client.post(address, sent(client.get(address)) | {key(target, "value"): "90"})
    client.force_login(make_officer(plan.unit))
    page = client.get(reverse("plan", args=[plan.pk])).content.decode()
    assert f'href="{address}"' not in page
    history = client.get(reverse("plan-history", args=[plan.pk])).content.decode()
    assert "85 triệu đồng" in history
    assert "90 triệu đồng" in history
    assert client.get(address).status_code == 403


def test_an_admin_of_a_district_changes_no_plan_of_the_province(client, plan, ba_be):
    make_target(plan)
    client.force_login(make_admin(unit=ba_be))
    for name in ("plan-facts", "plan-adjusting"):
        assert client.get(reverse(name, args=[plan.pk])).status_code == 403
    assert client.get(f"{reverse('plan-new')}?from={plan.pk}").status_code == 403


def test_a_csv_names_every_column_of_the_import(client, admin, plan):
    make_target(plan)
    text = client.get(reverse("plan-file", args=[plan.pk, "csv"])).content.decode("utf-8-sig")
    header, row = csv.reader(io.StringIO(text), delimiter=";")
    assert header == [str(column.label) for column in KINDS["targets"].columns]
    assert row[0] == plan.number


# --- The admin site -------------------------------------------------------------------------------


def test_the_admin_site_reads_amounts_as_they_are_written(client, plan):
    target = make_target(plan, "average_profit", value=85_000_000)
    client.force_login(make_admin())
    page = reverse("admin:targets_plan_change", args=[plan.pk])
    client.post(page, sent_by_page(client.get(page)) | {"targets-0-value": "90.500.000"})
    target.refresh_from_db()
    assert target.value == 90_500_000
    response = client.post(page, sent_by_page(client.get(page)) | {"targets-0-value": "85"})
    assert "triệu đồng" in errors_of(response)
    target.refresh_from_db()
    assert target.value == 90_500_000
