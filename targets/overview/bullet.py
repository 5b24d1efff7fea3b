"""Where the parts of a bullet graph lie: pure geometry, drawn by templates/targets/_bullet.html.

One line holds value (bar), target (upright), what is due by now (triangle), the range that missing
figures leave open (whisker) and the forbidden side of an upper limit (tint). All lines of a page
have one scale: from nothing to 125 % of the target, so that they are read down a column; what lies
beyond it ends in an arrow.
"""

from dataclasses import dataclass
from fractions import Fraction

from ..reckoning.assessment import Goal
from ..reckoning.measures import Measure

WIDTH = 360
"""Width of the drawing, in its own units; it is stretched to the room that it is given."""
END = Fraction(5, 4)
"""Where the scale ends, 1 being the target."""
ROOM = Fraction(1, 20)
"""How far a scale of its own reaches beyond what lies on it, as a part of its length."""


@dataclass(frozen=True)
class Stretch:
    """A part of the line: where it begins, and how long it is."""

    x: float
    width: float

    @property
    def end(self) -> float:
        return round(self.x + self.width, 1)


@dataclass(frozen=True)
class Whisker(Stretch):
    """What missing figures leave open; an end that lies beyond the scale bears no mark."""

    has_low_end: bool
    has_high_end: bool

    @property
    def path(self) -> str:
        """The line with an upright at each end that lies on the scale, as an SVG path."""
        low = f"M{self.x} 5v12" if self.has_low_end else ""
        high = f"M{self.end} 5v12" if self.has_high_end else ""
        return f"M{self.x} 11H{self.end}{low}{high}"


@dataclass(frozen=True)
class Bullet:
    """All positions are from the left, between 0 and WIDTH; what there is none of is None.

    due is None also where it coincides with the target. beyond: 1 where the value lies beyond the
    scale's right end, -1 beyond its left, else 0. is_common: whether the scale is the page's, which
    a target of nothing or less cannot have. whisker_on_value is the part of the whisker that lies
    on the value's bar.
    """

    value: Stretch | None
    target: float
    due: float | None
    whisker: Whisker | None
    forbidden: Stretch | None
    beyond: int
    is_common: bool

    @property
    def arrow(self) -> str:
        """The arrow in which a value beyond the scale ends, as an SVG path; empty without one."""
        return {1: "M349 3l11 8l-11 8z", -1: "M11 3l-11 8l11 8z"}.get(self.beyond, "")

    @property
    def whisker_on_value(self) -> Stretch | None:
        if self.whisker is None or self.value is None:
            return None
        start, end = max(self.whisker.x, self.value.x), min(self.whisker.end, self.value.end)
        return Stretch(start, round(end - start, 1)) if end > start else None


def bullet_of(measure: Measure, goal: Goal, due: Fraction | None) -> Bullet:
    """The bullet graph of a measure against a goal, with what is due by now."""
    is_common = goal.value > 0
    scale = _Scale(Fraction(0), goal.value * END) if is_common else _own_scale(measure, goal, due)
    bounds, limit = measure.bounds, goal.value
    return Bullet(
        value=None if measure.value is None else scale.stretch(Fraction(0), measure.value),
        target=scale.x(limit),
        due=None if due in (None, limit) or not scale.holds(due) else scale.x(due),
        whisker=None if bounds is None or bounds[0] == bounds[1] else scale.whisker(*bounds),
        forbidden=None if goal.operator.wants_more else scale.stretch(limit, scale.high),
        beyond=0 if measure.value is None else scale.beyond(measure.value),
        is_common=is_common,
    )


def _own_scale(measure: Measure, goal: Goal, due: Fraction | None) -> "_Scale":
    shown = [n for n in (measure.value, *(measure.bounds or ()), due) if n is not None]
    low, high = min(Fraction(0), goal.value, *shown), max(Fraction(0), goal.value, *shown)
    return _Scale(low, high + ((high - low) * ROOM or 1))


@dataclass(frozen=True)
class _Scale:
    low: Fraction
    high: Fraction

    def x(self, value: Fraction) -> float:
        """A place on the line; what lies beyond an end stands at it."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return round(float(share) * WIDTH, 1)

    def holds(self, value: Fraction) -> bool:
        return self.low <= value <= self.high

    def beyond(self, value: Fraction) -> int:
        return (value > self.high) - (value < self.low)

    def stretch(self, one: Fraction, other: Fraction) -> Stretch:
        start, end = sorted((self.x(one), self.x(other)))
        return Stretch(start, round(end - start, 1))

    def whisker(self, low: Fraction, high: Fraction) -> Whisker | None:
        """None where all of it lies beyond the scale."""
        if high < self.low or low > self.high:
            return None
        line = self.stretch(low, high)
        return Whisker(line.x, line.width, low >= self.low, high <= self.high)
