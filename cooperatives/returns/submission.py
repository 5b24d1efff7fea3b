"""Submitting a return: what stands in its way, and what goes out with it."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from ..counting import Cause, counted_change, hold_counts, of_return
from ..entry.columns import SheetColumn
from ..entry.sheet import Judged, LockedError, SheetRow
from ..models import QuarterlyReturn, ReturnStep
from . import workflow
from .sheet import QuarterlySheet
from .unit_fields import ReturnFields, UnitRow

Step = ReturnStep.Step


Blocker = tuple[SheetRow | UnitRow, Judged]
"""Something that stands in the way, with its row: a cooperative's, or the unit's own."""

MISSING_IN_SIGHT = 10
"""More missing rows would push what is asked out of sight."""


@dataclass(frozen=True)
class Readiness:
    """Whether a return can go out.

    blockers: open errors and unanswered warnings, with their rows. missing: rows that should report
    and are not complete; they are named, and the return may go without them, as without the fields
    of the unit itself that are blank. is_empty: nothing is given at all.
    """

    blockers: tuple[Blocker, ...]
    missing: tuple[SheetRow, ...]
    is_empty: bool
    blank_fields: tuple[SheetColumn, ...] = ()

    @property
    def lacks_any(self) -> bool:
        """Whether anything is missing that it may go without."""
        return bool(self.missing or self.blank_fields)

    @property
    def may_go(self) -> bool:
        """Whether it may be submitted, if need be without the missing rows."""
        return not (self.blockers or self.is_empty)

    @property
    def first_missing(self) -> tuple[SheetRow, ...]:
        """Those of the missing rows that are named in sight."""
        return self.missing[:MISSING_IN_SIGHT]

    @property
    def further_missing(self) -> tuple[SheetRow, ...]:
        """Those that stand folded behind them."""
        return self.missing[MISSING_IN_SIGHT:]

    @property
    def errors(self) -> tuple[Blocker, ...]:
        """What of the blockers is to be mended."""
        return tuple(one for one in self.blockers if one[1].finding.is_error)

    @property
    def questions(self) -> tuple[Blocker, ...]:
        """What of the blockers asks for a word."""
        return tuple(one for one in self.blockers if not one[1].finding.is_error)

    @property
    def fingerprint(self) -> str:
        """Tells one set of missing rows from another: what was confirmed is what goes out."""
        fields = [column.field for column in self.blank_fields]
        return " ".join([*(row.number for row in self.missing), *fields])


class NotReadyError(Exception):
    """The return cannot go out as it is."""

    def __init__(self, readiness: Readiness) -> None:
        super().__init__(readiness)
        self.readiness = readiness


def readiness_of(rows: list[SheetRow], fields: ReturnFields | None = None) -> Readiness:
    """What the rows of a return, and the fields of its unit, lack for being submitted."""
    own = [fields.row] if fields else []
    return Readiness(
        tuple((row, judged) for row in [*own, *rows] for judged in row.open_findings),
        tuple(row for row in rows if row.is_expected and not row.is_complete),
        all(row.is_blank for row in rows) and (fields is None or fields.is_blank),
        fields.missing if fields else (),
    )


@transaction.atomic
def submit(
    sheet: QuarterlySheet, confirmed: str | None = None, *, is_early: bool = False
) -> QuarterlyReturn:
    """Submit a return. confirmed: the fingerprint of the missing rows that the person has seen;
    is_early: whether the person was asked, and wants it to go before its quarter has ended.

    Raises NotReadyError while something stands in its way, rows are missing that were not seen or
    the person was not asked, and workflow.NotPossibleError where its state does not allow it.
    """
    hold_counts()
    try:
        sheet.hold()
    except LockedError as locked:
        raise workflow.NotPossibleError(str(locked)) from locked
    readiness = readiness_of(sheet.rows(), ReturnFields.of(sheet))
    is_confirmed = not readiness.lacks_any or confirmed == readiness.fingerprint
    if not (readiness.may_go and is_confirmed and (is_early or sheet.period.has_ended)):
        # A return that was never stored stays so: leaving the block by an error takes it back.
        raise NotReadyError(readiness)
    if sheet.stored is None:
        raise workflow.NotPossibleError(_("There is nothing to submit."))
    workflow.require(Step.SUBMIT, sheet.stored)
    with counted_change(of_return(Cause.SUBMISSION, sheet.stored, sheet.reader)):
        workflow.record(Step.SUBMIT, [sheet.stored], sheet.reader)
    return sheet.stored
