"""Following a unit on its page, and stopping letters by their links."""

import pytest
from django.test import Client
from django.urls import reverse

from cooperatives.models import User
from targets.models import Subscription
from targets.subscriptions.following import STOP, follow
from tests.factories import (
    make_admin,
    make_commune,
    make_district_staff,
    make_officer,
    make_province,
)


@pytest.fixture
def page(client, land):
    """What the officer sends to the page of a unit, and what is answered."""
    client.force_login(land.officer)

    def sending(unit="06", **data):
        address = reverse("subscriptions") + f"?unit={unit}"
        return client.post(address, data) if data else client.get(address)

    return sending


def kept(user):
    return [(one.unit.code, one.kind, one.language) for one in Subscription.objects.of(user)]


# --- Following ------------------------------------------------------------------------------------


def test_what_is_ticked_is_followed_and_what_is_not_no_more(land, page):
    both = ["weekly", "editions"]
    assert page(kinds=both, language="vi").status_code == 302
    page("061", kinds=["weekly"], language="en")
    assert kept(land.officer) == [
        ("06", "editions", "vi"),
        ("06", "weekly", "vi"),
        ("061", "weekly", "en"),
    ]
    page(kinds=["weekly"], language="en")
    assert kept(land.officer) == [("06", "weekly", "en"), ("061", "weekly", "en")]
    page("061", language="en")
    assert kept(land.officer) == [("06", "weekly", "en")]


def test_saved_again_nothing_is_begun_anew(land, page):
    page(kinds=["weekly"], language="vi")
    before = Subscription.objects.values().get()
    page(kinds=["weekly"], language="vi")
    assert Subscription.objects.values().get() == before


def test_the_page_shows_what_is_followed_and_how_to_stop_it(land, page, client):
    page(kinds=["weekly"], language="en")
    shown = page()
    assert shown.context["form"].initial == {"kinds": ["weekly"], "language": "en"}
    one = land.officer.subscriptions.get()
    link = STOP.link(one.pk, land.officer)
    assert link.encode() in shown.content
    assert b'data-followed="06-weekly"' in shown.content


def test_the_overview_and_the_account_lead_there(land, page, client):
    land.cho_don.submit()
    assert b'"/subscriptions/?unit=06"' in client.get("/").content
    assert b'"/subscriptions/"' in client.get(reverse("account")).content


def test_without_an_address_it_is_said_who_enters_one(land, page):
    User.objects.filter(pk=land.officer.pk).update(email="")
    assert "quản trị viên ghi vào" in page().content.decode()
    page(kinds=["weekly"], language="vi")
    assert kept(land.officer) == []


@pytest.mark.parametrize("unit", ["20", "99", "06101", "'"])
def test_what_may_not_be_read_is_not_followed(land, client, unit):
    """Another province, none, a commune of another district."""
    make_province("20", name="Tỉnh Lạng Sơn")
    clerk = make_district_staff(land.cho_don.unit, email="clerk@example.com")
    client.force_login(clerk)
    address = reverse("subscriptions") + f"?unit={unit}"
    assert client.get(address).status_code == 404
    assert client.post(address, {"kinds": ["weekly"], "language": "vi"}).status_code == 404
    assert kept(clerk) == []


def test_what_one_may_not_read_any_more_is_marked_and_can_be_stopped(land, page, client):
    page(kinds=["weekly"], language="vi")
    User.objects.filter(pk=land.officer.pk).update(unit=make_province("20"))
    shown = client.get(reverse("subscriptions")).content.decode()
    assert "không còn được xem số liệu của đơn vị này" in shown
    assert STOP.link(land.officer.subscriptions.get().pk, User.objects.get(pk=land.officer.pk)) in (
        shown
    )


@pytest.mark.parametrize("sent", [{"kinds": ["daily"], "language": "vi"}, {"kinds": ["weekly"]}])
def test_what_there_is_not_is_refused(land, page, sent):
    answer = page(**sent)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert kept(land.officer) == []


def test_nobody_sees_what_others_follow(land, page, client):
    page(kinds=["weekly"], language="vi")
    client.force_login(make_officer(land.province, email="other@example.com"))
    assert b"data-followed" not in client.get(reverse("subscriptions")).content


def test_an_admin_stops_what_people_of_the_own_unit_follow_and_changes_nothing(land, client):
    follow(land.officer, land.ba_be.unit, ["weekly"], "vi")
    one = land.officer.subscriptions.get()
    client.force_login(make_admin(land.ba_be.unit))
    gone = reverse("admin:targets_subscription_delete", args=[one.pk])
    assert client.post(gone, {"post": "yes"}).status_code == 404
    client.force_login(make_admin(land.province))
    assert client.get(reverse("admin:targets_subscription_add")).status_code == 403
    assert client.post(gone, {"post": "yes"}).status_code == 302
    assert kept(land.officer) == []


# --- Stopping by link -----------------------------------------------------------------------------


@pytest.fixture
def strict():
    """A browser, or a mail program, that never signed in; forms are looked at as in production."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def links(land):
    """The links of the two subscriptions of the officer."""
    follow(land.officer, land.province, ["weekly", "editions"], "vi")
    found = Subscription.objects.of(land.officer)
    return {one.kind: STOP.link(one.pk, land.officer) for one in found}


def path(link):
    return link.removeprefix("https://kehoach.example")


ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def test_what_a_mail_program_sends_stops_that_one_at_once(land, links, strict, settings):
    answer = strict.post(path(links["weekly"]), ONE_CLICK)
    assert answer.status_code == 200
    assert kept(land.officer) == [("06", "editions", "vi")]
    gone = Subscription.history.filter(history_type="-").get()
    assert (gone.history_user, gone.history_change_reason) == (None, "stopped by link")
    assert settings.SESSION_COOKIE_NAME not in answer.cookies


def test_a_link_that_is_opened_asks_first(land, links, strict):
    for method in (strict.get, strict.head, strict.get):
        assert method(path(links["weekly"])).status_code == 200
    assert len(kept(land.officer)) == 2
    page = strict.get(path(links["weekly"])).content.decode()
    assert '<form class="stack" method="post">' in page
    assert land.officer.full_name not in page
    assert "Thư về tỉnh Bắc Kạn: thay đổi trong tuần." in page


def test_a_second_click_says_that_it_is_stopped(land, links, strict):
    for _ in range(2):
        assert "Đã ngừng" in strict.post(path(links["weekly"]), ONE_CLICK).content.decode()
    assert "đã ngừng từ trước" in strict.get(path(links["weekly"])).content.decode()


def test_an_old_link_stops_none_that_was_begun_since(land, links, strict):
    strict.post(path(links["weekly"]))
    follow(land.officer, land.province, ["weekly"], "vi")
    strict.post(path(links["weekly"]))
    assert kept(land.officer) == [("06", "weekly", "vi")]


@pytest.mark.parametrize(
    "forge",
    [
        lambda link, other: link[:-5] + "/",
        lambda link, other: link.replace("stop-letters/", "stop-letters/1"),
        lambda link, other: link.rpartition(".")[0] + "." + other.rpartition(".")[2],
        lambda link, other: "/stop-letters/1/",
        lambda link, other: "/stop-letters/x.y.z/",
        lambda link, other: link.replace("stop-letters", "stop-reminders"),
        lambda link, other: path(STOP.link(0, User(email="a@example.com")))[:-3] + "/",
    ],
)
def test_a_forged_link_stops_nothing_and_says_so(land, links, strict, forge):
    for link, other in (("weekly", "editions"), ("editions", "weekly")):
        forged = forge(path(links[link]), path(links[other]))
        for method in (strict.get, strict.post):
            answer = method(forged)
            assert answer.status_code == 404
            assert "không ngừng được thư nào" in answer.content.decode()
    assert len(kept(land.officer)) == 2
    assert User.objects.get(pk=land.officer.pk).gets_reminders


def test_a_link_to_another_address_stops_nothing(land, links, strict):
    User.objects.filter(pk=land.officer.pk).update(email="successor@example.com")
    assert strict.post(path(links["weekly"])).status_code == 404
    assert len(kept(land.officer)) == 2


def test_other_methods_are_refused(land, links, strict):
    assert strict.delete(path(links["weekly"])).status_code == 405
    assert len(kept(land.officer)) == 2


def test_no_address_stands_in_a_link(links):
    assert all("officer" not in link for link in links.values())


def test_a_commune_is_followed_by_who_works_there(land, client):
    commune = make_commune(land.ba_be.unit, "06199")
    staff = make_district_staff(commune, email="xa@example.com")
    client.force_login(staff)
    client.post(reverse("subscriptions"), {"kinds": ["weekly"], "language": "vi"})
    assert kept(staff) == [("06199", "weekly", "vi")]
