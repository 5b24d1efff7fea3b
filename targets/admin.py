"""Plans with their targets, the official figures that they started from, and who follows a unit."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import BaseInlineFormSet, ChoiceField
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cooperatives.admin.base import (
    PageForm,
    ReadAlone,
    RecordAdmin,
    RecordInline,
    SmallTable,
    UnitFilter,
)
from cooperatives.ground.problems import problem
from cooperatives.models.units import path_starts
from cooperatives.pages.forms import PLANS

from .models import BaselineFigure, EnteredIndicator, Plan, Subscription, Target
from .plans.adjusting import BESIDE, REPLACE, in_order, planned_years, plans_met
from .plans.opening import open_years
from .plans.rules import (
    baseline_problems,
    closed_plan_problems,
    closed_target_problems,
    deletion_problems,
    plan_problems,
    settled_plan_problems,
    target_problems,
)
from .plans.sense import VALUES, doubtful_amounts
from .plans.typed import VietnameseNumberField


class PlanForm(PageForm):
    """A plan, and how it stands to others of its unit where it adjusts none of them."""

    plans = ChoiceField(
        label=gettext_lazy("Other plans of its unit and year"), choices=PLANS, required=False
    )

    def broken_rules(self):
        found = plan_problems(self.instance)
        years = planned_years(self.instance) if self.instance.pk else ()
        if self.has_changed():
            found += settled_plan_problems(self.instance, years)
        for field in {"adjusts", "replaced_by"} & set(self.changed_data):
            found += closed_plan_problems(self.instance, field, years)
        return found


class TargetForm(PageForm):
    """A target of the plan whose page this is."""

    def broken_rules(self):
        if self.instance.plan.unit_id is None:
            return []  # the plan's own field says so
        found = target_problems(self.instance)
        if self.has_changed():
            found += closed_target_problems(self.instance)
        changed = [name for name in VALUES if name in self.changed_data]
        for name in doubtful_amounts(self.instance, changed):
            message = gettext_lazy(
                "So few VND? Write all digits, or set it on the plan's own page in million VND."
            )
            found.append(problem(self.instance, name, "few_vnd", message))
        return found


class BaselineForm(PageForm):
    def broken_rules(self):
        return baseline_problems(self.instance)


class TargetFormSet(BaseInlineFormSet):
    def clean(self):
        super().clean()
        self._refuse_in_closed_years()
        self.replaced = self._replaced()

    def _refuse_in_closed_years(self) -> None:
        """Raise ValidationError where targets of a closed year would change, move to another year
        or go, or where a plan all of whose years are closed would take one more.
        """
        touched = [form for form in self.forms if form.has_changed() or form in self.deleted_forms]
        keys = [form.instance.pk for form in touched if form.instance.pk]
        stored = Target.objects.filter(pk__in=keys).select_related("unit")
        found = [one for target in stored for one in closed_target_problems(target)]
        if touched and not found and self.instance.pk:
            found = settled_plan_problems(self.instance, planned_years(self.instance))
        if found:
            raise ValidationError(list(dict.fromkeys(one.message for one in found)))

    def _replaced(self) -> list[Plan]:
        """The plans that this one replaces. Raises ValidationError while nobody said how the plan
        stands to those that it meets in a year which is new to it.
        """
        plan, answer = self.instance, self.data.get("plans")
        if plan.unit_id is None or plan.adjusts_id or answer == BESIDE:
            return []
        settled = set()
        if plan.pk and Plan.objects.filter(pk=plan.pk, adjusts=None).exists():
            settled = planned_years(plan)
        years = {
            form.cleaned_data["year"]
            for form in self.forms
            if form.is_valid() and form.cleaned_data.get("year") and not form.cleaned_data["DELETE"]
        }
        met = plans_met(plan, years - settled)
        if met and answer != REPLACE:
            message = _(
                "%(unit)s already has the plan %(other)s for one of these years: choose above what"
                " this one adjusts, or how the two stand to each other."
            )
            shown = {"unit": plan.unit.name, "other": met[0].number}
            raise ValidationError(message, code="which_plan", params=shown)
        if plan.issued_on:  # its own field says so where there is none
            self._let_replace(met)
        return met

    def _let_replace(self, met: list[Plan]) -> None:
        """Let the later of each two be followed. Raises ValidationError where neither is later."""
        for one in met:
            earlier, later = in_order(one, self.instance)
            earlier.replaced_by = later
            if found := plan_problems(earlier):
                raise ValidationError([problem.error for problem in found])


NUMBERS_AS_WRITTEN = {models.DecimalField: {"form_class": VietnameseNumberField}}
"""“85.000.000” is 85 million where the page's language groups by points."""


class TargetInline(RecordInline):
    formfield_overrides = NUMBERS_AS_WRITTEN
    model = Target
    form = TargetForm
    formset = TargetFormSet
    fields = ["year", "indicator", "operator", *VALUES, "from_year", "unit", "quote", "place"]
    autocomplete_fields = ["unit"]


class OfUnitFilter(UnitFilter):
    def of_unit(self, queryset, unit):
        return queryset.filter(unit__path__startswith=unit.path)


@admin.register(Plan)
class PlanAdmin(SmallTable, RecordAdmin):
    form = PlanForm
    scope_column = "unit__path"
    fields = [
        *("unit", "number", "issued_on", "title", "issuer", "source"),
        *("adjusts", "replaced_by", "plans"),
    ]
    autocomplete_fields = ["unit", "adjusts", "replaced_by"]
    inlines = [TargetInline]
    list_display = ["number", "title", "unit", "issued_on"]
    list_select_related = ["unit"]
    list_filter = [OfUnitFilter]
    date_hierarchy = "issued_on"
    search_fields = ["number", "title"]

    def has_delete_permission(self, request, obj=None):
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or not deletion_problems(obj))

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        open_years(formset.new_objects)
        for met in formset.replaced:
            earlier, later = in_order(met, formset.instance)
            earlier.replaced_by = later  # which has a key by now
            earlier.save(update_fields=["replaced_by"])


@admin.register(BaselineFigure)
class BaselineFigureAdmin(SmallTable, RecordAdmin):
    formfield_overrides = NUMBERS_AS_WRITTEN
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


@admin.register(EnteredIndicator)
class EnteredIndicatorAdmin(ReadAlone, SmallTable, RecordAdmin):
    """To be read, with its history: on its own page it is tried on the records before it is stored,
    which this site does not do.
    """

    list_display = ["name_vi", "code", "rule", "of", "per"]
    list_filter = ["rule"]
    search_fields = ["code", "name_vi", "name_en"]

    def within_reach(self, records, request):
        return records  # the catalogue is everybody's


class OfFollowerFilter(UnitFilter):
    def of_unit(self, queryset, unit):
        return queryset.filter(path_starts(unit.path, "user__unit__path"))


@admin.register(Subscription)
class SubscriptionAdmin(ReadAlone, SmallTable, RecordAdmin):
    """To be read, and to be stopped for who asks an admin to; people follow units by themselves."""

    scope_column = "user__unit__path"
    list_display = ["user", "unit", "kind", "language", "since", "sent_at"]
    list_select_related = ["user", "unit"]
    list_filter = ["kind", OfFollowerFilter]
    search_fields = ["user__username", "user__full_name", "unit__name"]

    def has_delete_permission(self, request, obj=None):
        return request.user.is_staff
