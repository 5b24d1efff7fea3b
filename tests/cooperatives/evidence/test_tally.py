"""How evidence is added up: sums, weights, states, percentiles, in one statement."""

from datetime import date

import pytest

from cooperatives.catalogue.figures import codes
from cooperatives.evidence import (
    RATING_EVIDENCE,
    REGISTRY_EVIDENCE,
    WHOLE,
    Asked,
    Tally,
    tally_each,
    tally_evidence,
)
from tests.factories import (
    make_cooperative,
    make_district,
    make_figures,
    make_yearly_report,
    suspend,
)
from tests.reading import tally_of

EVERY_FIGURE = (*REGISTRY_EVIDENCE, *codes(), *RATING_EVIDENCE)


def test_a_figure_is_added_up_with_all_that_stands_behind_it(district):
    make_figures(make_cooperative(district), quarter=1, member_count=30)
    make_figures(make_cooperative(district), quarter=1, member_count=12)
    make_yearly_report(make_cooperative(district), 2023, member_count=7)
    make_cooperative(district)
    suspend(make_cooperative(district), date(2024, 1, 1))
    tally = tally_of(district, "member_count", 1)
    assert tally == Tally(
        registered=5,
        reported=2,
        carried=1,
        missing=1,
        total=49,
        weight=3,
        total_reported=42,
        low=7,
        high=30,
    )
    assert (tally.expected, tally.values) == (4, 3)


def test_incomes_are_weighed_by_members(district):
    small, big, empty = (make_cooperative(district) for _ in range(3))
    make_figures(small, quarter=1, average_member_income=12_000_000, member_count=10)
    make_figures(big, quarter=1, average_member_income=6_000_000, member_count=90)
    make_figures(empty, quarter=1, average_member_income=99_000_000, member_count=0)
    tally = tally_of(district, "average_member_income", 1)
    assert (tally.total, tally.weight) == (660_000_000, 100)
    assert (tally.reported, tally.missing) == (3, 0)
    assert (tally.low, tally.high) == (6_000_000, 99_000_000)


def test_the_members_of_a_missing_income_weigh_nothing(district):
    make_figures(make_cooperative(district), quarter=1, average_member_income=5, member_count=10)
    make_figures(make_cooperative(district), quarter=1, member_count=90)
    assert tally_of(district, "average_member_income", 1).weight == 10


# Nearest rank: the ⌈n ÷ 10⌉th and the ⌈9n ÷ 10⌉th value from below.
@pytest.mark.parametrize(
    ("values", "low", "high"),
    [
        ([7], 7, 7),
        ([3, 8], 3, 8),
        ([1, 2, 3, 4, 5], 1, 5),
        (range(1, 11), 1, 9),
        (range(1, 12), 2, 10),
        (range(1, 21), 2, 18),
        (range(1, 22), 3, 19),
        ([5] * 9 + [100], 5, 5),
        ([-40, -7, 0, 0, 3], -40, 3),
    ],
    ids=lambda value: f"{len(value)} values" if hasattr(value, "__len__") else None,
)
def test_percentiles_are_taken_by_nearest_rank(district, values, low, high):
    for value in reversed(values):
        make_figures(make_cooperative(district), quarter=1, profit=value)
    make_cooperative(district)  # one that is missing has no rank
    tally = tally_of(district, "profit", 1)
    assert (tally.low, tally.high) == (low, high)


def test_each_sub_unit_has_its_own_percentiles(province, district):
    other = make_district(province, "064")
    for unit, values in ((district, (1, 2)), (other, (30, 40))):
        for value in values:
            make_figures(make_cooperative(unit), quarter=1, profit=value)
    found = {
        group: (tally_of(province, "profit", 1, group=group, sub_units=[district, other]))
        for group in (WHOLE, "061", "064")
    }
    assert {group: (tally.low, tally.high) for group, tally in found.items()} == {
        WHOLE: (1, 40),
        "061": (1, 2),
        "064": (30, 40),
    }


def test_without_values_there_are_no_percentiles(district):
    make_cooperative(district)
    tally = tally_of(district, "profit", 1)
    assert (tally.low, tally.high, tally.total, tally.missing) == (None, None, 0, 1)


def test_sums_stay_exact_above_32_and_53_bits(district):
    for profit in (10**14, 10**14 - 1, 1):
        make_figures(make_cooperative(district), quarter=1, profit=profit, revenue=10**14)
    assert tally_of(district, "profit", 1).total == 2 * 10**14
    assert tally_of(district, "revenue", 1).total == 3 * 10**14


def test_a_group_without_any_evidence_is_absent(district):
    assert tally_evidence(district, 2024, [1, 2, 3, 4], EVERY_FIGURE) == {}


def test_an_unknown_figure_is_refused(district):
    with pytest.raises(KeyError):
        tally_evidence(district, 2024, [1], ["favourite_colour"])


def test_all_units_quarters_and_figures_take_one_statement(
    province, district, django_assert_num_queries
):
    sub_units = [district, *(make_district(province, f"07{n}") for n in range(5))]
    with django_assert_num_queries(1):
        tally_evidence(province, 2024, [1], ["profit"])
    with django_assert_num_queries(1):
        tally_evidence(province, 2024, [1, 2, 3, 4], EVERY_FIGURE, sub_units)


def test_years_added_up_in_one_statement_are_those_added_up_one_by_one(
    district, cooperative, django_assert_num_queries
):
    for year in (2022, 2023):
        make_figures(cooperative, year, 1, profit=year)
    quarters = {2021: [1, 2], 2022: [1, 2, 3, 4], 2023: [1]}
    with django_assert_num_queries(1):
        tallies = tally_each(
            [
                Asked(district, year, of_year, ["profit", "new_cooperatives"])
                for year, of_year in quarters.items()
            ]
        )
    found = dict(zip(quarters, tallies, strict=True))
    assert found == {
        year: tally_evidence(district, year, of_year, ["profit", "new_cooperatives"])
        for year, of_year in quarters.items()
    }
    assert found[2022][WHOLE, 1, "profit"].total == 2022
