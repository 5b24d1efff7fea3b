"""What an indicator is: a rule that turns evidence into a value with all that stands behind it."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Self

from django.utils.functional import Promise

from cooperatives.catalogue.figures import Reporter
from cooperatives.catalogue.sources import Sources
from cooperatives.evidence import (
    Basis,
    Key,
    Tally,
    basis_of,
    is_counted,
    is_of_units,
    reporter_of,
)

from ..reckoning.bounds import Spread
from ..reckoning.measures import Flow, Measure, Unit

OPERATING = "operating_cooperatives"
"""The evidence of who operates, by whose number counts and sums are shared out."""

TallyOf = Callable[[int, Key], Tally | None]
"""What the evidence of a key adds up to in a year, for one group of units at one quarter."""


@dataclass(frozen=True)
class Indicator(ABC):
    """One indicator of design 1.3 or 1.3a. `figure` names the evidence that stands behind it, of
    one that is made of others that of its numerator; `definition` says to people what it means and
    by which rule it is made, in whole sentences; sources: the papers that a built-in one is from.
    unit_words: what it is counted in, "" where the unit says so itself.

    What its judgement turns on is told by `targets.reckoning.judged.Judged`, which it is.
    """

    code: str
    label: Promise | str
    short_label: Promise | str
    figure: Key
    unit: Unit
    flow: Flow
    definition: Promise | str
    unit_words: Promise | str = field(default="", kw_only=True)
    sources: Sources = field(default=(), kw_only=True)

    is_event_count = False
    """Whether it counts events from the registry, which cannot be taken back."""
    averages = False
    """Whether it is a mean or a share: every part owes what the whole owes, not a part of it."""
    is_rating_share = False
    """Whether it is a share of ratings, of which a year has its own at its end only."""
    is_from_figures = False
    """Whether it is an average or a sum of figures that cooperatives report."""
    adds_up = True
    """Whether the numerators of the parts are parts of the whole's."""
    is_share = False
    """Whether it is a part of a whole, and so lies within 0 and 100 per cent."""

    @abstractmethod
    def measured(self, tally_of: TallyOf, year: int, quarter: int) -> Measure:
        """Its value at a quarter's end."""

    def needs(self, year: int) -> Iterable[tuple[int, Key]]:
        """The evidence that its value in a year is made of, with the year of that."""
        return [(year, self.figure)]

    def narrowed(self, sectors: Iterable[str], *, only_new: bool) -> Self:
        """The same of fewer organisations."""
        basis = basis_of(self.figure).narrowed(sectors, only_new=only_new)
        return replace(self, figure=basis)

    @property
    def waits_for_ratings(self) -> bool:
        """Whether ratings decide it, of which a year has its own at its end only."""
        return self.is_rating_share

    def since(self, from_year: int | None) -> Self:
        """The same over a period that begins with a year; None for the year looked at alone. Only
        counts of events have periods.
        """
        if from_year is None:
            return self
        return replace(self, figure=replace(basis_of(self.figure), from_year=from_year))

    @property
    def is_passed_down(self) -> bool:
        """Whether sub-units without a target of their own owe what their unit owes, or a part of
        it; the province's figures have no part below it.
        """
        return not (self.counts_units and reporter_of(self.figure) is Reporter.PLAN_UNIT)

    @property
    def is_flow(self) -> bool:
        return self.flow is Flow.FLOW

    @property
    def is_money(self) -> bool:
        return self.unit.is_money

    @property
    def is_from_registry(self) -> bool:
        """Whether all that it is made of is counted in the registry."""
        return is_counted(self.figure)

    @property
    def counts_units(self) -> bool:
        """Whether units report what it is made of, so that they are counted, not cooperatives."""
        return is_of_units(self.figure)

    @property
    def may_be_narrowed(self) -> bool:
        """Whether it can be asked of some sectors, or of new ones, alone."""
        return not self.counts_units

    @property
    def rests_on_figures(self) -> bool:
        """Whether it is made of figures that cooperatives report, by whatever rule."""
        return not (self.is_from_registry or self.waits_for_ratings)

    @property
    def lists_numerator(self) -> bool:
        """Whether the values behind it add up to its numerator."""
        return not self.is_from_registry

    @property
    def divides_cooperatives(self) -> bool:
        """Whether its value is divided by a number of cooperatives or of their members."""
        if self.unit is Unit.PERCENT:
            return self.is_share
        return self.unit in (Unit.VND_PER_COOPERATIVE, Unit.VND_PER_MEMBER)

    @property
    def shared_by(self) -> Key:
        """The evidence of those by whose number its parts owe what the whole does."""
        sectors = self.figure.sectors if isinstance(self.figure, Basis) else ()
        return Basis(OPERATING, sectors=sectors) if sectors else OPERATING


@dataclass(frozen=True)
class Single(Indicator):
    """An indicator that is made of one tally. scale: by how much stored values are divided, where
    they are millionths.
    """

    scale: int = field(default=1, kw_only=True)

    @abstractmethod
    def measure(self, tally: Tally | None) -> Measure:
        """The value of what was tallied; None stands for no evidence at all."""

    def measured(self, tally_of: TallyOf, year: int, quarter: int) -> Measure:
        return self.measure(tally_of(year, self.figure))


def spread_of(tally: Tally, scale: int = 1) -> Spread:
    """What bounds are reckoned from."""
    low, high = (
        None if one is None else one if scale == 1 else Fraction(one, scale)
        for one in (tally.low, tally.high)
    )
    return Spread(tally.values, tally.missing, low, high)


def in_own_unit(number: int, scale: int) -> Fraction | int:
    """A stored number without its millionths."""
    return number if scale == 1 else Fraction(number, scale)
