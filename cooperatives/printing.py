"""How a number is printed, and how many decimals numbers need that are printed beside each other.

Pure: it knows neither records nor indicators. Every function takes int, float, Decimal or Fraction.
"""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from itertools import count, pairwise

from django.utils.formats import number_format

NOTHING = "–"
"""What stands where nothing is reported or known: missing is never zero."""
MINUS = "\u2212"
MOST_EXACT = 12
"""A number that needs more decimals than this is not printed as it is."""

Number = int | float | Decimal | Fraction


def rounded(value: Number, decimals: int) -> Decimal:
    """A number with so many decimals, halves away from zero: 85.25 with one is 85.3.

    decimals: below zero it is rounded to tens, hundreds and so on.
    """
    return Decimal(f"{_units(Fraction(value), decimals)}E{-decimals}")


def _units(exact: Fraction, decimals: int) -> int:
    """How many units of the last decimal a number has, halves away from zero."""
    above, below = 2 * abs(exact.numerator), 2 * exact.denominator
    if decimals < 0:
        below *= 10**-decimals
    else:
        above *= 10**decimals
    units = (above + below // 2) // below
    return -units if exact < 0 else units


def number_text(value: Number, decimals: int, least: int = 0) -> str:
    """A number in the language's format with at most so many decimals and at least `least`: zeros
    at the end of those between are dropped.
    """
    shown = rounded(value, max(decimals, least))
    while -shown.as_tuple().exponent > least and shown.as_tuple().digits[-1] == 0:
        shown = rounded(value, -shown.as_tuple().exponent - 1)
    text = number_format(abs(shown), -shown.as_tuple().exponent, use_l10n=True)
    return f"{MINUS}{text}" if shown < 0 else text


def exact_decimals(value: Number) -> int | None:
    """How many decimals write a number as it is; None for one like 1/3, that none do."""
    below = Fraction(value).denominator
    return next((n for n in range(MOST_EXACT + 1) if 10**n % below == 0), None)


def decimals_in_order(
    values: Iterable[Number], as_they_are: Iterable[Number] = (), least: int = 1
) -> int:
    """How many decimals numbers need to be read in their own order: the fewest, `least` or more, at
    which unequal numbers are printed unequal, the same way round, and equal ones equal.

    as_they_are: numbers beside them that are printed with all their decimals, as targets are; those
    that no decimals write as they are count as `values`. A value equal to one of them is printed
    like it.
    """
    values, as_they_are = [*map(Fraction, values)], [*map(Fraction, as_they_are)]
    fixed = {number for number in as_they_are if exact_decimals(number) is not None}
    ordered = [(number, number in fixed) for number in sorted({*values, *as_they_are})]

    def is_told(decimals: int) -> bool:
        # Numbers as they are printed, in units of a size that makes all of them whole.
        finest = max(decimals, MOST_EXACT)
        shown = [
            _units(number, finest)
            if is_fixed
            else _units(number, decimals) * 10 ** (finest - decimals)
            for number, is_fixed in ordered
        ]
        return all(one < other for one, other in pairwise(shown))

    return next(n for n in count(least) if is_told(n))
