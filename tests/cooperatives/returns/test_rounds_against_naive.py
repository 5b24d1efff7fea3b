"""The way of a return, whatever people do to it, against the naive transcription."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import F
from hypothesis import given, settings
from hypothesis import strategies as st

from cooperatives.entry.saving import Entry, save_cells
from cooperatives.entry.sheet import LockedError
from cooperatives.models import QuarterlyFigures, QuarterlyReturn, ReturnStep
from cooperatives.returns import taking_back, workflow
from cooperatives.returns.owed import filed_returns
from cooperatives.returns.sheet import quarterly_sheet
from cooperatives.returns.submission import submit
from cooperatives.returns.workflow import NotPossibleError
from tests.factories import (
    make_cooperative,
    make_district,
    make_district_staff,
    make_figures,
    make_officer,
    make_province,
    make_return,
)
from tests.naive.rounds import Way
from tests.reading import evidence_in

ACTS = (
    *("submit",) * 3,
    *("take back",) * 2,
    *("undo",) * 3,
    "open",
    "approve",
    "send back",
    "reopen",
    "type",
    "wait",
)


class People:
    """A district with a draft of one figure, its clerk, and an officer."""

    def __init__(self):
        province = make_province()
        self.district = make_district(province)
        self.clerk, self.officer = make_district_staff(self.district), make_officer(province)
        of = make_return(self.district, 2024, 3, state="draft")
        self.cooperative = make_cooperative(self.district, registration_number="A1")
        make_figures(self.cooperative, 2024, 3, quarterly_return=of, member_count=7)
        self.typed = 0

    @property
    def filed(self):
        return QuarterlyReturn.objects.get()

    def seen(self):
        return workflow.Seen.of(self.filed.pk, taking_back.newest_step(self.filed))

    def do(self, act: str) -> bool:
        """Whether the product lets somebody do it."""
        try:
            getattr(self, act.replace(" ", "_"))()
        except (NotPossibleError, LockedError):
            return False
        return True

    def submit(self):
        sheet = quarterly_sheet(self.clerk, 2024, 3, "061")
        submit(sheet, "A1")

    def take_back(self):
        taking_back.take_back_submission(self.seen(), self.clerk)

    def open(self):
        taking_back.note_opening(self.filed, self.officer)

    def approve(self):
        workflow.approve(self.seen(), self.officer)

    def send_back(self):
        workflow.send_back(self.seen(), self.officer, "Xem lại")

    def reopen(self):
        workflow.reopen(self.seen(), self.officer, "Xem lại")

    def undo(self):
        taking_back.take_back_decision(self.seen(), self.officer)

    def type(self):
        self.typed += 1
        now = str(QuarterlyFigures.objects.get().member_count)
        sheet = quarterly_sheet(self.clerk, 2024, 3, "061")
        save_cells(sheet, [Entry("A1", "member_count", str(7 + self.typed % 2), now)])

    def wait(self):
        """All that has happened is two minutes older."""
        older = F("at") - timedelta(minutes=2)
        ReturnStep.objects.update(at=older)
        QuarterlyFigures.history.update(history_date=F("history_date") - timedelta(minutes=2))


@pytest.mark.django_db
@settings(max_examples=60, derandomize=True)
@given(acts=st.lists(st.sampled_from(ACTS), min_size=2, max_size=14))
def test_it_agrees(demo_day_of_module, acts):
    with transaction.atomic():
        people, way, steps = People(), Way(), {}
        for number, act in enumerate(acts):
            assert people.do(act) == way.does(number, act), (acts, number)
            newest = ReturnStep.objects.order_by("pk").last()
            if newest:
                steps.setdefault(newest.pk, number)
            assert people.filed.state == way.state, (acts, number)
        [row] = filed_returns(None, [people.filed.period]).values()
        first = next((pk for pk, number in steps.items() if number == way.submitted_by), None)
        assert row.submitted_at == (first and ReturnStep.objects.get(pk=first).at)
        # Its figures count from the first submission on that was not taken back, by every path.
        counts = way.submitted_by is not None
        assert QuarterlyReturn.objects.counted().exists() is counts
        assert QuarterlyFigures.objects.counted().exists() is counts
        [found] = evidence_in(people.district, "member_count", 3)
        assert (found.state == "reported") is counts
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def demo_day_of_module():
    """Hypothesis runs many examples in one test: no fixture of a function holds for them."""
    from django.test import override_settings  # noqa: PLC0415

    with override_settings(DEBUG=True, TODAY="2024-10-20"):
        yield
