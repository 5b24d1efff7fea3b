"""Published figures: the editions, one of them, its files, and how one is published."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from cooperatives.ground.calendar import Quarter, today
from cooperatives.ground.paging import MOST_AT_ONCE, RECORDS_PER_PAGE
from cooperatives.ground.wording import day
from cooperatives.models import AdministrativeUnit
from cooperatives.pages.unchanged import free_while_unchanged
from cooperatives.rights.access import needs
from cooperatives.rights.permissions import Permission
from cooperatives.views.downloads import attachment

from ..comparison.selection import NothingThereError, Selection, selection_asked_for
from ..editions.asking import YEARS, edition_asked_for
from ..editions.checking import broken_parts
from ..editions.content import Figures
from ..editions.page import EditionPage, preview_of
from ..editions.publishing import (
    NotPublishedError,
    OtherFiguresError,
    check_publishable,
    publish,
    shows_the_same,
)
from ..models import Edition
from ..models.editions import MOST_NOTE
from ..papers.pdf import why_none
from ..public.shown import goes_public, latest_edition
from ..report.asked import has_targets

JSON = "application/json"


class NoteForm(forms.Form):
    """What is said with an edition; of a quarter that runs, that it is published all the same."""

    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=MOST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Stands on the page of the edition: why it is published, say."),
    )
    is_early = forms.BooleanField(
        error_messages={
            "required": gettext_lazy("The quarter has not ended: tick to publish all the same.")
        }
    )

    def __init__(self, *args, period: Quarter, **kwargs):
        super().__init__(*args, **kwargs)
        if period.has_ended:
            del self.fields["is_early"]
        else:
            label = gettext_lazy("Publish though the quarter ends only on %(day)s")
            self.fields["is_early"].label = label % {"day": day(period.ends_on)}


@require_safe
@needs(Permission.AGGREGATE_READ)
@free_while_unchanged
def editions(request: HttpRequest) -> HttpResponse:
    """All that was published, the newest first; of a unit or quarter by `?unit=&year=&quarter=`."""
    found = Edition.objects.open_to(request.user).without_texts()
    found = found.select_related("unit").order_by("-published_at", "-pk")
    code, year, quarter = (request.GET.get(name, "") for name in ("unit", "year", "quarter"))
    period, unit = None, None
    if year.isdecimal() and quarter in ("1", "2", "3", "4") and int(year[:4]) in YEARS:
        period = Quarter(int(year[:4]), int(quarter))
        found = found.filter(year=period.year, quarter=period.number)
    if code:
        known = AdministrativeUnit.objects.aggregates_open_to(request.user)
        unit = known.asked_for(code, period.ends_on if period else today())
        found = found.filter(unit=unit)
    context = {
        "page": Paginator(found, RECORDS_PER_PAGE).get_page(request.GET.get("page")),
        "unit": unit,
        "period": period,
        "may_publish": request.user.may(Permission.EDITION_PUBLISH),
    }
    return render(request, "targets/edition_list.html", context)


# Computed each time: what is changed in the database past us makes no version of the data.
@require_safe
@needs(Permission.AGGREGATE_READ)
def edition(request: HttpRequest, **address: Any) -> HttpResponse:
    """One edition: the overview as it was frozen, and what moved since the one before."""
    found = _asked_for(request, address)
    of_quarter = Edition.objects.of(found.unit, found.year, found.quarter)
    before = of_quarter.filter(number__lt=found.number).first()
    page = EditionPage(found, request.user)
    overview = page.overview(request.GET.get("by"), in_full="all" in request.GET)
    moved = page.moved_since(before)
    lines = Paginator(moved.figures if moved else (), _at_once(request))
    reads_records = _reads_records(request, found)
    context = (overview or {}) | {
        "edition": found,
        "period": found.period,
        "page": page,
        "is_readable": overview is not None,
        "moved": moved,
        "figures": lines.get_page(request.GET.get("page")),
        "figures_fit": lines.count <= MOST_AT_ONCE,
        "newest": of_quarter.without_texts().first(),
        "reachable": frozenset(),
        "reads_records": reads_records,
        "makes_report": reads_records
        and request.user.may(Permission.REPORT_MAKE)
        and overview is not None
        and has_targets(page.progress),
        "no_pdf": why_none(),
        "is_public_on": settings.PUBLIC_PAGE,
        "public": latest_edition(with_texts=False) if settings.PUBLIC_PAGE else None,
    }
    return render(request, "targets/edition.html", context)


def _at_once(request: HttpRequest) -> int:
    return MOST_AT_ONCE if request.GET.get("rows") == "all" else RECORDS_PER_PAGE


@require_safe
@needs(Permission.AGGREGATE_READ)
def edition_content(request: HttpRequest, **address: Any) -> HttpResponse:
    """The canonical JSON that was hashed, byte for byte."""
    found = _asked_for(request, address)
    return attachment(found.content.encode(), JSON, found.file_name())


@require_safe
@needs(Permission.RECORD_READ)
def edition_records(request: HttpRequest, **address: Any) -> HttpResponse:
    """The rows of cooperatives that it rests on, for who may read those of all the unit."""
    open_ones = Edition.objects.with_records_open_to(request.user)
    found = edition_asked_for(open_ones, **address)
    return attachment(found.records.encode(), JSON, found.file_name("records"))


def _asked_for(request: HttpRequest, address: Mapping[str, Any]) -> Edition:
    return edition_asked_for(Edition.objects.open_to(request.user), **address)


def _reads_records(request: HttpRequest, found: Edition) -> bool:
    return request.user.may(Permission.RECORD_READ) and request.user.reaches(found.unit.path)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDITION_PUBLISH)
def publishing(request: HttpRequest) -> HttpResponse:
    """Publish the figures of a quarter, `?year=&quarter=&unit=`; what it freezes is shown first.

    Published is what the unit's own plan is held against, in the units of its time: `plan` and
    `units` of an address are not read.
    """
    asked = {name: request.GET.get(name, "") for name in ("year", "quarter", "unit")}
    try:
        selection = selection_asked_for(asked, request.user)
    except NothingThereError as error:
        raise Http404(str(error)) from error
    if not request.user.reaches(selection.unit.path):
        raise PermissionDenied
    form = NoteForm(request.POST or None, period=selection.period)
    if request.method == "POST" and form.is_valid():
        try:
            made = publish(
                selection.year,
                selection.quarter,
                selection.unit.code,
                reader=request.user,
                note=form.cleaned_data["note"],
                seen=request.POST.get("seen", ""),
            )
        except OtherFiguresError as error:
            messages.warning(request, str(error))
        except NotPublishedError as error:
            messages.error(request, str(error))
        else:
            said = _("Edition %(number)s is published.")
            messages.success(request, said % {"number": made.number}, extra_tags=request.path)
            return redirect(made)
    return render(request, "targets/edition_publish.html", _preview(request, selection, form))


def _preview(request: HttpRequest, selection: Selection, form: NoteForm) -> dict:
    figures = Figures.of(selection)
    progress = figures.shown
    last = Edition.objects.of(selection.unit, selection.year, selection.quarter).first()
    try:
        check_publishable(selection)
        refusal = ""
    except NotPublishedError as error:
        refusal = str(error)
    is_broken = last is not None and any(broken_parts(last))
    return {
        "selection": progress.selection,
        "period": selection.period,
        "progress": progress,
        "first_day": Quarter(selection.year, 1).starts_on,
        "preview": preview_of(progress, figures.reporting.returns, last),
        "last": last,
        "is_broken": is_broken,
        "is_same": last is not None and not is_broken and shows_the_same(last, figures),
        "number": last.number + 1 if last else 1,
        "goes_public": goes_public(selection.unit, selection.year, selection.quarter),
        "refusal": refusal,
        "form": form,
        "seen": "" if refusal else figures.mark,
        "overview": f"{reverse('dashboard')}?{progress.selection.query}",
    }
