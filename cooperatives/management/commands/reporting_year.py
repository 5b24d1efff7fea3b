"""`manage.py reporting_year open|close|reopen YEAR`: opens a year for reporting, and closes it."""

import sys
from datetime import date

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperatives.ground.problems import Problem
from cooperatives.ground.wording import period_inside
from cooperatives.management.scripting import ScriptCommand
from cooperatives.models import AdministrativeUnit, ReportingYear
from cooperatives.models.locks import lock_record
from cooperatives.units.years import (
    closing_problems,
    opening_of,
    reopening_problems,
    reporting_year_problems,
)
from cooperatives.yearly.closing import Missing, missing_at_closing

from ...ground.unit_names import unit_inside


class Command(ScriptCommand):
    help = "Open a year for reporting in a unit and all below it, close it, or open it again."

    def add_arguments(self, parser):
        parser.add_argument("action", choices=["open", "close", "reopen"])
        parser.add_argument("year", type=int)
        parser.add_argument("--unit", help="code of the unit; by default the root of the tree")
        parser.add_argument("--reason", default="", help="why; needed to open a closed year again")
        parser.add_argument(
            "--yes", action="store_true", help="close the year whatever is missing, without asking"
        )

    @transaction.atomic
    def handle(self, *args, **options):
        year = options["year"]
        unit = self._unit(options["unit"], year)
        if options["action"] == "open":
            row = opening_of(unit, year)
            row.reason = options["reason"]
            try:
                row.full_clean()
            except ValidationError as error:
                raise CommandError("\n".join(error.messages)) from error
            self._store(row, reporting_year_problems(row))
            self._say(_("%(year)s is open for %(unit)s."), row)
            return
        row = self._opened(unit, year)
        if options["action"] == "reopen":
            self._store(row, reopening_problems(row, options["reason"]))
            self._say(_("%(year)s is open for %(unit)s."), row)
            return
        problems = closing_problems(row, options["reason"])
        if not problems:
            self._ask(missing_at_closing(row), sure=options["yes"])
        self._store(row, problems)
        self._say(_("%(year)s is closed for %(unit)s."), row)

    def _unit(self, code: str | None, year: int) -> AdministrativeUnit:
        if not 1945 <= year <= 2200:
            raise CommandError(_("%(year)s is not a year from 1945 to 2200.") % {"year": year})
        units, day = AdministrativeUnit.objects.all(), date(year, 12, 31)
        if code:
            unit = units.with_code(code, day)
            if unit is None:
                message = _("There is no unit with the code %(code)s here.")
                raise CommandError(message % {"code": code})
            return unit
        roots = units.filter(parent=None, valid_from__lte=day)
        roots = roots.exclude(valid_to__lte=date(year, 1, 1))
        if len(roots) != 1:
            raise CommandError(_("Say for which unit: --unit CODE."))
        return roots[0]

    def _opened(self, unit: AdministrativeUnit, year: int) -> ReportingYear:
        row = ReportingYear.objects.filter(unit=unit, year=year).first()
        if row is None:
            message = _("%(year)s was never opened for %(unit)s.")
            raise CommandError(message % {"year": year, "unit": unit_inside(unit.name)})
        lock_record(row)
        return ReportingYear.objects.select_related("unit__parent").get(pk=row.pk)

    def _store(self, row: ReportingYear, problems: list[Problem]) -> None:
        """Store a year, or raise CommandError where it breaks a rule."""
        if problems:
            raise CommandError("\n".join(found.message for found in problems))
        row.save()

    def _say(self, message: str, row: ReportingYear) -> None:
        self.stdout.write(message % {"year": row.year, "unit": unit_inside(row.unit.name)})

    def _ask(self, missing: Missing, *, sure: bool) -> None:
        """List what is missing; go on where that is nothing, `--yes` was given or a person agrees.

        Raises CommandError otherwise.
        """
        for line in lines_of(missing):
            self.stdout.write(line)
        if missing.is_nothing or sure:
            return
        if sys.stdin.isatty():
            if input(_("Close the year all the same? [y/N] ")).strip().lower() in ("y", "yes", "c"):
                return
            raise CommandError(_("Nothing was changed."))
        raise CommandError(_("Something is missing: close the year all the same with --yes."))


def lines_of(missing: Missing) -> list[str]:
    """What is missing, a line for each return and for each unit that lacks reports."""
    lines = []
    for returns, title in (
        (missing.not_submitted, _("Not submitted")),
        (missing.sent_back, _("Sent back")),
        (missing.waiting, _("Waiting for approval")),
    ):
        for one in returns:
            line = f"{title}: {one.unit.name}, {period_inside(one.period)}"
            lines.append(line if one.is_submitted else f"{line} ({one.timeliness_in_words})")
    remarked = _("With an open remark")
    lines += [
        f"{remarked}: {one.unit.name}, {period_inside(one.period)}" for one in missing.remarked
    ]
    for unit, number in missing.drafts:
        text = ngettext(
            "%(unit)s: %(number)s yearly report is a draft.",
            "%(unit)s: %(number)s yearly reports are drafts.",
            number,
        )
        lines.append(text % {"unit": unit, "number": number})
    for unit, number in missing.unrated:
        text = ngettext(
            "%(unit)s: %(number)s cooperative is not rated.",
            "%(unit)s: %(number)s cooperatives are not rated.",
            number,
        )
        lines.append(text % {"unit": unit, "number": number})
    for unit, number in missing.unplaced:
        text = ngettext(
            "%(unit)s: %(number)s organisation waits for a place after the reform.",
            "%(unit)s: %(number)s organisations wait for a place after the reform.",
            number,
        )
        lines.append(text % {"unit": unit, "number": number})
    blank = _("Blank figures of the province")
    lines += [
        f"{blank}: {unit.name}, {period_inside(period)}: {number}"
        for unit, period, number in missing.blank
    ]
    return lines or [_("Nothing is missing.")]
