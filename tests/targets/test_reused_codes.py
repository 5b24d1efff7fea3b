"""A code used three times under one parent: no bearer is taken for another."""

from datetime import date

import pytest
from django.urls import reverse

from cooperatives.counting import Cause, CountedChange
from cooperatives.imports import KINDS
from cooperatives.imports.run import import_file
from cooperatives.imports.session import Options
from cooperatives.models import UnitSuccession
from cooperatives.units.years import ReportingYears
from cooperatives.yearly.closing import places_of
from targets.comparison.reading import progress_of
from targets.comparison.selection import select
from targets.movements.measuring import measured_by
from targets.plans.inherited import inherited_plans, takes_over
from targets.plans.sheet import Kind, TargetSheet
from tests.factories import (
    close_year,
    make_admin,
    make_cooperative,
    make_district,
    make_officer,
    make_plan,
    make_province,
    make_target,
    open_year,
)
from tests.tables import rows_and_history
from tests.targets.pages import attribute, find_all, parsed

CODE, COUNT = "061", "new_cooperatives"
FIRST, SECOND = date(2023, 7, 1), date(2024, 7, 1)


class Namesakes:
    """Until mid-2023, until mid-2024 and since then; the third took over from the second, and
    nobody from the first. Each founded as many cooperatives in its time as its number.
    """

    def __init__(self):
        self.province = make_province()
        times = ((date(1997, 1, 1), FIRST), (FIRST, SECOND), (SECOND, None))
        self.bearers = [
            make_district(
                self.province, CODE, name=f"Huyện {number}", valid_from=begins, valid_to=ends
            )
            for number, (begins, ends) in enumerate(times, start=1)
        ]
        self.first, self.second, self.third = self.bearers
        UnitSuccession.objects.create(predecessor=self.second, successor=self.third, on=SECOND)
        founded = (date(2023, 3, 1), date(2024, 3, 1), date(2024, 8, 1))
        for unit, day, number in zip(self.bearers, founded, (1, 2, 3), strict=True):
            for _each in range(number):
                make_cooperative(unit, founded_on=day)
            unit.refresh_from_db()


@pytest.fixture
def world(db, demo_day):
    return Namesakes()


def test_each_has_a_path_and_a_reach_of_its_own(world):
    assert [unit.path for unit in world.bearers] == ["06/061/", "06/061~2/", "06/061~3/"]
    assert world.third.reach == ("06/061~3/", "06/061~2/")
    officers = [make_officer(unit) for unit in world.bearers]
    reached = [[who.reaches(unit.path) for unit in world.bearers] for who in officers]
    assert reached == [[True, False, False], [False, True, False], [False, True, True]]


@pytest.mark.parametrize(
    ("year", "quarter", "number", "value"), [(2023, 2, 1, 1), (2024, 2, 2, 2), (2024, 3, 3, 3)]
)
def test_a_code_means_its_bearer_of_the_quarter_in_lists_and_alone(
    world, year, quarter, number, value
):
    make_target(make_plan(world.province), COUNT, year=year)
    alone = progress_of(select(unit_code=CODE, year=year, quarter=quarter))
    among = progress_of(select(unit_code="06", year=year, quarter=quarter)).units
    for part in (alone.whole, *among):
        assert part.unit.path == world.bearers[number - 1].path
        assert part.standing(COUNT).assessment.measure.value == value


def test_a_part_is_counted_over_the_period_of_its_own_target(world):
    """That of the province counts from 2023 on, its own the year alone."""
    plan = make_plan(world.province)
    make_target(plan, COUNT, value=9, from_year=2023)
    make_target(plan, COUNT, value=4, unit=world.third)
    make_cooperative(world.third, founded_on=date(2023, 5, 1))
    (part,) = progress_of(select(unit_code="06", year=2024, quarter=3)).units
    assert part.standing(COUNT).from_year is None
    assert part.standing(COUNT).assessment.measure.value == 3


def test_a_change_is_measured_in_each_of_them(world):
    make_target(make_plan(world.province), COUNT)
    change = CountedChange(Cause.CORRECTION, units=tuple(world.bearers))
    values = measured_by(change).values()
    found = {key[0]: value for key, value in values.items() if key[1:3] == (2024, 3)}
    # Of the first the year before is asked; in the year it founded none.
    assert found == {"06/": 5, "06/061/": 0, "06/061~2/": 2, "06/061~3/": 3}


def test_what_a_file_changes_is_measured_in_what_went_over_whole_too(world):
    make_target(make_plan(world.province), COUNT)
    change = CountedChange(Cause.IMPORT, within=world.third)
    measured = {key[0] for key in measured_by(change).values()}
    assert measured == {"06/", "06/061~2/", "06/061~3/"}


def test_a_years_opening_holds_for_who_took_over_alone(world):
    row = open_year(world.second, 2024)
    years = ReportingYears()
    assert [years.is_open(unit, 2024) for unit in world.bearers] == [False, True, True]
    assert places_of(row) == [world.second, world.third]
    close_year(world.second, 2024)
    assert [ReportingYears().closes(unit, 2024) for unit in world.bearers] == [False, True, True]
    assert places_of(open_year(world.first, 2023)) == [world.first]


def test_a_plan_is_inherited_from_who_was_taken_over(world):
    first, second = (make_plan(unit) for unit in (world.first, world.second))
    for plan in (first, second):
        make_target(plan, COUNT, year=2024)
    assert inherited_plans(world.third, 2025, make_admin()) == [second]
    assert inherited_plans(world.second, 2025, make_admin()) == []
    assert [takes_over(world.third, plan) for plan in (first, second)] == [False, True]


def test_allocations_to_two_of_them_in_one_year_are_not_one_twice(world):
    plan = make_plan(world.province)
    targets = [make_target(plan, COUNT, unit=unit) for unit in (world.second, world.third)]
    sheet = TargetSheet({}, plan, 2024, [world.third], shown=targets)
    data = {
        field.html_name: field.value() or ""
        for row in TargetSheet(None, plan, 2024, [world.third], shown=targets).rows
        for field in row
    }
    sheet = TargetSheet(data, plan, 2024, [world.third], shown=targets)
    assert sheet.is_valid(), [row.errors for row in sheet.rows]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_an_exported_plan_names_its_own_bearers_when_it_is_imported(world, client, ending):
    plan = make_plan(world.province)
    make_target(plan, COUNT, value=10)
    for unit, value in ((world.second, 4), (world.third, 6)):
        make_target(plan, COUNT, value=value, unit=unit)
    own = make_plan(world.first, issued_on=date(2023, 8, 8))  # where the code is the second's
    make_target(own, COUNT, year=2023)
    admin = make_admin()
    client.force_login(admin)
    before = rows_and_history()
    content = client.get(reverse("plans-file", args=[ending])).content
    outcome = import_file(KINDS["targets"], f"x.{ending}", content, Options(user=admin), store=True)
    assert (outcome.errors, outcome.unchanged, outcome.changes_nothing) == ([], 4, True)
    assert rows_and_history() == before


def test_a_file_names_a_bearer_of_a_code_once_and_none_that_there_is_not(world):
    plan = make_plan(world.province)
    make_target(plan, COUNT, value=10)
    admin, head = make_admin(), "plan_number,issued_on,year,unit_code,indicator,operator,value\n"
    start = f"{plan.number},2023-08-07,2024"
    again = f"{start},061@2024-07-01,{COUNT},>=,4\n{start},061,{COUNT},>=,4\n"
    unknown = f"{start},061@2024-08-01,{COUNT},>=,4\n"
    for content, found in ((again, (3, "indicator")), (unknown, (2, "unit_code"))):
        options = Options(user=admin)
        file = (head + content).encode()
        outcome = import_file(KINDS["targets"], "x.csv", file, options, store=True)
        assert [(error.row, error.column) for error in outcome.errors] == [found]


def test_a_copied_allocation_of_an_ended_bearer_goes_to_no_other(world):
    plan = make_plan(world.province)
    targets = [make_target(plan, COUNT, unit=unit) for unit in (world.second, world.third)]
    below = [world.third]
    sheet = TargetSheet(None, plan, 2025, below, shown=targets, kind=Kind.COPIED)
    second, third = [row for row in sheet.allocations if row.target]
    offered = [key for key, _name in second.fields["unit"].choices]
    assert (second["unit"].value() in offered, third["unit"].value() in offered) == (False, True)


def test_a_plans_page_leads_to_how_its_own_bearer_stands(world, client):
    client.force_login(make_officer(world.province))
    for unit, year in zip(world.bearers, (2023, 2024, 2024), strict=True):
        plan = make_plan(unit)
        make_target(plan, COUNT, year=year)
        page = parsed(client.get(reverse("plan", args=[plan.pk])))
        links = [attribute(one, "href") for one in find_all(page, "a", "off-paper")]
        (there,) = [link for link in links if link.startswith(f"{reverse('dashboard')}?year=")]
        response = client.get(there)
        assert response.status_code == 200
        assert response.context["selection"].unit.path == unit.path
