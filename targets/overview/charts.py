"""Plotly figures from plain numbers. They know no records.

Colours are names of our tokens (`var(--bar)`), which static/js/charts.js looks up, so that a chart
follows the theme. What is missing breaks a line; it is never drawn as zero.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import plotly.graph_objects as go
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..indicators import Indicator
from ..words.amounts import printed
from ..words.compared import compared

HEIGHT = 340
LAST = 3
"""The place of the last quarter on the line."""
CLOSE = 0.06
"""Labels nearer to each other than this part of the chart's height are moved apart."""

INK = "var(--ink)"
BAR = "var(--bar)"
PACE = "var(--on-track)"
SOFT = "var(--ink-soft)"
RULE = "var(--rule)"


@dataclass(frozen=True)
class SeriesLine:
    """An indicator through the four quarters of a year, in its own unit (VND, persons, %, count).

    values, bounds and due have an entry for each quarter, None where there is none. projection is
    the value expected at the year's end, None once the year's last quarter is looked at.
    milestones: what the plan itself says is due, which is shown as it says it.
    """

    indicator: Indicator
    values: list[Fraction | None]
    bounds: list[tuple[Fraction, Fraction] | None]
    target: Fraction | None
    due: list[Fraction | None]
    projection: Fraction | None
    baseline: Fraction | None
    baseline_on: date | None
    milestones: tuple[Fraction | None, ...] = ()


def series_figure(line: SeriesLine) -> dict:
    """The figure: values with their open range, target, what is due, projection, baseline."""
    quarters = [_("Q1"), _("Q2"), _("Q3"), _("Q4")]
    figure = go.Figure()
    if line.target is not None:
        _add_target(figure, line, quarters)
    if line.projection is not None:
        _add_projection(figure, line, quarters)
    _add_values(figure, line, quarters)
    if line.baseline is not None:
        _add_baseline(figure, line)
    figure.update_layout(
        template=None,
        height=HEIGHT,
        margin={"l": 56, "r": 112, "t": 24, "b": 36},
        showlegend=False,
        hovermode="x unified",
        hoverlabel={"bgcolor": "var(--sheet)", "bordercolor": RULE, "font": {"color": INK}},
        xaxis={
            "type": "category",
            "categoryorder": "array",
            "categoryarray": quarters,
            "range": [-0.35, 3.15],
            "fixedrange": True,
            "showgrid": False,
            "linecolor": RULE,
            "tickcolor": RULE,
        },
        yaxis={
            "rangemode": "tozero",
            "fixedrange": True,
            "gridcolor": RULE,
            "zerolinecolor": "var(--rule-strong)",
            "hoverformat": f",.{_decimals(line)}~f",
            "ticksuffix": "%" if line.indicator.unit == "percent" else "",
            "nticks": 6,
        },
    )
    return figure.to_plotly_json() | {"layout": figure.layout.to_plotly_json()}


def _shown(indicator: Indicator, value: Fraction | None) -> float | None:
    if value is None:
        return None
    return round(float(printed(value, indicator)), 6)


def _decimals(line: SeriesLine) -> int:
    """How many decimals a quarter's numbers need under the pointer, where they stand together."""
    ends = [end for bounds in line.bounds for end in bounds or ()]
    numbers = [*line.values, *ends, *line.due, line.projection]
    as_set = [line.target, *line.milestones]
    beside = compared(line.indicator, numbers, as_set)
    given = [number for number in (*numbers, *as_set) if number is not None]
    return max(map(beside.decimals_of, given), default=beside.decimals)


def _numbers(line: SeriesLine, values: list[Fraction | None]) -> list[float | None]:
    return [_shown(line.indicator, value) for value in values]


def _add_target(figure: go.Figure, line: SeriesLine, quarters: list[str]) -> None:
    target = _shown(line.indicator, line.target)
    figure.add_scatter(
        x=quarters,
        y=[target] * len(quarters),
        mode="lines",
        name=_("target"),
        line={"color": INK, "width": 2},
    )
    _label(figure, target, _("target"), INK)
    if line.indicator.is_flow:
        figure.add_scatter(
            x=quarters,
            y=_numbers(line, line.due),
            mode="lines",
            name=_("due by then"),
            line={"color": PACE, "width": 1.6, "dash": "dot"},
        )
        _label_pace(figure, line)


def _add_projection(figure: go.Figure, line: SeriesLine, quarters: list[str]) -> None:
    last = max(n for n, value in enumerate(line.values) if value is not None)
    end = _shown(line.indicator, line.projection)
    figure.add_scatter(
        x=[quarters[last], quarters[-1]],
        y=[_shown(line.indicator, line.values[last]), end],
        mode="lines",
        name=_("projection"),
        line={"color": BAR, "width": 2, "dash": "dash"},
    )
    _label(figure, end, _("projection"), SOFT, _clear_of_target(line))


def _add_values(figure: go.Figure, line: SeriesLine, quarters: list[str]) -> None:
    above, below = [], []
    for value, bounds in zip(line.values, line.bounds, strict=True):
        known = value is not None and bounds is not None
        above.append(_shown(line.indicator, bounds[1] - value) if known else None)
        below.append(_shown(line.indicator, value - bounds[0]) if known else None)
    figure.add_scatter(
        x=quarters,
        y=_numbers(line, line.values),
        mode="lines+markers",
        name=_("value"),
        connectgaps=False,
        line={"color": BAR, "width": 3},
        marker={"color": BAR, "size": 9},
        error_y={
            "type": "data",
            "symmetric": False,
            "array": above,
            "arrayminus": below,
            "color": SOFT,
            "thickness": 1.4,
            "width": 5,
        },
    )


def _add_baseline(figure: go.Figure, line: SeriesLine) -> None:
    figure.add_hline(
        y=_shown(line.indicator, line.baseline),
        line={"color": SOFT, "width": 1, "dash": "longdashdot"},
    )
    day = date_format(line.baseline_on, "SHORT_DATE_FORMAT")
    figure.add_annotation(
        x=0,
        xref="paper",
        xanchor="left",
        y=_shown(line.indicator, line.baseline),
        yanchor="bottom",
        showarrow=False,
        text=_("baseline %(day)s") % {"day": day},
        font={"color": SOFT},
    )


def _label_pace(figure: go.Figure, line: SeriesLine) -> None:
    """The name of the line of what is due, at its second quarter, on the side away from values."""
    due, value = line.due[1], line.values[1]
    if due is None:
        return
    is_above = value is None or value <= due
    figure.add_annotation(
        x=1,
        y=_shown(line.indicator, due),
        xanchor="right" if is_above else "left",
        yanchor="bottom" if is_above else "top",
        showarrow=False,
        text=_("due by then"),
        font={"color": PACE},
    )


def _clear_of_target(line: SeriesLine) -> int:
    """By how many pixels the projection's label must move up to be clear of the target's."""
    if line.target is None:
        return 0
    highest = max(line.target, line.projection, *filter(None, line.values))
    distance = line.projection - line.target
    if abs(distance) >= highest * Fraction(CLOSE):
        return 0
    return 14 if distance > 0 else -14


def _label(figure: go.Figure, y: float, text: str, colour: str, yshift: int = 0) -> None:
    """A direct label at the right end of a line, instead of a legend."""
    figure.add_annotation(
        x=LAST,
        y=y,
        xanchor="left",
        xshift=8,
        yshift=yshift,
        showarrow=False,
        text=text,
        font={"color": colour},
    )
