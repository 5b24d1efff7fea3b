"""The quarters with figures that a ceasing or an ending touches when it is recorded afterwards."""

from datetime import date

from django.db.models import Q

from ..catalogue.figures import figures
from ..ground.calendar import Quarter
from ..models import Organisation, QuarterlyFigures
from ..models.reports import lookup_of


def quarters_with_figures(organisation: Organisation, since: date) -> list[Quarter]:
    """The quarters, the first first, that end on a day or later and for which it has figures: at
    their end it does not operate if it has ceased or ended since that day.
    """
    any_figure = Q()
    for figure in figures():
        any_figure |= Q(**{f"{lookup_of(figure)}__isnull": False})
    rows = QuarterlyFigures.objects.filter(any_figure, cooperative=organisation.pk)
    periods = (Quarter(*one) for one in rows.order_by().values_list("year", "quarter").distinct())
    return sorted(period for period in periods if period.ends_on >= since)
