"""Shares by rating, over all registered cooperatives or over those rated, in per cent."""

from datetime import date
from fractions import Fraction

import pytest

from cooperatives.models import Cooperative, Placement, YearlyReport
from targets.indicators import BY_CODE
from targets.reckoning.measures import Coverage
from tests.factories import (
    LONG_AGO,
    make_cooperative,
    make_province,
    make_yearly_report,
    suspend,
)
from tests.reading import measure_of
from tests.targets.indicators.tallies import make_tally

OF_ALL, OF_RATED = BY_CODE["weak_share"], BY_CODE["weak_share_of_rated"]


def percent(part, whole):
    return Fraction(100 * part, whole)


def test_a_share_of_all_divides_by_the_registered_ones():
    measure = OF_ALL.measure(make_tally(registered=325, reported=290, total=27, total_reported=27))
    assert (measure.value, measure.numerator, measure.denominator) == (percent(27, 325), 27, 325)
    assert measure.coverage == Coverage(reported=290, carried=0, expected=290)


def test_a_share_of_rated_divides_by_those_rated():
    measure = OF_RATED.measure(
        make_tally(registered=325, reported=290, total=27, total_reported=27)
    )
    assert (measure.value, measure.numerator, measure.denominator) == (percent(27, 290), 27, 290)


@pytest.mark.parametrize("indicator", [OF_ALL, OF_RATED])
def test_with_none_rated_a_share_has_no_value(indicator):
    measure = indicator.measure(make_tally(registered=12, missing=9))
    assert (measure.value, measure.numerator, measure.denominator) == (None, None, None)
    assert measure.bounds is None
    assert measure.coverage == Coverage(reported=0, carried=0, expected=9)
    assert indicator.measure(None).value is None


@pytest.mark.parametrize("indicator", [OF_ALL, OF_RATED])
def test_with_none_weak_a_share_is_zero(indicator):
    measure = indicator.measure(make_tally(reported=10))
    assert (measure.value, measure.numerator, measure.bounds) == (0, 0, (0, 0))


def test_with_none_missing_both_bounds_are_the_value():
    tally = make_tally(registered=12, reported=10, total=3, total_reported=3)
    assert OF_ALL.measure(tally).bounds == (25, 25)
    assert OF_RATED.measure(tally).bounds == (30, 30)


def test_none_or_all_of_the_missing_may_be_weak():
    # 20 registered, 10 rated, 2 of them weak, 5 missing, 5 not to be rated.
    tally = make_tally(registered=20, reported=10, missing=5, total=2, total_reported=2)
    assert OF_ALL.measure(tally).bounds == (percent(2, 20), percent(7, 20))


def test_in_a_share_of_rated_they_are_in_the_denominator_too():
    tally = make_tally(registered=20, reported=10, missing=5, total=2, total_reported=2)
    assert OF_RATED.measure(tally).value == percent(2, 10)
    assert OF_RATED.measure(tally).bounds == (percent(2, 15), percent(7, 15))


def test_carried_ratings_count_in_the_value_but_are_as_open_as_missing_ones():
    # 6 rated, 1 of them weak; 4 carried, 2 of them weak; 2 missing; 14 registered.
    tally = make_tally(registered=14, reported=6, carried=4, missing=2, total=3, total_reported=1)
    assert OF_ALL.measure(tally).value == percent(3, 14)
    assert OF_ALL.measure(tally).bounds == (percent(1, 14), percent(7, 14))
    assert OF_RATED.measure(tally).value == percent(3, 10)
    assert OF_RATED.measure(tally).bounds == (percent(1, 12), percent(7, 12))
    assert OF_ALL.measure(tally).coverage == Coverage(reported=6, carried=4, expected=12)


def test_few_values_do_not_take_the_bounds_of_a_share():
    tally = make_tally(registered=3, reported=1, missing=2, total=1, total_reported=1)
    assert OF_ALL.measure(tally).bounds == (percent(1, 3), 100)


# --- From records to the value --------------------------------------------------------------------


@pytest.fixture
def bac_kan(db):
    """Bắc Kạn as 615/KH-UBND counts it: 325 cooperatives, of which 65 good or fair, 198 average,
    27 weak, and 35 new in 2022, not rated.
    """
    province = make_province()
    ratings = ["good"] * 25 + ["fair"] * 40 + ["average"] * 198 + ["weak"] * 27 + [None] * 35
    cooperatives = Cooperative.objects.bulk_create(
        Cooperative(
            name=f"HTX số {number}",
            registration_number=f"{number}",
            founded_on=LONG_AGO if rating else date(2022, 5, 1),
        )
        for number, rating in enumerate(ratings)
    )
    Placement.objects.bulk_create(
        Placement(organisation=each, unit=province, valid_from=each.founded_on)
        for each in cooperatives
    )
    YearlyReport.objects.bulk_create(
        YearlyReport(cooperative=each, year=2021, rating=rating, state="final")
        for each, rating in zip(cooperatives, ratings, strict=True)
        if rating
    )
    return province


@pytest.mark.parametrize(
    ("code", "numerator", "denominator", "published"),
    [
        ("weak_share", 27, 325, 8.3),
        ("weak_share_of_rated", 27, 290, 9.3),
        ("good_share", 65, 325, 20.0),
        ("good_share_of_rated", 65, 290, 22.4),
    ],
)
def test_the_shares_that_bac_kan_published(bac_kan, code, numerator, denominator, published):
    measure = measure_of(bac_kan, code, 3, year=2022)
    assert (measure.numerator, measure.denominator) == (numerator, denominator)
    assert measure.value == percent(numerator, denominator)
    assert round(float(measure.value), 1) == published
    assert measure.coverage == Coverage(reported=290, carried=0, expected=290)
    assert measure.bounds == (measure.value, measure.value)


@pytest.mark.django_db
def test_a_suspended_cooperative_is_in_the_denominator_of_all_but_not_among_the_rated():
    province = make_province()
    for rating in ("weak", "good", "average"):
        make_yearly_report(make_cooperative(province), 2023, rating=rating)
    idle = make_cooperative(province)
    make_yearly_report(idle, 2023, rating="weak")
    suspend(idle, date(2024, 1, 1))
    assert measure_of(province, "weak_share", 1).value == 25
    assert measure_of(province, "weak_share_of_rated", 1).value == percent(1, 3)
    assert measure_of(province, "good_share", 1).value == 25


@pytest.mark.django_db
def test_at_quarter_4_last_years_ratings_stand_in_until_the_new_ones_are_final():
    province = make_province()
    weak, better, good, new = (make_cooperative(province) for _ in range(4))
    make_yearly_report(weak, 2023, rating="weak")
    make_yearly_report(better, 2023, rating="weak")
    make_yearly_report(better, 2024, rating="average")
    make_yearly_report(good, 2023, rating="good")
    make_yearly_report(new, 2024, rating="good")
    measure = measure_of(province, "weak_share", 4)
    assert measure.value == 25
    assert measure.coverage == Coverage(reported=2, carried=2, expected=4)
    assert measure.bounds == (0, 50)
