"""What commands that mail letters have in common: each letter on its own, and what is told."""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import TypeVar

from django.core.mail import EmailMessage
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import User

logger = logging.getLogger(__name__)

Letter = TypeVar("Letter")

UNCONFIRMED_FOR = timedelta(days=7)
"""How long a letter is named whose run ended before the mail server had answered."""


class LettersCommand(BaseCommand):
    """A command for a timer that mails letters, or shows them."""

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="show the letters, send and note nothing"
        )

    def send_each(
        self,
        letters: Iterable[Letter],
        send: Callable[[Letter], bool],
        to: Callable[[Letter], User],
    ) -> None:
        """Send letters, and say how many were. Whatever is wrong with one, the others go out.

        send: whether it sent one. Raises CommandError at the end where any could not be sent.
        """
        sent, failed = 0, 0
        for letter in letters:
            try:
                sent += send(letter)
            except Exception as error:
                if not isinstance(error, (OSError, ValueError)):
                    logger.exception("A letter could not be made or sent.")
                failed += 1
                message = _("Not sent to %(user)s (%(address)s): %(error)s")
                user = to(letter)
                said = {"user": user, "address": user.email, "error": error}
                self.stderr.write(message % said)
        message = ngettext("Sent %(number)s letter.", "Sent %(number)s letters.", sent)
        self.stdout.write(message % {"number": sent})
        if failed:
            message = ngettext(
                "%(number)s letter could not be sent; the next run tries again.",
                "%(number)s letters could not be sent; the next run tries again.",
                failed,
            )
            raise CommandError(message % {"number": failed})

    def show(self, mails: Iterable[EmailMessage]) -> None:
        """Print letters instead of sending them."""
        mails = list(mails)
        for mail in mails:
            self.stdout.write(f"{mail.to[0]}\n{mail.subject}\n\n{mail.body}\n")
        message = ngettext("%(number)s letter is due.", "%(number)s letters are due.", len(mails))
        self.stdout.write(message % {"number": len(mails)})
