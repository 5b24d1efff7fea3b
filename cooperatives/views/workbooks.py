"""A return as an Excel workbook: downloaded, filled in offline, uploaded, seen, confirmed."""

from collections.abc import Collection
from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..entry.sheet import LockedError
from ..files.refusals import UnreadableFileError
from ..pages.forms import FileForm
from ..returns.marks import STATE_MARKS
from ..returns.sheet import QuarterlySheet, quarterly_sheet
from ..rights.access import needs
from ..rights.permissions import Permission
from ..workbook import file_name, read_workbook, workbook_of
from ..workbook.upload import Upload, preview_upload, store_upload
from . import kept as keeping
from .opening import opened

KEPT = "upload"
"""For what the workbook waits between preview and confirmation."""
NOTICES_SHOWN = 200


@require_safe
@needs(Permission.RECORD_READ)
def return_workbook(request: HttpRequest, year: int, quarter: int, code: str) -> FileResponse:
    """The return as a workbook; its figures can be filled in while the return is open."""
    sheet = quarterly_sheet(request.user, year, quarter, code)
    opened(request, sheet)
    content = BytesIO(workbook_of(sheet))
    return FileResponse(content, as_attachment=True, filename=file_name(sheet))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RETURN_WRITE)
def upload_page(request: HttpRequest, year: int, quarter: int, code: str) -> HttpResponse:
    """The form; after an upload also what the workbook would change, or what is wrong with it."""
    sheet = quarterly_sheet(request.user, year, quarter, code)
    if sheet.locked:
        return _refused(request, sheet, sheet.locked)
    if request.method != "POST":
        return _page(request, sheet, FileForm())
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, sheet, form)
    file = form.cleaned_data["file"]
    kept = {"sheet": sheet.key, "name": file.name, "content": file.read()}
    return _preview(request, sheet, kept)


@require_POST
@needs(Permission.RETURN_WRITE)
def upload_confirmation(request: HttpRequest, year: int, quarter: int, code: str) -> HttpResponse:
    """Take the previewed workbook in; store it only if its outcome equals the preview.

    A field of the form named by a conflict's `choice` says “file” where the file's value is chosen.
    """
    sheet = quarterly_sheet(request.user, year, quarter, code)
    previewed = keeping.seen(request, KEPT)
    if previewed is None or previewed[0]["sheet"] != sheet.key:
        said = _("The preview is gone or too old, and nothing is stored: upload the file again.")
        messages.error(request, said)
        return redirect(sheet.url("return-upload"))
    kept, seen = previewed
    chosen = {name for name, value in request.POST.items() if value == "file"}
    try:
        upload = store_upload(sheet, _rows(sheet, kept), seen, chosen)
    except LockedError as locked:
        keeping.drop(request, KEPT)
        return _refused(request, sheet, str(locked))
    except UnreadableFileError:  # read well before, and laid out differently since
        return _preview(request, sheet, kept)
    if not upload.is_stored:
        if upload.fingerprint == seen:
            said = _("Nothing is stored: what you chose does not fit together.")
        else:
            said = _(
                "The figures changed since the preview: nothing is stored. Now it looks like this."
            )
        messages.warning(request, said)
        return _preview(request, sheet, kept, chosen)
    keeping.drop(request, KEPT)
    _tell(request, upload)
    return redirect(sheet.url("return"))


def _tell(request: HttpRequest, upload: Upload) -> None:
    count = len(upload.changes)
    said = ngettext("%(count)s figure stored.", "%(count)s figures stored.", count)
    messages.success(request, said % {"count": count})
    if kept := sum(not conflict.takes_file for conflict in upload.conflicts):
        said = ngettext(
            "%(count)s figure stored meanwhile by others was kept.",
            "%(count)s figures stored meanwhile by others were kept.",
            kept,
        )
        messages.info(request, said % {"count": kept})


def _refused(request: HttpRequest, sheet: QuarterlySheet, reason: str) -> HttpResponse:
    messages.error(request, _("No file can be uploaded: %(reason)s") % {"reason": reason})
    return redirect(sheet.url("return"))


def _rows(sheet: QuarterlySheet, kept: dict):
    return read_workbook(sheet, kept["name"], kept["content"])


def _preview(
    request: HttpRequest, sheet: QuarterlySheet, kept: dict, chosen: Collection[str] = ()
) -> HttpResponse:
    keeping.drop(request, KEPT)
    context = {"name": kept["name"]}
    try:
        upload = preview_upload(sheet, _rows(sheet, kept), chosen)
    except UnreadableFileError as unreadable:
        return _page(request, sheet, FileForm(), fault=unreadable.error, **context)
    except LockedError as locked:
        return _refused(request, sheet, str(locked))
    if upload.may_be_confirmed:
        context["seen"] = keeping.keep(request, KEPT, kept, upload.fingerprint)
    return _page(request, sheet, FileForm(), upload=upload, **context)


def _page(
    request: HttpRequest,
    sheet: QuarterlySheet,
    form: FileForm,
    upload: Upload | None = None,
    **context,
) -> HttpResponse:
    if upload:
        context |= {
            "upload": upload,
            "errors": upload.errors[:NOTICES_SHOWN],
            "unusual": upload.unusual[:NOTICES_SHOWN],
        }
    context |= {"sheet": sheet, "form": form, "state_mark": STATE_MARKS[sheet.state]}
    return render(request, "cooperatives/entry/upload.html", context)
