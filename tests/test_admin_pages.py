"""No page of the admin site writes back what it was not told to change.

Every page is sent as by an admin who opened it when all its values were others, and changed none.
"""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.contrib import admin
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cooperatives.models import (
    AdministrativeUnit,
    ApiToken,
    Cooperative,
    CooperativeGroup,
    CooperativeUnion,
    EnteredFigure,
    QuarterlyFigures,
    QuarterlyReturn,
    RatingScale,
    Remark,
    ReportingYear,
    UnitSuccession,
    User,
    WarningAnswer,
    YearlyReport,
)
from targets.models import BaselineFigure, Plan, Target
from tests.admin_pages import errors_of, forms_on, sent_by_page
from tests.factories import (
    make_admin,
    make_api_token,
    make_baseline_figure,
    make_cooperative,
    make_district,
    make_district_staff,
    make_entered_figure,
    make_figures,
    make_group,
    make_plan,
    make_province,
    make_rating_scale,
    make_return,
    make_target,
    make_union,
    make_yearly_report,
    open_year,
    suspend,
)

NOON = datetime(2024, 4, 10, 5, tzinfo=UTC)
CEASED = date(2022, 1, 1)


class Books:
    """A record for each page, all that the page edits with it, and others to choose."""

    def __init__(self):
        self.province = make_province()
        self.district = make_district(self.province)
        self.staff = make_district_staff(self.district)
        self.union = make_union(self.district)
        self.cooperative = make_cooperative(self.district, union=self.union)
        make_cooperative(make_district(self.province, "062"))

    def ceased(self, organisation):
        suspend(organisation, CEASED)
        return organisation

    def filed(self, quarter=2):
        filed = make_return(self.district, quarter=quarter, state="returned")
        Remark.objects.create(
            quarterly_return=filed,
            cooperative=self.cooperative,
            field="profit",
            text="xem lại",
            by=self.staff,
            at=NOON,
        )
        return filed

    def figures(self):
        self.filed(quarter=3)
        row = make_figures(self.cooperative, 2024, 2, quarterly_return=self.filed(), profit=5)
        WarningAnswer.objects.create(
            figures=row, rule="jump", value=5, text="đúng", by=self.staff, at=NOON
        )
        return row

    def plan(self):
        return make_target(make_plan(self.province), milestone_1=8).plan


PAGES = {
    AdministrativeUnit: lambda books: books.district,
    UnitSuccession: lambda books: UnitSuccession.objects.create(
        predecessor=make_district(books.province, "069", valid_to=date(2020, 1, 1)),
        successor=books.district,
        on=date(2020, 1, 1),
    ),
    User: lambda books: books.staff,
    ApiToken: lambda books: make_api_token(books.staff, expires_on=date(2030, 1, 1))[0],
    Cooperative: lambda books: books.ceased(books.cooperative),
    CooperativeUnion: lambda books: books.ceased(books.union),
    CooperativeGroup: lambda books: books.ceased(make_group(books.district)),
    YearlyReport: lambda books: make_yearly_report(books.cooperative, state="draft", profit=5),
    ReportingYear: lambda books: open_year(books.district, 2023),
    QuarterlyReturn: Books.filed,
    QuarterlyFigures: Books.figures,
    EnteredFigure: lambda books: make_entered_figure(lowest=1, from_year=2024),
    RatingScale: lambda books: make_rating_scale(),
    Plan: Books.plan,
    BaselineFigure: lambda books: make_baseline_figure(books.province),
}
"""A record of each model whose records have a page."""

each_page = pytest.mark.parametrize("model", PAGES, ids=lambda model: model.__name__)


@pytest.fixture
def books(db):
    return Books()


@pytest.fixture
def boss(client, books):
    boss = make_admin()
    client.force_login(boss)
    return boss


def request_of(user):
    request = RequestFactory().get("/")
    request.user = user
    return request


def address(record):
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_change"
    return reverse(name, args=[record.pk])


def stored(opened) -> list[dict]:
    """The columns of a page's record, and of those that it edits with it, as they are stored."""
    records = [form.instance for form in forms_on(opened)]
    return [type(one).objects.values().get(pk=one.pk) for one in records]


def as_opened_before(opened) -> dict:
    """What the page would send had all its values been others when it was opened."""
    data = sent_by_page(opened)
    for form in forms_on(opened):
        for bound in form:
            if bound.is_hidden or bound.field.disabled or bound.name == "DELETE":
                continue
            other = _other(bound.field, bound.value())
            if bound.html_initial_name in data:
                data[bound.html_initial_name] = other
            data[bound.html_name] = other
            if other is False:
                del data[bound.html_name]  # a box that is not ticked
    return data


def _other(field: forms.Field, value):
    """Another value that the field takes."""
    match field:
        case forms.ModelChoiceField():
            other = field.queryset.exclude(pk=value).first()
            return other.pk if other else ""
        case forms.BooleanField():
            return not value
        case forms.ChoiceField():
            return next(code for code, _label in field.choices if code not in (value, ""))
        case forms.DateField():
            return "2003-02-01"
        case forms.IntegerField() | forms.DecimalField():
            return "7"
        case forms.EmailField():
            return "khac@example.vn"
        case _:
            return "khác"


def test_every_page_with_a_form_is_among_them(boss):
    request = request_of(boss)
    pages = admin.site._registry.items()
    assert set(PAGES) == {model for model, page in pages if page.has_change_permission(request)}


@each_page
def test_a_page_sent_with_nothing_changed_writes_nothing(client, books, boss, model):
    record = PAGES[model](books)
    opened = client.get(address(record))
    shown = {type(form.instance) for form in forms_on(opened)}
    for inline in admin.site.get_model_admin(model).get_inline_instances(request_of(boss), record):
        assert inline.model in shown or not inline.has_change_permission(request_of(boss))
    before = stored(opened)
    answer = client.post(address(record), as_opened_before(opened))
    assert answer.status_code == 302, errors_of(answer)
    assert stored(opened) == before


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite locks no rows: its writers wait in line"
)
@each_page
def test_what_is_compared_with_a_page_is_held(client, books, boss, model):
    """So that nobody stores anything between the comparison and the page's own change."""
    record = PAGES[model](books)
    opened = client.get(address(record))
    with CaptureQueriesContext(connection) as asked:
        assert client.post(address(record), sent_by_page(opened)).status_code == 302
    assert any("FOR NO KEY UPDATE" in one["sql"] for one in asked)


@pytest.mark.django_db(transaction=True)
def test_a_password_is_set_while_its_account_is_held(client, books, boss):
    page = reverse("admin:auth_user_password_change", args=[books.staff.pk])
    new = {"password1": "mot-mat-khau-khac-2", "password2": "mot-mat-khau-khac-2"}
    assert client.post(page, new).status_code == 302
    books.staff.refresh_from_db()
    assert books.staff.check_password("mot-mat-khau-khac-2")


class TestATargetThatAColleagueChanged:
    """Admin A has the plan open while admin B sets its target from 35 to 40."""

    @pytest.fixture
    def plan(self, books):
        return books.plan()

    @pytest.fixture
    def opened(self, client, boss, plan):
        page = sent_by_page(client.get(address(plan)))
        Target.objects.update(value=40)
        return page

    def test_stays_where_only_the_title_is_saved(self, client, plan, opened):
        assert client.post(address(plan), opened | {"title": "Tên mới"}).status_code == 302
        plan.refresh_from_db()
        assert (plan.title, plan.targets.get().value) == ("Tên mới", 40)

    def test_is_told_where_it_was_changed_too(self, client, plan, opened):
        told = client.post(address(plan), opened | {"targets-0-value": "36"})
        (form,) = told.context["inline_admin_formsets"][0].formset.initial_forms
        (said,) = form.errors["value"]
        assert "“40”" in said
        assert "“36”" in said
        assert plan.targets.get().value == 40
        assert client.post(address(plan), sent_by_page(told)).status_code == 302
        assert plan.targets.get().value == Decimal(36)
