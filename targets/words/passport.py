"""What a number means and what it rests on, in short facts."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cooperatives.catalogue.ratings import Scale
from cooperatives.ground.calendar import Quarter
from cooperatives.ground.printing import number_text
from cooperatives.ground.wording import day, figure, period_inside, quarter_inside
from cooperatives.returns.last_change import LastChange

from ..indicators import Indicator
from ..reckoning.measures import Unit
from .labels import own_unit

UNITS: dict[Unit, Promise | str] = {
    Unit.COUNT: gettext_lazy("number of organisations"),
    Unit.NUMBER: gettext_lazy("number"),
    Unit.VND: gettext_lazy("million VND"),
    Unit.PERSONS: gettext_lazy("persons"),
    Unit.PERCENT: gettext_lazy("per cent"),
    Unit.VND_PER_COOPERATIVE: gettext_lazy("million VND per cooperative"),
    Unit.VND_PER_MEMBER: gettext_lazy("million VND per member"),
}


def counted_in(indicator: Indicator) -> str:
    """What its value is counted in, in full."""
    return own_unit(indicator) or str(UNITS[indicator.unit])


def period_in_days(
    indicator: Indicator,
    year: int,
    until: date,
    ratings_of: int | None,
    from_year: int | None = None,
) -> str:
    """What time a value covers, in days: of a flow from which to which, of a level which one.

    ratings_of: the year of the ratings that a share of ratings rests on. from_year: with which year
    a period of several begins.
    """
    if indicator.is_flow:
        numbers = {"first": day(date(from_year or year, 1, 1)), "last": day(until)}
        return _("from %(first)s to %(last)s") % numbers
    if ratings_of:
        numbers = {"year": ratings_of, "day": day(until)}
        return _("ratings of %(year)s, of the cooperatives there on %(day)s") % numbers
    return _("as at %(day)s") % {"day": day(until)}


def approvals(approved: int, sent: int, quarter: int) -> str:
    """How many of the returns sent for the year so far are approved."""
    text = ngettext(
        "%(approved)s of %(sent)s return sent up to %(quarter)s is approved",
        "%(approved)s of %(sent)s returns sent up to %(quarter)s are approved",
        sent,
    )
    numbers = {"approved": figure(approved), "sent": figure(sent)}
    return text % (numbers | {"quarter": quarter_inside(quarter)})


def last_approval(unit: str, period: Quarter, at: datetime, by: str) -> str:
    """The last return that was approved, when, and by whom where that may be told."""
    numbers = {"unit": unit, "period": period_inside(period), "at": _moment(at), "by": by}
    if not by:
        return _("the last: %(unit)s, %(period)s, at %(at)s") % numbers
    return _("the last: %(unit)s, %(period)s, at %(at)s by %(by)s") % numbers


def last_change(changed: LastChange) -> str:
    """The newest change of a figure or rating, and by whom where that may be told."""
    if changed.unit is None:
        text = _("%(at)s: a final yearly report of %(year)s")
        said = text % {"at": _moment(changed.at), "year": changed.period}
    else:
        text = _("%(at)s: figures of %(unit)s, %(period)s")
        said = text % {
            "at": _moment(changed.at),
            "unit": changed.unit.short_name,
            "period": period_inside(changed.period),
        }
    return _("%(change)s, by %(by)s") % {"change": said, "by": changed.by} if changed.by else said


def _moment(at: datetime) -> str:
    return date_format(localtime(at), "SHORT_DATETIME_FORMAT")


def rated_by(year: int, scale: Scale | None) -> str:
    """By which scores a year is rated, and by what law."""
    if scale is None:
        text = _("There is no rating scale for %(year)s: ratings are those that were given.")
        return text % {"year": year}
    text = _(
        "%(year)s: good from %(good)s, fair from %(fair)s, average from %(average)s points, weak"
        " below (%(source)s)"
    )
    floors = {rating.value: number_text(floor, 2) for rating, floor in scale.floors.items()}
    return text % (floors | {"year": year, "source": scale.source})
