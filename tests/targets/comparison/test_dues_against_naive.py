"""The whole comparison of a plan with random records against the naive computation: what is due of
each unit, the gaps, who is behind, the shares of the shortfall, and the targets of their own.
"""

import datetime
from fractions import Fraction

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cooperatives.ground.calendar import Quarter
from cooperatives.models import AdministrativeUnit
from targets.comparison.reading import progress_of
from targets.comparison.selection import Reported, Selection
from targets.models import Plan, Target
from targets.models.plans import FollowedPlans
from tests.naive import assessment as naive
from tests.naive.dues import Plan as NaivePlan
from tests.naive.worlds import YEAR, targets, worlds

DAYS_AFTER = (0, 20, 44, 45, 60, 88, 89, 91, 400)
"""From a quarter's first day: while it runs, on its edges, and after it."""


def stored_plan(units, rows):
    plan = Plan.objects.create(
        unit=units[0], number="1", issued_on=datetime.date(YEAR, 1, 1), title="1"
    )
    Target.objects.bulk_create(
        Target(
            plan=plan,
            year=YEAR,
            indicator=row.indicator,
            unit=units[row.unit],
            operator=row.operator,
            value=row.value,
            from_year=row.from_year,
            **dict(zip(("milestone_1", "milestone_2", "milestone_3"), row.milestones, strict=True)),
        )
        for row in rows
    )
    return plan


def exact(number):
    return None if number is None else Fraction(number)


@pytest.mark.django_db
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
@given(world=worlds(), data=st.data())
def test_dues_gaps_and_shares_agree_with_the_naive_ones(world, data, settings):
    rows = data.draw(targets(world.units), label="targets")
    quarter = data.draw(st.sampled_from([1, 2, 3, 4]), label="quarter")
    first = Quarter(YEAR, quarter).starts_on
    day = first + datetime.timedelta(days=data.draw(st.sampled_from(DAYS_AFTER), label="days"))
    settings.DEBUG, settings.TODAY = True, day.isoformat()
    with transaction.atomic():
        units = world.store()
        plan = stored_plan(units, rows)
        under = [unit for unit in units if unit.path.startswith(units[0].path)]
        unit = data.draw(st.sampled_from([units[0], *under]), label="unit")
        by_path = {
            (units[row.unit].path, row.indicator): (
                row.operator,
                Fraction(row.value),
                tuple(map(exact, row.milestones)),
                row.from_year,
            )
            for row in rows
            # A unit is judged in its own time only.
            if units[row.unit].covers(Quarter(YEAR, quarter).ends_on)
        }
        second = NaivePlan(units[0].path, by_path, YEAR, quarter, day)
        nobody = AdministrativeUnit.objects.none()
        followed, reported = FollowedPlans((), {}), Reported(unit)
        selection = Selection(plan, YEAR, quarter, unit, (), followed, nobody, reported)
        found = progress_of(selection, also=["total_groups"])
        assert_units_agree(found, second, unit.path)
        transaction.set_rollback(True)


def assert_units_agree(found, second, path):
    assert [part.unit.path for part in found.units] == second.sub_units(path)
    for standing in found.whole.standings:
        assert_own_target_agrees(standing, second, path)
        if standing.target is None:
            assert_due_agrees(standing, second, path)
    for part in found.units:
        for standing in part.standings:
            assert_own_target_agrees(standing, second, part.unit.path)
            assert_due_agrees(standing, second, part.unit.path)
            assert_value_agrees(standing, second, part.unit.path)
            shares = second.shares_of_the_shortfall(standing.indicator.code, path)
            assert standing.contribution.share_of_shortfall == shares.get(part.unit.path)
    if found.directly_under:
        parts = [standing.contribution for standing in found.directly_under.standings]
        assert {(part.due, part.gap, part.is_behind) for part in parts} <= {(None, None, None)}


def assert_value_agrees(standing, second, path):
    found = standing.assessment.measure
    naive_one = second.measure(standing.indicator.code, path)
    assert (found.value, found.numerator) == (naive_one.value, naive_one.numerator)


def assert_due_agrees(standing, second, path):
    code, part = standing.indicator.code, standing.contribution
    owed = second.due(code, path)
    assert (part.due and (part.due.operator.value, part.due.now)) == owed, (code, path)
    assert part.gap == second.gap(code, path)
    assert part.is_behind == second.is_behind(code, path)


def assert_own_target_agrees(standing, second, path):
    case, own = second.case(standing.indicator.code, path), standing.assessment
    if case is None:
        assert (own.goal, own.status, own.certain) == (None, None, None)
        return
    assert own.expected == naive.expected(case)
    assert own.status == naive.status(case, case.value)
    assert own.certain == naive.certain(case)
    assert own.required_per_quarter == naive.required_per_quarter(case)
    assert own.projection == naive.projection(case)
