"""What moved between two editions, in words: values as people read them, names in the language of
the page.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cooperatives.catalogue.figures import figure_named
from cooperatives.catalogue.ratings import Rating
from cooperatives.ground.calendar import Quarter
from cooperatives.ground.printing import NOTHING
from cooperatives.ground.wording import day, figure, in_language, period_inside
from cooperatives.models import Organisation, Sector
from cooperatives.models.changes import figure_in_words

from ..indicators import Indicator
from ..reckoning.assessment import Goal, Status
from ..reckoning.measures import Operator
from ..words.aims import aim_with_unit
from ..words.compared import compared, ends_of
from ..words.labels import status_words
from .differences import (
    OF_REGISTRY,
    SCORE,
    Differences,
    MovedFigure,
    MovedIndicator,
    MovedTarget,
)
from .records import RATING

NAMES = {
    RATING: gettext_lazy("rating"),
    SCORE: gettext_lazy("score"),
    "suspensions": gettext_lazy("times of not working"),
    "unit": gettext_lazy("unit where it lies"),
}
PARTS = {
    "baseline": gettext_lazy("official figures"),
    "decisions": gettext_lazy("decisions of the plan"),
    "plan": gettext_lazy("decisions of the plan"),
    "indicators": gettext_lazy("names of indicators"),
    "units": gettext_lazy("units"),
    "returns": gettext_lazy("states of returns"),
    "progress": gettext_lazy("targets, or what they are judged by"),
}
"""What else may be otherwise where no figure is; what is in none of these follows from them."""


@dataclass(frozen=True)
class ToldFigure:
    """A figure that moved, as a line of the page. what: "Lợi nhuận, quý II/2024"; indicators: the
    short names of those that it moved.
    """

    moved: MovedFigure
    what: str
    old: str
    new: str
    indicators: tuple[str, ...]

    @property
    def who(self) -> str:
        """Who changed it, "" for a command or where that is not known."""
        return self.moved.who or ""

    @property
    def at(self) -> datetime | None:
        return self.moved.at


@dataclass(frozen=True)
class ToldIndicator:
    """A value that moved, as a line of the page. about: of which unit and year."""

    moved: MovedIndicator
    name: str
    old: str
    new: str


@dataclass(frozen=True)
class ToldTarget:
    """A target that moved, or how its unit stands with it: "≥ 85 triệu đồng, chậm tiến độ"."""

    moved: MovedTarget
    name: str
    old: str
    new: str


def told_figures(found: Differences) -> list[ToldFigure]:
    """The figures that moved, line by line."""
    return [
        ToldFigure(
            one,
            _what(one, found.figure_names),
            _value(one, one.old),
            _value(one, one.new),
            tuple(_short_names(one, found.named)),
        )
        for one in found.figures
    ]


def told_indicators(found: Differences) -> list[ToldIndicator]:
    """The values of indicators that moved, line by line."""
    return [_told_indicator(one, found.named.get(one.code)) for one in found.indicators]


def told_targets(found: Differences) -> list[ToldTarget]:
    """The targets that moved, or how units stand with them, line by line."""
    return [_told_target(one, found.named.get(one.code)) for one in found.targets]


def told_parts(parts: Sequence[str]) -> list[str]:
    """What else than figures is otherwise, by name."""
    return list(dict.fromkeys(str(PARTS[part]) for part in parts if part in PARTS))


def _told_indicator(one: MovedIndicator, indicator: Indicator | None) -> ToldIndicator:
    values = [None if value is None else Fraction(str(value)) for value in (one.old, one.new)]
    if indicator is None:
        old, new = (NOTHING if value is None else figure(value, 6) for value in values)
        return ToldIndicator(one, one.code, old, new)
    beside = compared(indicator, values)
    old, new = map(beside.with_unit, values)
    return ToldIndicator(one, str(indicator.label), old, new)


def _told_target(one: MovedTarget, indicator: Indicator | None) -> ToldTarget:
    if indicator is None:
        return ToldTarget(one, one.code, NOTHING, NOTHING)
    goals = [_goal(one.old), _goal(one.new)]
    beside = compared(indicator, (), [end for goal in goals if goal for end in ends_of(goal)])
    old, new = (
        ", ".join(filter(None, [goal and aim_with_unit(goal, beside), _status(told)])) or NOTHING
        for goal, told in zip(goals, (one.old, one.new), strict=True)
    )
    return ToldTarget(one, str(indicator.label), old, new)


def _goal(told: Mapping[str, Any]) -> Goal | None:
    if told.get("target") is None:
        return None
    upper = told["target_to"]
    return Goal(
        Operator(told["operator"]),
        Fraction(str(told["target"])),
        value_to=None if upper is None else Fraction(str(upper)),
    )


def _status(told: Mapping[str, Any]) -> str:
    status = told.get("status")
    return status_words(status and Status(status), is_unsure=not told.get("certain"))


def _short_names(one: MovedFigure, named: Mapping[str, Indicator]) -> Iterator[str]:
    for code in one.indicators:
        indicator = named.get(code)
        yield str(indicator.short_label) if indicator else code


def _what(one: MovedFigure, names: Mapping[str, Mapping[str, str]]) -> str:
    """Which figure, and of when: "Lợi nhuận, quý II/2024"."""
    name = capfirst(str(_name(one, names)))
    if one.quarter is not None:
        return f"{name}, {period_inside(Quarter(one.year, one.quarter))}"
    if one.year is not None:
        return _("%(figure)s, yearly report %(year)s") % {"figure": name, "year": one.year}
    return name


def _name(one: MovedFigure, names: Mapping[str, Mapping[str, str]]) -> Any:
    if one.code in NAMES:
        return NAMES[one.code]
    if one.kind == OF_REGISTRY:
        return Organisation._meta.get_field(one.code).verbose_name
    if found := names.get(one.code):
        return in_language(found["name_vi"], found["name_en"])
    return one.code


def _value(one: MovedFigure, value: Any) -> str:
    if value is None:
        return NOTHING
    match one.code:
        case "rating":
            return str(Rating(value).label)
        case "score":
            return figure(Fraction(value, 100), 2)
        case "sector":
            return str(Sector(value).label)
        case "founded_on" | "dissolved_on":
            return day(date.fromisoformat(value))
        case "suspensions":
            return "; ".join(_span(first, last) for first, last in value)
        case "unit":
            return value
    found = figure_named(one.code)
    return figure_in_words(found, value) if found else figure(value)


def _span(first: str, last: str | None) -> str:
    """A time of not working: "1/6/2024 to 1/9/2024", "since 1/6/2024"."""
    since = day(date.fromisoformat(first))
    if last is None:
        return _("since %(day)s") % {"day": since}
    return _("%(since)s to %(to)s") % {"since": since, "to": day(date.fromisoformat(last))}
