"""What is due by when, and where the year ends at the present pace."""

from datetime import date
from fractions import Fraction

from django.template.defaultfilters import capfirst
from django.utils.translation import gettext as _

from cooperatives.ground.wording import day, quarter_inside

from .compared import Compared
from .emphasis import emphasised, joined


def due_by(quarter: int, figures_on: date, *, is_due_today: bool) -> str:
    """When something is due: at the quarter's end, or today where it goes with the days."""
    if is_due_today:
        return _("Due by %(day)s") % {"day": day(figures_on)}
    return _("Due by the end of %(quarter)s") % {"quarter": quarter_inside(quarter)}


def projected(projection: Fraction | None, shown: Compared, figures_on: date) -> str:
    """The year's end at the present pace, under a heading that says so; None where too few figures
    are known for that.
    """
    if projection is None:
        return _("too few figures to tell: fewer than half of those expected have one")
    numbers = {"projection": shown.with_unit(projection), "day": day(figures_on)}
    return _("%(projection)s (figures up to %(day)s)") % numbers


def nothing_due_yet(quarter: int, due: Fraction, shown: Compared) -> str:
    """That none is due yet, and by the end of which quarter how many are."""
    text = _("none is due before the end of %(quarter)s, then %(due)s")
    return text % {"quarter": quarter_inside(quarter), "due": shown.with_unit(due)}


def limit() -> str:
    """What an upper limit is headed, that holds all the year."""
    return _("Limit")


def pace(
    due: Fraction | None,
    projection: Fraction | None,
    shown: Compared,
    figures_on: date,
    *,
    of_period: str = "",
) -> str:
    """What is due by now, and the year's end at this pace; None for what is not to be said.
    of_period: the years over which it is counted, where they are several.
    """
    said = []
    if due is not None:
        said.append(emphasised(_("%(due)s due by now"), due=shown.with_unit(due)))
    if projection is not None:
        if of_period:
            text = _(
                "at this pace <strong>%(projection)s</strong> in %(period)s (figures up to %(day)s)"
            )
        else:
            text = _(
                "at this pace <strong>%(projection)s</strong> in the year (figures up to %(day)s)"
            )
        projected = shown.with_unit(projection)
        said.append(emphasised(text, projection=projected, day=day(figures_on), period=of_period))
    return capfirst(joined(said))
