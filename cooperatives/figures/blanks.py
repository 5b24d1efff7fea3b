"""Which cooperatives lack which figures in returns: `completeness`, by name."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from ..catalogue.figures import Figure, asked_of
from ..ground.calendar import Quarter
from ..models import Cooperative, Organisation, Placement, QuarterlyFigures, QuarterlyReturn
from ..models.organisations import REPORTING_UNIT
from ..models.reports import has_all_figures


@dataclass(frozen=True)
class Blank:
    """A cooperative that should report in a return, and its figures that are not there. is_all:
    whether none is there that it is asked for.
    """

    cooperative: Organisation
    missing: tuple[Figure, ...]
    is_all: bool = False

    @property
    def in_words(self) -> str:
        """What is missing: "Lợi nhuận, Số thành viên"; of all that there is none."""
        if self.is_all:
            return _("nothing is given")
        return ", ".join(str(figure.label) for figure in self.missing)


def blanks_of(returns: Iterable[QuarterlyReturn]) -> dict[int, list[Blank]]:
    """What is blank in some returns, by their keys, in the order of names; in two statements for
    each quarter.
    """
    of_period: dict[Quarter, dict[int, int]] = defaultdict(dict)
    for one in returns:
        of_period[one.period][one.unit_id] = one.pk
    return {
        keys[unit]: blanks
        for period, keys in of_period.items()
        for unit, blanks in blanks_in(period, keys).items()
    }


def blanks_in(period: Quarter, units: Collection[int]) -> dict[int, list[Blank]]:
    """The same of a quarter's returns of some reporting units, begun or not, by the units' keys; of
    those that lack nothing there is no entry. In two statements.
    """
    found: dict[int, list[Blank]] = defaultdict(list)
    for unit, blank in _of_period(period, list(units)):
        found[unit].append(blank)
    return {
        unit: sorted(blanks, key=lambda blank: blank.cooperative.name)
        for unit, blanks in found.items()
    }


def _of_period(period: Quarter, units: list[int]) -> Iterator[tuple[int, Blank]]:
    operating = Cooperative.objects.operating_on(period.ends_on).order_by().values("pk")
    rows = QuarterlyFigures.objects.filter(year=period.year, quarter=period.number)
    here = rows.filter(
        ~has_all_figures(period.year),
        quarterly_return__unit__in=units,
        cooperative__in=operating,
    )
    for row in here.select_related("cooperative", "quarterly_return"):
        asked = asked_of(row.cooperative.sector, period.year)
        missing = tuple(figure for figure in asked if figure.read(row) is None)
        is_all = len(missing) == len(asked)
        yield row.quarterly_return.unit_id, Blank(row.cooperative, missing, is_all)
    without = Placement.objects.on(period.ends_on).filter(
        ~Exists(rows.filter(cooperative=OuterRef("organisation"))), organisation__in=operating
    )
    without = without.annotate(reporter=REPORTING_UNIT).filter(reporter__in=units)
    for placement in without.select_related("organisation"):
        asked = asked_of(placement.organisation.sector, period.year)
        yield placement.reporter, Blank(placement.organisation, asked, is_all=True)
