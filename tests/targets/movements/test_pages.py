"""What moved, as the overview, a target's page and the page of all changes tell it, and to whom."""

import csv
import io
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

import pytest

from cooperatives.counting import Cause, CountedChange, counted_change
from cooperatives.ground.calendar import Quarter
from targets.indicators import BY_CODE, ENTERED, Declaration, entries, known
from targets.models import Movement
from targets.movements.steps import Reason, Step
from targets.words import movements as words
from tests.factories import make_admin, make_cooperative
from tests.targets.movements.conftest import MILLION
from tests.targets.pages import find, find_all, parsed, text


@pytest.fixture
def told(land):
    """Ba Bể and then Chợ Đồn have sent their returns; Chợ Đồn founded a cooperative."""
    land.ba_be.submit()
    land.cho_don.submit()
    change = CountedChange(
        Cause.FOUNDING,
        (land.cho_don.unit,),
        since=Quarter(2024, 3),
        by=land.cho_don.clerk,
        organisation=make_cooperative(
            land.cho_don.unit, name="HTX Kín", founded_on=date(2024, 8, 1), dissolved_on=None
        ),
    )
    with counted_change(change):
        make_cooperative(land.cho_don.unit, founded_on=date(2024, 8, 1))
    return land


def test_the_overview_adds_up_what_moved_since_monday(told, client):
    client.force_login(told.officer)
    page = parsed(client.get("/?year=2024&quarter=3"))
    section = find(page, "section", "movements")
    said = text(section)
    assert "Từ thứ Hai 14/10" in said
    (profit,) = find_all(section, "li", data_moved="average_profit")
    assert "– → 35,0" in text(profit)
    assert "vì Chợ Đồn, Ba Bể gửi biểu" in text(profit)
    (founded,) = find_all(section, "li", data_moved="new_cooperatives")
    assert "vì HTX Kín (Chợ Đồn): thành lập" in text(founded)


def test_district_staff_read_neither_persons_nor_names_of_another_district(told, client):
    for address in ("/?year=2024&quarter=3&unit=06", "/movements/?year=2024&quarter=3&unit=06"):
        client.force_login(told.ba_be.clerk)
        page = client.get(address).text
        assert "HTX Kín" not in page
        assert "một tổ chức ở Chợ Đồn: thành lập" in page
        assert told.cho_don.clerk.full_name not in page
        client.force_login(told.cho_don.clerk)
        assert "HTX Kín" in client.get(address).text
    client.force_login(make_admin())
    assert "HTX Kín" in client.get(address).text


def test_a_targets_page_tells_its_own_steps_and_leads_to_all(told, client):
    client.force_login(told.officer)
    page = parsed(client.get(f"/targets/{told.plan.pk}/average_profit/?year=2024&quarter=3"))
    assert len(find_all(page, "tr", data_moved="average_profit")) == 2
    (since,) = find_all(page, "dd", data_net="average_profit")
    assert "– → 35,0" in text(since)
    (more,) = [
        link
        for link in find_all(page, "a")
        if "/movements/" in dict(link.attributes).get("href", "")
    ]
    every = parsed(client.get(dict(more.attributes)["href"]))
    assert len(find_all(every, "li", data_moved="average_profit")) == 2
    assert not find_all(every, "li", data_moved="new_cooperatives")


def test_each_change_stands_once_with_all_that_it_moved_and_leads_to_its_return(told, client):
    client.force_login(told.officer)
    page = parsed(client.get("/movements/?year=2024&quarter=3"))
    events = find_all(page, "li", data_event="submission")
    assert len(events) == 2
    assert len(find_all(events[1], "li", data_moved="average_profit")) == 1
    assert len(find_all(events[1], "li", data_moved="average_member_income")) == 1
    assert told.cho_don.clerk.full_name in text(events[0])
    assert [dict(link.attributes)["href"] for link in find_all(events[0], "a")] == [
        "/returns/2024/3/064/"
    ]
    client.force_login(told.ba_be.clerk)
    page = parsed(client.get("/movements/?year=2024&quarter=3&unit=06"))
    cho_don, ba_be = find_all(page, "li", data_event="submission")
    assert not find_all(cho_don, "a")
    assert find_all(ba_be, "a")


def test_all_changes_come_in_pages(told, client):
    client.force_login(told.officer)
    Movement.objects.bulk_create(
        Movement(
            unit_path="06/",
            year=2024,
            quarter=2,
            indicator="total_groups",
            before=Fraction(n),
            after=Fraction(n + 1),
            at=datetime.fromisoformat(f"2024-09-{n + 1:02}T08:00+07:00"),
            cause="other",
        )
        for n in range(25)
    )
    address = "/movements/?year=2024&quarter=2"
    page = parsed(client.get(f"{address}&page=2"))
    assert len(find_all(page, "li", data_moved="total_groups")) == 5
    days = parsed(client.get(f"{address}&from=2024-09-03&to=2024-09-05"))
    assert len(find_all(days, "li", data_moved="total_groups")) == 3
    (added_up,) = find_all(days, "li", data_net="total_groups")
    assert "2 → 5" in text(added_up)
    assert "Những ngày này không có" in client.get(f"{address}&from=2024-10-03").text


def test_what_is_not_there_is_not_found(told, client):
    client.force_login(told.officer)
    assert client.get("/movements/?indicator=nonsense").status_code == 404
    assert client.get("/movements/?year=1066").status_code == 404
    assert client.get("/movements/?from=hôm qua").status_code == 404
    assert "Chưa có thay đổi nào" in client.get("/movements/?year=2024&quarter=1").text


def step(code, before, after, cause=Cause.SUBMISSION, place="Ba Bể", **more):
    reason = Reason(
        datetime.fromisoformat("2024-10-14T02:12+00:00"),
        cause,
        place,
        more.get("organisation", ""),
        "",
        more.get("filed"),
        more.get("about", ""),
    )
    return Step(BY_CODE[code], before, after, reason)


@pytest.mark.parametrize(
    ("code", "before", "after", "said"),
    [
        ("weak_share", Fraction(872, 100), Fraction(867, 100), "8,72 → 8,67%"),
        ("weak_share", Fraction(9), Fraction(8), "9,0 → 8,0%"),
        ("new_cooperatives", Fraction(23), Fraction(24), "23 → 24"),
        ("weak_share", None, Fraction(8), "– → 8,0%"),
        ("weak_share", Fraction(0), None, "0,0 → –%"),
        ("managers_vocational", Fraction(9), Fraction(0), "9 → 0 người"),
    ],
)
def test_values_have_as_many_decimals_as_tell_them_apart(code, before, after, said):
    assert words.moved(step(code, before, after)).replace("\xa0", " ") == said


def test_sums_of_money_have_the_decimals_that_they_have_elsewhere(english):
    ENTERED.hold(entries({1: Declaration("capital", "", "", "sum", "revenue")}))
    one = replace(step("weak_share", None, 1_250_500_000), indicator=known("capital"))
    assert words.moved(one).replace("\xa0", " ").startswith("– → 1,250.5 million")
    both = words.moved(replace(one, before=Fraction(1_000_000_000)))
    assert "1,000 → 1,250.5" in both.replace("\xa0", " ")


def test_reasons_in_words(demo_day):
    one = step("weak_share", None, MILLION)
    assert words.why(one.reason) == "Ba Bể gửi biểu"
    assert words.when(one.reason.at) == "14/10, 09:12"
    of_another_quarter = step("weak_share", None, 1, filed=Quarter(2024, 2)).reason
    assert words.why(of_another_quarter) == "Ba Bể gửi biểu quý II/2024"
    imported = step("weak_share", None, 1, Cause.IMPORT, about="quarterly_figures").reason
    assert words.why(imported) == "Nhập tệp: Số liệu quý"
    assert words.why(step("weak_share", None, 1, "other", "").reason).startswith("Thay đổi khác")
    for cause in Cause:
        assert words.why(step("weak_share", None, 1, cause, "").reason)


def test_the_same_in_english(english, demo_day):
    reason = step("weak_share", None, 1, Cause.ENDING, organisation="HTX An").reason
    assert words.why(reason) == "HTX An (Ba Bể): dissolved"


def test_the_file_holds_each_value_that_moved_in_the_days_asked_for(told, client):
    client.force_login(told.officer)
    address = "/movements.csv?year=2024&quarter=3&indicator=average_profit"
    header, *rows = csv.reader(
        io.StringIO(client.get(address).content.decode("utf-8-sig")), delimiter=";"
    )
    found = [dict(zip(header, row, strict=True)) for row in rows]
    assert [(one["Giá trị trước"], one["Giá trị sau"]) for one in found] == [
        ("30", "35"),
        ("", "30"),
    ]
    assert {one["Ngày"] for one in found} == {"20/10/2024"}
    assert found[0]["Lý do"].startswith("Chợ Đồn")
    assert found[0]["Người thực hiện"] == str(told.cho_don.clerk)
    _head, *rows = client.get(f"{address}&to=2024-10-19").content.decode("utf-8-sig").splitlines()
    assert rows == []


def test_the_file_names_nobody_to_those_who_decide_nothing(told, client):
    client.force_login(told.ba_be.clerk)
    file = client.get("/movements.csv?year=2024&quarter=3&unit=06").content.decode("utf-8-sig")
    assert str(told.cho_don.clerk) not in file
    assert "HTX Kín" not in file
