"""A year's end with its uncertainty (design 1.4) a second time, in plain Python."""

from decimal import Decimal, getcontext
from fractions import Fraction

getcontext().prec = 60


def still_to_come(count: int, gone: Fraction, most: int) -> list[Decimal]:
    """0 to `most` further events: each by the one before it, from none at all."""
    part = Decimal(gone.numerator) / Decimal(gone.denominator)
    found = [part ** (Decimal(count) + Decimal("0.5"))]
    for m in range(most):
        found.append(found[-1] * (count + Decimal("0.5") + m) / (m + 1) * (1 - part))
    return found


def range_of_events(count: int, gone: Fraction, most: int = 2000) -> tuple[int, int]:
    probable = still_to_come(count, gone, most)
    low = next(m for m in range(most) if sum(probable[: m + 1]) > Decimal("0.1"))
    high = next(m for m in range(most) if sum(probable[: m + 1]) >= Decimal("0.9"))
    return low, high


def holds(operator: str, value, target) -> bool:
    return {">=": value >= target, ">": value > target, "<=": value <= target, "<": value < target}[
        operator
    ]


def chance_of_events(count: int, gone: Fraction, operator: str, target, most: int = 2000):
    probable = still_to_come(count, gone, most)
    return sum(p for m, p in enumerate(probable) if holds(operator, count + m, target))


def at(ratios: list[Fraction], part: Fraction) -> Fraction:
    """The value under which `part` of n + 1 places lie, read off the line through the ratios."""
    ordered = sorted(ratios)
    place = part * (len(ordered) + 1)
    if place <= 1:
        return ordered[0]
    if place >= len(ordered):
        return ordered[-1]
    for number in range(1, len(ordered)):
        if number <= place <= number + 1:
            first, second = ordered[number - 1], ordered[number]
            return first * (number + 1 - place) + second * (place - number)
    raise AssertionError


def by_pairs(value: Fraction, pairs: list[tuple[Fraction, Fraction]]):
    """low, high and hits of a value, by (then, end) of past years; None of fewer than 16."""
    ratios = [end / then for then, end in pairs if then > 0]
    if len(ratios) < 16:
        return None
    tenth, nine = Fraction(1, 10), Fraction(9, 10)
    hits = 0
    for place, ratio in enumerate(ratios):
        others = [one for number, one in enumerate(ratios) if number != place]
        hits += at(others, tenth) <= ratio <= at(others, nine)
    return value * at(ratios, tenth), value * at(ratios, nine), hits
