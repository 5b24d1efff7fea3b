"""Import of accounts (design 3), and the file of them in its columns.

A file holds no passwords: who is new sets one by the link of an invitation.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models.query import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..files.columns import Choice, Code, Text
from ..files.writing import Value
from ..ground.calendar import today
from ..models import AdministrativeUnit, User
from ..models.base import CHUNK
from ..models.people import ROLE_WORDS
from ..rights.permissions import ADMIN, ROLE_CHOICES
from .kind import ImportKind, new_values, own_problems
from .lookups import Units
from .session import Consequence, FileRow

FIELDS = {name: name for name in ("full_name", "email", "telephone", "role")}
COLUMN_OF = {"": "username", "username": "username", "unit": "unit_code"} | FIELDS
ROLES_AT_ALL_LEVELS = (
    *ROLE_CHOICES,
    *((role, words) for (role, _level), words in ROLE_WORDS.items()),
)
"""What a cell may call a role: its code, or what it is called at any level."""
UNIT = "unit_code"


class UsersKind(ImportKind):
    """Accounts by their usernames, each once in a file."""

    code = "users"
    label = gettext_lazy("Accounts")
    columns = (
        Code("username", gettext_lazy("Username"), required=True),
        Text("full_name", gettext_lazy("Full name"), required=True),
        Text("email", gettext_lazy("E-mail address")),
        Text("telephone", gettext_lazy("Telephone")),
        Choice("role", gettext_lazy("Role"), required=True, choices=ROLES_AT_ALL_LEVELS),
        Code(UNIT, gettext_lazy("Code of the unit")),
    )
    needed = ("username",)
    changes_what_counts = False
    chunk_rows = None

    def forget(self) -> None:
        self.new: list[User] = []
        self.changed: list[User] = []

    def plan(self, rows: list[FileRow]) -> None:
        self.units = Units(self.session)
        self.units.load(row.get(UNIT) or "" for row in rows)
        named = [row for row in rows if row.get("username")]
        for row in named:
            row.values["username"] = User.normalize_username(row.values["username"])
        known = self._known({row.values["username"] for row in named})
        for row in rows:
            name = row.get("username")
            if not name:
                self._look_at(row, User())
            elif self.session.claim(row, name, "username"):
                self._plan_row(row, known.get(name))
        self._tell_invitations()

    def _known(self, names: set[str]) -> dict[str, User]:
        wanted, found = sorted(names), {}
        for start in range(0, len(wanted), CHUNK):
            users = User.objects.filter(username__in=wanted[start : start + CHUNK])
            found |= {user.username: user for user in self.session.locked(users)}
        return found

    def _plan_row(self, row: FileRow, user: User | None) -> None:
        if user is None:
            self._plan_new(row)
            return
        if not self._is_kept(user):
            message = _("This account lies outside your own unit.")
            self.session.error(row, "username", message)
            return
        words = user.role_in_words
        changed = self._look_at(row, user)
        if user == self.session.options.user:
            for code in {"role", UNIT} & {code for code, *_ in changed}:
                message = _("Another admin must change this for your own account.")
                self.session.error(row, code, message)
        if row.failed:
            return
        if not changed:
            self.session.unchanged()
            return
        told = [
            (code, words, user.role_in_words) if code == "role" else (code, old, new)
            for code, old, new in changed
        ]
        self.session.updated(row, str(user), told)
        self.changed.append(user)

    def _plan_new(self, row: FileRow) -> None:
        self.is_given(row, ("full_name", "role"))
        user = User(username=row.values["username"])
        user.set_unusable_password()
        self._look_at(row, user)
        if row.failed:
            return
        codes = [column.code for column in self.columns if column.code != "username"]
        told = [
            (code, old, user.role_in_words if code == "role" else new)
            for code, old, new in new_values(row, codes)
        ]
        self.session.created(row, str(user), told)
        self.new.append(user)

    def _look_at(self, row: FileRow, user: User) -> list[tuple[str, Any, Any]]:
        """Give an account the values of its row, and note all that is wrong with them, each at its
        cell. Returns the columns that change, each with old and new value.
        """
        changed = self.set_values(row, user, FIELDS)
        if UNIT not in row.wrong and (user.pk is None or self.session.has(UNIT)):
            self._set_unit(row, user, changed)
        asked = {code for code, *_values in changed}
        if user.pk is None:
            asked |= row.values.keys()
        # Whether a role may be without a unit is asked once the unit is right.
        asked -= {"role"} if UNIT in row.wrong else set()
        found = own_problems(user) if asked else ()
        at_cells = [one for one in found if COLUMN_OF.get(one.field) in asked]
        self.session.problems(row, at_cells, COLUMN_OF)
        return changed

    def _set_unit(self, row: FileRow, user: User, changed: list) -> None:
        """Set for which unit an account works. A code that its own unit bears means that unit, also
        once it has ended and another bears the code: it is handed over on the page of accounts.
        """
        code, old = row.get(UNIT) or "", user.unit
        if code == (old.code if old else ""):
            if user.pk is None and not code:
                self._refuse_none(row, user)
            return
        if not code:
            user.unit = None
            changed.append((UNIT, old.code, ""))
            self._refuse_none(row, user)
            return
        unit = self.units.with_code(code, today())
        if unit is None:
            self.session.error(row, UNIT, self.units.unknown(code))
            return
        if not unit.covers(today()):
            self.session.error(row, UNIT, _outside_its_time(unit))
            return
        if not self.session.reaches(unit.path):
            self.session.error(row, UNIT, _("This unit lies outside your own."))
            return
        changed.append((UNIT, old.code if old else "", code))
        user.unit = unit

    def _refuse_none(self, row: FileRow, user: User) -> None:
        """Nobody hands out more reach than the own, and only admins have no unit."""
        scope = self.session.options.scope
        if user.role and user.role != ADMIN.code:
            self.session.error(row, UNIT, _("Only an admin may work for no unit: choose one."))
        elif scope is not None and scope.unit_id:
            self.session.error(row, UNIT, _("Choose a unit within your own."))

    def _is_kept(self, user: User) -> bool:
        """Whether who imports may change an account."""
        scope = self.session.options.scope
        if scope is None or scope.reaches_everything:
            return True
        return user.unit is not None and scope.reaches(user.unit.path)

    def _tell_invitations(self) -> None:
        """Say who is invited by mail, and to whom a link has to be given."""
        by_mail = [user for user in self.new if user.email]
        others = [user for user in self.new if not user.email]
        if by_mail:
            text = ngettext(
                "%(count)s new account gets a letter with a link to set a password.",
                "%(count)s new accounts get letters with links to set a password.",
                len(by_mail),
            )
            lines = tuple(f"{user} ({user.username}): {user.email}" for user in by_mail)
            self.session.outcome.follows([Consequence(text % {"count": len(by_mail)}, lines)])
        if others:
            text = ngettext(
                "%(count)s new account has no mail address: its link is shown once it is stored, "
                "to be printed and handed over.",
                "%(count)s new accounts have no mail address: their links are shown once they are "
                "stored, to be printed and handed over.",
                len(others),
            )
            lines = tuple(f"{user} ({user.username})" for user in others)
            self.session.outcome.follows([Consequence(text % {"count": len(others)}, lines)])

    def store(self) -> None:
        User.objects.bulk_create(self.new)
        if self.changed:
            User.objects.bulk_update(self.changed, [*FIELDS, "unit"])
        self.session.outcome.new_accounts = [user.username for user in self.new]


def _outside_its_time(unit: AdministrativeUnit) -> str:
    if unit.last_day and unit.last_day < today():
        message = _("%(unit)s ended on %(day)s: name the unit that took over.")
        day = unit.last_day
    else:
        message = _("%(unit)s exists from %(day)s on: name the unit that exists today.")
        day = unit.valid_from
    return message % {"unit": unit.name, "day": date_format(day, "SHORT_DATE_FORMAT")}


def users_table(users: QuerySet[User]) -> tuple[list[str], Iterator[list[Value]]]:
    """Accounts in the import's columns: the labels in the language in force, and the rows."""
    columns = UsersKind.columns

    def values(user: User) -> list[Value]:
        own = {name: getattr(user, name) for name in ("username", *FIELDS)}
        own |= {"role": user.role_in_words, UNIT: user.unit.code if user.unit else ""}
        return [own[column.code] or None for column in columns]

    rows = (values(user) for user in users.order_by("username"))
    return [str(column.label) for column in columns], rows
