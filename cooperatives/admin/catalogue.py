"""Entered figures, for those who keep the catalogue."""

from django.contrib import admin

from ..figures.entered import entered_figure_problems, may_keep_figures, removal_problems
from ..models import EnteredFigure
from .base import PageForm, RecordAdmin


class EnteredFigureForm(PageForm):
    """A figure; one that has values keeps what it means."""

    constraint_fields = {
        "figure_adds_up_only_as_amount": "nature",
        "figure_ends_after_it_begins": "to_year",
        "figure_limits_in_order": "highest",
        "figure_answers_have_no_limits": "highest",
        "figure_of_units_has_no_sector": "sector",
    }

    def broken_rules(self):
        before = EnteredFigure.objects.filter(pk=self.instance.pk).first()
        return entered_figure_problems(self.instance, before)


@admin.register(EnteredFigure)
class EnteredFigureAdmin(RecordAdmin):
    form = EnteredFigureForm
    fields = (
        *("code", "name_vi", "name_en", "measure", "nature", "reported_by"),
        *("sector", "names"),
        *("from_year", "to_year", "lowest", "highest"),
        *("meaning", "source"),
    )
    list_display = ("name_vi", "code", "measure", "nature", "sector", "from_year", "to_year")
    search_fields = ("code", "name_vi", "name_en")

    def within_reach(self, records, request):
        return records if may_keep_figures(request.user) else records.none()

    def has_add_permission(self, request):
        return super().has_add_permission(request) and may_keep_figures(request.user)

    def has_delete_permission(self, request, obj=None):
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or not list(removal_problems(obj)))

    def get_actions(self, request):
        """Each is deleted on its own page, which asks whether anything was reported of it."""
        return {}
