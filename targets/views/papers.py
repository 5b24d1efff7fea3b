"""The quarterly report as a file, and the fixed texts of a unit's papers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cooperatives.files.writing import TYPES as WORKBOOKS
from cooperatives.ground.calendar import today
from cooperatives.models import AdministrativeUnit
from cooperatives.pages.storing import stored_or_told
from cooperatives.rights.access import needs
from cooperatives.rights.permissions import Permission
from cooperatives.views.downloads import attachment

from ..comparison.selection import NothingThereError, selection_asked_for
from ..editions.asking import edition_asked_for
from ..models import Edition, OfficeTexts
from ..papers.pdf import NoPdfError, as_pdf
from ..papers.preview import preview_of
from ..papers.texts import OfficeTextsForm, changes_since, sample, version_of
from ..report.asked import (
    BrokenEditionError,
    live_report,
    live_workbook,
    report_of,
    workbook_of,
)

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": WORKBOOKS["xlsx"],
}
NAMES = {"docx": "bao-cao", "pdf": "bao-cao", "xlsx": "phu-luc"}
"""How the files are called, by their endings."""


def may_report(request: HttpRequest, unit: AdministrativeUnit) -> bool:
    """Whether the reader makes the papers of a unit: an officer or admin who works for it or for
    one above it.
    """
    return request.user.may(Permission.REPORT_MAKE) and request.user.reaches(unit.path)


@require_safe
@needs(Permission.REPORT_MAKE)
def report_file(request: HttpRequest, ending: str) -> HttpResponse:
    """The report of a quarter from live figures, a draft, as Word or PDF, or its annex as a
    workbook.
    """
    if ending not in TYPES:
        raise Http404(_("There is no such file."))
    try:
        selection = selection_asked_for(request.GET, request.user)
        if not may_report(request, selection.unit):
            raise PermissionDenied
        is_annex = ending == "xlsx"
        content = live_workbook(selection) if is_annex else live_report(selection, request.user)
    except NothingThereError as error:
        raise Http404(str(error)) from error
    if ending == "pdf":
        try:
            content = as_pdf(content)
        except NoPdfError as error:
            messages.error(request, str(error))
            return redirect(f"{reverse('dashboard')}?{request.GET.urlencode()}")
    period = f"{selection.unit.code}-{selection.year}-{selection.quarter}"
    return attachment(content, TYPES[ending], f"{NAMES[ending]}-{period}.{ending}")


@require_safe
@needs(Permission.REPORT_MAKE)
def edition_report(request: HttpRequest, ending: str, **address: Any) -> HttpResponse:
    """The report of an edition, as Word or PDF, or its annex as a workbook."""
    if ending not in TYPES:
        raise Http404(_("There is no such file."))
    open_ones = Edition.objects.with_records_open_to(request.user)
    found = edition_asked_for(open_ones, **address)
    try:
        content = workbook_of(found) if ending == "xlsx" else report_of(found)
        if ending == "pdf":
            content = as_pdf(content)
    except (BrokenEditionError, NoPdfError, NothingThereError) as error:
        messages.error(request, str(error))
        return redirect(found)
    period = f"{found.unit.code}-{found.year}-{found.quarter}-{found.number}"
    return attachment(content, TYPES[ending], f"{NAMES[ending]}-{period}.{ending}")


def _unit(request: HttpRequest, code: str) -> AdministrativeUnit:
    """A unit within the reader's scope that exists today. Http404."""
    unit = AdministrativeUnit.objects.in_scope_of(request.user).with_code(code, today())
    if unit is None:
        raise Http404(_("There is no unit with the code %(code)s here.") % {"code": code})
    return unit


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.REPORT_MAKE)
def office_texts(request: HttpRequest, code: str) -> HttpResponse:
    """What the papers of a unit always say, to be changed; `preview` posted, they are shown on the
    paper as they were typed and not stored.
    """

    def attempt() -> HttpResponse:
        unit = _unit(request, code)
        data = request.POST if request.method == "POST" else None
        form, changes = OfficeTextsForm(data, instance=OfficeTexts.objects.of(unit)), []
        if data is not None:
            changes = changes_since(data.get("version", ""), unit, request.user)
        if changes:
            form.instance.refresh_from_db()
            data = data.copy()
            form.over_what_is_stored(data)
            form = OfficeTextsForm(data, instance=OfficeTexts.objects.of(unit))
        elif data is not None and form.is_valid() and "preview" not in data:
            form.stored()
            messages.success(request, _("The texts are stored."), extra_tags=request.path)
            return redirect("office-texts", code)
        context = {
            "unit": unit,
            "form": form,
            "version": version_of(unit),
            "changes": changes,
            "history": changes_since("0", unit, request.user)[:10],
            # What cannot be stored is on no paper.
            "preview": [] if form.errors else preview_of(sample(form.instance, today())),
            "is_typed": "preview" in request.POST,
        }
        return render(request, "targets/office_texts.html", context, status=409 if changes else 200)

    return stored_or_told(attempt)


@require_safe
@needs(Permission.REPORT_MAKE)
def office_texts_sample(request: HttpRequest, code: str) -> HttpResponse:
    """Head and foot of a paper with the stored texts, as Word."""
    unit = _unit(request, code)
    content = sample(OfficeTexts.objects.of(unit), today())
    return attachment(content, TYPES["docx"], f"mau-van-ban-{unit.code}.docx")
