"""Comparisons put together by hand, without a database: numbers in, a `Progress` out."""

from fractions import Fraction

from cooperatives.models import AdministrativeUnit
from targets.assessment import Goal, Moment, assess
from targets.contribution import Due, contributions
from targets.indicators import BY_CODE, Coverage, Measure, Operator
from targets.models import Plan, Target
from targets.progress import Progress, Standing, UnitProgress
from targets.selection import Selection

PROVINCE = AdministrativeUnit(code="06", name="Tỉnh Bắc Kạn", path="06/")


def measure(value, *, bounds=None, coverage=(10, 0, 10), numerator=None, denominator=None):
    """A value with its evidence; bounds are the value itself unless given."""
    if value is None:
        return Measure(None, None, None, Coverage(*coverage), None)
    value = Fraction(value)
    low, high = bounds or (value, value)
    return Measure(
        value,
        int(value) if numerator is None else numerator,
        denominator,
        Coverage(*coverage),
        (Fraction(low), Fraction(high)),
    )


def goal(operator, value):
    return Goal(Operator(operator), Fraction(value))


def standing(code, measured, aim=None, *, quarter=3, is_over=False, moment=None, part=None):
    """Where a unit stands; with an aim it is the unit's own target."""
    indicator = BY_CODE[code]
    target = aim and Target(indicator=code, operator=aim.operator, value=aim.value)
    found = assess(indicator, measured, aim, moment or Moment(quarter, is_over))
    return Standing(indicator, target, found, part)


def owed(aim, due=None):
    """What a unit without a target of its own owes; due: other than the whole of the aim."""
    return aim and Due(aim.operator, *[aim.value if due is None else Fraction(due)] * 2)


def part_of(code, measured, whole, aim, due=None):
    """Where a sub-unit without a target of its own stands in a whole, all others being unknown."""
    part = contributions(BY_CODE[code], whole, [(measured, owed(aim, due))])[0]
    return standing(code, measured, part=part)


def parts_of(code, whole, aim, parts):
    """Sub-units of a whole: from their codes, values and what is due there."""
    found = [(measured, owed(aim, due)) for measured, due in parts.values()]
    return [
        district(unit, standing(code, measured, part=part))
        for unit, (measured, _due), part in zip(
            parts, found, contributions(BY_CODE[code], whole, found), strict=True
        )
    ]


def district(code, *standings):
    unit = AdministrativeUnit(code=code, name=f"Huyện {code}", path=f"06/{code}/")
    return UnitProgress(unit, standings)


def progress(*standings, units=(), quarter=3, goals=None, moment=None):
    """The comparison of a province at a quarter of 2024."""
    plan = Plan(unit=PROVINCE, number="532/KH-UBND")
    own = {s.indicator.code: s.assessment.goal for s in standings}
    return Progress(
        Selection(plan, 2024, quarter, PROVINCE),
        moment or Moment(quarter),
        UnitProgress(PROVINCE, standings),
        tuple(units),
        None,
        own | (goals or {}),
        {s.indicator.code: (s,) for s in standings},
    )
