"""All that the overview and the page of one target show of a comparison: a plain value in, what
their templates read out.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from cooperatives.returns.owed import Timeliness
from cooperatives.returns.reporting import Reporting

from ..comparison.progress import Progress, YearHeld
from ..reckoning.projection import Pair
from ..words import headline
from .baseline import baseline_beside
from .matrix import matrix_of
from .panels import target_panel
from .tally import tally_of, thinnest
from .target_rows import most_urgent_first, target_row, target_rows
from .tiles import tile_map
from .years_end import years_end_of


def overview_of(
    progress: Progress,
    reporting: Reporting,
    *,
    sorted_by: str | None = None,
    in_full: bool = False,
    goes_on: bool = True,
    is_own: bool = False,
) -> dict[str, Any]:
    """The overview: the unit's targets, the most urgent first, and below them its sub-units.

    reporting: where the returns of the quarter stand there. sorted_by: the indicator by which the
    sub-units are sorted; in_full: whether all of them are shown. goes_on: whether the unit has not
    ended since, so that its year's end may be told. is_own: whether the reader is who submits.
    """
    rows = most_urgent_first(target_rows(progress, goes_on=goes_on))
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
        "unsubmitted": _unsubmitted(progress, reporting, is_own=is_own),
        "baseline": baseline_beside(progress),
    }


def _standing_line(progress: Progress, reporting: Reporting) -> list[str]:
    """How far the figures reach, who has sent them, and how complete they are, in short parts."""
    selection = progress.selection
    said = [headline.figures_from(selection.year, progress.figures_on)]
    if progress.moment.running:
        said.append(headline.is_running(selection.quarter, selection.period.ends_on))
    if _is_by_year(progress, reporting):
        said.append(headline.by_yearly_reports())
    elif any(owed.is_owed or owed.is_submitted for owed in reporting.returns):
        said.append(headline.have_submitted(reporting.submitted, len(reporting.returns)))
    fewest = thinnest(progress.whole.standings)
    return [*said, headline.have_figures(fewest)] if fewest else said


def _is_by_year(progress: Progress, reporting: Reporting) -> bool:
    """Whether cooperatives' figures of the quarter are known although nobody submitted a return of
    it: such are those of yearly reports. Units have none; the province's stand in no return.
    """
    reported = (
        standing.assessment.measure.coverage.reported
        for standing in progress.whole.standings
        if standing.indicator.rests_on_figures and not standing.indicator.counts_units
    )
    return bool(reporting.returns) and not reporting.submitted and any(reported)


def _unsubmitted(progress: Progress, reporting: Reporting, *, is_own: bool) -> list[str]:
    """Where no return of the quarter was submitted: that, what counts all the same, and what to do;
    in sentences. Nothing where one was, or none is asked for.
    """
    returns, selection = reporting.returns, progress.selection
    if not returns or reporting.submitted:
        return []
    if _is_by_year(progress, reporting):
        return [headline.all_by_yearly_reports(selection.quarter, selection.year)]
    timeliness = {owed.timeliness for owed in returns}
    names = [owed.unit.name for owed in returns]
    if timeliness == {Timeliness.NOT_ASKED}:
        said = [headline.nobody_asked(selection.quarter, selection.year)]
    else:
        said = [headline.nobody_submitted(selection.quarter, names)]
    if timeliness == {Timeliness.NOT_DUE}:
        said.append(headline.due_until(max(owed.due_on for owed in returns)))
    if timeliness == {Timeliness.OVERDUE} and not is_own:
        said.append(headline.remind_them(len(returns)))
    return [*said, headline.counted_all_the_same(progress.figures_on)]


def target_of(
    progress: Progress,
    code: str,
    years: Mapping[int, YearHeld],
    chosen: Collection[int],
    pairs: Sequence[Pair] = (),
    *,
    goes_on: bool = True,
) -> dict[str, Any]:
    """One target: its row, its line and its sub-units. Raises KeyError for one that the comparison
    lacks.

    years: the indicator in the years held, and in the year before. chosen: the years that may be
    looked at. pairs: of past years, by which the year's end is told. goes_on: as in `overview_of`.
    """
    years_end = years_end_of(progress, code, pairs) if goes_on else None
    return {
        "selection": progress.selection,
        "figures_on": progress.figures_on,
        "row": target_row(progress, code, goes_on=goes_on),
        "panel": target_panel(progress, code, years, chosen, years_end),
        "years_end": years_end,
        "tiles": tile_map(progress, code),
        "parts": progress.units,
        "query": progress.selection.query,
    }
