"""What time a value covers."""

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperatives.ground.wording import day

from ..indicators import Indicator


def covers(indicator: Indicator, until: date) -> str:
    """A flow's year to date in whole months, failing that from day to day; a level's day."""
    if not indicator.is_flow:
        return day(until)
    if (until + timedelta(days=1)).day == 1:
        text = ngettext(
            "%(months)s month of %(year)s", "%(months)s months of %(year)s", until.month
        )
        return text % {"months": until.month, "year": until.year}
    numbers = {"since": day(date(until.year, 1, 1)), "to": day(until)}
    return _("%(since)s to %(to)s") % numbers
