"""Numbers and shares of those that answer "yes", or lie above or below a threshold."""

from dataclasses import dataclass
from fractions import Fraction

from cooperatives.evidence import Tally

from ..reckoning.measures import Coverage, Measure, no_value
from .base import Single


@dataclass(frozen=True)
class YesCount(Single):
    """How many of those with a value count as "yes"; each missing one may be one more."""

    def measure(self, tally: Tally | None) -> Measure:
        coverage = _coverage(tally)
        if tally is None or not tally.values:
            return no_value(coverage)
        value = Fraction(tally.total)
        return Measure(value, tally.total, None, coverage, (value, value + tally.missing))


@dataclass(frozen=True)
class YesShare(Single):
    """The share of those with a value that count as "yes", in per cent; of those missing none may
    be one, or all.
    """

    averages = True
    is_share = True

    def measure(self, tally: Tally | None) -> Measure:
        coverage = _coverage(tally)
        if tally is None or not tally.values:
            return no_value(coverage)
        yes, values, missing = tally.total, tally.values, tally.missing
        return Measure(
            Fraction(100 * yes, values),
            yes,
            values,
            coverage,
            (
                Fraction(100 * yes, values + missing),
                Fraction(100 * (yes + missing), values + missing),
            ),
        )


def _coverage(tally: Tally | None) -> Coverage:
    if tally is None:
        return Coverage(0, 0, 0)
    return Coverage(tally.reported, tally.carried, tally.expected)
