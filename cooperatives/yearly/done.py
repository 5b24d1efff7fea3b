"""A unit's word that its yearly reports of a year are done: given, taken back, and what they lack.

Nothing is locked by it: drafts are entered on. It lasts until the unit takes it back, which it may
while none of the reports was made final since, or until one of them is made a draft again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from ..entry.columns import RATING
from ..entry.sheet import LockedError, SheetCell, SheetRow
from ..figures.following import by_unit_and_year
from ..ground.calendar import now
from ..models import ReportsDone, YearlyReport
from ..models.locks import lock_units
from ..returns.workflow import NotPossibleError
from .sheet import YearlySheet, is_asked_for

State = YearlyReport.State


@dataclass(frozen=True)
class Undone:
    """What a unit's reports lack when it says that they are done. Nothing of it stands in the way:
    it is shown and asked about.

    missing: rows that should have a report, in which nothing is given and nothing follows; blank:
    rows with blanks, and their blank cells; waiting: rows with cells that follow quarters which are
    not all in, and these cells. is_over: whether the year is.
    """

    missing: tuple[SheetRow, ...]
    blank: tuple[tuple[SheetRow, tuple[SheetCell, ...]], ...]
    waiting: tuple[tuple[SheetRow, tuple[SheetCell, ...]], ...]
    is_over: bool

    @property
    def is_nothing(self) -> bool:
        return self.is_over and not (self.lacking or self.waiting)

    @property
    def lacking(self) -> int:
        """How many cooperatives have not all that is asked for."""
        return len(self.missing) + len(self.blank)

    @property
    def fingerprint(self) -> str:
        """Tells it from what is missing at another time: what was shown is what is answered."""
        rows = [*((row, ()) for row in self.missing), *self.blank, *self.waiting]
        parts = [f"{row.number}:{','.join(c.column.field for c in cells)}" for row, cells in rows]
        return sha256(f"{self.is_over} {' '.join(parts)}".encode()).hexdigest()[:16]


class NotSeenError(Exception):
    """The reports lack something that the person was not shown."""


def undone(sheet: YearlySheet, rows: Iterable[SheetRow]) -> Undone:
    """What is missing in the reports that are asked for, final ones aside. rows: all of them."""
    asked = [row for row in rows if is_asked_for(row) and not _is_final(row)]
    others = [row for row in asked if not row.is_blank]
    blank = [(row, _blanks(sheet, row)) for row in others]
    waiting = [(row, tuple(cell for cell in row.cells if cell.is_provisional)) for row in others]
    return Undone(
        tuple(row for row in asked if row.is_blank),
        tuple((row, cells) for row, cells in blank if cells),
        tuple((row, cells) for row, cells in waiting if cells),
        sheet.is_over,
    )


def _is_final(row: SheetRow) -> bool:
    return row.record is not None and row.record.state == State.FINAL


def _blanks(sheet: YearlySheet, row: SheetRow) -> tuple[SheetCell, ...]:
    """The blank cells of what is asked for: each figure, and the rating of who must be rated."""
    must_be_rated = not sheet.need_not_be_rated(row.cooperative)
    return tuple(
        cell
        for cell in row.cells
        if cell.is_missing
        and (cell.column.figure or (cell.column.field == RATING.field and must_be_rated))
    )


@transaction.atomic
def say_done(sheet: YearlySheet, seen: str) -> ReportsDone:
    """Keep a unit's word. seen: the fingerprint of what was shown to be missing.

    Raises LockedError, NotPossibleError where it has been given already, and NotSeenError.
    """
    _hold(sheet)
    if sheet.done:
        raise NotPossibleError(_("That they are done was said already."))
    if undone(sheet, sheet.rows()).fingerprint != seen:
        raise NotSeenError
    done = ReportsDone.objects.create(unit=sheet.unit, year=sheet.year, by=sheet.reader, at=now())
    sheet.done = done
    return done


@transaction.atomic
def take_done_back(sheet: YearlySheet) -> None:
    """Take the word back. Raises LockedError, and NotPossibleError: there is none, or one of the
    reports was made final since.
    """
    _hold(sheet)
    if sheet.done is None:
        raise NotPossibleError(_("Nobody has said that they are done."))
    if sheet.is_taken_up:
        message = _(
            "The province has made reports final since: to have them corrected, ask for them to be "
            "made drafts again."
        )
        raise NotPossibleError(message)
    sheet.done.delete()
    sheet.done = None


def _hold(sheet: YearlySheet) -> None:
    """Two who say or take back something about one unit come one after the other."""
    lock_units([sheet.unit.pk])
    sheet.done = sheet.read_done()
    if sheet.locked:
        raise LockedError(sheet.locked)


def end_words_about(reports: Iterable[YearlyReport]) -> None:
    """Some reports are drafts again: their units have not said that these are done."""
    for unit, year in by_unit_and_year(reports):
        for done in ReportsDone.objects.filter(unit=unit, year=year):
            done.delete()
