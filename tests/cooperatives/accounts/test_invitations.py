"""Invitations: who has a mail address gets a letter, the others' links are shown; a link sets one
password, once. And the accounts that nobody uses.
"""

import re
from datetime import UTC, datetime
from smtplib import SMTPRecipientsRefused

import pytest
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import override

from cooperatives.accounts.invitations import link_for
from cooperatives.accounts.listing import AccountState, counts_by_state
from cooperatives.models import User
from cooperatives.models.changes import changes_of
from tests.factories import (
    make_admin,
    make_api_token,
    make_district,
    make_district_staff,
    make_officer,
    make_province,
)

LONG_AGO = datetime(2024, 1, 2, tzinfo=UTC)
NEW = {"new_password1": "mot-mat-khau-moi-7", "new_password2": "mot-mat-khau-moi-7"}


@pytest.fixture
def province(db, demo_day):
    return make_province()


@pytest.fixture
def admin(province):
    return make_admin(province, last_login=datetime(2024, 10, 19, tzinfo=UTC))


def path_of(link: str) -> str:
    return "/" + link.split("/", 3)[3]


def test_a_letter_goes_to_who_has_an_address_and_the_others_links_are_shown(
    client, admin, province, mailoutbox
):
    client.force_login(admin)
    by_mail = make_officer(province, email="a@bk.example")
    without = make_officer(province, email="", last_login=LONG_AGO)
    without.set_unusable_password()
    without.save()
    gone = make_officer(province, email="b@bk.example", is_active=False)
    chosen = {"account": [by_mail.pk, without.pk, gone.pk, make_admin().pk]}
    page = client.post(reverse("account-invitations"), chosen)
    assert [mail.to for mail in mailoutbox] == [["a@bk.example"]]
    assert [one.user for one in page.context["printed"]] == [without]
    sent = re.search(r"https?://\S+", mailoutbox[0].body).group()
    assert sent not in page.text  # nobody else is shown the link of a letter
    assert client.get(path_of(sent), follow=True).context["validlink"]


def test_a_letter_that_is_refused_is_told_with_its_reason_and_its_link_shown(
    client, admin, province, monkeypatch
):
    def refuse(_letter):
        raise SMTPRecipientsRefused({})

    monkeypatch.setattr(EmailMessage, "send", refuse)
    client.force_login(admin)
    user = make_officer(province, email="a@bk.example")
    page = client.post(reverse("account-invitations"), {"account": [user.pk]})
    assert "a@bk.example" in page.text
    assert [one.user for one in page.context["printed"]] == [user]
    assert page.context["printed"][0].refused


def test_who_uses_the_account_gets_the_link_by_mail_alone(client, admin, province, mailoutbox):
    client.force_login(admin)
    peer = make_admin(province, email="", last_login=LONG_AGO)
    by_mail = make_officer(province, email="a@bk.example", last_login=LONG_AGO)
    page = client.post(reverse("account-invitations"), {"account": [peer.pk, by_mail.pk]})
    assert "/invitation/" not in page.text
    assert [one.user for one in page.context["mail_alone"]] == [peer]
    assert reverse("admin:cooperatives_user_change", args=[peer.pk]) in page.text
    assert [mail.to for mail in mailoutbox] == [["a@bk.example"]]


def test_the_history_of_an_account_says_who_sent_or_saw_a_link(client, admin, province):
    client.force_login(admin)
    by_mail = make_officer(province, email="c@bk.example")
    shown, told = make_officer(province), make_officer(province, last_login=LONG_AGO)
    client.post(reverse("account-invitations"), {"account": [by_mail.pk, shown.pk, told.pk]})
    with override("en"):
        sent, seen = (changes_of(admin, user.history.all())[0] for user in (by_mail, shown))
    assert (sent.by, sent.fields[0].new) == (str(admin), "sent by mail")
    assert (seen.by, seen.fields[0].new) == (str(admin), "shown, to be handed over")
    assert told.history.count() == 1


@pytest.mark.parametrize("changed", ["role", "unit", "is_active"])
def test_a_link_does_not_outlive_a_change_of_rights_even_one_taken_back(client, province, changed):
    user = make_officer(province)
    link = path_of(link_for(user))
    before = getattr(user, changed)
    other = {"role": "admin", "unit": make_district(province), "is_active": False}[changed]
    for now in (other, before):
        User.objects.filter(pk=user.pk).update(**{changed: now})
        assert not client.get(link, follow=True).context["validlink"]
    new = path_of(link_for(User.objects.get(pk=user.pk)))
    assert client.get(new, follow=True).context["validlink"]


def test_a_link_sets_one_password_once(client, province):
    user = make_officer(province)
    link = path_of(link_for(user))
    form = client.get(link, follow=True)
    assert "password1" in form.text
    assert client.post(form.request["PATH_INFO"], NEW).url == reverse("login")
    assert client.login(username=user.username, password=NEW["new_password1"])
    client.logout()
    assert not client.get(link, follow=True).context["validlink"]


def test_a_link_opens_nothing_for_who_is_inactive_meanwhile(client, province):
    user = make_officer(province)
    link = path_of(link_for(user))
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert not client.get(link, follow=True).context["validlink"]


def test_who_never_signs_in_is_found_but_for_who_reads_by_a_token(admin, province):
    make_officer(province, last_login=None)
    make_officer(province, last_login=datetime(2023, 10, 19, tzinfo=UTC))
    make_officer(province, last_login=datetime(2023, 10, 22, tzinfo=UTC))
    # A year ago is 21/10/2023, as 2024 has a day more.
    for used_on in ("2024-10-01", "2023-10-21", "2023-10-20"):
        read_by, _secret = make_api_token(make_officer(province, last_login=None))
        type(read_by).objects.filter(pk=read_by.pk).update(last_used_on=used_on)
    make_officer(make_province("19"), last_login=None)  # beyond the admin's reach
    gone = make_district_staff(make_district(province), is_active=False, last_login=None)
    counts = counts_by_state(admin)
    assert counts == {
        AccountState.ENDED: 0,
        AccountState.NEVER: 2,
        AccountState.UNUSED: 1,
        AccountState.INACTIVE: 1,
    }
    assert not gone.is_active


def test_a_search_finds_all_that_match_with_or_without_accents(client, admin, province):
    client.force_login(admin)
    fields = {"role": "officer", "unit": province, "password": "!"}
    User.objects.bulk_create(
        User(username=f"cb-{number}", full_name="Đặng Thị Hà", **fields) for number in range(520)
    )
    page = client.get(reverse("accounts"), {"q": "dang thi", "page": 11}).context["page"]
    assert (page.paginator.count, len(page.object_list)) == (520, 20)


def test_the_chosen_are_made_inactive_once_that_is_confirmed_but_not_the_own(
    client, admin, province
):
    client.force_login(admin)
    user = make_officer(province)
    chosen = {"account": [user.pk, admin.pk]}
    page = client.post(reverse("account-deactivation"), chosen)
    assert page.context["users"] == [user]
    assert User.objects.get(pk=user.pk).is_active
    client.post(reverse("account-deactivation"), chosen | {"confirmed": "1"})
    assert not User.objects.get(pk=user.pk).is_active
    assert User.objects.get(pk=admin.pk).is_active
