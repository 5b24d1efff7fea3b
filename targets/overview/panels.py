"""The panels of one target: its line through the quarters and its districts, as plain data."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from django.utils.functional import Promise

from cooperatives.ground.calendar import QUARTERS, Quarter

from ..comparison.progress import OfficialFigure, Progress, Standing, UnitProgress, YearHeld
from ..indicators import Indicator
from ..reckoning.assessment import Assessment, Goal, Status, expected_at
from ..reckoning.measures import Measure
from ..words.compared import Compared, compared, ends_of, widest
from ..words.labels import gap_label
from ..words.series import finding, moved_unrated, value_until
from .beside import Reached, reached
from .charts import KeyEntry, SeriesLine, series_figure
from .matrix import column_of
from .target_rows import ratings_behind, shown_projection
from .years_end import YearsEnd


@dataclass(frozen=True)
class SeriesPoint:
    """One quarter of the year: where the unit stood, and what was due by then (by today, where that
    is what it is held against).

    assessment is None for a quarter after the one looked at, measure for one that has not begun;
    until: the day that the value of a running quarter reaches. due is None without a target.
    before: the value at the same quarter of the year before. compared: how its values are printed
    beside each other.
    """

    quarter: int
    assessment: Assessment | None
    measure: Measure | None
    until: date | None
    due: Fraction | None
    before: Fraction | None
    compared: Compared

    @property
    def said(self) -> str:
        """Its value, with the day that it reaches in a running quarter."""
        return value_until(self.measure and self.measure.value, self.until, self.compared)


@dataclass(frozen=True)
class Bar:
    """A bar on a line of 100, from a common zero; negative values go to its left."""

    x: float
    width: float


@dataclass(frozen=True)
class YearRow:
    """One of the years held, and how its values are printed beside its target. values: of its
    quarters, each with the day that it reaches where it is running. is_current: whether it is the
    year looked at. reached: how far it came. bar and aim: that value, and the target, on the line
    of 100 that all years share; None without one.
    """

    held: YearHeld
    values: tuple[tuple[Fraction | None, date | None], ...]
    compared: Compared
    is_current: bool
    reached: Reached
    bar: Bar | None
    aim: float | None

    @property
    def said(self) -> list[str]:
        """Its quarters' values, of a running one with the day that it reaches."""
        return [value_until(value, until, self.compared) for value, until in self.values]


@dataclass(frozen=True)
class UnitRow:
    """One sub-unit, or what lies directly under (progress.unit None). bar None without a value.

    due: where what is due there lies on the bars' line of 100, None where nothing is.
    """

    progress: UnitProgress
    standing: Standing
    bar: Bar | None
    due: float | None


@dataclass(frozen=True)
class TargetPanel:
    """All that the panels of one target show.

    finding: what the line shows, in a sentence. moved: why a share of ratings moved since the
    quarter before though nobody was rated anew, else "". goal: what is to be reached by the year's
    end. zero: where the bars' zero lies on their line of 100. line: what is drawn of the series,
    None where there is nothing to draw. years: all years held, the newest first. by_unit: how
    the values of the sub-units are printed.
    """

    year: int
    indicator: Indicator
    standing: Standing
    finding: str
    moved: str
    goal: Goal | None
    points: tuple[SeriesPoint, ...]
    baseline: OfficialFigure | None
    line: SeriesLine | None
    units: tuple[UnitRow, ...]
    zero: float
    years: tuple[YearRow, ...]
    by_unit: Compared

    @cached_property
    def figure(self) -> dict | None:
        """The Plotly figure of the series, None where there is nothing to draw."""
        return self.line and series_figure(self.line)

    @property
    def by_quarter(self) -> Compared:
        """How the values of the table of quarters are printed, so that they line up."""
        return widest([point.compared for point in self.points])

    @property
    def by_year(self) -> Compared:
        """The same for the table of years."""
        return widest([row.compared for row in self.years])

    @property
    def key(self) -> tuple[KeyEntry, ...]:
        """What the marks of the drawing mean."""
        return tuple(self.line.key()) if self.line else ()

    @property
    def year_before(self) -> int | None:
        """The year before, where anything of it is known."""
        known = any(point.before is not None for point in self.points)
        return self.year - 1 if known else None

    @property
    def shows_due(self) -> bool:
        """Whether something is due in a sub-unit that is drawn."""
        return any(row.due is not None for row in self.units)

    @property
    def judges_units(self) -> bool:
        """Whether something is due of a sub-unit, with or without a value of it."""
        return any(row.standing.judged_due for row in self.units)

    @property
    def shares_shortfall(self) -> bool:
        """Whether it is told which part of what is lacking is whose."""
        return self.standing.is_short and self.judges_units

    @property
    def marks_demo(self) -> bool:
        """Whether demo targets stand beside others, so that one has to tell which is which."""
        sources = [row.standing.target for row in self.units if row.standing.target]
        return len({source.is_demo for source in sources}) > 1

    @property
    def gap_label(self) -> Promise | str:
        """What gaps are counted in."""
        return gap_label(self.indicator)


def target_panel(
    progress: Progress,
    code: str,
    years: Mapping[int, YearHeld] | None = None,
    chosen: Collection[int] = (),
    years_end: YearsEnd | None = None,
) -> TargetPanel:
    """The panels of one indicator of a comparison. Raises KeyError for one that it lacks.

    years: the indicator in the years held, and in the year before. chosen: the years that may be
    looked at, of which a row is shown whatever they hold. years_end: what is told of the end of the
    year looked at.
    """
    years, year = years or {}, progress.selection.year
    baseline = progress.official_figure(code)
    standing = progress.whole.standing(code)
    goal = progress.goals[code]
    points = tuple(_points(progress, code, years))
    parts = progress.parts
    standings = [part.standing(code) for part in parts]
    dues = [one.judged_due and one.judged_due.now for one in standings]
    scale = _Scale([*(one.assessment.measure.value for one in standings), *dues])
    units = [scale.row(part, part.standing(code)) for part in parts]
    return TargetPanel(
        year,
        standing.indicator,
        standing,
        _finding(progress, standing, points),
        _moved(progress, code),
        goal,
        points,
        baseline,
        _line(progress, standing, points, baseline, years_end),
        tuple(sorted(units, key=_largest_shortfall_first)),
        scale.zero,
        tuple(_year_rows(progress, standing.indicator, years, chosen)),
        column_of(progress, code),
    )


def _year_rows(
    progress: Progress,
    indicator: Indicator,
    years: Mapping[int, YearHeld],
    chosen: Collection[int],
):
    # A year that nothing is held of counts nothing of the registry, which is no zero.
    shown_years = [
        held
        for year, held in sorted(years.items(), reverse=True)
        if year in chosen or held.plan or any(held.values)
    ]
    ends = [reached(indicator, held, progress.day) for held in shown_years]
    goals = [held.goal.value for held in shown_years if held.goal]
    scale = _Scale([*(end.value for end in ends), *goals])
    for held, end in zip(shown_years, ends, strict=True):
        year = held.year
        shown = compared(indicator, held.values, ends_of(held.goal) if held.goal else ())
        until = (_reached(Quarter(year, quarter), progress.day) for quarter in QUARTERS)
        values = tuple(zip(held.values, until, strict=True))
        yield YearRow(
            held,
            values,
            shown,
            is_current=year == progress.selection.year,
            reached=end,
            bar=scale.bar(end.value),
            aim=scale.place(held.goal.value) if held.goal else None,
        )


def _reached(period: Quarter, day: date) -> date | None:
    """The day, where a quarter is running on it: what it holds reaches no further."""
    return day if period.starts_on <= day <= period.ends_on else None


def _finding(progress: Progress, standing: Standing, points: tuple[SeriesPoint, ...]) -> str:
    quarter, found = progress.selection.quarter, standing.assessment
    return finding(
        standing.indicator,
        found.measure.value,
        None if found.status is Status.NO_DATA else standing.judged_due,
        quarter,
        points[quarter - 1].compared,
        is_own=standing.target is not None,
    )


def _moved(progress: Progress, code: str) -> str:
    series, year = progress.series[code], progress.selection.year
    if len(series) < 2:
        return ""
    quarter, (before, now) = len(series), series[-2:]
    then, here = before.assessment.measure, now.assessment.measure
    rated = [
        ratings_behind(now.indicator, one.coverage, year, of)
        for one, of in ((then, quarter - 1), (here, quarter))
    ]
    if rated[0] is None or rated[0] != rated[1] or then.value in (None, here.value):
        return ""
    return moved_unrated(quarter, rated[1], then, here) if here.value is not None else ""


def _points(progress: Progress, code: str, years: Mapping[int, YearHeld]):
    series, year = progress.series[code], progress.selection.year
    held, year_before = years.get(year), years.get(year - 1)
    goal = series[-1].assessment.goal
    for quarter in QUARTERS:
        found = series[quarter - 1].assessment if quarter <= len(series) else None
        if found is not None:
            due = found.expected
        else:
            due = expected_at(series[0].indicator, goal, quarter) if goal else None
        indicator, set_as = series[0].indicator, (*ends_of(goal), *goal.milestones) if goal else ()
        measure = found.measure if found else held and held.measures[quarter - 1]
        values = (measure.value, *(measure.bounds or ())) if measure else ()
        known = measure is not None and measure.value is not None
        until = _reached(Quarter(year, quarter), progress.day) if known else None
        before = year_before.values[quarter - 1] if year_before else None
        shown = compared(indicator, (*values, due, before), set_as)
        yield SeriesPoint(quarter, found, measure, until, due, before, shown)


def _line(
    progress: Progress,
    standing: Standing,
    points: tuple[SeriesPoint, ...],
    baseline: OfficialFigure | None,
    years_end: YearsEnd | None,
) -> SeriesLine | None:
    measures = [point.assessment and point.assessment.measure for point in points]
    values = [measure and measure.value for measure in measures]
    if all(value is None for value in values):
        return None
    indicator, found = standing.indicator, standing.assessment
    is_last = points[-1].assessment is not None
    # A level ends where it stands: no line says that.
    projected = indicator.is_flow and not is_last and found.measure.value is not None
    # An official flow covers its own year up to its day: no level through another year.
    official = None if indicator.is_flow else baseline
    return SeriesLine(
        indicator=indicator,
        year=progress.selection.year,
        values=values,
        bounds=[measure and measure.bounds for measure in measures],
        goal=found.goal,
        due=[point.due for point in points],
        projection=shown_projection(indicator, found) if projected else None,
        baseline=official and official.value,
        baseline_on=official and official.date,
        shown=[point.compared for point in points],
        last_year=[point.before for point in points],
        years_end=years_end and years_end.ends,
    )


def _largest_shortfall_first(row: UnitRow) -> tuple:
    """Those behind first, by their part in what is lacking; then by the gap, the widest lead last;
    those without a gap at the end, in their order.
    """
    part = row.standing.contribution
    if part.gap is None:
        return (2, 0)
    lead = part.gap if part.due.operator.wants_more else -part.gap
    return (0, -(part.share_of_shortfall or 0)) if part.is_behind else (1, lead)


class _Scale:
    """A line of 100 that holds zero, all values and all that is due."""

    def __init__(self, values: Iterable[Fraction | None]):
        shown = [Fraction(0), *(value for value in values if value is not None)]
        self.low = min(shown)
        self.length = max(shown) - self.low

    @property
    def zero(self) -> float:
        return self.place(Fraction(0))

    def row(self, part: UnitProgress, standing: Standing) -> UnitRow:
        due = standing.judged_due and self.place(standing.judged_due.now)
        return UnitRow(part, standing, self.bar(standing.assessment.measure.value), due)

    def bar(self, value: Fraction | None) -> Bar | None:
        if value is None:
            return None
        ends = sorted([self.zero, self.place(value)])
        return Bar(ends[0], round(ends[1] - ends[0], 2))

    def place(self, value: Fraction) -> float:
        return round(float(100 * (value - self.low) / self.length), 2) if self.length else 0.0
