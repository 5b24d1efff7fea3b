"""What all letters to people have in common: who signs them, and the link that stops them.

A link stops at once, without sign-in, what it was made for and nothing else, as mail programs ask
for it (RFC 8058). It is signed, nothing of it is stored, and it holds as long as the account has
the address to which the letter went.
"""

from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.crypto import salted_hmac

from ..models import AdministrativeUnit, User

AT_ONCE = "List-Unsubscribe=One-Click"
"""What RFC 8058 lets a mail program send to the link."""


def office_of(user: User) -> str:
    """The office that letters to somebody are from, as `DEFAULT_FROM_EMAIL` names it; else their
    province, "" for an admin without a unit.
    """
    office, _address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    if office or user.unit is None:
        return office
    return AdministrativeUnit.objects.province_of(user.unit).name


def stoppable(subject: str, body: str, user: User, stop: str) -> EmailMessage:
    """A letter that mail programs offer to stop, and that no absence note answers. stop: the link
    that does.
    """
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": AT_ONCE}
    headers["Auto-Submitted"] = "auto-generated"
    return EmailMessage(subject, body, to=[user.email], headers=headers)


@dataclass(frozen=True)
class Stopped:
    """What a link was made for: the key of an account or a subscription, and a mark of the address
    to which its letter went.
    """

    key: int
    mark: str

    def went_to(self, user: User) -> bool:
        """Whether the letter went to the address that the account has now."""
        return self.mark == _mark(user.email)


@dataclass(frozen=True)
class StopLinks:
    """Links that stop letters of one kind. url_name: of the address that takes them."""

    url_name: str

    def link(self, key: int, user: User) -> str:
        """The link in a letter to somebody. key: of what it stops."""
        token = self._signer.sign(f"{key}.{_mark(user.email)}")
        return settings.SITE_URL + reverse(self.url_name, args=[token])

    def read(self, token: str) -> Stopped | None:
        """What a link was made for; None for one that we have not made."""
        try:
            key, _dot, mark = self._signer.unsign(token).partition(".")
        except BadSignature:
            return None
        return Stopped(int(key), mark)

    @property
    def _signer(self) -> Signer:
        return Signer(sep=".", salt=f"{__name__}.{self.url_name}")


REMINDERS = StopLinks("reminders-stop")
"""Those of the reminders about returns, made for an account."""


def _mark(address: str) -> str:
    # No address in a link: those stand in logs.
    return salted_hmac(__name__, address.lower()).hexdigest()[:16]
