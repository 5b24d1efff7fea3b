"""Import files as people make them, and `manage.py import_data` as they call it."""

import csv
import io
import json
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management import load_command_class
from django.utils import translation
from openpyxl import Workbook

from cooperatives.imports import KINDS

Rows = Sequence[Sequence[Any]]


def as_csv(header: Sequence[str], rows: Rows, *, delimiter: str = ",", day: str = "%d/%m/%Y"):
    """A CSV in UTF-8; dates as they are written in Vietnam unless said otherwise."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(header)
    for row in rows:
        writer.writerow([cell.strftime(day) if isinstance(cell, date) else cell for cell in row])
    return text.getvalue().encode()


def as_xlsx(header: Sequence[str], rows: Rows) -> bytes:
    """A workbook whose cells hold numbers and dates as such."""
    workbook = Workbook()
    workbook.active.append(list(header))
    for row in rows:
        workbook.active.append(list(row))
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def labels(kind: str, codes: Sequence[str], language: str) -> list[str]:
    """What people read above these columns."""
    known = {column.code: column.label for column in KINDS[kind].all_columns()}
    with translation.override(language):
        return [str(known[code]) for code in codes]


@dataclass(frozen=True)
class Run:
    """What a call of the command left behind."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        return json.loads(self.out)

    @property
    def counts(self) -> tuple[int, int, int]:
        """Created, updated, unchanged."""
        return tuple(self.json[name] for name in ("created", "updated", "unchanged"))

    @property
    def errors(self) -> list[tuple[int, str, str, str]]:
        """Row, column, value and message of each."""
        names = ("row", "column", "value", "message")
        return [tuple(error[name] for name in names) for error in self.json["errors"]]


def manage(*arguments: str) -> Run:
    """Run `manage.py import_data` with arguments, as a shell would; but the checks of the whole
    program, which take three times as long as an import, are not run again for each.
    """
    out, err = io.StringIO(), io.StringIO()
    status = 0
    with redirect_stdout(out), redirect_stderr(err):
        command = load_command_class("cooperatives", "import_data")
        try:
            command.run_from_argv(["manage.py", "import_data", "--skip-checks", *arguments])
        except SystemExit as stop:
            status = stop.code
    return Run(status, out.getvalue(), err.getvalue())


class Importer:
    """Imports what a test writes down, from files in a folder."""

    def __init__(self, folder: Path):
        self.folder = folder

    def __call__(self, kind: str, content: str | bytes, *options: str, name="tệp.csv") -> Run:
        """Run the command on a file with this content, with JSON as the answer."""
        return self.text(kind, content, "--format", "json", *options, name=name)

    def text(self, kind: str, content: str | bytes, *options: str, name="tệp.csv") -> Run:
        """The same, with the answer that people read."""
        file = self.folder / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return manage(kind, str(file), *options)
