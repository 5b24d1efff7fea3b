"""`manage.py load_demo`: labelled demo data for a province, or for a whole nation (design 3)."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.formats import localize
from django.utils.translation import gettext as _

from cooperatives.models import Organisation
from cooperatives.models.base import refresh_statistics
from targets.demo import DEMO_DAY
from targets.demo.accounts import PASSWORD
from targets.demo.bac_kan import load_bac_kan
from targets.demo.loading import Made
from targets.demo.nation import load_nation

DEFAULT_SEED = 532


class Command(BaseCommand):
    help = "Load labelled demo data, which `clear_demo` removes again."

    def add_arguments(self, parser):
        parser.add_argument(
            "--scale",
            choices=["province", "nation"],
            default="province",
            help="Bắc Kạn (seconds), or 63 provinces with 32,000 cooperatives (minutes)",
        )
        parser.add_argument(
            "--seed", type=int, default=DEFAULT_SEED, help="another number, other records"
        )

    def handle(self, *args, **options):
        if Organisation.objects.filter(is_demo=True).exists():
            self.stdout.write(_("Demo data is already loaded; clear_demo removes it."))
            return
        try:
            with transaction.atomic():
                made = self._load(options["scale"], options["seed"])
                refresh_statistics()
        except ValueError as error:
            raise CommandError(str(error)) from error
        for model, number in made.items():
            self.stdout.write(f"{localize(number):>9} {model._meta.verbose_name_plural}")
        if settings.DEBUG:
            self.stdout.write(
                _(
                    "Sign in as demo-officer, demo-district or demo-admin, password %(password)s;"
                    " set TODAY=%(day)s to stand on the demo's day."
                )
                % {"password": PASSWORD, "day": DEMO_DAY}
            )

    def _load(self, scale: str, seed: int) -> Made:
        if scale == "nation":
            return load_nation(seed, self.stdout.write)
        return load_bac_kan(seed)
