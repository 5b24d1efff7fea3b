"""Every permission guards something: one that no code asks for promises what nobody keeps."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest
from django.urls import reverse

from cooperatives.rights import permissions
from cooperatives.rights.permissions import ROLES, Permission
from tests.factories import make_officer, make_plan, make_province, make_target

ROOT = Path(__file__).resolve().parent.parent
CODE = [
    file
    for app in ("cooperatives", "targets", "plan_tracker")
    for file in (ROOT / app).rglob("*.py")
    if file != Path(permissions.__file__).resolve()
]
GUARDS = {"needs", "may", "_for_script"}
"""What asks for a permission; an entry of the navigation is no guard."""


def asked_for(file: Path) -> set[str]:
    """The names of the permissions that the guards in a file ask for."""
    return {
        given.attr
        for call in ast.walk(ast.parse(file.read_text()))
        if isinstance(call, ast.Call)
        and getattr(call.func, "attr", getattr(call.func, "id", "")) in GUARDS
        for given in call.args
        if isinstance(given, ast.Attribute) and ast.unparse(given.value) == "Permission"
    }


def test_every_permission_is_asked_for():
    assert set().union(*map(asked_for, CODE)) == set(Permission.__members__)


@pytest.fixture
def target(db, demo_day):
    return make_target(make_plan(make_province()))


PAGES = [
    (Permission.AGGREGATE_READ, "dashboard"),
    (Permission.AGGREGATE_READ, "target"),
    (Permission.AGGREGATE_READ, "api-progress"),
    (Permission.AGGREGATE_READ, "indicator"),
    (Permission.RECORD_READ, "indicator-records"),
    (Permission.AGGREGATE_READ, "api-editions"),
    (Permission.AGGREGATE_READ, "api-units"),
    (Permission.AGGREGATE_READ, "api-figures-catalogue"),
    (Permission.PLAN_READ, "api-plans"),
    (Permission.PLAN_READ, "api-targets"),
    (Permission.PLAN_READ, "api-indicators"),
    (Permission.RECORD_READ, "api-organisations"),
    (Permission.RECORD_READ, "api-figures"),
    (Permission.RECORD_READ, "api-figures-units"),
    (Permission.RECORD_READ, "api-yearly-reports"),
]


@pytest.mark.parametrize(("permission", "page"), PAGES)
def test_who_may_not_read_is_refused(client, monkeypatch, target, permission, page):
    """No role of today lacks these; one of tomorrow may."""
    officer = make_officer(target.unit)
    args = {
        "target": [target.plan_id, target.indicator],
        "indicator": [target.indicator],
        "indicator-records": [target.indicator, "csv"],
    }
    address = reverse(page, args=args.get(page, []))
    client.force_login(officer)
    assert client.get(address).status_code == 200
    rest = ROLES["officer"].permissions - {permission}
    monkeypatch.setitem(ROLES, "officer", replace(ROLES["officer"], permissions=rest))
    assert client.get(address).status_code == 403
