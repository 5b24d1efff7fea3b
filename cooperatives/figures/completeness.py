"""How far returns are filled: cooperatives with all figures, of those that should report.

A cooperative that operates at a quarter's end should report in the return where its row stands,
also when it has moved since, and while it has no row in that of its reporting unit. So each one is
asked for once. A unit with groups alone owes a return too where a figure of groups is asked for.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, Value
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..catalogue.figures import asks_groups
from ..ground.calendar import Quarter
from ..ground.wording import figure
from ..models import (
    AdministrativeUnit,
    Cooperative,
    Kind,
    Organisation,
    Placement,
    QuarterlyFigures,
    QuarterlyReturn,
)
from ..models.organisations import REPORTING_UNIT
from ..models.reports import has_all_figures
from ..models.units import any_path_starts


@dataclass(frozen=True)
class Completeness:
    """complete: cooperatives with all figures; expected: cooperatives that should report."""

    complete: int
    expected: int

    @property
    def in_words(self) -> str:
        """How many are complete, for lists of returns and mails: "8/12 HTX đủ số liệu"."""
        if not self.expected:
            return _("no cooperative has to report")
        text = ngettext(
            "%(complete)s of %(expected)s cooperative complete",
            "%(complete)s of %(expected)s cooperatives complete",
            self.expected,
        )
        return text % {"complete": figure(self.complete), "expected": figure(self.expected)}


NOTHING_EXPECTED = Completeness(0, 0)


def reporting_in(unit: AdministrativeUnit, period: Quarter, among):
    """Those of some organisations that should report in a reporting unit's return of a quarter."""
    end, rows = period.ends_on, _rows_of(period)
    here = rows.filter(quarterly_return__unit=unit)
    placed = Organisation.objects.reporting_through(unit, end)
    return among.filter(
        Q(pk__in=here.values("cooperative"))
        | Q(pk__in=placed.order_by().values("pk")) & ~Q(pk__in=rows.values("cooperative")),
        kind=Kind.COOPERATIVE,
    ).operating_on(end)


def completeness_of(
    unit: AdministrativeUnit | None, periods: Iterable[Quarter]
) -> dict[tuple[int, Quarter], Completeness]:
    """By the key of each reporting unit at or under a unit, or an ended one that went there whole,
    and by quarter; in one statement.

    unit: None for all units.
    Drafts count: this is how full a return is, not whether its figures are evidence. A unit in
    which nobody should report is absent; of one with groups alone no cooperative is expected.
    """
    counts = [count for period in sorted(set(periods)) for count in _counts(unit, period)]
    if not counts:
        return {}
    first, *others = counts
    complete, expected = Counter(), Counter()
    for reporter, year, number, *numbers in first.union(*others, all=True):
        place = reporter, Quarter(year, number)
        complete[place] += numbers[0]
        expected[place] += numbers[1]
    return {place: Completeness(complete[place], expected[place]) for place in expected}


def _counts(unit: AdministrativeUnit | None, period: Quarter) -> tuple:
    """Counts of those with a row, by its return's unit, and of those without, by where they are;
    and who has groups, where these are asked for something.
    """
    rows, end = _rows_of(period), period.ends_on
    operating = Cooperative.objects.operating_on(end)
    with_row = _reported(unit, period)
    without = (
        Placement.objects.on(end)
        .filter(
            _places(unit),
            ~Exists(rows.filter(cooperative=OuterRef("organisation"))),
            Exists(operating.filter(pk=OuterRef("organisation"))),
        )
        .order_by()
    )
    counts = (
        _counted(
            with_row,
            F("quarterly_return__unit"),
            period,
            Count("pk", filter=has_all_figures(period.year)),
        ),
        _counted(without, REPORTING_UNIT, period, Value(0)),
    )
    if not asks_groups(period.year):
        return counts
    groups = Organisation.objects.groups_registered_on(end).order_by()
    placed = Placement.objects.on(end).filter(_places(unit)).order_by()
    placed = placed.filter(Exists(groups.filter(pk=OuterRef("organisation"))))
    return (*counts, _counted(placed, REPORTING_UNIT, period, Value(0), Value(0)))


def _counted(found, reporter, period: Quarter, complete, expected=None):
    """(reporter, year, quarter, complete, expected) of each reporting unit."""
    return (
        found.annotate(
            reporter=reporter, of_year=Value(period.year), of_quarter=Value(period.number)
        )
        .values("reporter", "of_year", "of_quarter")
        .annotate(complete=complete, expected=Count("pk") if expected is None else expected)
        .values_list("reporter", "of_year", "of_quarter", "complete", "expected")
    )


def _rows_of(period: Quarter):
    """All rows of a quarter, whatever return they stand in."""
    return QuarterlyFigures.objects.filter(year=period.year, quarter=period.number).order_by()


def _reported(unit: AdministrativeUnit | None, period: Quarter):
    """Rows of operating cooperatives in a quarter's returns at or under a unit, or an ended one
    that went there.

    Below the root the database is led to begin with the returns (see `_places`); where all are
    asked for, all operating cooperatives at once come cheaper than one by one.
    """
    rows = _rows_of(period)
    operating = Cooperative.objects.operating_on(period.ends_on).order_by()
    if unit is None or unit.parent_id is None:
        if unit is not None:
            rows = rows.filter(any_path_starts(unit.reach, "quarterly_return__unit__path"))
        return rows.filter(cooperative__in=operating.values("pk"))
    returns = QuarterlyReturn.objects.filter(
        unit__in=_units_within(unit),
        year=period.year,
        quarter=period.number,
    )
    return rows.filter(
        Exists(operating.filter(pk=OuterRef("cooperative"))),
        quarterly_return__in=returns.order_by(),
    )


def _places(unit: AdministrativeUnit | None) -> Q:
    """The condition that a placement lies at or under a unit, or an ended one that went there.

    Below the root the database is led to begin with the unit's placements; it would list those of
    the whole country first, which is right only where all are asked for.
    """
    if unit is None:
        return Q()
    if unit.parent_id is None:
        return any_path_starts(unit.reach, "unit__path")
    return Q(unit__in=_units_within(unit))


def _units_within(unit: AdministrativeUnit):
    """A unit with all under it, and the ended ones that went there whole with theirs."""
    return AdministrativeUnit.objects.filter(any_path_starts(unit.reach)).order_by()
