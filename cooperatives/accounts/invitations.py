"""Invitations: a link with which a person sets the own password, sent by mail or given on paper.

Nothing of a link is stored: it is signed, and holds until the person has signed in or set a
password, or got another role, unit or mail address, `PASSWORD_RESET_TIMEOUT` seconds at most. The
account's history says who sent or saw one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.mail import EmailMessage
from django.db import DEFAULT_DB_ALIAS
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from ..history import LINK_SENT, LINK_SHOWN
from ..models import User
from ..models.base import write_versions
from .letters import office_of

SECONDS_A_DAY = 24 * 60 * 60


class InvitationTokens(PasswordResetTokenGenerator):
    """Signs links for the rights that an account has when it is invited: none outlives a change of
    role, unit or activity, also one that was taken back.
    """

    key_salt = "cooperatives.accounts.invitations"

    def _make_hash_value(self, user, timestamp):
        rights = {"role": user.role, "unit": user.unit_id, "is_active": user.is_active}
        other = user.history.exclude(**rights).order_by("-history_id").values_list("history_id")
        since = other.first()
        return f"{super()._make_hash_value(user, timestamp)}{rights}{since}"


tokens = InvitationTokens()


@dataclass(frozen=True)
class Invitation:
    """A person's link. is_sent: whether it went out by mail; else it has to be given to the person,
    but for one who has a password in use (`is_by_mail_alone`): nobody else is shown that link.
    refused: why the mail server did not take it, "" where it was not asked.
    """

    user: User
    link: str
    is_sent: bool = False
    refused: str = ""

    @property
    def is_by_mail_alone(self) -> bool:
        return self.user.last_login is not None and self.user.has_usable_password()

    @property
    def is_shown(self) -> bool:
        """Whether who invites sees the link."""
        return not (self.is_sent or self.is_by_mail_alone)


def days_valid() -> int:
    """For how many days a link opens."""
    return settings.PASSWORD_RESET_TIMEOUT // SECONDS_A_DAY


def link_for(user: User) -> str:
    """The address at which a person sets the own password."""
    key = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("invitation", args=[key, tokens.make_token(user)])
    return settings.SITE_URL + path


def invite(users: Iterable[User]) -> list[Invitation]:
    """Send people their links, in the order given; who has no mail address gets none sent, and
    inactive people get no link at all. What was sent, and what is to be shown, is noted.
    """
    found = [_invite(user) for user in users if user.is_active]
    _note([one.user for one in found if one.is_shown], LINK_SHOWN)
    return found


def _note(users: Iterable[User], reason: str) -> None:
    keys = [user.pk for user in users]
    write_versions(User, keys, "~", using=DEFAULT_DB_ALIAS, reason=reason)


def _invite(user: User) -> Invitation:
    link = link_for(user)
    if not user.email:
        return Invitation(user, link)
    try:
        _mail(user, link).send()
    except (OSError, ValueError) as error:
        return Invitation(user, link, refused=str(error) or type(error).__name__)
    # At once: a letter that is out is noted, whatever becomes of those after it.
    _note([user], LINK_SENT)
    return Invitation(user, link, is_sent=True)


def _mail(user: User, link: str) -> EmailMessage:
    """The letter with a link, in the language of the house."""
    with translation.override(settings.LANGUAGE_CODE):
        context = {"user": user, "link": link, "days": days_valid(), "sender": office_of(user)}
        body = render_to_string("cooperatives/accounts/invitation.txt", context)
        return EmailMessage(_("Your account: set a password"), body, to=[user.email])
