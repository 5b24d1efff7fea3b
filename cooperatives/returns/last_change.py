"""The newest change of what a number is made of, as history holds it."""

from dataclasses import dataclass
from datetime import date, datetime

from ..ground.calendar import Quarter
from ..models import (
    AdministrativeUnit,
    Organisation,
    QuarterlyFigures,
    QuarterlyReturn,
    UnitFigures,
    User,
    YearlyReport,
)
from ..models.units import path_starts


@dataclass(frozen=True)
class LastChange:
    """When a row of figures changed: of which unit's return for which quarter, or of which year's
    reports (unit None). by: who did it, "" where a command did, or where the reader may not open
    what was changed.
    """

    at: datetime
    period: Quarter | int
    unit: AdministrativeUnit | None
    by: str


def last_change_of_figures(
    reader: User, unit: AdministrativeUnit, last: Quarter
) -> LastChange | None:
    """The newest change of figures that count, in the returns of a unit for the quarters of a year
    up to one. One statement.
    """
    newest = (
        QuarterlyFigures.history.filter(
            path_starts(unit.path, "quarterly_return__unit__path"),
            year=last.year,
            quarter__lte=last.number,
        )
        .exclude(quarterly_return__state=QuarterlyReturn.State.DRAFT)
        .select_related("history_user", "quarterly_return__unit")
        .order_by("-history_date", "-history_id")
        .first()
    )
    if newest is None:
        return None
    of = newest.quarterly_return.unit
    is_open = reader.reaches(of.path)
    by = str(newest.history_user) if is_open and newest.history_user else ""
    return LastChange(newest.history_date, Quarter(newest.year, newest.quarter), of, by)


def last_change_of_unit_figures(
    reader: User, unit: AdministrativeUnit, last: Quarter
) -> LastChange | None:
    """The same of what units report themselves. One statement."""
    newest = (
        UnitFigures.history.filter(
            path_starts(unit.path, "unit__path"), year=last.year, quarter__lte=last.number
        )
        .exclude(quarterly_return__state=QuarterlyReturn.State.DRAFT)
        .select_related("history_user", "unit")
        .order_by("-history_date", "-history_id")
        .first()
    )
    if newest is None:
        return None
    is_open = reader.reaches(newest.unit.path)
    by = str(newest.history_user) if is_open and newest.history_user else ""
    period = Quarter(newest.year, newest.quarter)
    return LastChange(newest.history_date, period, newest.unit, by)


def last_change_of_ratings(
    reader: User, unit: AdministrativeUnit, year: int, day: date
) -> LastChange | None:
    """The newest change of a final yearly report of a year, of what is placed in a unit on a day.
    One statement.
    """
    newest = (
        YearlyReport.history.filter(
            year=year,
            state=YearlyReport.State.FINAL,
            cooperative__in=Organisation.objects.placed_in(unit, day).order_by().values("pk"),
        )
        .select_related("history_user")
        .order_by("-history_date", "-history_id")
        .first()
    )
    if newest is None:
        return None
    is_open = reader.reaches(unit.path)
    by = str(newest.history_user) if is_open and newest.history_user else ""
    return LastChange(newest.history_date, year, None, by)
