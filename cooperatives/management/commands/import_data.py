"""`manage.py import_data`: records from a CSV or Excel file, all or nothing (design 3)."""

import json
from pathlib import Path

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperatives.accounts.invitations import invite
from cooperatives.files.refusals import RowError, UnreadableFileError
from cooperatives.ground.numbers import Mark
from cooperatives.history import Way, changes_by
from cooperatives.imports import KINDS, ImportOutcome, Options, import_file
from cooperatives.management.scripting import ScriptCommand
from cooperatives.models import User

BAR_WIDTH = 40


class Command(ScriptCommand):
    help = "Import records from an Excel, LibreOffice or CSV (UTF-8) file: all of it, or nothing."

    def add_arguments(self, parser):
        parser.add_argument("kind", choices=list(KINDS), metavar="KIND", help=", ".join(KINDS))
        parser.add_argument("file", metavar="FILE", help=".xlsx, .xls, .ods, or .csv in UTF-8")
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")
        parser.add_argument("--format", choices=["text", "json"], default="text")
        parser.add_argument(
            "--decimal",
            choices=[mark.value for mark in Mark],
            help="the decimal mark, where no number of the file tells",
        )
        parser.add_argument("--sheet", default="", metavar="NAME", help="the sheet that is meant")
        parser.add_argument("--user", metavar="USERNAME", help="who imports, for the history")
        parser.add_argument(
            "--submit",
            action="store_true",
            help="submit the returns that the file touches, unusual figures without an explanation",
        )
        parser.add_argument("--approve", action="store_true", help="submit and approve them")
        parser.add_argument(
            "--early",
            action="store_true",
            help="submit them also for quarters that have not ended",
        )
        parser.add_argument(
            "--as-written",
            action="store_true",
            help="targets of less than 10,000 VND are meant so, and not in millions",
        )
        among_plans = parser.add_mutually_exclusive_group()
        among_plans.add_argument(
            "--beside",
            dest="plans",
            action="store_const",
            const="beside",
            default="",
            help="new plans stand beside those that their units have for the same years",
        )
        among_plans.add_argument(
            "--replace",
            dest="plans",
            action="store_const",
            const="replace",
            help="of two plans of a unit and year the one issued later replaces the other",
        )

    def handle(self, *args, **options):
        goes_out = options["submit"] or options["approve"]
        if goes_out and not KINDS[options["kind"]].in_returns:
            raise CommandError(_("Only quarterly figures stand in returns to submit or approve."))
        if options["early"] and not (options["submit"] or options["approve"]):
            raise CommandError(_("Only what is submitted can be early: add --submit or --approve."))
        if options["plans"] and options["kind"] != "targets":
            raise CommandError(
                _("Only targets belong to plans that replace or stand beside others.")
            )
        if options["as_written"] and options["kind"] != "targets":
            raise CommandError(_("Only targets are asked about amounts of a few VND."))
        outcome = self._import(options)
        if said := str(outcome.place):
            self.stderr.write(said, self.style.NOTICE)
        if options["format"] == "json":
            self.stdout.write(json.dumps(outcome.as_json(), ensure_ascii=False, indent=2))
        elif outcome.warning_count:
            self.stderr.write(self._warnings(outcome), self.style.WARNING)
        if outcome.error_count:
            raise CommandError(self._complaint(outcome))
        if options["format"] == "text":
            self.stdout.write(self._summary(outcome, dry_run=options["dry_run"]))
            for consequence in outcome.consequences:
                self.stdout.write("\n  ".join([consequence.sentence, *consequence.lines]))
        if outcome.new_accounts:
            with changes_by(self._user(options["user"]), Way.COMMAND):
                self._invite(outcome.new_accounts)

    def _invite(self, usernames: list[str]) -> None:
        """Send new people their links. Those whom no letter reaches are printed, on standard error:
        standard output may be kept.
        """
        users = User.objects.in_bulk(usernames, field_name="username")
        for one in invite(users[name] for name in usernames):
            if one.is_shown:
                line = f"{one.user} ({one.user.username}): {one.link}"
                self.stderr.write(f"{line} ({one.refused})" if one.refused else line)

    def _import(self, options) -> ImportOutcome:
        try:
            content = Path(options["file"]).read_bytes()
        except OSError as error:
            message = _("The file cannot be read: %(reason)s.") % {"reason": error.strerror}
            return ImportOutcome(errors=[RowError(1, "", options["file"], message)], error_count=1)
        try:
            return import_file(
                KINDS[options["kind"]],
                options["file"],
                content,
                Options(
                    decimal=options["decimal"] and Mark(options["decimal"]),
                    user=self._user(options["user"]),
                    submit=options["submit"],
                    approve=options["approve"],
                    early=options["early"],
                    plans=options["plans"],
                    sheet=options["sheet"],
                    as_written=options["as_written"],
                ),
                store=not options["dry_run"],
                progress=self._draw_bar if self.stderr.isatty() else None,
            )
        except UnreadableFileError as unreadable:
            return ImportOutcome(errors=[unreadable.error], error_count=1)

    def _user(self, username: str | None) -> User | None:
        if not username:
            return None
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(_("There is no account “%(name)s”.") % {"name": username})
        return user

    def _draw_bar(self, done: int, total: int) -> None:
        filled = BAR_WIDTH * done // total
        bar = "█" * filled + "░" * (BAR_WIDTH - filled)
        end = "\n" if done == total else ""
        self.stderr._out.write(f"\r{bar} {done}/{total}{end}")
        self.stderr._out.flush()

    def _complaint(self, outcome: ImportOutcome) -> str:
        count = outcome.error_count
        head = ngettext(
            "%(count)s error, nothing is stored:", "%(count)s errors, nothing is stored:", count
        )
        return self._list(head, count, outcome.errors)

    def _warnings(self, outcome: ImportOutcome) -> str:
        count = outcome.warning_count
        head = ngettext("%(count)s unusual value:", "%(count)s unusual values:", count)
        return self._list(head, count, outcome.warnings)

    def _list(self, head: str, count: int, places: list[RowError]) -> str:
        """Places in the file, a line for each, under a head that says how many there are."""
        lines = [head % {"count": count}]
        for found in places:
            place = _("row %(row)s") % {"row": found.row}
            parts = [place, found.column_named, f"“{found.value}”" if found.value else ""]
            lines.append(f"{', '.join(filter(None, parts))}: {found.message}")
        if count > len(places):
            lines.append(_("These are the first %(count)s.") % {"count": len(places)})
        return "\n".join(lines)

    def _summary(self, outcome: ImportOutcome, *, dry_run: bool) -> str:
        message = (
            _("Would be created: %(created)s, updated: %(updated)s, unchanged: %(unchanged)s.")
            if dry_run
            else _("Created: %(created)s, updated: %(updated)s, unchanged: %(unchanged)s.")
        )
        counts = {
            "created": outcome.created,
            "updated": outcome.updated,
            "unchanged": outcome.unchanged,
        }
        lines = [message % counts]
        if outcome.submitted or outcome.approved:
            message = _("Returns submitted: %(submitted)s, approved: %(approved)s.")
            params = {"submitted": outcome.submitted, "approved": outcome.approved}
            lines.append(message % params)
        return "\n".join(lines)
