"""The product's evidence and indicators against the naive computation, on random records."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cooperatives.catalogue.figures import codes
from cooperatives.evidence import (
    DIRECTLY_UNDER,
    RATING_EVIDENCE,
    REGISTRY_EVIDENCE,
    WHOLE,
    ValueState,
    list_evidence,
    list_missing,
    missing_field,
    tally_evidence,
)
from cooperatives.ground.calendar import Quarter
from cooperatives.models import QuarterlyFigures, QuarterlyReturn, User
from cooperatives.returns.filed import filed_returns_up_to
from cooperatives.returns.missing import Why, why_missing
from targets.indicators import BUILT_IN
from tests.naive.indicators import Books, end_of, measure
from tests.naive.worlds import YEAR, worlds

FIGURES = (*REGISTRY_EVIDENCE, *codes(), *RATING_EVIDENCE)
QUARTERS = (1, 2, 3, 4)

on_random_worlds = settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    # Each example undoes what it stored; drawing a big world takes its time.
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)


def groups_of(unit, sub_units):
    """Whether a path lies within each group of a tally, by the group's key."""
    starts = tuple(sub.path for sub in sub_units)
    within = {
        WHOLE: lambda path: path.startswith(unit.path),
        DIRECTLY_UNDER: lambda path: path.startswith(unit.path) and not path.startswith(starts),
    }
    for sub in sub_units:
        within[sub.code] = lambda path, start=sub.path: path.startswith(start)
    return within


@pytest.mark.django_db
@on_random_worlds
@given(world=worlds(), data=st.data())
def test_indicators_and_the_records_behind_them_agree_with_the_naive_ones(world, data):
    """A world takes longer to draw and to store than to be asked: it is asked both."""
    with transaction.atomic():
        units = world.store()
        quarter = data.draw(st.sampled_from(QUARTERS), label="quarter")
        unit = data.draw(st.sampled_from(units), label="unit")
        for within in {units[0], unit}:
            assert_every_indicator_agrees_for_every_group_and_quarter(units, within, quarter)
        assert_the_records_add_up(unit, quarter)
        transaction.set_rollback(True)


def assert_every_indicator_agrees_for_every_group_and_quarter(units, unit, quarter):
    """quarter: from whose units the groups are made."""
    books, day = Books(), end_of(YEAR, quarter)
    sub_units = [sub for sub in units if sub.parent_id == unit.pk and sub.covers(day)]
    tallies = tally_evidence(unit, YEAR, QUARTERS, FIGURES, sub_units)
    for group, lies_within in groups_of(unit, sub_units).items():
        for number in QUARTERS:
            for indicator in BUILT_IN:
                found = indicator.measure(tallies.get((group, number, indicator.figure)))
                naive = measure(books, indicator.code, YEAR, number, lies_within)
                assert as_naive(found) == naive, (unit, group, number, indicator.code)


def as_naive(found):
    coverage = found.coverage
    return (
        found.value,
        found.numerator,
        found.denominator,
        (coverage.reported, coverage.carried, coverage.expected),
        found.bounds,
    )


def assert_the_records_add_up(unit, quarter):
    tallies = tally_evidence(unit, YEAR, [quarter], FIGURES)
    for figure in FIGURES:
        rows = list_evidence(User(role="admin"), unit, YEAR, quarter, figure)
        states = [row.state for row in rows]
        valued = [row for row in rows if row.value is not None]
        tally = tallies.get((WHOLE, quarter, figure))
        if tally is None:
            assert rows == []
            continue
        assert (tally.registered, tally.reported, tally.carried, tally.missing) == (
            len(rows),
            states.count(ValueState.REPORTED),
            states.count(ValueState.CARRIED),
            states.count(ValueState.MISSING),
        )
        assert tally.total == sum(row.value * row.weight for row in valued)
        assert tally.weight == sum(row.weight for row in valued)
        missing = [row.organisation_id for row in rows if row.state is ValueState.MISSING]
        assert_each_missing_value_has_one_reason(unit, quarter, figure, sorted(missing))


def assert_each_missing_value_has_one_reason(unit, quarter, figure, missing):
    """And a reason that holds: of what was never sent nothing is said to be approved."""
    values = list_missing(unit, YEAR, quarter, figure)
    assert [one.organisation_id for one in values] == missing
    reporters = {key for one in values for key in one.reporters.values()}
    filed = filed_returns_up_to(unit, Quarter(YEAR, quarter), reporters)
    found = why_missing(values, filed)
    assert sorted(found) == missing
    states = {
        (one.unit_id, one.quarter): one.state
        for one in QuarterlyReturn.objects.filter(year=YEAR, quarter__lte=quarter)
    }
    filled = QuarterlyFigures.objects.filter(year=YEAR, quarter__lte=quarter).values()
    rows = {(row["cooperative_id"], row["quarter"]): row for row in filled}
    for one in found.values():
        assert bool(one.holes) == one.why.is_of_a_return
        for hole in one.holes:
            state = states.get((hole.reporter and hole.reporter.pk, hole.quarter), "draft")
            assert (hole.why in (Why.UNSENT, Why.ENTERED)) == (state == "draft")
            row = rows.get((one.organisation_id, hole.quarter), {})
            is_filled = row.get(missing_field(figure, one.reason)) is not None
            assert (hole.why is Why.ENTERED) == is_filled
            assert (hole.why is Why.APPROVED) == (state == "approved")
