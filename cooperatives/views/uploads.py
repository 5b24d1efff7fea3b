"""Files taken into a return: uploaded, seen with what they do not say, confirmed.

Two pages, one way: for the workbook that was downloaded here, and for a workbook of the office's
own. Every choice on the page comes here again; what it would store then is shown at once.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from ..entry.sheet import LockedError
from ..files.limits import UPLOAD
from ..files.opened import OpenedFile, open_file
from ..files.refusals import UnreadableFileError
from ..office.understanding import Said
from ..pages.forms import FileForm, OfficeFileForm
from ..pages.office_sheet import SOUGHT, OfficeSheet
from ..returns.marks import STATE_MARKS
from ..returns.sheet import QuarterlySheet, quarterly_sheet
from ..rights.access import needs
from ..rights.permissions import Permission
from ..workbook.marked import NotOursError
from ..workbook.office_file import OfficeBook, keep_what_was_said, stored_now
from ..workbook.preview import Upload
from ..workbook.reading import read_workbook
from ..workbook.rows import SHEET, FileRead
from ..workbook.upload import preview_upload, store_upload
from . import kept as keeping
from .said import LONGEST_SAID, is_said

NOTICES_SHOWN = 200

Kept = dict
"""A file as it waits: its name and content, the sheet that it is for, and what was stored then."""


Reader = Callable[[Said], FileRead]


@dataclass(frozen=True)
class Page:
    """One of the pages that take a file. slot: where its files wait; address: the name of its
    address; reader: of a file for a return, what it says, as far as was said what it does not say.
    """

    slot: str
    address: str
    template: str
    form: type[FileForm]
    reader: Callable[[QuarterlySheet, OpenedFile, Kept], Reader]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RETURN_WRITE)
def upload_page(request: HttpRequest, year: int, quarter: int, code: str) -> HttpResponse:
    """Take in the return's own workbook."""
    return _taken(request, quarterly_sheet(request.user, year, quarter, code), OWN)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RETURN_WRITE)
def office_file(request: HttpRequest, year: int, quarter: int, code: str) -> HttpResponse:
    """Take in a workbook of the office's own making."""
    return _taken(request, quarterly_sheet(request.user, year, quarter, code), OFFICE)


def _of_ours(sheet: QuarterlySheet, file: OpenedFile, kept: Kept) -> Reader:
    return partial(read_workbook, sheet, file)


def _of_the_office(sheet: QuarterlySheet, file: OpenedFile, kept: Kept) -> Reader:
    return OfficeBook(sheet, file, kept["before"]).read


OWN = Page("upload", "return-upload", "cooperatives/entry/upload.html", FileForm, _of_ours)
OFFICE = Page(
    "office_file",
    "return-office-file",
    "cooperatives/entry/office_file.html",
    OfficeFileForm,
    _of_the_office,
)


# --- A request ------------------------------------------------------------------------------------


@dataclass
class _Taken:
    """A file on its way into a return. said: what the person has said of it; chosen: the conflicts
    in which the file's value is taken.
    """

    request: HttpRequest
    sheet: QuarterlySheet
    page: Page
    kept: Kept
    said: dict[str, str] = field(default_factory=dict)
    chosen: frozenset[str] = frozenset()

    @property
    def slot(self) -> str:
        """Where its file waits: each return's by itself, as several tabs may be open."""
        return f"{self.page.slot} {self.sheet.key}"

    @cached_property
    def read(self) -> Reader:
        """What the file says: it is opened once, however often it is read."""
        name, content = self.kept["name"], self.kept["content"]
        file = open_file(name, content, UPLOAD, person=str(self.sheet.reader.pk))
        return self.page.reader(self.sheet, file, self.kept)


def _taken(request: HttpRequest, sheet: QuarterlySheet, page: Page) -> HttpResponse:
    if sheet.locked:
        return _refused(request, sheet, sheet.locked)
    if request.method != "POST":
        return _page(request, sheet, page, page.form())
    if "seen" in request.POST:
        return _again(request, sheet, page)
    form = page.form(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, sheet, page, form)
    file = form.cleaned_data["file"]
    kept = {"sheet": sheet.key, "name": file.name, "content": file.read()}
    if page is OFFICE:
        kept["before"] = stored_now(sheet)
    return _shown(_Taken(request, sheet, page, kept))


def _again(request: HttpRequest, sheet: QuarterlySheet, page: Page) -> HttpResponse:
    """Show a waiting file as it looks with what is chosen now, or store it."""
    chosen = frozenset(name for name, value in request.POST.items() if value == "file")
    taken = _Taken(request, sheet, page, {}, _said_before(request), chosen)
    previewed = keeping.seen(request, taken.slot)
    if previewed is None or previewed[0]["sheet"] != sheet.key:
        said = _("The preview is gone or too old, and nothing is stored: upload the file again.")
        messages.error(request, said)
        return redirect(sheet.url(page.address))
    taken.kept, seen = previewed
    try:
        read, before = taken.read(taken.said), taken.said
        taken.said = _said_now(request, read, before)
        if taken.said != before:
            read = taken.read(taken.said)
        if "confirm" not in request.POST or read.open or read.problem:
            return _shown(taken, read)
        upload = store_upload(sheet, read.rows, seen, chosen, read.fields)
    except LockedError as locked:
        keeping.drop(request, taken.slot)
        return _refused(request, sheet, str(locked))
    except UnreadableFileError:  # read well before, and laid out differently since
        return _shown(taken)
    if not upload.is_stored:
        messages.warning(request, _why_not(upload, seen))
        return _shown(replace(taken))
    keep_what_was_said(sheet, read)
    keeping.drop(request, taken.slot)
    _tell(request, upload)
    return redirect(sheet.url("return"))


def _said_before(request: HttpRequest) -> dict[str, str]:
    """What the person had said when the page was made that was sent."""
    try:
        said = json.loads(request.POST.get("said", "{}"))
    except (ValueError, RecursionError):
        return {}
    return said if is_said(said) else {}


def _said_now(request: HttpRequest, shown: FileRead, said: dict[str, str]) -> dict[str, str]:
    """What the person says with the page as it was sent: what differs from what was shown there.
    Of another sheet nothing is said yet.
    """
    changed = {
        key: value[:LONGEST_SAID]
        for key, old in shown.controls.items()
        if (value := _chosen(request, key)) is not None and value != old
    }
    return {SHEET: changed[SHEET]} if SHEET in changed else said | changed


def _chosen(request: HttpRequest, key: str) -> str | None:
    """The choice in a list, or what was looked up beside it."""
    return request.POST.get(f"{SOUGHT}{key}", "").strip() or request.POST.get(key)


# --- Answers --------------------------------------------------------------------------------------


def _why_not(upload: Upload, seen: str) -> str:
    if upload.fingerprint == seen:
        return _("Nothing is stored: what you chose does not fit together.")
    return _("The figures changed since the preview: nothing is stored. Now it looks like this.")


def _tell(request: HttpRequest, upload: Upload) -> None:
    count = len(upload.changes)
    if count or not upload.answered:
        said = ngettext("%(count)s figure stored.", "%(count)s figures stored.", count)
        messages.success(request, said % {"count": count})
    if upload.cleared:
        said = ngettext(
            "%(count)s of them was cleared, as the file has a blank there.",
            "%(count)s of them were cleared, as the file has blanks there.",
            upload.cleared,
        )
        messages.info(request, said % {"count": upload.cleared})
    if answered := len(upload.answered):
        said = ngettext(
            "%(count)s unusual value explained.", "%(count)s unusual values explained.", answered
        )
        messages.success(request, said % {"count": answered})
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


def _shown(taken: _Taken, read: FileRead | None = None) -> HttpResponse:
    """The page with what the file would change, as far as that is known."""
    request, sheet, page = taken.request, taken.sheet, taken.page
    context = {"name": taken.kept["name"]}
    try:
        read = read or taken.read(taken.said)
        upload = preview_upload(sheet, read.rows, taken.chosen, read.fields)
    except UnreadableFileError as unreadable:
        keeping.drop(request, taken.slot)
        context["is_of_the_office"] = isinstance(unreadable, NotOursError)
        return _page(request, sheet, page, page.form(), fault=unreadable.error, **context)
    except LockedError as locked:
        return _refused(request, sheet, str(locked))
    context |= {
        "read": read,
        "upload": upload,
        "errors": upload.errors[:NOTICES_SHOWN],
        "unusual": upload.unusual[:NOTICES_SHOWN],
        "answered": upload.answered[:NOTICES_SHOWN],
        "may_confirm": upload.may_be_confirmed and not read.open and not read.problem,
        "said": json.dumps(taken.said),
        "seen": keeping.keep(request, taken.slot, taken.kept, upload.fingerprint),
    }
    if page is OFFICE and read.understanding and read.understanding.columns:
        context["office"] = OfficeSheet(read.understanding)
    return _page(request, sheet, page, page.form(), **context)


def _page(
    request: HttpRequest, sheet: QuarterlySheet, page: Page, form: FileForm, **context
) -> HttpResponse:
    context |= {
        "sheet": sheet,
        "form": form,
        "address": sheet.url(page.address),
        "state_mark": STATE_MARKS[sheet.state],
    }
    return render(request, page.template, context)
