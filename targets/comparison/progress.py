"""The whole comparison of a unit with its plan as one plain value.

It holds all that the overview, the page of one target, the command, the API and letters show of it:
codes, names, exact numbers and dates, no record and no word of ours. `reading` makes it from the
records; `stored` writes it down and builds it again. Names of indicators are looked up when shown;
published figures keep theirs (`Progress.with_indicators`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from urllib.parse import urlencode

from cooperatives.ground.calendar import Quarter

from ..indicators import Indicator, known
from ..reckoning.assessment import Assessment, DaysGone, Goal, Moment
from ..reckoning.contribution import Contribution, Due, as_judged
from ..reckoning.measures import Measure


@dataclass(frozen=True)
class NamedUnit:
    """An administrative unit as it was called. path: the codes from the root down, "06/061/".

    tile_row, tile_column: where it lies on the tile map, None where it has no place there.
    ended_as: what an address has for one that has ended, "" for another.
    """

    code: str
    name: str
    short_name: str
    path: str
    tile_row: int | None = None
    tile_column: int | None = None
    ended_as: str = ""

    @property
    def asked_as(self) -> str:
        """What an address has for it."""
        return self.ended_as or self.code


@dataclass(frozen=True)
class Decision:
    """A plan, or a decision that adjusts one. pk: its number in addresses; adjusts_id: that of the
    plan that it adjusts, or None.
    """

    pk: int
    number: str
    issued_on: date
    title: str
    source: str
    unit: NamedUnit
    adjusts_id: int | None
    is_demo: bool

    def __str__(self) -> str:
        return self.number


@dataclass(frozen=True)
class TargetSource:
    """Where a target is from: the decision that set it, and its clause ("" for none)."""

    plan: Decision
    quote: str
    is_demo: bool


@dataclass(frozen=True)
class Subject:
    """What is looked at: a plan's year at one quarter's end (1 to 4), for a unit at or below it.

    plan: None for a year without one. plans: those that stand beside each other in that year, the
    one that is shown by itself first. in_todays: whether in the units of today.
    """

    plan: Decision | None
    year: int
    quarter: int
    unit: NamedUnit
    plans: tuple[Decision, ...] = ()
    in_todays: bool = False

    @property
    def period(self) -> Quarter:
        return Quarter(self.year, self.quarter)

    @property
    def planning_unit(self) -> NamedUnit:
        """The unit whose plan is followed; without a plan the unit looked at."""
        return self.plan.unit if self.plan else self.unit

    @property
    def beside(self) -> list[Decision]:
        """The plans that stand beside the one looked at."""
        return [plan for plan in self.plans if plan != self.plan]

    @property
    def units_asked(self) -> str:
        """What an address ends with that asks for the same units: "&units=now", or nothing."""
        return "&units=now" if self.in_todays else ""

    @property
    def query(self) -> str:
        """The query part of an address that shows it: `year=2024&quarter=3&unit=06`, with `&plan=`
        for a plan that is not shown by itself, and `&units=now` in the units of today.
        """
        asked = {"year": self.year, "quarter": self.quarter, "unit": self.unit.asked_as}
        if self.plans and self.plan != self.plans[0]:
            asked["plan"] = self.plan.pk
        return urlencode(asked) + self.units_asked


@dataclass(frozen=True)
class Standing:
    """Where one unit stands with one indicator, named by its code, at one quarter.

    target: the unit's own, or None. contribution: what it owes, and its part in the unit looked at,
    which itself has one (all of the value) only where it has no target of its own. from_year: the
    first year of the period over which it is counted, None for its year alone. frozen: the
    indicator as it was when this was published, None for that of today.
    """

    code: str
    target: TargetSource | None
    assessment: Assessment
    contribution: Contribution | None
    from_year: int | None = None
    frozen: Indicator | None = field(default=None, compare=False, repr=False)

    @property
    def indicator(self) -> Indicator:
        """Its names and its rule. Raises KeyError for one that is gone."""
        return self.frozen or known(self.code)

    @property
    def counted(self) -> tuple[str, int | None]:
        """Its indicator, and the first year of its period or None."""
        return self.code, self.from_year

    @property
    def due(self) -> Due | None:
        """What is due of it: by its own target, failing that its part of the target above."""
        if self.contribution and self.contribution.due:
            return self.contribution.due
        goal = self.assessment.goal
        return goal and Due(goal.operator, self.assessment.expected, goal.value)

    @property
    def judged_due(self) -> Due | None:
        """The same as people read it: a part of counts and sums is a whole number."""
        is_part = self.contribution and self.contribution.due and not self.target
        return as_judged(self.indicator, self.due) if is_part else self.due

    @property
    def judged_gap(self) -> Fraction | None:
        """The gap as people read it: of counts and sums from the whole number that is due, so that
        nobody is short by less than one. None where nothing is due or known.
        """
        value, due = self.assessment.measure.value, self.judged_due
        return None if value is None or due is None else value - due.now

    @property
    def is_short(self) -> bool:
        """Whether its value is known and does not hold against what is due of it."""
        value, due = self.assessment.measure.value, self.judged_due
        return value is not None and due is not None and not due.operator.holds(value, due.now)


@dataclass(frozen=True)
class UnitProgress:
    """All indicators of one unit, in the plan's order; unit None is what lies directly under."""

    unit: NamedUnit | None
    standings: tuple[Standing, ...]

    def with_indicators(self, frozen: Mapping[str, Indicator]) -> "UnitProgress":
        return replace(self, standings=_frozen(self.standings, frozen))

    def standing(self, code: str) -> Standing:
        """The standing of one indicator; KeyError for one that was not asked for."""
        for standing in self.standings:
            if standing.code == code:
                return standing
        raise KeyError(code)


@dataclass(frozen=True)
class YearHeld:
    """One indicator of a unit through a year of which something is held: a plan or records.

    plan: the one followed in that year, or None; goal: that of the unit's own target in it.
    measures: of quarters 1 to 4, None for one that has not begun. from_year: the first year of the
    period over which they are counted, None for the year alone. planned_by: the plan, where it aims
    at the indicator for the unit or one above.
    """

    year: int
    plan: Decision | None
    goal: Goal | None
    measures: tuple[Measure | None, ...]
    from_year: int | None = None
    planned_by: Decision | None = None

    @property
    def values(self) -> list[Fraction | None]:
        return [measure and measure.value for measure in self.measures]


@dataclass(frozen=True)
class OfficialFigure:
    """An official figure of the unit at a day, and the same indicator's value at the quarter.
    frozen: the indicator as of a `Standing`.
    """

    code: str
    date: date
    value: Fraction
    quote: str
    source: str
    now: Measure
    frozen: Indicator | None = field(default=None, compare=False, repr=False)

    @property
    def indicator(self) -> Indicator:
        """Its names and its rule. Raises KeyError for one that is gone."""
        return self.frozen or known(self.code)


def moment_at(period: Quarter, day: date, from_year: int | None = None) -> Moment:
    """When a quarter that has begun is looked at on a day. from_year: with which year the period
    begins over which something is counted, None for the year alone.
    """
    before = years_before(period.year, from_year)
    if period.ends_on < day:
        return Moment(period.number, is_over=period.number == 4, years_before=before)
    begin = Quarter(period.year - before, 1).starts_on
    days = DaysGone(
        of_quarter=_days(period.starts_on, day),
        quarter=_days(period.starts_on, period.ends_on),
        of_year=_days(begin, day),
        year=_days(begin, Quarter(period.year, 4).ends_on),
    )
    return Moment(period.number, running=days, years_before=before)


def years_before(year: int, from_year: int | None) -> int:
    """The whole years of a period that went before one of its years."""
    return year - from_year if from_year else 0


def _days(first: date, last: date) -> int:
    """The days from one to another, both included."""
    return (last - first).days + 1


@dataclass(frozen=True)
class Progress:
    """The comparison at the selected quarter, and the whole unit's at every quarter up to it.

    day: the day on which it was made; moment: what that makes of the quarter. goals: what the unit
    looked at is to reach by the year's end: its own target's goal; failing that its part of the
    target above it, where it has one. series: by indicator code, the whole unit's standing at
    quarters 1 to k. last_year: by indicator code, the whole unit's measure at the same quarter of
    the year before. baseline: the unit's newest official figure of each indicator that has one, in
    the order of entry. has_records: whether anything was registered in the unit by then.
    """

    selection: Subject
    day: date
    moment: Moment
    whole: UnitProgress
    units: tuple[UnitProgress, ...]
    directly_under: UnitProgress | None
    goals: dict[str, Goal | None]
    series: dict[str, tuple[Standing, ...]]
    last_year: dict[str, Measure]
    baseline: tuple[OfficialFigure, ...]
    has_records: bool

    def with_indicators(self, frozen: Mapping[str, Indicator]) -> "Progress":
        """The same with indicators, by code, as they were when it was published."""
        under = self.directly_under
        series = {code: _frozen(standings, frozen) for code, standings in self.series.items()}
        return replace(
            self,
            whole=self.whole.with_indicators(frozen),
            units=tuple(part.with_indicators(frozen) for part in self.units),
            directly_under=under and under.with_indicators(frozen),
            series=series,
            baseline=_frozen(self.baseline, frozen),
        )

    def moment_since(self, from_year: int | None) -> Moment:
        """The moment of what is counted from an earlier year on; None for the year alone."""
        return moment_at(self.selection.period, self.day, from_year) if from_year else self.moment

    @property
    def figures_on(self) -> date:
        """The last day that figures are from."""
        return min(self.selection.period.ends_on, self.day)

    @property
    def is_year_over(self) -> bool:
        """Whether the year looked at has ended, whatever quarter of it is looked at."""
        return self.day > Quarter(self.selection.year, 4).ends_on

    @property
    def parts(self) -> tuple[UnitProgress, ...]:
        """The sub-units in the order of their codes, then what lies directly under."""
        return (*self.units, *filter(None, [self.directly_under]))

    def official_figure(self, code: str) -> OfficialFigure | None:
        """The official figure of one indicator, or None."""
        return next((figure for figure in self.baseline if figure.code == code), None)


def _frozen(those: tuple, indicators: Mapping[str, Indicator]) -> tuple:
    """Standings or official figures with indicators as they were."""
    return tuple(replace(one, frozen=indicators.get(one.code)) for one in those)
