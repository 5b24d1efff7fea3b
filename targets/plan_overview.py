"""A plan as a reader sees it: its targets by year, and the official figures of its unit."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q, QuerySet

from cooperatives.calendar import Quarter
from cooperatives.models import AdministrativeUnit, User

from .indicators import BY_CODE, Indicator
from .models import BaselineFigure, Plan, Target


@dataclass(frozen=True)
class PlannedTarget:
    """A target with its indicator."""

    target: Target
    indicator: Indicator


class PlannedTargets(list[PlannedTarget]):
    """Targets of one year, one table."""

    @property
    def has_milestones(self) -> bool:
        return any(milestone is not None for item in self for milestone in item.target.milestones)


@dataclass(frozen=True)
class PlannedYear:
    """A plan's targets for a year: the unit's own, and allocations to units below it.

    has_begun: whether the dashboard already has something to say about it.
    """

    year: int
    own: PlannedTargets
    allocations: PlannedTargets

    @property
    def has_begun(self) -> bool:
        return Quarter(self.year, 1).has_begun


@dataclass(frozen=True)
class OfficialFigure:
    """A baseline figure with its indicator."""

    figure: BaselineFigure
    indicator: Indicator


def plans_open_to(reader: User) -> QuerySet[Plan]:
    """The plans that a reader sees, with their units and targets, the latest issued first."""
    plans = Plan.objects.open_to(reader).select_related("unit").prefetch_related("targets")
    return plans.order_by("-issued_on", "-pk")


def years_of(plan: Plan) -> list[int]:
    """The years for which a plan has targets, from targets already fetched."""
    return sorted({target.year for target in plan.targets.all()})


def planned_years(plan: Plan, reader: User) -> list[PlannedYear]:
    """The years of a plan, the newest first. Allocations are listed for units whose aggregates the
    reader may ask for.
    """
    readable = AdministrativeUnit.objects.aggregates_open_to(reader).order_by().values("pk")
    targets = (
        plan.targets.filter(Q(unit=plan.unit_id) | Q(unit__in=readable))
        .select_related("unit")
        .order_by("-year", "unit__path", "place", "pk")
    )
    years = []
    for year, found in groupby(targets, key=lambda target: target.year):
        planned = [PlannedTarget(target, BY_CODE[target.indicator]) for target in found]
        own = PlannedTargets(item for item in planned if item.target.unit_id == plan.unit_id)
        below = PlannedTargets(item for item in planned if item.target.unit_id != plan.unit_id)
        years.append(PlannedYear(year, own, below))
    return years


def official_figures(plan: Plan) -> list[OfficialFigure]:
    """The baseline figures of a plan's unit, the newest first."""
    figures = BaselineFigure.objects.filter(unit__path=plan.unit.path).order_by("-date", "pk")
    return [OfficialFigure(figure, BY_CODE[figure.indicator]) for figure in figures]
