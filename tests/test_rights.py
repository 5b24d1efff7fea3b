"""Who may do what: every address, by every method, as everybody (design 1.5).

The table below is the design's, one line for each address. An address that it does not know fails.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.core import serializers
from django.urls import URLPattern, get_resolver, reverse

from cooperatives.models import QuarterlyReturn, Remark, User
from tests.factories import (
    make_admin,
    make_cooperative,
    make_district,
    make_district_staff,
    make_figures,
    make_officer,
    make_plan,
    make_province,
    make_target,
    suspend,
)

METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
READS = ("get", "head", "options")
SIGN_IN = "sign in"
"""Led to the page where one signs in."""

ANONYMOUS, OWN, OTHER, OFFICER, ADMIN, ADMIN_OF_UNIT, INACTIVE = EVERYBODY = (
    "anonymous",
    "district staff",
    "staff of another district",
    "officer",
    "admin",
    "admin of the province",
    "inactive",
)
SIGNED_IN = {OWN, OTHER, OFFICER, ADMIN, ADMIN_OF_UNIT}
ADMINS = {ADMIN, ADMIN_OF_UNIT}
KEEPERS = {OWN, *ADMINS}
"""Who keeps the registry of the own district."""
ALL = set(EVERYBODY)
RETURN = (2024, 1, "061")
"""A return of the own district that was sent back: it may be changed, and counts."""


@dataclass(frozen=True)
class Right:
    """Whom an address answers. refusal: what the signed-in others get, but those from whom the
    record is hidden. args: of which record.
    """

    readers: set[str]
    refusal: int = 403
    args: tuple = ()
    query: str = ""
    hidden_from: frozenset[str] | set[str] = frozenset()

    def refusal_of(self, who: str) -> int:
        return 404 if who in self.hidden_from else self.refusal


YEARLY = (2023, "061")

# What lies outside the scope is not found; what a role may not use at all is forbidden.
RIGHTS = {
    "dashboard": Right(SIGNED_IN),
    "target": Right(SIGNED_IN, args=("plan", "average_profit")),
    "target-records": Right(SIGNED_IN, args=("plan", "average_profit")),
    "plans": Right(SIGNED_IN),
    "plan": Right(SIGNED_IN, args=("plan",)),
    "api-progress": Right(SIGNED_IN),
    "returns": Right(SIGNED_IN),
    "return-approvals": Right({OFFICER, *ADMINS}),
    "organisations": Right(SIGNED_IN),
    "organisation": Right(SIGNED_IN - {OTHER}, refusal=404, args=("secret",)),
    "yearly-reports": Right(SIGNED_IN),
    "yearly-report": Right(SIGNED_IN - {OTHER}, refusal=404, args=YEARLY),
    "yearly-report-cells": Right(KEEPERS, args=YEARLY, hidden_from={OTHER}),
    "yearly-report-start": Right(KEEPERS, args=YEARLY, hidden_from={OTHER}),
    "yearly-report-finalisation": Right({OFFICER, *ADMINS}, args=YEARLY),
    "yearly-report-reopening": Right({OFFICER, *ADMINS}, args=YEARLY),
    "yearly-report-row-history": Right(
        SIGNED_IN - {OTHER}, refusal=404, args=YEARLY, query="?number=ROW-1"
    ),
    "founding": Right(KEEPERS | {OTHER}),
    "organisation-founding": Right(KEEPERS, args=("secret",), hidden_from={OTHER}),
    "correction": Right(KEEPERS, args=("secret",), hidden_from={OTHER}),
    "suspension": Right(KEEPERS, args=("secret",), hidden_from={OTHER}),
    "resumption": Right(KEEPERS, args=("secret",), hidden_from={OTHER}),
    "dissolution": Right(KEEPERS, args=("secret",), hidden_from={OTHER}),
    "import": Right(ADMINS),
    "import-confirmation": Right(ADMINS),
    "import-template": Right(ADMINS, args=("units",)),
    "return": Right(SIGNED_IN - {OTHER}, refusal=404, args=RETURN),
    "return-cells": Right(KEEPERS, args=RETURN, hidden_from={OTHER}),
    "return-answers": Right(KEEPERS, args=RETURN, hidden_from={OTHER}),
    "return-submission": Right(KEEPERS, args=RETURN, hidden_from={OTHER}),
    "return-approval": Right({OFFICER, *ADMINS}, args=RETURN),
    "return-sending-back": Right({OFFICER, *ADMINS}, args=RETURN),
    "return-reopening": Right({OFFICER, *ADMINS}, args=RETURN),
    "return-remarks": Right(SIGNED_IN - {OTHER}, refusal=404, args=RETURN),
    "return-remark-settlement": Right(SIGNED_IN - {OTHER}, refusal=404, args=(*RETURN, "remark")),
    "return-row-history": Right(
        SIGNED_IN - {OTHER}, refusal=404, args=RETURN, query="?number=SECRET-061"
    ),
    "return-workbook": Right(SIGNED_IN - {OTHER}, refusal=404, args=RETURN),
    "return-upload": Right({OWN, *ADMINS}, args=RETURN, hidden_from={OTHER}),
    "return-upload-confirmation": Right({OWN, *ADMINS}, args=RETURN, hidden_from={OTHER}),
    "login": Right(ALL),
    "logout": Right(SIGNED_IN),
    "password_change": Right(SIGNED_IN),
    "password_change_done": Right(SIGNED_IN),
    "set_language": Right(ALL),
}
ONLY_TAKES = {
    "import-confirmation",
    "return-answers",
    "return-approval",
    "return-cells",
    "return-remark-settlement",
    "return-remarks",
    "return-reopening",
    "return-sending-back",
    "return-upload-confirmation",
    "yearly-report-cells",
    "yearly-report-reopening",
    "yearly-report-start",
}
"""Addresses that are sent something and show nothing: to read them is 405, whoever asks."""
FOR_SCRIPTS = {"return-answers", "return-cells", "yearly-report-cells"}
"""Addresses that answer the grid's script: in JSON, with 401 instead of a way to the sign-in."""
NEVER_WRITES = set(RIGHTS) - {"login", "logout", "password_change", "set_language"}

SECRETS = ("HTX Bí mật", "SECRET-061", "987.65", "987,65", "987654321")
"""The name, number and profit of the cooperative of the own district."""


@pytest.fixture
def world(db, demo_day):
    """Two districts, a plan, and one cooperative with a figure that others must not read."""
    province = make_province()
    own, other = make_district(province), make_district(province, "062")
    secret = make_cooperative(own, name="HTX Bí mật", registration_number="SECRET-061")
    make_figures(secret, profit=987_654_321)
    suspend(secret, date(2022, 1, 1), date(2022, 4, 1))
    for n in range(8):  # so that the province's mean does not give the single figure away
        make_figures(
            make_cooperative(own, name=f"HTX {n}", registration_number=f"ROW-{n}"),
            profit=1_000_000 * n,
        )
    make_cooperative(other, name="HTX Công khai")
    QuarterlyReturn.objects.update(state="returned")
    remark = Remark.objects.create(
        quarterly_return=QuarterlyReturn.objects.get(),
        cooperative=secret,
        text="Xem lại HTX Bí mật",
        by=make_officer(province),
        at=datetime(2024, 4, 10, tzinfo=UTC),
    )
    plan = make_plan(province)
    make_target(plan, "average_profit", value=85_000_000)
    inactive = make_officer(province)
    people = {
        OWN: make_district_staff(own),
        OTHER: make_district_staff(other),
        OFFICER: make_officer(province),
        ADMIN: make_admin(),
        ADMIN_OF_UNIT: make_admin(province),
        INACTIVE: inactive,
    }
    return {"plan": plan.pk, "secret": secret.pk, "remark": remark.pk, "people": people}


def as_somebody(client, world, who):
    if who != ANONYMOUS:
        client.force_login(world["people"][who])
    if who == INACTIVE:
        User.objects.filter(pk=world["people"][who].pk).update(is_active=False)
    return client


def addresses():
    """Names of all addresses, and those of the admin site."""
    own, admin = {}, {}

    def walk(patterns, namespace):
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                (admin if namespace else own)[pattern.name] = pattern
            else:
                walk(pattern.url_patterns, namespace or pattern.namespace)

    walk(get_resolver().url_patterns, "")
    return own, admin


def address_of(name, world):
    right = RIGHTS[name]
    return reverse(name, args=[world.get(arg, arg) for arg in right.args]) + right.query


def dump():
    """All rows of all tables but sessions; who was in last does not count."""
    rows = []
    for model in apps.get_models():
        if model._meta.label != "sessions.Session":
            rows += model._base_manager.order_by("pk")
    return serializers.serialize("json", rows)


def outcome(response):
    """What somebody got: a status, or `SIGN_IN`."""
    if response.status_code == 302 and response.url.startswith("/sign-in/"):
        return SIGN_IN
    return response.status_code


def test_every_address_is_in_the_table():
    own, admin = addresses()
    assert set(own) == set(RIGHTS)
    assert len(admin) > 50


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("name", RIGHTS)
def test_who_reads_it(client, world, name, who):
    address, right = address_of(name, world), RIGHTS[name]
    as_somebody(client, world, who)
    for method in ("get", "head"):
        got = outcome(getattr(client, method)(address))
        if who in right.readers:
            # Addresses that only take what is sent say so to those who may send it.
            assert got in (200, 302, 405), (method, got)
        elif who in (ANONYMOUS, INACTIVE):
            unknown = 401 if address.startswith("/api/") else SIGN_IN
            assert got == (405 if name in FOR_SCRIPTS else unknown), method
        else:
            assert got == right.refusal_of(who) or (got == 405 and name in ONLY_TAKES), method


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("name", sorted(NEVER_WRITES))
def test_what_is_not_to_be_written_stays_as_it_is(client, world, name, who):
    address = address_of(name, world)
    as_somebody(client, world, who)
    before = dump()
    for method in METHODS:
        response = getattr(client, method)(address, {"name": "x", "kind": "units"})
        assert response.status_code < 500
        if method not in READS and who not in RIGHTS[name].readers:
            assert outcome(response) in (SIGN_IN, 401, 403, 404, 405)
    assert dump() == before


CELL = {"number": "SECRET-061", "field": "profit", "text": "1", "base": "987,654321"}
REFUSED_BY_SCRIPT = {ANONYMOUS: 401, INACTIVE: 401, OTHER: 404, OFFICER: 403}


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("name", sorted(FOR_SCRIPTS))
def test_who_may_send_cells(client, world, name, who):
    as_somebody(client, world, who)
    before = dump()
    response = client.post(
        address_of(name, world),
        {"cells": [CELL], "number": "SECRET-061", "rule": "none", "text": "x"},
        content_type="application/json",
        headers={"X-Typed-By": str(world["people"][who].pk) if who != ANONYMOUS else ""},
    )
    assert response.headers["Content-Type"] == "application/json"
    if who in REFUSED_BY_SCRIPT:
        assert response.status_code == REFUSED_BY_SCRIPT[who]
        assert [secret for secret in SECRETS if secret in response.text] == []
        assert dump() == before
    else:
        assert response.status_code in (200, 400)
        assert (dump() != before) is (name == "return-cells")


@pytest.mark.parametrize("name", sorted(set(RIGHTS) - {"logout", "set_language"}))
def test_staff_of_another_district_read_no_name_number_or_figure(client, world, name):
    as_somebody(client, world, OTHER)
    for query in ("", "?unit=061&quarter=1", "?unit=06&quarter=1&q=mat", "?quarter=1&sort=-value"):
        address = address_of(name, world)
        text = client.get(address + query.replace("?", "&" if "?" in address else "?")).text
        assert [secret for secret in SECRETS if secret in text] == []


def test_the_own_district_does_read_them(client, world):
    as_somebody(client, world, OWN)
    text = client.get(address_of("target", world) + "?unit=061&quarter=1").content.decode()
    assert "HTX Bí mật" in text
    assert "987,65" in text


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_admin_site_is_the_admins(client, world, who):
    as_somebody(client, world, who)
    before = dump()
    _own, admin = addresses()
    asked = 0
    for name, pattern in admin.items():
        if name is None or name in ("login", "logout", "jsi18n"):
            continue
        arguments = dict.fromkeys(pattern.pattern.regex.groupindex, world["secret"])
        if "app_label" in arguments:
            arguments["app_label"] = "cooperatives"
        if "url" in arguments:
            arguments["url"] = "nothing/"
        if name == "view_on_site":
            arguments = {"content_type_id": 1, "object_id": world["secret"]}
        address = reverse(f"admin:{name}", kwargs=arguments)
        for method in METHODS if who not in ADMINS else READS:
            got = outcome(getattr(client, method)(address))
            asked += 1
            if who in (ANONYMOUS, INACTIVE):
                assert got in (SIGN_IN, 302), (name, method, got)
            elif who not in ADMINS:
                assert got in (302, 403), (name, method, got)
            else:
                assert got in (200, 301, 302, 403, 404, 405), (name, method, got)
    assert asked > 100
    assert dump() == before
