"""Targets of sense (design 1.2): what form, page and import ask of the numbers of a target.

Everything is in the indicator's own unit (VND, persons, count, %).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cooperatives.ground.money import MILLION, in_million
from cooperatives.ground.printing import number_text
from cooperatives.ground.problems import Problem, problem

from ..indicators import Indicator, indicator_named
from ..models import BaselineFigure, Target
from ..models.plans import AMOUNTS
from ..reckoning.measures import Operator, Unit

VALUES = AMOUNTS
MILESTONES = ("milestone_1", "milestone_2", "milestone_3")

DECIMALS = 6

LEAST_VND = 10_000
"""Who sets less than so many VND has most likely written millions."""
MOST_VND = MILLION * MILLION
"""No mean of one cooperative or member is as much: who sets that wrote VND for millions."""


def value_problems(record: Target | BaselineFigure, fields: Iterable[str]) -> Iterator[Problem]:
    """What the indicator's unit does not allow: counts are whole, shares lie within 0 to 100, and
    no mean of money is beyond all measure.
    """
    indicator = indicator_named(record.indicator)
    if indicator is None:
        return  # its own field says so
    for field in fields:
        value = getattr(record, field)
        if value is None:
            continue
        if indicator.unit.is_whole and value % 1:
            message = _("This indicator is counted: write a whole number.")
            yield problem(record, field, "not_whole", message)
        if indicator.is_share and not 0 <= value <= 100:
            message = _("This indicator is a share: write a number from 0 to 100.")
            yield problem(record, field, "no_share", message)
        if indicator.is_money and indicator.averages and abs(value) >= MOST_VND:
            message = _("This is too large: less than 1,000,000 million VND. Is it in VND?")
            yield problem(record, field, "too_much_money", message)


def sense_problems(target: Target) -> Iterator[Problem]:
    """Why the numbers of a target make no sense for its indicator and operator."""
    yield from value_problems(target, VALUES)
    indicator = indicator_named(target.indicator)
    if indicator is None or target.operator not in list(Operator):
        return
    if target.from_year is not None and not indicator.is_event_count:
        message = _("Only what is founded or dissolved is counted over several years.")
        yield problem(target, "from_year", "no_period", message)
    if not Operator(target.operator).wants_more:
        return
    if indicator.unit is not Unit.PERCENT:  # a share has its own bounds
        for field in VALUES:
            if (getattr(target, field) or 0) < 0:
                message = _("Under ≥ and > this is not negative.")
                yield problem(target, field, "negative", message)
    if field := _falls(target):
        message = _("What is due by a quarter's end does not fall through the year.")
        yield problem(target, field, "milestones_fall", message)


def _falls(target: Target) -> str:
    """The first milestone that is more than what comes after it, the year's target at last."""
    given = [(field, getattr(target, field)) for field in (*MILESTONES, "value")]
    known = [(field, value) for field, value in given if value is not None]
    for place, (field, value) in enumerate(known[:-1]):
        if value > known[place + 1][1]:
            return field
    return ""


def doubtful_amounts(target: Target, fields: Sequence[str] = VALUES) -> list[str]:
    """The fields with amounts so small that millions are meant, of an indicator in VND."""
    indicator = indicator_named(target.indicator)
    if indicator is None or not indicator.is_money:
        return []
    given = [(field, getattr(target, field)) for field in fields]
    return [field for field, value in given if value and abs(value) < LEAST_VND]


# --- Allocations ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Allocated:
    """What the allocations of one target come to. difference: their sum − the target."""

    year: int
    indicator: Indicator
    target: Decimal
    total: Decimal

    @property
    def difference(self) -> Decimal:
        return self.total - self.target

    @property
    def said(self) -> str:
        """By how much the allocations miss the target, in a sentence."""
        if not self.difference:
            text = gettext("The allocations come to %(total)s, just as the target.")
        elif self.difference > 0:
            text = gettext(
                "The allocations come to %(total)s, %(apart)s more than the target of %(target)s."
            )
        else:
            text = gettext(
                "The allocations come to %(total)s, %(apart)s less than the target of %(target)s."
            )
        return text % {
            "total": self._amount(self.total),
            "apart": self._amount(abs(self.difference)),
            "target": self._amount(self.target),
        }

    def _amount(self, value: Decimal) -> str:
        if not self.indicator.is_money:
            return number_text(value, DECIMALS)
        amount = number_text(in_million(value), DECIMALS)
        return gettext("%(amount)s million VND") % {"amount": amount}


def allocated(targets: Iterable[Target], home_id: int) -> list[Allocated]:
    """What the allocations of each count or sum of a plan come to, in the plan's order, where there
    are any. home_id: the key of the plan's unit. An allocation inside another one is part of it.
    """
    targets = list(targets)
    below: dict[tuple[int, str], list[Target]] = {}
    for target in targets:
        if target.unit_id != home_id:
            below.setdefault((target.year, target.indicator), []).append(target)
    found = []
    for target in targets:
        indicator = indicator_named(target.indicator)
        parts = below.get((target.year, target.indicator))
        if target.unit_id != home_id or not parts or indicator is None or indicator.averages:
            continue
        paths = [part.unit.path for part in parts]
        topmost = [part for part in parts if not _lies_in(part.unit.path, paths)]
        total = sum((part.value for part in topmost), Decimal(0))
        found.append(Allocated(target.year, indicator, Decimal(target.value), total))
    return found


def _lies_in(path: str, others: Iterable[str]) -> bool:
    return any(path != other and path.startswith(other) for other in others)
