"""What a mean or sum would be if every missing cooperative turned out low, or high (design 1.3)."""

from fractions import Fraction

from cooperatives.evidence import Tally

FEWEST_VALUES = 5
"""With fewer single values than this nothing can be said of those that are missing."""

Bounds = tuple[Fraction, Fraction] | None


def bounds_of_mean(mean: Fraction, tally: Tally) -> Bounds:
    """(n × mean + m × p) ÷ (n + m), p being the 10th and the 90th percentile of the n values."""
    n, m = tally.values, tally.missing
    return _bounds(mean, tally, lambda p: (n * mean + m * p) / (n + m))


def bounds_of_sum(total: Fraction, tally: Tally) -> Bounds:
    """sum + m × p, p being the 10th and the 90th percentile of the n values."""
    return _bounds(total, tally, lambda p: total + tally.missing * p)


def _bounds(value: Fraction, tally: Tally, extended) -> Bounds:
    if not tally.missing:
        return value, value
    if tally.values < FEWEST_VALUES:
        return None
    return min(value, extended(tally.low)), max(value, extended(tally.high))
