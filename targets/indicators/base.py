"""What an indicator is: a rule that turns evidence into a value with all that stands behind it."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cooperatives.evidence import Tally


class Unit(StrEnum):
    """What a value is counted in. Amounts are whole VND; shares are in per cent."""

    COUNT = "count"
    PERSONS = "persons"
    PERCENT = "percent"
    VND_PER_COOPERATIVE = "vnd_per_cooperative"
    VND_PER_MEMBER = "vnd_per_member"

    @property
    def label(self) -> Promise | str:
        """What the screen says after a number; amounts are shown in million VND."""
        return UNIT_LABELS[self]

    @property
    def is_money(self) -> bool:
        return self in (Unit.VND_PER_COOPERATIVE, Unit.VND_PER_MEMBER)

    @property
    def is_whole(self) -> bool:
        """Whether targets in this unit are whole numbers."""
        return self in (Unit.COUNT, Unit.PERSONS)


UNIT_LABELS = {
    Unit.COUNT: "",
    Unit.PERSONS: _("persons"),
    Unit.PERCENT: "%",
    Unit.VND_PER_COOPERATIVE: _("million VND"),
    Unit.VND_PER_MEMBER: _("million VND"),
}


class Flow(StrEnum):
    """Whether a value grows through the year or stands at its quarter's end."""

    FLOW = "flow"
    LEVEL = "level"


class Operator(StrEnum):
    """How a value is held against its target."""

    AT_LEAST = ">="
    MORE_THAN = ">"
    AT_MOST = "<="
    LESS_THAN = "<"

    @property
    def sign(self) -> str:
        return {">=": "≥", "<=": "≤"}.get(self.value, self.value)

    @property
    def wants_more(self) -> bool:
        """Whether a higher value is a better one."""
        return self in (Operator.AT_LEAST, Operator.MORE_THAN)

    def holds(self, value: Fraction | int, target: Fraction | int) -> bool:
        match self:
            case Operator.AT_LEAST:
                return value >= target
            case Operator.MORE_THAN:
                return value > target
            case Operator.AT_MOST:
                return value <= target
            case Operator.LESS_THAN:
                return value < target


@dataclass(frozen=True)
class Coverage:
    """How many cooperatives stand behind a value (design 1.3).

    reported: with a value of the period itself; carried: with an older one; expected: operating at
    the quarter's end, for ratings those that were to be rated.
    """

    reported: int
    carried: int
    expected: int

    @property
    def with_value(self) -> int:
        return self.reported + self.carried

    @property
    def missing(self) -> int:
        return self.expected - self.with_value


@dataclass(frozen=True)
class Measure:
    """An indicator's value for one unit at one quarter, exact, with its evidence.

    value, numerator, denominator and bounds are in the indicator's own unit (a share's numerator
    and denominator are cooperatives). Without a value all four are None; a count or sum has no
    denominator.
    """

    value: Fraction | None
    numerator: int | None
    denominator: int | None
    coverage: Coverage
    bounds: tuple[Fraction, Fraction] | None


@dataclass(frozen=True)
class Indicator(ABC):
    """One indicator of design 1.3. `figure` names the evidence that it adds up."""

    code: str
    label: Promise
    short_label: Promise
    figure: str
    unit: Unit
    flow: Flow

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

    @property
    def is_flow(self) -> bool:
        return self.flow is Flow.FLOW

    @property
    def is_money(self) -> bool:
        return self.unit.is_money


def no_value(coverage: Coverage) -> Measure:
    """A measure that has nothing to show but who should have reported."""
    return Measure(None, None, None, coverage, None)
