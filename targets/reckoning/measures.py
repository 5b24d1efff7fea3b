"""What an indicator comes to: value, numerator, denominator, coverage, bounds."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Unit(StrEnum):
    """What a value is counted in. Amounts are whole VND; shares are in per cent."""

    COUNT = "count"
    PERSONS = "persons"
    PERCENT = "percent"
    VND = "vnd"
    NUMBER = "number"
    VND_PER_COOPERATIVE = "vnd_per_cooperative"
    VND_PER_MEMBER = "vnd_per_member"

    @property
    def is_money(self) -> bool:
        return self in (Unit.VND, Unit.VND_PER_COOPERATIVE, Unit.VND_PER_MEMBER)

    @property
    def is_whole(self) -> bool:
        """Whether targets in this unit are whole numbers."""
        return self in (Unit.COUNT, Unit.PERSONS)


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
    numerator: Fraction | None
    denominator: Fraction | None
    coverage: Coverage
    bounds: tuple[Fraction, Fraction] | None


def no_value(coverage: Coverage) -> Measure:
    """A measure that has nothing to show but who should have reported."""
    return Measure(None, None, None, coverage, None)
