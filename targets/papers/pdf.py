"""A Word file as PDF, by LibreOffice where the machine has it."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from django.utils.translation import gettext as _

PROGRAMS = ("soffice", "libreoffice")
MOST_SECONDS = 90
"""So long one conversion may take: it is some seconds, the first one on a machine twice that."""
INSTALL = "apt-get install libreoffice-writer fonts-liberation2"


class NoPdfError(Exception):
    """No PDF could be made; the text says why, and what to do."""


def has_libreoffice() -> bool:
    """Whether PDF can be made on this machine."""
    return _program() is not None


def why_none() -> str:
    """Why no PDF can be made here, for who reads a page; empty where it can be."""
    return "" if has_libreoffice() else _("PDF: the server has no LibreOffice")


def as_pdf(document: bytes) -> bytes:
    """A .docx as PDF. Each run has a profile of its own, so that several may run at a time.

    Raises NoPdfError where LibreOffice is missing, fails or takes too long.
    """
    program = _program()
    if program is None:
        text = _("PDF needs LibreOffice, which is not installed here: %(command)s, or take Word.")
        raise NoPdfError(text % {"command": INSTALL})
    with tempfile.TemporaryDirectory(prefix="plan-tracker-") as folder:
        source = Path(folder) / "report.docx"
        source.write_bytes(document)
        _convert(program, source, Path(folder))
        made = source.with_suffix(".pdf")
        if not made.exists():
            raise NoPdfError(_("LibreOffice could not make the PDF: take the Word file."))
        return made.read_bytes()


def _program() -> str | None:
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


def _convert(program: str, source: Path, folder: Path) -> None:
    arguments = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(folder)),
        str(source),
    ]
    running = subprocess.Popen(  # noqa: S603 - a program of the machine, and names of ours
        arguments,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "HOME": str(folder)},
    )
    try:
        running.wait(MOST_SECONDS)
    except subprocess.TimeoutExpired as error:
        # LibreOffice works in a process of its own below the one that was started.
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        raise NoPdfError(
            _("LibreOffice took more than %(seconds)s seconds: try again, or take the Word file.")
            % {"seconds": MOST_SECONDS}
        ) from error
