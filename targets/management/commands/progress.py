"""`manage.py progress`: the whole comparison in a terminal or as JSON (design 3)."""

import json

from django.core.management.base import BaseCommand, CommandError

from targets.comparison.as_json import progress_as_json
from targets.comparison.reading import progress_of
from targets.comparison.selection import NothingThereError, select
from targets.output.terminal import progress_as_text


class Command(BaseCommand):
    help = "Show where a unit and its sub-units stand with the targets of their plan."

    def add_arguments(self, parser):
        parser.add_argument("--year", type=int, help="default: that of the default quarter")
        parser.add_argument(
            "--quarter",
            type=int,
            help="1 to 4; default: the newest ended one, of all begun years with targets, that half"
            " of the units have submitted",
        )
        parser.add_argument("--unit", metavar="CODE", help="default: the plan's unit")
        parser.add_argument(
            "--plan", type=int, metavar="ID", help="one plan among several beside each other"
        )
        parser.add_argument("--format", choices=["text", "json"], default="text")
        parser.add_argument("--all", action="store_true", help="add indicators without a target")

    def handle(self, *args, **options):
        try:
            selection = select(
                year=options["year"],
                quarter=options["quarter"],
                unit_code=options["unit"],
                plan_id=options["plan"],
            )
        except NothingThereError as error:
            raise CommandError(str(error)) from error
        progress = progress_of(selection, every_indicator=options["all"])
        if options["format"] == "json":
            self.stdout.write(json.dumps(progress_as_json(progress), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(progress_as_text(progress))
