"""Each check of a row of figures, by an example on either side of its line."""

from decimal import Decimal

import pytest

from cooperatives.catalogue.figures import codes
from cooperatives.figures.checks import errors_in, findings_in
from cooperatives.figures.usual_ranges import Range, UsualRanges, usual_ranges
from cooperatives.ground.calendar import Quarter
from cooperatives.models import QuarterlyFigures, QuarterlyReturn
from tests.factories import make_cooperative, make_district, make_figures, make_province
from tests.figures import with_figures

MILLION = 1_000_000


def row(**figures):
    return with_figures(QuarterlyFigures(year=2024, quarter=3), **figures)


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
        (-500, 0, False),
        (-31, -10, True),
        (-30, -10, False),
        (-3, -10, True),
        (-4, -10, False),
        (0, -10, False),
    ],
)
def test_a_jump_is_over_three_times_or_under_a_third(now, before, found):
    there = rules(row(profit=now * MILLION), row(profit=before * MILLION))
    assert ("jump:profit" in there) is found


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (40, -50, "Lãi 40 trong khi quý trước lỗ 50."),
        (-50, 40, "Lỗ 50 trong khi quý trước lãi 40."),
        (1, -1, "Lãi 1 trong khi quý trước lỗ 1."),
    ],
)
def test_from_a_loss_to_a_profit_and_back_is_a_jump(now, before, said):
    now, before = row(profit=now * MILLION), row(profit=before * MILLION)
    (found,) = findings_in(now, before, "trade", {})
    assert (found.rule, found.message) == ("jump:profit", said)


@pytest.mark.parametrize("figure", codes())
def test_every_figure_may_jump(figure):
    now, before = row(**{figure: 40 * MILLION}), row(**{figure: 10 * MILLION})
    assert f"jump:{figure}" in rules(now, before)
    assert f"jump:{figure}" in rules(before, row(**{figure: 31 * MILLION}))
    assert f"jump:{figure}" not in rules(before, row(**{figure: 30 * MILLION}))


@pytest.mark.parametrize(
    ("figure", "now", "before", "found"),
    [
        ("managers_total", 5, 1, False),
        ("managers_total", 6, 1, True),
        ("managers_total", 1, 6, True),
        ("managers_higher_education", 4, 1, False),
        ("managers_higher_education", 7, 2, True),
        ("managers_vocational", 0, 4, False),
        ("managers_vocational", 0, 5, True),
        ("member_count", 3, 1, False),
        ("member_count", 4, 1, True),
        ("member_count", 2, 7, True),
    ],
)
def test_a_few_persons_more_or_less_are_no_jump(figure, now, before, found):
    there = rules(row(**{figure: now}), row(**{figure: before}))
    assert (f"jump:{figure}" in there) is found


def test_a_zero_that_the_note_explains_is_no_jump():
    idle = {"revenue": 0, "profit": 0, "average_member_income": 0}
    before = row(revenue=5 * MILLION, profit=MILLION, average_member_income=MILLION)
    assert rules(row(**idle, note="Nghỉ vụ"), before) == set()
    assert "no_activity" in rules(row(**idle), before)


def test_a_note_silences_no_other_zero():
    """A row that is taken for reported, while the note says that it is not."""
    idle = {"revenue": 0, "profit": 0, "average_member_income": 0, "member_count": 0}
    before = row(revenue=5 * MILLION, profit=MILLION, member_count=60, managers_total=9)
    assert rules(row(**idle, note="Nghỉ vụ"), before) == {"jump:member_count"}
    now = row(revenue=0, profit=MILLION, member_count=60, managers_total=0, note="HTX chưa báo cáo")
    assert {"jump:revenue", "jump:managers_total"} <= rules(now, before)


def test_the_message_names_both_values():
    (found,) = findings_in(row(revenue=44_200_000), row(revenue=14_000_000), "trade", {})
    assert found.message == "44,2 gấp hơn 3 lần quý trước (14)."
    assert (found.field, found.value) == ("revenue", 44_200_000)


def test_outside_what_is_usual_in_the_sector():
    usual = {("trade", "revenue"): Range(Decimal(30 * MILLION), Decimal(300 * MILLION))}
    assert "range:revenue" in rules(row(revenue=9 * MILLION), ranges=usual)
    assert "range:revenue" in rules(row(revenue=901 * MILLION), ranges=usual)
    assert rules(row(revenue=900 * MILLION), ranges=usual) == set()
    known = row(revenue=950 * MILLION)
    assert rules(row(revenue=901 * MILLION), known, usual) == set()


def test_the_message_names_what_is_usual_not_how_far_off_is_asked_about():
    usual = {("trade", "revenue"): Range(Decimal(30 * MILLION), Decimal(300 * MILLION))}
    (found,) = findings_in(row(revenue=901 * MILLION), None, "trade", usual)
    said = "901 nằm ngoài khoảng thường gặp của ngành: từ 30 đến 300."
    assert found.message == said


def test_a_loss_is_far_off_at_three_times_the_usual_one():
    usual = {("trade", "profit"): Range(Decimal(-2 * MILLION), Decimal(17 * MILLION))}
    assert rules(row(profit=-6 * MILLION), ranges=usual) == set()
    assert "range:profit" in rules(row(profit=-7 * MILLION), ranges=usual)


def test_a_warning_holds_all_values_that_it_is_about():
    last = row(revenue=14, profit=5, member_count=2)
    usual = {("trade", "average_member_income"): Range(Decimal(5), Decimal(8))}
    now = row(revenue=50, profit=60, average_member_income=25, member_count=0)
    found = {one.rule: (one.value, one.beside) for one in findings_in(now, last, "trade", usual)}
    assert found == {
        "jump:revenue": (50, "14"),
        "jump:profit": (60, "5"),
        "range:average_member_income": (25, "–"),
        "income_without_members": (25, "0"),
        "profit_above_revenue": (60, "50"),
    }


@pytest.mark.parametrize(
    ("total", "higher", "vocational", "is_wrong"),
    [
        (2, 3, None, True),
        (2, None, 9, True),
        (2, 1, 2, True),
        (2, 1, None, False),
        (2, 1, 1, False),
        (None, 3, 4, False),
    ],
)
def test_trained_managers_are_at_least_those_reported(total, higher, vocational, is_wrong):
    of = row(managers_total=total, managers_higher_education=higher, managers_vocational=vocational)
    assert bool(list(errors_in(of))) is is_wrong


def test_contradictions_within_a_row():
    assert rules(row(average_member_income=MILLION)) == set()  # missing is not none
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
    # Of 21 values the 5th percentile is the 2nd, 60, and the 95th the 20th, 600.
    assert found["trade", "revenue"] == (60 * MILLION, 600 * MILLION)
    # Profits −2, −1, 1 … 18 (0 is left out): the 1st of 20, −2, and the 19th, 17.
    assert found["trade", "profit"] == (-2 * MILLION, 17 * MILLION)
    assert ("transport", "revenue") not in found


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [
        (19, None, None),  # one too few
        (20, 1, 19),  # 5 % of 20 is the 1st, 95 % the 19th
        (21, 2, 20),  # 1.05 and 19.95 go up
        (39, 2, 38),  # 1.95 and 37.05 go up
        (40, 2, 38),
        (41, 3, 39),  # 2.05 and 38.95 go up
        (60, 3, 57),
    ],
)
def test_the_ends_of_a_usual_range_are_values_by_nearest_rank(db, demo_day, values, low, high):
    district = make_district(make_province())
    for n in range(1, values + 1):
        make_figures(make_cooperative(district, sector="trade"), quarter=2, member_count=n)
    found = usual_ranges(district, Quarter(2024, 3))
    assert found == ({} if low is None else {("trade", "member_count"): (low, high)})
    assert UsualRanges().of(district, Quarter(2024, 3)) == found


def test_a_zero_is_no_value_that_makes_a_range(db, demo_day):
    district = make_district(make_province())
    for n in range(1, 21):
        profit = MILLION if n < 20 else 0
        make_figures(make_cooperative(district, sector="trade"), quarter=2, profit=profit)
    assert usual_ranges(district, Quarter(2024, 3)) == {}


@pytest.mark.parametrize(
    ("low", "high", "inside", "outside"),
    [
        (30, 300, (10, 900), (9, 901, 0, -30)),
        (31, 300, (11,), (10,)),  # a third of 31 is 10.33
        (-2, 17, (-6, 51, 0), (-7, 52)),
        (-30, -3, (-90, -1), (-91,)),
        (-30, -4, (-2,), (-1,)),  # a third of −4 is −1.33
    ],
)
def test_only_what_is_more_than_three_times_beyond_an_end_is_far(low, high, inside, outside):
    usual = Range(Decimal(low), Decimal(high))
    for value in inside:
        assert not usual.is_far(value), value
    for value in outside:
        assert usual.is_far(value), value


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (30 * MILLION, 304 * MILLION, "từ 30 đến 300."),
        (34_500_000, 305_000_000, "từ 35 đến 310."),
        (296 * MILLION, 304 * MILLION, "từ 296 đến 304."),
        (1_234_567, 2 * MILLION, "từ 1,2 đến 2."),
        (-2_450_000, 17_400_000, "từ -2,5 đến 17."),
        (MILLION, MILLION, "từ 1 đến 1."),
    ],
)
def test_a_usual_range_is_told_by_two_digits_or_as_many_as_tell_its_ends_apart(low, high, said):
    usual = {("trade", "revenue"): Range(Decimal(low), Decimal(high))}
    (found,) = findings_in(row(revenue=10**10), None, "trade", usual)
    assert found.message.endswith(said), found.message


@pytest.mark.parametrize(
    ("state", "counts"),
    [("draft", False), ("submitted", True), ("returned", True), ("approved", True)],
)
def test_what_was_submitted_once_is_usual(db, demo_day, state, counts):
    district = make_district(make_province())
    for n in range(1, 30):
        make_figures(make_cooperative(district, sector="trade"), quarter=2, revenue=n * MILLION)
    QuarterlyReturn.objects.update(state=state)
    found = usual_ranges(district, Quarter(2024, 3))
    assert set(found) == ({("trade", "revenue")} if counts else set())
