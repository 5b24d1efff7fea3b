"""The columns of import files: how each reads a cell, and how it shows a value."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..ground.amount_units import AmountUnit
from ..ground.garbled import garbled
from ..ground.money import MILLION
from ..ground.numbers import Amount, Mark, Oddity, decimal_mark_of, read_amount
from ..ground.printing import NOTHING
from ..ground.vietnamese import fold, tidy
from ..ground.wording import in_all_languages
from .cells import FailedResult, FileCell, MissingResult, Percentage, header_key, is_blank
from .formulas import unmarked

LARGEST = 10**20
"""No number of a file is as large; what is cannot be counted with exactly."""

# What Excel shows where a formula failed.
_FAILED_RESULTS = frozenset(
    ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA")
)


class CellError(ValueError):
    """A cell that does not hold what its column takes. The text says what to do about it."""


def has_failed(text: str) -> bool:
    """Whether a text is what Excel shows where a formula failed."""
    return text.strip().upper() in _FAILED_RESULTS


@dataclass(frozen=True)
class Column(ABC):
    """One column: its code, its label, and whether a blank cell is refused."""

    code: str
    label: Promise
    required: bool = False

    blank: Any = None
    """What a blank cell means."""

    def read(self, cell: FileCell, decimal: Mark | None) -> Any:
        """The value that a cell holds. Raises CellError."""
        if is_blank(cell):
            if self.required:
                raise CellError(_("This cell cannot be blank."))
            return self.blank
        if isinstance(cell, MissingResult):
            message = _("The formula has no result yet: open the file in Excel and save it.")
            raise CellError(message)
        if isinstance(cell, bool):
            raise CellError(_("Excel made “true” or “false” of this: write it as text."))
        if isinstance(cell, FailedResult) or (isinstance(cell, str) and has_failed(cell)):
            raise CellError(_("The formula failed: mend it, or leave the cell blank."))
        if isinstance(cell, str) and (found := garbled(cell)):
            raise CellError(str(found))
        return self._read(cell, decimal)

    @abstractmethod
    def _read(self, cell: FileCell, decimal: Mark | None) -> Any: ...

    def show(self, value: Any) -> str:
        """A value of this column as a person reads it."""
        return NOTHING if value is None or value == "" else self._show(value)

    def _show(self, value: Any) -> str:
        return str(value)

    @property
    def is_number(self) -> bool:
        """Whether its texts tell the decimal mark of a file."""
        return False

    def headers(self) -> dict[str, str]:
        """The texts that a header may have, as they are compared, each with this code."""
        return dict.fromkeys(map(header_key, [self.code, *in_all_languages(self.label)]), self.code)


@dataclass(frozen=True)
class Text(Column):
    """Plain text."""

    blank: Any = ""

    def _read(self, cell: FileCell, decimal: Mark | None) -> str:
        if isinstance(cell, float) and cell.is_integer() and not isinstance(cell, Percentage):
            cell = int(cell)  # Excel took a code for a number
        if isinstance(cell, date | time | timedelta):
            raise CellError(_("Excel made a date of this: format the cell as text and retype it."))
        text = unmarked(tidy(str(cell)))
        if not text.isprintable():
            raise CellError(_("There are characters in it that cannot be shown: retype it."))
        return text


@dataclass(frozen=True)
class Code(Text):
    """Text by which something else is found, such as a unit's code."""


REGISTRATION_NUMBER = Code(
    "registration_number", gettext_lazy("Registration number"), required=True
)
"""By which files and workbooks name an organisation that has one."""


@dataclass(frozen=True)
class Day(Column):
    """A date, ISO or as written in Vietnam."""

    def _read(self, cell: FileCell, decimal: Mark | None) -> date:
        if isinstance(cell, datetime):
            if cell.time() == time():
                return cell.date()
            raise CellError(_("This holds a time of day too: write the date alone."))
        if isinstance(cell, date):
            return cell
        day = _day(tidy(cell)) if isinstance(cell, str) else None
        if day is None:
            raise CellError(_("This is no date: write it as 30/6/2023 or 2023-06-30."))
        return day

    def _show(self, value: date) -> str:
        return date_format(value, "SHORT_DATE_FORMAT")


_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[ T]00:00(?::00)?)?")
_VIETNAMESE_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})(?: 00:00(?::00)?)?")


def _day(text: str) -> date | None:
    if found := _ISO_DAY.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := _VIETNAMESE_DAY.fullmatch(text):
        day, month, year = map(int, found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


@dataclass(frozen=True)
class Number(Column):
    """A number with up to so many decimals, within bounds where there are any.

    unit: what it counts, None where nothing may stand beside a number. outside: the sentence that a
    value lies outside the bounds.
    """

    decimals: int = 0
    bounds: tuple[int | Decimal, int | Decimal] | None = None
    unit: AmountUnit | None = None
    outside: Callable[[Any], str] | None = None

    @property
    def is_number(self) -> bool:
        return True

    def _read(self, cell: FileCell, decimal: Mark | None) -> Any:
        if isinstance(cell, str):
            text = cell.strip()
            if text.isascii() and text.isdigit() and len(text) < 16:
                number = Decimal(text)
            else:
                number = self._number(text, read_amount(text, decimal), decimal)
        elif isinstance(cell, int):
            number = Decimal(cell)
        elif isinstance(cell, float):
            number = Decimal(f"{cell:.15g}")  # Excel counts 15 digits; the rest is noise
            if isinstance(cell, Percentage):
                number = self._of_percentage(number)
        else:
            raise CellError(_("Excel made a date of this: format the cell as a number."))
        if not -LARGEST < number < LARGEST:
            raise CellError(_("This number is too large: mend its unit or its decimal mark."))
        if number != round(number, self.decimals):
            raise CellError(self._too_fine())
        if self.bounds and not self.bounds[0] <= number <= self.bounds[1]:
            outside = self.outside
            raise CellError(outside(self._of(number)) if outside else self._out_of_bounds())
        return self._of(number)

    def _number(self, text: str, amount: Amount | None, decimal: Mark | None) -> Decimal:
        """What a text says in the column's own unit. Raises CellError."""
        if amount is None:
            raise CellError(_not_a_number(text, decimal))
        if amount.oddity is Oddity.DASH:
            message = _(
                "A dash is no number: write 0 where it was nothing; leave the cell blank where it "
                "is not known."
            )
            raise CellError(message)
        if amount.unit in (None, self.unit):
            return amount.number
        if amount.unit is AmountUnit.PERCENT and self.unit is AmountUnit.PART:
            return amount.number / 100
        if self.unit is None or not (amount.unit.vnd and self.unit.vnd):
            raise CellError(_("This unit cannot stand here: write the number alone."))
        return amount.number * amount.unit.vnd / self.unit.vnd

    def _of_percentage(self, number: Decimal) -> Decimal:
        """What a cell that shows so many per cent says in the column's unit. Raises CellError."""
        if self.unit is AmountUnit.PERCENT:
            return number
        if self.unit is AmountUnit.PART:
            return number / 100
        message = _(
            "The cell is formatted as per cent, which cannot stand here: format it as a number and "
            "write the value again."
        )
        raise CellError(message)

    def _too_fine(self) -> str:
        if not self.decimals:
            return _("Only whole numbers can stand here.")
        message = translation.ngettext(
            "At most %(decimals)s decimal can stand here: round it.",
            "At most %(decimals)s decimals can stand here: round it.",
            self.decimals,
        )
        return message % {"decimals": self.decimals}

    def _out_of_bounds(self) -> str:
        low, high = map(self._show_bound, self.bounds)
        return _("This must be from %(low)s to %(high)s.") % {"low": low, "high": high}

    def _show_bound(self, bound: int | Decimal) -> str:
        return number_format(bound, use_l10n=True, force_grouping=True)

    def _of(self, number: Decimal) -> Any:
        return number

    def _show(self, value: Any) -> str:
        return number_format(_plain(Decimal(value)), use_l10n=True, force_grouping=True)


def _plain(number: Decimal) -> Decimal:
    """A number without zeros at its end and without an exponent."""
    return Decimal(f"{number:f}".rstrip("0").rstrip(".") or 0) if number % 1 else round(number)


def _not_a_number(text: str, decimal: Mark | None) -> str:
    shown = decimal_mark_of(text)
    if decimal and shown:
        message = _(
            "Elsewhere in the file “%(other)s” is the decimal mark, here “%(mark)s”: write all "
            "numbers one way."
        )
        return message % {"other": decimal.sign, "mark": shown.sign}
    return _("This is no number: write digits alone, with one decimal mark at most.")


@dataclass(frozen=True)
class Whole(Number):
    """A whole number."""

    def _of(self, number: Decimal) -> int:
        return int(number)


@dataclass(frozen=True)
class Year(Whole):
    """A year."""

    bounds: tuple[int, int] | None = (1945, 2200)

    def _show_bound(self, bound: int) -> str:
        return str(bound)

    def _show(self, value: int) -> str:
        return str(value)


@dataclass(frozen=True)
class Millionths(Number):
    """A number with up to 6 decimals, held as a whole number of millionths.

    times: how often a value contains the written number: 100 for a share of one in per cent, 3 for
    the amount of a month in a quarter.
    """

    decimals: int = 6
    times: int = 1

    def _of(self, number: Decimal) -> int:
        return int(number * MILLION * self.times)

    def _show(self, value: int) -> str:
        return super()._show(Decimal(value) / MILLION)


@dataclass(frozen=True)
class Money(Millionths):
    """Money held in whole VND, written in million VND, as its bounds are, or in the unit of a
    table. Another unit beside a number counts: "0,5 tỷ" is 500 million.
    """

    unit: AmountUnit = AmountUnit.MILLION

    def _of(self, number: Decimal) -> int:
        return int(number * self.unit.vnd * self.times)


Choices = Iterable[tuple[Any, Any]]
"""Codes with their labels."""


@dataclass(frozen=True)
class Choice(Column):
    """One of a few values, named by its code or its label in any language. choices: those that
    there are, or what says so where they are rows themselves; one with several labels is shown by
    the first.
    """

    choices: Choices | Callable[[], Choices] = ()
    blank: Any = ""

    @property
    def offered(self) -> tuple[tuple[Any, Any], ...]:
        return tuple(self.choices() if callable(self.choices) else self.choices)

    def _read(self, cell: FileCell, decimal: Mark | None) -> Any:
        offered = self.offered
        places = _places_by_text(tuple((str(code), label) for code, label in offered))
        text = _choice_key(str(cell))
        if text not in places:
            first = dict(reversed(offered))
            labels = ", ".join(
                f"{code} ({first.pop(code)})" for code, _label in offered if code in first
            )
            raise CellError(
                _("This is not known here. Choose one of: %(labels)s.") % {"labels": labels}
            )
        return offered[places[text]][0]

    def _show(self, value: Any) -> str:
        return str(next((label for code, label in self.offered if code == value), value))


def _choice_key(text: str) -> str:
    return re.sub(r"\s*[-–—]\s*", "-", fold(text))


# By texts: 1 equals True, and what is remembered of the one would be taken for the other.
@cache
def _places_by_text(choices: tuple[tuple[str, Any], ...]) -> dict[str, int]:
    places = {}
    for place, (code, label) in enumerate(choices):
        for text in [code, *in_all_languages(label)]:
            places[_choice_key(text)] = place
    return places
