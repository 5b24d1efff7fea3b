"""History misses nothing: each kind of record, changed by each way, tells old, new, who and way.

And each of these changes makes another version of the data.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.management import call_command
from django.core.serializers import serialize
from django.urls import reverse

from cooperatives import models as coops
from cooperatives.history import Way, changes_by
from cooperatives.models.base import Record
from cooperatives.version import data_version
from targets import models as plans
from tests.admin_pages import errors_of, forms_on, sent_by_page
from tests.factories import (
    PASSWORD,
    make_admin,
    make_api_token,
    make_baseline_figure,
    make_cooperative,
    make_district,
    make_district_staff,
    make_entered_figure,
    make_figures,
    make_office_texts,
    make_officer,
    make_plan,
    make_province,
    make_return,
    make_subscription,
    make_target,
    make_yearly_report,
    open_year,
    seen,
    suspend,
)

NOON = datetime(2024, 4, 10, 5, tzinfo=UTC)
LATER = datetime(2024, 4, 11, 5, tzinfo=UTC)


class Books:
    """One record of each model, made when asked for."""

    def __init__(self):
        self.district = make_district(make_province())
        self.staff = make_district_staff(self.district)
        self.cooperative = make_cooperative(self.district)
        self.version = None

    def figures(self):
        """A row of a return that is open, so that its figures may change."""
        return make_figures(
            self.cooperative, quarter=2, quarterly_return=self.sent_back(), profit=5
        )

    def sent_back(self):
        return make_return(self.district, quarter=2, state="returned")


@dataclass(frozen=True)
class Case:
    """A model's record, the field that changes and its new value.

    owner: the record on whose admin page it is edited; None where the admin site edits none.
    file: columns of an import that makes the same change, None where no kind holds the model.
    """

    make: Callable[[Books], Record]
    field: str
    new: Any
    owner: Callable[[Record], Record] | None = lambda record: record
    kind: str = ""
    row: Callable[[Record], dict[str, Any]] | None = None


CASES: dict[type[Record], Case] = {
    coops.AdministrativeUnit: Case(
        lambda books: books.district,
        "name",
        "Huyện Mới",
        kind="units",
        row=lambda unit: {
            "code": unit.code,
            "valid_from": unit.valid_from.isoformat(),
            "name": "Huyện Mới",
        },
    ),
    coops.User: Case(lambda books: books.staff, "full_name", "Triệu Thị B"),
    coops.ApiToken: Case(
        lambda books: make_api_token(books.staff)[0], "expires_on", date(2030, 1, 1)
    ),
    coops.Organisation: Case(
        lambda books: coops.Organisation.objects.get(pk=books.cooperative.pk),
        "name",
        "HTX Mới",
        owner=lambda made: coops.Cooperative.objects.get(pk=made.pk),
        kind="cooperatives",
        row=lambda made: {
            "registration_number": made.registration_number,
            "name": "HTX Mới",
        },
    ),
    coops.Placement: Case(
        lambda books: books.cooperative.placements.get(),
        "valid_from",
        date(2010, 1, 1),
        owner=lambda placement: placement.organisation,
        kind="cooperatives",
        row=lambda placement: {
            "registration_number": placement.organisation.registration_number,
            "founded_on": "2010-01-01",
        },
    ),
    coops.Suspension: Case(
        lambda books: suspend(books.cooperative, date(2022, 1, 1)),
        "reason",
        "sửa kho",
        owner=lambda suspension: suspension.organisation,
    ),
    coops.YearlyReport: Case(
        lambda books: make_yearly_report(books.cooperative, state="draft", profit=5),
        "profit",
        7_000_000,
        kind="yearly_reports",
        row=lambda report: {
            "registration_number": report.cooperative.registration_number,
            "year": report.year,
            "profit_million": "7",
        },
    ),
    coops.UnitSuccession: Case(
        lambda books: coops.UnitSuccession.objects.create(
            predecessor=make_district(books.district.parent, "069", valid_to=date(2020, 1, 2)),
            successor=books.district,
            on=date(2020, 1, 1),
        ),
        "on",
        date(2020, 1, 2),
    ),
    coops.ReportingYear: Case(
        lambda books: open_year(books.district, 2023),
        "reason",
        "đã tổng kết",
    ),
    coops.EnteredFigure: Case(
        lambda books: make_entered_figure("workers"),
        "name_vi",
        "Lao động",
        kind="figures",
        row=lambda figure: {"code": figure.code, "name_vi": "Lao động"},
    ),
    coops.UnitFigures: Case(
        lambda books: coops.UnitFigures.objects.create(
            unit=books.district, quarterly_return=books.sent_back(), year=2024, quarter=2
        ),
        "extra",
        {"workers": 5},
        owner=None,
    ),
    coops.RatingScale: Case(
        lambda books: coops.RatingScale.objects.create(
            from_year=2030, good=80, fair=65, average=50, source="Thông tư mới"
        ),
        "source",
        "Thông tư khác",
    ),
    coops.QuarterlyReturn: Case(lambda books: books.sent_back(), "moved_due_on", date(2024, 8, 1)),
    coops.QuarterlyFigures: Case(
        lambda books: books.figures(),
        "profit",
        7_000_000,
        kind="quarterly_figures",
        row=lambda row: {
            "registration_number": row.cooperative.registration_number,
            "year": row.year,
            "quarter": row.quarter,
            "profit_million": "7",
        },
    ),
    coops.ReturnStep: Case(
        lambda books: coops.ReturnStep.objects.create(
            quarterly_return=books.sent_back(), step="send_back", reason="sai", at=NOON
        ),
        "reason",
        "thiếu",
        owner=None,
    ),
    coops.ReturnOpening: Case(
        lambda books: coops.ReturnOpening.objects.create(
            step=coops.ReturnStep.objects.create(
                quarterly_return=books.sent_back(), step="submit", at=NOON
            ),
            by=books.staff,
            at=NOON,
        ),
        "at",
        LATER,
        owner=None,
    ),
    coops.LetterDrafted: Case(
        lambda books: coops.LetterDrafted.objects.create(
            unit=books.district, year=2024, quarter=1, by=books.staff, at=NOON
        ),
        "at",
        LATER,
        owner=None,
    ),
    coops.ReportsDone: Case(
        lambda books: coops.ReportsDone.objects.create(
            unit=books.district, year=2023, by=books.staff, at=NOON
        ),
        "at",
        LATER,
        owner=None,
    ),
    coops.Remark: Case(
        lambda books: coops.Remark.objects.create(
            quarterly_return=books.sent_back(), text="xem lại", by=books.staff, at=NOON
        ),
        "text",
        "xem kỹ lại",
        owner=lambda remark: remark.quarterly_return,
    ),
    coops.WarningAnswer: Case(
        lambda books: coops.WarningAnswer.objects.create(
            figures=books.figures(), rule="jump", value=5, text="đúng", by=books.staff, at=NOON
        ),
        "text",
        "được mùa",
        owner=lambda answer: answer.figures,
    ),
    plans.EnteredIndicator: Case(
        lambda books: plans.EnteredIndicator.objects.create(
            code="total_revenue", name_vi="Tổng doanh thu", rule="sum", of="revenue"
        ),
        "name_vi",
        "Doanh thu cả tỉnh",
        kind="indicators",
        row=lambda row: {"code": row.code, "name_vi": "Doanh thu cả tỉnh"},
        owner=None,
    ),
    plans.Plan: Case(
        lambda books: make_plan(books.district.parent),
        "title",
        "Kế hoạch khác",
        kind="targets",
        row=lambda plan: {
            "plan_number": plan.number,
            "plan_title": "Kế hoạch khác",
            "issued_on": plan.issued_on.isoformat(),
            "year": 2024,
            "unit_code": plan.unit.code,
            "indicator": "new_groups",
            "operator": ">=",
            "value": 25,
        },
    ),
    plans.Target: Case(
        lambda books: make_target(make_plan(books.district.parent)),
        "quote",
        "từ 35 HTX trở lên",
        owner=lambda target: target.plan,
        kind="targets",
        row=lambda target: {
            "plan_number": target.plan.number,
            "plan_title": target.plan.title,
            "issued_on": target.plan.issued_on.isoformat(),
            "year": target.year,
            "unit_code": target.unit.code,
            "indicator": target.indicator,
            "operator": target.operator,
            "value": int(target.value),
            "quote": "từ 35 HTX trở lên",
        },
    ),
    plans.BaselineFigure: Case(
        lambda books: make_baseline_figure(books.district.parent), "quote", "371 hợp tác xã"
    ),
    plans.OfficeTexts: Case(
        lambda books: make_office_texts(books.district),
        "signer_name",
        "Nguyễn Thị Người Ký",
        owner=None,
    ),
    plans.Subscription: Case(
        lambda books: make_subscription(books.staff), "language", "en", owner=None
    ),
}
KINDS_OF_RECORDS = [
    model for model in apps.get_models() if issubclass(model, Record) and not model._meta.proxy
]

by_model = pytest.mark.parametrize("model", CASES, ids=lambda model: model.__name__)


@pytest.fixture
def books(db):
    """After the test the data is another version than when its record was made."""
    books = Books()
    yield books
    if books.version:
        assert data_version() != books.version


@pytest.fixture
def boss(db):
    return make_admin()


def made(model, books):
    record = CASES[model].make(books)
    books.version = data_version()
    return record, CASES[model]


def assert_told(record, case, old, *, who, way):
    """The newest version holds the new value, who and way; the one before it the old value."""
    newest, before = record.history.all()[:2]
    assert (getattr(before, case.field), getattr(newest, case.field)) == (old, case.new)
    assert newest.history_type == "~"
    assert newest.history_user == who
    assert newest.way == way


def test_every_kind_of_record_has_its_case():
    assert set(KINDS_OF_RECORDS) == set(CASES)


@by_model
def test_saving_in_a_command(model, books):
    record, case = made(model, books)
    old = getattr(record, case.field)
    setattr(record, case.field, case.new)
    record.save()
    assert_told(record, case, old, who=None, way=Way.COMMAND)


@by_model
def test_updating_a_queryset(model, books, boss):
    record, case = made(model, books)
    old = getattr(record, case.field)
    if case.field in model.DERIVED_FROM:
        with pytest.raises(TypeError, match=case.field):
            model.objects.filter(pk=record.pk).update(**{case.field: case.new})
        books.version = None
        return
    with changes_by(boss, Way.GRID):
        model.objects.filter(pk=record.pk).update(**{case.field: case.new})
    assert_told(record, case, old, who=boss, way=Way.GRID)


@by_model
def test_bulk_update(model, books, boss):
    record, case = made(model, books)
    old = getattr(record, case.field)
    setattr(record, case.field, case.new)
    with changes_by(boss, Way.IMPORT):
        model.objects.bulk_update([record], [case.field])
    assert_told(record, case, old, who=boss, way=Way.IMPORT)


@by_model
def test_bulk_create(model, books, boss):
    record, case = made(model, books)
    setattr(record, case.field, case.new)
    model._base_manager.filter(pk=record.pk)._raw_delete(using="default")
    with changes_by(boss, Way.IMPORT):
        (again,) = model.objects.bulk_create([record])
    newest = again.history.first()
    assert (newest.history_type, newest.history_user, newest.way) == ("+", boss, Way.IMPORT)
    assert getattr(newest, case.field) == case.new


@by_model
def test_loading_a_fixture(model, books, tmp_path):
    record, case = made(model, books)
    old = getattr(record, case.field)
    setattr(record, case.field, case.new)
    fixture = tmp_path / "changed.json"
    fixture.write_text(serialize("json", [record]))
    call_command("loaddata", str(fixture), verbosity=0)
    assert_told(record, case, old, who=None, way=Way.FIXTURE)
    versions = record.history.count()
    call_command("loaddata", str(fixture), verbosity=0)
    assert record.history.count() == versions


@by_model
def test_the_admin_site(model, books, boss, client):
    record, case = made(model, books)
    old = getattr(record, case.field)
    client.force_login(boss)
    shown = record if case.owner is None else case.owner(record)
    if case.owner is None:
        names = {f"admin:{model._meta.app_label}_{model._meta.model_name}_change"}
        assert not any(name.endswith("returnstep_change") for name in admin_pages() & names)
        books.version = None
        return
    page = reverse(
        f"admin:{shown._meta.app_label}_{shown._meta.model_name}_change", args=[shown.pk]
    )
    data = form_data(client.get(page), record, case)
    response = client.post(page, data)
    assert response.status_code == 302, errors_of(response)
    assert_told(record, case, old, who=boss, way=Way.ADMIN)


@pytest.mark.parametrize(
    "model", [model for model in CASES if CASES[model].kind], ids=lambda model: model.__name__
)
def test_the_import_command(model, books, boss, tmp_path):
    record, case = made(model, books)
    old = getattr(record, case.field)
    row = case.row(record)
    file = tmp_path / "changed.csv"
    file.write_text(f"{','.join(row)}\n{','.join(map(str, row.values()))}\n")
    call_command("import_data", case.kind, str(file), "--user", boss.username, verbosity=0)
    assert_told(record, case, old, who=boss, way=Way.IMPORT)


@by_model
def test_deleting(model, books, boss):
    record, _case = made(model, books)
    key = record.pk
    if model in (coops.AdministrativeUnit, coops.User):
        coops.Organisation.objects.all().delete()
        if model is coops.AdministrativeUnit:
            coops.User.objects.filter(unit=record).delete()
    with changes_by(boss, Way.ADMIN):
        model.objects.filter(pk=key).delete()
    newest = model.history.filter(id=key).first()
    assert (newest.history_type, newest.history_user, newest.way) == ("-", boss, Way.ADMIN)


def test_what_goes_with_its_owner_is_told_too(books, boss):
    key = books.figures().pk
    with changes_by(boss, Way.ADMIN):
        books.cooperative.delete()
    assert coops.QuarterlyFigures.history.filter(id=key).first().history_type == "-"
    assert coops.Placement.history.filter(history_type="-").count() == 1


# --- Ways that some records alone take ------------------------------------------------------------


def test_what_an_import_adds_and_submits(books, boss, tmp_path):
    """A suspension, and the steps of a return, come in by import as new rows."""
    files = {
        "cooperatives": "registration_number,ceased_on\n{},2024-02-01\n",
        "quarterly_figures": "registration_number,year,quarter,profit_million\n{},2024,1,5\n",
    }
    for kind, text in files.items():
        file = tmp_path / f"{kind}.csv"
        file.write_text(text.format(books.cooperative.registration_number))
        options = ["--approve"] if kind == "quarterly_figures" else []
        call_command("import_data", kind, str(file), "--user", boss.username, *options, verbosity=0)
    for model in (coops.Suspension, coops.QuarterlyFigures, coops.ReturnStep):
        for version in model.history.all():
            assert version.history_type == "+"
            assert (version.history_user, version.way) == (boss, Way.IMPORT)
    assert coops.ReturnStep.history.count() == 2
    told = coops.QuarterlyReturn.history.order_by("history_id")
    assert [(version.history_type, version.state) for version in told] == [
        ("+", "draft"),
        ("~", "submitted"),
        ("~", "approved"),
    ]
    assert {(version.history_user, version.way) for version in told} == {(boss, Way.IMPORT)}


def of_return(name, *more):
    return reverse(name, args=[2024, 2, "061", *more])


def test_the_grid(books, client):
    record = books.figures()
    client.force_login(books.staff)
    number = books.cooperative.registration_number
    cell = {"number": number, "field": "profit", "text": "7", "base": "0,000005"}
    headers = {"X-Typed-By": str(books.staff.pk)}
    data = json.dumps({"cells": [cell]})
    answer = client.post(of_return("return-cells"), data, "application/json", headers=headers)
    assert answer.json()["saved"], answer.json()
    case = CASES[coops.QuarterlyFigures]
    assert_told(record, case, 5, who=books.staff, way=Way.GRID)


def test_the_forms_of_a_return(books, client):
    """Submitting, approving, saying something and settling it are forms of ours."""
    filed = books.figures().quarterly_return
    client.force_login(books.staff)
    client.post(of_return("return-remarks"), {"text": "xem lại"})
    remark = filed.remarks.get()
    client.post(of_return("return-remark-settlement", remark.pk), {"settled": "1"})
    client.post(of_return("return-submission"), {"without": books.cooperative.registration_number})
    officer = make_officer(books.district.parent)
    client.force_login(officer)
    client.post(of_return("return-approval"), {"seen": str(seen(filed))})
    settled, said = remark.history.all()
    assert (said.history_type, said.is_settled, settled.is_settled) == ("+", False, True)
    approved, submitted, *_made = filed.history.all()
    assert [approved.state, submitted.state] == ["approved", "submitted"]
    second, first = coops.ReturnStep.history.order_by("-history_id")
    assert (first.step, second.step) == ("submit", "approve")
    for version, who in (
        (said, books.staff),
        (settled, books.staff),
        (submitted, books.staff),
        (first, books.staff),
        (approved, officer),
        (second, officer),
    ):
        assert (version.history_user, version.way) == (who, Way.FORM)


def test_setting_the_own_password(books, client):
    client.force_login(books.staff)
    new = {"new_password1": "mot-mat-khau-khac-2", "new_password2": "mot-mat-khau-khac-2"}
    client.post(reverse("password_change"), {"old_password": PASSWORD, **new})
    newest = books.staff.history.first()
    assert (newest.history_user, newest.way) == (books.staff, Way.FORM)
    assert not hasattr(newest, "password")


def form_data(response, record, case) -> dict[str, Any]:
    """What a browser would send back from an admin page, with one field of one record changed."""
    data = sent_by_page(response)
    for form in forms_on(response):
        if form.instance == record:
            data[form.add_prefix(case.field)] = case.new
    return data


def admin_pages() -> set[str]:
    return {
        f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
        for model in admin.site._registry
    }
