"""Whatever happens in whatever order, the steps lead from what a value was to what it is."""

from copy import deepcopy
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cooperatives.counting import Cause, CountedChange, counted_change, of_return, places_of
from cooperatives.ground.calendar import Quarter
from cooperatives.models import Organisation, QuarterlyFigures, QuarterlyReturn, YearlyReport
from cooperatives.returns import workflow
from cooperatives.yearly.finalising import store_states
from targets.models import Movement
from targets.models.movements import START
from tests.factories import make_cooperative, make_yearly_report
from tests.naive.indicators import Books, measure
from tests.targets.movements.conftest import INDICATORS, MILLION

QUARTER = 2
"""Where the quarter stands in the key of a chain."""
State = QuarterlyReturn.State
OFFICE, ONE = st.integers(0, 1), st.integers(0, 1)
EVENTS = st.one_of(
    st.tuples(st.just("submit"), OFFICE),
    st.tuples(st.just("submit"), OFFICE),
    st.tuples(st.just("take_back"), OFFICE),
    st.tuples(st.just("send_back"), OFFICE),
    st.tuples(st.just("correct"), OFFICE, ONE, st.sampled_from([None, 0, -3, 7, 12])),
    st.tuples(st.just("correct"), OFFICE, ONE, st.sampled_from([None, 0, -3, 7, 12])),
    st.tuples(st.just("found"), OFFICE, st.integers(0, 280)),
    st.tuples(st.just("dissolve"), OFFICE, ONE, st.integers(0, 280)),
    st.tuples(st.just("rate"), OFFICE, ONE, st.sampled_from(["weak", "good", ""])),
    st.tuples(st.just("open again"), OFFICE, ONE),
)

BEING_CORRECTED = [("submit", 0), ("send_back", 0)]
BEGUN = [
    [],
    [*BEING_CORRECTED, ("correct", 0, 1, 9)],
    [*BEING_CORRECTED, ("submit", 1), ("send_back", 1), ("correct", 1, 0, 4)],
]


@pytest.mark.django_db
@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.sampled_from(BEGUN), st.lists(EVENTS, min_size=1, max_size=9))
def test_the_steps_of_every_chain_add_up_to_what_moved(land, begun, events):
    lead_to_what_is_there(land, begun, events)


@pytest.mark.django_db
def test_what_is_corrected_before_a_resubmission_is_taken_back_is_in_the_next_step(land):
    """Of the taking back nobody tells: its figures count as they did."""
    events = [("submit", 0), ("correct", 1, 0, None), ("take_back", 0), ("submit", 1)]
    lead_to_what_is_there(land, BEGUN[2], events)


@pytest.mark.django_db
def test_a_founding_of_a_later_quarter_leaves_what_was_corrected_before_to_the_next_step(land):
    lead_to_what_is_there(land, BEGUN[1], [("found", 0, 274), ("found", 0, 100)])


def lead_to_what_is_there(land, begun, events):
    """Let all of it happen, and look at the steps each time that somebody told of it."""
    with transaction.atomic():
        world = World(deepcopy(land))
        world.note()
        for name, place, *more in [*begun, *events]:
            since = world.happen(name, land.offices[place], *more)
            if since:  # nobody tells of a correction
                world.look_at(land.offices[place], since)
        transaction.set_rollback(True)


class World:
    """What was measured naively at each time, and what happens."""

    def __init__(self, land):
        self.land = land
        self.seen = {}

    def note(self):
        """What every value is before anything was told."""
        self.seen = self.naive(unit.path for unit in self.units)

    @property
    def units(self):
        return [self.land.province, *(office.unit for office in self.land.offices)]

    def naive(self, paths):
        books = Books()
        return {
            (path, 2024, quarter, code, None): measure(
                books, code, 2024, quarter, lambda there, path=path: there.startswith(path)
            )[0]
            for path in paths
            for quarter in (1, 2, 3, 4)
            for code in INDICATORS
        }

    def look_at(self, office, since):
        """Each chain is whole, begins with what was seen first, and ends with what is there now.

        since: the first quarter that was looked at; what was corrected in one before that, with
        nobody telling of it, is a step of the next change there.
        """
        chains = {}
        for row in Movement.objects.order_by("pk"):
            chains.setdefault(row.key, []).append(row)
        now = self.naive([self.land.province.path, office.unit.path])
        for key, rows in chains.items():
            assert rows[0].cause == START
            assert all(row.before != row.after for row in rows[1:]), key
            assert all(one.after == other.before for one, other in pairwise(rows)), key
            if key in now and key[QUARTER] >= since:
                assert rows[-1].after == now[key], key
        for key, value in now.items():  # a value without a chain has not moved
            if key[QUARTER] < since:
                continue
            assert key in chains or value == self.seen[key], key

    def happen(self, name, office, *more):
        """Let something happen, if it can; since which quarter it was told of, 0 for not at all."""
        return getattr(self, name.replace(" ", "_"))(office, *more)

    def _return(self, office):
        return QuarterlyReturn.objects.get(unit=office.unit, year=2024, quarter=3)

    def submit(self, office):
        one = self._return(office)
        if not one.is_open:
            return 0
        with counted_change(of_return(Cause.SUBMISSION, one, office.clerk)):
            workflow.record(workflow.Step.SUBMIT, [one], office.clerk)
        return 1

    def take_back(self, office):
        of = self._return(office)
        if of.state != State.SUBMITTED:
            return 0
        is_first = of.steps.filter(step="submit").count() == 1
        office.take_back()
        return int(is_first)  # of another one nobody tells: its figures count as they did

    def send_back(self, office):
        if self._return(office).state == State.SUBMITTED:
            office.send_back()
        return 0

    def correct(self, office, one, profit):
        if self._return(office).is_open:
            row = QuarterlyFigures.objects.get(cooperative=office.cooperatives[one], quarter=3)
            row.profit = profit and profit * MILLION
            row.save()
        return 0

    def found(self, office, days):
        founded = date(2024, 1, 1) + timedelta(days=days)
        change = CountedChange(Cause.FOUNDING, (office.unit,), since=Quarter.of(founded))
        with counted_change(change):
            make_cooperative(office.unit, founded_on=founded)
        return Quarter.of(founded).number

    def dissolve(self, office, one, days):
        ended = date(2024, 1, 1) + timedelta(days=days)
        (cooperative,) = Organisation.objects.filter(pk=office.cooperatives[one].pk)
        first = min(ended, cooperative.dissolved_on or ended)
        change = CountedChange(Cause.ENDING, places_of([cooperative.pk]), since=Quarter.of(first))
        cooperative.dissolved_on = ended
        with counted_change(change):
            cooperative.save()
        return Quarter.of(first).number

    def rate(self, office, one, rating):
        found = YearlyReport.objects.filter(cooperative=office.cooperatives[one], year=2023).first()
        report = found or make_yearly_report(office.cooperatives[one], 2023, state="draft")
        if report.state == "final":
            return 0
        report.rating = rating
        report.save()
        store_states([report], YearlyReport.State.FINAL, office.officer)
        return 1

    def open_again(self, office, one):
        found = YearlyReport.objects.filter(
            cooperative=office.cooperatives[one], year=2023, state="final"
        )
        if not found:
            return 0
        store_states(list(found), YearlyReport.State.DRAFT, office.officer)
        return 1
