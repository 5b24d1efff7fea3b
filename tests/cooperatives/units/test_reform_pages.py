"""The page of a small reform, and that on which a divided unit's organisations are placed."""

import html
import re
from datetime import date

import pytest
from django.utils.html import strip_tags

from cooperatives.imports.reform import SmallReform, carry_out_file
from cooperatives.models import AdministrativeUnit, Organisation, UnitSuccession
from cooperatives.registry.reform import placed_meanwhile
from targets.plans.checking import violations
from tests.factories import (
    close_year,
    make_admin,
    make_commune,
    make_cooperative,
    make_district,
    make_district_staff,
    make_group,
    make_plan,
    make_province,
    make_target,
    move,
)

REFORM = date(2024, 7, 1)


@pytest.fixture
def communes(db, demo_day):
    district = make_district(make_province(), "061", name="Huyện Ba Bể")
    codes = ("01900", "01903", "01906")
    return [make_commune(district, code, name=f"Xã {code}") for code in codes]


def sent(communes, new=(), day="1/7/2024", **parts):
    """What the form sends. parts: by a commune's place in the list, as "c0", what happens to it."""
    data = {"day": day, "under": "061", "new-TOTAL_FORMS": "3", "new-INITIAL_FORMS": "0"}
    for name, part in parts.items():
        data[f"unit_{communes[int(name[1:])].pk}"] = part
    for place, (code, name) in enumerate(new):
        data |= {f"new-{place}-code": code, f"new-{place}-name": name}
        data |= {f"new-{place}-level": "commune", f"new-{place}-parent": "061"}
    return data


def text_of(page):
    return re.sub(r"\s+", " ", strip_tags(page.content.decode()))


def confirm(client, page):
    return client.post("/units/reform/confirmation/", {"seen": page.context["seen"]}, follow=True)


def test_units_are_joined_as_shown_before_and_all_goes_along(client, communes):
    """Two communes go into a new one that bears the code of the first."""
    cooperative = make_cooperative(communes[0])
    groups = [make_group(commune, name="Tổ A") for commune in communes[:2]]
    staff = make_district_staff(communes[1])
    district = communes[0].parent
    target = make_target(make_plan(district.parent), unit=communes[0])
    client.force_login(make_admin())
    data = sent(communes, [("01900", "Xã Mới")], c0="ends", c1="ends")
    page = client.post("/units/reform/", data)
    assert not UnitSuccession.objects.exists()
    said = text_of(page)
    assert "Xã 01900 (01900) → Xã Mới (01900): 1 hợp tác xã" in said
    assert "Tổ A → Tổ A (01903)" in said
    assert staff.username in said
    assert f"{target.plan} (2024)" in said
    confirm(client, page)
    new = AdministrativeUnit.objects.get(code="01900", valid_from=REFORM)
    assert cooperative.unit_on(REFORM) == new
    assert cooperative.unit_on(date(2024, 6, 30)) == communes[0]
    names = {Organisation.objects.get(pk=group.pk).name for group in groups}
    assert names == {"Tổ A (01900)", "Tổ A (01903)"}
    staff.refresh_from_db()
    assert staff.unit == new
    assert not list(violations())


def test_nothing_is_stored_where_records_changed_since_it_was_shown(client, communes):
    client.force_login(make_admin())
    page = client.post("/units/reform/", sent(communes, c0="ends", c1="takes_over"))
    make_cooperative(communes[0])
    again = confirm(client, page)
    assert not UnitSuccession.objects.exists()
    assert again.context["seen"]
    confirm(client, again)
    assert UnitSuccession.objects.count() == 1


def test_a_small_reform_stays_within_the_reach_of_who_carries_it_out(communes):
    small = SmallReform(REFORM, communes[:1], communes[1:2])
    assert [small.unit_of_row(row) for row in (1, 2, 3)] == [None, communes[0], None]
    beyond = make_admin(make_province("19"))
    outcome = carry_out_file(small.as_file(), beyond, store=True)
    assert {small.unit_of_row(error.row) for error in outcome.errors} == {communes[0]}
    assert not UnitSuccession.objects.exists()


def test_what_begins_under_a_unit_that_ends_ends_with_it(client, communes):
    district = communes[0].parent
    district.valid_to = date(2025, 7, 1)
    district.save()
    client.force_login(make_admin())
    data = sent(communes, [("01990", "Xã Mới")], c0="ends")
    confirm(client, client.post("/units/reform/", data))
    assert AdministrativeUnit.objects.get(code="01990").valid_to == date(2025, 7, 1)


def test_what_cannot_be_is_said_at_its_unit(client, communes):
    client.force_login(make_admin())
    make_cooperative(communes[0])
    close_year(communes[0].parent.parent, 2024)
    page = client.post("/units/reform/", sent(communes, c0="ends", c1="takes_over"))
    assert "seen" not in page.context
    assert "Xã 01900 (01900): 2024 đã khóa sổ" in text_of(page).replace("Năm ", "")


def test_nobody_is_moved_before_the_day_into_a_unit_that_is_there_already(client, communes):
    client.force_login(make_admin())
    make_cooperative(communes[0])
    data = sent(communes, day="1/1/2025", c0="ends", c1="takes_over")
    assert "seen" not in client.post("/units/reform/", data).context
    data = sent(communes, [("01990", "Xã Mới")], day="1/1/2025", c0="ends")
    assert client.post("/units/reform/", data).context["seen"]


def test_the_end_of_a_unit_that_ended_before_stays_as_it_is(client, communes):
    ended = communes[0]
    ended.valid_to = date(2023, 7, 1)
    ended.save()
    client.force_login(make_admin())
    page = client.post("/units/reform/", sent(communes, c0="ends", c1="takes_over"))
    assert "seen" not in page.context
    [error] = page.context["form"].errors[f"unit_{ended.pk}"]
    assert "1/7/2023" in error
    data = sent(communes, day="1/7/2023", c0="ends", c1="takes_over")
    confirm(client, client.post("/units/reform/", data))
    assert UnitSuccession.objects.get(predecessor=ended).on == date(2023, 7, 1)


@pytest.mark.parametrize("parts", [{}, {"c0": "ends"}, {"c1": "takes_over"}])
def test_it_asks_for_what_ends_and_for_who_takes_over(client, communes, parts):
    client.force_login(make_admin())
    page = client.post("/units/reform/", sent(communes, **parts))
    assert page.context["form"].non_field_errors()
    assert "seen" not in page.context


def test_a_district_that_ends_with_its_communes_is_led_to_the_file(client, communes):
    client.force_login(make_admin())
    page = client.get("/units/reform/")
    assert "các đơn vị cấp dưới" in text_of(page)
    assert page.context["form"].is_bound is False
    header = page.content.decode().partition('<header class="heading">')[2].partition("</header>")
    assert 'href="/import/?kind=units"' in header[0]


def test_a_new_unit_lies_under_the_namesake_that_was_chosen(client, communes):
    """A district ended with nobody taking over, and another bears its code since."""
    district = communes[0].parent
    old = make_district(
        district.parent, "062", name="Huyện Cũ", valid_from=date(2020, 1, 1), valid_to=REFORM
    )
    new = make_district(district.parent, "062", name="Huyện Mới", valid_from=REFORM)
    client.force_login(make_admin())
    choices = client.get("/units/reform/").context["form"].new[0].fields["parent"].choices
    keys = {name: key for key, name in choices}
    assert (keys[f"{old.name} (062)"], keys[f"{new.name} (062)"]) == ("062@2020-01-01", "062")

    def begins(code, day, above):
        data = sent(communes, [(code, "Xã Mới")], day=day, c0="ends") | {"under": ""}
        return client.post("/units/reform/", data | {"new-0-parent": keys[f"{above.name} (062)"]})

    for day, above in (("1/7/2024", old), ("1/1/2024", new)):
        page = begins("01990", day, above)
        assert "seen" not in page.context
        ((_field, [error]),) = page.context["form"].new[0].errors.items()
        assert above.told_apart in error
        assert error in html.unescape(page.text)
    confirm(client, begins("01990", "1/1/2024", old))
    assert AdministrativeUnit.objects.get(code="01990").parent == old
    AdministrativeUnit.objects.filter(pk=communes[0].pk).update(valid_to=None)
    UnitSuccession.objects.all().delete()
    confirm(client, begins("01991", "1/7/2024", new))
    assert AdministrativeUnit.objects.get(code="01991").parent == new


def test_what_lies_in_a_province_that_went_over_whole_is_offered_to_who_took_it_over(
    client, db, demo_day
):
    """A district of it ended before, and nobody said who took over: that is said here."""
    old, new = make_province(), make_province("19")
    district = make_district(old, "061", valid_to=REFORM)
    cooperative = make_cooperative(district)
    successor = make_district(new, "190", valid_from=REFORM)
    old.valid_to = REFORM
    old.save()
    UnitSuccession.objects.create(predecessor=old, successor=new, on=REFORM)
    new.refresh_from_db()
    client.force_login(make_admin(new))
    form = client.get("/units/reform/").context["form"]
    assert form.new[0].fields["parent"].initial == "19"
    assert list(form.units.values()) == [new, successor, district]
    data = {"day": "1/7/2024", "new-TOTAL_FORMS": "3", "new-INITIAL_FORMS": "0"}
    data |= {f"unit_{district.pk}": "ends", f"unit_{successor.pk}": "takes_over"}
    confirm(client, client.post("/units/reform/", data))
    assert cooperative.unit_on(REFORM) == successor


def test_organisations_of_a_divided_unit_are_placed_several_at_once(client, communes):
    group = make_group(communes[0], name="Tổ A")
    cooperative, unknown = make_cooperative(communes[0]), make_cooperative(communes[0])
    make_group(communes[1], name="Tổ A")
    client.force_login(make_admin())
    parts = {"c0": "ends", "c1": "takes_over", "c2": "takes_over"}
    confirm(client, client.post("/units/reform/", sent(communes, **parts)))
    address = f"/units/{communes[0].pk}/organisations/"
    assert address in client.get("/units/").content.decode()
    stays = {stay.organisation_id: name for name, stay in form_of(client, address).stays.items()}
    chosen = {group.pk: communes[1].pk, cooperative.pk: communes[2].pk}
    client.post(address, {stays[key]: unit for key, unit in chosen.items()})
    assert cooperative.unit_on(REFORM) == communes[2]
    assert cooperative.unit_on(date(2024, 6, 30)) == communes[0]
    assert Organisation.objects.get(pk=group.pk).name == "Tổ A (01900)"
    assert unknown.unit_on(REFORM) == communes[0]
    assert [stay.organisation.pk for stay in form_of(client, address).stays.values()] == [
        unknown.pk
    ]
    client.post(address, {stays[unknown.pk]: communes[1].pk})
    assert address not in client.get("/units/").content.decode()
    assert not list(violations())


def test_a_divided_unit_is_offered_from_its_end_on_to_who_reaches_it(client, communes, settings):
    divided, whole, heir = communes
    for unit, heirs in ((divided, [heir, communes[1]]), (whole, [heir])):
        unit.valid_to = REFORM
        unit.save()
        for one in heirs:
            UnitSuccession.objects.create(predecessor=unit, successor=one, on=REFORM)
    make_cooperative(divided)
    make_cooperative(whole)
    gone = make_cooperative(divided)
    move(gone, heir, date(2024, 8, 1))
    here, elsewhere = make_admin(divided.parent.parent), make_admin(make_province("19"))
    for day, reader, offered in (
        ("2024-06-30", here, []),
        ("2024-07-01", here, [divided]),
        ("2024-07-01", elsewhere, []),
    ):
        settings.TODAY = day
        client.force_login(reader)
        assert list(client.get("/units/").context["divided"]) == offered
    client.force_login(here)
    left = form_of(client, f"/units/{divided.pk}/organisations/").stays.values()
    assert gone in {stay.organisation for stay in left}


def test_what_another_page_showed_is_placed_too_and_what_is_gone_is_named(
    client, communes, monkeypatch
):
    """Both pages are open; the first is sent, then the second, then the first again."""
    monkeypatch.setattr("cooperatives.views.reform.RECORDS_PER_PAGE", 2)
    cooperatives = [make_cooperative(communes[0], name=f"HTX {n}") for n in "ABCDE"]
    client.force_login(make_admin())
    parts = {"c0": "ends", "c1": "takes_over", "c2": "takes_over"}
    confirm(client, client.post("/units/reform/", sent(communes, **parts)))
    address = f"/units/{communes[0].pk}/organisations/"
    pages = [list(form_of(client, f"{address}?page={n}").stays) for n in (1, 2)]
    client.post(address, dict.fromkeys(pages[0], communes[1].pk))
    second = dict(zip(pages[1], (communes[1].pk, "none"), strict=True))
    page = client.post(f"{address}?page=2", second)
    assert list(page.context["form"].errors) == pages[1][1:]
    assert [field.value() for _stay, field in page.context["form"].rows] == [
        str(value) for value in second.values()
    ]
    client.post(f"{address}?page=2", dict.fromkeys(pages[1], communes[1].pk))
    assert {one.unit_on(REFORM) for one in cooperatives[:4]} == {communes[1]}
    page = client.post(address, dict.fromkeys(pages[0], communes[2].pk), follow=True)
    assert "HTX A: Xã 01903 (01903); HTX B: Xã 01903 (01903)" in text_of(page)
    assert {one.unit_on(REFORM) for one in cooperatives[:4]} == {communes[1]}


def test_of_keys_that_were_sent_only_this_units_and_what_one_reaches_is_told(communes):
    divided, near, far = communes
    divided.valid_to = REFORM
    divided.save()
    for heir in (near, far):
        UnitSuccession.objects.create(predecessor=divided, successor=heir, on=REFORM)
    to_near, to_far = make_cooperative(divided), make_cooperative(divided)
    late = make_cooperative(near, founded_on=REFORM)  # was recorded in the ended one before
    stranger = make_cooperative(make_district(divided.parent.parent, "062"))
    asked = (to_near, to_far, late, stranger)
    stays = [one.placements.get().pk for one in asked]
    move(to_near, near, REFORM)
    move(to_far, far, REFORM)

    def told(reader):
        return {one.organisation.pk for one in placed_meanwhile(divided, stays, reader)}

    assert told(make_admin()) == {to_near.pk, to_far.pk, late.pk}
    assert told(make_admin(near)) == {to_near.pk, late.pk}


def test_what_went_to_a_unit_that_ended_since_goes_on_with_it(client, communes, settings):
    cooperative = make_cooperative(communes[0])
    settings.TODAY = "2025-01-01"
    client.force_login(make_admin())
    parts = {"c0": "ends", "c1": "takes_over", "c2": "takes_over"}
    confirm(client, client.post("/units/reform/", sent(communes, **parts)))
    data = sent(communes, [("01990", "Xã Mới")], day="1/1/2025", c1="ends")
    confirm(client, client.post("/units/reform/", data))
    address = f"/units/{communes[0].pk}/organisations/"
    [name] = form_of(client, address).stays
    client.post(address, {name: communes[1].pk})
    assert cooperative.unit_on(REFORM) == communes[1]
    assert cooperative.unit_on(date(2025, 1, 1)).code == "01990"
    assert not list(violations())


def form_of(client, address):
    return client.get(address).context["form"]


@pytest.mark.parametrize("closed_for", ["province", "ended", "successor"])
def test_none_is_placed_on_a_day_of_a_closed_year(client, communes, closed_for):
    cooperative = make_cooperative(communes[0])
    client.force_login(make_admin())
    parts = {"c0": "ends", "c1": "takes_over", "c2": "takes_over"}
    confirm(client, client.post("/units/reform/", sent(communes, **parts)))
    units = {"province": communes[0].parent.parent, "ended": communes[0], "successor": communes[1]}
    close_year(units[closed_for], 2024)
    address = f"/units/{communes[0].pk}/organisations/"
    [name] = form_of(client, address).stays
    assert client.post(address, {name: communes[1].pk}).context["form"].non_field_errors()
    assert cooperative.unit_on(REFORM) == communes[0]
