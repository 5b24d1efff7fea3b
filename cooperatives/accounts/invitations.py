"""Invitations: a link with which a person sets the own password, sent by mail or given on paper.

Nothing of a link is stored: it is signed, and holds until the person has signed in or set a
password, `PASSWORD_RESET_TIMEOUT` seconds at most.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from ..models import AdministrativeUnit, User

SECONDS_A_DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Invitation:
    """A person's link. is_sent: whether it went out by mail; else it has to be given to the person.
    refused: why the mail server did not take it, "" where it was not asked.
    """

    user: User
    link: str
    is_sent: bool = False
    refused: str = ""


def days_valid() -> int:
    """For how many days a link opens."""
    return settings.PASSWORD_RESET_TIMEOUT // SECONDS_A_DAY


def link_for(user: User) -> str:
    """The address at which a person sets the own password."""
    key = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("invitation", args=[key, default_token_generator.make_token(user)])
    return settings.SITE_URL + path


def invite(users: Iterable[User]) -> list[Invitation]:
    """Send people their links, in the order given; who has no mail address gets none sent, and
    inactive people get no link at all.
    """
    return [_invite(user) for user in users if user.is_active]


def _invite(user: User) -> Invitation:
    link = link_for(user)
    if not user.email:
        return Invitation(user, link)
    try:
        _mail(user, link).send()
    except (OSError, ValueError) as error:
        return Invitation(user, link, refused=str(error) or type(error).__name__)
    return Invitation(user, link, is_sent=True)


def _mail(user: User, link: str) -> EmailMessage:
    """The letter with a link, in the language of the house."""
    with translation.override(settings.LANGUAGE_CODE):
        office, _address = parseaddr(settings.DEFAULT_FROM_EMAIL)
        if not office and user.unit:
            office = AdministrativeUnit.objects.province_of(user.unit).name
        context = {"user": user, "link": link, "days": days_valid(), "sender": office}
        body = render_to_string("cooperatives/accounts/invitation.txt", context)
        return EmailMessage(_("Your account: set a password"), body, to=[user.email])
