"""A plan as a reader sees it: its targets by year, and the official figures of its unit."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cooperatives.ground.calendar import Quarter
from cooperatives.models import AdministrativeUnit, User
from cooperatives.units.years import ReportingYears

from ..indicators import Indicator, known
from ..models import BaselineFigure, Plan, Target
from .adjusting import by_aim
from .sense import Allocated, allocated


@dataclass(frozen=True)
class PlannedTarget:
    """A target that holds, with its indicator. overruled: what earlier decisions had set for the
    same, the latest first.
    """

    target: Target
    indicator: Indicator
    overruled: tuple[Target, ...] = ()


class PlannedTargets(list[PlannedTarget]):
    """Targets of one year, one table."""

    @property
    def has_milestones(self) -> bool:
        return any(milestone is not None for item in self for milestone in item.target.milestones)

    @property
    def is_adjusted(self) -> bool:
        """Whether an adjusting decision had a say in any of them."""
        return any(item.target.plan.adjusts_id for item in self)


@dataclass(frozen=True)
class PlannedYear:
    """A plan's targets for a year: the unit's own, and allocations to units below it.

    has_begun: whether the dashboard already has something to say about it. allocated: what the
    allocations of its targets come to. state: of the reporting year, "open", "closed" or
    "unopened".
    """

    year: int
    own: PlannedTargets
    allocations: PlannedTargets
    allocated: list[Allocated]
    state: str

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
    plans = Plan.objects.open_to(reader).select_related("unit", "adjusts", "replaced_by")
    plans = plans.prefetch_related("targets")
    return plans.order_by("-issued_on", "-pk")


def years_of(plan: Plan) -> list[int]:
    """The years for which a plan has targets, from targets already fetched."""
    return sorted({target.year for target in plan.targets.all()})


def planned_years(plan: Plan, reader: User) -> list[PlannedYear]:
    """The years of a plan with what adjusts it, the newest first; of an adjusting plan what it
    names itself. Allocations are listed for units whose aggregates the reader may ask for.
    """
    readable = AdministrativeUnit.objects.aggregates_open_to(reader).order_by().values("pk")
    rows = Target.objects.set_for(plan.followed).filter(Q(unit=plan.unit_id) | Q(unit__in=readable))
    decided = by_aim(rows).values()
    if plan.adjusts_id:
        decided = [targets for targets in decided if plan in {one.plan for one in targets}]
    items = [
        PlannedTarget(holding, known(holding.indicator), tuple(reversed(earlier)))
        for *earlier, holding in decided
    ]
    items.sort(key=lambda item: (-item.target.year, item.target.unit.path))
    years, reporting = [], ReportingYears()
    for year, found in groupby(items, key=lambda item: item.target.year):
        planned = list(found)
        own = PlannedTargets(item for item in planned if item.target.unit_id == plan.unit_id)
        below = PlannedTargets(item for item in planned if item.target.unit_id != plan.unit_id)
        targets = [item.target for item in planned]
        come_to = allocated(targets, plan.unit_id)
        years.append(PlannedYear(year, own, below, come_to, _state(reporting, plan, year)))
    return years


def _state(reporting: ReportingYears, plan: Plan, year: int) -> str:
    if reporting.closes(plan.unit, year):
        return "closed"
    return "open" if reporting.is_open(plan.unit, year) else "unopened"


def relations_of(plan: Plan) -> list[tuple[Promise, list[Plan]]]:
    """What a plan has to do with others of its unit: how, and with which."""
    return [
        (_("Adjusts"), [one for one in [plan.adjusts] if one]),
        (_("Adjusted by"), list(plan.adjusted_by.all())),
        (_("Replaced by"), [one for one in [plan.replaced_by] if one]),
        (_("Replaces"), list(plan.replaces.all())),
    ]


def official_figures(plan: Plan) -> list[OfficialFigure]:
    """The baseline figures of a plan's unit, the newest first."""
    figures = BaselineFigure.objects.filter(unit__path=plan.unit.path).order_by("-date", "pk")
    return [OfficialFigure(figure, known(figure.indicator)) for figure in figures]
