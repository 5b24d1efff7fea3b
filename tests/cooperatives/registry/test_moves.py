"""What happens to an organisation later: ceasing, resumption, dissolution, and corrections."""

from datetime import date

import pytest
from django.urls import reverse

from cooperatives.history import Way, changes_by
from cooperatives.models import Organisation, Suspension
from tests.cooperatives.browsing import sent_by
from tests.factories import (
    make_admin,
    make_commune,
    make_cooperative,
    make_district,
    make_district_staff,
    make_figures,
    make_group,
    make_officer,
    make_plan,
    make_province,
    make_target,
    make_union,
    move,
    suspend,
)
from tests.targets.pages import attribute, find, parsed, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]

MOVES = ("correction", "suspension", "resumption", "dissolution", "organisation-founding")


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
    user = make_district_staff(ba_be, full_name="Hoàng Thị Huyện")
    client.force_login(user)
    return user


@pytest.fixture
def htx(commune):
    return make_cooperative(commune, name="HTX Đồng Lợi", registration_number="0611")


def address(name, organisation):
    return reverse(name, args=[organisation.pk])


def record(client, name, organisation, /, **typed):
    """Open a page, fill in its form and send it."""
    path = address(name, organisation)
    return client.post(path, {**sent_by(client.get(path)), **typed})


def take_back(client, name, organisation):
    """Press the button that takes back: it stands in the last form of the page."""
    path = address(name, organisation)
    return client.post(path, {**sent_by(client.get(path), -1), "taking_back": "1"})


def errors(response) -> dict[str, list[str]]:
    assert response.status_code == 200
    return response.context["form"].errors


def fresh(organisation) -> Organisation:
    return Organisation.objects.get(pk=organisation.pk)


def told(client, response) -> str:
    """What the page says to which one was led."""
    assert response.status_code == 302, response.context["form"].errors
    return " ".join(str(message) for message in client.get(response.url).context["messages"])


# --- Ceasing and resuming -------------------------------------------------------------------------


def test_a_ceasing_starts_an_open_suspension_with_its_reason(client, staff, htx):
    response = record(client, "suspension", htx, valid_from="1/9/2024", reason="Sửa kho")
    assert response.url == address("organisation", htx)
    span = Suspension.objects.get()
    assert (span.organisation_id, span.valid_from, span.valid_to, span.reason) == (
        htx.pk,
        date(2024, 9, 1),
        None,
        "Sửa kho",
    )
    assert (span.history.get().history_user, span.history.get().way) == (staff, Way.FORM)
    assert "HTX Đồng Lợi tạm ngừng hoạt động từ ngày 1/9/2024" in told(client, response)


def test_one_recorded_afterwards_asks_about_the_figures_that_it_touches(client, staff, htx):
    for quarter in (1, 2, 3):
        make_figures(htx, quarter=quarter, revenue=1)
    make_figures(make_cooperative(htx.placements.get().unit), quarter=3, revenue=1)
    make_figures(htx, year=2023, quarter=4)  # blank
    typed = {"valid_from": "30/6/2024", "reason": "Sửa kho"}
    response = record(client, "suspension", htx, **typed)
    assert response.status_code == 200
    assert "có số liệu quý II/2024, quý III/2024" in text(parsed(response))
    assert not htx.suspensions.exists()
    path = address("suspension", htx)
    # Agreed to is what was shown.
    other = client.post(path, {**sent_by(response), "valid_from": "1/7/2024"})
    assert "có số liệu quý III/2024" in text(parsed(other))
    assert not htx.suspensions.exists()
    assert client.post(path, sent_by(other)).status_code == 302
    assert htx.suspensions.get().valid_from == date(2024, 7, 1)


def test_an_ending_asks_alike_and_one_after_the_last_figures_asks_nothing(client, staff, htx):
    make_figures(htx, quarter=2, revenue=1)
    response = record(client, "dissolution", htx, dissolved_on="1/5/2024")
    assert "có số liệu quý II/2024" in text(parsed(response))
    assert fresh(htx).dissolved_on is None
    assert record(client, "dissolution", htx, dissolved_on="1/7/2024").status_code == 302


def test_a_resumption_ends_it(client, staff, htx):
    suspend(htx, date(2024, 3, 1))
    response = record(client, "resumption", htx, valid_to="1/9/2024")
    assert Suspension.objects.get().valid_to == date(2024, 9, 1)
    assert "hoạt động trở lại từ ngày 1/9/2024" in told(client, response)


@pytest.mark.usefixtures("staff")
@pytest.mark.parametrize(
    ("name", "typed", "expected"),
    [
        ("suspension", {"valid_from": "21/10/2024"}, ("valid_from", "chưa đến")),
        ("suspension", {"valid_from": "1/1/2015"}, ("valid_from", "trước ngày thành lập")),
        ("suspension", {"valid_from": "hôm qua"}, ("valid_from", "“hôm qua” không phải là ngày")),
        ("suspension", {"valid_from": "1/6/2020"}, ("valid_from", "đã tạm ngừng")),
        ("suspension", {"valid_from": "1/1/2020"}, ("valid_from", "bắt đầu từ ngày đó")),
        ("suspension", {"valid_from": "1/9/2024", "reason": ""}, ("reason", "bắt buộc")),
        ("resumption", {"valid_to": "1/1/2020"}, ("valid_to", "phải sau")),
        ("resumption", {"valid_to": ""}, ("valid_to", "bắt buộc")),
        ("dissolution", {"dissolved_on": "31/5/2015"}, ("dissolved_on", "trước ngày thành lập")),
        ("dissolution", {"dissolved_on": "1/6/2020"}, ("__all__", "sau ngày giải thể")),
        ("dissolution", {"dissolved_on": "21/10/2024"}, ("dissolved_on", "chưa đến")),
        ("dissolution", {"dissolved_on": ""}, ("dissolved_on", "bắt buộc")),
    ],
)
def test_what_breaks_a_rule_is_refused_and_kept(client, htx, name, typed, expected):
    suspend(htx, date(2020, 1, 1), date(2021, 1, 1))
    typed = {"reason": "Sửa kho"} | typed
    response = record(client, name, htx, **typed)
    field, words = expected
    assert words in " ".join(errors(response)[field])
    kept = sent_by(response)
    assert all(kept[name] == text for name, text in typed.items() if name in kept)
    assert fresh(htx).dissolved_on is None
    assert [span.valid_to for span in Suspension.objects.all()] == [date(2021, 1, 1)]


def test_the_ceasing_that_is_open_is_corrected_not_doubled(client, staff, htx):
    suspend(htx, date(2024, 3, 1))
    page = client.get(address("suspension", htx))
    assert sent_by(page)["valid_from"] == "01/03/2024"
    record(client, "suspension", htx, valid_from="1/4/2024", reason="Lũ")
    assert Suspension.objects.get().valid_from == date(2024, 4, 1)


def test_a_ceasing_and_a_resumption_recorded_by_mistake_are_taken_back(client, staff, htx):
    suspend(htx, date(2024, 3, 1), date(2024, 9, 1))
    said = told(client, take_back(client, "resumption", htx))
    assert "chưa hoạt động trở lại" in said
    assert Suspension.objects.get().valid_to is None
    said = told(client, take_back(client, "suspension", htx))
    assert "không tạm ngừng" in said
    assert Suspension.objects.count() == 0
    ways = Suspension.history.values_list("history_type", "way")
    assert list(ways)[:2] == [("-", Way.FORM), ("~", Way.FORM)]


def test_what_never_ceased_cannot_resume(client, staff, htx):
    page = client.get(address("resumption", htx))
    assert page.status_code == 404
    assert "chưa từng tạm ngừng" in page.content.decode()


# --- Dissolution ----------------------------------------------------------------------------------


def test_a_dissolution_moves_the_dashboards_counts_at_once_and_back(client, staff, htx, province):
    plan = make_plan(province)
    for code in ("total_cooperatives", "dissolved_cooperatives", "operating_cooperatives"):
        make_target(plan, code, value=5)

    def counts():
        page = parsed(client.get("/", {"year": 2024, "quarter": 4, "unit": "06"}))
        articles = (find(page, "article", data_indicator=target.indicator) for target in targets)
        return [int(attribute(find(article, "data"), "value")) for article in articles]

    targets = list(plan.targets.order_by("pk"))
    assert counts() == [1, 0, 1]
    response = record(client, "dissolution", htx, dissolved_on="5/10/2024")
    assert "HTX Đồng Lợi giải thể ngày 5/10/2024" in told(client, response)
    assert counts() == [0, 1, 0]
    assert "không giải thể" in told(client, take_back(client, "dissolution", htx))
    assert fresh(htx).dissolved_on is None
    assert counts() == [1, 0, 1]
    record(client, "suspension", htx, valid_from="5/10/2024", reason="Lũ")
    assert counts() == [1, 0, 0]


def test_its_day_is_corrected(client, staff, htx):
    record(client, "dissolution", htx, dissolved_on="5/10/2024")
    page = client.get(address("dissolution", htx))
    assert sent_by(page)["dissolved_on"] == "05/10/2024"
    record(client, "dissolution", htx, dissolved_on="5/9/2024")
    days = fresh(htx).history.values_list("dissolved_on", "history_user", "way")
    assert list(days)[:2] == [
        (date(2024, 9, 5), staff.pk, Way.FORM),
        (date(2024, 10, 5), staff.pk, Way.FORM),
    ]


def test_a_group_does_not_come_back_where_its_name_is_taken(client, staff, commune):
    old = make_group(commune, name="THT Pác Ngòi", dissolved_on=date(2020, 1, 1))
    make_group(commune, name="THT Pác Ngòi", founded_on=date(2021, 1, 1))
    response = take_back(client, "dissolution", old)
    assert "THT Pác Ngòi" in response.context["taking_back"].errors["__all__"][0]
    assert fresh(old).dissolved_on == date(2020, 1, 1)


@pytest.mark.parametrize("name", ["suspension", "resumption", "dissolution"])
def test_there_is_nothing_to_take_back_twice(client, staff, htx, name):
    suspend(htx, date(2024, 3, 1), date(2024, 9, 1))
    if name == "suspension":
        Suspension.objects.update(valid_to=None)
    if name == "dissolution":
        record(client, name, htx, dissolved_on="5/10/2024")
    path = address(name, htx)
    form = {**sent_by(client.get(path), -1), "taking_back": "1"}
    assert client.post(path, form).status_code == 302
    before = Suspension.history.count(), Organisation.history.count()
    response = client.post(path, form, follow=True)
    assert [message.level_tag for message in response.context["messages"]][-1] == "warning"
    assert (Suspension.history.count(), Organisation.history.count()) == before


# --- Correction -----------------------------------------------------------------------------------


def test_name_number_sector_and_founding_are_corrected(client, staff, htx):
    response = record(
        client,
        "correction",
        htx,
        name="HTX  Đồng Tâm ",
        registration_number="0612",
        sector="trade",
        founded_on="1/7/2015",
    )
    said = told(client, response)
    assert "Đã đính chính: HTX Đồng Tâm (Tên, Số đăng ký, Ngành, Ngày thành lập)" in said
    now = fresh(htx)
    assert (now.name, now.registration_number, now.sector, now.founded_on) == (
        "HTX Đồng Tâm",
        "0612",
        "trade",
        date(2015, 7, 1),
    )
    assert now.placements.get().valid_from == date(2015, 7, 1)
    assert now.history.first().way == Way.FORM


def test_what_was_not_changed_is_not_stored_again(client, staff, htx):
    versions = htx.history.count()
    assert "Không có gì thay đổi" in told(client, record(client, "correction", htx))
    assert htx.history.count() == versions


@pytest.mark.usefixtures("staff")
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"name": ""}, ("name", "bắt buộc")),
        ({"registration_number": ""}, ("registration_number", "phải có số đăng ký")),
        ({"registration_number": "0613"}, ("registration_number", "đã được dùng")),
        ({"founded_on": "1/2/2020"}, ("__all__", "trước ngày thành lập 1/2/2020")),
        ({"founded_on": "1/2/1996"}, ("founded_on", "Xã Khang Ninh chỉ có từ ngày 1/1/1997")),
    ],
)
def test_a_correction_that_breaks_a_rule_is_refused(client, htx, commune, typed, expected):
    make_cooperative(commune, registration_number="0613")
    suspend(htx, date(2020, 1, 1), date(2021, 1, 1))
    response = record(client, "correction", htx, **typed)
    field, words = expected
    assert words in " ".join(errors(response)[field])
    assert fresh(htx).history.count() == 1
    # The page is still about the organisation as it is stored.
    assert "HTX Đồng Lợi" in response.content.decode().partition("<form class")[0]


def test_a_new_name_like_another_in_the_unit_is_compared_first(client, staff, htx, commune):
    twin = make_group(commune, name="Tổ hợp tác Đồng Tâm")
    response = record(client, "correction", htx, name="HTX ĐỒNG TÂM")
    assert [like.organisation for like in response.context["found"].within] == [twin]
    assert fresh(htx).name == "HTX Đồng Lợi"
    client.post(address("correction", htx), sent_by(response))
    assert fresh(htx).name == "HTX ĐỒNG TÂM"


def test_an_old_name_is_not_compared_again(client, staff, htx, commune):
    make_group(commune, name="Tổ hợp tác Đồng Lợi")
    assert record(client, "correction", htx, sector="trade").status_code == 302


def test_a_union_outside_the_scope_stays_and_is_not_named(client, staff, htx, province):
    htx.union = make_union(province, name="Liên hiệp Bí Mật")
    htx.save()
    page = client.get(address("correction", htx)).content.decode()
    assert "Bí Mật" not in page
    assert record(client, "correction", htx, sector="trade").status_code == 302
    assert fresh(htx).union_id == htx.union_id


# --- Two people at once ---------------------------------------------------------------------------


def test_who_comes_second_sees_what_changed_and_decides(client, staff, htx):
    path = address("correction", htx)
    mine = {**sent_by(client.get(path)), "name": "HTX Đồng Tâm"}
    with changes_by(make_admin(full_name="Lý Thị Admin"), Way.ADMIN):
        htx.name, htx.sector = "HTX Đồng Thuận", "trade"
        htx.save()
    response = client.post(path, mine)
    assert response.status_code == 409
    (change,) = response.context["changes"]
    assert (change.by, {field.new for field in change.fields}) == (
        "Lý Thị Admin",
        {"HTX Đồng Thuận", "thương mại – dịch vụ"},
    )
    assert "Lý Thị Admin" in response.content.decode()
    assert fresh(htx).name == "HTX Đồng Thuận"
    again = sent_by(response)
    # What the person typed stays; what only the other changed is as the other left it.
    assert (again["name"], again["sector"]) == ("HTX Đồng Tâm", "trade")
    assert client.post(path, again).status_code == 302
    assert (fresh(htx).name, fresh(htx).sector) == ("HTX Đồng Tâm", "trade")


@pytest.mark.parametrize(
    "change",
    [
        lambda htx: suspend(htx, date(2024, 9, 1)),
        lambda htx: move(
            htx, make_commune(htx.placements.get().unit.parent, "2"), date(2024, 1, 1)
        ),
        lambda htx: Organisation.objects.filter(pk=htx.pk).update(dissolved_on=date(2024, 9, 1)),
    ],
    ids=["suspended", "moved", "dissolved"],
)
def test_a_dissolution_is_not_stored_over_what_somebody_else_did(client, staff, htx, change):
    path = address("dissolution", htx)
    mine = {**sent_by(client.get(path)), "dissolved_on": "5/10/2024"}
    change(htx)
    before = fresh(htx).dissolved_on
    response = client.post(path, mine)
    assert response.status_code == 409
    assert response.context["changes"]
    assert fresh(htx).dissolved_on == before
    assert sent_by(response)["dissolved_on"] == "5/10/2024"
    assert client.post(path, sent_by(response)).status_code == 302
    assert fresh(htx).dissolved_on == date(2024, 10, 5)


def test_what_is_taken_back_is_what_was_seen(client, staff, htx):
    suspend(htx, date(2024, 3, 1))
    path = address("suspension", htx)
    mine = {**sent_by(client.get(path), -1), "taking_back": "1"}
    Suspension.objects.update(reason="Lũ")
    assert client.post(path, mine).status_code == 409
    assert Suspension.objects.count() == 1


def test_a_version_without_a_change_is_no_conflict(client, staff, htx):
    path = address("dissolution", htx)
    mine = {**sent_by(client.get(path)), "dissolved_on": "5/10/2024"}
    htx.save()
    assert client.post(path, mine).status_code == 302


@pytest.mark.parametrize("version", ["", "1", "x-y-z", "9" * 40])
def test_a_form_that_does_not_say_what_it_saw_stores_nothing(client, staff, htx, version):
    typed = {"dissolved_on": "5/10/2024", "version": version}
    assert client.post(address("dissolution", htx), typed).status_code == 409
    assert fresh(htx).dissolved_on is None


# --- Who may, and where it is found ---------------------------------------------------------------


@pytest.mark.parametrize("name", MOVES)
def test_only_who_keeps_the_registry_of_the_place_may(client, htx, province, name):
    suspend(htx, date(2024, 3, 1))
    typed = {
        "name": "HTX Khác",
        "registration_number": "1",
        "sector": "trade",
        "founded_on": "1/1/2016",
        "valid_from": "1/4/2024",
        "valid_to": "1/9/2024",
        "reason": "Lũ",
        "dissolved_on": "5/10/2024",
    }
    versions = Organisation.history.count(), Suspension.history.count()
    newest = [
        model.history.order_by("-history_id").values_list("history_id", flat=True).first()
        for model in (Organisation, type(htx.placements.get()), Suspension)
    ]
    typed["version"] = "-".join(map(str, newest))
    for person, status in (
        (make_officer(province), 403),
        (make_district_staff(make_district(province, "066")), 404),
    ):
        client.force_login(person)
        for sent in (typed, {**typed, "taking_back": "1"}):
            assert client.post(address(name, htx), sent).status_code == status
    assert (Organisation.history.count(), Suspension.history.count()) == versions


def links(client, organisation) -> set[str]:
    """The moves to which the page of an organisation leads."""
    page = client.get(address("organisation", organisation)).content.decode()
    return {name for name in MOVES if f'href="{address(name, organisation)}"' in page}


def test_the_page_of_an_organisation_leads_to_what_may_happen_next(client, staff, htx, province):
    assert links(client, htx) == {"correction", "suspension", "dissolution"}
    suspend(htx, date(2024, 3, 1))
    assert links(client, htx) == {"correction", "suspension", "resumption", "dissolution"}
    Suspension.objects.update(valid_to=date(2024, 9, 1))
    assert links(client, htx) == {"correction", "suspension", "resumption", "dissolution"}
    Organisation.objects.update(dissolved_on=date(2024, 10, 1))
    assert links(client, htx) == {"correction", "resumption", "dissolution"}
    client.force_login(make_officer(province))
    assert links(client, htx) == set()
