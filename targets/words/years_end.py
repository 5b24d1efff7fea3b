"""A year's end with its uncertainty: range, chance, how both were made, and how that did before."""

from collections.abc import Sequence
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperatives.ground.printing import number_text
from cooperatives.ground.wording import figure, percent, quarter_inside, ratio

from ..indicators import Indicator
from ..reckoning.assessment import FIRST_DAYS, Goal
from ..reckoning.projection import (
    FEWEST_PAIRS,
    Method,
    NoRange,
    Odds,
    Pair,
    Projected,
)
from .aims import sign_and_value
from .compared import Compared

ALL_BUT_SURE = Fraction(99, 100)


def range_said(low: Fraction, high: Fraction, shown: Compared) -> str:
    """Between what the year's end lies: "24 đến 31", "82,4 đến 96,1 triệu đồng"."""
    if low == high:
        return shown.with_unit(high)
    return _("%(low)s to %(high)s") % {"low": shown.amount(low), "high": shown.with_unit(high)}


def chance_said(chance: Fraction) -> str:
    """How probable it is that a target is reached, in a word with the figure: "khó (12%)"."""
    texts = {
        Odds.LIKELY: _("likely (%(chance)s)"),
        Odds.EVEN: _("about even (%(chance)s)"),
        Odds.HARD: _("hard (%(chance)s)"),
    }
    return texts[Odds.of(chance)] % {"chance": _in_per_cent(chance)}


def chance_in_a_row(chance: Fraction, *, wants_more: bool) -> str:
    """The same where nothing before it says what it is about: "khó đạt (12%)"."""
    if not wants_more:
        texts = {
            Odds.LIKELY: _("likely to stay within the limit (%(chance)s)"),
            Odds.EVEN: _("about even whether it stays within the limit (%(chance)s)"),
            Odds.HARD: _("hard to stay within the limit (%(chance)s)"),
        }
    else:
        texts = {
            Odds.LIKELY: _("likely to be reached (%(chance)s)"),
            Odds.EVEN: _("about even whether it is reached (%(chance)s)"),
            Odds.HARD: _("hard to reach (%(chance)s)"),
        }
    return texts[Odds.of(chance)] % {"chance": _in_per_cent(chance)}


def _in_per_cent(chance: Fraction) -> str:
    """A chance in whole per cent; what is not sure is never said to be."""
    if chance < 1 - ALL_BUT_SURE:
        return _("under %(limit)s") % {"limit": ratio(1 - ALL_BUT_SURE)}
    if chance > ALL_BUT_SURE:
        return _("over %(limit)s") % {"limit": ratio(ALL_BUT_SURE)}
    return ratio(chance)


def heading(year: int, said: str, goal: Goal | None, chance: Fraction | None, shown: Compared):
    """What the year's end is told to be, in a sentence; said: its range."""
    text = _("At the end of %(year)s: %(range)s, with a chance of 80%%")
    found = text % {"year": year, "range": said}
    if goal is None or chance is None:
        return found
    odds = chance_in_a_row(chance, wants_more=goal.operator.wants_more)
    return f"{found}; {sign_and_value(goal, shown)}: {odds}"


def no_range_heading(year: int) -> str:
    return _("The end of %(year)s: no range") % {"year": year}


def method(found: Projected, value: Fraction, quarter: int, unit: str) -> str:
    """How range and chance were made. unit: that directly under which the pairs lie."""
    if found.method is Method.RATE:
        text = _(
            "How: the %(count)s so far are certain, those still to come are random. Their number"
            " follows from the rate since 1 January and its chance: a negative binomial"
            " distribution (events at a constant rate, of which beforehand nothing is known:"
            " Jeffreys' prior, Gamma with shape ½). No past years are needed for it."
        )
        return text % {"count": figure(value)}
    text = ngettext(
        "How: by %(pairs)s past pair of a value in %(quarter)s and at the year's end, of the units"
        " directly under %(unit)s in %(years)s. In 80%% of such cases the year's end is"
        " %(low)s to %(high)s times the value then; that is multiplied by today's value. What"
        " figures that are still missing may change comes on top.",
        "How: by %(pairs)s past pairs of a value in %(quarter)s and at the year's end, of the units"
        " directly under %(unit)s in %(years)s. In 80%% of such cases the year's end is"
        " %(low)s to %(high)s times the value then; that is multiplied by today's value. What"
        " figures that are still missing may change comes on top.",
        len(found.pairs),
    )
    return text % {
        "pairs": figure(len(found.pairs)),
        "quarter": quarter_inside(quarter),
        "unit": unit,
        "years": years_said(found.pairs),
        "low": number_text(found.low / value, 2),
        "high": number_text(found.high / value, 2),
    }


def tried(found: Projected, quarter: int, unit: str) -> str:
    """How many of the past ends fell into the range that would have been told of them."""
    if not found.pairs:
        return _("No earlier year is held on which this could be tried.")
    if found.method is Method.RATE:
        text = ngettext(
            "Tried on the past: at the end of %(quarter)s in %(years)s this would have held for"
            " %(hits)s of %(pairs)s year's end (%(share)s) of the units directly under %(unit)s.",
            "Tried on the past: at the end of %(quarter)s in %(years)s this would have held for"
            " %(hits)s of %(pairs)s years' ends (%(share)s) of the units directly under %(unit)s.",
            len(found.pairs),
        )
    else:
        text = ngettext(
            "Tried on the past: %(hits)s of %(pairs)s year's end (%(share)s) of the units"
            " directly under %(unit)s in %(years)s lay in the range that all other pairs tell.",
            "Tried on the past: %(hits)s of %(pairs)s years' ends (%(share)s) of the units"
            " directly under %(unit)s in %(years)s lay in the range that all other pairs tell.",
            len(found.pairs),
        )
    share = Fraction(100 * found.hits, len(found.pairs))
    return text % {
        "quarter": quarter_inside(quarter),
        "years": years_said(found.pairs),
        "hits": figure(found.hits),
        "pairs": figure(len(found.pairs)),
        "share": percent(share, 0),
        "unit": unit,
    }


def why_none(found: Projected, indicator: Indicator, quarter: int, unit: str) -> str:
    """Why no range is told."""
    names = {"quarter": quarter_inside(quarter), "unit": unit}
    match found.reason:
        case NoRange.SHARE:
            if indicator.is_rating_share:
                return _("A year is rated when it is over; until then its share cannot be told.")
            return _("The year's end of a share is not told: it is no count, mean or sum.")
        case NoRange.BEING_REPORTED:
            return _("In quarter IV the year's end itself is being reported.")
        case NoRange.TOO_EARLY:
            text = _("The first %(days)s days of a year say nothing of the rate of its events.")
            return text % {"days": figure(FIRST_DAYS)}
        case NoRange.FEW_FIGURES:
            return _("Fewer than half of those expected have figures yet.")
        case NoRange.NOT_ABOVE_ZERO:
            return _("The value is not above zero, so that past years say nothing of its growth.")
    if not found.pairs:
        text = _(
            "No past pair of a value in %(quarter)s and at the year's end is held of the units"
            " directly under %(unit)s; a range needs %(fewest)s."
        )
        return text % (names | {"fewest": figure(FEWEST_PAIRS)})
    text = ngettext(
        "Only %(pairs)s past pair of a value in %(quarter)s and at the year's end is held of the"
        " units directly under %(unit)s (%(years)s); a range needs %(fewest)s.",
        "Only %(pairs)s past pairs of a value in %(quarter)s and at the year's end are held of the"
        " units directly under %(unit)s (%(years)s); a range needs %(fewest)s.",
        len(found.pairs),
    )
    numbers = {"pairs": figure(len(found.pairs)), "fewest": figure(FEWEST_PAIRS)}
    return text % (names | numbers | {"years": years_said(found.pairs)})


def years_said(pairs: Sequence[Pair]) -> str:
    """The years of some pairs: "2021–2023", with a gap "2020, 2022"."""
    years = sorted({pair.year for pair in pairs})
    if len(years) > 1 and years[-1] - years[0] == len(years) - 1:
        return f"{years[0]}–{years[-1]}"
    return ", ".join(map(str, years))


def row_label() -> str:
    """The head of its row in the table of quarters."""
    return _("Year's end (80%)")


def mark_label() -> str:
    """What its mark in the drawing means."""
    return _("year's end, with a chance of 80%")
