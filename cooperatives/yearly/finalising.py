"""Making yearly reports final, so that they count, and drafts again, so that they can change.

A final report with a blank rating says that the cooperative is declared not rated (design 1.3);
other blanks stay missing. So an officer is shown what is blank and what is unusual before a report
is made final, and what was shown is what becomes final. What is unusual asks nobody for a word: a
yearly report is not submitted, so that there is no moment at which to ask, and the officer who
makes it final has read it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..counting import Cause, CountedChange, counted_change, hold_counts, places_of
from ..entry.columns import SheetColumn
from ..entry.sheet import SheetRow
from ..figures.following import fields_that_follow
from ..figures.values import value_of
from ..ground.calendar import Quarter
from ..ground.constraints import own_errors
from ..models import User, YearlyReport
from ..returns.workflow import NotPossibleError
from ..units.years import closed_year_problems
from .done import end_words_about
from .sheet import YearlySheet, is_asked_for

State = YearlyReport.State


class ChangedMeanwhileError(Exception):
    """Reports that are not any more as they were shown. names: of their cooperatives."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(names)
        self.names = names


@dataclass(frozen=True)
class Candidate:
    """A draft as it is shown before it is made final.

    blanks: figures that will stay missing; is_unrated: whether its blank rating will declare the
    cooperative not rated; to_look_at: columns with what is wrong or unusual in them, those first
    that follow quarters which are not all in; fingerprint: tells what is shown from what it may be
    later.
    """

    row: SheetRow
    blanks: tuple[SheetColumn, ...]
    is_unrated: bool
    to_look_at: tuple[tuple[SheetColumn, str], ...]
    fingerprint: str

    @property
    def mark(self) -> str:
        """What a form sends of a chosen one: its number, and what was shown."""
        return f"{self.row.number} {self.fingerprint}"


def candidates(sheet: YearlySheet, rows: Iterable[SheetRow]) -> list[Candidate]:
    """The drafts among the rows of a sheet, without blank ones of those that need not report."""
    return [
        Candidate(
            row,
            # A rating may stand without a score.
            tuple(cell.column for cell in row.blank_cells),
            not (row.record.rating or sheet.need_not_be_rated(row.cooperative)),
            (
                *((cell.column, cell.follows.text) for cell in row.cells if cell.is_provisional),
                *(
                    (sheet.column(judged.finding.field), judged.finding.message)
                    for judged in row.findings
                ),
            ),
            fingerprint(sheet, row.record),
        )
        for row in rows
        if row.record and row.record.state == State.DRAFT and is_asked_for(row)
    ]


def fingerprint(sheet: YearlySheet, report: YearlyReport) -> str:
    """Tells a report's values from others."""
    values = [str(value_of(report, column.field)) for column in sheet.columns]
    return sha256("|".join(values).encode()).hexdigest()[:16]


@transaction.atomic
def make_final(sheet: YearlySheet, shown: Mapping[str, str]) -> int:
    """Make drafts final: all or none. Return how many; those that are final already are none.

    shown: the fingerprint of each chosen report by registration number. What follows the quarters
    is what they give now. Raises NotPossibleError, and ChangedMeanwhileError where a report has
    changed since it was shown.
    """
    hold_counts()
    if not sheet.is_over:
        message = _("%(year)s is not over: its reports can be made final from %(next)s on.")
        next_day = date_format(sheet.ends_on + timedelta(days=1), "SHORT_DATE_FORMAT")
        raise NotPossibleError(message % {"year": sheet.year, "next": next_day})
    drafts = [one for one in _held(sheet, shown) if one.state == State.DRAFT]
    changed = [
        one.cooperative.name
        for one in drafts
        if fingerprint(sheet, one) != shown[one.cooperative.registration_number]
    ]
    if changed:
        raise ChangedMeanwhileError(changed)
    for draft in drafts:
        for error in broken_by(draft):
            raise NotPossibleError(f"{draft.cooperative.name}: {error}")
    return store_states(drafts, State.FINAL, sheet.reader)


@transaction.atomic
def make_drafts(sheet: YearlySheet, numbers: Iterable[str]) -> int:
    """Make final reports drafts again: all or none. Return how many. Raises NotPossibleError."""
    hold_counts()
    final = [one for one in _held(sheet, numbers) if one.state == State.FINAL]
    return store_states(final, State.DRAFT, sheet.reader)


def _held(sheet: YearlySheet, numbers: Iterable[str]) -> list[YearlyReport]:
    for closed in closed_year_problems(sheet.unit, "", sheet.unit, sheet.year):
        raise NotPossibleError(closed.message)
    numbers = set(numbers)
    if not numbers:
        raise NotPossibleError(_("Choose at least one report."))
    found = [report for report in sheet.records(numbers).values() if report.pk]
    if len(found) < len(numbers):
        raise NotPossibleError(_("A report is not there any more, or not within your reach."))
    return found


def broken_by(report: YearlyReport) -> list[str]:
    """What a report breaks by itself, in sentences: what follows the quarters may have come to
    contradict what was typed.
    """
    return [message for _name, error in own_errors(report) for message in error.messages]


def store_states(reports: list[YearlyReport], state: State, by: User) -> int:
    """Make held reports final, or drafts; return how many.

    Drafts come with what they follow read into them (`following.follow_quarters`): that is what the
    final ones hold. Of those that are drafts again, their units have not said that they are done.
    """
    if not reports:
        return 0
    for report in reports:
        report.state = state
    with counted_change(of_reports(reports, state, by)):
        if state == State.DRAFT:
            end_words_about(reports)
        return YearlyReport.objects.bulk_update(reports, {"state", *fields_that_follow(reports)})


def of_reports(reports: list[YearlyReport], state: State, by: User) -> CountedChange:
    """The change of what counts that reports make which become final, or drafts again.

    Until the year's last quarter the figures are those of the quarters.
    """
    return CountedChange(
        Cause.REPORTS_FINAL if state == State.FINAL else Cause.REPORTS_DRAFT,
        units=places_of(report.cooperative_id for report in reports),
        since=Quarter(min(report.year for report in reports), 4),
        by=by,
    )
