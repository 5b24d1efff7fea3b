"""What must happen with a target, in about four words, and beside it the one thing to know most."""

import math
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperatives.ground.wording import day, figure, quarter_inside

from ..comparison.progress import NamedUnit
from ..indicators import Indicator
from ..reckoning.assessment import Assessment, Doubt, Goal, Moment, Status
from ..reckoning.measures import Coverage, Measure, Operator
from .amounts import short_difference
from .compared import Compared
from .doubts import is_open
from .emphasis import emphasised
from .reported import carried_on, is_from_registry


def needed(
    indicator: Indicator, found: Assessment, moment: Moment, counted_to: date | None = None
) -> str:
    """What a unit with a target of its own still needs, or how far beyond it is.

    counted_to: the last day that the value counts, where more may have happened since.
    """
    value, goal = found.measure.value, found.goal
    if value is None:
        return _("No figures yet")
    if found.status is Status.NO_DATA:
        return _("Not rated yet")
    apart, wants_more = value - goal.value, goal.operator.wants_more
    if goal.operator.holds(value, goal.value):
        if not apart:
            return exactly_on(goal)
        text = (
            _("<strong>%(amount)s</strong> over")
            if wants_more
            else _("<strong>%(amount)s</strong> below the limit")
        )
        return emphasised(text, amount=short_difference(abs(apart), indicator))
    if not wants_more:
        if not apart:
            return exactly_on(goal)
        text = _("<strong>%(amount)s</strong> above the limit")
        return emphasised(text, amount=short_difference(apart, indicator))
    amount = short_difference(_lacking(indicator, -apart, goal.operator), indicator)
    if counted_to and moment.quarters_left:
        text = _("<strong>%(amount)s</strong> more needed after %(day)s")
        return emphasised(text, amount=amount, day=date_format(counted_to, "j/n"))
    return emphasised(_still_needed(indicator, moment), amount=amount, quarter=_last(moment))


def exactly_on(goal: Goal) -> str:
    """That a value is its target, or its limit."""
    return _("Exactly on the target") if goal.operator.wants_more else _("Exactly on the limit")


def against_due(
    indicator: Indicator, value: Fraction | None, due: Fraction | None, *, wants_more: bool
) -> str:
    """How far a unit without a target of its own is from what is due there, or from the limit;
    nothing where nothing is due.

    wants_more: False under an upper limit.
    """
    if due is None:
        return ""
    if value is None:
        return _("No figures yet")
    gap = value - due
    if not gap:
        return _("Exactly what is due by now") if wants_more else _("Exactly on the limit")
    if wants_more:
        below = _("<strong>%(amount)s</strong> below what is due")
        above = _("<strong>%(amount)s</strong> above what is due")
    else:
        below = _("<strong>%(amount)s</strong> below the limit")
        above = _("<strong>%(amount)s</strong> above the limit")
    return emphasised(below if gap < 0 else above, amount=short_difference(abs(gap), indicator))


def why_unsure(indicator: Indicator, found: Assessment, shown: Compared, year: int) -> str:
    """Why a status is not certain, shortly, and how far its value may move; empty without doubt.

    year: that of the target.
    """
    coverage = found.measure.coverage
    if found.doubt is None:
        return ""
    if found.doubt is Doubt.NOT_RATED_YET:
        said = _("no ratings of %(year)s yet") % {"year": year}
        return f"{said}; {_not_rated(coverage)}" if coverage.missing else said
    if found.doubt is Doubt.CARRIED:
        text = ngettext(
            "%(number)s rating is that of %(year)s",
            "%(number)s ratings are those of %(year)s",
            coverage.carried,
        )
        return text % {"number": figure(coverage.carried), "year": year - 1}
    return _missing_and_possible(indicator, found.measure, shown)


def lies_with(places: Sequence[NamedUnit], alike: int, *, wants_more: bool) -> str:
    """In which sub-units most is lacking, the most first; empty where none is behind.

    alike: how many others lack no less than the last of them. wants_more: False under an upper
    limit, where there is too much rather than too little.
    """
    if not places:
        return ""
    names = ", ".join(unit.short_name for unit in places)
    if not alike:
        lacking, above = _("most lacking in %(names)s"), _("most above in %(names)s")
        return (lacking if wants_more else above) % {"names": names}
    if wants_more:
        text = ngettext(
            "most lacking in %(names)s and %(alike)s other alike",
            "most lacking in %(names)s and %(alike)s others alike",
            alike,
        )
    else:
        text = ngettext(
            "most above in %(names)s and %(alike)s other alike",
            "most above in %(names)s and %(alike)s others alike",
            alike,
        )
    return text % {"names": names, "alike": alike}


def still_open(indicator: Indicator, measure: Measure, shown: Compared) -> str:
    """Who is missing, and between what the value may still come to lie; empty if nobody is."""
    if is_from_registry(indicator) or not measure.coverage.missing:
        return ""
    return _missing_and_possible(indicator, measure, shown)


def a_year_before(value: str) -> str:
    """What stood there at the same quarter of the year before: "cùng kỳ 26"."""
    return _("a year before %(value)s") % {"value": value}


def projected(
    projection: Fraction,
    shown: Compared,
    figures_on: date,
    odds: str = "",
    *,
    of_period: str = "",
) -> str:
    """The year's end at the present pace, and up to which day that rests on figures. odds: the
    chance of the target in words, where it is told. of_period: the years over which it is counted,
    where they are several.
    """
    if of_period:
        text = _("%(projection)s in %(period)s at the pace up to %(day)s")
    else:
        text = _("%(projection)s in the year at the pace up to %(day)s")
    numbers = {"projection": shown.amount(projection), "day": day(figures_on)}
    said = text % (numbers | {"period": of_period})
    return f"{said}: {odds}" if odds else said


def _still_needed(indicator: Indicator, moment: Moment) -> str:
    if not moment.quarters_left:
        return _("<strong>%(amount)s</strong> short")
    if indicator.averages:
        return _("<strong>%(amount)s</strong> more needed")
    if not indicator.is_flow:
        return _("<strong>%(amount)s</strong> still lacking")
    if moment.quarters_left == 1:
        return _("<strong>%(amount)s</strong> more needed in %(quarter)s")
    return _("<strong>%(amount)s</strong> more needed by the year's end")


def _last(moment: Moment) -> str:
    return quarter_inside(moment.quarter if moment.running else min(moment.quarter + 1, 4))


def _lacking(indicator: Indicator, short: Fraction, operator: Operator) -> Fraction:
    """What is lacking until the operator holds: of what is counted the least whole number."""
    if not indicator.unit.is_whole:
        return short
    strictly = operator is Operator.MORE_THAN
    return Fraction(math.floor(short) + 1 if strictly else math.ceil(short))


def _missing_and_possible(indicator: Indicator, measure: Measure, shown: Compared) -> str:
    said = (
        _not_rated(measure.coverage)
        if indicator.is_rating_share
        else _lacks_figures(indicator, measure.coverage)
    )
    if indicator.is_rating_share and measure.coverage.carried:
        # They may still turn out either way, so that the range is theirs too.
        said = f"{said}, {carried_on(indicator, measure.coverage)}"
    return f"{said}: {_possible(measure, shown)}" if is_open(measure) else said


def _lacks_figures(indicator: Indicator, coverage: Coverage) -> str:
    if indicator.counts_units:
        text = ngettext(
            "%(number)s unit lacks figures", "%(number)s units lack figures", coverage.missing
        )
        return text % {"number": figure(coverage.missing)}
    text = ngettext(
        "%(number)s cooperative lacks figures",
        "%(number)s cooperatives lack figures",
        coverage.missing,
    )
    return text % {"number": figure(coverage.missing)}


def _not_rated(coverage: Coverage) -> str:
    text = ngettext(
        "%(number)s cooperative is not rated",
        "%(number)s cooperatives are not rated",
        coverage.missing,
    )
    return text % {"number": figure(coverage.missing)}


def _possible(measure: Measure, shown: Compared) -> str:
    low, high = measure.bounds
    return _("%(low)s–%(high)s possible") % {"low": shown.amount(low), "high": shown.amount(high)}
