"""Accounts: made and closed here, never deleted; passwords are set and never shown."""

from django.contrib import admin, messages
from django.contrib.auth import admin as auth_admin
from django.contrib.auth import forms as auth_forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..accounts.listing import listed
from ..models import User
from ..models.units import path_starts
from ..rights.permissions import DISTRICT_STAFF, ROLE_CHOICES
from .base import PageForm, RecordAdmin, SmallTable, UnitFilter

# Rights are by role; importing Django's admin pages of accounts has registered its groups.
admin.site.unregister(Group)


ROLES_TO_CHOOSE = [
    (code, gettext_lazy("district or commune staff") if code == DISTRICT_STAFF.code else name)
    for code, name in ROLE_CHOICES
]


class UnitNeeded:
    """An account made or kept by an admin with a unit has one too: nobody hands out more reach."""

    unit_is_needed = False

    def clean(self):
        cleaned = super().clean()
        if self.unit_is_needed and "unit" in self.fields and not self.cleaned_data.get("unit"):
            self.add_error("unit", ValidationError(_("Choose a unit within your own.")))
        return cleaned


class NewAccountForm(UnitNeeded, auth_forms.UserCreationForm, PageForm):
    class Meta:
        model = User
        fields = ["username", "full_name", "email", "telephone", "role", "unit"]


class AccountForm(UnitNeeded, auth_forms.UserChangeForm, PageForm):
    """Admins cannot lock themselves out."""

    is_own = False

    class Meta:
        model = User
        fields = [
            "username",
            "password",
            "full_name",
            "email",
            "telephone",
            "role",
            "unit",
            "is_active",
            "gets_reminders",
        ]

    def clean(self):
        cleaned = super().clean()
        if self.is_own:
            for field in {"role", "unit", "is_active"} & set(self.changed_data):
                message = _("Another admin must change this for your own account.")
                self.add_error(field, ValidationError(message))
        return cleaned


class NewPasswordForm(auth_forms.AdminPasswordChangeForm):
    """Sets a password. An account is closed by making it inactive, not by taking its password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)
        for name in ("password1", "password2"):
            self.fields[name].required = True


class WorksForFilter(UnitFilter):
    def of_unit(self, queryset, unit):
        return queryset.filter(path_starts(unit.path, "unit__path"))


@admin.register(User)
class UserAdmin(SmallTable, RecordAdmin, auth_admin.UserAdmin):
    scope_column = "unit__path"
    form = AccountForm
    add_form = NewAccountForm
    change_password_form = NewPasswordForm
    list_display = ["username", "full_name", "role_named", "unit", "is_active", "last_login"]
    list_select_related = ["unit"]
    list_filter = ["role", "is_active", WorksForFilter]
    filter_horizontal = []
    search_fields = ["username", "full_name", "email", "telephone"]
    autocomplete_fields = ["unit"]
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "password", "full_name", "email", "telephone"]}),
        (gettext_lazy("Letters"), {"fields": ["gets_reminders"]}),
        (gettext_lazy("Rights"), {"fields": ["role", "unit", "is_active"]}),
        (gettext_lazy("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "fields": [
                    "username",
                    "password1",
                    "password2",
                    "full_name",
                    "email",
                    "telephone",
                    "role",
                    "unit",
                ]
            },
        )
    ]
    actions = ["activate", "deactivate"]
    change_form_template = "admin/account.html"

    @admin.display(description=gettext_lazy("role"), ordering="role")
    def role_named(self, account):
        """As the level of its unit has it."""
        return account.role_in_words

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        """A role is chosen before the unit is known: its name fits all levels."""
        if db_field.name == "role":
            kwargs["choices"] = [("", "---------"), *ROLES_TO_CHOOSE]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def has_delete_permission(self, request, obj=None):
        return False  # history keeps names: accounts are made inactive

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.unit_is_needed = request.user.unit_id is not None
        form.is_own = obj == request.user
        return form

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """With what became of the unit of the account, where that has ended."""
        if obj is not None:
            (context["listed"],) = listed([obj])
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @transaction.atomic
    def user_change_password(self, request, *args, **kwargs):
        """Set a password while the account is held; Django opens no transaction here."""
        return super().user_change_password(request, *args, **kwargs)

    @admin.action(description=gettext_lazy("Make the chosen accounts active"))
    def activate(self, request, queryset):
        """Let people sign in again."""
        self._say(request, queryset.update(is_active=True))

    @admin.action(description=gettext_lazy("Make the chosen accounts inactive"))
    def deactivate(self, request, queryset):
        """End all sessions of the chosen people, but not one's own."""
        self._say(request, queryset.exclude(pk=request.user.pk).update(is_active=False))

    def _say(self, request, count: int) -> None:
        text = ngettext("%(count)d account changed.", "%(count)d accounts changed.", count)
        messages.success(request, text % {"count": count})
