"""`manage.py check_records`: lists every record that breaks a rule (design 1.2)."""

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperatives.management.scripting import ScriptCommand
from targets.checking import misplaced, violations


class Command(ScriptCommand):
    help = "List all records that break a rule across rows or tables; exit with 1 if there are any."

    def handle(self, *args, **options):
        count = 0
        for record, message in violations():
            count += 1
            name = f"{record._meta.verbose_name} {record.pk}, {record}"
            self.stdout.write(f"{name}: {message}")
        for placement in misplaced():
            message = _("%(placement)s lies outside the time of its unit (allowed).")
            self.stdout.write(message % {"placement": placement})
        if count:
            message = ngettext("%(count)s rule is broken.", "%(count)s rules are broken.", count)
            raise CommandError(message % {"count": count})
        self.stdout.write(_("No rule is broken."))
