"""The admin's page of a return: in a closed year nothing of it changes, is added or goes."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from cooperatives.models import QuarterlyReturn, Remark
from tests.admin_pages import errors_of, sent_by_page
from tests.factories import (
    close_year,
    make_admin,
    make_cooperative,
    make_district,
    make_figures,
    make_officer,
    make_province,
    make_return,
    open_year,
)

SAID = "Năm 2023 đã khóa sổ"
RETURNS, FIGURES = "cooperatives_quarterlyreturn", "cooperatives_quarterlyfigures"


@pytest.fixture
def filed(db, demo_day):
    """A draft of 2023 with a row and a remark; the year is open."""
    province = make_province()
    open_year(province, 2023)
    district = make_district(province)
    filed = make_return(district, 2023, 3, state="draft")
    row = make_figures(make_cooperative(district), 2023, 3, quarterly_return=filed)
    Remark.objects.create(
        quarterly_return=filed,
        cooperative=row.cooperative,
        text="xem lại",
        by=make_officer(province),
        at=datetime(2023, 10, 2, tzinfo=UTC),
    )
    return filed


@pytest.fixture
def admin(client, filed):
    client.force_login(make_admin())
    return client


def change(admin, filed, **typed):
    page = reverse(f"admin:{RETURNS}_change", args=[filed.pk])
    return admin.post(page, sent_by_page(admin.get(page)) | typed)


def stored():
    return list(QuarterlyReturn.objects.values()), list(Remark.objects.order_by("pk").values())


CHANGES = [
    {"moved_due_on": "30/10/2023"},
    {"remarks-0-text": "khác"},
    {"remarks-0-DELETE": "on"},
    {"remarks-1-text": "thêm", "remarks-TOTAL_FORMS": "2"},
]


@pytest.mark.parametrize("typed", CHANGES, ids="-".join)
def test_its_page_changes_it_while_the_year_is_open_alone(admin, filed, typed):
    before = stored()
    close_year(filed.unit.parent, 2023)
    answer = change(admin, filed, **typed)
    assert stored() == before
    assert answer.status_code == 302 or SAID in errors_of(answer)
    filed.unit.parent.reporting_years.update(closed=None)
    assert change(admin, filed, **typed).status_code == 302
    assert stored() != before


def test_a_new_one_of_a_closed_year_is_refused(admin, filed):
    close_year(filed.unit.parent, 2023)
    page = reverse(f"admin:{RETURNS}_add")
    new = {"unit": filed.unit.pk, "year": 2023, "quarter": 2}
    refused = admin.post(page, sent_by_page(admin.get(page)) | new)
    assert SAID in errors_of(refused)
    assert QuarterlyReturn.objects.count() == 1


@pytest.mark.parametrize("how", ["its page", "the list"])
@pytest.mark.parametrize("kind", [RETURNS, FIGURES])
def test_neither_it_nor_its_rows_are_deleted(admin, filed, kind, how):
    record = filed if kind == RETURNS else filed.rows.get()
    if kind == RETURNS:
        filed.rows.all().delete()

    def delete():
        if how == "its page":
            admin.post(reverse(f"admin:{kind}_delete", args=[record.pk]), {"post": "yes"})
        else:
            sent = {"action": "delete_selected", "_selected_action": [record.pk], "post": "yes"}
            admin.post(reverse(f"admin:{kind}_changelist"), sent)
        return not type(record).objects.filter(pk=record.pk).exists()

    close_year(filed.unit.parent, 2023)
    assert not delete()
    filed.unit.parent.reporting_years.update(closed=None)
    assert delete()
