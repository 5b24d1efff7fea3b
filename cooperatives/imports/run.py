"""Runs an import: reads the header, settles the decimal mark, then works through the rows."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

from django.db import transaction
from django.utils.translation import gettext as _

from ..counting import Cause, CountedChange, counted_change, hold_counts
from ..files.cells import FileCell, header_key
from ..files.columns import CellError, Column
from ..files.limits import COMMAND, Limits
from ..files.refusals import RowError, TooManyRowsError, UnreadableFileError
from ..files.table import SeveralSheetsError, Table, read_table
from ..ground.numbers import Mark, is_ambiguous, settle
from ..history import Way, changes_by
from ..models.base import refresh_statistics
from .kind import ImportKind
from .session import FileRow, ImportOutcome, Options, Session

LARGE = 1_000
"""Rows from which on the database's planner is told of an import."""

Progress = Callable[[int, int], None]
"""Called with the number of rows done and of all rows."""


def import_file(
    kind: type[ImportKind],
    name: str,
    content: bytes,
    options: Options,
    *,
    store: bool,
    limits: Limits = COMMAND,
    progress: Progress | None = None,
) -> ImportOutcome:
    """Import a file, all or nothing; without `store` only say what it would do.

    Raises TooManyRowsError; any other fault of the file is an error of the outcome.
    """
    try:
        table = read_table(
            name,
            content,
            _known(kind),
            kind.needed,
            limits,
            sheet=options.sheet,
            person=str(options.scope.pk) if options.scope else "",
        )
    except TooManyRowsError:
        raise
    except SeveralSheetsError as several:
        return ImportOutcome([several.error], 1, open_errors=1, open_sheets=several.places)
    except UnreadableFileError as unreadable:
        return ImportOutcome([unreadable.error], 1)
    return import_table(kind, table, options, store=store, progress=progress)


def import_table(
    kind_type: type[ImportKind],
    table: Table,
    options: Options,
    *,
    store: bool,
    progress: Progress | None = None,
) -> ImportOutcome:
    """Import a table, all or nothing; without `store` only say what it would do."""
    positions, errors = _positions(kind_type, table)
    session = Session(options, kind_type.all_columns(), table.header, positions, storing=store)
    session.outcome.place = table.place
    for error in errors:
        session.error_at(error)
    if errors:
        return session.outcome
    decimal = _decimal_mark(kind_type, table, session)
    with ExitStack() as around:
        around.enter_context(changes_by(options.user, Way.IMPORT))
        if store:
            around.enter_context(transaction.atomic())
            # Imports hold what they change chunk by chunk; two at once could each wait for the
            # other.
            hold_counts()
            if kind_type.changes_what_counts:
                around.enter_context(counted_change(_counted(kind_type, options)))
        kind = kind_type(session)
        reader = _Reader(kind_type, table, session, decimal)
        done = 0
        for rows in _chunks(kind_type, table):
            for row in rows:
                reader.read(row)
            kind.plan(rows)
            if store and not session.outcome.error_count:
                kind.store()
            kind.forget()
            done += len(rows)
            if progress:
                progress(done, len(table.rows))
        if not session.outcome.error_count:
            kind.finish()
        if store and session.outcome.error_count:
            transaction.set_rollback(True)
        elif store and len(table.rows) >= LARGE:
            refresh_statistics()
    session.outcome.errors.sort(key=lambda error: error.row)
    return session.outcome


def _counted(kind: type[ImportKind], options: Options) -> CountedChange:
    """The change of what counts that a file makes: anywhere within who imports, of any year."""
    return CountedChange(
        Cause.IMPORT,
        within=options.scope.unit if options.scope else None,
        by=options.user,
        about=kind.code,
    )


# --- Header ---------------------------------------------------------------------------------------


def _known(kind: type[ImportKind]) -> dict[str, str]:
    """The code of a column by what may head it."""
    return {text: code for column in kind.all_columns() for text, code in column.headers().items()}


def _unknown(kind: type[ImportKind]) -> str:
    message = _("This column is not known: remove it, or name it one of: %(names)s.")
    names = ", ".join(f"{column.label} ({column.code})" for column in kind.all_columns())
    return message % {"names": names}


def _positions(kind: type[ImportKind], table: Table) -> tuple[dict[str, int], list[RowError]]:
    """Where each column stands, and what is wrong with the header."""
    known = _known(kind)
    row = table.place.header_row
    positions: dict[str, int] = {}
    errors = []
    for position, header in enumerate(table.header):
        code = known.get(header_key(header))
        if not header:
            continue  # an empty column; what stands below it is noted with its row
        if code is None:
            message = str(table.garbled.get(position) or "") or _unknown(kind)
            errors.append(RowError(row, header, header, message))
        elif code in positions:
            message = _("This column is there twice, first as “%(first)s”: remove one.")
            first = table.header[positions[code]]
            errors.append(RowError(row, header, header, message % {"first": first}))
        else:
            positions[code] = position
    for column in kind.all_columns():
        if column.code in kind.needed and column.code not in positions:
            message = _("The column “%(label)s” is missing: rows are told apart by it.")
            message %= {"label": column.label}
            errors.append(RowError(row, column.code, "", message, str(column.label)))
    return positions, errors


# --- Numbers --------------------------------------------------------------------------------------


def _decimal_mark(kind: type[ImportKind], table: Table, session: Session) -> Mark | None:
    """The decimal mark of the file; where nothing settles it, that is noted."""
    if session.options.decimal:
        return session.options.decimal
    numeric = {
        session.positions[column.code]: column.code
        for column in kind.all_columns()
        if column.is_number and column.code in session.positions
    }
    settlement = settle(
        ((number, position), cells[position])
        for number, cells in table.rows
        for position in numeric
        if position < len(cells) and isinstance(cells[position], str)
    )
    if settlement.open_at:
        (number, position), text = settlement.open_at
        message = _(
            "This could be read with “.” or with “,” as the decimal mark, and nothing else in the "
            "file tells: choose the decimal mark (of the command: --decimal point|comma)."
        )
        session.outcome.open_number = text
        session.outcome.open_errors += 1
        session.error_at(session.place(number, numeric[position], text, message))
    return settlement.mark


# --- Rows -----------------------------------------------------------------------------------------


def _chunks(kind: type[ImportKind], table: Table) -> Iterator[list[FileRow]]:
    step = kind.chunk_rows or max(len(table.rows), 1)
    for start in range(0, len(table.rows), step):
        yield [FileRow(number, cells) for number, cells in table.rows[start : start + step]]


class _Reader:
    """Reads the cells of rows; those that cannot be read are noted."""

    def __init__(
        self, kind: type[ImportKind], table: Table, session: Session, decimal: Mark | None
    ):
        self.session = session
        self.decimal = decimal
        self.columns = [
            (column, session.positions[column.code])
            for column in kind.all_columns()
            if column.code in session.positions
        ]
        self.width = len(table.header)
        self.nameless = [position for position, name in enumerate(table.header) if not name]

    def read(self, row: FileRow) -> None:
        cells = row.cells
        for column, position in self.columns:
            cell = cells[position] if position < len(cells) else None
            try:
                row.values[column.code] = column.read(cell, self.decimal)
            except CellError as error:
                row.failed = True
                if not self._waits(column, cell):
                    self.session.error(row, column.code, str(error))
        if self.nameless or len(cells) > self.width:
            self._look_beyond(row)

    def _waits(self, column: Column, cell: FileCell) -> bool:
        """Whether a number waits for the decimal mark, which is asked for once."""
        waits = self.session.outcome.open_number and column.is_number and isinstance(cell, str)
        return bool(waits) and is_ambiguous(cell)

    def _look_beyond(self, row: FileRow) -> None:
        """Note the first cell of a row above which no column is named."""
        for position in (*self.nameless, *range(self.width, len(row.cells))):
            if row.text(position).strip():
                row.failed = True
                message = _("No column is named above this cell: name the column or clear it.")
                self.session.error_at(RowError(row.number, "", row.text(position), message))
                return
