"""What would close a gap (design 1.4): pure functions on exact numbers."""

import math
from collections.abc import Sequence
from fractions import Fraction

from .measures import Operator


def fewest_to_change(
    operator: Operator, limit: Fraction | int, part: int, whole: int
) -> int | None:
    """How few of a whole must leave its part (under <= and <), or join it (under >= and >), for the
    part's share, in per cent, to hold against a limit.

    0 where it holds already; None where not even all of them would do, or the whole is nothing.
    """
    if not whole:
        return None
    bound = Fraction(limit) * whole / 100
    short = bound - part if operator.wants_more else part - bound
    is_strict = operator in (Operator.MORE_THAN, Operator.LESS_THAN)
    needed = max(0, math.floor(short) + 1 if is_strict else math.ceil(short))
    there_are = whole - part if operator.wants_more else part
    return needed if needed <= there_are else None


def shares_of_gap(
    operator: Operator, due: Fraction | int, values: Sequence[tuple[int, int]]
) -> list[Fraction | None]:
    """What each of some single values, with its weight, adds to what those on the wrong side of a
    mean that is due lack together: parts of 1, which they add up to.

    None for a value that holds against what is due, and for one that weighs nothing.
    """
    lacking = [
        None if operator.holds(value, due) else abs(due - value) * weight
        for value, weight in values
    ]
    in_all = sum(filter(None, lacking))
    return [Fraction(one) / in_all if one else None for one in lacking]


def fewest_that_make(shares: Sequence[Fraction], part: Fraction) -> int:
    """How few of some shares, the largest first, come to a part of 1; all where they do not."""
    total = Fraction(0)
    for number, share in enumerate(sorted(shares, reverse=True), start=1):
        total += share
        if total >= part:
            return number
    return len(shares)
