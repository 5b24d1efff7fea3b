"""The panels of one target: its line through the quarters and its districts, as plain data."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.functional import Promise

from cooperatives.ground.calendar import QUARTERS

from ..comparison.progress import OfficialFigure, Progress, Standing, UnitProgress
from ..indicators import Indicator
from ..reckoning.assessment import Assessment, Goal, expected_at
from ..words.compared import Compared, compared
from ..words.labels import gap_label
from .charts import SeriesLine, series_figure
from .target_rows import shown_projection


@dataclass(frozen=True)
class SeriesPoint:
    """One quarter of the year: where the unit stood, and what was due by then (by today, where that
    is what it is held against).

    assessment is None for a quarter after the one looked at; due is None without a target.
    compared: how its values are printed beside each other.
    """

    quarter: int
    assessment: Assessment | None
    due: Fraction | None
    compared: Compared


@dataclass(frozen=True)
class Bar:
    """A bar on a line of 100, from a common zero; negative values go to its left."""

    x: float
    width: float


@dataclass(frozen=True)
class UnitRow:
    """One sub-unit, or what lies directly under (progress.unit None). bar None without a value."""

    progress: UnitProgress
    standing: Standing
    bar: Bar | None


@dataclass(frozen=True)
class TargetPanel:
    """All that the panels of one target show.

    goal: what is to be reached by the year's end. zero: where the bars' zero lies on their line of
    100. figure: the Plotly figure of the series, None where there is nothing to draw.
    """

    indicator: Indicator
    standing: Standing
    goal: Goal | None
    points: tuple[SeriesPoint, ...]
    baseline: OfficialFigure | None
    figure: dict | None
    units: tuple[UnitRow, ...]
    zero: float

    @property
    def gap_label(self) -> Promise | str:
        """What gaps are counted in."""
        return gap_label(self.indicator.unit)


def target_panel(progress: Progress, code: str) -> TargetPanel:
    """The panels of one indicator of a comparison. Raises KeyError for one that it lacks."""
    baseline = progress.official_figure(code)
    standing = progress.whole.standing(code)
    points = tuple(_points(progress, code))
    parts = progress.parts
    scale = _Scale([part.standing(code).assessment.measure.value for part in parts])
    units = [UnitRow(part, part.standing(code), scale.bar(part.standing(code))) for part in parts]
    return TargetPanel(
        standing.indicator,
        standing,
        progress.goals[code],
        points,
        baseline,
        _figure(standing, points, baseline),
        tuple(sorted(units, key=_largest_shortfall_first)),
        scale.zero,
    )


def _points(progress: Progress, code: str):
    series = progress.series[code]
    goal = series[-1].assessment.goal
    for quarter in QUARTERS:
        found = series[quarter - 1].assessment if quarter <= len(series) else None
        if found is not None:
            due = found.expected
        else:
            due = expected_at(series[0].indicator, goal, quarter) if goal else None
        indicator, set_as = series[0].indicator, (goal.value, *goal.milestones) if goal else ()
        values = () if found is None else (found.measure.value, *(found.measure.bounds or ()))
        yield SeriesPoint(quarter, found, due, compared(indicator, (*values, due), set_as))


def _figure(
    standing: Standing, points: tuple[SeriesPoint, ...], baseline: OfficialFigure | None
) -> dict | None:
    measures = [point.assessment and point.assessment.measure for point in points]
    values = [measure and measure.value for measure in measures]
    if all(value is None for value in values):
        return None
    found = standing.assessment
    is_last = points[-1].assessment is not None
    line = SeriesLine(
        indicator=standing.indicator,
        values=values,
        bounds=[measure and measure.bounds for measure in measures],
        target=found.goal and found.goal.value,
        due=[point.due for point in points],
        projection=None if is_last else shown_projection(standing.indicator, found),
        baseline=baseline and baseline.value,
        baseline_on=baseline and baseline.date,
        milestones=found.goal.milestones if found.goal else (),
    )
    return series_figure(line)


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
    """A line of 100 that holds zero and all values."""

    def __init__(self, values: list[Fraction | None]):
        shown = [Fraction(0), *(value for value in values if value is not None)]
        self.low = min(shown)
        self.length = max(shown) - self.low

    @property
    def zero(self) -> float:
        return self._place(Fraction(0))

    def bar(self, standing: Standing) -> Bar | None:
        value = standing.assessment.measure.value
        if value is None:
            return None
        ends = sorted([self.zero, self._place(value)])
        return Bar(ends[0], round(ends[1] - ends[0], 2))

    def _place(self, value: Fraction) -> float:
        return round(float(100 * (value - self.low) / self.length), 2) if self.length else 0.0
