"""Why a status is not certain, and what missing figures leave open."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperatives.ground.printing import NOTHING
from cooperatives.ground.wording import figure

from ..indicators import Indicator
from ..reckoning.assessment import Assessment, Doubt
from ..reckoning.measures import Coverage, Measure
from .compared import Compared
from .emphasis import emphasised, joined


def is_open(measure: Measure) -> bool:
    """Whether missing figures leave the value a range."""
    return measure.bounds is not None and measure.bounds[0] != measure.bounds[1]


def why_not_certain(
    indicator: Indicator,
    found: Assessment,
    shown: Compared,
    *,
    year: int,
    ratings_of: int | None,
) -> str:
    """The first reason for which a status is not certain, and how far its value may still move.

    Nothing where there is no doubt. year: that of the target. ratings_of: the year whose ratings a
    share of ratings rests on.
    """
    if found.doubt is None:
        return ""
    if found.doubt is Doubt.NOT_RATED_YET:
        text = _(
            "Not sure yet: <strong>by the ratings of %(before)s</strong>, those of %(year)s are"
            " made when the year is over"
        )
        return emphasised(text, before=ratings_of, year=year)
    said = [_reason(indicator, found.doubt, found.measure.coverage)]
    if is_open(found.measure):
        said.append(what_is_possible(found.measure, shown))
    elif found.measure.bounds is None:
        said.append(
            _("too few figures to say how far it may move")
            if indicator.is_from_figures
            else _("how far it may move is known once they have")
        )
    return joined(said)


def what_is_possible(measure: Measure, shown: Compared) -> str:
    """Between what a value may still come to lie that missing figures leave a range."""
    low, high = measure.bounds
    text = _("between %(low)s and %(high)s is possible")
    return text % {"low": shown.amount(low), "high": shown.with_unit(high)}


def possible_range(measure: Measure, shown: Compared) -> str:
    """The same for a list of facts; a dash where nothing can be said."""
    if measure.bounds is None:
        return NOTHING
    if not is_open(measure):
        return _("none: nothing is missing")
    low, high = measure.bounds
    return _("%(low)s to %(high)s") % {"low": shown.amount(low), "high": shown.with_unit(high)}


def _reason(indicator: Indicator, doubt: Doubt, coverage: Coverage) -> str:
    if doubt is Doubt.CARRIED:
        text = ngettext(
            "Not sure yet: <strong>%(carried)s rating is last year's</strong>",
            "Not sure yet: <strong>%(carried)s ratings are last year's</strong>",
            coverage.carried,
        )
    elif indicator.counts_units:
        text = _of_units(doubt, coverage)
    elif doubt is Doubt.FEW:
        text = ngettext(
            "Not sure yet: only <strong>%(known)s of %(expected)s cooperative</strong> has a"
            " figure",
            "Not sure yet: only <strong>%(known)s of %(expected)s cooperatives</strong> have a"
            " figure",
            coverage.expected,
        )
    elif indicator.is_rating_share:
        text = ngettext(
            "Not sure yet: <strong>%(missing)s cooperative has no rating</strong>",
            "Not sure yet: <strong>%(missing)s cooperatives have no rating</strong>",
            coverage.missing,
        )
    else:
        text = ngettext(
            "Not sure yet: <strong>%(missing)s cooperative lacks figures</strong>",
            "Not sure yet: <strong>%(missing)s cooperatives lack figures</strong>",
            coverage.missing,
        )
    return emphasised(
        text,
        carried=figure(coverage.carried),
        known=figure(coverage.with_value),
        expected=figure(coverage.expected),
        missing=figure(coverage.missing),
    )


def _of_units(doubt: Doubt, coverage: Coverage) -> str:
    """The same of what units report."""
    if doubt is Doubt.FEW:
        return ngettext(
            "Not sure yet: only <strong>%(known)s of %(expected)s unit</strong> has a figure",
            "Not sure yet: only <strong>%(known)s of %(expected)s units</strong> have a figure",
            coverage.expected,
        )
    return ngettext(
        "Not sure yet: <strong>%(missing)s unit lacks figures</strong>",
        "Not sure yet: <strong>%(missing)s units lack figures</strong>",
        coverage.missing,
    )
