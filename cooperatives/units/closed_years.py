"""Years closed for a unit: nothing dated in one changes."""

from functools import cached_property

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..ground.calendar import Quarter, today
from ..ground.problems import Problem, problem
from ..models import AdministrativeUnit, ClosedYear
from .rules import reporting_problems

# --- Closed years ---------------------------------------------------------------------------------


class ClosedYears:
    """Which years are closed for which units; read once, in one statement, when first asked."""

    @cached_property
    def _paths(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        closings = ClosedYear.objects.order_by().values_list("year", "unit__path")
        for year, path in closings:
            found.setdefault(year, []).append(path)
        return found

    def closes(self, unit: AdministrativeUnit, year: int) -> bool:
        """Whether a year is closed at or above a unit."""
        return any(unit.path.startswith(path) for path in self._paths.get(year, ()))


def closed_year_problems(
    record: models.Model,
    field: str,
    unit: AdministrativeUnit | None,
    year: int,
    closed: ClosedYears | None = None,
) -> list[Problem]:
    """Why a record that reports on a year of a unit cannot change: the year is closed.

    Asked of what changes alone: what was stored before the closing is no problem. closed: given by
    who asks about many records.
    """
    if unit is None or not (closed or ClosedYears()).closes(unit, year):
        return []
    message = _("%(year)s is closed for %(unit)s: an admin opens the year first.")
    return [problem(record, field, "year_is_closed", message, year=str(year), unit=unit.name)]


def closing_problems(closing: ClosedYear) -> list[Problem]:
    """What is wrong with the closing of a year beside its unit and the calendar."""
    found = list(reporting_problems(closing))
    unit, year = closing.unit, closing.year
    if year >= today().year:
        message = _("%(year)s is not over: it can be closed from %(day)s on.")
        day = Quarter(year, 4).next.starts_on
        found.append(problem(closing, "year", "not_over", message, year=str(year), day=day))
    if unit.valid_from.year > year or (unit.valid_to and unit.last_day.year < year):
        message = _("%(unit)s did not exist in %(year)s.")
        found.append(
            problem(closing, "year", "no_unit_then", message, unit=unit.name, year=str(year))
        )
    return found
