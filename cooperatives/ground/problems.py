"""What is wrong with a record beside others: a field, a sentence, and a code for programs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from .calendar import EARLIEST, today


@dataclass(frozen=True)
class Problem:
    """One broken rule: which record breaks it, in which field ("" for none), and the error."""

    record: models.Model
    field: str
    error: ValidationError

    @property
    def message(self) -> str:
        """What is wrong and what to do about it, in the language in force."""
        return self.error.messages[0]


def problem(record: models.Model, field: str, code: str, message, **params) -> Problem:
    """A problem whose message takes parameters; dates in them are written as the language does."""
    shown = {
        name: date_format(value, "SHORT_DATE_FORMAT") if isinstance(value, date) else value
        for name, value in params.items()
    }
    return Problem(record, field, ValidationError(message, code=code, params=shown or None))


# --- Days -----------------------------------------------------------------------------------------


def day_problems(record: models.Model, field: str) -> list[Problem]:
    """What is wrong with the day of something that has happened."""
    day = getattr(record, field)
    return [*early_problems(record, field, day), *future_problems(record, field, day)]


def early_problems(record: models.Model, field: str, day: date) -> Iterator[Problem]:
    if day < EARLIEST:
        yield problem(record, field, "too_early", _("%(day)s lies before 1945."), day=day)


def future_problems(record: models.Model, field: str, day: date) -> Iterator[Problem]:
    if day > today():
        message = _("%(day)s lies in the future: enter it once it has happened.")
        yield problem(record, field, "in_the_future", message, day=day)
