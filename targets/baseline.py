"""The official figures that a plan started from, each beside the value at the quarter looked at."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from cooperatives.calendar import today
from cooperatives.evidence import WHOLE, tally_evidence

from .compared import Compared, compared
from .indicators import BY_CODE, Indicator, Measure
from .models import BaselineFigure
from .selection import Selection


@dataclass(frozen=True)
class BaselineBeside:
    """An official figure, and the same indicator's value now.

    A flow runs from 1 January of its own year to its day, so the two may cover unequal times:
    since and now_since say from when each counts; both are None for a level.
    """

    figure: BaselineFigure
    indicator: Indicator
    now: Measure
    now_on: date

    @cached_property
    def compared(self) -> Compared:
        """How the two are printed beside each other."""
        return compared(self.indicator, [self.now.value], [self.figure.value])

    @property
    def since(self) -> date | None:
        return date(self.figure.date.year, 1, 1) if self.indicator.is_flow else None

    @property
    def now_since(self) -> date | None:
        return date(self.now_on.year, 1, 1) if self.indicator.is_flow else None


def baseline_beside(selection: Selection) -> list[BaselineBeside]:
    """The unit's newest figure of each indicator up to the quarter's end, in the order of entry.

    Two SQL statements, whatever the number of figures; one without any figure.
    """
    ends_on = selection.period.ends_on
    figures = {
        figure.indicator: figure
        for figure in BaselineFigure.objects.filter(
            unit__path=selection.unit.path, date__lte=ends_on
        ).order_by("date", "pk")
    }
    if not figures:
        return []
    indicators = [BY_CODE[code] for code in figures]
    tallies = tally_evidence(
        selection.unit,
        selection.year,
        [selection.quarter],
        {indicator.figure for indicator in indicators},
    )
    return [
        BaselineBeside(
            figures[indicator.code],
            indicator,
            indicator.measure(tallies.get((WHOLE, selection.quarter, indicator.figure))),
            min(ends_on, today()),
        )
        for indicator in indicators
    ]


def baseline_of(selection: Selection, code: str) -> BaselineFigure | None:
    """The unit's newest official figure of one indicator up to the quarter's end, or None."""
    figures = BaselineFigure.objects.filter(
        unit__path=selection.unit.path, indicator=code, date__lte=selection.period.ends_on
    )
    return figures.order_by("-date", "-pk").first()
