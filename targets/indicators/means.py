"""Means of the year to date: per cooperative, or per member."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from cooperatives.evidence import Tally

from .base import Coverage, Flow, Indicator, Measure, Unit, no_value
from .bounds import bounds_of_mean


@dataclass(frozen=True)
class Mean(Indicator):
    """Σ value × weight ÷ Σ weight over complete cooperatives, in VND.

    The weight is 1 for means per cooperative, and the number of members for incomes.
    """

    averages = True
    is_from_figures = True

    def measure(self, tally: Tally | None) -> Measure:
        if tally is None:
            return no_value(Coverage(0, 0, 0))
        coverage = Coverage(tally.reported, tally.carried, tally.expected)
        if not tally.weight:
            return no_value(coverage)
        value = Fraction(tally.total, tally.weight)
        return Measure(value, tally.total, tally.weight, coverage, bounds_of_mean(value, tally))


def _mean(code: str, label, short_label, figure: str, unit: Unit) -> Mean:
    return Mean(code, label, short_label, figure, unit, Flow.FLOW)


AVERAGE_PROFIT = _mean(
    "average_profit",
    _("Average profit per cooperative"),
    _("Profit"),
    "profit",
    Unit.VND_PER_COOPERATIVE,
)
AVERAGE_REVENUE = _mean(
    "average_revenue",
    _("Average revenue per cooperative"),
    _("Revenue"),
    "revenue",
    Unit.VND_PER_COOPERATIVE,
)
AVERAGE_MEMBER_INCOME = _mean(
    "average_member_income",
    _("Average income per member"),
    _("Income"),
    "average_member_income",
    Unit.VND_PER_MEMBER,
)
