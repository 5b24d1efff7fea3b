"""What each sub-unit owes, and what it brings to the value and to the shortfall of a unit (design
1.4): pure functions.

Everything is in the indicator's own unit (VND per cooperative, per cent, persons, a count). The
sizes that shares of the shortfall are made of stay inside: a sum of VND beside a mean would be read
as one.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from .assessment import NEAR, NEAR_EVENTS, Goal, Moment, expected_now
from .judged import Judged
from .measures import Measure, Operator


@dataclass(frozen=True)
class Due:
    """What a unit owes: now, and by the year's end, both held against by the operator."""

    operator: Operator
    now: Fraction
    at_years_end: Fraction


@dataclass(frozen=True)
class Contribution:
    """The part of a sub-unit in a unit.

    due: None where nothing is due. gap: value − due. is_behind: whether the gap counts against it;
    is_ahead: whether the value holds against what is due; neither for a count that is short by less
    than one. share_of_value: its numerator ÷ the unit's. share_of_shortfall: its part in what those
    behind lack together, or have too much under <= and <; None for who is not behind. Shares are
    between 0 and 1. What cannot be computed is None, and shares are where numerators do not add up.
    """

    due: Due | None
    gap: Fraction | None
    is_behind: bool | None
    is_ahead: bool | None
    share_of_value: Fraction | None
    share_of_shortfall: Fraction | None


def due_of(indicator: Judged, goal: Goal | None, moment: Moment) -> Due | None:
    """What a target of its own makes a unit owe."""
    if goal is None:
        return None
    return Due(goal.operator, expected_now(indicator, goal, moment), goal.value)


def dues_below(
    indicator: Judged,
    above: Due | None,
    own: Sequence[Due | None],
    operating: Sequence[int],
) -> list[Due | None]:
    """What each sub-unit of a unit owes: by its own target, failing that by the unit's.

    above: what the unit owes. own: by the sub-units' own targets. operating: cooperatives operating
    in each at the quarter's end: by them those without a target share what a count or sum leaves.
    """
    allotted = [due for due in own if due is not None]
    left = sum(number for number, due in zip(operating, own, strict=True) if due is None)

    def passed_down(number: int) -> Due | None:
        if above is None or not indicator.is_passed_down:
            return None
        if indicator.averages:
            return above
        if not left:
            return None
        part = Fraction(number, left)
        return Due(
            above.operator,
            max(Fraction(0), above.now - sum(due.now for due in allotted)) * part,
            max(Fraction(0), above.at_years_end - sum(due.at_years_end for due in allotted)) * part,
        )

    return [
        passed_down(number) if due is None else due
        for number, due in zip(operating, own, strict=True)
    ]


def contributions(
    indicator: Judged, whole: Measure, parts: Sequence[tuple[Measure, Due | None]]
) -> list[Contribution]:
    """What each part, with what it owes, brings to a whole."""
    behind = [_is_behind(indicator, measure.value, due) for measure, due in parts]
    lacking = [
        _shortfall(measure, due, averages=indicator.averages)
        if is_behind and indicator.adds_up
        else None
        for (measure, due), is_behind in zip(parts, behind, strict=True)
    ]
    in_all = sum(filter(None, lacking))
    return [
        Contribution(
            due,
            None if is_behind is None else measure.value - due.now,
            is_behind,
            None if is_behind is None else due.operator.holds(measure.value, due.now),
            _share(measure.numerator, whole.numerator) if indicator.adds_up else None,
            _share(lacks, in_all),
        )
        for (measure, due), is_behind, lacks in zip(parts, behind, lacking, strict=True)
    ]


def as_judged(indicator: Judged, due: Due) -> Due:
    """What is due as a part is held against it: of counts and sums whole numbers, rounded down
    under >= and >, up under <= and <.
    """
    if indicator.averages:
        return due
    whole = math.floor if due.operator.wants_more else math.ceil
    return Due(due.operator, Fraction(whole(due.now)), Fraction(whole(due.at_years_end)))


def behind_by(indicator: Judged, value: Fraction | None, due: Due | None) -> int:
    """How far behind what is due a value is: 0 not behind, 1 near it (as a target that is behind,
    and not off track), 2 farther; 0 where nothing is due or known.
    """
    if not _is_behind(indicator, value, due):
        return 0
    room = NEAR * abs(due.now)
    if indicator.is_event_count:
        room = max(room, Fraction(NEAR_EVENTS))
    return 1 if abs(value - due.now) <= room else 2


def is_behind_for_sure(indicator: Judged, measure: Measure, due: Due | None) -> bool | None:
    """Whether a unit is behind what is due, whatever the missing figures turn out to be; None where
    they could change that, or nothing can be said of them.
    """
    if measure.bounds is None:
        return None
    found = {_is_behind(indicator, value, due) for value in (measure.value, *measure.bounds)}
    return found.pop() if len(found) == 1 else None


def _is_behind(indicator: Judged, value: Fraction | None, due: Due | None) -> bool | None:
    """None where nothing is due or known. Parts of one are not lacking in counts and sums."""
    if value is None or due is None:
        return None
    judged = as_judged(indicator, due).now
    if indicator.averages:
        return not due.operator.holds(value, judged)
    return value < judged if due.operator.wants_more else value > judged


def _shortfall(measure: Measure, due: Due, *, averages: bool) -> Fraction:
    """What a unit that is behind lacks in its numerator, or has too much under <= and <; up to a
    factor that is the same for all units.
    """
    lacking = due.now - measure.value
    if averages:
        lacking *= measure.denominator
    return lacking if due.operator.wants_more else -lacking


def _share(part: Fraction | int | None, whole: Fraction | int | None) -> Fraction | None:
    return None if part is None or not whole else Fraction(part) / whole
