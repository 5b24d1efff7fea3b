"""Which plan, year, quarter and unit is looked at: the defaults and refusals of design 3."""

import datetime

import pytest

from cooperatives.models import AdministrativeUnit, Cooperative, QuarterlyReturn, User
from targets.comparison.selection import NothingThereError, select
from targets.models import Plan, Target


def submit(quarter, *units, state="submitted"):
    for unit in units:
        QuarterlyReturn.objects.create(unit=unit, year=2024, quarter=quarter, state=state)


def cooperative_in(unit, number):
    cooperative = Cooperative.objects.create(
        name=f"HTX {number}", registration_number=number, founded_on=datetime.date(2020, 1, 1)
    )
    cooperative.placements.create(unit=unit, valid_from=cooperative.founded_on)
    return cooperative


def staff_of(unit, role="district_staff"):
    return User.objects.create_user(f"{role}-{unit.code}", role=role, unit=unit, full_name="A")


def make_plan(unit, number, issued_on, year):
    plan = Plan.objects.create(unit=unit, number=number, issued_on=issued_on, title=number)
    Target.objects.create(
        plan=plan, year=year, indicator="new_groups", unit=unit, operator=">=", value=1
    )
    return plan


def test_without_wishes_it_is_the_newest_plan_its_year_and_its_unit(bac_kan, plan):
    found = select()
    assert (found.plan, found.year, found.unit) == (plan, 2024, bac_kan)


def test_a_plan_issued_later_is_the_newest(bac_kan):
    later = make_plan(bac_kan, "700/KH-UBND", datetime.date(2024, 2, 1), 2024)
    assert select().plan == later


def test_a_year_that_has_not_begun_is_not_chosen_by_itself(bac_kan, plan):
    target = plan.targets.first()
    Target.objects.create(
        plan=plan, year=2025, indicator=target.indicator, unit=bac_kan, operator=">=", value=2
    )
    assert select().year == 2024
    with pytest.raises(NothingThereError, match="2025"):
        select(year=2025)


def test_the_nearest_plan_above_a_unit_wins_over_a_later_one(bac_kan, plan):
    country = AdministrativeUnit.objects.create(
        code="VN", name="Cả nước", level="country", valid_from=datetime.date(1945, 9, 2)
    )
    bac_kan.parent = country
    bac_kan.save()
    AdministrativeUnit.objects.get(code="061").save()  # its path begins with the one above
    make_plan(country, "1318/QĐ-TTg", datetime.date(2024, 5, 1), 2024)
    assert select(unit_code="061").plan == plan
    assert select(unit_code="VN").plan.number == "1318/QĐ-TTg"


def test_the_quarter_is_the_newest_ended_one_that_half_of_the_districts_submitted(bac_kan):
    districts = list(AdministrativeUnit.objects.filter(level="district")[:4])
    for number, district in enumerate(districts):
        commune = district.children.first()
        cooperative_in(commune, f"C{number}")
    submit(2, *districts[:2])
    submit(3, districts[0])
    assert select().quarter == 2
    submit(3, districts[1], state="draft")
    assert select().quarter == 2
    submit(3, districts[2], state="returned")
    assert select().quarter == 3


def test_a_district_that_owes_nothing_does_not_count(bac_kan, ba_be):
    cooperative_in(ba_be.children.first(), "1")
    others = AdministrativeUnit.objects.filter(level="district").exclude(pk=ba_be.pk)
    submit(3, *others)
    submit(1, ba_be)
    assert select().quarter == 1


def test_without_any_submission_it_is_the_newest_ended_quarter(bac_kan):
    assert select().quarter == 3


def test_before_any_quarter_has_ended_it_is_the_first(bac_kan, settings):
    settings.TODAY = "2024-02-01"
    assert select().quarter == 1


@pytest.mark.parametrize(
    ("wishes", "said"),
    [
        ({"year": 2019}, "2019"),
        ({"quarter": 0}, "0"),
        ({"quarter": 5}, "5"),
        ({"unit_code": "999"}, "999"),
        ({"plan_id": 0}, "0"),
    ],
)
def test_what_does_not_exist_is_named(bac_kan, wishes, said):
    with pytest.raises(NothingThereError, match=said):
        select(**wishes)


def test_a_quarter_that_has_not_begun_is_unknown(bac_kan, settings):
    assert select(quarter=4).quarter == 4
    settings.TODAY = "2024-09-30"
    with pytest.raises(NothingThereError, match="4"):
        select(quarter=4)


def test_a_reader_begins_with_the_own_unit(bac_kan, ba_be):
    assert select(reader=staff_of(ba_be)).unit == ba_be
    assert select(reader=staff_of(bac_kan, "officer")).unit == bac_kan


def test_a_reader_may_ask_for_the_province_and_its_districts_but_no_foreign_commune(bac_kan, ba_be):
    clerk = staff_of(ba_be)
    assert select(reader=clerk, unit_code="06").unit == bac_kan
    assert select(reader=clerk, unit_code="062").unit.code == "062"
    own = ba_be.children.first()
    assert select(reader=clerk, unit_code=own.code).unit == own
    foreign = AdministrativeUnit.objects.get(code="062").children.first()
    with pytest.raises(NothingThereError, match=foreign.code):
        select(reader=clerk, unit_code=foreign.code)


def test_a_plan_does_not_reach_beyond_its_unit(bac_kan, ba_be, plan):
    country = AdministrativeUnit.objects.create(
        code="VN", name="Cả nước", level="country", valid_from=datetime.date(1945, 9, 2)
    )
    with pytest.raises(NothingThereError):
        select(plan_id=plan.pk, unit_code=country.code)
