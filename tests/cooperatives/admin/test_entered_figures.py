"""The admin's page of a row with figures that have no column of their own: it overwrites nothing
that others stored meanwhile.
"""

import pytest
from django.urls import reverse

from cooperatives.catalogue.figures import Figure, Nature, Quantity
from tests.cooperatives.browsing import sent_by
from tests.factories import (
    enter,
    make_admin,
    make_cooperative,
    make_district,
    make_figures,
    make_province,
    make_return,
)

LAND = Figure("has_land", "own land", "Land", Quantity.YES_NO, Nature.LEVEL)
WORKERS = Figure("workers", "workers", "Workers", Quantity.PERSONS, Nature.LEVEL)
ASSETS = Figure("assets", "net assets", "Assets", Quantity.MONEY, Nature.LEVEL)
PART = Figure("part", "a part", "Part", Quantity.PERCENT, Nature.LEVEL)


@pytest.fixture(autouse=True)
def figures(db):
    for figure in (LAND, WORKERS, ASSETS, PART):
        enter(figure)


@pytest.fixture
def stored(db, demo_day):
    district = make_district(make_province())
    draft = make_return(district, 2024, 3, state="draft")
    extra = {WORKERS.code: 3, LAND.code: 0}
    return make_figures(make_cooperative(district), 2024, 3, quarterly_return=draft, extra=extra)


def of_colleague(stored):
    stored.extra = {WORKERS.code: 9, LAND.code: 1, ASSETS.code: 5}
    stored.save()


def test_an_open_page_keeps_what_others_stored_meanwhile(client, stored):
    client.force_login(make_admin())
    address = reverse("admin:cooperatives_quarterlyfigures_change", args=[stored.pk])
    sent = sent_by(client.get(address))
    of_colleague(stored)
    answer = client.post(address, sent | {"note": "Ghi chú", PART.code: "2000000"})
    assert answer.status_code == 302
    stored.refresh_from_db()
    assert stored.note == "Ghi chú"
    assert stored.extra == {WORKERS.code: 9, LAND.code: 1, ASSETS.code: 5, PART.code: 2_000_000}


def test_of_two_that_changed_one_figure_the_second_is_told(client, stored):
    client.force_login(make_admin())
    address = reverse("admin:cooperatives_quarterlyfigures_change", args=[stored.pk])
    sent = sent_by(client.get(address))
    of_colleague(stored)
    answer = client.post(address, sent | {WORKERS.code: "4", LAND.code: ""})
    errors = answer.context["adminform"].form.errors
    assert "“9”, còn bạn nhập “4”" in errors[WORKERS.code][0]
    assert "“có”, còn bạn nhập “–”" in errors[LAND.code][0]
    stored.refresh_from_db()
    assert stored.extra == {WORKERS.code: 9, LAND.code: 1, ASSETS.code: 5}
