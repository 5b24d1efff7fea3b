"""Whose plan a comparison is about, and how far and how completely its figures reach."""

from collections.abc import Sequence
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


def have_figures(thinnest: Standing) -> str:
    """How many cooperatives have a figure of the period where the fewest have one."""
    coverage = thinnest.assessment.measure.coverage
    text = ngettext(
        "figures of %(reported)s/%(expected)s unit (fewest: %(indicator)s)",
        "figures of %(reported)s/%(expected)s units (fewest: %(indicator)s)",
        coverage.expected,
    )
    if not thinnest.indicator.counts_units:
        text = ngettext(
            "figures of %(reported)s/%(expected)s cooperative (fewest: %(indicator)s)",
            "figures of %(reported)s/%(expected)s cooperatives (fewest: %(indicator)s)",
            coverage.expected,
        )
    return text % {
        "indicator": thinnest.indicator.short_label,
        "reported": figure(coverage.reported),
        "expected": figure(coverage.expected),
    }


def by_yearly_reports() -> str:
    """That figures are those of yearly reports, where no return of the quarter was submitted."""
    return _("by the yearly reports")


def nobody_asked(quarter: int, year: int) -> str:
    """That no return of the quarter is asked for, as of a year that was never opened."""
    numbers = {"quarter": quarter_inside(quarter), "year": year}
    return _("No returns of %(quarter)s/%(year)s are asked for.") % numbers


def nobody_submitted(quarter: int, names: Sequence[str]) -> str:
    """That none of the units that owe a return of the quarter, of these names, has submitted it."""
    numbers = {"quarter": quarter_inside(quarter)}
    if len(names) == 1:
        numbers["unit"] = names[0]
        return _("%(unit)s has not submitted for %(quarter)s yet.") % numbers
    return _("No unit has submitted for %(quarter)s yet.") % numbers


def all_by_yearly_reports(quarter: int, year: int) -> str:
    """What the figures rest on where only yearly reports were filed."""
    numbers = {"quarter": quarter_inside(quarter), "year": year}
    return _("No returns of %(quarter)s/%(year)s: the figures are those of the yearly reports.") % (
        numbers
    )


def due_until(due_on: date) -> str:
    """By when a return that is not due yet is."""
    return _("Due by %(day)s.") % {"day": day(due_on)}


def counted_all_the_same(figures_on: date) -> str:
    """What is counted although no return of the quarter was submitted."""
    text = _(
        "Foundings and dissolutions are counted from the registry up to %(day)s; other figures are"
        " those of an earlier period, or missing."
    )
    return text % {"day": day(figures_on)}


def remind_them(number: int) -> str:
    """What to do where all returns, so many, are overdue."""
    return ngettext("It is overdue: remind it.", "All are overdue: remind these units.", number)
