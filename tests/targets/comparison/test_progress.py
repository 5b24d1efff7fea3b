"""The whole comparison: units in their order, targets in the plan's, one statement for all."""

import datetime
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cooperatives.ground.calendar import Quarter
from cooperatives.models import (
    AdministrativeUnit,
    Cooperative,
    QuarterlyFigures,
    QuarterlyReturn,
    YearlyReport,
)
from targets.comparison.reading import moment_of, progress_of
from targets.comparison.selection import select
from targets.indicators import indicators
from targets.models import Target
from targets.reckoning.assessment import DaysGone, Moment, Status
from tests.factories import make_baseline_figure, make_group

PLAN_ORDER = [
    "new_unions",
    "new_cooperatives",
    "weak_share",
    "average_profit",
    "average_member_income",
    "managers_higher_education",
    "managers_vocational",
    "new_groups",
]


def cooperative(unit, number, founded_on=datetime.date(2020, 1, 1)):
    made = Cooperative.objects.create(
        name=f"HTX {number}", registration_number=str(number), founded_on=founded_on
    )
    made.placements.create(unit=unit, valid_from=founded_on)
    return made


def file(cooperative, district, quarter, **figures):
    quarterly_return, _made = QuarterlyReturn.objects.get_or_create(
        unit=district, year=2024, quarter=quarter, defaults={"state": "approved"}
    )
    QuarterlyFigures.objects.create(
        cooperative=cooperative,
        quarterly_return=quarterly_return,
        year=2024,
        quarter=quarter,
        **figures,
    )


def district(code):
    return AdministrativeUnit.objects.get(code=code)


def progress(**options):
    out = StringIO()
    call_command("progress", "--format", "json", stdout=out, **options)
    return json.loads(out.getvalue())


def of(rows, code):
    return next(row for row in rows if row["indicator"] == code)


def test_every_unit_lists_the_plans_indicators_in_the_plans_order(bac_kan):
    found = progress()
    assert [row["indicator"] for row in found["targets"]] == PLAN_ORDER
    assert [unit["unit"] for unit in found["units"]] == [
        "058", "060", "061", "062", "063", "064", "065", "066",
    ]  # fmt: skip
    for unit in found["units"]:
        assert [row["indicator"] for row in unit["targets"]] == PLAN_ORDER
        assert all(row["target"] is None and row["status"] is None for row in unit["targets"])


def test_all_adds_the_other_indicators_in_the_designs_order(bac_kan):
    found = progress(all=True)
    codes = [row["indicator"] for row in found["targets"]]
    assert codes[:8] == PLAN_ORDER
    assert codes[8:] == [
        "dissolved_cooperatives", "total_cooperatives", "total_groups", "total_unions",
        "operating_cooperatives", "good_share", "weak_share_of_rated", "good_share_of_rated",
        "average_revenue", "total_members",
    ]  # fmt: skip
    assert all(len(unit["targets"]) == 18 for unit in found["units"])


def test_the_json_of_a_mean_by_hand(bac_kan):
    ba_be = district("061")
    for number, (first, second) in enumerate([(10, 14), (20, None), (0, -3)]):
        one = cooperative(ba_be.children.first(), number)
        file(one, ba_be, 1, profit=first * 10**6)
        file(one, ba_be, 2, profit=None if second is None else second * 10**6)
    row = of(progress(quarter=2)["targets"], "average_profit")
    # Two are complete: 24 and -3 million. The third lacks quarter 2. Due: 85 × 2/4.
    assert row == {
        "indicator": "average_profit",
        "operator": ">=",
        "target": 85_000_000,
        "value": 10_500_000,
        "numerator": 21_000_000,
        "denominator": 2,
        "coverage": {"reported": 2, "carried": 0, "expected": 3},
        "bounds": None,
        "expected": 42_500_000,
        "status": "off_track",
        "certain": False,
        "attainment": 0.123529,
        "required_per_quarter": 37_250_000,
        "projection": 21_000_000,
        "set_by": "532/KH-UBND",
        "target_to": None,
    }


def test_a_district_with_an_allocation_of_its_own_is_assessed_by_it(bac_kan, plan):
    ba_be = district("061")
    Target.objects.create(
        plan=plan, year=2024, indicator="new_cooperatives", unit=ba_be, operator=">=", value=2
    )
    cooperative(ba_be.children.first(), 1, datetime.date(2024, 2, 1))
    unit = next(unit for unit in progress(quarter=3)["units"] if unit["unit"] == "061")
    row = of(unit["targets"], "new_cooperatives")
    # 2 × 3/4 = 1.5 is due as 1: the nearest whole number, halves down.
    assert (row["target"], row["value"], row["expected"]) == (2, 1, 1)
    assert row["status"] == "on_track"


def test_what_lies_directly_under_the_province_is_a_part_of_its_own(bac_kan):
    cooperative(bac_kan, "P", datetime.date(2024, 2, 1))
    cooperative(district("061").children.first(), "B", datetime.date(2024, 3, 1))
    found = progress_of(select(quarter=1))
    whole = found.whole.standing("new_cooperatives").assessment.measure.value
    parts = [unit.standing("new_cooperatives") for unit in [*found.units, found.directly_under]]
    assert whole == 2
    assert sum(part.assessment.measure.value for part in parts) == whole
    # 9 are due in all; Ba Bể has the only operating cooperative of a district, and so owes all.
    assert [part.contribution.gap for part in parts if part.contribution.gap] == [1 - 9]
    assert parts[-1].contribution.due is None
    assert sum(part.contribution.share_of_value for part in parts) == 1


def test_nothing_directly_under_the_province_is_no_part(bac_kan):
    cooperative(district("061").children.first(), "B")
    assert progress_of(select()).directly_under is None


def test_a_district_alone_is_held_against_its_share_of_the_plan(bac_kan):
    for number in range(3):
        cooperative(district("061").children.first(), number, datetime.date(2024, 1, 5))
    cooperative(district("062").children.first(), 9)
    standing = progress_of(select(unit_code="061")).whole.standing("new_cooperatives")
    # 3 of 4 operating cooperatives: 26 × 3/4 = 19.5 are due by the end of quarter 3, 3 are there.
    assert standing.target is None
    assert standing.assessment.status is None
    assert standing.contribution.gap == 3 - 19.5
    assert standing.contribution.is_behind is True


def test_a_district_owes_the_mean_that_is_due_above_not_a_part_of_it(bac_kan):
    """30 million by quarter 3, where 63.75 of 85 are due; a part by cooperatives would be 15.9."""
    ba_be = district("061")
    one = cooperative(ba_be.children.first(), 1)
    for quarter in (1, 2, 3):
        file(one, ba_be, quarter, profit=10 * 10**6)
    for number in (2, 3, 4):
        cooperative(district("062").children.first(), number)
    part = next(unit for unit in progress(quarter=3)["units"] if unit["unit"] == "061")
    row = of(part["targets"], "average_profit")
    assert (row["due"], row["gap"], row["is_behind"]) == (63_750_000, -33_750_000, True)
    whole = progress_of(select(quarter=3, unit_code="061")).whole.standing("average_profit")
    assert whole.contribution.gap == -33_750_000


def test_a_district_owes_the_share_that_is_due_above_not_a_part_of_it(bac_kan):
    """One of two is weak: 50%, where less than 10% are due, and not a part of 10%."""
    for number, rating in enumerate(["weak", "good"]):
        one = cooperative(district("061").children.first(), number)
        YearlyReport.objects.create(cooperative=one, year=2023, rating=rating, state="final")
    cooperative(district("062").children.first(), 9)
    part = next(unit for unit in progress(quarter=3)["units"] if unit["unit"] == "061")
    row = of(part["targets"], "weak_share")
    assert (row["due"], row["gap"], row["is_behind"]) == (10, 40, True)


def test_a_commune_owes_a_part_of_what_its_district_owes(bac_kan, plan):
    """Of 26 due by quarter 3 one district has 8 (of 11): 18 are left to 3 cooperatives of two
    districts, 12 of them to Ba Bể with 2, of which its communes have one each.
    """
    ba_be = district("061")
    first, second = list(ba_be.children.order_by("code"))[:2]
    cooperative(first, 1)
    cooperative(second, 2)
    cooperative(district("062").children.first(), 3)
    cooperative(district("063").children.first(), 4)
    Target.objects.create(
        plan=plan,
        year=2024,
        indicator="new_cooperatives",
        unit=district("063"),
        operator=">=",
        value=11,
    )
    found = progress(quarter=3, unit="061")
    dues = {unit["unit"]: of(unit["targets"], "new_cooperatives")["due"] for unit in found["units"]}
    assert (dues[first.code], dues[second.code]) == (6, 6)
    assert sum(dues.values()) == 12


def test_a_running_quarter_is_told_from_one_that_has_ended(bac_kan, settings):
    settings.TODAY = "2024-09-30"
    running = moment_of(Quarter(2024, 3))
    assert running == Moment(3, running=DaysGone(92, 92, 274, 366))
    settings.TODAY = "2024-10-01"
    assert moment_of(Quarter(2024, 3)) == Moment(3)
    assert moment_of(Quarter(2024, 4)) == Moment(4, running=DaysGone(1, 92, 275, 366))
    settings.TODAY = "2025-01-01"
    assert moment_of(Quarter(2024, 4)) == Moment(4, is_over=True)


def test_the_series_holds_every_quarter_so_far(bac_kan):
    cooperative(district("061").children.first(), 1, datetime.date(2024, 2, 1))
    cooperative(district("061").children.first(), 2, datetime.date(2024, 8, 1))
    series = progress_of(select(quarter=3)).series["new_cooperatives"]
    assert [standing.assessment.measure.value for standing in series] == [1, 1, 2]


def test_a_year_that_is_over_is_met_or_missed_in_its_last_quarter_only(bac_kan, settings):
    settings.TODAY = "2025-02-01"
    series = progress_of(select(quarter=4)).series["new_cooperatives"]
    assert [standing.assessment.status for standing in series] == [
        Status.OFF_TRACK, Status.OFF_TRACK, Status.OFF_TRACK, Status.MISSED,
    ]  # fmt: skip


def test_the_statements_do_not_grow_with_units_quarters_or_indicators(
    bac_kan, django_assert_max_num_queries
):
    cooperative(district("061").children.first(), 1)
    few, many = select(quarter=1, unit_code="061"), select(quarter=4)
    with django_assert_max_num_queries(6):
        progress_of(few)
    indicators()  # which are read once a request
    with django_assert_max_num_queries(5):
        progress_of(many, every_indicator=True)


def test_the_terminal_shows_units_values_and_what_is_missing(bac_kan, english):
    out = StringIO()
    call_command("progress", stdout=out)
    text = out.getvalue()
    assert text.startswith(
        "Tỉnh Bắc Kạn, plan 532/KH-UBND for 2024\nQuarter III, figures up to 30/9/2024\n"
    )
    lines = text.splitlines()
    profit = next(line for line in lines if line.startswith("Average profit"))
    assert "≥ 85" in profit
    assert "○ no data" in profit
    assert any(line.startswith("Huyện Ba Bể") for line in lines)


def test_columns_line_up_below_letters_with_accents(bac_kan):
    out = StringIO()
    call_command("progress", stdout=out)
    blocks = out.getvalue().split("\n\n")
    header, rule, *_rows = blocks[2].splitlines()
    starts = [i for i, char in enumerate(rule) if char == "─" and (i == 0 or rule[i - 1] == " ")]
    ends = [i for i, char in enumerate(rule) if char == "─" and rule[i + 1 : i + 2] in ("", " ")]
    assert header[starts[0]] != " "
    assert all(header[end] != " " for end in ends[1:])


def test_no_line_is_wider_than_a_terminal_of_100_columns(bac_kan):
    out = StringIO()
    call_command("progress", stdout=out)
    lines = out.getvalue().splitlines()
    assert max(map(len, lines)) <= 100
    assert any(line.startswith("Cán bộ quản lý trình độ CĐ, ĐH") for line in lines)


@pytest.mark.parametrize("wish", [{"year": 1900}, {"quarter": 9}, {"unit": "x"}, {"plan": 99}])
def test_bad_wishes_end_the_command_with_a_sentence(bac_kan, wish):
    with pytest.raises(CommandError, match=str(next(iter(wish.values())))):
        call_command("progress", **wish)


@pytest.mark.parametrize(
    ("founded", "dissolved", "there"),
    [
        (None, None, False),
        ((2024, 9, 30), None, True),
        ((2024, 10, 1), None, False),
        ((2020, 1, 1), (2021, 1, 1), True),
    ],
)
def test_it_says_whether_anything_was_registered_by_then(bac_kan, founded, dissolved, there):
    if founded:
        made = cooperative(district("061").children.first(), 1, datetime.date(*founded))
        made.dissolved_on = dissolved and datetime.date(*dissolved)
        made.save()
    assert progress_of(select(quarter=3)).has_records is there


def test_an_official_figure_brings_no_row_of_what_lies_directly_under(bac_kan, plan):
    """The row stands where something compared lies directly under the unit, and only there."""
    make_baseline_figure(bac_kan, "total_groups", 674)
    Target.objects.exclude(indicator="weak_share").delete()
    make_group(bac_kan)
    assert progress_of(select(quarter=3)).directly_under is None
    assert progress_of(select(quarter=3), also=["total_groups"]).directly_under
