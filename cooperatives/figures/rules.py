"""Rules of a row of figures or a yearly report beside its cooperative and its return."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from ..ground.calendar import today
from ..ground.problems import Problem, problem
from ..ground.unit_names import unit_inside_lazy
from ..models import (
    AdministrativeUnit,
    Kind,
    QuarterlyFigures,
    Remark,
    ReportsDone,
    YearlyReport,
)
from ..units.rules import reporting_problems

# --- Reports and returns --------------------------------------------------------------------------


def yearly_report_problems(report: YearlyReport) -> list[Problem]:
    """What is wrong with a yearly report beside its cooperative."""
    found = list(owner_problems(report))
    if report.year:
        found += _founding_problems(report, "year", date(report.year, 12, 31))
    if report.year and report.year > today().year:
        message = _("%(year)s has not begun.")
        found.append(problem(report, "year", "in_the_future", message, year=str(report.year)))
    return found


def final_report_problems(report: YearlyReport) -> list[Problem]:
    """Why a report that was final cannot change: it is evidence, and made a draft again first."""
    message = _("This report is final: make it a draft before you change it.")
    return [problem(report, "state", "is_final", message)]


def reports_done_problems(done: ReportsDone) -> list[Problem]:
    """What is wrong with a unit's word beside the unit and the day."""
    found = list(reporting_problems(done))
    if done.year > today().year:
        message = _("%(year)s has not begun.")
        found.append(problem(done, "year", "in_the_future", message, year=str(done.year)))
    return found


def figures_problems(
    figures: QuarterlyFigures, reporting_unit: AdministrativeUnit | None = None
) -> list[Problem]:
    """What is wrong with a row of quarterly figures beside its cooperative and its return.

    reporting_unit: for a new row, whose return it must stand in. It stays there when the
    cooperative moves, so that an existing row is not held against the unit of today.
    """
    found = list(owner_problems(figures))
    of = figures.quarterly_return
    found += _founding_problems(figures, "quarter", of.period.ends_on)
    if (figures.year, figures.quarter) != (of.year, of.quarter):
        message = _("The row is for another quarter than its return.")
        found.append(problem(figures, "quarter", "other_quarter", message))
    if reporting_unit is not None and of.unit_id != reporting_unit.pk:
        message = _("This cooperative's figures belong into the return of %(unit)s.")
        found.append(
            problem(
                figures,
                "quarterly_return",
                "other_unit",
                message,
                unit=unit_inside_lazy(reporting_unit.name),
            )
        )
    return found


def _founding_problems(
    record: YearlyReport | QuarterlyFigures, field: str, last_day: date
) -> Iterator[Problem]:
    """Nothing is reported of a period that was over before the founding."""
    founded = record.cooperative.founded_on
    if founded > last_day:
        message = _("It was founded on %(founded)s, after the period that ended on %(day)s.")
        yield problem(record, field, "not_founded_yet", message, founded=founded, day=last_day)


def owner_problems(record: YearlyReport | QuarterlyFigures | Remark) -> Iterator[Problem]:
    if record.cooperative.kind != Kind.COOPERATIVE:
        message = _("%(name)s is not a cooperative: only cooperatives report figures.")
        name = record.cooperative.name
        yield problem(record, "cooperative", "not_a_cooperative", message, name=name)
