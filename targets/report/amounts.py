"""Numbers as papers write them: each with what it is counted in, counts below 10 with a zero."""

from fractions import Fraction

from cooperatives.evidence import main_code
from cooperatives.ground.printing import NOTHING
from cooperatives.ground.wording import percent

from ..indicators import Indicator
from ..overview.target_rows import TargetRow
from ..papers.wording import inside, number
from ..reckoning.assessment import Goal
from ..reckoning.measures import Operator
from ..words.amounts import short_difference
from ..words.compared import Compared
from ..words.labels import own_unit, unit_label

COUNTED = {"cooperatives": "HTX", "groups": "THT", "unions": "Liên hiệp HTX"}
"""What is counted, by how the codes of counts end."""
SHORT = {"triệu đồng": "tr.đ", "Liên hiệp HTX": "LH"}
"""How columns shorten what something is counted in."""
RANGE = "{}–{}"
SIGNS = {
    Operator.AT_LEAST: "từ {} trở lên",
    Operator.MORE_THAN: "trên {}",
    Operator.AT_MOST: "không quá {}",
    Operator.LESS_THAN: "dưới {}",
}


def short_unit(indicator: Indicator) -> str:
    """What stands in the column of units: "HTX", "tr.đ", "%"; a dash for a bare number."""
    said = counted_in(indicator)
    return SHORT.get(said, said)


def counted_in(indicator: Indicator) -> str:
    """What something is counted in: "HTX", "triệu đồng", "%"; a dash for a bare number."""
    said = own_unit(indicator) or str(unit_label(indicator))
    if said or indicator.unit != "count":
        return said or NOTHING
    return COUNTED.get(main_code(indicator.figure).rpartition("_")[2], NOTHING)


def bare(value: Fraction | None, indicator: Indicator, shown: Compared) -> str:
    """A value in a sentence without what it is counted in: "05", "54,6", "8,7%"."""
    is_counted = indicator.unit.is_whole and value is not None
    if is_counted and 0 < value < 10 and Fraction(value).denominator == 1:
        return number(int(value))
    # As on the page: "46,0" where it is reckoned, "60" where somebody set it.
    is_reckoned = indicator.averages and value not in shown.as_set
    return shown.lined_up(value) if is_reckoned else shown.amount(value)


def amount(value: Fraction | None, indicator: Indicator, shown: Compared) -> str:
    """A value in a sentence: "05 HTX", "54,6 triệu đồng", "8,7%"."""
    said, unit = bare(value, indicator, shown), inside(counted_in(indicator))
    return said if value is None or unit in (NOTHING, "%") else f"{said}\u00a0{unit}"


def aim(goal: Goal, indicator: Indicator, shown: Compared) -> str:
    """What is planned, in a sentence: "35 HTX", "dưới 10%", "40–45 triệu đồng"."""
    said = amount(goal.value, indicator, shown)
    if goal.value_to is not None:
        return RANGE.format(shown.amount(goal.value), amount(goal.value_to, indicator, shown))
    return said if goal.operator is Operator.AT_LEAST else SIGNS[goal.operator].format(said)


def attainment(row: TargetRow) -> Fraction | None:
    """How much of what is planned there is, 1 being all; None under an upper limit."""
    return part_of(row.assessment.measure.value, row.goal)


def part_of(value: Fraction | None, goal: Goal | None) -> Fraction | None:
    """How much of a goal a value is, 1 being all; None under an upper limit."""
    if value is None or goal is None or not goal.operator.wants_more or not goal.value:
        return None
    return value / goal.value


def share(part: Fraction) -> str:
    """A part of 1 with one decimal, so that what is not all is not printed as all: "62,9%"."""
    hundredths = part * 100
    return percent(hundredths, 1 if abs(hundredths - 100) >= Fraction(1, 10) or part == 1 else 3)


def against_limit(row: TargetRow) -> str:
    """How far a value is from an upper limit: "thấp hơn giới hạn 1,3 điểm", "… 05 HTX"."""
    apart = row.assessment.measure.value - row.goal.value
    if not apart:
        return "bằng giới hạn"
    if row.indicator.unit == "percent":
        said = short_difference(abs(apart), row.indicator).replace("\u00a0", " ")
    else:
        said = amount(abs(apart), row.indicator, row.compared)
    return f"{'cao' if apart > 0 else 'thấp'} hơn giới hạn {said}"


def who_reports(row: TargetRow) -> str:
    """Who reports what a target is made of."""
    return "đơn vị" if row.indicator.counts_units else "HTX"
