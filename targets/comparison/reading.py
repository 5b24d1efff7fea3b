"""Reads the whole comparison of a unit with its plan from the records.

It takes a number of SQL statements that depends on neither units nor quarters nor indicators.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import chain, pairwise, product

from cooperatives.evidence import DIRECTLY_UNDER, WHOLE, Asked, Key, Tallies, is_counted, tally_each
from cooperatives.ground.calendar import Quarter, today
from cooperatives.models import AdministrativeUnit
from cooperatives.models.units import paths_down_to
from cooperatives.returns.worth_seeing import has_records

from ..indicators import OPERATING, Indicator, indicators, known
from ..indicators.tallied import Tallied, evidence_needed
from ..models import BaselineFigure, Plan, Target
from ..plans.adjusting import targets_in_force
from ..reckoning.assessment import Goal, Moment, assess
from ..reckoning.contribution import Due, contributions, due_of, dues_below
from ..reckoning.measures import Measure, Operator
from .progress import (
    Decision,
    NamedUnit,
    OfficialFigure,
    Progress,
    Standing,
    Subject,
    TargetSource,
    UnitProgress,
    moment_at,
    years_before,
)
from .selection import Selection


def progress_of(
    selection: Selection,
    *,
    every_indicator: bool = False,
    also: Iterable[str] = (),
    with_last_year: bool = True,
) -> Progress:
    """Compare. every_indicator adds those without a target, in the order of design 1.3, and so does
    a year without a plan; `also` adds single ones by their codes. with_last_year: whether to read
    the year before where anything of it is held, for who does not know it already (`years`).
    """
    unit, home = selection.unit, selection.planning_unit
    sub_units = selection.around.sub_units
    here, todays = selection.sub_units, selection.todays
    planned = _targets(selection, [unit, home, *chain(*sub_units.values())])
    shown = {each.path for each in (unit, home, *here)}
    everything = every_indicator or selection.plan is None
    extra = [indicator.code for indicator in indicators()] if everything else also
    compared = _indicators([key for key in planned if key[0] in shown], home, extra)
    # A unit is judged in its own time only.
    day = selection.period.ends_on
    targets = {key: row for key, row in planned.items() if row.unit.covers(day)}
    joined = [each.path for each in (unit, *here) if not selection.is_as_it_was(each)]
    baseline = _official_figures(selection)
    periods = _Periods(targets, selection.year)
    shared_by = {OPERATING, *(indicator.shared_by for indicator in compared)}
    looked_at = [unit.path, *(sub.path for sub in here)]
    needed = evidence_needed(
        [*compared, *periods.of_all(compared, looked_at), *map(known, baseline)], selection.year
    )
    needed[selection.year] |= shared_by
    quarters = range(1, selection.quarter + 1)
    # What is due is shared out among the units of the time, whichever are compared.
    above, now = _above(selection, sub_units), [selection.quarter]
    if todays:
        above.append(unit)
    asked = [Asked(each, selection.year, now, shared_by, sub_units[each.path]) for each in above]
    asked += [Asked(unit, year, quarters, keys, here, todays) for year, keys in needed.items()]
    needed_before = {}
    if with_last_year and selection.year - 1 in selection.years_held:
        of_before = [periods.of_before(indicator, unit.path) for indicator in compared]
        needed_before = evidence_needed(of_before, selection.year - 1)
    asked += [Asked(unit, year, now, keys, todays=todays) for year, keys in needed_before.items()]
    found = tally_each(asked)
    of_levels, found = found[: len(above)], found[len(above) :]
    tallied = Tallied(dict(zip(needed, found[: len(needed)], strict=True)))
    before = Tallied(dict(zip(needed_before, found[len(needed) :], strict=True)))
    of_unit = [] if todays else [(unit, tallied.by_year[selection.year])]
    levels = [
        _Level(each, sub_units[each.path], _operating(tallies, selection, sub_units[each.path]))
        for each, tallies in [*zip(above, of_levels, strict=True), *of_unit]
    ]
    return _Comparison(
        selection,
        moment_of(selection.period),
        compared,
        targets,
        periods,
        baseline,
        tallied,
        before if needed_before else None,
        levels,
        frozenset(joined if todays else ()),
    ).result()


def moment_of(period: Quarter, from_year: int | None = None) -> Moment:
    """When a quarter that has begun is looked at today; see `moment_at`."""
    return moment_at(period, today(), from_year)


@dataclass(frozen=True)
class _Periods:
    """Over which years values are counted: by a unit's own target, failing that by the nearest one
    above it.

    targets: the plan's of the year, by the unit's path and the indicator.
    """

    targets: dict[tuple[str, str], Target]
    year: int

    def from_year(self, indicator: Indicator, path: str) -> int | None:
        """The first year, None for the year looked at alone."""
        for above in reversed(paths_down_to(path)):
            if target := self.targets.get((above, indicator.code)):
                return target.from_year
        return None

    def from_year_before(self, indicator: Indicator, path: str) -> int | None:
        """The same for a look at the year before: where the period had not begun, that year."""
        first = self.from_year(indicator, path)
        return first if first is not None and first < self.year else None

    def of_all(self, indicators: Iterable[Indicator], paths: Sequence[str]) -> list[Indicator]:
        """Each over the period of each of some units."""
        asked = product(indicators, paths)
        return [one.since(self.from_year(one, path)) for one, path in asked]

    def of_before(self, indicator: Indicator, path: str) -> Indicator:
        """One over the period of a unit as it is looked at the year before."""
        return indicator.since(self.from_year_before(indicator, path))


@dataclass(frozen=True)
class _Level:
    """A unit on the way from the plan's down to the one looked at, with those directly below it.

    operating: the cooperatives operating in these at the quarter's end, by their codes and by which
    of them are asked for (`Indicator.shared_by`).
    """

    unit: AdministrativeUnit
    sub_units: list[AdministrativeUnit]
    operating: dict[tuple[str, Key], int]


def _above(selection: Selection, sub_units: dict[str, list[AdministrativeUnit]]):
    """The units above the one looked at that owe a part of the plan, the plan's first.

    One that does not exist at the quarter's end owes nothing, nor does what lies below it.
    """
    known = {unit.path: unit for units in sub_units.values() for unit in units}
    known[selection.planning_unit.path] = selection.planning_unit
    return [known[path] for path in sub_units if path in known and path != selection.unit.path]


def _operating(
    tallies: Tallies, selection: Selection, sub_units: list[AdministrativeUnit]
) -> dict[tuple[str, Key], int]:
    codes = {sub.code for sub in sub_units}
    return {
        (group, key): tally.total
        for (group, quarter, key), tally in tallies.items()
        if group in codes and quarter == selection.quarter and is_counted(key)
    }


def _targets(
    selection: Selection, units: Iterable[AdministrativeUnit]
) -> dict[tuple[str, str], Target]:
    """The plan's targets of the year, by the unit's path and the indicator, in the plan's order."""
    if selection.plan is None:
        return {}
    paths = {unit.path for unit in units}
    rows = targets_in_force(selection.plan, year=selection.year, unit__path__in=paths)
    return {(row.unit.path, row.indicator): row for row in rows}


def _indicators(
    targets: list[tuple[str, str]], plan_unit: AdministrativeUnit, extra: Iterable[str]
) -> list[Indicator]:
    codes = [code for path, code in targets if path == plan_unit.path]
    codes += [code for _path, code in targets]
    return [known(code) for code in dict.fromkeys([*codes, *extra])]


def goal_of(target: Target | None) -> Goal | None:
    """What a stored target asks for, in exact numbers."""
    if target is None:
        return None
    first, second, third = (_exact(milestone) for milestone in target.milestones)
    return Goal(
        Operator(target.operator),
        Fraction(target.value),
        (first, second, third),
        _exact(target.value_to),
        years_before(target.year, target.from_year),
    )


def _exact(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _official_figures(selection: Selection) -> dict[str, BaselineFigure]:
    """The unit's newest official figure of each indicator up to the quarter's end, by its code, in
    the order of entry.
    """
    rows = BaselineFigure.objects.filter(
        unit__path=selection.unit.path, date__lte=selection.period.ends_on
    )
    return {row.indicator: row for row in rows.order_by("date", "pk")}


# --- Records as plain data ------------------------------------------------------------------------


def _named(unit: AdministrativeUnit) -> NamedUnit:
    return NamedUnit(
        unit.code,
        unit.name,
        unit.short_name,
        unit.path,
        unit.tile_row,
        unit.tile_column,
        unit.asked_as if unit.has_ended else "",
    )


def decision_of(plan: Plan) -> Decision:
    """A stored plan as plain data."""
    return Decision(
        plan.pk,
        plan.number,
        plan.issued_on,
        plan.title,
        plan.source,
        _named(plan.unit),
        plan.adjusts_id,
        plan.is_demo,
    )


def _subject(selection: Selection) -> Subject:
    return Subject(
        selection.plan and decision_of(selection.plan),
        selection.year,
        selection.quarter,
        _named(selection.unit),
        tuple(map(decision_of, selection.plans)),
        selection.in_todays,
    )


def _source(target: Target | None) -> TargetSource | None:
    return target and TargetSource(decision_of(target.plan), target.quote, target.is_demo)


# --- The comparison -------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Comparison:
    """joined: the paths of units of today that were others at the quarter's end: they are not
    judged.
    """

    selection: Selection
    moment: Moment
    indicators: list[Indicator]
    targets: dict[tuple[str, str], Target]
    periods: _Periods
    baseline: dict[str, BaselineFigure]
    tallied: Tallied
    before: Tallied | None
    levels: list[_Level]
    joined: frozenset[str] = frozenset()

    def result(self) -> Progress:
        series, goals, columns = {}, {}, []
        for indicator in self.indicators:
            due, dues = self._dues(indicator)
            series[indicator.code] = tuple(self._series(indicator, due))
            goals[indicator.code] = due and self._goal(indicator, due)
            columns.append(self._column(indicator, dues))
        return Progress(
            selection=_subject(self.selection),
            day=today(),
            moment=self.moment,
            whole=UnitProgress(
                _named(self.selection.unit), tuple(line[-1] for line in series.values())
            ),
            units=tuple(
                UnitProgress(_named(sub), tuple(column[place] for column in columns))
                for place, sub in enumerate(self._sub_units)
            ),
            directly_under=self._directly_under(columns),
            goals=goals,
            series=series,
            last_year=self._last_year(),
            baseline=tuple(map(self._official_figure, self.baseline.values())),
            has_records=self._has_records(),
        )

    def _has_records(self) -> bool:
        """Whether anything is placed in the unit: where a cooperative operates, it is; only where
        none does, the records are asked.
        """
        if (WHOLE, self.selection.quarter, OPERATING) in self._now:
            return True
        return has_records(self.selection.reported.paths, self.selection.period.ends_on)

    def _official_figure(self, row: BaselineFigure) -> OfficialFigure:
        now = self._in_year(known(row.indicator), self.selection.quarter)
        return OfficialFigure(
            row.indicator,
            row.date,
            Fraction(row.value),
            row.quote,
            row.source or row.quote,
            now,
        )

    def _directly_under(self, columns: list[list[Standing]]) -> UnitProgress | None:
        year, path = self.selection.year, self.selection.unit.path
        over_periods = self.periods.of_all(self.indicators, [path])
        asked = {OPERATING, *evidence_needed(over_periods, year)[year]}
        if not any(group == DIRECTLY_UNDER and key in asked for group, _quarter, key in self._now):
            return None
        return UnitProgress(None, tuple(column[-1] for column in columns))

    @property
    def _sub_units(self) -> list[AdministrativeUnit]:
        return self.selection.sub_units

    def _dues(self, indicator: Indicator) -> tuple[Due | None, list[Due | None]]:
        """What the unit looked at owes, and each of the sub-units compared; those of today that
        were others at the quarter's end owe nothing.
        """
        due = self._own_due(indicator, self.levels[0].unit)
        dues = self._dues_below(indicator, self.levels[0], due)
        for above, level in pairwise(self.levels):
            by_path = dict(zip((sub.path for sub in above.sub_units), dues, strict=True))
            due = by_path.get(level.unit.path) or self._own_due(indicator, level.unit)
            dues = self._dues_below(indicator, level, due)
        if self.selection.in_todays:
            then = (sub.path for sub in self.levels[-1].sub_units)
            by_path = dict(zip(then, dues, strict=True))
            by_path |= dict.fromkeys(self.joined)
            dues = [by_path.get(sub.path) for sub in self._sub_units]
            due = None if self.selection.unit.path in self.joined else due
        return due, dues

    def _dues_below(self, indicator: Indicator, level: _Level, due: Due | None):
        own = [self._own_due(indicator, sub) for sub in level.sub_units]
        shared_by = indicator.shared_by
        operating = [level.operating.get((sub.code, shared_by), 0) for sub in level.sub_units]
        return dues_below(indicator, due, own, operating)

    def _own_due(self, indicator: Indicator, unit: AdministrativeUnit) -> Due | None:
        target = self.targets.get((unit.path, indicator.code))
        return due_of(indicator, goal_of(target), self._moment(indicator, unit.path))

    def _target(self, indicator: Indicator, path: str) -> Target | None:
        """The own target of a unit that is compared, by which it is judged."""
        return None if path in self.joined else self.targets.get((path, indicator.code))

    def _goal(self, indicator: Indicator, due: Due) -> Goal:
        path = self.selection.unit.path
        own = goal_of(self._target(indicator, path))
        before = years_before(self.selection.year, self.periods.from_year(indicator, path))
        return own or Goal(due.operator, due.at_years_end, years_before=before)

    def _series(self, indicator: Indicator, due: Due | None) -> Iterable[Standing]:
        """The unit's standing at each quarter so far; at the last with its part in what is due."""
        path, last = self.selection.unit.path, self.selection.quarter
        target = self._target(indicator, path)
        from_year = self.periods.from_year(indicator, path)
        before = years_before(self.selection.year, from_year)
        for quarter in range(1, last + 1):
            measure = self._measure(indicator, WHOLE, quarter)
            moment = Moment(quarter, years_before=before)
            if quarter == last:
                moment = self._moment(indicator, path)
            found = assess(indicator, measure, goal_of(target), moment)
            part = None
            if quarter == last and target is None:
                part = contributions(indicator, measure, [(measure, due)])[0]
            yield Standing(indicator.code, _source(target), found, part, from_year)

    def _column(self, indicator: Indicator, dues: list[Due | None]) -> list[Standing]:
        """Each sub-unit's standing with one indicator; the last is what lies directly under."""
        quarter = self.selection.quarter
        groups = [*(sub.code for sub in self._sub_units), DIRECTLY_UNDER]
        measures = [self._measure(indicator, group, quarter) for group in groups]
        whole = self._measure(indicator, WHOLE, quarter)
        parts = contributions(indicator, whole, list(zip(measures, [*dues, None], strict=True)))
        paths = [*self._paths.values(), self.selection.unit.path]
        targets = [self._target(indicator, sub.path) for sub in self._sub_units]
        return [
            Standing(
                indicator.code,
                _source(target),
                assess(indicator, measure, goal_of(target), self._moment(indicator, path)),
                part,
                self.periods.from_year(indicator, path),
            )
            for target, path, measure, part in zip(
                [*targets, None], paths, measures, parts, strict=True
            )
        ]

    def _last_year(self) -> dict[str, Measure]:
        if self.before is None:
            return {}
        quarter, path = self.selection.quarter, self.selection.unit.path
        year = self.selection.year - 1
        return {
            indicator.code: self.before.measure(
                self.periods.of_before(indicator, path), WHOLE, year, quarter
            )
            for indicator in self.indicators
        }

    @property
    def _now(self) -> Tallies:
        """What the evidence of the year looked at adds up to."""
        return self.tallied.by_year[self.selection.year]

    def _measure(self, indicator: Indicator, group: str, quarter: int) -> Measure:
        """The value of the whole unit or of a part of it, over its period."""
        path = self._paths.get(group, self.selection.unit.path)
        of_period = indicator.since(self.periods.from_year(indicator, path))
        return self.tallied.measure(of_period, group, self.selection.year, quarter)

    @cached_property
    def _paths(self) -> dict[str, str]:
        """By whose targets the parts are counted, by their codes: a unit of today that lay
        elsewhere then is counted as the unit looked at.
        """
        above = self.selection.unit.path
        return {
            sub.code: sub.path if sub.path.startswith(above) else above for sub in self._sub_units
        }

    def _in_year(self, indicator: Indicator, quarter: int) -> Measure:
        """The value of the whole unit over the year looked at alone."""
        return self.tallied.measure(indicator, WHOLE, self.selection.year, quarter)

    def _moment(self, indicator: Indicator, path: str) -> Moment:
        """The moment of a unit's value, over its period."""
        from_year = self.periods.from_year(indicator, path)
        return moment_of(self.selection.period, from_year) if from_year else self.moment
