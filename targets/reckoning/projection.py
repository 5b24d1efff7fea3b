"""The year's end with its uncertainty (design 1.4): pure functions on values, no records.

Counts of events need no past: those counted are certain, those to come are random. Their number is
negative binomial, which is what Poisson events give whose rate is known only from the events so far
(a Gamma prior of shape 1/2 that weighs no time, Jeffreys' prior). Other values are told by how far
the year's end lay from the value at the same quarter in past years.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from .assessment import Goal, Moment, has_few, projection_of
from .judged import Judged
from .measures import Measure, Operator, Unit

TAIL = Fraction(1, 10)
"""What lies below the range, and above it: in between lie 80%."""
PRIOR_SHAPE = 0.5
"""The shape of the Gamma prior of a rate of events: half an event in no time at all."""
FEWEST_PAIRS = 16
"""With fewer past pairs than this nothing can be said of the spread."""
LIKELY, HARD = Fraction(2, 3), Fraction(1, 3)
"""From this chance on a target is likely to be reached, and up to that one hard to."""

_NEGLIGIBLE = 1e-15


class Method(StrEnum):
    """How a year's end is told."""

    RATE = "rate"
    """Events: by their rate so far and its chance."""
    PAIRS = "pairs"
    """Means, sums and numbers: by past pairs of a value at the quarter and at the year's end."""


class NoRange(StrEnum):
    """Why nothing is told of a year's end: the first that fits."""

    SHARE = "share"
    """A share has no method: it is no count of events, mean or sum."""
    BEING_REPORTED = "being_reported"
    """In quarter 4 the year's end itself is being reported; what is missing bounds it."""
    TOO_EARLY = "too_early"
    """The first days of a year say nothing of the rate of its events."""
    FEW_FIGURES = "few_figures"
    """Fewer than half of those expected have a value."""
    NOT_ABOVE_ZERO = "not_above_zero"
    """Nothing can be multiplied by a value that is not above zero."""
    FEW_PAIRS = "few_pairs"


@dataclass(frozen=True)
class Pair:
    """What one unit had at a quarter's end of a past year, and at that year's end."""

    year: int
    then: Fraction
    end: Fraction


@dataclass(frozen=True)
class Projected:
    """What is told of a year's end, or why nothing is.

    low and high: between them it lies in 80 of 100 such cases, in the indicator's own unit; None
    with a `reason`. chance: that the target's operator holds then, 0 to 1; None without a target or
    a range. pairs: the past ones that it rests on, or is tried on. hits: how many of their ends
    fell into the range that the same method would have told for them.
    """

    method: Method
    reason: NoRange | None
    low: Fraction | None
    high: Fraction | None
    chance: Fraction | None
    pairs: tuple[Pair, ...]
    hits: int

    @property
    def has_range(self) -> bool:
        return self.reason is None


class Odds(StrEnum):
    """A chance in a word."""

    LIKELY = "likely"
    EVEN = "even"
    HARD = "hard"

    @classmethod
    def of(cls, chance: Fraction) -> "Odds":
        if chance >= LIKELY:
            return cls.LIKELY
        return cls.HARD if chance <= HARD else cls.EVEN


def method_of(indicator: Judged) -> Method:
    return Method.RATE if indicator.is_event_count else Method.PAIRS


def has_method(indicator: Judged) -> bool:
    """Whether the indicator's year's end can be told at all: that of a share cannot."""
    return indicator.unit is not Unit.PERCENT


def tried_at(indicator: Judged, moment: Moment) -> int:
    """The quarter at whose end past years are looked at: the moment's own; for events of a running
    one, the middle of which is not known of past years, the one before, or the first.
    """
    if moment.running and indicator.is_event_count:
        return max(1, moment.quarter - 1)
    return moment.quarter


def project(
    indicator: Judged,
    measure: Measure,
    goal: Goal | None,
    moment: Moment,
    pairs: Sequence[Pair] = (),
) -> Projected | None:
    """The end of a year that is not over, seen at a moment in it; None without a value.

    pairs: of past years, at the quarter `tried_at`.
    """
    value, method = measure.value, method_of(indicator)
    if value is None:
        return None
    if method is Method.RATE:
        return _of_events(indicator, int(value), goal, moment, tuple(pairs))
    usable = tuple(pair for pair in pairs if pair.then > 0)
    reason = _why_none(indicator, measure, moment, usable)
    if reason:
        return Projected(method, reason, None, None, None, usable, 0)
    ratios = sorted(pair.end / pair.then for pair in usable)
    low, high = (value * ratio for ratio in range_of_ratios(ratios))
    chance = goal and chance_by_ratios(ratios, value, goal)
    return Projected(method, None, low, high, chance, usable, _hits_by_ratios(ratios))


# --- Events ---------------------------------------------------------------------------------------


def part_gone(moment: Moment) -> Fraction:
    """The part of the year, or of the period, in which what is counted has happened."""
    days, before = moment.running, 4 * moment.years_before
    if days:
        return Fraction(days.of_year, days.year)
    return Fraction(before + moment.quarter, before + 4)


def still_to_come(count: int, gone: Fraction) -> list[float]:
    """How probable 0, 1, 2, … further events are after so many in a part of a year, 0 to 1; it ends
    where what is left out is negligible.

    Negative binomial: Γ(m + s) ÷ (m! Γ(s)) × gone^s × (1 − gone)^m, with s = count + 1/2.
    """
    if gone == 1:
        return [1.0]
    shape, left = count + PRIOR_SHAPE, float(1 - gone)
    fixed = shape * math.log(gone) - math.lgamma(shape)
    middle = shape * left / float(gone)
    found: list[float] = []
    while len(found) <= middle or found[-1] > _NEGLIGIBLE:
        m = len(found)
        steps = math.lgamma(m + shape) - math.lgamma(m + 1) + m * math.log(left)
        found.append(math.exp(fixed + steps))
    return found


def range_of_events(probable: Sequence[float]) -> tuple[int, int]:
    """The fewest and the most further events: no more than a tenth lies below, or above."""
    low, high, so_far = None, 0, 0.0
    for number, one in enumerate(probable):
        so_far += one
        if low is None and so_far > TAIL:
            low = number
        high = number
        if so_far >= 1 - TAIL:
            break
    return low or 0, high


def chance_of_events(probable: Sequence[float], count: int, goal: Goal) -> Fraction:
    """How probable it is that the operator holds at the year's end."""
    apart = goal.value - count
    if goal.operator in (Operator.AT_LEAST, Operator.LESS_THAN):
        below = max(0, math.ceil(apart))
    else:
        below = max(0, math.floor(apart) + 1)
    chance_below = min(Fraction(1), Fraction(math.fsum(probable[:below])))
    if goal.operator.wants_more:
        return 1 - chance_below
    return chance_below


def _of_events(
    indicator: Judged, count: int, goal: Goal | None, moment: Moment, pairs: tuple[Pair, ...]
) -> Projected:
    if projection_of(indicator, Fraction(count), moment) is None:
        return Projected(Method.RATE, NoRange.TOO_EARLY, None, None, None, pairs, 0)
    probable = still_to_come(count, part_gone(moment))
    low, high = range_of_events(probable)
    return Projected(
        Method.RATE,
        None,
        Fraction(count + low),
        Fraction(count + high),
        goal and chance_of_events(probable, count, goal),
        pairs,
        sum(_hit_by_rate(pair, Fraction(tried_at(indicator, moment), 4)) for pair in pairs),
    )


def _hit_by_rate(pair: Pair, gone: Fraction) -> bool:
    low, high = range_of_events(still_to_come(int(pair.then), gone))
    return low <= pair.end - pair.then <= high


# --- Past pairs -----------------------------------------------------------------------------------


def _why_none(
    indicator: Judged, measure: Measure, moment: Moment, usable: Sequence[Pair]
) -> NoRange | None:
    if not has_method(indicator):
        return NoRange.SHARE
    if moment.quarter == 4:
        return NoRange.BEING_REPORTED
    if has_few(indicator, measure):
        return NoRange.FEW_FIGURES
    if measure.value <= 0:
        return NoRange.NOT_ABOVE_ZERO
    return NoRange.FEW_PAIRS if len(usable) < FEWEST_PAIRS else None


def range_of_ratios(ordered: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    """Between what a further ratio lies in 80 of 100 cases: places TAIL × (n + 1) from both ends,
    between two ratios in proportion. Of ten at least: of fewer those places lie outside.
    """
    return _at_place(ordered, TAIL), _at_place(ordered, 1 - TAIL)


def chance_by_ratios(ratios: Sequence[Fraction], value: Fraction, goal: Goal) -> Fraction:
    """How probable it is that the operator holds, if the value goes as one more of so many: as many
    as would make it hold, and a half, of one more than there are; so neither 0 nor 1.
    """
    reaching = sum(goal.operator.holds(value * ratio, goal.value) for ratio in ratios)
    return (reaching + Fraction(1, 2)) / (len(ratios) + 1)


def _at_place(ordered: Sequence[Fraction], part: Fraction) -> Fraction:
    place = part * (len(ordered) + 1)
    below = math.floor(place)
    return ordered[below - 1] + (place - below) * (ordered[below] - ordered[below - 1])


def _hits_by_ratios(ordered: list[Fraction]) -> int:
    """How many of the ratios fall into the range that all others tell."""
    hits = 0
    for place, ratio in enumerate(ordered):
        low, high = range_of_ratios(ordered[:place] + ordered[place + 1 :])
        hits += low <= ratio <= high
    return hits
