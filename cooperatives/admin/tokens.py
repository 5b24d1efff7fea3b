"""API tokens: made and revoked here, never deleted; a secret is shown once and not stored."""

from django.contrib import admin, messages
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from ..models import ApiToken
from ..models.units import path_starts
from .base import RecordAdmin, SmallTable, UnitFilter


class OfAccountFilter(UnitFilter):
    def of_unit(self, queryset, unit):
        return queryset.filter(path_starts(unit.path, "user__unit__path"))


@admin.register(ApiToken)
class ApiTokenAdmin(SmallTable, RecordAdmin):
    scope_column = "user__unit__path"
    list_display = ["name", "user", "expires_on", "is_revoked", "last_used_on"]
    list_select_related = ["user"]
    list_filter = ["is_revoked", OfAccountFilter]
    search_fields = ["name", "user__username", "user__full_name"]
    autocomplete_fields = ["user"]

    def get_fields(self, request, obj=None):
        fields = ["user", "name", "expires_on"]
        return [*fields, "is_revoked", "created_at", "last_used_on"] if obj else fields

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return []
        if obj.is_revoked:
            return self.get_fields(request, obj)
        return ["user", "created_at", "last_used_on"]

    def has_delete_permission(self, request, obj=None):
        return False  # history keeps who could read: tokens are revoked

    def save_model(self, request, obj, form, change):
        secret = None if change else obj.draw_secret()
        super().save_model(request, obj, form, change)
        if secret is not None:
            # Messages wait in the admin's own cookie: the server stores the secret nowhere.
            text = _("The token's secret, shown only this once: {secret}")
            said = format_html(text, secret=secret)
            how = _("Data for other programs")
            link = format_html('{}<br><a href="{}">{}</a>', said, reverse("api"), how)
            messages.warning(request, link)
