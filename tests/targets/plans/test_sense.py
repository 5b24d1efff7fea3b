"""Targets of sense: what form, page and import ask of the numbers of a target."""

from decimal import Decimal

import pytest

from cooperatives.models import AdministrativeUnit
from targets.models import EnteredIndicator, Plan, Target
from targets.plans.sense import allocated, doubtful_amounts, sense_problems

UNIT = AdministrativeUnit(pk=1, code="06", path="06/", name="Tỉnh Bắc Kạn")


def target(indicator="new_cooperatives", operator=">=", value=35, **fields):
    values = {"year": 2024, "unit": UNIT, "plan": Plan(unit=UNIT)} | fields
    return Target(indicator=indicator, operator=operator, value=Decimal(value), **values)


def found(*args, **fields):
    fields = {
        name: Decimal(value) if name != "from_year" else value for name, value in fields.items()
    }
    return [(one.field, one.error.code) for one in sense_problems(target(*args, **fields))]


@pytest.mark.parametrize(
    ("given", "fields", "expected"),
    [
        (("weak_share", "<=", "100"), {}, []),
        (("weak_share", "<=", "100.1"), {}, [("value", "no_share")]),
        (("weak_share", "<=", "-1"), {}, [("value", "no_share")]),
        (("good_share", ">=", "40"), {"value_to": "101"}, [("value_to", "no_share")]),
        (("new_groups", ">=", "-1"), {}, [("value", "negative")]),
        (("average_profit", ">", "-1"), {}, [("value", "negative")]),
        (("average_profit", "<=", "-1"), {}, []),
        (("new_groups", ">=", "1.5"), {}, [("value", "not_whole")]),
        (("new_groups", ">=", "9"), {"milestone_1": "5", "milestone_2": "5"}, []),
        (
            ("new_groups", ">=", "9"),
            {"milestone_1": "5", "milestone_3": "4"},
            [("milestone_1", "milestones_fall")],
        ),
        (("new_groups", ">=", "9"), {"milestone_3": "10"}, [("milestone_3", "milestones_fall")]),
        (("weak_share", "<=", "9"), {"milestone_1": "8", "milestone_2": "7"}, []),
        (("new_unions", ">=", "1"), {"from_year": 2021}, []),
        (("total_groups", ">=", "1"), {"from_year": 2021}, [("from_year", "no_period")]),
        (("average_profit", ">=", "1"), {"from_year": 2021}, [("from_year", "no_period")]),
        (("average_profit", ">=", "999999999999"), {}, []),
        (("average_profit", ">=", "1000000000000"), {}, [("value", "too_much_money")]),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(given, fields, expected):
    assert found(*given, **fields) == expected


def test_a_sum_of_money_may_be_large_and_a_growth_may_fall(db):
    for code, rule, of in (("sales", "sum", "revenue"), ("rise", "growth", "average_profit")):
        EnteredIndicator.objects.create(code=code, name_vi=code, rule=rule, of=of)
    assert found("sales", ">=", "1000000000000") == []
    assert found("sales", ">=", "-1") == [("value", "negative")]
    assert found("rise", ">=", "-5") == []
    assert found("rise", ">=", "-5", milestone_1="-9", milestone_2="-7") == []


@pytest.mark.parametrize(
    ("indicator", "value", "is_doubtful"),
    [
        ("average_profit", "85", True),
        ("average_profit", "9999", True),
        ("average_profit", "-9999", True),
        ("average_profit", "-85000000", False),
        ("average_profit", "10000", False),
        ("average_profit", "0", False),
        ("total_members", "85", False),
    ],
)
def test_a_few_vnd_ask_whether_millions_were_meant(indicator, value, is_doubtful):
    assert bool(doubtful_amounts(target(indicator, ">=", value))) is is_doubtful


def part(code, value, indicator="new_cooperatives", path=None, **fields):
    unit = AdministrativeUnit(pk=int(code), code=code, path=path or f"06/{code}/")
    return target(indicator, ">=", value, unit=unit, **fields)


def test_allocations_are_added_up_and_held_against_their_target():
    rows = [target(value=35), part("61", 20), part("62", 16), part("62", 9, year=2025)]
    (one,) = allocated(rows, UNIT.pk)
    assert (one.total, one.difference) == (36, 1)
    (even,) = allocated([target(value=36), *rows[1:3]], UNIT.pk)
    assert even.difference == 0


def test_an_allocation_inside_another_one_is_part_of_it():
    rows = [target(value=35), part("61", 35), part("1900", 9, path="06/61/1900/")]
    assert [one.total for one in allocated(rows, UNIT.pk)] == [35]


def test_means_and_shares_are_not_added_up():
    rows = [target("average_profit", value=85), part("61", 85, "average_profit")]
    assert allocated(rows, UNIT.pk) == []


def test_without_allocations_or_a_target_above_there_is_nothing_to_say():
    assert allocated([target(value=35)], UNIT.pk) == []
    assert allocated([part("61", 5)], UNIT.pk) == []
