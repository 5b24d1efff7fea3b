"""A unit is judged within its own time only, and outside it the page leads to who took over."""

from datetime import date

import pytest

from cooperatives.ground.calendar import Quarter
from cooperatives.models import UnitSuccession
from targets.comparison.reading import progress_of
from targets.comparison.selection import select
from targets.reckoning.assessment import Status
from tests.factories import (
    make_admin,
    make_commune,
    make_cooperative,
    make_figures,
    make_plan,
    make_province,
    make_target,
    move,
)

REFORM = date(2025, 7, 1)


@pytest.fixture
def world(db, settings):
    """A province that ended in the middle of its plan's year, and the one that took over."""
    settings.DEBUG, settings.TODAY = True, "2026-02-01"
    old = make_province("06", name="Tỉnh Bắc Kạn", valid_to=REFORM)
    new = make_province("19", name="Tỉnh Thái Nguyên", valid_from=REFORM)
    commune = make_commune(new, valid_from=REFORM)
    UnitSuccession.objects.create(predecessor=old, successor=new, on=REFORM)
    cooperative = make_cooperative(old, founded_on=date(2025, 2, 1))
    make_target(make_plan(old), "new_cooperatives", ">=", 1, year=2025)
    make_figures(cooperative, 2025, 1, revenue=1)
    move(cooperative, commune, REFORM)
    return old, new


def standing(unit, quarter):
    selection = select(unit_code=unit.code, year=2025, quarter=quarter)
    return progress_of(selection, also=["new_cooperatives"]).whole.standing("new_cooperatives")


def test_it_is_judged_up_to_its_end_and_not_after(world):
    old, _new = world
    assert standing(old, 2).assessment.status is Status.MET
    after = standing(old, 3).assessment
    assert (after.status, after.goal, after.expected) == (None, None, None)
    assert after.measure.value == 0


def test_by_default_a_quarter_of_its_time_is_shown(world, settings):
    old, new = world
    assert select(unit_code=old.code).period == Quarter(2025, 1)
    settings.TODAY = "2025-08-01"
    assert select(unit_code=new.code).period == Quarter(2025, 3)


@pytest.mark.parametrize("address", ["/", "/indicators/new_cooperatives/"])
def test_the_pages_lead_to_who_took_over_and_back(client, world, address):
    client.force_login(make_admin())
    after = client.get(f"{address}?unit=06&year=2025&quarter=3").content.decode()
    assert "data-outside-its-time" in after
    assert "đã kết thúc 30/6/2025" in after
    assert 'href="?unit=19&amp;year=2025&amp;quarter=3"' in after
    before = client.get(f"{address}?unit=19&year=2025&quarter=1").content.decode()
    assert 'href="?unit=06&amp;year=2025&amp;quarter=1"' in before
    within = client.get(f"{address}?unit=06&year=2025&quarter=2").content.decode()
    assert "data-outside-its-time" not in within
