"""A past quarter in the units of today: each has the organisations of what it took over."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cooperatives.ground.calendar import Quarter
from cooperatives.models import AdministrativeUnit, UnitSuccession
from cooperatives.returns.owed import owed_returns, periods_of
from cooperatives.returns.today import Kind, todays_work
from cooperatives.yearly.closing import missing_in
from targets.comparison.choices import earlier_units, units_of_when
from targets.comparison.reading import progress_of
from targets.comparison.selection import NothingThereError, select
from targets.comparison.years import years_of
from targets.indicators import known
from targets.words.closing import nothing_due_of_todays, todays_not_judged, units_behind
from tests.factories import (
    make_admin,
    make_commune,
    make_cooperative,
    make_district,
    make_district_staff,
    make_figures,
    make_officer,
    make_plan,
    make_province,
    make_return,
    make_target,
    move,
    open_year,
)

REFORM = date(2025, 7, 1)
COUNT = "total_cooperatives"
"""An indicator whose value is how many are there."""


class Reform:
    """A province with two districts of two communes each, that went into another one: communes a
    and b became x, c became y; d was divided between x and y. Code x is that of c.
    """

    def __init__(self):
        self.old = make_province("06", name="Tỉnh Bắc Kạn", valid_to=REFORM)
        first, second = (
            make_district(self.old, code, name=f"Huyện {code}", valid_to=REFORM)
            for code in ("061", "062")
        )
        self.first, self.second = first, second
        self.a, self.b, self.c, self.d = (
            make_commune(district, code, name=f"Xã {code}", valid_to=REFORM)
            for district, code in (
                (first, "01900"),
                (first, "01903"),
                (second, "01906"),
                (second, "01909"),
            )
        )
        self.new = make_province("19", name="Tỉnh Thái Nguyên", valid_from=REFORM)
        self.x = make_commune(self.new, "01906", name="Xã X", valid_from=REFORM)
        self.y = make_commune(self.new, "01912", name="Xã Y", valid_from=REFORM)
        self.in_a, self.in_b, self.in_c = map(make_cooperative, (self.a, self.b, self.c))
        self.placed, self.unplaced = make_cooperative(self.d), make_cooperative(self.d)
        for ended, heirs in (
            (self.old, [self.new]),
            (first, [self.x]),
            (second, [self.x, self.y]),
            (self.a, [self.x]),
            (self.b, [self.x]),
            (self.c, [self.y]),
            (self.d, [self.x, self.y]),
        ):
            for heir in heirs:
                UnitSuccession.objects.create(predecessor=ended, successor=heir, on=REFORM)
        for cooperative, heir in (
            (self.in_a, self.x),
            (self.in_b, self.x),
            (self.in_c, self.y),
            (self.placed, self.y),
        ):
            move(cooperative, heir, REFORM)
        for n, cooperative in enumerate((self.in_a, self.in_b, self.in_c, self.placed)):
            make_figures(cooperative, 2024, 1, profit=10 ** (n + 1))
        plan = make_plan(self.old)
        make_target(plan, COUNT, value=6)
        make_target(plan, COUNT, value=3, unit=first)
        open_year(self.new, 2025)


@pytest.fixture(scope="module")
def reformed(kept):
    return kept(Reform)


@pytest.fixture
def reform(reformed, db, settings):
    settings.DEBUG, settings.TODAY = True, "2025-08-01"
    for one in vars(reformed).values():
        if isinstance(one, AdministrativeUnit):
            one.refresh_from_db()
    return reformed


def compared(code, year=2024, quarter=3, *, in_todays=True, also=()):
    selection = select(unit_code=code, year=year, quarter=quarter, in_todays=in_todays)
    return progress_of(selection, also=[COUNT, *also])


def values(progress, code=COUNT):
    parts = {part.unit.name: part.standing(code) for part in progress.units}
    return {name: one.assessment.measure.value for name, one in parts.items()}


def test_the_ended_province_is_compared_in_the_communes_that_took_over(reform):
    found = compared("06")
    assert found.whole.standing(COUNT).assessment.measure.value == 5
    assert values(found) == {"Xã X": 2, "Xã Y": 2}
    rest = found.directly_under.standing(COUNT).assessment.measure
    assert rest.value == 1  # nobody said yet where it went
    then = values(compared("06", in_todays=False))
    assert then == {reform.first.name: 2, reform.second.name: 3}


def test_the_new_province_has_the_past_of_the_old_one(reform):
    found = compared("19")
    assert found.whole.standing(COUNT).assessment.measure.value == 5
    assert values(found) == {"Xã X": 2, "Xã Y": 2}
    then = compared("19", in_todays=False)
    assert then.whole.standing(COUNT).assessment.measure.value == 0
    with pytest.raises(NothingThereError):
        compared("19", 2022, in_todays=False)
    profits = compared("19", quarter=1, also=["average_profit"])
    assert values(profits, "average_profit") == {"Xã X": 55, "Xã Y": 5500}


def test_a_new_commune_has_what_went_there_whole_and_what_lies_there_now(reform):
    found = compared("01906")
    assert found.selection.unit.name == "Xã X"
    assert found.whole.standing(COUNT).assessment.measure.value == 2
    assert compared("01912").whole.standing(COUNT).assessment.measure.value == 2
    move(reform.unplaced, reform.x, REFORM)
    assert compared("01906").whole.standing(COUNT).assessment.measure.value == 3
    assert compared("06").directly_under is None


def test_an_ended_district_is_compared_in_what_took_over_of_it(reform):
    found = compared("062")
    assert found.whole.standing(COUNT).assessment.measure.value == 3
    assert values(found) == {"Xã X": 0, "Xã Y": 2}


def test_what_was_another_unit_then_is_not_judged(reform):
    found = compared("06")
    assert all(part.standing(COUNT).contribution.due is None for part in found.units)
    whole = found.whole.standing(COUNT).assessment
    assert (whole.goal.value, whole.certain) == (6, True)
    then = compared("06", in_todays=False)
    assert [bool(part.standing(COUNT).contribution.due) for part in then.units] == [True, False]


def test_after_the_reform_both_are_the_same_but_for_the_past(reform):
    now, then = compared("19", 2025), compared("19", 2025, in_todays=False)
    assert values(now) == values(then) == {"Xã X": 2, "Xã Y": 2}
    series = [
        [one.assessment.measure.value for one in found.series[COUNT]] for found in (then, now)
    ]
    assert series == [[0, 0, 4], [5, 5, 5]]


def test_the_years_before_are_there_too(reform):
    selection = select(unit_code="19", year=2025, quarter=3, in_todays=True)
    held = years_of(selection, known(COUNT), [2024])
    assert held[2024].values == [5, 5, 5, 5]
    assert 2024 in selection.years_held


def test_from_the_new_province_the_years_of_the_old_one_are_reached(reform, client):
    client.force_login(make_officer(reform.new))
    first = client.get("/")
    assert first.context["selection"].unit.code == "19"
    # The year looked at is among those offered, also while nothing was reported in it.
    assert [*first.context["years"]] == [2024, 2025]
    ((ended, period),) = [(one.unit, str(one.period)) for one in first.context["earlier"]]
    assert (ended, period) == (reform.old, "2025-Q2")
    assert "unit=06&amp;year=2025&amp;quarter=2" in first.content.decode()
    there = client.get("/?unit=06&year=2025&quarter=2").context
    assert there["selection"].unit.code == "06"
    assert there["outside"] is None
    # A year before the new province leads to the old one, whose plan stood in it.
    before = client.get("/?year=2024&quarter=3")
    assert before.context["outside"].instead == (reform.old,)
    assert [*before.context["years"]] == [2024, 2025]
    assert "data-without-plan" not in before.content.decode()
    assert client.get("/?year=2023&quarter=3").status_code == 404
    # Of one far later nothing is said any more.
    assert earlier_units(select(unit_code="19", year=2025, quarter=3))
    assert not earlier_units(select(unit_code="06", year=2024, quarter=3))


def test_returns_of_ended_units_are_the_new_provinces_to_settle(reform, client):
    year = open_year(reform.old, 2024)
    sent = make_return(reform.first, 2024, 3, state="submitted")
    period = Quarter(2024, 3)
    assert period in periods_of(reform.new).in_work
    found = {one.unit: one for one in owed_returns(reform.new, [period])}
    assert found.keys() == {reform.first, reform.second}
    assert found[reform.first].awaits_approval
    assert found[reform.second].days_late
    assert owed_returns(reform.y, [period]) == []  # it took over a part alone
    officer = make_officer(reform.new)
    work = todays_work(officer, reform.new)
    kinds = {one.kind for one in work.items} | {one.kind for one in work.totals}
    assert {Kind.LATE, Kind.WAITING} <= kinds
    assert {one.owed.unit for one in work.items} <= {reform.first, reform.second}
    # What stands in the way of closing the ended one's year is told once.
    assert missing_in(year, reform.new).waiting == []
    assert [one.key for one in missing_in(year).waiting] == [sent.pk]
    client.force_login(officer)
    listed = client.get("/returns/?year=2024&quarter=3").context["rows"]
    assert [row.owed.unit for row in listed] == [reform.second, reform.first]


def test_in_its_last_year_an_ended_unit_says_so_and_tells_of_no_years_end(reform, client):
    client.force_login(make_officer(reform.new))
    last = client.get("/?unit=06&year=2025&quarter=2").context
    assert last["outside"] is None
    assert last["ended_since"].outside.instead == (reform.new,)
    assert str(last["ended_since"].period) == "2025-Q3"
    flows = [row for row in last["rows"] if row.indicator.is_flow]
    assert flows
    assert not any(row.shows_projection or row.has_a_pace or row.chance for row in flows)
    whole = client.get("/?unit=06&year=2024&quarter=3").context
    assert whole["ended_since"] is None
    assert any(row.goes_on for row in whole["rows"])


def test_who_works_for_an_ended_unit_reads_so(reform, client):
    client.force_login(make_district_staff(reform.second))
    assert client.get("/returns/").context["own_ended"].instead == (reform.x, reform.y)
    assert "data-own-unit-ended" in client.get("/").content.decode()
    client.force_login(make_officer(reform.new))
    assert client.get("/").context["own_ended"] is None


@pytest.mark.parametrize(
    ("code", "year", "is_offered"),
    [("06", 2024, True), ("19", 2025, True), ("19", 2026, True), ("19", 2027, False)],
)
def test_the_choice_is_offered_where_a_reform_lies_between(
    reform, settings, code, year, is_offered
):
    settings.TODAY = "2027-06-01"
    assert bool(units_of_when(select(unit_code=code, year=year, quarter=1))) == is_offered


def test_it_names_what_was_joined(reform):
    found = units_of_when(select(unit_code="06", year=2024, quarter=3, in_todays=True))
    of = {one.name: one for one in found.joined}
    assert set(of["Xã X"].partly) == {reform.second.name, reform.d.name}
    assert set(of["Xã X"].whole) == {reform.first.name, reform.a.name, reform.b.name}


def test_the_pages_say_so_and_list_the_same_records(reform, client):
    client.force_login(make_officer(reform.new))
    address = "/?year=2024&quarter=3&unit=06"
    assert "data-units-of-when" in client.get(address).content.decode()
    page = client.get(f"{address}&units=now")
    assert [row.unit.name for row in page.context["matrix"].rows if row.unit] == ["Xã X", "Xã Y"]
    of_x = f"/indicators/{COUNT}/?year=2024&quarter=3&unit=19&units=now&part=01906"
    rows = client.get(of_x).context["records"].shown
    assert {row.name for row in rows} == {reform.in_a.name, reform.in_b.name}
    table = client.get("/tables/units.csv?year=2024&quarter=3&unit=06&units=now").content.decode()
    assert "Xã X" in table
    assert reform.first.name not in table


def page_of_count(client, unit, end="&units=now"):
    return client.get(f"/indicators/{COUNT}/?year=2024&quarter=3&unit={unit}{end}")


def test_where_no_unit_of_today_is_judged_the_pages_order_by_no_gap_and_say_why(reform, client):
    client.force_login(make_officer(reform.new))
    page = page_of_count(client, "06")
    assert page.context["closing"].empty == nothing_due_of_todays()
    assert page.context["closing"].table.rows == ()
    assert nothing_due_of_todays() in page.text
    assert "Chênh lệch nằm ở đâu" not in page.text
    assert "Tỷ trọng phần thiếu" not in page.text
    assert "xếp đầu" not in page.text
    of_the_time = page_of_count(client, "06", "").text
    assert nothing_due_of_todays() not in of_the_time
    assert "Chênh lệch nằm ở đâu" in of_the_time
    overview = client.get("/?year=2024&quarter=3&unit=06&units=now")
    assert not overview.context["matrix"].judges_units
    assert "Các đơn vị so với mức cần có" not in overview.text


def test_units_of_today_that_were_the_same_then_are_told_what_they_lack(db, client, settings):
    """One district became another; one was the same and is short."""
    settings.DEBUG, settings.TODAY = True, "2025-08-01"
    province = make_province("20", name="Tỉnh Lạng Sơn")
    ended = make_district(province, "201", valid_to=REFORM)
    new = make_district(province, "203", valid_from=REFORM)
    same = make_district(province, "202")
    UnitSuccession.objects.create(predecessor=ended, successor=new, on=REFORM)
    move(make_cooperative(ended), new, REFORM)
    make_cooperative(same)
    plan = make_plan(province)
    for unit, value in ((province, 9), (ended, 5), (same, 4)):
        make_target(plan, COUNT, value=value, unit=unit)
    client.force_login(make_officer(province))
    closing = page_of_count(client, "20").context["closing"]
    assert [row.part for row in closing.table.rows] == ["202"]
    assert [one.text for one in closing.said] == [units_behind(1, 1), todays_not_judged(1)]
    then = page_of_count(client, "20", "").context["closing"]
    assert {row.part for row in then.table.rows} == {"201", "202"}
    assert [one.text for one in then.said] == [units_behind(2, 2)]


@pytest.mark.parametrize(
    ("path", "units"), [("/", ""), ("/", "&units=now"), ("/indicators/average_profit/", "")]
)
def test_the_choice_is_explained_before_it_is_made(reform, client, path, units):
    client.force_login(make_officer(reform.new))
    page = client.get(f"{path}?year=2024&quarter=3&unit=06{units}").text
    explained = page.partition("data-units-of-when")[2].partition("</section>")[0]
    assert ("trước đó theo đơn vị cũ" in explained) is (not units)
    assert "ơn vị hiện nay" in explained


@pytest.mark.parametrize("units", ["", "&units=now"])
def test_a_page_asks_no_more_often_than_others(reform, client, units):
    client.force_login(make_officer(reform.new))
    asked = {}
    for page in ("/", "/indicators/average_profit/"):
        for code, year in (("06", 2024), ("19", 2025)):
            address = f"{page}?year={year}&quarter=1&unit={code}{units}"
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            asked[address] = len(captured)
    assert max(asked.values()) <= 20, asked


def test_a_program_is_told_the_units_of_the_time_unless_it_asks(reform, client):
    client.force_login(make_admin())
    address = "/api/v1/progress?year=2024&quarter=3&unit=06"
    told = [client.get(address + end).json() for end in ("", "&units=now")]
    assert [[one["unit"] for one in found["units"]] for found in told] == [
        ["061", "062"],
        ["01906", "01912"],
    ]
