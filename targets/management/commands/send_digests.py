"""`manage.py send_digests`: mails what changed on the overview to who asked for it; for a daily
timer.
"""

from django.utils.translation import gettext as _

from cooperatives.ground.calendar import now
from cooperatives.management.mailing import UNCONFIRMED_FOR, LettersCommand
from targets.models import Subscription
from targets.subscriptions.following import why_no_letter
from targets.subscriptions.sending import due_letter, settle


class Command(LettersCommand):
    help = "Mail what changed to who follows a unit, each week or at each edition; never twice."

    def handle(self, *args, **options):
        if options["verbosity"] > 1:
            self._name_unreached()
        self._name_unconfirmed()
        followed = Subscription.objects.with_who_gets_it()
        if options["dry_run"]:
            due = map(due_letter, followed)
            self.show(one.mail for one in due if one and one.mail)
        else:
            self.send_each(followed, _settled, to=lambda one: one.user)

    def _name_unreached(self) -> None:
        for one in Subscription.objects.with_who_gets_it():
            if why := why_no_letter(one.user, one.unit):
                self.stderr.write(f"{one}: {why}")

    def _name_unconfirmed(self) -> None:
        since = now() - UNCONFIRMED_FOR
        for one in Subscription.objects.filter(begun_until__gte=since):
            message = _("A run ended while it sent this, which may not have arrived: %(note)s")
            self.stderr.write(message % {"note": one})


def _settled(subscription: Subscription) -> bool:
    """Whether a letter was due and sent."""
    due = due_letter(subscription)
    return due is not None and settle(due)
