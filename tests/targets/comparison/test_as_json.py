"""Numbers and standings as JSON: the keys of design 3, nothing rounded beyond six decimals."""

import json
from decimal import Decimal
from fractions import Fraction

import pytest

from targets.comparison.as_json import number, progress_as_json, standing_as_json
from tests.targets.comparisons import district, goal, measure, part_of, progress, standing

T = [
    "indicator",
    "operator",
    "target",
    "value",
    "numerator",
    "denominator",
    "coverage",
    "bounds",
    "expected",
    "status",
    "certain",
    "attainment",
    "required_per_quarter",
    "projection",
    "set_by",
    "target_to",
]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, None),
        (0, 0),
        (Fraction(6, 2), 3),
        (Decimal("85000000.000000"), 85_000_000),
        (Decimal("9.5"), 9.5),
        (Fraction(1, 3), 0.333333),
        (Fraction(-2, 3), -0.666667),
        (Fraction(1, 10**7), 0.0),
        (10**15 + 1, 10**15 + 1),
    ],
)
def test_a_number_is_whole_or_has_six_decimals(value, shown):
    assert number(value) == shown
    assert type(number(value)) is type(shown)


def test_a_standing_has_the_keys_of_the_contract_in_their_order():
    found = standing_as_json(standing("new_cooperatives", measure(14), goal(">=", 35)))
    assert list(found) == T
    assert found == {
        "indicator": "new_cooperatives",
        "operator": ">=",
        "target": 35,
        "value": 14,
        "numerator": 14,
        "denominator": None,
        "coverage": {"reported": 10, "carried": 0, "expected": 10},
        "bounds": [14, 14],
        "expected": 26,
        "status": "off_track",
        "certain": True,
        "attainment": 0.4,
        "required_per_quarter": 21,
        "projection": pytest.approx(18.666667),
        "set_by": "532/KH-UBND",
        "target_to": None,
    }


def test_without_a_value_all_that_rests_on_it_is_null():
    found = standing_as_json(standing("average_profit", measure(None), goal(">=", 85_000_000)))
    rest = ("value", "numerator", "denominator", "bounds", "attainment", "projection")
    assert [found[key] for key in (*rest, "required_per_quarter")] == [None] * 7
    assert found["operator"] == ">="
    assert found["target"] == 85_000_000
    assert found["expected"] == 63_750_000
    assert (found["status"], found["certain"]) == ("no_data", False)


def test_without_a_target_all_that_rests_on_it_is_null():
    found = standing_as_json(standing("weak_share", measure(Fraction(25, 3), numerator=1)))
    rest = ("operator", "target", "expected", "status", "certain", "attainment")
    assert [found[key] for key in (*rest, "required_per_quarter")] == [None] * 7
    assert (found["value"], found["projection"]) == (8.333333, 8.333333)


def test_the_whole_has_plan_quarter_unit_targets_and_units():
    aim = goal(">=", 35)
    whole = measure(14)
    units = [
        district("061", part_of("new_cooperatives", measure(9), whole, aim, Fraction(20))),
        district("062", part_of("new_cooperatives", measure(5), whole, aim, Fraction(15))),
    ]
    found = progress_as_json(progress(standing("new_cooperatives", whole, aim), units=units))
    assert list(found) == ["plan", "quarter", "unit", "targets", "units"]
    assert found["plan"] == {"number": "532/KH-UBND", "year": 2024, "unit": "06"}
    assert (found["quarter"], found["unit"]) == (3, "06")
    assert [one["value"] for one in found["targets"]] == [14]
    assert [(one["unit"], one["name"]) for one in found["units"]] == [
        ("061", "Huyện 061"),
        ("062", "Huyện 062"),
    ]
    facts = [one["targets"][0] for one in found["units"]]
    assert [list(fact) for fact in facts] == [[*T, "due", "gap", "is_behind"]] * 2
    assert [(fact["due"], fact["gap"], fact["is_behind"]) for fact in facts] == [
        (20, -11, True),
        (15, -10, True),
    ]
    assert list(found["targets"][0]) == T
    assert [list(one) for one in found["units"]] == [["unit", "name", "targets"]] * 2
    assert [one["targets"][0]["value"] for one in found["units"]] == [9, 5]
    assert [one["targets"][0]["target"] for one in found["units"]] == [None, None]
    assert json.loads(json.dumps(found)) == found
