"""`manage.py check_records`: lists every record that breaks a rule (design 1.2)."""

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperatives.management.scripting import ScriptCommand
from targets.checking import misplaced_placements, violations


class Command(ScriptCommand):
    help = "List all records that break a rule; exit with 1 if there are any."

    def handle(self, *args, **options):
        count = 0
        for record, message in violations():
            count += 1
            name = f"{record._meta.verbose_name} {record.pk}, {record}"
            self.stdout.write(f"{name}: {message}")
        self._tell_allowed(list_them=options["verbosity"] > 1)
        if count:
            message = ngettext("%(count)s rule is broken.", "%(count)s rules are broken.", count)
            raise CommandError(message % {"count": count})
        self.stdout.write(_("No rule is broken."))

    def _tell_allowed(self, *, list_them: bool) -> None:
        """Say how many records are odd but allowed, in one line, and each of them if asked to."""
        count = 0
        for placement in misplaced_placements():
            count += 1
            if list_them:
                message = _("%(placement)s lies outside the time of its unit (allowed).")
                self.stdout.write(message % {"placement": placement})
        if count and not list_them:
            message = ngettext(
                "%(count)s placement lies outside the time of its unit (allowed; -v 2 lists it).",
                "%(count)s placements lie outside the time of their units (allowed; -v 2 lists"
                " them).",
                count,
            )
            self.stdout.write(message % {"count": count})
