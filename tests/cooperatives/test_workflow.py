"""The steps of a return: from where they may be taken, by whom, and what they leave behind."""

import pytest

from cooperatives import workflow
from cooperatives.models import ClosedYear, QuarterlyReturn, ReturnStep
from tests.factories import (
    make_district,
    make_district_staff,
    make_officer,
    make_province,
    make_return,
)

STATES = ("draft", "submitted", "returned", "approved")


@pytest.fixture
def province(db, demo_day):
    return make_province()


@pytest.fixture
def officer(province):
    return make_officer(province)


def take(step, of, by, reason="Xem lại"):
    if step == "approve":
        return workflow.approve([of.pk], by)
    return {"send_back": workflow.send_back, "reopen": workflow.reopen}[step](of.pk, by, reason)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(
    ("step", "comes_from", "leads_to"),
    [
        ("approve", "submitted", "approved"),
        ("send_back", "submitted", "returned"),
        ("reopen", "approved", "returned"),
    ],
)
def test_steps(province, officer, state, step, comes_from, leads_to):
    of = make_return(make_district(province), quarter=3, state=state)
    if state != comes_from:
        with pytest.raises(workflow.NotPossibleError, match="061"):
            take(step, of, officer)
        assert not ReturnStep.objects.exists()
    else:
        take(step, of, officer)
        taken = ReturnStep.objects.get()
        assert (taken.step, taken.by) == (step, officer)
    of.refresh_from_db()
    assert of.state == (leads_to if state == comes_from else state)


@pytest.mark.parametrize("step", ["send_back", "reopen"])
def test_going_back_needs_a_reason(province, officer, step):
    state = "submitted" if step == "send_back" else "approved"
    of = make_return(make_district(province), quarter=3, state=state)
    with pytest.raises(workflow.NotPossibleError, match="lý do"):
        take(step, of, officer, "  ")
    assert QuarterlyReturn.objects.get().state == state


def test_several_are_approved_all_or_none(province, officer):
    good = make_return(make_district(province), quarter=3, state="submitted")
    draft = make_return(make_district(province, "062"), quarter=3, state="draft")
    with pytest.raises(workflow.NotPossibleError):
        workflow.approve([good.pk, draft.pk], officer)
    assert not QuarterlyReturn.objects.filter(state="approved").exists()
    draft.state = "submitted"
    draft.save()
    workflow.approve([good.pk, draft.pk], officer)
    assert QuarterlyReturn.objects.filter(state="approved").count() == 2


def test_what_lies_outside_the_scope_is_not_there(province):
    of = make_return(make_district(province), quarter=3, state="submitted")
    stranger = make_district_staff(make_district(province, "062"))
    with pytest.raises(workflow.NotPossibleError, match="phạm vi"):
        workflow.approve([of.pk], stranger)


def test_a_closed_year_takes_no_step(province, officer):
    of = make_return(make_district(province), quarter=3, state="submitted")
    ClosedYear.objects.create(unit=province, year=2024)
    with pytest.raises(workflow.NotPossibleError, match="khóa sổ"):
        workflow.approve([of.pk], officer)


def test_every_round_is_kept(province, officer):
    of = make_return(make_district(province), quarter=3, state="submitted")
    workflow.send_back(of.pk, officer, "Lần một")
    of.refresh_from_db()
    workflow.record(ReturnStep.Step.SUBMIT, [of], None)
    workflow.approve([of.pk], officer)
    workflow.reopen(of.pk, officer, "Lần hai")
    steps = list(of.steps.values_list("step", "reason"))
    assert steps == [
        ("send_back", "Lần một"),
        ("submit", ""),
        ("approve", ""),
        ("reopen", "Lần hai"),
    ]
    assert of.history.count() == 5
