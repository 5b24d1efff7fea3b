"""The pages of yearly reports: where they stand, the grid, its cells, and who may do what."""

import json

import pytest
from django.urls import reverse

from cooperatives.models import YearlyReport
from tests.factories import (
    close_year,
    make_admin,
    make_commune,
    make_cooperative,
    make_district,
    make_district_staff,
    make_officer,
    make_yearly_report,
    suspend,
)
from tests.targets.pages import attribute, find, find_all, parsed, text

SHEET = [2023, "061"]


@pytest.fixture
def cooperative(district):
    return make_cooperative(district, name="HTX Hoa Ban", registration_number="A1")


def send(client, user, *cells, args=None, typed_by=None):
    """What the grid's script sends."""
    names = ("number", "field", "text", "base")
    body = {"cells": [dict(zip(names, one, strict=True)) for one in cells]}
    return client.post(
        reverse("yearly-report-cells", args=args or SHEET),
        json.dumps(body),
        content_type="application/json",
        headers={"X-Typed-By": str(typed_by or user.pk)},
    )


# --- The list -------------------------------------------------------------------------------------


def listed(response):
    """Missing, drafts and final by what leads to the sheet."""
    rows = find_all(find(parsed(response), "tbody"), "tr")
    return {
        text(find(row, "th")): [int(text(cell)) for cell in find_all(row, "td", "number")]
        for row in rows
    }


@pytest.fixture
def two_districts(district, province):
    other = make_district(province, "062", name="Huyện Na Rì")
    make_cooperative(district)
    make_yearly_report(make_cooperative(make_commune(district)), state="draft")
    make_yearly_report(make_cooperative(district))
    make_yearly_report(make_cooperative(district, dissolved_on="2023-07-01"))
    make_cooperative(district, dissolved_on="2023-07-01")
    make_yearly_report(make_cooperative(other), 2022)
    make_district(province, "063")  # nobody reports there


def test_an_officer_reads_the_units_of_the_last_year_that_is_over(two_districts, officer, client):
    client.force_login(officer)
    response = client.get(reverse("yearly-reports"))
    assert listed(response) == {"Huyện Ba Bể": [1, 1, 2], "Huyện Na Rì": [1, 0, 0]}
    [year] = find_all(find(parsed(response), "nav", "segments"), aria_current="page")
    assert text(year) == "2023"


def test_another_year_is_asked_for_in_the_address(two_districts, officer, client):
    client.force_login(officer)
    response = client.get(reverse("yearly-reports"), {"year": 2022})
    assert listed(response) == {"Huyện Ba Bể": [5, 0, 0], "Huyện Na Rì": [0, 0, 1]}


@pytest.mark.parametrize("year", ["2021", "2025", "x", "", "²"])
def test_a_year_without_reports_is_not_found(two_districts, officer, client, year):
    client.force_login(officer)
    assert client.get(reverse("yearly-reports"), {"year": year}).status_code == 404


def test_district_staff_read_the_years_of_their_own(two_districts, clerk, client):
    client.force_login(clerk)
    response = client.get(reverse("yearly-reports"))
    assert listed(response) == {"2024": [3, 0, 0], "2023": [1, 1, 2], "2022": [5, 0, 0]}
    assert "Na Rì" not in response.text


def test_the_list_costs_as_many_statements_for_more(
    two_districts, province, officer, client, django_assert_max_num_queries
):
    client.force_login(officer)
    address = reverse("yearly-reports")
    client.get(address)
    with django_assert_max_num_queries(10):
        client.get(address)
    for n in range(4, 9):
        make_yearly_report(make_cooperative(make_district(province, f"06{n}")))
    client.get(address)
    with django_assert_max_num_queries(10):
        assert len(listed(client.get(address))) == 7


def test_an_empty_list_says_so(db, demo_day, client):
    client.force_login(make_admin())
    assert "blank-slate" in client.get(reverse("yearly-reports")).text


# --- The grid -------------------------------------------------------------------------------------


def cell(response, field):
    return find(find(parsed(response), "div", role="grid"), data_field=field)


def test_the_grid_holds_figures_score_and_rating(cooperative, clerk, client):
    make_yearly_report(cooperative, state="draft", revenue=1_635_500_000, rating="fair")
    client.force_login(clerk)
    response = client.get(reverse("yearly-report", args=SHEET))
    assert attribute(cell(response, "revenue"), "value") == "1.635,5"
    [chosen] = [
        one
        for one in find_all(cell(response, "rating"), "option")
        if "selected" in dict(one.attributes)
    ]
    assert attribute(chosen, "value") == "khá"
    assert "F4:" not in response.text
    assert "data-zero" not in response.text
    widths = [attribute(one, "data-width") for one in find_all(parsed(response), role="gridcell")]
    assert widths[-3:] == ["short", "choice", "choice"]
    assert not any(widths[:-3])


def test_a_final_row_is_locked_and_says_so(cooperative, clerk, client):
    make_yearly_report(cooperative, rating="fair")
    client.force_login(clerk)
    response = client.get(reverse("yearly-report", args=SHEET))
    assert "readonly" in dict(cell(response, "revenue").attributes)
    assert "disabled" in dict(cell(response, "rating").attributes)
    assert "đã chốt" in text(find(parsed(response), role="rowheader"))


def test_without_cooperatives_the_page_says_what_to_do(district, clerk, client):
    client.force_login(clerk)
    response = client.get(reverse("yearly-report", args=SHEET))
    assert "blank-slate" in response.text
    assert 'role="grid"' not in response.text


@pytest.mark.parametrize("year", [1944, 2025, 0, 99999])
def test_a_year_out_of_time_is_not_found(district, officer, client, year):
    client.force_login(officer)
    assert client.get(reverse("yearly-report", args=[year, "061"])).status_code == 404


def test_only_who_decides_is_led_to_making_final_once_the_year_is_over(
    cooperative, clerk, officer, client, province
):
    def is_led(user, year=2023):
        client.force_login(user)
        address = reverse("yearly-report-finalisation", args=[year, "061"])
        return address in client.get(reverse("yearly-report", args=[year, "061"])).text

    assert is_led(officer)
    address = reverse("yearly-report", args=[2023, "061"])
    assert "Đơn vị báo cáo nhập số liệu; việc chốt báo cáo là của bạn." in client.get(address).text
    assert not is_led(officer, 2024)
    assert not is_led(clerk)
    close_year(province, 2023)
    assert not is_led(officer)
    assert "2023 đã khóa sổ" in client.get(address).text


def test_nobody_is_asked_to_say_that_final_reports_are_done(cooperative, clerk, client):
    make_yearly_report(cooperative)
    client.force_login(clerk)
    address, done = (reverse(name, args=SHEET) for name in ("yearly-report", "yearly-report-done"))
    assert done not in client.get(address).text
    make_cooperative(cooperative.placements.get().unit)
    assert done in client.get(address).text


def test_the_history_of_a_row_tells_who_changed_what(cooperative, clerk, client):
    client.force_login(clerk)
    send(client, clerk, ("A1", "score", "49,5", ""))
    address = reverse("yearly-report-row-history", args=SHEET)
    said = client.get(address, {"number": "A1"}).text
    assert "Nông Thị Lan" in said
    assert "49,5" in said
    assert "yếu" in said
    names = [text(name) for name in find_all(parsed(client.get(address, {"number": "A1"})), "dt")]
    assert not {"Hợp tác xã", "Năm"} & set(names)
    assert client.get(address, {"number": "B1"}).status_code == 404


# --- Its cells ------------------------------------------------------------------------------------


def test_a_cell_is_stored_and_the_rating_comes_back(cooperative, clerk, client):
    client.force_login(clerk)
    answer = send(client, clerk, ("A1", "score", "82", "")).json()
    assert answer["saved"] == [["A1", "score", "82"], ["A1", "rating", "tốt"]]
    assert (answer["complete"], answer["expected"]) == (0, 1)


def test_who_need_not_report_and_does_is_counted_and_the_page_says_why(cooperative, clerk, client):
    client.force_login(clerk)
    address, said = reverse("yearly-report", args=SHEET), "không hoạt động vào cuối năm"
    assert said not in text(parsed(client.get(address)))
    suspend(cooperative, "2023-12-01")
    page = parsed(client.get(address))
    assert said in text(page)
    assert "Đủ số liệu 0/0" in text(page)
    assert "đã có số liệu" not in text(find(page, role="rowheader"))
    answer = send(client, clerk, ("A1", "score", "82", "")).json()
    assert (answer["complete"], answer["expected"]) == (0, 1)
    page = parsed(client.get(address))
    assert "dòng đã có số liệu vẫn được tính trong “Đủ số liệu”" in text(page)
    assert "không phải báo cáo, đã có số liệu" in text(find(page, role="rowheader"))


def test_a_year_without_a_scale_says_so(cooperative, clerk, client, settings):
    settings.TODAY = "2026-02-01"
    client.force_login(clerk)
    page = parsed(client.get(reverse("yearly-report", args=[2025, SHEET[1]])))
    assert "Năm 2025 chưa có thang xếp loại" in text(page)
    assert not find_all(page, "data")


def test_the_page_tells_the_script_which_score_gives_which_rating(cooperative, clerk, client):
    client.force_login(clerk)
    page = parsed(client.get(reverse("yearly-report", args=SHEET)))
    given = [(attribute(one, "value"), text(one)) for one in find_all(page, "data")]
    assert given == [("80", "tốt"), ("65", "khá"), ("50", "trung bình"), ("0", "yếu")]
    floors = "tốt từ 80 điểm, khá từ 65 điểm, trung bình từ 50 điểm, yếu: dưới 50 điểm"
    assert f"{floors} (Thông tư 01/2020/TT-BKHĐT)." in text(page)


def test_what_is_unusual_in_a_year_asks_for_no_word_and_the_page_says_so(
    cooperative, clerk, client
):
    make_yearly_report(cooperative, state="draft", revenue=1, profit=2)
    client.force_login(clerk)
    page = parsed(client.get(reverse("yearly-report", args=SHEET)))
    [finding] = find_all(page, "li", "finding", data_of="A1")
    assert "data-open" in dict(finding.attributes)
    assert find_all(finding, "input") == []
    said = text(page)
    assert "không cần giải trình" in said
    assert "số bất thường nào cũng đã được giải trình" not in said


def test_a_warning_comes_without_a_form(cooperative, clerk, client):
    client.force_login(clerk)
    answer = send(client, clerk, ("A1", "revenue", "1", ""), ("A1", "profit", "2", "")).json()
    findings = answer["rows"]["A1"]["findings"]
    assert "profit_above_revenue" in findings
    assert "data-explain" not in findings


@pytest.mark.parametrize(
    ("who", "status"), [("nobody", 401), ("officer", 403), ("staff of another district", 404)]
)
def test_who_may_not_stores_nothing(cooperative, province, client, who, status):
    user = make_officer(province)
    if who == "staff of another district":
        user = make_district_staff(make_district(province, "062"))
    if who != "nobody":
        client.force_login(user)
    assert send(client, user, ("A1", "revenue", "1", "")).status_code == status
    assert not YearlyReport.objects.exists()


def test_figures_typed_by_another_are_not_stored(cooperative, clerk, client):
    client.force_login(clerk)
    typed_by = make_admin().pk
    assert send(client, clerk, ("A1", "revenue", "1", ""), typed_by=typed_by).status_code == 409
    assert not YearlyReport.objects.exists()


def test_what_the_writer_did_not_see_is_not_overwritten(cooperative, clerk, client):
    make_yearly_report(cooperative, state="draft", revenue=5_000_000)
    client.force_login(clerk)
    [conflict] = send(client, clerk, ("A1", "revenue", "1", "")).json()["conflicts"]
    assert conflict["text"] == "5"
    assert YearlyReport.objects.get().revenue == 5_000_000


def test_after_closing_the_year_the_typed_figures_are_refused(cooperative, clerk, client, province):
    close_year(province, 2023)
    client.force_login(clerk)
    response = send(client, clerk, ("A1", "revenue", "1", ""))
    assert (response.status_code, response.json()["locked"]) == (409, True)


# --- The ways there -------------------------------------------------------------------------------


def test_an_organisation_leads_to_the_sheet_of_each_of_its_reports(
    cooperative, clerk, client, province
):
    make_yearly_report(cooperative)
    client.force_login(clerk)
    page = client.get(reverse("organisation", args=[cooperative.pk])).text
    assert reverse("yearly-report", args=SHEET) in page


def test_but_not_to_that_of_another_district(cooperative, client, province):
    make_yearly_report(cooperative, 2022)
    other = make_district(province, "062")
    stay = cooperative.placements.get()
    stay.valid_to = "2023-06-01"
    stay.save()
    cooperative.placements.create(unit=other, valid_from="2023-06-01")
    make_yearly_report(cooperative, 2023)
    client.force_login(make_district_staff(other))
    page = client.get(reverse("organisation", args=[cooperative.pk])).text
    assert reverse("yearly-report", args=[2023, "062"]) in page
    assert reverse("yearly-report", args=[2022, "061"]) not in page


def test_the_last_quarters_return_leads_to_the_year(cooperative, clerk, client):
    client.force_login(clerk)
    link = reverse("yearly-report", args=SHEET)
    assert link in client.get(reverse("return", args=[2023, 4, "061"])).text
    assert link not in client.get(reverse("return", args=[2023, 3, "061"])).text
