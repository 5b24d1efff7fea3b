"""Import from a page: choose a file, see what it would change, confirm."""

import csv

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..files.limits import UPLOAD
from ..files.refusals import TooManyRowsError
from ..ground.numbers import Mark
from ..imports import KINDS, ImportOutcome, Options, import_file
from ..models import User
from ..pages.forms import ImportForm, OfficeReturnForm
from ..pages.import_question import question_of
from ..rights.permissions import Permission
from . import kept as keeping
from .accounts import shown_invitations

KEPT = "import"
"""For what the file waits between preview and confirmation."""
ANSWERED = ("sheet", "decimal", "plans", "as_written")
"""The options that are asked for where a file does not say."""
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
        return _page(request, ImportForm(initial={"kind": request.GET.get("kind")}))
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    kept = {
        "kind": form.cleaned_data["kind"],
        "name": form.cleaned_data["file"].name,
        "content": form.cleaned_data["file"].read(),
        "decimal": form.cleaned_data["decimal"],
        "then": form.cleaned_data["then"],
        "early": form.cleaned_data["early"],
        "plans": form.cleaned_data["plans"],
        "sheet": "",
        "as_written": "",
    }
    return _preview(request, form, kept)


@require_POST
@_only_importers
def import_answer(request: HttpRequest) -> HttpResponse:
    """Read a waiting file on with what was chosen, or forget it."""
    previewed = keeping.seen(request, KEPT)
    if previewed is None:
        return _gone(request)
    if "cancel" in request.POST:
        keeping.drop(request, KEPT)
        messages.info(request, _("Nothing is stored."))
        return redirect("import")
    kept, _outcome = previewed
    kept |= {option: request.POST[option] for option in ANSWERED if option in request.POST}
    form = ImportForm(initial=kept)
    if kept["decimal"] not in _values(form, "decimal") or kept["plans"] not in _values(
        form, "plans"
    ):
        return HttpResponseBadRequest()
    return _preview(request, form, kept)


def _values(form: ImportForm, field: str) -> list[str]:
    return [value for value, _label in form.fields[field].choices]


def _gone(request: HttpRequest) -> HttpResponse:
    messages.error(
        request,
        _("The preview is gone or too old, and nothing is stored: upload the file again."),
    )
    return redirect("import")


@require_POST
@_only_importers
def import_confirmation(request: HttpRequest) -> HttpResponse:
    """Run the previewed import again; store it only if its outcome equals the preview."""
    previewed = keeping.seen(request, KEPT)
    if previewed is None:
        return _gone(request)
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
    _say_stored(request, outcome)
    if outcome.new_accounts:
        users = User.objects.filter(username__in=outcome.new_accounts).order_by("username")
        return shown_invitations(request, list(users))
    return redirect("import")


def _say_stored(request: HttpRequest, outcome: ImportOutcome) -> None:
    counts = {
        "created": outcome.created,
        "updated": outcome.updated,
        "unchanged": outcome.unchanged,
    }
    messages.success(
        request,
        _("Stored. Created: %(created)s, updated: %(updated)s, unchanged: %(unchanged)s.") % counts,
    )


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
    question = question_of(outcome)
    seen = None
    if question or not (outcome.error_count or outcome.changes_nothing):
        seen = keeping.keep(request, KEPT, kept, outcome.fingerprint)
    shown = outcome.errors[:ERRORS_SHOWN]
    return _page(
        request, form, kept=kept, outcome=outcome, question=question, errors=shown, seen=seen
    )


def _run(request: HttpRequest, kept: dict, *, store: bool) -> ImportOutcome:
    return import_file(
        KINDS[kept["kind"]],
        kept["name"],
        kept["content"],
        Options(
            decimal=Mark(kept["decimal"]) if kept["decimal"] else None,
            user=request.user,
            scope=request.user,
            submit=kept["then"] == "submit",
            approve=kept["then"] == "approve",
            early=kept["early"],
            plans=kept["plans"],
            sheet=kept["sheet"],
            as_written=kept["as_written"] == "yes",
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
