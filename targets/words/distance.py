"""How far a value is from its target, and what must still come."""

from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from cooperatives.ground.wording import day

from ..indicators import Indicator
from ..reckoning.assessment import Assessment, Status
from .amounts import difference, with_unit
from .emphasis import emphasised
from .needed import exactly_on


def from_target(
    indicator: Indicator, found: Assessment, quarters_left: int, counted_to: date | None = None
) -> str:
    """What each quarter left must bring, failing that how far the value is from its target.

    Nothing without a value or a target, or where the value is no judgement. quarters_left: a
    running one included. counted_to: the last day that the value counts, where more may have
    happened since.
    """
    if found.status is Status.NO_DATA:
        return ""
    each = found.required_per_quarter
    if each:
        said = required(indicator, each, quarters_left)
        if counted_to is None:
            return said
        return emphasised(_("%(said)s, counted after %(day)s"), said=said, day=day(counted_to))
    if each is not None:
        return _("Holds already; it must stay so to the year's end")
    value, goal = found.measure.value, found.goal
    if value is None or goal is None:
        return ""
    apart = value - goal.value
    wants_more = goal.operator.wants_more
    if not apart:
        return exactly_on(goal)
    if not goal.operator.holds(value, goal.value):
        short = _("<strong>%(amount)s</strong> short of the target")
        above = _("<strong>%(amount)s</strong> above the limit")
        return emphasised(short if wants_more else above, amount=difference(abs(apart), indicator))
    over = _("<strong>%(amount)s</strong> over the target")
    below = _("<strong>%(amount)s</strong> below the limit")
    return emphasised(over if wants_more else below, amount=difference(abs(apart), indicator))


def required(indicator: Indicator, each: Fraction, quarters_left: int) -> str:
    """What each of the quarters left must bring for the target to be met."""
    amount = with_unit(each, indicator)
    if quarters_left == 1:
        return emphasised(_("<strong>%(each)s</strong> needed in the last quarter"), each=amount)
    text = _("<strong>%(each)s</strong> needed in each of the %(left)s quarters left")
    return emphasised(text, each=amount, left=quarters_left)
