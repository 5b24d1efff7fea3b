"""The assessment of one target (design 1.4): pure functions on values, no records.

Values are exact fractions in the indicator's own unit, so that "holds" never turns on a rounding.
"""

import math
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .indicators import Indicator, Measure, Operator, Unit


class Status(StrEnum):
    """Where a target stands."""

    MET = "met"
    MISSED = "missed"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    OFF_TRACK = "off_track"
    NO_DATA = "no_data"

    @property
    def label(self) -> Promise:
        """The status in words."""
        return STATUS_LABELS[self]


STATUS_LABELS = {
    Status.MET: _("met"),
    Status.MISSED: _("missed"),
    Status.ON_TRACK: _("on track"),
    Status.BEHIND: _("behind"),
    Status.OFF_TRACK: _("off track"),
    Status.NO_DATA: _("no data"),
}

WORST_FIRST = (
    Status.MISSED,
    Status.OFF_TRACK,
    Status.BEHIND,
    Status.NO_DATA,
    Status.ON_TRACK,
    Status.MET,
)

# Within a fifth of what was expected a target is behind, beyond it off track.
BEHIND_AT_LEAST = Fraction(8, 10)
BEHIND_AT_MOST = Fraction(12, 10)


@dataclass(frozen=True)
class Goal:
    """What a target asks for: operator, value and the milestones of quarters 1 to 3 (or None)."""

    operator: Operator
    value: Fraction
    milestones: tuple[Fraction | None, Fraction | None, Fraction | None] = (None, None, None)


@dataclass(frozen=True)
class Assessment:
    """A measure held against its goal, or against none.

    value, bounds and the like stand in `measure`. expected: what is due by the quarter's end;
    attainment: 1 is the target; required_per_quarter: what each remaining quarter must bring;
    projection: the value at the year's end at the present pace. All but the status may be None.
    """

    measure: Measure
    goal: Goal | None
    expected: Fraction | None
    status: Status | None
    certain: bool | None
    attainment: Fraction | None
    required_per_quarter: Fraction | None
    projection: Fraction | None


def assess(
    indicator: Indicator, measure: Measure, goal: Goal | None, quarter: int, is_over: bool
) -> Assessment:
    """Hold a measure at the end of a quarter (1 to 4) against a goal.

    is_over: whether the quarter is the fourth and its end is past.
    """
    projection = _projection(indicator, measure.value, quarter)
    if goal is None:
        return Assessment(measure, None, None, None, None, None, None, projection)
    expected = expected_at(indicator, goal, quarter)

    def status_of(value: Fraction | None) -> Status:
        return status(indicator, value, goal, expected, is_over)

    found = status_of(measure.value)
    return Assessment(
        measure,
        goal,
        expected,
        found,
        _is_certain(indicator, measure, status_of),
        _attainment(measure.value, goal),
        _required_per_quarter(indicator, measure.value, goal, found, quarter),
        projection,
    )


def expected_at(indicator: Indicator, goal: Goal, quarter: int) -> Fraction:
    """What is due by a quarter's end: the milestone, else the flow's even share of the target.

    A count of events is due in whole numbers: one union a year is due in the third quarter.
    """
    if quarter < 4 and goal.milestones[quarter - 1] is not None:
        return goal.milestones[quarter - 1]
    if not indicator.is_flow:
        return goal.value
    even = goal.value * quarter / 4
    if not indicator.is_event_count:
        return even
    if goal.operator.wants_more:
        return Fraction(math.ceil(even - Fraction(1, 2)))  # the nearest whole, halves down
    return Fraction(math.ceil(even))


def status(
    indicator: Indicator,
    value: Fraction | None,
    goal: Goal,
    expected: Fraction,
    is_over: bool,
) -> Status:
    """The first status that fits, in the order of design 1.4."""
    if value is None:
        return Status.NO_DATA
    holds = goal.operator.holds(value, goal.value)
    wants_more = goal.operator.wants_more
    if is_over:
        return Status.MET if holds else Status.MISSED
    if indicator.is_event_count and not wants_more and not holds:
        return Status.MISSED  # what has happened cannot be taken back
    settles_early = not indicator.is_flow or (indicator.is_event_count and wants_more)
    if holds and settles_early:
        return Status.MET
    if goal.operator.holds(value, expected):
        return Status.ON_TRACK
    if wants_more:
        near = value >= BEHIND_AT_LEAST * expected
    else:
        near = value <= BEHIND_AT_MOST * expected
    return Status.BEHIND if near else Status.OFF_TRACK


def _is_certain(indicator: Indicator, measure: Measure, status_of) -> bool:
    if measure.value is None or measure.bounds is None:
        return False
    if indicator.unit is Unit.PERCENT and measure.coverage.carried:
        return False
    return len({status_of(value) for value in (measure.value, *measure.bounds)}) == 1


def _attainment(value: Fraction | None, goal: Goal) -> Fraction | None:
    if value is None:
        return None
    part, whole = (value, goal.value) if goal.operator.wants_more else (goal.value, value)
    return part / whole if whole else None


def _required_per_quarter(
    indicator: Indicator, value: Fraction | None, goal: Goal, found: Status, quarter: int
) -> Fraction | None:
    if (
        value is None
        or quarter == 4
        or not indicator.is_flow
        or not goal.operator.wants_more
        or found is Status.MET
    ):
        return None
    left = 4 - quarter
    gap = goal.value - value
    if not indicator.is_event_count:
        return max(Fraction(0), gap / left)
    # The least whole number per quarter that makes the operator hold at the year's end.
    each = math.ceil(gap / left)
    if goal.operator is Operator.MORE_THAN:
        each = math.floor(gap / left) + 1
    return Fraction(max(0, each))


def _projection(indicator: Indicator, value: Fraction | None, quarter: int) -> Fraction | None:
    if value is None:
        return None
    return value * 4 / quarter if indicator.is_flow else value
