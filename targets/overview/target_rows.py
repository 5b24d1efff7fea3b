"""What the row of one target says: the arithmetic behind its words, so that pages hold none.

Pure functions; the words stand in templates/targets/_target_row.html.
"""

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from cooperatives.evidence import REGISTRY_EVIDENCE

from ..comparison.as_json import standing_as_json
from ..comparison.progress import Progress, Standing
from ..indicators import Indicator
from ..reckoning.assessment import Assessment, Doubt, Goal, Moment, Status
from ..words.compared import Compared, compared_in
from .bullet import Bullet, bullet_of


@dataclass(frozen=True)
class TargetRow:
    """One standing with what its row shows beside it.

    goal: the unit's own, failing that its part by the year's end. due: what is due now, None where
    nothing is. bullet is None without a goal. facts: T of design 3, in the indicator's own unit.
    year: that of the selection.
    """

    standing: Standing
    goal: Goal | None
    due: Fraction | None
    bullet: Bullet | None
    facts: dict[str, Any]
    moment: Moment
    year: int

    @property
    def indicator(self) -> Indicator:
        return self.standing.indicator

    @property
    def assessment(self) -> Assessment:
        return self.standing.assessment

    @property
    def is_own(self) -> bool:
        """Whether the unit has this target itself."""
        return self.standing.target is not None

    @property
    def is_from_registry(self) -> bool:
        """Whether it is counted from the registry, where nothing can be missing."""
        return self.indicator.figure in REGISTRY_EVIDENCE

    @property
    def is_open(self) -> bool:
        """Whether missing figures leave the value a range."""
        bounds = self.assessment.measure.bounds
        return bounds is not None and bounds[0] != bounds[1]

    @property
    def is_unsure(self) -> bool:
        """Whether the status is not certain, though there is a value."""
        return self.assessment.doubt is not None

    @property
    def may_still_move(self) -> bool:
        """Whether the range left by missing figures is a reason for the doubt."""
        return self.assessment.doubt is not Doubt.NOT_RATED_YET

    @property
    def ratings_of(self) -> int | None:
        """The year whose ratings the value rests on, for a share of ratings."""
        return ratings_behind(self.standing, self.year, self.moment.quarter)

    @property
    def shortfall(self) -> Fraction | None:
        """How far the value is on the wrong side of the target; None where it is not."""
        return None if self.lead is None or self.holds else abs(self.lead)

    @property
    def surplus(self) -> Fraction | None:
        """How far the value is on the right side of the target; None where it is not."""
        return self.lead if self.holds else None

    @property
    def lead(self) -> Fraction | None:
        """How much better than the target the value is; below zero if worse."""
        value, goal = self.assessment.measure.value, self.assessment.goal
        if value is None or goal is None:
            return None
        return value - goal.value if goal.operator.wants_more else goal.value - value

    @property
    def holds(self) -> bool:
        """Whether the value satisfies the target as it stands now."""
        value, goal = self.assessment.measure.value, self.assessment.goal
        return value is not None and goal is not None and goal.operator.holds(value, goal.value)

    @property
    def is_due_now(self) -> bool:
        """Whether something other than the year's target is due by now."""
        return self.due is not None and self.due != self.goal.value

    @property
    def is_due_today(self) -> bool:
        """Whether what is due goes with the days, not with the quarter's end."""
        return is_due_today(self.indicator, self.moment)

    @property
    def projection(self) -> Fraction | None:
        """The year's end at this pace; counts in whole numbers, rounded down."""
        return shown_projection(self.indicator, self.assessment)

    @property
    def is_settled(self) -> bool:
        """Whether nothing can change any more."""
        return self.moment.is_over or self.assessment.status is Status.MISSED

    @property
    def shows_projection(self) -> bool:
        """Whether the year's end at this pace is still worth a word in the row."""
        return (
            self.indicator.is_flow
            and self.assessment.projection is not None
            and not self.is_settled
            and self.assessment.status is not Status.MET
        )

    @cached_property
    def compared(self) -> Compared:
        """How its values are printed beside the goal."""
        return compared_in(self.indicator, self.assessment, self.goal, self.due, self.projection)


def target_rows(progress: Progress) -> list[TargetRow]:
    """A row for each indicator of the unit looked at, in the plan's order."""
    return [_row(progress, standing) for standing in progress.whole.standings]


def target_row(progress: Progress, code: str) -> TargetRow:
    """The row of one indicator. Raises KeyError for one that was not asked for."""
    return _row(progress, progress.whole.standing(code))


def _row(progress: Progress, standing: Standing) -> TargetRow:
    found, goal = standing.assessment, progress.goals[standing.code]
    due = found.expected
    if standing.contribution and standing.contribution.due:
        due = standing.contribution.due.now
    return TargetRow(
        standing,
        goal,
        due,
        goal and bullet_of(standing.indicator, found.measure, goal, due),
        standing_as_json(standing),
        progress.moment,
        progress.selection.year,
    )


def ratings_behind(standing: Standing, year: int, quarter: int) -> int | None:
    """The year whose ratings a share of ratings rests on: a year is rated when it is over, and
    until then the year before is carried on.
    """
    if not standing.indicator.is_rating_share:
        return None
    has_own = quarter == 4 and standing.assessment.measure.coverage.reported
    return year if has_own else year - 1


def is_due_today(indicator: Indicator, moment: Moment) -> bool:
    """Whether what is due of an indicator goes with the days of a running quarter."""
    return moment.running is not None and indicator.is_event_count


def shown_projection(indicator: Indicator, found: Assessment) -> Fraction | None:
    """The projection as pages say it: a count is a whole number, rounded down."""
    if found.projection is None or not indicator.unit.is_whole:
        return found.projection
    return Fraction(math.floor(found.projection))
