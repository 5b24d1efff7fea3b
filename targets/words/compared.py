"""Values of one indicator that are printed beside each other, so that they are read in their order.

A target, its milestones and official figures are printed as they are; a value beside them gets as
many decimals as tell it from each of them, and from what else stands there (design 1.4).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from cooperatives.ground.printing import Number, decimals_in_order, exact_decimals

from ..indicators import Indicator
from ..reckoning.assessment import Assessment, Goal
from .amounts import amount, bare, printed, short_with_unit, with_unit


@dataclass(frozen=True)
class Compared:
    """How values that stand together are printed; each in the indicator's own unit, None is a dash.

    decimals: of all but those in `as_set`, which are printed as they are.
    """

    indicator: Indicator
    decimals: int
    as_set: frozenset[Fraction]

    def amount(self, value: Number | None) -> str:
        """Its unit aside: "85,25", "8,54%"."""
        return amount(value, self.indicator, self.decimals_of(value))

    def with_unit(self, value: Number | None) -> str:
        """With its unit: "85,25 triệu đồng"."""
        return with_unit(value, self.indicator, self.decimals_of(value))

    def short(self, value: Number | None) -> str:
        """With its unit where there is little room: "85,25 triệu", "46,0 triệu"; as somebody set
        it: "85 triệu".
        """
        is_set = value is None or value in self.as_set
        least = 1 if self.indicator.averages and not is_set else 0
        return short_with_unit(value, self.indicator, self.decimals_of(value), least)

    def bare(self, value: Number | None) -> str:
        """In a column whose head says the unit: "85,25", "46,00"; means and shares have the same
        number of decimals there, so that they line up.
        """
        return bare(value, self.indicator, max(self.decimals, self.decimals_of(value)))

    def lined_up(self, value: Number | None) -> str:
        """In a column of rows that each have their own unit: "46,0", "8,7%", "14"."""
        shown = self.bare(value)
        return f"{shown}%" if value is not None and self.indicator.unit == "percent" else shown

    def decimals_of(self, value: Number | None) -> int:
        """How many decimals one of the values is printed with at most."""
        if value is None or value not in self.as_set:
            return self.decimals
        exact = exact_decimals(printed(value, self.indicator))
        return self.decimals if exact is None else exact


def compared(
    indicator: Indicator, values: Iterable[Number | None], as_set: Iterable[Number | None] = ()
) -> Compared:
    """Values that are printed together. as_set: those that are printed as somebody set them."""
    known = [printed(value, indicator) for value in values if value is not None]
    fixed = [Fraction(value) for value in as_set if value is not None]
    decimals = decimals_in_order(known, [printed(value, indicator) for value in fixed])
    return Compared(indicator, decimals, frozenset(fixed))


def compared_in(
    indicator: Indicator, found: Assessment, goal: Goal | None, *beside: Number | None
) -> Compared:
    """All that a row prints of an assessment: value, range, what is expected and the target.

    goal: what the value is held against; the assessment's own, or what the plan asks of all.
    beside: what else stands there, as it is printed, such as what is due and the projection.
    """
    values = (found.measure.value, *(found.measure.bounds or ()), found.expected, *beside)
    return compared(indicator, values, (*ends_of(goal), *goal.milestones) if goal else ())


def beside_target(indicator: Indicator, found: Assessment) -> Compared:
    """All that a cell of a table prints of an assessment: its value and its target."""
    goal = found.goal
    return compared(indicator, [found.measure.value], ends_of(goal) if goal else ())


def ends_of(goal: Goal) -> list[Fraction]:
    """What a goal asks for: its value, and the upper end of a range."""
    return [goal.value] if goal.value_to is None else [goal.value, goal.value_to]


def in_column(indicator: Indicator, founds: Iterable[Assessment]) -> Compared:
    """The values of one column, each beside its own target: all with the decimals of the one that
    needs most.
    """
    return widest([beside_target(indicator, found) for found in founds])


def widest(parts: Sequence[Compared]) -> Compared:
    """What is compared apart, one at least, printed with one number of decimals."""
    return Compared(
        parts[0].indicator,
        max(part.decimals for part in parts),
        frozenset().union(*(part.as_set for part in parts)),
    )


def exactly(indicator: Indicator, value: Number) -> Compared:
    """A target or official figure by itself, printed as it is."""
    return compared(indicator, (), (value,))
