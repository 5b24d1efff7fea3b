"""The words of numbers, days and quarters (`ground.wording`) in templates."""

from django import template
from django.utils.translation import gettext as _

from ..catalogue.figures import Figure, Quantity
from ..ground import unit_names, wording
from ..ground.printing import NOTHING
from ..units.listing import numbers_of

register = template.Library()

for _words in (
    wording.given,
    wording.figure,
    wording.million,
    wording.percent,
    wording.ratio,
    wording.attained,
    wording.quarter_name,
    wording.quarter_inside,
    wording.period_name,
    wording.period_inside,
    wording.day,
    unit_names.unit_inside,
    numbers_of,
):
    register.filter(_words.__name__, _words)


@register.simple_tag
def nothing() -> str:
    """The dash that stands where there is no value."""
    return NOTHING


@register.filter
def reported(value: int | None, of: Figure) -> str:
    """A reported figure as it stands in a table whose head says its unit."""
    if value is None:
        return NOTHING
    match of.measure:
        case Quantity.YES_NO:
            return _("yes") if value else _("no")
        case Quantity.MONEY:
            return wording.million(value, 6)
    return wording.figure(of.shown(value), 6)
