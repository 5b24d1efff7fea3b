"""The page that people open first: what it shows to whom, and what it says where nothing is."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cooperatives.models import AdministrativeUnit, YearlyReport
from targets.indicators import BY_CODE
from targets.words.amounts import amount, bare
from tests.factories import (
    make_admin,
    make_baseline_figure,
    make_cooperative,
    make_country,
    make_district,
    make_district_staff,
    make_figures,
    make_figures_of,
    make_group,
    make_officer,
    make_plan,
    make_province,
    make_target,
    make_yearly_report,
)
from tests.targets.pages import attribute, elements, find, find_all, parsed, text

PLAN_ORDER = [
    "new_unions",
    "new_cooperatives",
    "weak_share",
    "average_profit",
    "average_member_income",
    "managers_higher_education",
    "managers_vocational",
    "new_groups",
]
FIGURES = {
    "revenue": 300_000_000,
    "profit": 20_000_000,
    "average_member_income": 15_000_000,
    "member_count": 10,
    "managers_total": 4,
    "managers_higher_education": 2,
    "managers_vocational": 1,
}


def unit(code):
    return AdministrativeUnit.objects.get(code=code)


def commune_of(code):
    return AdministrativeUnit.objects.filter(parent__code=code).order_by("code").first()


@pytest.fixture
def records(bac_kan):
    """Two districts report, Ba Bể all of its cooperatives; Na Rì lacks one and is corrected."""
    for code, number in (("061", 6), ("066", 2)):
        commune = commune_of(code)
        cooperatives = [make_cooperative(commune) for _ in range(number)]
        for cooperative in cooperatives:
            make_yearly_report(cooperative, 2023, rating="average")
        make_figures_of(cooperatives, **FIGURES)
    make_cooperative(commune_of("066"), name="HTX chưa báo cáo")
    make_cooperative(commune_of("061"), founded_on=date(2024, 2, 1), name="HTX mới")
    make_group(commune_of("061"), founded_on=date(2024, 8, 1))
    unit("066").returns.filter(quarter=3).update(state="returned")
    return bac_kan


@pytest.fixture
def officer(bac_kan):
    return make_officer(bac_kan)


@pytest.fixture
def look(client, officer):
    """Open the dashboard as the province's officer, or as somebody else."""

    def looking(query="", user=None, language="vi", status=200):
        client.force_login(user or officer)
        client.cookies["django_language"] = language
        response = client.get(f"/{query}")
        assert response.status_code == status
        return parsed(response)

    return looking


def rows(page):
    return find_all(page, "article", "target")


def row(page, code):
    return find(page, "article", data_indicator=code)


def comparison(**options):
    out = StringIO()
    call_command("progress", "--format", "json", stdout=out, **options)
    return json.loads(out.getvalue())


# --- The targets ----------------------------------------------------------------------------------


def test_all_targets_stand_on_the_page_the_most_urgent_first(records, look):
    page = look("?quarter=3")
    assert sorted(attribute(found, "data-indicator") for found in rows(page)) == sorted(PLAN_ORDER)
    worst_first = ["off_track", "behind", "no_data", "on_track", "met"]
    statuses = [
        next(status for status in worst_first if find_all(found, css=f"status--{status}"))
        for found in rows(page)
    ]
    assert statuses == sorted(statuses, key=worst_first.index)
    assert len(set(statuses)) > 1


def test_the_numbers_are_those_of_the_command(records, look):
    page = look("?quarter=3")
    for fact in comparison(quarter=3)["targets"]:
        shown = row(page, fact["indicator"])
        value = find(shown, "data")
        assert attribute(value, "value") == ("" if fact["value"] is None else str(fact["value"]))
        indicator = BY_CODE[fact["indicator"]]
        sign = "%" if indicator.unit == "percent" and fact["value"] is not None else ""
        assert text(value) == bare(fact["value"], indicator) + sign
        assert amount(fact["target"], indicator) in text(find(shown, css="target__value"))
        assert find_all(shown, css=f"status--{fact['status']}")


def test_the_districts_values_are_those_of_the_command(records, look):
    page = look("?quarter=3")
    for part in comparison(quarter=3)["units"]:
        for fact in part["targets"]:
            cell = find(page, "td", data_unit=part["unit"], data_indicator=fact["indicator"])
            assert text(find(cell, "a")) == bare(fact["value"], BY_CODE[fact["indicator"]])


def test_a_row_says_where_it_stands_what_is_needed_and_who_lacks_most(records, look):
    shown = text(row(look("?quarter=3"), "average_profit"))
    assert shown.startswith("Lợi nhuận bình quân HTX Chậm tiến độ 60,0 / 85 triệu")
    assert shown.endswith("Cần thêm 25 triệu Thiếu nhất ở Ba Bể, Na Rì")


def test_a_targets_page_shows_clause_and_calculation(records, client, officer, plan):
    client.force_login(officer)
    client.cookies["django_language"] = "vi"
    page = parsed(client.get(f"/targets/{plan.pk}/average_profit/?quarter=3"))
    details = text(find(page, "section", "target-facts"))
    assert "Lợi nhuận bình quân HTX: 85 triệu đồng/năm" in details
    assert "Kế hoạch 532/KH-UBND ngày 7/8/2023" in details
    assert "480 triệu đồng ÷ 8 HTX" in details
    assert "Cần có đến hết quý III 63,8 triệu đồng" in details
    assert "đạt 71% kế hoạch" in details
    # Its heading says what it is.
    assert "Ước cả năm (theo nhịp hiện tại) 80 triệu đồng (số liệu đến 30/9/2024)" in details
    assert details.count("8 HTX") == 1
    assert "Đã có số liệu đã có số liệu" not in details


def test_a_year_without_a_plan_is_compared_with_nothing(records, look, client):
    """Nothing is due in 2023, and of 2022 nothing is held; the notice says it once."""
    page = look("?year=2023&quarter=4")
    assert "so với mức cần có" not in text(find(page, "section", id="units"))
    assert "Tô màu" not in text(find(page, "section", id="units"))
    assert "không có mục tiêu" not in " ".join(text(row) for row in rows(page))
    assert "cùng kỳ" not in text(page)
    assert "cùng kỳ" in text(look("?quarter=3"))
    target = parsed(client.get("/indicators/average_profit/?year=2023&quarter=4"))
    assert "Cùng kỳ" not in text(target)
    assert "Ước cả năm" not in text(target)


def test_a_row_says_what_is_not_sure_yet(records, look):
    """Nine cooperatives have a mean of 55; if the two missing ones have 15 like the poorest, it is
    47.7: less than 0.8 of the 63.75 due, so off track instead of behind.
    """
    other = make_cooperative(commune_of("061"))
    for quarter in (1, 2, 3):
        make_figures(other, 2024, quarter, profit=5_000_000)
    shown = row(look("?quarter=3"), "average_profit")
    assert "Chậm tiến độ, chưa chắc" in text(shown)
    assert "2 HTX còn thiếu số: có thể 47,7–55,9" in text(shown)
    assert find_all(shown, css="status--unsure")


def test_a_rows_name_leads_to_the_page_of_its_target(records, look, plan):
    link = find(find(row(look("?quarter=3"), "new_groups"), "h3"), "a")
    assert attribute(link, "href") == (
        f"/targets/{plan.pk}/new_groups/?year=2024&quarter=3&unit=06"
    )


def test_the_bullet_graph_says_in_words_what_it_draws(records, look):
    drawn = find(row(look("?quarter=3"), "new_cooperatives"), "svg", "bullet")
    assert attribute(drawn, "aria-label") == "Giá trị 1; mục tiêu ≥ 35; đến nay cần có 26"


def test_positions_in_a_drawing_are_not_written_with_a_decimal_comma(records, look):
    drawn = find(row(look("?quarter=3"), "new_cooperatives"), "svg", "bullet")
    marks = [attribute(mark, "d") or attribute(mark, "x") for mark in elements(drawn)]
    assert marks
    assert not any("," in mark for mark in marks if mark)


def test_missing_is_a_dash_with_words_and_never_zero(bac_kan, look):
    make_cooperative(commune_of("061"))
    shown = row(look("?quarter=3"), "average_profit")
    assert text(find(shown, css="target__value")).startswith("–")
    assert "Chưa có số liệu" in text(shown)
    assert not find_all(shown, css="bullet__value")


# --- The tally ---------------------------------------------------------------------------------


def test_the_tally_counts_statuses_and_the_uncertain_apart(records, look):
    said = text(find(look("?quarter=3"), "section", "tally"))
    facts = [fact["status"] for fact in comparison(quarter=3)["targets"]]
    assert f"{facts.count('off_track')} nguy cơ không đạt" in said
    assert "1 đạt 1 chưa chắc chắn" in said  # the share of weak ones, by the ratings of 2023


# --- The frame ------------------------------------------------------------------------------------


def test_the_header_says_plan_unit_day_and_who_has_reported(records, look):
    head = text(find(look("?quarter=3"), "header", "heading"))
    assert "Tỉnh Bắc Kạn, Kế hoạch 532/KH-UBND năm 2024" in head
    assert "Số liệu từ 1/1/2024 đến 30/9/2024" in head
    assert "2/2 đơn vị đã báo cáo" in head
    assert "Lợi nhuận có ở 8/10 HTX" in head


def test_a_quarter_that_has_not_ended_is_said_to_be_open(records, look):
    head = text(find(look("?quarter=4"), "header", "heading"))
    assert "Số liệu từ 1/1/2024 đến 20/10/2024" in head
    assert "quý IV đến 31/12/2024 mới hết" in head
    assert "0/2 đơn vị đã báo cáo" in head


def test_quarters_lead_to_each_other_and_those_to_come_say_when(records, look, settings):
    settings.TODAY = "2024-05-05"
    chooser = find(look("?quarter=1"), "nav", "segments")
    assert [attribute(link, "href") for link in find_all(chooser, "a")] == [
        "?quarter=1&year=2024&unit=06",
        "?quarter=2&year=2024&unit=06",
    ]
    assert [text(found) for found in find_all(chooser, aria_disabled="true")] == [
        "Quý III từ 1/7/2024",
        "Quý IV từ 1/10/2024",
    ]


def test_years_can_be_chosen_where_there_is_more_than_one(records, look, plan):
    YearlyReport.objects.filter(year=2023).delete()
    assert not find_all(look("?quarter=1"), "select", name="year")
    for year in (2023, 2025):
        make_target(plan, year=year)
    chooser = find(look("?quarter=1"), "select", name="year")
    assert [text(found) for found in find_all(chooser, "option")] == ["2023", "2024"]


def test_the_baseline_stands_beside_today_with_its_source(records, look):
    make_baseline_figure(records)
    make_baseline_figure(records, "new_cooperatives", 36, quote="thành lập mới 36 HTX")
    page = look("?quarter=3")
    total = text(find(find(page, "ul", "baseline"), "li", data_baseline="total_cooperatives"))
    assert total == "Tổng số HTX 30/6/2023 371 30/9/2024 10"
    new = text(find(find(page, "ul", "baseline"), "li", data_baseline="new_cooperatives"))
    assert "6 tháng năm 2023 36" in new
    assert "9 tháng năm 2024 1" in new
    sources = text(find(page, "details", "baseline__sources"))
    assert "thành lập mới 36 HTX" in sources
    assert "Nguồn: Báo cáo tháng 8/2023" in sources


def test_the_last_column_says_where_each_return_stands(records, look):
    make_cooperative(commune_of("062"))
    page = look("?quarter=3")
    table = find(page, "table", "matrix")
    stands = {
        attribute(line, "data-unit"): text(find(line, css="matrix__return"))
        for line in find_all(table, "tr")
        if attribute(line, "data-unit")
    }
    assert (stands["061"], stands["062"]) == ("Đã duyệt", "Chưa nhập, trễ 5 ngày")
    assert (stands["066"], stands["058"]) == ("Bị trả lại", "")
    assert text(find(find(table, "tr", "matrix__whole"), css="matrix__return")) == "2/3 đã gửi"


def test_where_nobody_has_submitted_the_page_says_so(records, look):
    notice = text(find(look("?quarter=4"), "p", "notice"))
    assert "Chưa đơn vị nào gửi biểu quý IV. Hạn gửi: 15/1/2025." in notice


def test_returns_are_linked_for_those_who_may_open_them(records, look):
    def links(user):
        table = find(look("?quarter=3&unit=06", user=user), "table", "matrix")
        cells = find_all(table, css="matrix__return")
        return [attribute(link, "href") for cell in cells for link in find_all(cell, "a")]

    assert links(None) == ["/returns/2024/3/061/", "/returns/2024/3/066/"]
    assert links(make_district_staff(unit("061"))) == ["/returns/2024/3/061/"]


# --- Units ----------------------------------------------------------------------------------------


def test_people_see_their_own_unit_unless_they_ask_for_another(records, look):
    staff = make_district_staff(unit("061"))
    assert "Huyện Ba Bể" in text(find(look(user=staff), "h1"))
    assert "Tỉnh Bắc Kạn" in text(find(look("?unit=06", user=staff), "h1"))


def test_a_unit_without_its_own_target_shows_value_and_gap_but_no_status(records, look):
    shown = row(look("?quarter=3&unit=066"), "managers_vocational")
    # 2 of the 10 cooperatives are in Na Rì (one more has not reported): 210 × 3 ÷ 10 = 63.
    assert "Thấp hơn mức cần có 61 người" in text(shown)
    assert "phần theo tỷ lệ ≥ 63" in text(shown)
    assert not find_all(shown, css="status")


def test_each_cell_of_the_comparison_carries_the_numbers_of_the_json(records, look, plan):
    make_target(plan, "managers_vocational", value=10, unit=unit("066"))
    page = look("?quarter=3")
    facts = {
        (part["unit"], fact["indicator"]): fact
        for part in comparison(quarter=3)["units"]
        for fact in part["targets"]
    }
    cells = find_all(find(page, "table", "matrix"), "td")
    written = {
        (attribute(cell, "data-unit"), attribute(cell, "data-indicator")): [
            attribute(cell, f"data-{name}") for name in ("value", "gap", "behind")
        ]
        for cell in cells
        if attribute(cell, "data-unit")
    }
    assert written == {
        key: [
            "" if fact[name] is None else json.dumps(fact[name])
            for name in ("value", "gap", "is_behind")
        ]
        for key, fact in facts.items()
    }
    assert {behind for _value, _gap, behind in written.values()} == {"", "true", "false"}


def test_who_is_ahead_of_the_pace_is_never_red(records, look):
    page = look("?quarter=3")
    for part in comparison(quarter=3)["units"]:
        for fact in part["targets"]:
            cell = find(page, "td", data_unit=part["unit"], data_indicator=fact["indicator"])
            classes = attribute(cell, "class").split()
            assert ("matrix__cell--behind" in classes) == (fact["is_behind"] is True)


def test_a_mean_ahead_of_what_is_due_by_now_is_good_though_below_the_years_target(records, look):
    """64 million of 85 in quarter 1, where 21.25 are due."""
    for number in (1, 2, 3):
        make_figures(make_cooperative(commune_of("062")), 2024, number, profit=64_000_000)
    cell = find(look("?quarter=1"), "td", data_unit="062", data_indicator="average_profit")
    assert attribute(cell, "data-behind") == "false"
    assert "matrix__cell--behind" not in attribute(cell, "class")
    said = attribute(find(cell, "a"), "title").replace("\u00a0", " ")
    assert said.startswith("Đến nay cần có 21,3 triệu đồng; cao hơn 42,8 triệu")


def test_why_a_status_is_not_certain(records, look):
    share = text(row(look("?quarter=3"), "weak_share"))
    assert "theo xếp loại năm 2023" in share
    assert "Đạt, chưa chắc" in share
    assert "Chưa có xếp loại năm 2024; 1 HTX chưa xếp loại" in share
    make_cooperative(commune_of("062"))
    for _ in range(9):
        make_cooperative(commune_of("062"), name="HTX khác")
    profit = text(row(look("?quarter=3"), "average_profit"))
    assert "12 HTX còn thiếu số" in profit


def test_before_the_years_ratings_a_share_shows_the_carried_value_without_a_status(records, look):
    shown = row(look("?quarter=4"), "weak_share")
    assert find_all(shown, css="status--no_data")
    assert text(find(shown, "data")) == "0,0%"
    assert "8 HTX dùng xếp loại năm 2023" in text(shown)


def test_in_a_running_quarter_events_are_due_by_today(records, look):
    """20 October: 26 + 9 × 20/92 = 27 of 35 are due; 1 in 294 of 366 days makes 1 in the year."""
    shown = row(look("?quarter=4"), "new_cooperatives")
    assert "đến nay cần có 27" in attribute(find(shown, "svg", "bullet"), "aria-label")
    assert "Cần thêm 34 trong quý IV" in text(shown)


def test_an_allocation_has_a_status(records, look, plan):
    make_target(plan, "managers_vocational", value=10, unit=unit("066"), is_demo=True)
    shown = row(look("?quarter=3&unit=066"), "managers_vocational")
    assert find_all(shown, css="status--off_track")
    cell = find(look("?quarter=3"), "td", data_unit="066", data_indicator="managers_vocational")
    assert "matrix__cell--behind-2" in attribute(cell, "class")


def test_districts_are_compared_in_the_order_of_their_codes(records, look):
    page = look("?quarter=3")
    table = find(page, "table", "matrix")
    codes = [attribute(found, "data-unit") for found in find_all(table, "tr")]
    assert [code for code in codes if code] == [
        "058", "060", "061", "062", "063", "064", "065", "066",
    ]  # fmt: skip
    link = find(find(table, "tr", data_unit="061"), "a")
    assert attribute(link, "href") == "?quarter=3&year=2024&unit=061"


def test_what_lies_directly_under_the_unit_is_a_row_of_its_own(records, look):
    assert "trực thuộc" not in text(find(look("?quarter=3"), "table", "matrix"))
    make_cooperative(records, name="HTX của tỉnh")
    assert "trực thuộc" in text(find(look("?quarter=3"), "table", "matrix"))


def test_units_can_be_chosen_the_province_first_then_its_districts(records, look):
    chooser = find(look("?quarter=3"), "select", name="unit")
    names = [text(found) for found in find_all(chooser, "option")]
    assert names[:3] == ["Tỉnh Bắc Kạn", "Thành phố Bắc Kạn", "Huyện Pác Nặm"]
    assert len(names) == 9


def test_everybody_sees_the_same_province(records, look):
    people = [
        make_district_staff(unit("061")),
        make_district_staff(unit("066")),
        make_admin(records),
        make_admin(),
    ]
    seen = [text(found) for found in rows(look("?quarter=3"))]
    for person in people:
        assert [text(found) for found in rows(look("?quarter=3&unit=06", user=person))] == seen


def test_it_speaks_english_too(records, look):
    page = look("?quarter=3", language="en")
    shown = text(row(page, "average_profit"))
    assert "Behind" in shown
    assert "25 million more needed" in shown
    assert "The units against what is due by 30/9/2024" in text(page)


# --- What is not there ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "?quarter=abc",
        "?quarter=5",
        "?quarter=0",
        "?quarter=-1",
        "?quarter=1.5",
        "?quarter=٣",
        "?year=2030",
        "?year=1800",
        "?year=99999999999999999999",
        "?unit=zz",
        "?unit=999",
        "?unit=%00",
        "?plan=987654",
        "?plan=x",
        "?by=average_revenue",
        "?by=%3Cscript%3E",
    ],
)
def test_what_does_not_exist_is_a_404_with_a_sentence(records, look, query):
    page = look(query, status=404)
    assert text(find(page, "h1")) == "Không tìm thấy"
    assert len(text(find_all(find(page, "section", "blank-slate"), "p")[0])) > 20


def test_a_quarter_that_has_not_begun_is_a_404_that_says_so(records, look, settings):
    settings.TODAY = "2024-05-05"
    assert "Quý 3 năm 2024 chưa bắt đầu" in text(look("?quarter=3", status=404))


def test_another_provinces_units_are_not_there(records, look):
    make_province("19", name="Tỉnh Thái Nguyên")
    page = look("?unit=19", status=404)
    assert "Thái Nguyên" not in text(page)


def test_only_reading_is_possible(records, client, officer):
    client.force_login(officer)
    assert client.head("/").status_code == 200
    assert client.post("/").status_code == 405


def test_anonymous_people_sign_in_first(client, db):
    assert client.get("/?year=2024").url == "/sign-in/?next=/%3Fyear%3D2024"


def test_without_records_the_targets_show_and_the_next_step(bac_kan, look):
    page = look("?quarter=3")
    assert len(rows(page)) == 8
    assert "Hãy đề nghị quản trị viên của tỉnh nạp danh sách" in text(page)
    assert "Trước hết hãy nạp danh sách" in text(look("?quarter=3", user=make_admin()))
    assert not find_all(page, "section", "tally")


def test_a_unit_for_which_the_plan_sets_nothing_says_so(bac_kan, client):
    province = make_province("19")
    one, other = make_district(province, "190"), make_district(province, "191", name="Huyện B")
    make_target(make_plan(province), unit=one)
    client.force_login(make_officer(province))
    page = parsed(client.get(f"/?unit={other.code}"))
    assert "không đặt mục tiêu nào cho huyện B" in text(page)


# --- Cost -----------------------------------------------------------------------------------------


def statements(client, query):
    client.get(f"/{query}")  # what is held is read anew once anything has changed
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(f"/{query}").status_code == 200
    return len(captured)


def test_the_statements_do_not_grow_with_records_units_or_quarters(records, client, officer):
    client.force_login(officer)
    client.get("/?quarter=1")
    # The returns of a quarter are the very ones that the day's work has read.
    newest, other = statements(client, "?quarter=3"), statements(client, "?quarter=1")
    for district in AdministrativeUnit.objects.filter(parent=records):
        for _ in range(3):
            cooperative = make_cooperative(commune_of(district.code))
            for quarter in (1, 2, 3):
                make_figures(cooperative, 2024, quarter, **FIGURES)
    make_district(records, "099", name="Huyện mới")
    assert statements(client, "?quarter=3") == newest
    assert statements(client, "?quarter=2") == other


def test_a_country_costs_no_more_statements(db, demo_day, client):
    country = make_country()
    plan = make_plan(country)
    make_target(plan)
    provinces = [make_province(code, country, name=f"Tỉnh {code}") for code in ("01", "02")]
    make_cooperative(make_district(provinces[0], "001"))
    client.force_login(make_officer(country))
    client.get("/?quarter=1")
    before = statements(client, "?quarter=1")
    for n in range(10, 20):
        province = make_province(str(n), country, name=f"Tỉnh {n}")
        make_cooperative(make_district(province, f"1{n}"))
    assert statements(client, "?quarter=1") == before
