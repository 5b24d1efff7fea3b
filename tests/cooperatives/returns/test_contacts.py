"""How people are reached: who may know it, what is taken as a telephone number, who keeps it up."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cooperatives.ground.calendar import now
from cooperatives.ground.telephone import dialled, validate_telephone
from cooperatives.models import AdministrativeUnit, User
from cooperatives.returns.contacts import contacts_of
from tests.factories import (
    make_admin,
    make_commune,
    make_country,
    make_district,
    make_district_staff,
    make_officer,
    make_province,
)
from tests.targets.pages import attribute, find, parsed, text


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0209 387 1234", "02093871234"),
        ("(0209) 387-1234", "02093871234"),
        ("0912.345.678", "0912345678"),
        ("+84 912 345 678", "+84912345678"),
    ],
)
def test_a_number_is_taken_as_people_type_it(typed, number):
    validate_telephone(typed)
    assert dialled(typed) == number


@pytest.mark.parametrize(
    "typed", ["387 1234", "84 912 345 678", "0912 345", "0912 345 678 910", "x"]
)
def test_what_is_no_number_of_vietnam_is_refused(typed):
    with pytest.raises(ValidationError):
        validate_telephone(typed)


# --- Who may know it ------------------------------------------------------------------------------


@pytest.fixture
def people(db):
    """A country's two provinces, with somebody in each office."""
    country = make_country()
    province, other = make_province(parent=country), make_province("08", country, name="Tỉnh khác")
    mine, theirs = make_district(province), make_district(province, "062")
    return {
        "ministry": make_officer(country),
        "officer": make_officer(province),
        "officer of another province": make_officer(other),
        "officer of the district": make_officer(mine),
        "officer of another district": make_officer(theirs),
        "staff": make_district_staff(mine),
        "colleague": make_district_staff(mine),
        "staff of a commune": make_district_staff(make_commune(mine)),
        "staff of another district": make_district_staff(theirs),
        "gone": make_district_staff(mine, is_active=False),
        "admin": make_admin(),
        "admin of the district": make_admin(mine),
    }


STAFF = {"staff", "colleague", "staff of a commune"}
KNOWN = {
    "staff": {"officer", "officer of the district"},
    "staff of a commune": {"officer", "officer of the district"},
    "staff of another district": {"officer", "officer of another district"},
    "officer": {*STAFF, "staff of another district"},
    "officer of the district": STAFF,
    "officer of another province": set(),
    "admin of the district": {*STAFF, "officer of the district", "admin of the district"},
    "gone": set(),
}


@pytest.mark.parametrize("who", KNOWN)
def test_who_may_learn_how_somebody_is_reached(people, who):
    found = set(User.objects.contacts_for(people[who]))
    assert {name for name, user in people.items() if user in found} == KNOWN[who]


@pytest.mark.parametrize(
    ("who", "codes"),
    [("officer", {"061", "062"}), ("officer of another province", set()), ("gone", set())],
)
def test_whose_contact_may_be_known(people, who, codes):
    AdministrativeUnit.objects.update(contact_telephone="0209 000 051")
    districts = list(AdministrativeUnit.objects.filter(level="district"))
    found = contacts_of(districts, people[who])
    assert {unit.code for unit in districts if unit.pk in found} == codes


# --- Keeping it up --------------------------------------------------------------------------------


def test_who_never_signed_in_is_asked_last(people):
    AdministrativeUnit.objects.update(contact_name="", contact_telephone="", contact_mail="")
    known = make_district_staff(people["staff"].unit, full_name="Ma Văn Quen", last_login=now())
    assert contacts_of([known.unit], people["officer"])[known.unit_id].name == "Ma Văn Quen"


def test_a_person_changes_the_own_telephone_and_history_says_so(people, client):
    clerk = people["staff"]
    client.force_login(clerk)
    client.post(reverse("account"), {"telephone": "  0209  000 012 ", "role": "admin"})
    clerk.refresh_from_db()
    assert (clerk.telephone, clerk.role) == ("0209 000 012", "district_staff")
    version = clerk.history.first()
    assert (version.telephone, version.way, version.history_user) == ("0209 000 012", "form", clerk)


def test_a_refused_number_is_kept_in_the_form_alone(people, client):
    client.force_login(people["staff"])
    page = parsed(client.post(reverse("account"), {"telephone": "12"}))
    assert attribute(find(page, "input", name="telephone"), "value") == "12"
    assert "ví dụ 0209 387 1234" in text(page)
    people["staff"].refresh_from_db()
    assert people["staff"].telephone == ""
