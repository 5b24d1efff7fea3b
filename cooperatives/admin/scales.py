"""Rating scales, for those who keep the catalogue."""

from django.contrib import admin

from ..figures.entered import may_keep_figures
from ..models import RatingScale
from ..yearly.scales import rating_scale_problems, removal_problems
from .base import PageForm, RecordAdmin


class RatingScaleForm(PageForm):
    constraint_fields = {
        "rating_floors_fall": "good",
        "rating_scale_ends_after_it_begins": "to_year",
        "rating_scale_has_a_source": "source",
    }

    def broken_rules(self):
        return rating_scale_problems(self.instance)


@admin.register(RatingScale)
class RatingScaleAdmin(RecordAdmin):
    form = RatingScaleForm
    fields = ("from_year", "to_year", "good", "fair", "average", "source")
    list_display = ("source", "first_year", "last_year", "good", "fair", "average")

    @admin.display(description=RatingScale._meta.get_field("from_year").verbose_name)
    def first_year(self, row):
        """The year, without a mark that groups its digits."""
        return "" if row.from_year is None else str(row.from_year)

    @admin.display(description=RatingScale._meta.get_field("to_year").verbose_name)
    def last_year(self, row):
        return "" if row.to_year is None else str(row.to_year)

    def within_reach(self, records, request):
        return records if may_keep_figures(request.user) else records.none()

    def has_add_permission(self, request):
        return super().has_add_permission(request) and may_keep_figures(request.user)

    def has_delete_permission(self, request, obj=None):
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or not list(removal_problems(obj)))

    def get_actions(self, request):
        """Each is deleted on its own page, which asks whether a rating rests on it."""
        return {}
