"""What the overview says of a quarter for which nobody has sent a return."""

from datetime import date

import pytest
from django.utils import translation

from cooperatives.catalogue.figures import ENTERED as ENTERED_FIGURES
from cooperatives.catalogue.figures import Figure, Nature, Quantity, Reporter
from cooperatives.ground.calendar import Quarter
from cooperatives.models import AdministrativeUnit
from cooperatives.returns.owed import OwedReturn, State
from cooperatives.returns.reporting import Reporting
from targets.indicators import ENTERED, Declaration, entries
from targets.overview.page import overview_of
from tests.targets.comparisons import goal, measure, progress, standing

PLAN_UNIT = Reporter.PLAN_UNIT
DUE_ON = date(2024, 10, 15)
BA_BE, NA_RI = (AdministrativeUnit(name=name, path=name) for name in ("Huyện Ba Bể", "Huyện Na Rì"))
FOUNDED = standing("new_cooperatives", measure(24), goal(">=", 35))
CARRIED = standing("managers_vocational", measure(7, coverage=(0, 9, 10)), goal(">=", 8))
RATED = standing("weak_share", measure(8, coverage=(9, 0, 10)), goal("<", 10))
BY_YEAR = standing("average_profit", measure(70, coverage=(9, 0, 10)), goal(">=", 80))


def shown(*standings, units=(BA_BE, NA_RI), state=None, **owed):
    """The sentences about returns, and the line of standing, in Vietnamese."""
    returns = tuple(OwedReturn(unit, Quarter(2024, 3), DUE_ON, state, **owed) for unit in units)
    with translation.override("vi"):
        page = overview_of(progress(*standings), Reporting(Quarter(2024, 3), returns))
    return " ".join(page["unsubmitted"]), " · ".join(page["standing"])


@pytest.fixture
def today(settings):
    def is_on(day):
        settings.DEBUG, settings.TODAY = True, day

    return is_on


def test_before_the_due_day_nobody_is_to_be_reminded(today):
    today("2024-10-15")
    said, standing_line = shown(FOUNDED, CARRIED, RATED)
    assert said.startswith("Chưa đơn vị nào gửi biểu quý III. Hạn gửi: 15/10/2024.")
    assert "Thành lập, giải thể được đếm từ danh sách HTX, THT đến 30/9/2024" in said
    assert "đôn đốc" not in said
    assert "0/2 đơn vị đã báo cáo" in standing_line


def test_after_it_they_are(today):
    today("2024-10-16")
    said, _line = shown(FOUNDED, CARRIED, RATED)
    assert "Đã quá hạn: hãy đôn đốc." in said
    assert "Hạn gửi" not in said


def test_a_unit_that_reports_alone_is_named(today):
    today("2024-10-16")
    said, _line = shown(FOUNDED, units=[BA_BE])
    assert said.startswith("Huyện Ba Bể chưa gửi biểu quý III.")


def test_figures_of_yearly_reports_are_said_to_be_theirs(today):
    today("2024-10-16")
    said, standing_line = shown(FOUNDED, BY_YEAR)
    assert said == "Không có biểu quý III/2024: các số liệu lấy theo báo cáo năm."
    assert "theo báo cáo năm" in standing_line
    assert "đơn vị đã báo cáo" not in standing_line


def test_figures_of_the_province_are_none_of_yearly_reports(today):
    figure = Figure("staff", "", "", Quantity.PERSONS, Nature.LEVEL, reported_by=PLAN_UNIT)
    ENTERED_FIGURES.hold([figure])
    ENTERED.hold(entries({1: Declaration("all_staff", "", "", "sum", "staff")}))
    today("2024-10-15")
    said, standing_line = shown(FOUNDED, standing("all_staff", measure(40, coverage=(1, 0, 1))))
    assert said.startswith("Chưa đơn vị nào gửi biểu quý III.")
    assert "0/2 đơn vị đã báo cáo" in standing_line


def test_in_a_year_that_was_never_opened_none_is_asked_for(today):
    today("2024-10-16")
    said, standing_line = shown(FOUNDED, is_owed=False)
    assert said.startswith("Không yêu cầu biểu quý III/2024.")
    assert "đôn đốc" not in said
    assert "đơn vị đã báo cáo" not in standing_line


def test_nothing_is_said_once_somebody_has_submitted(today):
    today("2024-10-16")
    said, standing_line = shown(FOUNDED, BY_YEAR, state=State.SUBMITTED)
    assert said == ""
    assert "2/2 đơn vị đã báo cáo" in standing_line
