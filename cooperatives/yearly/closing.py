"""What a reporting year lacks before it is closed."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from hashlib import sha256
from itertools import chain

from django.db.models import Count, Exists, OuterRef

from ..ground.calendar import QUARTERS, Quarter
from ..models import (
    AdministrativeUnit,
    Cooperative,
    Placement,
    ReportingYear,
    UnitSuccession,
    User,
    YearlyReport,
)
from ..models.organisations import REPORTING_UNIT
from ..models.units import AdministrativeUnitQuerySet, any_path_starts, path_starts
from ..registry.reform import waiting_units
from ..returns.of_plan_units import blanks_of_plan_units
from ..returns.owed import OwedReturn, State, owed_returns
from ..units.years import ReportingYears
from .progress import is_blank

ReportState = YearlyReport.State


@dataclass(frozen=True)
class Missing:
    """What a year lacks in a unit while it is not closed.

    not_submitted: returns that were never submitted, late or not due yet; then those sent back and
    those that wait for approval. remarked: returns on which a remark is open, doubts included; they
    are approved all the same. drafts: yearly reports that are no more than drafts. unrated:
    cooperatives that ought to have a rating and have no final report. Both are counted by reporting
    unit, in the order of the tree. unplaced: organisations that still lie in units that a reform
    ended up to the year's end, by unit: nobody is placed any more on a day of a closed year. blank:
    how many figures that provinces report of themselves are blank, by province and quarter that is
    over.
    """

    not_submitted: Sequence[OwedReturn]
    sent_back: Sequence[OwedReturn]
    waiting: Sequence[OwedReturn]
    remarked: Sequence[OwedReturn]
    drafts: Sequence[tuple[AdministrativeUnit, int]]
    unrated: Sequence[tuple[AdministrativeUnit, int]]
    unplaced: Sequence[tuple[AdministrativeUnit, int]] = ()
    blank: Sequence[tuple[AdministrativeUnit, Quarter, int]] = ()

    @property
    def is_nothing(self) -> bool:
        return not any(
            (
                *(self.not_submitted, self.sent_back, self.waiting, self.remarked),
                *(self.drafts, self.unrated, self.unplaced, self.blank),
            )
        )

    @property
    def mark(self) -> str:
        """Tells it from what is missing at another time: what was shown is what is closed over."""
        returns = [*self.not_submitted, *self.sent_back, *self.waiting]
        parts = [f"{one.unit.code}/{one.period}/{one.state or ''}" for one in returns]
        parts += [f"{one.unit.code}/{one.period}/remarked" for one in self.remarked]
        parts += [
            ",".join(f"{unit.code}:{number}" for unit, number in counts)
            for counts in (self.drafts, self.unrated, self.unplaced)
        ]
        parts += [f"{unit.code}/{period}:{number}" for unit, period, number in self.blank]
        return sha256(" ".join(parts).encode()).hexdigest()[:16]


def missing_in(year: ReportingYear, unit: AdministrativeUnit | None = None) -> Missing:
    """What is missing in a year at or under a unit, the year's own unless given, in a fixed number
    of statements.
    """
    unit, periods = unit or year.unit, [Quarter(year.year, number) for number in QUARTERS]
    returns = [
        one
        for one in owed_returns(unit, periods)
        if not one.is_closed and one.unit.path.startswith(unit.path)
    ]
    # Reports are made where a cooperative lies at the year's end, also of who came from elsewhere.
    ends_on = date(year.year, 12, 31)
    final = YearlyReport.objects.filter(year=year.year, state=ReportState.FINAL)
    drafts = YearlyReport.objects.filter(year=year.year, state=ReportState.DRAFT)
    to_be_rated = Cooperative.objects.operating_on(ends_on).filter(
        ~Exists(final.filter(cooperative=OuterRef("pk"))),
        founded_on__lt=date(year.year, 1, 1),
    )
    return Missing(
        [one for one in returns if one.is_owed and not one.is_submitted],
        [one for one in returns if one.state == State.RETURNED],
        [one for one in returns if one.state == State.SUBMITTED],
        [one for one in returns if one.is_remarked],
        _by_reporting_unit(unit, ends_on, drafts.exclude(is_blank()).values("cooperative")),
        _by_reporting_unit(unit, ends_on, to_be_rated.order_by().values("pk")),
        [(one, one.waiting) for one in unplaced_in(unit, year.year)],
        blanks_of_plan_units(AdministrativeUnit.objects.filter(path_starts(unit.path)), periods),
    )


def unplaced_in(unit: AdministrativeUnit, year: int) -> AdministrativeUnitQuerySet:
    """The units at or under one, and those that went there whole, that ended up to a year's end and
    in which organisations still lie, as `waiting_units` has them.
    """
    within = AdministrativeUnit.objects.filter(any_path_starts(unit.reach))
    return waiting_units(within.filter(valid_to__lte=date(year + 1, 1, 1)))


def places_of(row: ReportingYear, reader: User | None = None) -> list[AdministrativeUnit]:
    """What is closed with a year: its unit, and those that took that one over and know the year
    through it alone, within a reader's reach. A statement for each reform that followed another.
    """
    years, found, wanted = ReportingYears(), {row.unit_id: row.unit}, {row.unit_id}
    while wanted:
        taken = UnitSuccession.objects.filter(predecessor__in=wanted)
        after = {one.successor for one in taken.select_related("successor__parent")}
        wanted = {unit.pk for unit in after} - found.keys()
        found |= {unit.pk: unit for unit in after if unit.pk in wanted}
    others = [
        unit
        for unit in found.values()
        if not unit.path.startswith(row.unit.path)
        and next(iter(years.at(unit, row.year)), None) == row
        and (reader is None or reader.reaches(unit.path))
    ]
    return [row.unit, *sorted(others, key=lambda unit: unit.path)]


def missing_at_closing(row: ReportingYear, reader: User | None = None) -> Missing:
    """What is missing in all that is closed with a year (`places_of`)."""
    parts = [missing_in(row, unit) for unit in places_of(row, reader)]
    together = (
        [*dict.fromkeys(chain.from_iterable(getattr(part, one.name) for part in parts))]
        for one in fields(Missing)
    )
    return Missing(*together)


def _by_reporting_unit(
    unit: AdministrativeUnit, day: date, cooperatives
) -> list[tuple[AdministrativeUnit, int]]:
    """How many of some cooperatives lie in a unit on a day, by the unit that reports for them."""
    counts = dict(
        Placement.objects.on(day)
        .filter(path_starts(unit.path, "unit__path"), organisation__in=cooperatives)
        .order_by()
        .values(reporter=REPORTING_UNIT)
        .annotate(number=Count("pk"))
        .values_list("reporter", "number")
    )
    units = AdministrativeUnit.objects.in_bulk(counts)
    found = [(units[key], number) for key, number in counts.items()]
    return sorted(found, key=lambda one: one[0].path)
