"""Charts as pictures, for letters and reports: PNG and SVG, made by matplotlib.

They show the same lines and rows as the pages (drawings.py). matplotlib costs a second and some
fifty megabytes the first time, so that it is imported only where a picture is made.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cooperatives.ground.wording import day

from ..comparison.progress import Progress
from ..overview.panels import TargetPanel
from ..overview.target_rows import TargetRow
from ..overview.tiles import tile_map
from ..words import headline, series
from ..words.labels import rest_label, unit_label
from .drawings import INK, SOFT, draw_series, draw_targets, draw_tiles, draw_units

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TYPES = {"png": "image/png", "svg": "image/svg+xml"}
"""The pictures that there are, by their endings, with their types."""

WIDTH, HEIGHT, DOTS = 8.0, 4.5, 150
"""In inches, and dots for each: 1,200 × 675 pixels."""
LETTERS = 76
"""So many letters of a title fit the width; a longer one is set smaller."""
LETTERS_BELOW = 112
"""So many of what it shows."""
ROW, TARGET, TILE = 0.34, 0.5, 1.2
"""The heights of a sub-unit's bar, of a target's line and of a tile, in inches."""

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
    return _picture(lambda axes: draw_series(axes, line), caption, ending, HEIGHT, (0.09, 0.95))


def units_picture(
    progress: Progress, panel: TargetPanel, ending: str, *, is_demo: bool
) -> bytes | None:
    """The sub-units of one target as bars, each with the mark of what is due there; None where
    there are none.
    """
    rows = panel.units
    if not rows:
        return None
    shows = _("by unit; thin line: what is still open")
    if panel.shows_due:
        shows = _(
            "by unit; upright: what is due there by now, red: behind it; thin line: still open"
        )
    caption = _caption(progress, panel, shows, is_demo=is_demo)
    judged = [row.standing.contribution for row in rows if row.due is not None]
    behind = sum(bool(part and part.is_behind) for part in judged)
    quarter = progress.selection.quarter
    title = series.finding_of_units(panel.indicator, quarter, behind, len(judged))
    caption = replace(caption, title=title)
    height = 1.7 + ROW * len(rows)
    rest = rest_label(in_todays=progress.selection.in_todays)
    return _picture(
        lambda axes: draw_units(axes, panel, rows, rest), caption, ending, height, (0.2, 0.86)
    )


def tiles_picture(
    progress: Progress, panel: TargetPanel, ending: str, *, is_demo: bool
) -> bytes | None:
    """The sub-units where they lie; None where too few have a place."""
    tiles = tile_map(progress, panel.indicator.code)
    if tiles is None:
        return None
    shows = _("by place, darker for higher values")
    caption = _caption(progress, panel, shows, is_demo=is_demo)
    height = 1.75 + TILE * len(tiles.rows)
    return _picture(lambda axes: draw_tiles(axes, tiles), caption, ending, height, (0.02, 0.98))


def targets_picture(
    progress: Progress, rows: Sequence[TargetRow], ending: str, *, is_demo: bool
) -> bytes | None:
    """All targets of a unit, in the order of the rows; None where there are none."""
    if not rows:
        return None
    shows = _("Upright: the target; triangle: what is due by now; thin line: what is still open")
    title, source = headline.title(progress.selection), _source(progress, is_demo=is_demo)
    caption = Caption(title, shows, source)
    height = 1.9 + TARGET * len(rows)
    return _picture(lambda axes: draw_targets(axes, rows), caption, ending, height, (0.36, 0.76))


def _caption(progress: Progress, panel: TargetPanel, shows: str, *, is_demo: bool) -> Caption:
    unit = unit_label(panel.indicator)
    name = f"{panel.indicator.label} ({unit})" if unit else panel.indicator.label
    source = _source(progress, is_demo=is_demo)
    return Caption(panel.finding, f"{progress.selection.unit.name}. {name}: {shows}", source)


def _source(progress: Progress, *, is_demo: bool) -> str:
    source = _("Source: cooperative plan tracker, figures up to %(last)s, made on %(day)s") % {
        "last": day(progress.figures_on),
        "day": day(progress.day),
    }
    return source + ". " + _("Demo figures") if is_demo else source


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
    size = min(9.0, 9.0 * LETTERS_BELOW / len(caption.shows))
    figure.text(0.02, top - 0.24 / height, caption.shows, fontsize=size, color=SOFT)
    figure.text(0.02, 0.12 / height, caption.source, fontsize=8, color=SOFT)
