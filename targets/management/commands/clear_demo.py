"""`manage.py clear_demo`: removes what `load_demo` made, and nothing else (design 3)."""

from django.core.management.base import BaseCommand
from django.utils.formats import localize
from django.utils.translation import gettext as _

from targets.demo.clearing import clear_demo


class Command(BaseCommand):
    help = "Remove the demo data with its history; real records stay as they are."

    def handle(self, *args, **options):
        removed, kept = clear_demo()
        for model, number in removed.items():
            if number:
                self.stdout.write(f"{localize(number):>9} {model._meta.verbose_name_plural}")
        for record in kept:
            self.stdout.write(
                _("Stays, since real records rest on it: %(record)s") % {"record": record}
            )
        if not any(removed.values()):
            self.stdout.write(_("There is no demo data."))
