"""In which unit a column is whose heading does not say so."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from ..catalogue.figures import Quantity
from ..entry.columns import SheetColumn
from ..ground.amount_units import AmountUnit
from ..ground.calendar import Quarter
from .columns import Draft
from .fit import most_are_near, units_that_fit
from .uses import Use, unit_label

EXAMPLES = 2
LEAST_COMPARED = 3
"""Persons of fewer rows may well be other ones."""

Number = tuple[Any, Any]
"""A number as it is written, and last quarter's value."""


def with_unit(
    draft: Draft, column: SheetColumn, numbers: Sequence[Number], period: Quarter | int, months: int
) -> Draft:
    """A draft of money with its unit: the page's own if that makes sense, else asked about."""
    times = months if draft.heading.per == "month" else 1
    fitting = units_that_fit(numbers, column.figure, times, period)
    written = any(number for number, _last in numbers)
    if AmountUnit.MILLION in fitting and (len(fitting) == 1 or not written):
        return replace(draft, use=Use(draft.field, AmountUnit.MILLION, times > 1).text)
    asked = draft.asked(
        _("The table does not say in which unit it is, and in million VND it would be unlikely.")
    )
    return replace(asked, examples=_examples(column, numbers, times, fitting))


def _examples(
    column: SheetColumn, numbers: Sequence[Number], times: int, fitting: Sequence[AmountUnit]
) -> tuple[str, ...]:
    """What some numbers would become, beside what was reported before."""
    units = [*fitting, AmountUnit.MILLION] if AmountUnit.MILLION not in fitting else fitting
    found = []
    for number, last in [one for one in numbers if one[0]][:EXAMPLES]:
        text = number_format(number, use_l10n=True, force_grouping=True)
        parts = [
            _("in %(unit)s: %(shown)s")
            % {"unit": unit_label(unit), "shown": column.show(int(number * unit.vnd * times))}
            for unit in units
        ]
        if last is not None:
            parts.append(_("before: %(last)s") % {"last": column.show(last)})
        found.append(f"{text} ({'; '.join(parts)})")
    return tuple(found)


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
