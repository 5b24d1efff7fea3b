"""What the overview and the page of one target show, as files: tables and pictures."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cooperatives.pages.unchanged import free_while_unchanged
from cooperatives.returns.owed import OwedReturn
from cooperatives.returns.reporting import reporting_of
from cooperatives.rights.access import needs
from cooperatives.rights.permissions import Permission
from cooperatives.views.downloads import attachment, demo_note, download

from ..behind.closing import closing_of
from ..comparison.choices import year_choices
from ..comparison.past import past_pairs
from ..comparison.progress import Progress
from ..comparison.reading import progress_of
from ..comparison.selection import NothingThereError, Selection, selection_asked_for
from ..output import pictures
from ..output.tables import (
    closing_table,
    records_table,
    series_table,
    targets_table,
    units_table,
)
from ..overview.panels import TargetPanel, target_panel
from ..overview.target_rows import most_urgent_first, target_rows
from ..overview.years_end import years_end_of
from .target import asked_for, progress_with, records_asked_for, wished_closing, years_held

PICTURES = {
    "series": pictures.series_picture,
    "units": pictures.units_picture,
    "tiles": pictures.tiles_picture,
}
"""What is drawn of an indicator, by the name that its files have."""


@require_safe
@needs(Permission.AGGREGATE_READ)
@free_while_unchanged
def overview_file(request: HttpRequest, table: str, ending: str) -> HttpResponse:
    """The overview's `targets`, or its `units` with each target, as a file; the targets also as a
    picture.
    """
    if table not in ("targets", "units"):
        raise Http404(_("There is no such file."))
    try:
        selection = selection_asked_for(request.GET, request.user)
    except NothingThereError as error:
        raise Http404(str(error)) from error
    progress = progress_of(selection)
    if table == "targets" and ending in pictures.TYPES:
        rows = most_urgent_first(target_rows(progress))
        content = pictures.targets_picture(progress, rows, ending, is_demo=bool(demo_note()))
        return _drawn(content, progress, table, ending)
    if table == "targets":
        return download(targets_table(progress, demo_note()), ending)
    return download(units_table(progress, _returns(selection), demo_note()), ending)


@require_safe
@needs(Permission.RECORD_READ)
@free_while_unchanged
def indicator_records(request: HttpRequest, code: str, ending: str) -> HttpResponse:
    """The records behind the number as a file, filtered as on the page."""
    indicator, selection = asked_for(request, None, code)
    progress = progress_with(selection, code)
    records = records_asked_for(request, selection, progress, indicator)
    return download(records_table(records, progress, demo_note()), ending)


@require_safe
@needs(Permission.RECORD_READ)
@free_while_unchanged
def indicator_closing(request: HttpRequest, code: str, ending: str) -> HttpResponse:
    """What would close the gap as a file, filtered and sorted as on the page."""
    indicator, selection = asked_for(request, None, code)
    progress = progress_with(selection, code)
    records = records_asked_for(request, selection, progress, indicator)
    closing = closing_of(selection, progress, indicator, records)
    if closing is None:
        raise Http404(_("There is no list of what would close the gap of this indicator here."))
    table = closing_table(wished_closing(request, closing), progress, code, demo_note())
    return download(table, ending)


@require_safe
@needs(Permission.AGGREGATE_READ)
@free_while_unchanged
def indicator_file(request: HttpRequest, code: str, shown: str, ending: str) -> HttpResponse:
    """One indicator through the quarters (`series`) or by sub-unit (`units`): its table, or its
    picture, as a file. By place (`tiles`) it is a picture alone, for the table of units holds it.
    """
    if shown not in PICTURES:
        raise Http404(_("There is no such file."))
    indicator, selection = asked_for(request, None, code)
    progress = progress_of(selection, also=[code], with_last_year=False)
    pairs = past_pairs(selection, indicator) if shown == "series" else ()
    years_end = years_end_of(progress, code, pairs)
    if ending in pictures.TYPES:
        years = years_held(selection, indicator, ())
        panel = target_panel(progress, code, years, years_end=years_end)
        return _picture(progress, panel, shown, ending)
    if shown == "tiles":
        raise Http404(_("There is no such file."))
    if shown == "units":
        return download(units_table(progress, _returns(selection), demo_note(), code), ending)
    begun = selection.years_held & {*year_choices(selection)}
    years = years_held(selection, indicator, begun)
    return download(series_table(progress, code, years, years_end, demo_note()), ending)


def _returns(selection: Selection) -> tuple[OwedReturn, ...]:
    return tuple(reporting_of(selection.unit, selection.period).returns)


def _picture(progress: Progress, panel: TargetPanel, shown: str, ending: str) -> HttpResponse:
    content = PICTURES[shown](progress, panel, ending, is_demo=bool(demo_note()))
    return _drawn(content, progress, f"{panel.indicator.code}-{shown}", ending)


def _drawn(content: bytes | None, progress: Progress, what: str, ending: str) -> HttpResponse:
    if content is None:
        raise Http404(_("There is nothing to draw yet."))
    subject = progress.selection
    name = f"{what}-{subject.unit.code}-{subject.year}-{subject.quarter}.{ending}"
    return attachment(content, pictures.TYPES[ending], name)
