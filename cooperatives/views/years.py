"""A reporting year on pages of its own: opened, and its due days moved for all units at once."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ..ground.constraints import own_errors
from ..ground.unit_names import unit_inside
from ..models import AdministrativeUnit, ReportingYear
from ..models.locks import lock_record
from ..pages.year_forms import (
    FIRST_YEAR,
    LAST_YEAR,
    DueDaysForm,
    row_of_year,
    unit_of_year,
)
from ..rights.access import needs
from ..rights.permissions import Permission
from ..units.years import opening_of, reporting_year_problems
from ..yearly.due_days import shifts_of


def _to_year(unit: AdministrativeUnit, year: int) -> HttpResponse:
    return redirect(f"{reverse('year', args=[year])}?unit={unit.asked_as}")


def _unit(request: HttpRequest, year: int) -> AdministrativeUnit:
    unit = unit_of_year(request.user, request.GET.get("unit", ""))
    if unit is None or not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404(_("There is no such choice in this list."))
    return unit


@require_POST
@needs(Permission.YEAR_WRITE)
@transaction.atomic
def year_opening(request: HttpRequest, year: int) -> HttpResponse:
    """Open a year for reporting, today, for a unit and all below it."""
    unit = _unit(request, year)
    if row_of_year(unit, year) is not None:
        messages.info(request, _("%(year)s is open already.") % {"year": year})
        return _to_year(unit, year)
    row = opening_of(unit, year)
    problems = [str(error.messages[0]) for _field, error in own_errors(row)]
    problems += [found.message for found in reporting_year_problems(row)]
    if problems:
        messages.error(request, " ".join(problems))
        return _to_year(unit, year)
    row.save()
    said = _("%(year)s is open for %(unit)s.")
    messages.success(request, said % {"year": year, "unit": unit_inside(unit.name)})
    return _to_year(unit, year)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.YEAR_WRITE)
@transaction.atomic
def due_days(request: HttpRequest, year: int) -> HttpResponse:
    """Move the due days of a year; what becomes late, or no longer late, is shown first."""
    unit = _unit(request, year)
    row = row_of_year(unit, year)
    if row is None or row.is_closed:
        messages.warning(request, _("Due days are those of an open year: open it first."))
        return _to_year(unit, year)
    if not request.user.reaches(row.unit.path):
        raise PermissionDenied
    if request.method == "POST":
        lock_record(row)
        row = ReportingYear.objects.select_related("unit__parent").get(pk=row.pk)
    form = DueDaysForm(request.POST or None, instance=row)
    shifts = None
    if form.is_valid():
        shifts = shifts_of(form.instance, unit, request.user)
        if request.POST.get("seen") == shifts.mark:
            form.save()
            messages.success(request, _("The due days are stored."))
            return _to_year(unit, year)
        if request.POST.get("seen"):
            messages.warning(request, _("What it does has changed since you looked: look again."))
    context = {"form": form, "shifts": shifts, "year": year, "unit": unit, "row": row}
    return render(request, "cooperatives/due_days.html", context)
