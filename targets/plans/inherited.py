"""The plans of ended units, from which the first plan of the unit that took over may start."""

from cooperatives.models import AdministrativeUnit, User

from ..models import Plan, Target
from ..models.plans import FollowedPlans
from .adjusting import targets_in_force


def inherited_plans(unit: AdministrativeUnit, year: int, reader: User) -> list[Plan]:
    """Of each ended unit that a unit took over, as far as a reader reaches it: the plan that it saw
    in a year, else the year before; in the order of the tree, in one statement at most.
    """
    if not unit.predecessor_paths:
        return []
    ended = Plan.objects.filter(unit__path__in=unit.predecessor_paths).exclude(unit=unit)
    decisions = ended.filter(reader.scope("unit__path")).with_years(None)
    found = []
    for one in sorted({plan.unit for plan in decisions}, key=lambda one: one.path):
        followed = FollowedPlans.of(one, decisions)
        found += (followed.seen_in(year) or followed.seen_in(year - 1))[:1]
    return found


def takes_over(unit: AdministrativeUnit, plan: Plan) -> bool:
    """Whether a plan is of an ended unit that a unit took over."""
    return plan.unit != unit and plan.unit.path in unit.predecessor_paths


def aimed_at(unit: AdministrativeUnit, plan: Plan, *, year: int) -> list[Target]:
    """The targets in force of a plan's year as a unit that took over has them, not stored. What was
    allocated below is left out: it was shared out among units of then.
    """
    found = targets_in_force(plan, year=year, unit=plan.unit_id)
    for target in found:
        target.unit = unit
    return found
