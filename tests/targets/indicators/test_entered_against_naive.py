"""Entered indicators of every rule against the naive computation, on random records."""

from decimal import Decimal
from random import Random

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from cooperatives.catalogue.figures import ENTERED as ENTERED_FIGURES
from cooperatives.catalogue.figures import Figure, Nature, Quantity, figures
from cooperatives.evidence import WHOLE, Asked, ValueState, list_evidence, list_missing, tally_each
from cooperatives.models import Organisation, QuarterlyFigures, User, YearlyReport
from targets.indicators import ENTERED, Declaration, entries, indicator_named
from targets.indicators.rules import declaration_problems
from targets.indicators.tallied import Tallied, evidence_needed
from tests.naive.entered_indicators import Entered
from tests.naive.indicators import Books, end_of
from tests.naive.worlds import YEAR, worlds
from tests.targets.indicators.test_against_naive import as_naive, groups_of, on_random_worlds

QUARTERS = (1, 2, 3, 4)
SECTORS = ("agriculture", "trade", "credit")
MILLION = 1_000_000

FIGURES = (
    Figure("high_tech", "công nghệ cao", "", Quantity.YES_NO, Nature.LEVEL),
    Figure("linked", "liên kết", "", Quantity.YES_NO, Nature.LEVEL, sectors=("agriculture",)),
    Figure("area", "diện tích", "", Quantity.NUMBER, Nature.LEVEL, from_year=YEAR),
    Figure("tons", "sản lượng", "", Quantity.NUMBER, Nature.FLOW),
    Figure("sold", "tỷ lệ bán", "", Quantity.PERCENT, Nature.LEVEL),
    Figure("workers", "lao động", "", Quantity.PERSONS, Nature.LEVEL),
    Figure("past", "đã thôi hỏi", "", Quantity.PERSONS, Nature.LEVEL, to_year=YEAR - 1),
)
GIVEN = {
    "high_tech": (1, 0, 1, None),
    "linked": (1, 0, None),
    "area": (0, 1_500_000, 2_250_000, None),
    "tons": (0, 3 * MILLION, 1, 7_125_000, None),
    "sold": (0, 55 * MILLION, 100 * MILLION, None),
    "workers": (0, 2, 5, 40, None),
    "past": (1, 2, None),
}


def declared(code: str, rule: str, of: str, per: str = "", **others) -> Declaration:
    return Declaration(code, code, "", rule, of, per, **others)


ROWS = [
    declared("members_in_all", "sum", "member_count"),
    declared("revenue_in_trade", "sum", "revenue", sector="trade"),
    declared("tons_in_all", "sum", "tons", unit_vi="tấn"),
    declared("trained", "sum", "managers_higher_education+managers_vocational"),
    declared("turnover", "sum", "revenue+profit", among="good,fair"),
    declared("never_asked_now", "sum", "past"),
    declared("mean_revenue", "mean", "revenue", sector="agriculture,credit"),
    declared("mean_area", "mean", "area", only_new=True),
    declared("mean_sold", "mean", "sold"),
    declared("profit_of_high_tech", "mean", "profit", among="high_tech"),
    declared(
        "income_a_month", "weighted_mean", "average_member_income", "member_count", per_month=True
    ),
    declared("sold_by_area", "weighted_mean", "sold", "area"),
    declared("tons_by_revenue", "weighted_mean", "tons", "revenue"),
    declared("margin", "ratio", "profit", "revenue", unit_vi="%"),
    declared("yield", "ratio", "tons", "area", among="linked"),
    declared("workers_each", "ratio", "workers", "member_count+managers_vocational"),
    declared("revenue_a_month_each", "ratio", "revenue", "member_count", per_month=True),
    declared("high_tech_number", "count", "high_tech"),
    declared("linked_of_weak", "count", "linked", among="weak"),
    declared("high_tech_share", "share", "high_tech", sector="agriculture"),
    declared("linked_share", "share", "linked", only_new=True),
    declared("rich", "share_above", "profit", threshold=Decimal(10)),
    declared("poor", "share_below", "revenue+profit", threshold=Decimal("13.5")),
    declared("large", "share_above", "area", threshold=Decimal("1.5")),
    declared("small", "share_below", "sold", threshold=Decimal(55), sector="trade"),
    declared("new_in_trade", "same", "new_cooperatives", sector="trade"),
    declared("weak_in_trade", "same", "weak_share", sector="trade"),
    declared("good_of_rated_there", "same", "good_share_of_rated", sector="trade,credit"),
    declared("profit_of_new", "same", "average_profit", only_new=True),
    declared("nobody", "same", "revenue_in_trade", sector="credit"),
    declared("profit_a_month", "same", "average_profit", per_month=True),
    declared("margin_of_new", "same", "margin", only_new=True),
    declared("new_part", "quotient", "new_cooperatives", "total_cooperatives", unit_vi="%"),
    declared("members_each", "quotient", "members_in_all", "operating_cooperatives"),
    declared("tons_a_hectare", "quotient", "tons_in_all", "mean_area"),
    declared("growth_of_revenue", "growth", "average_revenue"),
    declared("growth_since", "growth", "total_cooperatives", base_year=YEAR - 1),
    declared("growth_of_members", "growth", "members_each"),
    declared("growth_of_weak", "growth", "weak_share"),
    declared("growth_in_trade", "same", "growth_of_revenue", sector="trade"),
]
BY_CODE = {row.code: row for row in ROWS}


@pytest.fixture
def catalogue():
    ENTERED_FIGURES.hold(FIGURES)
    ENTERED.hold(entries(BY_CODE))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)
def test_each_row_is_one_that_may_be_entered(catalogue, row):
    others = [other for other in ROWS if other is not row]
    assert [str(error) for _columns, error in declaration_problems(row, others)] == []
    assert str(indicator_named(row.code).definition).endswith(".")


@pytest.mark.django_db
@settings(on_random_worlds, max_examples=12)
@given(world=worlds(), seed=st.integers(0, 10**6), data=st.data())
def test_entered_indicators_and_the_records_behind_them_agree_with_the_naive_ones(
    catalogue, world, seed, data
):
    with transaction.atomic():
        units = world.store()
        tell_more(Random(seed))  # noqa: S311
        quarter = data.draw(st.sampled_from(QUARTERS), label="quarter")
        unit = data.draw(st.sampled_from(units), label="unit")
        naive = Entered(Books(), BY_CODE, {figure.code: figure for figure in figures()})
        for within in {units[0], unit}:
            assert_all_agree(naive, units, within, quarter)
        assert_the_records_are_those_counted(unit, quarter)
        transaction.set_rollback(True)


def tell_more(chance: Random) -> None:
    """Sectors of the organisations, and more figures of those that report."""
    organisations = list(Organisation.objects.order_by("pk"))
    for each in organisations:
        each.sector = chance.choice(SECTORS)
    Organisation.objects.bulk_update(organisations, ["sector"])
    for model in (QuarterlyFigures, YearlyReport):
        rows = list(model.objects.order_by("pk"))
        for row in rows:
            values = {code: chance.choice(few) for code, few in GIVEN.items()}
            row.extra = {code: value for code, value in values.items() if value is not None}
        model.objects.bulk_update(rows, ["extra"])


def assert_all_agree(naive: Entered, units, unit, quarter: int) -> None:
    day = end_of(YEAR, quarter)
    sub_units = [sub for sub in units if sub.parent_id == unit.pk and sub.covers(day)]
    indicators = [indicator_named(code) for code in BY_CODE]
    needed = evidence_needed(indicators, YEAR)
    asked = [Asked(unit, year, QUARTERS, keys, sub_units) for year, keys in needed.items()]
    tallied = Tallied(dict(zip(needed, tally_each(asked), strict=True)))
    for group, lies_within in groups_of(unit, sub_units).items():
        for number in QUARTERS:
            for indicator in indicators:
                found = as_naive(tallied.measure(indicator, group, YEAR, number))
                due = naive.measure(indicator.code, YEAR, number, lies_within)
                assert found == due, (unit, group, number, indicator.code)


def assert_the_records_are_those_counted(unit, quarter: int) -> None:
    """The list of records and that of the missing are what the number was added up from."""
    indicators = [indicator_named(code) for code in BY_CODE]
    keys = {indicator.figure for indicator in indicators}
    tallies = tally_each([Asked(unit, YEAR, [quarter], keys)])[0]
    for key in keys:
        rows = list_evidence(User(role="admin"), unit, YEAR, quarter, key)
        tally = tallies.get((WHOLE, quarter, key))
        if tally is None:
            assert rows == []
            continue
        states = [row.state for row in rows]
        assert (tally.reported, tally.carried, tally.missing) == (
            states.count(ValueState.REPORTED),
            states.count(ValueState.CARRIED),
            states.count(ValueState.MISSING),
        )
        missing = sorted(row.organisation_id for row in rows if row.state is ValueState.MISSING)
        found = list_missing(unit, YEAR, quarter, key)
        assert [one.organisation_id for one in found] == missing
