"""What is drawn on a picture's axes: the line, the bars, the bullets and the tiles of the pages."""

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cooperatives.ground.wording import figure

from ..indicators import Indicator
from ..overview.bullet import WIDTH, Bullet
from ..overview.charts import SeriesLine
from ..overview.panels import TargetPanel, UnitRow
from ..overview.target_rows import TargetRow
from ..overview.tiles import Tile, TileMap
from ..words.aims import short_aim
from ..words.amounts import printed
from ..words.compared import beside_target

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# On paper there is one theme: the light tokens of static/css/tokens.css.
INK, SOFT, RULE, BAR, PACE = "#1b212b", "#4c5563", "#d9d9d4", "#2f3e55", "#1f5fa8"
TRACK, FORBIDDEN, BEHIND = "#ececea", "#f3d9d5", "#b4453a"
LINES = {
    "value": {"color": BAR, "linewidth": 2.4, "marker": "o", "markersize": 6},
    "target": {"color": INK, "linewidth": 1.6},
    "due": {"color": PACE, "linewidth": 1.4, "linestyle": ":"},
    "projection": {"color": BAR, "linewidth": 1.6, "linestyle": "--"},
    "last-year": {"color": SOFT, "linewidth": 1, "marker": "o", "markersize": 3},
    "baseline": {"color": SOFT, "linewidth": 0.9, "linestyle": "-."},
}
SHADE = 0.08
"""How much of the pace's colour each further shade of a tile has."""


def draw_series(axes: "Axes", line: SeriesLine) -> None:
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
        if entry.mark == "years-end":
            _draw_years_end(axes, line, entry.text)
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
            xytext=({"left": -7, "right": 7, "over": 0}[label.side], 4 if label.is_above else -4),
            textcoords="offset points",
            ha={"left": "right", "right": "left", "over": "center"}[label.side],
            va="bottom" if label.is_above else "top",
            color=INK,
            # What is drawn behind a text does not strike it through.
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5},
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


def _draw_years_end(axes: "Axes", line: SeriesLine, label: str) -> None:
    low, high = line.all_drawn(line.years_end)
    middle, half = (low + high) / 2, (high - low) / 2
    last = len(line.values) - 1
    axes.errorbar(
        [last], [middle], yerr=half, label=label, fmt="none", ecolor=PACE, elinewidth=1.8, capsize=6
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


def draw_units(axes: "Axes", panel: TargetPanel, rows: Sequence[UnitRow], rest: str) -> None:
    """rest: what stands beside the bar of what lies in none of the units."""
    names = []
    for place, row in enumerate(rows):
        unit, found = row.progress.unit, row.standing.assessment
        value, due = found.measure.value, row.standing.judged_due
        names.append(unit.short_name if unit else rest)
        if value is None:
            axes.text(0, place, f" {_('no data')}", va="center", color=SOFT)
        else:
            width = float(printed(value, panel.indicator))
            is_behind = row.standing.contribution and row.standing.contribution.is_behind
            axes.barh(place, width, height=0.55, color=BEHIND if is_behind else BAR)
            _draw_range(axes, place, panel.indicator, found.measure.bounds)
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
    if panel.indicator.unit.is_whole:
        axes.xaxis.get_major_locator().set_params(integer=True)
    axes.grid(axis="x", color=RULE, linewidth=0.7)
    axes.set_axisbelow(True)


def _draw_range(
    axes: "Axes", place: int, indicator: Indicator, bounds: tuple[Fraction, Fraction] | None
) -> None:
    """What missing figures leave possible, where that is not the value itself."""
    if bounds and bounds[0] != bounds[1]:
        ends = [float(printed(value, indicator)) for value in bounds]
        axes.plot(ends, [place, place], color=SOFT, linewidth=1.2, marker="|", markersize=7)


def draw_targets(axes: "Axes", rows: Sequence[TargetRow]) -> None:
    """A line for each target, all on the page's one scale; beside it what it has reached."""
    for place, row in enumerate(rows):
        if row.bullet is not None:
            _draw_bullet(axes, row.bullet, place)
        said = row.status_words if row.assessment.status else row.aim
        at = {"transform": axes.get_yaxis_transform(), "va": "center", "color": INK}
        axes.text(1.02, place - 0.16, _reached(row), fontweight="bold", **at)
        axes.text(1.02, place + 0.24, said, fontsize=8, **at)
    axes.set_yticks(range(len(rows)), [row.indicator.label for row in rows])
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(0, WIDTH)
    whole = WIDTH * 4 / 5
    axes.set_xticks([0, whole / 2, whole], ["0", "50%", "100%"])


def _reached(row: TargetRow) -> str:
    goal, shown = row.goal, row.compared
    if goal is None:
        return shown.short(row.assessment.measure.value)
    if goal.operator.wants_more and goal.value_to is None:
        return f"{row.value} / {shown.short(goal.value)}"
    return f"{row.value} / {short_aim(goal, shown)}"


def _draw_bullet(axes: "Axes", bullet: Bullet, place: int) -> None:
    axes.barh(place, WIDTH, height=0.5, color=TRACK)
    if bullet.forbidden:
        width = bullet.forbidden.width
        axes.barh(place, width, left=bullet.forbidden.x, height=0.5, color=FORBIDDEN)
    if bullet.value:
        axes.barh(place, bullet.value.width, left=bullet.value.x, height=0.26, color=BAR)
    if bullet.whisker:
        ends = [bullet.whisker.x, bullet.whisker.end]
        axes.plot(ends, [place, place], color=SOFT, linewidth=1.2, marker="|", markersize=7)
    axes.plot([bullet.target] * 2, [place - 0.36, place + 0.36], color=INK, linewidth=2)
    if bullet.due is not None:
        axes.plot([bullet.due], [place - 0.34], color=PACE, marker="v", markersize=5)
    if bullet.beyond:
        at, mark = (WIDTH - 5, ">") if bullet.beyond > 0 else (5, "<")
        axes.plot([at], [place], color=BAR, marker=mark, markersize=7)


def draw_tiles(axes: "Axes", tiles: TileMap) -> None:
    """A square for each sub-unit where it lies, darker for higher values."""
    for down, row in enumerate(tiles.rows):
        for right, tile in enumerate(row):
            if tile is not None:
                _draw_tile(axes, tiles, tile, right, down)
    axes.set_xlim(0, len(tiles.rows[0]))
    axes.set_ylim(len(tiles.rows), 0)
    axes.set_aspect("equal", anchor="W")
    axes.axis("off")


def _draw_tile(axes: "Axes", tiles: TileMap, tile: Tile, right: int, down: int) -> None:
    from matplotlib.patches import Rectangle  # noqa: PLC0415 - see pictures.py

    has_value = tile.shade is not None
    square = Rectangle(
        (right + 0.03, down + 0.03),
        0.94,
        0.94,
        facecolor=(PACE, SHADE * tile.shade) if has_value else "none",
        edgecolor="none" if has_value else SOFT,
        linestyle="solid" if has_value else "dashed",
    )
    axes.add_patch(square)
    value = tile.standing.assessment.measure.value
    said = tiles.compared.lined_up(value) if has_value else _("no data")
    axes.text(right + 0.1, down + 0.3, tile.unit.short_name, color=INK, fontsize=8)
    large = {"fontsize": 11, "fontweight": "bold"} if has_value else {"fontsize": 8}
    axes.text(right + 0.1, down + 0.57, said, color=INK, **large)
    if tile.is_behind:
        axes.text(right + 0.1, down + 0.8, f"▼ {tile.said}", color=INK, fontsize=8)


def _number_on_axis(value: float, _place: int | None) -> str:
    return figure(value, 2)
