"""Whose figures an address asks for: a reporting unit within the reader's scope."""

from datetime import date

from django.http import Http404
from django.utils.translation import gettext as _

from ..models import AdministrativeUnit, User


def reporting_unit(reader: User, code: str, day: date) -> AdministrativeUnit:
    """The reporting unit that bears a code on a day.

    Raises Http404 with a sentence: what does not exist, is another's, or reports through another.
    """
    unit = AdministrativeUnit.objects.in_scope_of(reader).with_code(code, day)
    if unit is None:
        known = AdministrativeUnit.objects.aggregates_open_to(reader).with_code(code, day)
        if known is None:
            raise Http404(_("There is no unit with the code %(code)s here.") % {"code": code})
        message = _("The figures of %(unit)s are not yours: your account works for %(own)s.")
        raise Http404(message % {"unit": known, "own": reader.unit})
    if not unit.reports_itself:
        message = _("%(unit)s reports through the district above it.") % {"unit": unit}
        raise Http404(message)
    return unit
