"""What each reporting unit owes: for which quarters, how full, how punctual, and what is to do."""

from datetime import UTC, date, datetime

import pytest

from cooperatives.catalogue.figures import codes
from cooperatives.figures.completeness import Completeness
from cooperatives.ground.calendar import Quarter
from cooperatives.models import Cooperative, ReportingYear, ReturnStep
from cooperatives.returns.owed import Timeliness, latest_steps, owed_returns, periods_of, to_do
from tests.factories import (
    close_year,
    make_commune,
    make_cooperative,
    make_country,
    make_district,
    make_figures,
    make_province,
    make_return,
    move,
    open_year,
)

FIRST, SECOND, THIRD, FOURTH = (Quarter(2024, number) for number in (1, 2, 3, 4))
FULL = dict.fromkeys(codes(), 1) | {"managers_total": 3}


@pytest.fixture
def province(db, demo_day):
    """Bắc Kạn with 2024 open and no plan, seen from 20 October 2024."""
    province = make_province()
    open_year(province)
    return province


@pytest.fixture
def district(province):
    """A district with one cooperative, which never opened a return."""
    district = make_district(province)
    make_cooperative(district)
    return district


def submitted(quarterly_return, month, day, hour=3, step="submit", **fields):
    """Note a step, at an hour of UTC (3 is ten in the morning in Vietnam)."""
    return ReturnStep.objects.create(
        quarterly_return=quarterly_return,
        step=step,
        at=datetime(2024, month, day, hour, tzinfo=UTC),
        **fields,
    )


def of(unit, period):
    """The unit's own return of a quarter; fails without one."""
    [found] = [one for one in owed_returns(unit, [period]) if one.unit == unit]
    return found


# --- What is owed ---------------------------------------------------------------------------------


def test_each_quarter_that_has_begun_is_owed_though_never_opened(district):
    assert periods_of(district).asked == {FIRST, SECOND, THIRD, FOURTH}
    returns = owed_returns(district, periods_of(district).asked)
    assert [(one.period, one.state, one.is_owed) for one in returns] == [
        (period, None, True) for period in (FIRST, SECOND, THIRD, FOURTH)
    ]


def test_a_quarter_is_owed_from_its_first_day(district, settings):
    settings.TODAY = "2024-09-30"
    assert max(periods_of(district).asked) == THIRD
    settings.TODAY = "2024-10-01"
    assert max(periods_of(district).asked) == FOURTH


def test_a_year_that_was_never_opened_asks_for_nothing(district):
    assert owed_returns(district, [Quarter(2023, 4)]) == []
    assert periods_of(district).years == [2024]


def test_a_year_open_for_the_country_asks_the_districts_too(db, demo_day):
    country = make_country()
    district = make_district(make_province(parent=country))
    make_cooperative(district)
    open_year(country)
    assert of(district, THIRD).is_owed


def test_a_year_open_for_another_province_asks_for_nothing(db, demo_day):
    country = make_country()
    open_year(make_province("01", country))
    district = make_district(make_province(parent=country))
    make_cooperative(district)
    assert owed_returns(district, [THIRD]) == []
    assert periods_of(district).asked == frozenset()


def test_a_commune_without_a_district_above_it_reports_itself(province):
    commune = make_commune(province)
    make_cooperative(commune)
    assert of(commune, THIRD).unit == commune


def test_a_commune_below_a_district_owes_nothing_itself(district):
    commune = make_commune(district)
    make_cooperative(commune)
    make_return(district, 2024, 3, state="draft")
    assert owed_returns(commune, [THIRD]) == []
    assert of(district, THIRD).completeness.expected == 2


def test_a_return_that_is_there_is_listed_though_nobody_asks_for_it(district):
    make_return(district, 2023, 4, state="draft")
    [found] = owed_returns(district, [Quarter(2023, 4)])
    assert (found.is_owed, found.timeliness, found.is_to_do) == (
        False,
        Timeliness.NOT_ASKED,
        False,
    )
    assert periods_of(district).years == [2023, 2024]


def test_who_moved_is_asked_for_where_its_row_stands_alone(province, district):
    """The other district's grid is empty: it could not submit what it was asked for."""
    moved, other = Cooperative.objects.get(), make_district(province, "062")
    draft = make_return(district, 2024, 3, state="draft")
    make_figures(moved, 2024, 3, quarterly_return=draft, **FULL)
    move(moved, other, date(2024, 9, 10))
    assert owed_returns(other, [THIRD]) == []
    assert to_do(other, periods_of(other)) == owed_returns(other, [FOURTH])
    [kept] = owed_returns(province, [THIRD])
    assert (kept.unit, kept.completeness, kept.is_owed) == (district, Completeness(1, 1), True)
    assert owed_returns(district, [FOURTH]) == []


def test_complete_are_cooperatives_with_all_seven_figures(district):
    first, second = make_cooperative(district), make_cooperative(district)
    draft = make_return(district, 2024, 3, state="draft")
    make_figures(first, 2024, 3, quarterly_return=draft, **FULL)
    make_figures(second, 2024, 3, quarterly_return=draft, **FULL | {"profit": None})
    assert of(district, THIRD).completeness == Completeness(1, 3)


def test_units_come_in_the_order_of_the_tree_under_the_quarters(province, district):
    make_cooperative(make_district(province, "058"))
    returns = owed_returns(province, [FOURTH, THIRD])
    assert [(one.period.number, one.unit.code) for one in returns] == [
        (3, "058"),
        (3, "061"),
        (4, "058"),
        (4, "061"),
    ]


# --- Timeliness -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2024-10-09", (Timeliness.NOT_DUE, 6, "còn 6 ngày")),
        ("2024-10-15", (Timeliness.NOT_DUE, 0, "hạn hôm nay")),
        ("2024-10-16", (Timeliness.OVERDUE, 1, "trễ 1 ngày")),
        ("2024-10-20", (Timeliness.OVERDUE, 5, "trễ 5 ngày")),
    ],
)
def test_what_was_never_submitted_counts_days(district, settings, day, expected):
    settings.TODAY = day
    found = of(district, THIRD)
    assert (found.timeliness, found.days, found.timeliness_in_words) == expected


@pytest.mark.parametrize(
    ("moment", "timeliness", "days"),
    [
        ((10, 15, 16), Timeliness.IN_TIME, 0),  # 23:00 on the due day, in Vietnam
        ((10, 15, 17), Timeliness.LATE, 1),  # midnight there
        ((10, 18), Timeliness.LATE, 3),
    ],
)
def test_the_moment_of_submission_counts_on_vietnams_clock(district, moment, timeliness, days):
    submitted(make_return(district, 2024, 3, state="submitted"), *moment)
    found = of(district, THIRD)
    assert (found.timeliness, found.days) == (timeliness, days)


def test_the_first_submission_counts_whatever_came_after(district):
    again = make_return(district, 2024, 3, state="submitted")
    submitted(again, 10, 10)
    submitted(again, 10, 12, step="send_back", reason="sai")
    submitted(again, 10, 19)
    assert of(district, THIRD).timeliness == Timeliness.IN_TIME


def test_after_a_late_opening_its_quarters_are_due_later(district):
    ReportingYear.objects.update(opened=date(2024, 10, 18))
    assert (of(district, THIRD).due_on, of(district, THIRD).days_late) == (date(2024, 11, 2), 0)
    assert [one.due_on.month for one in to_do(district, periods_of(district))] == [11, 11, 11, 1]


def test_a_moved_due_day_counts(district, demo_day):
    make_return(district, 2024, 3, state="draft", moved_due_on=demo_day)
    assert of(district, THIRD).timeliness_in_words == "hạn hôm nay"


def test_a_submission_of_which_no_step_is_kept_is_neither_late_nor_in_time(district):
    make_return(district, 2024, 3, state="submitted")
    assert of(district, THIRD).timeliness == Timeliness.UNKNOWN


@pytest.mark.parametrize("closed_at", ["the province", "the district"])
def test_a_closed_year_asks_for_nothing_more(province, district, closed_at):
    unit = province if closed_at == "the province" else district
    close_year(unit, 2024)
    found = of(district, THIRD)
    assert (found.is_closed, found.timeliness) == (True, Timeliness.NOT_ASKED)
    assert to_do(district, periods_of(district)) == []


def test_a_year_closed_elsewhere_is_open_here(province, district):
    close_year(make_district(province, "062"), 2024)
    close_year(province, 2023)
    assert not of(district, THIRD).is_closed


# --- What is to be done ---------------------------------------------------------------------------


def test_what_was_sent_back_comes_first_then_what_is_due_first(district):
    for quarter, state in ((1, "approved"), (2, "submitted"), (4, "returned")):
        make_return(district, 2024, quarter, state=state)
    assert [one.period for one in to_do(district, periods_of(district))] == [FOURTH, THIRD]


def test_a_return_of_a_year_never_opened_is_to_do_once_it_is_sent_back(district):
    made = make_return(district, 2023, 4, state="returned")
    [found] = [one for one in to_do(district, periods_of(district)) if one.key == made.pk]
    assert found.period == Quarter(2023, 4)


def test_the_latest_step_is_what_led_to_the_state(district):
    made = make_return(district, 2024, 3, state="returned")
    submitted(made, 10, 10)
    submitted(made, 10, 12, step="send_back", reason="sai")
    assert latest_steps([of(district, THIRD)])[made.pk].reason == "sai"


# --- The quarter to look at -----------------------------------------------------------------------


def test_the_newest_quarter_due_is_the_newest_that_has_ended(district, settings):
    assert periods_of(district).newest_due() == THIRD
    settings.TODAY = "2024-02-01"
    assert periods_of(district).newest_due() == FIRST


def test_without_an_open_year_it_is_the_newest_filed(db, demo_day):
    district = make_district(make_province())
    assert periods_of(district).newest_due() is None
    make_return(district, 2022, 2)
    make_return(district, 2022, 3)
    assert periods_of(district).newest_due() == Quarter(2022, 3)
    assert periods_of(district).newest_due(2021) is None


# --- Cost -----------------------------------------------------------------------------------------


def test_the_statements_grow_with_neither_units_nor_quarters(
    province, district, django_assert_num_queries
):
    make_return(district, 2024, 3, state="draft")
    make_cooperative(make_district(province, "065"))
    with django_assert_num_queries(4):
        owed_returns(province, [THIRD])
    for code in ("062", "063", "064"):
        make_return(make_district(province, code), 2024, 2)
        make_cooperative(make_district(province, f"{code}1"))
    with django_assert_num_queries(4):
        assert len(owed_returns(province, [FIRST, SECOND, THIRD, FOURTH])) == 5 * 4 + 3


def test_all_units_cost_no_more_than_one(province, district, django_assert_num_queries):
    make_cooperative(make_district(make_province("01"), "001"))
    with django_assert_num_queries(4):
        assert [one.unit for one in owed_returns(None, [THIRD])] == [district]
