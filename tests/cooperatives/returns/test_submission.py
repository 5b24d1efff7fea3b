"""What stands in the way of a submission, what is named, and what goes out."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.migrations import RunPython
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from cooperatives.models import QuarterlyFigures, QuarterlyReturn, ReturnStep, WarningAnswer
from cooperatives.returns.answering import Word, answer_warnings
from cooperatives.returns.submission import NotReadyError, readiness_of, submit
from cooperatives.returns.workflow import NotPossibleError
from tests.cooperatives.conftest import FULL
from tests.factories import make_district_staff, make_figures, make_return


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
    answer_warnings(district.sheet(), [Word("A1", "profit_above_revenue", "Bán đất")])
    assert submit(district.sheet()).state == "submitted"


def test_an_answer_to_no_warning_begins_no_return(district):
    with pytest.raises(ValidationError):
        answer_warnings(district.sheet(), [Word("A1", "profit_above_revenue", "Bán đất")])
    assert not QuarterlyReturn.objects.exists()


def test_an_answer_is_void_once_the_value_changes_and_holds_again_with_it(district):
    district.fill("A1", "B2", "C3")
    district.save(("A1", "profit", "200", "10"))
    answer_warnings(district.sheet(), [Word("A1", "profit_above_revenue", "Bán đất")])
    assert readiness(district).blockers == ()
    district.save(("A1", "profit", "300", "200"))
    assert len(readiness(district).blockers) == 1
    district.save(("A1", "profit", "200", "300"))
    assert readiness(district).blockers == ()


def of_last_quarter(district, **figures):
    of = make_return(district.unit, quarter=2, state="approved")
    return make_figures(district.cooperatives[0], quarter=2, quarterly_return=of, **figures)


def rules_open(district):
    return [judged.finding.rule for _row, judged in readiness(district).blockers]


def test_an_answer_is_void_once_another_value_that_it_is_about_changes(district):
    district.fill("A1", "B2", "C3")
    district.save(("A1", "profit", "200", "10"))
    answer_warnings(district.sheet(), [Word("A1", "profit_above_revenue", "Bán đất")])
    district.save(("A1", "revenue", "90", "100"))
    assert rules_open(district) == ["profit_above_revenue"]
    district.save(("A1", "revenue", "100", "90"))
    assert rules_open(district) == []
    district.save(("A1", "member_count", "13", "12"))  # the warning is not about it
    assert rules_open(district) == []


def test_an_answer_is_void_once_last_quarters_value_changes(district):
    last = of_last_quarter(district, revenue=20_000_000)
    district.fill("A1", "B2", "C3")
    answer_warnings(district.sheet(), [Word("A1", "jump:revenue", "Bán cả vụ")])
    assert rules_open(district) == []
    last.revenue = 2_000_000
    last.save()
    assert rules_open(district) == ["jump:revenue"]
    last.profit = 10_000_000  # the warning is not about it
    last.revenue = 20_000_000
    last.save()
    assert rules_open(district) == []


def test_every_warning_of_a_row_can_be_answered(district):
    of_last_quarter(district, revenue=1_000_000, profit=-5_000_000, managers_vocational=9)
    district.fill("A1", "B2", "C3")
    district.save(
        ("A1", "profit", "200", "10"),
        ("A1", "member_count", "0", "12"),
        ("A1", "managers_vocational", "2", "1"),
        *(("B2", field, "0", FULL[field]) for field in ("revenue", "profit")),
        ("B2", "average_member_income", "0", "15"),
    )
    found = readiness(district).blockers
    assert {judged.finding.rule for _row, judged in found} == {
        "jump:revenue",
        "jump:profit",
        "jump:managers_vocational",
        "income_without_members",
        "profit_above_revenue",
        "no_activity",
    }
    for row, judged in found:
        answer_warnings(district.sheet(), [Word(row.number, judged.finding.rule, "Đúng như vậy")])
    assert rules_open(district) == []


def migrated_apps():
    """The models as the migration sees them."""
    loader = MigrationLoader(connection)
    (name,) = (key for key in loader.disk_migrations if key[1].endswith(MIGRATION))
    state = loader.project_state(name)
    return loader.disk_migrations[name], state.apps


MIGRATION = "answers_hold_for_all_values"


def test_answers_of_old_hold_for_what_stood_beside_them_then(district):
    last = of_last_quarter(district, revenue=20_000_000, profit=1_000_000)
    district.fill("A1", "B2", "C3")
    district.save(("A1", "profit", "200", "10"))
    for rule in ("jump:revenue", "jump:profit", "profit_above_revenue"):
        answer_warnings(district.sheet(), [Word("A1", rule, "Bán đất")])
    WarningAnswer.objects.create(
        figures=WarningAnswer.objects.first().figures,
        rule="jump",  # of no rule of today
        value=1,
        text="!",
        by=district.clerk,
        at=timezone.now(),
    )
    answers = list(WarningAnswer.objects.values_list("rule", "beside").order_by("rule"))
    versions = list(WarningAnswer.history.values_list("rule", "beside").order_by("rule"))
    last.profit = 2_000_000  # since then
    last.save()
    WarningAnswer.history.update(beside="")
    WarningAnswer.objects.update(beside="")
    WarningAnswer.history.filter(history_type="~").delete()
    migration, apps = migrated_apps()
    (fill,) = (one.code for one in migration.operations if isinstance(one, RunPython))
    fill(apps, None)
    assert list(WarningAnswer.objects.values_list("rule", "beside").order_by("rule")) == answers
    assert list(WarningAnswer.history.values_list("rule", "beside").order_by("rule")) == versions
    assert rules_open(district) == ["jump:profit"]


def test_an_answer_says_who_and_can_be_said_better(district):
    district.fill("A1")
    district.save(("A1", "profit", "200", "10"))
    answer_warnings(district.sheet(), [Word("A1", "profit_above_revenue", "Bán đất")])
    answer_warnings(district.sheet(), [Word("A1", "profit_above_revenue", "Bán một thửa đất")])
    answer = WarningAnswer.objects.get()
    assert (answer.text, answer.by, answer.value) == (
        "Bán một thửa đất",
        district.clerk,
        200_000_000,
    )
    assert answer.history.count() == 2
    assert answer.history.first().way == "grid"


def test_an_answer_does_not_replace_a_colleagues(district):
    """A page that is older than the answer still asks for one."""
    district.fill("A1")
    district.save(("A1", "profit", "200", "10"))
    answer_warnings(district.sheet(), [Word("A1", "profit_above_revenue", "Bán đất")])
    colleague = make_district_staff(district.unit, full_name="Nông Thị B")
    with pytest.raises(ValidationError, match="Bán đất"):
        answer_warnings(district.sheet(colleague), [Word("A1", "profit_above_revenue", "Đúng")])
    assert WarningAnswer.objects.get().text == "Bán đất"


def above_revenue(number, text="Bán đất", ground=None):
    return Word(number, "profit_above_revenue", text, ground)


@pytest.fixture
def two_questions(district):
    """A profit above the revenue in two rows: of 200 and of 300 million."""
    district.fill("A1", "B2", "C3")
    district.save(("A1", "profit", "200", "10"), ("B2", "profit", "300", "10"))
    return district


def test_one_word_answers_several_warnings(two_questions):
    answer_warnings(two_questions.sheet(), [above_revenue("A1"), above_revenue("B2")])
    found = WarningAnswer.objects.order_by("value").values_list("text", "value")
    assert list(found) == [("Bán đất", 200_000_000), ("Bán đất", 300_000_000)]
    assert rules_open(two_questions) == []


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (above_revenue("B2", "x"), "vài chữ"),
        (above_revenue("C3"), "HTX Cường: cảnh báo này không còn nữa"),
        (above_revenue("Z9"), "Z9: cảnh báo này không còn nữa"),
        # What was seen is not what stands there by now.
        (above_revenue("B2", ground="300000001 100000000"), "HTX Bình: cảnh báo này không còn nữa"),
    ],
)
def test_several_words_are_kept_all_or_none(two_questions, second, said):
    with pytest.raises(ValidationError, match=said):
        answer_warnings(two_questions.sheet(), [above_revenue("A1"), second])
    assert not WarningAnswer.objects.exists()


def test_a_word_for_what_was_seen_is_kept(two_questions):
    answer_warnings(two_questions.sheet(), [above_revenue("B2", ground="300000000 100000000")])
    assert WarningAnswer.objects.get().value == 300_000_000


def test_a_colleagues_word_keeps_all_of_a_gesture_out(two_questions):
    colleague = make_district_staff(two_questions.unit, full_name="Nông Thị B")
    answer_warnings(two_questions.sheet(colleague), [above_revenue("B2", "Đúng vậy")])
    with pytest.raises(ValidationError, match="HTX Bình: Nông Thị B đã giải trình"):
        answer_warnings(two_questions.sheet(), [above_revenue("A1"), above_revenue("B2")])
    assert WarningAnswer.objects.get().by == colleague


def test_the_last_word_is_the_readers_own(two_questions):
    colleague = make_district_staff(two_questions.unit)
    assert two_questions.sheet().last_word == ""
    answer_warnings(two_questions.sheet(), [above_revenue("A1", "Bán đất")])
    answer_warnings(two_questions.sheet(colleague), [above_revenue("B2", "Bán trâu")])
    assert two_questions.sheet().last_word == "Bán đất"
    answer_warnings(two_questions.sheet(), [above_revenue("A1", "Bán một thửa đất")])
    assert two_questions.sheet().last_word == "Bán một thửa đất"


@pytest.mark.parametrize(
    ("rule", "text", "said"),
    [("profit_above_revenue", " ", "vài chữ"), ("jump:revenue", "đúng", "không còn nữa")],
)
def test_no_word_and_no_such_warning_are_refused(district, rule, text, said):
    district.fill("A1")
    district.save(("A1", "profit", "200", "10"))
    with pytest.raises(ValidationError, match=said):
        answer_warnings(district.sheet(), [Word("A1", rule, text)])


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


# --- Before the quarter has ended -----------------------------------------------------------------


def test_a_quarter_that_has_not_ended_goes_out_only_once_somebody_wants_it(district, settings):
    district.fill("A1", "B2")
    settings.TODAY = "2024-09-30"  # the quarter's last day
    with pytest.raises(NotReadyError) as refused:
        submit(district.sheet(), "C3")
    assert refused.value.readiness.may_go
    assert QuarterlyReturn.objects.get().state == "draft"
    assert not ReturnStep.objects.exists()
    assert submit(district.sheet(), "C3", is_early=True).state == "submitted"


def test_the_day_after_its_end_nobody_is_asked(district, settings):
    district.fill("A1", "B2", "C3")
    settings.TODAY = "2024-10-01"
    assert submit(district.sheet()).state == "submitted"


def test_who_wants_it_early_has_seen_what_is_missing_all_the_same(district, settings):
    district.fill("A1", "B2")
    settings.TODAY = "2024-09-30"
    with pytest.raises(NotReadyError):
        submit(district.sheet(), is_early=True)
    assert QuarterlyReturn.objects.get().state == "draft"
