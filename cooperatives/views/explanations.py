"""Words for unusual values, sent by the form of the page before a submission."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ..entry.sheet import LockedError
from ..history import Way
from ..pages.explanations import Explanations
from ..returns.answering import answer_warnings
from ..returns.sheet import quarterly_sheet
from ..returns.submission import readiness_of
from ..returns.unit_fields import ReturnFields
from ..rights.access import needs
from ..rights.permissions import Permission
from .returns import before_submission


@require_POST
@needs(Permission.RETURN_WRITE)
def explanations(request: HttpRequest, year: int, quarter: int, code: str) -> HttpResponse:
    """Take the words of the page before a submission, all or none."""
    sheet = quarterly_sheet(request.user, year, quarter, code)
    fields = ReturnFields.of(sheet)
    readiness = readiness_of(sheet.rows(), fields)
    sent = Explanations(sheet, readiness.questions, request.POST)
    said = _stored(request, fields, sent)
    if said is None:
        return before_submission(request, sheet, readiness, sent)
    messages.success(request, said)
    return redirect(sheet.url("return-submission"))


def _stored(request: HttpRequest, fields: ReturnFields, sent: Explanations) -> str | None:
    """What is to be said once words are stored; None where none are, and why is said already."""
    gone = sent.gone()
    if gone:
        message = _("The value has changed, so this was not stored: %(words)s")
        words = "; ".join(f"“{text}”" for text in gone)
        messages.error(request, message % {"words": words})
    if not sent.is_valid():
        messages.error(request, _("Nothing is stored: mend what is marked."))
        return None
    words = sent.words()
    if not words:
        if not gone:
            message = _("Choose a reason, or say in a few words why the value is right.")
            messages.error(request, message)
        return None
    try:
        answer_warnings(fields.sheet, words, Way.FORM, fields)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return None
    except LockedError as error:
        messages.error(request, str(error))
        return None
    message = ngettext("%(n)s value explained.", "%(n)s values explained.", len(words))
    return message % {"n": len(words)}
