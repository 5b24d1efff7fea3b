"""The assessment of one target (design 1.4): pure functions on values, no records.

Values are exact fractions in the indicator's own unit, so that "holds" never turns on a rounding.
"""

import math
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from .judged import Judged
from .measures import Measure, Operator


class Status(StrEnum):
    """Where a target stands."""

    MET = "met"
    MISSED = "missed"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    OFF_TRACK = "off_track"
    NO_DATA = "no_data"


WORST_FIRST = (
    Status.MISSED,
    Status.OFF_TRACK,
    Status.BEHIND,
    Status.NO_DATA,
    Status.ON_TRACK,
    Status.MET,
)

NEAR = Fraction(2, 10)
"""Within this part of what was expected a target is behind, beyond it off track."""
NEAR_EVENTS = 1
"""Counts of events are behind, and not off track, also within so many of what was expected."""
FIRST_DAYS = 45
"""In so many days of a year the pace of its events says nothing of its end."""


class Doubt(StrEnum):
    """Why a status is not certain: the first that fits."""

    NOT_RATED_YET = "not_rated_yet"
    """A share of ratings, or its growth, before quarter 4: the year's own do not exist yet."""
    CARRIED = "carried"
    """A share of ratings, some of which are those of the year before."""
    FEW = "few"
    """An average or sum of figures that fewer than half of those expected have."""
    OPEN = "open"
    """What is missing could change it, or nothing can be said of what is missing."""


@dataclass(frozen=True)
class DaysGone:
    """How much of a running quarter, and of its year, has gone: whole days, today included; in a
    period of several years of_year and year are those of the period.
    """

    of_quarter: int
    quarter: int
    of_year: int
    year: int


@dataclass(frozen=True)
class Moment:
    """When a target is looked at: the quarter, 1 to 4, of its year.

    is_over: whether the quarter is the fourth and its end is past. running: the days gone of a
    quarter that has begun and not ended, else None. years_before: the whole years of a period that
    went before the year, over which a value is counted too.
    """

    quarter: int
    is_over: bool = False
    running: DaysGone | None = None
    years_before: int = 0

    @property
    def quarters_left(self) -> int:
        """The quarters in which something can still happen, a running one included."""
        return 4 - self.quarter + (self.running is not None)


@dataclass(frozen=True)
class Goal:
    """What a target asks for: operator, value and the milestones of quarters 1 to 3 (or None).

    value_to: the upper end of a target given as a range, which is shown; `value` is what is judged
    by. years_before: the whole years of its period before its year.
    """

    operator: Operator
    value: Fraction
    milestones: tuple[Fraction | None, Fraction | None, Fraction | None] = (None, None, None)
    value_to: Fraction | None = None
    years_before: int = 0


@dataclass(frozen=True)
class Assessment:
    """A measure held against its goal, or against none.

    value, bounds and the like stand in `measure`. expected: what is due by the quarter's end;
    attainment: 1 is the target; required_per_quarter: what each remaining quarter must bring;
    projection: the value at the year's end, which is the period's, at the present pace. All but the
    status may be None.
    """

    measure: Measure
    goal: Goal | None
    expected: Fraction | None
    status: Status | None
    certain: bool | None
    doubt: Doubt | None
    attainment: Fraction | None
    required_per_quarter: Fraction | None
    projection: Fraction | None

    @property
    def is_unsure(self) -> bool:
        """Whether it has a status that is not certain."""
        return self.doubt is not None and self.status is not Status.NO_DATA


def assess(indicator: Judged, measure: Measure, goal: Goal | None, moment: Moment) -> Assessment:
    """Hold a measure against a goal, at a quarter's end or within a running quarter."""
    projection = projection_of(indicator, measure.value, moment)
    if goal is None:
        return Assessment(measure, None, None, None, None, None, None, None, projection)
    expected = expected_now(indicator, goal, moment)

    def status_of(value: Fraction | None) -> Status:
        return status(indicator, value, goal, expected, moment.is_over)

    found = Status.NO_DATA if _has_no_rating(indicator, measure) else status_of(measure.value)
    doubt = _doubt(indicator, measure, moment, status_of)
    return Assessment(
        measure,
        goal,
        expected,
        found,
        measure.value is not None and doubt is None,
        doubt,
        _attainment(measure.value, goal),
        _required_per_quarter(indicator, measure.value, goal, found, moment),
        projection,
    )


def expected_at(indicator: Judged, goal: Goal, quarter: int) -> Fraction:
    """What is due by a quarter's end: the milestone, else the flow's even share of the target by
    the quarters gone of its year or period, not above the next milestone nor below the last.

    A count of events is due in whole numbers: one union a year is due in the third quarter.
    """
    if quarter < 4 and goal.milestones[quarter - 1] is not None:
        return goal.milestones[quarter - 1]
    if not indicator.is_flow:
        return goal.value
    before = 4 * goal.years_before
    even = goal.value * (before + quarter) / (before + 4)
    following = [each for each in goal.milestones[quarter:] if each is not None]
    earlier = [each for each in goal.milestones[: quarter - 1] if each is not None]
    even = min([even, *following[:1]])
    even = max([even, *earlier[-1:]])
    return _whole(even, goal.operator) if indicator.is_event_count else even


def first_due(indicator: Judged, goal: Goal, moment: Moment) -> tuple[int, Fraction] | None:
    """While no event is due yet: the quarter by whose end the first are, and how many; None where
    some are due already, or none ever.
    """
    if not (indicator.is_event_count and goal.operator.wants_more):
        return None
    if expected_now(indicator, goal, moment) > 0:
        return None
    dues = ((one, expected_at(indicator, goal, one)) for one in range(moment.quarter, 5))
    return next((found for found in dues if found[1] > 0), None)


def expected_now(indicator: Judged, goal: Goal, moment: Moment) -> Fraction:
    """What is due at a moment: by the quarter's end; of events in a running quarter the part for
    the days gone, on the way from what was due when it began, in whole numbers.
    """
    by_its_end = expected_at(indicator, goal, moment.quarter)
    days = moment.running
    if days is None or not indicator.is_event_count:
        return by_its_end
    before = _whole_by_new_year(goal)
    if moment.quarter > 1:
        before = expected_at(indicator, goal, moment.quarter - 1)
    by_now = before + (by_its_end - before) * Fraction(days.of_quarter, days.quarter)
    return Fraction(math.floor(by_now) if goal.operator.wants_more else math.ceil(by_now))


def _whole_by_new_year(goal: Goal) -> Fraction:
    """What of a count of events was due when the year began: in a period its even share."""
    even = goal.value * goal.years_before / (goal.years_before + 1)
    return _whole(even, goal.operator)


def _whole(even: Fraction, operator: Operator) -> Fraction:
    """An even share of a count of events in whole numbers: under >= and > the nearest, halves
    down; under <= and < rounded up.
    """
    return Fraction(math.ceil(even - Fraction(1, 2) if operator.wants_more else even))


def status(
    indicator: Judged,
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
    nothing_is_due = goal.operator is Operator.MORE_THAN and value == expected == 0
    if goal.operator.holds(value, expected) or nothing_is_due:
        return Status.ON_TRACK
    room = NEAR * abs(expected)
    if indicator.is_event_count:
        room = max(room, Fraction(NEAR_EVENTS))
    near = value >= expected - room if wants_more else value <= expected + room
    return Status.BEHIND if near else Status.OFF_TRACK


def _has_no_rating(indicator: Judged, measure: Measure) -> bool:
    """Whether it is a share of ratings of which none is the year's own: nothing to judge by."""
    return indicator.is_rating_share and not measure.coverage.reported


def _doubt(indicator: Judged, measure: Measure, moment: Moment, status_of) -> Doubt | None:
    coverage = measure.coverage
    if measure.value is None:
        return None
    if indicator.waits_for_ratings and moment.quarter < 4:
        return Doubt.NOT_RATED_YET
    if indicator.is_rating_share and coverage.carried:
        return Doubt.CARRIED
    if has_few(indicator, measure):
        return Doubt.FEW
    if measure.bounds is None:
        return Doubt.OPEN
    if len({status_of(value) for value in (measure.value, *measure.bounds)}) > 1:
        return Doubt.OPEN
    return None


def has_few(indicator: Judged, measure: Measure) -> bool:
    """Whether it is an average or sum of figures that fewer than half of those expected have."""
    coverage = measure.coverage
    return indicator.is_from_figures and 2 * coverage.with_value < coverage.expected


def is_either_way(found: Assessment) -> bool:
    """Whether the value may still come to lie on either side of its target."""
    goal, bounds = found.goal, found.measure.bounds
    if goal is None or bounds is None:
        return False
    return len({goal.operator.holds(value, goal.value) for value in bounds}) > 1


def _attainment(value: Fraction | None, goal: Goal) -> Fraction | None:
    if value is None:
        return None
    part, whole = (value, goal.value) if goal.operator.wants_more else (goal.value, value)
    return part / whole if whole else None


def _required_per_quarter(
    indicator: Judged, value: Fraction | None, goal: Goal, found: Status, moment: Moment
) -> Fraction | None:
    left = moment.quarters_left
    if (
        value is None
        or not left
        or not indicator.is_flow
        or not goal.operator.wants_more
        or found is Status.MET
    ):
        return None
    gap = goal.value - value
    if not indicator.is_event_count:
        return max(Fraction(0), gap / left)
    # The least whole number per quarter that makes the operator hold at the year's end.
    each = math.ceil(gap / left)
    if goal.operator is Operator.MORE_THAN:
        each = math.floor(gap / left) + 1
    return Fraction(max(0, each))


def projection_of(indicator: Judged, value: Fraction | None, moment: Moment) -> Fraction | None:
    """The value at the year's end at the present pace; of a level the value itself."""
    if value is None or not indicator.is_flow:
        return value
    days = moment.running
    if days is None or not indicator.is_event_count:
        before = 4 * moment.years_before
        return value * (before + 4) / (before + moment.quarter)
    return None if days.of_year <= FIRST_DAYS else value * days.year / days.of_year
