"""The page of one target: where it stands, its quarters, its districts, its records."""

import csv
import io
import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from cooperatives.models import AdministrativeUnit
from targets.indicators import BY_CODE
from tests.factories import (
    make_baseline_figure,
    make_cooperative,
    make_district_staff,
    make_figures,
    make_officer,
    make_plan,
    make_target,
    make_yearly_report,
    suspend,
)
from tests.targets.pages import attribute, find, find_all, parsed, text


def unit(code):
    return AdministrativeUnit.objects.get(code=code)


@pytest.fixture
def officer(bac_kan):
    return make_officer(bac_kan)


@pytest.fixture
def records(bac_kan):
    """Ba Bể: one reports 30 million a quarter, one leaves quarter 2 blank, one is suspended.
    Na Rì: one reports 10.
    """
    reports = make_cooperative(unit("01900"), name="HTX Đồng Lợi", registration_number="0610001")
    gaps = make_cooperative(unit("061"), name="HTX Bí xanh", registration_number="0610002")
    pauses = make_cooperative(unit("061"), name="HTX Cũ", registration_number="0610003")
    other = make_cooperative(unit("066"), name="HTX Miến dong", registration_number="0660001")
    suspend(pauses, date(2023, 1, 1))
    for quarter in (1, 2, 3):
        make_figures(reports, 2024, quarter, profit=30_000_000, managers_vocational=2)
        make_figures(other, 2024, quarter, profit=10_000_000)
    make_figures(gaps, 2024, 1, profit=5_000_000, managers_vocational=1)
    make_figures(gaps, 2024, 3, profit=5_000_000)
    return {"reports": reports, "gaps": gaps, "other": other}


@pytest.fixture
def look(client, plan, officer):
    """Open the page of an indicator, as the province's officer or as somebody else."""

    def looking(code="average_profit", query="", user=None, language="vi"):
        client.force_login(user or officer)
        client.cookies["django_language"] = language
        response = client.get(reverse("target", args=[plan.pk, code]) + f"?quarter=3&{query}")
        assert response.status_code == 200
        return parsed(response)

    return looking


def panel(page, heading):
    return find(page, "section", aria_labelledby=heading)


def body(section):
    return [
        [text(cell) for cell in find_all(row, "th") + find_all(row, "td")]
        for row in find_all(find(section, "tbody"), "tr")
    ]


def listed(page):
    """The names in the list of records, in its order."""
    rows = find_all(find(find(page, id="records"), "tbody"), "tr")
    return [text(find_all(row, "td")[0]).rsplit(" ", 1)[0] for row in rows]


ALL = ["HTX Bí xanh", "HTX Cũ", "HTX Đồng Lợi", "HTX Miến dong"]


# --- Quarters -------------------------------------------------------------------------------------


def test_the_quarters_stand_in_a_table_with_what_was_due(records, look):
    rows = body(panel(look(), "series-heading"))
    assert [row[:3] for row in rows] == [
        ["Quý I", "15,0", "21,3"],
        ["Quý II", "40,0", "42,5"],
        ["Quý III", "60,0", "63,8"],
        ["Quý IV", "–", "85,0"],
    ]
    assert [row[4] for row in rows] == ["3/3", "2/3", "2/3", "0/3"]


def test_the_chart_holds_the_same_figures(records, look):
    figure = json.loads(text(find(look(), "script", id="series-figure")))
    (values,) = [one for one in figure["data"] if one["name"] == "value"]
    assert values["y"] == [15, 40, 60, None]


def test_without_a_figure_the_page_says_so_and_draws_nothing(bac_kan, look):
    make_cooperative(unit("061"))
    page = look()
    assert not find_all(page, "script", id="series-figure")
    assert "Chưa có số liệu để vẽ" in text(panel(page, "series-heading"))
    assert [row[1] for row in body(panel(page, "series-heading"))] == ["–", "–", "–", "–"]


def test_the_baseline_of_that_very_indicator_stands_below(records, look, bac_kan):
    make_baseline_figure(bac_kan, "total_cooperatives", 371)
    assert "371" in text(panel(look("total_cooperatives"), "series-heading"))
    assert "371" not in text(panel(look("average_profit"), "series-heading"))


# --- Districts ------------------------------------------------------------------------------------


def test_districts_stand_by_their_part_of_the_shortfall_with_what_they_bring(records, look):
    """63.75 are due by quarter 3. Na Rì lacks all that is lacking, Ba Bể is ahead; the others
    have nothing to show.
    """
    rows = body(panel(look(), "units-heading"))
    assert len(rows) == 8
    assert [(row[0], row[1], row[3], row[4], row[5], row[6]) for row in rows[:2]] == [
        ("Na Rì", "30,0", "−33,8", "100%", "25%", "1/1"),
        ("Ba Bể", "90,0", "+26,3", "–", "75%", "1/2"),
    ]
    assert {(row[1], row[3], row[4]) for row in rows[2:]} == {("–", "–", "–")}


def test_an_allocation_of_a_district_has_a_status(records, look, plan):
    make_target(plan, "average_profit", unit=unit("066"), value=20_000_000)
    row = text(find(panel(look(), "units-heading"), "tbody"))
    assert "≥ 20" in row


def test_a_district_leads_to_its_own_page_without_the_wishes(records, look):
    page = look(query="q=dong&state=missing&sort=-value&page=1")
    links = [attribute(a, "href") for a in find_all(panel(page, "units-heading"), "a")]
    assert all(link.count("unit=") == 1 for link in links)
    assert not any(word in link for link in links for word in ("q=", "state=", "sort=", "page="))


def test_a_commune_has_no_units_below_it(records, look, bac_kan):
    staff = make_district_staff(unit("061"))
    page = look(query="unit=01906", user=staff)
    assert "không có đơn vị cấp dưới" in text(panel(page, "units-heading"))


# --- Records --------------------------------------------------------------------------------------


def test_each_record_says_its_value_and_whether_it_is_reported_or_missing_and_why(records, look):
    rows = body(find(look(), id="records"))
    assert [(row[0].rsplit(" ", 1)[0], row[2], row[3]) for row in rows] == [
        ("HTX Bí xanh", "–", "chưa có số liệu: trống ở quý II · ô quý II"),
        ("HTX Cũ", "–", "không phải báo cáo: tạm ngừng vào cuối quý"),
        ("HTX Đồng Lợi", "90", "đã báo cáo"),
        ("HTX Miến dong", "30", "đã báo cáo"),
    ]


def test_a_carried_value_says_from_when(records, look):
    rows = {
        row[0].rsplit(" ", 1)[0]: row
        for row in body(find(look("managers_vocational"), id="records"))
    }
    assert rows["HTX Bí xanh"][2:] == ["1", "dùng số kỳ trước: quý I/2024"]
    assert rows["HTX Miến dong"][2:] == [
        "–",
        "chưa có số liệu: chưa báo cáo trong năm nay và năm trước · ô quý III",
    ]


def test_how_many_have_which_state_and_what_they_make_together(records, look):
    said = text(find(look(), id="records"))
    assert "Đã báo cáo: 2 Chưa có số liệu: 1 Không phải báo cáo: 1" in said
    assert "120 triệu đồng" in said


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("state=missing", ["HTX Bí xanh"]),
        ("part=066", ["HTX Miến dong"]),
        ("q=dong", ["HTX Đồng Lợi", "HTX Miến dong"]),
        ("q=dong&part=061&state=reported", ["HTX Đồng Lợi"]),
        ("state=lost&part=zz", ALL),
        ("sort=-name", ALL[::-1]),
        ("sort=value", ["HTX Miến dong", "HTX Đồng Lợi", "HTX Bí xanh", "HTX Cũ"]),
        ("sort=-value", ["HTX Đồng Lợi", "HTX Miến dong", "HTX Bí xanh", "HTX Cũ"]),
        ("sort=state&sort=-name", ["HTX Miến dong", "HTX Đồng Lợi", "HTX Bí xanh", "HTX Cũ"]),
        ("sort=password", ALL),
        ("sort=day", ALL),
        ("page=77", ALL),
        ("page=x", ALL),
    ],
)
def test_filters_and_order_come_from_the_address(records, look, query, shown):
    assert listed(look(query=query)) == shown


def test_a_commune_is_told_with_its_district_and_found_by_it(records, look):
    rows = body(find(look(query="q=ba be"), id="records"))
    assert {row[0].rsplit(" ", 1)[0]: row[1] for row in rows}["HTX Đồng Lợi"].endswith(
        "Huyện Ba Bể"
    )


def test_the_values_of_the_records_line_up(records, look):
    odd = make_cooperative(unit("066"), name="HTX Lẻ")
    for quarter in (1, 2, 3):
        make_figures(odd, 2024, quarter, profit=4_250_000)
    rows = body(find(look(query="state=reported"), id="records"))
    assert {row[2] for row in rows} == {"90,00", "30,00", "12,75"}


def test_who_sorts_the_records_stays_at_them(records, look):
    heads = find(find(look(), id="records"), "thead")
    links = [attribute(link, "href") for link in find_all(heads, "a")]
    assert links
    assert all(link.endswith("#records") for link in links)


def test_where_nothing_fits_the_page_says_so_and_how_to_go_back(records, look):
    section = find(look(query="q=zzz"), id="records")
    assert "Không có gì phù hợp." in text(section)
    assert not find_all(section, "table")
    assert any("q=" not in attribute(a, "href") for a in find_all(section, "a"))


def test_a_list_of_groups_is_not_called_one_of_cooperatives(records, look):
    for code, title in (
        ("new_groups", "Danh sách tổ chức tính vào chỉ tiêu"),
        ("average_profit", "Danh sách HTX tính vào chỉ tiêu"),
    ):
        section = find(look(code, "?quarter=3"), "section", id="records")
        assert text(find(section, "h2")) == title
    assert attribute(find(section, role="region"), "aria-label") == title


def test_a_long_list_comes_in_pages(records, look):
    for n in range(20):
        make_cooperative(unit("061"), name=f"HTX số {n}")
    assert len(listed(look())) == 20
    assert len(listed(look(query="page=2"))) == 4


def test_a_record_leads_to_its_cooperative(records, look):
    links = find_all(find(find(look(), id="records"), "tbody"), "a")
    assert attribute(links[3], "href") == f"/organisations/{records['reports'].pk}/"


def test_a_cooperative_that_has_moved_away_since_is_named_without_a_link(records, look):
    """Its figures of then belong to the district of then; its page to the district of today."""
    moved = records["reports"]
    stay = moved.placements.get()
    stay.valid_to = date(2024, 10, 1)
    stay.save()
    moved.placements.create(unit=unit("066"), valid_from=date(2024, 10, 1))
    page = look(query="unit=061", user=make_district_staff(unit("061")))
    assert "HTX Đồng Lợi" in listed(page)
    hrefs = [attribute(a, "href") for a in find_all(find(find(page, id="records"), "tbody"), "a")]
    assert f"/organisations/{moved.pk}/" not in hrefs
    assert len([href for href in hrefs if "/organisations/" in href]) == 2


def test_district_staff_see_their_own_records_and_are_told_so(records, look):
    staff = make_district_staff(unit("061"))
    page = look(query="unit=06", user=staff)
    assert listed(page) == ALL[:3]
    assert "huyện Ba Bể" in text(find(find(page, id="records"), css="notice"))
    assert text(find(page, css="target__value")).startswith("60,0")


def test_of_another_district_staff_see_the_number_but_no_record(records, look):
    page = look(query="unit=066", user=make_district_staff(unit("061")))
    assert "HTX Miến dong" not in text(page)
    assert text(find(page, css="target__value")).startswith("30")


def test_an_indicator_without_a_target_has_its_page_too(records, look):
    page = look("total_members")
    assert not find_all(find(page, "article", "target"), css="status")
    assert listed(page) == ALL


# --- Shares ---------------------------------------------------------------------------------------


@pytest.fixture
def ratings(records):
    """Four registered: one weak with 45 points, one good, one suspended, one not rated."""
    make_yearly_report(records["gaps"], 2023, score="45")
    make_yearly_report(records["reports"], 2023, score="85")


@pytest.mark.parametrize(
    ("code", "other", "value"),
    [
        ("weak_share", "weak_share_of_rated", "50% (1 trên 2)"),
        ("weak_share_of_rated", "weak_share", "25% (1 trên 4)"),
        ("good_share", "good_share_of_rated", "50% (1 trên 2)"),
        ("good_share_of_rated", "good_share", "25% (1 trên 4)"),
    ],
)
@pytest.mark.usefixtures("ratings")
def test_each_share_shows_the_other_and_why_they_differ(look, plan, code, other, value):
    (notice,) = [found for found in find_all(look(code), css="notice") if "mẫu số" in text(found)]
    said = text(notice)
    assert str(BY_CODE[other].label) in said
    assert value in said.replace("\u00a0", " ")
    assert attribute(find(notice, "a"), "href").startswith(f"/targets/{plan.pk}/{other}/?")


def test_a_mean_shows_no_other_share(ratings, look):
    assert not [found for found in find_all(look(), css="notice") if "mẫu số" in text(found)]


def test_a_share_without_ratings_has_no_value(records, look):
    page = look("weak_share")
    assert text(find(page, css="target__value")).startswith("–")
    assert "chưa có số liệu" in text(find(page, css="notice")).lower()


def test_ratings_are_yes_and_no(ratings, look):
    rows = {
        row[0].rsplit(" ", 1)[0]: row[2:] for row in body(find(look("weak_share"), id="records"))
    }
    assert rows["HTX Bí xanh"] == ["có", "đã báo cáo: báo cáo năm 2023"]
    assert rows["HTX Đồng Lợi"][0] == "không"
    why = "chưa có số liệu: chưa có xếp loại chính thức của năm áp dụng · đến báo cáo năm"
    assert rows["HTX Miến dong"] == ["–", why]


# --- The download ---------------------------------------------------------------------------------


def download(client, page, ending="csv"):
    links = [attribute(a, "href") for a in find_all(find(page, id="records"), "a")]
    (address,) = [link for link in links if f"/records.{ending}" in link]
    response = client.get(address)
    assert response.status_code == 200
    return response


def rows_of(response):
    text = response.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_the_file_is_what_the_page_shows(records, look, client):
    response = download(client, look(query="state=reported&part=061&q=dong"))
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="average_profit-records-06-2024-3.csv"'
    )
    assert response.content.startswith(b"\xef\xbb\xbf")
    (row,) = rows_of(response)
    assert (row["Tổ chức"], row["Giá trị"], row["ĐVT"]) == ("HTX Đồng Lợi", "90", "triệu đồng")
    assert (row["Năm"], row["Quý"]) == ("2024", "3")


def test_the_file_holds_all_pages(records, look, client):
    for n in range(120):
        make_cooperative(unit("061"), name=f"HTX số {n}")
    assert len(rows_of(download(client, look(query="page=2")))) == 124


def test_the_file_speaks_the_readers_language(records, look, client):
    header = download(client, look(language="en")).content.decode("utf-8-sig").splitlines()[0]
    assert header.startswith("Plan,Figures of,Year,Quarter,Figures up to,Registration number")


def test_no_name_runs_as_a_formula(records, look, client):
    records["reports"].name = "=1+1"
    records["reports"].save()
    page = look()
    assert "'=1+1" in [row["Tổ chức"] for row in rows_of(download(client, page))]
    book = load_workbook(io.BytesIO(download(client, page, "xlsx").content))
    assert {cell.data_type for row in book.active for cell in row} <= {"s", "n", "d"}


def test_the_file_of_district_staff_holds_their_own_records(records, look, client):
    page = look(query="unit=06", user=make_district_staff(unit("061")))
    content = download(client, page).content.decode()
    assert "HTX Bí xanh" in content
    assert "HTX Miến dong" not in content


# --- What is not there ----------------------------------------------------------------------------


ADDRESSES = (
    "/indicators/average_profit/",
    "/indicators/average_profit/records.csv",
    "/indicators/average_profit/units.xlsx",
)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "query", ["year=2030", "quarter=5", "quarter=x", "unit=zz", "unit=999", "unit=%00"]
)
@pytest.mark.usefixtures("records")
def test_an_unknown_year_quarter_or_unit_is_a_404(client, officer, plan, address, query):
    client.force_login(officer)
    assert client.get(f"{address}?{query}").status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_unknown_plan_or_indicator_is_a_404(records, client, officer, plan, address):
    client.force_login(officer)
    assert client.get(address.replace("average_profit", "happiness")).status_code == 404
    assert client.get(f"{address}?plan=987654").status_code == 404
    assert client.get(reverse("target", args=[987_654, "weak_share"])).status_code == 404


@pytest.mark.parametrize("file", ["units.pdf", "people.csv", "records.pdf"])
def test_an_unknown_file_is_a_404(records, client, officer, file):
    client.force_login(officer)
    assert client.get(f"/indicators/average_profit/{file}").status_code == 404


@pytest.mark.usefixtures("ratings")
def test_the_statements_do_not_grow_with_the_records(client, officer, plan):
    client.force_login(officer)
    page = reverse("target", args=[plan.pk, "weak_share"]) + "?quarter=3"

    def statements():
        client.get(page)  # what is held is read anew once anything has changed
        with CaptureQueriesContext(connection) as captured:
            client.get(page)
        return len(captured)

    before = statements()
    for n in range(30):
        made = make_cooperative(unit("061"), name=f"HTX {n}")
        make_yearly_report(made, 2023, score=str(n))
        make_figures(made, 2024, 1, profit=n)
    assert statements() == before


# --- Other years ----------------------------------------------------------------------------------


@pytest.fixture
def the_year_before(records):
    """2023 has figures and no plan."""
    for quarter, profit in ((1, 4_000_000), (2, 6_000_000)):
        make_figures(records["reports"], 2023, quarter, profit=profit)


def test_the_same_quarter_of_the_year_before_stands_beside_each(the_year_before, look):
    page = look()
    rows = body(panel(page, "series-heading"))
    assert [row[2] for row in rows] == ["4,0", "10,0", "–", "–"]
    figure = json.loads(text(find(page, "script", id="series-figure")))
    (line,) = [one for one in figure["data"] if one["name"] == "last-year"]
    assert line["y"] == [4, 10, None, None]


def test_all_years_held_stand_in_a_table_with_their_own_targets(the_year_before, look):
    rows = body(panel(look(), "years-heading"))
    assert [row[:6] for row in rows] == [
        ["2024", "15,0", "40,0", "60,0", "–", "≥ 85"],
        ["2023", "4,0", "10,0", "–", "–", "–"],
    ]
    assert rows[0][-1] == "532/KH-UBND"


def test_of_several_decisions_of_a_year_the_last_sets_its_target(the_year_before, look, plan):
    earlier = make_plan(plan.unit, number="1/KH", issued_on=date(2022, 1, 1))
    make_target(earlier, "average_profit", year=2023, value=40_000_000)
    changes = make_plan(plan.unit, number="2/QĐ", issued_on=date(2023, 1, 1), adjusts=earlier)
    make_target(changes, "average_profit", year=2023, value=50_000_000)
    assert body(panel(look(), "years-heading"))[1][5] == "≥ 50"


def test_a_year_without_a_plan_has_its_page_too(the_year_before, look, client):
    links = find_all(panel(look(), "years-heading"), "a")
    (link,) = [one for one in links if "year=2023" in attribute(one, "href")]
    response = client.get(attribute(link, "href") + "&quarter=2")
    assert response.status_code == 200
    page = parsed(response)
    assert [row[1] for row in body(panel(page, "series-heading"))[:2]] == ["4,0", "10,0"]
    assert "HTX Đồng Lợi" in listed(page)
    choice = [form for form in find_all(page, "form") if find_all(form, "select", name="year")]
    assert attribute(choice[0], "action") == "/indicators/average_profit/"
