"""Ratios of two figures over all that have both."""

from dataclasses import dataclass, field
from fractions import Fraction

from cooperatives.evidence import Tally

from ..reckoning.measures import Coverage, Measure, Unit, no_value
from .base import Single, in_own_unit


@dataclass(frozen=True)
class Ratio(Single):
    """Σ of one figure ÷ Σ of another. Of those that are missing nothing can be said: what they add
    to either is not known. weight_scale: by how much stored divisors are divided.
    """

    weight_scale: int = field(default=1, kw_only=True)

    averages = True

    def measure(self, tally: Tally | None) -> Measure:
        if tally is None:
            return no_value(Coverage(0, 0, 0))
        coverage = Coverage(tally.reported, tally.carried, tally.expected)
        if not tally.weight:
            return no_value(coverage)
        above = in_own_unit(tally.total, self.scale)
        below = in_own_unit(tally.weight, self.weight_scale)
        value = Fraction(above) / below * (100 if self.unit is Unit.PERCENT else 1)
        bounds = None if tally.missing else (value, value)
        return Measure(value, above, below, coverage, bounds)
