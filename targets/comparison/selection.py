"""Which plan, year, quarter and unit somebody looks at, from what they asked for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Exists, IntegerField, OuterRef, Q, Value
from django.utils.translation import gettext as _

from cooperatives.evidence import TodaysUnits
from cooperatives.ground.calendar import QUARTERS, Quarter, today
from cooperatives.ground.unit_names import unit_inside
from cooperatives.models import AdministrativeUnit, UnitSuccession, User
from cooperatives.models.units import AdministrativeUnitQuerySet, path_above, paths_down_to
from cooperatives.returns.worth_seeing import Reported, has_records
from cooperatives.units.time import TookOver, taken_over, todays_parts

from ..models import Plan
from ..models.plans import FollowedPlans

FIRST_YEAR, LAST_YEAR = 1945, 2200

WHOLE_NUMBER = re.compile(r"[0-9]{1,9}")
TODAYS = "now"
"""What stands in the address, as `units`, for those of today."""
UNIT_ASKED_FOR = re.compile(r"[0-9A-Z-]{1,10}(@\d{4}-\d\d-\d\d)?")


class NothingThereError(LookupError):
    """What was asked for does not exist, or not for this person; the text says what, and why."""


class NothingYetError(NothingThereError):
    """The unit is there, and nothing is of it in any year: neither plan, nor report, nor record."""


@dataclass(frozen=True)
class Selection:
    """A plan's year, seen at one quarter's end (1 to 4), for one unit at or below the plan's.

    plan: None for a year that has records and no plan. plans: those of the plan's unit that stand
    beside each other in that year, the one that is shown by itself first. followed: all that the
    unit may see, and their years. units: those that may be asked for instead. reported: for what
    years there are reports of the unit. in_todays: whether units are those of today, over the
    organisations of what they took over, not those of the quarter's end.
    """

    plan: Plan | None
    year: int
    quarter: int
    unit: AdministrativeUnit
    plans: tuple[Plan, ...]
    followed: FollowedPlans
    units: AdministrativeUnitQuerySet
    reported: Reported
    in_todays: bool = False

    @property
    def is_reformed(self) -> bool:
        """Whether the unit, or one of its sub-units, was reformed since the year before began."""
        begins = self.unit.valid_from
        if self.unit.predecessor_paths and begins > Quarter(self.year - 1, 1).starts_on:
            return True
        units = [self.unit, *self.around.sub_units[self.unit.path]]
        return any(one.path in self.around.reformed for one in units)

    @cached_property
    def taken_over(self) -> tuple[TookOver, ...]:
        """By whom what lay in the unit ever was taken over, and what came to it."""
        return taken_over(self.unit, today())

    @cached_property
    def sub_units(self) -> list[AdministrativeUnit]:
        """The units compared: the direct ones on the quarter's end, or those of today."""
        if self.in_todays:
            return self.around.todays or todays_parts(self.unit, today())
        return self.around.sub_units[self.unit.path]

    @cached_property
    def todays(self) -> TodaysUnits | None:
        """What counts in which unit of today; None for units of the time."""
        if not self.in_todays:
            return None
        return TodaysUnits.of(self.unit, self.sub_units, self.taken_over, today())

    def is_as_it_was(self, unit: AdministrativeUnit) -> bool:
        """Whether a unit at the quarter's end was all that it is looked at as: it may be judged."""
        end = self.period.ends_on
        if not unit.covers(end):
            return False
        if not (self.in_todays and unit.covers(today())):
            return True
        return not any(row.on > end and row.crosses(unit.path) for row in self.taken_over)

    @property
    def goes_on(self) -> bool:
        """Whether the unit exists at the quarter's end, and to the year's as far as is known today:
        only then its year's end may be told.
        """
        if not (self.in_todays or self.unit.covers(self.period.ends_on)):
            return False
        return not (self.unit.has_ended and self.unit.last_day < Quarter(self.year, 4).ends_on)

    @cached_property
    def around(self) -> "Around":
        """The units around the one looked at, on the quarter's end; in one statement."""
        return _units_around(self)

    @property
    def period(self) -> Quarter:
        return Quarter(self.year, self.quarter)

    @property
    def years_held(self) -> set[int]:
        """The years for which a plan has targets or the unit has filed anything."""
        return self.followed.all_years | self.reported.years

    @property
    def years_to_see(self) -> set[int]:
        """Those, and the ones of the ended units that it took over, which lead to these, with the
        one in which it took over.
        """
        before, begins = (
            self.followed.years_before | self.reported.years_before,
            self.unit.valid_from,
        )
        own = {begins.year} if before and begins.year > min(before) else set()
        return self.years_held | before | own

    @property
    def planning_unit(self) -> AdministrativeUnit:
        """The unit whose plan is followed; without a plan the unit looked at."""
        return self.plan.unit if self.plan else self.unit


@dataclass(frozen=True)
class Around:
    """Units around one that is looked at. choices: of those whose aggregates may be asked for the
    ones on the way down to it, directly below that way, and at the top: a country has ten thousand
    others. sub_units: the direct ones of each unit from the plan's down to it, by its path, in the
    order of their codes. todays: those of today of the unit looked at, while it exists and where
    they are asked for. reformed: the paths of those that took over others, or were taken over,
    since the year before began.
    """

    choices: tuple[AdministrativeUnit, ...]
    sub_units: dict[str, list[AdministrativeUnit]]
    reformed: frozenset[str]
    todays: list[AdministrativeUnit]


_CHOICE, _BELOW, _OF_TODAY = range(3)


def _units_around(selection: Selection) -> Around:
    unit, day = selection.unit, selection.period.ends_on
    now = today() if selection.in_todays else day
    start = selection.planning_unit.path
    line = paths_down_to(unit.path)
    paths = [path for path in line if path.startswith(start)]
    choices = selection.units.on(now).filter(
        Q(path__in=line) | Q(parent__path__in=line) | Q(parent=None)
    )
    tree = AdministrativeUnit.objects
    below = tree.below_each(paths, day)
    todays = selection.in_todays and unit.covers(now)
    of_today = tree.below_each([unit.path], now) if todays else tree.none()
    since = Quarter(selection.year - 1, 1).starts_on
    lately = UnitSuccession.objects.filter(
        Q(successor=OuterRef("pk")) | Q(predecessor=OuterRef("pk")), on__gt=since, on__lte=today()
    )
    choices, below, of_today = (
        found.order_by().annotate(kind=Value(value, IntegerField()), is_reformed=Exists(lately))
        for found, value in ((choices, _CHOICE), (below, _BELOW), (of_today, _OF_TODAY))
    )
    rows = list(choices.union(below, of_today, all=True))
    sub_units = {path: [] for path in paths}
    rows.sort(key=lambda row: row.code)
    for row in rows:
        if row.kind == _BELOW:
            sub_units[path_above(row.path)].append(row)
    return Around(
        tuple(row for row in rows if row.kind == _CHOICE),
        sub_units,
        frozenset(row.path for row in rows if row.is_reformed),
        [row for row in rows if row.kind == _OF_TODAY],
    )


def selection_asked_for(query: Mapping[str, str], reader: User) -> Selection:
    """What a page's address asks for by `year`, `quarter`, `unit` and `plan`, all optional.

    Raises NothingThereError with a sentence for the reader, also for what cannot be read at all.
    """
    unit_code = query.get("unit") or None
    if unit_code and not UNIT_ASKED_FOR.fullmatch(unit_code):
        raise NothingThereError(
            _("There is no unit with the code %(code)s here.") % {"code": unit_code}
        )
    return select(
        reader=reader,
        year=_whole_number(query, "year"),
        quarter=_whole_number(query, "quarter"),
        unit_code=unit_code,
        plan_id=_whole_number(query, "plan"),
        in_todays=query.get("units") == TODAYS,
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
    in_todays: bool = False,
) -> Selection:
    """Settle what is looked at; what is not asked for takes the defaults of design 3.

    reader: whose units may be asked for; None (a command) asks for all of them. unit_code: of an
    ended unit with its first day (`AdministrativeUnit.asked_as`). in_todays: whether in units of
    today, so that a code is that of today's.
    Raises NothingThereError with a sentence for the person who asked.
    """
    units = AdministrativeUnit.objects.all()
    if reader is not None:
        units = units.aggregates_open_to(reader)
    if unit_code:
        unit = units.asked_for(unit_code, today() if in_todays else _last_day(year, quarter))
        if unit is None:
            raise NothingThereError(
                _("There is no unit with the code %(code)s here.") % {"code": unit_code}
            )
    else:
        unit = reader.unit if reader else None
    plans = Plan.objects.all()
    if reader is not None:
        plans = plans.open_to(reader, units)
    # Of what a known unit follows, else of all: the unit to begin with is one of theirs.
    decisions = plans.with_years(unit)
    chosen = _chosen_plan(plans, decisions, plan_id)
    unit = unit or (chosen.unit if chosen else _unit_to_begin_with(units, decisions, year))
    if chosen and not unit.path.startswith(chosen.unit.path):
        raise NothingThereError(
            _("This plan does not reach %(unit)s.") % {"unit": unit_inside(unit.name)}
        )
    followed, reported = FollowedPlans.of(unit, decisions), Reported(unit, in_full=in_todays)
    period = _period(reported, _years(followed, chosen, reported, unit, year), quarter)
    seen = followed.seen_in(period.year)
    plan = chosen or next(iter(seen), None)
    beside = tuple(one for one in seen if plan and one.unit == plan.unit)
    return Selection(
        plan,
        period.year,
        period.number,
        unit,
        beside,
        followed,
        units,
        reported,
        in_todays,
    )


def _last_day(year: int | None, quarter: int | None) -> date:
    """The day whose bearer of a code is meant."""
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        return today()
    return Quarter(year, quarter if quarter in QUARTERS else 4).ends_on


def _chosen_plan(plans, decisions: list[Plan], plan_id: int | None) -> Plan | None:
    """The plan asked for; for what adjusts another one that other, which is the one followed."""
    if plan_id is None:
        return None
    for plan in decisions:
        if plan.pk == plan_id and plan.adjusts_id is None:
            return plan
    found = plans.filter(pk=plan_id).select_related("unit", "adjusts__unit").first()
    if found is None:
        raise NothingThereError(_("There is no plan with the id %(id)s.") % {"id": plan_id})
    return found.followed


def _unit_to_begin_with(units, decisions: list[Plan], year: int | None) -> AdministrativeUnit:
    """That of the plan issued last among those with targets for the year, by default for one that
    has begun; without any the root of the tree.
    """
    planned = [plan for plan in decisions if plan.target_year is not None]
    begun = [
        plan
        for plan in planned
        if (plan.target_year <= today().year if year is None else plan.target_year == year)
    ]
    if begun:
        return max(begun, key=lambda plan: (plan.issued_on, plan.pk)).unit
    roots = units.filter(parent=None).order_by("path")
    root = roots.on(_last_day(year, None)).first() or roots.first()
    if root is None:
        raise NothingThereError(_("There is no plan with targets yet."))
    return root


def _years(
    followed: FollowedPlans,
    chosen: Plan | None,
    reported: Reported,
    unit: AdministrativeUnit,
    year: int | None,
) -> set[int]:
    """The years to choose the default quarter from, none of them before its beginning.

    Raises NothingThereError where there is nothing to show for the year asked for, NothingYetError
    where there is nothing for any.
    """
    if year is not None and year > today().year:
        raise NothingThereError(_("%(year)s has not begun yet.") % {"year": year})
    planned = followed.years[chosen.pk] if chosen else followed.all_years
    if year is not None:
        if year in planned or (not chosen and _has_anything(followed, reported, unit, year)):
            return {year}
        if chosen:
            message = _("There is no plan with targets for %(year)s.")
        elif not _has_any_year(followed, reported, unit):
            raise NothingYetError(_("There is no plan with targets yet."))
        else:
            message = _("There is no plan with targets for %(year)s, and no record either.")
        raise NothingThereError(message % {"year": year})
    now = today().year
    begun = {one for one in planned if one <= now}
    if not (begun or chosen):
        begun = {one for one in reported.years if one <= now and unit.exists_in(one)}
        begun = begun or {one for one in [now] if _has_records(reported, unit, one)}
    if begun:
        return begun
    if planned:
        raise NothingThereError(_("%(year)s has not begun yet.") % {"year": min(planned)})
    raise NothingYetError(_("There is no plan with targets yet."))


def _has_anything(
    followed: FollowedPlans, reported: Reported, unit: AdministrativeUnit, year: int
) -> bool:
    """Whether there is a report of a year, or at least somebody who might have made one; or any of
    an ended unit that was taken over, to which the page then leads.
    """
    if year < FIRST_YEAR:
        return False
    is_held = year in reported.years or _has_records(reported, unit, year)
    return is_held or year in followed.years_before or year in reported.years_before


def _has_any_year(followed: FollowedPlans, reported: Reported, unit: AdministrativeUnit) -> bool:
    """Whether any year has a plan, a report or a record of the unit, or of what it took over."""
    years = followed.all_years | followed.years_before | reported.years | reported.years_before
    return bool(years) or has_records(reported.paths, unit.last_day or today())


def _has_records(reported: Reported, unit: AdministrativeUnit, year: int) -> bool:
    last = unit.last_day
    # What lay in a unit moved on when it ended.
    day = last if last and last.year == year else Quarter(year, 4).ends_on
    return has_records(reported.paths, day)


def _period(reported: Reported, years: set[int], quarter: int | None) -> Quarter:
    if quarter is None:
        return reported.default_quarter(years)
    if quarter not in QUARTERS:
        raise NothingThereError(
            _("A year has quarters 1 to 4, not %(quarter)s.") % {"quarter": quarter}
        )
    year = next(iter(years)) if len(years) == 1 else reported.default_quarter(years).year
    period = Quarter(year, quarter)
    if not period.has_begun:
        raise NothingThereError(
            _("Quarter %(quarter)s of %(year)s has not begun yet.")
            % {"quarter": quarter, "year": period.year}
        )
    return period
