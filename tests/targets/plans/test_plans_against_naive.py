"""The plan that is seen, the targets that hold and the default quarter, against their naive
transcription.
"""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from targets.comparison.selection import select
from targets.indicators import indicators
from targets.models import Plan, Target
from targets.plans.adjusting import targets_in_force
from tests.factories import (
    make_cooperative,
    make_country,
    make_district,
    make_plan,
    make_province,
    make_return,
    make_target,
)
from tests.naive import plans as naive
from tests.naive.plans import Decision

PATHS = ("VN/", "VN/06/", "VN/06/061/")
HOMES = PATHS[:2]
YEARS = (2023, 2024, 2025)
CODES = ("new_groups", "new_unions", "total_members")


@st.composite
def decisions(draw) -> list[Decision]:
    """Decisions in the order of issue, two of them now and then on one day; some adjust an earlier
    plan of their unit, some plans are replaced by a later one.
    """
    made: list[Decision] = []
    day = date(2023, 1, 1)
    for place in range(draw(st.integers(1, 5))):
        day += timedelta(days=draw(st.sampled_from([0, 1, 40])))
        one = Decision(draw(st.sampled_from([*HOMES, HOMES[1]])), day)
        below = [path for path in PATHS if path.startswith(one.unit)]
        aims = st.tuples(st.sampled_from(YEARS), st.sampled_from(below), st.sampled_from(CODES))
        for number, aim in enumerate(draw(st.lists(aims, unique=True, max_size=4))):
            one.targets[aim] = 100 * place + number
        earlier = [
            n
            for n, other in enumerate(made)
            if (other.unit, other.adjusts) == (one.unit, None) and other.issued_on < one.issued_on
        ]
        if earlier and draw(st.booleans()):
            one.adjusts = draw(st.sampled_from(earlier))
        elif earlier and draw(st.booleans()):
            made[draw(st.sampled_from(earlier))].replaced_by = place
        made.append(one)
    return made


@pytest.mark.django_db
@settings(max_examples=60, derandomize=True)
@given(decisions())
def test_it_agrees(made):
    assert not Plan.objects.exists()
    assert not Target.objects.exists()
    with transaction.atomic():
        country = make_country()
        province = make_province(parent=country)
        units = dict(zip(PATHS, (country, province, make_district(province)), strict=True))
        plans: list[Plan] = []
        for place, one in enumerate(made):
            adjusts = None if one.adjusts is None else plans[one.adjusts]
            plan = make_plan(
                units[one.unit], number=str(place), issued_on=one.issued_on, adjusts=adjusts
            )
            plans.append(plan)
            for number, ((year, path, code), value) in enumerate(one.targets.items()):
                make_target(plan, code, value=value, year=year, unit=units[path], place=number)
        for place, one in enumerate(made):
            if one.replaced_by is not None:
                plans[place].replaced_by = plans[one.replaced_by]
                plans[place].save()
        for path, unit in units.items():
            for year in YEARS:
                place = naive.seen(made, path, year)
                found = next(iter(Plan.objects.followed_at(unit).seen_in(year)), None)
                assert found == (None if place is None else plans[place])
                if found:
                    assert [
                        (row.unit.path, row.indicator, row.value, plans.index(row.plan))
                        for row in targets_in_force(found, year=year)
                    ] == naive.in_force(made, place, year)
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_plan_without_targets_takes_no_year_of_anothers_once_the_database_has_counted():
    """SQLite 3.40, which knows of many targets a plan, gave it one."""
    province = make_province()
    full, empty = make_plan(province, number="1"), make_plan(province, number="2")
    for code in list(indicators())[:16]:
        make_target(full, code.code)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    found = [(plan.pk, plan.target_year) for plan in Plan.objects.with_years(province)]
    assert {*found} == {(full.pk, 2024), (empty.pk, None)}


PERIODS = [(year, quarter) for year in YEARS for quarter in (1, 2, 3, 4)]


@pytest.mark.django_db
@settings(
    max_examples=40,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.sets(st.sampled_from(YEARS), min_size=1),
    st.dates(date(2023, 1, 1), date(2026, 2, 1)),
    st.integers(0, 3),
    st.dictionaries(st.sampled_from(PERIODS), st.sampled_from([1, 2, 3]), max_size=6),
)
def test_the_default_quarter_agrees(demo_day, with_targets, today, owing, submitted):
    begun = {year for year in with_targets if year <= today.year}
    with transaction.atomic(), override_settings(DEBUG=True, TODAY=today.isoformat()):
        province = make_province()
        districts = [make_district(province, f"06{n}") for n in range(3)]
        for district in districts[:owing]:
            make_cooperative(district)
        for (year, quarter), number in submitted.items():
            for district in districts[:number]:
                make_return(district, year, quarter, state="submitted")
        counting = {period: min(number, owing) for period, number in submitted.items()}
        if begun:
            expected = naive.default_period(begun, today, counting, owing)
            plan = make_plan(province)
            for year in with_targets:
                make_target(plan, year=year)
            found = select()
            assert (found.year, found.quarter) == expected
            assert found.plan == plan
        transaction.set_rollback(True)
