"""The accounts within an admin's reach, and which of them are to be looked at."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.db.models import Exists, OuterRef, TextChoices
from django.db.models.query import QuerySet
from django.utils.translation import gettext_lazy as _

from ..ground.calendar import now, today
from ..ground.vietnamese import fold
from ..models import AdministrativeUnit, ApiToken, User
from .handover import successors_today

UNUSED_AFTER = timedelta(days=365)
"""How long nobody has to have signed in for an account to count as unused."""


class AccountState(TextChoices):
    """What makes somebody look at an account."""

    ENDED = "ended", _("unit has ended")
    NEVER = "never", _("never signed in")
    UNUSED = "unused", _("not signed in for a year")
    INACTIVE = "inactive", _("inactive")
    NOT_REMINDED = "not_reminded", _("gets no reminders")


LEFT_BEHIND = (
    AccountState.ENDED,
    AccountState.NEVER,
    AccountState.UNUSED,
    AccountState.INACTIVE,
)
"""States in which a year's turn finds accounts: to get no reminders is nobody's fault."""


def accounts_within(reader: User) -> QuerySet[User]:
    """The accounts that an admin keeps: those of units within reach."""
    return User.objects.filter(reader.scope("unit__path"))


def in_state(users: QuerySet[User], state: str) -> QuerySet[User]:
    """Those of some accounts in a state; what a program uses by a token is not unused."""
    if state == AccountState.INACTIVE:
        return users.filter(is_active=False)
    if state == AccountState.NOT_REMINDED:
        return users.not_reached()
    users = users.filter(is_active=True)
    if state == AccountState.ENDED:
        return users.filter(unit__valid_to__lte=today())
    since = now() - UNUSED_AFTER
    read = ApiToken.objects.filter(user=OuterRef("pk"), last_used_on__gte=since.date())
    users = users.filter(~Exists(read))
    if state == AccountState.NEVER:
        return users.filter(last_login__isnull=True)
    return users.filter(last_login__lt=since)


def counts_by_state(reader: User) -> dict[AccountState, int]:
    """How many accounts of an admin's reach a year's turn finds in each state; some are in two."""
    users = accounts_within(reader).order_by()
    return {state: in_state(users, state).count() for state in LEFT_BEHIND}


class AccountFilter(forms.Form):
    """Which accounts the list shows."""

    q = forms.CharField(label=_("Name, username or mail"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("all")), *AccountState.choices]
    )

    def __init__(self, data, *, reader: User):
        super().__init__(data, auto_id="filter_%s")
        self.fields["q"].widget.input_type = "search"
        self.reader = reader

    def apply(self) -> Sequence[int] | QuerySet:
        """The keys of the accounts asked for, by the tree and name; the form must be valid."""
        users = accounts_within(self.reader)
        if state := self.cleaned_data["state"]:
            users = in_state(users, state)
        users = users.order_by("unit__path", "username")
        if wanted := fold(self.cleaned_data["q"]):
            # No database folds accents, and an IN list has its limit: keys are found here.
            names = users.values_list("pk", "username", "full_name", "email")
            return [key for key, *texts in names if wanted in fold(" ".join(texts))]
        return users.values_list("pk", flat=True)


def with_keys(keys: Iterable[int]) -> list[User]:
    """The accounts with some keys, those of a page, in their order."""
    keys = list(keys)
    found = User.objects.in_bulk(keys)
    return [found[key] for key in keys]


@dataclass(frozen=True)
class ListedAccount:
    """An account in the list. is_ended: whether its unit has, with who took over (`successors`)."""

    user: User
    is_ended: bool
    successors: tuple[AdministrativeUnit, ...]


def listed(users: list[User]) -> list[ListedAccount]:
    """Accounts with what became of their units; in a few statements for all."""
    day = today()
    ended = {user.pk for user in users if user.unit and not user.unit.covers(day)}
    became = successors_today({user.unit_id for user in users if user.pk in ended})
    return [
        ListedAccount(user, user.pk in ended, tuple(became.get(user.unit_id, ()))) for user in users
    ]
