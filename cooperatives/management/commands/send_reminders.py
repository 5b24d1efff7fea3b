"""`manage.py send_reminders`: mails who has to do what about returns; meant for a daily timer."""

from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperatives.models import SentReminder
from cooperatives.returns.mailing import mail_of, send
from cooperatives.returns.reminders import people_to_remind, round_due

UNCONFIRMED_FOR = timedelta(days=7)
"""How long a letter is named whose run ended before the mail server had answered."""


class Command(BaseCommand):
    help = "Mail district staff what is due, late or sent back, and officers a digest; never twice."

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="show the letters, send and note nothing"
        )

    def handle(self, *args, **options):
        if options["verbosity"] > 1:
            self._name_people_without_address()
        self._name_unconfirmed()
        due = round_due()
        self._name_unreached(due.unreached)
        letters = due.letters
        if options["dry_run"]:
            self._show(letters)
            return
        sent, failed = 0, 0
        for letter in letters:
            try:
                sent += send(letter)
            except (OSError, ValueError) as error:
                failed += 1
                message = _("Not sent to %(user)s (%(address)s): %(error)s")
                said = {"user": letter.user, "address": letter.user.email, "error": error}
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

    def _show(self, letters) -> None:
        for letter in letters:
            mail = mail_of(letter)
            self.stdout.write(f"{mail.to[0]}\n{mail.subject}\n\n{mail.body}\n")
        message = ngettext("%(number)s letter is due.", "%(number)s letters are due.", len(letters))
        self.stdout.write(message % {"number": len(letters)})

    def _name_people_without_address(self) -> None:
        for user in people_to_remind().filter(email=""):
            message = _("Without an e-mail address: %(user)s (%(unit)s)")
            self.stderr.write(message % {"user": user, "unit": user.unit})
        for user in people_to_remind().filter(gets_reminders=False).exclude(email=""):
            message = _("Has stopped the reminders: %(user)s (%(unit)s)")
            self.stderr.write(message % {"user": user, "unit": user.unit})

    def _name_unreached(self, units) -> None:
        if not units:
            return
        message = ngettext(
            "Nobody can be written to in %(number)s unit that has a return to submit: %(names)s. "
            "Give one of its staff an e-mail address, under Administration, Accounts, or let one"
            " who has stopped the reminders get them again.",
            "Nobody can be written to in %(number)s units that have a return to submit: %(names)s. "
            "Give one of their staff an e-mail address, under Administration, Accounts, or let one"
            " who has stopped the reminders get them again.",
            len(units),
        )
        names = ", ".join(unit.name for unit in units)
        self.stderr.write(message % {"number": len(units), "names": names})

    def _name_unconfirmed(self) -> None:
        since = timezone.now() - UNCONFIRMED_FOR
        notes = SentReminder.objects.filter(sent_at=None, begun_at__gte=since)
        for note in notes.select_related("user", "unit"):
            message = _("A run ended while it sent this, which may not have arrived: %(note)s")
            self.stderr.write(message % {"note": note})
