"""What years aimed at and came to, beside each other."""

from fractions import Fraction
from typing import Protocol

from django.utils.translation import gettext as _

from cooperatives.ground.printing import NOTHING
from cooperatives.ground.wording import quarter_inside

from ..indicators import Indicator
from ..reckoning.assessment import Goal
from .aims import sign_and_value
from .amounts import short_difference
from .compared import Compared


class Came(Protocol):
    """How far a year has come."""

    quarter: int | None
    value: Fraction | None
    is_over: bool


def aim(goal: Goal | None, shown: Compared) -> str:
    """What is aimed at: "≥ 35"."""
    return NOTHING if goal is None else sign_and_value(goal, shown)


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
        return _("not begun")
    value = shown.with_unit(came.value)
    if came.is_over or came.value is None:
        return value
    return _("%(value)s up to %(quarter)s") % {
        "value": value,
        "quarter": quarter_inside(came.quarter),
    }
