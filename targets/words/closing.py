"""What would close a gap, in a sentence for each unit."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperatives.catalogue.ratings import Rating, Scale
from cooperatives.ground.printing import number_text
from cooperatives.ground.wording import day, figure, ratio

from ..indicators import Indicator
from ..reckoning.contribution import Due
from ..reckoning.measures import Operator
from .compared import exactly
from .emphasis import emphasised


def holds_when_raised(
    indicator: Indicator, unit: str, due: Due, needed: int | None, candidates: int
) -> str:
    """How few of the cooperatives that could be rated higher are enough for a share to hold.

    needed: None where not even all are.
    """
    limit = against(indicator, due)
    if needed is None or needed > candidates:
        text = ngettext(
            "Not even with %(all)s cooperative rated higher is %(unit)s %(limit)s.",
            "Not even with all %(all)s cooperatives rated higher is %(unit)s %(limit)s.",
            candidates,
        )
        return emphasised(text, all=figure(candidates), unit=unit, limit=limit)
    text = ngettext(
        "Raise <strong>%(needed)s of this %(all)s</strong> cooperative, and %(unit)s is %(limit)s.",
        "Raise <strong>%(needed)s of these %(all)s</strong> cooperatives, and %(unit)s is"
        " %(limit)s.",
        candidates,
    )
    return emphasised(text, needed=figure(needed), all=figure(candidates), unit=unit, limit=limit)


def nearest_first(year: int, scale: Scale | None, rating: Rating) -> str:
    """In what order those stand that could be rated higher: by what they lack of the rating's
    lowest score. scale: that of the year; None for one without.
    """
    if scale is None:
        text = _("There is no rating scale for %(year)s; the highest scores stand first.")
        return text % {"year": year}
    text = _(
        "From %(floor)s points on a cooperative is rated %(rating)s (%(source)s); those nearest to"
        " it stand first."
    )
    floor = number_text(scale.floors[rating], 2)
    return text % {"floor": floor, "rating": rating.label, "source": scale.source}


def against(indicator: Indicator, due: Due) -> str:
    """On which side of what is due a share is to lie: "dưới 10%"."""
    texts = {
        Operator.LESS_THAN: _("below %(limit)s"),
        Operator.AT_MOST: _("at most %(limit)s"),
        Operator.AT_LEAST: _("at least %(limit)s"),
        Operator.MORE_THAN: _("above %(limit)s"),
    }
    return texts[due.operator] % {"limit": exactly(indicator, due.now).amount(due.now)}


def pull_down(below: int, known: int, half: int, due: Due) -> str:
    """How many of those with a value are on the wrong side of what is due, and how few of them make
    half of what is lacking, or too much.
    """
    lower = ngettext(
        "%(below)s of %(known)s cooperative with figures is below what is due",
        "%(below)s of %(known)s cooperatives with figures are below what is due",
        known,
    )
    higher = ngettext(
        "%(below)s of %(known)s cooperative with figures is above what is allowed",
        "%(below)s of %(known)s cooperatives with figures are above what is allowed",
        known,
    )
    text = lower if due.operator.wants_more else higher
    said = text % {"below": figure(below), "known": figure(known)}
    if below < 2 or half == below:
        return f"{said}."
    more = ngettext(
        "<strong>%(half)s</strong> of them makes half of the gap.",
        "<strong>%(half)s</strong> of them make half of the gap.",
        half,
    )
    return emphasised("%(said)s; %(more)s", said=said, more=emphasised(more, half=figure(half)))


def within_scope(said: str) -> str:
    """A sentence of the list alone, where that holds less than the unit that is looked at."""
    return emphasised(_("Within your own unit: %(said)s"), said=said)


def units_pull_down(parts: Sequence[tuple[str, Fraction]]) -> str:
    """The sub-units with the largest parts in the gap: "Na Rì 61%, Ba Bể 20%"; may be empty."""
    if not parts:
        return ""
    named = ", ".join(f"{name} {ratio(share)}" for name, share in parts)
    return emphasised(_("By unit: <strong>%(named)s</strong> of the gap."), named=named)


def units_behind(behind: int, of: int) -> str:
    """How many sub-units have less than what is due of them."""
    if not behind:
        return _("No unit is behind what is due of it by now.")
    text = ngettext(
        "<strong>%(behind)s of %(of)s</strong> unit is behind what is due of it by now.",
        "<strong>%(behind)s of %(of)s</strong> units are behind what is due of them by now.",
        of,
    )
    return emphasised(text, behind=figure(behind), of=figure(of))


def nothing_due_of_todays() -> str:
    """Why it is not told which units of today would have to do what."""
    return _(
        "It cannot be told by units of today: what was due was shared out among the units of the "
        "time. Choose those above to see who lacks what."
    )


def todays_not_judged(number: int) -> str:
    """How many units of today were others at the time, of which nothing was due."""
    text = ngettext(
        "%(number)s unit of today was another one then, and nothing was due of it.",
        "%(number)s units of today were others then, and nothing was due of them.",
        number,
    )
    return text % {"number": figure(number)}


def units_below_last_year(number: int) -> str:
    """How many sub-units without an allocation have fewer than a year before."""
    text = ngettext(
        "%(number)s unit without an allocation has fewer than a year before.",
        "%(number)s units without an allocation have fewer than a year before.",
        number,
    )
    return text % {"number": figure(number)}


def up_to(day_before: date) -> str:
    """Heads the numbers of a year before: "Cùng kỳ, đến 30/9/2023"."""
    return _("A year before, up to %(day)s") % {"day": day(day_before)}
