"""What a program may ask: parameters that are known, given once and not empty, a period, a page, a
unit. What is not taken is refused: a filter that is passed over in silence gives wrong numbers.
"""

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, ClassVar

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from ninja import Schema
from ninja.errors import HttpError
from pydantic import Field, ValidationInfo, model_validator

from ..ground.calendar import QUARTERS, Quarter, today
from ..ground.unit_names import unit_inside
from ..models import AdministrativeUnit, User

PER_PAGE = 100
MOST_PER_PAGE = 1000
MOST_PASSED_OVER = 10**9

PERIOD = re.compile(r"(?P<year>[0-9]{4})(?:-?[Qq])?(?P<quarter>[1-4])")
YEARS = {"ge": 1945, "le": 2200}


class RefusedError(HttpError):
    """What was asked cannot be read (400). The text says what, and what would be taken."""

    def __init__(self, said: str) -> None:
        super().__init__(400, said)


def only_known(query: QueryDict, names: Collection[str] = (), *, takes_blank=False) -> None:
    """Raise RefusedError for a parameter that an address does not have, and for one that is given
    more than once or, unless it `takes_blank`, empty.
    """
    for name, given in query.lists():
        if name not in names:
            message = _("There is no parameter “%(name)s” here; there are: %(known)s.")
            raise RefusedError(message % {"name": name, "known": ", ".join(names) or _("none")})
        if len(given) > 1:
            message = _("“%(name)s” stands in the address more than once: give it once.")
            raise RefusedError(message % {"name": name})
        if given == [""] and not takes_blank:
            message = _("“%(name)s” is empty: give it a value, or leave it out.")
            raise RefusedError(message % {"name": name})


class Asked(Schema):
    """The parameters of an address; others are refused (`only_known`)."""

    takes_blank: ClassVar[bool] = False

    @model_validator(mode="before")
    @classmethod
    def only_its_own(cls, values: Any, info: ValidationInfo) -> Any:
        only_known(info.context["request"].GET, cls.model_fields, takes_blank=cls.takes_blank)
        return values


class Paging(Asked):
    """Which part of a list is asked for."""

    limit: int = Field(
        PER_PAGE, ge=1, le=MOST_PER_PAGE, description="How many rows a page has at most."
    )
    offset: int = Field(
        0, ge=0, le=MOST_PASSED_OVER, description="How many rows of the list are passed over."
    )


def period_field() -> Any:
    """The parameter `period`."""
    return Field(None, description="2024Q3 or 20243: instead of year and quarter.")


class OfPeriod(Paging):
    """A list that is narrowed to a year or to a quarter: all periods where none is given."""

    period: str | None = period_field()
    year: int | None = Field(None, **YEARS)
    quarter: int | None = Field(None, ge=min(QUARTERS), le=max(QUARTERS))

    @model_validator(mode="after")
    def one_period(self) -> "OfPeriod":
        if self.period is not None:
            if self.year is not None or self.quarter is not None:
                raise RefusedError(both_periods())
            asked = quarter_named(self.period)
            self.year, self.quarter = asked.year, asked.number
        elif self.quarter is not None and self.year is None:
            message = _("Give the year of the quarter too, or both as period=2024Q3.")
            raise RefusedError(message)
        return self

    @property
    def of_period(self) -> dict[str, int]:
        """The year and the quarter by the names of the records' fields, as far as asked for."""
        asked = {"year": self.year, "quarter": self.quarter}
        return {name: value for name, value in asked.items() if value is not None}

    @property
    def day(self) -> date:
        """The last day of what is asked for, on which a code names a unit; today where no period
        is.
        """
        return today() if self.year is None else Quarter(self.year, self.quarter or 4).ends_on


def quarter_named(text: str) -> Quarter:
    """The quarter of a period: 2024Q3, 2024-Q3 or 20243. Raises RefusedError for anything else."""
    found = PERIOD.fullmatch(text)
    if not found or not YEARS["ge"] <= int(found["year"]) <= YEARS["le"]:
        message = _("“%(text)s” is no quarter: write period=2024Q3 (or 20243).")
        raise RefusedError(message % {"text": text})
    return Quarter(int(found["year"]), int(found["quarter"]))


def period_name(year: int, quarter: int) -> str:
    """A quarter as answers name it: "2024Q3"."""
    return f"{year}Q{quarter}"


def both_periods() -> str:
    """That a period and a year or quarter were given."""
    return _("Give a period, or year and quarter, not both.")


def unit_asked_for(reader: User, code: str, day: date) -> AdministrativeUnit:
    """The unit of a code on a day, or of a code with its first day, of those whose numbers a
    reader may ask for. Raises Http404.
    """
    unit = AdministrativeUnit.objects.aggregates_open_to(reader).asked_for(code, day)
    if unit is None:
        raise Http404(_("There is no unit with the code %(code)s here.") % {"code": code})
    return unit


def unit_of_records(reader: User, code: str, day: date) -> AdministrativeUnit:
    """The same of those whose records the reader reads, or a part of which came to the own unit.
    Raises Http404: of a larger unit the own records would pass for all of its.
    """
    unit = unit_asked_for(reader, code, day)
    if reader.reach_within(unit) != (unit.path,):
        message = _("The figures of %(unit)s are not yours: your account works for %(own)s.")
        shown = {"unit": unit_inside(unit.name), "own": unit_inside(reader.unit.name)}
        raise Http404(message % shown)
    return unit


def refusal_of(error: Mapping[str, Any], text: str) -> str:
    """What is wrong with the value of one parameter, in a sentence. error: as pydantic tells it."""
    name, context = str(error["loc"][-1]), error.get("ctx", {})
    shown = {"name": name, "text": text}
    match error["type"]:
        case "greater_than_equal":
            shown["least"] = context["ge"]
            return _("%(name)s=%(text)s is too low: at least %(least)s.") % shown
        case "less_than_equal":
            shown["most"] = context["le"]
            if name == "limit":
                message = _(
                    "%(name)s=%(text)s is too high: at most %(most)s. The address of the next page"
                    " stands under “next”."
                )
                return message % shown
            return _("%(name)s=%(text)s is too high: at most %(most)s.") % shown
        case "enum" | "literal_error":
            shown["known"] = ", ".join(re.findall(r"'([^']+)'", context["expected"]))
            return _("%(name)s=%(text)s is not known; there are: %(known)s.") % shown
        case "int_parsing" | "int_parsing_size" | "int_from_float":
            message = _("“%(text)s” in the address is not a whole number: %(name)s=%(text)s.")
            return message % shown
        case _:
            return _("%(name)s=%(text)s cannot be read.") % shown
