"""Who owes a return for a quarter, who sent it, and who is late."""

import pytest

from cooperatives.ground.calendar import Quarter
from cooperatives.models import ReportingYear
from cooperatives.returns.reporting import reporting_of
from tests.factories import make_cooperative, make_district, make_province, make_return, open_year

THIRD = Quarter(2024, 3)


@pytest.fixture
def province(db, demo_day):
    province = make_province()
    open_year(province)
    return province


def reporter(province, code, state=None, **fields):
    """A district with a cooperative, and its return unless it was never opened."""
    district = make_district(province, code)
    make_cooperative(district)
    if state:
        make_return(district, 2024, 3, state=state, **fields)
    return district


def test_submitted_once_is_submitted_also_while_it_is_corrected(province):
    for code, state in [("1", "submitted"), ("2", "approved"), ("3", "returned"), ("4", "draft")]:
        reporter(province, code, state)
    reporter(province, "5")
    found = reporting_of(province, THIRD)
    assert (found.submitted, len(found.returns)) == (3, 5)
    assert [owed.unit.code for owed in found.sent_back.shown] == ["3"]


def test_a_district_without_cooperatives_owes_nothing(province):
    make_district(province, "9")
    assert reporting_of(province, THIRD).returns == ()


def test_what_is_due_on_15_october_is_five_days_late_on_the_20th(province):
    reporter(province, "1", "draft")
    reporter(province, "2", "submitted")
    assert [owed.days_late for owed in reporting_of(province, THIRD).returns] == [5, 0]


def test_in_a_year_that_was_never_opened_nothing_is_late(province):
    ReportingYear.objects.all().delete()
    reporter(province, "1", "draft")
    reporter(province, "2", "submitted")
    found = reporting_of(province, THIRD)
    assert (found.submitted, len(found.returns)) == (1, 2)
    assert [(owed.is_owed, owed.days_late) for owed in found.returns] == [(False, 0)] * 2
    assert found.overdue.shown == []


def test_a_moved_due_day_counts(province, demo_day):
    reporter(province, "1", "draft", moved_due_on=demo_day)
    [owed] = reporting_of(province, THIRD).returns
    assert (owed.due_on, owed.days_late) == (demo_day, 0)


def test_it_asks_so_often_however_many_there_are(province, django_assert_num_queries):
    for n in range(5):
        reporter(province, f"{100 + n}", "approved")
    with django_assert_num_queries(3):
        reporting_of(province, THIRD)
    for n in range(5):
        reporter(province, f"{200 + n}")
    with django_assert_num_queries(4):
        assert len(reporting_of(province, THIRD).returns) == 10
