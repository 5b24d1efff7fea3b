"""What years aimed at and came to, beside each other."""

from fractions import Fraction
from typing import Protocol

from django.utils.translation import gettext as _

from cooperatives.ground.printing import NOTHING
from cooperatives.ground.wording import attained, quarter_inside

from ..indicators import Indicator
from ..reckoning.assessment import Goal
from ..reckoning.measures import Coverage
from .aims import aim_with_unit
from .amounts import short_difference
from .compared import Compared
from .reported import behind_value, is_from_registry


class Came(Protocol):
    """How far a year has come."""

    quarter: int | None
    value: Fraction | None
    is_over: bool


def aim(goal: Goal | None, shown: Compared) -> str:
    """What is aimed at: "≥ 35", "≥ 85,25 triệu đồng"."""
    return NOTHING if goal is None else aim_with_unit(goal, shown)


def change(indicator: Indicator, before: Goal | None, now: Goal | None) -> str:
    """By how much the value aimed at is higher or lower, or that it is new or gone."""
    if before is None or now is None:
        return _("new") if before is None else _("no more")
    apart = now.value - before.value
    if not apart:
        return _("the same")
    return f"{'+' if apart > 0 else '−'}{short_difference(abs(apart), indicator)}"


def came_to(came: Came, shown: Compared) -> str:
    """What a year came to; while it is not over up to which quarter."""
    if came.quarter is None:
        return _("the year has not begun")
    value = shown.with_unit(came.value)
    if came.is_over or came.value is None:
        return value
    return _("%(value)s up to %(quarter)s") % {
        "value": value,
        "quarter": quarter_inside(came.quarter),
    }


def rests_on(indicator: Indicator, coverage: Coverage, ratings_of: int | None) -> str:
    """Who stands behind a value; empty where all do, and where it is counted in the registry."""
    if is_from_registry(indicator) or (coverage.reported == coverage.expected and not ratings_of):
        return ""
    return behind_value(indicator, coverage, ratings_of)


def part_of(value: Fraction | None, goal: Goal | None) -> str:
    """How much of a target to be reached there is: "45%"; a dash under an upper limit."""
    if value is None or goal is None or not goal.operator.wants_more or not goal.value:
        return NOTHING
    return attained(value / goal.value)
