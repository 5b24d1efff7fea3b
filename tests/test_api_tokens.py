"""Tokens: what a program shows to read what its account may read, and nothing more."""

import re
from datetime import date, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core import serializers
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cooperatives.models import ApiToken
from tests.factories import (
    make_admin,
    make_api_token,
    make_district,
    make_district_staff,
    make_officer,
    make_plan,
    make_province,
    make_target,
)
from tests.tables import all_rows

PROGRESS = "/api/v1/progress"
NEW_TOKEN = reverse("admin:cooperatives_apitoken_add")


@pytest.fixture
def province(db, demo_day):
    province = make_province()
    make_target(make_plan(province))
    return province


@pytest.fixture
def district(province):
    return make_district(province)


def ask(client, secret, address=PROGRESS, scheme="Bearer"):
    return client.get(address, headers={"authorization": f"{scheme} {secret}"})


# --- What it opens --------------------------------------------------------------------------------


def test_a_token_answers_as_its_account(client, district):
    _token, secret = make_api_token(make_district_staff(district))
    assert ask(client, secret).json()["unit"] == district.code
    _token, secret = make_api_token(make_officer(district.parent))
    assert ask(client, secret, scheme="bearer").json()["unit"] == district.parent.code


def test_its_reach_is_that_of_its_account(client, district):
    other = make_province("19", name="Tỉnh Thái Nguyên")
    _token, secret = make_api_token(make_officer(district.parent))
    response = ask(client, secret, f"{PROGRESS}?unit={other.code}")
    assert response.status_code == 404
    assert other.name not in response.text


@pytest.mark.parametrize(
    "spoil",
    [
        {"is_revoked": True},
        {"expires_on": date(2024, 10, 20)},
        {"expires_on": date(2020, 1, 1)},
    ],
)
def test_a_token_that_is_revoked_or_expired_opens_nothing(client, province, spoil):
    _token, secret = make_api_token(make_officer(province), **spoil)
    response = ask(client, secret)
    assert response.status_code == 401
    assert "mã truy cập" in response.json()["error"]
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_it_opens_until_the_day_before_it_expires(client, province, demo_day):
    _token, secret = make_api_token(make_officer(province), expires_on=demo_day + timedelta(days=1))
    assert ask(client, secret).status_code == 200


def test_closing_the_account_closes_its_tokens(client, province):
    token, secret = make_api_token(make_officer(province))
    token.user.is_active = False
    token.user.save()
    assert ask(client, secret).status_code == 401


@pytest.mark.parametrize("secret", ["", "x", "Bearer", "\u00e9", "a b", "' OR 1=1 --"])
def test_no_other_secret_opens_anything(client, province, secret):
    make_api_token(make_officer(province))
    assert ask(client, secret.encode().decode("latin-1")).status_code == 401


def test_the_stored_digest_is_no_secret(client, province):
    token, secret = make_api_token(make_officer(province))
    assert ask(client, token.digest).status_code == 401
    assert secret not in serializers.serialize("json", [token, *token.history.all()])


def test_a_bad_token_is_not_made_good_by_a_session(client, province):
    client.force_login(make_officer(province))
    assert ask(client, "x").status_code == 401
    assert client.get(PROGRESS).status_code == 200


def test_another_way_to_name_oneself_is_left_to_what_stands_before_us(client, province):
    """A proxy may ask for a password of its own, which then comes with every request."""
    client.force_login(make_officer(province))
    assert ask(client, "dXNlcjpwYXNz", scheme="Basic").status_code == 200


@pytest.mark.parametrize("page", ["/", "/plans/", "/organisations/", "/import/", "/admin/"])
def test_pages_are_not_opened_by_a_token(client, province, page):
    _token, secret = make_api_token(make_admin())
    headers = {"authorization": f"Bearer {secret}"}
    response = client.get(page, headers=headers, follow=True)
    address, _status = response.redirect_chain[-1]
    assert address.startswith("/sign-in/")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_only_reads(client, province, method):
    _token, secret = make_api_token(make_admin())
    headers = {"authorization": f"Bearer {secret}"}
    assert getattr(client, method)(PROGRESS, headers=headers).status_code == 405


def test_no_session_begins_and_no_cache_mixes_people_up(client, province):
    _token, secret = make_api_token(make_officer(province))
    response = ask(client, secret)
    assert not response.cookies
    assert not Session.objects.exists()
    assert "Authorization" in response.headers["Vary"]


def test_use_is_noted_once_a_day_and_is_no_change(client, province, settings):
    token, secret = make_api_token(make_officer(province))
    for day in ("2024-10-20", "2024-10-20", "2024-10-21"):
        settings.TODAY = day
        ask(client, secret)
        token.refresh_from_db()
        assert token.last_used_on == date.fromisoformat(day)
    assert token.history.count() == 1


def test_a_second_use_on_a_day_only_reads(client, province):
    _token, secret = make_api_token(make_officer(province))
    ask(client, secret)
    with CaptureQueriesContext(connection) as statements:
        ask(client, secret)
    assert statements.captured_queries
    for statement in statements.captured_queries:
        # PostgreSQL puts each part of a union in brackets.
        first_word = statement["sql"].lstrip("(").split()[0]
        assert first_word in ("SELECT", "WITH"), statement["sql"]


# --- The admin site -------------------------------------------------------------------------------


def secret_in(page) -> str:
    (secret,) = re.findall(r"chỉ hiện một lần này: ([\w-]{43})<", page.text)
    return secret


def add(client, user, **fields):
    data = {"user": user.pk, "name": "máy chủ báo cáo", "expires_on": ""} | fields
    return client.post(NEW_TOKEN, data, follow=True)


@pytest.fixture
def boss(client, province):
    client.force_login(boss := make_admin())
    return boss


def test_a_form_without_an_account_is_refused_in_vietnamese(client, boss):
    page = client.post(NEW_TOKEN, {"user": "", "name": "máy chủ báo cáo", "expires_on": ""}).text
    assert "Hãy sửa lỗi bên dưới." in page
    assert "Please" not in page


def test_the_secret_is_shown_once_and_works(client, boss, province):
    officer = make_officer(province)
    secret = secret_in(page := add(client, officer))
    assert '<a href="/api/">' in page.text
    token = ApiToken.objects.get()
    assert token.user == officer
    assert (token.history.get().history_user, token.history.get().way) == (boss, "admin")
    for page in ("changelist", "change", "history"):
        args = [] if page == "changelist" else [token.pk]
        shown = client.get(reverse(f"admin:cooperatives_apitoken_{page}", args=args))
        assert shown.status_code == 200
        assert secret not in shown.text
        assert token.digest not in shown.text
    client.logout()
    assert ask(client, secret).status_code == 200


def test_the_secret_stands_in_no_table(client, boss, province):
    secret = secret_in(add(client, make_officer(province)))
    sessions = [session.get_decoded() for session in Session.objects.all()]
    assert secret not in f"{all_rows()} {sessions}"


def test_changing_a_token_keeps_its_secret_and_shows_none(client, boss, province):
    secret = secret_in(add(client, make_officer(province)))
    token = ApiToken.objects.get()
    page = reverse("admin:cooperatives_apitoken_change", args=[token.pk])
    answer = client.post(page, {"name": "kho dữ liệu", "expires_on": "1/1/2030"}, follow=True)
    assert "chỉ hiện một lần" not in answer.text
    token.refresh_from_db()
    assert (token.name, token.expires_on) == ("kho dữ liệu", date(2030, 1, 1))
    assert ask(client, secret).status_code == 200


def test_revoking_is_for_good(client, boss, province):
    secret = secret_in(add(client, make_officer(province)))
    token = ApiToken.objects.get()
    page = reverse("admin:cooperatives_apitoken_change", args=[token.pk])
    client.post(page, {"name": token.name, "expires_on": "", "is_revoked": "on"})
    assert ask(client, secret).status_code == 401
    client.post(page, {"name": "lại dùng", "expires_on": ""})
    token.refresh_from_db()
    assert (token.is_revoked, token.name) == (True, "máy chủ báo cáo")
    assert add(client, token.user).redirect_chain  # the name is free again


def test_a_name_in_use_by_the_account_is_refused(client, boss, province):
    officer = make_officer(province)
    add(client, officer)
    assert "đã có mã truy cập mang tên này" in add(client, officer).text
    assert ApiToken.objects.count() == 1


def test_tokens_are_never_deleted(client, boss, province):
    token, _secret = make_api_token(make_officer(province))
    page = reverse("admin:cooperatives_apitoken_delete", args=[token.pk])
    assert client.post(page, {"post": "yes"}).status_code == 403


def test_an_account_that_is_closed_gets_none(client, boss, province):
    add(client, make_officer(province, is_active=False))
    assert not ApiToken.objects.exists()


def test_an_admin_of_a_unit_reaches_the_tokens_of_its_accounts_alone(client, district):
    theirs, _secret = make_api_token(make_officer(district.parent), name="của tỉnh")
    mine, _secret = make_api_token(make_district_staff(district), name="của huyện")
    client.force_login(make_admin(district))
    listed = client.get(reverse("admin:cooperatives_apitoken_changelist")).text
    assert mine.name in listed
    assert theirs.name not in listed
    page = reverse("admin:cooperatives_apitoken_change", args=[theirs.pk])
    assert client.get(page).status_code == 404
    for user in (theirs.user, make_admin()):
        add(client, user)
    assert ApiToken.objects.count() == 2
