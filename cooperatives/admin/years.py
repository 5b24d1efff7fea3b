"""Reporting years: a year is opened on the page that adds one, closed and reopened on its own."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..ground.calendar import today
from ..ground.unit_names import unit_inside
from ..models import QuarterlyReturn, ReportingYear
from ..models.units import path_starts
from ..models.years import DUE_DAYS
from ..units.years import (
    closing_problems,
    reopening_problems,
    reporting_year_problems,
)
from ..yearly.closing import missing_at_closing
from .base import PageForm, RecordAdmin


class YearForm(PageForm):
    """A year that is opened today, or the due days of one that is open."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.instance.opened = today()

    def broken_rules(self):
        return reporting_year_problems(self.instance)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300, required=False, widget=forms.Textarea
    )


@admin.register(ReportingYear)
class ReportingYearAdmin(RecordAdmin):
    form = YearForm
    scope_column = "unit__path"
    fields = ["unit", "year", *DUE_DAYS, "reports_due_on", "reason"]
    autocomplete_fields = ["unit"]
    list_display = ["of_year", "unit", "state", "opened", "closed", "reason"]
    list_select_related = ["unit"]
    list_filter = ["year"]
    search_fields = ["unit__name", "year"]
    change_form_template = "admin/reporting_year.html"

    @admin.display(description=gettext_lazy("year"), ordering="year")
    def of_year(self, row):
        """The year, without a mark that groups its digits."""
        return str(row.year)

    @admin.display(description=gettext_lazy("state"))
    def state(self, row):
        return _("closed") if row.is_closed else _("open")

    def get_fields(self, request, obj=None):
        if obj is None:
            return self.fields
        return ["unit", "of_year", *DUE_DAYS, "reports_due_on", "reason", "opened", "closed"]

    def get_readonly_fields(self, request, obj=None):
        return ["unit", "of_year", "opened", "closed"] if obj else []

    def has_change_permission(self, request, obj=None):
        may = super().has_change_permission(request, obj)
        return may and (obj is None or not obj.is_closed)

    def has_delete_permission(self, request, obj=None):
        """A year opened by mistake can be taken back as long as nobody filed anything in it."""
        may = super().has_delete_permission(request, obj)
        if obj is None or not may:
            return may
        filed = QuarterlyReturn.objects.filter(path_starts(obj.unit.path, "unit__path"))
        return not (obj.is_closed or filed.filter(year=obj.year).exists())

    # --- Closing and reopening ------------------------------------------------------------------

    def get_urls(self):
        views = {"closing": self.closing, "reopening": self.reopening}
        own = [
            path(
                f"<path:object_id>/{name}/",
                self.admin_site.admin_view(view),
                name=f"cooperatives_reportingyear_{name}",
            )
            for name, view in views.items()
        ]
        return [*own, *super().get_urls()]

    @transaction.atomic
    def closing(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show what the year lacks, and close it over that once it is confirmed."""
        row = self._row(request, object_id)
        form = ReasonForm(request.POST or None)
        missing, problems = missing_at_closing(row, request.user), []
        if request.method == "POST" and form.is_valid():
            seen = request.POST.get("seen") == missing.mark
            problems = closing_problems(row, form.cleaned_data["reason"])
            if seen and not problems:
                row.save()
                return self._done(request, row, _("%(year)s is closed for %(unit)s."))
            if not problems:
                messages.error(
                    request, _("What is missing has changed since you looked: look again.")
                )
            row.refresh_from_db(fields=["closed", "reason"])
        elif request.method != "POST":
            problems = closing_problems(row)
            row.refresh_from_db(fields=["closed", "reason"])
        title = _("Close %(year)s for %(unit)s")
        context = {"missing": missing, "problems": problems, "form": form}
        return self._page(request, row, "admin/reporting_year_closing.html", title, context)

    @transaction.atomic
    def reopening(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Open a closed year again, for a reason."""
        row = self._row(request, object_id)
        form, problems = ReasonForm(request.POST or None), []
        if request.method == "POST" and form.is_valid():
            problems = reopening_problems(row, form.cleaned_data["reason"])
            if not problems:
                row.save()
                return self._done(request, row, _("%(year)s is open for %(unit)s."))
        title = _("Open %(year)s again for %(unit)s")
        context = {"problems": problems, "form": form}
        return self._page(request, row, "admin/reporting_year_reopening.html", title, context)

    def _row(self, request: HttpRequest, object_id: str) -> ReportingYear:
        """The year, held where something is sent; Http404 where it lies out of reach."""
        if not super().has_change_permission(request):
            raise PermissionDenied
        row = self.get_object(request, unquote(object_id))
        if row is None:
            self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return row

    def _done(self, request: HttpRequest, row: ReportingYear, message: str) -> HttpResponse:
        messages.success(request, message % {"year": row.year, "unit": unit_inside(row.unit.name)})
        return redirect(f"{reverse('year', args=[row.year])}?unit={row.unit.asked_as}")

    def _page(self, request, row: ReportingYear, template: str, title: str, context: dict):
        context |= {
            **self.admin_site.each_context(request),
            "title": title % {"year": row.year, "unit": unit_inside(row.unit.name)},
            "opts": self.opts,
            "object": row,
        }
        return render(request, template, context)
