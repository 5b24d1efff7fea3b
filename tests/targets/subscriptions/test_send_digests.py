"""`manage.py send_digests`: who is told what and when, each thing once, whatever breaks."""

import re
import smtplib
from datetime import UTC, datetime
from email import message_from_string
from io import StringIO

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command

from cooperatives.models import User
from targets.comparison.reading import progress_of
from targets.comparison.selection import select
from targets.editions.publishing import publish
from targets.models import Edition, Subscription, Target
from targets.overview.target_rows import target_row
from targets.subscriptions import sending
from targets.subscriptions.following import follow
from targets.subscriptions.sending import due_letter, settle
from tests.factories import make_district_staff, make_officer, make_province, make_subscription
from tests.targets.editions.conftest import correct


@pytest.fixture
def weekly(land):
    follow(land.officer, land.province, ["weekly"], "vi")
    return land.officer.subscriptions.get()


@pytest.fixture
def by_edition(land):
    follow(land.officer, land.province, ["editions"], "vi")
    return land.officer.subscriptions.get()


def published(land, quarter=2, **fields):
    return publish(2024, quarter, "06", reader=land.officer, **fields)


# --- Each week ------------------------------------------------------------------------------------


def test_a_week_in_which_something_moved_is_told_on_monday_or_the_next_run(land, weekly, on):
    land.cho_don.submit()
    assert [on(10, day) for day in (17, 18, 20)] == [[], [], []]
    assert len(on(10, 22)) == 1  # on Monday the 21st nobody ran it
    assert on(10, 22) == []
    assert on(10, 28) == []


def test_two_weeks_without_a_run_are_one_letter_from_the_last_told_on(land, weekly, on):
    land.cho_don.submit()
    [letter] = on(11, 6)
    assert re.search(r"từ \d\d:\d\d ngày 17/10/2024 đến \d\d:\d\d ngày 6/11/2024", letter.body)


def test_a_week_in_which_nothing_moved_brings_no_letter_and_is_told_by_none_later(land, weekly, on):
    assert on(10, 21) == []
    land.cho_don.submit()
    [letter] = on(10, 28)
    assert re.search(r"từ \d\d:\d\d ngày 21/10/2024 đến", letter.body)


def test_what_moved_back_within_the_week_has_not_moved(land, on):
    land.cho_don.submit()
    follow(land.officer, land.province, ["weekly"], "vi")
    land.cho_don.send_back()
    land.cho_don.save(land.cho_don.cooperatives[0], profit="90")
    land.cho_don.save(land.cho_don.cooperatives[0], profit="20")
    land.cho_don.submit()
    assert on(10, 21) == []


def test_the_letter_says_what_moved_with_the_screens_own_words(land, on, settings):
    land.ba_be.submit()
    follow(land.officer, land.province, ["weekly"], "vi")
    before = select(reader=land.officer)
    row = target_row(progress_of(before), "average_profit")
    land.cho_don.submit()
    [letter] = on(10, 21)
    after = target_row(progress_of(select(reader=land.officer)), "average_profit")
    assert letter.to == ["officer@example.com"]
    assert letter.from_email == settings.DEFAULT_FROM_EMAIL
    assert letter.subject == "2 chỉ tiêu thay đổi tại tỉnh Bắc Kạn, quý III/2024"
    body = letter.body
    assert body.startswith("Kính gửi Nông Văn Tỉnh,\n\nThay đổi của số liệu quý III/2024 từ ")
    assert "Tỉnh Bắc Kạn, Kế hoạch 532/KH-UBND năm 2024.\n" in body
    assert (
        f"* Lợi nhuận bình quân HTX: {row.value} → {after.value} triệu; "
        f"{row.status_words} → {after.status_words} ({after.aim}); vì Chợ Đồn gửi biểu.\n"
        "  https://kehoach.example/targets/"
    ) in body.replace("\xa0", " ")
    assert (row.status_words, after.status_words) == ("đúng tiến độ, chưa chắc", "đúng tiến độ")
    assert "2/2 đơn vị đã báo cáo" in body
    assert "Trễ hạn" not in body
    assert "Số liệu minh họa" not in body
    assert "https://kehoach.example/?year=2024&quarter=3&unit=06\n" in body
    assert "Thư tự động; chưa tính những việc thực hiện sau thời điểm gửi.\n" in body
    assert body.endswith("Trân trọng,\nTỉnh Bắc Kạn\n")


def test_it_says_who_is_late_and_what_is_missing(land, weekly, on):
    land.cho_don.submit()
    [letter] = on(10, 21)
    assert "Trễ hạn:\n* Huyện Ba Bể: trễ 6 ngày\n" in letter.body
    # The overview opened at quarter II when it was followed: what was told then is no old value.
    assert "* Lợi nhuận bình quân HTX: – → 40,0 triệu" in letter.body.replace("\xa0", " ")
    assert "* Lợi nhuận bình quân HTX: thiếu 2/4 HTX\n" in letter.body


def test_a_status_that_turns_is_told_though_no_value_moved(land, weekly, on):
    Target.objects.filter(indicator="managers_vocational").update(value=4)
    [letter] = on(10, 21)
    (line,) = re.findall(r"\* .*", letter.body.partition("Chỉ tiêu thay đổi:")[2])[:1]
    assert line.startswith("* Cán bộ quản lý trình độ SC, TC: 4\xa0người; chậm tiến độ → ")
    assert on(10, 28) == []


def test_what_was_told_is_not_told_again_with_the_step_that_is_kept_later(land, on):
    """Corrections count while a return is sent back; the step of it comes with the submission."""
    land.cho_don.submit()
    follow(land.officer, land.province, ["weekly"], "vi")
    land.cho_don.send_back()
    land.cho_don.save(land.cho_don.cooperatives[0], profit="30")
    [letter] = on(10, 21)
    assert "vì đính chính chưa gửi" in letter.body or "chưa gửi" in letter.body
    land.cho_don.submit()
    assert on(10, 28) == []


def test_demo_data_is_marked(land, weekly, on):
    land.cho_don.cooperatives[0].is_demo = True
    land.cho_don.cooperatives[0].save()
    land.cho_don.submit()
    [letter] = on(10, 21)
    assert "Số liệu minh họa.\n" in letter.body


# --- At each edition ------------------------------------------------------------------------------


def test_an_edition_is_told_by_the_next_run_once(land, by_edition, on):
    assert on(10, 17) == []
    edition = published(land, note="Lần đầu & <đủ>")
    [letter] = on(10, 18)
    assert on(10, 18) == []
    assert letter.subject == "Công bố số liệu quý II/2024, bản số 1: tỉnh Bắc Kạn"
    assert "Quý II/2024, bản số 1, " in letter.body
    assert "(Nông Văn Tỉnh)\nGhi chú: Lần đầu & <đủ>\n" in letter.body
    assert f"https://kehoach.example{edition.get_absolute_url()}\n" in letter.body
    assert f"SHA-256: {edition.sha256}\n" in letter.body
    assert "* Thu nhập bình quân thành viên: 30,0 / " in letter.body
    assert "Thay đổi so với" not in letter.body


def test_one_published_before_is_not_told(land, on):
    published(land)
    follow(land.officer, land.province, ["editions"], "vi")
    assert on(10, 18) == []


def test_a_correction_is_told_with_what_moved(land, by_edition, on):
    published(land)
    on(10, 18)
    correct(land.ba_be)
    published(land)
    [letter] = on(10, 19)
    said = letter.body.partition("Thay đổi so với bản số 1:\n")[2].replace("\xa0", " ")
    assert said.startswith("* Lợi nhuận bình quân HTX: 20 triệu đồng → 40 triệu đồng\n")
    assert "* 1 số liệu đã đính chính" in said
    assert "bản số 1," not in letter.body


def test_several_are_one_letter_the_oldest_first(land, by_edition, on):
    published(land)
    correct(land.ba_be)
    published(land)
    [letter] = on(10, 18)
    assert letter.subject == "Công bố số liệu, 2 bản mới: tỉnh Bắc Kạn"
    assert letter.body.index("bản số 1, ") < letter.body.index("bản số 2, ")


def test_those_of_other_units_are_not_told(land, by_edition, on):
    publish(2024, 2, "061")
    assert on(10, 18) == []


def test_a_tampered_edition_is_named_as_such_without_its_figures(land, by_edition, on):
    edition = published(land)
    rows = Edition.objects.filter(pk=edition.pk)
    content = edition.content.replace('"value":30000000', '"value":99000000')
    assert content != edition.content
    super(type(rows), rows).update(content=content)
    [letter] = on(10, 18)
    assert "Bản này không còn như khi công bố" in letter.body
    assert "Thu nhập" not in letter.body


# --- To whom --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"is_active": False},
        {"email": ""},
        {"unit": "elsewhere"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_who_may_not_know_any_more_gets_nothing_then_and_nothing_of_then_later(
    land, followed, on, change
):
    was = {name: getattr(land.officer, name) for name in change}
    if "unit" in change:
        change = {"unit": make_province("20", name="Tỉnh Lạng Sơn")}
    User.objects.filter(pk=land.officer.pk).update(**change)
    land.cho_don.submit()
    published(land)
    assert on(10, 21) == []
    User.objects.filter(pk=land.officer.pk).update(**was)
    assert on(10, 22) == []
    assert on(10, 28) == []
    assert Subscription.objects.count() == 2


def test_a_role_that_reads_no_figures_gets_nothing(land, followed, on, monkeypatch):
    land.cho_don.submit()
    monkeypatch.setattr(User, "may", lambda *_args: False)
    assert on(10, 21) == []


def test_names_of_cooperatives_stay_within_the_readers_scope(land, on):
    """A change of one cooperative is told to other districts as one in that unit."""
    clerk = make_district_staff(land.cho_don.unit, email="clerk@example.com")
    for user in (clerk, land.officer):
        follow(user, land.province, ["weekly"], "vi")
    land.ba_be.submit()
    land.cho_don.submit()
    told = {letter.to[0]: letter.body for letter in on(10, 21)}
    assert set(told) == {"clerk@example.com", "officer@example.com"}
    for body in told.values():
        assert "hợp tác xã 1" not in body


def test_each_letter_is_in_the_language_of_its_subscription(land, on):
    clerk = make_officer(land.province, email="english@example.com", full_name="Mary")
    follow(clerk, land.province, ["weekly", "editions"], "en")
    follow(land.officer, land.province, ["weekly"], "vi")
    land.cho_don.submit()
    published(land)
    letters = on(10, 21)
    english = [one for one in letters if one.to == ["english@example.com"]]
    assert [one.subject for one in english] == [
        "Published figures of quarter II/2024, edition 1: Tỉnh Bắc Kạn",
        "2 targets changed in Tỉnh Bắc Kạn, quarter III/2024",
    ]
    for letter in english:
        assert letter.body.startswith("Dear Mary,")
        assert "Yours sincerely," in letter.body
        assert "chỉ tiêu" not in letter.body
    (other,) = [one for one in letters if one not in english]
    assert "Kính gửi" in other.body


def test_a_letter_bears_the_headers_of_one_click(land, followed, on):
    published(land)
    [letter] = on(10, 18)
    stop = letter.extra_headers["List-Unsubscribe"]
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(r"<https://kehoach\.example/stop-letters/[\w.-]+/>", stop)
    assert stop[1:-1] in letter.body
    sent = message_from_string(letter.message().as_string())
    assert sent["List-Unsubscribe"].strip() == stop


# --- Once -----------------------------------------------------------------------------------------


def test_a_dry_run_shows_the_letters_and_does_nothing(land, followed, settings, mailoutbox):
    published(land)
    before = list(Subscription.objects.values())
    out = StringIO()
    call_command("send_digests", "--dry-run", stdout=out)
    assert "officer@example.com\nCông bố số liệu quý II/2024" in out.getvalue()
    assert out.getvalue().endswith("1 thư cần gửi.\n")
    assert mailoutbox == []
    assert list(Subscription.objects.values()) == before


class RefusesOne(EmailBackend):
    """Takes all mails but those to the officer."""

    def send_messages(self, messages):
        if messages[0].to == ["officer@example.com"]:
            raise smtplib.SMTPRecipientsRefused({"officer@example.com": (550, b"no such box")})
        return super().send_messages(messages)


def test_a_refused_mail_hinders_no_other_and_is_tried_again(land, followed, on, settings):
    other = make_officer(land.province, email="other@example.com")
    follow(other, land.province, ["editions"], "vi")
    published(land)
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.RefusesOne"
    err = StringIO()
    with pytest.raises(CommandError, match="1 thư không gửi được"):
        call_command("send_digests", stdout=StringIO(), stderr=err)
    assert [message.to for message in mail.outbox] == [["other@example.com"]]
    assert "no such box" in err.getvalue()
    settings.EMAIL_BACKEND = working
    assert [message.to for message in on(10, 18)] == [["officer@example.com"]]
    assert on(10, 18) == []


def test_a_letter_that_cannot_be_made_hinders_no_other(land, followed, on, monkeypatch, caplog):
    other = make_officer(land.province, email="other@example.com")
    follow(other, land.province, ["editions"], "vi")
    published(land)
    made = sending.told_edition

    def broken(key, reader):
        if reader == land.officer:
            raise LookupError("no such indicator")
        return made(key, reader)

    monkeypatch.setattr(sending, "told_edition", broken)
    err = StringIO()
    with pytest.raises(CommandError, match="1 thư không gửi được"):
        call_command("send_digests", stdout=StringIO(), stderr=err)
    assert [message.to for message in mail.outbox] == [["other@example.com"]]
    assert "no such indicator" in err.getvalue()
    assert "A letter could not be made" in caplog.text
    monkeypatch.undo()
    assert [message.to for message in on(10, 18)] == [["officer@example.com"]]


class Killed(BaseException):
    """The process goes down."""


class DiesAtOnce(EmailBackend):
    def send_messages(self, messages):
        super().send_messages(messages)
        raise Killed


def test_a_run_that_is_killed_sends_nothing_twice_and_leaves_nobody_out(
    land, followed, on, settings
):
    other = make_officer(land.province, email="other@example.com")
    follow(other, land.province, ["weekly"], "vi")
    land.cho_don.submit()
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND, settings.TODAY = f"{__name__}.DiesAtOnce", "2024-10-21"
    with pytest.raises(Killed):
        call_command("send_digests", stdout=StringIO())
    settings.EMAIL_BACKEND = working
    first = mail.outbox[0].to
    err = StringIO()
    mail.outbox.clear()
    call_command("send_digests", stdout=StringIO(), stderr=err)
    assert [message.to for message in mail.outbox] == [
        one for one in (["officer@example.com"], ["other@example.com"]) if one != first
    ]
    assert "thư có thể chưa đến: Nông Văn Tỉnh: Tỉnh Bắc Kạn" in err.getvalue()
    # What may not have arrived stands in the next letter; the other hears of that week once.
    land.ba_be.submit()
    letters = {message.to[0]: message.body for message in on(10, 28)}
    assert re.search("từ .* ngày 17/10/2024 đến", letters[first[0]])
    (body,) = (body for to, body in letters.items() if [to] != first)
    assert re.search("từ .* ngày 21/10/2024 đến", body)


def test_two_runs_at_once_send_one_letter(land, by_edition, mailoutbox):
    published(land)
    first, second = (due_letter(Subscription.objects.get()) for _ in range(2))
    assert settle(first)
    assert not settle(second)
    assert len(mailoutbox) == 1


def test_one_stopped_while_the_run_goes_on_is_not_sent(land, by_edition, mailoutbox):
    published(land)
    due = due_letter(Subscription.objects.get())
    Subscription.objects.get(pk=by_edition.pk).delete()
    assert not settle(due)
    assert mailoutbox == []


def test_what_is_noted_of_letters_is_no_change_of_the_record(land, by_edition, on):
    published(land)
    on(10, 18)
    by_edition.refresh_from_db()
    assert by_edition.sent_at
    assert by_edition.history.count() == 1
    with pytest.raises(TypeError):
        Subscription.objects.note(language="en")


def test_who_cannot_be_written_to_is_named_where_more_is_asked_for(land, followed):
    User.objects.filter(pk=land.officer.pk).update(email="")

    def said(**options):
        err = StringIO()
        call_command("send_digests", stdout=StringIO(), stderr=err, **options)
        return err.getvalue()

    assert said() == ""
    assert "Nông Văn Tỉnh: Tỉnh Bắc Kạn, " in said(verbosity=2)
    assert "chưa có địa chỉ thư" in said(verbosity=2)


def test_a_unit_without_a_plan_brings_no_letter(db, demo_day, on):
    officer = make_officer(make_province("20"), email="a@example.com")
    make_subscription(officer, told_until=datetime(2024, 10, 1, tzinfo=UTC))
    assert on(10, 21) == []
