"""Reporting years: for which units a year is open, and for which it is closed (design 1.2)."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property
from itertools import chain

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..ground.calendar import QUARTERS, Quarter, today
from ..ground.problems import Problem, future_problems, problem
from ..ground.unit_names import unit_inside_lazy
from ..models import AdministrativeUnit, Level, ReportingYear
from ..models.units import path_starts, paths_down_to
from ..models.years import DUE_DAYS
from .rules import reporting_problems

REPORTS_DUE_FROM_MONTH = 12
"""The month of a year from whose first day on its yearly reports may be due: the law has them sent
in December.
"""


class ReportingYears:
    """Which years are open and which closed for which units; read once, in one statement, when
    first asked.
    """

    def __init__(self, instead: ReportingYear | None = None) -> None:
        """instead: a year as it would be, in the place of the same one as it is stored."""
        self.instead = instead

    @cached_property
    def _rows(self) -> dict[int, dict[str, list[ReportingYear]]]:
        found: dict[int, dict[str, list[ReportingYear]]] = {}
        for row in ReportingYear.objects.order_by("pk").select_related("unit"):
            if self.instead is not None and row.pk == self.instead.pk:
                row = self.instead  # noqa: PLW2901 (it is the same year)
            found.setdefault(row.year, {}).setdefault(row.unit.path, []).append(row)
        return found

    def at(self, unit: AdministrativeUnit, year: int) -> list[ReportingYear]:
        """The rows of a year that hold for a unit, its own first: those at it and above it, then
        those at and above the ended units that it took over.
        """
        of_year = self._rows.get(year, {})
        lines = (reversed(paths_down_to(path)) for path in (unit.path, *unit.predecessor_paths))
        # Of units that it took over together the line above them is one.
        paths = dict.fromkeys(chain.from_iterable(lines))
        return [row for path in paths for row in of_year.get(path, ())]

    def is_known(self, unit: AdministrativeUnit, year: int) -> bool:
        """Whether a year was ever opened for a unit, closed since or not."""
        return bool(self.at(unit, year))

    def is_open(self, unit: AdministrativeUnit, year: int) -> bool:
        """Whether a unit reports in a year: it is open at or above it, and nowhere there closed."""
        rows = self.at(unit, year)
        return bool(rows) and not any(row.is_closed for row in rows)

    def closes(self, unit: AdministrativeUnit, year: int) -> bool:
        """Whether a year is closed at or above a unit."""
        return any(row.is_closed for row in self.at(unit, year))

    def on_the_line(self, unit: AdministrativeUnit | None) -> set[int]:
        """The years ever opened at, above or under a unit, or one that it took over; anywhere for
        None.
        """
        if unit is None:
            return set(self._rows)
        own = (unit.path, *unit.predecessor_paths)
        above = set(chain.from_iterable(map(paths_down_to, own)))
        return {
            year
            for year, by_path in self._rows.items()
            if any(path in above or path.startswith(unit.reach) for path in by_path)
        }

    def due_on(self, unit: AdministrativeUnit, period: Quarter, moved: date | None = None) -> date:
        """The day on which a unit's return of a quarter is due, if it is owed.

        moved: the day to which an admin has moved this return, which wins. Else it is that of the
        nearest year with due days of its own, else the usual one; but where the quarter was over
        when its year was opened, not before `RETURN_DUE_DAYS` after the opening.
        """
        if moved:
            return moved
        rows = self.at(unit, period.year)
        own = next((days for row in rows if any(days := row.due_days)), None)
        due = own[period.number - 1] if own else period.due_on
        opened = min((row.opened for row in rows), default=None)
        if opened and period.ends_on < opened:
            return max(due, opened + timedelta(days=settings.RETURN_DUE_DAYS))
        return due

    def reports_due_on(self, unit: AdministrativeUnit, year: int) -> date | None:
        """The day by which a unit says that its yearly reports of a year are done: that of the
        nearest year with such a day; None where nobody set one.
        """
        rows = self.at(unit, year)
        return next((row.reports_due_on for row in rows if row.reports_due_on), None)


def closed_year_problems(
    record: models.Model,
    field: str,
    unit: AdministrativeUnit | None,
    year: int,
    years: ReportingYears | None = None,
) -> list[Problem]:
    """Why a record that reports on a year of a unit cannot change: the year is closed.

    Asked of what changes alone: what was stored before the closing is no problem. years: given by
    who asks about many records.
    """
    if unit is None or not (years or ReportingYears()).closes(unit, year):
        return []
    message = _("%(year)s is closed for %(unit)s: an admin opens the year first.")
    return [
        problem(
            record,
            field,
            "year_is_closed",
            message,
            year=str(year),
            unit=unit_inside_lazy(unit.name),
        )
    ]


def reporting_year_problems(row: ReportingYear) -> list[Problem]:
    """What is wrong with a reporting year beside its unit and the calendar."""
    found = list(reporting_problems(row))
    unit, year = row.unit, row.year
    if unit.valid_from.year > year or (unit.valid_to and unit.last_day.year < year):
        message = _("%(unit)s did not exist in %(year)s.")
        found.append(problem(row, "year", "no_unit_then", message, unit=unit.name, year=str(year)))
    found += future_problems(row, "", row.opened)
    if row.closed is not None:
        found += future_problems(row, "", row.closed)
        found += _early_closing(row)
    return [*found, *_due_day_problems(row)]


def _early_closing(row: ReportingYear) -> Iterator[Problem]:
    if row.closed.year <= row.year:
        message = _("%(year)s is not over: it can be closed from %(day)s on.")
        day = Quarter(row.year, 4).next.starts_on
        yield problem(row, "", "not_over", message, year=str(row.year), day=day)


def _due_day_problems(row: ReportingYear) -> Iterator[Problem]:
    for number, name, due in zip(QUARTERS, DUE_DAYS, row.due_days, strict=True):
        end = Quarter(row.year, number).ends_on
        if due is not None and due <= end:
            message = _("The quarter ends on %(day)s only: its return is due after that.")
            yield problem(row, name, "due_too_early", message, day=end)
    earliest = date(row.year, REPORTS_DUE_FROM_MONTH, 1)
    if row.reports_due_on is not None and row.reports_due_on < earliest:
        message = _("Yearly reports are about the whole year: they are due from %(day)s on.")
        yield problem(row, "reports_due_on", "due_too_early", message, day=earliest)


def opening_of(unit: AdministrativeUnit, year: int) -> ReportingYear:
    """A year opened today for a unit, not stored yet."""
    return ReportingYear(unit=unit, year=year, opened=today())


def closing_problems(row: ReportingYear, reason: str = "") -> list[Problem]:
    """Close a year today, without storing it: why that is not possible, if it is not."""
    if row.is_closed:
        message = _("%(year)s is closed already.")
        return [problem(row, "", "closed_already", message, year=str(row.year))]
    row.closed, row.reason = today(), reason
    return reporting_year_problems(row)


def reopening_problems(row: ReportingYear, reason: str) -> list[Problem]:
    """Open a closed year again, without storing it: why that is not possible, if it is not."""
    if not row.is_closed:
        message = _("%(year)s is open already.")
        return [problem(row, "", "open_already", message, year=str(row.year))]
    if not reason.strip():
        message = _("Say why the year is opened again.")
        return [problem(row, "reason", "no_reason", message)]
    row.closed, row.reason = None, reason
    return reporting_year_problems(row)


def unopened_units(
    unit: AdministrativeUnit | None, year: int, years: ReportingYears | None = None
) -> list[AdministrativeUnit]:
    """The units at or under one, or anywhere, for which a year is not open: the topmost of them.

    Of a country they are its provinces. One is left out when it is open for all units below it.
    """
    years, existing = years or ReportingYears(), AdministrativeUnit.objects.on(today())
    found = [unit] if unit else list(existing.filter(parent=None))
    if any(one.level == Level.COUNTRY for one in found):
        within = path_starts(unit.path if unit else "")
        found = list(existing.filter(within, level=Level.PROVINCE)) or found
    found = [one for one in found if not years.is_open(one, year)]
    below: dict[int, list[bool]] = {}
    for child in existing.filter(parent__in=found) if found else ():
        below.setdefault(child.parent_id, []).append(years.is_open(child, year))
    return [one for one in found if not all(below.get(one.pk, [False]))]
