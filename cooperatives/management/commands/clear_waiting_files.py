"""`manage.py clear_waiting_files`: forgets what nobody confirmed; meant for a daily timer."""

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from cooperatives.models import WaitingFile


class Command(BaseCommand):
    help = "Forget uploaded files that have waited for more than an hour to be confirmed."

    def handle(self, *args, **options):
        _count, by_model = WaitingFile.objects.old().delete()
        count = by_model.get(WaitingFile._meta.label, 0)
        said = ngettext("%(count)s file forgotten.", "%(count)s files forgotten.", count)
        self.stdout.write(said % {"count": count})
