"""Files wait for their confirmation in a place that empties itself."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cooperatives.models import Organisation, WaitingFile, WaitingPiece
from tests.factories import make_admin, make_district, make_province

CSV = b"registration_number,name,unit_code,sector,founded_on\n061001,HTX,061,trade,2020-01-02\n"


@pytest.fixture
def person(db):
    make_district(make_province())
    return make_admin()


@pytest.fixture
def admin(client, person):
    client.force_login(person)
    return client


def upload(client, content=CSV, name="htx.csv"):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("import"), {"kind": "cooperatives", "file": file})


def confirm(client, page):
    sent = {"seen": page.context["seen"]}
    return client.post(reverse("import-confirmation"), sent, follow=True)


def age(hours):
    WaitingFile.objects.update(since=timezone.now() - timedelta(hours=hours))


def test_one_file_of_a_person_waits_for_a_purpose(admin, person):
    upload(admin)
    upload(admin, CSV.replace(b"061001", b"061002"))
    waiting = WaitingFile.objects.get()
    assert (waiting.person, waiting.purpose, waiting.name) == (person, "import", "htx.csv")
    assert b"061002" in waiting.content


def test_the_oldest_of_many_makes_room(person):
    for n in range(10):
        WaitingFile.objects.put(person, f"return {n}", "a.csv", b"x", {})
    waiting = set(WaitingFile.objects.values_list("purpose", flat=True))
    assert waiting == {f"return {n}" for n in range(2, 10)}


def test_a_large_one_is_whole(person):
    content = CSV + b"\n" * 40_000 + b"x" * (5 << 19)
    WaitingFile.objects.put(person, "test", "a.csv", content, {})
    assert WaitingFile.objects.get().content == content
    assert WaitingFile.objects.get().pieces.count() == 3
    WaitingFile.objects.put(person, "test", "b.csv", b"short", {})
    assert WaitingFile.objects.get().content == b"short"


def test_a_session_holds_nothing_of_it(admin):
    before = len(Session.objects.get().session_data)
    upload(admin, CSV + b"\n" * 100_000)
    assert len(Session.objects.get().session_data) == before


def test_others_have_files_of_their_own(admin):
    page = upload(admin)
    other = Client()
    other.force_login(make_admin())
    assert "nạp lại tệp" in confirm(other, page).text
    upload(other, CSV.replace(b"061001", b"061002"))
    confirm(admin, page)
    assert Organisation.objects.get().registration_number == "061001"
    assert WaitingFile.objects.count() == 1


def test_it_may_be_confirmed_from_another_browser_of_the_same_person(admin, person):
    """A session ended, or another web process answers: the file is where all of them look."""
    page = upload(admin)
    again = Client()
    again.force_login(person)
    confirm(again, page)
    assert Organisation.objects.count() == 1


def test_after_the_confirmation_it_is_gone(admin):
    confirm(admin, upload(admin))
    assert not WaitingFile.objects.exists()


def test_what_cannot_be_stored_does_not_wait(admin):
    upload(admin)
    upload(admin, CSV.replace(b"2020-01-02", b"mai"))
    upload(admin, b"\x00" * 100, "htx.xlsx")
    assert not WaitingFile.objects.exists()


def test_an_old_one_is_confirmed_no_more(admin):
    page = upload(admin)
    age(hours=1.1)
    assert "nạp lại tệp" in confirm(admin, page).text
    assert Organisation.objects.count() == 0


def test_old_ones_of_all_people_go_with_each_new_one(admin):
    upload(admin)
    age(hours=1.1)
    other = Client()
    other.force_login(make_admin())
    upload(other)
    assert WaitingFile.objects.count() == 1


def test_a_command_forgets_old_ones(admin, capsys):
    upload(admin)
    call_command("clear_waiting_files")
    assert WaitingFile.objects.count() == 1
    age(hours=1.1)
    call_command("clear_waiting_files")
    assert not WaitingFile.objects.exists()
    assert not WaitingPiece.objects.exists()
    assert "1 tệp" in capsys.readouterr().out
