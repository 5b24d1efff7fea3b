"""What would close a gap: whom to raise, who pulls down, who is behind with foundings."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from cooperatives.models import AdministrativeUnit
from targets.behind.closing import closing_of
from targets.behind.records import Wishes, records_behind
from targets.comparison.reading import progress_of
from targets.comparison.selection import select
from targets.indicators import BY_CODE
from tests.factories import (
    make_cooperative,
    make_district_staff,
    make_figures,
    make_group,
    make_officer,
    make_target,
    make_yearly_report,
)
from tests.targets.pages import attribute, find, find_all, parsed, text

CODE = "average_profit"


def unit(code):
    return AdministrativeUnit.objects.get(code=code)


@pytest.fixture
def officer(bac_kan):
    return make_officer(bac_kan)


def closing(reader, code, unit_code="06", quarter=3):
    selection = select(reader=reader, year=2024, quarter=quarter, unit_code=unit_code)
    progress = progress_of(selection, also=[code])
    parts = [part.unit for part in progress.units]
    records = records_behind(reader, selection, BY_CODE[code], parts, Wishes())
    return closing_of(selection, progress, BY_CODE[code], records)


def values(found, *keys):
    return [tuple(row.cells[key].value for key in keys) for row in found.table.rows]


def told(found):
    return [str(said.text).replace("<strong>", "").replace("</strong>", "") for said in found.said]


# --- Shares of ratings ----------------------------------------------------------------------------


def rated(code, name, score):
    made = make_cooperative(unit(code), name=name, registration_number=f"{code}-{name}")
    make_yearly_report(made, 2023, score=score)
    return made


@pytest.fixture
def ratings(bac_kan):
    """Chợ Mới: 2 weak of 12 (16.7 %); Na Rì: 1 weak of 2; the province: 3 of 40 (7.5 %)."""
    for n in range(10):
        rated("065", f"HTX khá {n}", "70")
    rated("065", "HTX Gần", "49.5")
    rated("065", "HTX Xa", "20")
    rated("066", "HTX Na", "45")
    rated("066", "HTX Tốt", "90")
    for n in range(26):
        rated("061", f"HTX tốt {n}", "85")
    return bac_kan


def test_the_fewest_that_must_rise_are_said_of_each_unit_that_does_not_hold(ratings, officer):
    found = closing(officer, "weak_share")
    assert told(found) == [
        "Nâng 1 trong 2 HTX này thì Chợ Mới dưới 10%.",
        "Nâng 1 trong 1 HTX này thì Na Rì dưới 10%.",
    ]
    assert [said.part for said in found.said] == ["065", "066"]


def test_candidates_have_their_score_and_the_points_they_miss(ratings, officer):
    assert values(closing(officer, "weak_share"), "name", "unit", "score", "missing") == [
        ("HTX Gần", "Huyện Chợ Mới", Decimal("49.5"), Decimal("0.5")),
        ("HTX Na", "Huyện Na Rì", Decimal(45), Decimal(5)),
        ("HTX Xa", "Huyện Chợ Mới", Decimal(20), Decimal(30)),
    ]


def test_who_is_weak_for_another_reason_stands_last_and_lacks_no_points(ratings, officer):
    made = make_cooperative(unit("065"), name="HTX Bị phạt")
    make_yearly_report(made, 2023, score="85", ground="fined", rating="weak")
    found = values(closing(officer, "weak_share"), "name", "score", "missing", "ground")
    assert found[0] == ("HTX Gần", Decimal("49.5"), Decimal("0.5"), None)
    assert found[-1] == ("HTX Bị phạt", Decimal(85), None, "bị xử phạt trong năm")


def test_of_a_share_of_good_ones_those_rated_lower_could_rise(ratings, officer, plan):
    make_target(plan, "good_share", operator=">=", value=95)
    rated("065", "HTX Vừa", "60")
    found = closing(officer, "good_share")
    assert told(found)[0] == "Nâng 2 trong 4 HTX này thì Bắc Kạn đạt từ 95%."
    assert values(found, "name", "missing")[0] == ("HTX Vừa", Decimal(5))


def test_where_all_hold_the_weak_ones_are_listed_all_the_same(bac_kan, officer):
    for n in range(20):
        rated("061", f"HTX tốt {n}", "85")
    rated("061", "HTX Yếu", "40")
    found = closing(officer, "weak_share")
    assert (found.said, values(found, "name")) == ((), [("HTX Yếu",)])
    assert closing(officer, "good_share") is None


def test_district_staff_read_the_same_sentences_and_their_own_candidates(ratings, officer):
    own = closing(make_district_staff(unit("066")), "weak_share")
    assert told(own) == told(closing(officer, "weak_share"))
    assert values(own, "name") == [("HTX Na",)]


# --- Means ----------------------------------------------------------------------------------------


@pytest.fixture
def profits(bac_kan):
    """63.75 million are due by quarter 3: two are below it, by 33.75 and by 53.75."""
    for code, name, profit in (
        ("061", "HTX Ba", 30_000_000),
        ("061", "HTX Bi", 10_000_000),
        ("066", "HTX Na", 30_000_000),
    ):
        made = make_cooperative(unit(code), name=name)
        for quarter in (1, 2, 3):
            make_figures(made, 2024, quarter, profit=profit if name != "HTX Bi" else 3_333_333)
    make_cooperative(unit("061"), name="HTX Thiếu")
    return bac_kan


def test_each_below_has_its_distance_and_its_share_of_the_gap(profits, officer):
    found = closing(officer, "average_profit")
    rows = values(found, "name", "value", "due", "gap", "share")
    assert rows == [
        ("HTX Bi", Decimal("9.999999"), Decimal("63.75"), Decimal("-53.750001"), Decimal(100))
    ]


def test_what_staff_read_of_their_own_cooperatives_is_said_to_be_that(profits, officer):
    staff = make_district_staff(unit("066"))
    assert not any(said.startswith("Trong đơn vị của bạn") for said in told(closing(officer, CODE)))
    assert told(closing(staff, CODE))[-1].startswith("Trong đơn vị của bạn: 0 trong 1 HTX")
    own = told(closing(make_district_staff(unit("061")), CODE, "061"))
    assert not any(said.startswith("Trong đơn vị của bạn") for said in own)


def test_a_sentence_leads_to_no_list_without_a_row(ratings, officer):
    own = closing(make_district_staff(unit("066")), "weak_share")
    assert {said.part for said in own.said} <= {"", "066"}
    assert {said.part for said in closing(officer, "weak_share").said} == {"065", "066"}


def test_a_mean_that_holds_has_no_gap_to_share(profits, officer):
    made = make_cooperative(unit("066"), name="HTX Cao")
    for quarter in (1, 2, 3):
        make_figures(made, 2024, quarter, profit=40_000_000)
    assert closing(officer, "average_profit") is None


def test_shares_add_up_to_all(profits, officer):
    for n, profit in enumerate((1_000_000, 7_000_000, 20_000_000)):
        made = make_cooperative(unit("066"), name=f"HTX {n}")
        for quarter in (1, 2, 3):
            make_figures(made, 2024, quarter, profit=profit)
    shares = [share for (share,) in values(closing(officer, "average_profit"), "share")]
    assert len(shares) == 4
    assert abs(sum(shares) - 100) < Decimal("0.00001")
    assert shares == sorted(shares, reverse=True)


def test_incomes_are_weighed_by_members(bac_kan, officer, plan):
    make_target(plan, "average_member_income", value=40_000_000) if not plan.targets.filter(
        indicator="average_member_income"
    ) else None
    for name, members in (("HTX Đông", 30), ("HTX Ít", 10)):
        made = make_cooperative(unit("061"), name=name)
        for quarter in (1, 2, 3):
            make_figures(made, 2024, quarter, average_member_income=1_000_000, member_count=members)
    assert values(closing(officer, "average_member_income"), "name", "weight", "share") == [
        ("HTX Đông", 30, Decimal(75)),
        ("HTX Ít", 10, Decimal(25)),
    ]


# --- Counts and sums ------------------------------------------------------------------------------


def test_units_are_held_against_what_the_comparison_holds_against_them(bac_kan, officer, plan):
    """Ba Bể: 1 of 4 due of 5 by quarter 3. Of the 15 that are left of 19, Na Rì and Pác Nặm with a
    cooperative each owe 7 in whole numbers. Last year's numbers stand apart and judge nobody.
    """
    make_target(plan, "new_groups", unit=unit("061"), value=5)
    for code in ("060", "066"):
        make_cooperative(unit(code))
    make_group(unit("061"), founded_on=date(2024, 2, 1))
    make_group(unit("066"), founded_on=date(2024, 2, 1))
    for day in (date(2023, 1, 5), date(2023, 5, 5), date(2023, 9, 30), date(2023, 12, 1)):
        make_group(unit("066"), founded_on=day)
    make_group(unit("062"), founded_on=date(2023, 3, 1))
    found = closing(officer, "new_groups")
    assert values(found, "unit", "value", "due", "lacking", "before") == [
        ("Huyện Pác Nặm", 0, Decimal(7), Decimal(7), 0),
        ("Huyện Na Rì", 1, Decimal(7), Decimal(6), 3),
        ("Huyện Ba Bể", 1, Decimal(4), Decimal(3), 0),
        ("Huyện Ngân Sơn", 0, Decimal(0), Decimal(0), 1),
    ]
    said = told(found)
    assert said[0].startswith("3 trong 8 đơn vị")
    assert said[1].startswith("2 đơn vị không được giao riêng")


def test_last_year_is_counted_to_the_same_day_of_a_running_quarter(bac_kan, officer):
    """Seen on 20 October: what was founded on 21 October of last year was not there yet."""
    make_cooperative(unit("066"))
    for day in (date(2023, 10, 20), date(2023, 10, 21)):
        make_group(unit("066"), founded_on=day)
    assert values(closing(officer, "new_groups", quarter=4), "unit", "before") == [
        ("Huyện Na Rì", 1)
    ]


def test_a_sum_of_figures_names_who_lacks_what_of_it(bac_kan, officer):
    """210 are due of two districts with a cooperative each; one has 120 of its 105."""
    for code, managers in (("061", 120), ("066", 40)):
        make_figures(make_cooperative(unit(code)), 2024, 3, managers_vocational=managers)
    found = closing(officer, "managers_vocational")
    assert values(found, "unit", "value", "due", "lacking") == [
        ("Huyện Na Rì", 40, Decimal(105), Decimal(65))
    ]


@pytest.mark.parametrize("managers", [210, 250])
def test_of_a_target_that_is_met_nothing_is_lacking(bac_kan, officer, managers):
    make_cooperative(unit("066"))
    one = make_cooperative(unit("061"))
    make_figures(one, 2024, 3, managers_vocational=managers)
    assert closing(officer, "managers_vocational") is None


@pytest.mark.parametrize("code", ["total_groups", "dissolved_cooperatives"])
def test_of_other_indicators_nothing_is_said(bac_kan, officer, code):
    assert closing(officer, code) is None


# --- The table, on the page and as a file ---------------------------------------------------------


@pytest.fixture
def look(client, plan, officer):
    def looking(query="", code="weak_share"):
        client.force_login(officer)
        page = reverse("target", args=[plan.pk, code]) + "?year=2024&quarter=3&unit=06"
        return find(parsed(client.get(f"{page}&{query}")), "section", id="closing")

    return looking


def rows(section):
    return [text(find(row, "th")) for row in find_all(find(section, "tbody"), "tr")]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["HTX Gần", "HTX Na", "HTX Xa"]),
        ("gap_sort=score", ["HTX Xa", "HTX Na", "HTX Gần"]),
        ("gap_sort=-name", ["HTX Xa", "HTX Na", "HTX Gần"]),
        ("gap_part=065", ["HTX Gần", "HTX Xa"]),
        ("gap_sort=password&gap_page=9", ["HTX Gần", "HTX Na", "HTX Xa"]),
    ],
)
def test_the_table_is_sorted_and_filtered_by_the_address(ratings, look, query, shown):
    assert rows(look(query)) == shown


def test_a_heading_sorts_by_its_column_and_then_the_other_way(ratings, look):
    link = attribute(find_all(find(look("gap_sort=score"), "thead"), "a")[3], "href")
    assert "gap_sort=-score" in link
    assert link.endswith("#closing")
    assert attribute(find_all(look("gap_sort=score"), "th")[3], "aria-sort") == "ascending"


def test_on_a_card_each_value_says_its_unit(profits, look):
    table = look(code="average_profit")
    said = {attribute(cell, "data-label") for cell in find_all(table, "td")}
    assert "Giá trị, triệu đồng" in said


def test_the_file_holds_what_the_table_shows_with_numbers_as_numbers(ratings, look, client):
    links = [attribute(a, "href") for a in find_all(look("gap_part=065"), "a")]
    (link,) = [link for link in links if "gap.csv" in link]
    response = client.get(link)
    assert response.content.startswith(b"\xef\xbb\xbf")
    text = io.StringIO(response.content.decode("utf-8-sig"))
    head, *lines = csv.reader(text, delimiter=";")
    assert head[-5:] == ["Tổ chức", "Số đăng ký", "Đơn vị", "Điểm", "Còn thiếu (điểm)"]
    assert lines[0][-5:] == ["HTX Gần", "065-HTX Gần", "Huyện Chợ Mới", "49,5", "0,5"]
    assert len(lines) == 2


def test_where_there_is_no_list_there_is_no_file(bac_kan, officer, plan, client):
    client.force_login(officer)
    page = reverse("indicator-closing", args=["managers_vocational", "csv"])
    assert client.get(page).status_code == 404
