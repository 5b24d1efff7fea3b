"""`manage.py send_digests`: mails what changed on the overview to who asked for it; for a daily
timer.
"""

import logging
from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperatives.ground.calendar import now
from targets.models import Subscription
from targets.subscriptions.following import why_no_letter
from targets.subscriptions.sending import due_letter, settle

logger = logging.getLogger(__name__)

UNCONFIRMED_FOR = timedelta(days=7)
"""How long a letter is named whose run ended before the mail server had answered."""


class Command(BaseCommand):
    help = "Mail what changed to who follows a unit, each week or at each edition; never twice."

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="show the letters, send and note nothing"
        )

    def handle(self, *args, **options):
        if options["verbosity"] > 1:
            self._name_unreached()
        self._name_unconfirmed()
        if options["dry_run"]:
            self._show()
            return
        sent, failed = 0, 0
        for subscription in Subscription.objects.with_who_gets_it():
            try:
                due = due_letter(subscription)
                sent += bool(due) and settle(due)
            # Whatever is wrong with one letter, the others go out.
            except Exception as error:
                if not isinstance(error, (OSError, ValueError)):
                    logger.exception("A letter could not be made: %s", subscription.pk)
                failed += 1
                user = subscription.user
                message = _("Not sent to %(user)s (%(address)s): %(error)s")
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

    def _show(self) -> None:
        due = map(due_letter, Subscription.objects.with_who_gets_it())
        mails = [one.mail for one in due if one and one.mail]
        for mail in mails:
            self.stdout.write(f"{mail.to[0]}\n{mail.subject}\n\n{mail.body}\n")
        message = ngettext("%(number)s letter is due.", "%(number)s letters are due.", len(mails))
        self.stdout.write(message % {"number": len(mails)})

    def _name_unreached(self) -> None:
        for one in Subscription.objects.with_who_gets_it():
            if why := why_no_letter(one.user, one.unit):
                self.stderr.write(f"{one}: {why}")

    def _name_unconfirmed(self) -> None:
        since = now() - UNCONFIRMED_FOR
        for one in Subscription.objects.filter(begun_until__gte=since):
            message = _("A run ended while it sent this, which may not have arrived: %(note)s")
            self.stderr.write(message % {"note": one})
