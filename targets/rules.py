"""Rules across rows for plans and targets (design 1.2): see `cooperatives.rules`."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from cooperatives.models import Level
from cooperatives.rules import Problem, day_problems, problem

from .indicators import BY_CODE, Unit
from .models import BaselineFigure, Plan, Target

VALUES = ("value", "milestone_1", "milestone_2", "milestone_3")
"""Fields of a target that are in its indicator's unit."""


def plan_problems(plan: Plan) -> list[Problem]:
    """What is wrong with a plan beside its unit and the calendar."""
    found = []
    unit = plan.unit
    if unit.level not in (Level.COUNTRY, Level.PROVINCE) and unit.parent_id is not None:
        message = _("A plan is a province's or the country's, not that of %(unit)s.")
        found.append(problem(plan, "unit", "not_a_planning_unit", message, unit=unit.name))
    return [*found, *day_problems(plan, "issued_on")]


def target_problems(target: Target) -> list[Problem]:
    """What is wrong with a target beside its plan and its indicator."""
    found = list(_value_problems(target, VALUES))
    if not target.unit.path.startswith(target.plan.unit.path):
        message = _("%(unit)s does not lie in %(home)s, whose plan this is.")
        names = {"unit": target.unit.name, "home": target.plan.unit.name}
        found.append(problem(target, "unit", "outside_plan", message, **names))
    return found


def baseline_problems(figure: BaselineFigure) -> list[Problem]:
    """What is wrong with an official figure beside its indicator and the calendar."""
    return [*_value_problems(figure, ["value"]), *day_problems(figure, "date")]


def _value_problems(record: Target | BaselineFigure, fields: Iterable[str]) -> Iterator[Problem]:
    """What the indicator's unit does not allow: counts are whole, shares lie within 0 to 100."""
    unit = BY_CODE[record.indicator].unit
    for field in fields:
        value = getattr(record, field)
        if value is None:
            continue
        if unit.is_whole and value % 1:
            message = _("This indicator is counted: write a whole number.")
            yield problem(record, field, "not_whole", message)
        if unit is Unit.PERCENT and not 0 <= value <= 100:
            message = _("This indicator is a share: write a number from 0 to 100.")
            yield problem(record, field, "no_share", message)
