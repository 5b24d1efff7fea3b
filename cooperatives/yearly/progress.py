"""How far the yearly reports of each reporting unit are: missing, drafts, final."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Min, OuterRef, Q, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from ..catalogue.figures import figures
from ..ground.calendar import today
from ..models import (
    AdministrativeUnit,
    Cooperative,
    Placement,
    QuarterlyFigures,
    ReportsDone,
    User,
    YearlyReport,
)
from ..models.organisations import REPORTING_UNIT
from ..models.reports import lookup_of
from ..returns.owed import LATE, Timeliness, timeliness_in_words, timeliness_of
from ..units.reporting import reporting_day
from ..units.years import ReportingYears

State = YearlyReport.State


def gives_nothing() -> Q:
    """The condition that nobody has given anything in a report, nor was it final before.

    Not asked for is the score, which never stands without its rating.
    """
    return Q(rating="", **{f"{lookup_of(figure)}__isnull": True for figure in figures()})


def is_blank() -> Q:
    """The condition that nothing is given in a report, and nothing follows the quarters."""
    return gives_nothing() & Q(follows=[])


@dataclass(frozen=True)
class ReportCounts:
    """One unit's reports of one year, in numbers of cooperatives.

    missing: those that should report and have not even a draft; following: drafts in which all
    that there is follows the quarters, and nobody has given anything yet; drafts and final: other
    reports, also of cooperatives that stopped in the course of the year, but for drafts of theirs
    that are blank. done: the unit's word that they are done, with which it has given what follows.
    due_on: the day by which it is asked for that word, None where nobody set one.
    """

    unit: AdministrativeUnit
    year: int
    missing: int
    following: int
    drafts: int
    final: int
    done: ReportsDone | None = None
    due_on: date | None = None

    def __post_init__(self) -> None:
        if self.done:
            object.__setattr__(self, "drafts", self.drafts + self.following)
            object.__setattr__(self, "following", 0)

    @property
    def all(self) -> int:
        return self.missing + self.following + self.drafts + self.final

    @property
    def label(self) -> str:
        """Where they stand, in words."""
        if self.final == self.all:
            return _("all are final")
        if self.final:
            return _("some are final")
        if self.done:
            return _("done, not final yet")
        return _("being entered") if self.drafts else _("not begun")

    @property
    def timeliness(self) -> tuple[Timeliness, int] | None:
        """Whether the unit's word came by its day, with the days that this counts. None where no
        day is set, or all are final without such a word.
        """
        if self.due_on is None or (self.done is None and self.final == self.all):
            return None
        return timeliness_of(self.due_on, self.done and timezone.localdate(self.done.at))

    @property
    def is_late(self) -> bool:
        """Whether the word came late, or is overdue."""
        return bool(self.timeliness) and self.timeliness[0] in LATE

    @property
    def timeliness_in_words(self) -> str:
        """Its timeliness in words, "" where there is none."""
        return timeliness_in_words(*self.timeliness) if self.timeliness else ""

    @property
    def mark(self) -> str:
        """The shape that stands for it (components/status.html)."""
        if self.final == self.all:
            return "met"
        return "on_track" if self.final or self.drafts or self.done else "no_data"


def years_to_report() -> range:
    """From the first year that anything was reported for, last year at the latest, to this one."""
    this_year = today().year
    firsts = [
        YearlyReport.objects.aggregate(first=Min("year"))["first"],
        QuarterlyFigures.objects.aggregate(first=Min("year"))["first"],
    ]
    return range(min([this_year - 1, *filter(None, firsts)]), this_year + 1)


def report_counts(
    reader: User, years: Iterable[int], reporting: ReportingYears | None = None
) -> list[ReportCounts]:
    """All reporting units within the reader's scope, the newest year first; in four statements.
    reporting: the reporting years, by who has read them or looks at what would be.

    A unit with nobody who should report, and no report, is absent.
    """
    years = sorted(set(years))
    first, *others = [_counts(reader, year) for year in years]
    counts = list(first.union(*others, all=True))
    units = AdministrativeUnit.objects.in_bulk({unit for unit, *_counts in counts})
    words = ReportsDone.objects.filter(unit__in=units, year__in=years).select_related("by")
    done = {(one.unit_id, one.year): one for one in words}
    reporting = reporting or ReportingYears()
    found = [
        ReportCounts(
            units[unit],
            year,
            *numbers,
            done.get((unit, year)),
            reporting.reports_due_on(units[unit], year),
        )
        for unit, year, *numbers in counts
    ]
    found = [one for one in found if one.all]
    return sorted(found, key=lambda one: (-one.year, one.unit.path))


def _counts(reader: User, year: int):
    day = reporting_day(year)
    cooperatives = Cooperative.objects.registered_within(date(year, 1, 1), day).order_by()
    operating = Cooperative.objects.operating_on(day).filter(pk=OuterRef("organisation"))
    reports = YearlyReport.objects.filter(year=year, cooperative=OuterRef("organisation"))
    drafts = reports.filter(state=State.DRAFT)
    only_follows = gives_nothing() & ~is_blank()
    is_draft = Exists(drafts.filter(~gives_nothing()))
    is_draft |= Exists(operating) & Exists(drafts.filter(is_blank()))
    return (
        Placement.objects.on(day)
        .filter(reader.scope("unit__path"), organisation__in=cooperatives)
        .order_by()
        .annotate(reporter=REPORTING_UNIT, of_year=Value(year))
        .values("reporter", "of_year")
        .annotate(
            missing=Count("pk", filter=Exists(operating) & ~Exists(reports)),
            following=Count("pk", filter=Exists(drafts.filter(only_follows))),
            drafts=Count("pk", filter=is_draft),
            final=Count("pk", filter=Exists(reports.filter(state=State.FINAL))),
        )
        .values_list("reporter", "of_year", "missing", "following", "drafts", "final")
    )
