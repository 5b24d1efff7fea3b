"""The sheet of a quarterly return: one unit's cooperatives, their figures of one quarter."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, Subquery
from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..catalogue.figures import Quantity
from ..entry.columns import NOTE, SheetColumn, figure_columns
from ..entry.sheet import Judged, LockedError, Sheet, SheetCell, SheetRow
from ..figures.answers import Answers, last_word_of
from ..figures.checks import findings_in
from ..figures.completeness import NOTHING_EXPECTED, Completeness, completeness_of, reporting_in
from ..figures.usual_ranges import Ranges, usual_ranges
from ..ground.calendar import EARLIEST, QUARTERS, Quarter, today
from ..models import (
    AdministrativeUnit,
    Organisation,
    Placement,
    QuarterlyFigures,
    QuarterlyReturn,
    Remark,
    ReturnStep,
    User,
    WarningAnswer,
)
from ..rights.permissions import Permission
from ..units.reporting import reporting_unit
from ..units.years import ReportingYears
from .changed_since import rows_before
from .rules import return_problems

State = QuarterlyReturn.State


def quarterly_sheet(reader: User, year: int, quarter: int, code: str) -> "QuarterlySheet":
    """The sheet that an address asks for, within the reader's scope.

    Raises Http404 with a sentence: what does not exist or has not begun, and what is another's.
    """
    period = period_asked_for(year, quarter)
    if not period.has_begun:
        message = _("Quarter %(quarter)s of %(year)s cannot be entered yet: it begins on %(day)s.")
        day = date_format(period.starts_on, "SHORT_DATE_FORMAT")
        raise Http404(message % {"quarter": quarter, "year": year, "day": day})
    return QuarterlySheet(reader, reporting_unit(reader, code, period.ends_on), period)


def period_asked_for(year: int, quarter: int) -> Quarter:
    """The quarter of returns that an address names. Raises Http404 with a sentence."""
    if quarter not in QUARTERS:
        raise Http404(_("A year has quarters 1 to 4, not %(quarter)s.") % {"quarter": quarter})
    if not EARLIEST.year <= year <= today().year + 1:
        raise Http404(_("There is no return of the year %(year)s.") % {"year": year})
    return Quarter(year, quarter)


@dataclass(frozen=True)
class _RowSources:
    """What rows are put together from: rows of this quarter and the last by cooperative, keys of
    those that should report, answers, usual ranges, open remarks, and what stood there before.
    """

    mine: dict[int, QuarterlyFigures]
    last: dict[int, QuarterlyFigures]
    expected: set[int]
    answers: Answers
    ranges: Ranges
    remarks: dict[tuple[int, str], list[Remark]]
    before: dict[int, dict[str, str]]


@dataclass
class QuarterlySheet(Sheet):
    """A unit's return for a quarter; it need not be stored before its first figure is."""

    reader: User
    unit: AdministrativeUnit
    period: Quarter

    reason = NOTE
    actions_template = "cooperatives/entry/return_actions.html"

    @cached_property
    def columns(self) -> tuple[SheetColumn, ...]:
        return (*figure_columns(self.year), NOTE)

    @property
    def year(self) -> int:
        return self.period.year

    @property
    def zeros(self) -> tuple[SheetColumn, ...]:
        """What is zero of a cooperative without activity in the quarter."""
        return tuple(one for one in self.columns if one.figure and one.figure.shows_activity)

    @property
    def repeating(self) -> tuple[SheetColumn, ...]:
        """Levels: who is a member or manager at a quarter's end mostly was at the last one's."""
        return tuple(one for one in self.columns if one.figure and not one.figure.is_flow)

    @property
    def other_levels(self) -> list[str]:
        """The labels of levels that count no people: the heading says that people are levels."""
        of_people = Quantity.PERSONS
        return [str(one.label) for one in self.repeating if one.figure.measure is not of_people]

    def url(self, name: str) -> str:
        """The address of one of its pages."""
        return reverse(name, args=[self.period.year, self.period.number, self.unit.code])

    @property
    def cells_url(self) -> str:
        return self.url("return-cells")

    @property
    def paste_url(self) -> str:
        return self.url("return-paste")

    @property
    def answers_url(self) -> str:
        return self.url("return-answers")

    @property
    def history_url(self) -> str:
        return self.url("return-row-history")

    @property
    def key(self) -> str:
        return f"return/{self.period.year}/{self.period.number}/{self.unit.code}"

    @property
    def last_word(self) -> str:
        """What its reader answered last to a warning, in whatever return; "" before the first."""
        return last_word_of(self.reader)

    # --- The return -----------------------------------------------------------------------------

    @cached_property
    def stored(self) -> QuarterlyReturn | None:
        """The return as it is stored, None before anything was entered."""
        return self._returns().select_related("unit").first()

    @cached_property
    def steps(self) -> list[ReturnStep]:
        """All steps of the return, the newest first, with who took them and who has opened it."""
        if not self.stored:
            return []
        steps = self.stored.steps.select_related("by", "taken_back_by", "opening__by")
        return list(steps.order_by("-at", "-pk"))

    @cached_property
    def said(self) -> list[Remark]:
        """All that was said about the return, the oldest first: by whom and about whom."""
        if not self.stored:
            return []
        said = self.stored.remarks.select_related("by", "cooperative")
        return list(said.order_by("at", "pk"))

    @property
    def state(self) -> State:
        return State(self.stored.state) if self.stored else State.DRAFT

    @cached_property
    def years(self) -> ReportingYears:
        return ReportingYears()

    @property
    def is_owed(self) -> bool:
        """Whether its year was opened: what is entered in another is taken and never late."""
        return self.years.is_known(self.unit, self.period.year)

    @property
    def due_on(self) -> date:
        """The day on which it is due, if it is owed."""
        moved = self.stored and self.stored.moved_due_on
        return self.years.due_on(self.unit, self.period, moved)

    @property
    def days_left(self) -> int:
        """Days until it is due, below zero once that is past."""
        return (self.due_on - today()).days

    @property
    def days_late(self) -> int:
        """Days since it was due, as long as it is not sent."""
        return max(0, -self.days_left)

    @cached_property
    def is_closed(self) -> bool:
        """Whether the year is closed for the unit."""
        return self.years.closes(self.unit, self.period.year)

    @property
    def is_open(self) -> bool:
        """Whether its figures may change at all, whoever asks."""
        return self.state in (State.DRAFT, State.RETURNED) and not self.is_closed

    @property
    def closed(self) -> str:
        """That its year is closed, in words; "" while it is not."""
        message = _("%(year)s is closed: nothing more is entered.")
        return message % {"year": self.period.year} if self.is_closed else ""

    @property
    def locked(self) -> str:
        if not self.reader.may(Permission.RETURN_WRITE):
            return _("You read this return: the reporting unit enters the figures.")
        if self.closed:
            return self.closed
        if self.state == State.SUBMITTED:
            return _("It is submitted: the figures are locked while the province looks at them.")
        if self.state == State.APPROVED:
            return _("It is approved: the figures are locked. The province can reopen it.")
        return ""

    def _returns(self):
        return QuarterlyReturn.objects.in_scope_of(self.reader).filter(
            unit=self.unit, year=self.period.year, quarter=self.period.number
        )

    def made(self, *, for_unit: bool = False) -> QuarterlyReturn:
        """The stored return, made as a draft where it is not there yet. for_unit: for what the unit
        reports beside its cooperatives.

        Raises LockedError in a closed year, and where nobody has to report.
        """
        if self.closed:
            raise LockedError(self.closed)
        if self.stored is None:
            if not (for_unit or self.cooperatives().exists()):
                raise LockedError(_("No cooperative has to report here."))
            period = {"year": self.period.year, "quarter": self.period.number}
            if problems := return_problems(QuarterlyReturn(unit=self.unit, **period)):
                raise LockedError(problems[0].message)
            QuarterlyReturn.objects.get_or_create(unit=self.unit, **period)
            del self.stored
        return self.stored

    def hold(self, *, for_unit: bool = False) -> None:
        """Hold the return, made as a draft where it is not there yet (see `made`)."""
        self.stored = self._held()
        if self.stored is None and not self.locked:
            self.made(for_unit=for_unit)
            self.stored = self._held()
        if self.locked:
            raise LockedError(self.locked)

    def _held(self) -> QuarterlyReturn | None:
        held = self._returns().select_for_update(of=("self",), no_key=True)
        return held.select_related("unit").first()

    # --- Its rows -------------------------------------------------------------------------------

    def expected(self, numbers: Iterable[str] | None = None):
        """The cooperatives that should report here."""
        return reporting_in(self.unit, self.period, _numbered(numbers))

    def cooperatives(self, numbers: Iterable[str] | None = None):
        """Those that should report and those that have a row here."""
        numbers = None if numbers is None else list(numbers)
        here = QuarterlyFigures.objects.filter(
            quarterly_return__unit=self.unit, year=self.period.year, quarter=self.period.number
        )
        return _numbered(numbers).filter(
            Q(pk__in=self.expected(numbers).order_by().values("pk"))
            | Q(pk__in=here.order_by().values("cooperative"))
        )

    def rows(self, numbers: Iterable[str] | None = None) -> list[SheetRow]:
        numbers = None if numbers is None else list(numbers)
        is_expected = Q(pk__in=self.expected(numbers).order_by().values("pk"))
        cooperatives = self._placed(self.cooperatives(numbers)).annotate(
            should_report=ExpressionWrapper(is_expected, BooleanField())
        )
        cooperatives = list(cooperatives)
        keys = [one.pk for one in cooperatives]
        sectors = {one.sector for one in cooperatives}
        mine = self._figures(keys)
        answers = WarningAnswer.objects.filter(figures__in=[row.pk for row in mine.values()])
        sources = _RowSources(
            mine=mine,
            last=self._figures_before(keys),
            expected={one.pk for one in cooperatives if one.should_report},
            answers=Answers(answers.order_by().select_related("by")),
            ranges=usual_ranges(self.unit, self.period, sectors),
            remarks=self._remarks(keys),
            before={
                key: self.texts(version)
                for key, version in rows_before(self.stored, self.steps, keys, mine).items()
            },
        )
        return [self._row(one, sources) for one in cooperatives]

    def _placed(self, cooperatives):
        """With the name of the unit where each one is."""
        placement = Placement.objects.on(self.period.ends_on).filter(organisation=OuterRef("pk"))
        name = placement.order_by().values("unit__name")[:1]
        return cooperatives.annotate(commune=Subquery(name))

    def _figures(self, keys: list[int]) -> dict[int, QuarterlyFigures]:
        """Rows of the quarter by cooperative."""
        return _by_cooperative(QuarterlyFigures.objects.all(), self.period, keys)

    def _figures_before(self, keys: list[int]) -> dict[int, QuarterlyFigures]:
        """Rows of the quarter before by cooperative.

        What a cooperative reported elsewhere before it moved here is not the unit's to read, nor to
        be handed on in a file; so whoever looks, it is left out (design 1.5).
        """
        return _by_cooperative(
            QuarterlyFigures.objects.filed_under(self.unit), self.period.previous, keys
        )

    def _remarks(self, keys: list[int]) -> dict[tuple[int, str], list[Remark]]:
        """What was said about these cooperatives and is not settled, by cooperative and field: each
        remark with its answers behind it.
        """
        found, of_rows = defaultdict(list), set(keys)
        threads: dict[int, list[Remark]] = defaultdict(list)
        for remark in self.said:
            threads[remark.in_answer_to_id or remark.pk].append(remark)
        for begun in self.said:
            if begun.in_answer_to_id or begun.is_settled:
                continue
            for remark in threads[begun.pk]:
                if not remark.is_settled and remark.cooperative_id in of_rows:
                    found[remark.cooperative_id, remark.field].append(remark)
        return found

    def _row(self, cooperative: Organisation, sources: "_RowSources") -> SheetRow:
        key = cooperative.pk
        record, last = sources.mine.get(key), sources.last.get(key)
        texts, last_texts, before = self.texts(record), self.texts(last), sources.before.get(key)
        findings = []
        if record is not None:
            findings = findings_in(record, last, cooperative.sector, sources.ranges)
        cells = [
            SheetCell(
                column,
                text := texts[column.field],
                last_texts[column.field],
                None if before is None or before[column.field] == text else before[column.field],
                tuple(sources.remarks.get((key, column.field), ())),
                not_asked=self.not_asked(column, cooperative),
            )
            for column in self.columns
        ]
        return SheetRow(
            cooperative,
            cooperative.commune or "",
            tuple(cells),
            tuple(Judged(found, sources.answers.to(record, found)) for found in findings),
            tuple(sources.remarks.get((key, ""), ())),
            is_expected=key in sources.expected,
            is_complete=record is not None and record.has_all_figures(cooperative.sector),
            record=record,
        )

    def filled(self) -> Completeness:
        """How full the return is."""
        found = completeness_of(self.unit, [self.period])
        return found.get((self.unit.pk, self.period), NOTHING_EXPECTED)

    # --- Storing --------------------------------------------------------------------------------

    def records(self, numbers: Iterable[str]) -> dict[str, QuarterlyFigures]:
        cooperatives = {one.registration_number: one for one in self.cooperatives(numbers)}
        keys = [one.pk for one in cooperatives.values()]
        known = self._figures(keys)
        found = {}
        for number, cooperative in cooperatives.items():
            record = known.get(cooperative.pk) or QuarterlyFigures(
                cooperative=cooperative,
                quarterly_return=self.stored,
                year=self.period.year,
                quarter=self.period.number,
            )
            record.cooperative = cooperative
            found[number] = record
        return found

    def store(self, new, changed, fields) -> None:
        QuarterlyFigures.objects.bulk_create(new)
        if changed:
            QuarterlyFigures.objects.bulk_update(changed, fields)


def filled_of(rows: Iterable[SheetRow]) -> Completeness:
    """How full a return is, from all of its rows: what `QuarterlySheet.filled` asks for."""
    expected = [row for row in rows if row.is_expected]
    return Completeness(sum(row.is_complete for row in expected), len(expected))


def _numbered(numbers: Iterable[str] | None):
    """All organisations, or those with these registration numbers: what is asked about few of them
    is then not worked out for all.
    """
    found = Organisation.objects.all()
    return found if numbers is None else found.numbered(numbers)


def _by_cooperative(rows, period: Quarter, keys: list[int]) -> dict[int, QuarterlyFigures]:
    """Those of some rows that are of a quarter and of these cooperatives."""
    found = rows.filter(year=period.year, quarter=period.number, cooperative__in=keys)
    return {row.cooperative_id: row for row in found.order_by()}
