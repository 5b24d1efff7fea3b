"""`manage.py clear_demo`: removes what `load_demo` made, and nothing else (design 3)."""

from django.core.management.base import BaseCommand

from targets.demo.clearing import clear_demo


class Command(BaseCommand):
    help = "Remove the demo data with its history; real records stay as they are."

    def handle(self, *args, **options):
        removed, kept = clear_demo()
        for model, number in removed.items():
            if number:
                self.stdout.write(f"{number:>9,} {model._meta.verbose_name_plural}")
        for record in kept:
            self.stdout.write(f"Stays, since real records rest on it: {record}")
        if not any(removed.values()):
            self.stdout.write("There is no demo data.")
