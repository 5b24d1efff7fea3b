"""The due days of a year are moved for all units at once, after a look at what they do."""

from datetime import date

import pytest
from django.urls import reverse

from cooperatives.models import (
    AdministrativeUnit,
    QuarterlyReturn,
    ReportingYear,
    ReportsDone,
    ReturnStep,
    UnitSuccession,
)
from cooperatives.units.years import ReportingYears, reporting_year_problems
from cooperatives.yearly.due_days import due_days_of, shifts_of
from tests.cooperatives.browsing import sent_by
from tests.factories import (
    close_year,
    make_admin,
    make_cooperative,
    make_district,
    make_province,
    make_return,
    open_year,
)

PAGE = "due-days"


@pytest.fixture
def admin(province):
    return make_admin(province)


@pytest.fixture
def year(province, district, officer):
    """2024 on 20 October: Ba Bể submitted quarter III on the 18th, Ngân Sơn not yet; a third
    district has days of its own.
    """
    other = make_district(province, "062", name="Huyện Ngân Sơn")
    third = make_district(province, "063", name="Huyện Bạch Thông")
    for unit in (district, other, third):
        make_cooperative(unit)
        for quarter in (1, 2):
            _submitted(
                make_return(unit, 2024, quarter, state="approved"), f"2024-0{quarter * 3}-30"
            )
    _submitted(make_return(district, 2024, 3, state="submitted"), "2024-10-18")
    days = (date(2024, 4, 1), date(2024, 7, 1), date(2024, 10, 10), date(2025, 1, 15))
    open_year(third, 2024, **{f"due_on_{n}": day for n, day in enumerate(days, start=1)})
    return open_year(province, 2024)


def _submitted(filed, day):
    ReturnStep.objects.create(quarterly_return=filed, step="submit", at=f"{day}T02:00Z")


def moved(year, third_quarter, reports=None):
    days = (date(2024, 4, 15), date(2024, 7, 15), third_quarter, date(2025, 1, 15))
    for number, day in enumerate(days, start=1):
        setattr(year, f"due_on_{number}", day)
    year.reports_due_on = reports
    return year


def told(shifts):
    return [(one.unit.code, str(one.period or "")) for one in shifts]


@pytest.mark.parametrize(
    ("day", "late", "in_time"),
    [
        (15, [], []),
        (17, [], []),
        (18, [], ["061"]),  # it came on that very day
        (19, [], ["061"]),
        (20, [], ["061", "062"]),  # due today
        (8, [], []),
    ],
)
def test_what_becomes_late_or_no_longer_late(year, admin, day, late, in_time):
    found = shifts_of(moved(year, date(2024, 10, day)), year.unit, admin)
    assert told(found.late) == [(code, "2024-Q3") for code in late]
    assert told(found.in_time) == [(code, "2024-Q3") for code in in_time]
    assert (found.moved, found.kept) == ((0, 0) if day == 15 else (2, 1))


def test_the_other_way_round_it_becomes_late_again(year, admin):
    moved(year, date(2024, 10, 25)).save()
    found = shifts_of(moved(year, date(2024, 10, 15)), year.unit, admin)
    assert (told(found.late), found.in_time) == ([("061", "2024-Q3"), ("062", "2024-Q3")], [])


def test_what_was_seen_is_known_by_the_days_and_by_what_they_did(year, admin):
    found = shifts_of(moved(year, date(2024, 10, 25)), year.unit, admin)
    other_days = shifts_of(moved(year, date(2024, 10, 26)), year.unit, admin)
    assert told(found.in_time) == told(other_days.in_time)
    assert found.mark != other_days.mark
    late = QuarterlyReturn.objects.create(
        unit=found.in_time[1].unit, year=2024, quarter=3, state="submitted"
    )
    _submitted(late, "2024-10-14")  # it is not late any more, whatever the day
    again = shifts_of(moved(year, date(2024, 10, 25)), year.unit, admin)
    assert (again.days, told(again.in_time)) == (found.days, [("061", "2024-Q3")])
    assert again.mark != found.mark
    # Of a quarter that has not ended nothing is late: the days alone tell them apart.
    marks = set()
    for day in (20, 21):
        row = moved(year, date(2024, 10, 15))
        row.due_on_4 = date(2025, 1, day)
        found = shifts_of(row, year.unit, admin)
        assert (found.late, found.in_time, found.moved) == ([], [], 2)
        marks.add(found.mark)
    assert len(marks) == 2


def test_what_took_over_is_looked_at_too_and_each_return_once(year, province):
    successor = make_province("19", name="Tỉnh Thái Nguyên")
    make_cooperative(successor)
    end = date(2024, 10, 1)
    AdministrativeUnit.objects.filter(path__startswith=province.path).update(valid_to=end)
    UnitSuccession.objects.create(predecessor=province, successor=successor, on=end)
    successor.refresh_from_db()
    found = shifts_of(moved(year, date(2024, 10, 20)), successor, make_admin())
    third_quarter = [one for one in told(found.in_time) if one[1] == "2024-Q3"]
    assert sorted(third_quarter) == [(code, "2024-Q3") for code in ("061", "062", "19")]


def test_yearly_reports_are_due_on_the_nearest_day_from_december_on(year, district):
    own = ReportingYear.objects.get(unit__code="063")
    own.reports_due_on = date(2024, 12, 1)
    assert not reporting_year_problems(own)
    own.save()
    moved(year, date(2024, 10, 15), date(2024, 12, 20)).save()
    days = [ReportingYears().reports_due_on(unit, 2024).day for unit in (own.unit, district)]
    assert days == [1, 20]


def test_a_day_that_is_the_usual_one_is_nobodys_own(year, province):
    moved(year, date(2024, 10, 15), date(2024, 12, 18)).save()
    days = due_days_of(province, 2024, ReportingYears())
    assert [one.is_own for one in days] == [False, False, False, False, True]
    moved(year, date(2024, 10, 16)).save()
    days = due_days_of(province, 2024, ReportingYears())
    assert [one.is_own for one in days] == [False, False, True, False, False]


def test_yearly_reports_are_late_after_their_day_alone(year, admin, district, settings):
    settings.TODAY = "2025-01-02"
    at = "2024-12-19T02:00Z"
    ReportsDone.objects.create(unit=district, year=2024, by=admin, at=at)
    found = shifts_of(moved(year, date(2024, 10, 15), date(2024, 12, 18)), year.unit, admin)
    assert told(found.late) == [("061", ""), ("062", ""), ("063", "")]
    assert (found.moved, found.kept) == (3, 0)
    found = shifts_of(moved(year, date(2024, 10, 15), date(2024, 12, 19)), year.unit, admin)
    assert told(found.late) == [("062", ""), ("063", "")]
    assert not shifts_of(moved(year, date(2024, 10, 15)), year.unit, admin).late


def test_they_are_stored_once_they_were_seen_and_usual_days_follow_the_setting(
    client, year, admin, district
):
    client.force_login(admin)
    page = reverse(PAGE, args=[2024])
    days = sent_by(client.get(page)) | {"due_on_3": "25/10/2024", "reports_due_on": "20/12/2024"}
    preview = client.post(page, days)
    year.refresh_from_db()
    assert year.due_on_3 is None
    seen = sent_by(preview)
    # Other days than those that were shown are shown first, too.
    client.post(page, seen | {"due_on_3": "26/10/2024"})
    year.refresh_from_db()
    assert year.due_on_3 is None
    assert client.post(page, seen).status_code == 302
    year.refresh_from_db()
    assert (year.due_on_3, year.reports_due_on) == (date(2024, 10, 25), date(2024, 12, 20))
    assert year.history.latest().history_user == admin
    assert ReportingYears().reports_due_on(district, 2024) == date(2024, 12, 20)
    usual = sent_by(client.get(page)) | {"due_on_3": "15/10/2024", "reports_due_on": ""}
    client.post(page, sent_by(client.post(page, usual)))
    year.refresh_from_db()
    assert year.due_days == (None,) * 4


def test_a_day_that_cannot_be_is_refused_at_its_field(client, year, admin):
    client.force_login(admin)
    page = reverse(PAGE, args=[2024])
    wrong = {"due_on_2": "30/6/2024", "reports_due_on": "30/11/2024"}
    answer = client.post(page, sent_by(client.get(page)) | wrong)
    assert list(answer.context["form"].errors) == ["due_on_2", "reports_due_on"]
    assert answer.context["shifts"] is None


def test_a_closed_year_keeps_its_days(client, year, admin, province):
    client.force_login(admin)
    close_year(province, 2024)
    assert client.get(reverse(PAGE, args=[2024])).url.startswith("/years/2024/")


def test_the_list_of_yearly_reports_says_when_they_are_due(client, year, officer, settings):
    settings.TODAY = "2025-01-02"
    year.reports_due_on = date(2024, 12, 20)
    year.save()
    client.force_login(officer)
    page = client.get(reverse("yearly-reports") + "?year=2024").text
    assert "Hạn 20/12/2024" in page
    assert "trễ 13 ngày" in page
