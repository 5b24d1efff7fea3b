"""The letter that urges, as a file."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cooperatives.ground.calendar import Quarter, today
from cooperatives.models import AdministrativeUnit
from cooperatives.returns.sheet import period_asked_for
from cooperatives.returns.urging import NothingToUrgeError, Urged, urged_unit, urged_units
from cooperatives.rights.access import needs
from cooperatives.rights.permissions import Permission
from cooperatives.units.reporting import reporting_unit
from cooperatives.views.downloads import attachment
from cooperatives.views.returns_lists import list_to_return_to

from ..letter.asked import drafted_letter
from .papers import TYPES

DRAFTED = "drafted"
"""The cookie by which a page learns that its file is there, so that it shows the noted day."""


@require_POST
@needs(Permission.RETURN_DECIDE)
def letter(request: HttpRequest, year: int, quarter: int, code: str) -> HttpResponse:
    """The letter to one reporting unit about its return; a sentence on the return's page where
    nothing is owed.
    """
    period = period_asked_for(year, quarter)
    unit = reporting_unit(request.user, code, period.ends_on)
    page = reverse("return", args=[year, quarter, code])
    return _answer(request, period, code, lambda: [urged_unit(request.user, unit, period)], page)


@require_POST
@needs(Permission.RETURN_DECIDE)
def letter_to_all(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """One letter to all reporting units that owe something, of the unit that the list shows; with
    `only_to_do` to those alone that have not sent it or have to correct it. A sentence on the list
    where there is none.
    """
    period, asked = period_asked_for(year, quarter), request.POST.get("unit", "")
    unit = request.user.unit
    if asked:
        unit = AdministrativeUnit.objects.in_scope_of(request.user).asked_for(asked, today())
        if unit is None:
            raise Http404(_("There is no unit with the code %(code)s here.") % {"code": asked})
    name, page = unit.code if unit else "all", list_to_return_to(request)
    only_to_do = "only_to_do" in request.POST

    def urged() -> list[Urged]:
        return urged_units(request.user, unit, period, only_to_do=only_to_do)

    return _answer(request, period, name, urged, page)


def _answer(
    request: HttpRequest,
    period: Quarter,
    name: str,
    urged: Callable[[], list[Urged]],
    page: str,
) -> HttpResponse:
    try:
        content = drafted_letter(urged(), request.user)
    except NothingToUrgeError as error:
        messages.error(request, str(error))
        return redirect(page)
    file = f"cong-van-don-doc-{name}-{period.year}-{period.number}.docx"
    answer = attachment(content, TYPES["docx"], file)
    mark = request.POST.get(DRAFTED, "")
    if mark.isascii() and mark.isdecimal():
        answer.set_cookie(DRAFTED, mark, max_age=60, samesite="Lax", secure=request.is_secure())
    return answer
