"""The catalogue of figures: all may read what each means; admins enter, change and end them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ..catalogue.figures import UNITS, Reporter, unit_figures
from ..figures.entered import may_keep_figures, removal_problems
from ..figures.of_units import plan_units
from ..files.writing import TYPES, as_csv, as_xlsx
from ..ground.calendar import Quarter, today
from ..ground.paging import RECORDS_PER_PAGE
from ..imports.entered_figures import FiguresKind, figures_table
from ..imports.unit_figures import UnitFiguresKind, unit_figures_table
from ..models import EnteredFigure, UnitFigures, User
from ..models.changes import changes_of
from ..pages.catalogue import EnteredFigureForm, catalogue, entry_of
from ..pages.storing import stored_or_told
from ..rights.access import needs
from ..rights.permissions import Permission
from .downloads import attachment


def _keeps_plan_unit(reader: User) -> bool:
    """Whether figures of a province are asked for that the reader's scope holds."""
    is_asked = unit_figures(None, [Reporter.PLAN_UNIT])
    return bool(is_asked) and plan_units(reader, Quarter.of(today()).previous).exists()


@require_safe
@needs(Permission.AGGREGATE_READ)
def figures_page(request: HttpRequest) -> HttpResponse:
    """All figures, built-in and entered: what each means, who reports it, where it is used."""
    context = {
        "entries": catalogue(),
        "may_keep": may_keep_figures(request.user),
        "has_plan_unit": _keeps_plan_unit(request.user),
        "has_of_units": bool(unit_figures(None, UNITS)),
    }
    return render(request, "cooperatives/figures.html", context)


@require_safe
@needs(Permission.AGGREGATE_READ)
def figures_file(request: HttpRequest, ending: str) -> HttpResponse:
    """The entered figures in the import's columns: imported again they change nothing."""
    if ending not in TYPES:
        raise Http404(_("There is no such file."))
    header, rows = figures_table()
    content = (
        as_csv(header, rows) if ending == "csv" else as_xlsx(str(FiguresKind.label), header, rows)
    )
    name = f"{FiguresKind.code}-{today().isoformat()}.{ending}"
    return attachment(content, TYPES[ending], name)


@require_safe
@needs(Permission.RECORD_READ)
def unit_figures_file(request: HttpRequest, ending: str) -> HttpResponse:
    """What the units of the reader reported, in the import's columns."""
    if ending not in TYPES:
        raise Http404(_("There is no such file."))
    header, rows = unit_figures_table(UnitFigures.objects.in_scope_of(request.user))
    kind = UnitFiguresKind
    content = as_csv(header, rows) if ending == "csv" else as_xlsx(str(kind.label), header, rows)
    name = f"{kind.code}-{today().isoformat()}.{ending}"
    return attachment(content, TYPES[ending], name)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.CATALOGUE_WRITE)
def new_figure(request: HttpRequest) -> HttpResponse:
    """Enter a figure; before it is stored it is shown as it will stand in the grid."""
    if not may_keep_figures(request.user):
        raise PermissionDenied
    return stored_or_told(lambda: _form(request, EnteredFigure()))


@require_safe
@needs(Permission.AGGREGATE_READ)
def figure_page(request: HttpRequest, code: str) -> HttpResponse:
    """One figure, with its history."""
    entry = next((one for one in catalogue() if one.figure.code == code), None)
    if entry is None:
        raise Http404(_("There is no such figure."))
    context = {
        "entry": entry,
        "changes": _changes(request, entry.row),
        "may_change": entry.row is not None and may_keep_figures(request.user),
    }
    return render(request, "cooperatives/figure.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.CATALOGUE_WRITE)
def figure_change(request: HttpRequest, code: str) -> HttpResponse:
    """Change, end or delete an entered figure."""
    if not may_keep_figures(request.user):
        raise PermissionDenied
    return stored_or_told(lambda: _change(request, code))


def _change(request: HttpRequest, code: str) -> HttpResponse:
    rows = EnteredFigure.objects.filter(code=code)
    held = rows.select_for_update(no_key=True) if request.method == "POST" else rows
    row = held.first()
    if row is None:
        raise Http404(_("There is no figure with this code that was entered."))
    return _removed(request, row) if "removal" in request.POST else _form(request, row)


def _form(request: HttpRequest, row: EnteredFigure) -> HttpResponse:
    """The form; asked to show first, or told what is wrong, nothing is stored."""
    form = EnteredFigureForm(request.POST or None, instance=row)
    preview = None
    if request.method == "POST" and form.is_valid():
        preview = entry_of(form.instance)
        if "store" in request.POST:
            stored = form.save()
            messages.success(request, _("Saved: “%(figure)s”.") % {"figure": stored})
            return redirect("figures")
    elif row.pk and request.method != "POST":
        preview = entry_of(row)
    stored = EnteredFigure.objects.filter(pk=row.pk).first()
    context = {
        "form": form,
        "row": stored,
        "preview": preview,
        "may_go": stored is not None and not list(removal_problems(stored)),
    }
    return render(request, "cooperatives/figure_form.html", context)


def _removed(request: HttpRequest, row: EnteredFigure) -> HttpResponse:
    for found in removal_problems(row):
        messages.error(request, found.message)
        return redirect("figure", row.code)
    row.delete()
    messages.success(request, _("Deleted: “%(figure)s”.") % {"figure": row})
    return redirect("figures")


def _changes(request: HttpRequest, row: EnteredFigure | None) -> Page | None:
    if row is None:
        return None
    changes = changes_of(request.user, EnteredFigure.history.filter(id=row.pk))
    return Paginator(changes, RECORDS_PER_PAGE).get_page(request.GET.get("page"))
