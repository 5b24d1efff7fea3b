"""One quarterly return: its grid, its way to the province and back, and what was said about it."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..entry.at_cell import at_cell
from ..entry.order import in_order
from ..entry.sheet import LockedError
from ..ground.calendar import now
from ..models import QuarterlyFigures, Remark, ReturnStep, RowOrder
from ..models.changes import changes_of
from ..pages.explanations import Explanations
from ..pages.forms import AnswerForm, ReasonForm, RemarkForm
from ..pages.row_order import row_order
from ..pages.unchanged import free_while_unchanged, shows_the_moment
from ..pages.unit_fields import UnitFieldsForm
from ..returns import workflow
from ..returns.conversation import answer, conversation
from ..returns.marks import STATE_MARKS
from ..returns.sheet import QuarterlySheet, filled_of, quarterly_sheet
from ..returns.submission import NotReadyError, Readiness, readiness_of, submit
from ..returns.taking_back import (
    decision_to_undo,
    submission_of,
    take_back_decision,
    take_back_submission,
)
from ..returns.unit_fields import ReturnFields
from ..returns.urging import is_urged_in, letters_to
from ..returns.weighing import remarks_open_in, weighed
from ..rights.access import needs
from ..rights.permissions import Permission
from .opening import opened
from .returns_lists import list_to_return_to

Step = ReturnStep.Step

ROW_KEYS = ("cooperative", "quarterly_return", "year", "quarter")
"""What says which row it is; its history tells of figures alone."""


@require_safe
@needs(Permission.RECORD_READ)
@free_while_unchanged
def quarterly_return(request: HttpRequest, year: int, quarter: int, code: str) -> HttpResponse:
    """The grid of a return with all that is known about it."""
    sheet = quarterly_sheet(request.user, year, quarter, code)
    return _page(request, sheet)


def _page(request: HttpRequest, sheet: QuarterlySheet, **context) -> HttpResponse:
    # Before anything else is read: its district may be taking it back.
    opened(request, sheet)
    # Before the rows: a decision is then about nothing newer than what is shown.
    steps = sheet.steps
    newest = next((step for step in steps if step.stands), None)
    if sheet.stored:
        context = {"seen": workflow.Seen.of(sheet.stored.pk, newest)} | context
    order = row_order(request)
    rows = in_order(sheet.rows(), order)
    said = conversation(sheet, rows)
    fields = ReturnFields.of(sheet, has_rows=bool(rows))
    readiness = readiness_of(rows, fields)
    may_decide = request.user.may(Permission.RETURN_DECIDE) and not sheet.is_closed
    if undoable := decision_to_undo(request.user, newest) if may_decide else []:
        shows_the_moment(request)
    context = {
        "sheet": sheet,
        "rows": rows,
        "order": order,
        "orders": RowOrder,
        "readiness": readiness,
        "letters": letters_to(sheet.unit, sheet.period),
        "may_urge": may_decide
        and is_urged_in(
            sheet, is_asked=bool(rows or fields.columns), lacks_any=readiness.lacks_any
        ),
        "unit_form": UnitFieldsForm(fields=fields) if fields.columns else None,
        "filled": filled_of(rows),
        "changed": sum(len(row.changed_cells) for row in rows) + len(fields.changed),
        "changed_fields": fields.changed,
        "steps": steps,
        "sent_back": newest if sheet.state == "returned" else None,
        "said": said,
        "to_correct": [one for one in said if one.is_demand],
        "state_mark": STATE_MARKS[sheet.state],
        "may_submit": not sheet.locked and request.user.may(Permission.RETURN_SUBMIT),
        "may_settle": request.user.may(Permission.REMARK_SETTLE) and not sheet.is_closed,
        "weighed": weighed(rows, fields) if may_decide and sheet.state == "submitted" else None,
        "way_back": workflow.way_back(sheet.state) if may_decide else None,
        "undoable": undoable,
        "submission": _own_submission(request, sheet),
        "reason_form": ReasonForm(),
        "remark_form": RemarkForm(),
        "session_mark": session_mark(request),
    } | context
    return render(request, "cooperatives/entry/return.html", context)


def _own_submission(request: HttpRequest, sheet: QuarterlySheet):
    """What the person may take back, or might have, had nobody opened it; else None."""
    may_take_back = request.user.may(Permission.RETURN_SUBMIT) and not sheet.is_closed
    return submission_of(sheet.stored, sheet.steps) if may_take_back and sheet.stored else None


def session_mark(request: HttpRequest) -> str:
    """Tells one sign-in from the next, without giving the session away."""
    return salted_hmac("cooperatives.entry", request.session.session_key or "").hexdigest()[:16]


# --- The way to the province and back -------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RETURN_SUBMIT)
def submission(request: HttpRequest, year: int, quarter: int, code: str) -> HttpResponse:
    """Submit a return; what stands in the way, or is missing, is named first."""
    sheet = quarterly_sheet(request.user, year, quarter, code)
    if request.method == "POST":
        try:
            is_early = request.POST.get("early") == str(sheet.period)
            submit(sheet, request.POST.get("without"), is_early=is_early)
        except NotReadyError as not_ready:
            return before_submission(request, sheet, not_ready.readiness)
        except workflow.NotPossibleError as error:
            messages.error(request, str(error))
            return _to(sheet)
        said = _("Submitted. The figures now count on the overview and are locked.")
        messages.success(request, said)
        return _to(sheet)
    if sheet.locked:
        messages.error(request, sheet.locked)
        return _to(sheet)
    readiness = readiness_of(sheet.rows(), ReturnFields.of(sheet))
    return before_submission(request, sheet, readiness)


def before_submission(
    request: HttpRequest,
    sheet: QuarterlySheet,
    readiness: Readiness,
    sent: Explanations | None = None,
) -> HttpResponse:
    """The page that names what stands in the way. sent: words that could not be stored."""
    context = {
        "sheet": sheet,
        "readiness": readiness,
        "explanations": sent or Explanations(sheet, readiness.questions),
        "filled": sheet.filled(),
        "columns": ReturnFields.of(sheet).columns,
    }
    return render(request, "cooperatives/entry/submission.html", context)


@require_POST
@needs(Permission.RETURN_SUBMIT)
def submission_taking_back(
    request: HttpRequest, year: int, quarter: int, code: str
) -> HttpResponse:
    """Take a submission back that no officer has opened yet."""
    sheet = _stored_sheet(request, year, quarter, code)
    try:
        taken = take_back_submission(_seen(request, sheet), request.user)
    except workflow.NotPossibleError as error:
        messages.error(request, str(error))
    else:
        said = (
            _("Taken back. It is as if it had not been submitted: its figures do not count now.")
            if taken.state == workflow.State.DRAFT
            else _("Taken back. It is sent back as before; its figures go on counting.")
        )
        messages.success(request, said)
    return _to(sheet)


@require_POST
@needs(Permission.RETURN_DECIDE)
def decision_taking_back(request: HttpRequest, year: int, quarter: int, code: str) -> HttpResponse:
    """Take back what the person decided about a return within the last minute."""
    sheet = _stored_sheet(request, year, quarter, code)
    try:
        taken = take_back_decision(_seen(request, sheet), request.user)
    except workflow.NotPossibleError as error:
        messages.error(request, str(error))
    else:
        said = _("Taken back: %(return)s is “%(state)s” as before.")
        state = taken.get_state_display()
        messages.success(request, said % {"return": taken.name_inside, "state": state})
    return redirect(list_to_return_to(request)) if "next" in request.POST else _to(sheet)


@require_POST
@needs(Permission.RETURN_DECIDE)
def approval(request: HttpRequest, year: int, quarter: int, code: str) -> HttpResponse:
    """Approve a submitted return; while a remark of the person's own is open they are asked."""
    sheet = _stored_sheet(request, year, quarter, code)
    seen = _seen(request, sheet)
    own = [one for one in remarks_open_in([sheet.stored.pk]) if one.by_id == request.user.pk]
    if own and sheet.state == "submitted" and "despite" not in request.POST:
        context = {"sheet": sheet, "seen": seen, "own": own}
        return render(request, "cooperatives/entry/approval.html", context)
    try:
        workflow.approve(seen, request.user)
    except workflow.NotPossibleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Approved."))
    return _to(sheet)


@require_POST
@needs(Permission.RETURN_DECIDE)
def sending_back(request: HttpRequest, year: int, quarter: int, code: str) -> HttpResponse:
    """Send a submitted return back with a reason."""
    sheet = _stored_sheet(request, year, quarter, code)
    said = _("Sent back. The unit reads your reason first thing.")
    return _taken_back(request, sheet, Step.SEND_BACK, workflow.send_back, said)


@require_POST
@needs(Permission.RETURN_DECIDE)
def reopening(request: HttpRequest, year: int, quarter: int, code: str) -> HttpResponse:
    """Reopen an approved return with a reason."""
    sheet = _stored_sheet(request, year, quarter, code)
    said = _("Reopened. Its figures go on counting while the unit corrects them.")
    return _taken_back(request, sheet, Step.REOPEN, workflow.reopen, said)


def _stored_sheet(request: HttpRequest, year: int, quarter: int, code: str) -> QuarterlySheet:
    sheet = quarterly_sheet(request.user, year, quarter, code)
    if sheet.stored is None:
        raise Http404(_("Nothing was entered for this quarter yet."))
    return sheet


def _seen(request: HttpRequest, sheet: QuarterlySheet) -> workflow.Seen:
    """The round of this return that the form was sent about; of another return none was seen."""
    seen = workflow.Seen.read(request.POST.get("seen", ""))
    return seen if seen.quarterly_return == sheet.stored.pk else workflow.Seen(sheet.stored.pk, 0)


def _taken_back(
    request: HttpRequest, sheet: QuarterlySheet, step: Step, take: Callable, said: str
) -> HttpResponse:
    seen, form = _seen(request, sheet), ReasonForm(request.POST, sheet=sheet)
    kept = {"reason_form": form}
    if form.is_valid():
        try:
            take(seen, request.user, form.cleaned_data["reason"], form.about)
        except workflow.NotPossibleError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, said)
            return _to(sheet)
    else:
        # The next try is about the round that was seen first, though a newer one may be shown.
        kept["seen"] = seen
        _say_what_is_wrong(request, form)
    sheet = quarterly_sheet(request.user, sheet.period.year, sheet.period.number, sheet.unit.code)
    if workflow.way_back(sheet.state) != step or sheet.is_closed:
        # There is no form for this step any more, and no other may take over its words.
        kept = {"unsent_reason": request.POST.get("reason", "")}
    return _page(request, sheet, **kept)


def _say_what_is_wrong(request: HttpRequest, form: Form) -> None:
    """Above the page: the form stands below a long grid."""
    for name, errors in form.errors.items():
        messages.error(request, f"{form[name].label}: {' '.join(errors)}")


def _to(sheet: QuarterlySheet) -> HttpResponse:
    return redirect("return", sheet.period.year, sheet.period.number, sheet.unit.code)


# --- The conversation -----------------------------------------------------------------------------


@require_POST
@needs(Permission.RECORD_READ)
def remarks(request: HttpRequest, year: int, quarter: int, code: str) -> HttpResponse:
    """Say something about the return, one of its rows, or one cell."""
    sheet = quarterly_sheet(request.user, year, quarter, code)
    data = request.POST.copy()
    if is_beside_grid := "reason" in data:
        # The words of who decides, from the line in which a reason is written too.
        data["text"] = data["reason"]
    form = RemarkForm(data, sheet=sheet)
    if not form.is_valid():
        _say_what_is_wrong(request, form)
        return _page(request, sheet, remark_form=form)
    try:
        form.save(by=request.user, at=now())
    except LockedError as locked:
        messages.error(request, str(locked))
        return _page(request, sheet, unsent_reason=form.cleaned_data["text"])
    if is_beside_grid and form.about and form.about.field:
        messages.success(request, _("The remark stands at its figure."))
        return redirect(f"{_to(sheet).url}{at_cell(data['number'], form.about.field)}")
    return redirect(f"{_to(sheet).url}#conversation")


@require_POST
@needs(Permission.REMARK_SETTLE)
def remark_settlement(
    request: HttpRequest, year: int, quarter: int, code: str, pk: int
) -> HttpResponse:
    """Settle a remark, or open it again: for the side that made it. 403 for the other."""
    sheet = quarterly_sheet(request.user, year, quarter, code)
    remark = _remark(sheet, pk)
    if remark.side != Remark.side_of(request.user):
        raise PermissionDenied
    if sheet.closed:
        messages.error(request, sheet.closed)
        return _to(sheet)
    remark.is_settled = request.POST.get("settled") == "1"
    remark.save(update_fields=["is_settled"])
    return redirect(f"{_to(sheet).url}#conversation")


@require_POST
@needs(Permission.RECORD_READ)
def remark_answers(
    request: HttpRequest, year: int, quarter: int, code: str, pk: int
) -> HttpResponse:
    """Answer a remark, or say more about it."""
    sheet = quarterly_sheet(request.user, year, quarter, code)
    remark = _remark(sheet, pk)
    form = AnswerForm(request.POST, remark=remark)
    if not form.is_valid():
        _say_what_is_wrong(request, form)
        return _page(request, sheet, answer_form=form)
    try:
        if sheet.closed:
            raise LockedError(sheet.closed)
        answer(remark, request.user, form.cleaned_data["text"])
    except LockedError as locked:
        messages.error(request, str(locked))
        return _page(request, sheet, unsent_reason=form.cleaned_data["text"])
    return redirect(f"{_to(sheet).url}#conversation")


def _remark(sheet: QuarterlySheet, pk: int) -> Remark:
    """A remark of a return, which answers stand under."""
    return get_object_or_404(Remark, quarterly_return=sheet.stored, in_answer_to=None, pk=pk)


# --- History --------------------------------------------------------------------------------------


@require_safe
@needs(Permission.RECORD_READ)
def row_history(request: HttpRequest, year: int, quarter: int, code: str) -> HttpResponse:
    """Who changed what in one row, `?number=`: a part of a page, for the grid's dialog."""
    sheet = quarterly_sheet(request.user, year, quarter, code)
    cooperative = sheet.cooperatives([request.GET.get("number", "")]).first()
    if cooperative is None:
        raise Http404(_("No row of this sheet bears this number."))
    history = QuarterlyFigures.history.filter(
        cooperative=cooperative, year=year, quarter=quarter, quarterly_return=sheet.stored
    )
    context = {
        "cooperative": cooperative,
        "sheet": sheet,
        "page": changes_of(request.user, history, known_by=ROW_KEYS),
    }
    return render(request, "cooperatives/entry/row_history.html", context)
