"""Rules across rows for plans and targets (design 1.2): see `cooperatives.rules`."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cooperatives.calendar import EARLIEST, today
from cooperatives.models import Level
from cooperatives.rules import Problem, problem

from .indicators import BY_CODE
from .models import Plan, Target


def plan_problems(plan: Plan) -> list[Problem]:
    """What is wrong with a plan beside its unit and the calendar."""
    found = []
    unit = plan.unit
    if unit.level not in (Level.COUNTRY, Level.PROVINCE) and unit.parent_id is not None:
        message = _("A plan is a province's or the country's, not that of %(unit)s.")
        found.append(problem(plan, "unit", "not_a_planning_unit", message, unit=unit.name))
    if plan.issued_on and not EARLIEST <= plan.issued_on <= today():
        message = _("A decision issued on %(day)s lies before 1945 or in the future.")
        day = plan.issued_on
        found.append(problem(plan, "issued_on", "not_issued_yet", message, day=day))
    return found


def target_problems(target: Target) -> list[Problem]:
    """What is wrong with a target beside its plan and its indicator."""
    found = list(_whole_number_problems(target))
    if not target.unit.path.startswith(target.plan.unit.path):
        message = _("%(unit)s does not lie in %(home)s, whose plan this is.")
        names = {"unit": target.unit.name, "home": target.plan.unit.name}
        found.append(problem(target, "unit", "outside_plan", message, **names))
    return found


def _whole_number_problems(target: Target) -> Iterator[Problem]:
    if not BY_CODE[target.indicator].unit.is_whole:
        return
    for field in ("value", "milestone_1", "milestone_2", "milestone_3"):
        value = getattr(target, field)
        if value is not None and value % 1:
            message = _("This indicator is counted: write a whole number.")
            yield problem(target, field, "not_whole", message)
