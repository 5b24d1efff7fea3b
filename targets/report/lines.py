"""The lines of the annex that is a workbook: exact numbers, each with how it is shown."""

from dataclasses import dataclass
from fractions import Fraction

from django.template.defaultfilters import capfirst

from cooperatives.ground.printing import exact_decimals

from ..indicators import Indicator
from ..overview.target_rows import TargetRow
from ..reckoning.assessment import Goal
from ..reckoning.measures import Operator
from ..words.amounts import printed
from ..words.compared import Compared
from .amounts import RANGE, part_of, short_unit
from .tables import as_set, note_of


@dataclass(frozen=True)
class Amount:
    """A number in a cell. value: in what is printed, amounts in million VND; decimals: how many are
    shown; before and after: signs that are shown around it, "< ".
    """

    value: Fraction
    decimals: int = 0
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Line:
    """A line in the columns of offices; None is a blank cell: nothing planned, or not known."""

    label: str
    unit: str
    plan: Amount | None = None
    done: Amount | None = None
    attained: Amount | None = None
    before: Amount | None = None
    projection: Amount | None = None
    note: str = ""


def line_of(row: TargetRow) -> Line:
    """The line of an indicator: with a goal as the report has it, with who has reported."""
    indicator, shown, value = row.indicator, row.compared, row.assessment.measure.value
    return Line(
        f"{indicator.label}{f' ({row.period})' if row.period else ''}",
        short_unit(indicator),
        planned(indicator, shown, row.goal),
        reached(indicator, shown, value),
        attained(value, row.goal),
        reached(indicator, shown, row.before),
        reached(indicator, shown, row.projection) if row.has_a_pace else None,
        capfirst("; ".join(filter(None, [note_of(row) if row.goal else "", _rests_on(row)]))),
    )


def planned(indicator: Indicator, shown: Compared, goal: Goal | None) -> Amount | None:
    """What is planned, as somebody set it: signs of limits and ends of ranges stand around it."""
    if goal is None:
        return None
    sign = "" if goal.operator is Operator.AT_LEAST else f"{goal.operator.sign} "
    upper = "" if goal.value_to is None else RANGE.format("", as_set(shown, goal.value_to))
    number = printed(goal.value, indicator)
    decimals = exact_decimals(number)
    return Amount(number, shown.decimals if decimals is None else decimals, sign, upper)


def reached(indicator: Indicator, shown: Compared, value: Fraction | None) -> Amount | None:
    """A value beside the plan, with as many decimals as the report prints."""
    if value is None:
        return None
    number, decimals = printed(value, indicator), max(shown.decimals, shown.decimals_of(value))
    return Amount(number, decimals if indicator.averages else decimals_of(number, decimals))


def decimals_of(number: Fraction, most: int = 1) -> int:
    """How many decimals a number that is no mean is shown with: a whole one none."""
    return 0 if number.denominator == 1 else most


def attained(value: Fraction | None, goal: Goal | None) -> Amount | None:
    """How much of the plan there is, in per cent; None under an upper limit."""
    part = part_of(value, goal)
    if part is None:
        return None
    # What is not all of it is not shown as all of it.
    is_near = part != 1 and abs(part - 1) < Fraction(1, 1000)
    return Amount(part * 100, 3 if is_near else 1)


def _rests_on(row: TargetRow) -> str:
    return "" if row.is_from_registry else row.rests_on
