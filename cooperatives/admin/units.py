"""Administrative units, and who took over from those that ended."""

from django.contrib import admin

from ..models import AdministrativeUnit, UnitSuccession
from ..models.locks import lock_units
from ..units.rules import succession_problems, unit_problems
from .base import PageForm, RecordAdmin, SmallTable, UnitFilter


class UnitForm(PageForm):
    """A unit within the tree. A scoped admin's new unit lies below one of theirs."""

    def broken_rules(self):
        before = AdministrativeUnit.objects.filter(pk=self.instance.pk).first()
        return unit_problems(self.instance, before=before)


class AboveFilter(UnitFilter):
    def of_unit(self, queryset, unit):
        return queryset.under(unit)


@admin.register(AdministrativeUnit)
class AdministrativeUnitAdmin(SmallTable, RecordAdmin):
    form = UnitForm
    scope_column = "path"
    fields = [
        *("code", "name", "level", "parent", "valid_from", "valid_to"),
        *("contact_name", "contact_telephone", "contact_mail"),
        *("tile_row", "tile_column"),
    ]
    autocomplete_fields = ["parent"]
    list_display = ["name", "code", "level", "parent", "valid_from", "valid_to"]
    list_select_related = ["parent"]
    list_filter = ["level", AboveFilter]
    search_fields = ["code", "name"]

    def get_queryset(self, request):
        # What a unit is called beside others of its name tells the one above.
        return super().get_queryset(request).select_related("parent")

    def get_readonly_fields(self, request, obj=None):
        # A unit is never moved, and its code is part of the paths below it (design 1.2).
        return ["code", "parent"] if obj else []

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        if "parent" in form.base_fields:
            form.base_fields["parent"].required = request.user.unit_id is not None
        return form

    def hold(self, record):
        lock_units([record.pk])


class UnitSuccessionForm(PageForm):
    """Who took over a unit: what lies in it is moved by a file of units, or one by one."""

    def broken_rules(self):
        return succession_problems(self.instance)


@admin.register(UnitSuccession)
class UnitSuccessionAdmin(SmallTable, RecordAdmin):
    form = UnitSuccessionForm
    scope_column = "predecessor__path"
    fields = ["predecessor", "successor", "on"]
    autocomplete_fields = ["predecessor", "successor"]
    list_display = ["predecessor", "successor", "on"]
    list_select_related = ["predecessor", "successor"]
    search_fields = ["predecessor__search_key", "successor__search_key"]

    def hold(self, record):
        lock_units([record.predecessor_id, record.successor_id])
