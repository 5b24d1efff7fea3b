"""What an indicator is: a rule that turns evidence into a value with all that stands behind it."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

from django.utils.functional import Promise

from cooperatives.evidence import Tally, counted_since

from ..reckoning.bounds import Spread
from ..reckoning.measures import Flow, Measure, Unit


@dataclass(frozen=True)
class Indicator(ABC):
    """One indicator of design 1.3. `figure` names the evidence that it adds up; `definition` says
    to people what it means and by which rule it is made, in whole sentences.

    What its judgement turns on is told by `targets.reckoning.judged.Judged`, which it is.
    """

    code: str
    label: Promise
    short_label: Promise
    figure: str
    unit: Unit
    flow: Flow
    definition: Promise

    is_event_count = False
    """Whether it counts events from the registry, which cannot be taken back."""
    averages = False
    """Whether it is a mean or a share: every part owes what the whole owes, not a part of it."""
    is_rating_share = False
    """Whether it is a share of ratings, of which a year has its own at its end only."""
    is_from_figures = False
    """Whether it is an average or a sum of figures that cooperatives report."""
    is_passed_down = True
    """Whether sub-units without a target of their own owe what their unit owes, or a part of it."""

    @abstractmethod
    def measure(self, tally: Tally | None) -> Measure:
        """The value of what was tallied; None stands for no evidence at all."""

    def figure_since(self, from_year: int | None) -> str:
        """The evidence of a period that begins with a year; None for the year looked at alone. Only
        counts of events have periods.
        """
        return counted_since(self.figure, from_year) if from_year else self.figure

    @property
    def is_flow(self) -> bool:
        return self.flow is Flow.FLOW

    @property
    def is_money(self) -> bool:
        return self.unit.is_money


def spread_of(tally: Tally) -> Spread:
    """What bounds are reckoned from."""
    return Spread(tally.values, tally.missing, tally.low, tally.high)
