"""What units report beside their cooperatives: which of them are plan units, and what is wrong."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from ..ground.calendar import Quarter
from ..ground.problems import Problem, future_problems, problem
from ..models import AdministrativeUnit, Level, UnitFigures, User
from ..models.spans import holds_on
from ..models.units import AdministrativeUnitQuerySet


def plan_units(reader: User, period: Quarter):
    """The plan units within a reader's scope at a quarter's end: its provinces, and what has
    nothing above it and no province in it.
    """
    day = period.ends_on
    provinces = AdministrativeUnit.objects.filter(
        holds_on(day), level=Level.PROVINCE, path__startswith=OuterRef("path")
    )
    is_one = Q(level=Level.PROVINCE) | Q(parent=None) & ~Exists(provinces)
    return AdministrativeUnit.objects.in_scope_of(reader).on(day).filter(is_one)


def plan_units_over(
    among: AdministrativeUnitQuerySet, periods: Iterable[Quarter]
) -> list[tuple[AdministrativeUnit, Quarter]]:
    """The same of some units at the ends of several quarters, by quarter and in the order of the
    tree, in one statement.
    """
    is_likely = Q(level=Level.PROVINCE) | Q(parent=None)
    likely = list(among.filter(is_likely).order_by("path"))
    found = []
    for period in sorted(periods):
        there = [unit for unit in likely if unit.covers(period.ends_on)]
        provinces = [unit for unit in there if unit.level == Level.PROVINCE]
        found += [
            (unit, period)
            for unit in there
            if unit in provinces or not any(one.path.startswith(unit.path) for one in provinces)
        ]
    return found


def unit_figures_problems(row: UnitFigures) -> list[Problem]:
    """What is wrong with a unit's figures beside its return, the unit and the calendar."""
    of, found = row.quarterly_return, []
    if of is None:
        if row.unit.level != Level.PROVINCE and row.unit.parent_id is not None:
            message = _("Only a province has figures outside a return.")
            found.append(problem(row, "unit", "no_plan_unit", message))
        found += future_problems(row, "quarter", row.period.starts_on)
    elif (of.unit_id, of.year, of.quarter) != (row.unit_id, row.year, row.quarter):
        message = _("Its return is another unit's, or of another quarter.")
        found.append(problem(row, "quarterly_return", "other_return", message))
    return found
