"""Reads one indicator of a unit through the years, in two SQL statements however many they are."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from cooperatives.evidence import WHOLE
from cooperatives.ground.calendar import QUARTERS, Quarter

from ..indicators import Indicator
from ..indicators.tallied import tallied_years
from ..models import Plan, Target
from .progress import Progress, YearHeld
from .reading import decision_of, goal_of
from .selection import Selection


def years_of(
    selection: Selection, indicator: Indicator, years: Iterable[int]
) -> dict[int, YearHeld]:
    """The indicator in each of some years that have begun, in their order."""
    years = sorted(years)
    begun = {
        year: [number for number in QUARTERS if Quarter(year, number).has_begun] for year in years
    }
    tallied = tallied_years(selection.unit, begun, [indicator])
    plans = {year: _plan_of(selection, year) for year in years}
    targets = _targets(selection, indicator, plans)
    return {
        year: YearHeld(
            year,
            plans[year] and decision_of(plans[year]),
            goal_of(targets.get(year)),
            tuple(
                tallied.measure(indicator, WHOLE, year, number) if number in begun[year] else None
                for number in QUARTERS
            ),
        )
        for year in years
    }


def beside_last_year(progress: Progress, code: str, years: Mapping[int, YearHeld]) -> Progress:
    """A comparison of one indicator that was made without the year before, with it."""
    subject = progress.selection
    held = years.get(subject.year - 1)
    before = held and held.measures[subject.quarter - 1]
    return replace(progress, last_year={code: before} if before else {})


def _plan_of(selection: Selection, year: int) -> Plan | None:
    """The plan looked at, where it has targets for the year; failing that the one that is seen."""
    plan = selection.plan
    if plan and year in selection.followed.years.get(plan.pk, ()):
        return plan
    return next(iter(selection.followed.seen_in(year)), None)


def _targets(
    selection: Selection, indicator: Indicator, plans: dict[int, Plan | None]
) -> dict[int, Target]:
    """The unit's own target in each year, of that year's plan or of what adjusts it."""
    known = {plan for plan in plans.values() if plan}
    rows = Target.objects.set_for(*known).filter(
        indicator=indicator.code, unit__path=selection.unit.path
    )
    # In the order of `set_for` the last one holds.
    return {row.year: row for row in rows if row.plan.followed_id == _key(plans.get(row.year))}


def _key(plan: Plan | None) -> int | None:
    return plan and plan.pk
