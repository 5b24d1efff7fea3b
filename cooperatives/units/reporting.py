"""Whose figures they are: the day that says so for a year, and the unit that an address names."""

from datetime import date

from django.http import Http404
from django.utils.translation import gettext as _

from ..ground.calendar import today
from ..ground.unit_names import unit_inside
from ..models import AdministrativeUnit, User


def reporting_day(year: int) -> date:
    """The day that says which cooperatives a unit's reports of a year are about: the year's last,
    or today before.
    """
    return min(date(year, 12, 31), today())


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
        raise Http404(
            message % {"unit": unit_inside(known.name), "own": unit_inside(reader.unit.name)}
        )
    if not unit.reports_itself:
        message = _("%(unit)s reports through the district above it.") % {"unit": unit}
        raise Http404(message)
    return unit
