"""In which unit a column is whose heading does not say so."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from ..catalogue.figures import Quantity
from ..entry.columns import SheetColumn
from ..ground.amount_units import MONEY_UNITS, AmountUnit
from ..ground.calendar import Quarter
from .asking import Asking
from .columns import Draft
from .fit import most_are_near, units_that_fit
from .texts import plain
from .uses import (
    MONTHS_OF_QUARTER,
    MONTHS_OF_YEAR,
    PERCENT_OF_ONE,
    Use,
    scale_of,
    unit_label,
    use_of,
)

EXAMPLES = 2
LEAST_COMPARED = 3
"""Values of fewer rows may well be other ones."""
MONTH_DIFFERS = Decimal("1.3")
"""By so much an income may differ from the last one's month, and still be one of a month."""
QUARTERS = 4
YEAR_DIFFERS = Decimal("1.6")
"""A year's amount may be so many times more or less than four quarters like the last one."""
LEAST_OF_A_YEAR = 10

Number = tuple[Any, Any]
"""A number as it is written, and last quarter's value."""


@dataclass(frozen=True)
class Unclear:
    """A column of money in an unknown unit. fitting: the units under which it makes sense. said:
    that which the table names, and under which it makes none.
    """

    draft: Draft
    column: SheetColumn
    numbers: Sequence[Number]
    times: int
    fitting: tuple[AmountUnit, ...]
    said: AmountUnit | None = None

    @property
    def is_of_page(self) -> bool:
        """Whether it makes sense in the page's own unit, and in no other."""
        if self.said:
            return False
        written = any(number for number, _last in self.numbers)
        return AmountUnit.MILLION in self.fitting and (len(self.fitting) == 1 or not written)

    def under(self, unit: AmountUnit) -> Draft:
        return replace(self.draft, use=Use(self.draft.field, unit, self.times > 1).text)

    @property
    def examples(self) -> tuple[str, ...]:
        """What some numbers would become, beside what was reported before."""
        named = self.said or AmountUnit.MILLION
        own = () if named in self.fitting else (named,)
        units = (*self.fitting, *own)
        found = []
        for number, last in [one for one in self.numbers if one[0]][:EXAMPLES]:
            parts = [self._under(unit, number) for unit in units]
            if last is not None:
                parts.append(_("before: %(last)s") % {"last": self.column.show(last)})
            text = number_format(plain(number), use_l10n=True, force_grouping=True)
            found.append(f"{self.column.label}: {text} ({'; '.join(parts)})")
        return tuple(found)

    def _under(self, unit: AmountUnit, number: Any) -> str:
        shown = self.column.show(int(number * unit.vnd * self.times))
        return _("%(unit)s: %(shown)s") % {"unit": unit_label(unit), "shown": shown}


def unclear(
    draft: Draft, column: SheetColumn, numbers: Sequence[Number], period: Quarter | int, months: int
) -> Unclear:
    """A draft of money without a unit, and what its numbers say of it."""
    times = months if draft.heading.per == "month" else 1
    fitting = units_that_fit(numbers, column.figure, times, period)
    return Unclear(draft, column, numbers, times, fitting)


def contradicted(
    draft: Draft, column: SheetColumn, numbers: Sequence[Number], months: int
) -> Unclear | None:
    """A draft of money whose unit the table names, if it makes sense in another one alone."""
    use = use_of(draft.use)
    times = months if use.is_monthly else 1
    compared = sum(bool(number and last) for number, last in numbers)
    near = most_are_near((number * use.unit.vnd * times, last) for number, last in numbers)
    if near is not False or compared < LEAST_COMPARED:
        return None
    fitting = units_that_fit(numbers, column.figure, times, 0)
    return Unclear(draft, column, numbers, times, fitting, use.unit)


def with_units(columns: Sequence[Unclear], asking: Asking) -> list[Draft]:
    """Drafts of money with their units: the page's own where that makes sense. The others are asked
    about together where one unit may be that of all, else one by one.
    """
    others = [one for one in columns if not one.is_of_page]
    found = [one.under(AmountUnit.MILLION) for one in columns if one.is_of_page]
    why = (
        _("In the unit that the table names most amounts would lie far from those of before.")
        if any(one.said for one in others)
        else _("The table does not say the unit, and in million VND the amounts would be unlikely.")
    )
    common = set(MONEY_UNITS).intersection(*(one.fitting for one in others))
    if len(others) > 1 and common:
        text = _("In which unit are the amounts of money?")
        choices = [(unit.value, unit_label(unit)) for unit in MONEY_UNITS]
        examples = [one.examples[0] for one in others if one.examples]
        chosen = asking.ask("money", f"{text} {why}", choices, examples=examples)
        if not chosen:
            return found + [replace(one.draft, use="") for one in others]
        return found + [one.under(AmountUnit(chosen)) for one in others]
    return found + [replace(one.draft.asked(why), examples=one.examples) for one in others]


def if_still_so(
    draft: Draft,
    column: SheetColumn,
    numbers: Sequence[Number],
    period: Quarter | int,
    months: int,
    *,
    is_unit_told: bool,
) -> Draft:
    """A draft whose use was said another time, asked about where it makes no sense any more.

    is_unit_told: whether the table says the unit; where it does not, amounts have to be likely in
    the one that was said.
    """
    use = use_of(draft.use)
    times = months if use.is_monthly else 1
    if use.unit in MONEY_UNITS and not is_unit_told:
        is_so = use.unit in units_that_fit(numbers, column.figure, times, period)
    else:
        scale = scale_of(column.figure, use.unit) * times
        is_so = most_are_near((number * scale, last) for number, last in numbers) is not False
    if is_so:
        return draft
    asked = draft.asked(_("Its numbers would be unlikely in the unit that was chosen before."))
    return replace(asked, is_said=False)


def as_persons(
    draft: Draft, column: SheetColumn, numbers: Sequence[Number], *, is_headed: bool
) -> Draft:
    """A draft of persons, asked about where its numbers can hardly be any."""
    if column.figure is None or column.figure.measure is not Quantity.PERSONS or len(numbers) < 2:
        return draft
    compared = sum(bool(number and last) for number, last in numbers)
    if compared >= LEAST_COMPARED and most_are_near(numbers) is False:
        return draft.asked(_("Most rows would lie far from what was reported before."))
    whole = sum(number % 1 == 0 for number, _last in numbers)
    if not is_headed and whole * 2 <= len(numbers):
        return draft.asked(_("These are no whole numbers, as persons are."))
    return draft


def of_a_month(
    draft: Draft, column: SheetColumn, numbers: Sequence[Number], period: Quarter | int
) -> Draft:
    """A draft of an average income that names no time, asked about where most of its amounts are
    those of before for a month alone.
    """
    figure, use = column.figure, use_of(draft.use)
    if figure is None or not figure.is_money or not figure.weight or use is None or use.is_monthly:
        return draft
    if draft.heading.per or (draft.period and draft.period.is_of(period)):
        return draft
    months = MONTHS_OF_QUARTER if isinstance(period, Quarter) else MONTHS_OF_YEAR
    scale = scale_of(figure, use.unit)
    compared = [(number * scale, last) for number, last in numbers if number and last]
    monthly = [
        last
        for value, last in compared
        if last <= value * months * MONTH_DIFFERS and value * months <= last * MONTH_DIFFERS
    ]
    if len(compared) < LEAST_COMPARED or len(monthly) * 2 <= len(compared):
        return draft
    return draft.asked(_("Most amounts are about those of one month before: are they of a month?"))


def is_of_a_year(columns: Sequence[tuple[SheetColumn, Sequence[tuple[Any, Any]]]]) -> bool:
    """Whether amounts of a quarter's sheet are those of a whole year: most are about four times
    what was reported before. columns: of money, with their values and those of before.
    """
    times = [
        value / last
        for column, values in columns
        if column.figure.is_money
        for value, last in values
        if value and last and value * last > 0
    ]
    yearly = [
        one for one in times if one * YEAR_DIFFERS >= QUARTERS and one <= QUARTERS * YEAR_DIFFERS
    ]
    return len(times) >= LEAST_OF_A_YEAR and len(yearly) * 2 > len(times)


def as_share(draft: Draft, column: SheetColumn, numbers: Sequence[Number]) -> Draft:
    """A draft of per cent, asked about where all its numbers may as well be parts of one."""
    figure = column.figure
    if draft.asks or figure is None or figure.measure is not Quantity.PERCENT:
        return draft
    written = [number for number, _last in numbers]
    between = [number for number in written if 0 < number < 1]
    if not between or not all(0 <= number <= 1 for number in written):
        return draft
    message = _("Is %(part)s to be read as %(percent)s%%?")
    texts = (
        number_format(plain(one), use_l10n=True)
        for one in (between[0], between[0] * PERCENT_OF_ONE)
    )
    return draft.asked(message % dict(zip(("part", "percent"), texts, strict=True)))
