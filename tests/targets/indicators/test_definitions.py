"""The indicators are those of design 1.3, in its order, with its units and kinds."""

import pytest

from cooperatives.catalogue.figures import codes
from cooperatives.evidence import RATING_EVIDENCE, REGISTRY_EVIDENCE
from targets.indicators import BUILT_IN, BY_CODE
from targets.reckoning.measures import Operator, Unit

TABLE = """
new_cooperatives           count                flow
new_groups                 count                flow
new_unions                 count                flow
dissolved_cooperatives     count                flow
total_cooperatives         count                level
total_groups               count                level
total_unions               count                level
operating_cooperatives     count                level
weak_share                 percent              level
good_share                 percent              level
weak_share_of_rated        percent              level
good_share_of_rated        percent              level
average_profit             vnd_per_cooperative  flow
average_revenue            vnd_per_cooperative  flow
average_member_income      vnd_per_member       flow
managers_higher_education  persons              level
managers_vocational        persons              level
total_members              persons              level
"""


def test_codes_units_and_kinds_are_those_of_the_design():
    assert [(each.code, each.unit, each.flow) for each in BUILT_IN] == [
        tuple(line.split()) for line in TABLE.split("\n") if line
    ]
    assert {each.code: each for each in BUILT_IN} == BY_CODE


def test_every_indicator_adds_up_evidence_that_there_is():
    known = {*REGISTRY_EVIDENCE, *codes(), *RATING_EVIDENCE}
    assert {each.figure for each in BUILT_IN} <= known


def test_events_are_what_was_founded_or_dissolved():
    assert [each.code for each in BUILT_IN if each.is_event_count] == [
        "new_cooperatives",
        "new_groups",
        "new_unions",
        "dissolved_cooperatives",
    ]


def test_means_and_shares_are_weighed_by_their_denominator():
    assert {each.code for each in BUILT_IN if each.averages} == {
        "weak_share",
        "good_share",
        "weak_share_of_rated",
        "good_share_of_rated",
        "average_profit",
        "average_revenue",
        "average_member_income",
    }


def test_counts_and_persons_are_whole_and_amounts_are_money():
    assert {unit for unit in Unit if unit.is_whole} == {Unit.COUNT, Unit.PERSONS}
    assert {unit for unit in Unit if unit.is_money} == {
        Unit.VND,
        Unit.VND_PER_COOPERATIVE,
        Unit.VND_PER_MEMBER,
    }


@pytest.mark.parametrize(
    ("operator", "below", "equal", "above"),
    [
        (">=", False, True, True),
        (">", False, False, True),
        ("<=", True, True, False),
        ("<", True, False, False),
    ],
)
def test_operators_hold_as_they_are_read(operator, below, equal, above):
    assert [Operator(operator).holds(value, 10) for value in (9, 10, 11)] == [below, equal, above]


def test_operators_are_shown_by_their_sign_and_want_more_or_less():
    assert [operator.sign for operator in Operator] == ["≥", ">", "≤", "<"]
    assert [operator.wants_more for operator in Operator] == [True, True, False, False]
