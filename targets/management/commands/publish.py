"""`manage.py publish`: freezes the figures of a quarter as an edition (design 3)."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cooperatives.ground.vietnamese import tidy
from targets.comparison.selection import NothingThereError
from targets.editions.publishing import NotPublishedError, publish
from targets.models.editions import MOST_NOTE


class Command(BaseCommand):
    help = "Publish where a unit stands with all its targets at a quarter, as its next edition."

    def add_arguments(self, parser):
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--quarter", type=int, required=True, help="1 to 4")
        parser.add_argument("--unit", metavar="CODE", help="default: the plan's unit")
        parser.add_argument("--note", metavar="TEXT", default="", help="stands on its page")

    def handle(self, *args, **options):
        note = tidy(options["note"])
        if len(note) > MOST_NOTE:
            said = _("--note: %(number)s characters, at most %(most)s are kept.")
            raise CommandError(said % {"number": len(note), "most": MOST_NOTE})
        try:
            edition = publish(options["year"], options["quarter"], options["unit"], note=note)
        except (NothingThereError, NotPublishedError) as error:
            raise CommandError(str(error)) from error
        if not edition.period.has_ended:
            last = edition.period.ends_on
            self.stderr.write(f"This quarter ends on {last}: its figures are not all there yet.")
        self.stdout.write(f"edition {edition.number} sha256 {edition.sha256}")
