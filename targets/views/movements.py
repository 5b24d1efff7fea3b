"""All that moved: the steps of a unit's indicators at one quarter, the newest first."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cooperatives.pages.unchanged import free_while_unchanged
from cooperatives.rights.access import needs
from cooperatives.rights.permissions import Permission

from ..comparison.choices import quarter_choices, unit_choices, year_choices
from ..comparison.selection import NothingThereError, selection_asked_for
from ..indicators import BY_CODE
from ..movements.reading import page_of_steps


@require_safe
@needs(Permission.AGGREGATE_READ)
@free_while_unchanged
def movements(request: HttpRequest) -> HttpResponse:
    """The steps of all indicators, or of the one asked for by `indicator`."""
    try:
        selection = selection_asked_for(request.GET, request.user)
    except NothingThereError as error:
        raise Http404(str(error)) from error
    code = request.GET.get("indicator") or None
    if code and code not in BY_CODE:
        raise Http404(_("There is no indicator with the code %(code)s.") % {"code": code})
    page, steps = page_of_steps(
        request.user, selection.unit, selection.period, code, request.GET.get("page")
    )
    context = {
        "selection": selection,
        "indicator": BY_CODE.get(code),
        "page": page,
        "steps": steps,
        "quarters": quarter_choices(selection),
        "years": year_choices(selection),
        "units": unit_choices(selection),
    }
    return render(request, "targets/movements.html", context)
