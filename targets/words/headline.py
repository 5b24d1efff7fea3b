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


def have_figures(thinnest: Standing) -> str:
    """How many cooperatives have a figure of the period where the fewest have one."""
    coverage = thinnest.assessment.measure.coverage
    text = ngettext(
        "figures of %(reported)s/%(expected)s cooperative",
        "figures of %(reported)s/%(expected)s cooperatives",
        coverage.expected,
    )
    return text % {
        "reported": figure(coverage.reported),
        "expected": figure(coverage.expected),
    }
