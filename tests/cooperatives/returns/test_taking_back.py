"""Taking back: a submission until an officer has opened it, a decision for a minute."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import F
from django.utils.timezone import localdate

from cooperatives.ground.calendar import Quarter
from cooperatives.ground.unit_names import unit_inside
from cooperatives.models import (
    QuarterlyFigures,
    QuarterlyReturn,
    Remark,
    ReturnOpening,
    ReturnStep,
)
from cooperatives.returns import workflow
from cooperatives.returns.owed import filed_returns
from cooperatives.returns.submission import submit
from cooperatives.returns.taking_back import (
    newest_step,
    take_back_decision,
    take_back_submission,
)
from cooperatives.returns.workflow import About, NotPossibleError, Seen
from tests.factories import close_year, make_admin, make_district_staff, make_officer, make_return
from tests.reading import evidence_in
from tests.targets.pages import attribute, find, find_all, parsed, text

PAGE = "/returns/2024/3/061/"
STEPS_BACK = PAGE + "submission/taking-back/"
UNDO = PAGE + "decision/taking-back/"


@pytest.fixture
def submitted(district):
    district.fill("A1", "B2")
    return submit(district.sheet(), "C3")


@pytest.fixture
def clerk(client, district):
    client.force_login(district.clerk)
    return client


def seen_now(of):
    return Seen.of(of.pk, newest_step(of))


def seen_on(response):
    """The round that a page shows."""
    return str(response.context["seen"])


def is_locked(page):
    cells = find_all(find(parsed(page), role="grid"), "input")
    return all("readonly" in dict(one.attributes) for one in cells)


def state():
    return QuarterlyReturn.objects.get().state


def older(**span):
    """All steps, and all versions of figures, are older."""
    span = timedelta(**span)
    ReturnStep.objects.update(at=F("at") - span)
    QuarterlyFigures.history.update(history_date=F("history_date") - span)


# --- A submission ---------------------------------------------------------------------------------


def test_a_submission_taken_back_is_none_and_both_steps_stay(clerk, submitted, district):
    page = clerk.get(PAGE)
    [button] = find_all(parsed(page), "button", data_take_back="")
    assert text(button) == "Lấy lại để sửa"
    assert is_locked(page)
    answer = clerk.post(STEPS_BACK, {"seen": seen_on(page)}, follow=True)
    assert "như chưa gửi" in str(*answer.context["messages"])
    assert state() == "draft"
    assert list(submitted.steps.values_list("step", "by")) == [
        ("submit", district.clerk.pk),
        ("take_back", district.clerk.pk),
    ]
    assert submitted.steps.last().takes_back == submitted.steps.first()
    assert not any(row.value for row in evidence_in(district.unit, "member_count", 3))
    assert not is_locked(answer)
    rounds = find(parsed(answer), "section", aria_labelledby="rounds")
    assert "(đã lấy lại)" in text(rounds)
    assert district.save(("A1", "member_count", "13", "12")).changed == {"A1"}


def test_its_day_is_that_of_the_next_submission(submitted, district, settings):
    settings.TODAY = "2024-10-14"
    older(days=6)  # submitted on 14 October, the day before it was due
    period = Quarter(2024, 3)

    def submitted_on():
        [row] = filed_returns(None, [period]).values()
        return row.submitted_at and localdate(row.submitted_at).isoformat()

    assert submitted_on() == "2024-10-14"
    take_back_submission(seen_now(submitted), district.clerk)
    assert submitted_on() is None
    settings.TODAY = "2024-10-20"
    submit(district.sheet(), "C3")
    assert submitted_on() == "2024-10-20"


def test_who_takes_it_back_late_is_told_that_it_comes_late(clerk, submitted, settings):
    assert "Đã quá hạn gửi" in clerk.get(PAGE).text  # due on 15 October
    settings.TODAY = "2024-10-15"
    assert "Đã quá hạn gửi" not in clerk.get(PAGE).text


def test_a_later_round_taken_back_is_sent_back_as_before_and_counts_on(submitted, district):
    workflow.send_back(seen_now(submitted), district.officer, "Sửa doanh thu")
    district.save(("A1", "revenue", "120", "100"))
    submit(district.sheet(), "C3")
    take_back_submission(seen_now(submitted), district.clerk)
    assert state() == "returned"
    assert newest_step(submitted).reason == "Sửa doanh thu"
    [found] = [
        row.value
        for row in evidence_in(district.unit, "member_count", 3)
        if row.registration_number == "A1"
    ]
    assert found == 12
    # What changed is still told beside what the province had.
    [row] = district.sheet().rows(["A1"])
    assert [cell.before for cell in row.changed_cells] == ["100"]


def test_the_page_of_a_later_round_taken_back_says_what_is_to_be_corrected(
    clerk, submitted, district
):
    workflow.send_back(seen_now(submitted), district.officer, "Sửa doanh thu")
    submit(district.sheet(), "C3")
    page = clerk.get(PAGE)
    assert "số liệu vẫn được tính" in text(find(parsed(page), "section", data_submission=""))
    answer = clerk.post(STEPS_BACK, {"seen": seen_on(page)}, follow=True)
    notice = find(parsed(answer), "section", aria_labelledby="sent-back")
    assert "Sửa doanh thu" in text(notice)


def opening():
    return ReturnOpening.objects.values_list("step__step", "by").first()


def test_an_officer_who_opens_it_ends_that_and_it_is_kept_who_and_when(
    clerk, client, submitted, district
):
    mark = seen_on(clerk.get(PAGE))
    client.force_login(district.officer)
    client.get(PAGE)
    assert opening() == ("submit", district.officer.pk)
    client.get(PAGE)
    make_officer(district.province)
    assert ReturnOpening.objects.count() == 1
    client.force_login(district.clerk)
    answer = client.post(STEPS_BACK, {"seen": mark}, follow=True)
    assert "đã mở xem" in str(*answer.context["messages"])
    assert state() == "submitted"
    section = find(parsed(answer), "section", data_submission="")
    assert str(district.officer) in text(section)
    assert find_all(section, "button") == []
    rounds = find(parsed(answer), "section", aria_labelledby="rounds")
    assert f"{district.officer} mở xem lúc" in text(rounds)


def test_a_downloaded_workbook_is_an_opening_too(client, submitted, district):
    client.force_login(district.officer)
    client.get(PAGE + "workbook/")
    assert opening() == ("submit", district.officer.pk)


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}, {"X-Moz": "prefetch"}],
)
def test_what_is_fetched_ahead_opens_nothing(client, submitted, district, headers):
    client.force_login(district.officer)
    client.get(PAGE, headers=headers)
    client.get(PAGE + "workbook/", headers=headers)
    assert opening() is None


def test_a_head_the_list_and_the_history_of_a_row_open_nothing(client, submitted, district):
    client.force_login(district.officer)
    client.head(PAGE)
    client.get("/returns/")
    client.get(PAGE + "history/?number=A1")
    assert opening() is None


@pytest.mark.parametrize("who", ["clerk", "colleague", "admin"])
def test_neither_the_district_nor_who_may_submit_it_opens_it(client, submitted, district, who):
    people = {"clerk": lambda: district.clerk, "admin": make_admin}
    person = people.get(who, lambda: make_district_staff(district.unit))()
    client.force_login(person)
    assert "data-take-back" in client.get(PAGE).text
    assert opening() is None


def test_a_draft_is_opened_by_nobody(client, district):
    district.fill("A1")
    client.force_login(district.officer)
    client.get(PAGE)
    assert opening() is None


def test_each_round_is_opened_by_itself(client, submitted, district):
    client.force_login(district.officer)
    client.get(PAGE)
    workflow.send_back(seen_now(submitted), district.officer, "Xem lại")
    submit(district.sheet(), "C3")
    take_back_submission(seen_now(submitted), district.clerk)
    assert state() == "returned"
    submit(district.sheet(), "C3")
    client.get(PAGE)
    assert ReturnOpening.objects.count() == 2
    with pytest.raises(NotPossibleError, match="đã mở xem"):
        take_back_submission(seen_now(submitted), district.clerk)


def test_an_approved_one_is_not_taken_back(submitted, district):
    workflow.approve(seen_now(submitted), district.officer)
    with pytest.raises(NotPossibleError, match="đã duyệt"):
        take_back_submission(seen_now(submitted), district.clerk)


def test_who_saw_an_earlier_round_takes_nothing_back(submitted, district):
    earlier = seen_now(submitted)
    take_back_submission(earlier, district.clerk)
    submit(district.sheet(), "C3")
    with pytest.raises(NotPossibleError, match="đã chuyển bước khác"):
        take_back_submission(earlier, district.clerk)
    assert state() == "submitted"


def test_who_approves_what_was_taken_back_and_submitted_anew_looks_again(submitted, district):
    earlier = seen_now(submitted)
    take_back_submission(earlier, district.clerk)
    with pytest.raises(NotPossibleError, match="chưa gửi"):
        workflow.approve(earlier, district.officer)
    submit(district.sheet(), "C3")
    with pytest.raises(NotPossibleError, match="gửi lại từ khi bạn xem"):
        workflow.approve(earlier, district.officer)


def test_a_stranger_takes_nothing_back(submitted, district):
    with pytest.raises(NotPossibleError, match="phạm vi"):
        take_back_submission(seen_now(submitted), make_district_staff(district.other))


def test_nothing_of_a_closed_year_is_taken_back(submitted, district, clerk):
    close_year(district.province, 2024)
    with pytest.raises(NotPossibleError, match="khóa sổ"):
        take_back_submission(seen_now(submitted), district.clerk)
    assert "data-take-back" not in clerk.get(PAGE).text


def test_what_nobody_is_known_to_have_submitted_is_not_taken_back(district, clerk):
    of = make_return(district.unit, quarter=3, state="submitted")
    assert "data-take-back" not in clerk.get(PAGE).text
    with pytest.raises(NotPossibleError):
        take_back_submission(Seen(of.pk, 0), district.clerk)


def test_a_step_is_taken_back_once_and_by_name(submitted):
    first = submitted.steps.get()
    take = {"quarterly_return": submitted, "at": first.at}
    ReturnStep.objects.create(step="take_back", takes_back=first, **take)
    for wrong in ({"step": "take_back", "takes_back": first}, {"step": "take_back"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ReturnStep.objects.create(**wrong, **take)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReturnStep.objects.create(step="submit", takes_back=submitted.steps.last(), **take)


def test_who_decided_and_took_that_back_has_seen_it(submitted, district):
    """The officer approved it from the list, and never opened its page."""
    workflow.approve(seen_now(submitted), district.officer)
    submitted.refresh_from_db()
    take_back_decision(seen_now(submitted), district.officer)
    assert state() == "submitted"
    with pytest.raises(NotPossibleError, match="đã mở"):
        take_back_submission(seen_now(submitted), district.clerk)


def test_what_was_submitted_before_openings_were_kept_is_not_taken_back(clerk, submitted, district):
    """An officer may have seen it long ago."""
    migration = import_module("cooperatives.migrations.0017_older_submissions_are_opened")
    name = "0017_older_submissions_are_opened"
    migration.open_older(
        MigrationExecutor(connection).loader.project_state(("cooperatives", name)).apps, None
    )
    opening = ReturnOpening.objects.get()
    assert (opening.by, opening.at) == (None, submitted.steps.get().at)
    page = clerk.get(PAGE)
    assert not find_all(parsed(page), "button", data_take_back="")
    assert "trước khi" in text(find(parsed(page), "section", data_submission=""))
    with pytest.raises(NotPossibleError, match="trước khi"):
        take_back_submission(seen_now(submitted), district.clerk)
    # What follows is opened by somebody.
    workflow.send_back(seen_now(submitted), district.officer, "Xem lại")
    again = submit(district.sheet(), "C3")
    assert take_back_submission(seen_now(again), district.clerk).state == "returned"


# --- A decision -----------------------------------------------------------------------------------


@pytest.fixture
def officer(client, district):
    client.force_login(district.officer)
    return client


def decide(officer, what, **data):
    data = {"seen": seen_on(officer.get(PAGE))} | data
    return officer.post(f"{PAGE}{what}/", data, follow=True)


@pytest.mark.parametrize(
    ("what", "before", "after"),
    [
        ("approval", "submitted", "approved"),
        ("sending-back", "submitted", "returned"),
        ("reopening", "approved", "returned"),
    ],
)
def test_who_decided_takes_it_back_on_the_page_that_follows(
    officer, submitted, what, before, after
):
    if before == "approved":
        workflow.record(workflow.Step.APPROVE, [submitted], None)
    answer = decide(officer, what, reason="Nhầm")
    assert state() == after
    offer = find(parsed(answer), "section", data_undo="59")
    assert text(find(offer, "button")) == "Hoàn tác"
    assert attribute(find(offer, "form"), "action") == UNDO
    answer = officer.post(UNDO, {"seen": seen_on(answer)}, follow=True)
    assert state() == before
    steps = list(submitted.steps.order_by("pk"))
    assert (steps[-1].step, steps[-1].takes_back) == ("take_back", steps[-2])
    assert find_all(parsed(answer), "section", data_undo="59") == []


def test_a_minute_later_it_is_refused_with_a_sentence(officer, submitted):
    answer = decide(officer, "approval")
    mark = seen_on(answer)
    older(seconds=58)
    assert 'data-undo="' in officer.get(PAGE).text
    older(seconds=3)
    assert 'data-undo="' not in officer.get(PAGE).text
    answer = officer.post(UNDO, {"seen": mark}, follow=True)
    assert "quá một phút" in str(*answer.context["messages"])
    assert "mở lại" in str(*answer.context["messages"])
    assert state() == "approved"


def test_another_officer_does_not_take_it_back(officer, submitted, district, client):
    mark = seen_on(decide(officer, "approval"))
    client.force_login(make_officer(district.province))
    assert 'data-undo="' not in client.get(PAGE).text
    answer = client.post(UNDO, {"seen": mark}, follow=True)
    assert "người đã quyết định" in str(*answer.context["messages"])
    assert state() == "approved"


def test_what_the_district_has_begun_to_correct_stays_sent_back(officer, submitted, district):
    mark = seen_on(decide(officer, "sending-back", reason="Nhầm"))
    district.save(("A1", "revenue", "120", "100"))
    answer = officer.post(UNDO, {"seen": mark}, follow=True)
    assert "đã bắt đầu sửa" in str(*answer.context["messages"])
    assert state() == "returned"


def test_the_remark_that_came_with_it_is_settled(submitted, district):
    about = About(district.cooperatives[0], "profit")
    Remark.objects.create(
        quarterly_return=submitted, text="Nhầm", by=district.officer, at=submitted.steps.get().at
    )
    workflow.send_back(seen_now(submitted), district.officer, "Nhầm", about)
    take_back_decision(seen_now(submitted), district.officer)
    settled = dict(Remark.objects.values_list("field", "is_settled"))
    assert settled == {"profit": True, "": False}


def test_an_undone_approval_leaves_the_round_that_others_saw(submitted, district):
    looked_at = seen_now(submitted)
    workflow.approve(looked_at, district.officer)
    take_back_decision(seen_now(submitted), district.officer)
    colleague = make_officer(district.province)
    assert workflow.approve(looked_at, colleague).state == "approved"


def test_several_approved_at_once_are_undone_one_by_one_from_the_list(officer, submitted, district):
    officer.post("/returns/approvals/", {"returns": [str(seen_now(submitted))], "seen": "1"})
    assert state() == "approved"
    page = parsed(officer.get("/returns/?year=2024&quarter=3"))
    (offer,) = [one for one in find_all(page, "section") if attribute(one, "data-undo")]
    assert unit_inside(district.unit.name) in text(offer)
    fields = {attribute(one, "name"): attribute(one, "value") for one in find_all(offer, "input")}
    fields.pop("csrfmiddlewaretoken", None)
    answer = officer.post(attribute(find(offer, "form"), "action"), fields)
    assert answer.url == "/returns/?year=2024&quarter=3"
    assert state() == "submitted"


def test_a_list_of_another_site_is_not_gone_back_to(officer, submitted):
    mark = seen_on(decide(officer, "approval"))
    answer = officer.post(UNDO, {"seen": mark, "next": "https://elsewhere.example/"})
    assert answer.url == "/returns/"


# --- Letters --------------------------------------------------------------------------------------


@pytest.fixture
def letters(district, settings):
    settings.SITE_URL = "https://kehoach.example"
    for quarter in (1, 2):
        make_return(district.unit, quarter=quarter)
    district.clerk.email = "clerk@example.com"
    district.clerk.save()

    def sent():
        mail.outbox.clear()
        call_command("send_reminders")
        return [one.subject for one in mail.outbox]

    return sent


def test_letters_wait_until_it_cannot_be_taken_back_any_more(submitted, district, letters, capsys):
    workflow.send_back(seen_now(submitted), district.officer, "Xem lại")
    assert letters() == []
    older(seconds=61)
    assert letters() == ["Biểu báo cáo Quý III/2024: bị trả lại"]


def test_of_what_was_undone_no_letter_goes(submitted, district, letters):
    workflow.send_back(seen_now(submitted), district.officer, "Xem lại")
    take_back_decision(seen_now(submitted), district.officer)
    older(minutes=5)
    assert letters() == []


def test_what_was_taken_back_is_asked_for_again(submitted, district, letters):
    assert letters() == []
    take_back_submission(seen_now(submitted), district.clerk)
    assert letters() == ["Biểu báo cáo Quý III/2024: trễ 5 ngày"]


def test_an_undone_approval_waits_since_its_submission(submitted, district, letters):
    district.officer.email = "officer@example.com"
    district.officer.save()
    older(days=1)
    assert letters() == ["Biểu báo cáo: 1 chờ duyệt, 0 trễ hạn"]
    workflow.approve(seen_now(submitted), district.officer)
    take_back_decision(seen_now(submitted), district.officer)
    assert letters() == []  # told before
