"""What stands in the way of a submission, what is named, and what goes out."""

import pytest
from django.core.exceptions import ValidationError

from cooperatives.entry.answering import answer_warning
from cooperatives.entry.submission import NotReadyError, readiness_of, submit
from cooperatives.models import QuarterlyFigures, QuarterlyReturn, ReturnStep, WarningAnswer
from cooperatives.workflow import NotPossibleError
from tests.factories import make_figures, make_return


def readiness(district):
    return readiness_of(district.sheet().rows())


def test_a_full_return_goes_out(district):
    district.fill("A1", "B2", "C3")
    submit(district.sheet())
    step = ReturnStep.objects.get()
    assert (step.step, step.by) == ("submit", district.clerk)
    assert QuarterlyReturn.objects.get().state == "submitted"


def test_an_empty_return_cannot(district):
    with pytest.raises(NotReadyError) as refused:
        submit(district.sheet(), confirmed="A1 B2 C3")
    assert refused.value.readiness.is_empty
    assert not QuarterlyReturn.objects.exists()


def test_a_return_with_nothing_but_a_note_is_empty(district):
    district.save(("A1", "note", "Đang thu thập"))
    found = readiness(district)
    assert (found.is_empty, len(found.missing)) == (True, 3)


def test_missing_rows_are_named_and_go_out_only_as_they_were_seen(district):
    district.fill("A1")
    with pytest.raises(NotReadyError) as refused:
        submit(district.sheet())
    found = refused.value.readiness
    assert [row.number for row in found.missing] == ["B2", "C3"]
    district.fill("B2")
    with pytest.raises(NotReadyError):
        submit(district.sheet(), found.fingerprint)  # it is another return than the one seen
    assert submit(district.sheet(), "C3").state == "submitted"


def test_a_half_filled_row_is_missing(district):
    district.fill("A1", "B2", "C3")
    district.save(("C3", "managers_vocational", "", "1"))
    assert [row.number for row in readiness(district).missing] == ["C3"]


def test_an_unanswered_warning_blocks_until_it_is_answered(district):
    district.fill("A1", "B2", "C3")
    district.save(("A1", "profit", "200", "10"))
    with pytest.raises(NotReadyError) as refused:
        submit(district.sheet())
    ((row, judged),) = refused.value.readiness.blockers
    assert (row.number, judged.finding.rule) == ("A1", "profit_above_revenue")
    answer_warning(district.sheet(), "A1", "profit_above_revenue", "Bán đất")
    assert submit(district.sheet()).state == "submitted"


def test_an_answer_is_void_once_the_value_changes_and_holds_again_with_it(district):
    district.fill("A1", "B2", "C3")
    district.save(("A1", "profit", "200", "10"))
    answer_warning(district.sheet(), "A1", "profit_above_revenue", "Bán đất")
    assert readiness(district).blockers == ()
    district.save(("A1", "profit", "300", "200"))
    assert len(readiness(district).blockers) == 1
    district.save(("A1", "profit", "200", "300"))
    assert readiness(district).blockers == ()


def test_an_answer_says_who_and_can_be_said_better(district):
    district.fill("A1")
    district.save(("A1", "profit", "200", "10"))
    answer_warning(district.sheet(), "A1", "profit_above_revenue", "Bán đất")
    answer_warning(district.sheet(), "A1", "profit_above_revenue", "Bán một thửa đất")
    answer = WarningAnswer.objects.get()
    assert (answer.text, answer.by, answer.value) == (
        "Bán một thửa đất",
        district.clerk,
        200_000_000,
    )
    assert answer.history.count() == 2
    assert answer.history.first().way == "grid"


@pytest.mark.parametrize(
    ("rule", "text", "said"),
    [("profit_above_revenue", " ", "vài chữ"), ("jump:revenue", "đúng", "không còn nữa")],
)
def test_no_word_and_no_such_warning_are_refused(district, rule, text, said):
    district.fill("A1")
    district.save(("A1", "profit", "200", "10"))
    with pytest.raises(ValidationError, match=said):
        answer_warning(district.sheet(), "A1", rule, text)


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_what_is_out_cannot_go_out_again(district, state):
    of = make_return(district.unit, quarter=3, state="draft")
    make_figures(district.cooperatives[0], quarter=3, quarterly_return=of, revenue=1)
    of.state = state
    of.save()
    with pytest.raises(NotPossibleError):
        submit(district.sheet(), "A1 B2 C3")
    assert not ReturnStep.objects.exists()
    assert QuarterlyFigures.objects.count() == 1
