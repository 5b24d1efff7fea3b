from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from cooperatives.ground.calendar import Quarter, now, today

ENDS = [date(2024, 3, 31), date(2024, 6, 30), date(2024, 9, 30), date(2024, 12, 31)]
STARTS = [date(2024, 1, 1), date(2024, 4, 1), date(2024, 7, 1), date(2024, 10, 1)]


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_quarter_runs_from_its_first_day_to_its_last(number):
    quarter = Quarter(2024, number)
    assert (quarter.starts_on, quarter.ends_on) == (STARTS[number - 1], ENDS[number - 1])
    assert Quarter.of(quarter.starts_on) == Quarter.of(quarter.ends_on) == quarter


@pytest.mark.parametrize("number", [0, 5])
def test_a_year_has_no_other_quarters(number):
    with pytest.raises(ValueError, match="quarters 1 to 4"):
        Quarter(2024, number)


def test_quarters_follow_each_other_across_years():
    assert Quarter(2024, 4).next == Quarter(2025, 1)
    assert Quarter(2024, 1).previous == Quarter(2023, 4)
    assert Quarter(2024, 2).next == Quarter(2024, 3)
    assert Quarter(2024, 3).previous == Quarter(2024, 2)
    assert Quarter(2023, 4) < Quarter(2024, 1) < Quarter(2024, 2)


def test_a_return_is_due_on_the_15th_day_after_the_quarters_end(settings):
    assert Quarter(2024, 1).due_on == date(2024, 4, 15)
    assert Quarter(2024, 4).due_on == date(2025, 1, 15)
    settings.RETURN_DUE_DAYS = 20
    assert Quarter(2024, 1).due_on == date(2024, 4, 20)


# --- Today ----------------------------------------------------------------------------------------


def test_with_debug_on_the_setting_pins_today(settings):
    settings.DEBUG, settings.TODAY = True, "2024-10-20"
    assert today() == date(2024, 10, 20)


def test_what_is_done_on_a_pinned_day_bears_it(settings):
    settings.DEBUG, settings.TODAY = True, "2024-10-20"
    assert now().date() == date(2024, 10, 20)
    assert timezone.is_aware(now())


def test_with_debug_off_the_setting_is_not_read(settings):
    settings.DEBUG, settings.TODAY = False, "1999-01-01"
    assert today() > date(2024, 1, 1)


def test_today_is_the_day_in_ho_chi_minh_city(settings, monkeypatch):
    settings.TODAY = ""
    evening = datetime(2024, 10, 20, 17, 30, tzinfo=UTC)  # half past midnight of the 21st there
    monkeypatch.setattr("django.utils.timezone.now", lambda: evening)
    assert today() == date(2024, 10, 21)


@pytest.mark.parametrize(
    ("day", "has_begun", "has_ended"),
    [
        ("2024-06-30", False, False),
        ("2024-07-01", True, False),
        ("2024-09-30", True, False),
        ("2024-10-01", True, True),
    ],
)
def test_a_quarter_begins_on_its_first_day_and_is_over_after_its_last(
    settings, day, has_begun, has_ended
):
    settings.DEBUG, settings.TODAY = True, day
    quarter = Quarter(2024, 3)
    assert (quarter.has_begun, quarter.has_ended) == (has_begun, has_ended)
