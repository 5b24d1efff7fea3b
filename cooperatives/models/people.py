"""Accounts: one role and one unit for each person."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..ground.telephone import validate_telephone
from ..history import PASSWORD_CHANGED, STOPPED_BY_LINK
from ..rights.permissions import (
    ADMIN,
    DISTRICT_STAFF,
    OFFICER,
    ROLE_CHOICES,
    ROLES,
    Permission,
)
from .base import Record, RecordQuerySet
from .units import AdministrativeUnit, Level, any_path_starts, at_or_above, path_starts


class RowOrder(models.TextChoices):
    """By what the rows of a sheet are sorted; of those alike, by name."""

    NAME = "name", _("name")
    COMMUNE = "commune", _("commune")
    SECTOR = "sector", _("sector")
    NUMBER = "number", _("registration number")


CONTACTS_OF = {OFFICER.code: (DISTRICT_STAFF.code,), DISTRICT_STAFF.code: (OFFICER.code,)}
"""Whose names, telephone and mail a role sees (design 1.5); an admin sees everybody's."""


ROLE_WORDS = {
    (OFFICER.code, Level.COUNTRY): _("country officer"),
    (OFFICER.code, Level.DISTRICT): _("district officer"),
    (OFFICER.code, Level.COMMUNE): _("commune officer"),
    (DISTRICT_STAFF.code, Level.COUNTRY): _("country staff"),
    (DISTRICT_STAFF.code, Level.PROVINCE): _("province staff"),
    (DISTRICT_STAFF.code, Level.COMMUNE): _("commune staff"),
}
"""What roles are called at the levels that their names do not mean."""


REMINDED = (DISTRICT_STAFF.code, OFFICER.code)
"""Roles that get reminders about returns: admins look after the system, not after returns."""


class UserQuerySet(RecordQuerySet):
    def reminded(self):
        """The people who are to be reminded of returns, whether or not a letter can reach them."""
        return self.filter(is_active=True, role__in=REMINDED)

    def not_reached(self):
        """Of those the ones whom no letter reaches: without an address, or by their own wish."""
        return self.reminded().filter(Q(email="") | Q(gets_reminders=False))

    def contacts_for(self, reader):
        """The people whom a reader may call and write to: to district staff the officers of their
        province, to officers the staff under their unit, to admins everybody in theirs.
        """
        found = self.filter(reader.contact_reach("unit__path"), is_active=True)
        roles = CONTACTS_OF.get(reader.role)
        return found if roles is None else found.filter(role__in=roles)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def get_queryset(self):
        """With their units, which every question about a person's scope turns on, and those above:
        mostly the province.
        """
        return super().get_queryset().select_related("unit__parent")

    def create_user(self, username: str, password: str | None = None, **fields):
        """Make an account; without a password it cannot sign in until an admin sets one."""
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields):
        """Make an admin over everything (`manage.py createsuperuser`)."""
        return self.create_user(username, password, role=ADMIN.code, **fields)


class User(AbstractBaseUser, Record):
    """A person who signs in. The unit is the scope of records that the person reaches."""

    UNTRACKED = ("password", "last_login", "row_order")

    username = models.CharField(
        _("username"),
        max_length=150,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": _("This username is taken.")},
    )
    full_name = models.CharField(_("full name"), max_length=150)
    email = models.EmailField(_("e-mail address"), blank=True)
    telephone = models.CharField(
        _("telephone"), max_length=30, blank=True, validators=[validate_telephone]
    )
    role = models.CharField(_("role"), max_length=20, choices=ROLE_CHOICES)
    unit = models.ForeignKey(
        AdministrativeUnit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="users",
        verbose_name=_("unit"),
        help_text=_("Whose records this person works with. Only an admin may have none."),
    )
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Untick this instead of deleting an account.")
    )
    gets_reminders = models.BooleanField(
        _("gets reminders"),
        default=True,
        help_text=_("Letters about returns that are due, late, sent back or wait for approval."),
    )
    date_joined = models.DateTimeField(_("joined on"), default=timezone.now, editable=False)
    is_demo = models.BooleanField(_("demo data"), default=False, editable=False)
    row_order = models.CharField(
        max_length=8, choices=RowOrder, default=RowOrder.NAME, editable=False
    )

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role=ADMIN.code) | Q(unit__isnull=False),
                name="only_admins_have_no_unit",
                violation_error_message=_("Only an admin may work for no unit: choose one."),
            ),
            models.CheckConstraint(condition=Q(role__in=list(ROLES)), name="user_role_is_known"),
            models.CheckConstraint(
                condition=Q(row_order__in=RowOrder.values), name="row_order_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(raw_password)
        self._change_reason = PASSWORD_CHANGED  # simple-history stores it with the next version

    def save(self, *args, **kwargs) -> None:
        super().save(*args, **kwargs)
        self._change_reason = None

    def stop_reminders(self) -> None:
        """Send this person no reminders any more, as the link in one of them asks."""
        self.gets_reminders = False
        self._change_reason = STOPPED_BY_LINK
        self.save(update_fields=["gets_reminders"])

    @property
    def is_to_be_reminded(self) -> bool:
        """Whether the role is one that gets reminders."""
        return self.role in REMINDED

    @property
    def why_not_reached(self) -> str:
        """Why no reminder reaches the person, in a few words; "" where one does, or none would."""
        if not (self.is_active and self.is_to_be_reminded):
            return ""
        if not self.email:
            return str(_("no e-mail address: no reminders"))
        return "" if self.gets_reminders else str(_("has stopped the reminders"))

    @property
    def role_in_words(self) -> str:
        """The name of the role, as the level of the own unit has it: a commune's staff is no
        district's.
        """
        words = ROLE_WORDS.get((self.role, self.unit.level)) if self.unit else None
        return str(words or self.get_role_display())

    @property
    def is_admin(self) -> bool:
        """Whether the person is an admin."""
        return self.role == ADMIN.code

    @property
    def reaches_everything(self) -> bool:
        """Whether no unit bounds the person's scope: an admin without one."""
        return self.is_active and self.is_admin and self.unit_id is None

    @property
    def is_staff(self) -> bool:
        """Whether the admin site opens; Django asks for this name."""
        return self.may(Permission.ADMIN_SITE)

    def may(self, permission: Permission) -> bool:
        """Whether the role holds a permission. What it reaches is settled by `scope`."""
        return self.is_active and permission in ROLES[self.role].permissions

    def scope(self, path_column: str) -> Q:
        """The condition that `path_column` lies in the subtree of the user's unit, or in that of an
        ended one that went there whole.

        Nothing for an inactive user; everything for an admin without a unit.
        """
        if not self.is_active or (self.unit_id is None and not self.is_admin):
            return Q(pk__in=[])
        return any_path_starts(self.unit.reach, path_column) if self.unit_id else Q()

    def contact_reach(self, path_column: str) -> Q:
        """The condition that the unit whose path is in `path_column` is one of whose people the
        user may learn how to reach them: within the scope; for district staff those at and above
        the own unit, up to the province.
        """
        if self.role != DISTRICT_STAFF.code:
            return self.scope(path_column)
        if not self.is_active:
            return Q(pk__in=[])
        province = AdministrativeUnit.objects.province_of(self.unit)
        return at_or_above(self.unit.path, path_column) & path_starts(province.path, path_column)

    def reaches(self, path: str) -> bool:
        """Whether a unit with this path lies in the user's scope; "" is nowhere."""
        if not self.is_active or (self.unit_id is None and not self.is_admin):
            return False
        return self.unit_id is None or path.startswith(self.unit.reach)

    def reach_within(self, unit: AdministrativeUnit) -> tuple[str, ...]:
        """The paths in which everything lies that the user reaches of a unit: its own where that
        may be all of it, else those of the parts that are the user's; none where it is nothing.
        """
        if self.reaches(unit.path):
            return (unit.path,)
        if not (self.is_active and self.unit_id):
            return ()
        if unit.path.startswith(tuple(self.unit.partly_paths)):
            return (unit.path,)
        parts = (*self.unit.reach, *self.unit.partly_paths)
        return tuple(path for path in parts if path.startswith(unit.path))

    def reaches_of(self, path: str, path_now: str) -> bool:
        """Whether a record of an organisation lies in the user's scope, that was in the unit with
        one path then and is in that with another now: of a unit only a part of which went to the
        own one, that part counts which lies in it now.
        """
        if self.reaches(path):
            return True
        partly = tuple(self.unit.partly_paths) if self.is_active and self.unit_id else ()
        return path.startswith(partly) and self.reaches(path_now)

    # Django's admin site asks these; rights are by role, not by model.
    def has_perm(self, perm: str, obj=None) -> bool:
        return self.is_staff

    def has_perms(self, perms, obj=None) -> bool:
        return self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name
