"""Whose plan a comparison is about, and how far and how completely its figures reach."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperatives.ground.wording import day, figure, quarter_inside

from ..comparison.progress import Standing, Subject


def title(selection: Subject) -> str:
    """Which plan, year and unit a comparison is about."""
    numbers = {"year": selection.year, "unit": selection.unit.name}
    if selection.plan is None:
        return _("%(unit)s, %(year)s, no plan") % numbers
    return _("%(unit)s, plan %(plan)s for %(year)s") % (numbers | {"plan": selection.plan.number})


def figures_from(year: int, figures_on: date) -> str:
    """From which to which day the year's figures reach."""
    numbers = {"first": day(date(year, 1, 1)), "last": day(figures_on)}
    return _("Figures from %(first)s to %(last)s") % numbers


def is_running(quarter: int, ends_on: date) -> str:
    """That a quarter has not ended, and when it does."""
    numbers = {"quarter": quarter_inside(quarter), "day": day(ends_on)}
    return _("%(quarter)s runs until %(day)s") % numbers


def have_submitted(submitted: int, owing: int) -> str:
    """How many reporting units have submitted the quarter's return."""
    text = ngettext(
        "%(submitted)s/%(owing)s unit has submitted",
        "%(submitted)s/%(owing)s units have submitted",
        owing,
    )
    return text % {"submitted": figure(submitted), "owing": figure(owing)}


def nobody_submitted(
    quarter: int, figures_on: date, *, by_yearly_reports: bool, is_late: bool
) -> str:
    """That no return of a quarter was submitted, and what the figures shown are instead.

    by_yearly_reports: whether cooperatives have figures of the period all the same. is_late:
    whether any unit should have submitted.
    """
    numbers = {"quarter": quarter_inside(quarter), "day": day(figures_on)}
    if by_yearly_reports:
        text = _(
            "No unit has submitted for %(quarter)s: the figures of cooperatives are those of their"
            " yearly reports."
        )
    elif is_late:
        text = _(
            "No unit has submitted for %(quarter)s yet, so no figure of these returns counts: look"
            " at an earlier quarter, or remind these units."
        )
    else:
        text = _(
            "No unit has submitted for %(quarter)s yet, so no figure of these returns counts; what"
            " is counted in the registry reaches %(day)s."
        )
    return text % numbers


def have_figures(thinnest: Standing) -> str:
    """How many cooperatives have a figure of the period where the fewest have one."""
    coverage = thinnest.assessment.measure.coverage
    text = ngettext(
        "figures of %(reported)s/%(expected)s cooperative (fewest: %(indicator)s)",
        "figures of %(reported)s/%(expected)s cooperatives (fewest: %(indicator)s)",
        coverage.expected,
    )
    return text % {
        "indicator": thinnest.indicator.label,
        "reported": figure(coverage.reported),
        "expected": figure(coverage.expected),
    }
