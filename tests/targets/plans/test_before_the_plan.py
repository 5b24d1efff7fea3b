"""What people and programs are told before there is a plan, or anything at all."""

import pytest

from targets.comparison.selection import NothingThereError, select
from tests.factories import make_admin, make_officer, make_province, make_user
from tests.targets.pages import find, parsed, text


def test_with_nothing_at_all_the_admin_is_told_what_to_load(db, demo_day, client):
    client.force_login(make_admin())
    page = parsed(client.get("/"))
    assert text(find(page, "h1")) == "Chưa có gì được thiết lập"
    assert "loaddata units_bac_kan baseline_2023_06_30 plan_532_2024" in text(page)


@pytest.mark.parametrize("role", ["officer", "district_staff"])
def test_without_a_plan_others_are_told_whom_to_ask(db, demo_day, client, role):
    client.force_login(make_user(role, make_province()))
    page = parsed(client.get("/"))
    assert text(find(page, "h1")) == "Chưa có kế hoạch để theo dõi"
    assert "đề nghị quản trị viên" in text(page)
    assert "loaddata" not in text(page)


def test_the_api_answers_404(client, db, demo_day):
    client.force_login(make_officer(make_province()))
    response = client.get("/api/v1/progress")
    assert response.status_code == 404
    assert response.json()["error"]


def test_nothing_can_be_selected(db):
    with pytest.raises(NothingThereError):
        select()
