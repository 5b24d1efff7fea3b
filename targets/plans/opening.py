"""The first target of the running or the next year opens it for reporting (design 1.2)."""

from collections.abc import Iterable

from cooperatives.ground.calendar import today
from cooperatives.units.years import ReportingYears, opening_of, reporting_year_problems

from ..models import Target


def open_years(stored: Iterable[Target]) -> None:
    """Open the years of new targets for their plans' units, where they were never opened there.

    Other years only an admin opens: what is entered of the past is not late, and nobody is asked
    for a year that is far ahead. Fixtures bring the rows of their years with them.
    """
    begin, years = today().year, ReportingYears()
    asked = {(target.plan.unit, target.year) for target in stored}
    for unit, year in sorted(asked, key=lambda one: (one[1], one[0].path)):
        if year not in (begin, begin + 1) or years.is_known(unit, year):
            continue
        opening = opening_of(unit, year)
        if not reporting_year_problems(opening):  # a unit may end before its plan does
            opening.save()
