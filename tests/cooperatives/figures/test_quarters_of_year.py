"""What the quarters of a year add up to, and that evidence says the same (design 1.3)."""

import random
from datetime import date

import pytest

from cooperatives.catalogue.figures import codes, figure_named
from cooperatives.figures.quarters_of_year import (
    NO_QUARTERS,
    QuartersOfYear,
    Source,
    quarters_of,
    year_figures,
)
from cooperatives.models import Cooperative, QuarterlyFigures
from tests.factories import (
    LONG_AGO,
    make_cooperative,
    make_district,
    make_figures,
    make_province,
    make_return,
    move,
    suspend,
)
from tests.reading import evidence_in

ALL = {1, 2, 3, 4}


def figures_from_quarters(cooperatives, year, unit):
    """What the quarters of a year give, by the cooperative's key."""
    return {key: one.figures for key, one in quarters_of(cooperatives, year, unit).items()}


def quarters(**figures):
    """Rows by quarter from lists of four values; None for a blank."""
    return {
        n: QuarterlyFigures(**{name: values[n - 1] for name, values in figures.items()})
        for n in (1, 2, 3, 4)
    }


def test_money_is_the_sum_of_the_four_quarters():
    rows = quarters(revenue=[10, 20, 0, 40], profit=[-5, 1, 2, 3], average_member_income=[4] * 4)
    assert year_figures(rows, ALL) == {"revenue": 70, "profit": 1, "average_member_income": 16}


def test_with_one_blank_there_is_no_sum_of_that_figure():
    rows = quarters(revenue=[10, None, 30, 40], profit=[1, 1, 1, 1])
    assert year_figures(rows, ALL) == {"profit": 4}


def test_a_quarter_at_whose_end_it_did_not_operate_may_be_blank_and_counts_where_given():
    rows = quarters(revenue=[10, None, 30, 40], profit=[1, 2, 3, 4])
    assert year_figures(rows, ALL - {2}) == {"revenue": 80, "profit": 10}


def test_without_any_figure_there_is_no_zero():
    assert year_figures(quarters(revenue=[None] * 4), set()) == {}
    assert year_figures({}, set()) == {}


def test_persons_are_those_of_the_newest_quarter_that_has_them():
    rows = quarters(member_count=[7, 8, 9, None], managers_total=[1, 2, 3, 0])
    assert year_figures(rows, ALL) == {"member_count": 9, "managers_total": 0}


# --- Where they are from --------------------------------------------------------------------------


def source(code, values, operating=ALL):
    return QuartersOfYear(quarters(**{code: values}), operating).source_of(figure_named(code))


def test_money_is_from_all_quarters_that_have_it():
    assert source("revenue", [1, 2, 3, 4]) == Source((1, 2, 3, 4), ())
    assert source("revenue", [1, None, 3, 4]) is None
    assert source("revenue", [1, 2, 3, None], ALL - {4}) == Source((1, 2, 3), ())


@pytest.mark.parametrize(
    ("values", "operating", "quarters", "later"),
    [
        ([5, 6, 7, 8], ALL, (4,), ()),
        ([5, 6, 7, None], ALL, (3,), (4,)),
        ([5, None, None, None], ALL, (1,), (2, 3, 4)),
        # Where it does not operate at a quarter's end, that quarter is not waited for.
        ([5, 6, 7, None], {1, 2, 3}, (3,), ()),
        ([5, 6, None, None], {1, 2, 4}, (2,), (4,)),
        # One that is given all the same is the newest.
        ([5, 6, 7, 8], {1, 2}, (4,), ()),
    ],
)
def test_persons_are_from_the_newest_quarter_and_wait_for_later_ones(
    values, operating, quarters, later
):
    assert source("member_count", values, operating) == Source(quarters, later)


def test_what_the_quarters_do_not_give_is_from_nowhere():
    assert NO_QUARTERS.source_of(figure_named("revenue")) is None
    assert source("member_count", [None] * 4) is None


# --- Stored ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_draft_that_was_never_submitted_does_not_count():
    district = make_district(make_province())
    cooperative = make_cooperative(district)
    for quarter in (1, 2, 3):
        make_figures(cooperative, 2023, quarter, revenue=10, member_count=7)
    draft = make_return(district, 2023, 4, state="draft")
    make_figures(cooperative, 2023, 4, quarterly_return=draft, revenue=10, member_count=8)
    assert figures_from_quarters(Cooperative.objects.all(), 2023, district) == {
        cooperative.pk: {"member_count": 7}
    }
    draft.state = "submitted"
    draft.save()
    assert figures_from_quarters(Cooperative.objects.all(), 2023, district) == {
        cooperative.pk: {"revenue": 40, "member_count": 8}
    }


@pytest.mark.django_db
def test_a_part_of_the_year_that_was_reported_elsewhere_gives_no_year_here():
    """That part is not the unit's to read, and the rest of it is not the year."""
    province = make_province()
    left, entered = make_district(province, "061"), make_district(province, "062")
    cooperative = make_cooperative(left)
    make_figures(cooperative, 2023, 1, revenue=10, member_count=7)
    move(cooperative, entered, date(2023, 5, 1))
    for quarter in (2, 3, 4):
        make_figures(cooperative, 2023, quarter, revenue=10, member_count=8)
    year = {"revenue": 40, "member_count": 8}
    assert figures_from_quarters(Cooperative.objects.all(), 2023, province) == {
        cooperative.pk: year
    }
    assert figures_from_quarters(Cooperative.objects.all(), 2023, entered) == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("until", "reported", "revenue"),
    [
        (date(2023, 5, 1), (2, 3, 4), 30),  # suspended at the end of the first quarter
        (date(2023, 3, 31), (2, 3, 4), None),  # working again on that quarter's last day
        (date(2023, 4, 1), (2, 3, 4), 30),  # and on the day after it
        (date(2023, 5, 1), (3, 4), None),  # the second is missing, not suspended
        (date(2023, 10, 1), (4,), 10),
        (None, (1,), 10),  # suspended all year, and yet reported once
    ],
)
def test_a_suspension_that_began_the_year_before_frees_the_quarters_at_whose_end_it_lasts(
    until, reported, revenue
):
    district = make_district(make_province())
    cooperative = make_cooperative(district)
    suspend(cooperative, date(2022, 11, 5), until)
    for quarter in reported:
        make_figures(cooperative, 2023, quarter, revenue=10, member_count=7)
    found = figures_from_quarters(Cooperative.objects.all(), 2023, district)
    sums = {} if revenue is None else {"revenue": revenue}
    assert found == {cooperative.pk: sums | {"member_count": 7}}


@pytest.mark.django_db
def test_a_suspension_of_another_year_frees_no_quarter():
    district = make_district(make_province())
    before, after = make_cooperative(district), make_cooperative(district)
    suspend(before, date(2021, 11, 5), date(2022, 12, 31))
    suspend(after, date(2024, 1, 1))
    for cooperative in (before, after):
        for quarter in (2, 3, 4):
            make_figures(cooperative, 2023, quarter, revenue=10, member_count=7)
    found = figures_from_quarters(Cooperative.objects.all(), 2023, district)
    assert found == {before.pk: {"member_count": 7}, after.pk: {"member_count": 7}}


@pytest.mark.django_db
def test_evidence_of_a_year_without_final_reports_says_the_same():
    """For every cooperative operating at the year's end, in 120 random lives."""
    chance = random.Random(532)  # noqa: S311
    district = make_district(make_province())
    for _ in range(120):
        founded = LONG_AGO if chance.random() < 0.7 else date(2023, chance.randint(1, 12), 1)
        cooperative = make_cooperative(district, founded_on=founded)
        if chance.random() < 0.3:
            month = chance.randint(1, 11)
            suspend(cooperative, max(founded, date(2023, month, 5)), date(2023, 12, 5))
        elif founded == LONG_AGO and chance.random() < 0.3:
            suspend(cooperative, date(2022, 9, 5), date(2023, chance.randint(1, 12), 1))
        for quarter in ALL:
            if chance.random() < 0.9 and cooperative.unit_on(date(2023, 3 * quarter, 28)):
                figures = {name: chance.choice([None, 0, 5, 9, 9]) for name in codes()}
                figures |= {"managers_higher_education": 0, "managers_vocational": 0}
                make_figures(cooperative, 2023, quarter, **figures)
    sums = figures_from_quarters(Cooperative.objects.all(), 2023, district)
    compared = 0
    for figure in ("revenue", "profit", "member_count", "managers_higher_education"):
        for row in evidence_in(district, figure, 4, 2023):
            if row.state != "not_expected":
                assert row.value == sums.get(row.organisation_id, {}).get(figure), (row, figure)
                compared += row.value is not None
    assert compared > 100
