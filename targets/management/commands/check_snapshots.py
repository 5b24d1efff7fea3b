"""`manage.py check_snapshots`: finds editions that are no longer what was published (design 3)."""

from django.core.management.base import BaseCommand, CommandError

from targets.editions.checking import broken_editions


class Command(BaseCommand):
    help = "Compute the hashes of all editions anew; a line for each that does not match."

    def handle(self, *args, **options):
        found = 0
        for line in broken_editions():
            found += 1
            self.stderr.write(line)
        if found:
            raise CommandError(f"{found} found.")
        self.stdout.write("Every edition is as it was published.")
