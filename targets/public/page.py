"""What the public page shows: lines of text, made of what goes out and of nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from cooperatives.ground.calendar import Quarter
from cooperatives.ground.printing import NOTHING
from cooperatives.ground.wording import attained, day, figure

from ..editions.content import indicators_in
from ..indicators import Indicator
from ..reckoning.assessment import Goal, Status
from ..reckoning.measures import Operator
from ..words import aims
from ..words.compared import Compared, compared
from ..words.headline import is_running
from ..words.labels import status_words
from .content import LEAST, PublicContent
from .protecting import Why

Told = Mapping[str, Any]

REASONS = (Why.FEW, Why.FOLLOWS, Why.UNKNOWN)
"""Why a value is left out, in the order in which the page says it."""


@dataclass(frozen=True)
class Line:
    """One indicator of the whole unit, in words. value, short_value: "" where there is none or it
    is left out; what else is not there is a dash.
    """

    indicator: Indicator
    value: str
    short_value: str
    aim: str
    short_aim: str
    attained: str
    status: Status | None
    status_words: str
    is_unsure: bool
    rests_on: str
    last_year: str
    why: Why | None


@dataclass(frozen=True)
class Cell:
    """A unit's value of an indicator."""

    value: str
    is_left_out: bool


@dataclass(frozen=True)
class Row:
    """A unit with a cell for each target of the whole."""

    code: str
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class LeftOut:
    """For one reason the values that are left out: of which indicator, where."""

    why: str
    places: tuple[str, ...]


@dataclass(frozen=True)
class PublicPage:
    """An edition as anybody reads it, in the language in force."""

    public: PublicContent

    @property
    def content(self) -> Told:
        return self.public.content

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        return indicators_in(self.content)

    @property
    def period(self) -> Quarter:
        return Quarter(self.content["year"], self.content["quarter"])

    @property
    def published_on(self) -> date:
        return datetime.fromisoformat(self.content["published_at"]).date()

    @property
    def first_day(self) -> date:
        return date.fromisoformat(self.content["period"]["first"])

    @property
    def last_day(self) -> date:
        return date.fromisoformat(self.content["period"]["figures_on"])

    @property
    def runs_until(self) -> str:
        """That the quarter had not ended yet, "" where it had."""
        ends_on = date.fromisoformat(self.content["period"]["last"])
        return "" if self.last_day >= ends_on else is_running(self.period.number, ends_on)

    @property
    def source(self) -> str:
        """Whose figures they are, and by which plan they are judged."""
        plan = self.content["plan"]
        text = _("Plan %(number)s of %(day)s, %(issuer)s")
        if not plan["issuer"]:
            text = _("Plan %(number)s of %(day)s")
        issued = day(date.fromisoformat(plan["issued_on"]))
        return text % {"number": plan["number"], "day": issued, "issuer": plan["issuer"]}

    @cached_property
    def targets(self) -> list[Line]:
        """The indicators of which the unit has a target, in the plan's order."""
        return [self._line(one) for one in self._wholes if one["operator"] is not None]

    @cached_property
    def others(self) -> list[Line]:
        """The other indicators."""
        return [self._line(one) for one in self._wholes if one["operator"] is None]

    @property
    def _wholes(self) -> list[Told]:
        """Indicators that can still be named."""
        return [one for one in self._all_wholes if one["indicator"] in self.indicators]

    @property
    def _all_wholes(self) -> list[Told]:
        return self.content["progress"]["targets"]

    @cached_property
    def columns(self) -> list[Indicator]:
        """What the table of units compares."""
        return [line.indicator for line in self.targets]

    @cached_property
    def units(self) -> list[Row]:
        """The whole unit, then each below it."""
        names = self._unit_names
        progress = self.content["progress"]
        parts = [progress, *progress["units"]]
        by_code = {
            part["unit"]: {one["indicator"]: one for one in part["targets"]} for part in parts
        }
        columns = [
            [targets.get(indicator.code) for targets in by_code.values()]
            for indicator in self.columns
        ]
        cells = [
            self._column(indicator, by_code, column)
            for indicator, column in zip(self.columns, columns, strict=True)
        ]
        return [
            Row(unit, names.get(unit, unit), tuple(column[place] for column in cells))
            for place, unit in enumerate(by_code)
        ]

    @cached_property
    def _unit_names(self) -> dict[str, str]:
        """Short names by code; the whole unit's in full, as its town may bear the same short."""
        names = {one["code"]: one["short_name"] for one in self.content["units"]}
        return names | {self.content["unit"]: self.content["unit_name"]}

    @cached_property
    def left_out(self) -> list[LeftOut]:
        """What is left out of the figures, by why."""
        return [
            LeftOut(said_of(why, of_units=of_units), tuple(places))
            for why in REASONS
            for of_units in (False, True)
            if (places := self._places_of(why, of_units=of_units))
        ]

    @property
    def hides_bounds(self) -> bool:
        """Whether somewhere the possible range is left out."""
        return any(one["why"] == Why.SINGLE for one in self.content["left_out"])

    def _places_of(self, why: Why, *, of_units: bool) -> list[str]:
        """ "Average profit: Ba Bể, Na Rì", for each indicator of what units report, or what
        cooperatives do.
        """
        units = self._unit_names
        found: dict[str, list[str]] = {}
        for one in self.content["left_out"]:
            if one["why"] != why or one.get("indicator") not in self.indicators:
                continue
            if self.indicators[one["indicator"]].counts_units is not of_units:
                continue
            where = _("the year before") if "part" in one else units.get(one["unit"], one["unit"])
            found.setdefault(one["indicator"], []).append(where)
        return [
            _("%(indicator)s: %(units)s")
            % {"indicator": self.indicators[code].label, "units": ", ".join(where)}
            for code, where in found.items()
        ]

    @cached_property
    def _why(self) -> dict[tuple[str, str], Why]:
        return whys(self.content)

    def _line(self, one: Told) -> Line:
        indicator = self.indicators[one["indicator"]]
        goal = goal_in(one)
        before = self.content["last_year"].get(indicator.code, {}).get("value")
        printed = _printed(indicator, [one["value"], before], goal)
        status = one["status"] and Status(one["status"])
        is_unsure = bool(status) and status is not Status.NO_DATA and one["certain"] is False
        return Line(
            indicator,
            *_in_both(one["value"], printed),
            aims.aim_with_unit(goal, printed) if goal else "",
            aims.short_aim(goal, printed) if goal else "",
            attained_in(one) or NOTHING,
            status,
            status_words(status, is_unsure=is_unsure),
            is_unsure,
            _coverage(indicator, one["coverage"]) or NOTHING,
            printed.with_unit(None if before is None else exact(before)),
            self._why.get((self.content["unit"], indicator.code)),
        )

    def _column(
        self, indicator: Indicator, units: Iterable[str], column: Iterable[Told | None]
    ) -> list[Cell]:
        column = list(column)
        values = [one and one["value"] for one in column]
        goals = [goal for one in column if one and (goal := goal_in(one))]
        printed = _printed(indicator, values, *goals)
        return [
            Cell(
                "" if value is None else printed.bare(exact(value)),
                (unit, indicator.code) in self._why,
            )
            for unit, value in zip(units, values, strict=True)
        ]


def said_of(why: Why, *, of_units: bool) -> str:
    """Why a value is left out, in words. of_units: whether it is of what units report."""
    match why, of_units:
        case Why.FEW, False:
            said = _("It rests on fewer than %(least)s cooperatives.")
        case Why.FEW, True:
            said = _("It rests on fewer than %(least)s units.")
        case Why.FOLLOWS, False:
            said = _(
                "With it a figure of fewer than %(least)s cooperatives would follow from the rest."
            )
        case Why.FOLLOWS, True:
            said = _("With it a figure of fewer than %(least)s units would follow from the rest.")
        case _, False:
            said = _("It is not known on how many cooperatives it rests.")
        case _:
            said = _("It is not known on how many units it rests.")
    return said % {"least": LEAST}


def whys(content: Told) -> dict[tuple[str, str], Why]:
    """Why values are left out, by unit and indicator."""
    return {
        (one["unit"], one["indicator"]): Why(one["why"])
        for one in content["left_out"]
        if "unit" in one and one["why"] != Why.SINGLE
    }


def exact(value: int | float) -> Fraction:
    """A number of the edition as it is written there."""
    return Fraction(str(value))


def goal_in(one: Told) -> Goal | None:
    """What a value is held against, without milestones; None without a target."""
    if one["operator"] is None:
        return None
    ends = [None if one[name] is None else exact(one[name]) for name in ("target", "target_to")]
    return Goal(Operator(one["operator"]), ends[0], value_to=ends[1])


def attained_in(one: Told) -> str:
    """How much of its target a value is, in per cent: "" under an upper limit, which is kept."""
    if one["attainment"] is None or not Operator(one["operator"]).wants_more:
        return ""
    return attained(exact(one["attainment"]))


def _in_both(value: int | float | None, printed: Compared) -> tuple[str, str]:
    """A value with its unit, and in short."""
    if value is None:
        return "", ""
    return printed.with_unit(exact(value)), printed.short(exact(value))


def _printed(indicator: Indicator, values: Iterable[Any], *goals: Goal | None) -> Compared:
    ends = [end for goal in goals if goal for end in (goal.value, goal.value_to)]
    return compared(indicator, [None if one is None else exact(one) for one in values], ends)


def _coverage(indicator: Indicator, coverage: Told | None) -> str:
    """How many stand behind a value; "" for counts of the registry."""
    if coverage is None or indicator.is_from_registry:
        return ""
    counted = {
        "known": figure(coverage["reported"] + coverage["carried"]),
        "expected": figure(coverage["expected"]),
    }
    if indicator.counts_units:
        return _("%(known)s of %(expected)s units") % counted
    return _("%(known)s of %(expected)s cooperatives") % counted
