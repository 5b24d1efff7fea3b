"""What the row of one target says: the arithmetic behind its words, so that pages hold none.

Pure functions; the words stand in templates/targets/_target_row.html.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from cooperatives.evidence import REGISTRY_EVIDENCE

from .assessment import Assessment, Goal, Status
from .bullet import Bullet, bullet_of
from .compared import Compared, compared_in
from .indicators import Indicator, Unit
from .presenters import standing_as_json
from .progress import Progress, Standing

NUMERATOR_LABELS = {
    Unit.VND_PER_COOPERATIVE: _("million VND"),
    Unit.VND_PER_MEMBER: _("million VND"),
    Unit.PERCENT: _("coops"),
    Unit.PERSONS: _("persons"),
    Unit.COUNT: "",
}
"""What a numerator, and so a gap, is counted in, for the head of a column."""


@dataclass(frozen=True)
class TargetRow:
    """One standing with what its row shows beside it.

    goal: the unit's own, failing that what its gap is taken against. bullet is None without a goal.
    facts: T of design 3, in the indicator's own unit.
    """

    standing: Standing
    goal: Goal | None
    bullet: Bullet | None
    facts: dict[str, Any]
    quarters_left: int
    is_over: bool

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
        """Whether the status may change with the missing figures."""
        return self.assessment.certain is False and self.assessment.measure.value is not None

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
        """Whether something other than the target is due by the quarter's end."""
        expected = self.assessment.expected
        return expected is not None and expected != self.assessment.goal.value

    @property
    def is_settled(self) -> bool:
        """Whether nothing can change any more."""
        return self.is_over or self.assessment.status is Status.MISSED

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
        return compared_in(self.indicator, self.assessment, self.goal)


def target_rows(progress: Progress) -> list[TargetRow]:
    """A row for each indicator of the unit looked at, in the plan's order."""
    return [_row(progress, standing) for standing in progress.whole.standings]


def target_row(progress: Progress, code: str) -> TargetRow:
    """The row of one indicator. Raises KeyError for one that was not asked for."""
    return _row(progress, progress.whole.standing(code))


def _row(progress: Progress, standing: Standing) -> TargetRow:
    found, goal = standing.assessment, progress.goals[standing.indicator.code]
    bullet = goal and bullet_of(standing.indicator, found.measure, goal, found.expected)
    return TargetRow(
        standing,
        goal,
        bullet,
        standing_as_json(standing),
        4 - progress.selection.quarter,
        progress.selection.is_over,
    )
