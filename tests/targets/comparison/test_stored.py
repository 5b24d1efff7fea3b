"""A comparison written down: built again it is the same value, and shows the same pages."""

import json
import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from django.db.models import F

from cooperatives.models import AdministrativeUnit, QuarterlyFigures
from targets.comparison import stored
from targets.comparison.as_json import progress_as_json
from targets.comparison.reading import progress_of
from targets.comparison.selection import select
from targets.comparison.years import years_of
from targets.models import BaselineFigure, Target
from targets.output.terminal import progress_as_text
from targets.views import dashboard
from targets.views import target as target_page
from tests.factories import (
    make_baseline_figure,
    make_cooperative,
    make_figures_of,
    make_group,
    make_officer,
    make_plan,
    make_target,
    make_yearly_report,
)

OLDEST_FORM = Path(__file__).parent / "format_1.json"
OLD_FORM = Path(__file__).parent / "format_2.json"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
CLOCK = re.compile(r"\b\d\d:\d\d\b")
"""A page says when it was made."""
LISTS = re.compile(r'id="(?:closing|records)"')
"""From here on a target's page lists records, which are no part of a comparison."""


def commune_of(code):
    return AdministrativeUnit.objects.filter(parent__code=code).order_by("code").first()


@pytest.fixture
def world(bac_kan, plan):
    """Every sort of thing that a comparison shows: an adjusting decision, an allocation, a plan
    beside, an official figure, figures that are missing and carried, one directly under.
    """
    for code, number in (("061", 6), ("066", 2)):
        cooperatives = [make_cooperative(commune_of(code)) for _ in range(number)]
        for cooperative in cooperatives:
            make_yearly_report(cooperative, 2023, rating="average")
        profit = 20_000_000 + (code == "061")
        make_figures_of(cooperatives, profit=profit, member_count=7, managers_vocational=1)
    make_cooperative(commune_of("066"), name="HTX chưa báo cáo")
    make_cooperative(commune_of("061"), founded_on=date(2024, 2, 1), name="HTX mới")
    make_group(bac_kan, founded_on=date(2024, 8, 1))
    adjusting = make_plan(bac_kan, number="77/QĐ-UBND", issued_on=date(2024, 7, 1), adjusts=plan)
    make_target(adjusting, "average_profit", value=85_250_000, milestone_3=60_000_000)
    make_target(plan, "managers_vocational", value=10, unit=commune_of("066").parent, is_demo=True)
    beside = make_plan(bac_kan, number="9/CT", issued_on=date(2023, 7, 1))
    for year in (2023, 2024):
        make_target(beside, "new_groups", year=year)
    make_baseline_figure(bac_kan, "average_profit", 47_000_000)
    make_baseline_figure(bac_kan, "total_groups", 674)
    return bac_kan


def through_json(progress):
    return stored.read(json.loads(json.dumps(stored.write(progress))))


CHOICES = [
    {"quarter": 1},
    {"quarter": 3},
    {"quarter": 4},
    {"quarter": 3, "unit_code": "066"},
    {"quarter": 2, "unit_code": "061"},
    {"year": 2022, "quarter": 4},
]


@pytest.mark.parametrize("asked", CHOICES, ids=str)
@pytest.mark.parametrize("every_indicator", [False, True])
def test_built_again_it_is_the_same_value(world, asked, every_indicator):
    progress = progress_of(select(**asked), every_indicator=every_indicator)
    again = through_json(progress)
    assert again == progress
    assert stored.write(again) == stored.write(progress)
    assert progress_as_json(again) == progress_as_json(progress)
    assert progress_as_text(again) == progress_as_text(progress)


def test_what_is_compared_there_has_all_that_may_be_missing(world):
    """So that the other tests cannot pass on comparisons in which nothing is."""
    written = stored.write(progress_of(select(quarter=3)))
    assert {one["plan"]["number"] for one in _all(written, "target") if one} == {
        "532/KH-UBND",
        "77/QĐ-UBND",
    }
    assert written["directly_under"]
    assert len(written["selection"]["plans"]) == 2
    assert [one["code"] for one in written["baseline"]] == ["average_profit", "total_groups"]
    assert any("/" in text for text in _all(written, "value") if isinstance(text, str))


def _all(written, name):
    """The values of all fields with a name, however deep."""
    if isinstance(written, list):
        return [found for one in written for found in _all(one, name)]
    if not isinstance(written, dict):
        return []
    below = [found for one in written.values() for found in _all(one, name)]
    return [written[name], *below] if name in written else below


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("view", "address"),
    [
        (dashboard, "/?quarter=3"),
        (dashboard, "/?quarter=4&by=average_profit"),
        (dashboard, "/?quarter=3&unit=066"),
        (target_page, "/targets/{}/average_profit/?quarter=3"),
        (target_page, "/targets/{}/weak_share/?quarter=2"),
    ],
)
def test_the_page_of_the_stored_one_is_that_of_its_day_byte_for_byte(
    world, plan, client, monkeypatch, view, address, language
):
    def page():
        response = client.get(address.format(plan.pk))
        assert response.status_code == 200
        return CLOCK.sub("", LISTS.split(TOKEN.sub("", response.text))[0])

    kept, years = [], []

    def reading_years(*asked):
        years.append(years_of(*asked))
        return years[-1]

    def reading(*asked, **options):
        found = progress_of(*asked, **options)
        kept.append(json.dumps(stored.write(found)))
        return found

    client.force_login(make_officer(world))
    client.cookies["django_language"] = language
    monkeypatch.setattr(view, "progress_of", reading)
    # Other years are no part of a comparison: a reading of their own, as the records are.
    monkeypatch.setattr(target_page, "years_of", reading_years)
    before = page()
    Target.objects.update(value=F("value") + 1, quote="khác")
    BaselineFigure.objects.update(value=1)
    QuarterlyFigures.objects.update(profit=1)
    assert page() != before
    monkeypatch.setattr(view, "progress_of", lambda *_, **__: stored.read(json.loads(kept[0])))
    monkeypatch.setattr(target_page, "years_of", lambda *_: years[0])
    assert page() == before


def test_what_was_written_in_an_older_form_is_still_read(db, english):
    """A published comparison. Do not write this file anew: see `targets.comparison.stored`."""
    written = json.loads(OLD_FORM.read_text(encoding="utf-8"))
    progress = stored.read(written)
    assert progress.selection.plan.number == "532/KH-UBND"
    assert progress.whole.standing("average_profit").assessment.measure.value == Fraction(
        250_000_007, 12
    )
    assert "532/KH-UBND" in progress_as_text(progress)
    assert through_json(progress) == progress
    assert {one.from_year for one in progress.whole.standings} == {None}
    assert progress.last_year["average_profit"].value == Fraction(40_000_001, 2)
    assert [part.unit.tile_row for part in progress.units if part.unit.code == "061"] == [1]


def test_the_oldest_form_knows_nothing_of_the_year_before(db, english):
    written = json.loads(OLDEST_FORM.read_text(encoding="utf-8"))
    progress = stored.read(written)
    assert progress.last_year == {}
    assert progress.whole.unit.tile_row is None
    assert stored.write(progress)["format"] == 4
    assert through_json(progress) == progress


def broken(change):
    written = json.loads(OLD_FORM.read_text(encoding="utf-8"))
    change(written)
    return written


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda it: it.update(format=5), "format: 5 is not known"),
        (lambda it: it.pop("format"), "format: None is not known"),
        (lambda it: it.pop("goals"), "comparison: missing or unknown: goals"),
        (lambda it: it.update(odd=1), "comparison: missing or unknown: odd"),
        (lambda it: it.update(day="2024-13-01"), "comparison.day:"),
        (lambda it: it.update(has_records=1), "comparison.has_records: 1 is no bool"),
        (lambda it: it["selection"].update(year="2024"), "selection.year: '2024' is no int"),
        (lambda it: it["selection"].update(quarter=True), "selection.quarter: True is no int"),
        (lambda it: it["selection"].update(unit=None), "selection.unit: None is no dict"),
        (lambda it: it.update(units={}), "comparison.units: {} is no list"),
        (
            lambda it: it["whole"]["standings"][0]["assessment"].update(status="fine"),
            "whole.standings[0].assessment.status:",
        ),
        (
            lambda it: it["whole"]["standings"][0]["assessment"].update(expected="1/0"),
            "whole.standings[0].assessment.expected:",
        ),
        (
            lambda it: it["whole"]["standings"][0]["assessment"].update(expected=1.5),
            "expected: 1.5 is no str",
        ),
        (
            lambda it: it["whole"]["standings"][0]["assessment"]["measure"].update(bounds=["1"]),
            "measure.bounds: 1 values instead of 2",
        ),
    ],
)
def test_what_is_no_comparison_is_refused_with_the_place(change, said):
    with pytest.raises(stored.UnreadableError, match=re.escape(said)):
        stored.read(broken(change))
