"""`manage.py send_reminders`: mails who has to do what about returns; meant for a daily timer."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperatives.models import SentReminder
from cooperatives.returns.mailing import mail_of, send
from cooperatives.returns.reminders import people_to_remind, round_due

from ..mailing import UNCONFIRMED_FOR, LettersCommand


class Command(LettersCommand):
    help = "Mail district staff what is due, late or sent back, and officers a digest; never twice."

    def handle(self, *args, **options):
        if options["verbosity"] > 1:
            self._name_people_without_address()
        self._name_unconfirmed()
        due = round_due()
        self._name_unreached(due.unreached)
        if options["dry_run"]:
            self.show(map(mail_of, due.letters))
        else:
            self.send_each(due.letters, send, to=lambda letter: letter.user)

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
