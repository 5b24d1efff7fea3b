"""A closed year stays as it is: no move dated in it, no yearly report of it, by whatever way."""

from datetime import date

import pytest
from django.urls import reverse

from cooperatives.imports import KINDS, Options, import_file
from cooperatives.models import Cooperative, Organisation, ReportingYear, Suspension, YearlyReport
from tests.cooperatives.browsing import sent_by
from tests.factories import (
    close_year,
    make_admin,
    make_commune,
    make_cooperative,
    make_district,
    make_district_staff,
    make_group,
    make_province,
    make_yearly_report,
    suspend,
)
from tests.targets.pages import parsed, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]

SAID = "Năm 2023 đã khóa sổ đối với xã Khang Ninh: quản trị viên cần mở lại năm trước"


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
def htx(commune):
    return make_cooperative(commune, name="HTX Đồng Lợi", registration_number="0611")


@pytest.fixture
def staff(client, ba_be):
    client.force_login(make_district_staff(ba_be))
    return client


@pytest.fixture
def admin(client):
    client.force_login(make_admin())
    return client


@pytest.fixture
def close(province):
    """Close 2023 for the province."""
    return lambda: close_year(province, 2023)


def open_again():
    ReportingYear.objects.all().delete()


def said(response):
    return text(parsed(response))


# --- By form --------------------------------------------------------------------------------------


def send(client, name, organisation, /, **typed):
    path = reverse(name, args=[organisation.pk])
    return client.post(path, {**sent_by(client.get(path)), **typed})


FORMS = [
    ("dissolution", {"dissolved_on": "31/12/2023"}, {"dissolved_on": "1/1/2024"}),
    (
        "suspension",
        {"valid_from": "31/12/2023", "reason": "Hết vốn"},
        {"valid_from": "1/1/2024", "reason": "Hết vốn"},
    ),
    ("correction", {"founded_on": "5/5/2023"}, {"founded_on": "5/5/2022"}),
]


@pytest.mark.parametrize(("name", "in_it", "beside_it"), FORMS)
def test_a_form_takes_no_day_of_a_closed_year(staff, htx, close, name, in_it, beside_it):
    close()
    before = list(Cooperative.objects.values()), list(Suspension.objects.values())
    refused = send(staff, name, htx, **in_it)
    [field] = refused.context["form"].errors
    assert field in in_it
    assert SAID in said(refused)
    assert (list(Cooperative.objects.values()), list(Suspension.objects.values())) == before
    assert send(staff, name, htx, **beside_it).status_code == 302


def test_a_founding_dated_in_a_closed_year_is_refused_once_at_its_day(staff, commune, close):
    close()
    path = "/organisations/founding/"
    typed = {
        "kind": "cooperative",
        "name": "HTX Mới",
        "registration_number": "0699",
        "sector": "agriculture",
        "unit": commune.pk,
    }
    refused = staff.post(path, typed | {"founded_on": "31/12/2023"})
    assert list(refused.context["form"].errors) == ["founded_on"]
    assert said(refused).count(SAID) == 1
    assert not Organisation.objects.exists()
    assert staff.post(path, typed | {"founded_on": "1/1/2024"}).status_code == 302


def test_what_was_dated_before_the_closing_can_be_neither_moved_out_nor_taken_back(
    staff, htx, close
):
    suspend(htx, date(2023, 7, 1))
    Organisation.objects.update(dissolved_on=date(2023, 8, 1))
    close()
    path = reverse("dissolution", args=[htx.pk])
    page = staff.get(path)
    moved = staff.post(path, {**sent_by(page), "dissolved_on": "1/8/2024"})
    assert SAID in said(moved)
    back = staff.post(path, {**sent_by(page, -1), "taking_back": "1"})
    assert SAID in said(back)
    assert Organisation.objects.get().dissolved_on == date(2023, 8, 1)
    open_again()
    assert staff.post(path, {**sent_by(page, -1), "taking_back": "1"}).status_code == 302


def test_a_name_can_be_mended_though_the_founding_lies_in_a_closed_year(staff, commune, close):
    htx = make_cooperative(commune, founded_on=date(2023, 5, 5))
    close()
    assert send(staff, "correction", htx, name="HTX Khang Ninh").status_code == 302
    assert Organisation.objects.get().name == "HTX Khang Ninh"


def test_a_year_closed_elsewhere_closes_nothing_here(staff, htx, province):
    close_year(make_district(province, "062"), 2023)
    assert send(staff, "dissolution", htx, dissolved_on="31/12/2023").status_code == 302


# --- By import ------------------------------------------------------------------------------------

HEADER = "registration_number,name,unit_code,sector,founded_on,ceased_on,dissolved_on"


def load(*rows, header=HEADER, kind="cooperatives"):
    content = "\n".join((header, *rows)).encode()
    return import_file(KINDS[kind], "a.csv", content, Options(), store=True)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("0699,HTX Mới,01900,agriculture,2023-12-31,,", "founded_on"),
        ("0611,HTX Đồng Lợi,01900,agriculture,2015-01-01,2023-12-31,", "ceased_on"),
        ("0611,HTX Đồng Lợi,01900,agriculture,2015-01-01,,2023-01-01", "dissolved_on"),
        ("0611,HTX Đồng Lợi,01900,agriculture,2023-01-01,,", "founded_on"),
    ],
)
def test_an_import_takes_no_day_of_a_closed_year(htx, close, row, column):
    close()
    outcome = load(row)
    assert [(error.row, error.column) for error in outcome.errors] == [(2, column)]
    assert SAID in outcome.errors[0].message
    assert Organisation.objects.get().dissolved_on is None
    open_again()
    assert load(row).error_count == 0


def test_a_move_on_a_day_of_a_closed_year_is_refused_where_it_left_too(htx, province, close):
    other = make_district(province, "062", name="Huyện Ngân Sơn")
    close_year(other, 2023)
    header = "registration_number,unit_code,unit_from"
    [error] = load("0611,062,2023-06-01", header=header).errors
    assert error.column == "unit_from"
    assert "huyện Ngân Sơn" in error.message
    assert load("0611,062,2024-06-01", header=header).updated == 1
    back = load("0611,01900,2023-07-01", header=header)
    assert back.error_count == 1


def test_an_import_of_what_is_stored_passes_though_it_lies_in_a_closed_year(commune, close):
    make_cooperative(
        commune, name="HTX An", registration_number="0612", founded_on=date(2023, 3, 1)
    )
    close()
    assert load("0612,HTX An,01900,agriculture,2023-03-01,,").error_count == 0
    # Another name moves nothing.
    assert load("0612,HTX Yên,01900,agriculture,2023-03-01,,").updated == 1


def test_closed_years_are_read_once_for_a_file(commune, close, django_assert_max_num_queries):
    close()
    rows = [f"9{n},HTX {n},01900,agriculture,{1990 + n}-01-01,," for n in range(30)]
    with django_assert_max_num_queries(25):
        assert load(*rows).created == 30


# --- On the admin site ----------------------------------------------------------------------------


def change(client, organisation, spans=(), **fields):
    """Save the admin's page of an organisation with other fields, or with further suspensions."""
    model = {"cooperative": "cooperative", "group": "cooperativegroup"}[organisation.kind]
    path = reverse(f"admin:cooperatives_{model}_change", args=[organisation.pk])
    form = client.get(path).context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    values = {name: "" if value is None else value for name, value in values.items()} | fields
    stay = organisation.placements.get()
    values |= {
        "placements-TOTAL_FORMS": "1",
        "placements-INITIAL_FORMS": "1",
        "placements-0-id": stay.pk,
        "placements-0-organisation": organisation.pk,
        "placements-0-unit": stay.unit_id,
        "placements-0-valid_from": stay.valid_from,
        "placements-0-valid_to": "",
        "suspensions-TOTAL_FORMS": len(spans),
        "suspensions-INITIAL_FORMS": "0",
    }
    for n, day in enumerate(spans):
        values |= {
            f"suspensions-{n}-organisation": organisation.pk,
            f"suspensions-{n}-valid_from": day,
        }
    return client.post(path, values)


@pytest.mark.parametrize("make", [make_cooperative, make_group])
def test_the_admin_site_takes_no_day_of_a_closed_year(admin, commune, close, make):
    organisation = make(commune, name="Nhóm An")
    close()
    for fields in ({"dissolved_on": "31/12/2023"}, {"founded_on": "1/1/2023"}):
        assert SAID in said(change(admin, organisation, **fields))
    assert SAID in said(change(admin, organisation, ["1/6/2023"]))
    assert Organisation.objects.get().dissolved_on is None
    assert not Suspension.objects.exists()
    assert change(admin, organisation, name="Nhóm Bình").status_code == 302
    assert change(admin, organisation, ["1/6/2024"]).status_code == 302


@pytest.mark.parametrize("make", [make_cooperative, make_group])
def test_the_admin_site_deletes_nothing_that_a_closed_year_counts(admin, commune, close, make):
    organisation = make(commune, founded_on=date(2023, 5, 1))
    close()
    model = {"cooperative": "cooperative", "group": "cooperativegroup"}[organisation.kind]
    page = reverse(f"admin:cooperatives_{model}_delete", args=[organisation.pk])
    assert admin.post(page, {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [organisation.pk], "post": "yes"}
    admin.post(reverse(f"admin:cooperatives_{model}_changelist"), chosen)
    assert Organisation.objects.exists()
    open_again()
    assert admin.post(page, {"post": "yes"}).status_code == 302
    assert not Organisation.objects.exists()


# --- Yearly reports on the admin site -------------------------------------------------------------


@pytest.fixture
def report(htx):
    return make_yearly_report(htx, 2023, state="draft", revenue=5)


def save_report(client, report, **fields):
    path = reverse("admin:cooperatives_yearlyreport_change", args=[report.pk])
    form = client.get(path).context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    return client.post(
        path, {name: "" if value is None else value for name, value in values.items()} | fields
    )


def test_the_admins_form_of_a_yearly_report_knows_closed_years(admin, report, close):
    close()
    assert SAID in said(save_report(admin, report, revenue="6"))
    assert SAID in said(save_report(admin, report, state="final"))
    report.refresh_from_db()
    assert (report.revenue, report.state) == (5, "draft")
    assert save_report(admin, report).status_code == 302
    open_again()
    assert save_report(admin, report, revenue="6").status_code == 302


def test_a_yearly_report_overwrites_nothing_stored_meanwhile(admin, report):
    path = reverse("admin:cooperatives_yearlyreport_change", args=[report.pk])
    opened = sent_by(admin.get(path))
    YearlyReport.objects.update(revenue=777, member_count=9)
    assert admin.post(path, opened | {"profit": "1"}).status_code == 302
    report.refresh_from_db()
    assert (report.revenue, report.profit, report.member_count) == (777, 1, 9)
    told = admin.post(path, opened | {"revenue": "8"}).context["adminform"].form.errors
    assert list(told) == ["revenue"]
    assert "“777”" in told["revenue"][0]
    assert "“8”" in told["revenue"][0]
    report.refresh_from_db()
    assert (report.revenue, report.profit) == (777, 1)


def test_a_yearly_report_made_final_meanwhile_takes_no_figure(admin, report):
    path = reverse("admin:cooperatives_yearlyreport_change", args=[report.pk])
    opened = sent_by(admin.get(path))
    YearlyReport.objects.update(state="final")
    told = admin.post(path, opened | {"revenue": "8"}).context["adminform"].form.errors
    assert list(told) == ["state"]
    report.refresh_from_db()
    assert (report.state, report.revenue) == ("final", 5)


def test_a_new_one_of_a_closed_year_is_refused_at_its_year(admin, htx, close):
    close()
    values = {"cooperative": htx.pk, "year": "2023", "state": "draft", "revenue": "5"}
    path = reverse("admin:cooperatives_yearlyreport_add")
    refused = admin.post(path, values)
    assert list(refused.context["adminform"].form.errors) == ["year"]
    assert admin.post(path, values | {"year": "2022"}).status_code == 302


@pytest.mark.parametrize("action", ["make_final", "make_draft", "delete_selected"])
def test_the_admins_actions_leave_reports_of_closed_years_alone(admin, report, htx, close, action):
    if action == "make_draft":
        YearlyReport.objects.update(state="final")
    make_yearly_report(htx, 2022, state="draft")
    close()
    before = sorted(YearlyReport.objects.values_list("year", "state"))
    chosen = list(YearlyReport.objects.values_list("pk", flat=True))
    data = {"action": action, "_selected_action": chosen}
    path = reverse("admin:cooperatives_yearlyreport_changelist")
    if action == "delete_selected":
        admin.post(path, data | {"post": "yes"})
    else:
        assert SAID in said(admin.post(path, data, follow=True))
    assert sorted(YearlyReport.objects.values_list("year", "state")) == before
