"""What the drawing of a target's row says, for those who do not see it."""

from fractions import Fraction

from django.utils.translation import gettext as _

from ..reckoning.assessment import Goal
from ..reckoning.measures import Measure
from .aims import aim_with_unit
from .compared import Compared
from .doubts import is_open


def bullet_in_words(measure: Measure, goal: Goal, due: Fraction | None, shown: Compared) -> str:
    """Value, target, what is due by now unless it is the target, and what is possible."""
    said = [_("No data")]
    if measure.value is not None:
        said = [_("Value %(value)s") % {"value": shown.with_unit(measure.value)}]
    said.append(_("target %(aim)s") % {"aim": aim_with_unit(goal, shown)})
    if due not in (None, goal.value):
        said.append(_("due by now %(due)s") % {"due": shown.with_unit(due)})
    if is_open(measure):
        low, high = measure.bounds
        ends = {"low": shown.amount(low), "high": shown.with_unit(high)}
        said.append(_("possible from %(low)s to %(high)s") % ends)
    return "; ".join(said)
