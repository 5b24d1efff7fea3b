"""What goes out tells of no one or two cooperatives: attacked with its own numbers."""

import json
import random

import pytest

from cooperatives.models import (
    AdministrativeUnit,
    QuarterlyFigures,
    QuarterlyReturn,
    UnitFigures,
)
from targets.models import EnteredIndicator
from targets.public.content import FIGURES, public_content
from targets.public.page import PublicPage
from tests.factories import make_cooperative, make_entered_figure, make_figures, make_return
from tests.naive.adding_up import follows_of_few
from tests.targets.public.conftest import (
    MILLION,
    UNIT,
    Land,
    cells,
    full,
    random_rows,
    read,
)

pytestmark = pytest.mark.usefixtures("english")

MADE_OF = {
    "average_profit": ("profit",),
    "average_revenue": ("revenue",),
    "average_member_income": ("average_member_income", "member_count"),
    "managers_higher_education": ("managers_higher_education",),
    "managers_vocational": ("managers_vocational",),
    "total_members": ("member_count",),
    "weak_share": ("rating",),
    "good_share": ("rating",),
    "weak_share_of_rated": ("rating",),
    "good_share_of_rated": ("rating",),
    "of_farms": ("revenue",),
    "of_weak": ("profit", "rating"),
}
"""What each indicator that is no count of the registry is made of."""
YES = {"weak_share": {"weak"}, "weak_share_of_rated": {"weak"}}
GOOD = {"good", "fair"}


LEVELS = {"member_count", "managers_higher_education", "managers_vocational"}
NOW, BEFORE = 2024, 2023


def figure_of(row, name, year=NOW):
    """A figure by a row that was stored, with when it is from; None for none."""
    if name == "rating":  # of 2023, and of 2022 nobody has one
        return (row[name], BEFORE) if row.get(name) and year == NOW else None
    if year == NOW and row.get(name) is not None:
        return row[name], NOW
    before = row.get("before", {}).get(name)
    if before is None or (year == NOW and name not in LEVELS):
        return None
    return before, BEFORE


def behind(land, unit, code, year=NOW):
    """Who stands behind a value, by the rows that were stored: pairs of unit and place."""
    return frozenset(
        (of, place)
        for of, rows in land.rows.items()
        for place, row in enumerate(rows)
        if unit in (UNIT, of)
        and all(figure_of(row, name, year) for name in MADE_OF[code])
        and (code != "average_member_income" or row.get("member_count"))
        and (code != "of_farms" or row["sector"] == "agriculture")
        and (code != "of_weak" or row["rating"] == "weak")
    )


def records(land, those, name, year=NOW):
    """The records of a figure of some: whose, and of when."""
    return frozenset(
        ((of, place), figure_of(land.rows[of][place], name, year)[1]) for of, place in those
    )


def enter_two():
    """Two indicators of some cooperatives alone: of a sector, and of those rated weak."""
    common = {"name_en": "x", "rule": "sum"}
    EnteredIndicator.objects.create(
        code="of_farms",
        name_vi="Doanh thu nông nghiệp",
        of="revenue",
        sector="agriculture",
        **common,
    )
    EnteredIndicator.objects.create(
        code="of_weak", name_vi="Lợi nhuận HTX yếu", of="profit", among="weak", **common
    )


def numerator(land, those, code):
    """What stands above the line, counted from the rows."""
    rows = [land.rows[of][place] for of, place in those]
    if code == "average_member_income":
        return sum(row["average_member_income"] * row["member_count"] for row in rows)
    if code == "of_weak":
        return sum(row["profit"] for row in rows)
    if MADE_OF[code] == ("rating",):
        return sum(row["rating"] in YES.get(code, GOOD) for row in rows)
    return sum(figure_of(row, MADE_OF[code][0])[0] for row in rows)


@pytest.mark.parametrize("seed", range(20))
def test_no_value_of_one_or_two_follows_in_random_provinces(db, demo_day, seed):
    land = Land(random_rows(random.Random(seed))).store()  # noqa: S311
    enter_two()
    edition = land.publish()
    frozen, told = cells(json.loads(edition.content)), cells(public := read(edition))
    sums: dict[str, list[frozenset]] = {}
    for (unit, code), one in told.items():
        if code == "of_weak" and one["coverage"]:  # how many are asked says how many are weak
            rated = records(land, behind(land, unit, "weak_share"), "rating")
            sums.setdefault("rating", []).append(rated)
        if code not in MADE_OF:
            assert one == frozen[unit, code]  # counts of the registry stay
        elif one["value"] is not None:
            those = behind(land, unit, code)
            assert one["numerator"] == numerator(land, those, code)
            assert one["value"] == frozen[unit, code]["value"]
            for figure in MADE_OF[code]:
                sums.setdefault(figure, []).append(records(land, those, figure))
    for code, one in public["last_year"].items():
        if code in MADE_OF and one["value"] is not None:
            those = behind(land, UNIT, code, BEFORE)
            for figure in MADE_OF[code]:
                sums.setdefault(figure, []).append(records(land, those, figure, BEFORE))
    for figure, those in sums.items():
        assert not follows_of_few(those), figure
    # And what is null was so, or is said to be left out.
    hidden = hidden_in(public)
    assert {place for place in told if told[place]["value"] != frozen[place]["value"]} <= hidden
    assert all({told[place].get(name) for name in FIGURES} == {None} for place in hidden)


def hidden_in(public):
    return {
        (one["unit"], one["indicator"])
        for one in public["left_out"]
        if "unit" in one and one["why"] != "single"
    }


@pytest.mark.parametrize("seed", range(20, 30))
def test_no_more_is_left_out_than_the_rule_says(db, demo_day, seed):
    """The rule of one indicator once more, by counting: who is fewer than three, and if what is
    left out is not three together, the smallest other one.
    """
    land = Land(random_rows(random.Random(seed))).store()  # noqa: S311
    public = read(land.publish())
    for code in ("average_profit", "average_revenue", "managers_vocational", "weak_share"):
        size = {unit: len(behind(land, unit, code)) for unit in (*land.rows, UNIT)}
        expected = {unit for unit in size if unit != UNIT and 0 < size[unit] < 3}
        parts = [unit for unit in size if unit != UNIT]
        under = size[UNIT] - sum(size[unit] for unit in parts)
        if 0 < size[UNIT] < 3:
            expected = {unit for unit in size if size[unit]}
        else:
            shown = sorted(
                (unit for unit in parts if size[unit] >= 3), key=lambda unit: (-size[unit], unit)
            )
            while shown and 0 < sum(size[unit] for unit in expected) + under < 3:
                expected.add(shown.pop())
        assert {unit for unit, of in hidden_in(public) if of == code} == expected


def test_two_cooperatives_and_the_smallest_other_district(land):
    public = read(land.publish())
    told, why = cells(public), reasons(public)
    assert why["061", "average_profit"] == "few"
    assert why["066", "average_profit"] == "follows"
    assert ("062", "average_profit") not in why
    for unit in ("061", "066"):
        assert {told[unit, "average_profit"][name] for name in FIGURES} == {None}
        assert told[unit, "average_profit"]["due"] is not None  # a plan's part is no figure
        assert told[unit, "new_cooperatives"]["value"] == 0
        assert told[unit, "total_cooperatives"]["value"] == len(land.rows[unit])
    assert told[UNIT, "average_profit"]["value"] is not None


def reasons(public):
    return {
        (one["unit"], one["indicator"]): one["why"]
        for one in public["left_out"]
        if "unit" in one and one["why"] != "single"
    }


def test_an_indicator_stays_that_tells_another_ones_difference(land):
    """Members of all, beside the members of those with an income, tell of whom without one."""
    row = land.cooperatives["064"][0].quarterly_figures.get()
    row.average_member_income = None
    row.save()
    why = reasons(read(land.publish()))
    assert why["064", "total_members"] == "follows"
    assert why[UNIT, "total_members"] == "follows"
    assert ("064", "average_member_income") not in why


def test_how_many_are_asked_by_their_rating_is_told_with_the_ratings(db, demo_day):
    """Of two rated ones the plan's office says nothing, nor how many of them are weak."""
    rows = {
        "061": [full()] * 2,
        "062": [full() | {"rating": "weak"}] * 3 + [full()],
        "064": [full()] * 5,
        "066": [full() | {"rating": "weak"}] * 6,
    }
    land = Land(rows).store()
    enter_two()
    public = read(land.publish())
    told, why = cells(public), reasons(public)
    assert why["062", "weak_share"] == "follows"
    assert why["061", "of_weak"] == "few"  # of whom none is weak: that none is asked says so
    assert told["061", "of_weak"]["coverage"] is None
    assert why["062", "of_weak"] == "follows"
    assert told["064", "of_weak"]["coverage"]["expected"] == 0
    assert told["066", "of_weak"]["value"] == 6 * 10 * MILLION


def test_of_a_sector_it_is_told_with_the_ratings_of_that(db, demo_day):
    """Of five rated ones two are farms: how many of these are weak is not told."""
    rows = {
        "061": [full()] * 2 + [full() | {"sector": "trade"}] * 3,
        "062": [full() | {"rating": "weak"}] * 5,
        "064": [full() | {"rating": "weak"}] * 6,
    }
    land = Land(rows).store()
    entered("weak_farms", "sum", of="profit", sector="agriculture", among="weak")
    entered("weak_new", "sum", of="profit", only_new=True, among="weak")
    edition = land.publish()
    told, why = cells(public := read(edition)), reasons(public)
    assert ("061", "weak_share") not in why
    assert why["061", "weak_farms"] == "few"
    assert told["061", "weak_farms"]["coverage"] is None
    assert told["064", "weak_farms"]["coverage"]["expected"] == 6
    assert told["061", "weak_new"]["coverage"]["expected"] == 0  # of nobody nothing is told


def test_a_whole_of_two_is_left_out_and_counts_stay(db, demo_day):
    land = Land({"061": [full()], "062": [full()]}).store()
    enter_two()
    public = read(land.publish())
    told = cells(public)
    for code in MADE_OF:
        assert told[UNIT, code]["value"] is None
        assert reasons(public)[UNIT, code] == "few"
    assert told[UNIT, "total_cooperatives"]["value"] == 2


def test_who_lies_in_no_district_counts_as_one(db, demo_day):
    rows = {"061": [full()] * 4, "062": [full()] * 5, UNIT: [full()]}
    why = reasons(read(Land(rows).store().publish()))
    assert why["061", "average_profit"] == "follows"
    assert ("062", "average_profit") not in why


def test_bounds_that_are_made_of_ones_figure_stay(land):
    """With one missing they are (n × mean + p) ÷ (n + 1): p, somebody's profit, would follow."""
    make_cooperative(AdministrativeUnit.objects.get(code="062"), name="HTX thiếu")
    edition = land.publish()
    frozen, told = cells(json.loads(edition.content)), cells(read(edition))
    one = frozen["062", "average_profit"]
    somebody = one["bounds"][0] * (one["denominator"] + 1) - one["denominator"] * one["value"]
    assert round(somebody) in {row["profit"] for row in land.rows["062"]}
    assert told["062", "average_profit"] == one | {"bounds": None}
    # Of shares the missing are only counted.
    assert told["062", "weak_share"]["bounds"] == frozen["062", "weak_share"]["bounds"] != [0, 0]


def test_last_year_is_held_to_the_same(land):
    for code, number in (("061", 1), ("062", 1)):
        for one in land.cooperatives[code][:number]:
            make_figures(one, 2023, 1, profit=7 * MILLION)
    public = read(land.publish())
    assert public["last_year"]["average_profit"]["value"] is None
    assert {"part": "last_year", "indicator": "average_profit", "why": "few"}.items() <= next(
        one for one in public["left_out"] if one.get("part") == "last_year"
    ).items()


def entered(code, rule, **columns):
    return EnteredIndicator.objects.create(code=code, name_vi=code, rule=rule, **columns)


def test_growth_stays_where_nobody_says_who_stood_behind_the_year_before(land):
    entered("grown", "growth", of="average_revenue")
    for of in ("062", "064"):
        for one in land.cooperatives[of]:
            make_figures(one, 2023, 1, revenue=9 * MILLION)
    public = read(land.publish())
    assert cells(public)[UNIT, "grown"]["denominator"] == 9 * MILLION
    assert cells(public)["062", "grown"]["value"] is None
    assert reasons(public)["062", "grown"] == "unknown"


def test_growth_over_two_stays(land):
    entered("grown", "growth", of="average_revenue")
    for one in land.cooperatives["062"][:2]:
        make_figures(one, 2023, 1, revenue=9 * MILLION)
    public = read(land.publish())
    assert reasons(public)[UNIT, "grown"] == "few"
    assert public["last_year"]["average_revenue"]["value"] is None


def test_a_quotient_stays_with_either_of_its_parts(land):
    entered("each", "quotient", of="average_revenue", per="total_members")
    row = land.cooperatives["064"][0].quarterly_figures.get()
    row.average_member_income = None
    row.save()
    public = read(land.publish())
    why = reasons(public)
    assert ("064", "average_revenue") not in why
    assert why["064", "total_members"] == why["064", "each"] == "follows"
    assert ("062", "each") not in why


def test_what_units_report_is_told_of_three_units_at_least(land):
    make_entered_figure("advisers", reported_by="unit")
    make_entered_figure("classes", reported_by="plan_unit")
    entered("all_advisers", "sum", of="advisers")
    entered("all_classes", "sum", of="classes")
    for of in QuarterlyReturn.objects.filter(quarter=1, year=2024):
        UnitFigures.objects.create(
            unit=of.unit, quarterly_return=of, year=2024, quarter=1, extra={"advisers": 3}
        )
    UnitFigures.objects.create(unit=land.province, year=2024, quarter=1, extra={"classes": 5})
    edition = land.publish()
    content = json.loads(edition.content)
    public = public_content(content, json.loads(edition.records))
    told, why = cells(public.content), reasons(public.content)
    assert told[UNIT, "all_advisers"]["value"] == 12
    assert told["062", "all_advisers"]["value"] is None
    assert why["062", "all_advisers"] == "few"
    said = {place: one.why for one in PublicPage(public).left_out for place in one.places}
    assert "3 cooperatives" in said["Average profit per cooperative: 061"]
    assert said["all_advisers: 061, 062, 064, 066"] == "It rests on fewer than 3 units."
    # What the province says of itself tells of no cooperative.
    assert told[UNIT, "all_classes"] == cells(content)[UNIT, "all_classes"]
    assert told[UNIT, "all_classes"]["value"] == 5


def test_who_weighs_nothing_is_not_behind_a_weighted_mean(db, demo_day):
    """Of 10, 0 and 0 members the mean of their incomes is that of the first alone."""
    members = [full() | {"average_member_income": 77 * MILLION}, full(), full()]
    for row in members[1:]:
        row["member_count"] = 0
    entered("each", "ratio", of="profit", per="member_count")
    land = Land({"061": members, "062": [full()] * 5, "064": [full()] * 6}).store()
    edition = land.publish()
    frozen, public = cells(json.loads(edition.content)), read(edition)
    assert frozen["061", "average_member_income"]["value"] == 77 * MILLION
    why = reasons(public)
    assert why["061", "average_member_income"] == "few"
    assert why["061", "each"] == "few"  # whose denominator is the members of one
    assert ("061", "average_profit") not in why


def test_a_carried_figure_is_that_of_the_year_before(db, demo_day):
    """Six are carried, one is new: what the year before lacks is the members of that one."""
    old = {"before": {"member_count": 20}}
    land = Land({"061": [old] * 6 + [{"member_count": 13}], "062": [full()] * 3}).store()
    public = read(land.publish())
    told = cells(public)
    assert told[UNIT, "total_members"]["coverage"]["carried"] == 6
    assert told["061", "total_members"]["value"] == 6 * 20 + 13
    assert public["last_year"]["total_members"]["value"] is None
    assert why_last_year(public)["total_members"] == "follows"


@pytest.mark.parametrize(("number", "follows"), [(2, True), (3, False)])
def test_nor_how_far_two_moved_since_the_year_before(db, demo_day, number, follows):
    old = {"before": {"member_count": 20}}
    moved = old | {"member_count": 23}
    land = Land({"061": [old] * 6 + [moved] * number}).store()
    assert ("total_members" in why_last_year(read(land.publish()))) is follows


def why_last_year(public):
    return {
        one["indicator"]: one["why"] for one in public["left_out"] if one.get("part") == "last_year"
    }


@pytest.mark.parametrize("is_carried", [False, True])
def test_what_units_carry_is_taken_for_what_they_said_a_year_before(land, is_carried):
    make_entered_figure("advisers", reported_by="unit", nature="level")
    entered("all_advisers", "sum", of="advisers")
    for place, of in enumerate(QuarterlyReturn.objects.filter(quarter=1, year=2024)):
        given = {"unit": of.unit, "quarter": 1, "extra": {"advisers": 3}}
        if place:
            before = make_return(of.unit, 2023, 1, state=of.state)
            UnitFigures.objects.create(year=2023, quarterly_return=before, **given)
        if not (place and is_carried):
            UnitFigures.objects.create(year=2024, quarterly_return=of, **given)
    public = read(land.publish())
    assert cells(public)[UNIT, "all_advisers"]["value"] == 12
    assert (public["last_year"]["all_advisers"]["value"] is None) is is_carried


def test_how_many_say_yes_is_told_with_who_answers(db, demo_day):
    """How many are asked among those with "yes", where no value is made of that alone."""
    make_entered_figure("vietgap", measure="yes_no", nature="level")
    entered("of_vietgap", "mean", of="profit", among="vietgap")
    without = full() | {"profit": None}
    rows = {"061": [without] * 2, "062": [full()] * 5, "064": [full()] * 6}
    land = Land(rows).store()
    for place, row in enumerate(QuarterlyFigures.objects.order_by("pk")):
        row.extra = {"vietgap": int(place != 1)}
        row.save()
    edition = land.publish()
    assert cells(json.loads(edition.content))["061", "of_vietgap"]["coverage"]["expected"] == 1
    public = read(edition)
    assert cells(public)["061", "of_vietgap"]["coverage"] is None
    assert reasons(public)["061", "of_vietgap"] == "few"
    assert cells(public)["064", "of_vietgap"]["value"] == 10 * MILLION
    # Of an edition that does not hold the answers nothing of it goes out.
    records = json.loads(edition.records)
    records["by_figure"] = [one for one in records["by_figure"] if one["figure"] != "vietgap"]
    public = public_content(json.loads(edition.content), records).content
    assert cells(public)["064", "of_vietgap"]["coverage"] is None
    assert reasons(public)["064", "of_vietgap"] == "unknown"
