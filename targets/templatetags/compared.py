"""Values of indicators; beside their target, due value or official figure, in the order they have.

What is compared with what is said once, by `targets.words.compared`; these print one value of it.
"""

from django import template

from cooperatives.ground.printing import NOTHING, Number

from ..comparison.progress import Standing
from ..indicators import Indicator
from ..words import amounts, labels
from ..words.compared import Compared, beside_target, compared_in, exactly

register = template.Library()

for _words in (
    amounts.amount,
    amounts.bare,
    amounts.with_unit,
    amounts.difference,
    amounts.gap,
    amounts.gap_with_unit,
    amounts.gap_size,
    labels.status_label,
    labels.unit_label,
):
    register.filter(_words.__name__, _words)


@register.filter
def compared(standing: Standing) -> Compared:
    """All values that are printed of a standing, beside its own target."""
    return compared_in(standing.indicator, standing.assessment, standing.assessment.goal)


@register.filter
def compared_in_cell(standing: Standing) -> Compared:
    """A standing's value beside its own target."""
    return beside_target(standing.indicator, standing.assessment)


@register.filter
def amount_in(value: Number | None, beside: Compared) -> str:
    """One of the compared values, its unit aside."""
    return beside.amount(value)


@register.filter
def with_unit_in(value: Number | None, beside: Compared) -> str:
    """One of the compared values with its unit."""
    return beside.with_unit(value)


@register.filter
def bare_in(value: Number | None, beside: Compared) -> str:
    """One of the compared values in a column whose head says the unit."""
    return beside.bare(value)


@register.filter
def as_set(value: Number | None, indicator: Indicator) -> str:
    """A target or official figure as it was set, its unit aside."""
    return NOTHING if value is None else exactly(indicator, value).amount(value)


@register.filter
def as_set_with_unit(value: Number | None, indicator: Indicator) -> str:
    """A target or official figure as it was set, with its unit."""
    return NOTHING if value is None else exactly(indicator, value).with_unit(value)
