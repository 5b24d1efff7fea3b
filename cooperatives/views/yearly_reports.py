"""Yearly reports: where they stand, the grid of a unit's, and making them final."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..entry.order import in_order
from ..entry.saving import SaveOutcome
from ..entry.sheet import LockedError
from ..ground.calendar import today
from ..models import Level, RowOrder, User, YearlyReport
from ..models.changes import changes_of
from ..pages.row_order import row_order
from ..pages.unchanged import free_while_unchanged
from ..returns.submission import readiness_of
from ..returns.workflow import NotPossibleError
from ..rights.access import needs
from ..rights.permissions import Permission
from ..yearly.done import NotSeenError, say_done, take_done_back, undone
from ..yearly.finalising import ChangedMeanwhileError, candidates, make_drafts, make_final
from ..yearly.progress import report_counts, years_to_report
from ..yearly.sheet import State, YearlySheet, yearly_sheet
from ..yearly.starting import entries_from_quarters, start_from_quarters
from .returns import session_mark

UNITS_PER_PAGE = 50


@require_safe
@needs(Permission.RECORD_READ)
@free_while_unchanged
def yearly_reports(request: HttpRequest) -> HttpResponse:
    """Where the reports stand: by unit for a year, `?year=`; for one unit's people by year."""
    years = years_to_report()
    if _has_one_unit(request.user):
        year, asked = None, years
    else:
        year = _year_asked_for(request, years)
        asked = [year]
    found = report_counts(request.user, asked)
    context = {
        "year": year,
        "years": list(reversed(years)),
        "page": Paginator(found, UNITS_PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "cooperatives/entry/yearly_reports.html", context)


def _has_one_unit(reader: User) -> bool:
    return reader.unit is not None and reader.unit.level in (Level.DISTRICT, Level.COMMUNE)


def _year_asked_for(request: HttpRequest, years: range) -> int:
    """The year in the address; failing one the last that is over, whose reports are due."""
    asked = request.GET.get("year", str(today().year - 1))
    if not asked.isdecimal() or int(asked) not in years:
        raise Http404(_("There are no yearly reports for that year."))
    return int(asked)


@require_safe
@needs(Permission.RECORD_READ)
@free_while_unchanged
def yearly_report(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The grid of a unit's reports of a year."""
    sheet = yearly_sheet(request.user, year, code)
    order = row_order(request)
    rows = in_order(sheet.rows(), order)
    context = {
        "sheet": sheet,
        "rows": rows,
        "order": order,
        "orders": RowOrder,
        "readiness": readiness_of(rows),
        "filled": sheet.filled(),
        "some_need_not": not all(row.is_expected for row in rows),
        "counts": sheet.counts(rows),
        "to_take_over": len(entries_from_quarters(rows)),
        "following": sum(bool(cell.follows) for row in rows for cell in row.cells),
        "may_decide": request.user.may(Permission.YEARLY_REPORT_DECIDE) and not sheet.is_closed,
        "session_mark": session_mark(request),
    }
    return render(request, "cooperatives/entry/yearly_report.html", context)


@require_POST
@needs(Permission.YEARLY_REPORT_WRITE)
def start(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Take from the quarters what is blank: it follows them from then on."""
    sheet = yearly_sheet(request.user, year, code)
    try:
        outcome = start_from_quarters(sheet)
    except LockedError as error:
        messages.error(request, str(error))
    else:
        _tell_start(request, outcome)
    return redirect(sheet.url("yearly-report"))


def _tell_start(request: HttpRequest, outcome: SaveOutcome) -> None:
    count = len(outcome.saved)
    said = ngettext(
        "%(count)d figure is taken from the quarters, and follows them until somebody types in it. "
        "What was there stayed.",
        "%(count)d figures are taken from the quarters, and follow them until somebody types in "
        "them. What was there stayed.",
        count,
    )
    messages.success(request, said % {"count": count})
    if left := len(outcome.refused):
        said = ngettext(
            "%(count)d figure was left out, as it contradicts what is there.",
            "%(count)d figures were left out, as they contradict what is there.",
            left,
        )
        messages.warning(request, said % {"count": left})


# --- Done, says the unit --------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.YEARLY_REPORT_WRITE)
def done(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Say that the unit's reports are done; what is missing in them is named first."""
    sheet = yearly_sheet(request.user, year, code)
    if request.method == "POST":
        try:
            say_done(sheet, request.POST.get("missing", ""))
        except NotSeenError:
            messages.warning(request, _("The reports changed meanwhile: look again."))
            return _before_done(request, sheet)
        except (LockedError, NotPossibleError) as error:
            messages.error(request, str(error))
        else:
            said = _("Done: the province reads it, and makes the reports final.")
            messages.success(request, said)
        return redirect(sheet.url("yearly-report"))
    if sheet.locked:
        messages.error(request, sheet.locked)
        return redirect(sheet.url("yearly-report"))
    return _before_done(request, sheet)


def _before_done(request: HttpRequest, sheet: YearlySheet) -> HttpResponse:
    rows = sheet.rows()
    context = {"sheet": sheet, "undone": undone(sheet, rows), "counts": sheet.counts(rows)}
    return render(request, "cooperatives/entry/yearly_done.html", context)


@require_POST
@needs(Permission.YEARLY_REPORT_WRITE)
def done_taking_back(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Take back that the unit's reports are done."""
    sheet = yearly_sheet(request.user, year, code)
    try:
        take_done_back(sheet)
    except (LockedError, NotPossibleError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Taken back: the reports are being entered again."))
    return redirect(sheet.url("yearly-report"))


# --- Final, and back ------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.YEARLY_REPORT_DECIDE)
def finalisation(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Make chosen drafts final; what is blank in them is named first."""
    sheet = yearly_sheet(request.user, year, code)
    if request.method != "POST":
        return _before_finalisation(request, sheet)
    marks = [mark.rpartition(" ") for mark in request.POST.getlist("report")]
    shown = {number: fingerprint for number, _space, fingerprint in marks}
    try:
        count = make_final(sheet, shown)
    except ChangedMeanwhileError as changed:
        said = _("Nothing was made final: these reports changed meanwhile, look again: %(names)s")
        messages.error(request, said % {"names": ", ".join(changed.names)})
        return _before_finalisation(request, sheet, chosen=set(shown))
    except NotPossibleError as error:
        messages.error(request, str(error))
        return _before_finalisation(request, sheet, chosen=set(shown))
    said = ngettext(
        "%(count)d report is final. It counts on the overview and is locked.",
        "%(count)d reports are final. They count on the overview and are locked.",
        count,
    )
    messages.success(request, said % {"count": count})
    return redirect(sheet.url("yearly-report"))


def _before_finalisation(
    request: HttpRequest, sheet: YearlySheet, chosen: set[str] | None = None
) -> HttpResponse:
    """chosen: numbers of the drafts that are ticked; the complete ones unless given."""
    rows = sheet.rows()
    drafts = candidates(sheet, rows)
    if chosen is None:
        chosen = {draft.row.number for draft in drafts if draft.row.is_complete}
    context = {
        "sheet": sheet,
        "drafts": drafts,
        "chosen": chosen,
        "missing": [row for row in rows if row.is_expected and not row.record],
        "final": [row for row in rows if row.record and row.record.state == State.FINAL],
    }
    return render(request, "cooperatives/entry/yearly_finalisation.html", context)


@require_POST
@needs(Permission.YEARLY_REPORT_DECIDE)
def reopening(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Make chosen final reports drafts again."""
    sheet = yearly_sheet(request.user, year, code)
    try:
        count = make_drafts(sheet, request.POST.getlist("number"))
    except NotPossibleError as error:
        messages.error(request, str(error))
        return redirect(sheet.url("yearly-report-finalisation"))
    said = ngettext(
        "%(count)d report is a draft again. It does not count until it is final.",
        "%(count)d reports are drafts again. They do not count until they are final.",
        count,
    )
    messages.success(request, said % {"count": count})
    return redirect(sheet.url("yearly-report"))


# --- History --------------------------------------------------------------------------------------


@require_safe
@needs(Permission.RECORD_READ)
def row_history(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Who changed what in one report, `?number=`: a part of a page, for the grid's dialog."""
    sheet = yearly_sheet(request.user, year, code)
    cooperative = sheet.cooperatives([request.GET.get("number", "")]).first()
    if cooperative is None:
        raise Http404(_("No row of this sheet bears this number."))
    history = YearlyReport.history.filter(cooperative=cooperative, year=year)
    page = changes_of(request.user, history, known_by=("cooperative", "year"))
    context = {"cooperative": cooperative, "year": year, "page": page}
    return render(request, "cooperatives/entry/yearly_row_history.html", context)
