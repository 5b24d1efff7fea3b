"""What the row of one target says: its sentences and the arithmetic behind them, so that pages
hold none.
"""

import math
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from cooperatives.ground.wording import attained

from ..comparison.as_json import standing_as_json
from ..comparison.progress import Decision, NamedUnit, Progress, Standing, Subject
from ..indicators import Indicator
from ..reckoning.assessment import (
    WORST_FIRST,
    Assessment,
    Doubt,
    Goal,
    Moment,
    Status,
    first_due,
    has_few,
)
from ..reckoning.measures import Coverage, Measure
from ..words import aims, distance, doubts, labels, needed, pace, reported
from ..words.bullet import bullet_in_words
from ..words.calculation import calculation
from ..words.compared import Compared, compared_in
from ..words.years_end import chance_in_a_row
from .bullet import Bullet, bullet_of
from .years_end import chance_of_events

NEEDS_CARE = (Status.MISSED, Status.OFF_TRACK, Status.BEHIND)
MOST_PLACES = 3
"""How many sub-units a row names."""


@dataclass(frozen=True)
class Places:
    """Sub-units in which most is lacking, the most first; alike: how many others lack no less than
    the last of them.
    """

    named: tuple[NamedUnit, ...] = ()
    alike: int = 0


@dataclass(frozen=True)
class TargetRow:
    """One standing with what its row shows beside it.

    goal: the unit's own, failing that its part by the year's end. due: what is due now, None where
    nothing is. bullet is None without a goal. facts: T of design 3, in the indicator's own unit.
    figures_on: the day up to which the figures reach. places: the sub-units in which most of what
    is due is lacking, the most first. before: the value a year before. chance: that a count of
    events reaches its target, None where that is not told. goes_on: whether the unit still exists,
    so that anything may be added before the year's end.
    """

    standing: Standing
    goal: Goal | None
    due: Fraction | None
    bullet: Bullet | None
    facts: dict[str, Any]
    moment: Moment
    selection: Subject
    figures_on: date
    places: Places
    before: Fraction | None
    chance: Fraction | None = None
    goes_on: bool = True

    @property
    def indicator(self) -> Indicator:
        return self.standing.indicator

    @property
    def assessment(self) -> Assessment:
        return self.standing.assessment

    @property
    def wants_more(self) -> bool:
        """Whether more is better; False under an upper limit."""
        return self.goal is None or self.goal.operator.wants_more

    @property
    def is_unsure(self) -> bool:
        """Whether it has a status that is not certain."""
        return self.assessment.is_unsure

    @property
    def status_words(self) -> str:
        """The status, and whether it is certain: "chậm tiến độ, chưa chắc"."""
        return labels.status_said(self.assessment)

    @property
    def needed(self) -> str:
        """What must happen, in about four words; empty where nothing is due, or less than one."""
        if self.is_own:
            moment = self.moment if self.goes_on else replace(self.moment, quarter=4, running=None)
            return needed.needed(self.indicator, self.assessment, moment, self.counted_to)
        value, due = self.assessment.measure.value, self.due if self.goal else None
        return needed.against_due(self.indicator, value, due, wants_more=self.wants_more)

    @property
    def note(self) -> str:
        """The one thing to know most beside it, and how many figures are older; may be empty."""
        measure, shown = self.assessment.measure, self.compared
        said = needed.why_unsure(self.indicator, self.assessment, shown, self.selection.year)
        if measure.value is None or self.assessment.doubt is Doubt.CARRIED:
            return said
        projection = self.projection if self.shows_projection else None
        said = (
            said
            or needed.lies_with(self.places.named, self.places.alike, wants_more=self.wants_more)
            or needed.still_open(self.indicator, measure, shown)
            or self._nothing_due_yet
            or (
                projection is not None
                and needed.projected(
                    projection, shown, self.figures_on, self._odds, of_period=self.period
                )
            )
        )
        # What rests on another quarter says so whatever else there is to say; ratings do already.
        carried = ""
        if not self.indicator.is_rating_share:
            carried = reported.carried_on(self.indicator, measure.coverage)
        return "; ".join(filter(None, [carried, said]))

    @property
    def _nothing_due_yet(self) -> str:
        """Why none at all is on track: when the first are due, and the chance of the target."""
        found = self._first_due
        if found is None or self.assessment.measure.value:
            return ""
        return "; ".join(filter(None, [pace.nothing_due_yet(*found, self.compared), self._odds]))

    @property
    def _first_due(self) -> tuple[int, Fraction] | None:
        goal = self.assessment.goal
        return goal and first_due(self.indicator, goal, self.moment)

    @property
    def due_said(self) -> str:
        """What is due as a fact; where that is nothing, when the first are."""
        said = self.compared.with_unit(self.due)
        found = self._first_due
        return f"{said} ({pace.nothing_due_yet(*found, self.compared)})" if found else said

    @property
    def _odds(self) -> str:
        if self.chance is None:
            return ""
        return chance_in_a_row(self.chance, wants_more=self.wants_more)

    @property
    def is_own(self) -> bool:
        """Whether the unit has this target itself."""
        return self.standing.target is not None

    @property
    def is_from_registry(self) -> bool:
        """Whether it is counted from the registry, where nothing can be missing."""
        return reported.is_from_registry(self.indicator)

    @property
    def ratings_of(self) -> int | None:
        """The year whose ratings the value rests on, for a share of ratings."""
        coverage = self.assessment.measure.coverage
        return ratings_behind(self.indicator, coverage, self.selection.year, self.moment.quarter)

    @property
    def period(self) -> str:
        """The years over which it is counted, where they are several; else empty."""
        from_year = self.standing.from_year
        return aims.of_period(from_year, self.selection.year) if from_year else ""

    @property
    def is_due_now(self) -> bool:
        """Whether something other than the year's target is due by now."""
        return None not in (self.due, self.goal) and self.due != self.goal.value

    @property
    def is_due_today(self) -> bool:
        """Whether what is due goes with the days, not with the quarter's end."""
        return is_due_today(self.indicator, self.moment)

    @property
    def counted_to(self) -> date | None:
        """The last day that its events are counted to, where more may have happened since."""
        is_past = self.indicator.is_event_count and not self.moment.running
        return self.figures_on if is_past else None

    @property
    def projection(self) -> Fraction | None:
        """The year's end at this pace; counts in whole numbers, rounded down."""
        return shown_projection(self.indicator, self.assessment)

    @property
    def is_settled(self) -> bool:
        """Whether nothing can change any more."""
        return self.moment.is_over or self.assessment.status is Status.MISSED

    @property
    def shows_projection(self) -> bool:
        """Whether the year's end at this pace is still worth a word in the row."""
        return (
            self.goes_on
            and self.indicator.is_flow
            and self.projection is not None
            and not self.is_settled
            and self.assessment.status is not Status.MET
        )

    @cached_property
    def compared(self) -> Compared:
        """How its values are printed beside the goal."""
        beside = (self.due, self.projection, self.before)
        return compared_in(self.indicator, self.assessment, self.goal, *beside)

    @property
    def last_year(self) -> str:
        """What stood there at the same quarter of the year before; empty where nothing is known."""
        if self.before is None:
            return ""
        return needed.a_year_before(self.compared.lined_up(self.before))

    @property
    def value(self) -> str:
        """The value as it stands in the row; means and shares with one decimal at least, so that
        they line up.
        """
        return self.compared.lined_up(self.assessment.measure.value)

    @property
    def rests_on(self) -> str:
        """Who has reported, or where it is counted."""
        coverage = self.assessment.measure.coverage
        return reported.behind_value(self.indicator, coverage, self.ratings_of)

    @property
    def coverage_in_full(self) -> str:
        return reported.coverage_in_full(self.assessment.measure.coverage)

    @property
    def aim(self) -> str:
        """What the value is held against."""
        if self.is_own:
            return aims.own_target(self.assessment.goal, self.compared)
        unit = self.selection.planning_unit
        return aims.part_of_target(self.indicator, self.goal, unit, self.compared)

    @property
    def attained(self) -> str:
        """How much of the target it is; empty where there is no telling."""
        return aims.part_attained(self.assessment)

    @property
    def adjusting(self) -> Decision | None:
        """The decision that set the target in place of the plan's own one."""
        decision = self.standing.target.plan if self.is_own else None
        return decision if decision and decision.adjusts_id else None

    @property
    def decided(self) -> str:
        """The decision that set the unit's own target."""
        return aims.decided(self.standing.target.plan, self.selection.plan)

    @property
    def from_target(self) -> str:
        """What must still come, or how far the value is from the target; may be empty."""
        left = self.moment.quarters_left
        return distance.from_target(self.indicator, self.assessment, left, self.counted_to)

    @property
    def each_quarter(self) -> str:
        """What each of several quarters left must bring; empty where the row's own words say it."""
        has_several = self.moment.quarters_left > 1 and self.assessment.required_per_quarter
        return self.from_target if has_several else ""

    @property
    def attained_alone(self) -> str:
        """The attainment alone, as a number beside the drawing: "152%"; may be empty."""
        reached = aims.told_attainment(self.assessment)
        return "" if reached is None else attained(reached)

    @property
    def pace(self) -> str:
        """What is due by now, and the year's end at this pace, where they are worth a word."""
        due = self.due if self.is_due_now else None
        projection = self.projection if self.shows_projection else None
        return pace.pace(due, projection, self.compared, self.figures_on, of_period=self.period)

    @property
    def has_a_pace(self) -> bool:
        """Whether the year goes on at a pace, though that may not tell its end."""
        goes_on = self.goes_on and not self.moment.is_over
        return goes_on and self.indicator.is_flow and self.assessment.projection is not None

    @property
    def projected_alone(self) -> str:
        """The year's end at this pace as a fact: its value, and from figures up to which day; or
        that there are too few figures to tell it.
        """
        return pace.projected(self.projection, self.compared, self.figures_on)

    @property
    def doubt(self) -> str:
        """Why the status is not certain; empty where it is."""
        return doubts.why_not_certain(
            self.indicator,
            self.assessment,
            self.compared,
            year=self.selection.year,
            ratings_of=self.ratings_of,
        )

    @property
    def calculation(self) -> str:
        """How the value came about; empty without one."""
        return calculation(self.indicator, self.assessment.measure)

    @property
    def due_by(self) -> str:
        """By when what is due is due."""
        if self.due is not None and not self.is_due_now and not self.wants_more:
            return pace.limit()
        return pace.due_by(self.moment.quarter, self.figures_on, is_due_today=self.is_due_today)

    @property
    def what_is_possible(self) -> str:
        """Between what the value may still come to lie; empty where nothing is open, or where the
        doubt says it.
        """
        measure, doubt = self.assessment.measure, self.assessment.doubt
        if doubt not in (None, Doubt.NOT_RATED_YET) or not doubts.is_open(measure):
            return ""
        return doubts.what_is_possible(measure, self.compared)

    @property
    def possible_range(self) -> str:
        return doubts.possible_range(self.assessment.measure, self.compared)

    @property
    def drawing(self) -> str:
        """What its bullet graph says."""
        measure = self.assessment.measure
        return bullet_in_words(measure, self.goal, self.due, self.compared)


def target_rows(progress: Progress, *, goes_on: bool = True) -> list[TargetRow]:
    """A row for each indicator of the unit looked at, in the plan's order."""
    return [_row(progress, standing, goes_on) for standing in progress.whole.standings]


def most_urgent_first(rows: list[TargetRow]) -> list[TargetRow]:
    """Rows by status, the worst first; of those alike the ones that are not certain, then by what
    they lack of what is due; without a target of their own those behind first.
    """
    return sorted(rows, key=_urgency)


def target_row(progress: Progress, code: str, *, goes_on: bool = True) -> TargetRow:
    """The row of one indicator. Raises KeyError for one that was not asked for."""
    return _row(progress, progress.whole.standing(code), goes_on)


def _row(progress: Progress, standing: Standing, goes_on: bool) -> TargetRow:
    found, goal = standing.assessment, _goal(standing, progress.goals[standing.code])
    due = standing.judged_due and standing.judged_due.now
    return TargetRow(
        standing,
        goal,
        due,
        goal and bullet_of(found.measure, goal, due),
        standing_as_json(standing),
        progress.moment,
        progress.selection,
        progress.figures_on,
        places_behind(progress, standing.code) if _needs_care(standing) else Places(),
        _value_of(progress.last_year.get(standing.code)),
        chance_of_events(progress, standing) if goes_on else None,
        goes_on,
    )


def _goal(standing: Standing, goal: Goal | None) -> Goal | None:
    """What the row is held against: a unit's part of a target as people count it, none where that
    is less than one.
    """
    if standing.target or standing.judged_due is None or standing.indicator.averages:
        return goal
    whole = standing.judged_due.at_years_end
    return Goal(goal.operator, whole) if whole or not goal.operator.wants_more else None


def _value_of(measure: Measure | None) -> Fraction | None:
    return measure and measure.value


def _needs_care(standing: Standing) -> bool:
    part = standing.contribution
    return standing.assessment.status in NEEDS_CARE or bool(part and part.is_behind)


def _urgency(row: TargetRow) -> tuple:
    found = row.assessment
    if found.status is None:
        part = row.standing.contribution
        return (len(WORST_FIRST), not (part and part.is_behind), Fraction(0))
    return (WORST_FIRST.index(found.status), not row.is_unsure, part_of_due(found))


def part_of_due(found: Assessment) -> Fraction:
    """The part of what was due that is there, 1 being all of it; under an upper limit the part of
    the value that the limit allows. 0 without a value.
    """
    part, whole = found.measure.value, found.expected
    if part is None:
        return Fraction(0)
    if not found.goal.operator.wants_more:
        part, whole = whole, part
    return part / whole if whole else Fraction(0)


def places_behind(progress: Progress, code: str) -> Places:
    """The sub-units with the largest parts in what an indicator lacks, the largest first."""
    parts = [
        (unit.standing(code).contribution.share_of_shortfall, unit.unit)
        for unit in progress.units
        if unit.standing(code).contribution.share_of_shortfall
    ]
    parts.sort(key=lambda part: -part[0])
    named, others = parts[:MOST_PLACES], parts[MOST_PLACES:]
    alike = [part for part in others if part[0] == named[-1][0]]
    return Places(tuple(unit for _share, unit in named), len(alike))


def ratings_behind(indicator: Indicator, coverage: Coverage, year: int, quarter: int) -> int | None:
    """The year whose ratings a share of ratings rests on: a year is rated when it is over, and
    until then the year before is carried on.
    """
    if not indicator.is_rating_share:
        return None
    has_own = quarter == 4 and coverage.reported
    return year if has_own else year - 1


def is_due_today(indicator: Indicator, moment: Moment) -> bool:
    """Whether what is due of an indicator goes with the days of a running quarter."""
    return moment.running is not None and indicator.is_event_count


def shown_projection(indicator: Indicator, found: Assessment) -> Fraction | None:
    """The projection as pages say it: a count is a whole number, rounded down. None where fewer
    than half of those expected have a figure: so few say nothing of the whole.
    """
    if found.projection is None or has_few(indicator, found.measure):
        return None
    if not indicator.unit.is_whole:
        return found.projection
    return Fraction(math.floor(found.projection))
