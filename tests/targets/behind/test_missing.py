"""From a missing number to a call: who is missing, why, where, and whom to ask."""

from collections import Counter

import pytest
from django.urls import reverse
from django.utils.translation import override

from cooperatives.models import AdministrativeUnit, QuarterlyReturn
from cooperatives.returns.missing import Why
from targets.behind.missing import missing_figures
from targets.behind.records import Wishes, records_behind
from targets.behind.table import state_in_words
from targets.comparison.reading import progress_of
from targets.comparison.selection import select
from targets.indicators import BY_CODE
from targets.overview.target_rows import target_row
from tests.factories import (
    make_cooperative,
    make_district_staff,
    make_figures,
    make_officer,
    make_return,
    make_yearly_report,
)
from tests.targets.pages import attribute, find, find_all, parsed, text


def unit(code):
    return AdministrativeUnit.objects.get(code=code)


def cooperative(code, number):
    return make_cooperative(
        unit(code), name=f"HTX {code}-{number}", registration_number=f"{code}{number}"
    )


@pytest.fixture
def officer(bac_kan):
    return make_officer(bac_kan)


@pytest.fixture
def world(bac_kan):
    """Quarter 3 of 2024. Ba Bể has not sent its return of it: two are missing, one of them in
    quarter 1 too. Na Rì is approved: one lacks quarter 2. Chợ Đồn waits: one lacks quarter 3.
    Pác Nặm was sent back: one lacks quarters 2 and 3, of which 2 is approved.
    """
    for code, third in (
        ("061", "draft"),
        ("066", "approved"),
        ("064", "submitted"),
        ("060", "returned"),
    ):
        for quarter in (1, 2, 3):
            state = third if quarter == 3 else "approved"
            make_return(unit(code), 2024, quarter, state=state)
    for code, number, quarters in (
        ("061", 1, (1, 2)),
        ("061", 2, (2,)),
        ("066", 1, (1, 2, 3)),
        ("066", 2, (1, 3)),
        ("064", 1, (1, 2)),
        ("060", 1, (1,)),
    ):
        one = cooperative(code, number)
        for quarter in quarters:
            make_figures(one, 2024, quarter, profit=1_000_000)
    return bac_kan


def selected(reader, code="06", quarter=3):
    return select(reader=reader, year=2024, quarter=quarter, unit_code=code)


def found(reader, code="06", indicator="average_profit", quarter=3):
    return missing_figures(reader, selected(reader, code, quarter), BY_CODE[indicator])


def records(reader, **wishes):
    asked = selected(reader)
    parts = AdministrativeUnit.objects.below_each([asked.unit.path], asked.period.ends_on)
    return records_behind(reader, asked, BY_CODE["average_profit"], parts, Wishes(**wishes))


def test_each_missing_value_has_the_reason_that_comes_first(world, officer):
    parts = found(officer).parts([])
    assert [(part.key[0], part.quarters, part.count) for part in parts] == [
        (Why.UNSENT, [3], 2),
        (Why.APPROVED, [2], 1),
        (Why.SENT_BACK, [3], 1),
        (Why.WAITING, [3], 1),
    ]


@pytest.fixture
def entered(world):
    """Ba Bể's return of quarter 3 holds the profit of one that lacks quarter 1, and a row without
    a profit of another.
    """
    one, blank = cooperative("061", 3), cooperative("061", 4)
    for quarter in (2, 3):
        make_figures(one, 2024, quarter, profit=1_000_000)
    for quarter in (1, 2):
        make_figures(blank, 2024, quarter, profit=1_000_000)
    make_figures(blank, 2024, 3, revenue=1_000_000)
    return one


def test_what_is_entered_and_not_sent_is_not_called_blank(entered, officer):
    figures = found(officer)
    one = figures.by_cooperative[entered.pk]
    assert (one.why, one.entered, one.blank) == (Why.ENTERED, (3,), (1,))
    parts = {part.key[0]: part for part in figures.parts(records(officer).rows)}
    assert (parts[Why.UNSENT].count, parts[Why.ENTERED].count) == (3, 1)
    cells = {why: parts[why].places[0].cells for why in (Why.UNSENT, Why.ENTERED)}
    assert cells == {
        Why.UNSENT: ((3, "/returns/2024/3/061/#cell=0611,profit"),),
        Why.ENTERED: ((3, "/returns/2024/3/061/"),),
    }


def test_a_record_leads_only_to_its_blank_cells_and_says_what_is_entered(entered, officer):
    found_records = records(officer, text="HTX 061-3")
    (row,) = found_records.shown
    missing = found_records.missing
    assert missing.cells_of(row) == [(1, "/returns/2024/1/061/#cell=0613,profit")]
    with override("en"):
        said = state_in_words(row, missing.by_cooperative[row.organisation_id])
    assert said == "missing: blank in quarter I; entered, return not sent: quarter III"


def test_who_lacks_other_quarters_too_is_said(world, officer):
    parts = {part.key[0]: part for part in found(officer).parts([])}
    assert parts[Why.UNSENT].more
    assert parts[Why.SENT_BACK].more
    assert not parts[Why.WAITING].more


def test_units_stand_by_how_many_are_missing_there(world, officer):
    assert [(unit.code, count) for unit, count in found(officer).by_unit] == [
        ("061", 2),
        ("060", 1),
        ("064", 1),
        ("066", 1),
    ]


def test_a_filter_leads_to_exactly_those_records(world, officer):
    everything = records(officer)
    missing = everything.missing
    for part in missing.parts(everything.rows):
        shown = records(officer, why=part.code).shown
        assert len(shown) == part.count
        for place in part.places:
            names = [row.name for row in records(officer, why=place.code).shown]
            assert len(names) == place.count
            assert all(place.unit.code in name for name in names)
    assert len(records(officer, why="approved.revenue").shown) == 0
    assert Wishes.read({"why": "password"}).why == ""


def test_a_place_leads_to_the_first_missing_cell_of_each_return(world, officer):
    everything = records(officer)
    cells = {
        (part.key[0], place.unit.code): place.cells
        for part in everything.missing.parts(everything.rows)
        for place in part.places
    }
    assert cells[Why.UNSENT, "061"] == ((3, "/returns/2024/3/061/#cell=0611,profit"),)
    assert cells[Why.APPROVED, "066"] == ((2, "/returns/2024/2/066/#cell=0662,profit"),)


def test_a_record_leads_to_all_its_blank_cells(world, officer):
    everything = records(officer)
    (row,) = [row for row in everything.rows if row.name == "HTX 060-1"]
    assert everything.missing.cells_of(row) == [
        (2, "/returns/2024/2/060/#cell=0601,profit"),
        (3, "/returns/2024/3/060/#cell=0601,profit"),
    ]


def test_district_staff_see_the_same_counts_and_their_own_cells_alone(world, officer):
    staff = make_district_staff(unit("061"))
    own = records(staff)
    parts = own.missing.parts(own.rows)
    assert [part.count for part in parts] == [part.count for part in found(officer).parts([])]
    assert {place.unit.code for part in parts for place in part.places if place.cells} == {"061"}


def test_a_cooperative_that_moved_is_asked_for_where_it_lay_then(world, officer):
    """It left Ba Bể for Na Rì in quarter 3: quarter 1 lies in the return of Ba Bể."""
    moved = cooperative("061", 9)
    stay = moved.placements.get()
    stay.valid_to = "2024-08-01"
    stay.save()
    moved.placements.create(unit=unit("066"), valid_from="2024-08-01")
    for quarter in (2, 3):
        make_figures(moved, 2024, quarter, profit=1)
    one = found(officer).by_cooperative[moved.pk]
    assert (one.why, one.quarters, one.reporter.code) == (Why.APPROVED, (1,), "061")
    assert moved.pk in found(officer, "066").by_cooperative


def test_a_cell_in_the_return_of_another_district_is_no_link(world, officer):
    """Who has the cooperative now sees that it is missing, and opens nothing of where it lay."""
    moved = cooperative("061", 9)
    stay = moved.placements.get()
    stay.valid_to = "2024-08-01"
    stay.save()
    moved.placements.create(unit=unit("066"), valid_from="2024-08-01")

    def cells(reader):
        found = records(reader)
        (row,) = [one for one in found.rows if one.organisation_id == moved.pk]
        return {quarter for quarter, _address in found.missing.cells_of(row)}

    assert cells(officer) == {1, 2, 3}
    assert cells(make_district_staff(unit("066"))) == {3}


def test_where_the_range_lies_on_both_sides_of_a_limit_it_is_said_with_whom_to_begin(
    bac_kan, officer
):
    """One of 11 is weak and one is not rated: the share is 9 % or 18 %, under 10 % or not."""
    for n in range(11):
        one = cooperative("066" if n else "061", n)
        if n:
            make_yearly_report(one, 2023, score=40 if n == 1 else 70)
    one = found(officer, indicator="weak_share")
    progress = progress_of(selected(officer), also=["weak_share"])
    row = target_row(progress, "weak_share")
    assert "Ba Bể" in one.decides(row.assessment)
    for n in range(11, 40):
        make_yearly_report(cooperative("066", n), 2023, score=70)
    row = target_row(progress_of(selected(officer), also=["weak_share"]), "weak_share")
    assert found(officer, indicator="weak_share").decides(row.assessment) == ""


def test_members_that_are_missing_are_the_cell_to_fill(world, officer):
    one = cooperative("066", 7)
    for quarter in (1, 2, 3):
        make_figures(one, 2024, quarter, average_member_income=5)
    income = found(officer, indicator="average_member_income")
    assert income.key_of(income.by_cooperative[one.pk]) == (Why.APPROVED, "member_count")
    assert income.by_cooperative[one.pk].quarters == (3,)


def test_a_level_is_missing_in_the_quarter_looked_at(world, officer):
    managers = found(officer, indicator="managers_vocational")
    parts = managers.parts([])
    assert {tuple(part.quarters) for part in parts} == {(3,)}
    assert sum(part.count for part in parts) == 6


def test_a_rating_is_missing_or_waits_in_a_draft(bac_kan, officer):
    cooperative("061", 1)
    report = make_yearly_report(cooperative("061", 2), 2023, rating="weak")
    report.state = "draft"
    report.save()
    parts = found(officer, indicator="weak_share").parts([])
    assert Counter(part.key[0] for part in parts) == {Why.IN_DRAFT: 1, Why.NOT_RATED: 1}
    assert all(part.year == 2023 and part.quarters == [] for part in parts)


def test_nothing_of_the_registry_is_missing_and_nothing_is_asked(
    world, officer, django_assert_num_queries
):
    asked = selected(officer)
    with django_assert_num_queries(0):
        assert missing_figures(officer, asked, BY_CODE["new_groups"]).parts([]) == []


@pytest.mark.parametrize("code", ["average_profit", "managers_vocational", "weak_share"])
def test_the_page_says_as_many_as_the_coverage_misses(world, officer, plan, client, code):
    client.force_login(officer)
    page = parsed(client.get(reverse("target", args=[plan.pk, code]) + "?year=2024&quarter=3"))
    section = find(page, "section", id="missing")
    lines = [
        int(text(find(item, "strong")))
        for item in find_all(find(section, "ul", "missing"), "li")
        if find_all(item, "ul", "missing__places")
    ]
    assert f"của {sum(lines)} HTX" in text(find(section, "h2"))
    assert sum(lines) == {"average_profit": 5, "managers_vocational": 6, "weak_share": 6}[code]


def test_the_list_is_a_file_of_those_records_alone(world, officer, plan, client):
    client.force_login(officer)
    page = parsed(client.get(reverse("target", args=[plan.pk, "average_profit"]) + "?quarter=3"))
    section = find(page, "section", id="missing")
    (file,) = [
        address for a in find_all(section, "a") if ".csv" in (address := attribute(a, "href") or "")
    ]
    lines = client.get(file).content.decode("utf-8-sig").splitlines()
    assert len(lines) - 1 == len(found(officer).by_cooperative) == 5


def test_the_page_names_whom_to_call(world, officer, plan, client):
    staff = make_district_staff(unit("061"))
    staff.full_name, staff.telephone = "Hoàng Thị Huyền", "0209 000 002"
    staff.save()
    client.force_login(officer)
    page = parsed(client.get(reverse("target", args=[plan.pk, "average_profit"]) + "?quarter=3"))
    section = find(page, "section", id="missing")
    assert "Hoàng Thị Huyền" in text(section)
    assert "tel:0209000002" in [attribute(a, "href") for a in find_all(section, "a")]


def test_a_return_that_was_never_begun_was_not_sent(bac_kan, officer):
    cooperative("061", 1)
    assert not QuarterlyReturn.objects.exists()
    (part,) = found(officer).parts([])
    assert (part.key[0], part.quarters, part.places[0].unit.code) == (Why.UNSENT, [1, 2, 3], "061")
