"""The sheet of a unit's yearly reports: its cooperatives, their figures and rating of one year."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from ..catalogue.ratings import MOST_POINTS, Rating, Scale, scale_of
from ..entry.columns import GROUND, RATING, SCORE, SheetColumn, figure_columns
from ..entry.sheet import Following, Judged, LockedError, Sheet, SheetCell, SheetRow
from ..figures.checks import yearly_findings_in
from ..figures.completeness import Completeness
from ..figures.following import follow, follow_quarters, in_short, in_words, typed_in
from ..figures.quarters_of_year import NO_QUARTERS, QuartersOfYear, quarters_of
from ..ground.calendar import EARLIEST, today
from ..models import (
    AdministrativeUnit,
    Kind,
    Organisation,
    Placement,
    ReportsDone,
    User,
    YearlyReport,
)
from ..models.locks import lock_organisations
from ..models.reports import founded_too_late, is_complete
from ..rights.permissions import Permission
from ..units.reporting import reporting_day, reporting_unit
from ..units.years import ReportingYears
from .progress import ReportCounts, is_blank

State = YearlyReport.State


def yearly_sheet(reader: User, year: int, code: str) -> "YearlySheet":
    """The sheet that an address asks for, within the reader's scope.

    Raises Http404 with a sentence: what does not exist or has not begun, and what is another's.
    """
    if year > today().year:
        raise Http404(_("%(year)s has not begun: there is nothing to report yet.") % {"year": year})
    if year < EARLIEST.year:
        raise Http404(_("No cooperative reported for %(year)s.") % {"year": year})
    return YearlySheet(reader, reporting_unit(reader, code, reporting_day(year)), year)


@dataclass(frozen=True)
class _RowSources:
    """What rows are put together from: reports of the year and of the last one, and the quarters,
    by cooperative; keys of those that should report.
    """

    mine: dict[int, YearlyReport]
    last: dict[int, YearlyReport]
    quarters: dict[int, QuartersOfYear]
    expected: set[int]


def is_asked_for(row: SheetRow) -> bool:
    """Whether there should be a report, or is one: final, or a draft in which anything is given or
    follows.
    """
    report = row.record
    is_report = report is not None and (report.state == State.FINAL or bool(report.follows))
    return row.is_expected or is_report or not row.is_blank


@dataclass
class YearlySheet(Sheet):
    """The yearly reports of a unit's cooperatives: those placed in it at the year's end.

    It has no state of its own: each report is a draft or final by itself.
    """

    reader: User
    unit: AdministrativeUnit
    year: int

    _rated_by_hand: frozenset[int] = field(default=frozenset(), init=False, repr=False)
    """Keys of held reports whose rating was given without a score."""

    actions_template = "cooperatives/entry/yearly_actions.html"
    answers_url = ""

    @cached_property
    def columns(self) -> tuple[SheetColumn, ...]:
        return (*figure_columns(self.year), SCORE, RATING, GROUND)

    def url(self, name: str) -> str:
        """The address of one of its pages."""
        return reverse(name, args=[self.year, self.unit.code])

    @property
    def cells_url(self) -> str:
        return self.url("yearly-report-cells")

    @property
    def paste_url(self) -> str:
        return self.url("yearly-report-paste")

    @property
    def history_url(self) -> str:
        return self.url("yearly-report-row-history")

    @property
    def key(self) -> str:
        return f"yearly/{self.year}/{self.unit.code}"

    @property
    def period(self) -> int:
        return self.year

    # --- The year -------------------------------------------------------------------------------

    most_points = MOST_POINTS

    @cached_property
    def scale(self) -> Scale | None:
        """By which a score gives a rating in the year; None for a year without one."""
        return scale_of(self.year)

    @property
    def rating_floors(self) -> list[tuple[str, Decimal, Decimal]]:
        """The name of each rating, the lowest score that gives it, and the lowest of the rating
        above it (0 for the best): the highest first. None without a scale.
        """
        floors = self.scale.floors if self.scale else {}
        above = [0, *floors.values()]
        return [
            (str(rating.label), least, next_up)
            for (rating, least), next_up in zip(floors.items(), above, strict=False)
        ]

    @property
    def starts_on(self) -> date:
        return date(self.year, 1, 1)

    @property
    def ends_on(self) -> date:
        return date(self.year, 12, 31)

    @property
    def day(self) -> date:
        """The day that says which cooperatives are the unit's: the year's last, or today."""
        return reporting_day(self.year)

    @property
    def is_over(self) -> bool:
        """Whether its last day is past; a year is rated when it is over (design 1.3)."""
        return self.ends_on < today()

    @cached_property
    def is_closed(self) -> bool:
        """Whether the year is closed for the unit."""
        return self._years.closes(self.unit, self.year)

    @property
    def due_on(self) -> date | None:
        """The day by which the unit says that its reports are done, None where nobody set one."""
        return self._years.reports_due_on(self.unit, self.year)

    @cached_property
    def _years(self) -> ReportingYears:
        return ReportingYears()

    @cached_property
    def done(self) -> ReportsDone | None:
        """The unit's word that its reports are done, if it holds."""
        return self.read_done()

    def read_done(self) -> ReportsDone | None:
        """The same, as it is stored now."""
        found = ReportsDone.objects.filter(unit=self.unit, year=self.year)
        return found.select_related("by").first()

    @property
    def is_taken_up(self) -> bool:
        """Whether a report was made final since the unit said that they are done."""
        return self._since_done(State.FINAL).exists()

    @property
    def changed_since_done(self) -> int:
        """How many drafts were changed since the unit said that they are done."""
        return self._since_done(State.DRAFT).order_by().values("id").distinct().count()

    def _since_done(self, state: State):
        """Versions of reports in a state that came after the unit's word."""
        if self.done is None:
            return YearlyReport.history.none()
        return YearlyReport.history.filter(
            cooperative__in=self.cooperatives().order_by().values("pk"),
            year=self.year,
            state=state,
            history_date__gt=self.done.at,
        )

    @property
    def locked(self) -> str:
        if self.is_closed:
            return _("%(year)s is closed: nothing more is entered.") % {"year": self.year}
        if self.reader.may(Permission.YEARLY_REPORT_WRITE):
            return ""
        if self.reader.may(Permission.YEARLY_REPORT_DECIDE):
            return _(
                "The reporting unit enters the figures; making the reports final is up to you."
            )
        return _("You read these reports: the reporting unit enters the figures.")

    def hold(self) -> None:
        """Nothing holds the sheet as a whole: `records` holds the cooperatives of its rows."""
        if self.locked:
            raise LockedError(self.locked)

    # --- Its rows -------------------------------------------------------------------------------

    def expected(self):
        """The cooperatives that should report: those operating at the year's end."""
        return self._placed_here().operating_on(self.day)

    def cooperatives(self, numbers: Iterable[str] | None = None):
        """All that were registered during the year, also those that stopped in its course."""
        found = self._placed_here().registered_within(self.starts_on, self.day)
        return found if numbers is None else found.numbered(numbers)

    def _placed_here(self):
        cooperatives = Organisation.objects.filter(kind=Kind.COOPERATIVE)
        return cooperatives.reporting_through(self.unit, self.day)

    def rows(self, numbers: Iterable[str] | None = None) -> list[SheetRow]:
        numbers = None if numbers is None else list(numbers)
        cooperatives = self.cooperatives(numbers)
        sources = _RowSources(
            mine=self._reports(cooperatives, self.year),
            last=self._reports(cooperatives, self.year - 1),
            quarters=quarters_of(cooperatives, self.year, self.unit),
            expected=set(self.expected().order_by().values_list("pk", flat=True)),
        )
        placement = Placement.objects.on(self.day).filter(organisation=OuterRef("pk"))
        commune = Subquery(placement.values("unit__name")[:1])
        return [self._row(one, sources) for one in cooperatives.annotate(commune=commune)]

    @staticmethod
    def _reports(cooperatives, year: int) -> dict[int, YearlyReport]:
        keys = cooperatives.order_by().values("pk")
        reports = YearlyReport.objects.filter(year=year, cooperative__in=keys)
        return {report.cooperative_id: report for report in reports}

    def _row(self, cooperative: Organisation, sources: _RowSources) -> SheetRow:
        report = sources.mine.get(cooperative.pk)
        quarters = sources.quarters.get(cooperative.pk, NO_QUARTERS)
        if report is not None:
            report.cooperative = cooperative
            follow(report, quarters)
        texts, corners = self.texts(report), self.texts(sources.last.get(cooperative.pk))
        corners |= {
            column.field: column.show(quarters.figures.get(column.field))
            for column in self.columns
            if column.figure
        }
        findings = yearly_findings_in(report, quarters.figures) if report else ()
        return SheetRow(
            cooperative,
            cooperative.commune or "",
            tuple(
                replace(
                    self._cell(one, texts[one.field], corners[one.field], report, quarters),
                    not_asked=self.not_asked(one, cooperative),
                )
                for one in self.columns
            ),
            tuple(Judged(finding) for finding in findings),
            is_expected=cooperative.pk in sources.expected,
            is_complete=report is not None and self.counts_as_complete(report),
            locked=_("final") if report and report.state == State.FINAL else "",
            record=report,
        )

    @staticmethod
    def _cell(
        column: SheetColumn,
        text: str,
        corner: str,
        report: YearlyReport | None,
        quarters: QuartersOfYear,
    ) -> SheetCell:
        if report is None or column.field not in report.following:
            return SheetCell(column, text, corner)
        source = quarters.source_of(column.figure)
        is_provisional = source is not None and bool(source.later)
        follows = Following(in_words(source), in_short(source), is_provisional)
        return SheetCell(column, text, corner, follows=follows)

    def counts_as_complete(self, report: YearlyReport) -> bool:
        """Whether a report, read with what it follows, has all that is asked for: what follows the
        quarters counts once the unit has said that its reports are done.
        """
        return report.has_all if self.done else report.is_complete

    def need_not_be_rated(self, cooperative: Organisation) -> bool:
        """Whether it was founded too late for the year's rating (design 1.3)."""
        return founded_too_late(cooperative.founded_on, self.year)

    def counts(self, rows: Iterable[SheetRow]) -> ReportCounts:
        """How far its reports are; `rows` are all of its rows."""
        reports = [row.record for row in rows if is_asked_for(row)]
        given = [report for report in reports if report and not report.only_follows]
        states = [report.state for report in given]
        return ReportCounts(
            self.unit,
            self.year,
            missing=reports.count(None),
            following=len(reports) - reports.count(None) - len(given),
            drafts=states.count(State.DRAFT),
            final=states.count(State.FINAL),
            done=self.done,
        )

    def filled(self) -> Completeness:
        """Counted are those that should report, and those that need not and have something given:
        it may be rated all the same, as one that is suspended at the year's end and operates again
        in the next counts with this year's rating and figures (design 1.3).
        """
        reports = YearlyReport.objects.filter(cooperative=OuterRef("pk"), year=self.year)
        asked_for = self.cooperatives().filter(
            Q(pk__in=self.expected().order_by().values("pk")) | Exists(reports.filter(~is_blank()))
        )
        counts = asked_for.aggregate(
            complete=Count("pk", filter=Exists(reports.filter(is_complete(self.year)))),
            expected=Count("pk"),
        )
        if self.done:
            counts["complete"] += self._complete_by_following(asked_for)
        return Completeness(**counts)

    def _complete_by_following(self, asked_for) -> int:
        """How many reports have all that is asked for by following the quarters."""
        drafts = YearlyReport.objects.filter(
            ~Q(follows=[]),
            year=self.year,
            state=State.DRAFT,
            cooperative__in=asked_for.order_by().values("pk"),
        )
        reports = list(drafts.select_related("cooperative"))
        follow_quarters(reports)
        return sum(report.has_all for report in reports)

    # --- Storing --------------------------------------------------------------------------------

    def records(self, numbers: Iterable[str]) -> dict[str, YearlyReport]:
        """The reports of these rows, each cooperative held for the rest of the transaction."""
        keys = self.cooperatives(numbers).order_by().values_list("pk", flat=True)
        held = lock_organisations(keys)
        known = self._reports(Organisation.objects.filter(pk__in=held), self.year)
        self._rated_by_hand = frozenset(
            report.pk for report in known.values() if report.score is None and report.rating
        )
        found = {}
        for key, cooperative in held.items():
            report = known.get(key) or YearlyReport(year=self.year)
            report.cooperative = cooperative
            found[cooperative.registration_number] = report
        follow_quarters(found.values())
        return found

    def row_locked(self, record: YearlyReport) -> str:
        if record.state == State.FINAL:
            return _("The report is final: the province makes it a draft again before it changes.")
        return ""

    def follows(self, record: YearlyReport, field: str) -> bool:
        return field in record.following

    def note_following(
        self, record: YearlyReport, typed: set[str], following: set[str]
    ) -> set[str]:
        before = set(record.follows)
        typed_in(record, typed | following)
        record.follows += [
            one.field for one in self.columns if one.figure and one.field in following
        ]
        return before ^ set(record.follows)

    def follow(self, record: YearlyReport, changed: set[str]) -> set[str]:
        """The rating follows from the score, in a year with a scale; taking the score away brings
        the former one back. A typed rating stands, and has to agree with the score. So does one
        that was given without a score before: who types a score over it sends the new rating along
        (as the grid does), so that it is known whether they saw what they replace. With a ground of
        its own it is weak; taking that away brings back what stood there without it.
        """
        if not changed & {"score", "rating", "ground"}:
            return set()
        is_typed = "rating" in changed and record.rating
        if record.ground:
            if is_typed:
                return set()
            record.rating = Rating.WEAK
        elif record.score is None:
            if "rating" not in changed and (self.scale or "ground" in changed):
                record.rating = _rating_before(record, score=None)
        elif not 0 <= record.score <= MOST_POINTS or is_typed:
            return set()
        elif self.scale:
            if changed & {"rating", "ground"} or record.pk not in self._rated_by_hand:
                record.rating = self.scale.rating_of(record.score)
        elif "ground" in changed:
            record.rating = _rating_before(record)
        return {"rating"}

    def store(self, new, changed, fields) -> None:
        YearlyReport.objects.bulk_create(new)
        if changed:
            YearlyReport.objects.bulk_update(changed, {*fields, "follows"})


def _rating_before(report: YearlyReport, **before) -> str:
    """The rating that a report had without a ground of its own, when such values stood in it."""
    versions = report.history.filter(ground="", **before).order_by("-history_date", "-history_id")
    return versions.values_list("rating", flat=True).first() or ""
