"""Reminders that a person stops by the link in them, and has again."""

from datetime import date
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from cooperatives.accounts.letters import REMINDERS
from cooperatives.accounts.listing import AccountState, in_state
from cooperatives.models import User
from cooperatives.models.changes import changes_of
from tests.factories import (
    make_admin,
    make_cooperative,
    make_district,
    make_district_staff,
    make_officer,
    make_plan,
    make_province,
    make_return,
    make_target,
)

DUE = date(2024, 10, 20)


@pytest.fixture
def province(db, demo_day, settings):
    settings.SITE_URL = "https://kehoach.example"
    province = make_province()
    make_target(make_plan(province))
    return province


@pytest.fixture
def clerk(province):
    """Of Ba Bể, which is late with quarter III."""
    district = make_district(province, name="Huyện Ba Bể")
    make_cooperative(district)
    for quarter in (1, 2):
        make_return(district, 2024, quarter)
    return make_district_staff(district, email="clerk@example.com", full_name="Hoàng Thị Huyện")


@pytest.fixture
def officer(province):
    return make_officer(province, email="officer@example.com", full_name="Nông Văn Tỉnh")


def sent(**options):
    mail.outbox.clear()
    err = StringIO()
    call_command("send_reminders", stdout=StringIO(), stderr=err, **options)
    return list(mail.outbox), err.getvalue()


def link_in(letter):
    return letter.extra_headers["List-Unsubscribe"].strip("<>")


def click(letter, method="post"):
    client = Client(enforce_csrf_checks=True)
    path = link_in(letter).removeprefix("https://kehoach.example")
    return getattr(client, method)(path, {"List-Unsubscribe": "One-Click"})


def test_each_reminder_bears_the_link_that_stops_it(clerk, officer):
    letters, _said = sent()
    assert len(letters) == 2
    for letter in letters:
        assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert f"không cần đăng nhập: {link_in(letter)}\n" in letter.body
    assert link_in(letters[0]) != link_in(letters[1])


def test_one_click_stops_those_of_that_person_alone(clerk, officer, settings):
    letters, _said = sent()
    (own,) = [letter for letter in letters if letter.to == [clerk.email]]
    assert click(own, "get").status_code == 200
    assert User.objects.get(pk=clerk.pk).gets_reminders
    for _ in range(2):
        assert "Đã ngừng" in click(own).content.decode()
    assert "đã ngừng từ trước" in click(own, "get").content.decode()
    settings.TODAY = "2024-10-31"
    letters, said = sent(verbosity=2)
    assert [letter.to for letter in letters] == [[officer.email]]
    assert "Đã ngừng nhận thư đôn đốc: Hoàng Thị Huyện (Huyện Ba Bể)" in said
    assert "Không gửi thư được cho ai ở 1 đơn vị" in said
    assert "người nhận đã ngừng nhận" in letters[0].body
    assert "* Huyện Ba Bể\n" in letters[0].body


def test_the_history_says_that_a_link_stopped_them(clerk, officer):
    letters, _said = sent()
    click(next(letter for letter in letters if letter.to == [clerk.email]))
    (change, *_others) = changes_of(officer, User.history.filter(id=clerk.pk))
    assert change.by == ""
    assert {field.new for field in change.fields} >= {"ngừng bằng đường dẫn trong thư"}


def test_a_link_to_another_address_stops_nothing(clerk):
    (letter,), _said = sent()
    User.objects.filter(pk=clerk.pk).update(email="successor@example.com")
    assert click(letter).status_code == 404
    assert User.objects.get(pk=clerk.pk).gets_reminders


@pytest.mark.parametrize("token", ["x", "1.y.z", "1"])
def test_a_forged_link_stops_nothing(clerk, token):
    answer = Client().post(reverse("reminders-stop", args=[token]))
    assert answer.status_code == 404
    assert "không ngừng được thư nào" in answer.content.decode()
    assert User.objects.get(pk=clerk.pk).gets_reminders


def test_a_link_for_letters_of_another_kind_is_forged(clerk):
    token = REMINDERS.link(clerk.pk, clerk).rstrip("/").rpartition("/")[2]
    assert Client().post(reverse("subscription-stop", args=[token])).status_code == 404


def test_they_are_had_again_under_my_account(client, clerk):
    clerk.stop_reminders()
    client.force_login(clerk)
    assert "Không nhận" not in client.get(reverse("account")).content.decode()
    client.post(reverse("account"), {"telephone": "", "gets_reminders": "on"})
    assert User.objects.get(pk=clerk.pk).gets_reminders
    assert len(sent()[0]) == 1
    client.post(reverse("account"), {"telephone": ""})
    assert not User.objects.get(pk=clerk.pk).gets_reminders


def test_an_admin_whom_nobody_reminds_is_not_asked(client, province):
    client.force_login(make_admin())
    assert "gets_reminders" not in client.get(reverse("account")).context["form"].fields


def test_who_gets_none_is_found_in_the_list_of_accounts(client, clerk, officer):
    silent = make_district_staff(clerk.unit, full_name="Không Thư")
    clerk.stop_reminders()
    make_admin(email="")
    gone = make_district_staff(clerk.unit, is_active=False)
    found = in_state(User.objects.all(), AccountState.NOT_REMINDED)
    assert set(found) == {silent, clerk}
    assert gone not in found
    client.force_login(make_admin())
    page = client.get(reverse("accounts") + "?state=not_reminded").content.decode()
    assert "đã ngừng nhận thư đôn đốc" in page
    assert "chưa có địa chỉ thư điện tử" in page


def test_officers_see_in_the_list_of_returns_whom_no_reminder_reaches(client, clerk, officer):
    client.force_login(officer)
    assert 'id="not-reached"' not in client.get(reverse("returns")).content.decode()
    clerk.stop_reminders()
    make_district_staff(make_district(make_province("20"), "201"), full_name="Người Xa")
    page = client.get(reverse("returns")).content.decode()
    said = page.partition('id="not-reached"')[2].partition("</p>")[0]
    assert "Hoàng Thị Huyện (huyện Ba Bể, đã ngừng nhận thư đôn đốc)" in " ".join(said.split())
    assert "Người Xa" not in page
