"""The decimal mark of a whole table: settled by its numbers, else by last quarter's, else asked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from ..catalogue.figures import Figure
from ..ground.numbers import Mark, decimal_mark_of, is_ambiguous, read_amount
from .asking import Asking
from .fit import most_are_near
from .texts import plain

EXAMPLES = 3


@dataclass(frozen=True)
class TextNumber:
    """A number that is a text. figure: that it is of, None for another field. times: by how much it
    is multiplied to be a value as it is stored. last: that of before. is_whole: whether it cannot
    have decimals.
    """

    text: str
    figure: Figure | None
    times: int
    last: Any
    is_whole: bool

    def under(self, mark: Mark) -> Decimal | None:
        amount = read_amount(self.text, mark)
        return None if amount is None else amount.number


def settle_mark(numbers: Sequence[TextNumber], page: Mark, asking: Asking) -> tuple[Mark, bool]:
    """The decimal mark of a table, and whether it is open: then it is asked about.

    page: the mark of the page's language.
    """
    unclear = [number for number in numbers if is_ambiguous(number.text)]
    shown = {mark for number in numbers if (mark := decimal_mark_of(number.text))}
    if not unclear:
        return (shown.pop() if len(shown) == 1 else page), False
    if not shown:
        shown = {mark for number in unclear if (mark := _of_whole(number))}
    if len(shown) == 1:
        return shown.pop(), False
    if not shown and (len(numbers) == 1 or _makes_sense(unclear, page)):
        return page, False
    text = _("Which mark stands before the decimals?")
    choices = [(mark.value, _told(unclear[0], mark)) for mark in (page, page.other)]
    examples = [
        " | ".join([number.text, *(_shown(number, mark) for mark in (page, page.other))])
        for number in unclear[:EXAMPLES]
    ]
    chosen = asking.ask("mark", text, choices, examples=examples)
    return (Mark(chosen) if chosen else page), not chosen


def _of_whole(number: TextNumber) -> Mark | None:
    """The mark under which what has no decimals is whole: 1.038 persons are over a thousand."""
    if not number.is_whole:
        return None
    return next(
        (mark for mark in Mark if number.under(mark) % 1 == 0 and number.under(mark.other) % 1),
        None,
    )


def _makes_sense(numbers: Sequence[TextNumber], mark: Mark) -> bool:
    """Whether most numbers lie near last quarter's under a mark; where there is nothing to compare,
    whether the middling ones are plausible under it and not under the other.
    """
    near = most_are_near((number.under(mark) * number.times, number.last) for number in numbers)
    if near is not None:
        return near
    verdicts = {one: _are_plausible(numbers, lambda number, m=one: number.under(m)) for one in Mark}
    return verdicts[mark] is True and verdicts[mark.other] is False


def _are_plausible(
    numbers: Sequence[TextNumber], value: Callable[[TextNumber], Decimal]
) -> bool | None:
    """Whether the middling number of each figure is one that a cooperative may have."""
    verdicts = []
    for figure in {number.figure for number in numbers if number.figure}:
        found = [abs(value(n)) * n.times for n in numbers if n.figure == figure and value(n)]
        if figure.plausible and found:
            low, high = figure.plausible
            verdicts.append(low <= median(found) <= high)
    return all(verdicts) if verdicts else None


def _told(number: TextNumber, mark: Mark) -> str:
    names = {
        Mark.COMMA: _("comma: %(text)s is %(number)s"),
        Mark.POINT: _("point: %(text)s is %(number)s"),
    }
    return names[mark] % {"text": number.text, "number": _shown(number, mark)}


def _shown(number: TextNumber, mark: Mark) -> str:
    return number_format(plain(number.under(mark)), use_l10n=True, force_grouping=True)
