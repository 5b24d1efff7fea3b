"""`manage.py report`: the quarterly report as a file (design 3)."""

import os
import tempfile
from pathlib import Path

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from cooperatives.management.scripting import ScriptCommand
from cooperatives.models import User
from cooperatives.rights.permissions import ADMIN
from targets.comparison.selection import NothingThereError, Selection, select
from targets.models import Edition
from targets.papers.pdf import NoPdfError, as_pdf
from targets.report.asked import (
    BrokenEditionError,
    live_report,
    live_workbook,
    report_of,
    workbook_of,
)


class Command(ScriptCommand):
    help = (
        "Write the report of a quarter in the form of Decree 30/2020, or its annex as a workbook: "
        "of an edition, or a draft from live figures."
    )

    def add_arguments(self, parser):
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--quarter", type=int, required=True, help="1 to 4")
        parser.add_argument("--unit", metavar="CODE", help="default: the plan's unit")
        parser.add_argument(
            "--snapshot", type=int, metavar="EDITION", help="the number of a published edition"
        )
        parser.add_argument("--format", choices=["docx", "pdf", "xlsx"], required=True)
        parser.add_argument("out", metavar="OUT", help="the file that is written")

    def handle(self, *args, **options):
        out = Path(options["out"])
        try:
            selection = select(
                year=options["year"], quarter=options["quarter"], unit_code=options["unit"]
            )
            content = _content(selection, options["snapshot"], options["format"])
            if options["format"] == "pdf":
                content = as_pdf(content)
            _write(out, content)
        except (NothingThereError, BrokenEditionError, NoPdfError) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            message = _("%(file)s cannot be written: %(reason)s.")
            raise CommandError(message % {"file": out, "reason": error.strerror}) from error


def _content(selection: Selection, number: int | None, form: str) -> bytes:
    """The report as .docx, or its annex as .xlsx. number: that of an edition; None for live
    figures.
    """
    is_annex = form == "xlsx"
    if number is None:
        if is_annex:
            return live_workbook(selection)
        # A command may read everything, as an admin without a unit.
        return live_report(selection, User(role=ADMIN.code))
    found = Edition.objects.of(selection.unit, selection.year, selection.quarter)
    edition = found.filter(number=number).first()
    if edition is None:
        raise NothingThereError(_("No such edition was published."))
    return workbook_of(edition) if is_annex else report_of(edition)


def _write(out: Path, content: bytes) -> None:
    """All of it or nothing: beside the file, then in its place."""
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        # A temporary file is its owner's alone; others get what the system grants on new files.
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(out)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
