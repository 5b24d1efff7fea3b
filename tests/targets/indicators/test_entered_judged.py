"""How entered indicators are judged, shared out and told apart from counts of events."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation

from cooperatives.catalogue.figures import ENTERED as ENTERED_FIGURES
from cooperatives.catalogue.figures import Figure, Nature, Quantity, Reporter, codes
from cooperatives.evidence import WHOLE, Asked, tally_each
from targets.comparison.reading import progress_of
from targets.comparison.selection import select
from targets.indicators import BY_CODE, Declaration, Flow, Unit, entries
from targets.indicators.tallied import Tallied, evidence_needed
from targets.models import EnteredIndicator
from targets.reckoning.assessment import Doubt, Goal, Moment, assess
from targets.reckoning.contribution import Due, contributions
from targets.reckoning.measures import Coverage, Measure, Operator
from tests.factories import (
    make_cooperative,
    make_district,
    make_figures,
    make_plan,
    make_province,
    make_target,
    make_yearly_report,
)


def made(rule: str, of: str, per: str = "", **others):
    declared = Declaration("x", "X", "", rule, of, per, **others)
    (entry,) = entries({1: declared})
    return entry.indicator


@pytest.mark.parametrize(
    ("row", "flow", "unit"),
    [
        (("sum", "revenue"), Flow.FLOW, Unit.VND),
        (("sum", "member_count"), Flow.LEVEL, Unit.PERSONS),
        (("mean", "profit"), Flow.FLOW, Unit.VND_PER_COOPERATIVE),
        (
            ("weighted_mean", "average_member_income", "member_count"),
            Flow.FLOW,
            Unit.VND_PER_MEMBER,
        ),
        (("ratio", "revenue", "member_count"), Flow.FLOW, Unit.VND),
        (("ratio", "profit", "revenue"), Flow.LEVEL, Unit.NUMBER),
        (("ratio", "managers_vocational", "managers_total"), Flow.LEVEL, Unit.NUMBER),
        (("quotient", "new_cooperatives", "total_cooperatives"), Flow.LEVEL, Unit.NUMBER),
        (("growth", "average_profit"), Flow.LEVEL, Unit.PERCENT),
    ],
)
def test_nature_and_unit_follow_from_the_rule(row, flow, unit):
    found = made(*row)
    assert (found.flow, found.unit) == (flow, unit)


@pytest.fixture
def figures():
    """A figure of each measure, and one that units report."""
    units = {"paid": Reporter.UNIT}
    kinds = {
        "hired": (Quantity.PERSONS, Nature.FLOW),
        "paid": (Quantity.MONEY, Nature.FLOW),
        "quality": (Quantity.PERCENT, Nature.LEVEL),
        "ocop": (Quantity.YES_NO, Nature.LEVEL),
        "area": (Quantity.NUMBER, Nature.LEVEL),
    }
    ENTERED_FIGURES.hold(
        Figure(code, code, code, *kind, reported_by=units.get(code, Reporter.COOPERATIVE))
        for code, kind in kinds.items()
    )
    yield
    ENTERED_FIGURES.hold(())


@pytest.mark.parametrize(
    ("row", "others", "flow", "unit"),
    [
        (("sum", "hired"), {"per_month": True}, Flow.LEVEL, Unit.NUMBER),
        (("mean", "paid"), {}, Flow.FLOW, Unit.VND),
        (("mean", "quality"), {}, Flow.LEVEL, Unit.PERCENT),
        (("mean", "area"), {}, Flow.LEVEL, Unit.NUMBER),
        (("count", "ocop"), {}, Flow.LEVEL, Unit.COUNT),
        (("share", "ocop"), {}, Flow.LEVEL, Unit.PERCENT),
        (("share_above", "profit"), {"threshold": Decimal(5)}, Flow.LEVEL, Unit.PERCENT),
        (("ratio", "profit", "revenue"), {"unit_vi": "%"}, Flow.LEVEL, Unit.PERCENT),
        (("quotient", "average_profit", "total_groups"), {}, Flow.LEVEL, Unit.VND),
        (("quotient", "average_profit", "average_revenue"), {}, Flow.LEVEL, Unit.NUMBER),
        (("quotient", "new_groups", "total_groups"), {"unit_vi": "%"}, Flow.LEVEL, Unit.PERCENT),
    ],
)
def test_they_follow_from_the_figures_too(figures, row, others, flow, unit):
    found = made(*row, **others)
    assert (found.flow, found.unit) == (flow, unit)


def test_a_part_of_a_whole_is_a_share_and_what_is_reported_by_different_ones_is_nothing(figures):
    shares = made("share", "ocop"), made("mean", "quality")
    assert all(one.is_share and one.divides_cooperatives for one in shares)
    others = made("mean", "area"), made("growth", "average_profit"), made("count", "ocop")
    assert not any(one.is_share or one.divides_cooperatives for one in others)
    assert made("sum", "paid+revenue") is None
    assert made("sum", "revenue", among="paid") is None


def test_what_is_narrowed_is_counted_in_the_same_words():
    rows = (
        Declaration("jobs", "Việc làm", "Jobs", "sum", "member_count", unit_vi="việc"),
        Declaration("farm_jobs", "Việc nông", "", "same", "jobs", sector="agriculture"),
        Declaration("other_jobs", "Khác", "", "same", "jobs", sector="trade", unit_vi="suất"),
    )
    found = {entry.declared.code: entry.indicator for entry in entries(dict(enumerate(rows)))}
    words = {code: str(indicator.unit_words) for code, indicator in found.items()}
    assert words == {"jobs": "việc", "farm_jobs": "việc", "other_jobs": "suất"}
    with translation.override("en"):
        assert [str(found[code].label) for code in ("jobs", "farm_jobs")] == ["Jobs", "Việc nông"]
    assert made("ratio", "profit", "revenue", unit_vi="%").unit_words == ""


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Doanh thu bán qua mạng m", "Doanh thu bán qua mạng m"),
        ("Doanh thu bán qua mạng ở xã", "Doanh thu bán qua mạng ở…"),
        ("Doanh thu bán qua mạng mới", "Doanh thu bán qua mạng…"),
        ("x" * 30, f"{'x' * 24}…"),
    ],
)
def test_the_head_of_a_column_has_its_first_words(name, short):
    (entry,) = entries({1: Declaration("x", name, "", "sum", "revenue")})
    assert str(entry.indicator.short_label) == short


def test_what_narrows_an_event_is_one_and_a_month_is_a_level():
    events = made("same", "new_cooperatives", sector="trade")
    assert events.is_event_count
    assert events.is_flow
    month = made("sum", "revenue", per_month=True)
    assert (month.flow, month.averages, month.is_event_count) == (Flow.LEVEL, False, False)
    assert not made("same", "total_groups", sector="trade").is_passed_down


def test_all_but_sums_and_counts_owe_what_the_whole_owes():
    assert not made("sum", "revenue").averages
    averages = (
        ("mean", "profit"),
        ("ratio", "profit", "revenue"),
        ("quotient", "new_cooperatives", "total_cooperatives"),
        ("growth", "average_profit"),
    )
    assert all(made(*row).averages for row in averages)


def test_growth_of_ratings_waits_for_those_of_the_year():
    growth, value = made("growth", "weak_share"), Fraction(5)
    measure = Measure(value, Fraction(8), Fraction(7), Coverage(9, 0, 9), (value, value))
    goal = Goal(Operator.AT_MOST, Fraction(10))
    assert assess(growth, measure, goal, Moment(3)).doubt is Doubt.NOT_RATED_YET
    assert assess(growth, measure, goal, Moment(4)).certain
    assert not growth.is_rating_share


@dataclass(frozen=True)
class Held:
    """An indicator with a value for each year."""

    values: dict

    def measured(self, tally_of, year, quarter):
        value = self.values[year]
        if value is None:
            return Measure(None, None, None, Coverage(0, 0, 9), None)
        return Measure(value, value, None, Coverage(9, 0, 9), (value, value))


@pytest.mark.parametrize(
    ("before", "grown"),
    [(8, 25), (Fraction(1, 1000), 999_900), (0, None), (-8, None), (None, None)],
)
def test_growth_is_held_against_what_is_above_zero_alone(before, grown):
    values = {2023: before if before is None else Fraction(before), 2024: Fraction(10)}
    found = replace(made("growth", "average_profit"), of=Held(values)).measured(None, 2024, 2)
    assert (found.value, found.coverage) == (grown, Coverage(9, 0, 9))
    parts = (found.numerator, found.denominator, found.bounds)
    assert parts == ((10, before, (grown, grown)) if grown else (None, None, None))


def test_parts_are_told_only_of_what_adds_up():
    of_means = made("growth", "average_profit")
    of_numbers = made("quotient", "new_cooperatives", "total_cooperatives", unit_vi="%")
    value = Fraction(10)
    whole = Measure(value, Fraction(11), Fraction(110), Coverage(9, 0, 9), (value, value))
    part = replace(whole, value=Fraction(5), numerator=Fraction(2), denominator=Fraction(40))
    due = Due(Operator.AT_LEAST, Fraction(8), Fraction(8))
    (told,) = contributions(of_numbers, whole, [(part, due)])
    assert (told.share_of_value, told.share_of_shortfall) == (Fraction(2, 11), 1)
    (told,) = contributions(of_means, whole, [(part, due)])
    assert (told.share_of_value, told.share_of_shortfall, told.is_behind) == (None, None, True)


@pytest.mark.django_db
def test_events_of_a_sector_are_shared_out_by_those_who_operate_in_it(demo_day):
    province = make_province()
    farming, trading = (make_district(province, code) for code in ("061", "062"))
    for district, sectors in ((farming, ["agriculture"] * 3), (trading, ["trade"] * 5)):
        for sector in [*sectors, "agriculture"]:
            make_figures(make_cooperative(district, sector=sector), 2024, 1)
    EnteredIndicator.objects.create(
        code="new_farms", name_vi="X", rule="same", of="new_cooperatives", sector="agriculture"
    )
    make_target(make_plan(province), "new_farms", value=20)
    progress = progress_of(select(year=2024, quarter=2))
    dues = [part.standings[0].contribution.due.now for part in progress.units]
    assert dues == [Fraction(8), Fraction(2)]


def test_every_figure_can_be_added_up():
    assert all(made("sum", code) for code in codes())


def test_a_row_that_makes_nothing_breaks_no_page():
    broken = Declaration("y", "Y", "", "ratio", "profit")
    lost = Declaration("z", "Z", "", "growth", "gone")
    assert [entry.indicator for entry in entries({1: broken, 2: lost})] == [None, None]
    assert "average_profit" in BY_CODE


# --- Evidence of single cooperatives --------------------------------------------------------------


def measured(indicator, unit, quarter: int):
    needed = evidence_needed([indicator], 2024)
    asked = [Asked(unit, year, [quarter], keys) for year, keys in needed.items()]
    tallied = Tallied(dict(zip(needed, tally_each(asked), strict=True)))
    return tallied.measure(indicator, WHOLE, 2024, quarter)


@pytest.mark.django_db
def test_the_threshold_of_a_flow_is_a_years(demo_day):
    district = make_district(make_province())
    for profit in (20, 30):
        cooperative = make_cooperative(district)
        for quarter, earned in ((1, profit), (2, 0)):
            make_figures(cooperative, 2024, quarter, profit=earned)
    rich = made("share_above", "profit", threshold=Decimal(50))
    assert measured(rich, district, 2).value == 50
    assert measured(rich, district, 1).value == 100


@pytest.mark.django_db
def test_the_threshold_of_a_number_with_decimals_is_in_its_own_unit(demo_day, figures):
    district = make_district(make_province())
    for area in (1, 2):
        extra = {"area": area * 1_000_000}
        make_figures(make_cooperative(district), 2024, 1, extra=extra)
    for rule in ("share_above", "share_below"):
        assert measured(made(rule, "area", threshold=Decimal("1.5")), district, 1).value == 50


@pytest.mark.django_db
def test_what_weighs_and_divides_is_in_its_own_unit(demo_day, figures):
    district = make_district(make_province())
    make_figures(make_cooperative(district), 2024, 1, profit=10, extra={"area": 2_500_000})
    weighed = measured(made("weighted_mean", "profit", "area"), district, 1)
    assert (weighed.value, weighed.numerator, weighed.denominator) == (10, 25, Fraction(5, 2))
    divided = measured(made("ratio", "profit", "area"), district, 1)
    assert (divided.value, divided.numerator, divided.denominator) == (4, 10, Fraction(5, 2))


@pytest.mark.django_db
def test_last_years_weight_weighs_nothing_now(demo_day):
    district = make_district(make_province())
    cooperative = make_cooperative(district)
    make_figures(cooperative, 2023, 4, member_count=9)
    make_figures(cooperative, 2024, 1, revenue=40, member_count=None)
    weighed = made("weighted_mean", "revenue", "member_count")
    divided = made("ratio", "revenue", "member_count")
    assert measured(weighed, district, 1).value is None
    assert measured(weighed, district, 1).coverage.missing == 1
    found = measured(divided, district, 1)
    assert (found.value, found.coverage.carried) == (Fraction(40, 9), 1)


@pytest.mark.django_db
def test_who_was_too_young_to_be_rated_is_among_no_rating(settings):
    settings.DEBUG, settings.TODAY = True, "2025-03-01"
    district = make_district(make_province())
    for founded_on in (date(2020, 1, 1), date(2024, 2, 1)):
        cooperative = make_cooperative(district, founded_on=founded_on)
        make_yearly_report(cooperative, 2024, rating="weak", revenue=10)
    weak = made("sum", "revenue", among="weak")
    assert measured(weak, district, 4).value == 10


def test_what_units_report_is_explained_by_units():
    flow, level = (
        Figure(code, "", "", Quantity.PERSONS, nature, reported_by=Reporter.UNIT)
        for code, nature in (("trained", Nature.FLOW), ("staff", Nature.LEVEL))
    )
    ENTERED_FIGURES.hold([flow, level])
    with translation.override("vi"):
        for code in ("trained", "staff"):
            assert "HTX" not in str(made("sum", code).definition)
        assert "HTX thiếu số liệu" in str(made("sum", "revenue").definition)
