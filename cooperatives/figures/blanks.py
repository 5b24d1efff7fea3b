"""Which cooperatives lack which figures in returns: `completeness`, by name."""

from collections import defaultdict
from collections.abc import Iterable
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
    of_period: dict[Quarter, list[QuarterlyReturn]] = defaultdict(list)
    for one in returns:
        of_period[one.period].append(one)
    found: dict[int, list[Blank]] = defaultdict(list)
    for period, filed in of_period.items():
        for key, blank in _of_period(period, filed):
            found[key].append(blank)
    return {
        key: sorted(blanks, key=lambda blank: blank.cooperative.name)
        for key, blanks in found.items()
    }


def _of_period(period: Quarter, filed: list[QuarterlyReturn]):
    operating = Cooperative.objects.operating_on(period.ends_on).order_by().values("pk")
    rows = QuarterlyFigures.objects.filter(year=period.year, quarter=period.number)
    here = rows.filter(
        ~has_all_figures(period.year), quarterly_return__in=filed, cooperative__in=operating
    )
    for row in here.select_related("cooperative"):
        asked = asked_of(row.cooperative.sector, period.year)
        missing = tuple(figure for figure in asked if figure.read(row) is None)
        is_all = len(missing) == len(asked)
        yield row.quarterly_return_id, Blank(row.cooperative, missing, is_all)
    keys = {one.unit_id: one.pk for one in filed}
    without = Placement.objects.on(period.ends_on).filter(
        ~Exists(rows.filter(cooperative=OuterRef("organisation"))), organisation__in=operating
    )
    without = without.annotate(reporter=REPORTING_UNIT).filter(reporter__in=list(keys))
    for placement in without.select_related("organisation"):
        asked = asked_of(placement.organisation.sector, period.year)
        yield keys[placement.reporter], Blank(placement.organisation, asked, is_all=True)
