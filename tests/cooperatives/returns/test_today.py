"""What there is to do today: for who approves returns, and for who submits them."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cooperatives.catalogue.figures import codes
from cooperatives.models import EnteredFigure, Remark, ReturnStep, UnitFigures, WarningAnswer
from cooperatives.returns.reporting import reporting_of
from cooperatives.returns.today import MOST_SHOWN, todays_work
from tests.factories import (
    close_year,
    make_admin,
    make_commune,
    make_cooperative,
    make_country,
    make_district,
    make_district_staff,
    make_figures,
    make_officer,
    make_plan,
    make_province,
    make_return,
    make_target,
)
from tests.targets.pages import attribute, find, find_all, parsed, text

FULL = dict.fromkeys(codes(), 1) | {"managers_total": 3}


@pytest.fixture
def province(db, demo_day):
    """Bắc Kạn with a plan for 2024, seen from 20 October 2024."""
    province = make_province()
    make_target(make_plan(province))
    return province


@pytest.fixture
def officer(province):
    return make_officer(
        province, full_name="Nông Văn Tính", telephone="0209 000 001", email="tinh@example.invalid"
    )


@pytest.fixture
def district(province):
    """Build a district with a cooperative whose first two quarters are approved."""

    def making(code, name, **fields):
        made = make_district(province, code, name=name, **fields)
        cooperative = make_cooperative(made, name=f"HTX {name}")
        for quarter in (1, 2):
            make_figures(cooperative, 2024, quarter, **FULL)
        return made, cooperative

    return making


def filed(cooperative, state, *steps, quarter=3, **figures):
    """A return with a row, and steps: (step, day of October, by, reason)."""
    unit = cooperative.placements.get().unit
    made = make_return(unit, 2024, quarter, state=state)
    row = make_figures(cooperative, 2024, quarter, quarterly_return=made, **FULL | figures)
    for step, day, by, reason in steps:
        at = datetime(2024, 10, day, 3, tzinfo=UTC)
        ReturnStep.objects.create(quarterly_return=made, step=step, at=at, by=by, reason=reason)
    return made, row


def told(work):
    return [(item.kind.value, item.owed.unit.code, str(item.owed.period)) for item in work.items]


def remark(of, by, cooperative=None, **fields):
    at = datetime(2024, 10, 16, tzinfo=UTC)
    return Remark.objects.create(
        quarterly_return=of, by=by, at=at, text="?", cooperative=cooperative, **fields
    )


@pytest.fixture
def look(client):
    def looking(user):
        client.force_login(user)
        return find(parsed(client.get("/?quarter=3")), "aside", "today")

    return looking


# --- Who approves ---------------------------------------------------------------------------------


def test_an_officer_reads_what_is_late_what_waits_and_what_is_corrected(
    district, officer, province
):
    na_ri, corrected = district("066", "Huyện Na Rì")
    filed(
        corrected, "returned", ("submit", 9, None, ""), ("send_back", 16, officer, "Kiểm tra lại")
    )
    cho_don, waiting = district("064", "Huyện Chợ Đồn")
    filed(waiting, "submitted", ("submit", 14, None, ""))
    ba_be, _late = district("061", "Huyện Ba Bể")
    _approved, done = district("062", "Huyện Ngân Sơn")
    filed(done, "approved", ("submit", 9, None, ""), ("approve", 10, officer, ""))
    work = todays_work(officer, province)
    assert told(work) == [
        ("late", ba_be.code, "2024-Q3"),
        ("waiting", cho_don.code, "2024-Q3"),
        ("returned", na_ri.code, "2024-Q3"),
    ]
    assert [item.owed.days_late for item in work.items] == [5, 0, 0]
    assert (work.others, work.totals) == (0, ())


def test_older_quarters_stand_in_the_same_list_until_their_year_is_closed(
    district, officer, province
):
    ba_be, cooperative = district("061", "Huyện Ba Bể")
    filed(cooperative, "approved")
    ba_be.returns.filter(quarter=1).update(state="draft")
    ba_be.returns.filter(quarter=2).update(state="submitted")
    make_return(ba_be, 2023, 4, state="submitted")
    assert told(todays_work(officer, province)) == [
        ("late", "061", "2024-Q1"),
        ("waiting", "061", "2023-Q4"),
        ("waiting", "061", "2024-Q2"),
    ]
    for year in (2023, 2024):
        close_year(province, year)
    assert told(todays_work(officer, province)) == []


def test_what_is_open_in_a_waiting_return_is_counted(district, officer, province):
    _unit, cooperative = district("064", "Huyện Chợ Đồn")
    made, row = filed(cooperative, "submitted", ("submit", 14, None, ""), revenue=50)
    blank = make_cooperative(cooperative.placements.get().unit)
    make_figures(blank, 2024, 3, quarterly_return=made, revenue=1)
    clerk = make_district_staff(make_district(province, "063"))
    at = datetime(2024, 10, 13, tzinfo=UTC)
    for rule, value in (("jump:revenue", 50), ("jump:profit", 7), ("gone", 1)):
        WarningAnswer.objects.create(
            figures=row, rule=rule, value=value, text="đúng", by=clerk, at=at
        )
    mine = remark(made, officer, cooperative)
    remark(made, officer, cooperative, in_answer_to=mine)
    remark(made, officer, is_settled=True)
    remark(made, clerk, side=Remark.Side.DISTRICT)
    (item,) = [one for one in todays_work(officer, province).items if one.owed.key == made.pk]
    # The profit is not 7 any more, and nobody asks about what is gone.
    assert (len(item.weight.explained), item.weight.blanks, len(item.weight.remarks)) == (1, 1, 2)
    assert item.weight.own == (mine,)
    assert item.weight.own_about == ["HTX Huyện Chợ Đồn"]


def test_whom_to_call_is_the_contact_of_the_unit_else_who_submits_there(
    district, officer, province
):
    named, _ = district(
        "061", "Huyện Ba Bể", contact_name="Ma Thị Lan", contact_telephone="0209 000 051"
    )
    staffed, _ = district("062", "Huyện Ngân Sơn")
    unknown, _ = district("063", "Huyện Bạch Thông")
    for unit in (named, staffed):
        make_district_staff(unit, full_name="Không có điện thoại")
        make_district_staff(unit, full_name="Lý A", telephone="0209 000 052")
    make_district_staff(unknown, full_name="Đã nghỉ", telephone="0209 000 053", is_active=False)
    found = {item.owed.unit.code: item.contact for item in todays_work(officer, province).items}
    assert (found["061"].name, found["061"].dialled) == ("Ma Thị Lan", "0209000051")
    assert (found["062"].name, found["062"].telephone) == ("Lý A", "0209 000 052")
    assert found["063"] is None


def test_four_are_shown_and_the_lists_hold_all_that_is_counted(district, officer, province, client):
    for code in ("058", "060", "061", "062", "063", "064"):
        district(code, f"Huyện {code}")
    _unit, waiting = district("065", "Huyện Chợ Mới")
    filed(waiting, "submitted", ("submit", 14, None, ""))
    work = todays_work(officer, province)
    assert (len(work.items), work.others) == (MOST_SHOWN, 3)
    assert [(one.kind.value, one.year, one.number) for one in work.totals] == [
        ("late", 2024, 6),
        ("waiting", 2024, 1),
    ]
    client.force_login(officer)
    for total in work.totals:
        page = parsed(client.get(f"/returns/?year=2024&quarter=all&{total.kind.query}"))
        rows = find_all(find(page, "table", "return-list"), "tr")[1:]
        assert len(rows) == total.number


def test_an_admin_over_everything_reads_the_work_of_the_plans_unit(district, province):
    district("061", "Huyện Ba Bể")
    assert told(todays_work(make_admin(), province)) == [("late", "061", "2024-Q3")]


def test_where_the_returns_of_a_quarter_stand_is_read_but_once(district, officer, province):
    unit, cooperative = district("061", "Huyện Ba Bể")
    filed(cooperative, "returned", ("submit", 9, None, ""))
    district("062", "Huyện Ngân Sơn")
    work = todays_work(officer, province)
    for quarter in (1, 2, 3, 4):
        period = cooperative.quarterly_figures.first().quarterly_return.period
        period = type(period)(2024, quarter)
        for of in (province, unit):
            known, asked = work.reporting_of(of, period), reporting_of(of, period)
            assert [(one.unit, one.state, one.due_on) for one in known.returns] == [
                (one.unit, one.state, one.due_on) for one in asked.returns
            ]
    assert work.reporting_of(make_commune(unit), period) is None
    assert work.reporting_of(province, type(period)(2023, 4)) is None


def test_the_statements_grow_with_neither_units_nor_quarters(district, officer, province):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            todays_work(officer, province)
        return len(captured)

    _unit, waiting = district("064", "Huyện Chợ Đồn")
    filed(waiting, "submitted", ("submit", 14, None, ""))
    make_district_staff(make_district(province, "058"))
    make_cooperative(province)
    few = asked()
    assert few <= 11
    for code in ("060", "061", "062", "063"):
        unit, cooperative = district(code, f"Huyện {code}")
        make_district_staff(unit)
        filed(cooperative, "submitted", ("submit", 14, None, ""))
        filed(cooperative, "draft", quarter=4)
    assert asked() <= few


def test_of_a_part_that_is_looked_at_its_own_returns_alone_are_told(
    district, officer, province, client
):
    ba_be, _late = district("061", "Huyện Ba Bể")
    district("066", "Huyện Na Rì")
    commune = make_commune(ba_be)
    for looked_at in (ba_be, commune):
        work = todays_work(officer, province, looked_at=looked_at)
        assert told(work) == [("late", "061", "2024-Q3")]
    assert len(told(todays_work(officer, province, looked_at=province))) == 2
    clerk = make_district_staff(ba_be)
    assert told(todays_work(clerk, province, looked_at=province))[0] == ("late", "061", "2024-Q3")
    client.force_login(officer)
    page = find(parsed(client.get("/?quarter=3&unit=061")), "aside", "today")
    assert attribute(find_all(page, "a")[-1], "href") == "/returns/?unit=061"


def test_a_remark_on_an_approved_return_waits_for_both_sides_until_it_is_settled(
    district, officer, province, look
):
    unit, cooperative = district("062", "Huyện Ngân Sơn")
    approved, _row = filed(cooperative, "approved", ("submit", 9, None, ""))
    clerk = make_district_staff(unit)
    assert told(todays_work(officer, province)) == []
    doubt = remark(approved, officer)
    answer = remark(approved, clerk, in_answer_to=doubt, side="district")
    for reader in (officer, clerk):
        items = {item.kind.value: item for item in todays_work(reader, province).items}
        assert items["remarked"].owed.key == approved.pk
        assert items["remarked"].remark == doubt != answer
        page = look(reader)
        assert "/returns/2024/3/062/#conversation" in [
            attribute(link, "href") for link in find_all(page, "a")
        ]
    Remark.objects.filter(pk=doubt.pk).update(is_settled=True)
    assert told(todays_work(officer, province)) == []
    assert "remarked" not in [kind for kind, *_ in told(todays_work(clerk, province))]


def test_a_remark_in_a_closed_year_is_nobodys_task(district, officer, province):
    _unit, cooperative = district("062", "Huyện Ngân Sơn")
    remark(filed(cooperative, "approved")[0], officer)
    close_year(province, 2024)
    assert told(todays_work(officer, province)) == []


def test_what_else_there_is_to_do_comes_before_a_remark(district, officer, province, client):
    _unit, done = district("058", "TP Bắc Kạn")
    remark(filed(done, "approved")[0], officer)
    _unit, waiting = district("064", "Huyện Chợ Đồn")
    remark(filed(waiting, "submitted", ("submit", 14, None, ""))[0], officer)
    for code in ("060", "061", "062", "063"):
        district(code, f"Huyện {code}")
    work = todays_work(officer, province)
    assert [(one.kind.value, one.number) for one in work.totals] == [
        ("late", 4),
        ("waiting", 1),
        ("remarked", 2),
    ]
    client.force_login(officer)
    page = parsed(client.get("/returns/?year=2024&quarter=all&state=remarked"))
    assert len(find_all(find(page, "table", "return-list"), "tr")[1:]) == 2


# --- Who submits ----------------------------------------------------------------------------------


def test_a_clerk_reads_what_came_back_with_the_reason_and_whom_to_ask(district, officer, province):
    unit, cooperative = district("066", "Huyện Na Rì")
    filed(
        cooperative, "returned", ("submit", 9, None, ""), ("send_back", 16, officer, "Kiểm tra lại")
    )
    make_officer(province, full_name="An", telephone="0209 000 009")
    work = todays_work(make_district_staff(unit), province)
    assert told(work) == [("returned", "066", "2024-Q3"), ("due", "066", "2024-Q4")]
    returned, due = work.items
    assert (returned.step.reason, returned.contact.telephone) == ("Kiểm tra lại", "0209 000 001")
    assert due.contact is None
    assert work.is_own


def test_a_clerk_reads_nothing_of_another_district(district, officer, province):
    unit, _cooperative = district("066", "Huyện Na Rì")
    other, _ = district("061", "Huyện Ba Bể", contact_telephone="0209 000 051")
    make_district_staff(other, telephone="0209 000 052")
    work = todays_work(make_district_staff(unit), province)
    assert {item.owed.unit for item in work.items} == {unit}


# --- The page -------------------------------------------------------------------------------------


def test_the_overview_says_it_with_links_to_call_and_to_write(district, officer, look):
    unit, _cooperative = district("061", "Huyện Ba Bể")
    make_district_staff(
        unit, full_name="Hoàng Thị Huyền", telephone="0209 000 002", email="huyen@example.invalid"
    )
    work = look(officer)
    (item,) = find_all(work, "li", "today__item")
    assert text(item) == (
        "Trễ 5 ngày Ba Bể, đã có đủ số liệu 0/1 HTX Hoàng Thị Huyền 0209 000 002"
        " huyen@example.invalid"
    )
    assert [attribute(link, "href") for link in find_all(work, "a")] == [
        "/returns/2024/3/061/",
        "tel:0209000002",
        "mailto:huyen@example.invalid",
        "/returns/",
    ]


def test_an_officers_own_remark_and_the_day_stand_in_the_entry(district, officer, look):
    _unit, cooperative = district("066", "Huyện Na Rì")
    made, _row = filed(
        cooperative, "returned", ("submit", 9, None, ""), ("send_back", 16, officer, "Kiểm tra lại")
    )
    remark(made, officer, cooperative)
    assert text(find(look(officer), "li", data_unit="066")) == (
        "Bị trả lại Na Rì, 16/10/2024 1 ý kiến của bạn chưa xong: HTX Huyện Na Rì"
    )


def test_a_clerks_overview_begins_with_the_own_work(district, officer, look):
    unit, cooperative = district("066", "Huyện Na Rì")
    filed(
        cooperative, "returned", ("submit", 9, None, ""), ("send_back", 16, officer, "Kiểm tra lại")
    )
    returned, due = find_all(look(make_district_staff(unit)), "li", "today__item")
    assert text(returned) == (
        "Bị trả lại quý III/2024, 16/10/2024 “Kiểm tra lại” đã có đủ số liệu 1/1 HTX"
        " Nông Văn Tính 0209 000 001 tinh@example.invalid"
    )
    assert text(due).startswith("Còn 87 ngày quý IV/2024, hạn 15/1/2025")


def test_without_anything_to_do_the_overview_says_so(province, officer, look):
    assert "Không có" in text(look(officer))


# --- Figures of the province itself ---------------------------------------------------------------


@pytest.fixture
def asked(db):
    """Two figures of the province, from 2024 on."""
    for code in ("households", "roads"):
        EnteredFigure.objects.create(
            code=code,
            name_vi=f"số {code}",
            measure="persons",
            nature="level",
            reported_by="plan_unit",
            from_year=2024,
        )


def given(unit, quarter, **figures):
    UnitFigures.objects.create(unit=unit, year=2024, quarter=quarter, extra=figures)


def lacks(work):
    if work.figures is None:
        return None
    return [
        (one.unit.code, [(period.number, number) for period, number in one.periods])
        for one in work.figures.units
    ]


def test_what_the_province_lacks_of_its_own_figures_is_the_officers_to_enter(
    district, officer, province, asked, look
):
    for code in ("061", "062", "063", "064"):
        district(code, f"Huyện {code}")
    given(province, 1, households=5, roads=1)
    given(province, 3, households=0)
    work = todays_work(officer, province)
    # Quarter IV runs still; a zero is given. Of four things shown it is one.
    assert lacks(work) == [("06", [(2, 2), (3, 1)])]
    assert (len(work.items), work.others) == (MOST_SHOWN - 1, 1)
    panel = look(officer)
    assert len(find_all(panel, "li", "today__item")) == MOST_SHOWN
    links = [attribute(one, "href") for one in find_all(panel, "a")]
    assert links[:2] == ["/plan-units/2024/2/06/", "/plan-units/2024/3/06/"]
    assert "Nhập số liệu của tỉnh Bắc Kạn: quý II/2024 (còn trống 2)" in text(panel)
    given(province, 2, households=5, roads=1)
    UnitFigures.objects.filter(quarter=3).update(extra={"households": 0, "roads": 2})
    assert lacks(todays_work(officer, province)) is None


def test_they_are_nobody_elses_task_and_none_where_the_year_is_not_open(
    district, officer, province, asked
):
    unit, _cooperative = district("061", "Huyện Ba Bể")
    assert lacks(todays_work(make_district_staff(unit), province)) is None
    assert lacks(todays_work(make_officer(unit), province)) is None
    # Of a part that is looked at, the province's are no part.
    assert lacks(todays_work(officer, province, looked_at=unit)) is None
    assert lacks(todays_work(make_admin(unit=province), province))
    close_year(province, 2024)
    assert lacks(todays_work(officer, province)) is None


def test_only_who_knows_the_year_is_asked(db, demo_day, asked):
    country = make_country("00")
    knows, _other = (make_province(code, parent=country) for code in ("10", "11"))
    make_target(make_plan(knows))
    assert [code for code, _periods in lacks(todays_work(make_officer(country), country))] == ["10"]


def test_of_many_provinces_a_few_are_named(db, demo_day, asked, django_assert_num_queries):
    country = make_country("00")
    provinces = [make_province(f"{number:02}", parent=country) for number in range(10, 16)]
    make_target(make_plan(country))
    reader = make_officer(country)
    todays_work(reader, country)
    with CaptureQueriesContext(connection) as captured:
        work = todays_work(reader, country)
    assert [code for code, _periods in lacks(work)] == ["10", "11", "12"]
    assert work.figures.others == len(provinces) - 3
    provinces[0].delete()
    with django_assert_num_queries(len(captured)):
        todays_work(reader, country)
