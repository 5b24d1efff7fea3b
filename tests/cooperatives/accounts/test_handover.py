"""Accounts of ended units are handed over to who took over: all or none, within reach."""

from datetime import date

import pytest
from django.urls import reverse

from cooperatives.accounts.handover import Handover
from cooperatives.accounts.listing import accounts_within, in_state, listed
from cooperatives.models import UnitSuccession
from tests.factories import (
    make_admin,
    make_commune,
    make_district,
    make_district_staff,
    make_officer,
    make_province,
)
from tests.targets.pages import parsed, text

REFORM = date(2025, 7, 1)
LATER = date(2026, 1, 1)


class Reform:
    """Two districts of a province ended: one went whole to a commune, one to two, of which the
    first has gone on into a third by now.
    """

    def __init__(self):
        self.province = make_province()
        self.whole = make_district(self.province, "061", name="Huyện Ba Bể", valid_to=REFORM)
        self.split = make_district(self.province, "062", name="Huyện Ngân Sơn", valid_to=REFORM)
        since = {"valid_from": REFORM}
        self.one = make_commune(self.province, "01900", name="Xã Ba Bể", **since)
        self.gone = make_commune(
            self.province, "01903", name="Xã Vân Tùng", valid_to=LATER, **since
        )
        self.two = make_commune(self.province, "01906", name="Xã Bằng Vân", **since)
        self.third = make_commune(self.province, "01909", name="Xã Nà Phặc", valid_from=LATER)
        for ended, successor, on in (
            (self.whole, self.one, REFORM),
            (self.split, self.gone, REFORM),
            (self.split, self.two, REFORM),
            (self.gone, self.third, LATER),
        ):
            UnitSuccession.objects.create(predecessor=ended, successor=successor, on=on)
        self.clerk = make_district_staff(self.whole, full_name="Bàn Văn Bể")
        self.other = make_district_staff(self.split, full_name="Lý Thị Sơn")
        self.admin = make_admin(self.province)


@pytest.fixture
def reform(db, settings):
    settings.DEBUG, settings.TODAY = True, "2026-02-01"
    return Reform()


@pytest.fixture
def page(client, reform):
    client.force_login(reform.admin)
    return reverse("account-handover")


def confirmed(*pairs):
    """What the page sends: pairs of an account and the unit chosen for it."""
    units = {f"{user.pk}/{user.unit_id}": unit for user, unit in pairs}
    chosen = {f"unit {mark}": str(unit.pk) if unit else "" for mark, unit in units.items()}
    return {"confirmed": "1", "handover": list(units), **chosen}


def unit_of(user):
    user.refresh_from_db()
    return user.unit


def test_the_page_offers_who_stands_today_and_stores_nothing(client, page, reform):
    found = {one.user: one for one in client.get(page).context["handovers"]}
    assert found[reform.clerk].choices == (reform.one,)
    assert found[reform.other].choices == (reform.two, reform.third)
    assert unit_of(reform.clerk) == reform.whole


def test_of_those_chosen_in_the_list_only_accounts_of_ended_units_are_offered(client, page, reform):
    stands = make_district_staff(reform.one)
    answer = client.post(page, {"account": [reform.clerk.pk, stands.pk]})
    assert [one.user for one in answer.context["handovers"]] == [reform.clerk]


def test_on_the_day_of_the_end_it_is_offered_and_of_inactive_accounts_never(
    client, page, reform, settings
):
    left = make_district_staff(reform.whole, is_active=False)
    for day, offered in (("2025-06-30", []), ("2025-07-01", [reform.clerk, reform.other])):
        settings.TODAY = day
        assert [one.user for one in client.get(page).context["handovers"]] == offered
        ended = in_state(accounts_within(reform.admin), "ended")
        assert list(ended.order_by("pk")) == offered
    assert [one.is_ended for one in listed([reform.clerk, reform.admin])] == [True, False]
    client.post(page, confirmed((left, reform.one)))
    assert unit_of(left) == reform.whole


def test_several_are_handed_over_at_once_with_history(client, page, reform):
    sent = confirmed((reform.clerk, reform.one), (reform.other, reform.third))
    assert client.post(page, sent).status_code == 302
    assert (unit_of(reform.clerk), unit_of(reform.other)) == (reform.one, reform.third)
    version = reform.clerk.history.latest()
    assert (version.unit_id, version.history_user) == (reform.one.pk, reform.admin)


def test_who_has_no_unit_chosen_stays(client, page, reform):
    client.post(page, confirmed((reform.clerk, reform.one), (reform.other, None)))
    assert (unit_of(reform.clerk), unit_of(reform.other)) == (reform.one, reform.split)


@pytest.mark.parametrize("wrong", ["no successor", "moved meanwhile"])
def test_one_that_cannot_be_keeps_all_where_they_are(client, page, reform, wrong):
    unit = reform.one if wrong == "no successor" else reform.two
    sent = confirmed((reform.clerk, reform.one), (reform.other, unit))
    if wrong == "moved meanwhile":
        reform.other.unit = reform.two
        reform.other.save()
    stays = unit_of(reform.other)
    answer = client.post(page, sent, follow=True)
    assert "chưa lưu gì" in text(parsed(answer))
    assert (unit_of(reform.clerk), unit_of(reform.other)) == (reform.whole, stays)


def test_nobody_hands_over_the_own_account_or_beyond_the_own_reach(client, page, reform):
    own = make_admin(reform.whole)
    client.force_login(own)
    found = client.get(page).context["handovers"]
    # The commune that took over lies outside the ended district.
    assert {one.user: one.is_own for one in found} == {own: True, reform.clerk: False}
    assert not any(one.choices or one.is_possible for one in found)
    assert not Handover(own, (reform.one,), is_own=True).is_possible
    for user in (own, reform.clerk, reform.other):
        client.post(page, confirmed((user, reform.one)))
        assert unit_of(user) != reform.one


def test_who_took_over_a_part_takes_nobody_of_the_rest(client, page, reform):
    client.force_login(make_admin(reform.two))
    client.post(page, confirmed((reform.other, reform.two)))
    assert unit_of(reform.other) == reform.split


def test_only_admins_may(client, page, reform):
    client.force_login(make_officer(reform.province))
    assert client.post(page, confirmed((reform.clerk, reform.one))).status_code == 403


@pytest.mark.parametrize("of", ["list", "own", "admin"])
def test_an_account_of_an_ended_unit_says_so(client, page, reform, of):
    address = {
        "list": reverse("accounts") + "?state=ended",
        "own": reverse("account"),
        "admin": reverse("admin:cooperatives_user_change", args=[reform.clerk.pk]),
    }[of]
    client.force_login(reform.clerk if of == "own" else reform.admin)
    shown = " ".join(text(parsed(client.get(address))).split())
    assert "đơn vị đã kết thúc 30/6/2025, nay thuộc xã Ba Bể" in shown
