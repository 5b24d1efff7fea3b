"""The administrative units, and the page on which an admin prepares their reform."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..ground.calendar import today
from ..pages.paged import paged
from ..registry.reform import divided_units
from ..rights.access import needs
from ..rights.permissions import Permission
from ..units.listing import UnitFilter, UnitTable


@require_safe
@needs(Permission.AGGREGATE_READ)
def units(request: HttpRequest) -> HttpResponse:
    """The units whose numbers the reader may ask for, searched or gone down to."""
    choice = UnitFilter(request.GET, reader=request.user, day=today())
    if not choice.is_valid() or (request.GET.get("under") and choice.under is None):
        raise Http404(_("There is no such choice in this list."))
    table = paged(request, UnitTable(choice.apply(), period=choice.period))
    may_place = request.user.may(Permission.REGISTRY_WRITE)
    context = {
        "choice": choice,
        "table": table,
        "total": table.paginator.count,
        "way": choice.way,
        "may_import": request.user.may(Permission.DATA_IMPORT),
        "divided": divided_units(request.user) if may_place else (),
        "all_ended": None if table.paginator.count else choice.last_of_ended(),
    }
    return render(request, "cooperatives/unit_list.html", context)
