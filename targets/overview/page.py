"""All that the overview and the page of one target show of a comparison: a plain value in, what
their templates read out.
"""

from collections.abc import Collection, Mapping
from typing import Any

from cooperatives.returns.reporting import Reporting

from ..comparison.progress import Progress, YearHeld
from ..words import headline
from .baseline import baseline_beside
from .matrix import matrix_of
from .panels import target_panel
from .tally import tally_of, thinnest
from .target_rows import most_urgent_first, target_row, target_rows
from .tiles import tile_map


def overview_of(
    progress: Progress,
    reporting: Reporting,
    *,
    sorted_by: str | None = None,
    in_full: bool = False,
) -> dict[str, Any]:
    """The overview: the unit's targets, the most urgent first, and below them its sub-units.

    reporting: where the returns of the quarter stand there. sorted_by: the indicator by which the
    sub-units are sorted; in_full: whether all of them are shown.
    """
    rows = most_urgent_first(target_rows(progress))
    codes = [row.indicator.code for row in rows]
    return {
        "selection": progress.selection,
        "figures_on": progress.figures_on,
        "has_records": progress.has_records,
        "progress": progress,
        "rows": rows,
        "matrix": matrix_of(
            progress, codes, reporting.returns, sorted_by=sorted_by, in_full=in_full
        ),
        "tiles": codes and tile_map(progress, sorted_by or codes[0]),
        "tally": tally_of(rows),
        "standing": _standing_line(progress, reporting),
        "nobody_submitted": _nobody_submitted(progress, reporting),
        "baseline": baseline_beside(progress),
    }


def _standing_line(progress: Progress, reporting: Reporting) -> list[str]:
    """How far the figures reach, who has sent them, and how complete they are, in short parts."""
    selection = progress.selection
    said = [headline.figures_from(selection.year, progress.figures_on)]
    if progress.moment.running:
        said.append(headline.is_running(selection.quarter, selection.period.ends_on))
    if reporting.returns:
        said.append(headline.have_submitted(reporting.submitted, len(reporting.returns)))
    fewest = thinnest(progress.whole.standings)
    return [*said, headline.have_figures(fewest)] if fewest else said


def _nobody_submitted(progress: Progress, reporting: Reporting) -> str:
    """What is to be known where no return of the quarter was submitted; "" where one was."""
    if reporting.submitted or not reporting.returns:
        return ""
    fewest = thinnest(progress.whole.standings)
    return headline.nobody_submitted(
        progress.selection.quarter,
        progress.figures_on,
        by_yearly_reports=bool(fewest and fewest.assessment.measure.coverage.reported),
        is_late=bool(reporting.overdue.shown),
    )


def target_of(
    progress: Progress, code: str, years: Mapping[int, YearHeld], chosen: Collection[int]
) -> dict[str, Any]:
    """One target: its row, its line and its sub-units. Raises KeyError for one that the comparison
    lacks.

    years: the indicator in the years held, and in the year before. chosen: the years that may be
    looked at.
    """
    return {
        "selection": progress.selection,
        "figures_on": progress.figures_on,
        "row": target_row(progress, code),
        "panel": target_panel(progress, code, years, chosen),
        "tiles": tile_map(progress, code),
        "parts": progress.units,
        "query": progress.selection.query,
    }
