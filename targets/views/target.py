"""The page of one target: its line, its districts, and the records behind its number."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from cooperatives.ground.calendar import today
from cooperatives.models import Organisation
from cooperatives.rights.access import needs
from cooperatives.rights.permissions import Permission
from cooperatives.views.downloads import attachment, demo_note, download

from ..behind.records import Records, Wishes, nearest_to_average, records_behind
from ..behind.table import EvidenceTable
from ..comparison.choices import quarter_choices, unit_choices, year_choices
from ..comparison.progress import Progress, YearHeld
from ..comparison.reading import progress_of
from ..comparison.selection import NothingThereError, Selection, selection_asked_for
from ..comparison.years import beside_last_year, years_of
from ..indicators import BY_CODE, Indicator
from ..output import pictures
from ..output.tables import records_table, series_table, units_table
from ..overview.page import target_of
from ..overview.panels import target_panel

ROWS_ON_A_PAGE = 100
WORK_LIST_LENGTH = 10

NO_SUCH_FILE = gettext_lazy("There is no such file.")
PICTURES = {"series": pictures.series_picture, "units": pictures.units_picture}
"""What is drawn of an indicator, by the name that its files have."""

OTHER_SHARE = {
    "weak_share": "weak_share_of_rated",
    "weak_share_of_rated": "weak_share",
    "good_share": "good_share_of_rated",
    "good_share_of_rated": "good_share",
}
"""Shares of all cooperatives and of those rated differ; each one's page shows both."""


@require_safe
@needs(Permission.AGGREGATE_READ)
def target(request: HttpRequest, code: str, plan_id: int | None = None) -> HttpResponse:
    """One indicator of a plan, with or without a target, at one quarter's end for one unit.

    plan_id: None for the plan that is followed, or for a year without one.
    """
    indicator, selection = _asked_for(request, plan_id, code)
    progress = _progress(selection, code)
    years = year_choices(selection)
    held = _years_held(selection, indicator, years)
    records = _records(request, selection, progress, indicator)
    other = OTHER_SHARE.get(code)
    progress = beside_last_year(progress, code, held)
    context = target_of(progress, code, held) | {
        "other": progress.whole.standing(other) if other else None,
        "records": records,
        "wishes": Wishes.read(request.GET),
        "table": _table(request, records),
        "work_list": nearest_to_average(records) if indicator.figure == "weak" else None,
        "work_list_slice": f":{WORK_LIST_LENGTH}",
        "quarters": quarter_choices(selection),
        "years": years,
        "page_of_a_year": reverse("indicator", args=[code]),
        "units": unit_choices(selection),
    }
    return render(request, "targets/target.html", context)


@require_safe
@needs(Permission.RECORD_READ)
def indicator_records(request: HttpRequest, code: str, ending: str) -> HttpResponse:
    """The records behind the number as a file, filtered as on the page."""
    indicator, selection = _asked_for(request, None, code)
    progress = _progress(selection, code)
    records = _records(request, selection, progress, indicator)
    return download(records_table(records, progress.selection, demo_note()), ending)


@require_safe
@needs(Permission.AGGREGATE_READ)
def indicator_file(request: HttpRequest, code: str, shown: str, ending: str) -> HttpResponse:
    """One indicator through the quarters (`series`) or by sub-unit (`units`): its table, or its
    picture, as a file.
    """
    if shown not in PICTURES:
        raise Http404(NO_SUCH_FILE)
    indicator, selection = _asked_for(request, None, code)
    progress = progress_of(selection, also=[code], with_last_year=False)
    if ending in pictures.TYPES:
        years = _years_held(selection, indicator, ())
        return _picture(progress, code, years, shown, ending)
    if shown == "units":
        return download(units_table(progress, demo_note(), code), ending)
    years = _years_held(selection, indicator, year_choices(selection))
    return download(series_table(progress, code, years, demo_note()), ending)


def _picture(
    progress: Progress, code: str, years: dict[int, YearHeld], shown: str, ending: str
) -> HttpResponse:
    panel = target_panel(progress, code, years)
    content = PICTURES[shown](progress, panel, ending, is_demo=bool(demo_note()))
    if content is None:
        raise Http404(_("There is nothing to draw yet."))
    subject = progress.selection
    name = f"{code}-{shown}-{subject.unit.code}-{subject.year}-{subject.quarter}.{ending}"
    return attachment(content, pictures.TYPES[ending], name)


def _years_held(
    selection: Selection, indicator: Indicator, years: Iterable[int]
) -> dict[int, YearHeld]:
    """The indicator in some years, the one looked at and the one before."""
    return years_of(selection, indicator, {*years, selection.year, selection.year - 1})


def _asked_for(request: HttpRequest, plan_id: int | None, code: str) -> tuple[Indicator, Selection]:
    if code not in BY_CODE:
        raise Http404(_("There is no indicator with the code %(code)s.") % {"code": code})
    query = request.GET.dict()
    if plan_id is not None:
        query["plan"] = str(plan_id)
    try:
        return BY_CODE[code], selection_asked_for(query, request.user)
    except NothingThereError as error:
        raise Http404(str(error)) from error


def _progress(selection: Selection, code: str) -> Progress:
    also = [code, OTHER_SHARE[code]] if code in OTHER_SHARE else [code]
    return progress_of(selection, also=also, with_last_year=False)


def _records(
    request: HttpRequest, selection: Selection, progress: Progress, indicator: Indicator
) -> Records:
    parts = [part.unit for part in progress.units]
    wishes = Wishes.read(request.GET)
    return records_behind(request.user, selection, indicator, parts, wishes)


def _table(request: HttpRequest, records: Records) -> EvidenceTable:
    reachable = Organisation.objects.in_scope_of(request.user, today())
    table = EvidenceTable(list(records.shown), records.indicator, set())
    RequestConfig(request, paginate={"per_page": ROWS_ON_A_PAGE, "silent": True}).configure(table)
    on_page = [row.record.organisation_id for row in table.page]
    table.reachable = set(reachable.filter(pk__in=on_page).values_list("pk", flat=True))
    return table
