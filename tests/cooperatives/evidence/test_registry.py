"""What is counted from the registry: founded and dissolved in the year, there at its end."""

from datetime import date

import pytest

from cooperatives.evidence import ValueState
from tests.factories import make_cooperative, make_group, make_union, suspend
from tests.reading import evidence_in, evidence_of, tally_of

MAKERS = {"cooperatives": make_cooperative, "groups": make_group, "unions": make_union}


def number(unit, figure, quarter):
    tally = tally_of(unit, figure, quarter)
    return tally.total if tally else 0


@pytest.mark.parametrize("kind", MAKERS)
def test_new_are_those_founded_from_1_january_to_the_quarters_end(district, kind):
    days = [date(2023, 12, 31), date(2024, 1, 1), date(2024, 3, 31), date(2024, 4, 1)]
    for day in days:
        MAKERS[kind](district, founded_on=day)
    assert [number(district, f"new_{kind}", quarter) for quarter in (1, 2, 3, 4)] == [2, 3, 3, 3]


def test_new_counts_the_founding_also_of_what_was_dissolved_since(district):
    make_cooperative(district, founded_on=date(2024, 1, 5), dissolved_on=date(2024, 3, 1))
    assert number(district, "new_cooperatives", 1) == 1
    assert number(district, "total_cooperatives", 1) == 0


def test_dissolved_are_those_dissolved_from_1_january_to_the_quarters_end(district):
    days = [date(2023, 12, 31), date(2024, 1, 1), date(2024, 6, 30), date(2024, 7, 1)]
    for day in days:
        make_cooperative(district, dissolved_on=day)
    found = [number(district, "dissolved_cooperatives", quarter) for quarter in (1, 2, 3, 4)]
    assert found == [1, 2, 3, 3]


@pytest.mark.parametrize("kind", MAKERS)
def test_total_are_those_registered_on_the_quarters_last_day(district, kind):
    MAKERS[kind](district, founded_on=date(2024, 3, 31))
    MAKERS[kind](district, founded_on=date(2024, 4, 1))
    MAKERS[kind](district, dissolved_on=date(2024, 3, 31))
    MAKERS[kind](district, dissolved_on=date(2024, 4, 1))
    assert number(district, f"total_{kind}", 1) == 2


def test_operating_are_the_registered_ones_in_no_suspension(district):
    make_cooperative(district)
    suspend(make_cooperative(district), date(2024, 3, 31))
    suspend(make_cooperative(district), date(2024, 1, 1), date(2024, 3, 31))
    suspend(make_cooperative(district), date(2024, 4, 1))
    assert number(district, "operating_cooperatives", 1) == 3
    assert number(district, "total_cooperatives", 1) == 4


def test_a_second_suspension_counts_as_much_as_the_first(district):
    cooperative = make_cooperative(district)
    suspend(cooperative, date(2023, 1, 1), date(2023, 6, 1))
    suspend(cooperative, date(2024, 6, 1))
    assert [number(district, "operating_cooperatives", n) for n in (1, 2, 3)] == [1, 0, 0]


def test_each_kind_is_counted_by_itself(district):
    make_cooperative(district)
    for _ in range(2):
        make_group(district)
    for _ in range(3):
        make_union(district)
    totals = [number(district, f"total_{kind}", 1) for kind in ("cooperatives", "groups", "unions")]
    assert totals == [1, 2, 3]


def test_only_what_is_counted_is_listed(district):
    young = make_group(district, founded_on=date(2024, 2, 1))
    old = make_group(district)
    assert [row.organisation_id for row in evidence_in(district, "new_groups", 1)] == [young.pk]
    assert evidence_of(old, "new_groups", 1) is None
    assert evidence_of(young, "new_groups", 1).state == ValueState.REPORTED
