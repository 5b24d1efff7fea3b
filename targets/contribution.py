"""What each sub-unit brings to the value and to the gap of a unit (design 1.4): pure functions.

Gaps are against the year's target, in what the numerator is counted in (VND for means, cooperatives
for shares, else the indicator's own unit). A negative gap is missing under >= and >, and is room
left under <= and <.
"""

from dataclasses import dataclass
from fractions import Fraction

from .assessment import Goal
from .indicators import Indicator, Measure, Unit


@dataclass(frozen=True)
class Contribution:
    """share_of_value: its numerator ÷ the whole's; gap: what it lacks (negative) or has over.

    Both are None where they cannot be computed. is_good: whether the gap lies on the right side.
    """

    share_of_value: Fraction | None
    gap: Fraction | None
    is_good: bool | None


def contribution(
    indicator: Indicator,
    measure: Measure,
    whole: Measure,
    goal: Goal | None,
    due: Fraction | None,
) -> Contribution:
    """The part of one sub-unit in a whole.

    goal: the goal of the whole, whose value means and shares are held against. due: what a count or
    sum is held against, from `due_of`.
    """
    share = None
    if measure.numerator is not None and whole.numerator:
        share = Fraction(measure.numerator, whole.numerator)
    gap = gap_of(indicator, measure, goal, due)
    is_good = None
    if gap is not None:
        is_good = goal.operator.holds(gap, 0)
    return Contribution(share, gap, is_good)


def gap_of(
    indicator: Indicator, measure: Measure, goal: Goal | None, due: Fraction | None
) -> Fraction | None:
    """numerator − target × denominator for means and shares; else numerator − due."""
    if goal is None or measure.numerator is None:
        return None
    if indicator.averages:
        value = goal.value / 100 if indicator.unit is Unit.PERCENT else goal.value
        return measure.numerator - value * measure.denominator
    return None if due is None else measure.numerator - due


def due_of(
    own: Goal | None, goal_of_whole: Goal | None, operating: int, operating_in_whole: int
) -> Fraction | None:
    """What a count or sum of a sub-unit should be: its own target, failing that the whole's target
    in proportion to its share of the cooperatives operating at the quarter's end.
    """
    if own is not None:
        return own.value
    if goal_of_whole is None or not operating_in_whole:
        return None
    return goal_of_whole.value * operating / operating_in_whole
