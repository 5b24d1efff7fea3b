"""Each check of a row of figures, by an example on either side of its line."""

from decimal import Decimal

import pytest

from cooperatives.calendar import Quarter
from cooperatives.checks import Range, findings_in, usual_ranges
from cooperatives.models import QuarterlyFigures, QuarterlyReturn
from tests.factories import make_cooperative, make_district, make_figures, make_province

MILLION = 1_000_000


def row(**figures):
    return QuarterlyFigures(year=2024, quarter=3, **figures)


def rules(now, before=None, ranges=None):
    return {found.rule for found in findings_in(now, before, "trade", ranges or {})}


@pytest.mark.parametrize(
    ("now", "before", "found"),
    [
        (301, 100, True),
        (300, 100, False),
        (33, 100, True),
        (34, 100, False),
        (0, 100, True),
        (500, 0, False),
        (500, -3, False),
        (-1, 100, True),
    ],
)
def test_a_jump_is_over_three_times_or_under_a_third(now, before, found):
    there = rules(row(profit=now * MILLION), row(profit=before * MILLION))
    assert ("jump:profit" in there) is found


def test_one_or_two_persons_are_no_jump():
    assert "jump:managers_total" not in rules(row(managers_total=3), row(managers_total=1))
    assert "jump:managers_total" in rules(row(managers_total=4), row(managers_total=1))


def test_a_zero_that_the_note_explains_is_no_jump():
    idle = {"revenue": 0, "profit": 0, "average_member_income": 0}
    before = row(revenue=5 * MILLION, profit=MILLION, average_member_income=MILLION)
    assert rules(row(**idle, note="Nghỉ vụ"), before) == set()
    assert "no_activity" in rules(row(**idle), before)


def test_the_message_names_both_values():
    (found,) = findings_in(row(revenue=44_200_000), row(revenue=14_000_000), "trade", {})
    assert found.message == "44,2 gấp hơn 3 lần quý trước (14)."
    assert (found.field, found.value) == ("revenue", 44_200_000)


def test_outside_what_is_usual_in_the_sector():
    usual = {("trade", "revenue"): Range(Decimal(10 * MILLION), Decimal(900 * MILLION))}
    assert "range:revenue" in rules(row(revenue=9 * MILLION), ranges=usual)
    assert "range:revenue" in rules(row(revenue=901 * MILLION), ranges=usual)
    assert rules(row(revenue=900 * MILLION), ranges=usual) == set()
    known = row(revenue=950 * MILLION)
    assert rules(row(revenue=901 * MILLION), known, usual) == set()


def test_contradictions_within_a_row():
    assert "income_without_members" in rules(row(average_member_income=MILLION))
    assert "income_without_members" in rules(row(average_member_income=MILLION, member_count=0))
    assert rules(row(average_member_income=MILLION, member_count=1)) == set()
    assert "profit_above_revenue" in rules(row(revenue=1, profit=2))
    assert rules(row(revenue=2, profit=2)) == set()


def test_errors_come_first_and_name_all_their_figures():
    broken = row(managers_total=1, managers_higher_education=1, managers_vocational=1)
    first, *_others = findings_in(broken, None, "trade", {})
    assert first.is_error
    assert set(first.fields) == {
        "managers_total",
        "managers_higher_education",
        "managers_vocational",
    }


def test_what_is_usual_comes_from_the_provinces_counted_figures(db, demo_day):
    province = make_province()
    district, other = make_district(province), make_district(make_province("08"), "070")
    for n in range(1, 22):
        make_figures(
            make_cooperative(district, sector="trade"),
            quarter=2,
            revenue=n * 30 * MILLION,
            profit=n * MILLION - 3 * MILLION,
        )
    make_figures(make_cooperative(district, sector="trade"), quarter=2, revenue=0)
    make_figures(make_cooperative(district, sector="transport"), quarter=2, revenue=1)
    make_figures(make_cooperative(other, sector="trade"), quarter=2, revenue=10**13)
    found = usual_ranges(district, Quarter(2024, 3))
    # Of 21 values the 5th percentile is the 2nd, 60, and the 95th the 20th, 600; a third, thrice.
    assert found["trade", "revenue"] == (20 * MILLION, 1800 * MILLION)
    # Profits −2, −1, 1 … 18 (0 is left out): the 1st of 20, −2, thrice; the 19th, 17, thrice.
    assert found["trade", "profit"] == (-6 * MILLION, 51 * MILLION)
    assert ("transport", "revenue") not in found


def test_drafts_are_not_usual(db, demo_day):
    district = make_district(make_province())
    for n in range(1, 30):
        make_figures(make_cooperative(district, sector="trade"), quarter=2, revenue=n * MILLION)
    QuarterlyReturn.objects.update(state="draft")
    assert usual_ranges(district, Quarter(2024, 3)) == {}
