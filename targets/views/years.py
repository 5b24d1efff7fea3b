"""The admin's year: one page that leads from its opening to its closing."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cooperatives.ground.calendar import today
from cooperatives.pages.year_forms import FIRST_YEAR, LAST_YEAR, unit_of_year
from cooperatives.rights.access import needs
from cooperatives.rights.permissions import Permission
from cooperatives.units.choosing import units_to_choose

from ..agenda.steps import agenda_of, years_to_show

# Who decides about returns reads how far a year is; what is changed here only admins change.
reads = needs(Permission.RETURN_DECIDE)


@require_safe
@reads
def years(request: HttpRequest) -> HttpResponse:
    """To the running year."""
    return redirect("year", today().year)


@require_safe
@reads
def year(request: HttpRequest, year: int) -> HttpResponse:
    """The steps of a year at a unit, `?unit=`."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404(_("There is no such year."))
    unit = unit_of_year(request.user, request.GET.get("unit", ""))
    if unit is None:
        choices = units_to_choose(request.user, None, today())
        context = {"choices": choices, "year": year}
        return render(request, "targets/year_unit.html", context)
    context = {
        "agenda": agenda_of(request.user, unit, year),
        "years": years_to_show(unit, year),
        "is_elsewhere": unit != request.user.unit,
    }
    return render(request, "targets/year.html", context)
