"""Yearly reports with their ratings."""

from copy import copy

from django.contrib import admin, messages
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..catalogue.figures import BUILT_IN, codes, figure_named
from ..counting import counted_change, hold_counts
from ..figures.following import follow_quarters, typed_in
from ..figures.rules import final_report_problems, yearly_report_problems
from ..figures.values import value_of
from ..ground.calendar import today
from ..ground.constraints import own_errors
from ..ground.problems import Problem
from ..models import Organisation, YearlyReport
from ..models.changes import figure_in_words
from ..models.locks import lock_organisations
from ..units.reporting import reporting_day
from ..units.years import ReportingYears, closed_year_problems
from ..yearly.done import end_words_about
from ..yearly.finalising import broken_by, of_reports, store_states
from .base import OfOrganisations, RecordAdmin, UnitFilter
from .figures import CatalogueForm, OfFigures

State = YearlyReport.State


class YearlyReportForm(CatalogueForm):
    """A final report is evidence: it is made a draft before its figures change.

    A figure of a draft that follows the quarters is blank here; what is typed takes its place.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        followed = self._followed()
        for code in followed.following:
            if code in self.fields:
                value = figure_in_words(figure_named(code), value_of(followed, code))
                hint = _("By the quarters: %(value)s. What you type takes its place.")
                self.fields[code].help_text = hint % {"value": value}

    def _followed(self) -> YearlyReport:
        """The report with what it follows read into it."""
        report = copy(self.instance)
        if report.following:
            follow_quarters([report])
        return report

    def _post_clean(self):
        typed_in(self.instance, self.changed_data)
        if self.cleaned_data.get("state") == State.FINAL:
            followed = self._followed()
            for code in followed.following:
                self.cleaned_data[code] = value_of(followed, code)
        super()._post_clean()

    def clean(self):
        cleaned = super().clean()
        stays_final = self.initial.get("state") == State.FINAL == self.cleaned_data.get("state")
        if stays_final and self.has_changed():
            self.refuse(final_report_problems(self.instance))
        return cleaned

    def broken_rules(self):
        report = self.instance
        found = [*super().broken_rules(), *yearly_report_problems(report)]
        if not self.has_changed():
            return found
        contradicted = own_errors(self._followed()) if report.following else ()
        found += [Problem(report, name, error) for name, error in contradicted]
        return [*found, *_closed_problems(report)]


def _closed_problems(report: YearlyReport, closed: ReportingYears | None = None) -> list[Problem]:
    """Why a report cannot change: its year is closed where its cooperative reports."""
    unit = report.cooperative.unit_on(reporting_day(report.year))
    return closed_year_problems(report, "year", unit, report.year, closed)


class CooperativePlacedFilter(UnitFilter):
    def of_unit(self, queryset, unit):
        placed = Organisation.objects.placed_in(unit, today()).order_by()
        return queryset.filter(cooperative__in=placed)


@admin.register(YearlyReport)
class YearlyReportAdmin(OfFigures, OfOrganisations, RecordAdmin):
    form = YearlyReportForm
    first_fields = ("cooperative", "year", "state", "score", "rating", "ground")
    autocomplete_fields = ["cooperative"]
    list_display = [
        "cooperative",
        "for_year",
        "state",
        "rating",
        "score",
        *codes(BUILT_IN),
    ]
    list_select_related = ["cooperative"]
    list_filter = ["year", "state", "rating", CooperativePlacedFilter]
    search_fields = ["cooperative__search_key"]
    organisation_field = "cooperative"
    actions = ["make_final", "make_draft"]

    def within_reach(self, records, request):
        return records.in_scope_of(request.user, today())

    def get_readonly_fields(self, request, obj=None):
        return ["cooperative", "year"] if obj else []

    def has_delete_permission(self, request, obj=None):
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or (obj.state == State.DRAFT and not _closed_problems(obj)))

    def hold(self, record):
        hold_counts()
        lock_organisations([record.cooperative_id])

    def save_model(self, request, obj, form, change):
        was_final = form.initial.get("state") == State.FINAL
        if not (was_final or obj.state == State.FINAL):
            super().save_model(request, obj, form, change)
            return
        with counted_change(of_reports([obj], State(obj.state), request.user)):
            super().save_model(request, obj, form, change)
            if was_final and obj.state == State.DRAFT:
                end_words_about([obj])

    @admin.display(description=gettext_lazy("year"), ordering="year")
    def for_year(self, report):
        """The year, without a mark that groups its digits."""
        return str(report.year)

    @admin.action(description=gettext_lazy("Make the chosen reports final"))
    def make_final(self, request, queryset):
        """Let them count as evidence."""
        self._set(request, queryset, State.FINAL)

    @admin.action(description=gettext_lazy("Make the chosen reports drafts again"))
    def make_draft(self, request, queryset):
        """Open them for changes; until they are final again they do not count."""
        self._set(request, queryset, State.DRAFT)

    @transaction.atomic
    def _set(self, request, queryset, state: State) -> None:
        hold_counts()
        lock_organisations(queryset.order_by().values_list("cooperative", flat=True))
        chosen = queryset.exclude(state=state)
        chosen = list(
            chosen.select_related("cooperative").prefetch_related("cooperative__placements__unit")
        )
        closed = ReportingYears()
        refused = [found.message for report in chosen for found in _closed_problems(report, closed)]
        follow_quarters(chosen)
        refused += [f"{report}: {error}" for report in chosen for error in broken_by(report)]
        for said in dict.fromkeys(refused):
            messages.error(request, _("Nothing was changed. %(reason)s") % {"reason": said})
        if refused:
            return
        count = store_states(chosen, state, request.user)
        text = ngettext("%(count)d report changed.", "%(count)d reports changed.", count)
        messages.success(request, text % {"count": count})
