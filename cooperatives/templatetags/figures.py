"""The words of numbers, days and quarters (`ground.wording`) in templates."""

from django import template

from ..ground import wording
from ..ground.printing import NOTHING

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
):
    register.filter(_words.__name__, _words)


@register.simple_tag
def nothing() -> str:
    """The dash that stands where there is no value."""
    return NOTHING
