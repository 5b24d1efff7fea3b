"""Where the parts of a bullet graph lie: pure geometry, drawn by templates/targets/_bullet.html.

One line holds six facts: value (bar), target (upright), what is due by now (triangle), the range
that missing figures leave open (whisker), the forbidden side of an upper limit (tint), and scale.
"""

import math
from dataclasses import dataclass
from fractions import Fraction

from ..indicators import Indicator
from ..reckoning.assessment import Goal
from ..reckoning.measures import Measure

WIDTH = 320
"""Width of the drawing, in its own units; it is stretched to the room that it is given."""

ROOM_BEYOND_TARGET = Fraction(5, 4)
ROOM_BEYOND_LIMIT = 2
"""How much farther than its target the scale reaches: a limit stands in the middle."""
ROOM_BEYOND_VALUE = Fraction(21, 20)
LABELS_APART = 30
"""Nearer to the target's label than this a label of the scale is left out."""
MOST_STEPS = 4


@dataclass(frozen=True)
class Stretch:
    """A part of the line: where it begins, and how long it is."""

    x: float
    width: float

    @property
    def end(self) -> float:
        return round(self.x + self.width, 1)


@dataclass(frozen=True)
class Tick:
    """A mark of the scale. anchor: how its label hangs (start, middle, end)."""

    x: float
    value: Fraction
    anchor: str


@dataclass(frozen=True)
class Bullet:
    """All positions are from the left, between 0 and WIDTH; what there is none of is None.

    pace is None also where it coincides with the target. whisker_on_value is the part of the
    whisker that lies on the value's bar.
    """

    value: Stretch | None
    target: Tick
    pace: float | None
    whisker: Stretch | None
    forbidden: Stretch | None
    ticks: tuple[Tick, ...]

    @property
    def whisker_on_value(self) -> Stretch | None:
        if self.whisker is None or self.value is None:
            return None
        start, end = max(self.whisker.x, self.value.x), min(self.whisker.end, self.value.end)
        return Stretch(start, round(end - start, 1)) if end > start else None


def bullet_of(
    indicator: Indicator, measure: Measure, goal: Goal, expected: Fraction | None
) -> Bullet:
    """The bullet graph of a measure against a goal, with what is due by now."""
    scale = _Scale(*_reach(measure, goal, expected))
    bounds = measure.bounds
    return Bullet(
        value=None if measure.value is None else scale.stretch(Fraction(0), measure.value),
        target=scale.tick(goal.value),
        pace=None if expected in (None, goal.value) else scale.x(expected),
        whisker=None if bounds is None or bounds[0] == bounds[1] else scale.stretch(*bounds),
        forbidden=None if goal.operator.wants_more else scale.stretch(goal.value, scale.high),
        ticks=tuple(scale.ticks(goal.value, indicator.unit.is_whole)),
    )


def _reach(measure: Measure, goal: Goal, expected: Fraction | None) -> tuple[Fraction, Fraction]:
    shown = [n for n in (measure.value, *(measure.bounds or ()), expected) if n is not None]
    room = ROOM_BEYOND_TARGET if goal.operator.wants_more else ROOM_BEYOND_LIMIT
    low = min(Fraction(0), goal.value, *shown)
    high = max(Fraction(0), goal.value * room, *(n * ROOM_BEYOND_VALUE for n in shown))
    return low, high if high > low else low + 1


@dataclass(frozen=True)
class _Scale:
    low: Fraction
    high: Fraction

    def x(self, value: Fraction) -> float:
        return round(float((value - self.low) / (self.high - self.low)) * WIDTH, 1)

    def stretch(self, one: Fraction, other: Fraction) -> Stretch:
        start, end = sorted((self.x(one), self.x(other)))
        return Stretch(start, round(end - start, 1))

    def tick(self, value: Fraction) -> Tick:
        x = self.x(value)
        anchor = "start" if x < LABELS_APART / 2 else "middle"
        return Tick(x, value, "end" if x > WIDTH - LABELS_APART / 2 else anchor)

    def ticks(self, target: Fraction, whole: bool):
        step = self._step(whole)
        for n in range(math.ceil(self.low / step), math.floor(self.high / step) + 1):
            tick = self.tick(n * step)
            if abs(tick.x - self.x(target)) >= LABELS_APART:
                yield tick

    def _step(self, whole: bool) -> Fraction:
        """1, 2 or 5 times a power of ten, so that the scale has at most so many steps."""
        least = (self.high - self.low) / MOST_STEPS
        power = Fraction(10) ** math.floor(math.log10(least))
        step = next(power * n for n in (1, 2, 5, 10) if power * n >= least)
        return max(Fraction(1), step) if whole else step
