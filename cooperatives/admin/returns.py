"""Quarterly returns with their steps and remarks, and the figures in them."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, F
from django.forms import BaseInlineFormSet
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..catalogue.figures import BUILT_IN, codes, figure_named
from ..figures.answers import Answers, unanswered_warnings, warnings_of
from ..figures.rules import figures_problems
from ..ground.calendar import now
from ..ground.problems import problem
from ..models import (
    QuarterlyFigures,
    QuarterlyReturn,
    Remark,
    ReturnStep,
    WarningAnswer,
)
from ..models.locks import lock_organisations, lock_returns
from ..models.units import path_starts
from ..returns.rules import remark_problems, return_problems
from ..units.years import ReportingYears, closed_year_problems
from .base import OfOrganisations, PageForm, RecordAdmin, RecordInline, SmallTable, UnitFilter
from .figures import CatalogueForm, OfFigures


class SaidByAdmin:
    """Rows that say who wrote them and when: the admin who adds them, now."""

    def save_formset(self, request, form, formset, change):
        if formset.model in (Remark, WarningAnswer):
            for row in formset.save(commit=False):
                if row.pk is None:
                    row.by, row.at = request.user, now()
                    if isinstance(row, Remark):
                        row.side = Remark.side_of(request.user)
        super().save_formset(request, form, formset, change)


# --- Returns ------------------------------------------------------------------------------------


class ReturnForm(PageForm):
    def broken_rules(self):
        found, of = return_problems(self.instance), self.instance
        if self.has_changed():
            found += closed_year_problems(of, "", of.unit, of.year)
        return found


class StepInline(RecordInline):
    """What happened to the return, for reading: steps are added by the workflow alone."""

    model = ReturnStep
    fields = readonly_fields = ["at", "step", "by", "reason"]

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class RemarkPageForm(PageForm):
    def broken_rules(self):
        remark, of = self.instance, self.instance.quarterly_return
        found = remark_problems(remark)
        if "is_settled" in self.changed_data and remark.side == Remark.Side.DISTRICT:
            message = _("Who reports made this remark, and settles it.")
            found.append(problem(remark, "is_settled", "of_the_other_side", message))
        if self.has_changed() and of.unit_id:  # else the return's own field says so
            found += closed_year_problems(remark, "", of.unit, of.year)
        return found


class RemarkInline(RecordInline):
    model = Remark
    form = RemarkPageForm
    fields = ["text", "cooperative", "field", "in_answer_to", "is_settled", "side", "by", "at"]
    readonly_fields = ["in_answer_to", "side", "by", "at"]
    autocomplete_fields = ["cooperative"]

    def has_delete_permission(self, request, obj=None):
        may = super().has_delete_permission(request, obj)
        return may and not (obj and ReportingYears().closes(obj.unit, obj.year))


class ReportingUnitFilter(UnitFilter):
    def of_unit(self, queryset, unit):
        return queryset.filter(path_starts(unit.path, "unit__path"))


@admin.register(QuarterlyReturn)
class QuarterlyReturnAdmin(SmallTable, SaidByAdmin, RecordAdmin):
    form = ReturnForm
    scope_column = "unit__path"
    fields = ["unit", "year", "quarter", "state", "moved_due_on"]
    autocomplete_fields = ["unit"]
    inlines = [StepInline, RemarkInline]
    # Counting the rows drops the model's own order, and the choice of a return is paged too.
    ordering = ["-year", "-quarter", "unit"]
    list_display = ["unit", "period", "state", "figures"]
    list_select_related = ["unit"]
    list_filter = ["year", "quarter", "state", ReportingUnitFilter]
    search_fields = ["unit__name", "year", "quarter"]

    def within_reach(self, records, request):
        return super().within_reach(records, request).annotate(row_count=Count("rows"))

    def hold(self, record):
        lock_returns([record.pk])

    def get_readonly_fields(self, request, obj=None):
        return ["unit", "period", "state"] if obj else ["state"]

    def get_fields(self, request, obj=None):
        return ["unit", "period", "state", "moved_due_on"] if obj else self.fields

    def has_delete_permission(self, request, obj=None):
        may = super().has_delete_permission(request, obj)
        if obj is None or not may:
            return may
        return not (obj.steps.exists() or ReportingYears().closes(obj.unit, obj.year))

    def get_list_display(self, request):
        years = ReportingYears()  # read once for the list

        @admin.display(description=gettext_lazy("due on"))
        def due_on(filed):
            return years.due_on(filed.unit, filed.period, filed.moved_due_on)

        return [*self.list_display[:3], due_on, *self.list_display[3:]]

    @admin.display(description=gettext_lazy("quarter"), ordering=F("year") * 4 + F("quarter"))
    def period(self, quarterly_return):
        """The quarter reported on."""
        return str(quarterly_return.period)

    @admin.display(description=gettext_lazy("figures"))
    def figures(self, quarterly_return):
        """How many cooperatives have a row, and the way there."""
        address = reverse("admin:cooperatives_quarterlyfigures_changelist")
        query = f"?quarterly_return__id__exact={quarterly_return.pk}"
        return format_html(
            '<a href="{}{}">{}</a>', address, query, number_format(quarterly_return.row_count)
        )


# --- Figures ------------------------------------------------------------------------------------


class FiguresForm(CatalogueForm):
    """Figures of one quarter: that of the return which they stand in."""

    def clean(self):
        cleaned = super().clean()
        of = self.cleaned_data.get("quarterly_return")
        if of is not None:
            of = lock_returns([of.pk])[of.pk]
            self.instance.year, self.instance.quarter = of.year, of.quarter
            if not of.is_open:
                message = _("This return is closed: have it reopened before you add figures.")
                self.add_error("quarterly_return", ValidationError(message))
        return cleaned

    def broken_rules(self):
        figures, of = self.instance, self.instance.quarterly_return
        closed = [
            *closed_year_problems(figures, "", of.unit, of.year),
            *super().broken_rules(),
        ]
        if figures.pk:
            return [*closed, *figures_problems(figures)]
        unit = figures.cooperative.unit_on(of.period.ends_on)
        return [*closed, *figures_problems(figures, unit and unit.reporting_unit)]


class AnswerFormSet(BaseInlineFormSet):
    """Answers to warnings of the row as the page would store it; they hold for its values."""

    def clean(self):
        super().clean()
        row = self.instance
        added = [form for form in self.forms if "rule" in form.changed_data]
        if not added or not (row.cooperative_id and row.quarterly_return_id):
            return
        found = {finding.rule: finding for finding in warnings_of(row)}
        answers = Answers(row.answers.all() if row.pk else ())
        for form in added:
            finding = found.pop(form.cleaned_data.get("rule"), None)
            if finding is None:
                form.add_error("rule", _("This row has no such warning."))
            elif answers.to(row, finding):
                form.add_error("rule", _("This warning already has an answer."))
            else:
                form.instance.value, form.instance.beside = finding.value, finding.beside


class AnswerInline(RecordInline):
    model = WarningAnswer
    formset = AnswerFormSet
    fields = ["rule", "value", "text", "by", "at"]
    readonly_fields = ["value", "by", "at"]


class InReturnFilter(UnitFilter):
    def of_unit(self, queryset, unit):
        return queryset.filter(path_starts(unit.path, "quarterly_return__unit__path"))


@admin.register(QuarterlyFigures)
class QuarterlyFiguresAdmin(OfFigures, OfOrganisations, SaidByAdmin, RecordAdmin):
    """The figures of a return that was submitted are shown; it is sent back or reopened first."""

    form = FiguresForm
    scope_column = "quarterly_return__unit__path"
    first_fields = ("cooperative", "quarterly_return")
    last_fields = ("note",)
    autocomplete_fields = ["cooperative", "quarterly_return"]
    inlines = [AnswerInline]
    list_display = [
        "cooperative",
        "period",
        *codes(BUILT_IN),
        "return_state",
    ]
    list_select_related = ["cooperative", "quarterly_return"]
    list_filter = ["year", "quarter", "quarterly_return__state", InReturnFilter]
    # Sorting a nation's figures by name takes seconds; the newest first takes none.
    ordering = ["-year", "-quarter", "-pk"]
    search_fields = ["cooperative__search_key"]
    organisation_field = "cooperative"

    def get_readonly_fields(self, request, obj=None):
        return ["cooperative", "quarterly_return"] if obj else []

    def has_change_permission(self, request, obj=None):
        may = super().has_change_permission(request, obj)
        return may and (obj is None or obj.quarterly_return.is_open)

    def has_delete_permission(self, request, obj=None):
        may = super().has_delete_permission(request, obj)
        if obj is None or not may:
            return may
        of = obj.quarterly_return
        return of.is_open and not ReportingYears().closes(of.unit, of.year)

    def hold(self, record):
        lock_organisations([record.cooperative_id])
        lock_returns([record.quarterly_return_id])

    def save_related(self, request, form, formsets, change):
        """Say what is unusual and has no answer, once the answers of the page are stored too."""
        super().save_related(request, form, formsets, change)
        for finding in unanswered_warnings(form.instance):
            label = capfirst(str(figure_named(finding.field).name))
            messages.warning(request, f"{label}: {finding.message}")

    @admin.display(description=gettext_lazy("quarter"), ordering=F("year") * 4 + F("quarter"))
    def period(self, figures):
        """The quarter reported on."""
        return f"{figures.year}-Q{figures.quarter}"

    @admin.display(
        description=gettext_lazy("state of the return"), ordering="quarterly_return__state"
    )
    def return_state(self, figures):
        """Whether the return counts."""
        return figures.quarterly_return.get_state_display()
