"""A figure that an indicator is made of stays, and means what it means; two who enter one code."""

import pytest
from django.db import models
from django.urls import reverse

from cooperatives.models import EnteredFigure
from targets.models import EnteredIndicator
from tests.factories import (
    make_admin,
    make_entered_figure,
    make_plan,
    make_province,
    make_target,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]

FIGURE = {
    "code": "workers",
    "name_vi": "Lao động",
    "measure": "persons",
    "nature": "level",
    "reported_by": "cooperative",
}
INDICATOR = {"code": "workers_each", "name_vi": "Lao động bình quân", "rule": "mean"}
INDICATOR["of"] = "workers"


@pytest.fixture
def admin(client):
    client.force_login(make_admin())
    return client


@pytest.fixture
def workers(admin):
    """A figure without values, of which growth is made, which has a target for 2024."""
    figure = make_entered_figure()
    EnteredIndicator.objects.create(**INDICATOR)
    growth = INDICATOR | {"code": "more_workers", "rule": "growth", "of": "workers_each"}
    EnteredIndicator.objects.create(**growth)
    make_target(make_plan(make_province()), "more_workers", value=3)
    return figure


def change(admin, figure, **fields):
    data = FIGURE | {"name_vi": figure.name_vi, "store": "1"} | fields
    return admin.post(reverse("figure-change", args=[figure.code]), data)


def test_it_is_not_deleted(admin, workers):
    admin.post(reverse("figure-change", args=[workers.code]), {"removal": "1"})
    page = reverse("admin:cooperatives_enteredfigure_delete", args=[workers.pk])
    assert admin.post(page, {"post": "yes"}).status_code == 403
    assert EnteredFigure.objects.exists()
    EnteredIndicator.objects.all().delete()
    admin.post(reverse("figure-change", args=[workers.code]), {"removal": "1"})
    assert not EnteredFigure.objects.exists()


def test_it_is_not_ended_before_a_target_that_rests_on_it(admin, workers):
    assert set(change(admin, workers, to_year=2023).context["form"].errors) == {"to_year"}
    assert change(admin, workers, to_year=2024).status_code == 302


def test_its_meaning_stays(admin, workers):
    assert set(change(admin, workers, measure="number").context["form"].errors) == {"measure"}
    assert change(admin, workers, from_year=2024).status_code == 302


@pytest.mark.parametrize("name", ["new-figure", "indicator-entry"])
def test_who_enters_a_code_at_the_same_moment_as_another_is_told(admin, monkeypatch, name):
    figure = make_entered_figure("area", "number")
    of = {"of": "area"}
    EnteredIndicator.objects.create(**INDICATOR | of)
    data = INDICATOR | of
    if name == "new-figure":
        data = FIGURE | {"code": figure.code, "store": "1"}
    checks, looked = models.Model._perform_unique_checks, []

    def blind_at_first(record, found):
        looked.append(record)
        return {} if len(looked) <= seen_by_first else checks(record, found)

    seen_by_first = 2 if name == "indicator-entry" else 1
    monkeypatch.setattr(models.Model, "_perform_unique_checks", blind_at_first)
    if name == "indicator-entry":
        data["seen"] = admin.post(reverse(name), data).context["seen"]
    page = admin.post(reverse(name), data)
    assert page.status_code == 200
    assert "code" in page.context["form"].errors


def test_indicators_are_read_in_the_admin_site(admin):
    row = EnteredIndicator.objects.create(**INDICATOR | {"of": "revenue"})
    site = "admin:targets_enteredindicator_{}".format
    assert row.name_vi in admin.get(reverse(site("changelist"))).text
    for page, status in (("change", 200), ("history", 200), ("delete", 403)):
        assert admin.get(reverse(site(page), args=[row.pk])).status_code == status
    assert admin.post(reverse(site("change"), args=[row.pk]), {"name_vi": "x"}).status_code == 403
