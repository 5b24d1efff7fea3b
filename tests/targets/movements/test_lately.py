"""What moved since a day, added up from the steps that are kept, and what moved before."""

from datetime import date, datetime
from fractions import Fraction

import pytest

from cooperatives.ground.calendar import Quarter
from targets.models import Movement
from targets.movements.reading import chains_of, lately
from targets.movements.steps import monday_before
from targets.words import movements as words

MONDAY = date(2024, 10, 14)


@pytest.fixture
def told(land):
    """Tell what moved lately with the weak share at a value: `told(8)`."""

    def reading(value, code="weak_share"):
        chains = chains_of(land.province, Quarter(2024, 3))
        stands = {(code, None): None if value is None else Fraction(value)}
        return lately(land.officer, chains, stands, MONDAY, most=2)

    return reading


def moved(at, before, after, cause="submission", place="Ba Bể"):
    Movement.objects.create(
        unit_path="06/",
        year=2024,
        quarter=3,
        indicator="weak_share",
        before=Fraction(before),
        after=Fraction(after),
        at=datetime.fromisoformat(f"2024-10-{at}+07:00"),
        cause=cause,
        place=place,
    )


@pytest.mark.parametrize(
    ("day", "monday"),
    [(date(2024, 10, 20), 14), (date(2024, 10, 15), 14), (date(2024, 10, 14), 7)],
)
def test_on_a_monday_the_week_that_has_gone_is_told(day, monday):
    assert monday_before(day) == date(2024, 10, monday)


def test_steps_since_monday_add_up_and_those_before_are_told_apart(told):
    moved("01T08:00", 12, 12, cause="start")
    moved("11T08:00", 12, 11, place="Na Rì")
    moved("13T23:59", 11, 10)
    moved("14T00:00", 10, 9)
    moved("16T08:00", 9, 8, place="Chợ Đồn")
    found = told(8)
    (net,) = found.moved
    assert (net.before, net.after) == (10, 8)
    assert words.because(net) == "vì Chợ Đồn, Ba Bể gửi biểu"
    assert [event.reason.place for event in found.earlier] == ["Ba Bể", "Na Rì"]
    assert [step.after for step in found.steps] == [8, 9]


def test_without_a_step_since_monday_it_stands_where_it_stood(told):
    moved("11T08:00", 12, 11)
    found = told(11)
    assert [(net.before, net.after) for net in found.net] == [(11, 11)]
    assert found.moved == []


def test_the_first_step_since_monday_may_be_where_the_chain_begins(told):
    moved("15T08:00", 12, 12, cause="start")
    assert told(12).moved == []


def test_what_no_step_leads_up_to_is_being_corrected(told):
    moved("11T08:00", 12, 11)
    (net,) = told(10).moved
    assert (net.before, net.after) == (11, 10)
    assert words.because(net) == "vì đang sửa, chưa gửi lại"


def test_what_was_never_measured_is_not_told(told):
    assert told(10).net == []


def test_many_reasons_are_counted(told):
    for number, place in enumerate(("Ba Bể", "Na Rì", "Chợ Đồn", "Pác Nặm", "Chợ Mới", "Ba Bể")):
        moved(f"15T08:0{number}", number, number + 1, place=place)
    moved("15T09:00", 6, 7, cause="reports_final")
    moved("15T09:10", 7, 8, cause="other")
    moved("15T09:20", 8, 9, cause="import")
    (net,) = told(9).moved
    assert words.because(net) == "vì Nạp dữ liệu; Thay đổi khác của dữ liệu; 2 thay đổi khác"
    only = type(net)(net.indicator, net.before, net.after, net.reasons[3:])
    assert words.because(only) == "vì Ba Bể, Chợ Mới, Pác Nặm và 2 đơn vị khác gửi biểu"
