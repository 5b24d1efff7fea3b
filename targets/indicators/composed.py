"""Indicators that are made of others: quotients, growth, a month's part of a year to date."""

from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Self

from cooperatives.evidence import Key

from ..reckoning.measures import Measure, Unit, no_value
from .base import Indicator, TallyOf


@dataclass(frozen=True)
class Composed(Indicator):
    """An indicator made of another one's values, `of`, whose evidence stands behind it."""

    of: Indicator = field(kw_only=True)

    def needs(self, year: int) -> Iterable[tuple[int, Key]]:
        return self.of.needs(year)

    def narrowed(self, sectors: Iterable[str], *, only_new: bool) -> Self:
        of = self.of.narrowed(sectors, only_new=only_new)
        return replace(self, of=of, figure=of.figure)

    @property
    def waits_for_ratings(self) -> bool:
        return self.of.waits_for_ratings

    @property
    def is_from_registry(self) -> bool:
        return self.of.is_from_registry

    @property
    def may_be_narrowed(self) -> bool:
        return self.of.may_be_narrowed

    @property
    def rests_on_figures(self) -> bool:
        return self.of.rests_on_figures

    @abstractmethod
    def measured(self, tally_of: TallyOf, year: int, quarter: int) -> Measure: ...


@dataclass(frozen=True)
class Quotient(Composed):
    """One indicator ÷ another; the evidence behind it is that of the first."""

    per: Indicator = field(kw_only=True)

    averages = True
    lists_numerator = False
    waits_for_ratings = False

    @property
    def adds_up(self) -> bool:
        """Where both are numbers or sums, their parts are parts of them."""
        return not (self.of.averages or self.per.averages)

    @property
    def is_from_registry(self) -> bool:
        return self.of.is_from_registry and self.per.is_from_registry

    @property
    def may_be_narrowed(self) -> bool:
        return self.of.may_be_narrowed and self.per.may_be_narrowed

    def needs(self, year: int) -> Iterable[tuple[int, Key]]:
        return [*self.of.needs(year), *self.per.needs(year)]

    def narrowed(self, sectors: Iterable[str], *, only_new: bool) -> Self:
        per = self.per.narrowed(sectors, only_new=only_new)
        return replace(super().narrowed(sectors, only_new=only_new), per=per)

    def measured(self, tally_of: TallyOf, year: int, quarter: int) -> Measure:
        above = self.of.measured(tally_of, year, quarter)
        below = self.per.measured(tally_of, year, quarter)
        if above.value is None or not below.value:
            return no_value(above.coverage)
        value = above.value / below.value * (100 if self.unit is Unit.PERCENT else 1)
        is_open = above.coverage.missing or below.coverage.missing
        bounds = None if is_open else (value, value)
        return Measure(value, above.value, below.value, above.coverage, bounds)


@dataclass(frozen=True)
class Growth(Composed):
    """By how many per cent an indicator is above what it was at the same quarter of the year
    before, or of base_year where that is given.
    """

    base_year: int | None = field(default=None, kw_only=True)

    averages = True
    lists_numerator = False

    @property
    def adds_up(self) -> bool:
        return not self.of.averages

    def base_of(self, year: int) -> int:
        """The year that a year is held against."""
        return self.base_year or year - 1

    def needs(self, year: int) -> Iterable[tuple[int, Key]]:
        return [*self.of.needs(year), *self.of.needs(self.base_of(year))]

    def measured(self, tally_of: TallyOf, year: int, quarter: int) -> Measure:
        now = self.of.measured(tally_of, year, quarter)
        before = self.of.measured(tally_of, self.base_of(year), quarter)
        if now.value is None or before.value is None or before.value <= 0:
            return no_value(now.coverage)
        value = (now.value / before.value - 1) * 100
        is_open = any(one.coverage.missing or one.coverage.carried for one in (now, before))
        bounds = None if is_open else (value, value)
        return Measure(value, now.value, before.value, now.coverage, bounds)


@dataclass(frozen=True)
class PerMonth(Composed):
    """What a flow is in each month of the year to date."""

    @property
    def averages(self) -> bool:
        return self.of.averages

    @property
    def is_from_figures(self) -> bool:
        return self.of.is_from_figures

    def measured(self, tally_of: TallyOf, year: int, quarter: int) -> Measure:
        found, months = self.of.measured(tally_of, year, quarter), 3 * quarter
        if found.value is None:
            return found
        bounds = found.bounds and tuple(Fraction(one) / months for one in found.bounds)
        return replace(found, value=found.value / months, bounds=bounds)
