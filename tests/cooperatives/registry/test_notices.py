"""Suspensions: as what the registry keeps them, and notices that hold no longer."""

from datetime import date

import pytest
from django.urls import reverse

from cooperatives.ground.calendar import months_before
from cooperatives.models import LegalStatus, Organisation, Suspension
from cooperatives.registry.life import Life
from cooperatives.registry.notices import beyond_notice, overdue_notices
from tests.cooperatives.browsing import sent_by
from tests.factories import (
    make_cooperative,
    make_district,
    make_district_staff,
    make_group,
    make_officer,
    make_province,
    open_year,
    suspend,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]

TODAY = date(2024, 10, 20)
YEAR_AGO, TWO_YEARS_AGO = date(2023, 10, 20), date(2022, 10, 20)


@pytest.fixture
def province():
    return make_province()


@pytest.fixture
def ba_be(province):
    return make_district(province, "061", name="Huyện Ba Bể")


@pytest.fixture
def staff(ba_be, client):
    user = make_district_staff(ba_be)
    client.force_login(user)
    return user


@pytest.fixture
def htx(ba_be):
    return make_cooperative(ba_be, name="HTX Đồng Lợi")


def address(name, organisation):
    return reverse(name, args=[organisation.pk])


def record(client, name, organisation, number=0, /, **typed):
    path = address(name, organisation)
    return client.post(path, {**sent_by(client.get(path), number), **typed})


# --- Legal status ---------------------------------------------------------------------------------


def test_a_ceasing_is_by_notice_unless_said_otherwise(client, staff, htx):
    record(client, "suspension", htx, valid_from="1/9/2024", reason="Sửa kho")
    assert Suspension.objects.get().legal_status == LegalStatus.BY_NOTICE
    record(client, "suspension", htx, legal_status="not_at_address")
    assert Suspension.objects.get().legal_status == LegalStatus.NOT_AT_ADDRESS
    versions = Suspension.history.order_by("history_id").values_list("legal_status", flat=True)
    assert list(versions) == ["by_notice", "not_at_address"]


def test_who_names_no_status_leaves_it_as_it_is(client, staff, htx):
    """A page that was opened before there were any, or a program."""
    suspend(htx, date(2024, 9, 1), legal_status="tax_revoked")
    path = address("suspension", htx)
    sent = sent_by(client.get(path)) | {"reason": "Lũ"}
    del sent["legal_status"]
    assert client.post(path, sent).status_code == 302
    assert list(Suspension.objects.values_list("legal_status", "reason")) == [("tax_revoked", "Lũ")]


def test_page_history_and_list_say_it(client, staff, htx):
    suspend(htx, date(2024, 9, 1), legal_status="insolvent")
    page = client.get(address("organisation", htx)).content.decode()
    assert "Đang làm thủ tục phá sản" in page
    assert "tình trạng pháp lý" in page.lower()
    listing = client.get("/organisations/").content.decode()
    assert listing.count("đang làm thủ tục phá sản") == 2  # a choice, and the row


@pytest.mark.parametrize("status", LegalStatus.values)
def test_the_list_finds_them_by_it(client, staff, ba_be, status):
    for one in LegalStatus.values:
        suspend(make_cooperative(ba_be, name=f"HTX {one}"), date(2024, 9, 1), legal_status=one)
    ended = make_cooperative(ba_be, name="HTX Đã hết")
    suspend(ended, date(2024, 1, 1), date(2024, 2, 1), legal_status=status)
    gone = make_cooperative(ba_be, name="HTX Giải thể", dissolved_on=date(2024, 10, 1))
    suspend(gone, date(2024, 9, 1), legal_status=status)
    found = client.get("/organisations/", {"state": status}).context["table"].data
    assert [row.name for row in found] == [f"HTX {status}"]


# --- Notices --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2024, 10, 20), 12, date(2023, 10, 20)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2025, 2, 28), 24, date(2023, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2024, 1, 15), 1, date(2023, 12, 15)),
    ],
)
def test_months_are_counted_back(day, months, before):
    assert months_before(day, months) == before


OTHER = {"legal_status": "tax_revoked"}
DAY_AFTER = {YEAR_AGO: date(2023, 10, 21), TWO_YEARS_AGO: date(2022, 10, 21)}
# Spans (from, to, and what else), and what is overdue of them today: months, or nothing.
LIVES = {
    "just not a year": ([(DAY_AFTER[YEAR_AGO], None, {})], []),
    "a year": ([(YEAR_AGO, None, {})], [12]),
    "not by notice": ([(YEAR_AGO, None, OTHER)], []),
    "renewed": ([(YEAR_AGO, None, {"renewed_on": date(2024, 10, 1)})], []),
    "renewed a year ago": (
        [(date(2022, 12, 1), None, {"renewed_on": YEAR_AGO})],
        [12],
    ),
    "two years, renewed": (
        [(TWO_YEARS_AGO, None, {"renewed_on": date(2024, 9, 1)})],
        [24],
    ),
    "not yet two years, renewed": (
        [(DAY_AFTER[TWO_YEARS_AGO], None, {"renewed_on": date(2024, 9, 1)})],
        [],
    ),
    "two years, and no notice": ([(TWO_YEARS_AGO, None, {})], [12, 24]),
    "worked again": ([(YEAR_AGO, date(2024, 10, 1), {})], []),
    "one after the other": (
        [
            (TWO_YEARS_AGO, YEAR_AGO, {}),
            (YEAR_AGO, date(2024, 6, 1), {}),
            (date(2024, 6, 1), None, {}),
        ],
        [24],
    ),
    "a day of work between": (
        [(TWO_YEARS_AGO, date(2024, 5, 31), {}), (date(2024, 6, 1), None, {})],
        [],
    ),
    "otherwise suspended before": (
        [(TWO_YEARS_AGO, date(2024, 6, 1), OTHER), (date(2024, 6, 1), None, {})],
        [],
    ),
    "ended long ago": (
        [(date(2019, 1, 1), date(2022, 1, 1), {}), (date(2024, 6, 1), None, {})],
        [],
    ),
    "never": ([], []),
}


@pytest.mark.parametrize("name", LIVES)
def test_what_is_overdue_is_the_same_of_a_life_and_in_lists(htx, name):
    spans, overdue = LIVES[name]
    for valid_from, valid_to, fields in spans:
        suspend(htx, valid_from, valid_to, **fields)
    said = overdue_notices(Life.of(Organisation.objects.get(pk=htx.pk)), TODAY)
    assert [
        months for months in (12, 24) if any(f"{months} tháng" in text for text in said)
    ] == overdue
    found = Organisation.objects.filter(beyond_notice(TODAY))
    assert found.exists() is bool(overdue)


def test_on_a_day_of_then_what_ended_since_is_not_over(htx):
    suspend(htx, date(2022, 1, 1), date(2024, 10, 1), renewed_on=date(2024, 3, 1))
    then = date(2024, 5, 1)
    assert len(overdue_notices(Life.of(Organisation.objects.get(pk=htx.pk)), then)) == 1
    assert Organisation.objects.filter(beyond_notice(then)).exists()
    assert not Organisation.objects.filter(beyond_notice(TODAY)).exists()


def test_one_that_is_dissolved_owes_no_notice(ba_be):
    gone = make_cooperative(ba_be, dissolved_on=TODAY)
    suspend(gone, YEAR_AGO)
    assert overdue_notices(Life.of(Organisation.objects.get(pk=gone.pk)), TODAY) == []
    assert not Organisation.objects.filter(beyond_notice(TODAY)).exists()


def test_it_is_pointed_out_on_its_page_in_the_list_and_in_my_work(client, staff, htx, province):
    suspend(htx, YEAR_AGO)
    suspend(make_group(htx.placements.get().unit, name="THT Khác"), date(2024, 9, 1))
    open_year(province)
    assert (
        "từ ngày 20/10/2023 đã quá 12 tháng"
        in client.get(address("organisation", htx)).content.decode()
    )
    listing = client.get("/organisations/")
    assert listing.content.decode().count("thông báo quá hạn") == 2  # a choice, and the row
    work = client.get("/returns/").content.decode()
    assert "1 tổ chức tạm ngừng theo thông báo đã quá hạn" in work
    assert 'href="/organisations/?state=overdue"' in work
    found = client.get("/organisations/", {"state": "overdue"}).context["table"].data
    assert [row.name for row in found] == ["HTX Đồng Lợi"]
    Suspension.objects.update(renewed_on=date(2024, 10, 1))
    assert "quá hạn" not in client.get("/returns/").content.decode()


def test_of_another_district_nothing_is_pointed_out(client, staff, province):
    suspend(make_cooperative(make_district(province, "062")), YEAR_AGO)
    assert "quá hạn" not in client.get("/returns/").content.decode()


# --- A new notice ---------------------------------------------------------------------------------


def test_a_new_notice_is_recorded_corrected_and_taken_back(client, staff, htx):
    suspend(htx, date(2023, 3, 1))
    response = record(client, "renewal", htx, renewed_on="1/3/2024")
    said = " ".join(map(str, client.get(response.url).context["messages"]))
    assert "hiệu lực từ ngày 1/3/2024" in said
    assert Suspension.objects.get().renewed_on == date(2024, 3, 1)
    record(client, "renewal", htx, renewed_on="1/9/2024")
    assert Suspension.objects.get().renewed_on == date(2024, 9, 1)
    days = Suspension.history.order_by("history_id").values_list("renewed_on", flat=True)
    assert list(days) == [None, date(2024, 3, 1), date(2024, 9, 1)]
    record(client, "renewal", htx, -1, taking_back="1")
    assert Suspension.objects.get().renewed_on is None


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("21/10/2024", "chưa đến"),
        ("1/3/2023", "sau ngày bắt đầu tạm ngừng"),
        ("", "bắt buộc"),
    ],
)
def test_its_day_lies_within_the_suspension(client, staff, htx, day, words):
    suspend(htx, date(2023, 3, 1))
    response = record(client, "renewal", htx, renewed_on=day)
    assert words in " ".join(response.context["form"].errors["renewed_on"])
    assert Suspension.objects.get().renewed_on is None


def test_a_resumption_before_it_is_refused(client, staff, htx):
    suspend(htx, date(2023, 3, 1), renewed_on=date(2024, 3, 1))
    response = record(client, "resumption", htx, valid_to="1/2/2024")
    assert "trước ngày hoạt động trở lại" in str(response.context["form"].errors)
    assert record(client, "resumption", htx, valid_to="1/6/2024").status_code == 302


@pytest.mark.parametrize("spans", [[], [{"legal_status": "winding_up"}]])
def test_only_a_suspension_by_notice_is_renewed(client, staff, htx, spans):
    for fields in spans:
        suspend(htx, date(2023, 3, 1), **fields)
    assert address("renewal", htx) not in client.get(address("organisation", htx)).content.decode()
    assert client.get(address("renewal", htx)).status_code == 404
    client.post(address("renewal", htx), {"version": "0-0-0", "renewed_on": "1/3/2024"})
    assert not Suspension.objects.filter(renewed_on__isnull=False).exists()


def test_only_who_keeps_the_registry_records_one(client, htx, province):
    suspend(htx, date(2023, 3, 1))
    client.force_login(make_officer(province))
    assert client.get(address("renewal", htx)).status_code == 403
    assert client.post(address("renewal", htx), {"renewed_on": "1/3/2024"}).status_code == 403
