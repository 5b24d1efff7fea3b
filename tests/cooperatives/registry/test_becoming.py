"""A group that becomes a cooperative: one gesture, one day, one number, one place."""

from datetime import date

import pytest
from django.urls import reverse

from cooperatives.history import Way
from cooperatives.models import Kind, Organisation
from cooperatives.registry.life import Life
from targets.plans.checking import violations
from tests.cooperatives.browsing import sent_by
from tests.factories import (
    close_year,
    make_admin,
    make_commune,
    make_cooperative,
    make_district,
    make_district_staff,
    make_group,
    make_officer,
    make_plan,
    make_province,
    make_target,
    make_union,
    move,
    suspend,
)
from tests.targets.pages import attribute, find, parsed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]

DAY = date(2024, 10, 5)


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
def group(commune):
    return make_group(commune, name="THT Bản Váng", registration_number="4700", sector="trade")


def page_of(organisation, name="organisation"):
    return reverse(name, args=[organisation.pk])


def become(client, group, **typed):
    """Open the page of the gesture, fill it in and send it."""
    path = page_of(group, "becoming")
    form = sent_by(client.get(path))
    return client.post(path, {**form, "founded_on": "5/10/2024", "name": "HTX Bản Váng", **typed})


def became(client, group, **typed) -> Organisation:
    response = become(client, group, **typed)
    assert response.status_code == 302, response.context["form"].errors
    return Organisation.objects.get(predecessor=group.pk)


def fresh(organisation) -> Organisation:
    return Organisation.objects.get(pk=organisation.pk)


def errors(response, form="form") -> str:
    assert response.status_code == 200
    return " ".join(text for texts in response.context[form].errors.values() for text in texts)


def told(client, response) -> str:
    return " ".join(map(str, client.get(response.url).context["messages"]))


# --- What it makes --------------------------------------------------------------------------------


def test_the_group_ends_and_the_cooperative_begins_that_day_with_its_number(
    client, staff, group, commune
):
    response = become(client, group)
    made = Organisation.objects.get(kind=Kind.COOPERATIVE)
    assert response.url == page_of(made)
    assert (made.name, made.registration_number, made.sector) == ("HTX Bản Váng", "4700", "trade")
    assert (made.founded_on, made.dissolved_on, made.predecessor_id) == (DAY, None, group.pk)
    assert [(stay.unit, stay.valid_from, stay.valid_to) for stay in made.placements.all()] == [
        (commune, DAY, None)
    ]
    assert (fresh(group).dissolved_on, fresh(group).registration_number) == (DAY, "4700")
    assert (made.history.get().history_user, made.history.get().way) == (staff, Way.FORM)
    assert fresh(group).history.first().way == Way.FORM
    said = told(client, response)
    assert "THT Bản Váng kết thúc ngày 5/10/2024" in said
    assert "thành lập mới trong năm 2024" in said
    assert not list(violations())


def test_what_it_means_is_said_before(client, staff, group):
    page = client.get(page_of(group, "becoming")).content.decode()
    assert "được tính là thành lập mới trong năm đó" in page
    assert 'name="registration_number"' not in page


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("THT Bản Váng", "HTX Bản Váng"),
        ("Tổ hợp tác Bản Váng", "Hợp tác xã Bản Váng"),
        ("tht THT Bản Váng", "HTX THT Bản Váng"),
        ("Thtong", "Thtong"),
        ("Bản Váng", "Bản Váng"),
    ],
)
def test_its_name_is_offered_as_a_cooperative_s(client, staff, commune, name, offered):
    group = make_group(commune, name=name)
    assert sent_by(client.get(page_of(group, "becoming")))["name"] == offered


def test_one_without_a_number_is_asked_for_it(client, staff, commune):
    group = make_group(commune, name="THT Bản Váng")
    response = become(client, group, registration_number="")
    assert "phải có số đăng ký" in errors(response)
    assert fresh(group).dissolved_on is None
    made = became(client, group, registration_number="4701")
    assert (made.registration_number, fresh(group).registration_number) == ("4701", "")


def test_the_counts_of_the_dashboard_move_at_once_and_back(client, staff, group, province):
    plan = make_plan(province)
    codes = ("total_cooperatives", "new_cooperatives", "total_groups", "new_groups")
    targets = [make_target(plan, code, value=5) for code in codes]

    def counts():
        page = parsed(client.get("/", {"year": 2024, "quarter": 4, "unit": "06"}))
        articles = (find(page, "article", data_indicator=target.indicator) for target in targets)
        return [int(attribute(find(article, "data"), "value")) for article in articles]

    assert counts() == [0, 0, 1, 0]
    made = became(client, group)
    assert counts() == [1, 1, 0, 0]
    take_back(client, made)
    assert counts() == [0, 0, 1, 0]


def test_it_is_where_the_group_is_also_where_that_moved_since(client, staff, group, ba_be):
    other = make_commune(ba_be, "01901")
    move(group, other, date(2024, 10, 10))
    made = became(client, group)
    stays = made.placements.order_by("valid_from").values_list(
        "valid_from", "valid_to", "unit__code"
    )
    assert list(stays) == [
        (DAY, date(2024, 10, 10), "01900"),
        (date(2024, 10, 10), None, "01901"),
    ]


def test_both_pages_lead_to_each_other(client, staff, group):
    made = became(client, group)
    assert f'href="{page_of(group)}"' in client.get(page_of(made)).content.decode()
    page = client.get(page_of(group)).content.decode()
    assert f'href="{page_of(made)}"' in page
    assert page_of(group, "dissolution") not in page
    assert page_of(group, "becoming") not in page


def test_the_other_is_not_named_outside_the_reader_s_unit(client, staff, group, province):
    made = became(client, group)
    elsewhere = make_district(province, "062")
    move(made, elsewhere, date(2024, 10, 12))
    client.get(page_of(group))  # which still says what was recorded
    page = client.get(page_of(group)).content.decode()
    assert "HTX Bản Váng" not in page
    assert "một hợp tác xã ngoài đơn vị của bạn" in page
    client.force_login(make_district_staff(elsewhere))
    page = client.get(page_of(made)).content.decode()
    assert "THT Bản Váng" not in page
    assert "một tổ hợp tác ngoài đơn vị của bạn" in page


def test_what_is_made_of_demo_data_is_demo_data(client, staff, group):
    Organisation.objects.filter(pk=group.pk).update(is_demo=True)
    assert became(client, group).is_demo


# --- What it is compared with ---------------------------------------------------------------------


def test_it_is_not_compared_with_the_group_that_it_was(client, staff, group):
    made = became(client, group, name="HTX  bản váng")
    path = page_of(made, "correction")
    sent = sent_by(client.get(path)) | {"name": "Hợp tác xã Bản Váng"}
    assert client.post(path, sent).status_code == 302
    path = page_of(group, "correction")
    sent = sent_by(client.get(path)) | {"name": "Tổ hợp tác Bản Váng"}
    assert client.post(path, sent).status_code == 302


def test_another_of_a_like_name_or_number_is(client, staff, group, commune):
    twin = make_group(commune, name="Tổ hợp tác bản váng 2")
    response = become(client, group, name="HTX Bản Váng 2")
    assert [like.organisation for like in response.context["found"].within] == [twin]
    assert fresh(group).dissolved_on is None
    client.post(page_of(group, "becoming"), sent_by(response))
    assert Organisation.objects.get(predecessor=group.pk).name == "HTX Bản Váng 2"


def test_a_number_that_another_cooperative_bears_is_refused(client, staff, group, commune):
    make_cooperative(commune, registration_number="4700")
    assert "đã được dùng" in errors(become(client, group))
    assert fresh(group).dissolved_on is None


# --- What it refuses ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("21/10/2024", "chưa đến"),
        ("31/5/2015", "trước ngày thành lập"),
        ("", "bắt buộc"),
        ("1/3/2022", "sau ngày giải thể"),
    ],
)
def test_the_day_is_one_in_the_life_of_the_group(client, staff, group, day, words):
    suspend(group, date(2022, 1, 1), date(2022, 6, 1))
    response = become(client, group, founded_on=day)
    assert words in errors(response)
    assert sent_by(response)["founded_on"] == day
    assert fresh(group).dissolved_on is None


def test_a_day_to_come_is_refused_once(client, staff, group):
    """Of the group's end and of the cooperative's beginning it is one day."""
    response = become(client, group, founded_on="21/10/2024")
    assert len(response.context["form"].errors["founded_on"]) == 1


def test_a_closed_year_takes_it_not_in(client, staff, group, province):
    close_year(province, 2023)
    assert "2023" in errors(become(client, group, founded_on="5/10/2023"))
    assert fresh(group).dissolved_on is None


def test_a_group_in_a_unit_that_has_ended_is_moved_first(client, staff, ba_be):
    old = make_commune(ba_be, "01902", name="Xã Cũ", valid_to=date(2024, 7, 1))
    group = make_group(old)
    said = errors(become(client, group, registration_number="4702"))
    assert "xã Cũ" in said
    assert "chuyển tổ sang đơn vị mới" in said


@pytest.mark.parametrize("made", [make_cooperative, make_union])
def test_only_a_group_becomes_one(client, staff, commune, made):
    other = made(commune)
    assert client.get(page_of(other, "becoming")).status_code == 404
    response = client.post(page_of(other, "becoming"), {"version": "1-1-1"}, follow=True)
    assert "Chỉ tổ hợp tác" in response.content.decode()
    assert Organisation.objects.count() == 1


def test_it_becomes_one_once(client, staff, group):
    path = page_of(group, "becoming")
    form = sent_by(client.get(path)) | {"founded_on": "5/10/2024", "name": "HTX Hai lần"}
    became(client, group)
    response = client.post(path, form, follow=True)
    assert "đã kết thúc" in response.content.decode()
    assert Organisation.objects.filter(kind=Kind.COOPERATIVE).count() == 1


def test_what_somebody_else_changed_meanwhile_is_shown_first(client, staff, group):
    path = page_of(group, "becoming")
    form = sent_by(client.get(path)) | {"founded_on": "5/10/2024", "name": "HTX Bản Váng"}
    suspend(group, date(2024, 9, 1))
    response = client.post(path, form)
    assert response.status_code == 409
    assert sent_by(response)["name"] == "HTX Bản Váng"
    assert client.post(path, sent_by(response)).status_code == 302


def test_only_who_keeps_the_registry_of_the_place_may(client, group, province):
    for person, status in (
        (make_officer(province), 403),
        (make_district_staff(make_district(province, "066")), 404),
    ):
        client.force_login(person)
        assert client.post(page_of(group, "becoming"), {"name": "x"}).status_code == status
    assert fresh(group).dissolved_on is None


# --- What follows later ---------------------------------------------------------------------------


def take_back(client, made):
    path = page_of(made, "organisation-founding")
    return client.post(path, {**sent_by(client.get(path), -1), "taking_back": "1"})


def correct(client, organisation, **typed):
    path = page_of(organisation, "correction")
    return client.post(path, {**sent_by(client.get(path)), **typed})


def test_taking_back_the_founding_lets_the_group_go_on(client, staff, group):
    made = became(client, group)
    response = take_back(client, made)
    assert not Organisation.objects.filter(pk=made.pk).exists()
    assert fresh(group).dissolved_on is None
    assert "THT Bản Váng không kết thúc" in told(client, response)
    assert fresh(group).history.first().way == Way.FORM
    assert became(client, group).registration_number == "4700"


def test_it_is_not_taken_back_over_a_group_that_took_the_name(client, staff, commune):
    group = make_group(commune, name="THT Bản Váng")
    made = became(client, group, registration_number="4703")
    make_group(commune, name="THT Bản Váng", founded_on=date(2024, 10, 10))
    assert "THT Bản Váng" in errors(take_back(client, made), "taking_back")
    assert fresh(group).dissolved_on == DAY


def test_nor_into_a_closed_year(client, staff, group, province):
    made = became(client, group, founded_on="5/10/2023")
    close_year(province, 2023)
    response = client.post(page_of(made, "organisation-founding"), {"taking_back": "1"})
    assert "2023" in told(client, response)
    assert fresh(group).dissolved_on == date(2023, 10, 5)


def test_day_and_number_of_both_are_corrected_on_the_page_of_the_cooperative(client, staff, group):
    made = became(client, group)
    response = correct(client, made, founded_on="1/10/2024", registration_number="4799")
    assert response.status_code == 302, response.context["form"].errors
    assert (fresh(made).founded_on, fresh(group).dissolved_on) == (date(2024, 10, 1),) * 2
    assert (fresh(made).registration_number, fresh(group).registration_number) == ("4799",) * 2
    assert fresh(made).placements.get().valid_from == date(2024, 10, 1)
    assert not list(violations())


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"founded_on": "31/5/2015"}, "trước ngày thành lập"),
        ({"registration_number": "4711"}, "đã được dùng"),
    ],
)
def test_a_correction_that_the_group_cannot_follow_is_refused(
    client, staff, group, commune, typed, words
):
    make_group(commune, registration_number="4711")
    made = became(client, group)
    assert words in errors(correct(client, made, **typed))
    assert (fresh(made).founded_on, fresh(group).dissolved_on) == (DAY, DAY)


def test_on_the_page_of_the_group_they_are_not(client, staff, group):
    became(client, group)
    assert "trên trang của HTX" in errors(correct(client, group, registration_number="4799"))
    page = client.get(page_of(group, "dissolution"))
    assert page.status_code == 404
    assert "chuyển thành hợp tác xã" in page.content.decode()
    form = {"version": "0-0-0", "taking_back": "1"}
    client.post(page_of(group, "dissolution"), form)
    assert fresh(group).dissolved_on == DAY


def test_name_and_sector_of_the_cooperative_leave_the_group_as_it_is(client, staff, group):
    made = became(client, group)
    versions = group.history.count()
    assert correct(client, made, name="HTX Mới").status_code == 302
    assert group.history.count() == versions


def test_both_are_held_while_one_changes(group, commune):
    made = make_cooperative(commune, founded_on=DAY, registration_number="4700", predecessor=group)
    life = Life.locked(made.pk)
    assert life.organisation.predecessor.pk == group.pk


def test_an_admin_does_not_delete_the_group_under_it(client, staff, group):
    made = became(client, group)
    client.force_login(make_admin())
    path = reverse("admin:cooperatives_cooperativegroup_delete", args=[group.pk])
    client.post(path, {"post": "yes"})
    assert fresh(group)
    assert fresh(made).predecessor_id == group.pk
