"""How far a value is from its target, and what must still come."""

from fractions import Fraction

from django.utils.translation import gettext as _

from ..indicators import Indicator
from ..reckoning.assessment import Assessment
from .amounts import difference, with_unit
from .emphasis import emphasised
from .needed import exactly_on


def from_target(indicator: Indicator, found: Assessment, quarters_left: int) -> str:
    """What each quarter left must bring, failing that how far the value is from its target.

    Nothing without a value or a target. quarters_left: a running one included.
    """
    each = found.required_per_quarter
    if each:
        return required(indicator, each, quarters_left)
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
