"""What is told of the end of a year that is not over, as the page of one target shows it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from ..comparison.progress import Progress, Standing
from ..indicators import Indicator
from ..reckoning.assessment import Status
from ..reckoning.projection import Pair, Projected, project, tried_at
from ..words import years_end as words
from ..words.compared import Compared, compared


@dataclass(frozen=True)
class YearsEnd:
    """The range and the chance of one indicator, or why there is none.

    quarter: the one at whose end past years are looked at. home: the unit directly under which
    these pairs lie.
    """

    standing: Standing
    found: Projected
    year: int
    quarter: int
    home: str

    @property
    def indicator(self) -> Indicator:
        return self.standing.indicator

    @property
    def ends(self) -> tuple[Fraction, Fraction] | None:
        """The range as pages say it: what is counted in whole numbers, no narrower than it is."""
        if not self.found.has_range:
            return None
        low, high = self.found.low, self.found.high
        if self.indicator.unit.is_whole:
            return Fraction(math.floor(low)), Fraction(math.ceil(high))
        return low, high

    @property
    def chance(self) -> Fraction | None:
        """That the target is reached; None where that is settled, or nothing is told."""
        return None if is_settled(self.standing) else self.found.chance

    @cached_property
    def compared(self) -> Compared:
        assessment = self.standing.assessment
        goal, value = assessment.goal, assessment.measure.value
        return compared(self.indicator, [value, *(self.ends or ())], [goal.value] if goal else ())

    @property
    def heading(self) -> str:
        if not self.found.has_range:
            return words.no_range_heading(self.year)
        goal = self.standing.assessment.goal
        return words.heading(self.year, self.range_said, goal, self.chance, self.compared)

    @property
    def range_said(self) -> str:
        return words.range_said(*self.ends, self.compared) if self.ends else ""

    @property
    def chance_said(self) -> str:
        return "" if self.chance is None else words.chance_said(self.chance)

    @property
    def said(self) -> list[str]:
        """How it was made and how that did on the past, or why nothing is told; in sentences."""
        if not self.found.has_range:
            return [words.why_none(self.found, self.indicator, self.quarter, self.home)]
        value = self.standing.assessment.measure.value
        return [
            words.method(self.found, value, self.quarter, self.home),
            words.tried(self.found, self.quarter, self.home),
        ]

    @property
    def row_label(self) -> str:
        return words.row_label()


def years_end_of(progress: Progress, code: str, pairs: Sequence[Pair] = ()) -> YearsEnd | None:
    """What is told of the year's end; None where the year is over, or nothing is known of it.

    pairs: of past years, for counts of events only what the method is tried on.
    """
    subject, standing = progress.selection, progress.whole.standing(code)
    if progress.is_year_over:
        return None
    indicator, assessment = standing.indicator, standing.assessment
    moment = progress.moment_since(standing.from_year)
    found = project(indicator, assessment.measure, assessment.goal, moment, pairs)
    if found is None:
        return None
    quarter = tried_at(indicator, progress.moment)
    return YearsEnd(standing, found, subject.year, quarter, subject.planning_unit.name)


def chance_of_events(progress: Progress, standing: Standing) -> Fraction | None:
    """How probable a count of events is to reach its target by the year's end, which needs no past;
    None for anything else, and where it is settled.
    """
    if not standing.indicator.is_event_count or is_settled(standing):
        return None
    found = years_end_of(progress, standing.code)
    return found and found.chance


def is_settled(standing: Standing) -> bool:
    """Whether nothing that is still to come can change the status of a count of events."""
    done = (Status.MET, Status.MISSED)
    return standing.indicator.is_event_count and standing.assessment.status in done
