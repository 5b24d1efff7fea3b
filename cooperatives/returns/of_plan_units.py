"""What is missing of the figures that provinces report of themselves, for who enters them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..catalogue.figures import Reporter, unit_figures
from ..figures.of_units import plan_units_over
from ..figures.values import value_of
from ..ground.calendar import Quarter, today
from ..models import AdministrativeUnit, UnitFigures, User
from ..models.units import AdministrativeUnitQuerySet
from ..rights.permissions import Permission
from ..units.years import ReportingYears

MOST_UNITS = 3
"""How many units are named; the others are counted."""


@dataclass(frozen=True)
class MissingOfUnit:
    """A plan unit, and the quarters of which it lacks figures, each with how many."""

    unit: AdministrativeUnit
    periods: tuple[tuple[Quarter, int], ...]


@dataclass(frozen=True)
class MissingOfPlanUnits:
    """The first few units that lack figures of their own, and how many others do."""

    units: Sequence[MissingOfUnit]
    others: int


def missing_of_plan_units(
    reader: User, periods: Iterable[Quarter], years: ReportingYears
) -> MissingOfPlanUnits | None:
    """What a reader is to enter of the figures of provinces, of quarters that are over in years
    that are open; None where nothing is missing, or it is not the reader's to enter. Two
    statements where any such figure is asked for, else none.
    """
    if not reader.may(Permission.PLAN_UNIT_WRITE):
        return None
    missing: dict[AdministrativeUnit, list[tuple[Quarter, int]]] = {}
    among = AdministrativeUnit.objects.in_scope_of(reader)
    for unit, period, blank in blanks_of_plan_units(among, periods):
        if years.is_open(unit, period.year):
            missing.setdefault(unit, []).append((period, blank))
    if not missing:
        return None
    found = [MissingOfUnit(unit, tuple(of_unit)) for unit, of_unit in missing.items()]
    return MissingOfPlanUnits(found[:MOST_UNITS], max(0, len(found) - MOST_UNITS))


def blanks_of_plan_units(
    among: AdministrativeUnitQuerySet, periods: Iterable[Quarter]
) -> list[tuple[AdministrativeUnit, Quarter, int]]:
    """How many figures the plan units among some units lack of quarters that are over, of each that
    lacks any. Two statements where any such figure is asked for, else none.
    """
    asked = {
        period: found
        for period in periods
        if period.ends_on < today() and (found := unit_figures(period.year, (Reporter.PLAN_UNIT,)))
    }
    if not asked:
        return []
    units = plan_units_over(among, asked)
    rows = UnitFigures.objects.of_plan_units().filter(
        unit__in={unit for unit, _period in units}, year__in={period.year for period in asked}
    )
    given = {(row.unit_id, row.period): row for row in rows}
    found = []
    for unit, period in units:
        row = given.get((unit.pk, period))
        blank = sum(value_of(row, figure.code) is None for figure in asked[period])
        if blank:
            found.append((unit, period, blank))
    return found
