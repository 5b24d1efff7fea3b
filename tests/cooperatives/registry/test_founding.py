"""A founding, recorded by form: what it makes, what it refuses, and what it asks first."""

from datetime import date

import pytest
from django.db.models import UniqueConstraint
from django.urls import reverse

from cooperatives.history import Way
from cooperatives.models import Kind, Organisation, Placement
from tests.cooperatives.browsing import sent_by
from tests.factories import (
    make_admin,
    make_commune,
    make_cooperative,
    make_country,
    make_district,
    make_district_staff,
    make_figures,
    make_group,
    make_officer,
    make_plan,
    make_province,
    make_target,
    make_union,
)
from tests.targets.pages import attribute, find, parsed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]

FOUNDING = "/organisations/founding/"


@pytest.fixture
def province():
    return make_province()


@pytest.fixture
def ba_be(province):
    return make_district(province, "061", name="Huyện Ba Bể")


@pytest.fixture
def commune(ba_be):
    return make_commune(ba_be, "01900", name="Xã Khang Ninh")


@pytest.fixture
def staff(ba_be, client):
    user = make_district_staff(ba_be)
    client.force_login(user)
    return user


@pytest.fixture
def typed(staff, commune):
    """What the clerk of Ba Bể types for a cooperative of today."""
    return {
        "kind": "cooperative",
        "name": "HTX Nông nghiệp Bản Váng",
        "registration_number": "0612024",
        "sector": "agriculture",
        "founded_on": "5/10/2024",
        "unit": commune.pk,
    }


def record(client, typed, path=FOUNDING, **changes):
    """Send the form as somebody fills it in."""
    return client.post(path, {**sent_by(client.get(path)), **typed, **changes})


def errors(response) -> dict[str, list[str]]:
    assert response.status_code == 200
    return response.context["form"].errors


# --- What it makes --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", Kind.values)
def test_it_makes_an_organisation_placed_from_its_founding_on(client, typed, commune, staff, kind):
    number = "" if kind == Kind.GROUP else "0612024"
    response = record(client, typed, kind=kind, registration_number=number)
    made = Organisation.objects.get()
    assert response.url == reverse("organisation", args=[made.pk])
    assert (made.kind, made.name, made.registration_number, made.sector, made.founded_on) == (
        kind,
        "HTX Nông nghiệp Bản Váng",
        number,
        "agriculture",
        date(2024, 10, 5),
    )
    placement = Placement.objects.get()
    assert (placement.organisation, placement.unit) == (made, commune)
    assert (placement.valid_from, placement.valid_to) == (date(2024, 10, 5), None)
    for version in (made.history.get(), placement.history.get()):
        assert (version.history_user, version.way) == (staff, Way.FORM)


def test_the_next_page_says_what_was_recorded_and_what_follows(client, typed):
    page = client.get(record(client, typed).url).content.decode()
    assert "Đã ghi: HTX Nông nghiệp Bản Váng thành lập ngày 5/10/2024 tại xã Khang Ninh" in page
    assert "thành lập mới của năm 2024" in page


@pytest.mark.parametrize("day", ["5/10/2024", "05/10/2024", "2024-10-05"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_days_are_read_as_they_are_written_here(client, typed, day, language):
    client.cookies["django_language"] = language
    record(client, typed, founded_on=day)
    assert Organisation.objects.get().founded_on == date(2024, 10, 5)


def test_it_moves_the_dashboards_counts_at_once(client, typed, province):
    make_target(make_plan(province), "new_cooperatives", value=35)

    def count(quarter, unit):
        page = parsed(client.get("/", {"year": 2024, "quarter": quarter, "unit": unit}))
        shown = find(page, "article", data_indicator="new_cooperatives")
        return attribute(find(shown, "data"), "value")

    assert [count(4, unit) for unit in ("06", "061")] == ["0", "0"]
    record(client, typed)
    assert [count(4, unit) for unit in ("06", "061")] == ["1", "1"]
    assert count(3, "06") == "0"


def test_a_cooperative_may_belong_to_a_union_of_the_own_unit(client, typed, province, ba_be):
    union = make_union(ba_be, name="Liên hiệp Ba Bể")
    make_union(province, name="Liên hiệp tỉnh")
    make_union(ba_be, name="Liên hiệp cũ", dissolved_on=date(2020, 1, 1))
    page = client.get(FOUNDING).content.decode()
    assert "Liên hiệp Ba Bể" in page
    assert "Liên hiệp tỉnh" not in page
    assert "Liên hiệp cũ" not in page
    record(client, typed, union=union.pk)
    assert Organisation.objects.get(name=typed["name"]).union_id == union.pk


def test_a_union_chosen_before_the_kind_was_changed_counts_for_nothing(client, typed, ba_be):
    union = make_union(ba_be)
    record(client, typed, kind="group", union=union.pk)
    assert Organisation.objects.get(kind="group").union is None


# --- What it refuses ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": " "}, "name", "bắt buộc"),
        ({"registration_number": ""}, "registration_number", "phải có số đăng ký"),
        ({"sector": ""}, "sector", "bắt buộc"),
        ({"founded_on": "31/2/2024"}, "founded_on", "“31/2/2024” không phải là ngày"),
        ({"founded_on": "10/2024"}, "founded_on", "30/6/2023"),
        ({"founded_on": "21/10/2024"}, "founded_on", "chưa đến"),
        ({"founded_on": "31/12/1944"}, "founded_on", "1945"),
        ({"founded_on": "31/12/1996"}, "unit", "Xã Khang Ninh chỉ có từ ngày 1/1/1997"),
        ({"unit": ""}, "unit", "bắt buộc"),
        ({"kind": "club"}, "kind", "club"),
    ],
)
def test_bad_input_is_named_at_its_field_and_kept(client, typed, changes, field, words):
    response = record(client, typed, **changes)
    assert words in " ".join(errors(response)[field])
    assert list(errors(response)) == [field]
    kept = sent_by(response)
    expected = {**typed, **changes}
    for name in ("name", "registration_number", "sector", "founded_on"):
        assert kept[name].strip() == expected[name].strip()
    assert Organisation.objects.count() == 0


def test_a_unit_that_has_ended_is_offered_with_its_end_and_refused_after_it(client, typed, ba_be):
    old = make_commune(ba_be, "01901", name="Xã Cũ", valid_to=date(2024, 1, 1))
    assert "Xã Cũ (đến 31/12/2023)" in client.get(FOUNDING).content.decode()
    response = record(client, typed, unit=old.pk)
    assert "chỉ có đến ngày 31/12/2023" in errors(response)["unit"][0]
    record(client, typed, unit=old.pk, founded_on="31/12/2023")
    assert Organisation.objects.get().founded_on == date(2023, 12, 31)


def test_a_unit_outside_the_scope_is_neither_offered_nor_taken(client, typed, province):
    foreign = make_district(province, "066", name="Huyện Na Rì")
    assert "Na Rì" not in client.get(FOUNDING).content.decode()
    assert "unit" in errors(record(client, typed, unit=foreign.pk))
    assert Organisation.objects.count() == 0


def test_a_group_of_the_same_name_in_the_unit_is_refused(client, typed, commune):
    make_group(commune, name="THT Khang Ninh")
    changes = {"kind": "group", "registration_number": "", "name": "tht  khang ninh"}
    response = record(client, typed, **changes)
    assert "tên" in errors(response)["name"][0]
    assert Organisation.objects.count() == 1


def test_officers_and_strangers_may_not(client, typed, province, commune):
    client.force_login(make_officer(province))
    assert client.post(FOUNDING, typed).status_code == 403
    client.logout()
    assert client.post(FOUNDING, typed).status_code == 302
    assert Organisation.objects.count() == 0


# --- What may be the same -------------------------------------------------------------------------


def test_a_like_name_is_compared_before_anything_is_stored(client, typed, commune):
    twin = make_group(commune, name="Tổ hợp tác nong nghiep BẢN VÁNG")
    response = record(client, typed)
    assert [like.organisation for like in response.context["found"].within] == [twin]
    page = response.content.decode()
    assert reverse("organisation", args=[twin.pk]) in page
    assert "Có phải cùng một tổ chức?" in page
    assert Organisation.objects.count() == 1
    again = sent_by(response)
    assert (again["name"], again["founded_on"]) == (typed["name"], typed["founded_on"])
    assert client.post(FOUNDING, again).status_code == 302
    assert Organisation.objects.count() == 2


def test_a_number_of_another_kind_is_compared_too(client, typed, ba_be):
    union = make_union(ba_be, registration_number=typed["registration_number"])
    response = record(client, typed)
    assert [like.organisation for like in response.context["found"].within] == [union]
    client.post(FOUNDING, sent_by(response))
    assert Organisation.objects.count() == 2


def test_who_told_one_apart_is_asked_again_about_another(client, typed, commune):
    make_group(commune, name="THT Nông nghiệp Bản Váng")
    seen = sent_by(record(client, typed))
    later = make_group(commune, name="THT nông nghiệp bản váng", founded_on=date(2016, 1, 1))
    response = client.post(FOUNDING, seen)
    assert later in [like.organisation for like in response.context["found"].within]
    assert client.post(FOUNDING, sent_by(response)).status_code == 302


def test_the_number_taken_within_the_kind_stays_refused(client, typed, ba_be):
    twin = make_cooperative(ba_be, registration_number=typed["registration_number"])
    response = record(client, typed)
    assert errors(response)["registration_number"] == ["Số đăng ký này đã được dùng."]
    assert [like.organisation for like in response.context["found"].within] == [twin]
    assert "distinct" not in sent_by(response)
    record(client, typed, distinct=str(twin.pk))
    assert Organisation.objects.count() == 1


def test_a_number_outside_the_scope_is_said_to_exist_and_nothing_more(client, typed, province):
    na_ri = make_district(province, "066")
    make_union(na_ri, name="Liên hiệp Bí Mật", registration_number=typed["registration_number"])
    response = record(client, typed)
    page = response.content.decode()
    assert "Một tổ chức ngoài đơn vị của bạn đang mang số đăng ký 0612024" in page
    assert "Bí Mật" not in page
    assert client.post(FOUNDING, sent_by(response)).status_code == 302


def test_who_comes_second_at_the_same_moment_is_told_by_the_form(client, typed, ba_be, monkeypatch):
    """The other's row is not there yet when the first attempt looks, and is when it stores."""
    twin = make_cooperative(ba_be, registration_number=typed["registration_number"])
    looks = UniqueConstraint.validate
    too_early = iter(range(2))

    def look(constraint, *args, **options):
        if "registration_number" in constraint.fields and next(too_early, None) is not None:
            return
        looks(constraint, *args, **options)

    monkeypatch.setattr(UniqueConstraint, "validate", look)
    response = record(client, typed, distinct=str(twin.pk))
    assert next(too_early, None) is None
    assert "registration_number" in errors(response)
    assert Organisation.objects.count() == 1


# --- Where it lies, for people with a wide scope --------------------------------------------------


def test_an_admin_of_the_only_province_chooses_among_all_of_it(client, typed, province):
    client.force_login(make_admin())
    record(client, typed)
    assert Organisation.objects.get().name == typed["name"]


def test_in_a_country_the_province_is_chosen_first(client):
    country = make_country()
    province = make_province("06", country)
    make_province("08", country, name="Tỉnh Tuyên Quang")
    commune = make_commune(make_district(province, "061"), "01900", name="Xã Khang Ninh")
    client.force_login(make_admin())
    page = client.get(FOUNDING)
    assert "form" not in page.context
    assert "Tỉnh Tuyên Quang" in page.content.decode()
    page = client.get(FOUNDING, {"unit": "06"})
    assert "Xã Khang Ninh" in page.content.decode()
    assert client.get(FOUNDING, {"unit": "99"}).status_code == 404
    typed = {
        "name": "HTX Một",
        "registration_number": "1",
        "sector": "trade",
        "founded_on": "1/2/2024",
    }
    record(client, typed, f"{FOUNDING}?unit=06", unit=commune.pk)
    assert Organisation.objects.get().unit_on(date(2024, 2, 1)) == commune


def test_without_units_the_page_says_who_loads_them(client):
    client.force_login(make_admin())
    assert "Chưa có đơn vị hành chính nào" in client.get(FOUNDING).content.decode()


# --- Taking it back -------------------------------------------------------------------------------


def test_a_founding_recorded_twice_is_taken_back(client, typed, staff):
    record(client, typed)
    made = Organisation.objects.get()
    one = reverse("organisation", args=[made.pk])
    back = reverse("organisation-founding", args=[made.pk])
    assert back in client.get(one).content.decode()
    response = client.post(back, {**sent_by(client.get(back)), "taking_back": "1"}, follow=True)
    assert "Đã hủy ghi nhận thành lập HTX Nông nghiệp Bản Váng" in response.content.decode()
    assert (Organisation.objects.count(), Placement.objects.count()) == (0, 0)
    gone = Organisation.history.filter(id=made.pk).first()
    assert (gone.history_type, gone.history_user, gone.way) == ("-", staff, Way.FORM)


def test_what_has_reported_is_not_taken_back(client, typed):
    record(client, typed)
    made = Organisation.objects.get()
    back = reverse("organisation-founding", args=[made.pk])
    form = sent_by(client.get(back))
    make_figures(made, 2024, 4)
    assert back not in client.get(reverse("organisation", args=[made.pk])).content.decode()
    assert "Đã có số liệu" in client.get(back).content.decode()
    client.post(back, {**form, "taking_back": "1"})
    assert Organisation.objects.count() == 1


def test_what_came_by_another_way_is_not_taken_back(client, staff, commune):
    group = make_group(commune)
    back = reverse("organisation-founding", args=[group.pk])
    assert "không được ghi bằng biểu mẫu" in client.get(back).content.decode()
    client.post(back, {"taking_back": "1", "version": "1-1-0"})
    assert Organisation.objects.count() == 1


def test_the_list_leads_to_it_for_those_who_may(client, staff, province):
    assert FOUNDING in client.get(reverse("organisations")).content.decode()
    client.force_login(make_officer(province))
    assert FOUNDING not in client.get(reverse("organisations")).content.decode()
