"""A target of several years: what is counted for it, and how it is told."""

from datetime import date
from fractions import Fraction

import pytest
from django.urls import reverse

from cooperatives.counting import Cause, CountedChange
from targets.comparison.reading import progress_of
from targets.comparison.selection import select
from targets.movements.measuring import measured_by
from targets.output.tables import targets_table
from targets.output.terminal import progress_as_text
from tests.factories import (
    make_cooperative,
    make_district,
    make_officer,
    make_plan,
    make_province,
    make_target,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
FOUNDED = (date(2020, 12, 31), date(2021, 1, 1), date(2022, 5, 1), date(2024, 2, 1))


@pytest.fixture
def province():
    return make_province("06")


@pytest.fixture
def districts(province):
    return [make_district(province, code) for code in ("061", "062")]


@pytest.fixture
def plan(province, districts):
    plan = make_plan(province)
    make_target(plan, "new_cooperatives", value=16, value_to=20, from_year=2021)
    make_target(plan, "new_cooperatives", value=2, unit=districts[1])
    for district in districts:
        for day in FOUNDED:
            make_cooperative(district, founded_on=day)
    return plan


def standings(quarter=2):
    found = progress_of(select(year=2024, quarter=quarter))
    return [part.standing("new_cooperatives") for part in (found.whole, *found.units)]


def test_units_are_counted_over_the_period_of_the_target_above_them(plan):
    whole, without, own = standings()
    assert [one.assessment.measure.value for one in (whole, without, own)] == [6, 3, 1]
    assert [one.from_year for one in (whole, without, own)] == [2021, 2021, None]
    # 14 of 16 quarters are gone.
    assert (whole.assessment.expected, whole.assessment.projection) == (14, Fraction(6 * 16, 14))
    assert without.assessment.projection == Fraction(3 * 16, 14)
    assert (own.assessment.expected, own.assessment.projection) == (1, 2)


def test_it_is_told_as_a_range_of_its_years(plan, province, client):
    progress = progress_of(select(year=2024, quarter=2))
    text = progress_as_text(progress)
    assert "(2021–2024)" in text
    assert "16–20" in text
    table = targets_table(progress, [])
    row = dict(zip(table.header, table.rows[0], strict=True))
    assert (row["Mục tiêu"], row["Mục tiêu đến"]) == (16, 20)
    client.force_login(make_officer(province))
    for address in ("/?year=2024&quarter=2", f"/targets/{plan.pk}/new_cooperatives/?quarter=2"):
        html = client.get(address).content.decode()
        assert "16–20" in html
    assert "từ 1/1/2021 đến 30/6/2024" in html
    assert "16–20" in client.get(reverse("plan", args=[plan.pk])).content.decode()


def test_the_records_behind_it_are_those_of_the_period(plan, province, client):
    client.force_login(make_officer(province))
    page = client.get(f"/targets/{plan.pk}/new_cooperatives/?year=2024&quarter=2")
    records = page.context["records"]
    assert records.total == 6
    assert len(records.rows) == 6


def test_the_year_before_is_counted_over_the_same_period(plan):
    make_target(plan, "new_cooperatives", value=12, year=2023, from_year=2021)
    found = progress_of(select(year=2024, quarter=2))
    assert found.last_year["new_cooperatives"].value == 4


def test_what_moved_is_kept_over_each_period_that_a_target_has(plan, province, districts):
    """The plan's from 2021 on, that of a district for the year alone."""
    change = CountedChange(Cause.FOUNDING, units=(districts[0],))
    values = measured_by(change).values()
    found = {key[-1]: value for key, value in values.items() if key[:3] == ("06/", 2024, 2)}
    assert found == {2021: 6, None: 2}
