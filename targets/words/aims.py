"""What a value is to reach, and who decided so."""

from fractions import Fraction

from django.utils.translation import gettext as _

from cooperatives.ground.wording import attained, day

from ..comparison.progress import Decision, NamedUnit
from ..indicators import Indicator
from ..reckoning.assessment import Assessment, Goal
from .compared import Compared


def sign_and_value(goal: Goal, shown: Compared) -> str:
    """What is asked for, without a word: "≥ 85,25"."""
    return f"{goal.operator.sign} {shown.amount(goal.value)}"


def own_target(goal: Goal, shown: Compared) -> str:
    """The unit's own target: "target ≥ 85,25"."""
    return _("target %(sign)s %(target)s") % _aim(goal, shown)


def part_of_target(
    indicator: Indicator, goal: Goal | None, planning_unit: NamedUnit, shown: Compared
) -> str:
    """What a unit without a target of its own is held against: for means and shares the target of
    the plan's unit, for counts and sums its part of it.
    """
    if goal is None:
        return _("no target")
    if indicator.averages:
        text = _("%(unit)s: %(sign)s %(target)s")
        return text % (_aim(goal, shown) | {"unit": planning_unit.name})
    return _("proportional share %(sign)s %(target)s") % _aim(goal, shown)


def part_attained(found: Assessment) -> str:
    """How much of its target a value is, "đạt 83% kế hoạch", or how much it is over, "vượt 4%";
    nothing where there is no telling.
    """
    reached = told_attainment(found)
    if reached is None:
        return ""
    if reached > 1:
        return _("%(excess)s over the target") % {"excess": attained(reached - 1)}
    return _("%(attainment)s of the target") % {"attainment": attained(reached)}


def told_attainment(found: Assessment) -> Fraction | None:
    """The attainment that people are told, 1 being the target: none under an upper limit, which is
    not reached but kept (`distance` says how far a value lies from it).
    """
    wants_more = found.goal is not None and found.goal.operator.wants_more
    return found.attainment if wants_more else None


def set_by(decision: Decision) -> str:
    """Which decision set a target that is not the plan's own."""
    return _("set by %(decision)s") % {"decision": decision.number}


def decided(decision: Decision, followed: Decision) -> str:
    """The decision that set a target, with its day and source. followed: the plan looked at."""
    numbers = {"decision": decision.number, "day": day(decision.issued_on)}
    if decision.adjusts_id:
        text = _("Set by %(decision)s of %(day)s, which adjusts %(plan)s")
        said = text % (numbers | {"plan": followed.number})
    else:
        said = _("Plan %(plan)s of %(day)s") % {"plan": decision.number, "day": numbers["day"]}
    if decision.source:
        said += ". " + _("Source: %(source)s") % {"source": decision.source}
    return said


def _aim(goal: Goal, shown: Compared) -> dict[str, str]:
    return {"sign": goal.operator.sign, "target": shown.amount(goal.value)}
