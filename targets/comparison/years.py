"""Reads indicators of a unit through the years, in two SQL statements however many they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from cooperatives.evidence import WHOLE, TodaysUnits
from cooperatives.ground.calendar import QUARTERS, Quarter
from cooperatives.models import AdministrativeUnit
from cooperatives.models.units import paths_down_to

from ..indicators import Indicator, known
from ..indicators.tallied import tallied_years
from ..models import Plan, Target
from ..models.plans import FollowedPlans
from ..reckoning.measures import Measure
from .progress import Progress, YearHeld
from .reading import decision_of, goal_of
from .selection import Selection


def years_of(
    selection: Selection, indicator: Indicator, years: Iterable[int]
) -> dict[int, YearHeld]:
    """The indicator in each of some years that have begun, in their order."""
    years = sorted(years)
    plans = {year: _plan_of(selection.plan, selection.followed, year) for year in years}
    targets = _targets(selection.unit, plans, [indicator.code])
    held = _held(selection.unit, plans, targets, [indicator], selection.todays)
    return held[indicator.code]


@dataclass(frozen=True)
class BesideBefore:
    """A plan's year beside the one before it, of the unit whose plan it is.

    year_before: the latest before it that has a plan, None where none has. held: each indicator
    that the plan of either year aims at, by its code and the year.
    """

    year: int
    year_before: int | None
    years: tuple[int, ...]
    held: Mapping[str, Mapping[int, YearHeld]]


def beside_before(plan: Plan, year: int | None) -> BesideBefore | None:
    """A plan that adjusts none beside what was planned before it. year: one of its own, by default
    its newest. None where it has no target for it.
    """
    unit = plan.unit
    followed = FollowedPlans.of(unit, Plan.objects.with_years(unit))
    own = followed.years.get(plan.pk, set())
    year = max(own, default=None) if year is None else year
    if year not in own:
        return None
    earlier = [one for one in followed.all_years if one < year and followed.seen_in(one)]
    before = max(earlier, default=None)
    plans = {one: _plan_of(plan, followed, one) for one in (year, before) if one is not None}
    targets = _targets(unit, plans)
    # This plan's own order, then what only the one before aimed at.
    codes = dict.fromkeys(code for one in plans for of_year, code in targets.own if of_year == one)
    held = _held(unit, plans, targets, [known(code) for code in codes])
    return BesideBefore(year, before, tuple(sorted(own)), held)


@dataclass(frozen=True)
class PartOfPeriod:
    """What a year added to an indicator that is counted over several: alone, and together with the
    years of the period before it. until: the quarter that it has come to.
    """

    year: int
    until: int
    is_over: bool
    alone: Measure
    so_far: Measure


def parts_of_period(
    unit: AdministrativeUnit,
    indicator: Indicator,
    from_year: int,
    year: int,
    *,
    todays: TodaysUnits | None = None,
) -> list[PartOfPeriod]:
    """Each year of a period, in one statement. indicator: as it is of a year alone.

    unit and year: the ones looked at; the year has begun. todays: the unit as it is today, as in
    `Asked`.
    """
    asked = {
        one: [max(number for number in QUARTERS if Quarter(one, number).has_begun)]
        for one in range(from_year, year + 1)
    }
    over_period = indicator.since(from_year)
    tallied = tallied_years(unit, asked, [indicator, over_period], todays=todays)
    return [
        PartOfPeriod(
            one,
            number,
            Quarter(one, 4).has_ended,
            tallied.measure(indicator, WHOLE, one, number),
            tallied.measure(over_period, WHOLE, one, number),
        )
        for one, (number,) in asked.items()
    ]


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


@dataclass(frozen=True)
class _Targets:
    """Targets by year and indicator. own: those of the unit itself; nearest: the nearest at or
    above it, which says over what period it is counted.
    """

    own: Mapping[tuple[int, str], Target]
    nearest: Mapping[tuple[int, str], Target]

    def from_year(self, year: int, code: str) -> int | None:
        """The first year of the period, None for the year alone."""
        nearest = self.nearest.get((year, code))
        return nearest and nearest.from_year


def _held(
    unit: AdministrativeUnit,
    plans: Mapping[int, Plan | None],
    targets: _Targets,
    indicators: list[Indicator],
    todays: TodaysUnits | None = None,
) -> dict[str, dict[int, YearHeld]]:
    begun = {
        year: [number for number in QUARTERS if Quarter(year, number).has_begun] for year in plans
    }
    asked = {year: numbers for year, numbers in begun.items() if numbers}
    periods = {
        (one.code, year): one.since(targets.from_year(year, one.code))
        for one in indicators
        for year in plans
    }
    tallied = tallied_years(unit, asked, list(periods.values()), todays=todays)
    decisions = {year: plan and decision_of(plan) for year, plan in plans.items()}
    return {
        code: {
            year: YearHeld(
                year,
                decision,
                goal_of(targets.own.get((year, code))),
                tuple(
                    tallied.measure(periods[code, year], WHOLE, year, number)
                    if number in begun[year]
                    else None
                    for number in QUARTERS
                ),
                targets.from_year(year, code),
                decision if (year, code) in targets.nearest else None,
            )
            for year, decision in decisions.items()
        }
        for code in (one.code for one in indicators)
    }


def _plan_of(plan: Plan | None, followed: FollowedPlans, year: int) -> Plan | None:
    """The plan looked at, where it has targets for the year; failing that the one that is seen."""
    if plan and year in followed.years.get(plan.pk, ()):
        return plan
    return next(iter(followed.seen_in(year)), None)


def _targets(
    unit: AdministrativeUnit, plans: Mapping[int, Plan | None], codes: list[str] | None = None
) -> _Targets:
    """The targets at and above a unit in each year, of that year's plan or of what adjusts it.
    codes: of these indicators alone.
    """
    rows = Target.objects.set_for(*{plan for plan in plans.values() if plan})
    rows = rows.filter(unit__path__in=paths_down_to(unit.path), year__in=plans)
    if codes is not None:
        rows = rows.filter(indicator__in=codes)
    own, nearest = {}, {}
    # In the order of `set_for` the last one of a unit holds.
    for row in rows:
        key = row.year, row.indicator
        if row.plan.followed_id != _key(plans.get(row.year)):
            continue
        if row.unit.path == unit.path:
            own[key] = row
        if key not in nearest or len(row.unit.path) >= len(nearest[key].unit.path):
            nearest[key] = row
    return _Targets(own, nearest)


def _key(plan: Plan | None) -> int | None:
    return plan and plan.pk
