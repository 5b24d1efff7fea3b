"""What past years say of a year's end: the pairs that are read, and what the page makes of them."""

import random
from datetime import date
from fractions import Fraction

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cooperatives.models import AdministrativeUnit, QuarterlyFigures
from targets.comparison.past import past_pairs
from targets.comparison.selection import select
from targets.indicators import BY_CODE
from targets.reckoning.projection import Pair
from tests.factories import (
    make_cooperative,
    make_district,
    make_figures,
    make_officer,
    make_yearly_report,
)
from tests.naive import projection as naive
from tests.targets.pages import parsed, text

DISTRICTS = ("058", "060", "061", "062", "063", "064", "065", "066")
MILLION = 1_000_000


@pytest.fixture(scope="module")
def past(units_and_plan, kept):
    """A cooperative in each district with its profits of 2022 to 2024, in million, by quarter; two
    of the districts found one more in the middle of 2022, and one at its end.
    """

    def make():
        drawn, profits = random.Random(532), {}  # noqa: S311
        for code in DISTRICTS:
            unit = AdministrativeUnit.objects.get(code=code)
            cooperative = make_cooperative(unit)
            for year, quarters in ((2022, 4), (2023, 4), (2024, 3)):
                of_year = [drawn.randrange(5, 40) for _ in range(quarters)]
                profits[code, year] = of_year
                for quarter, profit in enumerate(of_year, start=1):
                    make_figures(cooperative, year, quarter, profit=profit * MILLION)
        for code in ("060", "061"):
            unit = AdministrativeUnit.objects.get(code=code)
            make_cooperative(unit, founded_on=date(2022, 5, 1))
        make_cooperative(unit, founded_on=date(2022, 12, 1))
        return profits

    return kept(make)


@pytest.fixture
def world(past, bac_kan):
    return past


def by_hand(profits, quarter):
    return [
        (Fraction(sum(of_year[:quarter])) * MILLION, Fraction(sum(of_year)) * MILLION)
        for (_code, year), of_year in profits.items()
        if year < 2024
    ]


def look(client, bac_kan, code, **asked):
    client.force_login(make_officer(bac_kan))
    asked = {"year": 2024, "quarter": 3, "unit": "06"} | asked
    page = client.get(reverse("indicator", args=[code]), asked)
    return parsed(page)


def test_pairs_are_the_districts_of_the_years_held(world):
    # What is new in Ba Bể and Pác Nặm has no figures: half of those expected have some, no less.
    found = past_pairs(select(year=2024, quarter=3), BY_CODE["average_profit"])
    expected = [
        Pair(year, then, end)
        for (then, end), (_code, year) in zip(
            by_hand(world, 3), [key for key in world if key[1] < 2024], strict=True
        )
        # In Ba Bể two of three have none from the last quarter of 2022 on.
        if (_code, year) not in {("061", 2022), ("061", 2023)}
    ]
    key = lambda pair: (pair.year, pair.then, pair.end)  # noqa: E731
    assert sorted(found, key=key) == sorted(expected, key=key)


def test_events_are_counted_at_both_ends(world):
    found = past_pairs(select(year=2024, quarter=3, unit_code="061"), BY_CODE["new_cooperatives"])
    told = [(pair.year, pair.then, pair.end) for pair in found if pair.end]
    assert sorted(told) == [(2022, 1, 1), (2022, 1, 2)]
    assert len(found) == 16


def test_both_ends_of_a_pair_are_known_of_half_of_those_expected(world):
    unit = AdministrativeUnit.objects.get(code="062")
    for _ in range(2):
        make_yearly_report(make_cooperative(unit), 2022, profit=3 * MILLION)
    found = past_pairs(select(year=2024, quarter=3), BY_CODE["average_profit"])
    # Of 2022 all three have theirs at the year's end, and one of three at quarter III; of 2023 one.
    assert len(found) == 12


def test_a_unit_has_pairs_of_the_years_at_whose_end_it_was_there_the_newest_alone(
    world, bac_kan, monkeypatch
):
    make_district(bac_kan, "069", valid_from=date(2023, 1, 1))
    asked = select(year=2024, quarter=3), BY_CODE["new_cooperatives"]
    assert [pair.year for pair in past_pairs(*asked)] == [2022] * 8 + [2023] * 9
    monkeypatch.setattr("targets.comparison.past.LAST_YEARS", 1)
    assert [pair.year for pair in past_pairs(*asked)] == [2023] * 9


@pytest.mark.parametrize(
    ("code", "year"), [("weak_share", 2024), ("average_profit", 2023), ("new_cooperatives", 2022)]
)
def test_nothing_is_read_for_a_share_a_year_that_is_over_or_the_first_one(world, code, year):
    selection = select(year=year, quarter=3)
    with CaptureQueriesContext(connection) as captured:
        assert past_pairs(selection, BY_CODE[code]) == ()
    assert not captured.captured_queries


def test_the_page_says_that_pairs_are_few(world, client, bac_kan):
    said = text(look(client, bac_kan, "average_profit"))
    assert "Cuối năm 2024: chưa ước được khoảng" in said
    assert "Chỉ có 14 cặp số liệu quý III – cuối năm" in said
    assert "(2022–2023); cần ít nhất 16 cặp" in said


def test_the_page_tells_range_chance_method_and_how_it_did(world, client, bac_kan):
    new = AdministrativeUnit.objects.get(code="061")
    for cooperative in new.placements.filter(organisation__founded_on__year=2022):
        cooperative.organisation.delete()
    profits = [sum(of_year) for (_code, year), of_year in world.items() if year == 2024]
    value = Fraction(sum(profits), len(profits))
    low, high, hits = naive.by_pairs(value * MILLION, by_hand(world, 3))
    shown = [f"{float(end / MILLION):.1f}".replace(".", ",") for end in (low, high)]
    page = look(client, bac_kan, "average_profit")
    said = text(page).replace("\u00a0", " ")
    assert f"Cuối năm 2024: {shown[0]} đến {shown[1]} triệu đồng (với khả năng 80%)" in said
    assert "theo 16 cặp số liệu quý III – cuối năm" in said
    assert f"{hits} trong 16 số cuối năm" in said
    assert "Cuối năm (80%)" in said
    assert "cuối năm, với khả năng 80%" in said


def test_the_page_of_events_needs_no_past(world, client, bac_kan):
    QuarterlyFigures.objects.all().delete()
    said = text(look(client, bac_kan, "new_cooperatives"))
    assert "Cuối năm 2024: 0 đến 1 (với khả năng 80%); ≥ 35: khó đạt (dưới 1%)" in said
    assert "phân phối nhị thức âm" in said


def test_a_year_that_is_over_is_told_no_more(world, client, bac_kan):
    with override_settings(TODAY="2025-01-01"):
        assert "Cuối năm 2024" not in text(look(client, bac_kan, "new_cooperatives"))
    with override_settings(TODAY="2024-12-31"):
        assert past_pairs(select(year=2024, quarter=3), BY_CODE["new_cooperatives"])
        assert "Cuối năm 2024" in text(look(client, bac_kan, "new_cooperatives"))
