"""`manage.py send_reminders`: who is told what and when, each thing once, whatever breaks."""

import smtplib
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command

from cooperatives.models import Cooperative, ReportingYear, ReturnStep, SentReminder
from cooperatives.returns.mailing import send
from cooperatives.returns.reminders import round_due
from tests.factories import (
    close_year,
    make_admin,
    make_cooperative,
    make_district,
    make_district_staff,
    make_figures,
    make_officer,
    make_plan,
    make_province,
    make_return,
    make_target,
    move,
)


@pytest.fixture
def province(db, demo_day, settings):
    settings.SITE_URL = "https://kehoach.example"
    province = make_province()
    make_target(make_plan(province))
    return province


@pytest.fixture
def district(province):
    """Ba Bể, which approved its first half-year and owes the third quarter, due on 15 October."""
    district = make_district(province, name="Huyện Ba Bể")
    make_cooperative(district)
    for quarter in (1, 2):
        make_return(district, 2024, quarter)
    return district


@pytest.fixture
def clerk(district):
    return make_district_staff(district, email="clerk@example.com", full_name="Hoàng Thị Huyện")


@pytest.fixture
def officer(province):
    return make_officer(province, email="officer@example.com", full_name="Nông Văn Tỉnh")


@pytest.fixture
def on(settings):
    """Run the command on a day of 2024 and return the mails of that run."""

    def running(month, day):
        settings.TODAY = f"2024-{month:02}-{day:02}"
        mail.outbox.clear()
        call_command("send_reminders", stdout=StringIO())
        return list(mail.outbox)

    return running


def take(quarterly_return, step, day, reason="", hour=3):
    return ReturnStep.objects.create(
        quarterly_return=quarterly_return,
        step=step,
        at=datetime(2024, 10, day, hour, tzinfo=UTC),
        reason=reason,
    )


def subjects(mails):
    return [message.subject for message in mails]


# --- District staff -------------------------------------------------------------------------------


def test_staff_are_told_seven_days_before_on_the_day_the_day_after_and_each_week(clerk, on):
    told = {day: subjects(on(10, day)) for day in range(1, 32)}
    assert {day: found for day, found in told.items() if found} == {
        8: ["Biểu báo cáo Quý III/2024: còn 7 ngày"],
        15: ["Biểu báo cáo Quý III/2024: hạn hôm nay"],
        16: ["Biểu báo cáo Quý III/2024: trễ 1 ngày"],
        23: ["Biểu báo cáo Quý III/2024: trễ 8 ngày"],
        30: ["Biểu báo cáo Quý III/2024: trễ 15 ngày"],
    }


@pytest.mark.parametrize(
    ("runs", "told"),
    [
        ([11, 12, 15], {11: "còn 4 ngày", 15: "hạn hôm nay"}),
        ([14, 17, 18, 23], {14: "còn 1 ngày", 17: "trễ 2 ngày", 23: "trễ 8 ngày"}),
        ([15, 22, 23], {15: "hạn hôm nay", 22: "trễ 7 ngày", 23: "trễ 8 ngày"}),
        # After weeks without a run there is one letter, of today, and none of what has passed.
        ([1, 31], {31: "trễ 16 ngày"}),
        ([8, 25, 29, 30], {8: "còn 7 ngày", 25: "trễ 10 ngày", 30: "trễ 15 ngày"}),
    ],
)
def test_days_without_a_run_skip_no_occasion_and_bring_no_stale_letters(clerk, on, runs, told):
    found = {day: subjects(on(10, day)) for day in runs}
    assert {day: mails for day, mails in found.items() if mails} == {
        day: [f"Biểu báo cáo Quý III/2024: {said}"] for day, said in told.items()
    }


def test_whose_only_cooperative_stands_in_the_return_that_it_moved_from_is_left_in_peace(
    clerk, on, district
):
    moved, other = Cooperative.objects.get(), make_district(district.parent, "062")
    make_district_staff(other, email="other@example.com")
    draft = make_return(district, 2024, 3, state="draft")
    make_figures(moved, 2024, 3, quarterly_return=draft, revenue=1)
    move(moved, other, date(2024, 9, 10))
    assert [letter.to for letter in on(10, 16)] == [["clerk@example.com"]]


def test_a_clerk_of_a_late_district_gets_the_first_letter_the_day_after(clerk, on, district):
    """Whoever joined on the due day's evening, too: it is the return that is late."""
    [letter] = on(10, 16)
    assert "Trễ hạn:\n* Huyện Ba Bể, quý III/2024: trễ 1 ngày" in letter.body
    late = make_district_staff(district, username="late", email="late@example.com")
    [letter] = on(10, 20)
    assert letter.to == [late.email]
    assert len(on(10, 23)) == 2


def test_the_letter_says_what_and_leads_there(clerk, on, settings):
    [letter] = on(10, 20)
    assert letter.to == ["clerk@example.com"]
    assert letter.from_email == settings.DEFAULT_FROM_EMAIL
    stop = letter.extra_headers["List-Unsubscribe"].strip("<>")
    assert letter.body == (
        "Kính gửi Hoàng Thị Huyện,\n"
        "\n"
        "Sau đây là việc cần làm về biểu báo cáo quý của đơn vị.\n"
        "\n"
        "Trễ hạn:\n"
        "* Huyện Ba Bể, quý III/2024: trễ 5 ngày, hạn 15/10/2024; đã có đủ số liệu 0/1 HTX.\n"
        "  https://kehoach.example/returns/2024/3/061/\n"
        "\n"
        "Tất cả biểu của bạn: https://kehoach.example/returns/\n"
        "\n"
        "Thư tự động; chưa tính những việc thực hiện sau thời điểm gửi.\n"
        "\n"
        f"Ngừng nhận thư này bằng một lần bấm, không cần đăng nhập: {stop}\n"
        "\n"
        "Trân trọng,\n"
        "Tỉnh Bắc Kạn\n"
    )


def test_a_moved_due_day_is_reminded_of_anew(clerk, on, district):
    assert len(on(10, 15)) == 1
    make_return(district, 2024, 3, state="draft", moved_due_on="2024-10-25")
    assert on(10, 17) == []
    assert subjects(on(10, 18)) == ["Biểu báo cáo Quý III/2024: còn 7 ngày"]


def test_a_due_day_moved_by_a_week_on_the_day_itself_is_told(clerk, on, district):
    assert subjects(on(10, 15)) == ["Biểu báo cáo Quý III/2024: hạn hôm nay"]
    make_return(district, 2024, 3, state="draft", moved_due_on="2024-10-22")
    assert subjects(on(10, 15)) == ["Biểu báo cáo Quý III/2024: còn 7 ngày"]
    assert on(10, 16) == []


def test_what_was_sent_back_is_told_with_its_reason_and_again_each_week(clerk, on, district):
    made = make_return(district, 2024, 3, state="returned")
    take(made, "submit", 10)
    take(made, "send_back", 16, "Thiếu <thu nhập> của HTX 1 & 2")
    [letter] = on(10, 16)
    assert letter.subject == "Biểu báo cáo Quý III/2024: bị trả lại"
    assert "* Huyện Ba Bể, quý III/2024: trả lại lúc 10:00 ngày 16/10/2024; đã có" in letter.body
    assert "Lý do: Thiếu <thu nhập> của HTX 1 & 2\n" in letter.body
    assert on(10, 22) == []
    assert len(on(10, 23)) == 1


def test_a_reopened_return_is_told_as_such(clerk, on, district):
    made = make_return(district, 2024, 3, state="returned")
    take(made, "submit", 10)
    take(made, "approve", 12)
    take(made, "reopen", 16, "Thiếu thu nhập")
    [letter] = on(10, 16)
    assert letter.subject == "Biểu báo cáo Quý III/2024: mở lại"
    assert "Cần sửa:\n" in letter.body
    assert "* Huyện Ba Bể, quý III/2024: mở lại lúc 10:00 ngày 16/10/2024; đã có" in letter.body
    assert "rả lại" not in letter.body


def test_sent_back_again_is_told_again_on_the_same_day(clerk, on, district):
    made = make_return(district, 2024, 3, state="returned")
    take(made, "send_back", 16, "sai", hour=1)
    assert len(on(10, 16)) == 1
    take(made, "submit", 16, hour=2)
    take(made, "send_back", 16, "vẫn sai", hour=3)
    assert "Lý do: vẫn sai" in on(10, 16)[0].body


def test_several_things_are_one_letter(clerk, on, district, province):
    staff = make_district_staff(province, email="province@example.com")
    make_cooperative(make_district(province, "062", name="Huyện Ngân Sơn"))
    letters = {message.to[0]: message for message in on(10, 20)}
    assert letters[clerk.email].subject == "Biểu báo cáo Quý III/2024: trễ 5 ngày"
    assert letters[staff.email].subject == "Biểu báo cáo: 4 việc cần làm"
    assert "Ngân Sơn" not in letters[clerk.email].body


def test_quarters_that_ended_before_are_not_forgotten(clerk, on, district):
    district.returns.filter(quarter=2).delete()
    [letter] = on(10, 20)
    assert "quý II/2024: trễ 97 ngày" in letter.body
    assert "quý III/2024: trễ 5 ngày" in letter.body


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_what_is_submitted_or_approved_needs_no_reminder(clerk, on, district, state):
    take(make_return(district, 2024, 3, state=state), "submit", 10)
    assert on(10, 20) == []


def test_a_closed_year_says_nothing(clerk, officer, on, province):
    close_year(province, 2024)
    assert on(10, 20) == []


def test_in_a_year_that_was_never_opened_nothing_is_said(clerk, on, province):
    ReportingYear.objects.all().delete()
    assert on(10, 20) == []


# --- Officers -------------------------------------------------------------------------------------


def test_an_officer_gets_a_digest_of_what_is_new(officer, on, district, province):
    late = make_district(province, "062", name="Huyện Ngân Sơn")
    make_cooperative(late)
    for quarter in (1, 2):
        make_return(late, 2024, quarter)
    take(make_return(district, 2024, 3, state="submitted"), "submit", 14)
    [digest] = on(10, 20)
    assert digest.subject == "Biểu báo cáo: 1 chờ duyệt, 1 trễ hạn"
    assert (
        "Chờ duyệt:\n"
        "* Huyện Ba Bể, quý III/2024: đã gửi lúc 10:00 ngày 14/10/2024; đã có đủ số liệu 0/1 HTX.\n"
        "  https://kehoach.example/returns/2024/3/061/\n"
    ) in digest.body
    assert "Trễ hạn:\n* Huyện Ngân Sơn, quý III/2024: trễ 5 ngày, hạn 15/10/2024;" in digest.body


def test_an_officer_is_told_on_the_day_after_the_due_day_and_each_week(officer, on, district):
    told = {day: len(on(10, day)) for day in range(8, 31)}
    assert [day for day, number in told.items() if number] == [16, 23, 30]


def test_a_new_submission_waits_anew(officer, on, district):
    made = make_return(district, 2024, 3, state="submitted")
    take(made, "submit", 10)
    assert len(on(10, 15)) == 1
    assert on(10, 16) == []
    take(made, "send_back", 16, "sai")
    take(made, "submit", 16, hour=5)
    assert len(on(10, 16)) == 1


def test_officers_hear_of_their_own_unit_alone(on, district, province):
    make_officer(make_province("01"), email="other@example.com")
    assert on(10, 20) == []


def test_a_long_digest_is_cut_and_says_so(officer, on, province):
    for n in range(45):
        make_cooperative(make_district(province, f"{100 + n}"))
    [digest] = on(4, 20)
    assert digest.body.count("https://kehoach.example/returns/2024/1/") == 40
    assert "* và 5 biểu khác\n" in digest.body
    assert on(4, 20) == []


# --- To whom --------------------------------------------------------------------------------------


def test_nobody_else_is_written_to(on, district):
    make_district_staff(district, email="left@example.com", is_active=False)
    make_district_staff(district, username="silent")
    make_admin(email="admin@example.com")
    assert on(10, 20) == []


def said_on_stderr(*args, **options):
    err = StringIO()
    call_command("send_reminders", *args, stdout=StringIO(), stderr=err, **options)
    return err.getvalue()


def test_accounts_without_an_address_are_named_where_more_is_asked_for(clerk, district):
    make_district_staff(district, username="silent", full_name="Không Thư")
    assert said_on_stderr() == ""
    said = said_on_stderr(verbosity=2)
    assert said == "Không có địa chỉ thư điện tử: Không Thư (Huyện Ba Bể)\n"


@pytest.mark.parametrize("who", ["nobody", "silent", "left"])
def test_a_district_that_cannot_be_written_to_is_named_with_the_remedy(district, province, who):
    other = make_district(province, "062", name="Huyện Ngân Sơn")
    make_cooperative(other)
    make_district_staff(other, email="son@example.com")
    if who == "silent":
        make_district_staff(district)
    if who == "left":
        make_district_staff(district, email="left@example.com", is_active=False)
    for args in ((), (), ("--dry-run",)):  # always, not once
        said = said_on_stderr(*args)
        assert "Huyện Ba Bể" in said
        assert "Huyện Ngân Sơn" not in said
        assert "địa chỉ thư điện tử" in said
        assert "Quản trị" in said


def test_what_the_province_itself_is_told_reaches_the_district(district, province):
    make_district_staff(province, email="province@example.com")
    assert said_on_stderr() == ""


def test_a_district_with_nothing_to_submit_is_not_named(district, province):
    take(make_return(district, 2024, 3, state="approved"), "submit", 10)
    make_return(district, 2024, 4, state="approved")
    assert said_on_stderr() == ""


def test_the_digest_names_districts_that_cannot_be_written_to(officer, on, district, province):
    other = make_district(province, "062", name="Huyện Ngân Sơn")
    make_cooperative(other)
    make_district_staff(other, email="son@example.com")
    make_cooperative(make_district(make_province("04"), "040", name="Huyện Lạ"))
    digest = next(one for one in on(10, 16) if one.to == [officer.email])
    said = digest.body.split("địa chỉ thư điện tử")[-1]
    assert "* Huyện Ba Bể\n" in said
    assert "Ngân Sơn" not in said
    assert "Lạ" not in said
    assert "quản trị viên" in said
    make_district_staff(district, email="clerk@example.com")
    digest = next(one for one in on(10, 23) if one.to == [officer.email])
    assert "địa chỉ thư điện tử" not in digest.body


# --- Once -----------------------------------------------------------------------------------------


def test_a_second_run_says_nothing(clerk, officer, on):
    assert len(on(10, 20)) == 2
    notes = list(SentReminder.objects.order_by("pk").values())
    assert all(note["sent_at"] for note in notes)
    assert on(10, 20) == []
    assert list(SentReminder.objects.order_by("pk").values()) == notes


def test_a_dry_run_shows_the_letters_and_does_nothing(clerk, mailoutbox):
    out = StringIO()
    call_command("send_reminders", "--dry-run", stdout=out)
    assert "clerk@example.com\nBiểu báo cáo Quý III/2024: trễ 5 ngày\n\nKính gửi" in out.getvalue()
    assert out.getvalue().endswith("1 thư cần gửi.\n")
    assert mailoutbox == []
    assert not SentReminder.objects.exists()


class RefusesOne(EmailBackend):
    """Takes all mails but those to the clerk."""

    def send_messages(self, messages):
        if messages[0].to == ["clerk@example.com"]:
            raise smtplib.SMTPRecipientsRefused({"clerk@example.com": (550, b"no such box")})
        return super().send_messages(messages)


def test_a_refused_mail_hinders_no_other_and_is_tried_again(clerk, officer, on, settings):
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.RefusesOne"
    err = StringIO()
    with pytest.raises(CommandError, match="1 thư không gửi được"):
        call_command("send_reminders", stdout=StringIO(), stderr=err)
    assert [message.to for message in mail.outbox] == [["officer@example.com"]]
    assert "Không gửi được cho Hoàng Thị Huyện (clerk@example.com)" in err.getvalue()
    assert "no such box" in err.getvalue()
    settings.EMAIL_BACKEND = working
    assert [message.to for message in on(10, 20)] == [["clerk@example.com"]]


class BreaksOnOne(EmailBackend):
    """Does what nobody foresaw with the clerk's mail."""

    def send_messages(self, messages):
        if messages[0].to == ["clerk@example.com"]:
            raise LookupError("no such thing")
        return super().send_messages(messages)


def test_a_letter_that_breaks_hinders_no_other_and_is_logged(clerk, officer, settings, caplog):
    settings.EMAIL_BACKEND = f"{__name__}.BreaksOnOne"
    err = StringIO()
    with pytest.raises(CommandError, match="1 thư không gửi được"):
        call_command("send_reminders", stdout=StringIO(), stderr=err)
    assert [message.to for message in mail.outbox] == [["officer@example.com"]]
    assert "no such thing" in err.getvalue()
    assert "A letter could not be made or sent" in caplog.text


class Killed(BaseException):
    """The process goes down."""


class DiesAtOnce(EmailBackend):
    def send_messages(self, messages):
        super().send_messages(messages)
        raise Killed


def test_a_run_that_is_killed_says_nothing_twice_and_is_named(clerk, on, settings):
    settings.EMAIL_BACKEND = f"{__name__}.DiesAtOnce"
    with pytest.raises(Killed):
        call_command("send_reminders", stdout=StringIO())
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    err = StringIO()
    mail.outbox.clear()
    call_command("send_reminders", stdout=StringIO(), stderr=err)
    assert mail.outbox == []
    assert "thư có thể chưa đến: Hoàng Thị Huyện: Huyện Ba Bể, 2024-Q3" in err.getvalue()


def test_two_runs_at_once_send_one_letter(clerk, mailoutbox):
    [letter] = round_due().letters
    assert send(letter)
    assert not send(letter)
    assert len(mailoutbox) == 1


def test_the_statements_grow_with_neither_people_nor_returns(
    clerk, officer, province, django_assert_max_num_queries
):
    for n in range(5):
        unit = make_district(province, f"{100 + n}")
        make_cooperative(unit)
        make_district_staff(unit, email=f"{n}@example.com")
    with django_assert_max_num_queries(10):
        assert len(round_due().letters) == 7
