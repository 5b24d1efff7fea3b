"""The official figures that a plan started from, each beside the value at the quarter looked at."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ..comparison.progress import OfficialFigure, Progress
from ..indicators import Indicator
from ..reckoning.measures import Measure
from ..words.compared import Compared, compared
from ..words.periods import covers


@dataclass(frozen=True)
class BaselineBeside:
    """An official figure, and the same indicator's value on a day.

    A flow runs from 1 January of its own year to its day, so the two may cover unequal times, which
    each says.
    """

    figure: OfficialFigure
    now_on: date

    @property
    def indicator(self) -> Indicator:
        return self.figure.indicator

    @property
    def now(self) -> Measure:
        return self.figure.now

    @cached_property
    def compared(self) -> Compared:
        """How the two are printed beside each other."""
        return compared(self.indicator, [self.now.value], [self.figure.value])

    @property
    def then_covers(self) -> str:
        """What the official figure covers: "6 months of 2023" of a flow, a day of a level."""
        return covers(self.indicator, self.figure.date)

    @property
    def now_covers(self) -> str:
        """The same of the value of now."""
        return covers(self.indicator, self.now_on)


def baseline_beside(progress: Progress) -> list[BaselineBeside]:
    """The unit's official figures in the order of entry, each beside its value."""
    return [BaselineBeside(figure, progress.figures_on) for figure in progress.baseline]
