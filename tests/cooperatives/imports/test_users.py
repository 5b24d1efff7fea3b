"""Accounts by file: nobody hands out more reach than the own, and no file holds a password."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cooperatives.accounts.listing import accounts_within
from cooperatives.files.writing import as_csv
from cooperatives.imports import Options, import_file
from cooperatives.imports.users import UsersKind, users_table
from cooperatives.models import User
from tests.factories import make_admin, make_district, make_officer, make_province

HEADER = "username,full_name,email,telephone,role,unit_code"


@pytest.fixture
def province(db, demo_day):
    return make_province()


@pytest.fixture
def admin(province):
    return make_admin(province, username="own", full_name="Quản Trị")


def run(*rows, by=None, store=True, header=HEADER):
    content = "\n".join([header, *rows]).encode()
    options = Options(user=by, scope=by)
    return import_file(UsersKind, "users.csv", content, options, store=store)


def errors(outcome):
    return [(error.column, error.message) for error in outcome.errors]


def test_a_new_account_cannot_sign_in_before_its_person_has_set_a_password(admin):
    outcome = run("moi,Người Mới,,,officer,06", by=admin)
    assert (outcome.created, outcome.new_accounts) == (1, ["moi"])
    assert not User.objects.get(username="moi").has_usable_password()
    assert "chưa có thư điện tử" in outcome.consequences[0].sentence


def test_what_lies_beyond_the_own_unit_is_not_touched(admin, province):
    other = make_province("19")
    make_district(province, "061")
    make_officer(other, username="xa", full_name="Người Xa")
    make_admin(username="moi-noi", full_name="Khắp Nơi")
    for row, column in (
        ("xa,Tên Khác,,,officer,19", "username"),
        ("moi-noi,Tên Khác,,,admin,06", "username"),
        ("la,Người Lạ,,,officer,19", "unit_code"),
        ("la,Người Lạ,,,admin,", "unit_code"),
        ("own,Quản Trị,,,officer,06", "role"),
        ("own,Quản Trị,,,admin,061", "role"),
    ):
        outcome = run(row, by=admin)
        assert [at for at, _message in errors(outcome)] == [column], row
    assert run("la,Người Lạ,,,admin,", by=make_admin()).created == 1


def test_an_ended_unit_takes_no_new_account_and_its_code_leaves_the_old_where_it_is(province):
    ended = make_district(province, "061", name="Huyện Cũ", valid_to=date(2024, 7, 1))
    make_officer(ended, username="cu", full_name="Người Cũ")
    ((column, message),) = errors(run("moi,Người Mới,,,officer,061"))
    assert column == "unit_code"
    assert "Huyện Cũ đã kết thúc 30/6/2024" in message
    # Another unit bears the code by now.
    make_district(province, "061", name="Huyện Mới", valid_from=date(2024, 7, 1))
    assert run("cu,Người Cũ,,,officer,061").unchanged == 1
    assert User.objects.get(username="cu").unit == ended


@pytest.mark.parametrize("row", ["moi,Người Mới,,,officer,", "cu,Người Cũ,,,officer,"])
def test_nobody_but_an_admin_works_for_no_unit(province, row):
    make_officer(province, username="cu", full_name="Người Cũ")
    assert [column for column, _message in errors(run(row))] == ["unit_code"]
    assert User.objects.get().unit == province


def test_a_new_account_needs_a_name_and_a_role(province):
    outcome = run("moi,06", header="username,unit_code")
    assert [column for column, _message in errors(outcome)] == ["full_name", "role"]


def test_a_column_that_is_not_there_leaves_what_it_holds(province):
    make_officer(province, username="cu", full_name="Người Cũ", email="a@bk.example")
    assert run("cu,Tên Mới", header="username,full_name").updated == 1
    user = User.objects.get()
    assert (user.full_name, user.unit, user.email) == ("Tên Mới", province, "a@bk.example")


def test_an_account_stands_once_in_a_file_however_its_name_is_typed(province):
    outcome = run("moi,Người Mới,,,officer,06", "ｍｏｉ,Người Khác,,,officer,06")
    assert [(error.row, error.column) for error in outcome.errors] == [(3, "username")]
    run("ｍｏｉ,Người Mới,,,officer,06")
    assert User.objects.get().username == "moi"


@pytest.mark.parametrize(
    ("row", "column"),
    [("moi,Người Mới,a@,,officer,06", "email"), ("moi,Người Mới,,gọi,officer,06", "telephone")],
)
def test_what_is_no_address_and_no_telephone_is_an_error_at_its_column(province, row, column):
    assert [at for at, _message in errors(run(row))] == [column]
    assert not User.objects.exists()


def test_the_file_of_the_accounts_changes_nothing(admin, province):
    make_officer(province, telephone="0209 387 1234", email="a@bk.example")
    header, rows = users_table(accounts_within(admin))
    outcome = import_file(
        UsersKind, "users.csv", as_csv(header, rows), Options(user=admin, scope=admin), store=True
    )
    assert not outcome.errors
    assert (outcome.created, outcome.updated, outcome.unchanged) == (0, 0, 2)


def test_the_page_shows_the_links_of_who_gets_no_letter(client, admin, mailoutbox):
    client.force_login(admin)
    text = f"{HEADER}\nmoi,Người Mới,,,officer,06\nthu,Có Thư,a@bk.example,,officer,06\n"
    file = SimpleUploadedFile("tk.csv", text.encode())
    page = client.post(reverse("import"), {"kind": "users", "file": file})
    assert not User.objects.filter(username="moi").exists()
    seen = {"seen": page.context["seen"]}
    stored = client.post(reverse("import-confirmation"), seen)
    assert [one.user.username for one in stored.context["printed"]] == ["moi"]
    assert [mail.to for mail in mailoutbox] == [["a@bk.example"]]
