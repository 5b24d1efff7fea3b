"""All that the overview and the page of one target show of a comparison: a plain value in, what
their templates read out.
"""

from typing import Any

from ..comparison.progress import Progress
from .baseline import baseline_beside
from .headline import chosen_code, headline_of, thinnest
from .matrix import matrix_rows
from .panels import target_panel
from .target_rows import target_row, target_rows


def overview_of(progress: Progress, chosen: str | None = None) -> dict[str, Any]:
    """The overview. chosen: the indicator whose series is shown; by default the one that needs care
    most. Raises KeyError for one that the comparison lacks.
    """
    chosen = chosen or chosen_code(progress.whole.standings)
    return {
        "selection": progress.selection,
        "figures_on": progress.figures_on,
        "has_records": progress.has_records,
        "progress": progress,
        "rows": target_rows(progress),
        "matrix": matrix_rows(progress),
        "headline": headline_of(progress),
        "thinnest": thinnest(progress.whole.standings),
        "baseline": baseline_beside(progress),
        "chosen": chosen,
        "panel": chosen and target_panel(progress, chosen),
    }


def target_of(progress: Progress, code: str) -> dict[str, Any]:
    """One target: its row, its line and its sub-units. Raises KeyError likewise."""
    return {
        "selection": progress.selection,
        "figures_on": progress.figures_on,
        "row": target_row(progress, code),
        "panel": target_panel(progress, code),
        "parts": progress.units,
        "query": progress.selection.query,
    }
