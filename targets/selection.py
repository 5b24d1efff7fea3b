"""Which plan, year, quarter and unit somebody looks at, from what they asked for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from cooperatives.calendar import QUARTERS, Quarter, today
from cooperatives.models import AdministrativeUnit, User

from .models import Plan, Target
from .reporting import default_quarter

FIRST_YEAR, LAST_YEAR = 1945, 2200

WHOLE_NUMBER = re.compile(r"[0-9]{1,9}")
UNIT_CODE = re.compile(r"[0-9A-Z-]{1,10}")


class NothingThereError(LookupError):
    """What was asked for does not exist, or not for this person; the text says what, and why."""


@dataclass(frozen=True)
class Selection:
    """A plan's year, seen at one quarter's end (1 to 4), for one unit at or below the plan's."""

    plan: Plan
    year: int
    quarter: int
    unit: AdministrativeUnit

    @property
    def period(self) -> Quarter:
        return Quarter(self.year, self.quarter)

    @property
    def query(self) -> str:
        """The query part of an address that shows it: `year=2024&quarter=3&unit=06`."""
        return urlencode({"year": self.year, "quarter": self.quarter, "unit": self.unit.code})

    @property
    def is_over(self) -> bool:
        """Whether the year's last day is past, so that targets are met or missed."""
        return self.quarter == 4 and self.period.has_ended


def selection_asked_for(query: Mapping[str, str], reader: User) -> Selection:
    """What a page's address asks for by `year`, `quarter`, `unit` and `plan`, all optional.

    Raises NothingThereError with a sentence for the reader, also for what cannot be read at all.
    """
    unit_code = query.get("unit") or None
    if unit_code and not UNIT_CODE.fullmatch(unit_code):
        raise NothingThereError(
            _("There is no unit with the code %(code)s here.") % {"code": unit_code}
        )
    return select(
        reader=reader,
        year=_whole_number(query, "year"),
        quarter=_whole_number(query, "quarter"),
        unit_code=unit_code,
        plan_id=_whole_number(query, "plan"),
    )


def _whole_number(query: Mapping[str, str], name: str) -> int | None:
    text = query.get(name)
    if not text:
        return None
    if not WHOLE_NUMBER.fullmatch(text):
        raise NothingThereError(
            _("“%(text)s” in the address is not a whole number: %(name)s=%(text)s.")
            % {"text": text, "name": name}
        )
    return int(text)


def select(
    *,
    reader: User | None = None,
    year: int | None = None,
    quarter: int | None = None,
    unit_code: str | None = None,
    plan_id: int | None = None,
) -> Selection:
    """Settle what is looked at; what is not asked for takes the defaults of design 3.

    reader: whose units may be asked for; None (a command) asks for all of them.
    Raises NothingThereError with a sentence for the person who asked.
    """
    units = AdministrativeUnit.objects.all()
    if reader is not None:
        units = units.aggregates_open_to(reader)
    if unit_code:
        unit = units.with_code(unit_code, _last_day(year, quarter))
        if unit is None:
            raise NothingThereError(
                _("There is no unit with the code %(code)s here.") % {"code": unit_code}
            )
    else:
        unit = reader.unit if reader else None
    plan, year = _plan_and_year(_plans(reader, unit, plan_id), unit, year)
    unit = unit or plan.unit
    if not unit.path.startswith(plan.unit.path):
        raise NothingThereError(_("This plan does not reach %(unit)s.") % {"unit": unit})
    return Selection(plan, year, _quarter(unit, year, quarter), unit)


def _last_day(year: int | None, quarter: int | None) -> date:
    """The day whose bearer of a code is meant."""
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        return today()
    return Quarter(year, quarter if quarter in QUARTERS else 4).ends_on


def _plans(reader: User | None, unit: AdministrativeUnit | None, plan_id: int | None):
    plans = Plan.objects.select_related("unit").order_by("-issued_on", "-pk")
    if reader is not None:
        plans = plans.open_to(reader)
    if plan_id is not None:
        plans = plans.filter(pk=plan_id)
        if not plans.exists():
            raise NothingThereError(_("There is no plan with the id %(id)s.") % {"id": plan_id})
    elif unit is not None:
        plans = plans.filter(unit__in=AdministrativeUnit.objects.above(unit))
    return plans


def _plan_and_year(plans, unit: AdministrativeUnit | None, year: int | None) -> tuple[Plan, int]:
    """The newest year that has begun; in it the plan nearest to the unit, the latest issued."""
    found = {plan.pk: plan for plan in plans}
    targets = Target.objects.filter(plan__in=found)
    if year is not None:
        targets = targets.filter(year=year)
    pairs = [(found[pk], y) for pk, y in targets.values_list("plan", "year").distinct()]
    if not pairs and year is not None:
        raise NothingThereError(_("There is no plan with targets for %(year)s.") % {"year": year})
    if not pairs:
        raise NothingThereError(_("There is no plan with targets yet."))

    def preference(pair: tuple[Plan, int]) -> tuple:
        plan, its_year = pair
        nearness = len(plan.unit.path) if unit else 0
        newest_plan_first = () if unit else (plan.issued_on, plan.pk)
        begun = Quarter(its_year, 1).has_begun
        return (
            *newest_plan_first,
            begun,
            its_year if begun else -its_year,
            nearness,
            plan.issued_on,
            plan.pk,
        )

    return max(pairs, key=preference)


def _quarter(unit: AdministrativeUnit, year: int, quarter: int | None) -> int:
    if quarter is None:
        if not Quarter(year, 1).has_begun:
            raise NothingThereError(_("%(year)s has not begun yet.") % {"year": year})
        return default_quarter(unit, year)
    if quarter not in QUARTERS:
        raise NothingThereError(
            _("A year has quarters 1 to 4, not %(quarter)s.") % {"quarter": quarter}
        )
    if not Quarter(year, quarter).has_begun:
        raise NothingThereError(
            _("Quarter %(quarter)s of %(year)s has not begun yet.")
            % {"quarter": quarter, "year": year}
        )
    return quarter
