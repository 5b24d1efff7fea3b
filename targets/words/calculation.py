"""How a value came about, in a line."""

from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperatives.ground.printing import number_text
from cooperatives.ground.wording import figure, million

from ..indicators import Indicator
from ..reckoning.measures import Measure, Unit
from .reported import is_from_registry


def calculation(indicator: Indicator, measure: Measure) -> str:
    """What a value was divided from, or where it was counted; nothing without a value."""
    if measure.value is None:
        return ""
    above, below = measure.numerator, measure.denominator
    if below is None:
        if is_from_registry(indicator):
            return _("counted in the registry of organisations")
        return _("added up over the operating cooperatives")
    if not indicator.divides_cooperatives:
        return f"{_number(above)} ÷ {_number(below)}"
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


def _number(value: Fraction | int) -> str:
    """A number that was divided, of amounts in VND."""
    return number_text(value, 2)
