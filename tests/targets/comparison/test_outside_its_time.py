"""A unit is judged within its own time only, and outside it the page leads to who took over."""

from datetime import date
from itertools import pairwise

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
    make_officer,
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
    assert "Ước cả năm" not in before
    assert 'href="?unit=06&amp;year=2025&amp;quarter=1"' in before


@pytest.mark.parametrize("address", ["/", "/indicators/new_cooperatives/"])
def test_within_its_time_it_is_judged_and_in_its_last_year_leads_on(client, world, address):
    client.force_login(make_admin())
    last_year = client.get(f"{address}?unit=06&year=2025&quarter=2").content.decode()
    assert 'href="?unit=19&amp;year=2025&amp;quarter=3"' in last_year
    assert "status--met" in last_year
    assert (
        "status--met" not in client.get(f"{address}?unit=06&year=2025&quarter=3").content.decode()
    )
    later = client.get(f"{address}?unit=19&year=2025&quarter=3").content.decode()
    assert "data-outside-its-time" not in later


@pytest.mark.parametrize("address", ["/?unit=06&year=2025", "/?unit=19&year=2026", "/?unit=19"])
def test_a_unit_of_which_there_is_nothing_yet_says_so(client, settings, db, address):
    settings.DEBUG, settings.TODAY = True, "2026-02-01"
    make_province("06", name="Tỉnh Bắc Kạn", valid_to=REFORM)
    make_province("19", name="Tỉnh Thái Nguyên", valid_from=REFORM)
    client.force_login(make_admin())
    page = client.get(address)
    assert page.status_code == 200
    assert "Chưa có kế hoạch nào" in page.content.decode()


@pytest.fixture
def twice(db, settings):
    """A commune under a district became another one in 2024, and that a part of a third in 2025,
    which bears the code of the second.
    """
    settings.DEBUG, settings.TODAY = True, "2026-02-01"
    province = make_province("06")
    names = ("Xã Một", "Xã Hai", "Xã Ba")
    days = (date(1997, 1, 1), date(2024, 7, 1), REFORM, None)
    found = [
        make_commune(province, code, name=name, valid_from=begins, valid_to=ends)
        for code, name, begins, ends in zip(
            ("01900", "01903", "01903"), names, days, days[1:], strict=False
        )
    ]
    for old, new in pairwise(found):
        UnitSuccession.objects.create(predecessor=old, successor=new, on=old.valid_to)
    make_cooperative(found[0], founded_on=date(2020, 1, 1))
    return province, found


@pytest.mark.parametrize(
    ("quarter", "there"), [("year=2024&quarter=3", 1), ("year=2025&quarter=4", 2)]
)
def test_it_leads_to_who_has_it_in_that_quarter_past_reforms_between(client, twice, quarter, there):
    province, (first, *others) = twice
    client.force_login(make_officer(province))
    page = client.get(f"/?unit={first.code}&{quarter}")
    assert page.context["outside"].instead == (others[there - 1],)
    assert f'href="?unit=01903&amp;{quarter.replace("&", "&amp;")}"' in page.text


@pytest.mark.parametrize("address", ["/", "/indicators/new_cooperatives/"])
def test_a_unit_out_of_reach_is_named_without_a_link(client, world, address):
    """An admin of the old province alone, to whom the new one is not open."""
    old, new = world
    client.force_login(make_admin(old))
    for quarter in (2, 3):
        page = client.get(f"{address}?unit=06&year=2025&quarter={quarter}").text
        assert "tỉnh Thái Nguyên" in page
        assert "unit=19" not in page
    assert client.get(f"/?unit={new.code}&year=2025&quarter=3").status_code == 404
