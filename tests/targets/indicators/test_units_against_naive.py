"""Indicators over figures that units report against the naive computation, on random records."""

from decimal import Decimal
from random import Random

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from cooperatives.catalogue.figures import ENTERED as ENTERED_FIGURES
from cooperatives.catalogue.figures import (
    IN_RETURNS,
    Figure,
    Nature,
    Quantity,
    Reporter,
    all_figures,
)
from cooperatives.evidence import WHOLE, Asked, ValueState, list_evidence, list_missing, tally_each
from cooperatives.ground.calendar import Quarter
from cooperatives.models import QuarterlyReturn, UnitFigures, User
from cooperatives.returns.filed import filed_returns_up_to
from cooperatives.returns.missing import why_missing
from targets.indicators import ENTERED, Declaration, entries, indicator_named
from targets.indicators.rules import declaration_problems
from targets.indicators.tallied import Tallied, evidence_needed
from tests.naive.indicators import end_of
from tests.naive.units import EnteredOfUnits, UnitBooks
from tests.naive.worlds import WAYS, YEAR, YEARS, _store_steps, worlds
from tests.targets.indicators.test_against_naive import as_naive, groups_of, on_random_worlds

QUARTERS = (1, 2, 3, 4)
BASE_YEAR = YEAR - 2
"""Not the year before, against which growth is reckoned where none is named."""
MILLION = 1_000_000
FLOW, LEVEL = Nature.FLOW, Nature.LEVEL


def figure(code: str, measure: Quantity, nature: Nature, of: Reporter, **others) -> Figure:
    return Figure(code, code, "", measure, nature, reported_by=of, **others)


FIGURES = tuple(
    figure(f"{of}_{name}", measure, nature, of, **others)
    for of in (Reporter.GROUP, Reporter.UNIT, Reporter.PLAN_UNIT)
    for name, measure, nature, others in (
        ("income", Quantity.MONEY, FLOW, {}),
        ("tons", Quantity.NUMBER, FLOW, {}),
        ("people", Quantity.PERSONS, LEVEL, {}),
        ("sold", Quantity.PERCENT, LEVEL, {"from_year": YEAR}),
        ("office", Quantity.YES_NO, LEVEL, {}),
        ("past", Quantity.PERSONS, LEVEL, {"to_year": YEAR - 1}),
    )
)
GIVEN = {
    "income": (0, 40, -5, 12, None),
    "tons": (0, 3 * MILLION, 7_125_000, None),
    "people": (0, 2, 5, 40, None),
    "sold": (0, 55 * MILLION, None),
    "office": (1, 0, 1, None),
    "past": (1, 2, None),
}


def declared(code: str, rule: str, of: str, per: str = "", **others) -> Declaration:
    return Declaration(code, code, "", rule, of, per, **others)


ROWS = [
    row
    for who in ("group", "unit", "plan_unit")
    for row in (
        declared(f"{who}_sum", "sum", f"{who}_income"),
        declared(f"{who}_mean", "mean", f"{who}_people"),
        declared(f"{who}_mean_sold", "mean", f"{who}_sold", among=f"{who}_office"),
        declared(f"{who}_weighed", "weighted_mean", f"{who}_tons", f"{who}_people"),
        declared(f"{who}_by_income", "weighted_mean", f"{who}_people", f"{who}_income"),
        declared(f"{who}_ratio", "ratio", f"{who}_income", f"{who}_people", per_month=True),
        declared(f"{who}_count", "count", f"{who}_office"),
        declared(f"{who}_share", "share", f"{who}_office"),
        declared(f"{who}_above", "share_above", f"{who}_income", threshold=Decimal(10)),
        declared(f"{who}_below", "share_below", f"{who}_people", threshold=Decimal(5)),
        declared(f"{who}_past", "sum", f"{who}_past"),
        declared(f"{who}_month", "same", f"{who}_sum", per_month=True),
        declared(f"{who}_each", "quotient", f"{who}_sum", "total_groups"),
        declared(f"{who}_growth", "growth", f"{who}_mean"),
        declared(f"{who}_since", "growth", f"{who}_sum", base_year=BASE_YEAR),
        declared(f"profit_by_{who}", "quotient", "profit_of_all", f"{who}_mean"),
    )
]
ROWS.append(declared("profit_of_all", "sum", "profit"))
BY_CODE = {row.code: row for row in ROWS}


@pytest.fixture
def catalogue():
    ENTERED_FIGURES.hold(FIGURES)
    ENTERED.hold(entries(BY_CODE))


def test_each_row_is_one_that_may_be_entered_and_no_sectors_go_with_it(catalogue):
    for row in ROWS:
        others = [other for other in ROWS if other is not row]
        assert [str(error) for _columns, error in declaration_problems(row, others)] == []
    for refused in (
        declared("of_a_sector", "sum", "unit_income", sector="trade"),
        declared("of_new", "same", "unit_sum", only_new=True),
        declared("of_good", "sum", "unit_income", among="good"),
        declared("of_others", "sum", "unit_income", among="group_office"),
        declared("mixed", "ratio", "unit_income", "group_people"),
        declared("new_each", "same", "unit_each", sector="trade"),
    ):
        assert list(declaration_problems(refused, ROWS)), refused.code


@pytest.mark.django_db
@settings(on_random_worlds, max_examples=12)
@given(world=worlds(), seed=st.integers(0, 10**6), data=st.data())
def test_they_agree_with_the_naive_ones_and_with_their_records(catalogue, world, seed, data):
    with transaction.atomic():
        units = world.store()
        give_figures(units, seed)
        unit = data.draw(st.sampled_from(units), label="unit")
        quarter = data.draw(st.sampled_from(QUARTERS), label="quarter")
        by_code = {one.code: one for one in all_figures()}
        naive = EnteredOfUnits(UnitBooks(), BY_CODE, by_code)
        for within in {units[0], unit}:
            assert_all_agree(naive, units, within, quarter)
        assert_the_records_are_those_counted(unit, quarter)
        transaction.set_rollback(True)


def give_figures(units, seed: int) -> None:
    """What units report: in returns of all states, and in none."""
    chance = Random(seed)  # noqa: S311

    def values(reporters) -> dict:
        found = {
            f"{who}_{name}": chance.choice(few) for who in reporters for name, few in GIVEN.items()
        }
        return {code: value for code, value in found.items() if value is not None}

    rows = []
    for unit in units:
        for year in (BASE_YEAR, *YEARS):
            for quarter in QUARTERS:
                period = {"unit": unit, "year": year, "quarter": quarter}
                if unit.reports_itself and chance.random() < 0.8:
                    of = QuarterlyReturn.objects.filter(**period).first()
                    if of is None:
                        way = chance.choice(list(WAYS))
                        of = QuarterlyReturn.objects.create(**period, state=WAYS[way][0])
                        _store_steps(of, WAYS[way][1])
                    rows.append(
                        UnitFigures(**period, quarterly_return=of, extra=values(IN_RETURNS))
                    )
                if unit.level in ("country", "province") and chance.random() < 0.8:
                    rows.append(UnitFigures(**period, extra=values(["plan_unit"])))
    UnitFigures.objects.bulk_create(rows)


def assert_all_agree(naive, units, unit, quarter: int) -> None:
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
    keys = {indicator_named(code).figure for code in BY_CODE}
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
        values = list_missing(unit, YEAR, quarter, key)
        assert [one.organisation_id for one in values] == missing
        reporters = {pk for one in values for pk in one.reporters.values()}
        filed = filed_returns_up_to(unit, Quarter(YEAR, quarter), reporters)
        assert sorted(why_missing(values, filed)) == missing
