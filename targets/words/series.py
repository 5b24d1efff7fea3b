"""What a chart of a year says: its finding, its marks, and what stands at a quarter."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperatives.ground.wording import day, figure, quarter_inside

from ..indicators import Indicator
from ..reckoning.assessment import Goal
from ..reckoning.contribution import Due
from ..reckoning.measures import Measure
from .aims import short_aim
from .amounts import short_difference
from .compared import Compared


def finding(
    indicator: Indicator,
    value: Fraction | None,
    due: Due | None,
    quarter: int,
    shown: Compared,
    *,
    is_own: bool,
) -> str:
    """What the chart shows, in a sentence: "Lợi nhuận tới quý III thấp hơn nhịp 9,1 triệu".

    is_own: whether what is due is that of the unit's own target.
    """
    subject = _subject(indicator, quarter)
    if value is None:
        return _("%(subject)s: no figure yet") % {"subject": subject}
    if due is None:
        return f"{subject}: {shown.with_unit(value)}"
    against = _against(due, is_pace=due.now != due.at_years_end, is_own=is_own)
    apart = value - due.now
    if not apart:
        text = _("%(subject)s: exactly %(against)s")
        return text % {"subject": subject, "against": against}
    text = (
        _("%(subject)s is %(amount)s above %(against)s")
        if apart > 0
        else _("%(subject)s is %(amount)s below %(against)s")
    )
    amount = short_difference(abs(apart), indicator)
    return text % {"subject": subject, "amount": amount, "against": against}


def value_until(value: Fraction | None, until: date | None, shown: Compared) -> str:
    """A quarter's value in a table: "24", of a running one "đến 20/10/2024: 24"."""
    if value is None or until is None:
        return shown.bare(value)
    return _("up to %(day)s: %(value)s") % {"day": day(until), "value": shown.bare(value)}


def finding_of_units(indicator: Indicator, quarter: int, behind: int, judged: int) -> str:
    """What the bars of the sub-units show: how many of those of which something is due are behind
    it; how many may be none.
    """
    subject = _subject(indicator, quarter)
    if not judged:
        return _("%(subject)s, by unit") % {"subject": subject}
    text = ngettext(
        "%(subject)s: %(behind)s of %(judged)s unit behind what is due",
        "%(subject)s: %(behind)s of %(judged)s units behind what is due",
        judged,
    )
    return text % {"subject": subject, "behind": figure(behind), "judged": figure(judged)}


def _subject(indicator: Indicator, quarter: int) -> str:
    # Other short names are made for the heads of columns and say too little alone.
    name = indicator.short_label if indicator.is_money else indicator.label
    names = {"name": name, "quarter": quarter_inside(quarter)}
    until = _("%(name)s up to %(quarter)s") if indicator.is_flow else _("%(name)s in %(quarter)s")
    return until % names


def moved_unrated(quarter: int, ratings_of: int, before: Measure, now: Measure) -> str:
    """Why a share of ratings has moved though nobody was rated anew since the quarter before: who
    is counted has changed.

    quarter: the one that `now` is of. Both measures rest on the ratings of the year ratings_of.
    """
    text = _(
        "Nobody was rated anew since %(quarter)s: both rest on the ratings of %(year)s. The share"
        " moved because other cooperatives are counted: %(before)s then, %(now)s now."
    )
    return text % {
        "quarter": quarter_inside(quarter - 1),
        "year": ratings_of,
        "before": f"{figure(before.numerator)}/{figure(before.denominator)}",
        "now": f"{figure(now.numerator)}/{figure(now.denominator)}",
    }


def _against(due: Due, *, is_pace: bool, is_own: bool) -> str:
    if not due.operator.wants_more:
        return _("what the limit allows by then") if is_pace else _("the limit")
    if is_pace:
        return _("the pace")
    return _("the target") if is_own else _("what is due")


def at_quarter(
    indicator: Indicator,
    shown: Compared,
    *,
    value: Fraction | None,
    possible: tuple[Fraction, Fraction] | None,
    due: Fraction | None,
    projection: Fraction | None,
    before: tuple[int, Fraction | None],
    is_later: bool,
    years_end: tuple[Fraction, Fraction] | None = None,
) -> Iterator[str]:
    """What stands at a quarter: value, what is possible, due and projected, and the year before.

    before: that year and its value. is_later: whether the quarter comes after the one looked at.
    years_end: between what the year's end lies with a chance of 80%.
    """
    if value is not None:
        yield _("value: %(value)s") % {"value": shown.short(value)}
    elif not is_later:
        yield _("no figure yet")
    if possible:
        low, high = possible
        text = _("possible: %(low)s to %(high)s")
        yield text % {"low": shown.lined_up(low), "high": shown.short(high)}
    if due is not None:
        yield _("due: %(due)s") % {"due": shown.short(due)}
    if projection is not None:
        text = _("in the year at the present pace: %(projection)s")
        yield text % {"projection": shown.short(projection)}
    if years_end is not None:
        low, high = years_end
        text = _("year's end with a chance of 80%%: %(low)s to %(high)s")
        yield text % {"low": shown.lined_up(low), "high": shown.short(high)}
    year, value_before = before
    if value_before is not None:
        yield f"{year_before(year)}: {shown.short(value_before)}"


def value_of(indicator: Indicator, year: int) -> str:
    """The main line: its year, and whether it grows through it."""
    text = _("%(year)s, year to date") if indicator.is_flow else _("%(year)s, at the quarter's end")
    return text % {"year": year}


def target_of(goal: Goal, shown: Compared) -> str:
    """The line of the target: "mục tiêu ≥ 85 triệu"."""
    return _("target %(aim)s") % {"aim": short_aim(goal, shown)}


def year_before(year: int) -> str:
    """The same quarter of the year before: "cùng kỳ 2023"."""
    return _("same quarter of %(year)s") % {"year": year}


def baseline_of(on: date) -> str:
    """The line of an official figure, with its day."""
    return _("baseline %(day)s") % {"day": day(on)}
