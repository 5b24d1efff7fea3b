"""Charts as pictures, for letters and reports: PNG and SVG, made by matplotlib.

They draw the same `SeriesLine` and rows as the pages. matplotlib costs a second and some fifty
megabytes the first time, so that it is imported only where a picture is made.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cooperatives.ground.wording import day, figure

from ..comparison.progress import Progress
from ..overview.charts import SeriesLine
from ..overview.panels import TargetPanel, UnitRow
from ..words import series
from ..words.amounts import printed
from ..words.compared import beside_target
from ..words.labels import unit_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TYPES = {"png": "image/png", "svg": "image/svg+xml"}
"""The pictures that there are, by their endings, with their types."""

WIDTH, HEIGHT, DOTS = 8.0, 4.5, 150
"""In inches, and dots for each: 1,200 × 675 pixels."""
LETTERS = 76
"""So many letters of a title fit the width; a longer one is set smaller."""
ROW = 0.34
"""The height of a sub-unit's bar, in inches."""

# On paper there is one theme: the light tokens of static/css/tokens.css.
INK, SOFT, RULE, BAR, PACE = "#1b212b", "#4c5563", "#d9d9d4", "#2f3e55", "#1f5fa8"
LINES = {
    "value": {"color": BAR, "linewidth": 2.4, "marker": "o", "markersize": 6},
    "target": {"color": INK, "linewidth": 1.6},
    "due": {"color": PACE, "linewidth": 1.4, "linestyle": ":"},
    "projection": {"color": BAR, "linewidth": 1.6, "linestyle": "--"},
    "last-year": {"color": SOFT, "linewidth": 1, "marker": "o", "markersize": 3},
    "baseline": {"color": SOFT, "linewidth": 0.9, "linestyle": "-."},
}
STYLE = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "svg.fonttype": "none",
    "svg.hashsalt": "plan_tracker",
    "text.parse_math": False,
}
"""Text stays text in an SVG; the same picture is the same file."""


@dataclass(frozen=True)
class Caption:
    """What stands around a picture: above it its finding and what it shows, below it its source."""

    title: str
    shows: str
    source: str


def series_picture(
    progress: Progress, panel: TargetPanel, ending: str, *, is_demo: bool
) -> bytes | None:
    """The line of one target through its year; None where there is nothing to draw.

    is_demo: whether the picture has to say that its figures are invented.
    """
    line = panel.line
    if line is None:
        return None
    shows = series.value_of(panel.indicator, panel.year)
    caption = _caption(progress, panel, shows, is_demo=is_demo)
    return _picture(lambda axes: _draw_series(axes, line), caption, ending, HEIGHT, (0.09, 0.95))


def units_picture(
    progress: Progress, panel: TargetPanel, ending: str, *, is_demo: bool
) -> bytes | None:
    """The sub-units of one target as bars, each with the mark of what is due there; None where
    there are none.
    """
    rows = panel.units
    if not rows:
        return None
    shows = _("by unit; upright: what is due there by now") if panel.shows_due else _("by unit")
    caption = _caption(progress, panel, shows, is_demo=is_demo)
    height = 1.7 + ROW * len(rows)
    return _picture(
        lambda axes: _draw_units(axes, panel, rows), caption, ending, height, (0.2, 0.86)
    )


def _caption(progress: Progress, panel: TargetPanel, shows: str, *, is_demo: bool) -> Caption:
    unit = unit_label(panel.indicator.unit)
    name = f"{panel.indicator.label} ({unit})" if unit else panel.indicator.label
    source = _("Source: cooperative plan tracker, figures up to %(last)s, made on %(day)s") % {
        "last": day(progress.figures_on),
        "day": day(progress.day),
    }
    if is_demo:
        source += ". " + _("Demo figures")
    return Caption(panel.finding, f"{progress.selection.unit.name}. {name}: {shows}", source)


def _picture(
    draw: Callable[["Axes"], None],
    caption: Caption,
    ending: str,
    height: float,
    sides: tuple[float, float],
) -> bytes:
    """sides: where the drawing begins and ends, as parts of the picture's width."""
    from matplotlib import rc_context  # noqa: PLC0415 - see above
    from matplotlib.figure import Figure  # noqa: PLC0415

    content = io.BytesIO()
    with rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, height), dpi=DOTS, layout="none", facecolor="white")
        # Inches that stay free for title and source, whatever the height.
        left, right = sides
        axes = figure.add_axes((left, 0.75 / height, right - left, 1 - 1.75 / height))
        draw(axes)
        _frame(figure, axes, caption, height)
        figure.savefig(content, format=ending, metadata={"Date": None} if ending == "svg" else None)
    return content.getvalue()


def _frame(figure: "Figure", axes: "Axes", caption: Caption, height: float) -> None:
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(SOFT)
    axes.tick_params(colors=SOFT, length=0)
    top = 1 - 0.28 / height
    size = min(12.0, 12.0 * LETTERS / len(caption.title))
    figure.text(0.02, top, caption.title, fontsize=size, fontweight="bold", color=INK)
    figure.text(0.02, top - 0.24 / height, caption.shows, color=SOFT)
    figure.text(0.02, 0.12 / height, caption.source, fontsize=8, color=SOFT)


def _draw_series(axes: "Axes", line: SeriesLine) -> None:
    places = range(len(line.values))
    drawn = {"value": line.values}
    if line.goal:
        drawn["target"] = [line.goal.value] * len(places)
    if line.draws_due:
        drawn["due"] = line.due
    if line.projection is not None:
        ends = {line.last: line.values[line.last], len(places) - 1: line.projection}
        drawn["projection"] = [ends.get(place) for place in places]
    drawn["last-year"] = line.last_year
    if line.baseline is not None:
        drawn["baseline"] = [line.baseline] * len(places)
    for entry in line.key():
        if entry.mark == "range":
            _draw_ranges(axes, line, entry.text)
            continue
        points = [line.drawn(value) for value in drawn[entry.mark]]
        known = [place for place in places if points[place] is not None]
        # A gap stays a gap; only the projection leads over it.
        at = known if entry.mark == "projection" else places
        heights = [float("nan") if points[place] is None else points[place] for place in at]
        axes.plot(at, heights, label=entry.text, **LINES[entry.mark])
    for label in line.labels():
        axes.annotate(
            label.text,
            (label.place, label.y),
            xytext=(0, 7 if label.is_above else -7),
            textcoords="offset points",
            ha="center",
            va="bottom" if label.is_above else "top",
            color=INK,
        )
    axes.set_xticks(places, line.quarters)
    axes.set_xlim(-0.35, len(places) - 0.65)
    axes.set_ylim(*line.extent)
    axes.grid(axis="y", color=RULE, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.yaxis.set_major_formatter(_number_on_axis)
    if line.indicator.unit.is_whole:
        axes.yaxis.get_major_locator().set_params(integer=True)
    axes.legend(
        loc="upper left",
        bbox_to_anchor=(-0.06, 1.14),
        ncols=3,
        frameon=False,
        fontsize=8,
        labelcolor=SOFT,
        borderaxespad=0,
        handlelength=2.4,
        columnspacing=1.6,
    )


def _draw_ranges(axes: "Axes", line: SeriesLine, label: str) -> None:
    known = [
        (place, line.drawn(line.values[place]), *line.all_drawn(ends))
        for place, ends in enumerate(line.open_ranges)
        if ends is not None and line.values[place] is not None
    ]
    places, values, lows, highs = zip(*known, strict=True)
    below = [value - low for value, low in zip(values, lows, strict=True)]
    above = [high - value for value, high in zip(values, highs, strict=True)]
    axes.errorbar(
        places,
        values,
        yerr=(below, above),
        label=label,
        fmt="none",
        ecolor=SOFT,
        elinewidth=1.2,
        capsize=4,
    )


def _draw_units(axes: "Axes", panel: TargetPanel, rows: Sequence[UnitRow]) -> None:
    names = []
    for place, row in enumerate(rows):
        unit, found = row.progress.unit, row.standing.assessment
        value, due = found.measure.value, row.standing.due
        names.append(unit.short_name if unit else _("directly under the unit"))
        if value is None:
            axes.text(0, place, f" {_('no data')}", va="center", color=SOFT)
        else:
            width = float(printed(value, panel.indicator))
            axes.barh(place, width, height=0.55, color=BAR)
            text = beside_target(panel.indicator, found).short(value)
            # Beside the drawing, clear of bars and marks.
            axes.text(
                1.01, place, text, transform=axes.get_yaxis_transform(), va="center", color=INK
            )
        if due is not None:
            at = float(printed(due.now, panel.indicator))
            axes.plot([at, at], [place - 0.38, place + 0.38], color=PACE, linewidth=2.2)
    axes.set_yticks(range(len(rows)), names)
    axes.invert_yaxis()
    axes.margins(x=0.12)
    axes.axvline(0, color=SOFT, linewidth=0.8)
    axes.xaxis.set_major_formatter(_number_on_axis)
    axes.grid(axis="x", color=RULE, linewidth=0.7)
    axes.set_axisbelow(True)


def _number_on_axis(value: float, _place: int | None) -> str:
    return figure(value, 2)
