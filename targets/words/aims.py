"""What a value is to reach, and who decided so."""

import re
from collections.abc import Callable
from fractions import Fraction

from django.utils.translation import gettext as _

from cooperatives.ground.wording import attained, day

from ..comparison.progress import Decision, NamedUnit
from ..indicators import Indicator
from ..reckoning.assessment import Assessment, Goal
from ..reckoning.measures import Operator
from .compared import Compared

NUMBER = re.compile("[^a-zA-ZÀ-ỹđ%]*[0-9]")


def sign_and_value(goal: Goal, shown: Compared) -> str:
    """What is asked for, without a word: "≥ 85,25"; of a range its ends: "40–45"."""
    return _signed(goal, shown.amount)


def short_aim(goal: Goal, shown: Compared) -> str:
    """The same with its unit where there is little room: "≥ 85,25 triệu", "40–45 triệu"."""
    return _signed(goal, shown.short)


def aim_with_unit(goal: Goal, shown: Compared) -> str:
    """The same with its unit: "≥ 85,25 triệu đồng", "40–45 triệu đồng"."""
    return _signed(goal, shown.with_unit)


def beside_value(goal: Goal, shown: Compared) -> str:
    """What is asked for behind a value and a slash: the sign only where less is better, or where
    the target itself is not enough.
    """
    if goal.operator is Operator.AT_LEAST and goal.value_to is None:
        return shown.amount(goal.value)
    return sign_and_value(goal, shown)


def own_target(goal: Goal, shown: Compared) -> str:
    """The unit's own target: "target ≥ 85,25"."""
    return _("target %(aim)s") % {"aim": sign_and_value(goal, shown)}


def of_period(from_year: int, year: int) -> str:
    """Over which years a target of several is counted: "2021–2025"."""
    return _("%(first)s–%(last)s") % {"first": from_year, "last": year}


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


def _signed(goal: Goal, printed: Callable[[Fraction], str]) -> str:
    if goal.value_to is None:
        return f"{goal.operator.sign} {printed(goal.value)}"
    return range_of(goal.value, goal.value_to, printed)


def range_of(first: Fraction, last: Fraction, printed: Callable[[Fraction], str]) -> str:
    """Both ends of a range, the unit behind the last alone: "40–45 triệu đồng"."""
    begin, end = printed(first), printed(last)
    number, unit = NUMBER.match(begin)[0], NUMBER.match(end)[0]
    is_alike = begin.removeprefix(number) == end.removeprefix(unit)
    return _("%(first)s–%(last)s") % {"first": number if is_alike else begin, "last": end}


def _aim(goal: Goal, shown: Compared) -> dict[str, str]:
    return {"sign": goal.operator.sign, "target": shown.amount(goal.value)}
