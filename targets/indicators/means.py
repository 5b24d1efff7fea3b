"""Means of the year to date: per cooperative, or per member."""

from dataclasses import dataclass, field
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from cooperatives.catalogue import figures
from cooperatives.evidence import Tally

from ..reckoning.bounds import bounds_of_mean
from ..reckoning.measures import Coverage, Flow, Measure, Unit, no_value
from .base import Single, in_own_unit, spread_of


@dataclass(frozen=True)
class Mean(Single):
    """Σ value × weight ÷ Σ weight over complete cooperatives.

    The weight is 1 for means per cooperative, and the number of members for incomes. weight_scale:
    by how much stored weights are divided, where they are millionths.
    """

    weight_scale: int = field(default=1, kw_only=True)

    averages = True
    is_from_figures = True

    @property
    def is_share(self) -> bool:
        """A mean of percentages is one."""
        return self.unit is Unit.PERCENT

    def measure(self, tally: Tally | None) -> Measure:
        if tally is None:
            return no_value(Coverage(0, 0, 0))
        coverage = Coverage(tally.reported, tally.carried, tally.expected)
        if not tally.weight:
            return no_value(coverage)
        value = Fraction(tally.total, tally.weight * self.scale)
        return Measure(
            value,
            in_own_unit(tally.total, self.scale * self.weight_scale),
            in_own_unit(tally.weight, self.weight_scale),
            coverage,
            bounds_of_mean(value, spread_of(tally, self.scale)),
        )


def _mean(code: str, label, short_label, figure: figures.Figure, unit: Unit, *, definition) -> Mean:
    flow, sources = Flow(figure.nature), figure.sources
    return Mean(code, label, short_label, figure.code, unit, flow, definition, sources=sources)


AVERAGE_PROFIT = _mean(
    "average_profit",
    _("Average profit per cooperative"),
    _("Profit"),
    figures.PROFIT,
    Unit.VND_PER_COOPERATIVE,
    definition=_(
        "Profit from 1 January to the end of the quarter, added up over the cooperatives that"
        " operate on its last day and have reported every quarter so far, divided by their number."
        " A loss counts below zero; who lacks a quarter is left out, never taken for zero. At the"
        " year's end the final yearly report goes before the quarters."
    ),
)
AVERAGE_REVENUE = _mean(
    "average_revenue",
    _("Average revenue per cooperative"),
    _("Revenue"),
    figures.REVENUE,
    Unit.VND_PER_COOPERATIVE,
    definition=_(
        "Revenue from 1 January to the end of the quarter, added up over the cooperatives that"
        " operate on its last day and have reported every quarter so far, divided by their number."
        " Who lacks a quarter is left out, never taken for zero. At the year's end the final"
        " yearly report goes before the quarters."
    ),
)
AVERAGE_MEMBER_INCOME = _mean(
    figures.AVERAGE_MEMBER_INCOME.code,
    _("Average income per member"),
    _("Income"),
    figures.AVERAGE_MEMBER_INCOME,
    Unit.VND_PER_MEMBER,
    definition=_(
        "Income per member from 1 January to the end of the quarter: that of each operating"
        " cooperative with all its quarters times its newest number of members, divided by all of"
        " these members. Who lacks a quarter or the members is left out, never taken for zero. At"
        " the year's end the final yearly report goes before the quarters."
    ),
)
