"""What may be chosen on a page."""

from datetime import date

import pytest

from cooperatives.models import AdministrativeUnit
from targets.comparison.choices import quarter_choices, unit_choices, year_choices
from targets.comparison.selection import select
from tests.factories import (
    make_district,
    make_district_staff,
    make_officer,
    make_plan,
    make_province,
    make_target,
)


@pytest.fixture
def officer(bac_kan):
    return make_officer(bac_kan)


def codes(reader, **asked):
    return [choice.unit.code for choice in unit_choices(select(reader=reader, **asked))]


DISTRICTS = ["058", "060", "061", "062", "063", "064", "065", "066"]


def test_a_province_chooses_among_itself_and_its_districts(officer, plan):
    assert codes(officer, quarter=2) == ["06", *DISTRICTS]


def test_communes_are_offered_below_the_district_looked_at(officer, plan):
    offered = codes(officer, quarter=2, unit_code="061")
    communes = AdministrativeUnit.objects.filter(parent__code="061").values_list("code", flat=True)
    assert [code for code in offered if len(code) == 5] == sorted(communes)
    assert offered.index("061") + 1 == offered.index(min(communes))


def test_beside_a_commune_stand_those_of_its_district(officer, plan, ba_be):
    commune = AdministrativeUnit.objects.filter(parent=ba_be).first()
    choices = unit_choices(select(reader=officer, quarter=2, unit_code=commune.code))
    assert len(choices) == 1 + len(DISTRICTS) + 15
    [current] = [choice for choice in choices if choice.is_current]
    assert (current.unit, current.depth) == (commune, 2)


def test_staff_look_at_all_districts_but_only_into_their_own(plan, ba_be):
    staff = make_district_staff(ba_be)
    assert codes(staff, quarter=2, unit_code="06") == ["06", *DISTRICTS]
    assert len(codes(staff, quarter=2)) == 1 + len(DISTRICTS) + 15
    assert codes(staff, quarter=2, unit_code="066") == ["06", *DISTRICTS]


def test_a_unit_that_closed_before_the_quarters_end_is_not_offered(officer, plan):
    make_district(plan.unit, "067", valid_to=date(2024, 6, 30))
    make_district(plan.unit, "068", valid_to=date(2024, 7, 1))
    assert {*codes(officer, quarter=2)} == {"06", *DISTRICTS, "068"}


def test_another_provinces_units_are_not_offered(officer, plan):
    make_district(make_province("19"), "190")
    assert codes(officer, quarter=2) == ["06", *DISTRICTS]


def test_years_have_begun_and_have_targets(officer, plan):
    make_target(plan, year=2023)
    make_target(plan, year=2025)
    other = make_plan(make_province("19"))
    make_target(other, year=2022)
    selection = select(reader=officer)
    assert year_choices(selection) == [2023, 2024]


def test_a_quarter_to_come_says_when_it_begins(plan, settings):
    settings.TODAY = "2024-07-01"
    choices = quarter_choices(select(year=2024, quarter=3))
    assert [(c.number, c.is_current, c.begins_on) for c in choices] == [
        (1, False, None),
        (2, False, None),
        (3, True, None),
        (4, False, date(2024, 10, 1)),
    ]
