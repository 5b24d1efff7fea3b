"""Import from a page: choose a file, see what it would change, confirm."""

import csv

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ..files.limits import UPLOAD
from ..files.refusals import TooManyRowsError
from ..ground.numbers import Mark
from ..imports import KINDS, ImportOutcome, Options, import_file
from ..pages.forms import ImportForm, OfficeReturnForm
from ..rights.permissions import Permission
from . import kept as keeping

KEPT = "import"
"""Where the session keeps the file between preview and confirmation."""
ERRORS_SHOWN = 200


def _only_importers(view):
    def checked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.may(Permission.DATA_IMPORT):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


@require_http_methods(["GET", "HEAD", "POST"])
@_only_importers
def import_page(request: HttpRequest) -> HttpResponse:
    """The form; after an upload also what the file would change, or what is wrong with it."""
    if request.method != "POST":
        return _page(request, ImportForm())
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    kept = {
        "kind": form.cleaned_data["kind"],
        "name": form.cleaned_data["file"].name,
        "content": keeping.packed(form.cleaned_data["file"].read()),
        "decimal": form.cleaned_data["decimal"],
        "then": form.cleaned_data["then"],
        "plans": form.cleaned_data["plans"],
    }
    return _preview(request, form, kept)


@require_http_methods(["POST"])
@_only_importers
def import_confirmation(request: HttpRequest) -> HttpResponse:
    """Run the previewed import again; store it only if its outcome equals the preview."""
    previewed = keeping.seen(request, KEPT)
    if previewed is None:
        messages.error(
            request,
            _("The preview is gone or too old, and nothing is stored: upload the file again."),
        )
        return redirect("import")
    kept, seen = previewed
    preview = _run(request, kept, store=False)
    if preview.error_count or preview.fingerprint != seen:
        messages.warning(
            request,
            _("The records changed since the preview: nothing is stored. Now it looks like this."),
        )
        return _preview(request, ImportForm(initial=kept), kept)
    outcome = _run(request, kept, store=True)
    if outcome.error_count or outcome.fingerprint != seen:
        messages.error(request, _("The records changed meanwhile: look at the preview again."))
        return _preview(request, ImportForm(initial=kept), kept)
    keeping.drop(request, KEPT)
    counts = {
        "created": outcome.created,
        "updated": outcome.updated,
        "unchanged": outcome.unchanged,
    }
    messages.success(
        request,
        _("Stored. Created: %(created)s, updated: %(updated)s, unchanged: %(unchanged)s.") % counts,
    )
    return redirect("import")


@require_safe
@_only_importers
def office_file_choice(request: HttpRequest) -> HttpResponse:
    """Go on to the page of one return that takes an office's own file."""
    chosen = OfficeReturnForm(request.GET, reader=request.user)
    if not chosen.is_valid():
        return _page(request, ImportForm(), office_return=chosen)
    unit, period = chosen.cleaned_data["unit"], chosen.cleaned_data["period"]
    return redirect("return-office-file", period.year, period.number, unit.code)


@require_safe
@_only_importers
def import_template(request: HttpRequest, kind: str) -> HttpResponse:
    """An empty file of one kind: its header row, to be filled in."""
    if kind not in KINDS:
        raise Http404(_("There is no import of this kind."))
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{kind}.csv"'},
    )
    response.write("\ufeff")  # without it Excel does not read UTF-8
    csv.writer(response).writerow([str(column.label) for column in KINDS[kind].all_columns()])
    return response


def _preview(request: HttpRequest, form: ImportForm, kept: dict) -> HttpResponse:
    keeping.drop(request, KEPT)
    try:
        outcome = _run(request, kept, store=False)
    except TooManyRowsError as too_many:
        return _page(request, form, kept=kept, too_many=too_many.error, most_rows=UPLOAD.rows)
    seen = None
    if not outcome.error_count and not outcome.changes_nothing:
        seen = keeping.keep(request, KEPT, kept, outcome.fingerprint)
    shown = outcome.errors[:ERRORS_SHOWN]
    return _page(request, form, kept=kept, outcome=outcome, errors=shown, seen=seen)


def _run(request: HttpRequest, kept: dict, *, store: bool) -> ImportOutcome:
    return import_file(
        KINDS[kept["kind"]],
        kept["name"],
        keeping.unpacked(kept["content"]),
        Options(
            decimal=Mark(kept["decimal"]) if kept["decimal"] else None,
            user=request.user,
            scope=request.user,
            submit=kept["then"] == "submit",
            approve=kept["then"] == "approve",
            plans=kept.get("plans", ""),  # a preview may be older than this option
        ),
        store=store,
        limits=UPLOAD,
    )


def _page(request: HttpRequest, form: ImportForm, **context) -> HttpResponse:
    kept = context.get("kept")
    if kept:
        context["kind_label"] = KINDS[kept["kind"]].label
    context = {"office_return": OfficeReturnForm({}, reader=request.user)} | context
    context |= {"form": form, "kinds": [(kind.code, kind.label) for kind in KINDS.values()]}
    return render(request, "cooperatives/import.html", context)
