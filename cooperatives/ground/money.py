"""Money is held in whole VND, and written and read in million VND. It knows no records."""

from decimal import Decimal
from fractions import Fraction

MILLION = 1_000_000
"""VND in a million VND."""


def in_million(vnd: int | float | Decimal | Fraction) -> Fraction:
    """An amount of VND in million VND, exact."""
    return Fraction(vnd) / MILLION


def decimal_in_million(vnd: int | Decimal) -> Decimal:
    """An amount of VND in million VND as a cell or a file holds it: 20100000 becomes 20.1.

    Exact for whole VND up to 28 digits.
    """
    return Decimal(vnd) / MILLION
