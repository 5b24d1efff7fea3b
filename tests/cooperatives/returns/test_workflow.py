"""The steps of a return: from where they may be taken, by whom, and what they leave behind."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cooperatives.models import QuarterlyReturn, Remark, ReturnStep
from cooperatives.returns import workflow
from cooperatives.returns.workflow import About, Seen
from tests.factories import (
    close_year,
    make_cooperative,
    make_district,
    make_district_staff,
    make_officer,
    make_province,
    make_return,
    seen,
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
        return workflow.approve(seen(of), by)
    return {"send_back": workflow.send_back, "reopen": workflow.reopen}[step](seen(of), by, reason)


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


def again(of, officer):
    """The return is sent back, corrected and submitted by its district."""
    workflow.send_back(seen(of), officer, "Xem lại")
    of.refresh_from_db()
    workflow.record(ReturnStep.Step.SUBMIT, [of], None)


@pytest.mark.parametrize("step", ["approve", "send_back"])
def test_what_was_submitted_anew_since_is_not_decided_about(province, officer, step):
    of = make_return(make_district(province), quarter=3, state="submitted")
    workflow.record(ReturnStep.Step.SUBMIT, [of], None)
    looked_at = seen(of)
    again(of, officer)
    decide = {
        "approve": lambda: workflow.approve(looked_at, officer),
        "send_back": lambda: workflow.send_back(looked_at, officer, "Xem lại lần nữa"),
    }[step]
    with pytest.raises(workflow.NotPossibleError, match="đã được gửi lại từ khi bạn xem"):
        decide()
    assert QuarterlyReturn.objects.get().state == "submitted"
    assert of.steps.count() == 3
    take(step, of, officer)  # who has looked again decides
    assert of.steps.count() == 4


def test_what_was_approved_anew_since_is_not_reopened(province, officer):
    of = make_return(make_district(province), quarter=3, state="submitted")
    workflow.approve(seen(of), officer)
    looked_at = seen(of)
    workflow.reopen(looked_at, officer, "Sai tên")
    of.refresh_from_db()
    workflow.record(ReturnStep.Step.SUBMIT, [of], None)
    workflow.approve(seen(of), officer)
    with pytest.raises(workflow.NotPossibleError, match="đã được duyệt lại từ khi bạn xem"):
        workflow.reopen(looked_at, officer, "Sai tên")
    assert QuarterlyReturn.objects.get().state == "approved"


def test_of_several_those_that_were_seen_are_approved_and_the_others_named(province, officer):
    good, anew, draft = (
        make_return(make_district(province, code), quarter=3, state=state)
        for code, state in (("061", "submitted"), ("062", "submitted"), ("063", "draft"))
    )
    looked_at = [seen(good), seen(anew), seen(draft), Seen(0, 0)]
    again(anew, officer)
    outcome = workflow.approve_each(looked_at, officer)
    assert outcome.approved == [good]
    said_anew, said_draft, not_there = outcome.refused
    assert "062" in said_anew
    assert "gửi lại" in said_anew
    assert "063" in said_draft
    assert "phạm vi" in not_there
    states = QuarterlyReturn.objects.order_by("unit__code").values_list("state", flat=True)
    assert list(states) == ["approved", "submitted", "draft"]
    assert list(good.steps.values_list("step", "by")) == [("approve", officer.pk)]


def test_many_are_approved_in_as_many_statements_as_one(
    province, officer, django_assert_max_num_queries
):
    first, *others = (
        make_return(make_district(province, f"06{n}"), quarter=3, state="submitted")
        for n in range(6)
    )
    with CaptureQueriesContext(connection) as of_one:
        workflow.approve_each([seen(first)], officer)
    looked_at = [seen(one) for one in others]
    with django_assert_max_num_queries(len(of_one)):
        assert len(workflow.approve_each(looked_at, officer).approved) == 5


@pytest.mark.parametrize("mark", ["", "x", "5", "5-", "-5-1", "5-1-1", "²-1", "9" * 19 + "-1"])
def test_a_mark_that_is_none_is_of_a_return_that_is_not_there(mark):
    assert Seen.read(mark) == Seen(0, 0)


def test_a_mark_says_which_round_of_which_return():
    assert Seen.read(str(Seen(12, 345))) == Seen(12, 345)


@pytest.mark.parametrize("field", ["profit", ""])
def test_the_reason_is_a_remark_on_what_it_is_about(province, officer, field):
    district = make_district(province)
    cooperative = make_cooperative(district)
    of = make_return(district, quarter=3, state="submitted")
    workflow.send_back(seen(of), officer, "Gấp 10 lần quý trước", About(cooperative, field))
    remark = Remark.objects.get()
    assert (remark.quarterly_return, remark.cooperative.pk, remark.field, remark.text) == (
        of,
        cooperative.pk,
        field,
        "Gấp 10 lần quý trước",
    )
    assert (remark.by, remark.is_settled) == (officer, False)


def test_where_the_remark_cannot_be_kept_nothing_is_sent_back(province, officer):
    district = make_district(province)
    of = make_return(district, quarter=3, state="submitted")
    with pytest.raises(IntegrityError), transaction.atomic():
        workflow.send_back(seen(of), officer, "Xem lại", About(None, "profit"))
    assert QuarterlyReturn.objects.get().state == "submitted"
    assert not ReturnStep.objects.exists()


def test_what_lies_outside_the_scope_is_not_there(province):
    of = make_return(make_district(province), quarter=3, state="submitted")
    stranger = make_district_staff(make_district(province, "062"))
    with pytest.raises(workflow.NotPossibleError, match="phạm vi"):
        workflow.approve(seen(of), stranger)


def test_a_closed_year_takes_no_step(province, officer):
    of = make_return(make_district(province), quarter=3, state="submitted")
    close_year(province, 2024)
    with pytest.raises(workflow.NotPossibleError, match="khóa sổ"):
        workflow.approve(seen(of), officer)


def test_every_round_is_kept(province, officer):
    of = make_return(make_district(province), quarter=3, state="submitted")
    workflow.send_back(seen(of), officer, "Lần một")
    of.refresh_from_db()
    workflow.record(ReturnStep.Step.SUBMIT, [of], None)
    workflow.approve(seen(of), officer)
    workflow.reopen(seen(of), officer, "Lần hai")
    steps = list(of.steps.values_list("step", "reason"))
    assert steps == [
        ("send_back", "Lần một"),
        ("submit", ""),
        ("approve", ""),
        ("reopen", "Lần hai"),
    ]
    assert of.history.count() == 5
