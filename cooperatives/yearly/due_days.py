"""The due days of a year, moved for all units at once, and what comes late or no longer late by it
(design 1.2).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from ..ground.calendar import QUARTERS, Quarter
from ..models import AdministrativeUnit, ReportingYear, User
from ..returns.owed import LATE, OwedReturn, begun_quarters, owed_returns
from ..units.years import ReportingYears
from .progress import ReportCounts, report_counts


@dataclass(frozen=True)
class DueDay:
    """The due day of a quarter's returns or of the yearly reports in a year, None where there is
    none; usual: the day that holds where nobody set another.
    """

    period: Quarter | None
    day: date | None
    usual: date | None

    @property
    def is_own(self) -> bool:
        """Whether somebody set it."""
        return self.day is not None and self.day != self.usual


def due_days_of(unit: AdministrativeUnit, year: int, years: ReportingYears) -> list[DueDay]:
    """The due days of the four quarters' returns and of the yearly reports at a unit."""
    quarters = [Quarter(year, number) for number in QUARTERS]
    days = [DueDay(one, years.due_on(unit, one), one.due_on) for one in quarters]
    return [*days, DueDay(None, years.reports_due_on(unit, year), None)]


@dataclass(frozen=True)
class Shift:
    """A return, or a unit's yearly reports (period None), that is late before or after alone; both
    told in words.
    """

    unit: AdministrativeUnit
    period: Quarter | None
    before: str
    after: str


@dataclass(frozen=True)
class Shifts:
    """What other due days do. late: what becomes late; in_time: what no longer is. moved: how many
    returns and units' yearly reports have another day; kept: how many returns that have begun keep
    theirs while others of their quarter move, as it is their own or their unit's. days: the new
    ones.
    """

    late: Sequence[Shift]
    in_time: Sequence[Shift]
    moved: int
    kept: int
    days: tuple[date | None, ...]

    @property
    def mark(self) -> str:
        """Tells it from what would be at another time: what was shown is what is stored."""
        told = [(one.unit.pk, one.period, one.after) for one in (*self.late, *self.in_time)]
        return sha256(repr((told, self.moved, self.kept, self.days)).encode()).hexdigest()[:16]


def shifts_of(row: ReportingYear, unit: AdministrativeUnit, reader: User) -> Shifts:
    """What a year's due days, as they are set in a row that is not stored, would do at or under its
    unit, and the one that is looked at: it may have taken that one over. In a fixed number of
    statements.
    """
    places = [row.unit] if unit.path.startswith(row.unit.path) else [row.unit, unit]
    before, after = ReportingYears(), ReportingYears(instead=row)
    late, in_time, moved, kept = [], [], 0, set()
    shifted_quarters = set()
    for one, other in _returns(places, row.year, before, after):
        if one.due_on != other.due_on:
            moved += 1
            shifted_quarters.add(one.period)
        else:
            kept.add((one.unit.pk, one.period))
        if (one.timeliness in LATE) != (other.timeliness in LATE):
            shift = Shift(one.unit, one.period, one.timeliness_in_words, other.timeliness_in_words)
            (late if other.timeliness in LATE else in_time).append(shift)
    for counts, others in _reports(row.year, reader, before, after):
        moved += counts.due_on != others.due_on
        if counts.is_late != others.is_late:
            words = counts.timeliness_in_words, others.timeliness_in_words
            (late if others.is_late else in_time).append(Shift(counts.unit, None, *words))
    left = sum(period in shifted_quarters for _unit, period in kept)
    return Shifts(late, in_time, moved, left, (*row.due_days, row.reports_due_on))


def _returns(
    places: Sequence[AdministrativeUnit], year: int, before: ReportingYears, after: ReportingYears
) -> Iterator[tuple[OwedReturn, OwedReturn]]:
    periods = begun_quarters(year)
    for unit in places if periods else ():
        stored = owed_returns(unit, periods, before)
        pairs = zip(stored, owed_returns(unit, periods, after), strict=True)
        # Those of an ended unit are told once, at the place that is its own.
        yield from (pair for pair in pairs if pair[0].unit.path.startswith(unit.path))


def _reports(
    year: int, reader: User, before: ReportingYears, after: ReportingYears
) -> Iterator[tuple[ReportCounts, ReportCounts]]:
    stored = report_counts(reader, [year], before)
    return zip(stored, report_counts(reader, [year], after), strict=True)
