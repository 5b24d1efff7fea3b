"""What kinds of import share whose records stand in returns: these are held, and may go out."""

from collections.abc import Iterable
from typing import ClassVar

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..ground.calendar import Quarter
from ..ground.unit_names import unit_inside
from ..models import AdministrativeUnit, QuarterlyReturn, ReturnStep
from ..returns import workflow
from ..units.years import ReportingYears, closed_year_problems
from .kind import ImportKind
from .session import FileRow, Session

State, Step = QuarterlyReturn.State, ReturnStep.Step


class OfReturns(ImportKind):
    """A kind whose rows go into returns, made as drafts where they are missing. column_of: the
    column that shows what is wrong with a field.
    """

    in_returns = True
    key_column: ClassVar[str] = "registration_number"
    """The column that says whose row it is."""
    column_of: dict[str, str]

    def __init__(self, session: Session) -> None:
        self.returns: dict[tuple[int, Quarter], QuarterlyReturn] = {}
        self.touched: dict[tuple[int, Quarter], QuarterlyReturn] = {}
        self.closed = ReportingYears()
        super().__init__(session)

    def return_of(self, unit: AdministrativeUnit, period: Quarter) -> QuarterlyReturn:
        """A unit's return, as it was loaded; a new one where there is none."""
        made = QuarterlyReturn(unit=unit, year=period.year, quarter=period.number)
        return self.returns.setdefault((unit.pk, period), made)

    def store_returns(self, returns: Iterable[QuarterlyReturn]) -> None:
        """Store those of some returns that are new."""
        missing = {id(one): one for one in returns if one.pk is None}
        QuarterlyReturn.objects.bulk_create(missing.values())

    def load_returns(self, wanted: Q) -> None:
        """Returns are held while we import, so that nobody sends or approves one meanwhile."""
        found = QuarterlyReturn.objects.filter(wanted).select_related("unit")
        for one in self.session.locked(found):
            self.returns.setdefault((one.unit_id, one.period), one)

    def is_barred(self, row: FileRow, of: QuarterlyReturn, changed: list, *, touches: bool) -> bool:
        """Whether a row may not come into its return as that stands; why is noted.

        touches: whether the row is new or would change.
        """
        options = self.session.options
        params = {"unit": unit_inside(of.unit.name), "state": of.get_state_display()}
        closed = closed_year_problems(of, "year", of.unit, of.year, self.closed)
        column = changed[0][0] if changed else self.key_column
        if not self.session.reaches(of.unit.path):
            column = self.key_column
            message = _("This row lies in the return of a unit outside your own.")
        elif (touches or self._takes_step(of)) and closed:
            self.session.problems(row, closed, self.column_of)
            return True
        elif of.is_open and self._takes_step(of) and not (options.early or of.period.has_ended):
            column, params = "quarter", {"day": date_format(of.period.ends_on, "SHORT_DATE_FORMAT")}
            message = _(
                "This quarter ends on %(day)s: figures submitted now are not those of the whole "
                "quarter. Say that they are to be submitted all the same (of the command: --early)."
            )
        elif touches and not of.is_open:
            message = _(
                "The return of %(unit)s for this quarter is %(state)s, and this row is new or "
                "would change: reopen the return first."
            )
        else:
            return False
        self.session.error(row, column, message % params)
        return True

    def _takes_step(self, of: QuarterlyReturn) -> bool:
        """Whether the import would submit or approve a return."""
        options = self.session.options
        if of.is_open:
            return options.submit or options.approve
        return options.approve and of.state == State.SUBMITTED

    def finish(self) -> None:
        """Submit, and approve, the returns of the file that are not yet."""
        options, outcome = self.session.options, self.session.outcome
        if not (options.submit or options.approve):
            return
        touched = list(self.touched.values())
        submitted = [one for one in touched if one.is_open]
        self._step(submitted, Step.SUBMIT)
        outcome.submitted = len(submitted)
        if options.approve:
            approved = [one for one in touched if one.state == State.SUBMITTED]
            self._step(approved, Step.APPROVE)
            outcome.approved = len(approved)

    def _step(self, returns: list[QuarterlyReturn], step: Step) -> None:
        for one in returns:
            one.state = workflow.LEADS_TO[step]
            self.session.outcome.note(f"{step} {one.unit.code} {one.period}")
        if self.session.storing and returns:
            workflow.record(step, returns, self.session.options.user)
