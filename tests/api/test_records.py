"""What is told of records: whose they are, what counts, in which unit, and that missing is null."""

from datetime import date

import pytest

from cooperatives.catalogue.figures import MILLION, all_figures
from cooperatives.models import QuarterlyReturn, UnitFigures, UnitSuccession
from tests.api.conftest import items
from tests.factories import (
    make_admin,
    make_commune,
    make_cooperative,
    make_district,
    make_district_staff,
    make_entered_figure,
    make_figures,
    make_group,
    make_return,
    make_union,
    make_yearly_report,
    move,
    suspend,
)


@pytest.fixture
def mine(ba_be):
    return make_cooperative(ba_be, name="HTX của tôi", registration_number="A-1")


@pytest.fixture
def theirs(ngan_son):
    return make_cooperative(ngan_son, name="HTX của họ", registration_number="B-1")


# --- Whose they are -------------------------------------------------------------------------------


@pytest.fixture
def asked_by(asking, officer, ba_be, ngan_son):
    """Who asks, and which of the two cooperatives they read of."""
    other = make_district_staff(ngan_son, username="khác")
    return {
        "officer": (asking(officer), {"A-1", "B-1"}),
        "admin": (asking(make_admin()), {"A-1", "B-1"}),
        "staff": (asking(make_district_staff(ba_be)), {"A-1"}),
        "other staff": (asking(other), {"B-1"}),
    }


@pytest.mark.parametrize("what", ["figures", "yearly-reports", "organisations"])
@pytest.mark.parametrize("who", ["officer", "admin", "staff", "other staff"])
def test_each_reads_of_the_own_unit_alone(mine, theirs, asked_by, what, who):
    for one in (mine, theirs):
        make_figures(one, revenue=1)
        make_yearly_report(one)
    ask, reads = asked_by[who]
    assert set(items(ask(what), "registration_number")) == reads
    for number in ("A-1", "B-1"):
        of_one = items(ask(f"{what}?registration_number={number}"), "registration_number")
        assert of_one == [one for one in [number] if one in reads]


def test_what_was_reported_before_a_move_stays_where_it_was(mine, ngan_son, asked_by):
    make_figures(mine, 2024, 1, revenue=1)
    move(mine, ngan_son, date(2024, 4, 1))
    make_figures(mine, 2024, 2, revenue=2)
    by = {who: items(ask("figures"), "period") for who, (ask, _reads) in asked_by.items()}
    assert by["staff"] == ["2024Q1"]
    assert by["other staff"] == ["2024Q2"]
    assert by["officer"] == ["2024Q2", "2024Q1"]


def test_figures_of_units_are_read_by_whose_they_are(ba_be, ngan_son, province, asked_by):
    make_entered_figure("offices", reported_by="unit")
    make_entered_figure("households", reported_by="plan_unit")
    for unit in (ba_be, ngan_son):
        filed = make_return(unit, 2024, 1)
        values = {"unit": unit, "quarterly_return": filed, "extra": {"offices": 2}}
        UnitFigures.objects.create(year=2024, quarter=1, **values)
    UnitFigures.objects.create(unit=province, year=2024, quarter=2, extra={"households": 5})
    by = {who: items(ask("figures/units"), "unit") for who, (ask, _reads) in asked_by.items()}
    assert by["staff"] == ["061"]
    assert by["other staff"] == ["062"]
    assert by["officer"] == ["06", "061", "062"]
    (own, _first, _second) = asked_by["officer"][0]("figures/units")["items"]
    assert (own["values"], own["state"], own["is_counted"]) == ({"households": 5}, None, True)
    assert items(asked_by["officer"][0]("figures/units?unit=061"), "values") == [{"offices": 2}]
    assert items(asked_by["officer"][0]("figures/units?period=2024Q2"), "unit") == ["06"]


# --- What counts ----------------------------------------------------------------------------------

COUNTED = {"submitted", "returned", "approved"}


def test_figures_of_a_draft_are_told_only_to_who_asks_for_them(mine, ba_be, ask):
    for quarter, state in enumerate(QuarterlyReturn.State.values, start=1):
        filed = make_return(ba_be, 2024, quarter, state=state)
        make_figures(mine, 2024, quarter, quarterly_return=filed, revenue=quarter)
    assert set(items(ask("figures"), "state")) == COUNTED
    assert set(items(ask("figures?state=all"), "state")) == COUNTED | {"draft"}
    for state in QuarterlyReturn.State.values:
        (row,) = ask(f"figures?state={state}")["items"]
        assert (row["state"], row["is_counted"]) == (state, state != "draft")


def test_of_yearly_reports_the_final_ones(mine, ask):
    make_yearly_report(mine, 2023, score="41.25")
    make_yearly_report(mine, 2022, state="draft", follows=["profit"])
    (final,) = ask("yearly-reports")["items"]
    assert (final["year"], final["rating"], final["score"]) == (2023, "weak", 41.25)
    (draft,) = ask("yearly-reports?state=draft")["items"]
    assert (draft["rating"], draft["score"], draft["follows"]) == (None, None, ["profit"])
    assert draft["values"]["profit"] is None
    assert items(ask("yearly-reports?state=all"), "year") == [2023, 2022]
    assert items(ask("yearly-reports?state=all&year=2022"), "year") == [2022]


# --- Values ---------------------------------------------------------------------------------------


def test_each_value_is_in_the_unit_that_the_catalogue_says(mine, ask):
    make_entered_figure("land", "number")
    make_entered_figure("irrigated", "percent")
    make_entered_figure("website", "yes_no")
    make_entered_figure("workers")
    kept = {"land": 1_500_000, "irrigated": 40 * MILLION, "website": 0, "workers": 0}
    make_figures(mine, 2024, 1, profit=-5_000_001, extra=kept)
    (row,) = ask("figures")["items"]
    shown = {"land": 1.5, "irrigated": 40, "website": False, "workers": 0, "profit": -5_000_001}
    rest = {one.code: None for one in all_figures()}
    assert row["values"] == rest | shown
    catalogue = {one["code"]: one for one in ask("figures/catalogue")["items"]}
    assert set(catalogue) == set(row["values"])
    units = {"profit": "VND", "land": "number", "irrigated": "percent", "workers": "persons"}
    units["website"] = "yes_no"
    assert {code: catalogue[code]["unit"] for code in units} == units
    assert catalogue["irrigated"]["highest"] == 100
    assert row["figures"] == "/api/v1/figures/catalogue"


def test_missing_is_null_and_zero_is_zero(mine, ask):
    make_figures(mine, 2024, 1, revenue=0)
    (row,) = ask("figures")["items"]
    assert row["values"]["revenue"] == 0
    assert row["values"]["profit"] is None
    assert row["note"] is None


def test_who_is_not_asked_for_a_figure_does_not_lack_it(mine, ask):
    make_entered_figure("trees", sector="agriculture", from_year=2023)
    make_entered_figure("later", from_year=2031)
    mine.sector = "credit"
    mine.save()
    make_figures(mine, 2024, 1)
    (row,) = ask("figures")["items"]
    assert row["not_asked"] == ["trees"]
    assert row["values"]["trees"] is None
    assert "later" not in row["values"]


def test_demo_data_is_marked(mine, theirs, ba_be, ask):
    theirs.is_demo = True
    theirs.save()
    make_figures(mine, revenue=1)
    make_figures(theirs, revenue=1)
    make_return(ba_be, 2024, 2, is_demo=True)
    make_figures(mine, 2024, 2)
    found = {(row["name"], row["period"]): row["is_demo"] for row in ask("figures")["items"]}
    assert found == {
        ("HTX của họ", "2024Q1"): True,
        ("HTX của tôi", "2024Q1"): False,
        ("HTX của tôi", "2024Q2"): True,
    }
    demo = {row["name"]: row["is_demo"] for row in ask("organisations")["items"]}
    assert demo == {"HTX của họ": True, "HTX của tôi": False}


# --- Organisations --------------------------------------------------------------------------------


def test_organisations_are_told_as_they_are_today(mine, theirs, ba_be, ask):
    commune = make_commune(ba_be, "01900", name="Xã Địa Linh")
    group = make_group(commune, name="THT Mới")
    union = make_union(ba_be, name="Liên hiệp", registration_number="LH-1")
    mine.union = union
    mine.save()
    suspend(mine, date(2024, 9, 1), legal_status="insolvent")
    gone = make_cooperative(ba_be, name="HTX cũ", dissolved_on=date(2020, 1, 1))
    rows = {row["name"]: row for row in ask("organisations?state=all")["items"]}
    own = rows["HTX của tôi"]
    assert (own["activity"], own["legal_status"], own["union"]) == (
        "suspended",
        "insolvent",
        "LH-1",
    )
    told = rows[group.name]
    assert (told["unit"], told["unit_name"]) == ("01900", "Xã Địa Linh")
    assert told["registration_number"] is None
    assert rows[gone.name]["dissolved_on"] == "2020-01-01"
    assert gone.name not in items(ask("organisations"), "name")
    for question, names in {
        "state=dissolved": ["HTX cũ"],
        "state=suspended": ["HTX của tôi"],
        "kind=group": ["THT Mới"],
        "kind=cooperative&state=operating": ["HTX của họ"],
        "unit=01900": ["THT Mới"],
        "unit=062": ["HTX của họ"],
        "q=lien%20hiep": ["Liên hiệp"],
        "registration_number=LH-1": ["Liên hiệp"],
        "sector=credit": [],
    }.items():
        assert items(ask(f"organisations?{question}"), "name") == names, question


# --- Units ----------------------------------------------------------------------------------------


@pytest.fixture
def reformed(province):
    """A district whose code another one bears from 1 July 2024 on."""
    change = date(2024, 7, 1)
    before = make_district(province, "064", name="Huyện Cũ", valid_to=change)
    after = make_district(province, "064", name="Huyện Mới", valid_from=change)
    UnitSuccession.objects.create(predecessor=before, successor=after, on=change)
    old = make_cooperative(before, name="HTX cũ")
    make_figures(old, 2024, 2, revenue=1)
    new = make_cooperative(after, name="HTX mới", founded_on=change)
    make_figures(new, 2024, 3, revenue=1)
    return before


def test_an_ended_unit_is_known_by_its_first_day_too(reformed, ask):
    dated = reformed.dated_code
    rows = {row["unit"]: row for row in ask("units?state=all")["items"]}
    assert rows[dated]["name"] == "Huyện Cũ"
    assert rows[dated]["valid_to"] == "2024-07-01"
    assert rows[dated]["successors"] == ["064"]
    assert rows["064"]["predecessors"] == [dated]
    assert dated not in items(ask("units"), "unit")
    assert items(ask("units?state=ended"), "unit") == [dated]
    assert items(ask("units?under=06&level=district&period=2024Q2"), "name") == ["Huyện Cũ"]
    assert items(ask(f"units?under={dated}&state=all"), "name") == ["Huyện Cũ"]


def test_a_code_is_that_of_the_period_or_of_today(reformed, ask):
    dated = reformed.dated_code
    for question, found in {
        "unit=064": ["HTX mới"],
        "unit=064&period=2024Q3": ["HTX mới"],
        "unit=064&period=2024Q2": ["HTX cũ"],
        f"unit={dated}": ["HTX cũ"],
        f"unit={dated}&period=2024Q3": [],
    }.items():
        assert items(ask(f"figures?{question}"), "name") == found, question
    assert items(ask("figures?period=2024Q2"), "unit") == [dated]
