"""Taking a file into its return: seen first, then stored as a whole or not at all.

A cell that cannot be stored keeps the whole file out. In the grid such a cell stays in sight until
it is mended; what a file leaves behind would be forgotten once the page is closed, and the return
would hold one figure while the clerk's own file says another. So the file and the return agree, or
the return is as it was; the file is at hand, and a second upload shows only what is new.

The preview is the very storing, looked at and taken back, so that the two cannot disagree.

A file of ours knows what was stored when it was downloaded; of another it is noted when it is first
read. What it left so changes nothing, whatever was stored meanwhile. What it changed, and somebody
else changed too, is a conflict: what is stored stays unless the person chooses the file's value for
that very cell. What the person stored meanwhile, by the grid or by an upload before, is no
conflict: the preview shows that it changes.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from ..entry.columns import SheetColumn
from ..entry.saving import ValueEntry, save_cells
from ..entry.sheet import SheetRow
from ..entry.writers import Writer, writers_of
from ..figures.checks import Finding
from ..figures.values import value_of
from ..files.columns import REGISTRATION_NUMBER
from ..ground.vietnamese import tidy
from ..history import Way, changes_by
from ..returns.answering import LEAST_LETTERS, MOST_LETTERS, answer_rows
from ..returns.sheet import QuarterlySheet
from .layout import ANSWERED
from .preview import MeanwhileStored, Notice, PreviewCell, PreviewRow, Upload
from .rows import FilledRow


def preview_upload(
    sheet: QuarterlySheet, rows: list[FilledRow], chosen: Collection[str] = ()
) -> Upload:
    """What the rows would change. chosen: the conflicts, by `choice`, in which the file's value is
    to be taken. Raises LockedError.
    """
    return _run(sheet, rows, chosen, seen=None)


def store_upload(
    sheet: QuarterlySheet, rows: list[FilledRow], seen: str, chosen: Collection[str] = ()
) -> Upload:
    """Store the rows if what they change is still what was seen, by the preview's fingerprint, and
    can be stored with what was chosen.

    Otherwise nothing is stored, and the result is a new preview. Raises LockedError.
    """
    return _run(sheet, rows, chosen, seen=seen)


def _run(
    sheet: QuarterlySheet, rows: list[FilledRow], chosen: Collection[str], seen: str | None
) -> Upload:
    # What is read meanwhile may be taken back, so that the caller's sheet is left alone.
    sheet = replace(sheet)
    with transaction.atomic():
        sheet.hold()
        upload = _Run(sheet, rows, chosen).upload
        may_be_stored = upload.may_be_confirmed and not upload.errors
        upload.is_stored = may_be_stored and upload.fingerprint == seen
        if not upload.is_stored:
            transaction.set_rollback(True)
    return upload


class _Run:
    """One run of a file through its return, which is held."""

    def __init__(
        self, sheet: QuarterlySheet, rows: list[FilledRow], chosen: Collection[str]
    ) -> None:
        self.sheet, self.chosen = sheet, chosen
        self.upload = Upload()
        self.known = {one.registration_number: one for one in sheet.cooperatives()}
        mine = self._mine(rows)
        entries = self._compare(mine)
        words = self._words(mine)
        self.upload.is_readable = not self.upload.errors
        if entries or words:
            self._save(entries, words, {row.number: row for row in mine})

    # --- Rows -----------------------------------------------------------------------------------

    def _mine(self, rows: Iterable[FilledRow]) -> list[FilledRow]:
        """The rows of cooperatives of this return, each once."""
        first: dict[str, FilledRow] = {}
        for row in rows:
            if row.number in first:
                message = _("Row %(row)s is of the same cooperative: keep one of the two rows.")
                self._wrong_row(row, message % {"row": first[row.number].row})
            elif row.number in self.known:
                first[row.number] = row
                self._compare_name(row)
            elif not row.number:
                message = _("The row names no cooperative: write its number, or clear its figures.")
                self._wrong_row(row, message)
            elif row.is_as_before(self.sheet.columns):
                self.upload.left_out.append(row)
            else:
                message = _(
                    "No cooperative of this return bears this number. If it is a new one, record "
                    "its founding first, then upload the file again; else clear the row's figures."
                )
                founding = f"{reverse('founding')}?{urlencode({'unit': self.sheet.unit.code})}"
                self._wrong_row(row, message, founding)
        self.upload.missing = [one for number, one in self.known.items() if number not in first]
        return list(first.values())

    def _wrong_row(self, row: FilledRow, message: str, link: str = "") -> None:
        label = str(REGISTRATION_NUMBER.label)
        notice = Notice(row.row, row.name, label, row.number, message, link=link)
        self.upload.errors.append(notice)

    def _compare_name(self, row: FilledRow) -> None:
        name = self.known[row.number].name
        if tidy(name).casefold() != row.name.casefold():
            message = _("The cooperative with this number is called so here.")
            self.upload.renamed.append(Notice(row.row, row.name, "", name, message))

    # --- Cells ----------------------------------------------------------------------------------

    def _compare(self, rows: list[FilledRow]) -> list[ValueEntry]:
        """The cells that the file changes."""
        records = self.sheet.records([row.number for row in rows])
        touched = [row.number for row in rows if self._is_behind(row, records[row.number])]
        writers = writers_of(
            [records[number] for number in touched],
            [column.field for column in self.sheet.columns],
        )
        entries = []
        for row in rows:
            record = records[row.number]
            read = [self._read(row, column, record, writers) for column in self.sheet.columns]
            cells = tuple(cell for cell, _entry in read)
            if any(cell.changes for cell in cells):
                name = record.cooperative.name
                self.upload.rows.append(PreviewRow(row.row, row.number, name, cells))
            entries += [entry for _cell, entry in read if entry]
        return entries

    def _is_behind(self, row: FilledRow, record: Any) -> bool:
        """Whether anything was stored in the row since the file was made or first read."""
        return any(
            value_of(record, column.field) != row.stored_before(column)
            for column in self.sheet.columns
        )

    def _read(
        self,
        row: FilledRow,
        column: SheetColumn,
        record: Any,
        writers: dict[tuple[int, str], Writer],
    ) -> tuple[PreviewCell, ValueEntry | None]:
        stored = value_of(record, column.field)
        old = column.show(stored)
        cell, stays = row.cells.get(column.field), PreviewCell(column, old, old)
        if cell is None:
            return stays, None
        if cell.problem:
            self._wrong_cell(row, column, cell.problem)
            return stays, None
        if cell.value == stored:
            self.upload.unchanged += stored not in (None, "")
            return stays, None
        before = row.stored_before(column)
        if cell.value == before:
            self.upload.newer += 1
            return stays, None
        self.upload.seen.append((row.number, column.field, stored, cell.value))
        new = column.show(cell.value)
        if stored != before:
            writer = writers.get((record.pk, column.field), Writer())
            if writer.user != self.sheet.reader and not self._takes_file(
                row, column, old, new, writer
            ):
                return stays, None
        entry = ValueEntry(row.number, column.field, cell.value, stored)
        return PreviewCell(column, old, new), entry

    def _takes_file(
        self, row: FilledRow, column: SheetColumn, old: str, new: str, writer: Writer
    ) -> bool:
        """Note a conflict, and say whether the file's value was chosen."""
        by = str(writer.user or "")
        name = self.known[row.number].name
        conflict = MeanwhileStored(row.number, row.row, name, column, old, new, by, writer.at)
        conflict = replace(conflict, takes_file=conflict.choice in self.chosen)
        self.upload.conflicts.append(conflict)
        return conflict.takes_file

    def _wrong_cell(self, row: FilledRow, column: SheetColumn, message: str) -> None:
        cell = row.cells[column.field]
        self.upload.errors.append(self._notice(row, str(column.label), cell.source, message))

    def _notice(
        self, row: FilledRow, column: str, value: str, message: str, answer: str = ""
    ) -> Notice:
        return Notice(row.row, self.known[row.number].name, column, value, message, answer)

    # --- Words ----------------------------------------------------------------------------------

    def _words(self, rows: list[FilledRow]) -> dict[str, str]:
        """The words with which the file answers what is asked, by number."""
        words = {}
        for row in rows:
            if not row.answer:
                continue
            if LEAST_LETTERS <= len(row.answer) <= MOST_LETTERS:
                words[row.number] = row.answer
            else:
                message = _("Say in a few words why the value is right: at most %(most)s letters.")
                message %= {"most": MOST_LETTERS}
                label = str(ANSWERED.label)
                self.upload.errors.append(self._notice(row, label, row.answer, message))
        return words

    # --- Storing --------------------------------------------------------------------------------

    def _save(
        self, entries: list[ValueEntry], words: dict[str, str], rows: dict[str, FilledRow]
    ) -> None:
        outcome = save_cells(self.sheet, entries, Way.IMPORT)
        for refused in outcome.refused:
            column = self.sheet.column(refused.field)
            self._wrong_cell(rows[refused.number], column, refused.message)
        self.upload.errors.sort(key=lambda notice: notice.row)
        looked_at = self.sheet.rows(outcome.changed | set(words))
        for row in looked_at:
            self._look_at(row, rows[row.number], words.get(row.number, ""))
        with changes_by(self.sheet.reader, Way.IMPORT):
            answer_rows(self.sheet, looked_at, words)

    def _look_at(self, row: SheetRow, filled: FilledRow, word: str) -> None:
        """Note what is unusual in a row, and whether the file explains it."""
        asked = [judged.finding for judged in row.warnings_to_answer]
        for finding in asked:
            notice = self._unusual(filled, finding, word)
            (self.upload.answered if word else self.upload.unusual).append(notice)
            if word:
                self.upload.seen.append((row.number, finding.rule, finding.values, word))
        if word and not asked:
            message = _("Nothing is asked about this row, and the word is left out.")
            notice = self._notice(filled, str(ANSWERED.label), word, message)
            self.upload.idle.append(notice)

    def _unusual(self, row: FilledRow, finding: Finding, word: str) -> Notice:
        column = self.sheet.column(finding.field)
        shown = column.show(finding.value)
        return self._notice(row, str(column.label), shown, finding.message, word)
