"""The catalogue of indicators: all of them, one with its meaning, and entering one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cooperatives.figures.entered import may_keep_figures
from cooperatives.files.writing import TYPES, as_csv, as_xlsx
from cooperatives.ground.calendar import today
from cooperatives.ground.paging import RECORDS_PER_PAGE
from cooperatives.models.changes import changes_of
from cooperatives.pages.storing import stored_or_told
from cooperatives.pages.unchanged import free_while_unchanged
from cooperatives.rights.access import needs
from cooperatives.rights.permissions import Permission
from cooperatives.views.downloads import attachment

from ..catalogue.export import indicators_table
from ..catalogue.form import CODES_ID, IndicatorForm, codes_offered
from ..catalogue.imports import IndicatorsKind
from ..catalogue.listing import catalogue_row, catalogue_rows
from ..catalogue.preview import made_of, preview_of
from ..indicators import indicator_named
from ..models import EnteredIndicator


@require_safe
@needs(Permission.PLAN_READ)
@free_while_unchanged
def indicators(request: HttpRequest) -> HttpResponse:
    """All indicators, what they mean, and where they are used."""
    context = {
        "rows": catalogue_rows(request.user),
        "may_edit": may_keep_figures(request.user),
    }
    return render(request, "targets/indicator_list.html", context)


@require_safe
@needs(Permission.PLAN_READ)
@free_while_unchanged
def indicator_definition(request: HttpRequest, code: str) -> HttpResponse:
    """One indicator: what it means, by which rule it is made, and what it comes to now."""
    indicator = indicator_named(code)
    if indicator is None:
        raise Http404(_("There is no indicator with the code %(code)s.") % {"code": code})
    row = catalogue_row(request.user, indicator)
    context = {
        "row": row,
        "preview": preview_of(indicator, request.user),
        "may_edit": row.declared and may_keep_figures(request.user),
        "page": row.declared and _changes(request, code),
    }
    return render(request, "targets/indicator_definition.html", context)


def _changes(request: HttpRequest, code: str) -> Page:
    changes = changes_of(request.user, EnteredIndicator.history.filter(code=code))
    return Paginator(changes, RECORDS_PER_PAGE).get_page(request.GET.get("page"))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.CATALOGUE_WRITE)
def indicator_entry(request: HttpRequest, code: str | None = None) -> HttpResponse:
    """A new indicator, or an entered one changed: first tried on the records that there are, then
    stored as it was tried.
    """
    if not may_keep_figures(request.user):
        raise PermissionDenied
    return stored_or_told(lambda: _entry(request, code))


def _entry(request: HttpRequest, code: str | None) -> HttpResponse:
    record = get_object_or_404(EnteredIndicator, code=code) if code else None
    context = {"record": record, "codes": codes_offered(), "codes_id": CODES_ID}
    form = IndicatorForm(request.POST if request.method == "POST" else None, instance=record)
    if form.is_valid():
        if request.POST.get("seen") == form.seen:
            stored = form.save()
            text = _("“%(name)s” is stored.") % {"name": stored.name_vi}
            messages.success(request, text)
            return redirect("indicator-definition", stored.code)
        made = made_of(form.declared, form.instance.pk)
        context |= {"preview": made and preview_of(made, request.user), "seen": form.seen}
    return render(request, "targets/indicator_entry.html", context | {"form": form})


@require_safe
@needs(Permission.PLAN_READ)
def indicators_file(request: HttpRequest, ending: str) -> HttpResponse:
    """The entered indicators in the import's columns."""
    if ending not in TYPES:
        raise Http404(_("There is no such file."))
    header, rows = indicators_table()
    content = (
        as_csv(header, rows)
        if ending == "csv"
        else as_xlsx(str(IndicatorsKind.label), header, rows)
    )
    return attachment(content, TYPES[ending], f"indicators-{today().isoformat()}.{ending}")
