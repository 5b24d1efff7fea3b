"""How a value came about, in a line."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperatives.ground.wording import figure, million

from ..indicators import Indicator
from ..reckoning.measures import Measure, Unit
from .reported import is_from_registry


def calculation(indicator: Indicator, measure: Measure) -> str:
    """What a value was divided from, or where it was counted; nothing without a value."""
    if measure.value is None:
        return ""
    if indicator.unit in (Unit.COUNT, Unit.PERSONS):
        if is_from_registry(indicator):
            return _("counted in the registry of organisations")
        return _("added up over the operating cooperatives")
    above, below = measure.numerator, measure.denominator
    numbers = {"above": million(above), "below": figure(below)}
    if indicator.unit is Unit.VND_PER_COOPERATIVE:
        text = ngettext(
            "%(above)s million VND ÷ %(below)s cooperative with all its quarters",
            "%(above)s million VND ÷ %(below)s cooperatives with all their quarters",
            below,
        )
    elif indicator.unit is Unit.VND_PER_MEMBER:
        text = ngettext(
            "%(above)s million VND ÷ %(below)s member",
            "%(above)s million VND ÷ %(below)s members",
            below,
        )
    else:
        numbers["above"] = figure(above)
        text = ngettext(
            "%(above)s of %(below)s cooperative", "%(above)s of %(below)s cooperatives", below
        )
    return text % numbers
