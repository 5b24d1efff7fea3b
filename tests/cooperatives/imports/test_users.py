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
from tests.factories import make_admin, make_commune, make_district, make_officer, make_province

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
        ("own,Quản Trị,,,admin,061", "unit_code"),
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


def test_all_that_is_wrong_in_a_row_is_said_each_at_its_cell(admin, province):
    make_officer(province, username="cu", full_name="Người Cũ")
    # New, known, and without a name; the last gives no role that could be read.
    bad = "không-thư,12ab"
    outcome = run(
        f"mới!,,{bad},trưởng phòng,0999",
        f"cu,,{bad},trưởng phòng,0999",
        f",Ai Đó,{bad},officer,0999",
        by=admin,
    )
    at = [(error.row, error.column) for error in outcome.errors]
    common = ["email", "telephone", "unit_code"]
    assert sorted(at) == [
        *[(2, one) for one in sorted([*common, "full_name", "role", "username"])],
        *[(3, one) for one in sorted([*common, "full_name", "role"])],
        *[(4, one) for one in sorted([*common, "username"])],
    ]
    # Of a role each label is named once.
    role = next(error.message for error in outcome.errors if error.column == "role")
    assert role.count("district_staff") == 1


def test_what_is_wrong_with_a_row_as_a_whole_is_said_once(admin):
    outcome = run("la,Người Lạ,,,officer,", by=admin)
    assert [at for at, _message in errors(outcome)] == ["unit_code"]
    make_admin(username="moi", full_name="Mới")
    outcome = run("moi,Mới,,,officer,")
    assert [at for at, _message in errors(outcome)] == ["role"]


def test_what_was_there_and_is_left_is_not_asked_again(province):
    known = make_officer(province, username="cu", full_name="Người Cũ")
    User.objects.filter(pk=known.pk).update(email="không-thư")
    assert run("cu,Người Cũ,không-thư,,officer,06").unchanged == 1
    assert [at for at, _m in errors(run("cu,Người Cũ,không-thư,,officer,0999"))] == ["unit_code"]


def test_a_role_is_called_as_the_level_of_its_unit_has_it(client, province, admin):
    commune = make_commune(province, "01900")
    by_words = run("xa,Người Xã,,,cán bộ xã,01900", by=admin, store=False)
    outcome = run("xa,Người Xã,,,district_staff,01900", by=admin)
    for one in (by_words, outcome):
        told = {field.label: field.new for field in one.changes[0].fields}
        assert told["Vai trò"] == "cán bộ xã"
    _header, rows = users_table(accounts_within(admin))
    assert [row[4] for row in rows] == ["quản trị viên", "cán bộ xã"]
    changed = run("xa,Người Xã,,,officer,01900", by=admin, store=False).changes[0].fields
    assert [(one.old, one.new) for one in changed] == [("cán bộ xã", "cán bộ theo dõi của xã")]
    client.force_login(User.objects.get(unit=commune))
    assert "Cán bộ xã" in client.get(reverse("account")).content.decode()
    client.force_login(make_admin())
    listed = client.get(reverse("admin:cooperatives_user_changelist")).content.decode()
    assert '<td class="field-role_named">cán bộ xã</td>' in listed
    form = client.get(reverse("admin:cooperatives_user_add")).content.decode()
    assert '<option value="district_staff">cán bộ huyện, xã</option>' in form
