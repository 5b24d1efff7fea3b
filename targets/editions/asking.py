"""Which edition an address names."""

from django.http import Http404
from django.utils.translation import gettext as _

from cooperatives.ground.calendar import QUARTERS, Quarter
from cooperatives.models import AdministrativeUnit

from ..models.editions import Edition, EditionQuerySet

YEARS = range(1945, 2201)


def edition_asked_for(
    open_ones: EditionQuerySet, year: int, quarter: int, unit_code: str, number: int
) -> Edition:
    """The edition of an address among those that somebody may read. Raises Http404.

    unit_code: as it was on the quarter's last day, or with the unit's first day.
    """
    if year in YEARS and quarter in QUARTERS:
        unit = AdministrativeUnit.objects.asked_for(unit_code, Quarter(year, quarter).ends_on)
        asked = {"unit": unit, "year": year, "quarter": quarter, "number": number}
        if found := open_ones.filter(**asked).select_related("unit").first():
            return found
    raise Http404(_("No such edition was published."))
