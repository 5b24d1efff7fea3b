"""Plans with their targets, and the official figures that they started from."""

from django.contrib import admin
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy

from cooperatives.admin.base import PageForm, RecordAdmin, RecordInline, SmallTable, UnitFilter

from .models import BaselineFigure, Plan, Target
from .rules import VALUES, baseline_problems, plan_problems, target_problems


class PlanForm(PageForm):
    def broken_rules(self):
        return plan_problems(self.instance)


class TargetForm(PageForm):
    """A target of the plan whose page this is."""

    def broken_rules(self):
        if self.instance.plan.unit_id is None:
            return []  # the plan's own field says so
        return target_problems(self.instance)


class BaselineForm(PageForm):
    def broken_rules(self):
        return baseline_problems(self.instance)


class TargetInline(RecordInline):
    model = Target
    form = TargetForm
    fields = ["year", "indicator", "operator", *VALUES, "unit", "quote", "place"]
    autocomplete_fields = ["unit"]


class OfUnitFilter(UnitFilter):
    def of_unit(self, queryset, unit):
        return queryset.filter(unit__path__startswith=unit.path)


@admin.register(Plan)
class PlanAdmin(SmallTable, RecordAdmin):
    form = PlanForm
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
    form = BaselineForm
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
