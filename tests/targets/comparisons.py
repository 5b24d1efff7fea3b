"""Comparisons put together by hand, without a database: numbers in, a `Progress` out."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from targets.comparison.progress import (
    Decision,
    NamedUnit,
    Progress,
    Standing,
    Subject,
    TargetSource,
    UnitProgress,
)
from targets.indicators import BY_CODE, known
from targets.reckoning.assessment import Goal, Moment, assess
from targets.reckoning.contribution import Due, contributions
from targets.reckoning.measures import Coverage, Measure, Operator

PROVINCE = NamedUnit("06", "Tỉnh Bắc Kạn", "Bắc Kạn", "06/")
PLAN = Decision(1, "532/KH-UBND", date(2023, 8, 10), "", "", PROVINCE, None, is_demo=False)


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
    indicator = known(code)
    target = aim and TargetSource(PLAN, "", is_demo=False)
    found = assess(indicator, measured, aim, moment or Moment(quarter, is_over))
    return Standing(code, target, found, part)


def adjusting(found):
    """A standing whose target was set by a decision that adjusts the plan."""
    return replace(found, target=replace(found.target, plan=replace(PLAN, adjusts_id=1)))


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
    return UnitProgress(NamedUnit(code, f"Huyện {code}", code, f"06/{code}/"), standings)


def progress(*standings, units=(), quarter=3, goals=None, moment=None, baseline=(), last_year=None):
    """The comparison of a province at a quarter of 2024, seen on the first day of 2025."""
    own = {s.code: s.assessment.goal for s in standings}
    return Progress(
        selection=Subject(PLAN, 2024, quarter, PROVINCE, (PLAN,)),
        day=date(2025, 1, 1),
        moment=moment or Moment(quarter),
        whole=UnitProgress(PROVINCE, standings),
        units=tuple(units),
        directly_under=None,
        goals=own | (goals or {}),
        series={s.code: (s,) for s in standings},
        last_year=last_year or {},
        baseline=tuple(baseline),
        has_records=True,
    )
