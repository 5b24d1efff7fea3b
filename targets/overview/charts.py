"""The line of one target through a year: what is drawn, and its Plotly figure. It knows no records.

Colours are names of our tokens (`var(--bar)`), which static/js/charts.js looks up, so that a chart
follows the theme. What is missing breaks a line; it is never drawn as zero. What the pointer says
is made here, in the page's language and with the table's decimals.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import chain
from typing import Literal

import plotly.graph_objects as go
from django.utils.translation import gettext as _

from ..indicators import Indicator
from ..reckoning.assessment import Goal
from ..words import series
from ..words.amounts import printed
from ..words.compared import Compared
from ..words.years_end import mark_label

HEIGHT = 340
ROOM = Fraction(14, 100)
"""The part of the chart's height that is left free above and below for what stands at points."""
ROOM_OF_TEXT = Fraction(9, 100)
"""The part of it that a text needs."""

INK = "var(--ink)"
BAR = "var(--bar)"
PACE = "var(--on-track)"
SOFT = "var(--ink-soft)"
RULE = "var(--rule)"


@dataclass(frozen=True)
class SeriesLine:
    """An indicator through the four quarters of a year, in its own unit (VND, persons, %, count).

    values, bounds, due, shown and last_year have an entry for each quarter, None where there is
    none. due: what is to be reached by then; drawn for flows alone, since a level is due in full at
    once. shown: how a quarter's numbers are printed. projection: the value expected at the year's
    end, None once its last quarter is looked at. last_year: the values of the year before.
    years_end: between what the year's end lies with a chance of 80%.
    """

    indicator: Indicator
    year: int
    values: list[Fraction | None]
    bounds: list[tuple[Fraction, Fraction] | None]
    goal: Goal | None
    due: list[Fraction | None]
    projection: Fraction | None
    baseline: Fraction | None
    baseline_on: date | None
    shown: list[Compared]
    last_year: list[Fraction | None]
    years_end: tuple[Fraction, Fraction] | None = None

    @property
    def open_ranges(self) -> list[tuple[Fraction, Fraction] | None]:
        """What missing figures leave possible at each quarter, None where nothing is open."""
        return [ends if ends and ends[0] != ends[1] else None for ends in self.bounds]

    @property
    def draws_due(self) -> bool:
        return self.indicator.is_flow and any(due is not None for due in self.due)

    @property
    def last(self) -> int:
        """The place of the last quarter that has a value."""
        return max(place for place, value in enumerate(self.values) if value is not None)

    @property
    def quarters(self) -> list[str]:
        return [_("Q1"), _("Q2"), _("Q3"), _("Q4")]

    def drawn(self, value: Fraction | None) -> float | None:
        """A value in what the axis counts in."""
        return None if value is None else round(float(printed(value, self.indicator)), 6)

    def all_drawn(self, values: Iterable[Fraction | None]) -> list[float | None]:
        return [self.drawn(value) for value in values]

    @property
    def extent(self) -> tuple[float, float]:
        """From where to where the axis goes: from zero, with room for what stands at the points."""
        ends = chain.from_iterable(filter(None, self.open_ranges))
        goal = self.goal and self.goal.value
        given = [*self.values, *ends, *self.last_year, self.projection, self.baseline, goal]
        given += self.years_end or ()
        given += self.due if self.draws_due else []
        known = [Fraction(0), *(value for value in given if value is not None)]
        low, high = min(known), max(known)
        room = (high - low) * ROOM or Fraction(1)
        return self.drawn(low - room if low < 0 else low), self.drawn(high + room)

    def labels(self) -> Iterator["PointLabel"]:
        """Value and unit beside each point, clear of its range and of what else stands there."""
        for place, value in enumerate(self.values):
            if value is not None:
                text = self.shown[place].short(value)
                is_above = self._is_freer_above(place, value)
                # The line leads away on the other side; at the ends there is room on one alone.
                is_left = place in (1, 2) and is_above != self._line_is_below(place)
                side = "over" if place == 3 else "left" if is_left else "right"
                yield PointLabel(place, self.drawn(value), text, is_above, side)
        if self.projection is not None:
            text = self.shown[-1].short(self.projection)
            is_above = self._is_freer_above(3, self.projection)
            yield PointLabel(3, self.drawn(self.projection), text, is_above, "over")

    def _is_freer_above(self, place: int, value: Fraction) -> bool:
        """Whether the nearest thing drawn at a quarter is farther above a value than below it; what
        leaves room for a text on both sides counts alike, and then the value's line decides.
        """
        low, high = self.extent
        enough = float(ROOM_OF_TEXT) * (high - low)
        at, goal = self.drawn(value), self.goal and self.goal.value
        due = self.due[place] if self.draws_due else None
        beside = self.all_drawn([self.last_year[place], due, goal, self.baseline])
        marks = [low, *(mark for mark in beside if mark is not None)]
        above = min([mark - at for mark in marks if mark >= at], default=enough)
        below = min([at - mark for mark in marks if mark < at], default=0)
        if min(above, below) < enough:
            return above > below
        return self._line_is_below(place)

    def _line_is_below(self, place: int) -> bool:
        """Whether the line leaves room above it: to the right of a point, left of the last one."""
        line = [*self.values[:-1], self.values[-1] if self.projection is None else self.projection]
        first, last = (line[place - 1], line[place]) if place == 3 else line[place : place + 2]
        if first is None or last is None:
            return True
        return last >= first if place == 3 else last < first

    def said(self) -> list[str]:
        """What the pointer says at each quarter: a line of text for each thing there."""
        last = len(self.values) - 1
        return [
            "<br>".join(
                series.at_quarter(
                    self.indicator,
                    self.shown[place],
                    value=value,
                    possible=self.open_ranges[place],
                    due=self.due[place],
                    projection=self.projection if place == last else None,
                    before=(self.year - 1, self.last_year[place]),
                    is_later=place > self.last,
                    years_end=self.years_end if place == last else None,
                )
            )
            for place, value in enumerate(self.values)
        ]

    def key(self) -> Iterator["KeyEntry"]:
        """What each mark means, in the order in which it should be read."""
        yield KeyEntry("value", series.value_of(self.indicator, self.year))
        if self.goal is not None:
            yield KeyEntry("target", series.target_of(self.goal, self.shown[-1]))
        if self.draws_due:
            yield KeyEntry("due", _("due by then"))
        if any(self.open_ranges):
            yield KeyEntry("range", _("possible, as figures are missing"))
        if self.projection is not None:
            yield KeyEntry("projection", _("at the present pace"))
        if self.years_end is not None:
            yield KeyEntry("years-end", mark_label())
        if any(value is not None for value in self.last_year):
            yield KeyEntry("last-year", series.year_before(self.year - 1))
        if self.baseline is not None:
            yield KeyEntry("baseline", series.baseline_of(self.baseline_on))


@dataclass(frozen=True)
class PointLabel:
    """What stands beside a point, or over it: place is the quarter's, 0 to 3; y in what the axis
    counts in.
    """

    place: int
    y: float
    text: str
    is_above: bool
    side: Literal["left", "right", "over"]


@dataclass(frozen=True)
class KeyEntry:
    """A mark of the drawing (value, target, due, …) and what it means."""

    mark: str
    text: str


def series_figure(line: SeriesLine) -> dict:
    """The figure: values with their open range, target, what is due, projection, last year."""
    drawn = []
    if any(value is not None for value in line.last_year):
        drawn.append(_line(line, "last-year", line.last_year, SOFT, width=1.2, markers=5))
    if line.baseline is not None:
        flat = [line.baseline] * 4
        drawn.append(_line(line, "baseline", flat, SOFT, width=1, dash="longdashdot"))
    if line.goal is not None:
        drawn.append(_line(line, "target", [line.goal.value] * 4, INK, width=2))
    if line.draws_due:
        drawn.append(_line(line, "due", line.due, PACE, width=1.6, dash="dot"))
    if line.projection is not None:
        ends = [None] * line.last + [line.values[line.last]] + [None] * (3 - line.last)
        ends[-1] = line.projection
        drawn.append(_line(line, "projection", ends, BAR, width=2, dash="dash", connectgaps=True))
    if line.years_end is not None:
        drawn.append(_years_end(line))
    layout = {
        # Plotly's own has a page's weight and other colours.
        "template": {},
        "height": HEIGHT,
        "margin": {"l": 44, "r": 28, "t": 12, "b": 30},
        "showlegend": False,
        "hovermode": "x",
        "dragmode": False,
        "hoverlabel": {
            "bgcolor": "var(--sheet)",
            "bordercolor": RULE,
            "font": {"color": INK},
            "align": "left",
        },
        "xaxis": {
            "type": "category",
            "categoryorder": "array",
            "categoryarray": line.quarters,
            "range": [-0.35, 3.35],
            "fixedrange": True,
            "showgrid": False,
            "linecolor": RULE,
            "tickcolor": RULE,
        },
        "yaxis": {
            "range": list(line.extent),
            "fixedrange": True,
            "gridcolor": RULE,
            "zerolinecolor": "var(--rule-strong)",
            "ticksuffix": "%" if line.indicator.unit == "percent" else "",
            "nticks": 6,
        }
        | _whole_steps(line),
        "annotations": [_annotation(label) for label in line.labels()],
    }
    # Made at once: Plotly's figures go through all they hold at each further piece.
    figure = go.Figure([*drawn, _values(line), _pointer(line)], layout)
    return figure.to_plotly_json() | {"layout": figure.layout.to_plotly_json()}


def _whole_steps(line: SeriesLine) -> dict[str, int]:
    """What is counted has no ticks between whole numbers."""
    return {"dtick": 1} if line.indicator.unit.is_whole and line.extent[1] < 6 else {}


def _line(
    line: SeriesLine,
    name: str,
    values: Iterable[Fraction | None],
    colour: str,
    *,
    width: float,
    dash: str = "solid",
    markers: int = 0,
    connectgaps: bool = False,
) -> dict:
    """A line of the drawing, of which the pointer says nothing by itself."""
    return {
        "type": "scatter",
        "x": line.quarters,
        "y": line.all_drawn(values),
        "mode": "lines+markers" if markers else "lines",
        "name": name,
        "connectgaps": connectgaps,
        "line": {"color": colour, "width": width, "dash": dash},
        "marker": {"color": colour, "size": markers},
        "hoverinfo": "skip",
    }


def _years_end(line: SeriesLine) -> dict:
    """A bar with two ends over the last quarter, beside which its points stay to be seen."""
    edge = {"color": PACE, "width": 2}
    return {
        "type": "scatter",
        "x": [line.quarters[-1]] * 2,
        "y": line.all_drawn(line.years_end),
        "mode": "lines+markers",
        "name": "years-end",
        "line": edge,
        "marker": {"color": PACE, "size": 8, "symbol": "line-ew", "line": edge},
        "hoverinfo": "skip",
    }


def _values(line: SeriesLine) -> dict:
    above, below = [], []
    for value, ends in zip(line.values, line.open_ranges, strict=True):
        known = value is not None and ends is not None
        above.append(line.drawn(ends[1] - value) if known else None)
        below.append(line.drawn(value - ends[0]) if known else None)
    return {
        "type": "scatter",
        "x": line.quarters,
        "y": line.all_drawn(line.values),
        "mode": "lines+markers",
        "name": "value",
        "connectgaps": False,
        "line": {"color": BAR, "width": 3},
        "marker": {"color": BAR, "size": 9},
        "hoverinfo": "skip",
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": above,
            "arrayminus": below,
            "color": SOFT,
            "thickness": 1.6,
            "width": 6,
        },
    }


def _pointer(line: SeriesLine) -> dict:
    """Points that nobody sees: each says all that stands at its quarter."""
    goal = line.goal and line.goal.value
    given = [*line.values[:-1], line.projection if line.values[-1] is None else line.values[-1]]
    places = [
        next((one for one in (value, due, goal) if one is not None), Fraction(0))
        for value, due in zip(given, line.due, strict=True)
    ]
    return {
        "type": "scatter",
        "x": line.quarters,
        "y": line.all_drawn(places),
        "mode": "markers",
        "name": "pointer",
        "marker": {"color": BAR, "size": 9, "opacity": 0},
        "text": line.said(),
        "hovertemplate": "%{text}<extra></extra>",
    }


def _annotation(label: PointLabel) -> dict:
    return {
        "x": label.place,
        "y": label.y,
        "xanchor": {"left": "right", "right": "left", "over": "center"}[label.side],
        "xshift": {"left": -9, "right": 9, "over": 0}[label.side],
        "yanchor": "bottom" if label.is_above else "top",
        "yshift": 5 if label.is_above else -5,
        "showarrow": False,
        "text": label.text,
        "font": {"color": INK},
        # What is drawn behind a text does not strike it through.
        "bgcolor": "var(--ground)",
        "borderpad": 0,
    }
