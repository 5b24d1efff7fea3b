"""What units report beside their cooperatives: in their returns, and the province's in none."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from ..entry.sheet import LockedError
from ..figures.of_units import plan_units
from ..ground.calendar import EARLIEST, QUARTERS, Quarter, today
from ..models import UnitFigures
from ..models.changes import changes_of
from ..pages.unit_fields import UnitFieldsForm
from ..returns.sheet import quarterly_sheet
from ..returns.unit_fields import ReturnFields, UnitFields
from ..rights.access import needs
from ..rights.permissions import Permission

KEYS = ("unit", "quarterly_return", "year", "quarter")
"""What says which row it is; its history tells of figures alone."""


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RECORD_READ)
def return_fields(request: HttpRequest, year: int, quarter: int, code: str) -> HttpResponse:
    """The fields above the grid of a return: stored, and with their history."""
    sheet = quarterly_sheet(request.user, year, quarter, code)
    fields = ReturnFields.of(sheet)
    if not fields.columns:
        raise Http404(_("Nothing is asked here beside what the cooperatives report."))
    return _page(request, fields, sheet.url("return"))


@require_safe
@needs(Permission.RECORD_READ)
def plan_unit_figures(request: HttpRequest) -> HttpResponse:
    """The units whose figures stand in no return; of one alone, its page of the last quarter."""
    period = Quarter.of(today()).previous
    units = list(plan_units(request.user, period).order_by("path"))
    if len(units) == 1:
        return redirect("plan-unit", period.year, period.number, units[0].code)
    context = {"units": units, "period": period}
    return render(request, "cooperatives/plan_units.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RECORD_READ)
def plan_unit(request: HttpRequest, year: int, quarter: int, code: str) -> HttpResponse:
    """What a province reports of a quarter, entered by its officer."""
    if quarter not in QUARTERS or not EARLIEST.year <= year <= today().year:
        raise Http404(_("There is no such quarter."))
    period = Quarter(year, quarter)
    unit = plan_units(request.user, period).filter(code=code).first()
    if unit is None or not period.has_begun:
        raise Http404(_("There are no figures of a province to enter here."))
    fields = UnitFields(request.user, unit, period)
    return _page(request, fields, request.path, period)


def _said_of(count: int) -> str:
    message = ngettext(
        "%(n)s of them is unusual: say beside it why it is right.",
        "%(n)s of them are unusual: say beside each why it is right.",
        count,
    )
    return message % {"n": count}


def _page(
    request: HttpRequest, fields: UnitFields, back: str, period: Quarter | None = None
) -> HttpResponse:
    """The form with its history. back: where to go on once all is stored."""
    form = UnitFieldsForm(request.POST or None, fields=fields)
    if request.method == "POST":
        try:
            if form.save():
                said = _("Stored.")
                messages.add_message(request, messages.SUCCESS, said, extra_tags=request.path)
                if form.open:
                    messages.warning(request, _said_of(form.open))
                return redirect(back)
        except LockedError as locked:
            messages.error(request, str(locked))
    record = fields.record
    history = UnitFigures.history.filter(id=record.pk if record else None)
    context = {
        "fields": fields,
        "form": form,
        "back": back,
        "page": changes_of(request.user, history, known_by=KEYS),
        "is_of_return": period is None,
        "before": period and period.previous,
        "next": period and period.next.has_begun and period.next,
    }
    return render(request, "cooperatives/unit_fields.html", context)
