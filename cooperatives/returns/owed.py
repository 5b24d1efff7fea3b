"""The returns that reporting units owe or have filed: how full, how punctual, what to do next.

A return is owed by every reporting unit for each quarter of a year that is open at or above it,
from the quarter's first day, whether a row exists or not (design 1.2). A year never opened owes
nothing. Those at or under a unit are also those of the ended units that went there whole, which
are its own to settle. The number of SQL statements grows with neither units nor quarters.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, Min, OuterRef, Q, TextChoices
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..figures.completeness import NOTHING_EXPECTED, Completeness, completeness_of
from ..ground.calendar import QUARTERS, Quarter, today
from ..models import AdministrativeUnit, QuarterlyReturn, Remark, ReturnStep
from ..models.units import any_path_starts
from ..units.years import ReportingYears
from .marks import STATE_MARKS

State, Step = QuarterlyReturn.State, ReturnStep.Step

Unit = AdministrativeUnit

Filed = dict[tuple[int, Quarter], QuarterlyReturn]


class Timeliness(TextChoices):
    """Whether a return came when it was due; what counts is its first submission."""

    IN_TIME = "in_time", gettext_lazy("submitted in time")
    LATE = "late", gettext_lazy("submitted late")
    OVERDUE = "overdue", gettext_lazy("overdue")
    NOT_DUE = "not_due", gettext_lazy("not due yet")
    NOT_ASKED = "not_asked", gettext_lazy("not asked for")
    UNKNOWN = "unknown", gettext_lazy("day not known")


LATE = (Timeliness.LATE, Timeliness.OVERDUE)
"""What came, or comes, after its day."""

TIMELINESS_MARKS = {
    Timeliness.IN_TIME: "met",
    Timeliness.LATE: "behind",
    Timeliness.OVERDUE: "off_track",
    Timeliness.NOT_DUE: "no_data",
    Timeliness.NOT_ASKED: "no_data",
    Timeliness.UNKNOWN: "no_data",
}
"""The shape that stands for each (components/status.html)."""


def timeliness_of(
    due_on: date, came_on: date | None, seen_on: date | None = None
) -> tuple[Timeliness, int]:
    """Whether something came by its day, and how many days it came late, is overdue, or is left.
    came_on: None while it has not come. seen_on: the day on which it is looked at, None for today.
    """
    if came_on is None:
        days = (due_on - (seen_on or today())).days
        return (Timeliness.NOT_DUE, days) if days >= 0 else (Timeliness.OVERDUE, -days)
    late = (came_on - due_on).days
    return (Timeliness.LATE, late) if late > 0 else (Timeliness.IN_TIME, 0)


def timeliness_in_words(timeliness: Timeliness, days: int) -> str:
    """A timeliness with the days that it counts: "overdue by 5 days"."""
    match timeliness:
        case Timeliness.LATE:
            text = ngettext("submitted %(days)s day late", "submitted %(days)s days late", days)
        case Timeliness.OVERDUE:
            text = ngettext("overdue by %(days)s day", "overdue by %(days)s days", days)
        case Timeliness.NOT_DUE if days:
            text = ngettext("%(days)s day left", "%(days)s days left", days)
        case Timeliness.NOT_DUE:
            text = _("due today")
        case other:
            text = str(other.label)
    return text % {"days": days}


@dataclass(frozen=True)
class OwedReturn:
    """One reporting unit's return for a quarter, whether it was opened or not.

    key: the return's primary key, None before it is opened; state is None then too.
    submitted_at: the moment of its first submission that was not taken back, None where there was
    none or it is not known.
    is_expected: whether somebody has to report in it: a cooperative, or groups where a figure of
    theirs is asked for. is_owed: whether it is asked for at all: a return may be there of a year
    never opened, or of a unit in which nobody has to report any more. is_closed: whether its year
    is closed meanwhile. is_remarked: whether a remark on it is open. seen_on: the day on which it
    is looked at, None for today.
    """

    unit: AdministrativeUnit
    period: Quarter
    due_on: date
    state: State | None = None
    key: int | None = None
    submitted_at: datetime | None = None
    completeness: Completeness = NOTHING_EXPECTED
    is_expected: bool = True
    is_owed: bool = True
    is_closed: bool = False
    is_remarked: bool = False
    seen_on: date | None = None

    @property
    def is_submitted(self) -> bool:
        """Whether it was submitted at least once, so that its figures count."""
        return self.state not in (None, State.DRAFT)

    @property
    def is_open(self) -> bool:
        """Whether it was not submitted yet, or was sent back."""
        return self.state in (None, State.DRAFT, State.RETURNED)

    @property
    def is_to_do(self) -> bool:
        """Whether its unit has something to do now: submit it, or correct it."""
        asked = self.is_owed or self.state == State.RETURNED
        return asked and self.is_open and not self.is_closed and self.period.has_begun

    @property
    def awaits_approval(self) -> bool:
        """Whether an officer has to decide about it now."""
        return self.state == State.SUBMITTED and not self.is_closed

    @property
    def label(self) -> str | Promise:
        """The name of its state."""
        return self.state.label if self.state else gettext_lazy("not begun")

    @property
    def mark(self) -> str:
        """The shape that stands for its state."""
        return STATE_MARKS[self.state or State.DRAFT]

    @property
    def timeliness(self) -> Timeliness:
        """Whether it came when it was due."""
        if not self.is_owed or (self.is_closed and not self.is_submitted):
            return Timeliness.NOT_ASKED
        if self.is_submitted and self.submitted_at is None:
            return Timeliness.UNKNOWN
        return timeliness_of(self.due_on, self._came_on, self.seen_on)[0]

    @property
    def timeliness_mark(self) -> str:
        """The shape that stands for its timeliness."""
        return TIMELINESS_MARKS[self.timeliness]

    @property
    def days(self) -> int:
        """How many days it came late, is overdue, or is left; 0 where there is nothing to count."""
        counting = (Timeliness.LATE, Timeliness.OVERDUE, Timeliness.NOT_DUE)
        if self.timeliness not in counting:
            return 0
        return timeliness_of(self.due_on, self._came_on, self.seen_on)[1]

    @property
    def _came_on(self) -> date | None:
        """The day of its first submission, None where it was not submitted, or at no known day."""
        if not self.is_submitted or self.submitted_at is None:
            return None
        return timezone.localdate(self.submitted_at)

    @property
    def timeliness_in_words(self) -> str:
        """Its timeliness with the days that it counts: "overdue by 5 days"."""
        return timeliness_in_words(self.timeliness, self.days)

    @property
    def days_late(self) -> int:
        """How many days it is overdue, as long as it was never submitted; else 0."""
        return self.days if self.timeliness == Timeliness.OVERDUE else 0


@dataclass(frozen=True)
class Periods:
    """The quarters that the returns of some units are about.

    asked: those of years ever opened for one of the units, up to the one that has begun.
    filed: those with a return in some state.
    """

    asked: frozenset[Quarter]
    filed: dict[State, frozenset[Quarter]]

    @property
    def years(self) -> list[int]:
        """The years with anything to show, in order."""
        return sorted({period.year for period in self._known})

    @property
    def in_work(self) -> frozenset[Quarter]:
        """Quarters in which somebody may have to submit or correct something."""
        return self.asked | self.filed.get(State.RETURNED, frozenset())

    def newest_due(self, year: int | None = None) -> Quarter | None:
        """The newest quarter that has ended, of a year or of those ever opened, failing that the
        first; None where there is none.
        """
        if year is not None:
            return newest_ended(period for period in self._known if period.year == year)
        return newest_ended(self.asked or self._known)

    @property
    def _known(self) -> frozenset[Quarter]:
        return self.asked.union(*self.filed.values())


def newest_ended(periods: Iterable[Quarter]) -> Quarter | None:
    """The newest that has ended; failing that the first; None where there is none."""
    ordered = sorted(periods)
    ended = [period for period in ordered if period.has_ended]
    return next(reversed(ended), next(iter(ordered), None))


def periods_of(unit: Unit | None, years: ReportingYears | None = None) -> Periods:
    """The quarters of the returns at or under a unit, of all units for None; in two statements.

    Here and below, years: given by who asks more than once, so that they are read once.
    """
    filed: dict[State, set[Quarter]] = {}
    rows = QuarterlyReturn.objects.filter(_at_or_under(unit)).order_by()
    for state, year, number in rows.values_list("state", "year", "quarter").distinct():
        filed.setdefault(State(state), set()).add(Quarter(year, number))
    return Periods(
        asked_periods(unit, years or ReportingYears()),
        {state: frozenset(periods) for state, periods in filed.items()},
    )


def _at_or_under(unit: Unit | None) -> Q:
    """The condition that a return is that of a unit at or under one; every one for None."""
    return any_path_starts(unit.reach, "unit__path") if unit else Q()


def asked_periods(unit: Unit | None, years: ReportingYears) -> frozenset[Quarter]:
    """The quarters of years ever opened for a unit, up to the one that has begun."""
    known = [year for year in years.on_the_line(unit) if year <= today().year]
    return frozenset(period for year in known for period in begun_quarters(year))


def begun_quarters(year: int) -> list[Quarter]:
    """The quarters of a year that have begun."""
    periods = [Quarter(year, number) for number in QUARTERS]
    return [period for period in periods if period.has_begun]


def owed_returns(
    unit: Unit | None,
    periods: Iterable[Quarter],
    years: ReportingYears | None = None,
    filed: Filed | None = None,
) -> list[OwedReturn]:
    """The returns that the reporting units at or under a unit owe or have filed for some quarters.

    unit: None for all units; filed: given by who has read them. By quarter, then in the order of
    the tree; in four statements.
    """
    found = expected_returns(unit, periods, years, filed)
    return [one for one in found if one.is_owed or one.key]


def expected_returns(
    unit: Unit | None,
    periods: Iterable[Quarter],
    years: ReportingYears | None = None,
    filed: Filed | None = None,
) -> list[OwedReturn]:
    """As `owed_returns`, with those of years never opened that somebody would have to report in."""
    periods = set(periods)
    filed = filed_returns(unit, periods) if filed is None else filed
    counts = completeness_of(unit, periods)
    units = {row.unit_id: row.unit for row in filed.values()}
    units |= Unit.objects.in_bulk({key for key, _period in counts} - set(units))
    if unit is not None:
        # A commune's figures may stand in the return of the district above it, which is not asked.
        counts = {
            place: count
            for place, count in counts.items()
            if units[place[0]].path.startswith(unit.reach)
        }
    years = years or ReportingYears()

    def owed(key: int, period: Quarter) -> OwedReturn:
        return as_owed(
            units[key],
            period,
            filed.get((key, period)),
            years,
            is_expected=(key, period) in counts,
            completeness=counts.get((key, period), NOTHING_EXPECTED),
        )

    found = [owed(*place) for place in counts.keys() | filed.keys()]
    return sorted(found, key=lambda one: (one.period, one.unit.path))


def to_do(
    unit: Unit | None, periods: Periods, years: ReportingYears | None = None
) -> list[OwedReturn]:
    """What the reporting units at or under a unit have to do: what was sent back comes first, then
    what is due first.
    """
    return to_do_of(owed_returns(unit, periods.in_work, years))


def to_do_of(returns: Iterable[OwedReturn]) -> list[OwedReturn]:
    """Those of some returns about which their units have something to do, as in `to_do`."""
    found = [one for one in returns if one.is_to_do]
    return sorted(
        found, key=lambda one: (one.state != State.RETURNED, one.due_on, one.unit.path, one.period)
    )


def urgency(one: OwedReturn) -> tuple:
    """What sorts returns for who approves them: late ones first, the longest; then those that wait
    for approval; then those being corrected; of those alike the oldest first.
    """
    is_corrected = one.state == State.RETURNED and not one.is_closed
    rank = 0 if one.days_late else 1 if one.awaits_approval else 2 if is_corrected else 3
    return rank, -one.days_late, one.period, one.unit.path


def latest_steps(returns: Iterable[OwedReturn]) -> dict[int, ReturnStep]:
    """The newest standing step of each return that has any, by the return's key: what led to its
    state.
    """
    steps = ReturnStep.objects.standing()
    steps = steps.filter(quarterly_return__in=[one.key for one in returns if one.key])
    ordered = steps.select_related("by").order_by("at", "pk")
    return {step.quarterly_return_id: step for step in ordered}


def filed_returns(unit: Unit | None, periods: Iterable[Quarter]) -> Filed:
    """The stored returns of units at or under a unit by unit and quarter, with `submitted_at`."""
    wanted = Q(pk__in=[])
    for year in {period.year for period in periods}:
        wanted |= Q(year=year, quarter__in=[p.number for p in periods if p.year == year])
    return _filed(unit, wanted)


def filed_or_in_work(unit: Unit | None, years: Iterable[int], also: Quarter | None = None) -> Filed:
    """As `filed_returns`: all of some years, and of a quarter beside them; of others those that
    wait or are corrected.
    """
    wanted = Q(year__in=list(years)) | Q(state__in=[State.SUBMITTED, State.RETURNED])
    if also:
        wanted |= Q(year=also.year, quarter=also.number)
    return _filed(unit, wanted)


def _filed(unit: Unit | None, wanted: Q) -> Filed:
    submissions = Q(steps__step=Step.SUBMIT, steps__taken_back_by=None)
    rows = (
        QuarterlyReturn.objects.filter(wanted, _at_or_under(unit))
        .select_related("unit")
        .order_by()
        .annotate(
            submitted_at=Min("steps__at", filter=submissions),
            is_remarked=Exists(Remark.objects.still_open().filter(quarterly_return=OuterRef("pk"))),
        )
    )
    return {(row.unit_id, row.period): row for row in rows}


def as_owed(
    unit: Unit,
    period: Quarter,
    row: QuarterlyReturn | None,
    years: ReportingYears,
    *,
    is_expected: bool,
    completeness: Completeness = NOTHING_EXPECTED,
) -> OwedReturn:
    """The return of a unit, from its row as `filed_returns` reads it, or None before it is opened.

    is_expected: whether somebody has to report in it.
    """
    year = period.year
    return OwedReturn(
        unit,
        period,
        years.due_on(unit, period, row and row.moved_due_on),
        State(row.state) if row else None,
        row.pk if row else None,
        row.submitted_at if row else None,
        completeness,
        is_expected=is_expected,
        is_owed=is_expected and years.is_known(unit, year),
        is_closed=years.closes(unit, year),
        is_remarked=bool(row and row.is_remarked),
    )
