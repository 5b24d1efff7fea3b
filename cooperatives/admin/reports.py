"""Yearly reports with their ratings."""

from django.contrib import admin, messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..catalogue.figures import BUILT_IN, codes
from ..figures.rules import final_report_problems, yearly_report_problems
from ..ground.calendar import today
from ..ground.problems import Problem
from ..models import Organisation, YearlyReport
from ..models.locks import lock_organisations
from ..units.closed_years import ClosedYears, closed_year_problems
from ..yearly.progress import reporting_day
from .base import OfOrganisations, RecordAdmin, UnitFilter
from .figures import CatalogueForm, OfFigures

State = YearlyReport.State


class YearlyReportForm(CatalogueForm):
    """A final report is evidence: it is made a draft before its figures change."""

    def clean(self):
        cleaned = super().clean()
        stays_final = self.initial.get("state") == State.FINAL == self.cleaned_data.get("state")
        if stays_final and self.has_changed():
            self.refuse(final_report_problems(self.instance))
        return cleaned

    def broken_rules(self):
        found = yearly_report_problems(self.instance)
        return [*found, *_closed_problems(self.instance)] if self.has_changed() else found


def _closed_problems(report: YearlyReport, closed: ClosedYears | None = None) -> list[Problem]:
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
    first_fields = ("cooperative", "year", "state", "score", "rating")
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
        lock_organisations([record.cooperative_id])

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

    def _set(self, request, queryset, state: State) -> None:
        chosen = queryset.exclude(state=state)
        chosen = chosen.select_related("cooperative").prefetch_related(
            "cooperative__placements__unit"
        )
        closed = ClosedYears()
        refused = [found for report in chosen for found in _closed_problems(report, closed)]
        for said in dict.fromkeys(found.message for found in refused):
            messages.error(request, _("Nothing was changed. %(reason)s") % {"reason": said})
        if refused:
            return
        count = queryset.exclude(state=state).update(state=state)
        text = ngettext("%(count)d report changed.", "%(count)d reports changed.", count)
        messages.success(request, text % {"count": count})
