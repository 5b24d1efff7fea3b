"""Rules across rows for plans and targets (design 1.2): see `cooperatives.registry.rules`."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from cooperatives.ground.problems import Problem, day_problems, problem
from cooperatives.ground.unit_names import unit_inside_lazy
from cooperatives.models import Level
from cooperatives.units.years import ReportingYears, closed_year_problems

from ..models import BaselineFigure, Plan, Target
from .sense import sense_problems, value_problems


def plan_problems(plan: Plan) -> list[Problem]:
    """What is wrong with a plan beside its unit and the calendar."""
    found = []
    unit = plan.unit
    if unit.level == Level.COMMUNE:
        message = _("A commune has no plan of its own: choose a unit above %(unit)s.")
        found.append(
            problem(plan, "unit", "not_a_planning_unit", message, unit=unit_inside_lazy(unit.name))
        )
    found += day_problems(plan, "issued_on")
    if plan.adjusts:
        found += _adjusting_problems(plan, plan.adjusts)
    if plan.replaced_by:
        found += _replacing_problems(plan, plan.replaced_by)
    return found


def _adjusting_problems(plan: Plan, adjusted: Plan) -> Iterator[Problem]:
    """Why a plan cannot adjust another one: adjusting goes one step, back in time, in one unit."""
    yield from _pair_problems(plan, adjusted, plan, "adjusts")
    if adjusted.adjusts:
        message = _("%(number)s itself adjusts %(followed)s: name %(followed)s.")
        names = {"number": adjusted.number, "followed": adjusted.adjusts.number}
        yield problem(plan, "adjusts", "adjusts_adjusting", message, **names)
    if plan.pk and (adjusting := plan.adjusted_by.first()):
        message = _("%(number)s adjusts this plan, so that it cannot adjust another one.")
        yield problem(plan, "adjusts", "is_adjusted", message, number=adjusting.number)
    if plan.pk and (replaced := plan.replaces.first()):
        message = _("This plan replaces %(number)s, so that it cannot adjust another one.")
        yield problem(plan, "adjusts", "is_replacing", message, number=replaced.number)


def _replacing_problems(plan: Plan, later: Plan) -> Iterator[Problem]:
    """Why another decision cannot replace a plan: what adjusts a plan is never seen itself."""
    yield from _pair_problems(later, plan, plan, "replaced_by")
    if later.adjusts:
        message = _("%(number)s itself adjusts %(followed)s: name %(followed)s.")
        names = {"number": later.number, "followed": later.adjusts.number}
        yield problem(plan, "replaced_by", "replaced_by_adjusting", message, **names)


def _pair_problems(later: Plan, earlier: Plan, record: Plan, field: str) -> Iterator[Problem]:
    """Why one decision cannot adjust or replace an earlier one. record, field: what says so."""
    if later.unit != earlier.unit:
        message = _("%(number)s is a plan of %(unit)s: choose one of the same unit.")
        other = earlier if record is later else later
        names = {"number": other.number, "unit": unit_inside_lazy(other.unit.name)}
        yield problem(record, field, "of_another_unit", message, **names)
    elif later.issued_on and earlier.issued_on and earlier.issued_on >= later.issued_on:
        message = _("%(later)s was not issued after %(earlier)s, which it cannot change then.")
        names = {"later": later.number, "earlier": earlier.number}
        yield problem(record, field, "not_later", message, **names)


def closed_plan_problems(
    plan: Plan, field: str, years: Iterable[int], closed: ReportingYears | None = None
) -> list[Problem]:
    """Why what holds in some years of a plan's unit cannot change: one of them is closed.

    Asked of what changes alone: adjusting a closed year's plan is refused like its targets.
    """
    closed = closed or ReportingYears()
    for year in sorted(years):
        if found := closed_year_problems(plan, field, plan.unit, year, closed):
            return found
    return []


def settled_plan_problems(
    plan: Plan, years: Iterable[int], closed: ReportingYears | None = None
) -> list[Problem]:
    """Why a plan cannot change at all, nor take a target more: all years of its are closed.

    years: those for which it, or what adjusts it, has targets.
    """
    years, closed = sorted(years), closed or ReportingYears()
    if not years or not all(closed.closes(plan.unit, year) for year in years):
        return []
    message = _("All years of this plan are closed: an admin opens one of them first.")
    return [problem(plan, "", "plan_is_closed", message)]


def deletion_problems(plan: Plan) -> list[Problem]:
    """Why a plan cannot be deleted: with it would go targets of a closed year."""
    closed = ReportingYears()
    targets = Target.objects.filter(plan=plan).select_related("unit")
    return [found for target in targets for found in closed_target_problems(target, closed)]


def closed_target_problems(target: Target, closed: ReportingYears | None = None) -> list[Problem]:
    """Why a target cannot be set or changed: its year is closed for its unit."""
    return closed_year_problems(target, "year", target.unit, target.year, closed)


def target_problems(target: Target) -> list[Problem]:
    """What is wrong with a target beside its plan and its indicator."""
    found = list(sense_problems(target))
    if not target.unit.path.startswith(target.plan.unit.path):
        message = _("%(unit)s does not lie in %(home)s, whose plan this is.")
        names = {"unit": target.unit.name, "home": unit_inside_lazy(target.plan.unit.name)}
        found.append(problem(target, "unit", "outside_plan", message, **names))
    return found


def baseline_problems(figure: BaselineFigure) -> list[Problem]:
    """What is wrong with an official figure beside its indicator and the calendar."""
    return [*value_problems(figure, ["value"]), *day_problems(figure, "date")]
