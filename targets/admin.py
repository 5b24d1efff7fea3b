"""Plans with their targets, and the official figures that they started from."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cooperatives.admin.base import (
    RecordAdmin,
    RecordForm,
    RecordInline,
    SmallTable,
    UnitFilter,
)

from .indicators import BY_CODE
from .models import BaselineFigure, Plan, Target

VALUES = ("value", "milestone_1", "milestone_2", "milestone_3")


class TargetForm(RecordForm):
    """A target of a plan: for the plan's unit or one below, whole where its unit is whole."""

    def clean(self):
        cleaned = super().clean()
        indicator = BY_CODE.get(self.cleaned_data.get("indicator"))
        if indicator is not None and indicator.unit.is_whole:
            for field in VALUES:
                value = self.cleaned_data.get(field)
                if value is not None and value != int(value):
                    message = _("This indicator counts: give a whole number.")
                    self.add_error(field, ValidationError(message))
        return cleaned


class TargetFormSet(BaseInlineFormSet):
    def clean(self):
        super().clean()
        if self.instance.unit_id is None:
            return
        for form in self.forms:
            unit = form.cleaned_data.get("unit") if form.is_valid() else None
            if unit is not None and not unit.path.startswith(self.instance.unit.path):
                message = _("%(unit)s does not lie in the unit of the plan.") % {"unit": unit}
                form.add_error("unit", ValidationError(message))


class TargetInline(RecordInline):
    model = Target
    form = TargetForm
    formset = TargetFormSet
    fields = ["year", "indicator", "operator", *VALUES, "unit", "quote", "place"]
    autocomplete_fields = ["unit"]


class OfUnitFilter(UnitFilter):
    def of_unit(self, queryset, unit):
        return queryset.filter(unit__path__startswith=unit.path)


@admin.register(Plan)
class PlanAdmin(SmallTable, RecordAdmin):
    scope_column = "unit__path"
    fields = ["unit", "number", "issued_on", "title", "issuer", "source"]
    autocomplete_fields = ["unit"]
    inlines = [TargetInline]
    list_display = ["number", "title", "unit", "issued_on"]
    list_select_related = ["unit"]
    list_filter = [OfUnitFilter]
    date_hierarchy = "issued_on"
    search_fields = ["number", "title"]


@admin.register(BaselineFigure)
class BaselineFigureAdmin(SmallTable, RecordAdmin):
    scope_column = "unit__path"
    fields = ["unit", "indicator", "date", "value", "quote", "source"]
    autocomplete_fields = ["unit"]
    list_display = ["indicator", "unit", "date", "plain_value"]
    list_select_related = ["unit"]
    list_filter = ["indicator", OfUnitFilter]
    date_hierarchy = "date"
    search_fields = ["quote", "source", "unit__name"]

    @admin.display(description=gettext_lazy("value"), ordering="value")
    def plain_value(self, figure):
        """The value without the zeros that the column stores."""
        return number_format(figure.value.normalize())
