"""Reads one indicator of a unit through the years, in two SQL statements however many they are."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from cooperatives.evidence import WHOLE
from cooperatives.ground.calendar import QUARTERS, Quarter
from cooperatives.models.units import paths_down_to

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
    plans = {year: _plan_of(selection, year) for year in years}
    targets, nearest = _targets(selection, indicator, plans)
    first = {year: nearest[year].from_year if year in nearest else None for year in years}
    tallied = tallied_years(selection.unit, begun, [indicator.since(one) for one in first.values()])
    return {
        year: YearHeld(
            year,
            plans[year] and decision_of(plans[year]),
            goal_of(targets.get(year)),
            tuple(
                tallied.measure(indicator.since(first[year]), WHOLE, year, number)
                if number in begun[year]
                else None
                for number in QUARTERS
            ),
            first[year],
        )
        for year in years
    }


def beside_last_year(progress: Progress, code: str, years: Mapping[int, YearHeld]) -> Progress:
    """A comparison of one indicator that was made without the year before, with it, where both are
    counted over the same period.
    """
    subject = progress.selection
    held, from_year = years.get(subject.year - 1), progress.whole.standing(code).from_year
    if from_year == subject.year:
        from_year = None
    is_alike = held is not None and held.from_year == from_year
    before = held.measures[subject.quarter - 1] if is_alike else None
    return replace(progress, last_year={code: before} if before else {})


def _plan_of(selection: Selection, year: int) -> Plan | None:
    """The plan looked at, where it has targets for the year; failing that the one that is seen."""
    plan = selection.plan
    if plan and year in selection.followed.years.get(plan.pk, ()):
        return plan
    return next(iter(selection.followed.seen_in(year)), None)


def _targets(
    selection: Selection, indicator: Indicator, plans: dict[int, Plan | None]
) -> tuple[dict[int, Target], dict[int, Target]]:
    """The unit's own target in each year, of that year's plan or of what adjusts it; and the
    nearest at or above the unit, which says over what period it is counted.
    """
    path = selection.unit.path
    known = {plan for plan in plans.values() if plan}
    rows = Target.objects.set_for(*known).filter(
        indicator=indicator.code, unit__path__in=paths_down_to(path)
    )
    own, nearest = {}, {}
    # In the order of `set_for` the last one of a unit holds.
    for row in rows:
        if row.plan.followed_id != _key(plans.get(row.year)):
            continue
        if row.unit.path == path:
            own[row.year] = row
        if row.year not in nearest or len(row.unit.path) >= len(nearest[row.year].unit.path):
            nearest[row.year] = row
    return own, nearest


def _key(plan: Plan | None) -> int | None:
    return plan and plan.pk
