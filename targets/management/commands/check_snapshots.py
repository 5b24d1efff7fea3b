"""`manage.py check_snapshots`: finds editions that are no longer what was published (design 3)."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from targets.editions.checking import broken_editions


class Command(BaseCommand):
    help = "Compute the hashes of all editions anew; a line for each that does not match."

    def handle(self, *args, **options):
        found = 0
        for line in broken_editions():
            found += 1
            self.stderr.write(line)
        if found:
            said = ngettext(
                "%(number)s edition is not as it was published.",
                "%(number)s editions are not as they were published.",
                found,
            )
            raise CommandError(said % {"number": found})
        self.stdout.write(_("Every edition is as it was published."))
