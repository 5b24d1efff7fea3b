"""What is proposed for the quarters of a target and for the units below it; nothing is stored.

Everything is in the indicator's own unit (VND, persons, count, %).
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from cooperatives.evidence import WHOLE
from cooperatives.ground.calendar import QUARTERS, Quarter, today
from cooperatives.models import AdministrativeUnit

from ..indicators import OPERATING, Indicator, known
from ..indicators.tallied import tallied_years
from ..models import Target
from ..reckoning.assessment import Goal, expected_at
from ..reckoning.measures import Operator


class Course(StrEnum):
    """By what the milestones of a year are proposed."""

    EVEN = "even"
    LAST_YEAR = "last_year"

    @property
    def label(self):
        return COURSES[self]


class Basis(StrEnum):
    """By what a target is divided among the units below."""

    LAST_YEAR = "last_year"
    OPERATING = "operating"
    SAME = "same"

    @property
    def label(self):
        return BASES[self]


COURSES = {Course.EVEN: _("even quarters"), Course.LAST_YEAR: _("last year's course")}
BASES = {
    Basis.LAST_YEAR: _("last year's result"),
    Basis.OPERATING: _("number of operating cooperatives"),
    Basis.SAME: _("the same for all"),
}


def courses_for(indicator: Indicator) -> list[Course]:
    """By what milestones may be proposed: what stands at one time has no course."""
    return list(Course) if indicator.is_flow else []


def bases_for(indicator: Indicator) -> list[Basis]:
    """By what it may be divided: every part of a mean or share owes what the whole does."""
    return [Basis.SAME] if indicator.averages else [Basis.LAST_YEAR, Basis.OPERATING]


def proposed_milestones(target: Target, course: Course) -> list[Decimal] | None:
    """The milestones of quarters 1 to 3, None where last year has no course. One statement at most.

    By last year's course the target grows as the value of the year before did.
    """
    indicator, before = known(target.indicator), target.year - target.period[0]
    value = Fraction(target.value)
    if course is Course.EVEN:
        goal = Goal(Operator(target.operator), value, years_before=before)
        return [_decimal(expected_at(indicator, goal, number)) for number in (1, 2, 3)]
    year = target.year - 1
    tallied = tallied_years(target.unit, {year: QUARTERS}, [indicator])
    values = [tallied.measure(indicator, WHOLE, year, number).value for number in QUARTERS]
    return course_of(value, values, is_whole=indicator.unit.is_whole)


def course_of(
    value: Fraction, last_year: Sequence[Fraction | None], *, is_whole: bool
) -> list[Decimal] | None:
    """Milestones that grow to a value as the four quarters of a year did; None where these are not
    known, did not grow, or fell.
    """
    known = [one for one in last_year if one is not None]
    if len(known) < 4 or known[3] <= 0 or known != sorted(known) or known[0] < 0:
        return None
    parts = [value * one / known[3] for one in known[:3]]
    return [_decimal(Fraction(round(part)) if is_whole else part) for part in parts]


def units_below(unit: AdministrativeUnit, year: int) -> list[AdministrativeUnit]:
    """The units among which a plan of a year is divided: those directly below on its last day, or
    today's where none are then.
    """
    below = AdministrativeUnit.objects.filter(parent__path=unit.path).order_by("code")
    return list(below.on(date(year, 12, 31))) or list(below.on(today()))


def proposed_shares(
    target: Target, units: Sequence[AdministrativeUnit], basis: Basis
) -> list[Decimal] | None:
    """What each unit below is proposed, in their order; None where there is nothing to divide by.
    One statement at most.
    """
    indicator = known(target.indicator)
    if basis is Basis.SAME:
        return [Decimal(target.value)] * len(units)
    if basis is Basis.OPERATING:
        period = min(Quarter(target.year, 4), Quarter.of(today()))
        indicator = known(OPERATING)
    else:
        period = Quarter(target.year - 1, 4)
    year, quarters = period.year, {period.year: [period.number]}
    tallied = tallied_years(target.unit, quarters, [indicator], units)
    found = [tallied.measure(indicator, unit.code, year, period.number) for unit in units]
    weights = [max(0, measure.numerator or 0) for measure in found]
    shares = shared_out(int(target.value), weights)
    return None if shares is None else [Decimal(share) for share in shares]


def shared_out(total: int, weights: Sequence[Fraction | int]) -> list[int] | None:
    """A whole number in whole parts by weights, which add up to it: by the largest remainder, of
    those alike the first. None without any weight.
    """
    if not sum(weights):
        return None
    exact = [Fraction(total * weight) / sum(weights) for weight in weights]
    parts = [int(part) for part in exact]
    by_remainder = sorted(range(len(parts)), key=lambda place: parts[place] - exact[place])
    for place in by_remainder[: total - sum(parts)]:
        parts[place] += 1
    return parts


def _decimal(value: Fraction) -> Decimal:
    """With at most 6 decimals, as values are stored."""
    return round(Decimal(value.numerator) / Decimal(value.denominator), 6).normalize()
