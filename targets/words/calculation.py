"""How a value came about, in a line."""

from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperatives.evidence import Basis, figures_of
from cooperatives.ground.printing import number_text
from cooperatives.ground.wording import figure, million

from ..indicators import Indicator
from ..indicators.composed import Growth, PerMonth, Quotient
from ..indicators.definitions import joined
from ..indicators.ratios import Ratio
from ..reckoning.measures import Measure, Unit
from .amounts import with_unit
from .reported import is_from_registry


def calculation(indicator: Indicator, measure: Measure) -> str:
    """What a value was divided from, or where it was counted; nothing without a value."""
    if measure.value is None:
        return ""
    above, below = measure.numerator, measure.denominator
    if below is None:
        return _undivided(indicator)
    if isinstance(indicator, PerMonth):
        return calculation(indicator.of, measure)
    if isinstance(indicator, Quotient):
        return f"{with_unit(above, indicator.of)} ÷ {with_unit(below, indicator.per)}"
    if isinstance(indicator, Growth):
        text = _("%(now)s against %(before)s then")
        shown = {"now": with_unit(above, indicator.of), "before": with_unit(below, indicator.of)}
        return text % shown
    if isinstance(indicator, Ratio):
        basis = indicator.figure
        return f"{_amount(above, basis.of)} ÷ {_amount(below, basis.per)}"
    if indicator.counts_units and indicator.is_share and not _is_weighed(indicator):
        text = ngettext("%(above)s of %(below)s unit", "%(above)s of %(below)s units", below)
        return text % {"above": number_text(above, 2), "below": figure(below)}
    if not indicator.divides_cooperatives:
        weights = indicator.figure.per if isinstance(indicator.figure, Basis) else ""
        divisor = _amount(below, weights) if weights else figure(below)
        return f"{number_text(above, 2)} ÷ {divisor}"
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


def _undivided(indicator: Indicator) -> str:
    if is_from_registry(indicator):
        return _("counted in the registry of organisations")
    if indicator.counts_units:
        return _("added up over the units that report it")
    return _("added up over the operating cooperatives")


def _is_weighed(indicator: Indicator) -> bool:
    return isinstance(indicator.figure, Basis) and bool(indicator.figure.per)


def _amount(value: Fraction | int, codes: str) -> str:
    """An amount of figures, with their names: "lợi nhuận 30 triệu đồng"."""
    figures = figures_of(codes)
    shown = number_text(value, 2)
    if figures[0].is_money:
        shown = _("%(amount)s million VND") % {"amount": million(value, 2)}
    return f"{joined(figures)} {shown}"
