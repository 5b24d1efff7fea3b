"""What a mean or sum would be if every missing cooperative turned out low, or high (design 1.3)."""

from dataclasses import dataclass
from fractions import Fraction

FEWEST_VALUES = 5
"""With fewer single values than this nothing can be said of those that are missing."""

Bounds = tuple[Fraction, Fraction] | None


@dataclass(frozen=True)
class Spread:
    """How far single values lie apart, and how many are missing.

    low and high: the 10th and 90th percentile of the `values` that are known, None without any.
    """

    values: int
    missing: int
    low: int | None
    high: int | None


def bounds_of_mean(mean: Fraction, spread: Spread) -> Bounds:
    """(n × mean + m × p) ÷ (n + m), p being the 10th and the 90th percentile of the n values."""
    n, m = spread.values, spread.missing
    return _bounds(mean, spread, lambda p: (n * mean + m * p) / (n + m))


def bounds_of_sum(total: Fraction, spread: Spread) -> Bounds:
    """sum + m × p, p being the 10th and the 90th percentile of the n values."""
    return _bounds(total, spread, lambda p: total + spread.missing * p)


def _bounds(value: Fraction, spread: Spread, extended) -> Bounds:
    if not spread.missing:
        return value, value
    if spread.values < FEWEST_VALUES:
        return None
    return min(value, extended(spread.low)), max(value, extended(spread.high))
