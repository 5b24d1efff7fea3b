"""Figures of units, to look at: they are entered in returns, and on the province's page."""

from django.contrib import admin
from django.db.models import F
from django.utils.translation import gettext_lazy

from ..catalogue.figures import UNITS, unit_figures
from ..ground.printing import NOTHING
from ..models import UnitFigures
from ..models.changes import figure_in_words
from ..models.units import path_starts
from .base import ReadAlone, RecordAdmin, UnitFilter


class OfUnitFilter(UnitFilter):
    def of_unit(self, queryset, unit):
        return queryset.filter(path_starts(unit.path, "unit__path"))


@admin.register(UnitFigures)
class UnitFiguresAdmin(ReadAlone, RecordAdmin):
    scope_column = "unit__path"
    fields = readonly_fields = ("unit", "quarterly_return", "year", "quarter", "values")
    list_display = ("unit", "period", "quarterly_return", "values")
    list_select_related = ("unit", "quarterly_return__unit")
    list_filter = ("year", "quarter", OfUnitFilter)
    search_fields = ("unit__search_key",)

    @admin.display(description=gettext_lazy("quarter"), ordering=F("year") * 4 + F("quarter"))
    def period(self, row):
        """The quarter reported on."""
        return str(row.period)

    @admin.display(description=gettext_lazy("figures"))
    def values(self, row):
        """What it holds, in words."""
        held = [(one, one.read(row)) for one in unit_figures(None, UNITS)]
        said = [
            f"{one.name}: {figure_in_words(one, value)}" for one, value in held if value is not None
        ]
        return "; ".join(said) or NOTHING
