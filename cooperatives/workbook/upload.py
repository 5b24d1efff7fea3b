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

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from ..entry.columns import SheetColumn
from ..entry.saving import ValueEntry, save_cells
from ..entry.sheet import Cells, SheetRow
from ..entry.writers import Writer, writers_of
from ..figures.checks import Finding
from ..figures.values import value_of
from ..files.columns import REGISTRATION_NUMBER
from ..ground.vietnamese import tidy
from ..history import Way, changes_by
from ..returns.answering import LEAST_LETTERS, MOST_LETTERS, answer_fields, answer_rows
from ..returns.sheet import QuarterlySheet
from ..returns.unit_fields import ReturnFields
from .layout import ANSWERED
from .preview import MeanwhileStored, Notice, PreviewCell, PreviewRow, Upload
from .rows import FilledRow


def preview_upload(
    sheet: QuarterlySheet,
    rows: Sequence[FilledRow],
    chosen: Collection[str] = (),
    fields: Sequence[FilledRow] = (),
) -> Upload:
    """What the rows would change. chosen: the conflicts, by `choice`, in which the file's value is
    to be taken; fields: what the file says of the unit itself. Raises LockedError.
    """
    return _run(sheet, rows, fields, chosen, seen=None)


def store_upload(
    sheet: QuarterlySheet,
    rows: Sequence[FilledRow],
    seen: str,
    chosen: Collection[str] = (),
    fields: Sequence[FilledRow] = (),
) -> Upload:
    """Store the rows if what they change is still what was seen, by the preview's fingerprint, and
    can be stored with what was chosen.

    Otherwise nothing is stored, and the result is a new preview. Raises LockedError.
    """
    return _run(sheet, rows, fields, chosen, seen=seen)


def _run(
    sheet: QuarterlySheet,
    rows: Sequence[FilledRow],
    fields: Sequence[FilledRow],
    chosen: Collection[str],
    seen: str | None,
) -> Upload:
    # What is read meanwhile may be taken back, so that the caller's sheet is left alone.
    own = ReturnFields.of(replace(sheet))
    with transaction.atomic():
        own.hold()
        upload = _Run(own, rows, fields, chosen).upload
        may_be_stored = upload.may_be_confirmed and not upload.errors
        upload.is_stored = may_be_stored and upload.fingerprint == seen
        if not upload.is_stored:
            transaction.set_rollback(True)
    return upload


class _Run:
    """One run of a file through its return, which is held."""

    def __init__(
        self,
        own: ReturnFields,
        rows: Sequence[FilledRow],
        fields: Sequence[FilledRow],
        chosen: Collection[str],
    ) -> None:
        self.own, self.sheet, self.chosen = own, own.sheet, chosen
        self.upload = Upload()
        self.known = {one.registration_number: one for one in self.sheet.cooperatives()}
        mine = self._mine(rows)
        if fields and not rows:
            self.upload.missing = []  # it is a file of the unit alone
        of_unit = self._compare_fields(fields)
        entries = self._compare(mine)
        own_words = self._words(fields)
        words = self._words(mine)
        self.upload.is_readable = not self.upload.errors
        if of_unit or own_words:
            rows_of_fields = {name: row for row in fields for name in row.cells}
            self._save_fields(of_unit, own_words, rows_of_fields)
        if entries or words:
            given = {row.number: word for row, word in words}
            self._save(entries, given, {row.number: row for row in mine})
        self.upload.errors.sort(key=lambda notice: notice.row)

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

    def _compare_fields(self, rows: Sequence[FilledRow]) -> list[ValueEntry]:
        """The fields of the unit itself that the file changes."""
        if not rows:
            return []
        code = self.own.unit.code
        record = self.own.records([code])[code]
        writers = writers_of([record], [column.field for column in self.own.columns])
        entries = []
        for row in rows:
            (name,) = row.cells
            cell, entry = self._read(row, self.own.column(name), record, writers)
            if cell.changes:
                self.upload.fields.append(PreviewRow(row.row, code, row.name, (cell,)))
            entries += [entry] if entry else []
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
        conflict = MeanwhileStored(
            row.number, row.row, self._name(row), column, old, new, by, writer.at
        )
        conflict = replace(conflict, takes_file=conflict.choice in self.chosen)
        self.upload.conflicts.append(conflict)
        return conflict.takes_file

    def _wrong_cell(self, row: FilledRow, column: SheetColumn, message: str) -> None:
        cell = row.cells[column.field]
        self.upload.errors.append(self._notice(row, str(column.label), cell.source, message))

    def _notice(
        self, row: FilledRow, column: str, value: str, message: str, answer: str = ""
    ) -> Notice:
        return Notice(row.row, self._name(row), column, value, message, answer)

    def _name(self, row: FilledRow) -> str:
        """Whose row it is, as it is called here; of the unit itself, where it stands."""
        known = self.known.get(row.number)
        return known.name if known else row.name

    # --- Words ----------------------------------------------------------------------------------

    def _words(self, rows: Iterable[FilledRow]) -> list[tuple[FilledRow, str]]:
        """The rows with a word that answers what is asked, and that word."""
        words = []
        for row in rows:
            if not row.answer:
                continue
            if LEAST_LETTERS <= len(row.answer) <= MOST_LETTERS:
                words.append((row, row.answer))
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
        looked_at = self.sheet.rows(outcome.changed | set(words))
        for row in looked_at:
            self._look_at(row, rows[row.number], words.get(row.number, ""))
        with changes_by(self.sheet.reader, Way.IMPORT):
            answer_rows(self.sheet, looked_at, words)

    def _save_fields(
        self,
        entries: list[ValueEntry],
        words: list[tuple[FilledRow, str]],
        rows: dict[str, FilledRow],
    ) -> None:
        """Store what the unit itself reports. rows: by field."""
        outcome = save_cells(self.own, entries, Way.IMPORT)
        for refused in outcome.refused:
            column = self.own.column(refused.field)
            self._wrong_cell(rows[refused.field], column, refused.message)
        given = {name: word for row, word in words for name in row.cells}
        asked = [judged.finding for judged in self.own.row.warnings_to_answer]
        for name in {entry.field for entry in entries} | set(given):
            of_field = [finding for finding in asked if finding.field == name]
            self._note(of_field, self.own, rows[name], given.get(name, ""))
        with changes_by(self.sheet.reader, Way.IMPORT):
            answer_fields(self.own, given)

    def _look_at(self, row: SheetRow, filled: FilledRow, word: str) -> None:
        """Note what is unusual in a row, and whether the file explains it."""
        asked = [judged.finding for judged in row.warnings_to_answer]
        self._note(asked, self.sheet, filled, word)

    def _note(self, asked: list[Finding], of: Cells, filled: FilledRow, word: str) -> None:
        for finding in asked:
            notice = self._unusual(of, filled, finding, word)
            (self.upload.answered if word else self.upload.unusual).append(notice)
            if word:
                self.upload.seen.append((filled.number, finding.rule, finding.values, word))
        if word and not asked:
            message = _("Nothing is asked about this row, and the word is left out.")
            notice = self._notice(filled, str(ANSWERED.label), word, message)
            self.upload.idle.append(notice)

    def _unusual(self, of: Cells, row: FilledRow, finding: Finding, word: str) -> Notice:
        column = of.column(finding.field)
        shown = column.show(finding.value)
        return self._notice(row, str(column.label), shown, finding.message, word)
