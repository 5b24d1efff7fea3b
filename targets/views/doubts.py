"""Reporting a doubt about a number to the unit that is to look into it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cooperatives.entry.sheet import LockedError
from cooperatives.ground.calendar import now
from cooperatives.ground.unit_names import unit_inside
from cooperatives.pages.forms import RemarkForm
from cooperatives.returns.sheet import quarterly_sheet
from cooperatives.rights.access import needs
from cooperatives.rights.permissions import Permission

from ..behind.doubts import doubt_about, doubted_units
from ..comparison.choices import unit_choices
from ..words.emphasis import emphasised
from .target import asked_for


@require_POST
@needs(Permission.RETURN_DECIDE)
def doubt(request: HttpRequest, plan_id: int, code: str) -> HttpResponse:
    """Leave a remark about a number on the return of a unit, and lead there.

    404 for a unit that is not among those that the page offers.
    """
    indicator, selection = asked_for(request, plan_id, code)
    unit_code, text = request.POST.get("about", ""), request.POST.get("text", "").strip()
    offered = doubted_units(request.user, selection, unit_choices(selection))
    if unit_code not in {unit.code for unit in offered}:
        raise Http404(_("There is no unit with the code %(code)s here.") % {"code": unit_code})
    sheet = quarterly_sheet(request.user, selection.year, selection.quarter, unit_code)
    said = doubt_about(indicator, selection, text) if text else ""
    form = RemarkForm({"text": said}, sheet=sheet)
    page = reverse("target", args=[plan_id, code]) + f"?{request.GET.urlencode()}"
    if not form.is_valid():
        for error in form.errors.get("text", []):
            messages.error(request, error)
        return redirect(page)
    try:
        form.save(by=request.user, at=now())
    except LockedError as locked:
        messages.error(request, str(locked))
        return redirect(page)
    message = _('Your doubt stands as a remark on <a href="%(page)s">the return of %(unit)s</a>.')
    there = reverse("return", args=[selection.year, selection.quarter, unit_code])
    numbers = {"unit": unit_inside(sheet.unit.name), "page": f"{there}#conversation"}
    messages.success(request, emphasised(message, **numbers))
    return redirect(page)
