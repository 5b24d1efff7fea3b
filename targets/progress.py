"""The whole comparison of a unit with its plan: its own targets, its sub-units, all quarters.

This is what the dashboard, the page of one target, the command and the API show. It takes a number
of SQL statements that depends on neither units nor quarters nor indicators.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from cooperatives.evidence import DIRECTLY_UNDER, WHOLE, Tallies, tally_evidence
from cooperatives.models import AdministrativeUnit

from .adjusting import targets_in_force
from .assessment import Assessment, Goal, assess
from .contribution import Contribution, contribution, due_of
from .indicators import BY_CODE, INDICATORS, Indicator, Operator
from .models import Target
from .selection import Selection

OPERATING = "operating_cooperatives"


@dataclass(frozen=True)
class Standing:
    """Where one unit stands with one indicator at one quarter.

    target: the unit's own, or None. contribution: its part in the unit looked at, which itself has
    one (all of the value, and the gap) only where it has no target of its own.
    """

    indicator: Indicator
    target: Target | None
    assessment: Assessment
    contribution: Contribution | None


@dataclass(frozen=True)
class UnitProgress:
    """All indicators of one unit, in the plan's order; unit None is what lies directly under."""

    unit: AdministrativeUnit | None
    standings: tuple[Standing, ...]

    def standing(self, code: str) -> Standing:
        """The standing of one indicator; KeyError for one that was not asked for."""
        for standing in self.standings:
            if standing.indicator.code == code:
                return standing
        raise KeyError(code)


@dataclass(frozen=True)
class Progress:
    """The comparison at the selected quarter, and the whole unit's at every quarter up to it.

    goals: what gaps are taken against in the unit looked at: its own target's goal; failing that
    the plan's, for counts and sums in proportion to its share of the operating cooperatives.
    series: by indicator code, the whole unit's standing at quarters 1 to k.
    """

    selection: Selection
    whole: UnitProgress
    units: tuple[UnitProgress, ...]
    directly_under: UnitProgress | None
    goals: dict[str, Goal | None]
    series: dict[str, tuple[Standing, ...]]


def progress_of(
    selection: Selection, *, every_indicator: bool = False, also: Iterable[str] = ()
) -> Progress:
    """Compare. every_indicator adds those without a target, in the order of design 1.3, and so does
    a year without a plan; `also` adds single ones by their codes.
    """
    unit, home, year = selection.unit, selection.planning_unit, selection.year
    quarters = range(1, selection.quarter + 1)
    sub_units = list(AdministrativeUnit.objects.children_of(unit, selection.period.ends_on))
    targets = _targets(selection, [unit, *sub_units, home])
    everything = every_indicator or selection.plan is None
    extra = [indicator.code for indicator in INDICATORS] if everything else also
    indicators = _indicators(targets, home, extra)
    figures = {OPERATING, *(indicator.figure for indicator in indicators)}
    tallies = tally_evidence(unit, year, quarters, figures, sub_units)
    share = _share_of_plan(selection, tallies)
    return _Comparison(selection, indicators, targets, tallies, share).result(sub_units)


def _share_of_plan(selection: Selection, tallies: Tallies) -> Fraction | None:
    """The unit's share of the cooperatives operating where the plan holds, None if there are none.

    It says what part of the plan's counts and sums a unit without targets of its own should bring.
    """
    quarter, key = selection.quarter, (WHOLE, selection.quarter, OPERATING)
    plan_unit = selection.planning_unit
    if plan_unit.path == selection.unit.path:
        return Fraction(1)
    of_plan = tally_evidence(plan_unit, selection.year, [quarter], [OPERATING])
    if key not in of_plan:
        return None
    return Fraction(tallies[key].total if key in tallies else 0, of_plan[key].total)


def _targets(
    selection: Selection, units: Iterable[AdministrativeUnit]
) -> dict[tuple[str, str], Target]:
    """The plan's targets of the year, by the unit's path and the indicator, in the plan's order."""
    if selection.plan is None:
        return {}
    paths = {unit.path for unit in units}
    rows = targets_in_force(selection.plan, year=selection.year, unit__path__in=paths)
    return {(row.unit.path, row.indicator): row for row in rows}


def _indicators(targets, plan_unit: AdministrativeUnit, extra: Iterable[str]) -> list[Indicator]:
    codes = [code for path, code in targets if path == plan_unit.path]
    codes += [code for _path, code in targets if code not in codes]
    return [BY_CODE[code] for code in dict.fromkeys([*codes, *extra])]


def goal_of(target: Target | None) -> Goal | None:
    """What a stored target asks for, in exact numbers."""
    if target is None:
        return None
    first, second, third = (None if m is None else Fraction(m) for m in target.milestones)
    return Goal(Operator(target.operator), Fraction(target.value), (first, second, third))


@dataclass(frozen=True)
class _Comparison:
    selection: Selection
    indicators: list[Indicator]
    targets: dict[tuple[str, str], Target]
    tallies: Tallies
    share_of_plan: Fraction | None

    def result(self, sub_units: list[AdministrativeUnit]) -> Progress:
        unit, quarter = self.selection.unit, self.selection.quarter
        series = {
            indicator.code: tuple(
                self._standing(indicator, unit, WHOLE, n) for n in range(1, quarter + 1)
            )
            for indicator in self.indicators
        }
        whole = UnitProgress(unit, tuple(standings[-1] for standings in series.values()))
        rest = None
        if any(group == DIRECTLY_UNDER for group, _quarter, _figure in self.tallies):
            rest = self._unit_progress(None, DIRECTLY_UNDER, whole)
        return Progress(
            self.selection,
            whole,
            tuple(self._unit_progress(sub, sub.code, whole) for sub in sub_units),
            rest,
            {indicator.code: self._goal(indicator) for indicator in self.indicators},
            series,
        )

    def _unit_progress(self, unit, group: str, whole: UnitProgress) -> UnitProgress:
        quarter = self.selection.quarter
        return UnitProgress(
            unit,
            tuple(
                self._standing(indicator, unit, group, quarter, whole)
                for indicator in self.indicators
            ),
        )

    def _standing(
        self,
        indicator: Indicator,
        unit,
        group: str,
        quarter: int,
        whole: UnitProgress | None = None,
    ) -> Standing:
        measure = indicator.measure(self.tallies.get((group, quarter, indicator.figure)))
        target = self.targets.get((unit.path, indicator.code)) if unit else None
        own = goal_of(target)
        part = None
        if whole is not None:
            goal = self._goal(indicator)
            part = contribution(
                indicator,
                measure,
                whole.standing(indicator.code).assessment.measure,
                goal,
                due_of(own, goal, self._operating(group), self._operating(WHOLE)),
            )
        elif own is None and quarter == self.selection.quarter:
            goal = self._goal(indicator)
            part = contribution(indicator, measure, measure, goal, goal and goal.value)
        is_over = self.selection.is_over and quarter == self.selection.quarter
        return Standing(indicator, target, assess(indicator, measure, own, quarter, is_over), part)

    def _goal(self, indicator: Indicator) -> Goal | None:
        own = goal_of(self.targets.get((self.selection.unit.path, indicator.code)))
        of_plan = goal_of(self.targets.get((self.selection.planning_unit.path, indicator.code)))
        if own or of_plan is None or indicator.averages:
            return own or of_plan
        if self.share_of_plan is None:
            return None
        return Goal(of_plan.operator, of_plan.value * self.share_of_plan)

    def _operating(self, group: str) -> int:
        tally = self.tallies.get((group, self.selection.quarter, OPERATING))
        return tally.total if tally else 0
