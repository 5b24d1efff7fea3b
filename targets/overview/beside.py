"""Years beside each other: what was aimed at and reached, as pages show it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Protocol

from cooperatives.ground.calendar import Quarter

from ..comparison.progress import Standing, YearHeld
from ..indicators import Indicator, known
from ..reckoning.assessment import Assessment, Moment, assess
from ..reckoning.measures import Coverage, Measure
from ..words import beside as words
from ..words.compared import Compared, compared
from .target_rows import ratings_behind


@dataclass(frozen=True)
class Reached:
    """How far an indicator came in a year: at its end, while it is not over up to the newest
    quarter that has ended and has a value, so that all indicators are of one day where they can be;
    failing that up to the newest with a value.

    quarter: that; None in a year that has not begun. found: the year's end against its target;
    None without one, and while the year is not over. coverage: who stands behind the value.
    """

    quarter: int | None
    value: Fraction | None
    is_over: bool
    found: Assessment | None
    coverage: Coverage | None = None


def reached(indicator: Indicator, held: YearHeld, day: date) -> Reached:
    """day: today."""
    begun = [number for number, measure in enumerate(held.measures, start=1) if measure]
    if not begun:
        return Reached(None, None, is_over=False, found=None)
    is_over = day > Quarter(held.year, 4).ends_on
    known_ones = [number for number in begun if held.values[number - 1] is not None]
    ended = [number for number in known_ones if day > Quarter(held.year, number).ends_on]
    quarter = begun[-1] if is_over else (ended or known_ones or begun)[-1]
    measure = held.measures[quarter - 1]
    found = None
    if is_over and held.goal:
        moment = Moment(quarter, is_over=True, years_before=held.goal.years_before)
        found = assess(indicator, measure, held.goal, moment)
    return Reached(quarter, measure.value, is_over, found, measure.coverage)


@dataclass(frozen=True)
class PlannedBeside:
    """What two years aim at for one indicator, and what they reached; either may lack it.

    change: of the value aimed at, None where it was or is none.
    """

    indicator: Indicator
    before: YearHeld | None
    now: YearHeld
    reached_before: Reached | None
    reached_now: Reached
    compared: Compared

    @property
    def aim_before(self) -> str:
        return words.aim(self.before and self.before.goal, self.compared)

    @property
    def aim(self) -> str:
        return words.aim(self.now.goal, self.compared)

    @property
    def difference(self) -> Fraction | None:
        """By how much the value aimed at is higher; None where one of the years aims at none."""
        before = self.before and self.before.goal
        return self.now.goal.value - before.value if before and self.now.goal else None

    @property
    def change(self) -> str:
        before = self.before and self.before.goal
        return words.change(self.indicator, before, self.now.goal)

    @property
    def came_to(self) -> str:
        """What the year before came to."""
        return words.came_to(self.reached_before, self.compared) if self.reached_before else ""

    @property
    def stands(self) -> str:
        return words.came_to(self.reached_now, self.compared)

    @property
    def came_rests_on(self) -> str:
        """Who stands behind what the year before came to, where that is not all."""
        return self._rests_on(self.before, self.reached_before)

    @property
    def stands_rests_on(self) -> str:
        return self._rests_on(self.now, self.reached_now)

    def _rests_on(self, held: YearHeld | None, came: Reached | None) -> str:
        if held is None or came is None or came.value is None:
            return ""
        ratings_of = ratings_behind(self.indicator, came.coverage, held.year, came.quarter)
        return words.rests_on(self.indicator, came.coverage, ratings_of)


def planned_beside(
    held: Mapping[str, Mapping[int, YearHeld]], year: int, before: int | None, day: date
) -> Iterator[PlannedBeside]:
    """A row for each indicator that either year aims at."""
    for code, years in held.items():
        indicator = known(code)
        now, then = years[year], None if before is None else years[before]
        ends = reached(indicator, now, day), then and reached(indicator, then, day)
        goals = [one.goal for one in (now, then) if one and one.goal]
        values = [end.value for end in ends if end]
        shown = compared(indicator, values, [goal.value for goal in goals])
        yield PlannedBeside(indicator, then, now, ends[1], ends[0], shown)


class Part(Protocol):
    """What a year added to an indicator that is counted over several."""

    year: int
    until: int
    is_over: bool
    alone: Measure
    so_far: Measure


@dataclass(frozen=True)
class YearsPart:
    """A year of a period as the page shows it: what it added, what there is by its end, and how
    much of the target that is.
    """

    year: int
    alone: str
    so_far: str
    attained: str


def years_parts(standing: Standing, parts: Iterable[Part]) -> list[YearsPart]:
    """The years of the period that a target is counted over, the first one first."""
    goal, rows = standing.assessment.goal, list(parts)
    values = [value for one in rows for value in (one.alone.value, one.so_far.value)]
    shown = compared(standing.indicator, values, [goal.value] if goal else ())
    return [
        YearsPart(
            one.year,
            words.came_to(Reached(one.until, one.alone.value, one.is_over, None), shown),
            shown.bare(one.so_far.value),
            words.part_of(one.so_far.value, goal),
        )
        for one in rows
    ]
